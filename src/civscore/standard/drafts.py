"""What mechanisms and demands are planned with: names looked up, numbers counted in units.

A name that stands for nothing, or for a fact that cannot serve, is noted here with its place; the
criterion is then abandoned and planning goes on with the next.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from civscore.diagnostics import Fault, fault, nearest
from civscore.exact import scaled
from civscore.standard.conditions import Condition
from civscore.standard.demands import (
    UNKNOWN_CRITERION,
    UNKNOWN_SECTION,
    UNKNOWN_TAG,
    UNKNOWN_TIER,
    Asked,
)
from civscore.standard.document import Document, Entry
from civscore.standard.expressions import Expression
from civscore.standard.facts import Fact
from civscore.standard.grammar import NOTHING, read_condition, read_value
from civscore.standard.mechanisms import AnyFact, Formula, Mechanism
from civscore.standard.parsing import Term
from civscore.standard.quantities import Quantity
from civscore.standard.rows import Column, Interval
from civscore.standard.standing import COLUMNS, standing_terms
from civscore.standard.tokens import BOUND_ABOVE_TOP, UNKNOWN_FACT, ExpressionError
from civscore.values import replaced

if TYPE_CHECKING:
    from civscore.standard.reserved import Reserved, Within

WRONG_FACT: Final = fault(
    "wrong-fact",
    ("“{name}”是 {kind} 类数据项，这里要用 {wanted}", "“{name}” is a {kind}; a {wanted} is needed"),
    ("请换一个数据项，或改它的 kind", "use another fact, or change its kind"),
)
CIRCLE: Final = fault(
    "derived-circle",
    ("“{name}”绕回了自己：{circle}", "“{name}” is worked out from itself: {circle}"),
    ("请改写其中一个算式", "change one of them"),
)


class AbandonedError(Exception):
    """What is being planned cannot be planned further; its fault has been noted."""


class Naming:
    """What every draft stands on: the facts by name, their columns by number, the unit."""

    def __init__(self, facts: Mapping[str, Fact], scale: int, document: Document) -> None:
        self.facts = facts
        self.scale = scale
        self.document = document
        declared = [column for name, fact in facts.items() for column in fact.columns(name)]
        self.columns = [*declared, *COLUMNS]
        self.index = {column.name: number for number, column in enumerate(self.columns)}
        self.reserved: list[Reserved] = []
        terms: dict[str, Term] = dict(standing_terms(self.index))
        for name, fact in facts.items():
            terms.update(fact.terms(name, self.index))
        self.scope = _Scope(terms, document, self._derived)
        self._open: list[str] = []  # names that are being worked out
        for name, fact in facts.items():
            if fact.formula and name not in self.scope:
                with suppress(AbandonedError):
                    self._derived(name)

    def reserve(self, asked: "Reserved", ranges: Iterable[Interval]) -> tuple[int, ...]:
        """Further columns, for what only the field can tell."""
        self.reserved.append(asked)
        for name, (low, high) in zip(asked.columns, ranges, strict=True):
            self.index[name] = len(self.columns)
            self.columns.append(Column(name, low, high))
        return tuple(self.index[name] for name in asked.columns)

    def _derived(self, name: str) -> Term | None:
        """The term of a fact that is worked out from others; None for any other name."""
        fact = self.facts.get(name)
        if fact is None or not fact.formula:
            return None
        entry = self.document.entry("facts", name)
        if entry.is_unsound:
            raise AbandonedError
        if name in self._open:
            circle = (*self._open[self._open.index(name) :], name)
            entry.report(CIRCLE, "value", name=name, circle=circle)
            entry.mark_unsound()
            raise AbandonedError
        self._open.append(name)
        try:
            expression = self.value(fact.formula, entry.at("value"))
        except AbandonedError:
            entry.mark_unsound()
            raise
        finally:
            self._open.pop()
        self.scope[name] = term = fact.worked_out(name, expression, entry)
        return term

    def condition(self, text: str, place: Entry) -> Condition:
        """The condition a text states; one that cannot be read never holds, and is noted."""
        try:
            return read_condition(text, self.scope)
        except ExpressionError as error:
            place.report_within(error.fault, error.offset, error.values)
        except AbandonedError:  # it hangs on a fact that was left out
            pass
        return NOTHING

    def value(self, text: str, place: Entry) -> Expression:
        """The number a text states.

        Raises:
            AbandonedError: if it cannot be read, which is noted.
        """
        try:
            return read_value(text, self.scope)
        except ExpressionError as error:
            place.report_within(error.fault, error.offset, error.values)
        raise AbandonedError


class _Scope(dict[str, Term]):
    """Terms by name; remembers which were asked for."""

    def __init__(
        self,
        terms: Mapping[str, Term],
        document: Document,
        derived: Callable[[str], Term | None],
    ) -> None:
        super().__init__(terms)
        self.document = document
        self.derived = derived
        self.used: set[str] = set()

    def get(self, name: str, default: Any = None) -> Any:
        """The term of a name.

        Raises:
            AbandonedError: if the name may be that of a fact that was left out.
        """
        fact = name.partition(".")[0]
        self.used.add(name)
        found = super().get(name, default)
        if found is None:
            found = self.derived(name)
        if found is None and fact not in self and self.document.may_declare(fact):
            raise AbandonedError
        return found


class ChapterDraft:
    """What a chapter is planned with; see `chapters.ChapterDraft`."""

    def __init__(self, naming: Naming, entry: Entry, of: str = "") -> None:
        self._naming = naming
        self._entry = entry
        self.of = of  # id of the tier or criterion

    def units(self, points: Decimal) -> int:
        return scaled(points, self._naming.scale)

    def condition(self, text: str, *path: str | int) -> Condition:
        return self._naming.condition(text, self._entry.at(*path))

    def reserve(
        self, kind: str, declared: object, within: "Within", ranges: Mapping[str, Interval]
    ) -> Mapping[str, int]:
        from civscore.standard.reserved import Reserved

        path = self._entry.path
        asked = Reserved(kind, self.of, tuple(ranges), within, path, declared)
        columns = self._naming.reserve(asked, ranges.values())
        return dict(zip(ranges, columns, strict=True))

    def report(self, kind: Fault, /, *path: str | int, **values: object) -> None:
        self._entry.report(kind, *path, **values)


class CriterionDraft(ChapterDraft):
    """What a mechanism is planned with; see `mechanisms.Draft`."""

    def __init__(
        self, naming: Naming, entry: Entry, points: Decimal, of: str, below: int | None
    ) -> None:
        super().__init__(naming, entry, of)
        self.full_points = points
        self.full = self.units(points)
        self._below = below
        self.spill = None if below is None else below + self.full

    def quantity(self, name: str, *path: str | int) -> Quantity:
        term = self._naming.scope.get(name)
        if term is None:
            near = nearest(name, self._naming.scope)
            self.report(UNKNOWN_FACT, *path, name=name, near=near)
            raise AbandonedError
        found: Quantity = term.quantity
        return found

    def number(self, name: str, *path: str | int) -> Quantity:
        quantity = self.quantity(name, *path)
        if self._naming.scope[name].codes:
            kind = self._naming.facts[quantity.fact].kind
            self.report(WRONG_FACT, *path, name=name, kind=kind, wanted="count")
        return quantity

    def value(self, text: str, *path: str | int) -> Quantity:
        if _NAME.fullmatch(text):
            return self.number(text, *path)
        from civscore.standard.calculated import calculated

        return calculated(self._naming.value(text, self._entry.at(*path)))

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

    def bound(self, quantity: Quantity, number: Decimal | None, *path: str | int) -> None:
        top = quantity.top
        if number is not None and top is not None and number > top:
            most = quantity.threshold(Decimal(top))
            self.report(BOUND_ABOVE_TOP, *path, number=number, top=most)

    def column(self, name: str) -> int:
        return self._naming.index[name]

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
