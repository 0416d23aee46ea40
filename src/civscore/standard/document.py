"""A TOML text being read, and every fault found in it, each at its place.

Where nothing is wrong no place is ever looked up: positions are found when the first fault is.
"""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from functools import cached_property
from itertools import chain
from pathlib import Path as File
from typing import TYPE_CHECKING, Any, Final

import tomli

from civscore.diagnostics import TOO_MANY, Diagnostic, Fault, Faulty, Location, fault
from civscore.hashing import digest_of
from civscore.standard.contents import Path, values_in
from civscore.values import Value

if TYPE_CHECKING:
    from civscore.standard.positions import Positions

LARGEST: Final = 16 * 2**20
"""Bytes of a table or result."""

LARGEST_TEXT: Final = 2**20
"""Bytes of a TOML text. The largest bundled standard has a sixteenth of it."""

MOST_FAULTS: Final = 30_000
"""Faults that are said of one text; whoever wants to read more mends these first."""

UNREADABLE: Final = fault(
    "unreadable",
    ("无法读取：{because}", "cannot be read: {because}"),
    ("请核对路径和权限", "check the path and its permissions"),
)
CANNOT_WRITE: Final = fault(
    "cannot-write",
    ("无法写入：{because}", "cannot be written: {because}"),
    ("请核对文件夹和权限；原有文件没有改动", "check the folder; nothing was changed"),
)
NOT_FOUND: Final = fault(
    "not-found",
    ("没有这个文件", "there is no such file"),
    ("请核对路径", "check the path"),
)
IS_FOLDER: Final = fault(
    "is-folder",
    ("这是文件夹，此处需要文件", "this is a folder where a file is expected"),
    ("请指到其中的文件", "name the file in it"),
)
TOO_BIG: Final = fault(
    "too-big",
    ("文件有 {size} 字节，超过上限 {most}", "the file has {size} bytes, more than {most}"),
    ("请拆分或核对是否选错文件", "split it, or check that it is the right file"),
)
NOT_UTF8: Final = fault(
    "not-utf8",
    ("不是 UTF-8 编码{guess}", "not in UTF-8{guess}"),
    ("请在编辑器中另存为 UTF-8", "save it as UTF-8 in your editor"),
    why=(
        "TOML 规定用 UTF-8；记事本和 WPS 的“ANSI”在中文系统上是 GBK",
        "TOML is UTF-8; “ANSI” on a Chinese system is GBK",
    ),
)
HAS_BOM: Final = fault(
    "has-bom",
    ("文件以字节顺序标记（BOM）开头", "the file starts with a byte order mark"),
    ("可以照常使用；另存为“UTF-8 无 BOM”即可去掉", "it still works; save as “UTF-8 without BOM”"),
    severity="warning",
)
BROKEN_TOML: Final = fault(
    "broken-toml",
    ("TOML 在此处写错：{because}", "broken TOML: {because}"),
    ("{hint}", "{hint}"),
    why=(
        "TOML 不成立时无法再读下去，改好这一处后其余问题会一并列出",
        "nothing more can be read until this place is mended; then all other faults are listed",
    ),
)


class Document:
    """A text, its parsed value, and the faults found so far."""

    bases: tuple[str, ...] = ()
    """Standards it is merged with, `id@edition`, nearest first."""

    files: Any = None  # where the files lie that it speaks of; None if they lie beside it

    sha256: str = ""
    """SHA-256 of its bytes as they were handed in, in hexadecimal; "" where nobody asks."""

    def __init__(self, file: str, text: str, data: dict[str, Any]) -> None:
        self.file = file
        self.text = text
        self.data = data
        self.diagnostics: list[Diagnostic] = []
        self.unsound: set[Path] = set()

    @cached_property
    def positions(self) -> "Positions":
        """Where its keys and values stand."""
        from civscore.standard.positions import find_positions

        return find_positions(self.text)

    @property
    def digest(self) -> str:
        """SHA-256 of the text, in hexadecimal."""
        return digest_of(self.text.encode())

    def value_at(self, path: Path) -> Location:
        """Where the value under the path stands."""
        return Location(self.file, *self.positions.of_value(path))

    def key_at(self, path: Path) -> Location:
        """Where the key at the end of the path stands."""
        return Location(self.file, *self.positions.of_key(path))

    def within(self, path: Path, offset: int) -> Location:
        """Where one character, by its number, of the string under the path stands."""
        return Location(self.file, *self.positions.within(path, offset))

    def entry(self, *path: str | int) -> "Entry":
        """The part of it under this key path."""
        return Entry(self, path)

    def may_declare(self, name: str) -> bool:
        """Whether a table that could not be read may be what declares this name."""
        return bool(self.unsound) and name in self._names

    @cached_property
    def _names(self) -> frozenset[str]:
        """Every id written anywhere, and every key of a table at the top."""
        tables = (one for one in self.data.values() if isinstance(one, dict))
        inner = (one for one in values_in(self.data) if isinstance(one, dict))
        return frozenset(chain(*tables, (str(one.get("id")) for one in inner)))

    def raise_errors(self) -> None:
        """Stop here if the text cannot be used.

        Raises:
            Faulty: with every diagnostic so far, warnings too.
        """
        if any(one.is_error for one in self.diagnostics):
            raise Faulty(self.diagnostics)


