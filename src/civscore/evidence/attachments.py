"""The files a bundle's text speaks of, wherever they lie: beside it, or with it in a zip.

A name in the text is relative to the bundle and stays inside it, with every symbolic link followed.
"""

import os
import re
from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO, Final, Protocol

from civscore.diagnostics import fault
from civscore.hashing import digest_of_file
from civscore.standard.document import LARGEST, NOT_FOUND, TOO_BIG, Entry

PATH_OUTSIDE: Final = fault(
    "path-outside",
    ("“{file}”不在佐证包文件夹之内", "“{file}” lies outside the bundle's folder"),
    ("请把文件放进文件夹，写相对路径", "put the file inside and write a relative path"),
    why=(
        "佐证包要能整个移交，也不应读到别处的文件",
        "a bundle travels as one folder, and nothing outside it is ever read",
    ),
)

_OUTWARD: Final = re.compile(r"[/\\]|[A-Za-z]:|(.*[/\\])?\.\.([/\\]|$)|.*\0", re.DOTALL)
"""From a root or drive, upwards, or no name at all: on this system or on the others."""

_CLUTTER: Final = re.compile(
    r"(.*/)?(__MACOSX/.*|\.DS_Store|\._[^/]*|Thumbs\.db|ehthumbs\.db|desktop\.ini|~\$[^/]*)",
    re.IGNORECASE | re.DOTALL,
)


def is_outward(name: str) -> bool:
    """Whether a name leads out of wherever it is read from."""
    return _OUTWARD.match(name) is not None


def is_clutter(name: str) -> bool:
    """Whether it is what systems and offices leave lying about, and nobody's evidence."""
    return _CLUTTER.fullmatch(name) is not None


class Attachments(Protocol):
    """The files of a bundle, by their names relative to it."""

    def hold(self, name: str) -> bool:
        """Whether a name as it is written in the bundle stays inside it."""

    def has(self, name: str) -> bool:
        """Whether there is such a file, and it can be read."""

    def digest(self, name: str) -> str:
        """SHA-256 of a file, in hexadecimal; "" where it is damaged.

        Raises:
            OSError: if it is not there.
        """

    def size(self, name: str) -> int:
        """Bytes of a file; 0 where it is not there."""

    def head(self, name: str, size: int) -> bytes:
        """The first bytes of a file; none where it cannot be read."""

    def names(self, tops: Collection[str]) -> Iterator[str]:
        """Every file inside these folders at the top, in order."""

    def everything(self) -> Iterator[str]:
        """Every file there is, in order, and whatever else stands where a file could."""

    def open(self, name: str) -> AbstractContextManager[IO[bytes]]:
        """A file to be read.

        Raises:
            OSError: if it is not there.
        """


class Beside:
    """Files in the folder of a bundle's text. Where its own folders lead is looked up once each."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._inside = folder.resolve()
        self._known: dict[str, bool] = {}

    def hold(self, name: str) -> bool:
        if is_outward(name):
            return False
        parent, _, last = name.rpartition("/")
        if parent not in self._known:
            self._known[parent] = self._leads_inside(parent)
        is_plain = last not in {"", "."} and not (self._inside / name).is_symlink()
        return self._known[parent] and (is_plain or self._leads_inside(name))

    def _leads_inside(self, name: str) -> bool:
        try:
            return Path(os.path.realpath(self._inside / name)).is_relative_to(self._inside)
        except OSError:
            return False

    def has(self, name: str) -> bool:
        try:
            with self.open(name):
                return True
        except OSError:
            return False

    def digest(self, name: str) -> str:
        with self.open(name) as file:
            return digest_of_file(file)

    def size(self, name: str) -> int:
        try:
            return (self.folder / name).stat().st_size
        except OSError:
            return 0

    def head(self, name: str, size: int) -> bytes:
        try:
            with self.open(name) as file:
                return file.read(size)
        except OSError:
            return b""

    def names(self, tops: Collection[str]) -> Iterator[str]:
        for top in sorted(tops):
            for place, folders, files in os.walk(self.folder / top):
                folders.sort()
                inside = Path(place).relative_to(self.folder)
                yield from ((inside / name).as_posix() for name in sorted(files))

    def everything(self) -> Iterator[str]:
        for place, folders, files in os.walk(self.folder):
            inside = Path(place).relative_to(self.folder)
            links = [name for name in folders if (Path(place) / name).is_symlink()]
            folders.sort()
            yield from ((inside / name).as_posix() for name in sorted([*files, *links]))

    def open(self, name: str) -> AbstractContextManager[IO[bytes]]:
        path = self.folder / name
        if not path.is_file():  # opening a pipe waits for somebody to write to it
            raise FileNotFoundError(2, name)
        return path.open("rb")


def content_of(name: str, entry: Entry, files: Attachments) -> tuple[bytes | None, str]:
    """The bytes of a file that a text names at an entry, and how the file is called in faults.

    None where it leads outside, is not there or is too big, which the entry then knows.
    """
    shown = str(Path(entry.document.file).parent / name)
    if not files.hold(name):
        entry.report(PATH_OUTSIDE, file=name)
    elif not files.has(name):
        entry.report(NOT_FOUND)
    else:
        content = files.head(name, LARGEST + 1)
        if len(content) <= LARGEST:
            return content, shown
        entry.report(TOO_BIG, size=f"{LARGEST}+", most=LARGEST)
    return None, shown
