"""The field: all communities that take part, in their groups, with the units below them.

Who cannot be told apart from others is in each group it may be in.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from civscore.cohorts.ranking import Entry
from civscore.cohorts.standing import Asks, Number, Stand
from civscore.scoring.sums import Verdict
from civscore.standard.rows import Interval

ALWAYS: Final[Verdict] = (True, True)
Answers: TypeAlias = Iterator[tuple[int, Sequence[Interval]]]
"""Numbers of communities, each with what it is told, column by column."""


class Field:
    """All communities that take part, and those of which they are made up, if others."""

    def __init__(self, asks: Asks, stands: Sequence[Stand], below: Sequence[Stand] = ()) -> None:
        self.asks, self.stands = asks, stands
        self._parents = tuple(dict.fromkeys(one.parent for one in stands if one.parent))
        self._below: dict[str, list[Stand]] = {}
        for one in below or stands:
            if one.parent:
                self._below.setdefault(one.parent, []).append(one)
        self._astray = [one for one in below or stands if one.parent is None]

    def groups(self, stand: Stand, within: str) -> tuple[str, ...]:
        """The groups a community may be in."""
        if within == "league":
            return stand.leagues
        if within == "parent":
            return self._parents if stand.parent is None else (stand.parent,)
        return ("",)

    def members(
        self, within: str, number_of: Callable[[Stand], Number]
    ) -> Mapping[str, list[Entry]]:
        """By group, those who have the number, or may have it."""
        found: dict[str, list[Entry]] = {}
        for number, stand in enumerate(self.stands):
            groups = self.groups(stand, within)
            ends, (certain, possible) = number_of(stand)
            for group in groups if possible else ():
                found.setdefault(group, []).append((number, ends, certain and len(groups) == 1))
        return found

    def below(self, stand: Stand) -> tuple[Sequence[Stand], Sequence[Stand]]:
        """The units below one, and those that may be."""
        return self._below.get(stand.id, ()), self._astray

    def in_each(
        self, within: str, columns: Callable[[int, str], Sequence[Interval]]
    ) -> Iterator[tuple[int, Sequence[Interval]]]:
        """Each community with its columns, between the ends of all groups it may be in."""
        for number, stand in enumerate(self.stands):
            found = [columns(number, one) for one in self.groups(stand, within)]
            if found:
                yield number, [_hull(one) for one in zip(*found, strict=True)]


def _hull(ends: Iterable[Interval]) -> Interval:
    several = list(ends)
    return min(one[0] for one in several), max(one[1] for one in several)
