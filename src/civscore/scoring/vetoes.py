"""Vetoes: whether each is triggered, clear or unknown."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Final, Literal, TypeAlias

from civscore.evidence.admitting import Admission
from civscore.exact import Truths
from civscore.scoring.findings import read_so
from civscore.scoring.judgements import judgement
from civscore.scoring.points import Points, Scores
from civscore.sentences import Sentence, joined, say
from civscore.standard.clauses import Clause
from civscore.standard.conditions import Condition
from civscore.standard.demands import Judgement, Status
from civscore.standard.effects import NO_TIER, PlannedEffect
from civscore.standard.plan import Plan, PlannedCriterion
from civscore.standard.rows import Row
from civscore.values import Value

VetoStatus: TypeAlias = Literal["clear", "triggered", "unknown"]


_AS_CONDITION: Final[Mapping[VetoStatus, Status]] = {
    "clear": "reached",
    "unknown": "possible",
    "triggered": "out_of_reach",
}


class VetoResult(Value):
    """The finding on one veto."""

    clause: Clause
    status: VetoStatus
    because: Sentence
    admission: Admission
    effect: PlannedEffect
    condition: Condition | None = None  # None for a criterion whose role is veto
    falls: tuple[int, int] = (0, 0)  # by how many tiers it lowers, at least and at most

    @property
    def is_of_area(self) -> bool:
        """Whether it is about the area around, which the community cannot clear."""
        return bool(getattr(self.clause, "area", False))

    @property
    def id(self) -> str:
        """The veto's id."""
        return self.clause.id

    @cached_property
    def judgement(self) -> Judgement:
        """It as a condition of a tier."""
        return judgement("veto", self.id, self.clause.title, _AS_CONDITION[self.status])


def judge_vetoes(
    plan: Plan,
    scores: Scores,
    row: Row,
    admissions: Mapping[str, Admission],
) -> Iterator[VetoResult]:
    """Every veto, those of the veto list first, then criteria whose role is veto."""
    for one in plan.vetoes:
        admission = admissions[one.veto.id]
        certain, possible = row.truths(one.condition)
        is_attested = admission.state == "admitted"
        status = _veto_status(certain, possible, is_attested=is_attested)
        because = _veto_because(one.condition, status, admission, row, is_open=possible)
        if status != "clear" and one.effect is not NO_TIER:
            because = say(
                "{b}；后果：{e}", "{b}; effect: {e}", b=because, e=one.effect.said_on(row)
            )
        because = joined((because, *read_so(one.veto)), "。", ". ")
        falls = one.effect.falls(row)
        yield VetoResult(one.veto, status, because, admission, one.effect, one.condition, falls)
    for planned, points in zip(plan.criteria, scores.criteria, strict=True):
        if planned.role == "veto":
            certain, possible = is_met(planned, points)
            status = "clear" if certain else "unknown" if possible else "triggered"
            because = planned.formula.because(row)
            lacking = tuple(one.lacking for one in admissions[planned.id].lacking if one.lacking)
            if lacking and status == "unknown":
                because = joined((because, *lacking))
            yield VetoResult(planned.criterion, status, because, admissions[planned.id], NO_TIER)


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


def is_met(planned: PlannedCriterion, points: Points) -> Truths:
    """Whether a criterion is certainly, and possibly, met in full, exempt or not applicable."""
    full = planned.full
    certain = points.low[0] >= full * points.low[1]
    possible = points.high[0] >= full * points.high[1]
    applies, may_apply = points.applies
    return certain | (may_apply ^ True), possible | (applies ^ True)
