"""Readers of a bundle: each way it is handed in, one file each, found by name.

A reader's name is the ending of what it reads: `toml`, `zip`, `xlsx`; `folder` reads folders. It
makes of it what a `bundle.toml` says, with every place in it, and knows where the evidence lies.
Adding a reader is adding one file; only the one that is needed is imported.

- *An ending nobody reads?* It is read as TOML, which says what is wrong with it.
- *A folder or zip with both a `bundle.toml` and a workbook?* The `bundle.toml` is read.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar, Final

from civscore.diagnostics import Diagnostic, Faulty, Location, fault
from civscore.hashing import digest_of
from civscore.standard.document import Document, is_file, is_folder, read_bytes
from civscore.standard.kinds import find, names_in
from civscore.values import Value

ROOM: Final = __name__
TEXT: Final = "bundle.toml"
BAG: Final = "bagit.txt"
PAYLOAD: Final = "data/"
"""A folder or zip with the file is sealed: the bundle is in the folder."""

SEVERAL_TEXTS: Final = fault(
    "several-ledgers",
    ("有几份台账，不知道读哪一份：{names}", "there are several ledgers: {names}"),
    ("请只留一份，或直接指明文件", "leave one, or name the file"),
)


class Limits(Value):
    """How much an archive may hold before it is refused unread."""

    files: int = 10_000
    megabytes: int = 2_000
    ratio: int = 100
    """Times what is packed may grow when it is unpacked."""


USUAL: Final = Limits()


class Reader:
    """One way a bundle is handed in."""

    is_text: ClassVar[bool] = True
    """Whether it reads a text that may lie in a folder or zip, rather than a folder or zip."""

    def open(self, path: Path, limits: Limits) -> Document:
        """What the bundle at a path says.

        Raises:
            Faulty: if it cannot be read.
        """
        content = read_bytes(path)
        document = self.read(content, str(path), limits)
        document.sha256 = digest_of(content)
        return document

    def read(self, content: bytes, file: str, limits: Limits) -> Document:
        """What a text's bytes say; `file` is the name its faults carry.

        Raises:
            Faulty: if it cannot be read.
        """
        raise NotImplementedError


def open_bundle(path: Path, limits: Limits = USUAL) -> Document:
    """The text of a bundle, parsed and no more: of its folder, `bundle.toml`, zip or workbook.

    Raises:
        Faulty: if it cannot be read.
    """
    return reader_of("folder" if is_folder(path) else ending(path.name)).open(path, limits)


def is_bundle(path: Path) -> bool:
    """Whether what lies at a path is handed in as a bundle, as far as names tell."""
    if is_folder(path):
        inner = payload_of(path)
        return is_file(inner / TEXT) or bool(ledgers(one.name for one in inner.iterdir()))
    return path.name == TEXT or (ending(path.name) not in {"", "toml"} and is_file(path))


def payload_of(folder: Path) -> Path:
    """Where the bundle lies in a folder: inside, if it is sealed."""
    inner = folder / PAYLOAD
    return inner if is_file(folder / BAG) and is_folder(inner) else folder


def reader_of(name: str) -> Reader:
    """The reader of that name; that of TOML where there is none."""
    reader: Reader = find(ROOM, name or "toml")()
    return reader


def ending(name: str) -> str:
    """The ending of a file's name, where a reader has it as its name; else ""."""
    last = name.rpartition(".")[2].lower()
    return last if last in names_in(ROOM) and last != "folder" else ""


def ledgers(names: Iterable[str]) -> list[str]:
    """Names of texts that can stand in the place of a `bundle.toml`."""
    known = [(name, ending(name)) for name in names if not name.startswith((".", "~"))]
    return sorted(
        name for name, last in known if last not in {"", "toml"} and find(ROOM, last).is_text
    )


def text_among(names: Iterable[str], place: str) -> str:
    """The name of the text to read among those at the top of a folder or zip; "" if none is.

    Raises:
        Faulty: if there are several.
    """
    names = list(names)
    if TEXT in names:
        return TEXT
    found = ledgers(names)
    if len(found) > 1:
        raise Faulty([Diagnostic(SEVERAL_TEXTS, Location(place), {"names": tuple(found)})])
    return found[0] if found else ""
