"""Exact numbers: text → number, the one declared rounding, number → text.

A declared number is a `Decimal` read from its text. Inside a plan it is an integer count of one
common unit; a quotient is a `Ratio`, a pair of integers that is divided at most once, last, in
the mode the standard declares. No float passes through here.

Every formula is written over `Operations`, so that the same lines run on Python integers (one
community) and on integer columns (a country).

- *What does "half up" do below zero?* It rounds away from zero: -0.5 becomes -1, as GB/T 8170 and
  a clerk with a pencil do.
- *Why not `Fraction`?* A ratio is compared by cross multiplication and never reduced, which is
  what columns of integers can do as well.
"""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, Final, TypeAlias

Integers: TypeAlias = Any
"""An `int`, or a whole column of integers: whatever `Operations` work on."""

Truth: TypeAlias = Any
"""A `bool`, or a whole column of them. Combine with `&`, `|` and `^ True`; times a number, it is
the number where true and nothing elsewhere."""

Truths: TypeAlias = tuple[Truth, Truth]
"""Whether something holds: for certain, and possibly."""

Ratio: TypeAlias = tuple[Integers, Integers]
"""Numerator and positive denominator."""

MOST_DECIMALS: Final = 6
"""More decimals than any known standard prints; beyond them a number is a typing error."""

MOST_DIGITS: Final = 12
"""Digits before the point; 10^12 is above every population, sum of money and area recorded."""

_LONGEST: Final = 24
"""Characters of a number in text; more than any exact number here has."""

_NUMBER = re.compile(r"[+-]?\d{1,3}(?:_?\d+)*(?:\.\d+)?|[+-]?\.\d+")
_SHARES: Final = {"%": 2, "\N{FULLWIDTH PERCENT SIGN}": 2, "‰": 3}  # decimals the sign stands for


class Operations:
    """Branching over Python integers; a column has its own four of the same names."""

    @staticmethod
    def where(condition: Truth, then: Integers, otherwise: Integers) -> Integers:
        """`then` where the condition holds, `otherwise` elsewhere."""
        return then if condition else otherwise

    @staticmethod
    def take(table: Sequence[int], place: Integers) -> Integers:
        """The number at a place of the table."""
        return table[place]

    @staticmethod
    def minimum(one: Integers, other: Integers) -> Integers:
        """The smaller; a third of the time the general `min` takes for two."""
        return one if one < other else other  # noqa: FURB136

    @staticmethod
    def maximum(one: Integers, other: Integers) -> Integers:
        """The larger."""
        return one if one > other else other  # noqa: FURB136


INTEGERS: Final = Operations()


