"""What a workbook file holds, looked at before anything opens it: an xlsx is a zip of XML.

A file of 0.3 MB may unpack to 300 MB, and two cells far apart make a table of billions. Both are
refused here. What is opened afterwards is a clean copy in memory of the parts that were looked at;
the file itself is only ever read.

Some things only the XML says: which cells are shown as percentages, which formulas have failed or
were never worked out. They are kept for whoever reads the cells.
"""

import re
from collections.abc import Iterator, Mapping
from html import unescape
from io import BytesIO
from typing import Final, TypeAlias
from zipfile import BadZipFile, ZipFile
from zlib import error as zlib_error

from civscore.diagnostics import Diagnostic, Fault, Faulty, Location, fault
from civscore.values import Value

BROKEN: Final = fault(
    "ledger-broken",
    ("不是能读的 xlsx：{because}", "this is no xlsx that can be read: {because}"),
    ("请用 Excel 或 WPS 打开，另存为 .xlsx，不设密码", "save it as .xlsx, without a password"),
)
TOO_LARGE: Final = fault(
    "ledger-too-large",
    ("台账解开后{what}", "unpacked, the ledger {what}"),
    (
        "请核对来源；把内容复制到新的台账里，不带空行空列和图片",
        "copy what is in it to a new ledger",
    ),
    why=(
        "很小的表格文件可以解出几百兆，或在极远处放一个字，读它会拖垮电脑",
        "a small workbook may unpack to hundreds of megabytes",
    ),
)
MOST_BYTES: Final = 64 * 2**20
MOST_CELLS: Final = 3_000_000
Place: TypeAlias = tuple[int, int]
"""Row and column, both from 0."""

_PARTS: Final = re.compile(r"(?!.*/media/).*\.(xml|rels)", re.IGNORECASE)
_CELL: Final = re.compile(rb"<(?:\w+:)?c(?=[\s/>])[^>]*>")
_END: Final = re.compile(rb"</(?:\w+:)?c>")
_ATTRIBUTE: Final = re.compile(rb'([\w:]+)\s*=\s*"([^"]*)"')
_SHEET: Final = re.compile(rb"<(?:\w+:)?sheet\s[^>]*>")
_RELATION: Final = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_FORMATS: Final = re.compile(rb"<(?:\w+:)?numFmt\s[^>]*>")
_STYLES: Final = re.compile(rb"<(?:\w+:)?cellXfs[\s>].*?</(?:\w+:)?cellXfs>", re.DOTALL)
_STYLE: Final = re.compile(rb"<(?:\w+:)?xf\s[^>]*>")
_REFERENCE: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_PERCENTAGES: Final = frozenset({b"9", b"10"})


class Oddities(Value):
    """What only the XML of a sheet says of its cells."""

    percent: frozenset[Place] = frozenset()
    failed: frozenset[Place] = frozenset()
    uncalculated: frozenset[Place] = frozenset()


class Package(Value):
    """A workbook that is safe to open."""

    content: BytesIO
    sheets: Mapping[str, Oddities]
    is_1904: bool
    pictures: int


def unpack(content: bytes, file: str) -> Package:
    """A clean copy of a workbook.

    Raises:
        Faulty: if it is none, or unpacks to more than a ledger ever holds.
    """
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise _refuse(BROKEN, file, because="是 .xls 旧格式，或加了密码 an .xls, or encrypted")
    try:
        with ZipFile(BytesIO(content)) as archive:
            members = archive.infolist()
            size = sum(one.file_size for one in members if _PARTS.fullmatch(one.filename))
            if size > MOST_BYTES:
                what = f"有 {size // 2**20} 兆字节 has {size // 2**20} MB"
                raise _refuse(TOO_LARGE, file, what=what)
            parts = {
                one.filename: archive.read(one) for one in members if _PARTS.fullmatch(one.filename)
            }
            pictures = sum("/media/" in one.filename for one in members)
    except (BadZipFile, zlib_error, EOFError, NotImplementedError, OSError, RuntimeError) as error:
        raise _refuse(BROKEN, file, because=str(error)) from None
    if any(b"<!DOCTYPE" in part for part in parts.values()):
        raise _refuse(BROKEN, file, because="含有 DOCTYPE has a DOCTYPE")
    book = parts.get("xl/workbook.xml", b"")
    percent = frozenset(_percent_styles(parts.get("xl/styles.xml", b"")))
    sheets = {}
    for name, part in _sheets(book, parts):
        sheets[name] = _scan(parts.get(part, b""), percent, file, name)
    is_1904 = re.search(rb'date1904\s*=\s*"(1|true)"', book) is not None
    return Package(_repacked(parts), sheets, is_1904, pictures)


