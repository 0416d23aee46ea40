"""Vetoes, gates and tiers of many rows at once: by what is asked of one, and nothing else.

A tier stands as the worst of its conditions does, so of each condition only two truths are needed:
whether it is reached for certain, and possibly. They come from the demands and conditions that
judge one community. What vetoes do is in `scoring.effects`; here only those are looked at that rule
tiers out or bring the total to nothing. A row in which another is not clear is set aside.
"""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from civscore.cohorts.columnar.columns import Array, as_column
from civscore.cohorts.columnar.recorded import Rows
from civscore.exact import Ratio, Truth, Truths
from civscore.scoring.points import Scores
from civscore.scoring.sums import Sum
from civscore.scoring.tiers import standing_of
from civscore.scoring.vetoes import is_met
from civscore.standard.demands import PlannedDemand, Standing
from civscore.standard.demands.criteria import PlannedCriteria
from civscore.standard.effects import NO_TIER, PlannedEffect
from civscore.standard.plan import Plan, PlannedTier
from civscore.values import Value, replaced

ALOUD = frozenset({"no_tier", "zero", "cap"})
"""Effects of vetoes that are looked at here."""


class Verdict(Value):
    """A veto: in which rows it is triggered, in which it may be."""

    id: str
    effect: PlannedEffect
    certain: Truth
    possible: Truth


class Found(Value):
    """What vetoes and tiers come to."""

    scores: Scores
    vetoes: tuple[Verdict, ...]
    tier: Array  # place among the titles, -1 for none
    possible_tier: Array
    aside: Truth  # rows that have to be judged one by one


def judge_rows(plan: Plan, scores: Scores, rows: Rows) -> Found:
    """The vetoes, and the highest title each row has come to, and can."""
    vetoes = tuple(_vetoes(plan, scores, rows))
    aside: Truth = False
    for one in vetoes:
        if one.effect.kind not in ALOUD:
            aside = aside | one.possible
        elif one.effect.kind == "zero":
            scores = _emptied(scores, one, rows)
    standing = standing_of(plan, scores, rows, plan.standard.scoring.compare)
    gates = [rows.truths(need) for gate in plan.gates for need in gate.needs]
    controls = dict(_controls(plan, scores))
    told = _asked_once(standing)
    reached: list[Truths] = []
    for rank, number in enumerate(plan.titles):
        planned, chapters = plan.tiers[number], plan.chapters.values()
        asked = [*gates, *(_clear(one) for one in vetoes if _binds(one.effect, rank))]
        asked += [one for own in chapters for one in own.truths(standing, planned.tier.id)]
        asked += [told(demand) for demand in planned.demands]
        named = _named(planned)
        asked += [one for name, one in controls.items() if name not in named]
        reached.append(_all(asked))
    tier = _highest([certain for certain, _ in reached], rows.size)
    is_one = all(certain is possible for certain, possible in reached)
    possible_tier = tier if is_one else _highest([one for _, one in reached], rows.size)
    return Found(scores, vetoes, tier, possible_tier, aside)


def _asked_once(standing: Standing) -> Callable[[PlannedDemand], Truths]:
    """Whether all of a demand is reached; tiers that ask the same get the same answer."""
    told: list[tuple[PlannedDemand, Truths]] = []

    def truths(demand: PlannedDemand) -> Truths:
        found = next((found for one, found in told if one == demand), None)
        if found is None:
            found = _all(list(demand.truths(standing)))
            told.append((demand, found))
        return found

    return truths


def _highest(reached: Sequence[Truth], size: int) -> Array:
    """The last place that holds in each row, -1 where none does."""
    found = np.zeros(size, np.int16)
    for rank, one in enumerate(reached):
        np.maximum(found, np.int16(rank + 1) * as_column(one, size), out=found)
    return found - np.int16(1)


def _vetoes(plan: Plan, scores: Scores, rows: Rows) -> Iterator[Verdict]:
    """Those of the veto list first, then criteria whose role is veto."""
    for one in plan.vetoes:
        yield Verdict(one.veto.id, one.effect, *rows.truths(one.condition))
    for number, planned in enumerate(plan.criteria):
        if planned.role == "veto":
            certain, possible = is_met(planned, scores.criteria[number])
            yield Verdict(planned.id, NO_TIER, possible ^ True, certain ^ True)


def _controls(plan: Plan, scores: Scores) -> Iterator[tuple[str, Truths]]:
    for number, planned in enumerate(plan.criteria):
        if planned.role == "control":
            yield planned.id, is_met(planned, scores.criteria[number])


def _named(planned: PlannedTier) -> frozenset[str]:
    """Criteria of which the tier itself says what it asks."""
    own = (one for one in planned.demands if isinstance(one, PlannedCriteria))
    return frozenset(need.id for one in own for need in one.needs)


def asked_again(plan: Plan) -> frozenset[int]:
    """Numbers of the criteria that are looked at once more when sums are known."""
    found = {n for n, one in enumerate(plan.criteria) if one.role in {"veto", "control"}}
    found |= {plan.numbers[name] for tier in plan.tiers for name in _named(tier)}
    for one in plan.adjustments:
        found |= {plan.numbers[name] for name in one.change.largest_loss or ()}
    return frozenset(found)


def _binds(effect: PlannedEffect, rank: int) -> bool:
    return effect.kind == "no_tier" or (effect.kind == "cap" and rank > effect.title)


def _clear(veto: Verdict) -> Truths:
    is_clear = veto.possible ^ True
    return is_clear, is_clear if veto.certain is veto.possible else veto.certain ^ True


def _all(asked: list[Truths]) -> Truths:
    """Whether all of it is reached; what is reached for certain is so possibly, too."""
    certain: Truth = True
    possible: Truth = True
    for one, other in asked:
        if other is one and possible is certain:
            possible = certain = certain & one
        else:
            certain, possible = certain & one, possible & (one | other)
    return certain, possible


def _emptied(scores: Scores, veto: Verdict, rows: Rows) -> Scores:
    """Where it is triggered nothing is left of the total; where it may be, nothing may be."""
    ops = rows.worst.ops

    def end(points: Ratio, further: Truth, pick: str) -> Ratio:
        units, per = points
        units = ops.where(further, getattr(ops, pick)(units, 0), units)
        return ops.where(veto.certain, 0, units), per

    def emptied(points: Sum) -> Sum:
        found = [
            (end(low, veto.possible, "minimum"), end(high, veto.possible, "maximum"))
            for low, high in (points.exact, points.record)
        ]
        return Sum(*found)

    return replaced(scores, base=emptied(scores.base), bonus=emptied(scores.bonus))
