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
from civscore.standard.demands import Extent, Judgement, Mark, Standing, Status
from civscore.standard.model import Tier
from civscore.standard.plan import Plan, PlannedCriterion, PlannedTier
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
    """Where a community stands with one tier; a list nobody wants to be on is reached, too."""

    tier: Tier
    status: Status
    conditions: tuple[Judgement, ...]

    @property
    def id(self) -> str:
        """The tier's name."""
        return self.tier.id

    @property
    def standing(self) -> str:
        """Whether it is a title, conditional or negative."""
        return self.tier.standing

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
    found: dict[int, TierResult] = {}
    for number in plan.titles:
        found[number] = _result(plan.tiers[number], standing, shared)
    no_title = _no_title([one.status for one in found.values()])
    for number, tier in enumerate(plan.tiers):
        if number not in found:
            around = (*shared, no_title) if tier.tier.standing == "conditional" else ()
            found[number] = _result(tier, standing, around)
    return tuple(found[number] for number in range(len(found)))


def _result(tier: PlannedTier, standing: Standing, around: tuple[Judgement, ...]) -> TierResult:
    own = tuple(judged for demand in tier.demands for judged in demand.judge(standing))
    named = {one.subject for one in own if one.kind == "criterion"}
    others = (one for one in around if one.kind != "control" or one.subject not in named)
    conditions = (*own, *others)
    return TierResult(tier.tier, _worst(conditions), conditions)


def _no_title(titles: list[Status]) -> Judgement:
    """That no title is reached, without which nothing is conditional."""
    statuses: Mapping[Status, Status] = {
        "out_of_reach": "reached",
        "possible": "possible",
        "reached": "out_of_reach",
    }
    best: Status = next((s for s in ("reached", "possible") if s in titles), "out_of_reach")
    return _judgement("title", "", "", statuses[best])


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
            planned.id: _mark(planned, points)
            for planned, points in zip(plan.criteria, scores.criteria, strict=True)
        },
        plan.scale,
        row,
    )


def _mark(planned: PlannedCriterion, points: Points) -> Mark:
    applies, exempt = ((bool(c), bool(p)) for c, p in (points.applies, points.exempt))
    title = planned.criterion.title
    return Mark(planned.id, title, points.low, points.high, planned.full, applies, exempt)


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
    "title": {
        "reached": ("没有达到", "none reached"),
        "possible": ("可能达到", "one may be reached"),
        "out_of_reach": ("已经达到", "one is reached"),
    },
}
_NAMES: Mapping[str, tuple[str, str]] = {
    "control": ("控制项", "control"),
    "veto": ("一票否决", "veto"),
    "title": ("称号等级", "a title"),
}


def _judgement(kind: str, subject: str, title: str, status: Status) -> Judgement:
    """A condition that holds or does not, without a number."""
    words = _WORDS[kind]
    need = say(*words["reached"])
    could = need if status != "out_of_reach" else say(*words["out_of_reach"])
    because = say(
        "{kind}{of}：{state}",
        "{kind}{of}: {state}",
        kind=say(*_NAMES[kind]), of=f" {subject} {title}" if subject else "",
        state=say(*words[status]),
    )  # fmt: skip
    return Judgement(kind, subject, need, say(*words[status]), could, status, because)
