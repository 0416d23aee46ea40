"""A plan of all clauses → a plan for each kind of community, without the clauses of the others.

Criteria are planned once; what is put together anew for each kind is what they add up to and what
tiers ask of them. Rows are the same for all: no column comes or goes.
"""

from collections.abc import Callable, Container, Iterator
from functools import partial

from civscore.standard.cases import Cases
from civscore.standard.clauses import Requirement
from civscore.standard.conditions import Junction
from civscore.standard.contents import Path
from civscore.standard.demands import TIER_UNREACHABLE
from civscore.standard.divided import Divided, Special
from civscore.standard.document import Entry
from civscore.standard.limits import Combination, Limits
from civscore.standard.naming import Naming
from civscore.standard.plan import (
    Plan,
    PlannedCriterion,
    PlannedSection,
    PlannedTier,
    PlannedVeto,
)
from civscore.standard.sums import PlannedSum
from civscore.standard.tiering import Tiers
from civscore.standard.totals import Totals
from civscore.values import replaced


def divide(plan: Plan, naming: Naming, tiers: Tiers, entry: Entry) -> Plan:
    """The plan, divided; faults are noted in the entry's document."""
    limits = Limits(naming, entry)
    limits.read(plan.standard.section, plan.others)
    found = limits.combinations() if limits.is_sound else ()
    plan = replaced(plan, used=frozenset(naming.scope.used))
    if not found:
        return replaced(plan, is_whole=False)
    return _Division(plan, tiers, entry, limits).plan(found)


class _Division:
    """What one division holds."""

    def __init__(self, plan: Plan, tiers: Tiers, entry: Entry, limits: Limits) -> None:
        self.whole, self.tiers, self.entry, self.limits = plan, tiers, entry, limits

    def plan(self, combinations: tuple[Combination, ...]) -> Plan:
        """The plan of all, with one for each combination."""
        branches = Cases(tuple(self.limits.case(one) for one in combinations))
        stands = [partial(self.limits.stands, combination=one) for one in combinations]
        numbers = tuple(tuple(self._numbers(one)) for one in stands)
        plans = tuple(
            replaced(self._narrowed(one, own), case=case)
            for one, own, case in zip(stands, numbers, branches.cases, strict=True)
        )
        special = tuple(self._special(combinations))
        return replaced(self._open(plans), divided=Divided(branches, plans, numbers, special))

    def _numbers(self, stands: Callable[[Path], bool]) -> Iterator[int]:
        """Criteria that are there."""
        for number, one in enumerate(self.whole.criteria):
            if stands(one.path):
                yield number

    def _special(self, combinations: tuple[Combination, ...]) -> Iterator[Special]:
        """Sections and clauses that are not always there, the outer ones first."""
        named = [(one.path, f"{one.section.id} {one.section.title}") for one in self.whole.nodes]
        named += [(one.path, f"{one.id} {one.criterion.title}") for one in self.whole.criteria]
        named += [(path, f"{one.id} {one.title}") for one, path in self.whole.others]
        for path, title in named:
            cases = {n for n, one in enumerate(combinations) if self.limits.stands(path, one)}
            if len(cases) < len(combinations):
                yield Special(path, title, self.limits.said(path), frozenset(cases))

    # --- one kind --------------------------------------------------------------------------------

    def _narrowed(self, stands: Callable[[Path], bool], numbers: tuple[int, ...]) -> Plan:
        """The plan for one kind."""
        whole = self.whole
        left = frozenset(numbers)
        tops = [n for n, one in enumerate(whole.sections) if _is_left(one, left)]
        criteria = tuple(
            replaced(_with_needs(one, stands), section=tops.index(one.section))
            for one in (whole.criteria[number] for number in numbers)
        )
        tree = _Tree(Totals(criteria, whole.scale), {n: at for at, n in enumerate(numbers)})
        sections = tuple(tree.section(whole.sections[number]) for number in tops)
        total, bonus = tree.totals.whole(whole.standard, sections)
        names = frozenset(one.id for one in criteria)
        return replaced(
            whole,
            criteria=criteria,
            sections=sections,
            nodes=tuple(tree.nodes),
            vetoes=tuple(self._vetoes(stands)),
            tiers=self._tiers(sections, total, names),
            chapters={
                key: one.narrowed(lambda n, key=key: stands((key, n)), names)  # type: ignore[misc]
                for key, one in whole.chapters.items()
            },
            whole=total,
            bonus=bonus,
        )

    def _vetoes(self, stands: Callable[[Path], bool]) -> Iterator[PlannedVeto]:
        for number, one in enumerate(self.whole.vetoes):
            if stands(("veto", number)):
                attested = ("veto", number, "certificate")
                is_bare = one.veto.certificate is not None and not stands(attested)
                veto = replaced(one.veto, certificate=None) if is_bare else one.veto
                yield replaced(one, veto=veto)

    def _tiers(
        self, sections: tuple[PlannedSection, ...], total: PlannedSum, names: frozenset[str]
    ) -> tuple[PlannedTier, ...]:
        """The tiers once more; of faults only that one cannot be reached is news."""
        noted = self.entry.document.diagnostics
        before = len(noted)
        is_whole = self.whole.is_whole
        planned = tuple(self.tiers.plan(sections, total.full, names, is_whole=is_whole))
        noted[before:] = [one for one in noted[before:] if one.fault is TIER_UNREACHABLE]
        return planned

    # --- any kind --------------------------------------------------------------------------------

    def _open(self, plans: tuple[Plan, ...]) -> Plan:
        """The plan that stands in: with every clause, and what is not always there as a maybe."""
        whole = self.whole
        fulls: dict[Path, int] = {}
        for node in (node for plan in plans for node in plan.nodes):
            fulls[node.path] = max(node.full, fulls.get(node.path, 0))
        sections = tuple(_worth(one, fulls) for one in whole.sections)
        total, bonus = Totals(whole.criteria, whole.scale).whole(whole.standard, sections)
        total = replaced(total, full=plans[0].full)
        names = frozenset(one.id for one in whole.criteria)
        return replaced(
            whole,
            criteria=tuple(self._cautious(one) for one in whole.criteria),
            sections=sections,
            nodes=tuple(_worth(one, fulls) for one in whole.nodes),
            vetoes=tuple(self._maybe(n, one) for n, one in enumerate(whole.vetoes)),
            tiers=self._tiers(sections, total, names),
            chapters={
                key: one.narrowed(
                    lambda n, key=key: self.limits.condition((key, n)),  # type: ignore[misc]
                    names,
                )
                for key, one in whole.chapters.items()
            },
            whole=total,
            bonus=bonus,
        )

    def _maybe(self, number: int, one: PlannedVeto) -> PlannedVeto:
        condition = self.limits.condition(("veto", number))
        if condition is True or isinstance(condition, bool):
            return one
        return replaced(one, condition=Junction((condition, one.condition), every=True))

    def _cautious(self, one: PlannedCriterion) -> PlannedCriterion:
        """What may not have to be shown leaves points unproven, no more."""
        places = enumerate(one.criterion.evidence)
        needs = tuple(self._asked(need, (*one.path, "evidence", n), one) for n, need in places)
        return _asking(one, needs)

    def _asked(self, need: Requirement, path: Path, of: PlannedCriterion) -> Requirement:
        is_open = self.limits.of[path] != self.limits.of[of.path]
        return replaced(need, absent="unproven") if is_open and need.absent != "warn" else need


