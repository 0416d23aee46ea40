"""What is recorded in a column of a chunk: worked out only as far as somebody asks.

Most columns are read by one criterion alone, in one way: as places in its table, or as numbers. So
the lowest and the highest of each cell are put together when they are asked for, and not before.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, Final

import numpy as np

from civscore.cohorts.columnar.columns import COLUMNS, WIDE, Array, widened
from civscore.exact import Operations, Truths
from civscore.standard.conditions import Condition
from civscore.standard.rows import Interval, Row, Side, TwoSidedError, worst_and_best
from civscore.values import Value

BLANK: Final = -1
"""The code of a cell in which nothing is recorded."""


class Recorded:
    """A column of the plan in many rows; what is not recorded spans its range."""

    limits: Interval
    is_partial: bool = False
    """Whether there may be cells that are neither known nor wholly unknown."""

    @property
    def open(self) -> Array | None:
        """The rows in which it is more than one number; None where it is so in none."""
        raise NotImplementedError

    @property
    def units(self) -> Array:
        """In every row a number it can be: the number, where it is known."""
        raise NotImplementedError

    @property
    def numbers(self) -> Array:
        """The same, in as many bits as they came."""
        return self.units

    @property
    def ends(self) -> Interval:
        """Between what its units lie."""
        return self.limits

    @property
    def low(self) -> Array:
        """The lowest it can be in each row."""
        raise NotImplementedError

    @property
    def high(self) -> Array:
        """The highest; the very same column where all is known."""
        raise NotImplementedError

    @property
    def codes(self) -> Array:
        """Each cell as a place in its range, or `BLANK`; not for what is known in part."""
        raise NotImplementedError

    def at(self, places: Array) -> "Recorded":
        """Some of the rows, by their places."""
        raise NotImplementedError


class Same(Recorded):
    """The same in all rows: a number, or nothing."""

    def __init__(self, ends: Interval, size: int, limits: Interval) -> None:
        self._ends, self._size, self.limits = ends, size, limits

    def _all(self, what: Any) -> Array:
        return np.broadcast_to(what, self._size)

    @property
    def ends(self) -> Interval:
        return self._ends[0], self._ends[0]

    @property
    def _is_one(self) -> bool:
        return self._ends[0] == self._ends[1] or not self._size

    @property
    def open(self) -> Array | None:
        return None if self._is_one else self._all(np.True_)

    @cached_property
    def units(self) -> Array:
        return self._all(np.int64(self._ends[0]))

    @property
    def low(self) -> Array:
        return self.units

    @cached_property
    def high(self) -> Array:
        return self.units if self._is_one else self._all(np.int64(self._ends[1]))

    @property
    def codes(self) -> Array:
        return self._all(np.int64(self._ends[0] - self.limits[0] if self._is_one else BLANK))

    def at(self, places: Array) -> Recorded:
        return Same(self._ends, len(places), self.limits)


class Plain(Recorded):
    """Numbers as they stand, in 64 bits only when asked for, and where there is none."""

    def __init__(
        self, units: Array, missing: Array | None, limits: Interval, ends: Interval
    ) -> None:
        self._units, self._missing, self.limits, self._ends = units, missing, limits, ends

    @property
    def open(self) -> Array | None:
        return self._missing

    @property
    def units(self) -> Array:
        return self._units.astype(np.int64, copy=False)

    @property
    def numbers(self) -> Array:
        return self._units

    @property
    def ends(self) -> Interval:
        return self._ends

    @cached_property
    def low(self) -> Array:
        if self._missing is None:
            return self.units
        return np.where(self._missing, self.limits[0], self.units)

    @cached_property
    def high(self) -> Array:
        if self._missing is None:
            return self.low
        return np.where(self._missing, self.limits[1], self.units)

    @property
    def codes(self) -> Array:
        low, _ = self.limits
        codes = self.units - low if low else self._units
        # all bits of -1 are set, whatever they are added to
        return codes if self._missing is None else codes | -self._missing.view(np.int8)

    def at(self, places: Array) -> Recorded:
        missing = None if self._missing is None else self._missing[places]
        return Plain(self._units[places], missing, self.limits, self._ends)


class Meaning(Value):
    """A few different cells: the ends of a column in each of them, last those of an empty one."""

    lows: Array
    highs: Array
    limits: Interval

    @cached_property
    def ends(self) -> Interval:
        """The lowest of the lows, and the highest of them."""
        return int(self.lows.min()), int(self.lows.max())

    @cached_property
    def is_open(self) -> Array | None:
        """Which of them are more than one number; None if it is the empty one alone."""
        found = self.lows != self.highs
        return found if found[:-1].any() else None

    @cached_property
    def is_partial(self) -> bool:
        """Whether one is neither known nor wholly unknown."""
        low, high = self.limits
        width = self.highs - self.lows
        return bool(((width > 0) & (width < high - low)).any())

    @cached_property
    def codes(self) -> Array | None:
        """Each as a place in the range of the column; None where they are numbered so already."""
        codes = np.where(self.lows == self.highs, self.lows - self.limits[0], BLANK)
        is_same = codes[-1] == BLANK and (codes[:-1] == np.arange(len(codes) - 1)).all()
        return None if is_same else codes


class Different(Recorded):
    """A few different cells, and which of them stands in each row; -1 for an empty one."""

    def __init__(self, places: Array, meaning: Meaning, *, is_full: bool = False) -> None:
        self._places, self._meaning, self.limits = places, meaning, meaning.limits
        self._is_full = is_full
        """Whether it is known that no cell is empty."""

    @property
    def is_partial(self) -> bool:  # type: ignore[override]
        return self._meaning.is_partial

    @cached_property
    def open(self) -> Array | None:
        is_open = self._meaning.is_open
        if is_open is None:
            is_full = self._is_full or np.minimum.reduce(self._places, initial=0) >= 0
            return None if is_full else self._places < 0
        found = is_open.take(self._places)
        return found if found.any() else None

    @cached_property
    def units(self) -> Array:
        if self._meaning.codes is None and not self.limits[0] and self.open is None:
            return self._places.astype(np.int64, copy=False)
        return self._meaning.lows.take(self._places)

    @property
    def ends(self) -> Interval:
        return self._meaning.ends

    @property
    def low(self) -> Array:
        return self.units

    @cached_property
    def high(self) -> Array:
        return self.low if self.open is None else self._meaning.highs.take(self._places)

    @property
    def codes(self) -> Array:
        codes = self._meaning.codes
        return self._places if codes is None else codes.take(self._places)

    def at(self, places: Array) -> Recorded:
        return Different(self._places[places], self._meaning, is_full=self._is_full)


class Ends(Sequence[Array]):
    """The lowest or the highest of every column, each put together when it is asked for."""

    def __init__(self, columns: Sequence[Recorded], *, is_high: bool) -> None:
        self._columns, self._is_high = columns, is_high

    def __len__(self) -> int:
        return len(self._columns)

    def __getitem__(self, number: Any) -> Any:
        column = self._columns[number]
        return column.high if self._is_high else column.low


class Rows(Row):
    """Many rows, by the columns of the plan."""

    columns: Sequence[Recorded] = ()
    size: int = 0
    ops: Operations = COLUMNS

    @cached_property
    def sides(self) -> tuple[Side, Side]:
        """As if nothing were wholly recorded; whoever minds looks at his own columns."""
        every = frozenset(range(len(self.columns)))
        return worst_and_best(self.ops, self.low, self.high, every)

    def truths(self, condition: Condition) -> Truths:
        """Once for both, where all that it reads is recorded."""
        reads = {number for one in condition.quantities() for number in one.columns}
        if any(self.columns[number].open is not None for number in reads):
            return super().truths(condition)
        try:
            found = condition.holds(self.worst.known)
        except TwoSidedError:
            return super().truths(condition)
        return found, found

    @property
    def wide(self) -> "Rows":
        """The same in Python integers."""
        lows = [widened(one.low) for one in self.columns]
        highs = [
            low if one.open is None else widened(one.high)
            for low, one in zip(lows, self.columns, strict=True)
        ]
        return Rows(lows, highs, {}, self.columns, self.size, WIDE)

    def at(self, places: Array) -> "Rows":
        """Some of them, by their places."""
        return rows_of([one.at(places) for one in self.columns], len(places))


def rows_of(columns: Sequence[Recorded], size: int) -> Rows:
    """So many rows of these columns."""
    low, high = (Ends(columns, is_high=one) for one in (False, True))
    return Rows(low, high, {}, columns, size)
