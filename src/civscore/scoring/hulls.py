"""Points as long as it is not known which clauses are there for a community: all that may be.

Each case is added up by the plan for it; between those that are possible lies the truth. Written
over `Operations` like every sum, so that columns may hold communities of several kinds.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from civscore.exact import Operations, Ratio, Truth
from civscore.scoring.points import Points, Scores, put_together
from civscore.scoring.sums import ALWAYS, PointsRange, Sum
from civscore.standard.divided import Divided
from civscore.standard.plan import Plan, PlannedSection, may_not_apply
from civscore.standard.rows import Side

Case: TypeAlias = tuple[Truth, Scores, Plan]
"""Whether a case is possible, what it comes to, and the plan it goes by."""


def either(plan: Plan, divided: Divided, worst: Side, criteria: tuple[Points, ...]) -> Scores:
    """The scores of rows of which each may be one of several kinds."""
    ops, found = worst.ops, list(_cases(plan, divided, worst, criteria))
    several = [(possible, scores) for possible, scores, _ in found]
    sections = tuple(_section(ops, one, found) for one in plan.sections)
    base = _sum(ops, [(possible, scores.base) for possible, scores in several])
    bonus = _sum(ops, [(possible, scores.bonus) for possible, scores in several])
    return Scores(tuple(_open(divided, found, criteria)), sections, base, bonus)


def _cases(
    plan: Plan, divided: Divided, worst: Side, criteria: tuple[Points, ...]
) -> Iterator[Case]:
    """Each case as if it were the one at hand: there, what is in it is there for certain."""
    there = [
        points if may_not_apply(one) else points._replace(applies=ALWAYS)
        for one, points in zip(plan.criteria, criteria, strict=True)
    ]
    cases = zip(divided.branches.cases, divided.plans, divided.numbers, strict=True)
    for case, own, numbers in cases:
        scores = put_together(own, worst, tuple(there[number] for number in numbers))
        yield case.condition.holds(worst.other), scores, own


def _open(
    divided: Divided, cases: Sequence[Case], criteria: tuple[Points, ...]
) -> Iterator[Points]:
    """The criteria, of each whether it certainly and possibly applies at all."""
    for number, points in enumerate(criteria):
        certain, possible = points.applies
        is_there: Truth = False
        for (may_be, _, _), numbers in zip(cases, divided.numbers, strict=True):
            if number in numbers:
                is_there = is_there | may_be
            else:
                certain = certain & (may_be ^ True)
        yield points._replace(applies=(certain, possible & is_there))


def _section(ops: Operations, planned: PlannedSection, cases: Sequence[Case]) -> PointsRange:
    """What a section comes to, as far as tiers are concerned.

    Where it is not there nothing is asked of it; where it is worth less, its share is left open.
    """
    most: Ratio = (planned.full, 1)
    found: list[tuple[Truth, PointsRange]] = []
    for possible, scores, plan in cases:
        here = [at for at, one in enumerate(plan.sections) if one.path == planned.path]
        if not here:
            found.append((possible, (most, most)))
        elif plan.sections[here[0]].full != planned.full:
            found.append((possible, ((0, 1), most)))
        else:
            found.append((possible, scores.sections[here[0]]))
    return _hull(ops, found)


def _sum(ops: Operations, several: Sequence[tuple[Truth, Sum]]) -> Sum:
    exact = _hull(ops, [(possible, one.exact) for possible, one in several])
    return Sum(exact, _hull(ops, [(possible, one.record) for possible, one in several]))


def _hull(ops: Operations, several: Sequence[tuple[Truth, PointsRange]]) -> PointsRange:
    """The least and the most of those that are possible."""
    lows, highs = ([(possible, ends[n]) for possible, ends in several] for n in (0, 1))
    return _furthest(ops, lows, -1), _furthest(ops, highs, 1)


def _furthest(ops: Operations, several: Iterable[tuple[Truth, Ratio]], sign: int) -> Ratio:
    units, per = 0, 1
    is_found: Truth = False
    for possible, (number, of) in several:
        is_further = sign * (number * per - units * of) > 0
        is_taken = possible & (is_further | (is_found ^ True))
        units, per = ops.where(is_taken, number, units), ops.where(is_taken, of, per)
        is_found = is_found | possible
    return units, per
