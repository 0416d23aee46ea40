"""One community as integers: for every column the lowest and the highest it can be.

A fact that is wholly recorded has low = high; one that is not recorded spans its declared range.
The same two sequences may hold whole columns of a country instead of single integers.

Everything is worked out twice by the same formula, from the worst side and from the best. A `Side`
holds the row in two readings: from `up` comes what raises the result, from `down` what lowers it.
At the worst side `up` is the lowest of every column and `down` the highest; at the best side it is
the other way about. Whoever subtracts, divides by or denies something reads that from `other`.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import compress, count
from operator import is_not
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from civscore.exact import INTEGERS, Integers, Operations, Truths
from civscore.sentences import Sentence, joined
from civscore.values import Value

if TYPE_CHECKING:
    from civscore.standard.conditions import Condition

Interval = tuple[int, int]
GapKind: TypeAlias = Literal[
    "points", "count", "veto", "evidence", "judgement", "relative", "title", "time",
    "quota", "family", "unknown_text", "standard", "disagreement",
]  # fmt: skip
"""What is missing: points to be had on the ground, a number of units, a veto to be cleared, proof,
somebody's judgement, a number of others, a title held first, time that has to pass; one of few
places, what is for the units above or below, a text, what a text leaves open, agreement."""


class Column(Value):
    """One integer column a fact reduces to, and the range it is proven for."""

    name: str
    low: int
    high: int


class Record(Value):
    """One recorded fact: the checked value, and who says so on what ground."""

    value: Any
    source: str = ""
    assessor: str = ""
    reason: str = ""
    day: date | None = None


class Side:
    """One side of rows: worst or best."""

    __slots__ = ("best", "down", "is_best", "known", "open", "ops", "other", "up")

    ops: Operations
    up: Sequence[Integers]
    down: Sequence[Integers]
    is_best: bool
    other: "Side"
    best: "Side"
    known: "Side"  # of columns that are wholly recorded both sides are this one
    open: frozenset[int]  # columns that are not


class TwoSidedError(Exception):
    """Even with nothing unknown the two sides differ: an amount to be judged, an empty base."""


class _Known(Side):
    """Both sides of what is wholly recorded; there is no telling which it is."""

    __slots__ = ()

    @property
    def is_best(self) -> bool:  # type: ignore[override]
        raise TwoSidedError


def worst_and_best(
    ops: Operations,
    low: Sequence[Integers],
    high: Sequence[Integers],
    unknown: frozenset[int] | None = None,
) -> tuple[Side, Side]:
    """The two sides of rows, given the lowest and the highest of every column.

    `unknown` are those of which the two are not one; if not given, they are looked for.
    """
    worst, best, known = Side(), Side(), _Known()
    worst.ops, worst.up, worst.down, worst.is_best, worst.other = ops, low, high, False, best
    best.ops, best.up, best.down, best.is_best, best.other = ops, high, low, True, worst
    known.ops, known.up, known.down, known.other = ops, low, low, known
    worst.best, best.best, known.best = best, best, known
    worst.known = best.known = known
    if unknown is None:
        unknown = frozenset(compress(count(), map(is_not, low, high)))
    worst.open = unknown
    return worst, best


def let_go(worst: Side) -> None:
    """Take the sides of rows apart, which hold each other and so all columns in memory."""
    for side in (worst, worst.best, worst.known):
        del side.other, side.best
    del worst.known


class Row(Value):
    """Lowest and highest value by column number, and the records a sentence may speak of."""

    low: Sequence[Integers]
    high: Sequence[Integers]
    recorded: Mapping[str, Record] = {}

    @cached_property
    def sides(self) -> tuple[Side, Side]:
        """Its worst and its best side."""
        return worst_and_best(INTEGERS, self.low, self.high)

    @property
    def worst(self) -> Side:
        """Every column at the end that gives least."""
        return self.sides[0]

    @property
    def best(self) -> Side:
        """Every column at the end that gives most."""
        return self.sides[1]

    def truths(self, condition: "Condition") -> Truths:
        """Whether a condition holds, for certain and possibly."""
        return condition.holds(self.worst), condition.holds(self.best)

    def changed(self, changes: Mapping[int, int]) -> "Row":
        """The row with these columns known to be so."""
        low, high = list(self.low), list(self.high)
        for column, value in changes.items():
            low[column] = high[column] = value
        return Row(low, high, self.recorded)


class Change(Value):
    """Something that would raise points: in words, and as columns that would move.

    `is_past` marks what no work can undo, only time: an event that has happened. `earliest` is the
    day on which time will have done it, where that is known. `gap` says what is missing.
    """

    sentence: Sentence
    columns: Mapping[int, int]
    is_past: bool = False
    earliest: date | None = None
    gap: GapKind = "points"


def merged(changes: list[Change]) -> Change:
    """Several changes made together."""
    columns: dict[int, int] = {}
    for change in changes:
        columns.update(change.columns)
    if len(changes) == 1:
        return changes[0]
    past = [change.earliest for change in changes if change.is_past]
    known = [day for day in past if day is not None]
    earliest = max(known) if known and len(known) == len(past) else None
    gap = changes[0].gap if len({change.gap for change in changes}) == 1 else "points"
    sentence = joined(tuple(change.sentence for change in changes))
    return Change(sentence, columns, bool(past), earliest, gap)
