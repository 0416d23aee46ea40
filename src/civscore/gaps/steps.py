"""What can be done about a criterion or a veto, and the points it gains.

A gain is never estimated: the criterion is scored again with the change made. A step that gains
nothing alone (behind a guard, past a cap) is not offered.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final, Literal, TypeAlias

from civscore.evidence.admitting import Admission, described
from civscore.exact import INTEGERS, in_units
from civscore.scoring.findings import CriterionResult
from civscore.scoring.points import ADMITTED, score_criterion
from civscore.scoring.tiers import VetoResult
from civscore.sentences import Sentence, joined, plain, say
from civscore.standard.mechanisms import is_known
from civscore.standard.plan import Plan, PlannedCriterion
from civscore.standard.quantities import Quantity
from civscore.standard.rows import Change, Row
from civscore.values import Value

StepKind: TypeAlias = Literal["collect", "fix", "wait"]


class Step(Value):
    """Something that can be done, and the points it gains.

    `kind` is `collect` (prove what is there), `fix` (change something on the ground) or `wait`
    (only time mends it).
    """

    kind: StepKind
    id: str  # of the criterion or veto
    role: str
    title: str
    change: Sentence
    gain: Decimal


STEP_NAMES: Final = {
    "collect": ("补佐证", "collect proof"),
    "fix": ("整改", "fix"),
    "wait": ("待期满", "wait"),
}


def steps_for(plan: Plan, result: CriterionResult) -> tuple[Step, ...]:
    """What can be done about a criterion, the largest gain first."""
    if result.outcome in {"met", "not_applicable", "exempt"}:
        return ()
    found = (*_collecting(plan, result), *_changing(plan, result))
    return tuple(sorted(found, key=lambda step: -step.gain))


def _collecting(plan: Plan, result: CriterionResult) -> Iterator[Step]:
    """Proof that turns what is unproven, or refused for want of proof, into points."""
    low, high = _ends(plan, result.planned, result.row)
    is_open = low != high or result.admission.state != "admitted"
    if not is_open or high <= 0:
        return
    gain = high - max(result.split.earned, Decimal(0))
    change = _proof(result.planned.formula.quantities, result.admission, result.row)
    yield _step("collect", result, change, gain)


def _proof(quantities: tuple[Quantity, ...], admission: Admission, row: Row) -> Sentence:
    """Facts to record, then evidence to show."""
    open_ones = {q.title.text(): q for q in quantities if not is_known(row, q)}
    said: list[Sentence] = []
    if open_ones:
        titles = tuple(quantity.title for quantity in open_ones.values())
        said.append(say("填报:{t}", "record: {t}", t=titles))
    for outcome in admission.lacking:
        what = outcome.lacking or described(outcome.requirement)
        said.append(say("补交佐证:{w}", "show: {w}", w=what))
    return joined(tuple(said)) if said else say("由考评员核定", "to be settled by an assessor")


def _changing(plan: Plan, result: CriterionResult) -> Iterator[Step]:
    """Changes on the ground, each scored again; the clause's own remedy where none is known."""
    planned, row = result.planned, result.row
    _, now = _ends(plan, planned, row)
    if now >= in_units((planned.full, 1), plan.scale):
        return
    seen: set[Decimal] = set()
    for change in _changes(planned, row):
        _, after = _ends(plan, planned, row.changed(change.columns))
        if after > now and after not in seen:
            seen.add(after)
            kind: StepKind = "wait" if change.is_past else "fix"
            yield _step(kind, result, change.sentence, after - now)
    if not seen and result.criterion.remedy:
        gain = in_units((planned.full, 1), plan.scale) - now
        yield _step("fix", result, plain(result.criterion.remedy), gain)


def _changes(planned: PlannedCriterion, row: Row) -> Iterator[Change]:
    """The guard first where it fails; without it nothing else gains."""
    if planned.guard is not None and not planned.guard.verdict(INTEGERS, row.low, row.high)[1]:
        change = planned.guard.change(row)
        if change is not None:
            yield change
            row = row.changed(change.columns)
            for further in planned.formula.changes(row):
                both = joined((change.sentence, further.sentence))
                columns = {**change.columns, **further.columns}
                yield Change(both, columns, change.is_past or further.is_past)
        return
    yield from planned.formula.changes(row)


def _ends(plan: Plan, planned: PlannedCriterion, row: Row) -> tuple[Decimal, Decimal]:
    """Worst and best points of a row, were all its evidence admitted."""
    points = score_criterion(plan, planned, INTEGERS, (row.low, row.high), ADMITTED)
    low, high = points.alone(INTEGERS, plan.standard.scoring.not_applicable)
    return in_units(low, plan.scale), in_units(high, plan.scale)


def _step(kind: StepKind, result: CriterionResult, change: Sentence, gain: Decimal) -> Step:
    criterion = result.criterion
    is_pointless = criterion.role in {"control", "veto"}
    gained = Decimal(0) if is_pointless else gain
    return Step(kind, criterion.id, criterion.role, criterion.title, change, gained)


def steps_for_veto(veto: VetoResult, row: Row) -> Iterator[Step]:
    """What would clear a veto; it gains no points but opens every tier."""
    clause = veto.clause
    if veto.condition is None or veto.status == "clear":
        return
    if veto.status == "unknown":
        change = _proof(tuple(veto.condition.quantities()), veto.admission, row)
        yield Step("collect", clause.id, "veto", clause.title, change, Decimal(0))
        return
    clearing = veto.condition.denied().change(row)
    kind: StepKind = "fix" if clearing is not None and not clearing.is_past else "wait"
    sentence = plain(clause.remedy) if clause.remedy else None
    sentence = sentence or (clearing.sentence if clearing else say("消除该情形", "clear it"))
    yield Step(kind, clause.id, "veto", clause.title, sentence, Decimal(0))
