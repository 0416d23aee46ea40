"""Points of every criterion, section and the whole: the one formula around the mechanisms.

Everything is between two ends, worst and best, and written over `Operations`, so the same lines
score one community's integers and a country's columns. Nothing is divided before the one declared
rounding.

Around a mechanism, from the outside in: a criterion that does not apply is treated as declared;
one that is exempt has full marks whatever else; without its guard it earns nothing; without
admitted evidence what it would earn is unproven (or nothing, where the standard says so).
"""

from collections.abc import Sequence
from typing import Final, NamedTuple, TypeAlias

from civscore.exact import Integers, Operations, Ratio, Truth, add_ratios
from civscore.standard.mechanisms import PointsRange
from civscore.standard.plan import Plan, PlannedCriterion, PlannedSection
from civscore.values import Value

Verdict: TypeAlias = tuple[Truth, Truth]

ADMITTED: Final[Verdict] = (True, True)
UNPROVEN: Final[Verdict] = (False, True)
REFUSED: Final[Verdict] = (False, False)
_ALWAYS: Final[Verdict] = (True, True)
_NEVER: Final[Verdict] = (False, False)
_ONE: Final = 1
_NOTHING: Final[PointsRange] = ((0, 1), (0, 1))


class Points(NamedTuple):
    """One criterion between its ends, in units, and whether it applies and is exempt."""

    low: Ratio
    high: Ratio
    applies: Verdict = _ALWAYS
    exempt: Verdict = _NEVER

    def alone(self, ops: Operations, treatment: str | None) -> PointsRange:
        """Its own ends for the eye: what may be rescaled away may come to nothing."""
        if treatment != "rescale" or self.applies is _ALWAYS:
            return self.low, self.high
        certain, possible = self.applies
        worst = ops.where(certain, self.low[0], ops.minimum(self.low[0], 0))
        best = ops.where(certain, self.high[0], ops.maximum(self.high[0], 0))
        return (
            (ops.where(possible, worst, 0), self.low[1]),
            (ops.where(possible, best, 0), self.high[1]),
        )


class Sum(Value):
    """The whole: exact, and as rounded for the record."""

    exact: PointsRange
    record: PointsRange


class Scores(Value):
    """Everything one row is worth."""

    criteria: tuple[Points, ...]
    sections: tuple[PointsRange, ...]
    base: Sum
    bonus: Sum


def score(
    plan: Plan, ops: Operations, low: Integers, high: Integers, shown: Sequence[Verdict]
) -> Scores:
    """Score rows; `shown` says of each criterion whether its evidence is admitted."""
    rows = (low, high)
    criteria = tuple(
        [
            score_criterion(plan, planned, ops, rows, verdict)
            for planned, verdict in zip(plan.criteria, shown, strict=True)
        ]
    )
    sections = tuple([_score_section(plan, one, ops, criteria) for one in plan.sections])
    base = _added(sections)
    record = on_grid(plan, ops, base) if plan.at == "total" else base
    return Scores(criteria, sections, Sum(base, record), _score_bonus(plan, ops, criteria))


def score_criterion(
    plan: Plan,
    planned: PlannedCriterion,
    ops: Operations,
    rows: tuple[Integers, Integers],
    shown: Verdict,
) -> Points:
    """One criterion between its ends; `rows` is the lowest and the highest of every column."""
    low, high = rows
    ends = planned.formula.range(ops, low, high)
    if plan.rounds_criteria or ends[0][1] is not _ONE:
        ends = on_grid(plan, ops, ends) if plan.at == "criterion" else ends
    if planned.is_bare and shown is ADMITTED:
        return Points(ends[0], ends[1])
    if planned.guard is not None:
        ends = _given(ops, planned.guard.verdict(ops, low, high), ends)
    if shown is not ADMITTED:
        ends = _given(ops, shown, ends)
    exempt = _NEVER
    if planned.exempt is not None:
        exempt = planned.exempt.verdict(ops, low, high)
        ends = _lifted(ops, exempt, planned.full, ends)
    applies = _applies(planned, ops, low, high)
    if applies is _ALWAYS:
        return Points(ends[0], ends[1], _ALWAYS, exempt)
    return Points(*_treated(plan, planned, ops, applies, ends), applies, exempt)


