"""Every criterion of a standard in many rows, and how those of a section are added up.

Criteria of few values are looked up together: the tables of several, added up for all combinations
of theirs, are one table, so that a row is looked up and added once for all of them.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, Final, TypeAlias

import numpy as np

from civscore.cohorts.columnar.adding import (
    Adding,
    Drawers,
    LookedUp,
    Worked,
    drawers_of,
    room_of,
    together,
)
from civscore.cohorts.columnar.columns import as_column
from civscore.cohorts.columnar.lookups import Axis, Tabled, length_of, places_of
from civscore.cohorts.columnar.recorded import Rows
from civscore.cohorts.columnar.worth import Worth, is_wide
from civscore.scoring.points import Points
from civscore.scoring.sums import Addable, PointsRange
from civscore.values import Value

Pair: TypeAlias = tuple[Worth, Tabled | None]
"""A criterion, and its table where it has one."""


NEAR: Final = 1 << 12
"""Combinations up to which criteria are joined: such a table stays in the first cache."""


class Joined(Value):
    """Criteria that are looked up together; one that is not is alone."""

    worths: tuple[Worth, ...]
    tables: tuple[Any, ...]  # `Tabled`, unless one is alone

    @cached_property
    def _reads(self) -> tuple[int, ...]:
        return tuple(number for one in self.worths for number in one.reads)

    @cached_property
    def _axes(self) -> tuple[Axis, ...]:
        return tuple(axis for one in self.tables for axis in one.axes)

    @cached_property
    def _points(self) -> Points:
        """The sums of theirs, for each combination of all their columns."""
        low = high = np.zeros(1, np.int64)
        for one in self.tables:
            size = length_of(one.axes)
            low = (low[:, None] + as_column(one.points.low[0], size)).ravel()
            high = (high[:, None] + as_column(one.points.high[0], size)).ravel()
        return Points((low, 1), (high, 1))

    @cached_property
    def _drawers(self) -> Drawers | None:
        return drawers_of(self._points)

    def worked_out(self, rows: Rows) -> Iterator[Worked]:
        """What they come to in each row, all together if possible."""
        columns = [rows.columns[number] for number in self._reads]
        if len(self.worths) == 1 or any(one.is_partial for one in columns):
            pairs = zip(self.worths, self.tables, strict=True)
            yield from (one.worked_out(rows, tabled) for one, tabled in pairs)
        else:
            yield LookedUp(self._points, self._drawers, places_of(columns, self._axes))


def joined(pairs: Iterable[Pair]) -> tuple[Joined, ...]:
    """Criteria put together as long as there are few combinations.

    The longest find their place first, and stand last: what is before them takes fewer bits.
    """
    found: list[list[Pair]] = []
    for pair in sorted(pairs, key=_length, reverse=True):
        own = next((own for own in found if _go_together([*own, pair])), None)
        if own is None:
            found.append([pair])
        else:
            own.append(pair)
    return tuple(Joined(*zip(*reversed(own), strict=True)) for own in found)


def _length(pair: Pair) -> int:
    tabled = pair[1]
    return 0 if tabled is None else length_of(tabled.axes)


def _go_together(several: Sequence[Pair]) -> bool:
    tables = [one for _, one in several if one is not None]
    drawers = [one.drawers for one in tables if one.drawers is not None]
    number = length_of([axis for one in tables for axis in one.axes])
    most = sum(one.most for one in drawers)
    return len(drawers) == len(several) and number <= NEAR and most < room_of(np.dtype(np.int64))


class Worths(Addable, Sequence[Points]):
    """Every criterion in a chunk, worked out when it is asked for.

    Sums ask for most of them once. What is then forgotten makes room in the processor's cache for
    the next; only what is asked for again is kept.
    """

    def __init__(
        self,
        worths: Sequence[Worth],
        kept: Collection[int],
        rows: Rows,
        joined_ones: Callable[[tuple[int, ...], Rows], Iterable[Joined]],
        kind: Any,
    ) -> None:
        self._worths, self._rows, self._joined_ones = worths, rows, joined_ones
        self._kind = kind
        """The numpy type that has room for the sums."""
        self._kept = {number: self._points(number) for number in kept}
        self.is_wide = any(is_wide(one) for one in self._kept.values())
        """Whether there are numbers beyond 64 bits among them."""

    def __len__(self) -> int:
        return len(self._worths)

    def __getitem__(self, number: Any) -> Any:
        return self._kept.get(number) or self._points(number)

    def _points(self, number: int) -> Points:
        own, rows = self._worths[number], self._rows
        return together(own.worked_out(rows, own.tabled(rows)), rows.size)

    def added(self, own: Sequence[int]) -> PointsRange:
        """These criteria added up, each in the form in which it comes."""
        adding = Adding(self._rows.size, self._kind)
        for number in own:
            if number in self._kept:
                adding.add(self._kept[number])
        others = tuple(number for number in own if number not in self._kept)
        for one in self._joined_ones(others, self._rows):
            for found in one.worked_out(self._rows):
                adding.add(found)
        return adding.sums()
