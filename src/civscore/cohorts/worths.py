"""Every criterion of a standard in many rows, and how those of a section are added up.

Criteria of few values are looked up together: the tables of several, added up for all combinations
of theirs, are one table, so that a row is looked up and added once for all of them.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cached_property
from math import prod
from typing import Any, Final, TypeAlias

import numpy as np

from civscore.cohorts.adding import BITS, ROOM, Adding, Drawers, LookedUp, Worked, together
from civscore.cohorts.columns import Array
from civscore.cohorts.recorded import Rows
from civscore.cohorts.worth import Tabled, Worth, is_wide, places_of
from civscore.scoring.points import Points
from civscore.scoring.sums import ALWAYS, Addable, PointsRange
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
    def _sizes(self) -> tuple[int, ...]:
        return tuple(size for one in self.tables for size in one.sizes)

    @cached_property
    def _drawers(self) -> Drawers:
        """The sum of theirs, for each combination of all their columns."""
        least = most = 0
        every: Array = np.zeros(1, np.int64)
        for one in self.tables:
            own: Any = one.drawers
            every = (every[:, None] + own.numbers).ravel()
            least, most = least + own.least, most + own.most
        return Drawers(every, least, most)

    @cached_property
    def _points(self) -> Points:
        """The same sums as points."""
        numbers, least, _ = self._drawers
        low = (numbers & (1 << BITS) - 1) + least
        return Points((low, 1), (low + (numbers >> BITS), 1), ALWAYS, (False, False))

    def worked_out(self, rows: Rows) -> Iterator[Worked]:
        """What they come to in each row, all together if possible."""
        columns = [rows.columns[number] for number in self._reads]
        if len(self.worths) == 1 or any(one.is_partial for one in columns):
            yield from (one.worked_out(rows) for one in self.worths)
        else:
            yield LookedUp(self._points, self._drawers, places_of(columns, self._sizes))


def joined(pairs: Iterable[Pair]) -> tuple[Joined, ...]:
    """Criteria put together as long as there are few combinations, the longest tables first."""
    found: list[list[Pair]] = []
    for pair in sorted(pairs, key=_length, reverse=True):
        own = next((own for own in found if _go_together([*own, pair])), None)
        if own is None:
            found.append([pair])
        else:
            own.append(pair)
    return tuple(Joined(*zip(*own, strict=True)) for own in found)


def _length(pair: Pair) -> int:
    tabled = pair[1]
    return 0 if tabled is None else prod(tabled.sizes)


def _go_together(several: Sequence[Pair]) -> bool:
    tables = [one for _, one in several if one is not None]
    drawers = [one.drawers for one in tables if one.drawers is not None]
    number = prod(size for one in tables for size in one.sizes)
    most = sum(one.most for one in drawers)
    return len(drawers) == len(several) and number <= NEAR and most < ROOM


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
    ) -> None:
        self._worths, self._rows, self._joined_ones = worths, rows, joined_ones
        self._kept = {number: self._points(number) for number in kept}
        self.is_wide = any(is_wide(one) for one in self._kept.values())
        """Whether there are numbers beyond 64 bits among them."""

    def __len__(self) -> int:
        return len(self._worths)

    def __getitem__(self, number: Any) -> Any:
        return self._kept.get(number) or self._points(number)

    def _points(self, number: int) -> Points:
        return together(self._worths[number].worked_out(self._rows), self._rows.size)

    def added(self, own: Sequence[int]) -> PointsRange:
        """These criteria added up, each in the form in which it comes."""
        adding = Adding(self._rows.size)
        for number in own:
            if number in self._kept:
                adding.add(self._kept[number])
        others = tuple(number for number in own if number not in self._kept)
        for one in self._joined_ones(others, self._rows):
            for found in one.worked_out(self._rows):
                adding.add(found)
        return adding.sums()
