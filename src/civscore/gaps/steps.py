"""What can be done about a criterion or a veto, and the points it gains.

A gain is never estimated: the criterion is scored again with the change made. A step that gains
nothing alone (behind a guard, past a cap) is not offered.
"""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Final, Literal, TypeAlias

from civscore.evidence.admitting import Admission
from civscore.exact import INTEGERS, in_units
from civscore.scoring.findings import CriterionResult
from civscore.scoring.gates import GateResult
from civscore.scoring.points import ADMITTED, Points, score_criterion
from civscore.scoring.tiers import TierResult
from civscore.scoring.vetoes import VetoResult
from civscore.sentences import Sentence, joined, plain, say
from civscore.standard.conditions import Condition
from civscore.standard.mechanisms import is_known
from civscore.standard.model import POINTLESS
from civscore.standard.plan import Plan, PlannedCriterion
from civscore.standard.quantities import Quantity
from civscore.standard.rows import Change, Row
from civscore.values import Value

StepKind: TypeAlias = Literal["collect", "fix", "wait", "ask"]


class Step(Value):
    """Something that can be done, and the points it gains.

    `kind` is `collect` (prove what is there), `fix` (change something on the ground), `wait`
    (only time mends it) or `ask` (only the issuer of the text can settle it).
    """

    kind: StepKind
    id: str  # of the criterion, veto or gate; the tier's name for a condition of its own
    section: str  # id of its top-level section; "" for a veto
    role: str
    title: str
    change: Sentence
    gain: Decimal


def steps_for(plan: Plan, result: CriterionResult) -> tuple[Step, ...]:
    """What can be done about a criterion, the largest gain first."""
    if result.outcome in {"met", "not_applicable", "exempt"} or result.admission.false:
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
    question = result.planned.formula.question(result.row)
    if question is not None:
        yield _step("ask", plan, result, question, gain)
        return
    open_ones = _open_quantities(plan, result.planned, result.row)
    change = _proof(plan, open_ones, result.admission, result.row)
    yield _step("collect", plan, result, change, gain)


def _open_quantities(plan: Plan, planned: PlannedCriterion, row: Row) -> Iterator[Quantity]:
    """What is not wholly recorded and still makes a difference to the points."""
    around = [one for one in (planned.applies, planned.exempt, planned.guard) if one is not None]
    for condition in around:
        yield from _moving(condition.quantities(), row, lambda one: _points(plan, planned, one))
    yield from _moving(
        planned.formula.quantities,
        row,
        lambda one: (planned.formula.points(one.worst), planned.formula.points(one.best)),
    )


def _moving(
    quantities: Iterable[Quantity], row: Row, worth: Callable[[Row], object]
) -> Iterator[Quantity]:
    """Quantities not wholly recorded whose ends move the worth, each title once."""
    before = worth(row)
    for quantity in {one.title.text(): one for one in quantities}.values():
        ends = ({c: side[c] for c in quantity.columns} for side in (row.low, row.high))
        if not is_known(row, quantity) and any(worth(row.changed(end)) != before for end in ends):
            yield quantity


def _points(plan: Plan, planned: PlannedCriterion, row: Row) -> Points:
    """A row's points, were all its evidence admitted."""
    return score_criterion(plan, planned, row.worst, ADMITTED)


def _proof(plan: Plan, quantities: Iterable[Quantity], admission: Admission, row: Row) -> Sentence:
    """Facts to record, then evidence to show."""
    said = list(_asked(plan, quantities, row))
    lacking = [one.lacking for one in admission.lacking if one.requirement.absent != "warn"]
    pieces = tuple(one for one in lacking if one is not None)
    if pieces:
        said.append(say("佐证：{w}", "evidence: {w}", w=joined(pieces)))
    return joined(tuple(said)) if said else say("由考评员核定", "to be settled by an assessor")


def _asked(plan: Plan, quantities: Iterable[Quantity], row: Row) -> tuple[Sentence, ...]:
    """Facts to record, each title once."""
    asked: dict[tuple[str, str], list[Sentence]] = {}
    for quantity in quantities:
        fact = plan.standard.facts[quantity.fact]
        way = _JUDGED if fact.kind in {"judged", "grade"} else _RECORDED
        if quantity.fact in row.recorded:
            way = _SHARPENED
        titles = asked.setdefault(way, [])
        titles += [quantity.title] if quantity.title not in titles else []
    return tuple(say(*way, t=tuple(titles)) for way, titles in asked.items())


_RECORDED: Final = ("如实填报：{t}", "record: {t}")
_SHARPENED: Final = ("核准并补全：{t}", "make exact: {t}")
_JUDGED: Final = ("请考评员评定：{t}", "to be judged: {t}")


