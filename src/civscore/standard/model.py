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
from civscore.standard.numbers import Count, Day, Fewest, Full, Key, Length, Places, Worth, YesNo
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

ROLE_NAMES: Final[Mapping[str, tuple[str, str]]] = {
    "scored": ("评分项", "scored"),
    "bonus": ("加分项", "bonus"),
    "control": ("控制项", "control"),
    "veto": ("一票否决项", "veto"),
}


class Effective(Declared):
    """When an edition is in force."""

    start: Annotated[Day, Key("from")]
    """First day."""

    until: Day | None = None
    """Last day; none while it is in force."""


class Head(Declared):
    """What a standard is: the `[standard]` table."""

    id: str
    """Name of its folder; lower case, digits and hyphens."""

    edition: str
    """Name of this dated version; the file's name."""

    title: str
    """The standard's title."""

    issuer: str
    """Who issued the text."""

    effective: Effective
    """When it is in force."""

    text: Literal["official", "extract", "model"]
    """How far the text is the issuer's own."""

    source: str
    """Where structure and numbers come from."""

    full: Worth
    """Points of all scored criteria together."""

    note: str = ""
    """Anything a reader has to know."""


class Document(Declared):
    """A document that criteria cite: a table under `[sources]`."""

    title: str
    issuer: str = ""
    year: str = ""
    known: str = ""
    url: str = ""


class Bonus(Declared):
    """How bonus criteria enter the judgement."""

    cap: Worth
    """The most all bonus together counts."""

    counts: YesNo
    """Whether it counts towards a tier's total."""


class Scoring(Declared):
    """What is declared once for every criterion: the `[scoring]` table."""

    decimals: Places
    """Decimals after rounding."""

    mode: Literal["half_up", "half_even", "down", "up"]
    """How it is rounded."""

    at: Literal["criterion", "section", "total"]
    """Where it is rounded, once."""

    compare: Literal["exact", "rounded"]
    """Whether tiers compare the exact or the rounded total."""

    not_applicable: Literal["rescale", "full", "zero"] | None = None
    """What becomes of a criterion that does not apply."""

    bonus: Bonus | None = None
    """How bonus counts."""


class Requirement(Declared):
    """What must be shown for a criterion to count."""

    kind: EvidenceKind
    """What sort of piece."""

    title: str = ""
    """What it is of."""

    at_least: Count = 1
    """How many pieces, in all or in each period."""

    per: Literal["month", "quarter", "half_year", "year"] | None = None
    """The period in each of which they are needed."""

    within: Length | None = None
    """How old a piece may be on the day judged from."""

    covers: Length | Literal["period"] | None = None
    """The time the pieces must cover without a gap."""

    issuer: str = ""
    """Who must have issued it."""

    absent: Literal["unproven", "zero", "warn"] = "unproven"
    """What its absence means."""


class Certificate(Requirement):
    """Who attests that nothing that vetoes has happened."""

    kind: EvidenceKind = "certificate"


class Basis(Declared):
    """Where a clause's number or rule comes from."""

    of: str
    """A key under `[sources]`."""

    clause: str
    """Its place there."""

    note: str = ""
    """What is the source's and what is ours."""


class Clause(Declared):
    """What criteria and vetoes have in common."""

    id: str
    title: str
    clause: str = ""
    """The full sentence of the clause."""

    remedy: str = ""
    """What to do where it falls short."""

    basis: Literal["ours"] | Basis | tuple[Basis, ...] | None = None
    """Where its number comes from; required unless the text is official."""

    note: str = ""
    """Anything a reader has to know."""


class Criterion(Clause):
    """The clause that is judged 测评内容."""

    role: Role = "scored"
    """How it enters the judgement."""

    full: Full | None = None
    """Full points; only scored and bonus criteria have them."""

    evidence: tuple[Requirement, ...] = ()
    """What must be shown."""

    applies_if: str | None = None
    """The condition under which it is judged at all."""

    exempt_if: str | None = None
    """The condition under which it has full marks uninspected."""

    guard: str | None = None
    """The condition without which it earns nothing."""

    way: Any = None
    """Its mechanism, already read; in the text its key is the mechanism's name."""

    way_name: str = ""
    """The name of its mechanism."""


class Section(Declared):
    """A node of the points tree 测评项目."""

    id: str
    title: str
    full: Worth | None = None
    """Points of its scored criteria; checked if given."""

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
    """The condition that triggers it."""

    certificate: Certificate | None = None
    """Without it a veto that is not triggered is unknown, not clear."""


class Tier(Declared):
    """A named level of the title 等级."""

    id: str
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
