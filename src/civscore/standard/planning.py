"""Standard → Plan: every name looked up, every number counted in the common unit.

- *Who checks that names exist?* Planning does: a reference to nothing is a fault here.
- *Who checks that points add up?* Linting, which reads the same plan.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from civscore.diagnostics import Fault, fault, nearest
from civscore.exact import ROUNDINGS, scaled
from civscore.standard import model
from civscore.standard.conditions import Condition
from civscore.standard.contents import decimals_in
from civscore.standard.demands import UNKNOWN_CRITERION, UNKNOWN_SECTION
from civscore.standard.document import Document, Entry
from civscore.standard.grammar import NOTHING, read_condition
from civscore.standard.mechanisms import AnyFact, Formula
from civscore.standard.parsing import Term
from civscore.standard.plan import (
    Plan,
    PlannedCriterion,
    PlannedSection,
    PlannedTier,
    PlannedVeto,
)
from civscore.standard.quantities import Quantity
from civscore.standard.tokens import BOUND_ABOVE_TOP, UNKNOWN_FACT, ExpressionError

WRONG_FACT: Final = fault(
    "wrong-fact",
    ("“{name}”是 {kind} 类数据项，这里要用 {wanted}", "“{name}” is a {kind}; a {wanted} is needed"),
    ("请换一个数据项，或改它的 kind", "use another fact, or change its kind"),
)


class _Abandoned(Exception):  # noqa: N818 - control flow within this module
    """A criterion cannot be planned further; its fault has been noted."""


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
        declared = [
            column for name, fact in standard.facts.items() for column in fact.columns(name)
        ]
        self.columns = tuple(declared)
        self.index = {column.name: number for number, column in enumerate(self.columns)}
        self.terms: dict[str, Term] = {}
        for name, fact in standard.facts.items():
            self.terms.update(fact.terms(name, self.index))
        self.scope = _Scope(self.terms, entry.document)
        self.criteria: list[PlannedCriterion] = []
        self.nodes: list[PlannedSection] = []
        self.tops: tuple[PlannedSection, ...] = ()
        self.is_whole = not entry.document.unsound

    def plan(self, sha256: str) -> Plan:
        self.tops = tuple(
            self._plan_section(section, ("section", number), number, 1)
            for number, section in enumerate(self.standard.section)
        )
        vetoes = tuple(self._plan_vetoes())
        scoring = self.standard.scoring
        return Plan(
            self.standard,
            sha256,
            self.scale,
            10 ** (self.places - scoring.decimals),
            ROUNDINGS[scoring.mode],
            self.columns,
            self.index,
            tuple(self.criteria),
            self.tops,
            tuple(self.nodes),
            vetoes,
            tuple(self._plan_tiers()),
            scoring.at,
            self.places != scoring.decimals,
            scoring.not_applicable,
            is_whole=self.is_whole,
            used=frozenset(self.scope.used),
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
        planned = PlannedSection(section, path, depth, full, below, scored)
        self.nodes.insert(place, planned)
        return planned

    def _plan_criterion(
        self, criterion: model.Criterion, path: tuple[str | int, ...], top: int
    ) -> None:
        place = self.entry.at(*path)
        points = criterion.full or model.FULL_OF_CONTROL
        draft = _CriterionDraft(self, place.at(criterion.way_name), points)
        around = {
            key: self._condition(text, place.at(key))
            for key in ("applies_if", "exempt_if", "guard")
            if (text := getattr(criterion, key)) is not None
        }
        try:
            formula = _planned_way(criterion, draft, place)
        except _Abandoned:
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
            may_vanish := any(q.if_none == "not_applicable" for q in formula.quantities),
            not around and not may_vanish,
        )
        self.criteria.append(planned)

    def _plan_vetoes(self) -> Iterator[PlannedVeto]:
        for number, veto in enumerate(self.standard.veto):
            place = self.entry.at("veto", number)
            is_left_out = place.is_unsound and not veto.when
            condition = NOTHING if is_left_out else self._condition(veto.when, place.at("when"))
            yield PlannedVeto(veto, condition)

    def _plan_tiers(self) -> Iterator[PlannedTier]:
        bonus = self.standard.scoring.bonus
        most = sum(section.full for section in self.tops)
        if bonus is not None and bonus.counts:
            most += scaled(bonus.cap, self.scale)
        for number, tier in enumerate(self.standard.tier):
            draft = _TierDraft(self, tier.id, most, self.entry.at("tier", number))
            planned = []
            for key, demand in tier.demands.items():
                draft.key = key
                planned.append(demand.plan(draft))
            yield PlannedTier(tier, tuple(planned))

    def _condition(self, text: str, place: Entry) -> Condition:
        try:
            return read_condition(text, self.scope)
        except ExpressionError as error:
            place.report_within(error.fault, error.offset, error.values)
        except _Abandoned:  # it hangs on a fact that was left out
            pass
        return NOTHING


def _planned_way(criterion: model.Criterion, draft: "_CriterionDraft", place: Entry) -> Formula:
    """The formula; of a faulty criterion only the faults of the formula, where it has one."""
    if not place.is_unsound:
        formula: Formula = criterion.way.plan(draft)
        return formula
    if criterion.way is not None and criterion.full is not None:
        criterion.way.plan(draft)
    raise _Abandoned


class _Scope(dict[str, Term]):
    """Terms by name; remembers which were asked for."""

    def __init__(self, terms: Mapping[str, Term], document: Document) -> None:
        super().__init__(terms)
        self.document = document
        self.used: set[str] = set()

    def get(self, name: str, default: Any = None) -> Any:
        """The term of a name.

        Raises:
            _Abandoned: if the name may be that of a fact that was left out.
        """
        fact = name.partition(".")[0]
        self.used.add(fact)
        found = super().get(name, default)
        if found is None and fact not in self and self.document.may_declare(fact):
            raise _Abandoned
        return found


class _CriterionDraft:
    """What a mechanism is planned with; see `mechanisms.Draft`."""

    def __init__(self, planner: _Planner, entry: Entry, points: Decimal) -> None:
        self._planner = planner
        self._entry = entry
        self.full_points = points
        self.full = self.units(points)

    def units(self, points: Decimal) -> int:
        return scaled(points, self._planner.scale)

    def condition(self, text: str, *path: str | int) -> Condition:
        return self._planner._condition(text, self._entry.at(*path))  # noqa: SLF001

    def quantity(self, name: str, *path: str | int) -> Quantity:
        term = self._planner.scope.get(name)
        if term is None:
            near = nearest(name, self._planner.terms)
            self.report(UNKNOWN_FACT, *path, name=name, near=near)
            raise _Abandoned
        found: Quantity = term.quantity
        return found

    def number(self, name: str, *path: str | int) -> Quantity:
        quantity = self.quantity(name, *path)
        if self._planner.terms[name].codes:
            kind = self._planner.standard.facts[quantity.fact].kind
            self.report(WRONG_FACT, *path, name=name, kind=kind, wanted="count")
        return quantity

    def fact(self, name: str, kind: type[AnyFact], *path: str | int) -> AnyFact:
        declared = self._planner.standard.facts
        self._planner.scope.get(name)
        if name not in declared:
            self.report(UNKNOWN_FACT, *path, name=name, near=nearest(name, declared))
            raise _Abandoned
        fact = declared[name]
        if not isinstance(fact, kind):
            wanted = kind.__name__.lower()
            self.report(WRONG_FACT, *path, name=name, kind=fact.kind, wanted=wanted)
            raise _Abandoned
        return fact

    def bound(self, quantity: Quantity, number: Decimal | None, *path: str | int) -> None:
        top = quantity.top
        if number is not None and top is not None and number > top:
            most = quantity.threshold(Decimal(top))
            self.report(BOUND_ABOVE_TOP, *path, number=number, top=most)

    def column(self, name: str) -> int:
        return self._planner.index[name]

    def report(self, kind: Fault, /, *path: str | int, **values: object) -> None:
        self._entry.report(kind, *path, **values)


class _TierDraft:
    """What a demand is planned with; see `demands.TierDraft`."""

    def __init__(self, planner: _Planner, tier: str, most: int, entry: Entry) -> None:
        self.tier = tier
        self.is_whole = planner.is_whole
        self.most = most if self.is_whole else _PLENTY
        self.sections = {
            one.section.id: one.full if self.is_whole else _PLENTY
            for one in planner.tops
            if one.full or not self.is_whole
        }
        self.criteria = tuple(one.id for one in planner.standard.criteria())
        self.scale = planner.scale
        self.entry = entry
        self.key = ""

    def units(self, points: Decimal) -> int:
        return scaled(points, self.scale)

    def report(self, kind: Fault, /, *path: str | int, **values: object) -> None:
        if kind not in _OF_NAMES or not self._may_be_left_out(str(values["name"])):
            self.entry.report(kind, self.key, *path, **values)

    def _may_be_left_out(self, name: str) -> bool:
        is_one_nameless = "" in self.criteria or "" in self.sections
        return is_one_nameless or self.entry.document.may_declare(name)


_OF_NAMES: Final = (UNKNOWN_SECTION, UNKNOWN_CRITERION)
_PLENTY: Final = 10**100
"""Units that no demand exceeds: what can be had is not known where a criterion is left out."""
