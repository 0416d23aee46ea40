"""What each criterion is worth in many rows: by table, by its formula on columns, or row by row.

- Facts of few values: all combinations, each column known or not, are worked out once, and every
  row looks its own up.
- Else the formula itself is worked out on the columns. Where only some rows have anything unknown,
  both sides are worked out for those alone.
- What `proving` found no columns wide enough for: as for one community, once for each combination.

All three are the one formula of `scoring.points`; nothing of a mechanism is written again here.
"""

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from itertools import product
from math import prod
from typing import Any, Final, TypeAlias

import numpy as np

from civscore.cohorts.columns import COLUMNS, Array, as_column, widened
from civscore.cohorts.proving import SMALL, fits
from civscore.cohorts.recorded import Recorded, Rows
from civscore.exact import INTEGERS, Integers, Operations, Ratio, Truths
from civscore.scoring.points import ADMITTED, Points, score_criterion
from civscore.scoring.sums import ALWAYS
from civscore.standard.plan import Plan, PlannedCriterion
from civscore.standard.rows import Side, worst_and_best
from civscore.values import Value

FEW: Final = 1 << 15
"""Combinations, of unknown cells too, up to which a criterion is looked up in a table."""

PARTLY: Final = 4
"""Both sides are worked out for all rows where more than one in so many has something unknown."""


class Worth(Value):
    """A criterion, ready to be worked out for many rows."""

    plan: Plan
    planned: PlannedCriterion
    is_fit: bool

    @cached_property
    def reads(self) -> tuple[int, ...]:
        """Its columns."""
        return tuple(sorted(self.planned.reads))

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """How many values each of its columns has, not recorded being one."""
        found = (self.plan.columns[one] for one in self.reads)
        return tuple(one.high - one.low + 2 for one in found)

    @cached_property
    def table(self) -> "Points | None":
        """Its points for each combination of values; None where there are too many."""
        if prod(self.sizes) > FEW:
            return None
        places = [range(one) for one in self.sizes]
        every = list(product(*places))
        combined = np.array(every, dtype=np.int64).reshape(len(every), len(places))
        low, high = {}, {}
        for number, size, codes in zip(self.reads, self.sizes, combined.T, strict=True):
            column = self.plan.columns[number]
            is_open = codes == size - 1
            low[number] = np.where(is_open, 0, codes) + column.low
            high[number] = np.where(is_open, column.high, low[number])
        return self._by_formula(low, high)

    def points(self, rows: Rows, among: "Places") -> Points:
        """Its points in each row."""
        if self.table is not None:
            places = among.of(self)
            if places is not None:
                return _looked_up(self.table, places)
        own = {number: rows.columns[number] for number in self.reads}
        open_ones = [one.open for one in own.values() if one.open is not None]
        if not open_ones:
            units = {number: one.units for number, one in own.items()}
            return self._by_formula(units, units)
        is_open = open_ones[0] if len(open_ones) == 1 else np.logical_or.reduce(open_ones)
        places = np.flatnonzero(is_open)
        if len(places) * PARTLY <= rows.size:
            return self._partly(own, places, rows.size)
        return self._on_both_sides(own)

    def _partly(self, own: Mapping[int, Recorded], places: Array, size: int) -> Points:
        """One side of all rows, and both sides of those in which something is unknown."""
        units = {number: one.units for number, one in own.items()}
        found = self._by_formula(units, units)
        few = self._on_both_sides({number: one.at(places) for number, one in own.items()})
        return _put(found, few, places, size)

    def _on_both_sides(self, own: Mapping[int, Recorded]) -> Points:
        low = {number: one.low for number, one in own.items()}
        return self._by_formula(low, {number: one.high for number, one in own.items()})

    def _by_formula(self, low: "Own", high: "Own") -> Points:
        if not self.is_fit and not self._fits(low, high):
            return self._row_by_row(low, high)
        found = score_criterion(self.plan, self.planned, self._side(COLUMNS, low, high), ADMITTED)
        return found if self.is_fit else _checked(found)

    def _fits(self, low: "Own", high: "Own") -> bool:
        """Whether columns are enough for the numbers there are."""
        if not self.reads or not len(low[self.reads[0]]):
            return False
        ends = {n: (int(low[n].min()), int(high[n].max())) for n in self.reads}
        unknown = [number for number in self.reads if low[number] is not high[number]]
        return fits(self.plan, self.planned, ends, unknown)

    def _row_by_row(self, low: "Own", high: "Own") -> Points:
        """As for one community, once for each combination of values."""
        if not self.reads:
            return score_criterion(self.plan, self.planned, self._side(INTEGERS, {}, {}), ADMITTED)
        cells = [own[number].tolist() for own in (low, high) for number in self.reads]
        seen: dict[tuple[int, ...], int] = {}
        every = zip(*cells, strict=True)
        places = np.fromiter((seen.setdefault(one, len(seen)) for one in every), np.intp)
        found = []
        for ends in seen:
            least = dict(zip(self.reads, ends, strict=False))
            most = dict(zip(self.reads, ends[len(self.reads) :], strict=True))
            most = {n: least[n] if least[n] == one else one for n, one in most.items()}
            side = self._side(INTEGERS, least, most)
            found.append(score_criterion(self.plan, self.planned, side, ADMITTED))
        return _looked_up(_stacked(found), places)

    def _side(self, ops: Operations, low: "Own", high: "Own") -> Side:
        """The worst side, of its own columns only."""
        lows: list[Integers] = [0] * len(self.plan.columns)
        highs = list(lows)
        for number in self.reads:
            lows[number], highs[number] = low[number], high[number]
        return worst_and_best(ops, lows, highs)[0]