class InexactError(ValueError):
    """The text is no exact number this engine takes; `reason` is a key, not a sentence."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read_number(text: str) -> Decimal:
    """Read a plain decimal, or a share with `%` or `‰`, exactly.

    Raises:
        InexactError: reason `not_a_number`, `not_finite`, `too_many_decimals` or `too_large`.
    """
    bare = text.strip()
    sign = bare[-1:]
    places = _SHARES.get(sign, 0)
    if places:
        bare = bare[:-1].rstrip()
    if not _NUMBER.fullmatch(bare):
        raise InexactError("not_finite" if _is_special(bare) else "not_a_number")
    if len(bare) > _LONGEST:
        raise InexactError("too_many_decimals" if "." in bare else "too_large")
    number = Decimal(bare).scaleb(-places)
    return check_size(number)


def check_size(number: Decimal) -> Decimal:
    """Give the number back if it is finite and of a size that stays exact.

    Raises:
        InexactError: reason `not_finite`, `too_many_decimals` or `too_large`.
    """
    if not number.is_finite():
        raise InexactError("not_finite")
    if number and number.adjusted() >= MOST_DIGITS:
        raise InexactError("too_large")
    if decimals_of(number) > MOST_DECIMALS:
        raise InexactError("too_many_decimals")
    return number


def _is_special(text: str) -> bool:
    return text.lstrip("+-").casefold() in {"inf", "nan", "infinity"}


def decimals_of(number: Decimal) -> int:
    """Decimals that carry something: 1.50 has one."""
    _, digits, exponent = number.as_tuple()
    if not isinstance(exponent, int) or exponent >= 0 or not number:
        return 0
    idle = next(place for place, digit in enumerate(reversed(digits)) if digit)
    return max(0, -exponent - idle)


def scaled(number: Decimal, scale: int) -> int:
    """The number as a count of 1/scale.

    Raises:
        InexactError: reason `too_many_decimals`, if that is not whole.
    """
    numerator, denominator = number.as_integer_ratio()
    if numerator * scale % denominator:
        raise InexactError("too_many_decimals")
    return numerator * scale // denominator


def text_of(number: Decimal | int) -> str:
    """Plain decimal notation without idle zeros: 78.33, 100, -0.5."""
    if isinstance(number, int):
        return str(number)
    plain = f"{number:f}"
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return "0" if plain == "-0" else plain


def share_text(number: Decimal) -> str:
    """A share as per cent: 0.95 is 95%."""
    return f"{text_of(number.scaleb(2))}%"


def quotient_text(ratio: Ratio, decimals: int = 2) -> str:
    """A ratio for the eye, cut (never rounded up over a threshold) and marked if it goes on."""
    numerator, denominator = ratio
    sign = "-" if numerator < 0 else ""
    whole, rest = divmod(abs(numerator) * 10**decimals, denominator)
    shown = text_of(Decimal(whole).scaleb(-decimals))
    return f"{sign}{shown}{'…' if rest else ''}"


def in_units(units: Ratio, scale: int) -> Decimal:
    """A ratio of units of 1/scale as a decimal, rounded at six places where it never ends."""
    places = round_half_up(units[0] * 10**MOST_DECIMALS, units[1] * scale, INTEGERS)
    return Decimal(places).scaleb(-MOST_DECIMALS).normalize() + 0


def shown_units(units: int, scale: int) -> Decimal:
    """A whole number of units of 1/scale, where scale is a power of ten, as a decimal."""
    return Decimal(units).scaleb(1 - len(str(scale)))


def add_ratios(first: Ratio, second: Ratio) -> Ratio:
    """The sum, over a common denominator; whole numbers stay whole."""
    one, other = first[1], second[1]
    if one is other or (isinstance(one, int) and isinstance(other, int) and one == other):
        return first[0] + second[0], first[1]
    return first[0] * second[1] + second[0] * first[1], first[1] * second[1]


# --- rounding: numerator ÷ denominator > 0, to a whole number, once ------------------------------


def round_half_up(numerator: Integers, denominator: Integers, ops: Operations) -> Integers:
    """To the nearest; a tie goes away from zero (四舍五入)."""
    size = (2 * abs(numerator) + denominator) // (2 * denominator)
    return ops.where(numerator < 0, -size, size)


def round_half_even(numerator: Integers, denominator: Integers, ops: Operations) -> Integers:
    """To the nearest; a tie goes to the even neighbour (四舍六入五成双, GB/T 8170)."""
    low = numerator // denominator
    excess = 2 * (numerator - low * denominator)
    is_up = (excess > denominator) | ((excess == denominator) & (low % 2 == 1))
    return ops.where(is_up, low + 1, low)


def round_down(numerator: Integers, denominator: Integers, ops: Operations) -> Integers:
    """Towards zero (截尾)."""
    size = abs(numerator) // denominator
    return ops.where(numerator < 0, -size, size)


def round_up(numerator: Integers, denominator: Integers, ops: Operations) -> Integers:
    """Away from zero (进一)."""
    size = (abs(numerator) + denominator - 1) // denominator
    return ops.where(numerator < 0, -size, size)


Rounding: TypeAlias = Callable[[Integers, Integers, Operations], Integers]

ROUNDINGS: Final[dict[str, Rounding]] = {
    "half_up": round_half_up,
    "half_even": round_half_even,
    "down": round_down,
    "up": round_up,
}
