"""Formats of what assessors agree on – one file each, found by the name given to `--format`.

A format has `render(agreement, community, language)`.
"""

from decimal import Decimal
from fractions import Fraction
from typing import Final

ROOM: Final = __name__


def rounded(number: Fraction, decimals: int) -> Decimal:
    """A fraction as a decimal, a tie away from zero."""
    numerator, denominator = abs(number.numerator) * 10**decimals, number.denominator
    size = (2 * numerator + denominator) // (2 * denominator)
    return Decimal(-size if number < 0 else size).scaleb(-decimals)
