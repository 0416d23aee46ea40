"""Tiers: which is reached, possible or out of reach."""

from collections.abc import Iterator, Mapping, Sequence

from civscore.exact import add_ratios
from civscore.scoring.effects import binding, falling, set_judgement, setting
from civscore.scoring.gates import GateResult, gate_judgement
from civscore.scoring.judgements import judgement
from civscore.scoring.points import Scores
from civscore.scoring.sums import on_grid
from civscore.scoring.vetoes import VetoResult, is_met
from civscore.standard.demands import Extent, Judgement, Mark, Standing, Status
from civscore.standard.model import Tier
from civscore.standard.plan import Plan, PlannedTier
from civscore.standard.rows import Row
from civscore.values import Value


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

    @property
    def is_needless(self) -> bool:
        """Whether it is for those without a title, and a title is reached."""
        return any(one.kind == "title" and one.status == "out_of_reach" for one in self.conditions)

    @property
    def hangs_on_field(self) -> bool:
        """Whether other communities have a say in it that is still open."""
        return any(one.asks is not None and one.status == "possible" for one in self.conditions)

    @property
    def qualifies(self) -> bool:
        """Whether nothing but the say of others is open."""
        is_open = self.status == "possible"
        return is_open and all(one.asks is not None for one in self.blocking)


def judge_tiers(
    plan: Plan,
    scores: Scores,
    row: Row,
    vetoes: Sequence[VetoResult],
    gates: Sequence[GateResult],
    *,
    compare: str,
) -> tuple[TierResult, ...]:
    """Every tier, in rising order; `compare` says whether the exact or the rounded total counts."""
    standing = standing_of(plan, scores, row, compare)
    shut = [gate_judgement(one) for one in gates]
    controls = tuple(_judge_controls(plan, scores))
    found: dict[int, TierResult] = {}
    for rank, number in enumerate(plan.titles):
        entry = _entry(plan, standing, plan.tiers[number].tier.id, shut)
        against = (*binding(vetoes, rank), *entry)
        result = _result(plan.tiers[number], standing, (*controls, *against))
        setter = setting(vetoes, rank)
        if setter is not None and (setter.status == "triggered" or result.status != "reached"):
            result = _judged(result.tier, (set_judgement(setter), *against))
        found[number] = result
    found = _fallen(found, vetoes)
    no_title = _no_title([one.status for one in found.values()])
    for number, tier in enumerate(plan.tiers):
        if tier.tier.standing == "conditional":
            entry = _entry(plan, standing, tier.tier.id, shut)
            around = (*controls, *binding(vetoes, -1), *entry, no_title)
            found[number] = _result(tier, standing, around)
        elif tier.tier.standing == "negative":
            found[number] = _result(tier, standing, ())
    return tuple(found[number] for number in range(len(found)))


def _entry(
    plan: Plan, standing: Standing, tier: str, gates: Sequence[Judgement]
) -> tuple[Judgement, ...]:
    """What stands before a tier whatever is scored: gates, and what chapters add."""
    added = [judged for one in plan.chapters.values() for judged in one.judge(standing, tier)]
    return (*gates, *added)


def _fallen(
    titles: Mapping[int, TierResult], vetoes: Sequence[VetoResult]
) -> dict[int, TierResult]:
    """The titles as they stand where vetoes lower the tier."""
    results = list(titles.values())
    statuses, names = [one.status for one in results], [one.id for one in results]
    return {
        number: _judged(one.tier, (*one.conditions, *falling(vetoes, statuses, names, rank)))
        for rank, (number, one) in enumerate(titles.items())
    }


def _result(tier: PlannedTier, standing: Standing, around: tuple[Judgement, ...]) -> TierResult:
    own = tuple(judged for demand in tier.demands for judged in demand.judge(standing))
    named = {one.subject for one in own if one.kind == "criterion"}
    others = (one for one in around if one.kind != "control" or one.subject not in named)
    return _judged(tier.tier, (*own, *others))


def _judged(tier: Tier, conditions: tuple[Judgement, ...]) -> TierResult:
    return TierResult(tier, _worst(conditions), conditions)


def _no_title(titles: list[Status]) -> Judgement:
    """That no title is reached, without which nothing is conditional."""
    statuses: Mapping[Status, Status] = {
        "out_of_reach": "reached",
        "possible": "possible",
        "reached": "out_of_reach",
    }
    best: Status = next((s for s in ("reached", "possible") if s in titles), "out_of_reach")
    return judgement("title", "", "", statuses[best])


def _worst(conditions: tuple[Judgement, ...]) -> Status:
    found = {one.status for one in conditions}
    if "out_of_reach" in found:
        return "out_of_reach"
    return "possible" if "possible" in found else "reached"


def standing_of(plan: Plan, scores: Scores, row: Row, compare: str) -> Standing:
    """Where a community, or each of many, stands."""
    total = scores.base.exact
    if plan.bonus_counts:
        bonus = scores.bonus.exact
        total = add_ratios(total[0], bonus[0]), add_ratios(total[1], bonus[1])
    if compare == "rounded":
        total = on_grid(plan, row.worst.ops, total)
    sections = {
        planned.section.id: Extent(planned.section.id, planned.section.title, *ends, planned.full)
        for planned, ends in zip(plan.sections, scores.sections, strict=True)
    }
    return Standing(
        Extent("", "总分" if not plan.bonus_counts else "总分（含加分）", *total, plan.full),
        sections,
        lambda name: _mark(plan, scores, name),
        plan.scale,
        row,
    )


def _mark(plan: Plan, scores: Scores, name: str) -> Mark:
    number = plan.numbers[name]
    planned, points = plan.criteria[number], scores.criteria[number]
    found = points.low, points.high, planned.full, points.applies, points.exempt
    return Mark(planned.id, planned.criterion.title, *found)


def _judge_controls(plan: Plan, scores: Scores) -> Iterator[Judgement]:
    for planned, points in zip(plan.criteria, scores.criteria, strict=True):
        if planned.role == "control":
            certain, possible = is_met(planned, points)
            status: Status = "reached" if certain else "possible" if possible else "out_of_reach"
            title = planned.criterion.title
            yield judgement("control", planned.id, title, status)
