"""Criteria added up in many rows, both ends in one number.

What a criterion of few values comes to for certain, and what is unproven of it, stand side by side
in one number, as in two drawers: looked up once and added once, it gives both sums. They are taken
apart when all is added, and only if anything is unproven at all.
"""

from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np

from civscore.cohorts.columnar.columns import Array, as_column
from civscore.exact import Integers
from civscore.scoring.points import Points
from civscore.scoring.sums import ALWAYS, PointsRange

KNOWN: Final = np.dtype(np.int16)
"""Numbers of one drawer, where nothing is unproven."""

BITS: Final = {KNOWN: 15, np.dtype(np.int32): 16, np.dtype(np.int64): 32}
"""Of the lower drawer, by the numbers it is in: the shorter, the sooner looked up and added."""


def room_of(kind: Any) -> int:
    """What all that is added stays below, in both drawers; the lower one begins at zero."""
    return 1 << (BITS[kind] - 1)


class Drawers(NamedTuple):
    """A table of points: of each place the lowest above `least`, and what is unproven."""

    numbers: Array
    least: int
    most: int


def drawers_of(table: Points) -> Drawers | None:
    """A table with both ends in one number; None where they are too large, or no whole units."""
    (worst, first), (best, second) = table.low, table.high
    low, high = np.atleast_1d(worst), np.atleast_1d(best)  # either may be one number for all
    is_whole = low.dtype == high.dtype == np.int64 and first is second is _ONE
    if not is_whole or len(low) == len(high) == 1:
        return None
    least = int(low.min())
    most = int(high.max()) - least
    is_open = bool((high > low).any())
    kinds = [one for one in BITS if most < room_of(one) and not (is_open and one is KNOWN)]
    if not kinds or (high < low).any():
        return None
    kind = kinds[0]
    return Drawers((low - least + (high - low << BITS[kind])).astype(kind), least, most)


_ONE: Final = 1


class LookedUp(NamedTuple):
    """The points of a table at these places."""

    table: Points
    drawers: Drawers | None
    places: Array

    def together(self, size: int) -> Points:  # noqa: ARG002
        """Each row with its own."""
        low, high, applies, exempt = self.table
        worst = self._at(low)
        best = worst if high is low else self._at(high)
        there = applies if applies is ALWAYS else self._at(applies)
        return Points(worst, best, there, self._at(exempt))

    def _at(self, two: tuple[Any, Any]) -> tuple[Any, Any]:
        one, other = (
            found.take(self.places) if isinstance(found, np.ndarray) else found for found in two
        )
        return one, other


class Apart(NamedTuple):
    """Points as if everything were known, and those of the rows in which something is not."""

    known: Points
    open: Points
    places: Array

    def together(self, size: int) -> Points:
        """Each row with its own."""

        def both(one: tuple[Any, Any], other: tuple[Any, Any]) -> tuple[Any, Any]:
            return self._put(one[0], other[0], size), self._put(one[1], other[1], size)

        known, few = self.known, self.open
        applies = ALWAYS if known.applies is few.applies else both(known.applies, few.applies)
        low, high = both(known.low, few.low), both(known.high, few.high)
        return Points(low, high, applies, both(known.exempt, few.exempt))

    def _put(self, known: Any, few: Any, size: int) -> Any:
        is_one = not isinstance(known, np.ndarray) and not isinstance(few, np.ndarray)
        if is_one and known == few:
            return known
        column, others = as_column(known, size), np.asarray(few)
        column = column.astype(np.promote_types(column.dtype, others.dtype))
        column[self.places] = others
        return column


Worked: TypeAlias = Points | LookedUp | Apart
"""A criterion worked out in many rows, in the form in which it came."""


def together(found: Worked, size: int) -> Points:
    """Its points, whatever form they came in, in 64 bits."""
    return in_64_bits(found if isinstance(found, Points) else found.together(size))


def in_64_bits(points: Points) -> Points:
    """The same, numbers of fewer bits in 64; what is one from both sides stays one."""
    low = as_long(points.low[0]), as_long(points.low[1])
    high = points.high
    is_one = all(one is other for one, other in zip(points.low, high, strict=True))
    return points._replace(low=low, high=low if is_one else (as_long(high[0]), as_long(high[1])))


