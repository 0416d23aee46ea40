"""The judgement on one community: every number with its clause, every finding with its because.

`assess` walks the whole house once: records become a row, pieces are admitted, the row is scored,
vetoes and tiers are judged. Points are settled then; sentences, steps and gaps are only put
together when somebody reads them.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from civscore.evidence.admitting import Admission, admit_all
from civscore.evidence.model import Bundle, Community
from civscore.evidence.tabulating import tabulate
from civscore.evidence.timing import untimely
from civscore.exact import INTEGERS, in_units
from civscore.gaps.gap import Gap, gap_to
from civscore.gaps.listing import steps_against, steps_by_clause
from civscore.gaps.steps import Step, steps_for_conditions
from civscore.scoring import effects
from civscore.scoring import points as pt
from civscore.scoring.findings import CriterionResult, Split, find, split_of
from civscore.scoring.gates import GateResult, judge_gates
from civscore.scoring.sections import SectionResult, results_of
from civscore.scoring.sums import PointsRange
from civscore.scoring.tiers import TierResult, judge_tiers
from civscore.scoring.vetoes import VetoResult, judge_vetoes
from civscore.sentences import Sentence, say
from civscore.standard.doubts import doubts
from civscore.standard.facts import Times
from civscore.standard.model import Standard
from civscore.standard.plan import Plan
from civscore.standard.rows import Interval, Row
from civscore.values import Value

if TYPE_CHECKING:
    from civscore.scoring.adjusting import AdjustmentResult
    from civscore.scoring.marks import Marks
    from civscore.scoring.sampling import Estimate
    from civscore.scoring.titles import TitleResult

_NOTHING: Final[Mapping[str, Interval]] = {}
_PUBLIC: Final = say(
    "公示版：不含说明、评语和佐证明细", "public view: without notes, remarks and evidence"
)


class Assessment(Value):
    """A community judged by a standard on a day."""

    plan: Plan
    bundle: Bundle
    as_of: date
    row: Row
    scores: pt.Scores
    admissions: Mapping[str, Admission]
    gates: tuple[GateResult, ...]
    vetoes: tuple[VetoResult, ...]
    tiers: tuple[TierResult, ...]
    whole: Plan  # with what is there for other communities only, which `plan` leaves out

    @property
    def own_plan(self) -> Plan:
        """The plan for this community, whatever was shown for single facets."""
        divided = self.whole.divided
        own = None if divided is None else divided.plan_for(self.row)
        return own or self.whole

    @property
    def standard(self) -> Standard:
        """The standard it was judged by."""
        return self.plan.standard

    @property
    def community(self) -> Community:
        """The community."""
        return self.bundle.community

    @property
    def remarks(self) -> tuple[Sentence, ...]:
        """What does not fit the day judged from, and what its text leaves in doubt."""
        days = untimely(self.plan, self.bundle.records, self.as_of)
        found = [*(one.sentence for one in days), *doubts(self.plan)]
        if self.whole.divided is not None:
            found += self.whole.divided.remarks(self.row)
        if not self.plan.is_plain and self.plan.divided is None:
            from civscore.scoring.holding import said_of_bounds

            found += said_of_bounds(self.plan, self.scores.criteria)
        for chapter in self.plan.chapters.values():
            found += chapter.remarks(self.row)
        return (*self.premises, *found, *effects.said_of(self.vetoes))

    @property
    def premises(self) -> tuple[Sentence, ...]:
        """For whom it is told, and what is only supposed."""
        is_public = self.bundle.view == "public"
        return (_PUBLIC, *self.bundle.supposed) if is_public else self.bundle.supposed

    @cached_property
    def total(self) -> Split:
        """Points of all scored criteria; bonus stands outside."""
        return self._split(self.plan.full, self.scores.base.record)

    @cached_property
    def bonus(self) -> Split:
        """Bonus points, of the cap."""
        return self._split(self.plan.bonus_cap, self.scores.bonus.record)

    @cached_property
    def sections(self) -> tuple[SectionResult, ...]:
        """Sections with scored criteria, in order."""
        found = tuple(results_of(self.plan, self.scores))
        if self.plan.divided is None:
            return found
        common = self.plan.divided.common_sections(self.row)
        return tuple(one for one in found if one.section.id in common)

    @cached_property
    def adjustments(self) -> "tuple[AdjustmentResult, ...]":
        """What is done to the total after all has been added up, in order."""
        if not self.plan.adjustments or self.plan.divided is not None:
            return ()
        from civscore.scoring.adjusting import results_of as adjustments_of

        return tuple(adjustments_of(self.plan, self.row, self.scores))

    @cached_property
    def criteria(self) -> tuple[CriterionResult, ...]:
        """Every criterion's finding, in order; none of what may not be there at all."""
        marks: Mapping[str, Marks] = {}
        if self.bundle.scores:
            from civscore.scoring.marks import marks_of

            marks = marks_of(self.plan, self.bundle)
        divided = self.plan.divided
        common = None if divided is None else divided.common(self.row)
        found = marks, self.estimates
        listed = zip(self.plan.criteria, self.scores.criteria, strict=True)
        return tuple(
            find(self.plan, planned, points, self.admissions[planned.id], self.row, *found)
            for number, (planned, points) in enumerate(listed)
            if common is None or number in common
        )

    @cached_property
    def estimates(self) -> "Mapping[str, Estimate]":
        """What samples and surveys say of all there are, by the name of the fact."""
        from civscore.scoring.sampling import estimates_of

        return estimates_of(self.plan, self.bundle, self.row.recorded)

    @property
    def tier(self) -> str | None:
        """The highest title reached; None if none is."""
        reached = [tier.id for tier in self.titles if tier.status == "reached"]
        return reached[-1] if reached else None

    @property
    def possible_tier(self) -> str | None:
        """The highest title that is reached, or would be once everything is proven."""
        open_ones = [tier.id for tier in self.titles if tier.status != "out_of_reach"]
        return open_ones[-1] if open_ones else None

    @cached_property
    def title(self) -> "TitleResult | None":
        """How it stands with the title over time; None where the standard does not speak of it."""
        planned: Any = self.plan.chapters.get("title")
        if planned is None:
            return None
        from civscore.scoring.titles import judge_title  # only a standard with a title pays for it

        return judge_title(planned, self.row, self.as_of)

    @property
    def titles(self) -> tuple[TierResult, ...]:
        """The tiers that are titles, rising."""
        return tuple(one for one in self.tiers if one.standing == "title")

    @property
    def tier_if_open(self) -> str | None:
        """The highest title that would be reached if every gate were open."""
        reached = [
            tier.id
            for tier in self.titles
            if all(one.status == "reached" for one in tier.conditions if one.kind != "gate")
        ]
        return reached[-1] if reached else None

    @property
    def placed(self) -> tuple[TierResult, ...]:
        """Tiers that are no titles and that it has come to: conditional ones and lists."""
        return tuple(t for t in self.tiers if t.standing != "title" and t.status == "reached")

    @cached_property
    def changed_by_rounding(self) -> tuple[str, ...]:
        """Tiers that would stand otherwise if exact and rounded totals were exchanged."""
        other = "rounded" if self.standard.scoring.compare == "exact" else "exact"
        found = self.scores, self.row, self.vetoes, self.gates
        tiers = judge_tiers(self.plan, *found, compare=other)
        pairs = zip(self.tiers, tiers, strict=True)
        return tuple(here.id for here, there in pairs if here.status != there.status)

    @cached_property
    def steps(self) -> Mapping[str, tuple[Step, ...]]:
        """What can be done, by the id of the clause, largest gain first."""
        points = self.scores.criteria
        found = steps_by_clause(self.plan, self.row, points, self.criteria)
        return {**found, **steps_against(self.plan, self.row, self.vetoes, self.gates)}

    def gaps(self, tier: str) -> Gap:
        """The gap to a tier.

        Raises:
            KeyError: if the standard has no such tier.
        """
        found = {one.id: one for one in self.tiers}[tier]
        steps = [step for steps in self.steps.values() for step in steps]
        steps += steps_for_conditions(self.plan, found, self.row)
        return gap_to(found, steps, bonus_counts=self.plan.bonus_counts)

    def _split(self, full: int, ends: PointsRange) -> Split:
        return split_of(in_units((full, 1), self.plan.scale), *ends, self.plan.scale)


