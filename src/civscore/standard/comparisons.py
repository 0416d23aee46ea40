"""Two numbers compared: the commonest of conditions.

Nothing is divided: ratios are compared by cross multiplication. What can be worked out when the
standard is planned is: `meetings >= 4` is one column and one whole number.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final, Literal, TypeAlias

from civscore.exact import Ratio, Truth, share_text, text_of
from civscore.sentences import Sentence, Space, plain, say
from civscore.standard.conditions import Condition, shown_quantities
from civscore.standard.expressions import (
    Day,
    Expression,
    Number,
    Reference,
    is_above,
    is_at_least,
)
from civscore.standard.quantities import Amount, Quantity
from civscore.standard.rows import Change, Row, Side
from civscore.standard.shares import Share
from civscore.values import Value

Comparator: TypeAlias = Literal[">=", ">", "<=", "<", "==", "!="]
OPPOSITE: Final[dict[Comparator, Comparator]] = {
    ">=": "<", ">": "<=", "<=": ">", "<": ">=", "==": "!=", "!=": "==",
}  # fmt: skip

_SPOKEN: Final[dict[str, tuple[str, str]]] = {
    ">=": ("达到", "at least"),
    ">": ("超过", "more than"),
    "<=": ("不超过", "at most"),
    "<": ("不足", "less than"),
    "==": ("等于", "equal to"),
    "!=": ("不等于", "other than"),
}

_SPOKEN_OF_DAYS: Final[dict[str, tuple[str, str]]] = {
    ">=": ("不早于", "on or after"),
    ">": ("晚于", "after"),
    "<=": ("不晚于", "on or before"),
    "<": ("早于", "before"),
    "==": ("为", "on"),
    "!=": ("不是", "not on"),
}

_OF_NONE: Final[dict[str, tuple[str, str]]] = {
    ">": ("有{t}", "there is {t}"),
    "==": ("没有{t}", "there is no {t}"),
    "<=": ("没有{t}", "there is no {t}"),
}


def compared(left: Expression, operator: Comparator, right: Expression) -> "Comparison":
    """A comparison; with a literal, what can be worked out beforehand is."""
    if isinstance(left, Reference) and isinstance(right, Number):
        quantity, (numerator, denominator) = left.quantity, right.ratio
        if isinstance(quantity, Amount):
            bound = numerator * quantity.scale, denominator
            return ColumnComparison(left, operator, right, quantity.column, *_cuts(operator, bound))
        if operator == ">=":
            return AtLeast(left, operator, right, quantity, numerator, denominator)
    return Comparison(left, operator, right)


def never_reached(quantity: Quantity, number: Decimal) -> Mapping[str, object] | None:
    """What there is to say of a bound that is more than the number can be; None if it is not."""
    most: Decimal | int | None = quantity.top
    if isinstance(quantity, Amount):
        most = Decimal(quantity.highest) / quantity.scale
    if most is None or number <= most:
        return None
    shown, top = plain(text_of(number)), quantity.threshold(Decimal(most))
    if str(top) == share_text(Decimal(most)):  # who wrote 95 meant 95%; who wrote "150%", 1.5
        shown = say("{n}（即 {t}）", "{n} (that is {t})", n=number, t=share_text(number))
    elif not any(map(str.isdigit, str(top))):  # yes, or the name of a level
        top = say("{n}（{t}）", "{n} ({t})", n=most, t=top)
    return {"number": shown, "top": top}


def _cuts(operator: Comparator, bound: Ratio) -> tuple[int | None, int | None]:
    """The least and the most a whole number may be; a bound that is not whole equals none."""
    whole, rest = divmod(bound[0], bound[1])
    at_least, at_most = whole + (rest > 0), whole
    match operator:
        case ">=":
            return at_least, None
        case ">":
            return whole + 1, None
        case "<=":
            return None, at_most
        case "<":
            return None, at_least - 1
    return at_least, at_most


class Comparison(Value):
    """Two numbers compared."""

    left: Expression
    operator: Comparator
    right: Expression

    def holds(self, side: Side) -> Truth:
        match self.operator:
            case ">=":
                return is_at_least(self.left.value(side), self.right.value(side.other))
            case ">":
                return is_above(self.left.value(side), self.right.value(side.other))
            case "<=":
                return is_at_least(self.right.value(side), self.left.value(side.other))
            case "<":
                return is_above(self.right.value(side), self.left.value(side.other))
        up = self.left.value(side), self.right.value(side.other)
        down = self.right.value(side), self.left.value(side.other)
        if self.operator == "==":
            return is_at_least(*up) & is_at_least(*down)
        return is_above(*up) | is_above(*down)

    def quantities(self) -> Iterator[Quantity]:
        yield from self.left.quantities()
        yield from self.right.quantities()

    @property
    def title(self) -> Sentence:
        need = self.right.title
        if isinstance(self.left, Reference) and isinstance(self.right, Number):
            if not (self.right.sign and isinstance(self.left.quantity, Share)):
                need = self.left.quantity.threshold(self.right.number)
            if self.right.number == 0 and self.operator in _OF_NONE:
                zh, en = _OF_NONE[self.operator]
                return say(zh, en, t=self.left.title)
        words = _SPOKEN_OF_DAYS if isinstance(self.right, Day) else _SPOKEN
        zh, en = words[self.operator]
        left = self.left.title
        return say(
            "{left}{before}{zh}{after}{need}", "{left} {en} {need}",
            left=left, before=Space(left, zh), zh=zh, after=Space(zh, need), need=need, en=en,
        )  # fmt: skip

    def shown(self, row: Row) -> Sentence:
        return shown_quantities(tuple(self.quantities()), row)

    def change(self, row: Row) -> Change | None:
        bound, number = self.operator, self._goal(row)
        if not isinstance(self.left, Reference) or number is None:
            return self._nearest_change(row)
        if bound == "!=":
            return None
        return self.left.quantity.change(row, bound, number)

    def _goal(self, row: Row) -> Decimal | None:
        """The number it is compared with: a literal, or one that others have supplied."""
        if isinstance(self.right, Number):
            return self.right.number
        given = self.right.quantity if isinstance(self.right, Reference) else None
        if not isinstance(given, Amount) or not given.is_given or given.fact not in row.recorded:
            return None
        (low, scale), (high, _) = given.value(row.worst), given.value(row.best)
        return Decimal(low) / scale if low == high else None

    def _nearest_change(self, row: Row) -> Change | None:
        from civscore.standard.calculated import nearest_change

        sources = {one.columns: one for one in self.quantities()}
        return nearest_change(
            tuple(sources.values()), row, lambda moved: bool(self.holds(moved.worst))
        )

    def denied(self) -> Condition:
        return compared(self.left, OPPOSITE[self.operator], self.right)


class AtLeast(Comparison):
    """A quantity that has to come to a literal: the usual thing asked of a share."""

    quantity: Quantity
    numerator: int
    denominator: int

    def holds(self, side: Side) -> Truth:
        number, per = self.quantity.value(side)
        return number * self.denominator >= self.numerator * per


class ColumnComparison(Comparison):
    """One column compared with a literal: at least so much, at most so much, or both."""

    column: int
    at_least: int | None
    at_most: int | None

    def holds(self, side: Side) -> Truth:
        if self.at_most is None:
            return side.up[self.column] >= self.at_least
        if self.at_least is None:
            return side.down[self.column] <= self.at_most
        up, down = side.up[self.column], side.down[self.column]
        if self.operator == "!=":
            return (up > self.at_most) | (down < self.at_least)
        return (up >= self.at_least) & (down <= self.at_most)
