"""What mechanisms and demands are planned with: names looked up, numbers counted in units.

A name that stands for nothing, or for a fact that cannot serve, is noted here with its place; the
criterion is then abandoned and planning goes on with the next.
"""

import re
from collections.abc import Collection, Mapping
from contextlib import suppress
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from civscore.diagnostics import Fault, fault, nearest
from civscore.exact import scaled
from civscore.standard.comparisons import never_reached
from civscore.standard.conditions import Condition
from civscore.standard.demands import (
    UNKNOWN_CRITERION,
    UNKNOWN_SECTION,
    UNKNOWN_TAG,
    UNKNOWN_TIER,
    Asked,
)
from civscore.standard.document import Entry
from civscore.standard.mechanisms import AnyFact, Formula, Mechanism
from civscore.standard.naming import AbandonedError, Naming
from civscore.standard.parsing import Term
from civscore.standard.quantities import Quantity
from civscore.standard.rows import Interval
from civscore.standard.tokens import BOUND_ABOVE_TOP, UNKNOWN_FACT
from civscore.values import replaced

if TYPE_CHECKING:
    from civscore.standard.cases import Cases, PlannedCase
    from civscore.standard.reserved import Within
    from civscore.standard.varying import Case

WRONG_FACT: Final = fault(
    "wrong-fact",
    ("“{name}”是 {kind} 类数据项，这里要用 {wanted}", "“{name}” is a {kind}; a {wanted} is needed"),
    (
        "请换一个数据项，或改它的 kind；按个数扣分的，写在 deduction 的 losses 里",
        "use another fact, or change its kind; to deduct by a number write losses",
    ),
)


class ChapterDraft:
    """What a chapter is planned with; see `chapters.ChapterDraft`."""

    def __init__(self, naming: Naming, entry: Entry, of: str = "") -> None:
        self.tiers: Collection[str] = ()
        self._naming = naming
        self._entry = entry
        self.of = of  # id of the tier or criterion

    def units(self, points: Decimal) -> int:
        return scaled(points, self._naming.scale)

    def condition(self, text: str, *path: str | int) -> Condition:
        return self._naming.condition(text, self._entry.at(*path))

    def value(self, text: str, *path: str | int) -> Quantity:
        from civscore.standard.calculated import calculated

        return calculated(self._naming.value(text, self._entry.at(*path)))

    def is_number(self, text: str, *path: str | int) -> bool:
        try:
            self._naming.value(text, self._entry.at(*path))
        except AbandonedError:
            return False
        return True

    def options(self, name: str) -> Collection[str]:
        with suppress(AbandonedError):
            term = self._naming.scope.get(name)
            return tuple(term.codes) if isinstance(term, Term) else ()
        return ()

    def is_fact(self, name: str) -> bool:
        return name in self._naming.facts

    def reserve(
        self, kind: str, declared: object, within: "Within", ranges: Mapping[str, Interval]
    ) -> Mapping[str, int]:
        from civscore.standard.reserved import Reserved

        path = self._entry.path
        asked = Reserved(kind, self.of, tuple(ranges), within, path, declared)
        columns = self._naming.reserve(asked, ranges.values())
        return dict(zip(ranges, columns, strict=True))

    def fact(self, name: str, kind: type[AnyFact], *path: str | int) -> AnyFact:
        declared = self._naming.facts
        self._naming.scope.get(name)
        if name not in declared:
            self.report(UNKNOWN_FACT, *path, name=name, near=nearest(name, declared))
            raise AbandonedError
        fact = declared[name]
        if not isinstance(fact, kind):
            wanted = kind.__name__.lower()
            self.report(WRONG_FACT, *path, name=name, kind=fact.kind, wanted=wanted)
            raise AbandonedError
        return fact

    def column(self, name: str) -> int:
        return self._naming.index[name]

    def report(self, kind: Fault, /, *path: str | int, **values: object) -> None:
        self._entry.report(kind, *path, **values)

    def report_key(self, kind: Fault, /, *path: str | int, **values: object) -> None:
        self._entry.report_key(kind, *path, **values)


