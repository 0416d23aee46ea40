"""XLSX: one sheet, texts as texts and numbers as numbers."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import BytesIO

from civscore.cohorts.results import Cells
from civscore.extras import wanted
from civscore.personal import masked
from civscore.reports.writing import write_file


def write(lines: Iterable[Cells], names: Sequence[str], output: str | None) -> None:
    """The lines under the names of their columns, which stay in sight.

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
    for row, line in enumerate(lines, start=1):
        for column, name in enumerate(names):
            value = line.get(name)
            if isinstance(value, Decimal):
                sheet.write_number(row, column, value)
            elif value is not None:
                sheet.write_string(row, column, masked(value))
    book.close()
    write_file(content.getvalue(), output or "-")
