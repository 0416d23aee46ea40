"""CSV texts, line by line: as spreadsheets write them, in UTF-8 or GBK.

    编号，名称，层
    1-1,1 栋 1 单元，老旧小区

- *A cell with a comma in it?* Quoted, as every spreadsheet writes it.
- *Empty lines at the end?* Left out; `Location` counts lines from 1, that of the names.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from itertools import islice
from typing import Any, Final

from civscore.diagnostics import Diagnostic, Faulty, Location, fault
from civscore.sentences import verbatim
from civscore.standard.contents import Path
from civscore.standard.document import NOT_UTF8, Document

EMPTY_TABLE: Final = fault(
    "table-empty",
    ("表是空的", "the table is empty"),
    ("第一行写列名，以后一行一个", "names of columns first, then one row each"),
)
BROKEN_TABLE: Final = fault(
    "table-broken",
    ("表格读不下去：{because}", "the table cannot be read: {because}"),
    ("请另存为 CSV（逗号分隔）再试", "save it as CSV, comma separated"),
)
TABLE_TOO_LONG: Final = fault(
    "table-too-long",
    ("表有 {most} 行以上", "the table has more than {most} rows"),
    ("请核对是不是选错了文件", "check that it is the right file"),
)
ROW_TOO_LONG: Final = fault(
    "row-too-long",
    ("这一行有 {n} 格，列名只有 {most} 个", "{n} cells in this row, {most} names of columns"),
    ("文字里有逗号的，要加引号", "quote texts that hold a comma"),
)


MOST_COLUMNS: Final = 2_000

MOST_LINES: Final = 100_000
"""Lines of a text that belongs to one community, whose units they are."""


def read_lines(
    content: bytes, file: str, most_lines: int | None = None
) -> tuple[tuple[str, ...], list[list[str]]]:
    """The names of the columns, and every line under them with as many cells.

    Raises:
        Faulty: if it is in neither encoding, broken, empty or too long.
    """
    text = _decoded(content, file)
    end = None if most_lines is None else most_lines + 2
    try:
        lines = list(islice(csv.reader(StringIO(text, newline=""), strict=True), end))
    except csv.Error as error:
        raise Faulty([Diagnostic(BROKEN_TABLE, Location(file), {"because": str(error)})]) from None
    if not lines or not any(lines[0]):
        raise Faulty([Diagnostic(EMPTY_TABLE, Location(file), {})])
    if len(lines) == end:
        raise Faulty([Diagnostic(TABLE_TOO_LONG, Location(file, end, 1), {"most": most_lines})])
    names = tuple(name.strip() for name in lines[0])
    rows = lines[1:]
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    most = len(names)
    if most > MOST_COLUMNS:
        because = verbatim(f"有 {most} 列", f"{most} columns")
        raise Faulty([Diagnostic(BROKEN_TABLE, Location(file), {"because": because})])
    wrong = [
        Diagnostic(ROW_TOO_LONG, Location(file, number + 2, 1), {"n": len(row), "most": most})
        for number, row in enumerate(rows)
        if len(row) > most
    ]
    if wrong:
        raise Faulty(wrong)
    return names, [[*row, *[""] * (most - len(row))] for row in rows]


def _decoded(content: bytes, file: str) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Faulty([Diagnostic(NOT_UTF8, Location(file), {"guess": ""})])


class Lines(Document):
    """A CSV as a document: a path begins with the number of a line and the name of a column."""

    def __init__(self, file: str, names: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        super().__init__(file, "", {})
        self.names, self.rows = tuple(names), rows
        self.places: dict[Path, tuple[int, str]] = {}

    def each(self) -> Iterator[tuple[int, Mapping[str, str]]]:
        """Every line that says something, by its number, as column → text."""
        for number, row in enumerate(self.rows):
            line = {name: cell.strip() for name, cell in zip(self.names, row, strict=True)}
            if any(line.values()):
                yield number, line

    def place(self, path: Path, row: int, name: str = "") -> None:
        """Keep where something stands, and what it is in if nothing of that stands before."""
        for depth in range(1, len(path)):
            self.places.setdefault(path[:depth], (row, name))
        self.places[path] = row, name

    def cell(self, row: int, name: str = "") -> Location:
        """Where a cell is."""
        column = self.names.index(name) + 1 if name in self.names else 1
        return Location(self.file, row + 2, column)

    def value_at(self, path: Path) -> Location:
        """The cell a path leads to, or the nearest around it."""
        while path and path not in self.places:
            path = path[:-1]
        return self.cell(*self.places[path]) if path else Location(self.file, 1, 1)

    key_at = value_at

    def within(self, path: Path, offset: int) -> Location:  # noqa: ARG002
        return self.value_at(path)


def open_lines(content: bytes, file: str) -> Lines:
    """A CSV text as a document.

    Raises:
        Faulty: if it is in neither encoding, broken, empty or too long.
    """
    return Lines(file, *read_lines(content, file, MOST_LINES))


def named(line: Mapping[str, Any], *names: str) -> str:
    """What stands under the first of these names that is there."""
    return next((str(line[name]) for name in names if name in line), "")
