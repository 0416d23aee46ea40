"""Means among communities: of a fact, for those it is a threshold for; of a criterion's points."""

from collections.abc import Iterable, Iterator
from typing import Any

from civscore.cohorts.field import Field
from civscore.cohorts.ranking import Entry, Mean
from civscore.cohorts.standing import Ends, Number, Stand
from civscore.exact import INTEGERS, Ratio, round_half_up
from civscore.standard.plan import Plan
from civscore.standard.rows import Interval


def peers_mean(field: Field, name: str, peers: Any) -> Iterator[tuple[int, Interval]]:
    """The mean of a fact, to the decimals it is published with (四舍五入)."""
    fact: Any = field.asks.plan.standard.facts[name]
    for number, ends in _means(field, peers):
        low, high = (
            round_half_up(one.numerator * fact.scale, one.denominator, INTEGERS) for one in ends
        )
        least, most = fact.limits
        if least <= low and high <= most and (low, high) != (least, most):
            yield number, (low, high)


def _means(field: Field, peers: Any) -> Iterator[tuple[int, Ends]]:
    def number_of(stand: Stand) -> Number:
        return stand.facts[peers.mean]

    if peers.among == "children":
        for number, stand in enumerate(field.stands):
            here, astray = field.below(stand)
            if here and peers.mean in here[0].facts:
                mean = Mean(_listed(map(number_of, here), map(number_of, astray)))
                ends = mean.of(-1, with_self=True)
                if ends is not None:
                    yield number, ends
        return
    members = field.members(peers.among, number_of)
    made = {group: Mean(entries) for group, entries in members.items()}
    for number, stand in enumerate(field.stands):
        groups = [made.get(one) for one in field.groups(stand, peers.among)]
        found = [
            None if one is None else one.of(number, with_self=peers.with_self) for one in groups
        ]
        sure = [one for one in found if one is not None]
        if sure and len(sure) == len(found):
            yield number, (min(one[0] for one in sure), max(one[1] for one in sure))


def _listed(here: Iterable[Number], astray: Iterable[Number]) -> Iterator[Entry]:
    for number, (ends, (certain, possible)) in enumerate(here):
        if possible:
            yield number, ends, certain
    for ends, (_, possible) in astray:
        if possible:
            yield -2, ends, False


def criterion_mean(field: Field, name: str) -> Iterator[tuple[int, tuple[Ratio, Ratio]]]:
    """The mean of a criterion's points among the others it applies to."""
    plan = field.asks.plan
    members = field.members("all", lambda one: one.points[name]).get("", [])
    mean = Mean(members)
    sure = {number for number, _, is_certain in members if is_certain}
    for number in range(len(field.stands)):
        if number in sure:
            continue
        ends = mean.of(number, with_self=False)
        if ends is not None:
            low, high = (_on_grid(plan, (one.numerator, one.denominator)) for one in ends)
            yield number, (low, high)


def _on_grid(plan: Plan, points: Ratio) -> Ratio:
    if plan.at != "criterion":
        return points
    return plan.rounding(points[0], points[1] * plan.grid, INTEGERS) * plan.grid, 1
