"""Tables on the sheets of a workbook: what a column is, how cells look, how a sheet is printed.

A text is a text cell, whatever it begins with, a number a number; nothing is a formula. A sheet
prints on A4 with its heads repeated, its table can be filtered.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, TypeAlias

from civscore.reports.contents import Contents
from civscore.sentences import Language
from civscore.starting.workbooks import lines_of
from civscore.values import Value

Row: TypeAlias = Mapping[str, Any]

_MOST: Final = 32767
"""Characters a cell can hold."""

_TALLEST: Final = 400
_LINE: Final = 14
"""Points of the tallest row, and of a line of text."""

_BORDER: Final = {"border": 1, "text_wrap": True, "valign": "vcenter"}
_LOOKS: Final[Mapping[str, Mapping[str, Any]]] = {
    "title": {"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"},
    "told": {"font_color": "#404040", "valign": "vcenter", "text_wrap": True},
    "signed": {"font_color": "#404040"},
    "verdict": {**_BORDER, "bold": True, "font_size": 14},
    "alarm": {**_BORDER, "bold": True, "bg_color": "#F8D7D3"},
    "doubt": {**_BORDER, "bg_color": "#FFF3C4"},
    "head": {**_BORDER, "bold": True, "bg_color": "#D5DFEC", "align": "center"},
    "text": {**_BORDER},
    "section": {**_BORDER, "bold": True, "valign": "top"},
    "centre": {**_BORDER, "align": "center"},
    "number": {**_BORDER, "align": "right"},
    "unproven": {**_BORDER, "align": "right", "bold": True, "bg_color": "#FFF3C4"},
    "lost": {**_BORDER, "align": "right", "bold": True, "bg_color": "#F8D7D3"},
    "sum": {**_BORDER, "bold": True, "bg_color": "#EEF2F7"},
    "sum_number": {**_BORDER, "bold": True, "bg_color": "#EEF2F7", "align": "right"},
    "blank": {**_BORDER, "bg_color": "#FFFBE6"},
}
POINTS: Final = ("满分", "已得", "待证", "已失")
TITLES: Final = ("Full", "Earned", "Unproven", "Lost")
"""Names of the four numbers, and what heads them in English."""

_HEADS: Final = 3
"""Rows above a table: the title, what it is of, the heads."""

_NARROW: Final = 5
"""Columns of a table of which only the first stays in sight."""


class Column(Value):
    """A column of a table: its title in both languages, its width, and what stands in it."""

    title: tuple[str, str]
    width: int
    of: Callable[[Row], Any]
    look: str = "text"


def column(name: str, en: str, width: int, look: str = "text") -> Column:
    """A column of what stands under its name."""
    return Column((name, en), width, lambda row: row[name], look)


def blank(name: str, en: str, width: int) -> Column:
    """A column that the office fills in."""
    return Column((name, en), width, lambda _: "", "blank")


class Sheets:
    """The sheets of a workbook being drawn."""

    def __init__(self, book: Any, said: Contents, language: Language) -> None:
        self.book, self.said, self.language = book, said, language
        self.zh = language == "zh"
        usual = {"font_name": "宋体", "font_size": 10}
        self.looks = {name: book.add_format({**usual, **look}) for name, look in _LOOKS.items()}

    def word(self, pair: tuple[str, str]) -> str:
        """A word in the language of the workbook."""
        return pair[0] if self.zh else pair[1]

    def table(self, sheet: Any, title: str, columns: Sequence[Column], rows: Sequence[Row]) -> int:
        """A table under its heads; the row after it."""
        self.heading(sheet, title, [one.width for one in columns])
        for number, one in enumerate(columns):
            sheet.set_column(number, number, one.width)
            self.text(sheet, _HEADS - 1, number, self.word(one.title), "head")
        for place, row in enumerate(rows, _HEADS):
            cells = [one.of(row) for one in columns]
            for number, (one, cell) in enumerate(zip(columns, cells, strict=True)):
                self.cell(sheet, (place, number), cell, one.look)
            texts = zip(map(str, cells), (one.width for one in columns), strict=True)
            sheet.set_row(place, height(texts))
        end = _HEADS + len(rows)
        sheet.autofilter(_HEADS - 1, 0, max(end - 1, _HEADS - 1), len(columns) - 1)
        sheet.freeze_panes(_HEADS, 3 if len(columns) > _NARROW else 1)
        sheet.repeat_rows(_HEADS - 1)
        sheet.set_landscape()
        self.paper(sheet)
        return end

    def heading(self, sheet: Any, title: str, widths: Sequence[int]) -> None:
        """The community and what the sheet is, across its columns; then by which standard."""
        said, last = self.said, len(widths) - 1
        told = (said["标准"], said["标准代号"], said["评定基准日"], *said["声明"])
        for row, text, look in (
            (0, f"{said['社区']} {title}", "title"),
            (1, "   ".join(told), "told"),
        ):
            sheet.merge_range(row, 0, row, last, "", self.looks[look])
            self.text(sheet, row, 0, text, look)
        sheet.set_row(0, 30)
        sheet.set_row(1, height([("   ".join(told), sum(widths))]))

    def paper(self, sheet: Any) -> None:
        """A4, all columns on a page, pages numbered."""
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(*[Decimal("0.4")] * 3, Decimal("0.7"))
        sheet.set_footer("&C第 &P 页，共 &N 页" if self.zh else "&C&P/&N")

    def cell(self, sheet: Any, place: tuple[int, int], value: Any, look: str) -> None:
        """A number as a number, anything else as a text; nothing open or lost is not marked."""
        if isinstance(value, Decimal | int):
            is_plain = look in {"unproven", "lost"} and not value
            sheet.write_number(*place, value, self.looks["number" if is_plain else look])
        else:
            is_kept = value or look not in {"unproven", "lost"}
            self.text(sheet, *place, value, look if is_kept else "text")

    def text(self, sheet: Any, row: int, column: int, text: str, look: str) -> None:
        """A text, as long as a cell can hold."""
        whole = text if len(text) <= _MOST else text[: _MOST - 1] + "…"
        sheet.write_string(row, column, whole, self.looks[look])


def height(texts: Iterable[tuple[str, int]]) -> int:
    """Points of a row in which these texts stand in columns of these widths."""
    lines = max(lines_of(text, width) for text, width in texts)
    return min(_LINE * lines + 4, _TALLEST)
