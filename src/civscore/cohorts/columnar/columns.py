"""The four operations on columns of numpy integers, and many rows side by side.

Every formula is written over `Operations`; here they work on a whole column at once. A column is an
array of integers of 64 bits, of fewer where `proving` says that is enough, or of Python integers
where 64 are not.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any, Final, TypeAlias

import numpy as np

from civscore.exact import Integers, Operations, Truth

MOST: Final = 2**63 - 1
"""The largest number of a 64-bit column."""

Array: TypeAlias = Any
"""A numpy array of one dimension, a cell for each row."""


class Columns(Operations):
    """Branching over columns; what is the same for all rows may stay a single number."""

    @staticmethod
    def where(condition: Truth, then: Integers, otherwise: Integers) -> Integers:
        if not isinstance(condition, np.ndarray):
            return then if condition else otherwise
        if not condition.any():  # a look is ten times cheaper than a choice
            return otherwise
        if condition.all():
            return then
        return np.where(condition, then, otherwise)

    @staticmethod
    def take(table: Sequence[int], place: Integers) -> Integers:
        if not isinstance(place, np.ndarray):
            return table[place]
        return _array_of(tuple(table))[place.astype(np.intp, copy=False)]

    @staticmethod
    def minimum(one: Integers, other: Integers) -> Integers:
        is_column = isinstance(one, np.ndarray) or isinstance(other, np.ndarray)
        return np.minimum(one, other) if is_column else Operations.minimum(one, other)

    @staticmethod
    def maximum(one: Integers, other: Integers) -> Integers:
        is_column = isinstance(one, np.ndarray) or isinstance(other, np.ndarray)
        return np.maximum(one, other) if is_column else Operations.maximum(one, other)


class WideColumns(Columns):
    """The same over Python integers of any size, which what is new is made of as well."""

    @staticmethod
    def where(condition: Truth, then: Integers, otherwise: Integers) -> Integers:
        if not isinstance(condition, np.ndarray):
            return then if condition else otherwise
        first, second = (np.asarray(one, dtype=object) for one in (then, otherwise))
        return np.where(condition, first, second)

    @staticmethod
    def take(table: Sequence[int], place: Integers) -> Integers:
        return widened(Columns.take(table, place))


COLUMNS: Final = Columns()
WIDE: Final = WideColumns()


def widened(found: Integers) -> Integers:
    """In Python integers, which never end."""
    return found.astype(object) if isinstance(found, np.ndarray) else found


@cache
def _array_of(table: tuple[int, ...]) -> Array:
    return np.array(table, dtype=np.int64 if max(map(abs, table)) <= MOST else object)


def as_column(found: Integers, size: int) -> Array:
    """A column of this many rows, of what may be the same for all of them."""
    return found if isinstance(found, np.ndarray) else np.full(size, found)


def ranked(numbers: Array) -> tuple[Array, Array]:
    """The different ones of some numbers, rising, and which of them stands in each row."""
    least, most = (int(numbers.min()), int(numbers.max())) if len(numbers) else (0, 0)
    if most - least >= max(_SPAN, len(numbers)):
        kept, places = np.unique(numbers, return_inverse=True)
        return kept, places
    steps = np.subtract(numbers, least, dtype=np.intp) if least else numbers
    is_there = np.zeros(most - least + 1, dtype=bool)
    is_there[steps] = True
    kept, places = np.flatnonzero(is_there), np.zeros(len(is_there), np.intp)
    places[kept] = np.arange(len(kept))
    return kept + least, places.take(steps)


_SPAN: Final = 1 << 16
"""Numbers so close together are looked up by their place."""


def keep_freed_memory() -> None:
    """Have the C library keep the memory of columns that are let go of, for those that follow.

    It gives a block back to the system at once until it has seen a larger one freed; every column
    would be asked for anew, page by page, which takes longer than the arithmetic.
    """
    np.empty(_LARGER, np.uint8)


_LARGER: Final = 1 << 24
