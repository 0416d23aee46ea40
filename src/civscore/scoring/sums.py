"""How points add up: criteria to sections, sections and bonus to the whole.

Like the mechanisms, every sum is written over `Operations` and for both sides at once.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, TypeAlias

from civscore.exact import INTEGERS, Integers, Operations, Ratio, Truth, add_ratios
from civscore.standard.plan import Plan
from civscore.standard.sums import PlannedSum
from civscore.values import Value

if TYPE_CHECKING:
    from civscore.scoring.points import Points

Verdict: TypeAlias = tuple[Truth, Truth]
"""Certainly, possibly."""

PointsRange: TypeAlias = tuple[Ratio, Ratio]
"""Worst and best points, in units; the two are one where nothing is unknown."""

ALWAYS: Final[Verdict] = (True, True)
_ONE: Final = 1
_NOTHING: Final[PointsRange] = ((0, 1), (0, 1))


class Addable:
    """Criteria of many rows, which know a quicker way to add themselves up."""

    def added(self, own: Sequence[int]) -> PointsRange:
        """The sums of the worst and of the best of these, in whole units."""
        raise NotImplementedError


class Sum(Value):
    """The whole: exact, and as rounded for the record."""

    exact: PointsRange
    record: PointsRange


def add_up(
    plan: Plan, ops: Operations, criteria: "tuple[Points, ...]"
) -> tuple[tuple[PointsRange, ...], Sum, Sum]:
    """What each section has, all sections together, and the bonus."""
    sections = tuple([_section(plan, one.sum, ops, criteria) for one in plan.sections])
    base = _bounded(plan.whole, ops, whole_of(plan, sections))
    is_late = plan.at == "total" or plan.factors
    record = on_grid(plan, ops, base) if is_late else base
    return sections, Sum(base, record), _bonus(plan, ops, criteria)


def on_grid(plan: Plan, ops: Operations, ends: PointsRange) -> PointsRange:
    """Rounded once to the declared decimals."""
    low, high = ends
    worst = best = rounded(plan, ops, low)
    if high is not low:
        best = rounded(plan, ops, high)
    return worst, best


def rounded(plan: Plan, ops: Operations, points: Ratio) -> Ratio:
    """One number rounded to the declared decimals."""
    grid = plan.grid
    if grid == 1:
        return plan.rounding(*points, ops), 1
    return plan.rounding(points[0], points[1] * grid, ops) * grid, 1


def _added(
    plan: Plan, several: "Sequence[Points | PointsRange]", own: Sequence[int]
) -> PointsRange:
    """The sums of the worst and of the best; what is rounded already is whole units."""
    if plan.at == "criterion":
        if isinstance(several, Addable):
            return several.added(own)
        low: Integers = 0
        high: Integers = 0
        for number in own:
            one = several[number]
            is_one = high is low and one[1][0] is one[0][0]
            low = low + one[0][0]  # never in place: it may be a column
            high = low if is_one else high + one[1][0]
        return (low, 1), (high, 1)
    worst, best = _NOTHING
    for number in own:
        one = several[number]
        worst, best = add_ratios(worst, one[0]), add_ratios(best, one[1])
    return worst, best


def whole_of(plan: Plan, sections: Sequence[PointsRange]) -> PointsRange:
    """All sections together, each with its weight; whatever floor they have as a whole."""
    if not plan.factors:
        return _added(plan, sections, range(len(sections)))
    ends = _NOTHING
    for factor, one in zip(plan.factors, sections, strict=True):
        ends = _plus(ends, factor, one)
    return ends


def _bonus(plan: Plan, ops: Operations, criteria: "tuple[Points, ...]") -> Sum:
    if not plan.bonus_criteria:
        return Sum(_NOTHING, _NOTHING)
    capped = ends_of(plan, plan.bonus, ops, criteria)
    if plan.at == "section":  # the bonus is rounded as a section is
        capped = on_grid(plan, ops, capped)
    return Sum(capped, on_grid(plan, ops, capped) if plan.at == "total" else capped)


def _section(
    plan: Plan, one: PlannedSum, ops: Operations, criteria: "tuple[Points, ...]"
) -> PointsRange:
    """A section's points, rounded where they are to be."""
    if one.is_fixed and plan.at == "criterion":
        return _added(plan, criteria, one.own)
    ends = ends_of(plan, one, ops, criteria)
    if plan.at == "section":
        return on_grid(plan, ops, ends)
    is_whole = ends[0][1] is _ONE and ends[1][1] is _ONE
    return ends if is_whole or plan.at == "total" else on_grid(plan, ops, ends)


