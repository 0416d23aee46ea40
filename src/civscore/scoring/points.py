"""Points of every criterion: the one formula around the mechanisms.

Everything is scored from two sides, worst and best, and written over `Operations`, so the same
lines score one community's integers and a country's columns. Nothing is divided before the one
declared rounding. How criteria add up is in `sums`.

Around a mechanism, from the outside in: a criterion that does not apply is treated as declared;
one that is exempt has full marks whatever else; without its guard it earns nothing; without
admitted evidence what it would earn is unproven (or nothing, where the standard says so).
"""

from collections.abc import Sequence
from itertools import compress, count
from operator import is_not
from typing import Final, NamedTuple

from civscore.exact import INTEGERS, Integers, Operations, Ratio, Truth
from civscore.scoring.sums import ALWAYS, PointsRange, Sum, Verdict, add_up, on_grid, rounded
from civscore.standard.plan import Plan, PlannedCriterion
from civscore.standard.rows import Side, TwoSidedError, worst_and_best
from civscore.values import Value

ADMITTED: Final[Verdict] = (True, True)
UNPROVEN: Final[Verdict] = (False, True)
REFUSED: Final[Verdict] = (False, False)
OUT: Final[Verdict] = (True, False)
"""Without its evidence it does not apply; no other verdict equals it."""
SHOWN: Final = {
    "admitted": ADMITTED,
    "unproven": UNPROVEN,
    "not_applicable": OUT,
    "zero": REFUSED,
}
"""What is shown for a criterion, by the state its evidence is in."""
_NEVER: Final[Verdict] = (False, False)
_ONE: Final = 1


class Points(NamedTuple):
    """One criterion between its ends, in units, and whether it applies and is exempt."""

    low: Ratio
    high: Ratio
    applies: Verdict = ALWAYS
    exempt: Verdict = _NEVER

    def alone(self, ops: Operations, *, leaves: bool) -> PointsRange:
        """Its own ends for the eye: what may leave the sum may come to nothing."""
        if not leaves or self.applies is ALWAYS:
            return self.low, self.high
        certain, possible = self.applies
        worst = ops.where(certain, self.low[0], ops.minimum(self.low[0], 0))
        best = ops.where(certain, self.high[0], ops.maximum(self.high[0], 0))
        return (
            (ops.where(possible, worst, 0), self.low[1]),
            (ops.where(possible, best, 0), self.high[1]),
        )


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
    return put_together(plan, worst, _score_criteria(plan, worst, shown))


def put_together(plan: Plan, worst: Side, criteria: tuple[Points, ...]) -> Scores:
    """The scores that criteria come to, adjusted; of each kind that a community may be."""
    if plan.divided is not None:
        from civscore.scoring.hulls import either

        return either(plan, plan.divided, worst, criteria)
    scores = Scores(criteria, *add_up(plan, worst.ops, criteria))
    if not plan.adjustments:
        return scores
    from civscore.scoring.adjusting import adjusted

    return adjusted(plan, worst, scores)


def _score_criteria(plan: Plan, worst: Side, shown: Sequence[Verdict]) -> tuple[Points, ...]:
    """Each in turn; what blank columns or few values come to is worked out once for a plan."""
    scored: list[Points] = []
    unknown, values, is_one_row = worst.open, worst.up, worst.ops is INTEGERS
    touched: frozenset[int] | None = None
    for step, verdict in zip(plan.walk, shown, strict=True):
        planned, reads, plain, is_empty, few, of_blank = step
        if verdict is ADMITTED and reads.isdisjoint(unknown):
            if few is not None and is_one_row:
                pick, table = few
                key = pick(values)
                scored.append(
                    table.get(key)
                    or table.setdefault(key, score_criterion(plan, planned, worst, verdict))
                )
                continue
            if plain is not None and (is_empty is None or is_empty(worst.known) is False):
                try:
                    points = plain(worst.known)
                except TwoSidedError:
                    pass
                else:
                    if points[1] is not _ONE and plan.at == "criterion":
                        points = rounded(plan, worst.ops, points)
                    scored.append(_tuple(Points, (points, points, ALWAYS, _NEVER)))
                    continue
        elif reads.isdisjoint(touched := _touched(plan, worst) if touched is None else touched):
            scored.append(
                of_blank.get(verdict)
                or of_blank.setdefault(verdict, score_criterion(plan, planned, worst, verdict))
            )
            continue
        score_it = score_criterion if reads.isdisjoint(unknown) else _score_from
        scored.append(score_it(plan, planned, worst, verdict))
    return tuple(scored)


