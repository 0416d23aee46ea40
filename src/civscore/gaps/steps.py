"""What can be done about a criterion or a veto, and the points it gains.

A gain is never estimated: the criterion is scored again with the change made. A step that gains
nothing alone (behind a guard, past a cap) is not offered.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from civscore.evidence.admitting import Admission
from civscore.exact import INTEGERS, in_units, quotient_text
from civscore.gaps.asking import (
    StepKind,
    asked,
    asking_too,
    further,
    is_shown,
    is_wanting,
    kind_of,
    needs_proof,
    open_quantities,
    points_if_shown,
    read_by,
)
from civscore.scoring.findings import CriterionResult
from civscore.scoring.gates import GateResult
from civscore.scoring.tiers import TierResult
from civscore.scoring.vetoes import VetoResult
from civscore.sentences import Sentence, joined, plain, say
from civscore.standard.clauses import Clause
from civscore.standard.conditions import Condition
from civscore.standard.mechanisms import is_known
from civscore.standard.model import POINTLESS
from civscore.standard.plan import Plan, PlannedCriterion
from civscore.standard.quantities import Quantity
from civscore.standard.rows import Change, GapKind, Row, merged
from civscore.values import Value, replaced

if TYPE_CHECKING:
    from civscore.scoring.marks import Marks


class Step(Value):
    """Something that can be done, and the points it gains.

    `kind` is `collect` (prove what is there), `fix` (change something on the ground), `wait` (only
    time mends it, by the `earliest` day) or `ask` (only others can settle it); `gap` is what lacks.
    """

    kind: StepKind
    id: str  # of the criterion, veto or gate; the tier's name for a condition of its own
    section: str  # id of its top-level section; "" for a veto
    role: str
    title: str
    change: Sentence
    gain: Decimal
    gap: GapKind = "points"
    earliest: date | None = None
    in_total: Decimal | None = None  # what the total gains; None where that is the gain itself

    @property
    def counts(self) -> Decimal:
        """Points that the total gains."""
        return self.gain if self.in_total is None else self.in_total

    @property
    def said(self) -> Sentence:
        """What is to be done, the earliest day it can be so, what the total then gains."""
        said = self.change
        if self.earliest is not None:
            said = say("{c}（最早 {d}）", "{c} (earliest {d})", c=said, d=self.earliest)
        if self.counts == self.gain:
            return said
        if self.counts <= 0:
            zh, en = "{c}（单做这一项，总分不变）", "{c} (alone it leaves the total as it is)"
            return say(zh, en, c=said)
        points = quotient_text(self.counts.as_integer_ratio())
        return say("{c}（折合总分 {n} 分）", "{c} ({n} of the total)", c=said, n=points)


def steps_for(plan: Plan, result: CriterionResult) -> tuple[Step, ...]:
    """What can be done about a criterion, the largest gain first."""
    if result.outcome == "not_applicable" and result.split.unproven:
        zh, en = "同类社区的平均分，由评定机关汇总后得出", "others' mean, from whoever adds up"
        mean = Change(say(zh, en), {}, gap="relative")
        return (_step("ask", plan, result, mean, result.split.unproven),)
    if result.outcome in {"met", "not_applicable", "exempt"} or result.admission.false:
        return ()
    if result.marks is not None:
        found: Iterable[Step] = _of_marks(plan, result, result.marks)
    else:
        found = (*_collecting(plan, result), *_changing(plan, result))
    return tuple(sorted(found, key=lambda step: -step.gain))


def _of_marks(plan: Plan, result: CriterionResult, marks: "Marks") -> Iterator[Step]:
    """Mend what those that count name; as ever, where none has scored; settle with others."""
    if not marks.counting:
        yield from _collecting(plan, result)
        yield from _changing(plan, result)
    elif result.split.lost:
        yield _step("fix", plan, result, Change(marks.remedy, {}), result.split.lost)
    if marks.differ or marks.awaited:
        gap: GapKind = "disagreement" if marks.differ else "judgement"
        gain = result.split.unproven if marks.counting else Decimal(0)
        yield _step("ask", plan, result, Change(marks.said, {}, gap=gap), gain)


def _collecting(plan: Plan, result: CriterionResult) -> Iterator[Step]:
    """Proof that turns what is unproven, or refused for want of proof, into points."""
    low, high = _ends(plan, result.planned, result.row)
    if (low == high and is_shown(result)) or high <= 0:
        return
    gain = high - max(result.split.earned, Decimal(0))
    question = result.planned.formula.question(result.row)
    if question is not None:
        yield _step("ask", plan, result, question, gain)
        return
    open_ones = list(open_quantities(plan, result.planned, result.row))
    if not open_ones and low != high:  # no single one settles it
        open_ones = [one for one in read_by(result.planned) if is_wanting(result.row, one)]
    kind, change = _proof(plan, open_ones, result.admission, result.row)
    if (first := result.planned.formula.pending(result.row)) is not None:
        change = replaced(change, sentence=joined((first, change.sentence)))
    yield _step(kind, plan, result, change, gain)


def _proof(
    plan: Plan, quantities: Iterable[Quantity], admission: Admission, row: Row
) -> tuple[StepKind, Change]:
    """Facts to record, then evidence to show."""
    gaps, said = asked(plan, quantities, row)
    lacking = [one.lacking for one in admission.lacking if one.requirement.absent != "warn"]
    pieces = tuple(one for one in lacking if one is not None)
    if pieces:
        gaps.add("evidence")
        said.append(say("佐证：{w}", "evidence: {w}", w=joined(pieces)))
    if not said:
        gaps.add("judgement")
        said.append(say("由考评员核定", "to be settled by an assessor"))
    kind, gap = kind_of(gaps)
    return kind, Change(joined(tuple(said)), {}, gap=gap)


def _changing(plan: Plan, result: CriterionResult) -> Iterator[Step]:
    """Changes on the ground, each scored again; the clause's own remedy where none is known."""
    planned, row = result.planned, result.row
    _, now = _ends(plan, planned, row)
    full = in_units((planned.full, 1), plan.scale)
    if now >= full:
        return
    seen: set[frozenset[tuple[int, int]]] = set()
    is_open = any(row.low[column] != row.high[column] for column in planned.reads)
    settled = {one.title.text() for one in _asked_now(plan, result)} if is_open else set()
    for change in changes_of(planned, row):
        moved = frozenset(change.columns.items())
        _, after = _ends(plan, planned, row.changed(change.columns))
        if after > now and moved not in seen:
            seen.add(moved)
            kind: StepKind = "wait" if change.is_past else "fix"
            moved_row = row.changed(change.columns)
            told = further(plan, planned, moved_row, settled) if is_open else ()
            yield _step(kind, plan, result, asking_too(change, told), after - now)
    if not seen and result.criterion.remedy:
        yield _step("fix", plan, result, Change(plain(result.criterion.remedy), {}), full - now)


