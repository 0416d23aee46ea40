"""One pass over the XML of a workbook, element by element, before anything lays it out in memory.

What would take too much is given up at the first sign of it: elements without number, cells far
apart, a long text that a thousand cells repeat. Whoever means harm writes XML that one reader
takes for something else than the next; here it is read by a parser, never by patterns.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Final, TypeAlias
from xml.parsers.expat import ExpatError, ParserCreate

from civscore.values import Value

Place: TypeAlias = tuple[int, int]
"""Row and column, both from 0."""

MOST_ELEMENTS: Final = 1_500_000
MOST_CELLS: Final = 1_000_000
MOST_ROWS: Final = 100_000
MOST_MERGED: Final = 200_000
MOST_TEXT: Final = 32 * 2**20
"""Characters of all cells together, as often as a text is repeated."""

_DEEPEST: Final = 50
_VALUE, _FORMULA, _TEXT = 1, 2, 4
_CONTENTS: Final = {"v": _VALUE, "f": _FORMULA, "is": _TEXT}
_REFERENCE: Final = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_PERCENTAGES: Final = frozenset({"9", "10"})


class TooLargeError(Exception):
    """There is more of something than a ledger ever has; `what` says of what, in both languages."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class BrokenError(Exception):
    """It is not XML, or not such as workbooks are written in."""


class Oddities(Value):
    """What only the XML of a sheet says of its cells."""

    percent: frozenset[Place] = frozenset()
    failed: frozenset[Place] = frozenset()
    uncalculated: frozenset[Place] = frozenset()


class Scanner:
    """Reads the parts of one workbook, within limits that hold for all of them together."""

    def __init__(self) -> None:
        self._elements = 0
        self._text = 0
        self._lengths: list[int] = []
        self._percent: frozenset[str] = frozenset()

    def _parse(
        self,
        part: bytes,
        start: Callable[[str, Mapping[str, str]], None],
        end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
    ) -> None:
        depth = 0

        def opened(tag: str, attributes: Mapping[str, str]) -> None:
            nonlocal depth
            depth += 1
            self._elements += 1
            if self._elements > MOST_ELEMENTS:
                raise TooLargeError("的格子太多 has too many cells")
            if depth > _DEEPEST:
                raise BrokenError("标签套得太深 nested too deeply")
            start(tag.rpartition(":")[2] if ":" in tag else tag, attributes)

        def closed(tag: str) -> None:
            nonlocal depth
            depth -= 1
            if end is not None:
                end(tag.rpartition(":")[2] if ":" in tag else tag)

        def declared(*_: object) -> None:
            raise BrokenError("含有 DOCTYPE has a DOCTYPE")

        parser = ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = opened
        parser.EndElementHandler = closed
        parser.StartDoctypeDeclHandler = declared
        parser.CharacterDataHandler = text
        try:
            parser.Parse(part, True)  # noqa: FBT003 - it takes no names
        except (ExpatError, ValueError, LookupError) as error:
            raise BrokenError(str(error)) from None

    def elements(self, part: bytes) -> list[tuple[str, Mapping[str, str]]]:
        """The elements of a small part, in order; what is closed is `/name`."""
        found: list[tuple[str, Mapping[str, str]]] = []
        if part:
            self._parse(
                part,
                lambda tag, attributes: found.append((tag, attributes)),
                lambda tag: found.append((f"/{tag}", {})),
            )
        return found

    def read_styles(self, part: bytes) -> None:
        """Which cell styles show a percentage."""
        own, percent = set(_PERCENTAGES), set()
        inside, number = False, 0
        for tag, attributes in self.elements(part):
            if tag == "numFmt" and "%" in attributes.get("formatCode", ""):
                own.add(attributes.get("numFmtId", ""))
            elif tag in {"cellXfs", "/cellXfs"}:
                inside = tag == "cellXfs"
            elif tag == "xf" and inside:
                if attributes.get("numFmtId") in own:
                    percent.add(str(number))
                number += 1
        self._percent = frozenset(percent)

    def read_strings(self, part: bytes) -> None:
        """How long each text is that cells share."""
        lengths: list[int] = []

        def start(tag: str, _: Mapping[str, str]) -> None:
            if tag == "si":
                lengths.append(0)

        def text(said: str) -> None:
            if lengths:
                lengths[-1] += len(said)

        if part:
            self._parse(part, start, text=text)
        self._lengths = lengths

    def read_sheet(self, part: bytes) -> Oddities:
        """What its cells are like."""
        sheet = _SheetScan(self._percent, self._lengths)
        self._parse(part, sheet.start, sheet.end, sheet.text)
        self._text += sheet.characters
        if self._text > MOST_TEXT:
            raise TooLargeError("的文字太多 holds too much text")
        return sheet.oddities


class _SheetScan:
    """The cells of one sheet."""

    def __init__(self, percent: frozenset[str], lengths: list[int]) -> None:
        self._percent_styles, self._lengths = percent, lengths
        self._row = self._column = -1
        self._cell: Mapping[str, str] = {}
        self._inside = 0
        self._said = ""
        self._rows = self._columns = self._merged = 0
        self.characters = 0
        self._percent: set[Place] = set()
        self._failed: set[Place] = set()
        self._uncalculated: set[Place] = set()

    @property
    def oddities(self) -> Oddities:
        """What was found."""
        found = self._percent, self._failed, self._uncalculated
        return Oddities(*map(frozenset, found))

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if tag == "c":
            self._cell, self._inside, self._said = attributes, 0, ""
            if "r" in attributes:
                self._row, self._column = _place(attributes["r"])
            else:
                self._column += 1
        elif tag in _CONTENTS:
            self._inside |= _CONTENTS[tag]
        elif tag == "row":
            self._row = _number(attributes.get("r"), self._row + 2) - 1
            self._column = -1
        elif tag == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def text(self, said: str) -> None:
        """Text stands in a cell."""
        self.characters += len(said)
        self._said = said

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag != "c" or not self._inside:
            return
        place = self._row, self._column
        if place[0] >= self._rows or place[1] >= self._columns:
            self._extend(*place)
        kind = self._cell.get("t")
        if kind == "e":
            self._failed.add(place)
        elif kind == "s" and self._said.isdecimal() and int(self._said[:9]) < len(self._lengths):
            self.characters += self._lengths[int(self._said[:9])]
        if self._cell.get("s") in self._percent_styles:
            self._percent.add(place)
        if self._inside & _FORMULA and not self._inside & _VALUE:
            self._uncalculated.add(place)

    def _extend(self, row: int, column: int) -> None:
        self._rows, self._columns = max(self._rows, row + 1), max(self._columns, column + 1)
        if self._rows > MOST_ROWS or self._rows * self._columns > MOST_CELLS:
            size = f"{self._rows} 行 {self._columns} 列"
            raise TooLargeError(f"有{size} has {self._rows} rows of {self._columns}")

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        begun, ended = _place(first), _place(last or first)
        self._merged += (ended[0] - begun[0] + 1) * (ended[1] - begun[1] + 1)
        if self._merged > MOST_MERGED:
            raise TooLargeError("合并的单元格太多 has too many merged cells")


def _number(text: str | None, otherwise: int) -> int:
    return int(text[:9]) if text and text.isdecimal() else otherwise


def _place(reference: str) -> Place:
    """Row and column of a cell.

    Raises:
        BrokenError: if it says something else.
    """
    match = _REFERENCE.fullmatch(reference) or _REFERENCE.fullmatch(reference.upper())
    if match is None:
        raise BrokenError(reference[:20])
    return int(match[2]) - 1, _column(match[1])


@cache
def _column(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1