def assess(
    plan: Plan,
    bundle: Bundle,
    *,
    as_of: date | None = None,
    supplied: Mapping[str, Interval] | None = None,
) -> Assessment:
    """Judge a community by a standard as of a day (the bundle's own, if none is given).

    `supplied` is what the field of communities tells of this one: columns of `plan.reserved` by
    name, each between its ends. What is left out stays unknown.

    Raises:
        ValueError: if neither the call nor the bundle gives a day, or if something is supplied
            that the standard does not ask.
    """
    times = bundle.times(as_of)
    return settle(plan, bundle, times, lambda one: admit_all(one, bundle, times), supplied or {})


def settle(
    plan: Plan,
    bundle: Bundle,
    times: Times,
    admitted: Callable[[Plan], Mapping[str, Admission]],
    supplied: Mapping[str, Interval] = _NOTHING,
) -> Assessment:
    """Judge a community; `admitted` says what was shown, by id of the clause.

    Of a standard that is not the same for all it is asked about the clauses for this community.
    """
    row, whole = tabulate(plan, bundle, times, supplied), plan
    if plan.divided is not None:
        plan = plan.divided.plan_for(row) or plan
    return judge_row(plan, whole, bundle, times.as_of, row, admitted(plan))


def judge_row(
    plan: Plan, whole: Plan, bundle: Bundle, as_of: date, row: Row, proof: Mapping[str, Admission]
) -> Assessment:
    """Judge a community by its row, which need not be what its bundle comes to."""
    if plan.of_facets:
        from civscore.standard.facets import partly_shown

        plan = partly_shown(plan, {name: proof[name].facets for name in plan.of_facets})
    shown = [pt.SHOWN[proof[planned.id].state] for planned in plan.criteria]
    scores = pt.score(plan, INTEGERS, row.low, row.high, shown)
    if bundle.scores:
        from civscore.scoring.marks import settled

        row, scores = settled(plan, bundle, row, scores, shown)
    vetoes = tuple(judge_vetoes(plan, scores, row, proof))
    scores = effects.emptied(scores, vetoes)
    gates = tuple(judge_gates(plan, row, proof))
    compare = plan.standard.scoring.compare
    tiers = judge_tiers(plan, scores, row, vetoes, gates, compare=compare)
    judged = gates, vetoes, tiers
    return Assessment(plan, bundle, as_of, row, scores, proof, *judged, whole)