def _asked_now(plan: Plan, result: CriterionResult) -> Iterator[Quantity]:
    """What another step already asks to be recorded."""
    low, high = _ends(plan, result.planned, result.row)
    if low != high and high > 0:
        yield from open_quantities(plan, result.planned, result.row)


def changes_of(planned: PlannedCriterion, row: Row) -> Iterator[Change]:
    """The guard first where it fails; without it nothing else gains."""
    if planned.guard is not None and not planned.guard.holds(row.best):
        change = planned.guard.change(row)
        if change is not None:
            yield change
            row = row.changed(change.columns)
            for further in planned.formula.changes(row):
                yield merged([change, further])
        return
    yield from planned.formula.changes(row)


def _ends(plan: Plan, planned: PlannedCriterion, row: Row) -> tuple[Decimal, Decimal]:
    """Worst and best points of a row, were all its evidence admitted."""
    low, high = points_if_shown(plan, planned, row).alone(INTEGERS, leaves=planned.leaves)
    return in_units(low, plan.scale), in_units(high, plan.scale)


def _step(
    kind: StepKind, plan: Plan, result: CriterionResult, change: Change, gain: Decimal
) -> Step:
    criterion = result.criterion
    section = plan.sections[result.planned.section].section.id
    said = change.sentence
    if kind == "fix" and needs_proof(result, change):
        said = say("{c}（须同时补齐佐证）", "{c} (evidence is needed, too)", c=said)
    is_pointless = criterion.role in POINTLESS
    gained = Decimal(0) if is_pointless else gain
    gap = "time" if kind == "wait" else change.gap
    role, title = criterion.role, criterion.title
    return Step(kind, criterion.id, section, role, title, said, gained, gap, change.earliest)


