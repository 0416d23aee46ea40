"""Every step there is, by the clause it belongs to."""

from collections.abc import Mapping, Sequence
from itertools import compress, count

from civscore.gaps.steps import Step, steps_for, steps_for_gate, steps_for_veto
from civscore.scoring.findings import CriterionResult
from civscore.scoring.gates import GateResult
from civscore.scoring.points import Points
from civscore.scoring.vetoes import VetoResult
from civscore.standard.plan import Plan
from civscore.standard.rows import Row


def steps_by_clause(
    plan: Plan, row: Row, points: tuple[Points, ...], criteria: Sequence[CriterionResult]
) -> Mapping[str, tuple[Step, ...]]:
    """What can be done about criteria and adjustments, largest gain first, as the total counts it.

    The empty id is for what has to be settled before any clause.
    """
    found = {one.id: steps_for(plan, one) for one in criteria}
    bent = [one.role == "bonus" or not plan.is_plain for one in plan.criteria]
    if any(bent):
        from civscore.gaps.counting import counted

        for number in compress(count(), bent):
            name = plan.criteria[number].id
            if name in found:
                found[name] = counted(plan, row, points, number, found[name])
    if plan.divided is not None:
        from civscore.gaps.scope import step_to_divide

        found[""] = (step_to_divide(plan.divided, row),)
    elif plan.adjustments:
        from civscore.gaps.counting import steps_for_adjustment

        for one in plan.adjustments:
            found[one.change.id] = tuple(steps_for_adjustment(plan, row, points, one))
    return found


def steps_against(
    plan: Plan, row: Row, vetoes: Sequence[VetoResult], gates: Sequence[GateResult]
) -> Mapping[str, tuple[Step, ...]]:
    """What can be done about vetoes and gates."""
    found = {
        veto.id: tuple(steps_for_veto(plan, veto, row))
        for veto in vetoes
        if veto.condition is not None
    }
    return found | {gate.id: tuple(steps_for_gate(plan, gate, row)) for gate in gates}
