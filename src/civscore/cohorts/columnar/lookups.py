"""Criteria worked out for each combination of the codes of their columns, to be looked up."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from math import prod
from operator import mul
from typing import Final, NamedTuple

import numpy as np

from civscore.cohorts.columnar.adding import Drawers
from civscore.cohorts.columnar.columns import Array
from civscore.cohorts.columnar.recorded import BLANK, Recorded
from civscore.scoring.points import Points


class Axis(NamedTuple):
    """A column of a table: how many codes there is room for, and the first of them.

    The first is `BLANK` where there are cells in which nothing is recorded.
    """

    size: int
    first: int


class Tabled(NamedTuple):
    """A criterion worked out for each combination of the codes of its columns."""

    axes: tuple[Axis, ...]
    points: Points
    drawers: Drawers | None
    """The same with both ends in one number, where they are small enough."""


def axis_of(own: Recorded, low: int, high: int) -> Axis:
    """Room for what is recorded in a column of these ends.

    It is a power of two, which stays when numbers change.
    """
    room = min(1 << (own.ends[1] - low).bit_length(), high - low + 1)
    return Axis(room, 0) if own.open is None else Axis(room + 1, BLANK)


def length_of(axes: Sequence[Axis]) -> int:
    """How many combinations there are."""
    return prod(one.size for one in axes)


def codes_in(axes: Sequence[Axis]) -> list[Array]:
    """The codes of each column in all combinations, in their order."""
    places = np.arange(length_of(axes))
    return [
        places // step % one.size + one.first for one, step in zip(axes, _steps(axes), strict=True)
    ]


def places_of(columns: Sequence[Recorded], axes: tuple[Axis, ...]) -> Array:
    """The place of each row among all combinations, in as few bits as there is need for."""
    kinds, first = _counting(axes)
    places = columns[0].codes.astype(kinds[0])
    for column, axis, kind in zip(columns[1:], axes[1:], kinds[1:], strict=True):
        places = places.astype(kind, copy=False)
        places *= axis.size
        places += column.codes.astype(kind, copy=False)
    if first:
        places -= first
    return places


@lru_cache(1 << 12)
def _counting(axes: tuple[Axis, ...]) -> tuple[Sequence[type[np.signedinteger]], int]:
    """How many bits the places need from column to column, and where the first code of all is."""
    lengths = accumulate((one.size for one in axes), mul)
    kinds = [next(one for one in _KINDS if length <= np.iinfo(one).max) for length in lengths]
    return kinds, sum(one.first * step for one, step in zip(axes, _steps(axes), strict=True))


def _steps(axes: Sequence[Axis]) -> list[int]:
    """How far apart two codes of each column are among all combinations."""
    return [length_of(axes[at + 1 :]) for at in range(len(axes))]


_KINDS: Final = (np.int8, np.int16, np.int32, np.int64)
