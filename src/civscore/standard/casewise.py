"""Clauses with parameters: planned once for each case, between the cases that are still possible.

No mechanism and no condition knows of parameters: each is read and planned with the numbers of one
case in place, and what it gives counts where that case is at hand.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from civscore.diagnostics import fault, nearest
from civscore.exact import Ratio, Truth
from civscore.sentences import Sentence, joined, say
from civscore.standard.cases import SHOWN, Cases, PlannedCase, Reason
from civscore.standard.comparisons import Comparator, compared
from civscore.standard.conditions import Condition, Junction, OneOf, shown_quantities
from civscore.standard.document import Entry
from civscore.standard.expressions import Expression, Number, chosen_by
from civscore.standard.grammar import read_value
from civscore.standard.mechanisms import Formula
from civscore.standard.naming import AbandonedError, Naming
from civscore.standard.parsing import Term
from civscore.standard.quantities import Quantity
from civscore.standard.rows import Change, Row, Side
from civscore.standard.tokens import ExpressionError
from civscore.standard.varying import Case, Edge, Varying, Where, sound_cases
from civscore.values import Value, replaced


class ByCase(Formula):
    """A formula for each case."""

    branches: Cases
    formulas: tuple[Formula, ...]

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        own = self.branches.quantities()
        return own + tuple(one for formula in self.formulas for one in formula.quantities)

    @property
    def columns(self) -> frozenset[int]:
        own = (column for one in self.branches.quantities() for column in one.columns)
        return frozenset(own).union(*(one.columns for one in self.formulas))

    @property
    def may_vanish(self) -> bool:
        return any(one.may_vanish for one in self.formulas)

    def is_empty(self, side: Side) -> Truth:
        return _either(side, self.branches.cases, [one.is_empty(side) for one in self.formulas])

    def points(self, side: Side) -> Ratio:
        found = self.formulas[-1].points(side)
        pairs = list(zip(self.branches.cases[:-1], self.formulas, strict=False))
        for case, formula in reversed(pairs):
            found = chosen_by(side, case.condition, formula.points(side), found)
        return found

    def because(self, row: Row) -> Sentence:
        return self.branches.told(row, lambda n: self.formulas[n].because(row))

    def changes(self, row: Row) -> Iterator[Change]:
        for number in self.branches.possible(row):
            for change in self.formulas[number].changes(row):
                yield _told(self.branches.cases[number], change, row)

    def pending(self, row: Row) -> Sentence | None:
        return self.branches.to_settle(row) if self.branches.only(row) is None else None

    def question(self, row: Row) -> Change | None:
        at = self.branches.only(row)
        return None if at is None else self.formulas[at].question(row)


class Depending(Value):
    """A condition for each case."""

    branches: Cases
    conditions: tuple[Condition, ...]

    def holds(self, side: Side) -> Truth:
        return _either(side, self.branches.cases, [one.holds(side) for one in self.conditions])

    def quantities(self) -> Iterator[Quantity]:
        yield from self.branches.quantities()
        for condition in self.conditions:
            yield from condition.quantities()

    @property
    def title(self) -> Sentence:
        told = tuple(
            say("{c}（{h}）", "{c} ({h})", c=condition.title, h=case.label)
            for case, condition in zip(self.branches.cases, self.conditions, strict=True)
        )
        more = say("等 {n} 种情形", "{n} cases in all", n=len(told))
        return joined(told if len(told) <= SHOWN else (*told[:SHOWN], more), "；", "; ")

    def title_on(self, row: Row) -> Sentence:
        """The statement as it is for a row, where that is known."""
        at = self.branches.only(row)
        return self.title if at is None else self.conditions[at].title

    def shown(self, row: Row) -> Sentence:
        at = self.branches.only(row)
        if at is None:
            return shown_quantities(tuple(self.quantities()), row)
        how, shown = self.branches.cases[at].said(row), self.conditions[at].shown(row)
        return say("{v}，{how}", "{v}, {how}", v=shown, how=how)

    def change(self, row: Row) -> Change | None:
        at = self.branches.only(row)
        change = None if at is None else self.conditions[at].change(row)
        return None if at is None or change is None else _told(self.branches.cases[at], change, row)

    def denied(self) -> Condition:
        return Depending(self.branches, tuple(one.denied() for one in self.conditions))


def _told(case: PlannedCase, change: Change, row: Row) -> Change:
    said = say("{h}：{c}", "{h}: {c}", h=case.said(row), c=change.sentence)
    return replaced(change, sentence=said)


def _either(side: Side, cases: Sequence[PlannedCase], holding: Sequence[Truth]) -> Truth:
    """What holds in the case at hand; of several that may be, on the worst side in all of them."""
    found = holding[-1]
    for case, own in reversed(list(zip(cases[:-1], holding, strict=False))):
        certain = case.condition.holds(side.best.other)
        is_open = case.condition.holds(side.best) & (certain ^ True)
        settled = (certain & own) | ((certain ^ True) & found)
        if is_open is False:
            found = settled
            continue
        either = own | found if side.is_best else own & found
        found = (is_open & either) | ((is_open ^ True) & settled)
    return found


# --- planning -------------------------------------------------------------------------------------


def condition_by_case(
    naming: Naming, varying: Varying, text: str, place: Entry
) -> Condition | None:
    """The condition a text with parameters states; None if it cannot be planned."""
    cases = sound_cases(varying, varying.names_in(text), place)
    if not cases:
        return None
    conditions = tuple(naming.in_case(case.values).condition(text, place) for case in cases)
    return Depending(Cases(tuple(planned_case(naming, one) for one in cases)), conditions)


NO_PARAMETER: Final = fault(
    "unknown-parameter",
    ("没有名为“{name}”的参数", "there is no parameter named “{name}”"),
    ("请写个数，或先在 [parameters] 里声明；{near}", "write a number, or declare it; {near}"),
)
NOT_WHOLE: Final = fault(
    "parameter-not-whole",
    (
        "参数“{name}”有的取值 {value}，这里要整数",
        "“{name}” may be {value}; whole numbers are needed",
    ),
    ("请改参数的取值，写 0 或更大的整数", "give it whole values, zero or more"),
)


def numbers_by_case(
    naming: Naming, name: str, place: Entry
) -> tuple[Cases, tuple[Decimal, ...]] | None:
    """A parameter's cases and whole values; None if there is none such, which is noted."""
    varying = naming.varying
    known = varying.declared or {} if varying is not None else {}
    if varying is None or name not in known:
        place.report(NO_PARAMETER, name=name, near=nearest(name, known))
        return None
    cases = sound_cases(varying, (name,), place)
    naming.scope.used.add(name)
    numbers = tuple(case.values[name] for case in cases)
    for number in numbers:
        if number != int(number) or number < 0:
            place.report(NOT_WHOLE, name=name, value=number)
            return None
    return Cases(tuple(planned_case(naming, one) for one in cases)), numbers


