"""Where a community stands, as far as others have to know: what it has, and could have.

That is little beside its assessment, so that the field of a whole country fits into memory, and
plain enough to be sent from one machine to another.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from typing import Any, Final, TypeAlias

from civscore.assessment import Assessment
from civscore.exact import INTEGERS, Ratio, add_ratios
from civscore.scoring.sums import Verdict, on_grid
from civscore.standard.demands.quota import PlannedQuota
from civscore.standard.facts.external import External, Peers
from civscore.standard.mechanisms.ranked import Placed, Ranked
from civscore.standard.parsing import Term
from civscore.standard.plan import Plan, PlannedCriterion
from civscore.standard.quantities import Quantity
from civscore.standard.reserved import Reserved
from civscore.standard.rows import Interval, Row
from civscore.values import Value, replaced

Exact: TypeAlias = "int | Fraction"
Ends: TypeAlias = tuple[Exact, Exact]
"""The least and the most a number can be."""

Number: TypeAlias = tuple[Ends, Verdict]
"""A number, and whether there is one: certainly, possibly."""

CONTESTED: Final = ("quota", "top")
"""Kinds of demands that are settled among those who meet all others of their tier."""


class Stand(Value):
    """What the field has to know of a community."""

    id: str
    parent: str | None  # the unit above; "" where it names none, None where that cannot be told
    leagues: tuple[str, ...]  # those it may belong to
    total: Ends
    reached: Mapping[str, Verdict]  # tiers it has come to
    meets: Mapping[str, Verdict]  # all that a contested tier demands besides
    places: Mapping[str, Interval]  # of quotas that hang on the community
    ranked: Mapping[str, Number]  # numbers that are ranked, by what asks for it
    facts: Mapping[str, Number]  # numbers of which a mean is asked, by fact
    points: Mapping[str, Number]  # of criteria of which a mean is asked


class Asks(Value):
    """What a standard asks of the field, looked up once."""

    plan: Plan
    tiers: tuple[Reserved, ...]
    ranked: tuple[tuple[Reserved, Quantity, str], ...]  # … the id of the criterion
    peers: tuple[tuple[str, Peers, Quantity], ...]  # by fact that is worked out
    means: tuple[str, ...]  # criteria that are given others' mean where they do not apply

    @property
    def is_any(self) -> bool:
        """Whether it asks anything."""
        return bool(self.tiers or self.ranked or self.peers or self.means)

    @property
    def is_simple(self) -> bool:
        """Whether no answer hangs on another."""
        own = {one.of for one in self.tiers}
        seen = {getattr(one.declared, key, "") for one in self.tiers for key in ("of", "at")}
        kinds = [self.tiers, self.ranked, self.peers, self.means]
        return sum(map(bool, kinds)) == 1 and not own & seen

    @property
    def needs_parent(self) -> bool:
        """Whether somebody is looked at beside others under the same parent."""
        asked = [*self.tiers, *(one for one, _, _ in self.ranked)]
        is_beside = any(one.within == "parent" and one.kind != "children" for one in asked)
        return is_beside or any(peers.among == "parent" for _, peers, _ in self.peers)

    @cached_property
    def _plans(self) -> dict[frozenset[Any], Plan]:
        return {}

    def plan_with(self, instead: Mapping[str, tuple[Ratio, Ratio]]) -> Plan:
        """The plan, with these means in it."""
        if not instead:
            return self.plan
        key = frozenset(instead.items())
        return self._plans.get(key) or self._plans.setdefault(key, _with(self.plan, instead))


def _with(plan: Plan, instead: Mapping[str, tuple[Ratio, Ratio]]) -> Plan:
    criteria = tuple(
        replaced(one, instead=instead[one.id]) if one.id in instead else one
        for one in plan.criteria
    )
    divided = plan.divided
    if divided is not None:
        divided = replaced(divided, plans=tuple(_with(one, instead) for one in divided.plans))
    return replaced(plan, criteria=criteria, divided=divided)


def asks_of(plan: Plan) -> Asks:
    """What a standard asks of the field."""
    return Asks(
        plan,
        tuple(one for one in plan.reserved if one.kind != "ranked"),
        tuple(_ranked(plan)),
        tuple(_peers(plan)),
        tuple(one.id for one in plan.criteria if is_mean(one)),
    )


def is_mean(planned: PlannedCriterion) -> bool:
    """Whether others' mean counts where it does not apply."""
    instead = planned.instead
    return instead is not None and instead[0][0] * instead[1][1] != instead[1][0] * instead[0][1]


