"""The rows of a table some at a time: its columns as they come, and each row as it stands.

    rows.parts() → Part, Part, …        part.cells(3) → a column        part[70_001] → a row

However long a table is, one part of it is in memory.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Final, TypeAlias

from civscore.cohorts.cells import Cells, coded_of
from civscore.cohorts.rows import Table, text_of_cell

Texts: TypeAlias = Sequence[str]
"""What the cells of a column say, without the blanks around it."""

LISTED: Final = 1 << 19
"""Cells at once, as objects."""

MOST_ROWS: Final = 1 << 16
"""Rows at once: so many that what is done once for each part no longer counts."""


def rows_at_once(columns: int, cells: int) -> int:
    """How many rows of so many columns are so many cells."""
    return max(1, min(MOST_ROWS, cells // max(columns, 1)))


class Part(Sequence[Sequence[Any]]):
    """Some rows of a table one after another, each by its number in the whole table."""

    def __init__(self, start: int, size: int) -> None:
        self.start, self.size = start, size

    def __len__(self) -> int:
        return self.start + self.size

    def __getitem__(self, number: Any) -> Any:
        return self.row(number - self.start)

    def row(self, place: int) -> Sequence[Any]:
        """The cells of a row, by its place in this part."""
        raise NotImplementedError

    def cells(self, at: int) -> Cells:
        """A column by its number."""
        raise NotImplementedError

    def texts(self, at: int) -> Texts:
        """What the cells of a column say."""
        raise NotImplementedError

    def named(self, names: Sequence[str]) -> dict[str, Texts]:
        """The ids and the names of the communities; who has no name is called by the id."""
        ids = self.texts(names.index("id"))
        if "name" not in names:
            return {"id": ids, "name": ids}
        called = self.texts(names.index("name"))
        return {"id": ids, "name": [name or one for name, one in zip(called, ids, strict=True)]}


class Listed(Part):
    """Rows that are there cell by cell."""

    def __init__(self, rows: Sequence[Sequence[Any]], start: int) -> None:
        super().__init__(start, len(rows))
        self._rows, self._columns = rows, list[tuple[Any, ...]]()

    def row(self, place: int) -> Sequence[Any]:
        return self._rows[place]

    def _column(self, at: int) -> tuple[Any, ...]:
        if not self._columns:
            self._columns = list(zip(*self._rows, strict=True))
        return self._columns[at]

    def cells(self, at: int) -> Cells:
        return coded_of(self._column(at))

    def texts(self, at: int) -> Texts:
        return [text_of_cell(one) for one in self._column(at)]


def listed(rows: Iterable[Sequence[Any]], columns: int) -> Iterator[Part]:
    """Rows that come one by one, some at a time."""
    start, each = 0, iter(rows)
    while some := list(islice(each, rows_at_once(columns, LISTED))):
        yield Listed(some, start)
        start += len(some)


def parts_of(table: Table) -> Iterator[Part]:
    """All rows of a table, in order."""
    own = getattr(table.rows, "parts", None)
    return listed(table.rows, len(table.names)) if own is None else own()