def planned_case(naming: Naming, case: Case) -> PlannedCase:
    """When a case is at hand, with names looked up."""
    return PlannedCase(tuple(_reason(naming, where) for where in case.where))


def _reason(naming: Naming, where: Where) -> Reason:
    declared = (naming.varying.declared if naming.varying is not None else None) or {}
    shown = {declared[name].title: declared[name].shown(v) for name, v in where.values.items()}
    amounts = tuple(shown.values())
    if len(shown) > 1:
        amounts = tuple(say("{t} {v}", "{t} {v}", t=title, v=v) for title, v in shown.items())
    if where.options:
        return _of_options(_term(naming, where.by), where, amounts)
    by = _number(naming, where.by)
    parts = tuple(_beyond(by, edge, sign) for edge, sign in _signs(where))
    condition = parts[0] if len(parts) == 1 else Junction(parts, every=True)
    return Reason(condition, tuple(by.quantities()), (), amounts)


def _term(naming: Naming, name: str) -> Term:
    term = naming.scope.get(name)
    if not isinstance(term, Term) or not term.codes:
        raise AbandonedError
    return term


def _number(naming: Naming, text: str) -> Expression:
    """What the parameter's own table has been told of, if it is wrong."""
    try:
        return read_value(text, naming.scope)
    except ExpressionError:
        raise AbandonedError from None


def _signs(where: Where) -> Iterator[tuple[Edge, tuple[Comparator, Comparator]]]:
    if where.first is not None:
        yield where.first, (">=", ">")
    if where.last is not None:
        yield where.last, ("<", "<=")


def _beyond(by: Expression, edge: Edge, signs: tuple[Comparator, Comparator]) -> Condition:
    number, is_after = edge
    return compared(by, signs[is_after], Number(number, number.as_integer_ratio()))


def _of_options(term: Term, where: Where, amounts: tuple[Sentence, ...]) -> Reason:
    by_code = sorted(term.codes.values(), key=lambda pair: pair[0])
    names = tuple(title for _, title in by_code)
    if not term.codes.keys() >= set(where.options):
        raise AbandonedError
    codes = tuple(sorted(term.codes[option][0] for option in where.options))
    quantity = term.quantity
    condition = OneOf(quantity, quantity.columns[0], codes, names, term.is_ordered)
    return Reason(condition, (quantity,), tuple(names[code] for code in codes), amounts)
