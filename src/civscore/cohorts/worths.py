"""Every criterion of a standard in many rows, and how those of a section are added up.

Criteria of few values are looked up together: the tables of several, added up for all combinations
of theirs, are one table, so that a row is looked up and added once for all of them.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from civscore.cohorts.adding import BITS, ROOM, Adding, Drawers, LookedUp, Worked, together
from civscore.cohorts.columns import Array
from civscore.cohorts.recorded import Rows
from civscore.cohorts.worth import FEW, Worth, is_wide, places_of, steps_of
from civscore.scoring.points import Points
from civscore.scoring.sums import ALWAYS, Addable, PointsRange
from civscore.values import Value


class Joined(Value):
    """Criteria that are looked up together; one that is not is alone."""

    worths: tuple[Worth, ...]

    @cached_property
    def _reads(self) -> tuple[int, ...]:
        return tuple(number for one in self.worths for number in one.reads)

    @cached_property
    def _sizes(self) -> tuple[int, ...]:
        return tuple(size for one in self.worths for size in one.sizes)

    @cached_property
    def _drawers(self) -> Drawers:
        """The sum of theirs, for each combination of all their columns."""
        least = most = 0
        every: Array = np.zeros(1, np.int64)
        for one in self.worths:
            own: Any = one.drawers
            in_order = np.roll(own.numbers, sum(steps_of(one.sizes)))  # not recorded comes first
            every = (every[:, None] + in_order).ravel()
            least, most = least + own.least, most + own.most
        return Drawers(np.roll(every, -sum(steps_of(self._sizes))), least, most)

    @cached_property
    def _table(self) -> Points:
        """The same sums as a table of points."""
        numbers, least, _ = self._drawers
        low = (numbers & (1 << BITS) - 1) + least
        return Points((low, 1), (low + (numbers >> BITS), 1), ALWAYS, (False, False))

    def worked_out(self, rows: Rows) -> Iterator[Worked]:
        """What they come to in each row, all together if possible."""
        columns = [rows.columns[number] for number in self._reads]
        if len(self.worths) == 1 or any(one.is_partial for one in columns):
            yield from (one.worked_out(rows) for one in self.worths)
        else:
            yield LookedUp(self._table, self._drawers, places_of(columns, self._sizes))


def joined(worths: Sequence[Worth]) -> tuple[Joined, ...]:
    """Criteria put together, the smallest tables first, as long as there are few combinations."""
    alone = [one for one in worths if one.drawers is None]
    pairs = [(one, one.drawers) for one in worths if one.drawers is not None]
    found: list[list[Worth]] = []
    number, most = FEW + 1, 0
    for one, own in sorted(pairs, key=lambda pair: pair[0].combinations):
        number, most = number * one.combinations, most + own.most
        if number > FEW or most >= ROOM:
            found.append([])
            number, most = one.combinations, own.most
        found[-1].append(one)
    return tuple(Joined(tuple(one)) for one in (*found, *([one] for one in alone)))


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
        joined_ones: Callable[[tuple[int, ...]], Iterable[Joined]],
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
        for one in self._joined_ones(tuple(n for n in own if n not in self._kept)):
            for found in one.worked_out(self._rows):
                adding.add(found)
        return adding.sums()