def ends_of(
    plan: Plan, one: PlannedSum, ops: Operations, criteria: "tuple[Points, ...]"
) -> PointsRange:
    """Worst and best of a sum, exact."""
    if one.leaving and [1 for number in one.leaving if criteria[number].applies is not ALWAYS]:
        ends = _shrunk(plan, one, ops, criteria)
    else:
        ends = _added(plan, criteria, one.own)
    for factor, further in one.inner:
        ends = _plus(ends, factor, ends_of(plan, further, ops, criteria))
    return ends if one.least is one.most is None else _bounded(one, ops, ends)


def _plus(ends: PointsRange, factor: Ratio, more: PointsRange) -> PointsRange:
    """The sum of the ends with others times a factor."""
    part, of = factor
    worst, best = ((units * part, per * of) for units, per in more)
    return add_ratios(ends[0], worst), add_ratios(ends[1], best)


def _bounded(one: PlannedSum, ops: Operations, ends: PointsRange) -> PointsRange:
    """Not below the floor of a sum, not above its cap."""
    (low, first), (high, second) = ends
    if one.least is not None:
        low, high = ops.maximum(low, one.least * first), ops.maximum(high, one.least * second)
    if one.most is not None:
        low, high = ops.minimum(low, one.most * first), ops.minimum(high, one.most * second)
    return (low, first), (high, second)


def _shrunk(
    plan: Plan, one: PlannedSum, ops: Operations, criteria: "tuple[Points, ...]"
) -> PointsRange:
    """The points of what applies, brought up to the full of all."""
    leaving = [(plan.criteria[number].full, criteria[number]) for number in one.leaving]
    base = one.base - sum([full for full, _ in leaving])
    low, high = _added(plan, criteria, one.staying)
    lows = [(full, points.low, points.applies) for full, points in leaving]
    highs = [(full, points.high, points.applies) for full, points in leaving]
    return (
        _rescaled(ops, one.base, (low, base), lows, -1),
        _rescaled(ops, one.base, (high, base), highs, 1),
    )


def _rescaled(
    ops: Operations,
    full: int,
    staying: tuple[Ratio, Integers],
    leaving: list[tuple[int, Ratio, Verdict]],
    sign: int,
) -> Ratio:
    """Full × points ÷ full points of what applies, at its least (-1) or most (1).

    What may or may not apply is counted in only where that moves the quotient the asked way
    (Dinkelbach's iteration: at most one round for each such criterion).
    """
    points, base = staying
    open_ones = []
    for worth, ratio, (certain, possible) in leaving:
        if certain is True:
            points, base = add_ratios(points, ratio), base + worth
            continue
        if certain is not False:
            points = add_ratios(points, (ops.where(certain, ratio[0], 0), ratio[1]))
            base = base + ops.where(certain, worth, 0)
        is_open = (certain ^ True) & possible
        if is_open is not False:
            open_ones.append((worth, ratio, is_open))
    best = points, base
    for _ in open_ones:
        before, best = best, _with_open_ones(ops, points, base, open_ones, best, sign)
        if len(open_ones) == 1 or (ops is INTEGERS and best == before):
            break
    (numerator, denominator), base = best
    return full * numerator, denominator * base


def _with_open_ones(
    ops: Operations,
    points: Ratio,
    base: Integers,
    open_ones: list[tuple[int, Ratio, Truth]],
    best: tuple[Ratio, Integers],
    sign: int,
) -> tuple[Ratio, Integers]:
    """The sums with every open criterion whose own quotient beats the best so far."""
    (numerator, denominator), whole = best
    for worth, ratio, is_open in open_ones:
        gain = sign * (ratio[0] * denominator * whole - numerator * worth * ratio[1])
        is_in = is_open & (gain > 0)
        if is_in is False:
            continue
        points = add_ratios(points, (ops.where(is_in, ratio[0], 0), ratio[1]))
        base = base + ops.where(is_in, worth, 0)
    return points, base
