"""What a tier demands 等级条件 – one file each, found by the key it is written under.

A demand is judged from a `Standing`: what has been earned for certain and what could be. Each
judgement says what is needed, what there is and what there could be, so that nobody has to take a
verdict on trust.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Literal, Protocol, TypeAlias

from civscore.diagnostics import Fault, fault
from civscore.exact import Ratio, Truth, Truths
from civscore.sentences import Sentence, say
from civscore.standard.conditions import Condition, title_on
from civscore.standard.rows import Change, Interval, Row
from civscore.values import Value

if TYPE_CHECKING:
    from civscore.standard.cases import Cases
    from civscore.standard.reserved import Within

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
UNKNOWN_TAG: Final = fault(
    "unknown-tag",
    ("没有条款带标签“{name}”", "no criterion has the tag “{name}”"),
    ("{near}", "{near}"),
)


class Extent(Value):
    """A number that lies between two ends, in units, and the full points it is compared with."""

    id: str
    title: str
    low: Ratio
    high: Ratio
    full: int


class Mark(Extent):
    """The points of a criterion, and whether they are earned at all: certainly, possibly."""

    applies: Truths
    exempt: Truths

    def holds(self, asked: Callable[[Ratio], Truth]) -> Truths:
        """Whether its points are as asked, certainly and possibly; so is what does not apply."""
        certain, possible = self.applies
        return asked(self.low) | (possible ^ True), asked(self.high) | (certain ^ True)


class Standing(Value):
    """Where a community stands, as far as tiers are concerned."""

    total: Extent
    sections: Mapping[str, Extent]
    mark: Callable[[str], Mark]  # of a criterion, by id
    scale: int
    row: Row

    def points(self, units: int) -> Decimal:
        """Whole units as points."""
        return Decimal(units) / self.scale


class Judgement(Value):
    """One condition of a tier."""

    kind: str
    subject: str  # id of the section, criterion or veto; a condition as written; "" for the total
    need: Sentence
    have: Sentence
    could_have: Sentence
    status: Status
    because: Sentence
    short: Decimal = Decimal(0)  # points short, as things are proven now
    short_at_best: Decimal = Decimal(0)  # points short once all is proven
    condition: Condition | None = None  # what has to hold, where it is more than points
    asks: Change | None = None  # what only others can settle


class Asked(Value):
    """What a demand may know of a criterion."""

    full: int
    role: str
    tags: tuple[str, ...]


class TierDraft(Protocol):
    """What a demand is planned with."""

    tier: str
    most: int
    sections: Mapping[str, int]  # id → full units
    criteria: Mapping[str, Asked]

    def units(self, points: Decimal) -> int:
        """Points as whole units."""

    def condition(self, text: str, *path: str | int) -> Condition:
        """A condition; a fault in it is noted under the path within the demand."""

    def known_tier(self, name: str, *path: str | int) -> None:
        """Note a name that no tier has."""

    def reserve(
        self, kind: str, declared: object, within: "Within", ranges: Mapping[str, Interval]
    ) -> Mapping[str, int]:
        """Columns for what only the field can tell, by part; see `reserved`."""

    def by_case(self, name: str, *path: str | int) -> "tuple[Cases, tuple[Decimal, ...]] | None":
        """A parameter of whole numbers: its cases and their values; None if it is faulty."""

    def report(self, kind: Fault, /, *path: str | int, **values: object) -> None:
        """Note a fault under the path within the tier."""


class PlannedDemand(Protocol):
    """A demand in integers."""

    def judge(self, standing: Standing) -> Iterator[Judgement]:
        """Each condition it makes."""

    def truths(self, standing: Standing) -> Iterator[Truths]:
        """Of each, and of many rows at once: whether it is reached."""


class Demand(Protocol):
    """The value under its key in a tier."""

    def plan(self, draft: TierDraft) -> PlannedDemand:
        """Names and points as integers; faults are noted in the draft."""


def status_of(*, certain: Truth, possible: Truth) -> Status:
    """Reached, possible or out of reach."""
    if certain:
        return "reached"
    return "possible" if possible else "out_of_reach"


def judge_condition(kind: str, subject: str, condition: Condition, row: Row) -> Judgement:
    """Whether a condition holds, and what is recorded of what it reads."""
    certain, possible = row.truths(condition)
    status = status_of(certain=certain, possible=possible)
    state = say(*_STATES[status])
    title = title_on(condition, row)
    said = {"c": title, "v": condition.shown(row), "state": state}
    zh, en = "{c}（{v}）", "{c} ({v})"
    if status == "possible":
        zh, en = "{state}：{c}（{v}）", "{state}: {c} ({v})"
    because = say(zh, en, **said)
    could = say(*_STATES["reached"]) if status != "out_of_reach" else state
    return Judgement(kind, subject, title, state, could, status, because, condition=condition)


_STATES: Final[Mapping[Status, tuple[str, str]]] = {
    "reached": ("已满足", "holds"),
    "possible": ("待证", "unproven"),
    "out_of_reach": ("不满足", "does not hold"),
}
