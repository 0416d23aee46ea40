"""Points of every criterion, section and the whole: the one formula around the mechanisms.

Everything is scored from two sides, worst and best, and written over `Operations`, so the same
lines score one community's integers and a country's columns. Nothing is divided before the one
declared rounding.

Around a mechanism, from the outside in: a criterion that does not apply is treated as declared;
one that is exempt has full marks whatever else; without its guard it earns nothing; without
admitted evidence what it would earn is unproven (or nothing, where the standard says so).
"""

from collections.abc import Sequence
from typing import Final, NamedTuple, TypeAlias

from civscore.exact import Integers, Operations, Ratio, Truth, add_ratios
from civscore.standard.plan import Plan, PlannedCriterion, PlannedSection
from civscore.standard.rows import Side, TwoSidedError, worst_and_best
from civscore.values import Value

Verdict: TypeAlias = tuple[Truth, Truth]
"""Certainly, possibly."""

PointsRange: TypeAlias = tuple[Ratio, Ratio]
"""Worst and best points, in units; the two are one where nothing is unknown."""

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
    plan: Plan,
    ops: Operations,
    low: Sequence[Integers],
    high: Sequence[Integers],
    shown: Sequence[Verdict],
) -> Scores:
    """Score rows; `shown` says of each criterion whether its evidence is admitted."""
    worst, _ = worst_and_best(ops, low, high)
    lows, highs = plan.spans
    blank = [n for n in worst.open if low[n] is lows[n] and high[n] is highs[n]]
    worst.blank = frozenset(blank)
    criteria = tuple(
        [
            score_criterion(plan, planned, worst, verdict)
            for planned, verdict in zip(plan.criteria, shown, strict=True)
        ]
    )
    sections = tuple([_score_section(plan, one, ops, criteria) for one in plan.sections])
    base = _added(plan, sections)
    record = on_grid(plan, ops, base) if plan.at == "total" else base
    return Scores(criteria, sections, Sum(base, record), _score_bonus(plan, ops, criteria))


def score_criterion(plan: Plan, planned: PlannedCriterion, worst: Side, shown: Verdict) -> Points:
    """One criterion between its ends, from the worst side of the rows and from the best."""
    formula = planned.formula
    if planned.columns.isdisjoint(worst.open):
        try:
            low = high = formula.points(worst.known)
        except TwoSidedError:
            low, high = formula.points(worst), formula.points(worst.other)
    elif planned.columns <= worst.blank:
        low, high = planned.blank
    else:
        low, high = formula.points(worst), formula.points(worst.other)
    if plan.at == "criterion" and (plan.rounds_criteria or not low[1] is high[1] is _ONE):
        low, high = on_grid(plan, worst.ops, (low, high))
    is_alone = planned.is_bare and shown is ADMITTED
    if is_alone and (not planned.may_vanish or formula.is_empty(worst.other) is False):
        return _tuple(Points, (low, high, _ALWAYS, _NEVER))
    return _in_its_place(plan, planned, worst, shown, (low, high))


_tuple = tuple.__new__  # the quick way to a named tuple with all its fields


def _in_its_place(
    plan: Plan, planned: PlannedCriterion, worst: Side, shown: Verdict, ends: PointsRange
) -> Points:
    """What a mechanism gives, with all that stands around it."""
    (low, high), best = ends, worst.other
    exempt = _NEVER
    if planned.exempt is not None:
        exempt = planned.exempt.holds(worst), planned.exempt.holds(best)
    if planned.guard is not None or shown is not ADMITTED or exempt is not _NEVER:
        low = _around(planned, worst, low, shown[0], exempt[0])
        high = _around(planned, best, high, shown[1], exempt[1])
    applies = _applies(planned, worst)
    if applies is not _ALWAYS:
        low, high = _treated(plan, planned, worst.ops, applies, (low, high))
    return _tuple(Points, (low, high, applies, exempt))


def on_grid(plan: Plan, ops: Operations, ends: PointsRange) -> PointsRange:
    """Rounded once to the declared decimals."""
    low, high = ends
    worst = best = _rounded(plan, ops, low)
    if high is not low:
        best = _rounded(plan, ops, high)
    return worst, best


def _rounded(plan: Plan, ops: Operations, points: Ratio) -> Ratio:
    grid = plan.grid
    return plan.rounding(points[0], points[1] * grid, ops) * grid, 1


def _around(
    planned: PlannedCriterion, side: Side, points: Ratio, is_shown: Truth, is_exempt: Truth
) -> Ratio:
    """Earned only behind the guard and with evidence; losses beyond the item stay losses."""
    where, minimum = side.ops.where, side.ops.minimum
    units, per = points
    if planned.guard is not None:
        units = where(planned.guard.holds(side), units, minimum(units, 0))
    if is_shown is not True:
        units = where(is_shown, units, minimum(units, 0))
    if is_exempt is not False:
        units = where(is_exempt, planned.full * per, units)
    return units, per


def _applies(planned: PlannedCriterion, worst: Side) -> Verdict:
    """Whether it certainly, and possibly, applies."""
    if planned.applies is None and not planned.may_vanish:
        return _ALWAYS
    certain = planned.formula.is_empty(worst.other) ^ True
    if planned.applies is not None:
        certain = certain & planned.applies.holds(worst)
    if certain is True:
        return _ALWAYS
    possible = planned.formula.is_empty(worst) ^ True
    if planned.applies is not None:
        possible = possible & planned.applies.holds(worst.other)
    return certain, possible


def _treated(
    plan: Plan, planned: PlannedCriterion, ops: Operations, applies: Verdict, ends: PointsRange
) -> PointsRange:
    """What a criterion that does not apply is given; rescaling is the section's affair."""
    certain, possible = applies
    treatment = "zero" if planned.role == "bonus" else plan.treatment
    if treatment == "rescale":
        return ends
    where = ops.where
    (worst, first), (best, second) = ends
    if treatment == "full":
        worst = where(possible, worst, planned.full * first)
        best = where(certain, best, planned.full * second)
        return (worst, first), (best, second)
    worst = where(certain, worst, ops.minimum(worst, 0))
    best = where(certain, best, ops.maximum(best, 0))
    return (where(possible, worst, 0), first), (where(possible, best, 0), second)


# --- sums ----------------------------------------------------------------------------------------


def _added(plan: Plan, several: Sequence[Points | PointsRange]) -> PointsRange:
    """The sums of the worst and of the best; what is rounded already is whole units."""
    if plan.at == "criterion":
        return (sum([one[0][0] for one in several]), 1), (sum([one[1][0] for one in several]), 1)
    worst, best = _NOTHING
    for ends in several:
        worst, best = add_ratios(worst, ends[0]), add_ratios(best, ends[1])
    return worst, best


def _score_bonus(plan: Plan, ops: Operations, criteria: tuple[Points, ...]) -> Sum:
    if not plan.bonus_criteria:
        return Sum(_NOTHING, _NOTHING)
    bonus = [criteria[number] for number in plan.bonus_criteria]
    (low, first), (high, second) = _added(plan, bonus)
    cap = plan.bonus_cap
    capped = ((ops.minimum(low, cap * first), first), (ops.minimum(high, cap * second), second))
    record = capped if plan.at == "criterion" else on_grid(plan, ops, capped)
    return Sum(capped, record)


def _score_section(
    plan: Plan, section: PlannedSection, ops: Operations, criteria: tuple[Points, ...]
) -> PointsRange:
    scored = [criteria[number] for number in section.scored]
    is_shrunk = section.may_shrink and any(one.applies is not _ALWAYS for one in scored)
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
