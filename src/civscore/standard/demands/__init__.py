"""What a tier demands 等级条件 – one file each, found by the key it is written under.

A demand is judged from a `Standing`: what has been earned for certain and what could be. Each
judgement says what is needed, what there is and what there could be, so that nobody has to take a
verdict on trust.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final, Literal, Protocol, TypeAlias

from civscore.diagnostics import Fault, fault
from civscore.exact import Ratio
from civscore.sentences import Sentence
from civscore.standard.conditions import Condition
from civscore.standard.rows import Row
from civscore.values import Value

ROOM: Final = __name__

Status: TypeAlias = Literal["reached", "possible", "out_of_reach"]

TIER_UNREACHABLE: Final = fault(
    "tier-unreachable",
    ("“{tier}”要求 {need}，最多只有 {most}，永远达不到", "“{tier}” needs {need} of at most {most}"),
    ("请降低要求或核对满分", "lower the demand or check the full points"),
    why=(
        "谁也达不到的等级不是标准，是笔误",
        "a tier nobody can reach is a slip of the pen",
    ),
)
UNKNOWN_TIER: Final = fault(
    "unknown-tier",
    ("标准没有等级“{name}”", "the standard has no tier “{name}”"),
    ("{near}", "{near}"),
)
UNKNOWN_SECTION: Final = fault(
    "unknown-section",
    ("没有编号为“{name}”的测评项目", "there is no section “{name}”"),
    ("{near}", "{near}"),
)
UNKNOWN_CRITERION: Final = fault(
    "unknown-criterion",
    ("没有编号为“{name}”的条款", "there is no criterion “{name}”"),
    ("{near}", "{near}"),
)


class Extent(Value):
    """A number that lies between two ends, in units, and the most it could be worth."""

    id: str
    title: str
    low: Ratio
    high: Ratio
    full: int


class Standing(Value):
    """Where a community stands, as far as tiers are concerned."""

    total: Extent
    sections: Mapping[str, Extent]
    met: Mapping[str, tuple[bool, bool]]  # criterion → certainly, possibly met
    titles: Mapping[str, str]  # criterion → title
    scale: int
    row: Row

    def points(self, units: int) -> Decimal:
        """Whole units as points."""
        return Decimal(units) / self.scale


class Judgement(Value):
    """One condition of a tier."""

    kind: str
    subject: str  # id of the section, criterion or veto it is about; "" for the total
    need: Sentence
    have: Sentence
    could_have: Sentence
    status: Status
    because: Sentence
    short: Decimal = Decimal(0)  # points short, as things are proven now
    short_at_best: Decimal = Decimal(0)  # points short once all is proven


class TierDraft(Protocol):
    """What a demand is planned with."""

    tier: str
    most: int
    sections: Mapping[str, int]  # id → full units
    criteria: tuple[str, ...]

    def units(self, points: Decimal) -> int:
        """Points as whole units."""

    def condition(self, text: str, *path: str | int) -> Condition:
        """A condition; a fault in it is noted under the path within the demand."""

    def report(self, kind: Fault, /, *path: str | int, **values: object) -> None:
        """Note a fault under the path within the tier."""


class PlannedDemand(Protocol):
    """A demand in integers."""

    def judge(self, standing: Standing) -> Iterator[Judgement]:
        """Each condition it makes."""


class Demand(Protocol):
    """The value under its key in a tier."""

    def plan(self, draft: TierDraft) -> PlannedDemand:
        """Names and points as integers; faults are noted in the draft."""


def status_of(*, certain: bool, possible: bool) -> Status:
    """Reached, possible or out of reach."""
    if certain:
        return "reached"
    return "possible" if possible else "out_of_reach"