def on_grid(plan: Plan, ops: Operations, ends: PointsRange) -> PointsRange:
    """Rounded once to the declared decimals."""
    (worst, first), (best, second) = ends
    grid = plan.grid
    return (
        (plan.rounding(worst, first * grid, ops) * grid, 1),
        (plan.rounding(best, second * grid, ops) * grid, 1),
    )


def _given(ops: Operations, verdict: Verdict, ends: PointsRange) -> PointsRange:
    """Points earned only if the verdict holds; losses beyond the item stay losses."""
    certain, possible = verdict
    (worst, first), (best, second) = ends
    return (
        (ops.where(certain, worst, ops.minimum(worst, 0)), first),
        (ops.where(possible, best, ops.minimum(best, 0)), second),
    )


def _lifted(ops: Operations, verdict: Verdict, full: int, ends: PointsRange) -> PointsRange:
    """Full points where the verdict holds."""
    certain, possible = verdict
    (worst, first), (best, second) = ends
    return (
        (ops.where(certain, full * first, worst), first),
        (ops.where(possible, full * second, best), second),
    )


def _applies(planned: PlannedCriterion, ops: Operations, low: Integers, high: Integers) -> Verdict:
    """Whether it certainly, and possibly, applies."""
    if planned.applies is None and not planned.may_vanish:
        return _ALWAYS
    none, may_be_none = planned.formula.none(ops, low, high)
    if planned.applies is None and may_be_none is False:
        return _ALWAYS
    certain, possible = may_be_none ^ True, none ^ True
    if planned.applies is not None:
        is_certain, is_possible = planned.applies.verdict(ops, low, high)
        certain, possible = certain & is_certain, possible & is_possible
    return certain, possible


def _treated(
    plan: Plan, planned: PlannedCriterion, ops: Operations, applies: Verdict, ends: PointsRange
) -> PointsRange:
    """What a criterion that does not apply is given; rescaling is the section's affair."""
    certain, possible = applies
    treatment = "zero" if planned.role == "bonus" else plan.treatment
    if treatment == "full":
        return _lifted(ops, (possible ^ True, certain ^ True), planned.full, ends)
    if treatment == "rescale":
        return ends
    (worst, first), (best, second) = ends
    worst = ops.where(certain, worst, ops.minimum(worst, 0))
    best = ops.where(certain, best, ops.maximum(best, 0))
    return (ops.where(possible, worst, 0), first), (ops.where(possible, best, 0), second)


# --- sums ----------------------------------------------------------------------------------------


def _ends(points: Points) -> PointsRange:
    return points.low, points.high


def _added(ends: Sequence[PointsRange]) -> PointsRange:
    lowest = highest = 0
    for (low, first), (high, second) in ends:
        if first is not _ONE or second is not _ONE:
            break
        lowest, highest = lowest + low, highest + high
    else:
        return (lowest, 1), (highest, 1)
    return _added_ratios(ends)


def _added_ratios(ends: Sequence[PointsRange]) -> PointsRange:
    low, high = _NOTHING
    for worst, best in ends:
        low, high = add_ratios(low, worst), add_ratios(high, best)
    return low, high


def _score_bonus(plan: Plan, ops: Operations, criteria: tuple[Points, ...]) -> Sum:
    bonus = [
        _ends(points)
        for planned, points in zip(plan.criteria, criteria, strict=True)
        if planned.role == "bonus"
    ]
    if not bonus:
        return Sum(_NOTHING, _NOTHING)
    (low, first), (high, second) = _added(bonus)
    cap = plan.bonus_cap
    capped = ((ops.minimum(low, cap * first), first), (ops.minimum(high, cap * second), second))
    record = capped if plan.at == "criterion" else on_grid(plan, ops, capped)
    return Sum(capped, record)


def _score_section(
    plan: Plan, section: PlannedSection, ops: Operations, criteria: tuple[Points, ...]
) -> PointsRange:
    scored = [criteria[number] for number in section.scored]
    is_rescaled = plan.treatment == "rescale" and not all(p.applies[0] is True for p in scored)
    if not is_rescaled:
        added = _added([(one.low, one.high) for one in scored])
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
        points = add_ratios(points, (ops.where(certain, ratio[0], 0), ratio[1]))
        base = base + ops.where(certain, worth, 0)
        is_open = (certain ^ True) & possible
        if is_open is not False:
            open_ones.append((worth, ratio, is_open))
    best = points, base
    for _ in open_ones:
        best = _with_open_ones(ops, points, base, open_ones, best, sign)
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
