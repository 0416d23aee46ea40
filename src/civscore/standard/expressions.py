"""Compiled expressions: a number read from a row.

The operations are a closed set over exact ratios. Each is worked out for one side of the row: the
least the number can be on the worst side, the most on the best.
"""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Final, Protocol, TypeAlias

from civscore.exact import Ratio, Truth, add_ratios, text_of
from civscore.sentences import Sentence, say
from civscore.standard.conditions import Condition
from civscore.standard.quantities import Quantity
from civscore.standard.rows import Side
from civscore.values import Value

PARTS_PER: Final = {"%": 100, "‰": 1000, "个百分点": 100}


class Expression(Protocol):
    """A number read from a row."""

    def value(self, side: Side) -> Ratio:
        """The least it can be on the worst side, the most on the best."""

    def quantities(self) -> Iterator[Quantity]:
        """What it reads."""

    @property
    def title(self) -> Sentence:
        """The expression in words."""


class Number(Value):
    """A literal."""

    number: Decimal
    ratio: Ratio
    sign: str = ""  # the % or ‰ it is written with

    def value(self, side: Side) -> Ratio:  # noqa: ARG002
        return self.ratio

    def quantities(self) -> Iterator[Quantity]:
        return iter(())

    @property
    def title(self) -> Sentence:
        number = self.number * PARTS_PER.get(self.sign, 1)
        return say("{n}{sign}", "{n}{sign}", n=text_of(number), sign=self.sign)


class Day(Number):
    """A day, by its number."""

    @property
    def title(self) -> Sentence:
        return say("{d}", "{d}", d=date.fromordinal(self.ratio[0]))


class Reference(Value):
    """A fact, or a part of one."""

    quantity: Quantity

    def value(self, side: Side) -> Ratio:
        return self.quantity.value(side)

    def quantities(self) -> Iterator[Quantity]:
        yield from self.quantity.sources

    @property
    def title(self) -> Sentence:
        return self.quantity.title


Combining: TypeAlias = Callable[[Side, tuple[Expression, ...]], Ratio]


class Combination(Value):
    """Expressions put together by one of the closed set of operations."""

    combine: Combining
    parts: tuple[Expression, ...]
    title: Sentence

    def value(self, side: Side) -> Ratio:
        return self.combine(side, self.parts)

    def quantities(self) -> Iterator[Quantity]:
        for part in self.parts:
            yield from part.quantities()


class Conditional(Value):
    """One number or the other, as a condition holds or not."""

    condition: Condition
    first: Expression
    second: Expression

    def value(self, side: Side) -> Ratio:
        """Either of the two, where it is open whether the condition holds."""
        return chosen_by(side, self.condition, self.first.value(side), self.second.value(side))

    def quantities(self) -> Iterator[Quantity]:
        yield from self.condition.quantities()
        yield from self.first.quantities()
        yield from self.second.quantities()

    @property
    def title(self) -> Sentence:
        zh, en = "（{c}的，{a}；否则 {b}）", "({a} if {c}, else {b})"
        return say(zh, en, c=self.condition.title, a=self.first.title, b=self.second.title)


def is_at_least(first: Ratio, second: Ratio) -> Truth:
    """Compare by cross multiplication; nothing is divided."""
    return first[0] * second[1] >= second[0] * first[1]


def is_above(first: Ratio, second: Ratio) -> Truth:
    """As `is_at_least`, strictly."""
    return first[0] * second[1] > second[0] * first[1]


# --- the closed set of operations on numbers -----------------------------------------------------


def add(side: Side, parts: tuple[Expression, ...]) -> Ratio:
    """The sum."""
    return add_ratios(parts[0].value(side), parts[1].value(side))


def subtract(side: Side, parts: tuple[Expression, ...]) -> Ratio:
    """The difference: least when the second is most."""
    taken = parts[1].value(side.other)
    return add_ratios(parts[0].value(side), (-taken[0], taken[1]))


def multiply(side: Side, parts: tuple[Expression, ...]) -> Ratio:
    """The product: the least or the most of the four products of the ends."""
    first, second = parts
    if isinstance(second, Number) and second.ratio[0] >= 0:  # each end stays an end
        value, (times, per) = first.value(side), second.ratio
        return value[0] * times, value[1] * per
    return _product(side, first.value, second.value)


def divide(side: Side, parts: tuple[Expression, ...]) -> Ratio:
    """The quotient; anything at all where the divisor may be zero."""
    divisor = parts[1]
    if isinstance(divisor, Number) and divisor.ratio[0] > 0:
        value, (per, times) = parts[0].value(side), divisor.ratio
        return value[0] * times, value[1] * per
    (least, _), (most, _) = divisor.value(side.best.other), divisor.value(side.best)
    is_sound = (least > 0) | (most < 0)
    where = side.ops.where
    sign = where(least > 0, 1, -1)

    def reciprocal(at: Side) -> Ratio:
        numerator, denominator = divisor.value(at.other)
        return sign * denominator, where(is_sound, sign * numerator, 1)

    value = _product(side, parts[0].value, reciprocal)
    if is_sound is True:
        return value
    anything = ANYTHING if side.is_best else -ANYTHING
    return where(is_sound, value[0], anything), where(is_sound, value[1], 1)


ANYTHING: Final = 10**30
"""Beyond every number an expression can come to: what an undefined quotient may be."""

_Valued: TypeAlias = Callable[[Side], Ratio]


def _product(side: Side, first: _Valued, second: _Valued) -> Ratio:
    ends, others = (first(side), first(side.other)), (second(side), second(side.other))
    products = [(one[0] * other[0], one[1] * other[1]) for one in ends for other in others]
    pick = higher if side.is_best else lower
    found = products[0]
    for product in products[1:]:
        found = pick(side, found, product)
    return found


def least(side: Side, parts: tuple[Expression, ...]) -> Ratio:
    """The smallest of several."""
    found = parts[0].value(side)
    for part in parts[1:]:
        found = lower(side, found, part.value(side))
    return found


def greatest(side: Side, parts: tuple[Expression, ...]) -> Ratio:
    """The largest of several."""
    found = parts[0].value(side)
    for part in parts[1:]:
        found = higher(side, found, part.value(side))
    return found


def ceil(side: Side, parts: tuple[Expression, ...]) -> Ratio:
    """Up to a whole number."""
    numerator, denominator = parts[0].value(side)
    return -(-numerator // denominator), 1


def floor(side: Side, parts: tuple[Expression, ...]) -> Ratio:
    """Down to a whole number."""
    numerator, denominator = parts[0].value(side)
    return numerator // denominator, 1


def lower(side: Side, first: Ratio, second: Ratio) -> Ratio:
    """The smaller of two."""
    return _chosen(side, is_at_least(second, first), first, second)


def higher(side: Side, first: Ratio, second: Ratio) -> Ratio:
    """The larger of two."""
    return _chosen(side, is_at_least(first, second), first, second)


def chosen_by(side: Side, condition: Condition, first: Ratio, second: Ratio) -> Ratio:
    """The first where a condition holds, the second where it does not, else either."""
    certain = condition.holds(side.best.other)
    is_open = condition.holds(side.best) & (certain ^ True)
    found = _chosen(side, certain, first, second)
    if is_open is False:
        return found
    either = (higher if side.is_best else lower)(side, first, second)
    return _chosen(side, is_open, either, found)


def _chosen(side: Side, is_first: Truth, first: Ratio, second: Ratio) -> Ratio:
    where = side.ops.where
    return where(is_first, first[0], second[0]), where(is_first, first[1], second[1])
