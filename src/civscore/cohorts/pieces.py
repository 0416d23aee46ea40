"""A result some communities at a time, as columns, whichever way they were judged."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np

from civscore.cohorts.columnar.columns import Array
from civscore.cohorts.columnar.figures import Figures, Words, shown_of
from civscore.cohorts.journal import Outcome
from civscore.cohorts.parts import Texts
from civscore.exact import in_units

Column: TypeAlias = Figures | Words | Texts
"""A column of a result: numbers, a few words, or a text in every row."""


class Piece(NamedTuple):
    """Some communities in order: what is written of each, and which of them are set aside."""

    columns: Mapping[str, Column]
    size: int  # rows of the columns; what is set aside is in none
    aside: Sequence[Outcome] = ()
    leagues: Sequence[str] = ()  # of each row, where there are any

    def cells(
        self, name: str, number: Callable[[Decimal], Any], text: Callable[[str], Any]
    ) -> Sequence[Any]:
        """A column cell by cell, what is the same told once; None where there is nothing."""
        column = self.columns.get(name)
        if column is None:
            return [None] * self.size
        if isinstance(column, Words):
            return _taken([*map(text, column.words), None], column.codes)
        if not isinstance(column, Figures):
            return [text(one) for one in column]
        import pandas as pd

        places, units = pd.factorize(np.asarray(column.units))
        if column.missing is not None:
            places = np.where(column.missing, -1, places)
        said = [number(in_units((one, 1), column.scale)) for one in units.tolist()]
        return _taken([*said, None], places)

    def without(self, places: Sequence[int]) -> "Piece":
        """Without the rows at these places."""
        kept = np.delete(np.arange(self.size), places)
        columns = {name: _rows(column, kept) for name, column in self.columns.items()}
        return self._replace(columns=columns, size=len(kept))


def _taken(values: Sequence[Any], places: Array) -> list[Any]:
    table = np.empty(len(values), dtype=object)
    table[:] = values
    found: list[Any] = table[places].tolist()
    return found


def _rows(column: Column, places: Array) -> Column:
    if isinstance(column, Words):
        return column._replace(codes=column.codes[places])
    if isinstance(column, Figures):
        missing = None if column.missing is None else column.missing[places]
        return column._replace(units=column.units[places], missing=missing)
    taken = getattr(column, "taken", None)
    return [column[place] for place in places.tolist()] if taken is None else taken(places)


def piece_of(outcomes: Sequence[Outcome]) -> Piece:
    """Communities that have been judged one by one."""
    judged = [one for one in outcomes if one.cells is not None]
    lines = [one.cells for one in judged if one.cells is not None]
    aside = [one for one in outcomes if one.cells is None]
    return Piece(shown_of(lines), len(lines), aside, [one.league for one in judged])


def pieces_of(outcomes: Iterable[Outcome]) -> Iterator[Piece]:
    """The same of as many as there are."""
    each = iter(outcomes)
    while some := list(islice(each, _AT_ONCE)):
        yield piece_of(some)


_AT_ONCE: Final = 1 << 12
