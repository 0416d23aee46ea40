"""What the tests of a standard have tried, clause by clause. What is not covered is no fault."""

from collections.abc import Mapping
from typing import Final

from civscore.scoring.findings import CriterionResult
from civscore.standard.plan import Plan, PlannedCriterion
from civscore.standard.rows import Row
from civscore.trials.edges import Crossing, Edge, Edges
from civscore.trials.running import Ran
from civscore.values import Value

KINDS: Final = ("full", "lost", "unproven", "not_applicable", "exempt")


class ClauseCoverage(Value):
    """Which ends a criterion has been brought to, by kind; None where it has no such end."""

    id: str
    title: str
    seen: Mapping[str, bool | None]
    edges: int
    tried: int  # edges with a test on either side


class Coverage(Value):
    """What was tried of the clauses, and which statuses were expected of vetoes and tiers."""

    clauses: tuple[ClauseCoverage, ...]
    vetoes: Mapping[str, frozenset[str]]
    tiers: Mapping[str, frozenset[str]]


def coverage_of(plan: Plan, ran: tuple[Ran, ...], edges: Edges) -> Coverage:
    """Only what a test states counts; that a fact was there besides does not."""
    vetoes = [one.veto.id for one in plan.vetoes]
    vetoes += [one.id for one in plan.criteria if one.role == "veto"]
    tests = [one.case.test for one in ran]
    return Coverage(
        tuple(_of_clause(planned, ran, edges.edges) for planned in plan.criteria),
        {name: frozenset(t.vetoes[name] for t in tests if name in t.vetoes) for name in vetoes},
        {
            one.tier.id: frozenset(t.tiers[one.tier.id] for t in tests if one.tier.id in t.tiers)
            for one in plan.tiers
        },
    )


def _of_clause(
    planned: PlannedCriterion, ran: tuple[Ran, ...], edges: tuple[Edge, ...]
) -> ClauseCoverage:
    stated = [
        (one, result)
        for one in ran
        for result in one.assessment.criteria
        if result.id == planned.id
        and planned.id in {*one.case.test.points, *one.case.test.outcomes}
    ]
    is_known = bool(planned.formula.quantities)  # a rule that is not known hangs on nothing
    can = {
        "full": is_known,
        "lost": is_known,
        "not_applicable": planned.applies is not None or planned.may_vanish,
        "exempt": planned.exempt is not None,
    }
    seen = {
        kind: any(_is(kind, result) for _, result in stated) if can.get(kind, True) else None
        for kind in KINDS
    }
    own = [edge.crossing for edge in edges if edge.clause == planned.id]
    tried = _tried(own, [one.assessment.row for one, _ in stated])
    return ClauseCoverage(planned.id, planned.criterion.title, seen, len(own), tried)


def _is(kind: str, result: CriterionResult) -> bool:
    """Whether a finding is at this end."""
    if kind == "full":
        return result.outcome == "met"
    if kind == "lost":
        return result.outcome in {"partly_met", "not_met"} or result.split.lost > 0
    if kind == "unproven":
        return result.outcome == "unproven" or result.split.unproven > 0
    return result.outcome == kind


def _tried(crossings: list[Crossing], rows: list[Row]) -> int:
    """How many have a test in the stretch before them and one in the stretch after."""
    number = 0
    for column in {one.axis.column for one in crossings}:
        own = sorted((o for o in crossings if o.axis.column == column), key=lambda o: o.before)
        visited = {stretch for row in rows if (stretch := _stretch(own, row)) is not None}
        number += sum({place, place + 1} <= visited for place in range(len(own)))
    return number


def _stretch(crossings: list[Crossing], row: Row) -> int | None:
    """Number of crossings that lie behind the value in a row; None if it is not known."""
    axis = crossings[0].axis
    columns: tuple[int, ...] = (axis.column,)
    if axis.quantity.if_none is not None and axis.column == axis.quantity.columns[0]:
        columns = axis.quantity.columns  # a part is nothing without its base
    if any(row.low[column] != row.high[column] for column in columns):
        return None
    value: int = row.low[axis.column]
    if len(columns) == 1:
        return sum(value > one.before for one in crossings)
    base = columns[1]
    whole: int = row.low[base]
    if whole == 0:
        return None
    return sum(value * int(one.axis.row.low[base]) > one.before * whole for one in crossings)
