"""The finding on one criterion: its split, its outcome, and why."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from civscore.evidence.admitting import Admission
from civscore.exact import INTEGERS, Integers, Operations, Ratio, in_units, share_text
from civscore.scoring.points import Points
from civscore.sentences import Sentence, joined, say
from civscore.standard.clauses import Clause
from civscore.standard.conditions import shown_quantities, title_on
from civscore.standard.model import POINTLESS, Criterion
from civscore.standard.plan import Plan, PlannedCriterion
from civscore.standard.rows import Row
from civscore.values import Value

if TYPE_CHECKING:
    from civscore.scoring.marks import Marks
    from civscore.scoring.sampling import Estimate

Outcome: TypeAlias = Literal[
    "met", "partly_met", "not_met", "unproven", "not_applicable", "exempt"
]  # fmt: skip
OUTCOMES: Final[tuple[Outcome, ...]] = (
    "met", "partly_met", "not_met", "unproven", "not_applicable", "exempt",
)  # fmt: skip


class Split(Value):
    """Full points in three: 已得、待证、已失. The three always add up to the full."""

    full: Decimal
    earned: Decimal
    unproven: Decimal
    lost: Decimal

    @property
    def possible(self) -> Decimal:
        """What could be had without changing anything on the ground."""
        return self.earned + self.unproven


def split_of(full: Decimal, low: Ratio, high: Ratio, scale: int) -> Split:
    """The split of full points between two ends."""
    earned, best = in_units(low, scale), in_units(high, scale)
    return Split(full, earned, best - earned, full - best)


class CriterionResult(Value):
    """The finding on one criterion."""

    planned: PlannedCriterion
    points: Points
    admission: Admission
    split: Split
    outcome: Outcome
    row: Row
    marks: "Marks | None" = None  # what assessors gave, where any did
    estimates: "Mapping[str, Estimate]" = {}  # noqa: RUF012 - of samples, by name of the fact

    @property
    def criterion(self) -> Criterion:
        """The clause."""
        return self.planned.criterion

    @property
    def id(self) -> str:
        """The clause's id."""
        return self.criterion.id

    @property
    def because(self) -> Sentence:
        """Why the points are what they are: facts first, then evidence."""
        return _explained(self, self.row)


def find(
    plan: Plan,
    planned: PlannedCriterion,
    points: Points,
    admission: Admission,
    row: Row,
    marks: "Mapping[str, Marks]",
    estimates: "Mapping[str, Estimate]",
) -> CriterionResult:
    """The finding on a criterion that has been scored; marks are those of all, by id."""
    low, high = points.alone(INTEGERS, leaves=planned.leaves)
    is_pointless = planned.role in POINTLESS
    full = 0 if is_pointless or _is_out(planned, points) else planned.full
    if full == 0:
        split = Split(*[Decimal(0)] * 4)
    else:
        split = split_of(in_units((full, 1), plan.scale), low, high, plan.scale)
    outcome = OUTCOMES[outcome_at(INTEGERS, planned.full, points, low, high)]
    given = marks.get(planned.id)
    return CriterionResult(planned, points, admission, split, outcome, row, given, estimates)


def _is_out(planned: PlannedCriterion, points: Points) -> bool:
    """Whether it has left the sum."""
    return not points.applies[1] and planned.leaves


def outcome_at(ops: Operations, full: int, points: Points, low: Ratio, high: Ratio) -> Integers:
    """The place of the outcome among all; the later question goes before the earlier."""
    found = ops.where(low[0] > 0, 1, 2)
    found = ops.where(low[0] * high[1] < high[0] * low[1], 3, found)
    found = ops.where(low[0] >= full * low[1], 0, found)
    found = ops.where(points.exempt[0], 5, found)
    return ops.where(points.applies[1], found, 4)


def _explained(result: CriterionResult, row: Row) -> Sentence:
    """Facts first, then evidence."""
    planned, points = result.planned, result.points
    if result.outcome == "not_applicable":
        why = _lacking(result.admission) or _why_out(planned, row)
        out = say("不参评：{v}", "does not apply: {v}", v=why)
        return joined((out, *_given(planned)), "。", ". ")
    if result.outcome == "exempt" and planned.exempt is not None:
        return say("免检，按满分计：{v}", "exempt, full marks: {v}", v=planned.exempt.shown(row))
    given = _by_assessors(result)
    if given is not None:
        return joined((given, *read_so(planned.criterion)), "。", ". ")
    said = []
    if planned.applies is not None and not points.applies[0]:
        zh, en = "是否参评未定（要看是否{c}）", "may not apply ({c})"
        said.append(say(zh, en, c=title_on(planned.applies, row)))
    if planned.exempt is not None and planned.exempt.holds(row.best):
        zh, en = "是否免检未定（{v}）", "may be exempt ({v})"
        said.append(say(zh, en, v=planned.exempt.shown(row)))
    if planned.guard is not None:
        certain, possible = planned.guard.holds(row.worst), planned.guard.holds(row.best)
        if not certain:
            zh, en = (
                ("前提未定：{c}", "the precondition is open: {c}")
                if possible
                else ("前提不成立，不得分：{c}", "nothing without the precondition: {c}")
            )
            said.append(say(zh, en, c=title_on(planned.guard, row)))
    said.append(planned.formula.because(row))
    said.extend(_how_sure(result))
    said.extend(_remarks(planned, row))
    said.extend(_said_of_evidence(result))
    said.extend(read_so(planned.criterion))
    return joined(tuple(said), "。", ". ")