def _refuse(kind: Fault, file: str, **values: object) -> Faulty:
    return Faulty([Diagnostic(kind, Location(file), values)])


def _repacked(parts: Mapping[str, bytes]) -> BytesIO:
    copy = BytesIO()
    with ZipFile(copy, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    copy.seek(0)
    return copy


def _attributes(tag: bytes) -> dict[bytes, bytes]:
    return {key.rpartition(b":")[2]: value for key, value in _ATTRIBUTE.findall(tag)}


def _sheets(book: bytes, parts: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Name of each sheet, and the part it is in."""
    relations = {}
    for tag in _RELATION.findall(parts.get("xl/_rels/workbook.xml.rels", b"")):
        found = _attributes(tag)
        target = found.get(b"Target", b"").decode("utf-8", "replace")
        relations[found.get(b"Id", b"")] = target[1:] if target[:1] == "/" else f"xl/{target}"
    for tag in _SHEET.findall(book):
        name = re.search(rb'\sname\s*=\s*"([^"]*)"', tag)
        relation = re.search(rb':id\s*=\s*"([^"]*)"', tag)
        if name and relation:
            yield unescape(name[1].decode("utf-8", "replace")), relations.get(relation[1], "")


def _percent_styles(styles: bytes) -> Iterator[int]:
    """Numbers of the cell styles that show a percentage."""
    own = {
        found.get(b"numFmtId", b"")
        for found in map(_attributes, _FORMATS.findall(styles))
        if b"%" in found.get(b"formatCode", b"")
    }
    block = _STYLES.search(styles)
    for number, tag in enumerate(_STYLE.findall(block[0]) if block else ()):
        if _attributes(tag).get(b"numFmtId") in own | _PERCENTAGES:
            yield number


def _scan(part: bytes, percent: frozenset[int], file: str, name: str) -> Oddities:
    """One pass over the cells of a sheet.

    Raises:
        Faulty: if they lie too far apart.
    """
    found: dict[str, set[Place]] = {"percent": set(), "failed": set(), "uncalculated": set()}
    rows = columns = 0
    tags = list(_CELL.finditer(part))
    for number, tag in enumerate(tags):
        if tag[0].endswith(b"/>"):
            continue
        said = _attributes(tag[0])
        place = _place(said.get(b"r", b"").decode("ascii", "replace"))
        if place is None:
            continue
        rows, columns = max(rows, place[0] + 1), max(columns, place[1] + 1)
        if said.get(b"t") == b"e":
            found["failed"].add(place)
        if int(said[b"s"]) in percent if said.get(b"s", b"").isdigit() else False:
            found["percent"].add(place)
        end = tags[number + 1].start() if number + 1 < len(tags) else len(part)
        inside = _END.split(part[tag.end() : end], 1)[0]
        if b"<f" in inside and b"<v" not in inside:
            found["uncalculated"].add(place)
    if rows * columns > MOST_CELLS:
        what = f"“{name}”有 {rows} 行 {columns} 列 has {rows} rows of {columns} in “{name}”"
        raise _refuse(TOO_LARGE, file, what=what)
    return Oddities(**{key: frozenset(places) for key, places in found.items()})


def _place(reference: str) -> Place | None:
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]) - 1, column - 1
