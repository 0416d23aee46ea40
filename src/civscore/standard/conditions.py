"""Compiled conditions: whether a statement about a row holds certainly, and possibly.

The pair says whether it holds whatever the unknown facts turn out to be, and whether it can hold
at all. Every condition gives its own denial, so nothing has to turn such a pair round.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final, Literal, Protocol, TypeAlias

from civscore.exact import INTEGERS, Integers, Operations, Truth
from civscore.sentences import Sentence, joined, say
from civscore.standard.expressions import (
    Expression,
    Number,
    Reference,
    is_above,
    is_at_least,
)
from civscore.standard.quantities import Amount, Quantity
from civscore.standard.rows import Change, Row
from civscore.values import Value

Comparator: TypeAlias = Literal[">=", ">", "<=", "<", "==", "!="]
Verdict: TypeAlias = tuple[Truth, Truth]
"""Certainly true, possibly true."""

OPPOSITE: Final[dict[Comparator, Comparator]] = {
    ">=": "<", ">": "<=", "<=": ">", "<": ">=", "==": "!=", "!=": "==",
}  # fmt: skip

_SPOKEN: Final[dict[str, tuple[str, str]]] = {
    ">=": ("不低于", "at least"),
    ">": ("高于", "more than"),
    "<=": ("不高于", "at most"),
    "<": ("低于", "less than"),
    "==": ("等于", "equal to"),
    "!=": ("不等于", "other than"),
}

_OF_NONE: Final[dict[str, tuple[str, str]]] = {
    ">": ("有{t}", "there is {t}"),
    "==": ("没有{t}", "there is no {t}"),
    "<=": ("没有{t}", "there is no {t}"),
}


class Condition(Protocol):
    """A statement about a row."""

    def verdict(self, ops: Operations, low: Integers, high: Integers) -> Verdict:
        """Whether it holds certainly, and possibly."""

    def quantities(self) -> Iterator[Quantity]:
        """What it reads."""

    @property
    def title(self) -> Sentence:
        """The statement in words."""

    def shown(self, row: Row) -> Sentence:
        """What is recorded of what it reads."""

    def change(self, row: Row) -> Change | None:
        """The least change that makes it true, where one can be named."""

    def denied(self) -> "Condition":
        """Its denial."""


Cut: TypeAlias = tuple[int, int, int]
"""Column × the second ≥ the third: "at least", of one column, as integers known beforehand."""


def compared(left: Expression, operator: Comparator, right: Expression) -> "Comparison":
    """A comparison; of one column with a literal, its integers worked out at once."""
    cut = None
    if operator == ">=" and isinstance(left, Reference) and isinstance(right, Number):
        amount = left.quantity
        if isinstance(amount, Amount):
            numerator, denominator = right.ratio
            cut = amount.column, denominator, numerator * amount.scale
    return Comparison(left, operator, right, cut)


class Comparison(Value):
    """Two numbers compared."""

    left: Expression
    operator: Comparator
    right: Expression
    cut: Cut | None = None

    def verdict(self, ops: Operations, low: Integers, high: Integers) -> Verdict:
        if self.cut is not None:
            column, times, than = self.cut
            return low[column] * times >= than, high[column] * times >= than
        (a_low, a_high), (b_low, b_high) = (
            self.left.ends(ops, low, high),
            self.right.ends(ops, low, high),
        )
        match self.operator:
            case ">=":
                return is_at_least(a_low, b_high), is_at_least(a_high, b_low)
            case ">":
                return is_above(a_low, b_high), is_above(a_high, b_low)
            case "<=":
                return is_at_least(b_low, a_high), is_at_least(b_high, a_low)
            case "<":
                return is_above(b_low, a_high), is_above(b_high, a_low)
        equal = (
            is_at_least(a_low, b_high) & is_at_least(b_low, a_high),
            is_at_least(a_high, b_low) & is_at_least(b_high, a_low),
        )
        return equal if self.operator == "==" else (equal[1] ^ True, equal[0] ^ True)

    def quantities(self) -> Iterator[Quantity]:
        yield from self.left.quantities()
        yield from self.right.quantities()

    @property
    def title(self) -> Sentence:
        need = self.right.title
        if isinstance(self.left, Reference) and isinstance(self.right, Number):
            need = self.left.quantity.threshold(self.right.value)
            if self.right.value == 0 and self.operator in _OF_NONE:
                zh, en = _OF_NONE[self.operator]
                return say(zh, en, t=self.left.title)
        zh, en = _SPOKEN[self.operator]
        return say(
            "{left}{zh} {need}", "{left} {en} {need}",
            left=self.left.title, need=need, zh=zh, en=en,
        )  # fmt: skip

    def shown(self, row: Row) -> Sentence:
        return shown_quantities(tuple(self.quantities()), row)

    def change(self, row: Row) -> Change | None:
        bound = self.operator
        if not (isinstance(self.left, Reference) and isinstance(self.right, Number)):
            return None
        if bound == "!=":
            return None
        return self.left.quantity.change(row, bound, self.right.value)

    def denied(self) -> Condition:
        return compared(self.left, OPPOSITE[self.operator], self.right)


class Is(Value):
    """A yes-or-no column, or its denial."""

    quantity: Quantity
    column: int
    wanted: bool = True

    def verdict(self, ops: Operations, low: Integers, high: Integers) -> Verdict:  # noqa: ARG002
        if self.wanted:
            return low[self.column] == 1, high[self.column] == 1
        return high[self.column] == 0, low[self.column] == 0

    def quantities(self) -> Iterator[Quantity]:
        yield self.quantity

    @property
    def title(self) -> Sentence:
        title = self.quantity.title
        return title if self.wanted else say("没有“{t}”", "no “{t}”", t=title)

    def shown(self, row: Row) -> Sentence:
        return shown_quantities((self.quantity,), row)

    def change(self, row: Row) -> Change | None:  # noqa: ARG002
        title = self.quantity.title
        if self.wanted:
            return Change(say("落实“{t}”", "put in place “{t}”", t=title), {self.column: 1})
        return Change(say("消除“{t}”", "clear “{t}”", t=title), {self.column: 0})

    def denied(self) -> Condition:
        return Is(self.quantity, self.column, not self.wanted)


class OneOf(Value):
    """A choice or grade that is one of some codes."""

    quantity: Quantity
    column: int
    codes: tuple[int, ...]  # those meant, rising
    names: tuple[Sentence, ...]  # of every code, meant or not
    is_ordered: bool = False

    def verdict(self, ops: Operations, low: Integers, high: Integers) -> Verdict:  # noqa: ARG002
        """Certain if every code from low to high is listed; possible if any is."""
        certain: Truth = True
        possible: Truth = False
        for code in range(len(self.names)):
            is_open = (low[self.column] <= code) & (high[self.column] >= code)
            if code in self.codes:
                possible = possible | is_open
            else:
                certain = certain & (is_open ^ True)
        return certain, possible

    def quantities(self) -> Iterator[Quantity]:
        yield self.quantity

    @property
    def title(self) -> Sentence:
        names = tuple(self.names[code] for code in self.codes)
        return say("{title}为{names}", "{title} is {names}", title=self.quantity.title, names=names)

    def shown(self, row: Row) -> Sentence:
        return shown_quantities((self.quantity,), row)

    def change(self, row: Row) -> Change | None:
        """The least level that is meant; between options without order there is no step."""
        if not self.codes or not self.is_ordered:
            return None
        return self.quantity.change(row, "==", Decimal(self.codes[0]))

    def denied(self) -> Condition:
        others = tuple(code for code in range(len(self.names)) if code not in self.codes)
        return OneOf(self.quantity, self.column, others, self.names, self.is_ordered)


class Junction(Value):
    """Conditions joined by and (`every`) or by or."""

    parts: tuple[Condition, ...]
    every: bool

    def verdict(self, ops: Operations, low: Integers, high: Integers) -> Verdict:
        certain, possible = self.parts[0].verdict(ops, low, high)
        for part in self.parts[1:]:
            more_certain, more_possible = part.verdict(ops, low, high)
            if self.every:
                certain, possible = certain & more_certain, possible & more_possible
            else:
                certain, possible = certain | more_certain, possible | more_possible
        return certain, possible

    def quantities(self) -> Iterator[Quantity]:
        for part in self.parts:
            yield from part.quantities()

    @property
    def title(self) -> Sentence:
        titles = tuple(part.title for part in self.parts)
        return joined(titles, "且", " and ") if self.every else joined(titles, "或", " or ")

    def shown(self, row: Row) -> Sentence:
        return shown_quantities(tuple(self.quantities()), row)

    def change(self, row: Row) -> Change | None:
        open_parts = [part for part in self.parts if not _holds_at_best(part, row)]
        changes = [part.change(row) for part in open_parts]
        if not self.every:
            found = [change for change in changes if change is not None]
            return min(found, key=_undoes, default=None)
        known = [change for change in changes if change is not None]
        return merged(known) if known and len(known) == len(changes) else None

    def denied(self) -> Condition:
        return Junction(tuple(part.denied() for part in self.parts), not self.every)


def _undoes(change: Change) -> bool:
    """Whether something would be given up; of two ways, the one that adds is offered."""
    return all(value == 0 for value in change.columns.values())


def _holds_at_best(condition: Condition, row: Row) -> bool:
    return bool(condition.verdict(INTEGERS, row.low, row.high)[1])


def merged(changes: list[Change]) -> Change:
    """Several changes made together."""
    columns: dict[int, int] = {}
    for change in changes:
        columns.update(change.columns)
    if len(changes) == 1:
        return changes[0]
    is_past = any(change.is_past for change in changes)
    return Change(joined(tuple(change.sentence for change in changes)), columns, is_past)


def shown_quantities(quantities: tuple[Quantity, ...], row: Row) -> Sentence:
    """Each value once, with its title."""
    by_title = {quantity.title.text(): quantity for quantity in quantities}
    return joined(
        tuple(
            say("{title}：{value}", "{title}: {value}", title=one.title, value=one.shown(row))
            for one in by_title.values()
        ),
        "、",
        ", ",
    )