def steps_for_conditions(plan: Plan, tier: TierResult, row: Row) -> Iterator[Step]:
    """What would make the conditions of a tier hold or, of a list nobody wants to be on, fail."""
    seen: set[str] = set()
    for judged in tier.conditions:
        if judged.asks is not None and judged.status == "possible":
            nothing, asks = Decimal(0), judged.asks
            yield Step("ask", tier.id, "", "condition", "", asks.sentence, nothing, asks.gap)
        condition = judged.condition
        if condition is None:
            continue
        wanted = condition.denied() if tier.standing == "negative" else condition
        found = _towards(plan, wanted, row)
        if found is not None and found[1].sentence.text() not in seen:
            kind, change = found
            seen.add(change.sentence.text())
            gap = "time" if kind == "wait" else change.gap
            nothing, said, day = Decimal(0), change.sentence, change.earliest
            yield Step(kind, tier.id, "", "condition", "", said, nothing, gap, day)


def steps_for_gate(plan: Plan, gate: GateResult, row: Row) -> Iterator[Step]:
    """What would open a gate."""
    for need in gate.needs:
        found = _towards(plan, need.condition, row) if need.condition is not None else None
        if found is not None:
            yield _pointless(found[0], gate.clause, "gate", found[1])
    lacking = tuple(one.lacking for one in gate.admission.lacking if one.lacking is not None)
    if lacking and gate.status == "unknown":
        change = Change(say("佐证：{w}", "evidence: {w}", w=joined(lacking)), {}, gap="evidence")
        yield _pointless("collect", gate.clause, "gate", change)


def _towards(plan: Plan, wanted: Condition, row: Row) -> tuple[StepKind, Change] | None:
    """What makes a condition hold: facts recorded where it is open, else a change."""
    if wanted.holds(row.worst):
        return None
    if wanted.holds(row.best):
        open_ones = (one for one in wanted.quantities() if not is_known(row, one))
        gaps, said = asked(plan, open_ones, row)
        kind, gap = kind_of(gaps)
        return kind, Change(joined(tuple(said)), {}, gap=gap)
    change = wanted.change(row)
    if change is None:
        return "fix", Change(say("做到：{c}", "see to it that: {c}", c=wanted.title), {})
    return ("wait" if change.is_past else "fix"), change


def steps_for_veto(plan: Plan, veto: VetoResult, row: Row) -> Iterator[Step]:
    """What would clear a veto; it gains no points but opens every tier."""
    clause = veto.clause
    if veto.condition is None or veto.status == "clear":
        return
    if veto.status == "unknown":
        open_ones = (q for q in veto.condition.quantities() if not is_known(row, q))
        way, change = _proof(plan, open_ones, veto.admission, row)
        yield _pointless(way, clause, "veto", change)
        return
    clearing = veto.condition.denied().change(row)
    if veto.is_of_area:
        zh, en = "属于上级区域的情形，本社区不能自行消除", "of the area around; not for it to clear"
        yield _pointless("wait", clause, "veto", Change(say(zh, en), {}))
        return
    kind: StepKind = "fix" if clearing is not None and not clearing.is_past else "wait"
    clearing = clearing or Change(say("消除该情形", "clear it"), {})
    said = plain(clause.remedy) if clause.remedy else clearing.sentence
    yield _pointless(kind, clause, "veto", replaced(clearing, sentence=said, gap="veto"))


def _pointless(kind: StepKind, clause: Clause, role: str, change: Change) -> Step:
    """A step that gains no points."""
    gap = "time" if kind == "wait" else change.gap
    said, day, nothing = change.sentence, change.earliest, Decimal(0)
    return Step(kind, clause.id, "", role, clause.title, said, nothing, gap, day)
