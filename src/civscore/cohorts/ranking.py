"""Ranks and means among communities of which not everything is known.

A rank lies between the best and the worst it comes to, whatever is still found out; so does a
mean. Who may or may not be among the others counts where that makes the end it is for.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from fractions import Fraction

from civscore.cohorts.standing import Ends, Exact
from civscore.standard.rows import Interval

Entry = tuple[int, Ends, bool]
"""Number of a community, what it is ranked by, whether it is certainly among them."""


class Pool:
    """Those among whom one is ranked, the highest first."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        found = list(entries)
        self.certain = {number for number, _, is_certain in found if is_certain}
        self.possible = {number for number, _, _ in found}
        self._lows = sorted(ends[0] for _, ends, is_certain in found if is_certain)
        self._highs = sorted(ends[1] for _, ends, _ in found)

    def ranks(self, number: int, own: Ends) -> tuple[Interval, Interval]:
        """The rank of one: 1 + how many are above it; how many are not below it."""
        low, high = own
        sure, maybe = number in self.certain, number in self.possible
        lows, highs = self._lows, self._highs
        first = (
            1 + len(lows) - bisect_right(lows, high),
            1 + len(highs) - bisect_right(highs, low) - (maybe and high > low),
        )
        last = (
            1 + len(lows) - bisect_left(lows, high) - (sure and low == high),
            1 + len(highs) - bisect_left(highs, low) - maybe,
        )
        return first, last

    def size(self, number: int) -> Interval:
        """How many there are, if one is among them."""
        certain, possible = len(self.certain), len(self.possible)
        return certain + (number not in self.certain), possible + (number not in self.possible)


class Mean:
    """The mean of some, with or without one of them."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        found = list(entries)
        self._own = {number: (ends, is_certain) for number, ends, is_certain in found}
        sure = [ends for _, ends, is_certain in found if is_certain]
        self._count = len(sure)
        self._sums = total([one[0] for one in sure]), total([one[1] for one in sure])
        self._maybe = [(number, ends) for number, ends, is_certain in found if not is_certain]

    def of(self, number: int, *, with_self: bool) -> Ends | None:
        """Between which numbers it lies; None where there may be nobody to take it of."""
        count, sums, maybe = self._count, self._sums, [ends for _, ends in self._maybe]
        own, is_certain = self._own.get(number, (None, False))
        if own is not None and not with_self:
            if is_certain:
                count, sums = count - 1, (sums[0] - own[0], sums[1] - own[1])
            else:
                maybe = [ends for other, ends in self._maybe if other != number]
        if not count:
            return None
        low = _least(sums[0], count, sorted(one[0] for one in maybe))
        high = -_least(-sums[1], count, sorted(-one[1] for one in maybe))
        return low, high


def _least(whole: Exact, count: int, more: Sequence[Exact]) -> Exact:
    """The least mean, if any of more may be there, too; they rise."""
    for one in more:
        if one * count >= whole:
            break
        whole, count = whole + one, count + 1
    mean = Fraction(whole, count)
    return mean.numerator if mean.denominator == 1 else mean


def total(numbers: Iterable[Exact]) -> Exact:
    """The sum; numbers of one denominator are added up first, which spares most of the work."""
    by_base: dict[int, int] = {}
    for one in numbers:
        base = one.denominator
        by_base[base] = by_base.get(base, 0) + one.numerator
    return sum((Fraction(part, base) for base, part in by_base.items()), Fraction(0))
