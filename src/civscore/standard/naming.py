"""Names of a standard looked up: its facts, their columns, what is worked out from them.

A parameter is no name here: what speaks of one is planned for each case, where it is a number.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from copy import copy
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from civscore.diagnostics import fault
from civscore.standard.conditions import Condition
from civscore.standard.document import Document, Entry
from civscore.standard.expressions import Expression, Number
from civscore.standard.facts import Fact
from civscore.standard.grammar import NOTHING, read_condition, read_value
from civscore.standard.parsing import Term
from civscore.standard.rows import Column, Interval
from civscore.standard.standing import COLUMNS, applied_column, applied_term, standing_terms
from civscore.standard.tokens import ExpressionError

if TYPE_CHECKING:
    from civscore.standard.reserved import Reserved
    from civscore.standard.varying import Varying

CIRCLE: Final = fault(
    "derived-circle",
    ("“{name}”绕回了自己：{circle}", "“{name}” is worked out from itself: {circle}"),
    ("请改写其中一个算式", "change one of them"),
)


def varying_in(
    document: Document, chapters: Mapping[str, Any], facts: Mapping[str, Fact]
) -> "Varying | None":
    """What the parameters of a text need to be told apart by; None where it has none."""
    table = document.data.get("parameters")
    if not isinstance(table, dict) or not table:
        return None
    from civscore.standard.varying import Varying

    chapter = chapters.get("parameters")
    formulas = {name: fact.formula for name, fact in facts.items() if fact.formula}
    names = [name for name in table if name not in facts]
    return Varying(names, chapter.root if chapter is not None else None, formulas)


class AbandonedError(Exception):
    """What is being planned cannot be planned further; its fault has been noted."""


class Naming:
    """What every draft stands on: the facts by name, their columns by number, the unit."""

    def __init__(
        self,
        facts: Mapping[str, Fact],
        scale: int,
        document: Document,
        titles: tuple[str, ...] = (),
        varying: "Varying | None" = None,
    ) -> None:
        self.facts = facts
        self.scale = scale
        self.document = document
        self.varying = varying
        declared = [column for name, fact in facts.items() for column in fact.columns(name)]
        self.columns = [*declared, *COLUMNS, applied_column(titles)]
        self.index = {column.name: number for number, column in enumerate(self.columns)}
        self.reserved: list[Reserved] = []
        terms: dict[str, Term] = dict(standing_terms(self.index))
        terms["applied"] = applied_term(self.index["applied"], titles)
        for name, fact in facts.items():
            terms.update(fact.terms(name, self.index))
        self.scope = _Scope(terms, document, self._derived)
        self._open: list[str] = []  # names that are being worked out
        for name, fact in facts.items():
            if fact.formula and name not in self.scope and not self._hangs(name):
                with suppress(AbandonedError):
                    self._derived(name)
        self.draws = {name: fact.draw_formula for name, fact in facts.items() if fact.draw_formula}

    def reserve(self, asked: "Reserved", ranges: Iterable[Interval]) -> tuple[int, ...]:
        """Further columns, for what only the field can tell; once, whatever the cases."""
        if asked.columns[0] not in self.index:
            self.reserved.append(asked)
            for name, ends in zip(asked.columns, ranges, strict=True):
                self.add_column(name, ends)
        return tuple(self.index[name] for name in asked.columns)

    def add_column(self, name: str, ends: Interval) -> int:
        """A column beside those of the facts."""
        self.index[name] = number = len(self.columns)
        self.columns.append(Column(name, *ends))
        return number

    def _hangs(self, name: str) -> bool:
        """Whether a fact is worked out with a parameter: then it is so in each case anew."""
        return self.varying is not None and self.varying.hangs(name)

    def in_case(self, values: Mapping[str, Decimal]) -> "Naming":
        """The same where parameters are numbers."""
        made = copy(self)
        made.varying, made._open = None, []  # noqa: SLF001 - of its own kind
        numbers = {name: Number(one, one.as_integer_ratio()) for name, one in values.items()}
        known: dict[str, Term | Number] = {**self.scope, **numbers}
        made.scope = _Scope(known, self.document, made._derived)  # noqa: SLF001
        made.scope.used = self.scope.used
        self.scope.used.update(values)
        return made

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
        if self.varying is not None and self.varying.names_in(text):
            from civscore.standard.casewise import condition_by_case

            with suppress(AbandonedError):
                return condition_by_case(self, self.varying, text, place) or NOTHING
            return NOTHING
        try:
            return read_condition(text, self.scope)
        except ExpressionError as error:
            place.report_within(error.fault, error.offset, error.values)
        except AbandonedError:  # it hangs on a fact that was left out
            pass
        return NOTHING

    def drawn(self) -> Iterator[tuple[str, Expression]]:
        """How many units each sample takes, where that is worked out; faults are noted."""
        for name, text in self.draws.items():
            from civscore.standard.sizing import check_draw

            place = self.document.entry("facts", name, "draw")
            with suppress(AbandonedError):
                expression = self.value(text, place)
                check_draw(expression, set(self.draws), place)
                yield name, expression

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


class _Scope(dict[str, Term | Number]):
    """Terms by name; remembers which were asked for."""

    def __init__(
        self,
        terms: "Mapping[str, Term | Number]",
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
