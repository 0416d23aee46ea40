"""What is recorded in a column of a chunk: worked out only as far as somebody asks.

Most columns are read by one criterion alone, in one way: as places in its table, or as numbers. So
the lowest and the highest of each cell are put together when they are asked for, and not before.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from civscore.cohorts.columns import COLUMNS, WIDE, Array, widened
from civscore.exact import Operations
from civscore.standard.rows import Interval, Row, Side, worst_and_best


class Recorded:
    """A column of the plan in many rows; what is not recorded spans its range."""

    limits: Interval

    @property
    def is_known(self) -> bool:
        """Whether every cell is one number."""
        return self.open is None

    @property
    def open(self) -> Array | None:
        """The rows in which it is more than one; None where it is so in none."""
        raise NotImplementedError

    @property
    def units(self) -> Array:
        """In every row a number it can be: the number, where it is known."""
        raise NotImplementedError

    @property
    def low(self) -> Array:
        """The lowest it can be in each row."""
        raise NotImplementedError

    @property
    def high(self) -> Array:
        """The highest; the very same column where all is known."""
        raise NotImplementedError

    @property
    def codes(self) -> Array | None:
        """Each cell as a place in a table, not recorded last; None if any is known in part."""
        raise NotImplementedError

    def at(self, places: Array) -> "Recorded":
        """Some of the rows, by their places."""
        raise NotImplementedError


class Plain(Recorded):
    """Numbers as they stand, and where there is none."""

    def __init__(self, units: Array, missing: Array | None, limits: Interval) -> None:
        self._units, self._missing, self.limits = units, missing, limits

    @property
    def open(self) -> Array | None:
        return self._missing

    @property
    def units(self) -> Array:
        return self._units

    @cached_property
    def low(self) -> Array:
        if self._missing is None:
            return self._units
        return np.where(self._missing, self.limits[0], self._units)

    @cached_property
    def high(self) -> Array:
        if self._missing is None:
            return self.low
        return np.where(self._missing, self.limits[1], self._units)

    @cached_property
    def codes(self) -> Array:
        low, high = self.limits
        codes = self._units - low if low else self._units
        return codes if self._missing is None else np.where(self._missing, high - low + 1, codes)

    def at(self, places: Array) -> Recorded:
        missing = None if self._missing is None else self._missing[places]
        return Plain(self._units[places], missing, self.limits)


class Different(Recorded):
    """A few different cells: the ends of each, and which of them stands in each row.

    The last of the ends is that of an empty cell, whose place may also be -1.
    """

    def __init__(self, places: Array, lows: Array, highs: Array, limits: Interval) -> None:
        self._places, self._lows, self._highs, self.limits = places, lows, highs, limits

    @cached_property
    def open(self) -> Array | None:
        is_open = self._lows != self._highs
        if not is_open[:-1].any() and not self._has_empty:
            return None
        found = is_open.take(self._places)
        return found if found.any() else None

    @cached_property
    def _has_empty(self) -> bool:
        last = len(self._lows) - 1
        if not len(self._places):
            return False
        return bool(self._places.min() < 0 or self._places.max() == last)

    @cached_property
    def units(self) -> Array:
        if not self._has_empty and (self._lows[:-1] == np.arange(len(self._lows) - 1)).all():
            return self._places
        return self._lows.take(self._places)

    @property
    def low(self) -> Array:
        return self.units

    @cached_property
    def high(self) -> Array:
        return self.low if self.open is None else self._highs.take(self._places)

    @cached_property
    def codes(self) -> Array | None:
        if self.open is None and not self.limits[0]:
            return self.units
        low, high = self.limits
        is_open = self._lows != self._highs
        if (is_open & (self._highs - self._lows < high - low)).any():
            return None
        return np.where(is_open, high - low + 1, self._lows - low).take(self._places)

    def at(self, places: Array) -> Recorded:
        return Different(self._places[places], self._lows, self._highs, self.limits)


class Ends(Sequence[Array]):
    """The lowest or the highest of every column, each put together when it is asked for."""

    def __init__(self, columns: Sequence[Recorded], *, is_high: bool) -> None:
        self._columns, self._is_high = columns, is_high

    def __len__(self) -> int:
        return len(self._columns)

    def __getitem__(self, number: Any) -> Any:
        column = self._columns[number]
        return column.high if self._is_high else column.low

    def __iter__(self) -> Iterator[Any]:
        """What tells known columns from others, which is all that `worst_and_best` looks at."""
        return (one if one.is_known else (one, self._is_high) for one in self._columns)


class Rows(Row):
    """Many rows, by the columns of the plan."""

    columns: Sequence[Recorded] = ()
    size: int = 0
    ops: Operations = COLUMNS

    @cached_property
    def sides(self) -> tuple[Side, Side]:
        return worst_and_best(self.ops, self.low, self.high)

    @property
    def wide(self) -> "Rows":
        """The same in Python integers."""
        lows = [widened(one.low) for one in self.columns]
        highs = [
            low if one.is_known else widened(one.high)
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
