"""Tables in files: CSV in UTF-8 or GBK, Parquet row group by row group, the first sheet of XLSX."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import accumulate
from pathlib import Path
from typing import Any, Final

from civscore.cohorts.rows import Table
from civscore.diagnostics import Diagnostic, Faulty, Location, fault
from civscore.evidence.lines import EMPTY_TABLE, ROW_TOO_LONG, read_lines
from civscore.evidence.packages import BROKEN, unpack
from civscore.extras import wanted
from civscore.standard.document import NOT_FOUND, read_bytes

NO_TABLE: Final = fault(
    "table-kind",
    ("不认识这种表格文件“{suffix}”", "“{suffix}” is no kind of table that can be read"),
    ("请用 .csv、.xlsx 或 .parquet", "use .csv, .xlsx or .parquet"),
)
NOT_PARQUET: Final = fault(
    "parquet-broken",
    ("这个 Parquet 文件读不下去：{because}", "this Parquet file cannot be read: {because}"),
    ("请重新导出", "export it once more"),
)
COLUMN_TYPE: Final = fault(
    "column-type",
    ("“{name}”一列的类型是 {type}，一格一个值的才能读", "column “{name}” has type {type}"),
    ("请改成整数、小数、文字、是否或日期", "use whole numbers, decimals, texts, booleans or dates"),
)
TABLES: Final = (".csv", ".parquet", ".xlsx")


def read_table(path: Path) -> Table:
    """The table in a file.

    Raises:
        Faulty: if it is missing, broken, empty, of no known kind, or a column cannot be read.
    """
    suffix = path.suffix.casefold()
    if suffix == ".parquet":
        return read_parquet(path)
    if suffix == ".xlsx":
        return read_xlsx(path)
    if suffix in {"", ".csv", ".txt"}:
        return read_csv(path)
    raise Faulty([Diagnostic(NO_TABLE, Location(str(path)), {"suffix": path.suffix})])


def read_csv(path: Path) -> Table:
    """The table in a CSV file.

    Raises:
        Faulty: if it is missing, too big, in neither encoding, broken or empty.
    """
    names, rows = read_lines(read_bytes(path), str(path))
    return Table(str(path), names, tuple(rows))


def read_xlsx(path: Path) -> Table:
    """The table on the first sheet of a workbook: names of columns in its first row.

    Raises:
        Faulty: if it is missing, broken or empty.
    """
    content, file = read_bytes(path), str(path)
    calamine = wanted("python_calamine", "excel")
    package = unpack(content, file)
    try:
        book = calamine.CalamineWorkbook.from_filelike(package.content)
        lines = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise Faulty([Diagnostic(BROKEN, Location(file), {"because": str(error)})]) from None
    rows = [[_plain(cell) for cell in line] for line in lines]
    while rows and not any(cell not in {None, ""} for cell in rows[-1]):
        rows.pop()
    if not rows or all(cell in {None, ""} for cell in rows[0]):
        raise Faulty([Diagnostic(EMPTY_TABLE, Location(file), {})])
    while rows[0][-1] in {None, ""}:
        if any(row[-1] not in {None, ""} for row in rows):
            raise Faulty(
                [
                    Diagnostic(
                        ROW_TOO_LONG, Location(file), {"n": len(rows[0]), "most": len(rows[0]) - 1}
                    )
                ]
            )
        rows = [row[:-1] for row in rows]
    return Table(file, tuple(str(name).strip() for name in rows[0]), tuple(rows[1:]))


def _plain(cell: Any) -> Any:
    """A cell as a table has it: whole numbers whole, other numbers as they are shown, days."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, bool | int | str | date) or cell is None:
        return cell
    number = Decimal(repr(cell)) if not hasattr(cell, "total_seconds") else None
    if number is None:
        return str(cell)
    return int(number) if number == number.to_integral_value() else number


def read_parquet(path: Path) -> Table:
    """The table in a Parquet file; one row group at a time is in memory.

    Raises:
        Faulty: if it is missing or broken, or a column holds more than one value in a cell.
    """
    parquet = wanted("pyarrow.parquet", "parquet")
    arrow = wanted("pyarrow", "parquet")
    file = str(path)
    if not path.is_file():
        raise Faulty([Diagnostic(NOT_FOUND, Location(file))])
    try:
        source = parquet.ParquetFile(path)
    except (arrow.ArrowException, OSError) as error:
        raise Faulty([Diagnostic(NOT_PARQUET, Location(file), {"because": str(error)})]) from None
    schema = source.schema_arrow
    if wrong := list(_wrong_types(schema, file, arrow.types)):
        raise Faulty(wrong)
    names = tuple(str(name).strip() for name in schema.names)
    return Table(file, names, Groups(source))


def _wrong_types(schema: Any, file: str, types: Any) -> Iterator[Diagnostic]:
    kinds = (
        types.is_integer, types.is_floating, types.is_decimal, types.is_boolean, types.is_date,
        types.is_string, types.is_large_string, types.is_null,
    )  # fmt: skip
    for number, column in enumerate(schema):
        kind = column.type.value_type if types.is_dictionary(column.type) else column.type
        if not any(is_kind(kind) for is_kind in kinds):
            place = Location(file, 1, number + 1)
            yield Diagnostic(COLUMN_TYPE, place, {"name": column.name, "type": str(column.type)})


class Groups(Sequence[Sequence[Any]]):
    """The rows of a Parquet file; the row group that was asked for last is in memory."""

    def __init__(self, source: Any) -> None:
        self._source = source
        sizes = [source.metadata.row_group(n).num_rows for n in range(source.num_row_groups)]
        self._ends = list(accumulate(sizes))
        self._at, self._rows = -1, list[Sequence[Any]]()

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def __getitem__(self, number: Any) -> Any:
        number = range(len(self))[number]
        group = bisect_right(self._ends, number)
        if group != self._at:
            read = self._source.read_row_group(group)
            columns = [[_cell(one) for one in column.to_pylist()] for column in read.columns]
            self._rows, self._at = list(zip(*columns, strict=True)), group
        return self._rows[number - (self._ends[group - 1] if group else 0)]


def _cell(value: Any) -> Any:
    """A value as a table has it; no number passes through a binary fraction that is not its own."""
    if value is None or isinstance(value, bool | int | str | Decimal | date):
        return value
    return _plain(value) if value == value else None  # noqa: PLR0124 - not a number
