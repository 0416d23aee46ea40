"""Kinds of scoring 计分方式: facts → points – one file each, found by name.

A mechanism is declared as a table in a criterion and planned into a `Formula` over integers. Its
arithmetic is written once, over `Operations`, and gives the worst and the best points the row
allows; a row with nothing unknown gives the same twice. It knows no weight, tier or evidence rule,
and it never rounds: what it gives is an exact ratio of units, divided once by the plan.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias, TypeVar

from civscore.diagnostics import Fault, fault
from civscore.exact import Integers, Operations, Ratio, Truth
from civscore.sentences import Sentence
from civscore.standard.conditions import Condition
from civscore.standard.document import Entry
from civscore.standard.facts import Fact
from civscore.standard.quantities import NEVER, Emptiness, Quantity
from civscore.standard.rows import Change, Record, Row
from civscore.values import Declared, Value

ROOM: Final = __name__

PointsRange: TypeAlias = tuple[Ratio, Ratio]
"""Worst and best points, in units; the two are one where nothing is unknown."""

AnyFact = TypeVar("AnyFact", bound=Fact)

ABOVE_FULL: Final = fault(
    "points-above-full",
    ("{points} 分超过本条满分 {full} 分", "{points} points exceed the full {full}"),
    ("请改分值或满分", "change the points or the full points"),
)
NOT_FULL: Final = fault(
    "points-not-full",
    (
        "最多只能得 {points} 分，本条满分却是 {full} 分",
        "at most {points} of the full {full} points",
    ),
    ("请使最高一档等于满分", "make the best case equal the full points"),
    why=(
        "满分永远得不到的条款，等于暗中降低了总分",
        "a clause whose full points cannot be had lowers the total in secret",
    ),
)
NOT_LISTED: Final = fault(
    "level-not-listed",
    ("没有写“{missing}”值多少", "no worth is given for “{missing}”"),
    ("请逐档写出", "give one for every level"),
)


class Draft(Protocol):
    """What a mechanism is planned with: names, units, and where to note a fault."""

    full: int
    full_points: Decimal

    def units(self, points: Decimal) -> int:
        """Points as whole units."""

    def condition(self, text: str, *path: str | int) -> Condition:
        """A condition; a fault in it is noted under the path."""

    def quantity(self, name: str, *path: str | int) -> Quantity:
        """A number read from a fact."""

    def number(self, name: str, *path: str | int) -> Quantity:
        """As `quantity`, but no option or level."""

    def fact(self, name: str, kind: type[AnyFact], *path: str | int) -> AnyFact:
        """A fact that has to be of this kind; planning this criterion ends if it is not."""

    def bound(self, quantity: Quantity, number: Decimal | None, *path: str | int) -> None:
        """Note a number the quantity can never come to, such as 95 for a share."""

    def column(self, name: str) -> int:
        """The number of a column."""

    def report(self, kind: Fault, /, *path: str | int, **values: object) -> None:
        """Note a fault under the path."""


class Formula(Value):
    """A planned mechanism."""

    if TYPE_CHECKING:

        @property
        def quantities(self) -> tuple[Quantity, ...]:
            """What it reads, for the row and for what an empty base means."""

    def range(self, ops: Operations, low: Integers, high: Integers) -> PointsRange:
        """Worst and best points, in units."""
        raise NotImplementedError

    def because(self, row: Row) -> Sentence:
        """Why the points are what they are."""
        raise NotImplementedError

    def changes(self, row: Row) -> Iterator[Change]:
        """What could be done, the next step first."""
        raise NotImplementedError

    def none(self, ops: Operations, low: Integers, high: Integers) -> Emptiness:  # noqa: ARG002
        """Whether it certainly, and possibly, does not apply for want of a base."""
        return NEVER


class Mechanism(Declared):
    """The table a criterion holds under the mechanism's name."""

    def plan(self, draft: Draft) -> Formula:
        """Points and names as integers; faults of meaning are noted in the draft."""
        raise NotImplementedError

    def check_records(self, records: Mapping[str, Record], entry: Entry) -> None:
        """Note records this mechanism cannot take; `entry` is the bundle's facts."""


class Valued(Formula):
    """A formula of one number. Subclasses say what lies between two ends of it."""

    quantity: Quantity
    full: int

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        return (self.quantity,)

    def between(self, ops: Operations, least: Ratio, most: Ratio) -> PointsRange:
        """Worst and best points for a number between two ends."""
        raise NotImplementedError

    def range(self, ops: Operations, low: Integers, high: Integers) -> PointsRange:
        least, most = self.quantity.ends(ops, low, high)
        worst, best = self.between(ops, least, most)
        if self.quantity.if_none is None:
            return worst, best
        certain, possible = self.quantity.none(ops, low, high)
        if possible is False:
            return worst, best
        return self.where_none(ops, worst, best, certain, possible)

    def none(self, ops: Operations, low: Integers, high: Integers) -> Emptiness:
        if self.quantity.if_none != "not_applicable":
            return NEVER
        return self.quantity.none(ops, low, high)

    def where_none(
        self, ops: Operations, worst: Ratio, best: Ratio, certain: Truth, possible: Truth
    ) -> PointsRange:
        """An empty base gives what its fact declares."""
        floor, top = (0, 1), (self.full, 1)
        if self.quantity.if_none == "full":
            return _either(ops, certain, top, worst), _either(ops, possible, top, best)
        worst = _either(ops, possible, floor, worst)
        if self.quantity.if_none == "zero":
            return worst, _either(ops, certain, floor, best)
        return worst, _either(ops, possible, top, best)


def _either(ops: Operations, condition: Truth, then: Ratio, otherwise: Ratio) -> Ratio:
    return (
        ops.where(condition, then[0], otherwise[0]),
        ops.where(condition, then[1], otherwise[1]),
    )


def swept(ops: Operations, ends: tuple[Integers, Integers], worth: Sequence[int]) -> PointsRange:
    """The least and most worth among the places from one end to the other."""
    first, last = ends
    if type(first) is int and first == last and first < len(worth):  # nothing unknown
        return (worth[first], 1), (worth[first], 1)
    worst: Integers = max(worth)
    best: Integers = min(worth)
    for place, points in enumerate(worth):
        is_open = (first <= place) & (place <= last)
        worst = ops.where(is_open, ops.minimum(worst, points), worst)
        best = ops.where(is_open, ops.maximum(best, points), best)
    return (worst, 1), (best, 1)


def is_known(row: Row, quantity: Quantity) -> bool:
    """Whether every column of the quantity is recorded."""
    return all(row.low[column] == row.high[column] for column in quantity.columns)
