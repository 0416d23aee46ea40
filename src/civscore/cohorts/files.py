"""Tables in files: CSV as spreadsheets write it, in UTF-8 or GBK."""

import csv
from io import StringIO
from pathlib import Path
from typing import Final

from civscore.cohorts.rows import Table, numbered
from civscore.diagnostics import Diagnostic, Faulty, Location, fault
from civscore.standard.document import NOT_UTF8, read_bytes

EMPTY_TABLE: Final = fault(
    "table-empty",
    ("表是空的", "the table is empty"),
    ("第一行写列名，以后每行一个社区", "names of columns first, then one row a community"),
)
BROKEN_TABLE: Final = fault(
    "table-broken",
    ("表格读不下去：{because}", "the table cannot be read: {because}"),
    ("请另存为 CSV（逗号分隔）再试", "save it as CSV, comma separated"),
)
ROW_TOO_LONG: Final = fault(
    "row-too-long",
    ("这一行有 {n} 格，列名只有 {most} 个", "{n} cells in this row, {most} names of columns"),
    ("文字里有逗号的，要加引号", "quote texts that hold a comma"),
)


def read_csv(path: Path) -> Table:
    """The table in a CSV file.

    Raises:
        Faulty: if it is missing, too big, in neither encoding, broken or empty.
    """
    text = _decoded(read_bytes(path), str(path))
    try:
        lines = list(csv.reader(StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        values = {"because": str(error)}
        raise Faulty([Diagnostic(BROKEN_TABLE, Location(str(path)), values)]) from None
    if not lines or not any(lines[0]):
        raise Faulty([Diagnostic(EMPTY_TABLE, Location(str(path)), {})])
    names = tuple(name.strip() for name in lines[0])
    rows = numbered(lines[1:])
    most = len(names)
    wrong = [
        Diagnostic(ROW_TOO_LONG, Location(str(path), number + 2, 1), {"n": len(row), "most": most})
        for number, row in enumerate(rows)
        if len(row) > most
    ]
    if wrong:
        raise Faulty(wrong)
    return Table(str(path), names, tuple([*row, *[""] * (most - len(row))] for row in rows))


def _decoded(content: bytes, file: str) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Faulty([Diagnostic(NOT_UTF8, Location(file), {"guess": ""})])
