"""The nouns of a standard, top to bottom. Read this first.

A standard holds facts (what is recorded), sections of criteria (what is judged), vetoes and tiers.
A criterion has exactly one mechanism, found by its key among `civscore.standard.mechanisms`; its
role says how it enters the judgement. Everything here is a value: reading checks it, planning
turns it into integers.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Any, Final, Literal, TypeAlias

from civscore.standard.facts import Fact
from civscore.standard.numbers import (
    Count,
    Day,
    Edition,
    Fewest,
    Full,
    Key,
    Length,
    Places,
    Slug,
    Title,
    Worth,
    YesNo,
)  # fmt: skip
from civscore.values import Declared

Role: TypeAlias = Literal["scored", "bonus", "control", "veto"]
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


class Effective(Declared):
    """When an edition is in force."""

    start: Annotated[Day, Key("from")]
    """起始日 | First day."""

    until: Day | None = None
    """截止日；仍然有效的不写 | Last day; none while it is in force."""


class Head(Declared):
    """What a standard is: the `[standard]` table."""

    id: Slug
    """所在文件夹的名字，用小写字母、数字和连字符 |
    Name of its folder; lower case, digits and hyphens."""

    edition: Edition
    """版本名，也是文件名 | Name of this dated version; the file's name."""

    title: Title
    """标准的名称 | The standard's title."""

    issuer: str
    """条文由谁发布 | Who issued the text."""

    effective: Effective
    """何时有效 | When it is in force."""

    text: Literal["official", "extract", "model"]
    """条文在多大程度上是发布机关的原文：official 原文、extract 节录、model 示范 |
    How far the text is the issuer's own."""

    source: str
    """结构和数字取自哪里 | Where structure and numbers come from."""

    full: Worth
    """全部评分项的满分之和，会核对 | Points of all scored criteria together."""

    note: str = ""
    """读者应当知道的事 | Anything a reader has to know."""


class Document(Declared):
    """A document that criteria cite: a table under `[sources]`."""

    title: Title
    issuer: str = ""
    year: str = ""
    known: str = ""
    url: str = ""


class Bonus(Declared):
    """How bonus criteria enter the judgement."""

    cap: Worth
    """全部加分合计的上限 | The most all bonus together counts."""

    counts: YesNo
    """加分是否计入等级的总分 | Whether it counts towards a tier's total."""


class Scoring(Declared):
    """What is declared once for every criterion: the `[scoring]` table."""

    decimals: Places
    """取舍后保留几位小数 | Decimals after rounding."""

    mode: Literal["half_up", "half_even", "down", "up"]
    """取舍方式：half_up 四舍五入、half_even 五成双、down 截尾、up 进一 | How it is rounded."""

    at: Literal["criterion", "section", "total"]
    """在哪里取舍，只取舍一次：criterion 每条、section 每个项目、total 总分 |
    Where it is rounded, once."""

    compare: Literal["exact", "rounded"]
    """等级比较精确总分（exact）还是取舍后的总分（rounded） |
    Whether tiers compare the exact or the rounded total."""

    not_applicable: Literal["rescale", "full", "zero"] | None = None
    """不参评的条款怎么算：rescale 退出并折算、full 满分、zero 零分 |
    What becomes of a criterion that does not apply."""

    bonus: Bonus | None = None
    """加分的上限和是否计入等级 | How bonus counts."""


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

    covers: Length | Literal["period"] | None = None
    """要不间断地覆盖多长时间，或整个考评期 | The time the pieces must cover without a gap."""

    issuer: str = ""
    """必须由谁出具 | Who must have issued it."""

    absent: Literal["unproven", "zero", "warn"] = "unproven"
    """缺了怎么算：unproven 待证、zero 零分、warn 只提醒 | What its absence means."""


class Certificate(Requirement):
    """Who attests that nothing that vetoes has happened."""

    kind: EvidenceKind = "certificate"


class Basis(Declared):
    """Where a clause's number or rule comes from."""

    of: str
    """[sources] 里的一个名字 | A key under `[sources]`."""

    clause: str
    """在那份文件里的条目 | Its place there."""

    note: str = ""
    """哪些取自来源，哪些是拟定的 | What is the source's and what is ours."""


class Clause(Declared):
    """What criteria and vetoes have in common."""

    id: Title
    title: Title
    clause: str = ""
    """条文全句 | The full sentence of the clause."""

    remedy: str = ""
    """达不到时怎么办 | What to do where it falls short."""

    basis: Literal["ours"] | Basis | tuple[Basis, ...] | None = None
    """数字的出处；条文不是发布机关原文的必须写 |
    Where its number comes from; required unless the text is official."""

    note: str = ""
    """读者应当知道的事 | Anything a reader has to know."""


class Criterion(Clause):
    """The clause that is judged 测评内容."""

    role: Role = "scored"
    """怎样进入评定：scored 评分、bonus 加分、control 控制、veto 一票否决 |
    How it enters the judgement."""

    full: Full | None = None
    """满分；只有评分项和加分项有 | Full points; only scored and bonus criteria have them."""

    evidence: tuple[Requirement, ...] = ()
    """要出示什么佐证 | What must be shown."""

    applies_if: str | None = None
    """条件成立才参评 | The condition under which it is judged at all."""

    exempt_if: str | None = None
    """条件成立即免检、得满分 | The condition under which it has full marks uninspected."""

    guard: str | None = None
    """条件不成立即不得分 | The condition without which it earns nothing."""

    way: Any = None
    """Its mechanism, already read; in the text its key is the mechanism's name."""

    way_name: str = ""
    """The name of its mechanism."""


class Section(Declared):
    """A node of the points tree 测评项目."""

    id: Title
    title: Title
    full: Worth | None = None
    """所含评分项的满分之和；写了就核对 | Points of its scored criteria; checked if given."""

    note: str = ""
    section: "tuple[Section, ...]" = ()
    criterion: tuple[Criterion, ...] = ()

    def criteria(self) -> Iterator[Criterion]:
        """All criteria below it, in order."""
        yield from self.criterion
        for section in self.section:
            yield from section.criteria()


class Veto(Clause):
    """What rules every tier out 一票否决."""

    when: str
    """触发的条件 | The condition that triggers it."""

    certificate: Certificate | None = None
    """没有这份证明，未触发的只能算“未能认定” |
    Without it a veto that is not triggered is unknown, not clear."""


class Tier(Declared):
    """A named level of the title 等级."""

    id: Title
    note: str = ""
    demands: Mapping[str, Any] = {}
    """What it demands, by the demand's key, already read."""


class Standard(Declared):
    """A rule set, dated."""

    standard: Head
    scoring: Scoring
    sources: dict[str, Document] = {}  # noqa: RUF012 - never changed
    facts: Mapping[str, Fact] = {}
    section: Annotated[tuple[Section, ...], Fewest(1)]
    veto: tuple[Veto, ...] = ()
    tier: Annotated[tuple[Tier, ...], Fewest(1)]

    @property
    def name(self) -> str:
        """`id@edition`."""
        return f"{self.standard.id}@{self.standard.edition}"

    def criteria(self) -> Iterator[Criterion]:
        """All criteria, in order."""
        for section in self.section:
            yield from section.criteria()


FULL_OF_CONTROL: Final = Decimal(1)
"""The nominal scale of a control or veto criterion that declares no points."""
