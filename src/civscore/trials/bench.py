"""One criterion on the bench: its facts are set by hand, and the points read off.

It knows no mechanism. What a formula and the conditions around it read are quantities over
columns; a column is moved, the criterion is scored, and where the points change there is an edge.
The numbers declared in the criterion only say where to look first.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final, NamedTuple

from civscore.exact import INTEGERS, Ratio, in_units, read_number, text_of
from civscore.scoring import points as pt
from civscore.scoring.sums import Verdict
from civscore.sentences import Sentence, plain, say
from civscore.standard.plan import Plan, PlannedCriterion
from civscore.standard.quantities import Bound, OfFact, Quantity
from civscore.standard.rows import Row
from civscore.values import Value

WHOLE: Final = 10_000
"""Base on which shares are tried: a step is then a hundredth of a per cent."""

_FIRST: Final = (1000, 100, 10, 1, 0, 10_000, 100_000, 1_000_000)
"""Sizes tried for a number nothing else is known of: an ordinary one first."""

_FEW: Final = 64
"""A column with no more values than this is tried at every one."""

_OPTIONS: Final = 8
"""As many options or levels are each tried together with every number."""

_NUMBER: Final = re.compile(r"(?P<day>\d{4}-\d\d-\d\d)|\d[\d_]*(?:\.\d+)?[%‰]?")


class Mark(NamedTuple):
    """What a row is worth: points earned, points possible, and whether it is judged at all."""

    low: Decimal
    high: Decimal
    state: str = ""  # or "not_applicable", "exempt"


class Axis(Value):
    """A column that is moved while everything else stays."""

    quantity: Quantity
    column: int
    row: Row
    positions: tuple[int, ...]  # where to look first, rising
    exact: frozenset[int]  # positions that are a declared number exactly
    is_fine: bool  # every value is among the positions

    @property
    def title(self) -> Sentence:
        """What is moved: the quantity, or the base of a share."""
        quantity = self.quantity
        if self.is_base:
            return say("{t}（基数）", "{t} (base)", t=quantity.title)
        return quantity.title

    @property
    def is_base(self) -> bool:
        """Whether the base of a share is moved."""
        return self.quantity.if_none is not None and self.column != self.quantity.columns[0]

    def named(self, position: int) -> Sentence:
        """The value of the quantity there, with its unit."""
        quantity = self.quantity
        if self.is_base:
            return plain(str(position))
        value, base = self.ratio(position)
        if WHOLE % base or (quantity.top is not None and value > quantity.top * base):
            return plain(f"{value}/{base}")
        return quantity.threshold(Decimal(value) / base)

    def ratio(self, position: int) -> Ratio:
        """The value of the quantity there."""
        return self.quantity.value(self.row.changed({self.column: position}).worst)


class Bench:
    """A criterion and a row on which it earns the most: near the example, if there is one."""

    def __init__(self, plan: Plan, planned: PlannedCriterion, example: Row | None = None) -> None:
        self.plan, self.planned, self.example = plan, planned, example
        self.numbers = sorted(set(_numbers(planned)))
        low = [column.low for column in plan.columns]
        high = [column.high for column in plan.columns]
        self.unknown = Row(low, high)
        self.quantities = tuple(_quantities(planned))
        self.row = self._best()

    def mark(self, row: Row, shown: Verdict = pt.ADMITTED) -> Mark:
        """What the criterion is worth on a row."""
        points = self._points(row, shown)
        low, high = points.alone(INTEGERS, leaves=self.planned.leaves)
        state = "" if points.applies[1] else "not_applicable"
        state = "exempt" if not state and points.exempt[0] else state
        return Mark(in_units(low, self.plan.scale), in_units(high, self.plan.scale), state)

    def _points(self, row: Row, shown: Verdict = pt.ADMITTED) -> pt.Points:
        return pt.score_criterion(self.plan, self.planned, row.worst, shown)

    def moved(self, row: Row, column: int, number: int) -> Row | None:
        """The row with a column set, and those that follow it; None if it cannot be so."""
        name, _, part = self.plan.columns[column].name.partition(".")
        fact = self.plan.standard.facts.get(name)
        settled = {part: number} if fact is None else fact.settled(part, number)
        if settled is None:
            return None
        index = self.plan.index
        return row.changed(
            {index[f"{name}.{key}" if key else name]: n for key, n in settled.items()}
        )

    def axes(self, row: Row) -> Iterator[Axis]:
        """Every column that is read, to be moved while all others stay as in the row."""
        for quantity in self.quantities:
            for column in quantity.columns:
                yield self._axis(quantity, column, row)

    def turns(self) -> Iterator[Row]:
        """The best row with one of the few options, levels or yes-or-noes taken otherwise."""
        for axis in self.axes(self.row):
            if axis.quantity.if_none is None and axis.is_fine and len(axis.positions) <= _OPTIONS:
                for position in axis.positions:
                    turned = self.moved(self.row, axis.column, position)
                    if turned is not None and turned != self.row:
                        yield turned

    def worst(self) -> Iterator[Row]:
        """The best row, and one number after the other at its worst."""
        row = self.row
        yield row
        for axis in self.axes(row):
            ends = [self.moved(row, axis.column, n) for n in axis.positions]
            row = min((one for one in ends if one is not None), key=self.mark)
            yield row

    # --- the best row ----------------------------------------------------------------------------

    def _best(self) -> Row:
        """Column after column set to what leaves the most to be had; the rest still open."""
        row = self.unknown
        for quantity in self.quantities:
            # the base of a share before its part
            for column in reversed(quantity.columns):
                if row.low[column] != row.high[column]:
                    row = self._settled(row, quantity, column)
        return row

    def _settled(self, row: Row, quantity: Quantity, column: int) -> Row:
        tried = []
        for number in self._sizes(row, quantity, column):
            moved = self.moved(row, column, number)
            if moved is not None:
                tried.append(moved)
        return max(tried, key=self._worth)

    def _worth(self, row: Row) -> tuple[bool, bool, Decimal]:
        """Judged at all, not exempt, then points to be had; of equals the first is taken."""
        points = self._points(row)
        return bool(points.applies[1]), not points.exempt[1], self.mark(row).high

    def _sizes(self, row: Row, quantity: Quantity, column: int) -> list[int]:
        """Values to choose from, the likeliest first."""
        low, high = self._limits(quantity, column, row)
        if quantity.if_none is not None:  # a base is whole, and so is its part to begin with
            first = [min(WHOLE, high), low]
        else:
            sizes = (*self._exemplary(column), *_FIRST)
            first = [number for number in sizes if low <= number <= high]
        return list(dict.fromkeys((*first, *self._axis(quantity, column, row).positions)))

    def _exemplary(self, column: int) -> Iterator[int]:
        """The value the example has."""
        row = self.example
        if row is not None and row.low[column] == row.high[column]:
            yield row.low[column]

    def _limits(self, quantity: Quantity, column: int, row: Row) -> tuple[int, int]:
        declared = self.plan.columns[column]
        if quantity.if_none is None or column != quantity.columns[0]:
            return declared.low, declared.high
        return declared.low, min(declared.high, row.low[quantity.columns[1]])

    # --- where to look ---------------------------------------------------------------------------

    def _axis(self, quantity: Quantity, column: int, row: Row) -> Axis:
        low, high = self._limits(quantity, column, row)
        if quantity.if_none is not None and column == quantity.columns[1]:
            part = quantity.columns[0]  # a base is moved with nothing left out of it
            row = row.changed({part: 0})
        declared = dict(self._declared(quantity, column, row, (low, high)))
        exact = frozenset(n for n, is_exact in declared.items() if is_exact)
        near = {n + off for n in declared for off in (-1, 0, 1)} | {low, high}
        is_fine = high - low <= _FEW
        tried = range(low, high + 1) if is_fine else sorted(n for n in near if low <= n <= high)
        possible = tuple(n for n in tried if self.moved(row, column, n) is not None)
        return Axis(quantity, column, row, possible, exact, is_fine)

    def _declared(
        self, quantity: Quantity, column: int, row: Row, ends: tuple[int, int]
    ) -> Iterator[tuple[int, bool]]:
        """Values of the column next to a declared number, and whether they are that number."""
        bounds: tuple[Bound, ...] = (">=", "<=")
        for end in ends:
            at_end = row.changed({column: end})
            for number in self.numbers:
                for bound in bounds:
                    change = quantity.change(at_end, bound, number)
                    if change is not None and column in change.columns:
                        there = at_end.changed({column: change.columns[column]})
                        value, base = quantity.value(there.worst)
                        yield change.columns[column], value == number * base


def _quantities(planned: PlannedCriterion) -> Iterator[Quantity]:
    """What a criterion reads, each column once."""
    seen: set[int] = set()
    around = (planned.applies, planned.exempt, planned.guard)
    conditions = [one for one in around if one is not None]
    for quantity in (
        *(one for condition in conditions for one in condition.quantities()),
        *planned.formula.quantities,
    ):
        for one in quantity.moved if isinstance(quantity, OfFact) else (quantity,):
            if not set(one.columns) <= seen:
                seen |= set(one.columns)
                yield one


def _numbers(planned: PlannedCriterion) -> Iterator[Decimal]:
    """Every number declared in a criterion's mechanism and in the conditions around it."""
    criterion = planned.criterion
    yield from _numbers_in(criterion.way)
    yield from _numbers_in((criterion.applies_if, criterion.exempt_if, criterion.guard))


def _numbers_in(value: Any) -> Iterator[Decimal]:
    if isinstance(value, bool) or value is None:
        return
    if isinstance(value, Decimal | int):
        yield Decimal(value)
    elif isinstance(value, str):
        for found in _NUMBER.finditer(value):
            day = found["day"]
            number = date.fromisoformat(day).toordinal() if day else read_number(found[0])
            yield Decimal(number)
    elif isinstance(value, Value):
        yield from _numbers_in([getattr(value, name) for name in value.fields])
    elif isinstance(value, Mapping):
        yield from _numbers_in(list(value.values()))
    elif isinstance(value, Iterable):
        for one in value:
            yield from _numbers_in(one)


def said(mark: Mark) -> str:
    """Points of a mark: one number, or from the least to the most."""
    return (
        text_of(mark.low) if mark.low == mark.high else f"{text_of(mark.low)}–{text_of(mark.high)}"
    )
