"""Vetoes and tiers: what rules a title out, and which is reached, possible or out of reach."""

from collections.abc import Iterator, Mapping
from typing import Literal, TypeAlias

from civscore.evidence.admitting import Admission
from civscore.exact import INTEGERS, add_ratios
from civscore.scoring.findings import read_so
from civscore.scoring.points import Points, Scores, on_grid
from civscore.sentences import Sentence, joined, say
from civscore.standard.clauses import Clause
from civscore.standard.conditions import Condition
from civscore.standard.demands import Extent, Judgement, Standing, Status
from civscore.standard.plan import Plan, PlannedCriterion
from civscore.standard.rows import Row
from civscore.values import Value

VetoStatus: TypeAlias = Literal["clear", "triggered", "unknown"]


class VetoResult(Value):
    """The finding on one veto."""

    clause: Clause
    status: VetoStatus
    because: Sentence
    admission: Admission
    condition: Condition | None = None  # None for a criterion whose role is veto

    @property
    def id(self) -> str:
        """The veto's id."""
        return self.clause.id


class TierResult(Value):
    """Where a community stands with one tier."""

    id: str
    status: Status
    conditions: tuple[Judgement, ...]

    @property
    def blocking(self) -> tuple[Judgement, ...]:
        """Conditions that are not reached."""
        return tuple(one for one in self.conditions if one.status != "reached")


def judge_vetoes(
    plan: Plan,
    scores: Scores,
    row: Row,
    admissions: Mapping[str, Admission],
) -> Iterator[VetoResult]:
    """Every veto, those of the veto list first, then criteria whose role is veto."""
    for one in plan.vetoes:
        admission = admissions[one.veto.id]
        certain, possible = one.condition.holds(row.worst), one.condition.holds(row.best)
        is_attested = admission.state == "admitted"
        status = _veto_status(certain, possible, is_attested=is_attested)
        because = _veto_because(one.condition, status, admission, row, is_open=possible)
        because = joined((because, *read_so(one.veto)), "。", ". ")
        yield VetoResult(one.veto, status, because, admission, one.condition)
    for planned, points in zip(plan.criteria, scores.criteria, strict=True):
        if planned.role == "veto":
            certain, possible = is_met(planned, points)
            status = "clear" if certain else "unknown" if possible else "triggered"
            because = planned.formula.because(row)
            lacking = tuple(one.lacking for one in admissions[planned.id].lacking if one.lacking)
            if lacking and status == "unknown":
                because = joined((because, *lacking))
            yield VetoResult(planned.criterion, status, because, admissions[planned.id])


def _veto_status(certain: bool, possible: bool, *, is_attested: bool) -> VetoStatus:  # noqa: FBT001
    if certain:
        return "triggered"
    return "clear" if not possible and is_attested else "unknown"


def _veto_because(
    condition: Condition, status: VetoStatus, admission: Admission, row: Row, *, is_open: bool
) -> Sentence:
    shown = condition.shown(row)
    if status == "triggered" or is_open or status == "clear":
        return shown
    lacking = tuple(one.lacking for one in admission.lacking if one.lacking is not None)
    but = say("但{what}，不能认定未触发", "but {what}", what=joined(lacking))
    return joined((shown, but), "，", ", ")


def is_met(planned: PlannedCriterion, points: Points) -> tuple[bool, bool]:
    """Whether a criterion is certainly, and possibly, met in full, exempt or not applicable."""
    full = planned.full
    certain = points.low[0] >= full * points.low[1]
    possible = points.high[0] >= full * points.high[1]
    applies, may_apply = points.applies
    return bool(certain or not may_apply), bool(possible or not applies)


def judge_tiers(
    plan: Plan, scores: Scores, row: Row, vetoes: tuple[VetoResult, ...], *, compare: str
) -> tuple[TierResult, ...]:
    """Every tier, in rising order; `compare` says whether the exact or the rounded total counts."""
    standing = _standing(plan, scores, row, compare)
    added = (judged for one in plan.chapters.values() for judged in one.judge(standing))
    shared = (*_judge_controls(plan, scores), *_judge_vetoes(vetoes), *added)
    results = []
    for tier in plan.tiers:
        own = tuple(judged for demand in tier.demands for judged in demand.judge(standing))
        conditions = (*own, *shared)
        results.append(TierResult(tier.tier.id, _worst(conditions), conditions))
    return tuple(results)


def _worst(conditions: tuple[Judgement, ...]) -> Status:
    found = {one.status for one in conditions}
    if "out_of_reach" in found:
        return "out_of_reach"
    return "possible" if "possible" in found else "reached"


def _standing(plan: Plan, scores: Scores, row: Row, compare: str) -> Standing:
    total, most = scores.base.exact, plan.full
    if plan.bonus_counts:
        bonus = scores.bonus.exact
        total = add_ratios(total[0], bonus[0]), add_ratios(total[1], bonus[1])
        most += plan.bonus_cap
    if compare == "rounded":
        total = on_grid(plan, INTEGERS, total)
    sections = {
        planned.section.id: Extent(planned.section.id, planned.section.title, *ends, planned.full)
        for planned, ends in zip(plan.sections, scores.sections, strict=True)
    }
    return Standing(
        Extent("", "总分" if not plan.bonus_counts else "总分（含加分）", *total, most),
        sections,
        {
            planned.id: is_met(planned, points)
            for planned, points in zip(plan.criteria, scores.criteria, strict=True)
        },
        {planned.id: planned.criterion.title for planned in plan.criteria},
        plan.scale,
        row,
    )


def _judge_controls(plan: Plan, scores: Scores) -> Iterator[Judgement]:
    for planned, points in zip(plan.criteria, scores.criteria, strict=True):
        if planned.role == "control":
            certain, possible = is_met(planned, points)
            status: Status = "reached" if certain else "possible" if possible else "out_of_reach"
            title = planned.criterion.title
            yield _judgement("control", planned.id, title, status)


def _judge_vetoes(vetoes: tuple[VetoResult, ...]) -> Iterator[Judgement]:
    statuses: Mapping[VetoStatus, Status] = {
        "clear": "reached",
        "unknown": "possible",
        "triggered": "out_of_reach",
    }
    for veto in vetoes:
        yield _judgement("veto", veto.id, veto.clause.title, statuses[veto.status])


_WORDS: Mapping[str, Mapping[Status, tuple[str, str]]] = {
    "control": {
        "reached": ("满足", "met"),
        "possible": ("待证", "unproven"),
        "out_of_reach": ("未满足", "not met"),
    },
    "veto": {
        "reached": ("未触发", "clear"),
        "possible": ("未能认定", "unknown"),
        "out_of_reach": ("已触发", "triggered"),
    },
}
_NAMES: Mapping[str, tuple[str, str]] = {
    "control": ("控制项", "control"),
    "veto": ("一票否决", "veto"),
}


def _judgement(kind: str, subject: str, title: str, status: Status) -> Judgement:
    """A condition that holds or does not, without a number."""
    words = _WORDS[kind]
    need = say(*words["reached"])
    could = need if status != "out_of_reach" else say(*words["out_of_reach"])
    because = say(
        "{kind} {id} {t}：{state}",
        "{kind} {id} {t}: {state}",
        kind=say(*_NAMES[kind]), id=subject, t=title, state=say(*words[status]),
    )  # fmt: skip
    return Judgement(kind, subject, need, say(*words[status]), could, status, because)
