"""CSV texts, line by line: as spreadsheets write them, in UTF-8 or GBK.

    编号，名称，层
    1-1,1 栋 1 单元，老旧小区

- *A cell with a comma in it?* Quoted, as every spreadsheet writes it.
- *Empty lines at the end?* Left out; `Location` counts lines from 1, that of the names.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import StringIO
from itertools import islice
from typing import Any, Final, TextIO

from civscore.diagnostics import TOO_MANY, Diagnostic, Faulty, Location, fault
from civscore.sentences import say, verbatim
from civscore.standard.contents import Path
from civscore.standard.document import MOST_FAULTS, NOT_UTF8, Document

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

MOST_CHARACTERS: Final = 1 << 22
"""Characters of a row, all its cells together."""


def capped(faults: Iterable[Diagnostic]) -> list[Diagnostic]:
    """As many of them as anybody reads; then that there are more."""
    found = list(islice(faults, MOST_FAULTS + 1))
    if len(found) > MOST_FAULTS:
        found[-1] = Diagnostic(TOO_MANY, found[-1].location, {"n": MOST_FAULTS})
    return found


class LineReader:
    """Rows of a CSV, one after another: first the names of the columns, then cells under each."""

    def __init__(self, text: TextIO, file: str) -> None:
        self._text, self._file, self.taken = text, file, 0
        self._rows = csv.reader(iter(self._line, ""), strict=True)
        self._until = MOST_CHARACTERS
        first = next(self._each(), [])
        self.names = tuple(name.strip() for name in first)
        if not any(first):
            raise Faulty([Diagnostic(EMPTY_TABLE, Location(file), {})])
        if len(self.names) > MOST_COLUMNS:
            n = len(self.names)
            raise self._broken(verbatim(f"有 {n} 列", f"{n} columns"))

    def __iter__(self) -> Iterator[list[str]]:
        """Every row under the names, with as many cells; blank ones at the end are left out.

        Raises:
            Faulty: if it is broken; after the last row, if some have more cells than names.
        """
        most, blank, wrong = len(self.names), 0, list[Diagnostic]()
        longer: list[Diagnostic] = []  # blank rows with too many cells, if another row comes
        for number, row in enumerate(self._each()):
            if len(row) > most and len(wrong) + len(longer) <= MOST_FAULTS:
                values = {"n": len(row), "most": most}
                place = Location(self._file, number + 2, 1)
                longer.append(Diagnostic(ROW_TOO_LONG, place, values))
            if not row or not (row[0].strip() or any(cell.strip() for cell in row)):
                blank += 1
                continue
            if blank:
                yield from ([""] * most for _ in range(blank))
                blank = 0
            wrong += longer
            longer.clear()
            yield row if len(row) == most else [*row[:most], *[""] * (most - len(row))]
        if wrong:
            raise Faulty(capped(wrong))

    def _each(self) -> Iterator[list[str]]:
        try:
            for row in self._rows:
                self._until = self.taken + MOST_CHARACTERS
                yield row
        except csv.Error as error:
            raise self._broken(str(error)) from None

    def _line(self) -> str:
        line = self._text.readline(MOST_CHARACTERS + 1)
        self.taken += len(line)
        if self.taken > self._until:
            zh, en = "一行超过 {n} 字", "a row of more than {n} characters"
            raise self._broken(say(zh, en, n=MOST_CHARACTERS))
        return line

    def _broken(self, because: object) -> Faulty:
        return Faulty([Diagnostic(BROKEN_TABLE, Location(self._file), {"because": because})])


def read_lines(
    content: bytes, file: str, most_lines: int | None = None
) -> tuple[tuple[str, ...], list[list[str]]]:
    """The names of the columns, and every line under them with as many cells.

    Raises:
        Faulty: if it is in neither encoding, broken, empty or too long.
    """
    lines = LineReader(StringIO(_decoded(content, file), newline=""), file)
    rows = list(islice(lines, None if most_lines is None else most_lines + 1))
    if most_lines is not None and len(rows) > most_lines:
        place = Location(file, most_lines + 2, 1)
        raise Faulty([Diagnostic(TABLE_TOO_LONG, place, {"most": most_lines})])
    return lines.names, rows


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
    for name in names:
        if name in line:
            return str(line[name])
    return ""