def _changing(plan: Plan, result: CriterionResult) -> Iterator[Step]:
    """Changes on the ground, each scored again; the clause's own remedy where none is known."""
    planned, row = result.planned, result.row
    _, now = _ends(plan, planned, row)
    full = in_units((planned.full, 1), plan.scale)
    if now >= full:
        return
    seen: set[frozenset[tuple[int, int]]] = set()
    for change in _changes(planned, row):
        moved = frozenset(change.columns.items())
        _, after = _ends(plan, planned, row.changed(change.columns))
        if after > now and moved not in seen:
            seen.add(moved)
            kind: StepKind = "wait" if change.is_past else "fix"
            yield _step(kind, plan, result, change.sentence, after - now)
    if not seen and result.criterion.remedy:
        yield _step("fix", plan, result, plain(result.criterion.remedy), full - now)


def _changes(planned: PlannedCriterion, row: Row) -> Iterator[Change]:
    """The guard first where it fails; without it nothing else gains."""
    if planned.guard is not None and not planned.guard.holds(row.best):
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
    low, high = _points(plan, planned, row).alone(INTEGERS, plan.treatment)
    return in_units(low, plan.scale), in_units(high, plan.scale)


def _step(
    kind: StepKind, plan: Plan, result: CriterionResult, change: Sentence, gain: Decimal
) -> Step:
    criterion = result.criterion
    section = plan.sections[result.planned.section].section.id
    if kind == "fix" and result.admission.state != "admitted":
        change = say("{c}（须同时补齐佐证）", "{c} (evidence is needed, too)", c=change)
    is_pointless = criterion.role in POINTLESS
    gained = Decimal(0) if is_pointless else gain
    return Step(kind, criterion.id, section, criterion.role, criterion.title, change, gained)


def steps_for_conditions(plan: Plan, tier: TierResult, row: Row) -> Iterator[Step]:
    """What would make the conditions of a tier hold or, of a list nobody wants to be on, fail."""
    for judged in tier.conditions:
        condition = judged.condition
        if condition is None:
            continue
        wanted = condition.denied() if tier.standing == "negative" else condition
        found = _towards(plan, wanted, row)
        if found is not None:
            kind, change = found
            yield Step(kind, tier.id, "", "condition", "", change, Decimal(0))


def steps_for_gate(plan: Plan, gate: GateResult, row: Row) -> Iterator[Step]:
    """What would open a gate."""
    for need in gate.needs:
        found = _towards(plan, need.condition, row) if need.condition is not None else None
        if found is not None:
            yield Step(found[0], gate.id, "", "gate", gate.clause.title, found[1], Decimal(0))
    lacking = tuple(one.lacking for one in gate.admission.lacking if one.lacking is not None)
    if lacking and gate.status == "unknown":
        change = say("佐证：{w}", "evidence: {w}", w=joined(lacking))
        yield Step("collect", gate.id, "", "gate", gate.clause.title, change, Decimal(0))


def _towards(plan: Plan, wanted: Condition, row: Row) -> tuple[StepKind, Sentence] | None:
    """What makes a condition hold: facts recorded where it is open, else a change."""
    if wanted.holds(row.worst):
        return None
    if wanted.holds(row.best):
        open_ones = (one for one in wanted.quantities() if not is_known(row, one))
        return "collect", joined(_asked(plan, open_ones, row))
    change = wanted.change(row)
    if change is None:
        return "fix", say("做到：{c}", "see to it that: {c}", c=wanted.title)
    return ("wait" if change.is_past else "fix"), change.sentence


def steps_for_veto(plan: Plan, veto: VetoResult, row: Row) -> Iterator[Step]:
    """What would clear a veto; it gains no points but opens every tier."""
    clause = veto.clause
    if veto.condition is None or veto.status == "clear":
        return
    if veto.status == "unknown":
        open_ones = (q for q in veto.condition.quantities() if not is_known(row, q))
        change = _proof(plan, open_ones, veto.admission, row)
        yield Step("collect", clause.id, "", "veto", clause.title, change, Decimal(0))
        return
    clearing = veto.condition.denied().change(row)
    if veto.is_of_area:
        zh, en = "属于上级区域的情形，本社区不能自行消除", "of the area around; not for it to clear"
        yield Step("wait", clause.id, "", "veto", clause.title, say(zh, en), Decimal(0))
        return
    kind: StepKind = "fix" if clearing is not None and not clearing.is_past else "wait"
    sentence = plain(clause.remedy) if clause.remedy else None
    sentence = sentence or (clearing.sentence if clearing else say("消除该情形", "clear it"))
    yield Step(kind, clause.id, "", "veto", clause.title, sentence, Decimal(0))
