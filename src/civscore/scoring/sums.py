"""How points add up: criteria to sections, sections and bonus to the whole.

Like the mechanisms, every sum is written over `Operations` and for both sides at once.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, TypeAlias

from civscore.exact import Integers, Operations, Ratio, Truth, add_ratios
from civscore.standard.plan import Plan, PlannedSection
from civscore.values import Value

if TYPE_CHECKING:
    from civscore.scoring.points import Points

Verdict: TypeAlias = tuple[Truth, Truth]
"""Certainly, possibly."""

PointsRange: TypeAlias = tuple[Ratio, Ratio]
"""Worst and best points, in units; the two are one where nothing is unknown."""

ALWAYS: Final[Verdict] = (True, True)
_NOTHING: Final[PointsRange] = ((0, 1), (0, 1))


class Sum(Value):
    """The whole: exact, and as rounded for the record."""

    exact: PointsRange
    record: PointsRange


def add_up(
    plan: Plan, ops: Operations, criteria: "tuple[Points, ...]"
) -> tuple[tuple[PointsRange, ...], Sum, Sum]:
    """What each section has, all sections together, and the bonus."""
    sections = tuple([_section(plan, one, ops, criteria) for one in plan.sections])
    base = _added(plan, sections)
    record = on_grid(plan, ops, base) if plan.at == "total" else base
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
    return plan.rounding(points[0], points[1] * grid, ops) * grid, 1


def _added(plan: Plan, several: "Sequence[Points | PointsRange]") -> PointsRange:
    """The sums of the worst and of the best; what is rounded already is whole units."""
    if plan.at == "criterion":
        return (sum([one[0][0] for one in several]), 1), (sum([one[1][0] for one in several]), 1)
    worst, best = _NOTHING
    for ends in several:
        worst, best = add_ratios(worst, ends[0]), add_ratios(best, ends[1])
    return worst, best


def _bonus(plan: Plan, ops: Operations, criteria: "tuple[Points, ...]") -> Sum:
    if not plan.bonus_criteria:
        return Sum(_NOTHING, _NOTHING)
    bonus = [criteria[number] for number in plan.bonus_criteria]
    (low, first), (high, second) = _added(plan, bonus)
    cap = plan.bonus_cap
    capped = ((ops.minimum(low, cap * first), first), (ops.minimum(high, cap * second), second))
    record = capped if plan.at == "criterion" else on_grid(plan, ops, capped)
    return Sum(capped, record)


def _section(
    plan: Plan, section: PlannedSection, ops: Operations, criteria: "tuple[Points, ...]"
) -> PointsRange:
    scored = [criteria[number] for number in section.scored]
    is_shrunk = section.may_shrink and any(one.applies is not ALWAYS for one in scored)
    if not is_shrunk or plan.treatment != "rescale":
        added = _added(plan, scored)
        return on_grid(plan, ops, added) if plan.at == "section" else added
    fulls = [plan.criteria[number].full for number in section.scored]
    lows = [(full, one.low, one.applies) for full, one in zip(fulls, scored, strict=True)]
    highs = [(full, one.high, one.applies) for full, one in zip(fulls, scored, strict=True)]
    low, high = (
        _rescaled(ops, section.full, lows, -1),
        _rescaled(ops, section.full, highs, 1),
    )
    at_total = plan.at == "total"
    return (low, high) if at_total else on_grid(plan, ops, (low, high))


def _rescaled(
    ops: Operations, full: int, scored: list[tuple[int, Ratio, Verdict]], sign: int
) -> Ratio:
    """Full × points ÷ full points of what applies, at its least (-1) or most (1).

    What may or may not apply is counted in only where that moves the quotient the asked way
    (Dinkelbach's iteration: at most one round for each such criterion).
    """
    points: Ratio = (0, 1)
    base: Integers = 0
    open_ones = []
    for worth, ratio, (certain, possible) in scored:
        if certain is True:
            points, base = add_ratios(points, ratio), base + worth
            continue
        points = add_ratios(points, (ops.where(certain, ratio[0], 0), ratio[1]))
        base = base + ops.where(certain, worth, 0)
        is_open = (certain ^ True) & possible
        if is_open is not False:
            open_ones.append((worth, ratio, is_open))
    best = points, base
    for _ in open_ones:
        before, best = best, _with_open_ones(ops, points, base, open_ones, best, sign)
        if isinstance(base, int) and best == before:
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
        points = add_ratios(points, (ops.where(is_in, ratio[0], 0), ratio[1]))
        base = base + ops.where(is_in, worth, 0)
    return points, base
