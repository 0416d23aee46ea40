"""What each criterion is worth in many rows: by table, by its formula on columns, or row by row.

- Facts of few values: all combinations, each column known or not, are worked out once, and every
  row looks its own up.
- Else the formula itself is worked out on the columns. Where only some rows have anything unknown,
  both sides are worked out for those alone.
- What `proving` found no columns wide enough for: as for one community, once for each combination.

All three are the one formula of `scoring.points`; nothing of a mechanism is written again here.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from math import prod
from typing import Final, TypeAlias

import numpy as np

from civscore.cohorts.adding import Apart, Drawers, LookedUp, Worked, drawers_of
from civscore.cohorts.columns import Array, widened
from civscore.cohorts.proving import SMALL, fits
from civscore.cohorts.recorded import BLANK, Recorded, Rows, Same
from civscore.cohorts.spans import SPANS, Span, cells_of, ends_of, settled, span_of
from civscore.exact import INTEGERS, Integers, Operations, Ratio, Truths
from civscore.scoring.points import ADMITTED, Points, score_criterion
from civscore.scoring.sums import ALWAYS
from civscore.standard.plan import Plan, PlannedCriterion
from civscore.standard.rows import Side, let_go, worst_and_best
from civscore.values import Value

FEW: Final = 1 << 15
"""Combinations, of unknown cells too, up to which a criterion is looked up in a table."""

SHORT: Final = 1 << 10
"""In fewer rows, too, so many may be worked out."""

PARTLY: Final = 4
"""Both sides are worked out for all rows where more than one in so many has something unknown."""


class Tabled(Value):
    """A criterion worked out for each combination of the codes of its columns.

    Of each column the first place is that of cells in which nothing is recorded.
    """

    sizes: tuple[int, ...]
    """Values of each column there is room for, not recorded being one."""

    points: Points
    drawers: Drawers | None
    """The same with both ends in one number, where they are small enough."""


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
    def _tables(self) -> dict[tuple[int, ...], "Tabled"]:
        """Those that have been worked out so far, by the sizes of its columns."""
        return {}

    def tabled(self, rows: Rows) -> "Tabled | None":
        """Its table for the numbers there are; None where it would be too long."""
        sizes = tuple(self._size(number, rows.columns[number]) for number in self.reads)
        if not sizes or prod(sizes) > min(FEW, max(rows.size, SHORT)):
            return None
        if sizes not in self._tables:
            self._tables[sizes] = self._table(sizes)
        return self._tables[sizes]

    def _size(self, number: int, own: Recorded) -> int:
        """How many values to make room for: a power of two, which stays when numbers change."""
        column = self.plan.columns[number]
        room = 1 << (own.ends[1] - column.low).bit_length()
        return min(room, column.high - column.low + 1) + 1

    def _table(self, sizes: tuple[int, ...]) -> "Tabled":
        steps, places = steps_of(sizes), np.arange(prod(sizes))
        low, high = {}, {}
        for reads, size, step in zip(self.reads, sizes, steps, strict=True):
            column, codes = self.plan.columns[reads], places // step % size + BLANK
            units, most = np.maximum(codes, 0) + column.low, column.low + size - 2
            low[reads] = span_of(units, (column.low, most))
            ends = column.low, column.high
            high[reads] = span_of(np.where(codes == BLANK, column.high, units), ends)
        points = self._by_formula(low, high)
        return Tabled(sizes, points, drawers_of(points))

    @cached_property
    def blank(self) -> Points:
        """Its points in a row in which nothing is recorded, where all are alike."""
        limits = [(column.low, column.high) for column in self.plan.columns]
        return self._on_both_sides({one: Same(limits[one], 1, limits[one]) for one in self.reads})

    def worked_out(self, rows: Rows) -> Worked:
        """Its points in each row."""
        own = {number: rows.columns[number] for number in self.reads}
        is_partial = any(one.is_partial for one in own.values())
        tabled = None if is_partial else self.tabled(rows)
        if tabled is not None:
            places = places_of(list(own.values()), tabled.sizes)
            return LookedUp(tabled.points, tabled.drawers, places)
        open_ones = [one.open for one in own.values() if one.open is not None]
        if not open_ones:
            return self._as_known(own)
        is_open = open_ones[0] if len(open_ones) == 1 else np.logical_or.reduce(open_ones)
        places = np.flatnonzero(is_open)
        is_alike = len(open_ones) == len(own) and not is_partial
        is_alike = is_alike and all(np.array_equal(one, is_open) for one in open_ones)
        if is_alike:
            return Apart(self._as_known(own), self.blank, places)
        if len(places) * PARTLY > rows.size:
            return self._on_both_sides(own)
        few = self._on_both_sides({number: one.at(places) for number, one in own.items()})
        return Apart(self._as_known(own), few, places)

    def _as_known(self, own: Mapping[int, Recorded]) -> Points:
        """As if everything were recorded."""
        units = {number: span_of(one.numbers, one.ends) for number, one in own.items()}
        return self._by_formula(units, units)

    def _on_both_sides(self, own: Mapping[int, Recorded]) -> Points:
        low, high = {}, {}
        for number, one in own.items():
            (least, most), (first, last) = one.ends, one.limits
            low[number] = high[number] = span_of(one.low, (min(first, least), most))
            if one.open is not None:
                high[number] = span_of(one.high, (least, max(last, most)))
        return self._by_formula(low, high)

    def _by_formula(self, low: "Own", high: "Own") -> Points:
        if not self.is_fit and not self._fits(low, high):
            return self._row_by_row(low, high)
        lows = {number: settled(one) for number, one in low.items()}
        highs = {n: lows[n] if one is low[n] else settled(one) for n, one in high.items()}
        side = self._side(SPANS, lows, highs)
        found = _bare(score_criterion(self.plan, self.planned, side, ADMITTED))
        let_go(side)
        return found if self.is_fit else _checked(found)

    def _fits(self, low: "Own", high: "Own") -> bool:
        """Whether columns are enough for the numbers there are."""
        if not self.reads:
            return False
        lows = {number: ends_of(one) for number, one in low.items()}
        highs = {number: ends_of(one) for number, one in high.items() if one is not low[number]}
        return fits(self.plan, self.planned, lows, highs)

    def _row_by_row(self, low: "Own", high: "Own") -> Points:
        """As for one community, once for each combination of values."""
        if not self.reads:
            return score_criterion(self.plan, self.planned, self._side(INTEGERS, {}, {}), ADMITTED)
        cells = [own[number].cells.tolist() for own in (low, high) for number in self.reads]
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
        return LookedUp(_stacked(found), None, places).together(len(places))

    def _side(
        self, ops: Operations, low: Mapping[int, Integers], high: Mapping[int, Integers]
    ) -> Side:
        """The worst side, of its own columns only."""
        lows: list[Integers] = [0] * len(self.plan.columns)
        highs = list(lows)
        for number in self.reads:
            lows[number], highs[number] = low[number], high[number]
        unknown = frozenset(n for n in self.reads if low[n] is not high[n])
        return worst_and_best(ops, lows, highs, unknown)[0]


Own: TypeAlias = Mapping[int, Span]
"""Columns by number, those of one criterion only."""


def steps_of(sizes: Sequence[int]) -> list[int]:
    """How far apart two values of each column are in a table of all combinations."""
    return [prod(sizes[at + 1 :]) for at in range(len(sizes))]


def places_of(columns: Sequence[Recorded], sizes: Sequence[int]) -> Array:
    """The place of each row in such a table."""
    first, *others = columns
    kind = np.int16 if prod(sizes) < _SHORT_NUMBERS else np.int64
    places = first.codes.astype(kind)
    for column, size in zip(others, sizes[1:], strict=True):
        places *= size
        places += column.codes.astype(kind, copy=False)
    places += sum(steps_of(sizes))  # a code of not recorded is one below zero
    return places


_SHORT_NUMBERS: Final = 1 << 15
"""Places up to which 16 bits are enough."""


def _checked(found: Points) -> Points:
    """Numbers that sums were not proven for are made Python integers."""
    ends = (found.low, found.high)
    if all(per is _ONE and np.max(np.abs(units), initial=0) <= SMALL for units, per in ends):
        return found
    return in_full(found)


_ONE: Final = 1


def _bare(points: Points) -> Points:
    """Columns without their ends; what was one before stays one."""
    low = cells_of(points.low[0]), cells_of(points.low[1])
    is_one = all(one is other for one, other in zip(points.low, points.high, strict=True))
    high = low if is_one else (cells_of(points.high[0]), cells_of(points.high[1]))
    applies, exempt = (
        two if two[0] is two[1] is True else (cells_of(two[0]), cells_of(two[1]))
        for two in (points.applies, points.exempt)
    )
    return Points(low, high, points.applies if points.applies is ALWAYS else applies, exempt)


def is_wide(points: Points) -> bool:
    """Whether they are Python integers."""
    numbers = (*points.low, *points.high)
    return any(isinstance(one, np.ndarray) and one.dtype == object for one in numbers)


def in_full(points: Points) -> Points:
    """In Python integers, which never end."""
    low = widened(points.low[0]), widened(points.low[1])
    high = low if points.high is points.low else tuple(map(widened, points.high))
    return points._replace(low=low, high=high)


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