class Entry(Value):
    """A key path of a document: where a fault is said to be."""

    document: Document
    path: Path

    def at(self, *path: str | int) -> "Entry":
        """A path further in."""
        return Entry(self.document, (*self.path, *path))

    def mark_unsound(self) -> None:
        """Remember that what stands here could not be read as a whole."""
        self.document.unsound.add(self.path)

    @property
    def is_unsound(self) -> bool:
        """Whether what stands here could not be read as a whole."""
        return self.path in self.document.unsound

    def report(self, kind: Fault, /, *path: str | int, **values: object) -> None:
        """Note a fault at the value under the path."""
        self._note(kind, self.document.value_at((*self.path, *path)), values)

    def report_within(self, kind: Fault, offset: int, values: Mapping[str, object]) -> None:
        """Note a fault `offset` characters into the text that the value, a string, stands for."""
        self._note(kind, self.document.within(self.path, offset), values)

    def report_key(self, kind: Fault, /, *path: str | int, **values: object) -> None:
        """Note a fault at the key itself."""
        self._note(kind, self.document.key_at((*self.path, *path)), values)

    def _note(self, kind: Fault, location: Location, values: Mapping[str, object]) -> None:
        found = self.document.diagnostics
        found.append(Diagnostic(kind, location, values))
        if len(found) >= MOST_FAULTS:
            raise Faulty([*found, Diagnostic(TOO_MANY, location, {"n": len(found)})])


def is_file(path: File) -> bool:
    """Whether there is such a file; a name no file can have is none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def is_folder(path: File) -> bool:
    """Whether there is such a folder."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def read_document(path: File | str) -> Document:
    """Read and parse a TOML file.

    Raises:
        Faulty: if it is missing, a folder, unreadable, too big, not UTF-8 or not TOML.
    """
    return parse_document(read_bytes(File(path)), str(path))


def parse_document(content: bytes, file: str) -> Document:
    """Parse the bytes of a TOML text; `file` is the name its faults carry.

    Raises:
        Faulty: if it is not UTF-8 or not TOML.
    """
    if len(content) > LARGEST_TEXT:
        raise _faulty(TOO_BIG, file, 0, 0, size=len(content), most=LARGEST_TEXT)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _undecodable(content, file, error.start) from None
    document = Document(file, text.removeprefix("\ufeff").replace("\r\n", "\n"), {})
    if text.startswith("\ufeff"):
        document.diagnostics.append(Diagnostic(HAS_BOM, Location(file, 1, 1)))
    try:
        document.data = tomli.loads(document.text, parse_float=exact_number)
    except tomli.TOMLDecodeError as error:
        raise _broken(document, error) from None
    except ValueError as error:  # a number of thousands of digits
        because = str(error).partition(";")[0]
        raise _faulty(BROKEN_TOML, file, 1, 1, because=because, hint="") from None
    except RecursionError:
        because = "括号嵌套过深 nested too deeply"
        raise _faulty(BROKEN_TOML, file, 1, 1, because=because, hint="") from None
    return document


def exact_number(text: str) -> Decimal:
    """A number of a TOML text, exactly as it is written."""
    try:
        return Decimal(text.replace("_", ""))
    except InvalidOperation:
        return Decimal("NaN")


def read_bytes(file: File) -> bytes:
    """The bytes of a text; `Faulty` if it is missing, a folder, unreadable or too big."""
    try:
        size = file.stat().st_size
        if size > LARGEST:
            raise _faulty(TOO_BIG, str(file), 0, 0, size=size, most=LARGEST)
        return file.read_bytes()
    except (OSError, ValueError) as error:
        raise not_readable(file, error) from None


def not_readable(file: File, error: OSError | ValueError) -> Faulty:
    """Why a file cannot be read."""
    if isinstance(error, FileNotFoundError) or is_folder(file):  # of which Windows says otherwise
        return _faulty(IS_FOLDER if is_folder(file) else NOT_FOUND, str(file), 0, 0)
    because = getattr(error, "strerror", None) or str(error)
    return _faulty(UNREADABLE, str(file), 0, 0, because=because)


def _faulty(kind: Fault, file: str, line: int, column: int, **values: object) -> Faulty:
    return Faulty([Diagnostic(kind, Location(file, line, column), values)])


def _undecodable(content: bytes, file: str, start: int) -> Faulty:
    line = content.count(b"\n", 0, start) + 1
    before = content[content.rfind(b"\n", 0, start) + 1 : start]
    guess = ""
    for encoding, name in (("utf-16", "UTF-16"), ("gb18030", "GBK")):
        if _decodes(content, encoding):
            guess = f"（看来是 {name} / looks like {name}）"
            break
    column = len(before.decode("utf-8", "replace")) + 1
    return _faulty(NOT_UTF8, file, line, column, guess=guess)


def _decodes(content: bytes, encoding: str) -> bool:
    if encoding == "utf-16" and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _broken(document: Document, error: tomli.TOMLDecodeError) -> Faulty:
    from civscore.standard.broken import hint_for

    line, column = int(error.lineno), int(error.colno)
    values = {"because": error.msg, "hint": hint_for(error.msg, document.text, line, column)}
    place = Location(document.file, line, column)
    return Faulty([*document.diagnostics, Diagnostic(BROKEN_TOML, place, values)])
