"""Tables in files: CSV in UTF-8 or GBK, Parquet, the first sheet of XLSX."""

from pathlib import Path
from typing import Final

from civscore.cohorts.rows import Table, plain
from civscore.diagnostics import Diagnostic, Faulty, Location, fault
from civscore.evidence.lines import EMPTY_TABLE, ROW_TOO_LONG
from civscore.extras import wanted
from civscore.standard.document import read_bytes

NO_TABLE: Final = fault(
    "table-kind",
    ("不认识这种表格文件“{suffix}”", "“{suffix}” is no kind of table that can be read"),
    ("请用 .csv、.xlsx 或 .parquet", "use .csv, .xlsx or .parquet"),
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
    """The table in a CSV file, which is read row by row as it is judged.

    Raises:
        Faulty: if it is missing, in neither encoding, broken or empty.
    """
    from civscore.cohorts.streams import Stream

    rows = Stream(path)
    return Table(str(path), rows.names, rows)


def read_xlsx(path: Path) -> Table:
    """The table on the first sheet of a workbook: names of columns in its first row.

    Raises:
        Faulty: if it is missing, broken or empty.
    """
    from civscore.evidence.packages import BROKEN, unpack

    content, file = read_bytes(path), str(path)
    calamine = wanted("python_calamine", "excel")
    package = unpack(content, file)
    try:
        book = calamine.CalamineWorkbook.from_filelike(package.content)
        lines = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise Faulty([Diagnostic(BROKEN, Location(file), {"because": str(error)})]) from None
    rows = [[plain(cell) for cell in line] for line in lines]
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


def read_parquet(path: Path) -> Table:
    """The table in a Parquet file, of which as much is in memory as is judged at once.

    Raises:
        Faulty: if it is missing or broken, or a column holds more than one value in a cell.
    """
    from civscore.cohorts.groups import Groups

    rows = Groups(path)
    return Table(str(path), rows.names, rows)
