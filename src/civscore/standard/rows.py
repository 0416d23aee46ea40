"""One community as integers: for every column the lowest and the highest it can be.

A fact that is wholly recorded has low = high; one that is not recorded spans its declared range.
The same two sequences may hold whole columns of a country instead of single integers.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from civscore.exact import Integers
from civscore.sentences import Sentence
from civscore.values import Value

Interval = tuple[int, int]


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


class Row(Value):
    """Lowest and highest value by column number, and the records a sentence may speak of."""

    low: Sequence[Integers]
    high: Sequence[Integers]
    recorded: Mapping[str, Record] = {}

    def changed(self, changes: Mapping[int, int]) -> "Row":
        """The row with these columns known to be so."""
        low, high = list(self.low), list(self.high)
        for column, value in changes.items():
            low[column] = high[column] = value
        return Row(low, high, self.recorded)


class Change(Value):
    """Something that would raise points: in words, and as columns that would move.

    `is_past` marks what no work can undo, only time: an event that has happened.
    """

    sentence: Sentence
    columns: Mapping[int, int]
    is_past: bool = False
