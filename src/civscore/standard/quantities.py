"""Numbers a mechanism or a condition reads from a row, each an exact ratio on either side.

Three shapes are enough: an *amount* is one column over its scale, a *tally* adds columns up, a
*share* divides one column by another. A fact kind says which it is; a mechanism never asks.

- *A share of which nothing is recorded?* Between 0 and 100 %.
- *A share whose base is empty?* Its fact declares what that means; see `if_none`.
"""

from decimal import Decimal
from typing import Any, Literal, Protocol, TypeAlias

from civscore.exact import Ratio, Truth, shown_units, text_of
from civscore.sentences import Sentence, Space, say
from civscore.standard.rows import Change, Row, Side
from civscore.values import Value

IfNone: TypeAlias = Literal["zero", "full", "not_applicable", "unproven"]
Bound: TypeAlias = Literal[">=", ">", "<=", "<", "=="]


def with_unit(number: str, unit: str) -> Sentence:
    """A number with its unit; a space parts them unless the unit is a sign like %."""
    space = " " if unit[:1].isalpha() else ""
    return say("{n}{space}{unit}", "{n}{space}{unit}", n=number, space=space, unit=unit)


class Quantity(Protocol):
    """A number between its lowest and its highest value."""

    @property
    def fact(self) -> str:
        """Name of the fact it is read from."""

    @property
    def title(self) -> Sentence:
        """What it measures."""

    @property
    def columns(self) -> tuple[int, ...]:
        """Numbers of the columns it reads."""

    @property
    def sources(self) -> "tuple[Quantity, ...]":
        """What is recorded of it: itself, or all it is worked out from."""

    @property
    def if_none(self) -> IfNone | None:
        """What an empty base means; None where there is no base."""

    @property
    def top(self) -> int | None:
        """The most it can be, where that is fixed."""

    def value(self, side: Side) -> Ratio:
        """The least it can be on the worst side, the most on the best."""

    def quotient(self, side: Side) -> Ratio:
        """The same where it has a base; what an empty one gives is decided elsewhere."""

    def is_empty(self, side: Side) -> Truth:
        """Whether its base is empty: for certain on the worst side, possibly on the best."""

    def shown(self, row: Row) -> Sentence:
        """The value in words, with its unit."""

    def threshold(self, number: Decimal) -> Sentence:
        """A number it is compared with, in words, with its unit."""

    def change(self, row: Row, bound: Bound, number: Decimal) -> Change | None:
        """The least change of the recorded value that satisfies the bound, if one exists."""


class OfFact(Value):
    """A number that is read from one fact."""

    @property
    def sources(self) -> tuple[Quantity, ...]:
        """Itself."""
        this: Any = self
        return (this,)

    @property
    def is_given(self) -> bool:
        """Whether nobody here can change it, whatever it is."""
        return False

    @property
    def is_beside(self) -> bool:
        """Whether it only says how another was come by, which says so itself."""
        return False

    @property
    def moved(self) -> tuple[Quantity, ...]:
        """What of it is moved by itself where a bound is looked for."""
        return self.sources

    def lacking(self, row: Row) -> Sentence | None:
        """What has to be known of it, where more can be said than its title."""
        record = row.recorded.get(getattr(self, "fact", ""))
        found: Sentence | None = getattr(record.value, "lacking", None) if record else None
        return found


UNRECORDED = say("未填报", "not recorded")


def spread(low: Decimal | int, high: Decimal | int, unit: str) -> Sentence:
    """Between two ends, in words."""
    return say("{low} 至 {high}", "{low} to {high}", low=low, high=with_unit(text_of(high), unit))


def needed(bound: Bound, numerator: int, denominator: int) -> int:
    """The whole number nearest to the ratio that satisfies the bound."""
    low, rest = divmod(numerator, denominator)
    match bound:
        case ">=":
            return low + bool(rest)
        case ">":
            return low + 1
        case "<":
            return low - (not rest)
        case "<=" | "==":
            return low


def where_empty(
    side: Side, quantity: Quantity, value: Ratio, full: int, beyond: tuple[int, int]
) -> Ratio:
    """The value, or what an empty base gives instead.

    `full` is what "full" stands for; `beyond` what stands for an open result, worst and best.
    """
    is_empty, if_none = quantity.is_empty(side.best.other), quantity.if_none
    instead = full if if_none == "full" else 0 if if_none == "zero" else beyond[side.is_best]
    where, (units, per) = side.ops.where, value
    if side.other is not side:  # it may or may not be empty: the further end of the two
        pick = side.ops.maximum if side.is_best else side.ops.minimum
        units = where(quantity.is_empty(side.best), pick(units, instead * per), units)
    return where(is_empty, instead * per, units), per