class _Tree:
    """The points tree over some of the criteria, which then have other numbers."""

    def __init__(self, totals: Totals, numbers: dict[int, int]) -> None:
        self.totals, self.numbers = totals, numbers
        self.nodes: list[PlannedSection] = []

    def section(self, node: PlannedSection) -> PlannedSection:
        """A section with what is left in it; listed before those inside."""
        below = tuple(self.numbers[n] for n in node.criteria if n in self.numbers)
        place = len(self.nodes)
        inner = tuple(self.section(one) for one in node.inner if _is_left(one, self.numbers))
        made = self.totals.section(node.section, node.path, node.depth, below, inner)
        self.nodes.insert(place, made)
        return made


def _is_left(node: PlannedSection, numbers: Container[int]) -> bool:
    """Whether there is anything left in a section; one that is empty anyway stays, as a fault."""
    return not node.criteria or any(number in numbers for number in node.criteria)


def _with_needs(one: PlannedCriterion, stands: Callable[[Path], bool]) -> PlannedCriterion:
    needs = one.criterion.evidence
    kept = tuple(need for n, need in enumerate(needs) if stands((*one.path, "evidence", n)))
    return _asking(one, kept)


def _asking(one: PlannedCriterion, needs: tuple[Requirement, ...]) -> PlannedCriterion:
    if needs == one.criterion.evidence:
        return one
    return replaced(one, criterion=replaced(one.criterion, evidence=needs))


def _worth(node: PlannedSection, fulls: dict[Path, int]) -> PlannedSection:
    """A section with the most it is worth in any case."""
    full = fulls.get(node.path, node.full)
    inner = tuple(_worth(one, fulls) for one in node.inner)
    return replaced(node, full=full, inner=inner, sum=replaced(node.sum, full=full))
