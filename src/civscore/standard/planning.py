"""Standard → Plan: every name looked up, every number counted in the common unit.

- *Who checks that names exist?* Planning does: a reference to nothing is a fault here.
- *Who checks that points add up?* Linting, which reads the same plan.
"""

from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal

from civscore.diagnostics import nearest
from civscore.exact import ROUNDINGS
from civscore.standard import model
from civscore.standard.chapters import PlannedChapter
from civscore.standard.clauses import Clause, Requirement
from civscore.standard.contents import decimals_in
from civscore.standard.document import Entry
from civscore.standard.drafts import ChapterDraft, CriterionDraft
from civscore.standard.effects import planned_effect
from civscore.standard.expressions import Expression
from civscore.standard.grammar import NOTHING
from civscore.standard.mechanisms import Formula
from civscore.standard.naming import AbandonedError, Naming, varying_in
from civscore.standard.parsing import Term
from civscore.standard.plan import (
    Plan,
    PlannedCriterion,
    PlannedSection,
    PlannedVeto,
)
from civscore.standard.surroundings import Surroundings
from civscore.standard.tiering import Tiers
from civscore.standard.totals import Totals


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
        titles = tuple(one.id for one in standard.tier if one.standing == "title")
        varying = varying_in(entry.document, standard.chapters, standard.facts)
        self.naming = Naming(standard.facts, self.scale, entry.document, titles, varying)
        for chapter in standard.chapters.values():
            terms = chapter.terms(self.naming.add_column, self.scale, standard.standard.full)
            for name, term in terms:
                if name in standard.facts:
                    self._note_taken(name)
                self.naming.scope[name] = term
        self.criteria: list[PlannedCriterion] = []
        self.totals = Totals(self.criteria, self.scale)
        self.tiers = Tiers(standard, self.naming, entry)
        self.nodes: list[PlannedSection] = []
        self.tops: tuple[PlannedSection, ...] = ()
        self.full = 0
        self.is_whole = not entry.document.unsound

    def _note_taken(self, name: str) -> None:
        """Note a fact whose name stands for something else."""
        from civscore.standard.reading import BAD_NAME

        self.entry.at("facts").report_key(BAD_NAME, name, name=name)

    def _check_assessor(self, name: str, place: Entry) -> None:
        """Note an assessor that the standard does not declare."""
        known = getattr(self.standard.chapters.get("assessors"), "root", {})
        if name and name not in known:
            from civscore.standard.chapters.assessors import UNKNOWN_ASSESSOR

            place.report(UNKNOWN_ASSESSOR, "scored_by", name=name, near=nearest(name, known))

    def plan(self, sha256: str) -> Plan:
        for name, fact in self.standard.facts.items():
            self._check_assessor(getattr(fact, "scored_by", ""), self.entry.at("facts", name))
        scoring = self.standard.scoring
        outside = Surroundings(scoring, self.scale, scoring.not_applicable)
        self.tops = tuple(
            self._plan_section(section, ("section", number), number, 1, outside)
            for number, section in enumerate(self.standard.section)
        )
        whole, bonus = self.totals.whole(self.standard, self.tops)
        self.full = whole.full
        vetoes = tuple(self._plan_vetoes())
        tiers = tuple(self.tiers.plan(self.tops, self.full, is_whole=self.is_whole))
        chapters = dict(self._plan_chapters())
        plan = Plan(
            self.standard,
            sha256,
            self.scale,
            10 ** (self.places - scoring.decimals),
            ROUNDINGS[scoring.mode],
            tuple(self.naming.columns),
            self.naming.index,
            {name: one for name, one in self.naming.scope.items() if isinstance(one, Term)},
            tuple(self.criteria),
            self.tops,
            tuple(self.nodes),
            vetoes,
            tiers,
            chapters,
            scoring.at,
            self.places != scoring.decimals,
            whole,
            bonus,
            is_whole=self.is_whole,
            used=frozenset(self.naming.scope.used),
            reserved=tuple(self.naming.reserved),
            draws=dict(self.naming.drawn()),
        )
        return self._divided(plan) if _is_for_some(plan) else plan

    def _divided(self, plan: Plan) -> Plan:
        from civscore.standard.dividing import divide

        return divide(plan, self.naming, self.tiers, self.entry)

    def _plan_section(
        self,
        section: model.Section,
        path: tuple[str | int, ...],
        top: int,
        depth: int,
        outside: Surroundings,
    ) -> PlannedSection:
        """A section after the criteria and sections below it; listed before them."""
        around = outside.within(section)
        place = len(self.nodes)
        first = len(self.criteria)
        for number, criterion in enumerate(section.criterion):
            self._plan_criterion(criterion, (*path, "criterion", number), top, around)
        inner = tuple(
            self._plan_section(one, (*path, "section", number), top, depth + 1, around)
            for number, one in enumerate(section.section)
        )
        below = tuple(range(first, len(self.criteria)))
        planned = self.totals.section(section, path, depth, below, inner)
        self.nodes.insert(place, planned)
        return planned

    def _plan_criterion(
        self,
        criterion: model.Criterion,
        path: tuple[str | int, ...],
        top: int,
        outside: Surroundings,
    ) -> None:
        place = self.entry.at(*path)
        points = criterion.full or model.FULL_OF_CONTROL
        self._check_assessor(criterion.scored_by, place)
        entry, name = place.at(criterion.way_name), criterion.id
        draft = CriterionDraft(self.naming, entry, points, name, outside.spill)
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
        self._check_evidence(criterion, formula, place)
        treatment = outside.treatment(criterion)
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
            treatment == "rescale",
            outside.instead(treatment, draft.full),
        )
        self.criteria.append(planned)

    def _check_evidence(self, criterion: model.Criterion, formula: Formula, place: Entry) -> None:
        """Evidence of each unit is of the units of a register, that of a facet of a graded one."""
        if any(one.facet for one in criterion.evidence):
            from civscore.standard.facets import check_facets

            check_facets(formula, criterion.evidence, place.at("evidence"))
        asked = [(n, one.each_of) for n, one in enumerate(criterion.evidence) if one.each_of]
        if asked:
            from civscore.standard.facts.register import Register

            draft = CriterionDraft(self.naming, place, Decimal(1), criterion.id, None)
            for number, name in asked:
                with suppress(AbandonedError):
                    draft.fact(name, Register, "evidence", number, "each_of")

    def _plan_vetoes(self) -> Iterator[PlannedVeto]:
        ranks = [one.id for one in self.standard.tier if one.standing == "title"]
        titles = {name: rank for rank, name in enumerate(ranks)}
        for number, veto in enumerate(self.standard.veto):
            place = self.entry.at("veto", number)
            is_left_out = place.is_unsound and not veto.when
            condition = (
                NOTHING if is_left_out else self.naming.condition(veto.when, place.at("when"))
            )
            effect = planned_effect(veto.effect, titles, place.at("effect"), self._number)
            yield PlannedVeto(veto, condition, effect)

    def _number(self, text: str, place: Entry) -> Expression | None:
        """An expression; None if it cannot be read."""
        with suppress(AbandonedError):
            return self.naming.value(text, place)
        self.is_whole = False
        return None

    def _plan_chapters(self) -> Iterator[tuple[str, PlannedChapter]]:
        titles = [one.id for one in self.standard.tier if one.standing == "title"]
        for key, chapter in self.standard.chapters.items():
            draft = ChapterDraft(self.naming, self.entry.at(key))
            draft.tiers = titles
            with suppress(AbandonedError):
                yield key, chapter.plan(draft)


def _planned_way(criterion: model.Criterion, draft: CriterionDraft, place: Entry) -> Formula:
    """The formula; of a faulty criterion only the faults of the formula, where it has one."""
    if not place.is_unsound:
        formula: Formula = criterion.way.plan(draft)
        return formula
    if criterion.way is not None and criterion.full is not None:
        criterion.way.plan(draft)
    raise AbandonedError


def _is_for_some(plan: Plan) -> bool:
    """Whether something in it is not there for every community."""
    clauses = [*(one.criterion for one in plan.criteria), *(clause for clause, _ in plan.others)]
    return any(node.section.only for node in plan.nodes) or any(
        one.only or any(need.only for need in _shown_for(one)) for one in clauses
    )


def _shown_for(clause: Clause) -> tuple[Requirement, ...]:
    """What must be shown for a clause."""
    certificate = getattr(clause, "certificate", None)
    return getattr(clause, "evidence", ()) if certificate is None else (certificate,)
