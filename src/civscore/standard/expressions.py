"""Compiled expressions: a number read from a row, between two ends.

The operations are a closed set over exact ratios; each gives the lowest and highest it can be.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Final, Protocol, TypeAlias

from civscore.exact import Integers, Operations, Ratio, Truth, text_of
from civscore.sentences import Sentence, say
from civscore.standard.quantities import Ends, Quantity
from civscore.values import Value


class Expression(Protocol):
    """A number read from a row."""

    def ends(self, ops: Operations, low: Integers, high: Integers) -> Ends:
        """Lowest and highest value, as ratios."""

    def quantities(self) -> Iterator[Quantity]:
        """What it reads."""

    @property
    def title(self) -> Sentence:
        """The expression in words."""


class Number(Value):
    """A literal."""

    value: Decimal
    ratio: Ratio

    def ends(self, ops: Operations, low: Integers, high: Integers) -> Ends:  # noqa: ARG002
        return self.ratio, self.ratio

    def quantities(self) -> Iterator[Quantity]:
        return iter(())

    @property
    def title(self) -> Sentence:
        return say("{n}", "{n}", n=text_of(self.value))


class Reference(Value):
    """A fact, or a part of one."""

    quantity: Quantity

    def ends(self, ops: Operations, low: Integers, high: Integers) -> Ends:
        return self.quantity.ends(ops, low, high)

    def quantities(self) -> Iterator[Quantity]:
        yield self.quantity

    @property
    def title(self) -> Sentence:
        return self.quantity.title


Combining: TypeAlias = Callable[[Operations, tuple[Ends, ...]], Ends]


class Combination(Value):
    """Expressions put together by one of the closed set of operations."""

    combine: Combining
    parts: tuple[Expression, ...]
    title: Sentence

    def ends(self, ops: Operations, low: Integers, high: Integers) -> Ends:
        return self.combine(ops, tuple([part.ends(ops, low, high) for part in self.parts]))

    def quantities(self) -> Iterator[Quantity]:
        for part in self.parts:
            yield from part.quantities()


def is_at_least(first: Ratio, second: Ratio) -> Truth:
    """Compare by cross multiplication; nothing is divided."""
    return first[0] * second[1] >= second[0] * first[1]


def is_above(first: Ratio, second: Ratio) -> Truth:
    """As `is_at_least`, strictly."""
    return first[0] * second[1] > second[0] * first[1]


# --- the closed set of operations on numbers -----------------------------------------------------


def add(ops: Operations, parts: tuple[Ends, ...]) -> Ends:  # noqa: ARG001
    """The sum."""
    (a_low, a_high), (b_low, b_high) = parts
    return _plus(a_low, b_low), _plus(a_high, b_high)


def subtract(ops: Operations, parts: tuple[Ends, ...]) -> Ends:
    """The difference: lowest when the second is highest."""
    first, ((low_n, low_d), (high_n, high_d)) = parts
    return add(ops, (first, ((-high_n, high_d), (-low_n, low_d))))


def _plus(first: Ratio, second: Ratio) -> Ratio:
    return first[0] * second[1] + second[0] * first[1], first[1] * second[1]


def multiply(ops: Operations, parts: tuple[Ends, ...]) -> Ends:
    """The product: its ends are among the four products of the ends."""
    first, second = parts
    if second[0] is second[1] and second[0][0] >= 0:  # a literal: ends stay ends
        (low, below), (high, above), (n, d) = *first, second[0]
        return (low * n, below * d), (high * n, above * d)
    products = [(a[0] * b[0], a[1] * b[1]) for a in first for b in second]
    return _extremes(ops, products)


def divide(ops: Operations, parts: tuple[Ends, ...]) -> Ends:
    """The quotient; anything at all where the divisor may be zero."""
    (low_n, low_d), (high_n, high_d) = parts[1]
    is_sound = (low_n > 0) | (high_n < 0)
    sign = ops.where(low_n > 0, 1, -1)
    reciprocals = (
        (sign * high_d, ops.where(is_sound, sign * high_n, 1)),
        (sign * low_d, ops.where(is_sound, sign * low_n, 1)),
    )
    (low, first), (high, second) = multiply(ops, (parts[0], reciprocals))
    return (
        (ops.where(is_sound, low, -ANYTHING), ops.where(is_sound, first, 1)),
        (ops.where(is_sound, high, ANYTHING), ops.where(is_sound, second, 1)),
    )


ANYTHING: Final = 10**30
"""Beyond every number an expression can come to: what an undefined quotient may be."""


def least(ops: Operations, parts: tuple[Ends, ...]) -> Ends:
    """The smallest of several."""
    low, high = parts[0]
    for other_low, other_high in parts[1:]:
        low, high = _lower(ops, low, other_low), _lower(ops, high, other_high)
    return low, high


def greatest(ops: Operations, parts: tuple[Ends, ...]) -> Ends:
    """The largest of several."""
    low, high = parts[0]
    for other_low, other_high in parts[1:]:
        low, high = _higher(ops, low, other_low), _higher(ops, high, other_high)
    return low, high


def ceil(ops: Operations, parts: tuple[Ends, ...]) -> Ends:  # noqa: ARG001
    """Up to a whole number."""
    (low_n, low_d), (high_n, high_d) = parts[0]
    return (-(-low_n // low_d), 1), (-(-high_n // high_d), 1)


def floor(ops: Operations, parts: tuple[Ends, ...]) -> Ends:  # noqa: ARG001
    """Down to a whole number."""
    (low_n, low_d), (high_n, high_d) = parts[0]
    return (low_n // low_d, 1), (high_n // high_d, 1)


def _extremes(ops: Operations, ratios: list[Ratio]) -> Ends:
    low = high = ratios[0]
    for one in ratios[1:]:
        low, high = _lower(ops, low, one), _higher(ops, high, one)
    return low, high


def _lower(ops: Operations, first: Ratio, second: Ratio) -> Ratio:
    is_first = is_at_least(second, first)
    return ops.where(is_first, first[0], second[0]), ops.where(is_first, first[1], second[1])


def _higher(ops: Operations, first: Ratio, second: Ratio) -> Ratio:
    is_first = is_at_least(first, second)
    return ops.where(is_first, first[0], second[0]), ops.where(is_first, first[1], second[1])