class Amount(OfFact):
    """One column over a scale: a count, a measure, a judged score, a yes or no."""

    fact: str
    title: Sentence
    unit: str
    column: int
    scale: int
    lowest: int
    highest: int
    if_none: None = None
    top: int | None = None

    @property
    def columns(self) -> tuple[int, ...]:
        return (self.column,)

    def value(self, side: Side) -> Ratio:
        return side.up[self.column], self.scale

    quotient = value

    def is_empty(self, side: Side) -> Truth:  # noqa: ARG002
        return False

    def shown(self, row: Row) -> Sentence:
        low, high = row.low[self.column], row.high[self.column]
        if (low, high) == (self.lowest, self.highest) and self.fact not in row.recorded:
            return UNRECORDED
        if low == high:
            return self._said(low)
        if high == self.highest:
            return say("不少于 {n}", "at least {n}", n=self._said(low))
        if low == self.lowest:
            return say("不多于 {n}", "at most {n}", n=self._said(high))
        return spread(self._number(low), self._number(high), self.unit)

    def _number(self, column_value: int) -> Decimal:
        return shown_units(column_value, self.scale)

    def _said(self, column_value: int) -> Sentence:
        return with_unit(text_of(self._number(column_value)), self.unit)

    def threshold(self, number: Decimal) -> Sentence:
        return with_unit(text_of(number), self.unit)

    def change(self, row: Row, bound: Bound, number: Decimal) -> Change | None:
        numerator, denominator = number.as_integer_ratio()
        target = needed(bound, numerator * self.scale, denominator)
        if not self.lowest <= target <= self.highest:
            return None
        rising = target > row.low[self.column]
        sentence = say(
            "{title}：由 {have}{verb}到 {need}",
            "{title}: {verb_en} from {have} to {need}",
            title=self.title,
            have=self.shown(row),
            verb="增加" if rising else "减少",
            verb_en="raise" if rising else "reduce",
            need=self._said(target),
        )
        return Change(sentence, {self.column: target})


class Flagged(OfFact):
    """A column that is 0 or 1."""

    fact: str
    title: Sentence
    column: int
    if_none: None = None
    top: int = 1

    @property
    def columns(self) -> tuple[int, ...]:
        return (self.column,)

    def value(self, side: Side) -> Ratio:
        return side.up[self.column], 1

    quotient = value

    def is_empty(self, side: Side) -> Truth:  # noqa: ARG002
        return False

    def shown(self, row: Row) -> Sentence:
        low, high = row.low[self.column], row.high[self.column]
        if low != high:
            return UNRECORDED
        return say("有", "yes") if low else say("无", "no")

    def threshold(self, number: Decimal) -> Sentence:
        return say("有", "yes") if number else say("无", "no")

    def change(self, row: Row, bound: Bound, number: Decimal) -> Change | None:  # noqa: ARG002
        target = needed(bound, *number.as_integer_ratio())
        if target not in (0, 1):
            return None
        verb = ("落实", "put in place") if target else ("消除", "clear")
        sentence = say("{v}“{t}”", "{e} “{t}”", v=verb[0], e=verb[1], t=self.title)
        return Change(sentence, {self.column: target})


class Coded(OfFact):
    """A column that holds the place of an option or level."""

    fact: str
    title: Sentence
    column: int
    names: tuple[Sentence, ...]
    if_none: None = None

    @property
    def top(self) -> int:
        return len(self.names) - 1

    @property
    def columns(self) -> tuple[int, ...]:
        return (self.column,)

    def value(self, side: Side) -> Ratio:
        return side.up[self.column], 1

    quotient = value

    def is_empty(self, side: Side) -> Truth:  # noqa: ARG002
        return False

    def shown(self, row: Row) -> Sentence:
        low, high = row.low[self.column], row.high[self.column]
        return self.names[low] if low == high else UNRECORDED

    def threshold(self, number: Decimal) -> Sentence:
        return self.names[int(number)]

    def change(self, row: Row, bound: Bound, number: Decimal) -> Change | None:
        target = needed(bound, *number.as_integer_ratio())
        if not 0 <= target < len(self.names):
            return None
        have, need = self.shown(row), self.names[target]
        sentence = say(
            "{t}由{before}{have}{after}达到{then}{need}", "{t}: from {have} to {need}",
            t=self.title, have=have, need=need,
            before=Space("由", have), after=Space(have, "达到"), then=Space("达到", need),
        )  # fmt: skip
        return Change(sentence, {self.column: target})