class CriterionDraft(ChapterDraft):
    """What a mechanism is planned with; see `mechanisms.Draft`."""

    def __init__(
        self, naming: Naming, entry: Entry, points: Decimal, of: str, below: int | None
    ) -> None:
        super().__init__(naming, entry, of)
        self.full_points = points
        self.full = self.units(points)
        self._below, self.spill = below, None if below is None else below + self.full

    def quantity(self, name: str, *path: str | int) -> Quantity:
        return self._term(name, *path).quantity

    def _term(self, name: str, *path: str | int) -> Term:
        term = self._naming.scope.get(name)
        if not isinstance(term, Term):
            near = nearest(name, self._naming.scope)
            self.report(UNKNOWN_FACT, *path, name=name, near=near)
            raise AbandonedError
        return term

    def number(self, name: str, *path: str | int) -> Quantity:
        term = self._term(name, *path)
        if term.codes:
            fact = self._naming.facts.get(term.quantity.fact)
            kind = fact.kind if fact is not None else "choice"
            self.report(WRONG_FACT, *path, name=name, kind=kind, wanted="count")
        return term.quantity

    def value(self, text: str, *path: str | int) -> Quantity:
        return self.number(text, *path) if _NAME.fullmatch(text) else super().value(text, *path)

    def bound(self, quantity: Quantity, number: Decimal | None, *path: str | int) -> None:
        values = None if number is None else never_reached(quantity, number)
        if values:
            self.report(BOUND_ABOVE_TOP, *path, **values)

    def in_case(self, values: Mapping[str, Decimal]) -> "CriterionDraft":
        naming = self._naming.in_case(values)
        return CriterionDraft(naming, self._entry, self.full_points, self.of, self._below)

    def case(self, case: "Case") -> "PlannedCase":
        from civscore.standard.casewise import planned_case

        return planned_case(self._naming, case)

    def nested(self, way: Mechanism, points: Decimal, *path: str | int) -> Formula:
        """The formula of a mechanism that stands inside another, under the path."""
        of, entry = "/".join([self.of, *(str(one) for one in path)]), self._entry.at(*path)
        return way.plan(CriterionDraft(self._naming, entry, points, of, self._below))


class TierDraft(ChapterDraft):
    """What a demand is planned with; see `demands.TierDraft`."""

    def __init__(
        self,
        naming: Naming,
        entry: Entry,
        tier: str,
        tiers: Collection[str],
        most: int | None,
        sections: Mapping[str, int],
        criteria: Mapping[str, Asked],
    ) -> None:
        super().__init__(naming, entry, tier)
        self.tier = tier
        self.tiers = tiers
        self.is_whole = most is not None
        self.most = _PLENTY if most is None else most
        self.sections = {
            name: full if self.is_whole else _PLENTY
            for name, full in sections.items()
            if full or not self.is_whole
        }
        self.criteria = {
            name: asked if self.is_whole else replaced(asked, full=_PLENTY)
            for name, asked in criteria.items()
        }
        self.key = ""

    def condition(self, text: str, *path: str | int) -> Condition:
        return super().condition(text, self.key, *path)

    def known_tier(self, name: str, *path: str | int) -> None:
        if name not in self.tiers:
            self.report(UNKNOWN_TIER, *path, name=name, near=nearest(name, self.tiers))

    def by_case(self, name: str, *path: str | int) -> "tuple[Cases, tuple[Decimal, ...]] | None":
        from civscore.standard.casewise import numbers_by_case

        with suppress(AbandonedError):
            return numbers_by_case(self._naming, name, self._entry.at(self.key, *path))
        return None

    def report(self, kind: Fault, /, *path: str | int, **values: object) -> None:
        may_follow = kind in _OF_NAMES and self._may_be_left_out(str(values["name"]))
        if not may_follow and (self.is_whole or kind is not UNKNOWN_TAG):
            super().report(kind, self.key, *path, **values)

    def _may_be_left_out(self, name: str) -> bool:
        is_one_nameless = "" in self.criteria or "" in self.sections
        return is_one_nameless or self._entry.document.may_declare(name)


_NAME: Final = re.compile(r"[A-Za-z_]\w*(\.\w+){0,2}")
_OF_NAMES: Final = (UNKNOWN_SECTION, UNKNOWN_CRITERION)
_PLENTY: Final = 10**100
"""Units that no demand exceeds: what can be had is not known where a criterion is left out."""
