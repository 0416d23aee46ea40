"""XLSX: one sheet, texts as texts and numbers as numbers."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from io import BytesIO

from civscore.cohorts.pieces import Piece
from civscore.extras import wanted
from civscore.personal import masked
from civscore.reports.results import Write
from civscore.reports.writing import write_file


@contextmanager
def writing(names: Sequence[str], output: str | None) -> Iterator[Write]:
    """Lines under the names of their columns, which stay in sight; in memory until the end.

    Raises:
        Faulty: if the file cannot be written.
    """
    content = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = wanted("xlsxwriter", "excel").Workbook(content, options)
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 2)
    bold = book.add_format({"bold": True})
    for column, name in enumerate(names):
        sheet.write_string(0, column, name, bold)
    rows = 1

    def write(piece: Piece) -> None:
        nonlocal rows
        columns = [piece.cells(name, Decimal, masked) for name in names]
        for row, line in enumerate(zip(*columns, strict=True), start=rows):
            for column, value in enumerate(line):
                if isinstance(value, Decimal):
                    sheet.write_number(row, column, value)
                elif value is not None:
                    sheet.write_string(row, column, value)
        rows += piece.size

    yield write
    book.close()
    write_file(content.getvalue(), output or "-")
