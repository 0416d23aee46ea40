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
from typing import Any, Final

import numpy as np

from civscore.cohorts.columnar.adding import Apart, LookedUp, Worked, drawers_of, in_64_bits
from civscore.cohorts.columnar.columns import widened
from civscore.cohorts.columnar.formulas import Ends, Formula, Given, Own, side_of
from civscore.cohorts.columnar.lookups import Axis, Tabled, axis_of, codes_in, length_of, places_of
from civscore.cohorts.columnar.proving import SMALL, fits
from civscore.cohorts.columnar.recorded import BLANK, Recorded, Rows, Same
from civscore.exact import INTEGERS, Ratio, Truths
from civscore.scoring.points import ADMITTED, Points, score_criterion
from civscore.scoring.sums import ALWAYS
from civscore.standard.plan import Plan, PlannedCriterion
from civscore.standard.rows import Interval
from civscore.values import Value

FEW: Final = 1 << 15
"""Combinations, of unknown cells too, up to which a criterion is looked up in a table."""

SHORT: Final = 1 << 10
"""In fewer rows, too, so many may be worked out."""

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
    def _limits(self) -> Mapping[int, Interval]:
        """The ends of its columns."""
        columns = self.plan.columns
        return {number: (columns[number].low, columns[number].high) for number in self.reads}

    @cached_property
    def _tables(self) -> dict[tuple[Axis, ...], Tabled]:
        """Those that have been worked out so far."""
        return {}

    def tabled(self, rows: Rows) -> Tabled | None:
        """Its table for the numbers there are; None where it would be too long."""
        own = rows.columns
        axes = tuple([axis_of(own[number], *ends) for number, ends in self._limits.items()])
        found = self._tables.get(axes)
        if found is None and axes and length_of(axes) <= min(FEW, max(rows.size, SHORT)):
            found = self._tables[axes] = self._table(axes)
        return found

    def _table(self, axes: tuple[Axis, ...]) -> Tabled:
        low, high = {}, {}
        for number, codes, axis in zip(self.reads, codes_in(axes), axes, strict=True):
            least, most = self._limits[number]
            units, last = np.maximum(codes, 0) + least, least + axis.size - 1 + axis.first
            low[number] = high[number] = Given(units, (least, last))
            if axis.first == BLANK:
                high[number] = Given(np.where(codes == BLANK, most, units), (least, most))
        points = self._by_formula(low, high)
        return Tabled(axes, points, drawers_of(points))

    @cached_property
    def _formulas(self) -> dict[Any, Formula | None]:
        """Those that have been noted down so far, by the ends of its columns."""
        return {}

    @cached_property
    def blank(self) -> Points:
        """Its points in a row in which nothing is recorded, where all are alike."""
        return self._on_both_sides({n: Same(one, 1, one) for n, one in self._limits.items()})

    def worked_out(self, rows: Rows, tabled: Tabled | None) -> Worked:
        """Its points in each row, looked up if it has a table."""
        own = {number: rows.columns[number] for number in self.reads}
        is_partial = any(one.is_partial for one in own.values())
        if tabled is not None and not is_partial:
            places = places_of(list(own.values()), tabled.axes)
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
        some = {number: one.at(places) for number, one in own.items()}
        few = self._on_both_sides(some)
        return Apart(self._as_known(own), few, places)

    def _as_known(self, own: Mapping[int, Recorded]) -> Points:
        """As if everything were recorded; in as few bits as it takes."""
        units = {number: Given(one.numbers, one.ends) for number, one in own.items()}
        return self._worked(units, units) if self.is_fit else self._by_formula(units, units)

    def _on_both_sides(self, own: Mapping[int, Recorded]) -> Points:
        low, high = {}, {}
        for number, one in own.items():
            (least, most), (first, last) = one.ends, one.limits
            low[number] = high[number] = Given(one.low, (min(first, least), most))
            if one.open is not None:
                high[number] = Given(one.high, (least, max(last, most)))
        return self._by_formula(low, high)

    def _by_formula(self, low: Own, high: Own) -> Points:
        found = in_64_bits(self._worked(low, high))
        return found if self.is_fit else _checked(found)

    def _worked(self, low: Own, high: Own) -> Points:
        lows = {number: one.ends for number, one in low.items()}
        highs = {number: one.ends for number, one in high.items() if one is not low[number]}
        formula = self._formula(lows, highs)
        return self._row_by_row(low, high) if formula is None else formula.on(low, high)

    def _formula(self, lows: Ends, highs: Ends) -> Formula | None:
        """The steps for columns of these ends; None where columns are not enough for them.

        They are noted down for a little more room, which stays enough when numbers change; if
        columns are not enough for that, for the very ends.
        """
        wider = [{n: self._room(n, one) for n, one in ends.items()} for ends in (lows, highs)]
        key = tuple(wider[0].values()), tuple(wider[1].items())
        if key not in self._formulas:
            self._formulas[key] = self._noted(*wider)
        found = self._formulas[key]
        return self._noted(lows, highs) if found is None else found

    def _noted(self, lows: Ends, highs: Ends) -> Formula | None:
        is_fit = self.is_fit or (bool(lows) and fits(self.plan, self.planned, lows, highs))
        return Formula(self.plan, self.planned, lows, highs) if is_fit else None

    def _room(self, number: int, ends: Interval) -> Interval:
        """Ends of powers of two around these."""
        low, high = ends
        if low == high:
            return ends
        first, last = self._limits[number]
        least = min(low, 1) if low >= 0 else -(1 << (-low).bit_length())
        most = (1 << high.bit_length()) - 1 if high > 0 else 0
        return max(least, first), min(most, last)

    def _row_by_row(self, low: Own, high: Own) -> Points:
        """As for one community, once for each combination of values."""
        if not self.reads:
            nothing = side_of(self.plan, INTEGERS, {}, {})
            return score_criterion(self.plan, self.planned, nothing, ADMITTED)
        cells = [own[number].cells.tolist() for own in (low, high) for number in self.reads]
        seen: dict[tuple[int, ...], int] = {}
        every = zip(*cells, strict=True)
        places = np.fromiter((seen.setdefault(one, len(seen)) for one in every), np.intp)
        found = []
        for ends in seen:
            least = dict(zip(self.reads, ends, strict=False))
            most = dict(zip(self.reads, ends[len(self.reads) :], strict=True))
            most = {n: least[n] if least[n] == one else one for n, one in most.items()}
            side = side_of(self.plan, INTEGERS, least, most)
            found.append(score_criterion(self.plan, self.planned, side, ADMITTED))
        return LookedUp(_stacked(found), None, places).together(len(places))


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
