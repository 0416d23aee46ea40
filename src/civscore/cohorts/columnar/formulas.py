"""The formula of a criterion, noted down for columns between certain ends, and done on columns."""

from collections.abc import Mapping
from typing import Any, NamedTuple, TypeAlias

from civscore.cohorts.columnar.columns import Array
from civscore.cohorts.columnar.spans import Spans
from civscore.cohorts.columnar.steps import Program, Step
from civscore.exact import Integers, Operations
from civscore.scoring.points import ADMITTED, Points, score_criterion
from civscore.scoring.sums import ALWAYS
from civscore.standard.plan import Plan, PlannedCriterion
from civscore.standard.rows import Interval, Side, let_go, worst_and_best


class Given(NamedTuple):
    """A column none of whose numbers is outside these ends."""

    cells: Array
    ends: Interval


Own: TypeAlias = Mapping[int, Given]
"""Columns by number, those of one criterion only."""

Ends: TypeAlias = Mapping[int, Interval]
"""Their ends."""


class Formula:
    """A criterion's, for columns of which the lowest and the highest lie between these ends.

    What is known has no end among the highest: both are one.
    """

    def __init__(self, plan: Plan, planned: PlannedCriterion, lows: Ends, highs: Ends) -> None:
        spans = Spans()
        low = {number: spans.given((number, False), ends) for number, ends in lows.items()}
        high = low | {number: spans.given((number, True), ends) for number, ends in highs.items()}
        side = side_of(plan, spans, low, high)
        self._points = score_criterion(plan, planned, side, ADMITTED)
        let_go(side)
        every = [one for two in self._points for one in two]
        self._wanted = {id(one): one for one in every if isinstance(one, Step)}
        self._program = Program(list(self._wanted.values()))

    def on(self, low: Own, high: Own) -> Points:
        """The points in each row, in as few bits as they take; one from both sides stays one."""
        given = {(number, False): one.cells for number, one in low.items()}
        if high is not low:
            given |= {(number, True): one.cells for number, one in high.items()}
        columns = self._program.run(given)
        found = dict(zip(self._wanted, columns, strict=True))

        def both(two: tuple[Any, Any]) -> tuple[Any, Any]:
            return found.get(id(two[0]), two[0]), found.get(id(two[1]), two[1])

        points = self._points
        worst = both(points.low)
        is_one = all(one is other for one, other in zip(points.low, points.high, strict=True))
        best = worst if is_one else both(points.high)
        applies = points.applies if points.applies is ALWAYS else both(points.applies)
        return Points(worst, best, applies, both(points.exempt))


def side_of(
    plan: Plan, ops: Operations, low: Mapping[int, Integers], high: Mapping[int, Integers]
) -> Side:
    """The worst side, of these columns only."""
    lows: list[Integers] = [0] * len(plan.columns)
    highs = list(lows)
    for number in low:
        lows[number], highs[number] = low[number], high[number]
    unknown = frozenset(number for number in low if low[number] is not high[number])
    return worst_and_best(ops, lows, highs, unknown)[0]