def _ranked(plan: Plan) -> Iterator[tuple[Reserved, Quantity, str]]:
    """Numbers that are ranked; one that hangs on parameters is left open."""
    for asked in plan.reserved:
        if asked.kind == "ranked" and isinstance(asked.declared, Ranked):
            name, first = asked.of.partition("/")[0], plan.index[asked.columns[0]]
            formula = plan.criteria[plan.numbers[name]].formula
            found = {one.quantity.columns: one for one in _placed(formula, first)}
            if len(found) == 1:
                yield asked, next(iter(found.values())).quantity, name


def _placed(thing: Any, column: int) -> Iterator[Placed]:
    if isinstance(thing, Placed) and thing.ranks.first == column:
        yield thing
    elif isinstance(thing, tuple):
        for one in thing:
            yield from _placed(one, column)
    elif isinstance(thing, Value):
        for name in thing.fields:
            yield from _placed(getattr(thing, name), column)


def _peers(plan: Plan) -> Iterator[tuple[str, Peers, Quantity]]:
    for name, fact in plan.standard.facts.items():
        if isinstance(fact, External) and fact.peers is not None:
            term = plan.terms.get(fact.peers.mean)
            if isinstance(term, Term):
                yield name, fact.peers, term.quantity


def stand_of(asks: Asks, found: Assessment) -> Stand:
    """Where a community stands."""
    row, tiers = found.row, {one.id: one for one in found.tiers}
    cohort: Any = found.whole.chapters.get("cohort")
    demands = {one.tier.id: one.demands for one in found.plan.tiers}
    return Stand(
        found.community.id,
        found.community.parent,
        () if cohort is None else cohort.possible(row),
        _total(found),
        {name: _verdict([one.status]) for name, one in tiers.items()},
        {one.of: _meets(tiers[one.of]) for one in asks.tiers if one.kind in CONTESTED},
        {
            one.of: demand.places(row)
            for one in asks.tiers
            for demand in demands[one.of]
            if isinstance(demand, PlannedQuota) and demand.varied is not None
        },
        {asked.of: _number(found, quantity, name) for asked, quantity, name in asks.ranked},
        {peers.mean: _value(row, quantity) for _, peers, quantity in asks.peers},
        {name: _points(found, name) for name in asks.means},
    )


def _verdict(statuses: list[str]) -> Verdict:
    return all(one == "reached" for one in statuses), "out_of_reach" not in statuses


def _meets(tier: Any) -> Verdict:
    conditions = (
        one for one in tier.conditions if one.kind not in CONTESTED or one.subject != tier.id
    )
    return _verdict([one.status for one in conditions])


def _total(found: Assessment) -> Ends:
    """What tiers look at."""
    plan, scores = found.plan, found.scores
    low, high = scores.base.exact
    if plan.bonus_counts:
        bonus = scores.bonus.exact
        low, high = add_ratios(low, bonus[0]), add_ratios(high, bonus[1])
    if plan.standard.scoring.compare == "rounded":
        low, high = on_grid(plan, INTEGERS, (low, high))
    return exact(low), exact(high)


def exact(ratio: Ratio) -> Exact:
    """A ratio that can be sorted."""
    return ratio[0] if ratio[1] == 1 else Fraction(*ratio)


def _number(found: Assessment, quantity: Quantity, name: str) -> Number:
    """A ranked number; there is none where its criterion does not apply."""
    ends, there = _value(found.row, quantity)
    _, applies = _points(found, name)
    return ends, (there[0] and applies[0], there[1] and applies[1])


def _value(row: Row, quantity: Quantity) -> Number:
    """A number; there is none where its base is empty."""
    low, high = quantity.value(row.worst), quantity.value(row.best)
    gone = bool(quantity.is_empty(row.worst)), bool(quantity.is_empty(row.best))
    return (exact(low), exact(high)), (not gone[1], not gone[0])


def _points(found: Assessment, name: str) -> Number:
    """The points of a criterion; there are none where it does not apply."""
    number = found.plan.numbers.get(name)
    if number is None:
        return (0, 0), (False, False)
    points = found.scores.criteria[number]
    certain, possible = (bool(one) for one in points.applies)
    if found.plan.divided is not None:
        certain = certain and number in found.plan.divided.common(found.row)
    return (exact(points.low), exact(points.high)), (certain, possible)