def _touched(plan: Plan, worst: Side) -> frozenset[int]:
    """Columns of which something is recorded; the others lie between the ends of their range."""
    lows, highs = plan.spans
    return frozenset(compress(count(), map(is_not, lows, worst.up))).union(
        compress(count(), map(is_not, highs, worst.down))
    )


def score_criterion(plan: Plan, planned: PlannedCriterion, worst: Side, shown: Verdict) -> Points:
    """One criterion between its ends, from the worst side of the rows and from the best."""
    side = worst.known if planned.reads.isdisjoint(worst.open) else worst
    try:
        return _score_from(plan, planned, side, shown)
    except TwoSidedError:  # known, and yet not one number
        return _score_from(plan, planned, worst, shown)


def _score_from(plan: Plan, planned: PlannedCriterion, worst: Side, shown: Verdict) -> Points:
    """One criterion; what is known is looked at from one side, which is both."""
    points, best = planned.formula.points, worst.other
    low = high = points(worst)
    if best is not worst:
        high = points(best)
    if plan.at == "criterion" and (plan.rounds_criteria or not low[1] is high[1] is _ONE):
        low, high = on_grid(plan, worst.ops, (low, high))
    if planned.is_bare and (not planned.may_vanish or planned.formula.is_empty(best) is False):
        if shown is ADMITTED:
            return _tuple(Points, (low, high, ALWAYS, _NEVER))
        if shown is UNPROVEN:
            low = worst.ops.minimum(low[0], 0), low[1]
            return _tuple(Points, (low, high, ALWAYS, _NEVER))
    return _in_its_place(planned, worst, shown, (low, high))


_tuple = tuple.__new__  # the quick way to a named tuple with all its fields


def _in_its_place(
    planned: PlannedCriterion, worst: Side, shown: Verdict, ends: PointsRange
) -> Points:
    """What a mechanism gives, with all that stands around it."""
    if shown is OUT:
        low, high = _treated(planned, worst.ops, _NEVER, ends)
        return _tuple(Points, (low, high, _NEVER, _NEVER))
    (low, high), best = ends, worst.other
    exempt = _NEVER
    if planned.exempt is not None:
        certain = planned.exempt.holds(worst)
        exempt = certain, certain if best is worst else planned.exempt.holds(best)
    if planned.guard is not None or shown is not ADMITTED or exempt is not _NEVER:
        is_one = high is low and best is worst and shown[0] is shown[1]
        low = _around(planned, worst, low, shown[0], exempt[0])
        high = low if is_one else _around(planned, best, high, shown[1], exempt[1])
    applies = _applies(planned, worst)
    if applies is not ALWAYS:
        low, high = _treated(planned, worst.ops, applies, (low, high))
    return _tuple(Points, (low, high, applies, exempt))


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
        return ALWAYS
    certain = planned.formula.is_empty(worst.other) ^ True
    if planned.applies is not None:
        certain = certain & planned.applies.holds(worst)
    if certain is True:
        return ALWAYS
    if worst.other is worst:
        return certain, certain
    possible = planned.formula.is_empty(worst) ^ True
    if planned.applies is not None:
        possible = possible & planned.applies.holds(worst.other)
    return certain, possible


def _treated(
    planned: PlannedCriterion, ops: Operations, applies: Verdict, ends: PointsRange
) -> PointsRange:
    """What a criterion that does not apply is given; rescaling is the section's affair."""
    if planned.instead is None:
        return ends
    certain, possible = applies
    where = ops.where
    (worst, first), (best, second) = ends
    (least, of), (most, per) = planned.instead
    if of is not _ONE or per is not _ONE:
        worst, best, least, most = worst * of, best * per, least * first, most * second
        first, second = first * of, second * per
    else:
        least, most = least * first, most * second
    worst = where(certain, worst, ops.minimum(worst, least))
    best = where(certain, best, ops.maximum(best, most))
    return (where(possible, worst, least), first), (where(possible, best, most), second)
