"""What a workbook file holds, looked at before anything opens it: an xlsx is a zip of XML.

A file of 0.3 MB may unpack to 300 MB, and two cells far apart make a table of billions. Both are
refused here. What is opened afterwards is a clean copy in memory of the parts that were looked at;
the file itself is only ever read.

Some things only the XML says: which cells are shown as percentages, which formulas have failed or
were never worked out. They are kept for whoever reads the cells.
"""

import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Final
from zipfile import BadZipFile, ZipFile
from zlib import error as zlib_error

from civscore.diagnostics import Diagnostic, Fault, Faulty, Location, fault
from civscore.evidence.scanning import BrokenError, Oddities, Scanner, TooLargeError
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
MOST_BYTES: Final = 16 * 2**20
MOST_SHEETS: Final = 300

_PARTS: Final = re.compile(r"(?!.*/media/).*\.(xml|rels)", re.IGNORECASE)


class Package(Value):
    """A workbook that is safe to open."""

    content: BytesIO
    sheets: Mapping[str, Oddities]
    is_1904: bool
    pictures: int


_UNREADABLE: Final = (
    *(BadZipFile, zlib_error, EOFError, NotImplementedError),
    *(OSError, RuntimeError, ValueError),
)


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
    except _UNREADABLE as error:
        raise _refuse(BROKEN, file, because=str(error)) from None
    try:
        sheets, is_1904 = _scan(parts)
    except BrokenError as error:
        raise _refuse(BROKEN, file, because=str(error)) from None
    except TooLargeError as error:
        raise _refuse(TOO_LARGE, file, what=error.what) from None
    return Package(_repacked(parts), sheets, is_1904, pictures)


def _scan(parts: Mapping[str, bytes]) -> tuple[Mapping[str, Oddities], bool]:
    """What the sheets are like, by name, and whether days are counted from 1904."""
    scanner = Scanner()
    named = {name.lower(): part for name, part in parts.items()}
    book = scanner.elements(named.get("xl/workbook.xml", b""))
    scanner.read_styles(named.get("xl/styles.xml", b""))
    scanner.read_strings(named.get("xl/sharedstrings.xml", b""))
    relations = scanner.elements(named.get("xl/_rels/workbook.xml.rels", b""))
    found = [(name, part.lower()) for name, part in _sheets(book, relations)]
    if len(found) > MOST_SHEETS:
        what = f"有 {len(found)} 张表 has {len(found)} sheets"
        raise TooLargeError(what)
    there = {part for _, part in found} & named.keys()
    known = {part: scanner.read_sheet(named[part]) for part in sorted(there)}
    days = [attributes for tag, attributes in book if tag == "workbookPr"]
    is_1904 = any(one.get("date1904") in {"1", "true"} for one in days)
    return {name: known.get(part, Oddities()) for name, part in found}, is_1904


def _refuse(kind: Fault, file: str, **values: object) -> Faulty:
    return Faulty([Diagnostic(kind, Location(file), values)])


def _repacked(parts: Mapping[str, bytes]) -> BytesIO:
    copy = BytesIO()
    with ZipFile(copy, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    copy.seek(0)
    return copy


def _sheets(
    book: list[tuple[str, Mapping[str, str]]], relations: list[tuple[str, Mapping[str, str]]]
) -> Iterator[tuple[str, str]]:
    """Name of each sheet, and the part it is in."""
    targets = {}
    for tag, said in relations:
        if tag == "Relationship":
            target = said.get("Target", "")
            targets[said.get("Id", "")] = target[1:] if target[:1] == "/" else f"xl/{target}"
    for tag, said in book:
        relation = next((one for key, one in said.items() if key.endswith(":id")), "")
        if tag == "sheet" and "name" in said:
            yield said["name"], targets.get(relation, "")
