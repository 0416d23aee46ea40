"""The pages of a ledger → an xlsx: drawn, protected, with drop-downs, for A4.

What may be filled in is yellow and unlocked, everything else is protected without a password.
Marks for the reader stand in the first row and column, hidden. The same standard gives the same
bytes.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from json import dumps
from typing import Any, Final

from civscore.diagnostics import Location
from civscore.evidence.cells import labelled
from civscore.extras import wanted
from civscore.sentences import Language, Sentence, say
from civscore.standard.blanks import NOTHING, Blank, BlankKind
from civscore.standard.plan import Plan
from civscore.starting.ledgers import pages
from civscore.starting.pages import SPARE, Line, Page

_MADE: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook knows no time zones
_TEXTS: Final = frozenset({"text", "share", "period", "clauses", "toml", "options"})
"""Kinds of answer whose cells are texts, so that nothing typed there is turned into a date."""

_OPEN: Final = {"locked": False, "border": 1, "bg_color": "#FFFBE6"}
_LOOKS: Final[Mapping[str, Mapping[str, Any]]] = {
    "said": {"text_wrap": True, "border": 1, "bg_color": "#F7F7F7"},
    "heading": {"bold": True, "border": 1, "bg_color": "#E3EAF3"},
    "title": {"bold": True, "font_size": 14},
    "told": {"text_wrap": False, "font_color": "#404040"},
    "head": {"bold": True, "border": 1, "bg_color": "#D5DFEC", "text_wrap": True},
    "any": {**_OPEN, "text_wrap": True},
    "text": {**_OPEN, "text_wrap": True, "num_format": "@"},
    "date": {**_OPEN, "num_format": "yyyy-mm-dd"},
}
_HEADER: Final = 3
"""The row of the headers: after the marks, the title, and what is told."""

_ROW: Final = 14
"""Points of a line of text."""

_EDGE: Final = 2
"""Characters of a line that may stay empty, as a Chinese comma does not begin one."""

_PRINTED: Final = 24
"""Empty rows of a table that are printed, for whoever walks with a form."""

_PROMPT: Final = 255
"""Characters of what is shown beside a cell while it is filled in."""

_FREE: Final = {
    "format_columns": True, "format_rows": True, "format_cells": True, "insert_rows": True,
    "delete_rows": True, "sort": True, "autofilter": True,
}  # fmt: skip


def draw(plan: Plan, community: str, language: Language) -> bytes:
    """An empty ledger for a standard, as an xlsx.

    Raises:
        Faulty: if the library for it is not installed.
    """
    return draw_pages(pages(plan, community), plan.title, language)


def draw_pages(drawn: Iterable[Page], title: str, language: Language) -> bytes:
    """A workbook of these pages, as an xlsx.

    Raises:
        Faulty: if the library for it is not installed.
    """
    content = BytesIO()
    book = begun(content, title)
    drawing = _Drawing(book, language)
    for page in drawn:
        drawing.add(page)
    drawing.finish()
    book.close()
    return content.getvalue()


def begun(content: BytesIO, title: str, made: datetime = _MADE) -> Any:
    """A workbook to be written: no text in it comes alive, the same content is the same bytes.

    Raises:
        Faulty: if the library for it is not installed.
    """
    xlsxwriter = wanted("xlsxwriter", "excel")
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(content, options)
    book.set_properties({"title": title, "created": made})
    return book


def lines_of(text: str, width: int) -> int:
    """Lines a text takes in a column; a Chinese character is as wide as two others."""
    sizes = (sum(2 - one.isascii() for one in line) for line in text.split("\n"))
    return sum(-(-size // width) or 1 for size in sizes)


class _Drawing:
    """A workbook being drawn."""

    def __init__(self, book: Any, language: Language) -> None:
        self.book = book
        self.language = language
        usual = {"font_name": "宋体", "font_size": 10, "valign": "vcenter"}
        self.looks = {name: book.add_format({**usual, **look}) for name, look in _LOOKS.items()}
        self.lists: dict[tuple[str, ...], str] = {}

    def said(self, sentence: Sentence) -> str:
        """A sentence in the language of the ledger."""
        return sentence.text(self.language)

    def add(self, page: Page) -> None:
        """A sheet for a page."""
        sheet = self.book.add_worksheet(self.said(page.title))
        self._mark(sheet, 0, 0, dict(page.mark))
        sheet.set_row(0, None, None, {"hidden": True})
        sheet.set_column(0, 0, None, None, {"hidden": True})
        for row in range(1, _HEADER if page.columns else 1):
            for column in range(1, len(page.columns) + 1):
                sheet.write_blank(row, column, None, self.looks["told"])
        for number, sentence in enumerate(page.told, 1):
            sheet.write_string(
                number, 1, self.said(sentence), self.looks["told" if number > 1 else "title"]
            )
        if page.columns:
            self._head(sheet, page)
        else:
            sheet.set_column(1, 1, 100)
        for number, line in enumerate(page.lines, _HEADER + 1):
            self._line(sheet, number, line, page)
        if page.is_table:
            self._open_rows(sheet, _HEADER + 1 + len(page.lines), page)
        self._offer_columns(sheet, page)
        sheet.protect("", _FREE)
        sheet.set_paper(9)  # A4
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C&P/&N")
        printed = sum(column.is_printed for column in page.columns)
        if page.columns:
            last = _HEADER + len(page.lines) + (_PRINTED if page.is_table else 0)
            sheet.print_area(1, 1, last, printed)

    def _mark(self, sheet: Any, row: int, column: int, mark: Mapping[str, Any]) -> None:
        sheet.write_string(row, column, dumps(mark, ensure_ascii=False))

    def _head(self, sheet: Any, page: Page) -> None:
        self._mark(sheet, _HEADER, 0, {"header": True})
        titles = [self.said(one.title) for one in page.columns]
        sheet.set_row(
            _HEADER, _ROW * max(map(lines_of, titles, (one.width - _EDGE for one in page.columns)))
        )
        for number, column in enumerate(page.columns, 1):
            sheet.write_string(_HEADER, number, self.said(column.title), self.looks["head"])
            look = self._look(column.blank) if page.is_table and column.blank else None
            sheet.set_column(number, number, column.width, look)
            if column.score[0]:
                self._mark(sheet, 0, number, {"score": list(column.score)})
            elif column.role:
                self._mark(sheet, 0, number, {"role": column.role})
            elif column.blank is not None:
                self._mark(sheet, 0, number, column.blank.mark)
        sheet.freeze_panes(_HEADER + 1, 3)
        sheet.repeat_rows(_HEADER)

    def _look(self, blank: Blank) -> Any:
        name = "text" if blank.kind in _TEXTS else "date" if blank.kind == "date" else "any"
        return self.looks[name]

    def _line(self, sheet: Any, row: int, line: Line, page: Page) -> None:
        """What stands in a row, and what is open in it."""
        mark = line.blank.mark if line.blank is not None else {}
        if line.scored[0]:
            mark |= {"criterion": line.scored[0]}
        if mark:
            self._mark(sheet, row, 0, mark)
        texts = [self.said(text) for text in line.texts]
        sheet.set_row(
            row, _ROW * max(map(lines_of, texts, (one.width - _EDGE for one in page.columns)))
        )
        for number, (column, text) in enumerate(
            zip(page.columns, [*line.texts, *[say("", "")] * len(page.columns)], strict=False), 1
        ):
            if column.blank is not None:
                look = self.looks["said"] if column.is_fixed else self._look(column.blank)
                sheet.write_string(row, number, self.said(text), look)
            elif column.role == "value" and line.blank is not None:
                look = self.looks["said"] if line.is_fixed else self._look(line.blank)
                sheet.write(row, number, line.answer or None, look)
                self._offer(sheet, (row, number, row, number), line.blank, line.how)
            elif column.score[0] and line.scored[0]:
                self._score(sheet, (row, number, row, number), column.score[1], line.scored[1])
            elif column.role and column.role != "value" and line.has_more:
                look = "date" if column.role == "date" else "text"
                sheet.write_blank(row, number, None, self.looks[look])
            else:
                look = "heading" if line.is_heading else "said"
                sheet.write_string(row, number, self.said(text), self.looks[look])

    def _score(
        self, sheet: Any, cells: tuple[int, int, int, int], part: str, full: Decimal
    ) -> None:
        """A cell for what an assessor gives, or for the reason."""
        kind: BlankKind = "points" if part == "points" else "text"
        blank = Blank((), kind, low=Decimal(0), high=full)
        sheet.write_blank(*cells[:2], None, self._look(blank))
        if part == "points":
            self._offer(sheet, cells, blank, say("0 至 {f} 分", "0 to {f} points", f=full))

    def _open_rows(self, sheet: Any, begun: int, page: Page) -> None:
        """Rows that are ready to be filled in."""
        for number, column in enumerate(page.columns, 1):
            if column.blank is not None:
                for row in range(begun, begun + SPARE):
                    sheet.write_blank(row, number, None, self._look(column.blank))

    def _offer_columns(self, sheet: Any, page: Page) -> None:
        """What the columns of a table offer in every row."""
        last = _HEADER + len(page.lines) + (SPARE if page.is_table else 0)
        for number, column in enumerate(page.columns, 1):
            if column.blank is not None and last > _HEADER:
                cells = (_HEADER + 1, number, last, number)
                self._offer(sheet, cells, column.blank, column.how)

    def _offer(
        self, sheet: Any, cells: tuple[int, int, int, int], blank: Blank, how: Sentence
    ) -> None:
        """A drop-down, a word of warning about what is out of bounds, and how it is filled in."""
        rule: dict[str, Any] = {"validate": "any"}
        offered = self._offered(blank)
        if offered:
            rule = {"validate": "list", "source": self._list(offered), "error_type": "information"}
        elif blank.kind in {"number", "points"} and blank.low is not None:
            high = blank.high if blank.high is not None else 10**9
            rule = {
                "validate": "decimal", "criteria": "between", "minimum": str(blank.low),
                "maximum": str(high), "error_type": "information",
            }  # fmt: skip
            zh, en = "一般填 {a} 至 {b} 的数字", "usually a number from {a} to {b}"
            zh += "；大概的可写 ≥、≤" if blank.kind == "number" else ""
            rule["error_message"] = self.said(say(zh, en, a=blank.low, b=high))
        prompt = self.said(how)
        if prompt:
            rule["input_message"] = (
                prompt if len(prompt) <= _PROMPT else f"{prompt[: _PROMPT - 1]}…"
            )
        if len(rule) > 1:
            sheet.data_validation(*cells, rule)

    def _offered(self, blank: Blank) -> tuple[str, ...]:
        if blank.kind == "flag":
            return tuple(self.said(one) for one in (say("是", "yes"), say("否", "no")))
        if blank.kind == "nothing":
            return (self.said(NOTHING),)
        if blank.kind == "options":
            return tuple(labelled(key, blank.options) for key in blank.options)
        return ()

    def _list(self, offered: Iterable[str]) -> str:
        """Where the options of a drop-down stand: on a sheet of their own."""
        options = tuple(offered)
        column = self.book_column(len(self.lists))
        if options not in self.lists:
            name = self.said(say("选项", "Options"))
            self.lists[options] = f"='{name}'!${column}$2:${column}${len(options) + 1}"
        return self.lists[options]

    def book_column(self, number: int) -> str:
        """The letters of a column."""
        return Location("", 1, number + 1).letters

    def finish(self) -> None:
        """The sheet of options, hidden."""
        sheet = self.book.add_worksheet(self.said(say("选项", "Options")))
        self._mark(sheet, 0, 0, {"sheet": "options"})
        for number, options in enumerate(self.lists):
            for row, option in enumerate(options, 1):
                sheet.write_string(row, number, option)
        sheet.hide()
        sheet.protect()