Own: TypeAlias = Mapping[int, Array]
"""Columns by number, those of one criterion only."""


class Places:
    """The rows of a chunk as places in the tables of criteria."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def of(self, worth: Worth) -> Array | None:
        """The place of each row in a criterion's table; None where cells are known in part."""
        places: Array | None = None
        for number, size in zip(worth.reads, worth.sizes, strict=True):
            codes = self._rows.columns[number].codes
            if codes is None:
                return None
            places = codes if places is None else places * size + codes
        return np.zeros(self._rows.size, np.intp) if places is None else places


class Worths(Sequence[Points]):
    """Every criterion in a chunk, worked out when it is asked for.

    Sums ask for most of them once. What is then forgotten makes room in the processor's cache for
    the next; only what is asked for again is kept.
    """

    def __init__(self, worths: Sequence[Worth], kept: Collection[int], rows: Rows) -> None:
        self._worths, self._rows, self._places = worths, rows, Places(rows)
        self._kept = {number: self._worked_out(number) for number in kept}
        self.is_wide = any(is_wide(one) for one in self._kept.values())
        """Whether there are numbers beyond 64 bits among them: then all are Python integers."""

    def __len__(self) -> int:
        return len(self._worths)

    def __getitem__(self, number: Any) -> Any:
        found = self._kept.get(number) or self._worked_out(number)
        return in_full(found) if self.is_wide else found

    def _worked_out(self, number: int) -> Points:
        return self._worths[number].points(self._rows, self._places)


def _checked(found: Points) -> Points:
    """Numbers that sums were not proven for are made Python integers."""
    ends = (found.low, found.high)
    if all(per is _ONE and np.max(np.abs(units), initial=0) <= SMALL for units, per in ends):
        return found
    return in_full(found)


_ONE: Final = 1


def is_wide(points: Points) -> bool:
    """Whether they are Python integers."""
    numbers = (*points.low, *points.high)
    return any(isinstance(one, np.ndarray) and one.dtype == object for one in numbers)


def in_full(points: Points) -> Points:
    """In Python integers, which never end."""
    low = widened(points.low[0]), widened(points.low[1])
    high = low if points.high is points.low else tuple(map(widened, points.high))
    return points._replace(low=low, high=high)


def _looked_up(table: Points, places: Array) -> Points:
    """The rows of a table at these places."""
    low = _at(table.low, places)
    high = low if table.high is table.low else _at(table.high, places)
    applies, exempt = (
        both if both is ALWAYS else _at(both, places) for both in (table.applies, table.exempt)
    )
    return Points(low, high, applies, exempt)


def _at(two: tuple[Any, Any], places: Array) -> tuple[Any, Any]:
    one, other = (found.take(places) if isinstance(found, np.ndarray) else found for found in two)
    return one, other


def _put(found: Points, open_ones: Points, places: Array, size: int) -> Points:
    """The same, with others put into these places."""

    def both(one: tuple[Any, Any], other: tuple[Any, Any]) -> tuple[Any, Any]:
        return _into(one[0], other[0], places, size), _into(one[1], other[1], places, size)

    low, high = both(found.low, open_ones.low), both(found.high, open_ones.high)
    is_there = found.applies is open_ones.applies is ALWAYS
    applies = ALWAYS if is_there else both(found.applies, open_ones.applies)
    return Points(low, high, applies, both(found.exempt, open_ones.exempt))


def _into(found: Any, others: Any, places: Array, size: int) -> Any:
    is_one = not isinstance(found, np.ndarray) and not isinstance(others, np.ndarray)
    if is_one and found == others:
        return found
    column = as_column(found, size).copy()
    column[places] = others
    return column


def _stacked(several: Sequence[Points]) -> Points:
    """Points of single rows as columns; numbers beyond `SMALL` stay Python integers."""

    def ratio(ends: Sequence[Ratio]) -> Ratio:
        units, per = zip(*ends, strict=True)
        if max(map(abs, units)) <= SMALL and set(per) == {1}:
            return np.array(units, dtype=np.int64), 1
        return np.array(units, dtype=object), np.array(per, dtype=object)

    def truths(found: Sequence[Truths]) -> Truths:
        certain, possible = zip(*found, strict=True)
        return np.array(certain, dtype=bool), np.array(possible, dtype=bool)

    is_there = all(one.applies is ALWAYS for one in several)
    return Points(
        ratio([one.low for one in several]),
        ratio([one.high for one in several]),
        ALWAYS if is_there else truths([one.applies for one in several]),
        truths([one.exempt for one in several]),
    )
