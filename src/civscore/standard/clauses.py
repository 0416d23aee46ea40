"""What a clause says beside its points: its text, its source, the evidence it asks for."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Final, Literal, TypeAlias

from civscore.standard.numbers import Count, Fewest, Key, Length, Quorum, RefusedError, YesNo
from civscore.standard.sources import Basis
from civscore.standard.texts import Title
from civscore.values import Declared

EvidenceKind: TypeAlias = Literal[
    "photo", "minutes", "record", "ledger", "roster", "plan", "summary", "document",
    "certificate", "report", "map", "voucher", "letter", "survey", "screenshot",
]  # fmt: skip

EVIDENCE_KINDS: Final[Mapping[str, tuple[str, str]]] = {
    "photo": ("照片", "photo"),
    "minutes": ("会议记录", "minutes"),
    "record": ("工作记录", "record"),
    "ledger": ("台账", "ledger"),
    "roster": ("名册", "roster"),
    "plan": ("计划方案", "plan"),
    "summary": ("总结", "summary"),
    "document": ("文件", "document"),
    "certificate": ("证明", "certificate"),
    "report": ("报告", "report"),
    "map": ("图", "map"),
    "voucher": ("票据", "voucher"),
    "letter": ("责任书", "letter"),
    "survey": ("问卷", "survey form"),
    "screenshot": ("系统截图", "screenshot"),
}


Only: TypeAlias = dict[str, str | Annotated[tuple[str, ...], Fewest(1)]]
"""By the name of a choice, the options for which alone something is there."""


class Coverage(Declared):
    """Time that pieces must cover, back and ahead."""

    past: Length
    """往前多久 | How far back."""

    future: Length
    """往后多久 | How far ahead."""

    def before(self, day: date) -> date:
        """The day so far back."""
        return self.past.before(day)

    @property
    def zh(self) -> str:
        """As it is said in Chinese."""
        return f"{self.past.zh}和今后 {self.future.zh}"

    @property
    def en(self) -> str:
        """As it is said in English."""
        return f"{self.past.en} and the next {self.future.en}"


class Requirement(Declared):
    """What must be shown for a criterion to count."""

    kind: EvidenceKind
    """佐证的种类 | What sort of piece."""

    title: str = ""
    """是什么的佐证 | What it is of."""

    at_least: Count = 1
    """至少几份；写了 per 的，是每期几份 | How many pieces, in all or in each period."""

    per: Literal["month", "quarter", "half_year", "year"] | None = None
    """每月、每季度、每半年或每年都要有 | The period in each of which they are needed."""

    within: Length | None = None
    """距评定基准日不超过多久 | How old a piece may be on the day judged from."""

    covers: Length | Literal["period"] | Coverage | None = None
    """要不间断地覆盖多长时间，或整个考评期，或 past 往前、future 往后各多久 |
    The time the pieces must cover without a gap."""

    issuer: str = ""
    """必须由谁出具 | Who must have issued it."""

    method: str = ""
    """用什么方法查：查阅资料、实地察看等 | How it is looked into: papers, a visit."""

    keeper: str = ""
    """存放在谁那里 | Who keeps it."""

    system: str = ""
    """填报在哪个系统里 | The system it is entered in."""

    void: tuple[str, ...] = ()
    """不计入的形式，如横幅 | Forms that do not count."""

    announced: YesNo | None = None
    """false 是要不事先通知的检查 | Whether it was to be announced; false for secret checks."""

    present: Quorum | None = None
    """会议至少要有几分之几的人出席，如 "2/3" | The share that must have been present."""

    each_of: str = ""
    """名册里的每一件各要，写名册数据项的名字 | A register of whose units each needs them."""

    facet: str = ""
    """只证哪一个面，写等级数据项里这一面的键；缺了只有这一面待证 |
    The one facet of the grade that it backs."""

    columns: Annotated[tuple[str, ...], Key("fields")] = ()
    """每份要有哪几栏 | What each piece has to state."""

    absent: Literal["unproven", "zero", "warn", "not_applicable"] = "unproven"
    """缺了怎么算：unproven 待证、zero 零分、warn 只提醒、not_applicable 不参评 |
    What its absence means."""

    only: Only = {}  # noqa: RUF012 - never changed
    """只对所列选项的对象才要，如 { kind = "school" } | Asked only where a choice is so."""

    def check(self) -> None:
        """Pieces of each period to come cannot be there yet.

        Raises:
            RefusedError: if they are asked for.
        """
        if self.per is not None and isinstance(self.covers, Coverage):
            raise RefusedError("per_of_future")
        if self.facet and self.absent == "not_applicable":
            raise RefusedError("facet_leaves")


class Certificate(Requirement):
    """Who attests that nothing that vetoes has happened."""

    kind: EvidenceKind = "certificate"

    def check(self) -> None:
        """Raise `RefusedError` where it is asked for of each unit, or of a facet."""
        super().check()
        if self.each_of or self.facet:
            raise RefusedError("whole_certificate")


class Clause(Declared):
    """What criteria and vetoes have in common."""

    id: Title
    """编号，不能重复 | Its number, used once."""

    title: Title
    """名称 | Its title."""

    clause: str = ""
    """条文全句 | The full sentence of the clause."""

    reading: str = ""
    """条文两可，本标准怎样理解 | How a text that does not decide is read here."""

    remedy: str = ""
    """达不到时怎么办 | What to do where it falls short."""

    basis: Literal["ours"] | Basis | tuple[Basis, ...] | None = None
    """数字的出处；条文不是发布机关原文的必须写 |
    Where its number comes from; required unless the text is official."""

    note: str = ""
    """读者应当知道的事 | Anything a reader has to know."""

    only: Only = {}  # noqa: RUF012 - never changed
    """只对所列选项的对象才有这一条，如 { kind = "school" } | There only where a choice is so."""
