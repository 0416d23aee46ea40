"""Standard → Plan: every name looked up, every number counted in the common unit.

- *Who checks that names exist?* Planning does: a reference to nothing is a fault here.
- *Who checks that points add up?* Linting, which reads the same plan.
"""

from collections.abc import Iterator

from civscore.exact import ROUNDINGS, scaled
from civscore.standard import model
from civscore.standard.chapters import PlannedChapter
from civscore.standard.contents import decimals_in
from civscore.standard.demands import Asked, PlannedDemand
from civscore.standard.document import Entry
from civscore.standard.drafts import AbandonedError, ChapterDraft, CriterionDraft, Naming, TierDraft
from civscore.standard.effects import planned_effect
from civscore.standard.grammar import NOTHING
from civscore.standard.ladder import stacked
from civscore.standard.mechanisms import Formula
from civscore.standard.plan import (
    Plan,
    PlannedCriterion,
    PlannedSection,
    PlannedTier,
    PlannedVeto,
)


def plan_standard(standard: model.Standard, entry: Entry, sha256: str) -> Plan:
    """The plan of a standard; faults of meaning are noted in the entry's document."""
    return _Planner(standard, entry).plan(sha256)


class _Planner:
    """What one planning holds: the scale, the names, and which of them were used."""

    def __init__(self, standard: model.Standard, entry: Entry) -> None:
        self.standard = standard
        self.entry = entry
        self.places = max(standard.scoring.decimals, decimals_in(entry.document.data))
        self.scale = 10**self.places
        self.naming = Naming(standard.facts, self.scale, entry.document)
        self.criteria: list[PlannedCriterion] = []
        self.nodes: list[PlannedSection] = []
        self.tops: tuple[PlannedSection, ...] = ()
        self.is_whole = not entry.document.unsound

    def plan(self, sha256: str) -> Plan:
        self.tops = tuple(
            self._plan_section(section, ("section", number), number, 1)
            for number, section in enumerate(self.standard.section)
        )
        vetoes, tiers = tuple(self._plan_vetoes()), tuple(self._plan_tiers())
        chapters = dict(self._plan_chapters())
        scoring = self.standard.scoring
        return Plan(
            self.standard,
            sha256,
            self.scale,
            10 ** (self.places - scoring.decimals),
            ROUNDINGS[scoring.mode],
            tuple(self.naming.columns),
            self.naming.index,
            dict(self.naming.scope),
            tuple(self.criteria),
            self.tops,
            tuple(self.nodes),
            vetoes,
            tiers,
            chapters,
            scoring.at,
            self.places != scoring.decimals,
            scoring.not_applicable,
            is_whole=self.is_whole,
            used=frozenset(self.naming.scope.used),
            reserved=tuple(self.naming.reserved),
        )

    def _plan_section(
        self, section: model.Section, path: tuple[str | int, ...], top: int, depth: int
    ) -> PlannedSection:
        """A section after the criteria and sections below it; listed before them."""
        place = len(self.nodes)
        first = len(self.criteria)
        for number, criterion in enumerate(section.criterion):
            self._plan_criterion(criterion, (*path, "criterion", number), top)
        for number, inner in enumerate(section.section):
            self._plan_section(inner, (*path, "section", number), top, depth + 1)
        below = tuple(range(first, len(self.criteria)))
        scored = tuple(number for number in below if self.criteria[number].role == "scored")
        full = sum(self.criteria[number].full for number in scored)
        inside = [self.criteria[number] for number in scored]
        may_shrink = any(one.may_vanish or one.applies is not None for one in inside)
        planned = PlannedSection(section, path, depth, full, below, scored, may_shrink)
        self.nodes.insert(place, planned)
        return planned

    def _plan_criterion(
        self, criterion: model.Criterion, path: tuple[str | int, ...], top: int
    ) -> None:
        place = self.entry.at(*path)
        points = criterion.full or model.FULL_OF_CONTROL
        draft = CriterionDraft(self.naming, place.at(criterion.way_name), points, criterion.id)
        around = {
            key: self.naming.condition(text, place.at(key))
            for key in ("applies_if", "exempt_if", "guard")
            if (text := getattr(criterion, key)) is not None
        }
        try:
            formula = _planned_way(criterion, draft, place)
        except AbandonedError:
            self.is_whole = False
            return
        planned = PlannedCriterion(
            criterion,
            path,
            top,
            draft.full,
            formula,
            around.get("applies_if"),
            around.get("exempt_if"),
            around.get("guard"),
            formula.may_vanish,
            formula.columns,
            not around,
        )
        self.criteria.append(planned)

    def _plan_vetoes(self) -> Iterator[PlannedVeto]:
        ranks = [one.id for one in self.standard.tier if one.standing == "title"]
        titles = {name: rank for rank, name in enumerate(ranks)}
        for number, veto in enumerate(self.standard.veto):
            place = self.entry.at("veto", number)
            is_left_out = place.is_unsound and not veto.when
            condition = (
                NOTHING if is_left_out else self.naming.condition(veto.when, place.at("when"))
            )
            effect = planned_effect(veto.effect, titles, place.at("effect"))
            yield PlannedVeto(veto, condition, effect)

    def _plan_chapters(self) -> Iterator[tuple[str, PlannedChapter]]:
        for key, chapter in self.standard.chapters.items():
            yield key, chapter.plan(ChapterDraft(self.naming, self.entry.at(key)))

    def _plan_tiers(self) -> Iterator[PlannedTier]:
        bonus = self.standard.scoring.bonus
        most = sum(section.full for section in self.tops)
        if bonus is not None and bonus.counts:
            most += scaled(bonus.cap, self.scale)
        sections = {one.section.id: one.full for one in self.tops}
        criteria = {one.id: self._asked(one) for one in self.standard.criteria()}
        lower: dict[str, list[PlannedDemand]] = {}
        known = most if self.is_whole else None
        tiers = [one.id for one in self.standard.tier]
        for number, tier in enumerate(self.standard.tier):
            place = self.entry.at("tier", number)
            draft = TierDraft(self.naming, place, tier.id, tiers, known, sections, criteria)
            own: dict[str, list[PlannedDemand]] = {}
            for key, demand in tier.demands.items():
                draft.key = key
                own[key] = [demand.plan(draft)]
            if self.standard.scoring.stacked and tier.standing == "title":
                own = lower = stacked(own, lower)
            yield PlannedTier(tier, tuple(one for several in own.values() for one in several))

    def _asked(self, criterion: model.Criterion) -> Asked:
        full = scaled(criterion.full or model.FULL_OF_CONTROL, self.scale)
        return Asked(full, criterion.role, criterion.tags)


def _planned_way(criterion: model.Criterion, draft: CriterionDraft, place: Entry) -> Formula:
    """The formula; of a faulty criterion only the faults of the formula, where it has one."""
    if not place.is_unsound:
        formula: Formula = criterion.way.plan(draft)
        return formula
    if criterion.way is not None and criterion.full is not None:
        criterion.way.plan(draft)
    raise AbandonedError
