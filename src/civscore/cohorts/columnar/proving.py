"""What of a plan can be worked out on columns: proven before any row is scored.

A criterion whose numbers may outgrow 64 bits by its declared ranges is looked at again for the
numbers there are in a chunk; if they still may, or if its formula has to look at a number before it
goes on, it is worked out row by row, each combination of values once. Sums that may outgrow 64 bits
are added up in Python integers. Anything else that cannot be done on columns sends the whole
standard through the engine of one community.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, Final

import numpy as np

from civscore.cohorts.columnar.bounds import UNFIT, Bound, Bounds
from civscore.cohorts.columnar.columns import MOST
from civscore.exact import INTEGERS, Integers, Ratio, Truths
from civscore.scoring.findings import outcome_at
from civscore.scoring.points import ADMITTED, Points, put_together, score_criterion
from civscore.scoring.sums import ALWAYS
from civscore.scoring.tiers import standing_of
from civscore.scoring.vetoes import is_met
from civscore.standard.conditions import Condition
from civscore.standard.plan import Plan, PlannedCriterion
from civscore.standard.rows import Interval, Row, Side, worst_and_best
from civscore.values import Value

SMALL: Final = 2**44
"""Units, whole, that a criterion worked out row by row comes to at most; beyond, sums are wide."""


class Proof(Value):
    """What columns are enough for, of 64 bits or fewer."""

    criteria: tuple[bool, ...]
    sums: Any
    """The numpy type that has room for all sums, `object` for Python integers."""

    is_fit: bool
    """Whether all but criteria can be worked out on columns at all."""


class _Between(Row):
    """A row of bounds."""

    ops: Bounds = Bounds()

    @cached_property
    def sides(self) -> tuple[Side, Side]:
        return worst_and_best(self.ops, self.low, self.high)


def prove(plan: Plan) -> Proof:
    """Work everything out over the declared ranges."""
    found = [_criterion(plan, planned) for planned in plan.criteria]
    points = tuple(
        _hull(plan, planned, one or _of_any(planned))
        for planned, one in zip(plan.criteria, found, strict=True)
    )
    criteria = tuple(one is not None for one in found)
    row = _row(plan, range(len(plan.columns)), is_open=True)
    row.ops.seen[0] = 0  # what is recorded has a column of its own
    try:
        _sums(plan, row, tuple(_noted(one, row.ops) for one in points))
    except UNFIT:
        return Proof(criteria, object, is_fit=False)
    shown = (plan.full, plan.bonus_cap or 0, *(one.full for one in plan.sections))
    most = max(row.ops.seen[0], *shown)
    kinds = (one for one in (np.int16, np.int32, np.int64) if most <= np.iinfo(one).max)
    return Proof(criteria, next(kinds, object), is_fit=True)


def conditions_fit(plan: Plan, conditions: Sequence[Condition]) -> bool:
    """Whether columns of 64 bits are enough for these conditions."""
    row = _row(plan, range(len(plan.columns)), is_open=True)
    try:
        for one in conditions:
            row.truths(one)
    except UNFIT:
        return False
    return row.ops.seen[0] <= MOST


def fits(
    plan: Plan,
    planned: PlannedCriterion,
    lows: Mapping[int, Interval],
    highs: Mapping[int, Interval],
) -> bool:
    """Whether 64 bits are enough for a criterion while its columns lie between these ends.

    They are those of the lowest of each cell, and of the highest where the two are not one.
    """
    return _between(plan, planned, _row_of(plan, lows, highs)) is not None


def _row(plan: Plan, reads: Iterable[int], *, is_open: bool) -> _Between:
    ends = {one: (plan.columns[one].low, plan.columns[one].high) for one in reads}
    return _row_of(plan, ends, ends if is_open else {})


def _row_of(plan: Plan, lows: Mapping[int, Interval], highs: Mapping[int, Interval]) -> _Between:
    """A row of these columns between their ends; nobody asks for the others."""
    ops = Bounds()
    low: list[Integers] = [0] * len(plan.columns)
    for number, one in lows.items():
        low[number] = Bound(*one, ops.seen)
    high = list(low)
    for number, one in highs.items():
        high[number] = Bound(*one, ops.seen)
    return _Between(low, high, {}, ops)


def _criterion(plan: Plan, planned: PlannedCriterion) -> Points | None:
    """It between all bounds, known or not; None where columns are not enough."""
    known = _between(plan, planned, _row(plan, planned.reads, is_open=False))
    return known and _between(plan, planned, _row(plan, planned.reads, is_open=True))


def _between(plan: Plan, planned: PlannedCriterion, row: _Between) -> Points | None:
    try:
        found = score_criterion(plan, planned, row.worst, ADMITTED)
    except UNFIT:
        return None
    return found if row.ops.seen[0] <= MOST else None


def _sums(plan: Plan, row: _Between, points: tuple[Points, ...]) -> None:
    """Everything that is worked out once the criteria are; see `standings`."""
    scores = put_together(plan, row.worst, points)
    standing = standing_of(plan, scores, row, plan.standard.scoring.compare)
    conditions = [one.condition for one in plan.vetoes]
    conditions += [need for gate in plan.gates for need in gate.needs]
    for condition in conditions:
        row.truths(condition)
    asked: list[Truths] = [is_met(*pair) for pair in zip(plan.criteria, points, strict=True)]
    for planned, one in zip(plan.criteria, points, strict=True):
        outcome_at(row.ops, planned.full, one, *one.alone(row.ops, leaves=planned.leaves))
    for tier in plan.tiers:
        for chapter in plan.chapters.values():
            asked += chapter.truths(standing, tier.tier.id)
        for demand in tier.demands:
            asked += demand.truths(standing)


def _hull(plan: Plan, planned: PlannedCriterion, points: Points) -> Points:
    """Its points lie within what they may be where nothing is recorded, if those are whole units.

    Bounds say less: they do not know that a dividend and its divisor come from the same row.
    """
    worst, _ = worst_and_best(INTEGERS, *plan.spans)
    (low, of), (high, per) = score_criterion(plan, planned, worst, ADMITTED)[:2]
    if not of == per == 1:
        return points
    ends = Bound(low, high, [0]), 1
    return points._replace(low=ends, high=ends)


def _of_any(planned: PlannedCriterion) -> Points:
    """What a criterion worked out row by row is taken to come to, which is looked at then."""
    ends = Bound(-SMALL, SMALL, [0]), 1
    truth = Bound(0, 1, [0])
    is_there = planned.applies is None and not planned.may_vanish
    return Points(ends, ends, ALWAYS if is_there else (truth, truth), (truth, truth))


def _noted(points: Points, ops: Bounds) -> Points:
    """The same points, whose further arithmetic is noted by these operations."""

    def of(number: Integers) -> Integers:
        return ops.bound(number) if isinstance(number, Bound) else number

    def ratio(units: Ratio) -> Ratio:
        return of(units[0]), of(units[1])

    applies, exempt = (tuple(of(one) for one in two) for two in (points.applies, points.exempt))
    both = points.applies if points.applies is ALWAYS else applies
    return Points(ratio(points.low), ratio(points.high), both, exempt)
