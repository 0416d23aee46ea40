"""Kinds of scoring 计分方式: facts → points – one file each, found by name.

A mechanism is declared as a table in a criterion and planned into a `Formula` over integers. Its
arithmetic is written once, for one side of a row: worked out from the worst side it gives the
fewest points the row allows, from the best side the most; a row with nothing unknown gives the
same twice. It knows no weight, tier or evidence rule, and it never rounds: what it gives is an
exact ratio of units, divided once by the plan.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Final, Protocol, TypeVar

from civscore.diagnostics import Fault, fault
from civscore.exact import Integers, Ratio, Truth
from civscore.sentences import Sentence
from civscore.standard.conditions import Condition
from civscore.standard.document import Entry
from civscore.standard.facts import Fact
from civscore.standard.quantities import Quantity, where_empty
from civscore.standard.rows import Change, Interval, Record, Row, Side
from civscore.values import Declared, Value

if TYPE_CHECKING:
    from civscore.standard.cases import PlannedCase
    from civscore.standard.reserved import Within
    from civscore.standard.varying import Case

ROOM: Final = __name__

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

FLOOR_UNDECLARED: Final = fault(
    "floor-undeclared",
    ("扣到所在项目为止，而所在项目没有写 floor", "no section around it says how far"),
    (
        "请在所在的 [[section]] 写 floor = 0，或在本条写扣到几分",
        "write floor = 0 in the section, or say how far in the clause",
    ),
)


class Draft(Protocol):
    """What a mechanism is planned with: names, units, and where to note a fault."""

    full: int
    full_points: Decimal
    spill: int | None  # least units where a loss may go on in the section; None where it may not

    def units(self, points: Decimal) -> int:
        """Points as whole units."""

    def condition(self, text: str, *path: str | int) -> Condition:
        """A condition; a fault in it is noted under the path."""

    def quantity(self, name: str, *path: str | int) -> Quantity:
        """A number read from a fact."""

    def number(self, name: str, *path: str | int) -> Quantity:
        """As `quantity`, but no option or level."""

    def value(self, text: str, *path: str | int) -> Quantity:
        """A number read from a fact, or worked out from several."""

    def fact(self, name: str, kind: type[AnyFact], *path: str | int) -> AnyFact:
        """A fact that has to be of this kind; planning this criterion ends if it is not."""

    def bound(self, quantity: Quantity, number: Decimal | None, *path: str | int) -> None:
        """Note a number the quantity can never come to, such as 95 for a share."""

    def column(self, name: str) -> int:
        """The number of a column."""

    def nested(self, way: "Mechanism", points: Decimal, *path: str | int) -> "Formula":
        """The formula of a mechanism that stands inside this one and is worth these points."""

    def in_case(self, values: Mapping[str, Decimal]) -> "Draft":
        """The same with parameters that are numbers now."""

    def case(self, case: "Case") -> "PlannedCase":
        """When a case of parameters is at hand."""

    def reserve(
        self, kind: str, declared: object, within: "Within", ranges: Mapping[str, Interval]
    ) -> Mapping[str, int]:
        """Columns for what only the field can tell, by part; see `reserved`."""

    def report(self, kind: Fault, /, *path: str | int, **values: object) -> None:
        """Note a fault under the path."""


def spilling(draft: Draft) -> int:
    """The least units of what goes on losing in its section, which has to say how far."""
    if draft.spill is None:
        draft.report(FLOOR_UNDECLARED, "floor")
    return draft.spill or 0


class Formula(Value):
    """A planned mechanism."""

    if TYPE_CHECKING:

        @property
        def quantities(self) -> tuple[Quantity, ...]:
            """What it reads, for the row and for what an empty base means."""

    def points(self, side: Side) -> Ratio:
        """Points, in units: the fewest on the worst side, the most on the best."""
        raise NotImplementedError

    def is_empty(self, side: Side) -> Truth:  # noqa: ARG002
        """Whether it does not apply for want of a base: for certain, or possibly."""
        return False

    @property
    def may_vanish(self) -> bool:
        """Whether it may not apply for want of a base."""
        return False

    @property
    def columns(self) -> frozenset[int]:
        """Every column the points depend on."""
        return frozenset(column for one in self.quantities for column in one.columns)

    @property
    def proven(self) -> "Formula":
        """The same, were there all the evidence of its facets."""
        return self

    def because(self, row: Row) -> Sentence:
        """Why the points are what they are."""
        raise NotImplementedError

    def changes(self, row: Row) -> Iterator[Change]:
        """What could be done, the next step first."""
        raise NotImplementedError

    def pending(self, row: Row) -> Sentence | None:  # noqa: ARG002
        """What has to be settled before anything else; None where nothing has."""
        return None

    def question(self, row: Row) -> Change | None:  # noqa: ARG002
        """What only others can settle, and whose it is; None where the community can."""
        return None


class Mechanism(Declared):
    """The table a criterion holds under the mechanism's name."""

    part: ClassVar[Any] = None
    """What its entries are, if it is made of mechanisms."""

    def plan(self, draft: Draft) -> Formula:
        """Points and names as integers; faults of meaning are noted in the draft."""
        raise NotImplementedError

    def check_records(self, records: Mapping[str, Record], entry: Entry) -> None:
        """Note records this mechanism cannot take; `entry` is the bundle's facts."""


class Valued(Formula):
    """A formula of one number."""

    quantity: Quantity
    full: int

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        return self.quantity.sources

    def worth(self, side: Side) -> Ratio:
        """Points, where the number has a base."""
        raise NotImplementedError

    def points(self, side: Side) -> Ratio:
        """An empty base gives what its fact declares."""
        quantity = self.quantity
        if quantity.if_none is None or quantity.is_empty(side.best) is False:
            return self.worth(side)
        return where_empty(side, quantity, self.worth(side), self.full, (0, self.full))

    def is_empty(self, side: Side) -> Truth:
        return self.may_vanish and self.quantity.is_empty(side)

    @property
    def may_vanish(self) -> bool:
        return self.quantity.if_none == "not_applicable"


class Table(Value):
    """Units by place: for 0, 1, 2 … that hold, by level, by band."""

    units: tuple[int, ...]

    @cached_property
    def is_rising(self) -> bool:
        """Whether a later place is never worth less."""
        return list(self.units) == sorted(self.units)

    @cached_property
    def is_falling(self) -> bool:
        """Whether a later place is never worth more."""
        return list(self.units) == sorted(self.units, reverse=True)

    def at(self, side: Side, place: Callable[[Side], Integers]) -> Integers:
        """The units of the place; `place` gives the first it can be, and the last."""
        if self.is_rising:
            return side.ops.take(self.units, place(side))
        if self.is_falling:
            return side.ops.take(self.units, place(side.other))
        return self._between(side, place(side.best.other), place(side.best))

    def _between(self, side: Side, first: Integers, last: Integers) -> Integers:
        """The least, or the most, of all places from the first to the last."""
        where = side.ops.where
        pick = side.ops.maximum if side.is_best else side.ops.minimum
        found: Integers = min(self.units) if side.is_best else max(self.units)
        for place, units in enumerate(self.units):
            is_open = (first <= place) & (place <= last)
            found = where(is_open, pick(found, units), found)
        return found


def is_known(row: Row, quantity: Quantity) -> bool:
    """Whether every column of the quantity is recorded."""
    return all(row.low[column] == row.high[column] for column in quantity.columns)