def as_long(one: Integers) -> Integers:
    """A column of numbers of fewer bits in 64."""
    return one.astype(np.int64) if _is_short(one) else one


_LONG: Final = np.dtype(np.int64).itemsize


def _is_short(one: Integers) -> bool:
    return isinstance(one, np.ndarray) and one.dtype.kind == "i" and one.itemsize < _LONG


class Adding:
    """A sum of criteria on its way, in whole units; its columns are its own, and grow in place."""

    def __init__(self, size: int, kind: Any = np.int64) -> None:
        self._size, self._kind = size, kind
        self._drawers: dict[Any, Array] = {}
        self._room: dict[Any, int] = {}
        self._low: Integers = 0
        self._unproven: Integers = 0

    def add(self, found: Worked) -> None:
        """One more criterion."""
        if isinstance(found, Apart):
            self._add(found.known)
            self._add_apart(found)
        elif isinstance(found, Points):
            self._add(found)
        elif found.drawers is not None:
            self._add_drawers(found.drawers, found.places)
        else:
            self._add(found.together(self._size))

    def _add_drawers(self, table: Drawers, places: Array) -> None:
        self._low = _plus(self._low, table.least)
        self._put(table.numbers.dtype, table.numbers.take(places), table.most)

    def _put(self, kind: Any, numbers: Array, most: int) -> None:
        """New numbers into the drawers of this kind; nothing in theirs is above `most`."""
        if most >= self._room.get(kind, 0):
            self._take_apart(kind)
        self._room[kind] -= most
        if kind in self._drawers:
            self._drawers[kind] += numbers
        else:
            self._drawers[kind] = numbers

    def _take_apart(self, kind: Any) -> None:
        """What is in these drawers is added to the sums; there is room again."""
        numbers, bits = self._drawers.pop(kind, None), BITS[kind]
        self._room[kind] = room_of(kind)
        if numbers is None:
            return
        if kind is not KNOWN and numbers.max(initial=0) >> bits:
            self._unproven = _plus((numbers >> bits).astype(self._kind, copy=False), self._unproven)
            numbers &= (1 << bits) - 1
        self._low = _plus(numbers.astype(self._kind, copy=False), self._low)

    def _add(self, points: Points) -> None:
        low, high = points.low[0], points.high[0]
        if high is low and _is_short(low):
            self._add_short(low)
            return
        self._low = _plus(self._low, self._own(low))
        if high is not low:
            self._unproven = _plus(self._unproven, self._own(high) - self._own(low))

    def _add_short(self, column: Array) -> None:
        """What is known, small and not below zero goes into a drawer."""
        # without its sign a number below zero is larger than all others
        most = int(column.view(f"u{column.itemsize}").max(initial=0))
        if most < room_of(KNOWN):
            self._put(KNOWN, column.astype(KNOWN), most)
        else:
            self._low = _plus(self._low, self._own(column))

    def _add_apart(self, found: Apart) -> None:
        """What is lower, and what is unproven, in a few rows."""
        low, high, places = found.open.low[0], found.open.high[0], found.places
        known = found.known.low[0]
        taken = self._own(known[places]) if isinstance(known, np.ndarray) else known
        self._low = self._own(as_column(self._low, self._size))
        self._unproven = self._own(as_column(self._unproven, self._size))
        self._low[places] += low - taken
        self._unproven[places] += high - low

    def _own(self, one: Integers) -> Integers:
        """A column in as many bits as the sums have."""
        return one.astype(self._kind, copy=False) if isinstance(one, np.ndarray) else one

    def sums(self) -> PointsRange:
        """Of the worst and of the best, one where nothing is unproven; asked for once, at last."""
        for kind in list(self._drawers):
            self._take_apart(kind)
        low, unproven = self._low, self._unproven
        if isinstance(unproven, int) and not unproven:
            return (low, 1), (low, 1)
        return (low, 1), (low + unproven, 1)


def _plus(found: Integers, more: Integers) -> Integers:
    """The sum, in place where the first is a column; a second one is not kept."""
    if not isinstance(found, np.ndarray):
        return more + found
    if isinstance(more, np.ndarray) or more:
        found += more
    return found
