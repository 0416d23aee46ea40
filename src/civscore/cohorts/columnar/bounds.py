"""Every number between two ends: formulas worked out once for all rows there can be.

A column of 64-bit integers that grows past its end wraps without a word. So before any row is
scored a formula is worked out over bounds, and the largest number on the way is noted. A formula
that would have to look at a number before it can go on cannot be worked out on columns either.
"""

from collections.abc import Sequence
from typing import Final, NoReturn

from civscore.exact import Integers, Operations, Truth


class BranchedError(TypeError):
    """A formula asked a column for a yes or no, or for one number."""


class Bound:
    """Every whole number from the lowest to the highest; its arithmetic notes the largest seen.

    Nothing that is compared is ever settled, as with a column of many rows; a truth is a number
    from 0 to 1. A divisor is above zero, as everywhere in the house.
    """

    __slots__ = ("high", "low", "seen")

    def __init__(self, low: int, high: int, seen: list[int]) -> None:
        self.low, self.high, self.seen = low, high, seen
        seen[0] = max(seen[0], abs(low), abs(high))

    def __add__(self, other: "Bound | int") -> "Bound":
        low, high = self._ends(other)
        return Bound(self.low + low, self.high + high, self.seen)

    def __neg__(self) -> "Bound":
        return Bound(-self.high, -self.low, self.seen)

    def __sub__(self, other: "Bound | int") -> "Bound":
        low, high = self._ends(other)
        return Bound(self.low - high, self.high - low, self.seen)

    def __rsub__(self, other: int) -> "Bound":
        return -self + other

    def __mul__(self, other: "Bound | int") -> "Bound":
        return self._hull([one * two for one in (self.low, self.high) for two in self._ends(other)])

    def __floordiv__(self, other: "Bound | int") -> "Bound":
        divisors = {max(one, 1) for one in self._ends(other)}
        return self._hull([one // two for one in (self.low, self.high) for two in divisors])

    def __rfloordiv__(self, other: int) -> "Bound":
        return Bound(other, other, self.seen) // self

    def __mod__(self, other: int) -> "Bound":
        return Bound(0, other - 1, self.seen)

    def __abs__(self) -> "Bound":
        ends = [abs(self.low), abs(self.high)]
        return self._hull([*ends, 0] if self.low < 0 < self.high else ends)

    def __eq__(self, other: object) -> Truth:
        if isinstance(other, Bound | int):
            self._ends(other)
        return Bound(0, 1, self.seen)

    def __ge__(self, other: "Bound | int") -> Truth:
        return self == other

    __gt__ = __le__ = __lt__ = __and__ = __or__ = __xor__ = __ge__
    __radd__, __rmul__, __rand__, __ror__, __rxor__ = __add__, __mul__, __and__, __or__, __xor__
    __hash__ = None  # type: ignore[assignment]

    def __bool__(self) -> NoReturn:
        raise BranchedError

    __int__ = __index__ = __bool__

    def _hull(self, ends: Sequence[int]) -> "Bound":
        return Bound(min(ends), max(ends), self.seen)

    def _ends(self, other: "Bound | int") -> tuple[int, int]:
        if isinstance(other, Bound):
            self.seen[0] = max(self.seen[0], abs(other.low), abs(other.high))
            return other.low, other.high
        self.seen[0] = max(self.seen[0], abs(other))
        return other, other


class Bounds(Operations):
    """Branching over bounds: either way may be taken."""

    def __init__(self) -> None:
        self.seen = [0]
        """The largest number so far, whatever its sign."""

    def bound(self, one: Integers) -> Bound:
        """A number, or a bound that noted its numbers elsewhere."""
        low, high = (one.low, one.high) if isinstance(one, Bound) else (int(one), int(one))
        return Bound(low, high, self.seen)

    def where(self, condition: Truth, then: Integers, otherwise: Integers) -> Integers:  # type: ignore[override]
        if isinstance(condition, bool):
            return then if condition else otherwise
        one, other = self.bound(then), self.bound(otherwise)
        return Bound(min(one.low, other.low), max(one.high, other.high), self.seen)

    def take(self, table: Sequence[int], place: Integers) -> Integers:  # type: ignore[override]
        if not isinstance(place, Bound):
            return table[place]
        found = table[max(place.low, 0) : place.high + 1] or table
        return Bound(min(found), max(found), self.seen)

    def minimum(self, one: Integers, other: Integers) -> Integers:  # type: ignore[override]
        first, second = self.bound(one), self.bound(other)
        return Bound(min(first.low, second.low), min(first.high, second.high), self.seen)

    def maximum(self, one: Integers, other: Integers) -> Integers:  # type: ignore[override]
        first, second = self.bound(one), self.bound(other)
        return Bound(max(first.low, second.low), max(first.high, second.high), self.seen)


UNFIT: Final = (TypeError, ValueError, AttributeError, LookupError, ArithmeticError)
"""What a formula comes to that no column can stand in for a number in."""