def _by_assessors(result: CriterionResult) -> Sentence | None:
    """What assessors came to, where any of them counts."""
    low, open_points = result.split.earned, result.split.unproven
    return result.marks.because(low, low + open_points) if result.marks is not None else None


def _given(planned: PlannedCriterion) -> Iterator[Sentence]:
    """What it is given where it does not apply, unless that is all, nothing, or not its own."""
    if planned.instead is None:
        return
    (least, of), (most, per) = planned.instead
    if least * per != most * of:
        zh, en = "按同类社区的平均分计，平均分未定", "others' mean counts, which is not known yet"
        yield say(zh, en)
    elif 0 < least < planned.full * of:
        share = share_text(Decimal(least) / (planned.full * of))
        yield say("按满分的 {s} 计", "{s} of the full points count", s=share)


def _lacking(admission: Admission) -> Sentence | None:
    """The evidence without which it does not apply."""
    if admission.state != "not_applicable":
        return None
    said = [one.lacking for one in admission.lacking]
    return joined(tuple(one for one in said if one is not None))


def _why_out(planned: PlannedCriterion, row: Row) -> Sentence:
    """The condition that fails, or the base that is wanting."""
    if planned.applies is not None and not planned.applies.holds(row.best):
        return planned.applies.shown(row)
    return shown_quantities(planned.formula.quantities, row)


def _how_sure(result: CriterionResult) -> Iterator[Sentence]:
    """How far the samples can be off that it rests on."""
    if result.estimates:
        read = {getattr(one, "columns", ()) for one in result.planned.formula.quantities}
        found = (one.said for one in result.estimates.values() if one.columns in read)
        yield from (one for one in found if one.values)


def _remarks(planned: PlannedCriterion, row: Row) -> Iterator[Sentence]:
    """What was written beside the facts, where the mechanism has not said it already."""
    if planned.criterion.way_name == "judged":
        return
    names = {quantity.fact: None for quantity in planned.formula.quantities}
    records = [row.recorded[name] for name in names if name in row.recorded]
    for reason in dict.fromkeys(one.reason for one in records if one.reason):
        yield say("说明：{r}", "note: {r}", r=reason)


def read_so(clause: Clause) -> Iterator[Sentence]:
    """How a text that does not decide was read."""
    if clause.reading:
        yield say("条文两可，读作：{r}", "the text is read so: {r}", r=clause.reading)


_EFFECTS: Final = {
    "unproven": ("佐证不足，得分待证：{what}", "not proven: {what}"),
    "zero": ("佐证不足，按规定不得分：{what}", "no points without it: {what}"),
    "not_applicable": ("佐证不足：{what}", "not shown: {what}"),
    "warn": ("提醒（不影响得分），佐证不全：{what}", "note, evidence incomplete: {what}"),
}


_OF_FACETS: Final = {
    "unproven": ("佐证不足，{facet}待证：{what}", "{facet} not proven: {what}"),
    "zero": ("佐证不足，{facet}按规定不得分：{what}", "no points for {facet} without it: {what}"),
    "warn": _EFFECTS["warn"],
}


def _said_of_evidence(result: CriterionResult) -> Iterator[Sentence]:
    """What is false; what is lacking, by its effect, each with the pieces that were refused."""
    if result.admission.false:
        zh, en = "佐证虚假，不得分：{ids}", "no points for false evidence: {ids}"
        yield say(zh, en, ids=result.admission.false)
    for effect, (zh, en) in _EFFECTS.items():
        if parts := _lacking_by(result.admission, effect, ""):
            yield say(zh, en, what=joined(tuple(parts), "；", "; "))
    if any(outcome.requirement.facet for outcome in result.admission.lacking):
        yield from _said_of_facets(result)


def _said_of_facets(result: CriterionResult) -> Iterator[Sentence]:
    """What single facets lack."""
    titles: Mapping[str, Sentence] = getattr(result.planned.formula, "titles", {})
    for facet, title in titles.items():
        for effect, (zh, en) in _OF_FACETS.items():
            if parts := _lacking_by(result.admission, effect, facet):
                yield say(zh, en, facet=title, what=joined(tuple(parts), "；", "; "))


def _lacking_by(admission: Admission, effect: str, facet: str) -> list[Sentence]:
    """What is lacking to some effect, of one facet or of the whole."""
    parts: list[Sentence] = []
    for outcome in admission.lacking:
        if (outcome.requirement.absent, outcome.requirement.facet) == (effect, facet):
            parts += [outcome.lacking] if outcome.lacking is not None else []
            parts += [
                say("{id} 不采信：{why}", "{id} refused: {why}", id=piece, why=because)
                for piece, because in outcome.refused
            ]
    return parts
