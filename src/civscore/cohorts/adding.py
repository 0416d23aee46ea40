"""Criteria added up in many rows, both ends in one number.

What a criterion of few values comes to for certain, and what is unproven of it, stand side by side
in one 64-bit number, as in two drawers: looked up once and added once, it gives both sums. They
are taken apart when all is added, and only if anything is unproven at all.
"""

from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np

from civscore.cohorts.columns import Array, as_column
from civscore.exact import Integers
from civscore.scoring.points import Points
from civscore.scoring.sums import ALWAYS, PointsRange

BITS: Final = 32
"""Of a drawer; the lower one holds numbers from 0 on, so that nothing spills over."""

ROOM: Final = 1 << (BITS - 1)
"""All that is added stays below it, in both drawers."""


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
    if most >= ROOM or (high < low).any():
        return None
    return Drawers(low - least + (high - low << BITS), least, most)


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
    """Its points, whatever form they came in."""
    return found if isinstance(found, Points) else found.together(size)


class Adding:
    """A sum of criteria on its way, in whole units; its columns are its own, and grow in place."""

    def __init__(self, size: int) -> None:
        self._size, self._room = size, ROOM
        self._drawers: Integers = 0
        self._low: Integers = 0
        self._unproven: Integers = 0

    def add(self, found: Worked) -> None:
        """One more criterion."""
        if isinstance(found, Apart):
            self._add(found.known)
            self._add_apart(found)
        elif isinstance(found, Points):
            self._add(found)
        elif found.drawers is not None and found.drawers.most < self._room:
            self._room -= found.drawers.most
            self._low = _plus(self._low, found.drawers.least)
            taken = found.drawers.numbers.take(found.places)
            self._drawers = _plus(taken, self._drawers)
        else:
            self._add(found.together(self._size))

    def _add(self, points: Points) -> None:
        low, high = points.low[0], points.high[0]
        self._low = _plus(self._low, low)
        if high is not low:
            self._unproven = _plus(self._unproven, high - low)

    def _add_apart(self, found: Apart) -> None:
        """What is lower, and what is unproven, in a few rows."""
        low, high, places = found.open.low[0], found.open.high[0], found.places
        known = found.known.low[0]
        taken = known[places] if isinstance(known, np.ndarray) else known
        self._low = as_column(self._low, self._size)
        self._unproven = as_column(self._unproven, self._size)
        self._low[places] += low - taken
        self._unproven[places] += high - low

    def sums(self) -> PointsRange:
        """Of the worst and of the best, one where nothing is unproven; asked for once, at last."""
        drawers, unproven = self._drawers, self._unproven
        if isinstance(drawers, np.ndarray) and drawers.max(initial=0) >> BITS:
            unproven = _plus(drawers >> BITS, unproven)
            drawers &= (1 << BITS) - 1
        low = _plus(drawers, self._low)
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
