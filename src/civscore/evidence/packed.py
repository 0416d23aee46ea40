"""The files of a bundle in a zip, read where they lie."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import AbstractContextManager
from struct import error as struct_error
from typing import IO, Final
from unicodedata import normalize
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as zlib_error

from civscore.diagnostics import Diagnostic, Faulty, Location, fault
from civscore.evidence.attachments import is_outward
from civscore.hashing import digest_of_file
from civscore.standard.document import LARGEST, TOO_BIG

BROKEN: Final = fault(
    "zip-broken",
    ("压缩包打不开：{because}", "the archive cannot be opened: {because}"),
    ("请重新压缩成 ZIP，不要只改扩展名", "make it anew as a ZIP"),
)
DAMAGED: Final = (
    *(BadZipFile, zlib_error, struct_error, EOFError),
    *(NotImplementedError, OSError, RuntimeError, ValueError),
)
"""Whatever reading a member of a damaged archive raises."""


class Packed:
    """The files of a zip, by name within the bundle."""

    def __init__(self, archive: ZipFile, members: Mapping[str, ZipInfo]) -> None:
        self._archive = archive
        self._members = members

    def content(self, name: str, place: str) -> bytes:
        """The bytes of the bundle's text.

        Raises:
            Faulty: if it is too big or damaged.
        """
        size = self._members[name].file_size
        if size > LARGEST:
            raise Faulty([Diagnostic(TOO_BIG, Location(place), {"size": size, "most": LARGEST})])
        try:
            return self._archive.read(self._members[name])
        except DAMAGED as error:
            raise Faulty([Diagnostic(BROKEN, Location(place), {"because": str(error)})]) from None

    def hold(self, name: str) -> bool:
        return not is_outward(name)

    def has(self, name: str) -> bool:
        return plain(name) in self._members

    def digest(self, name: str) -> str:
        if not self.has(name):
            raise FileNotFoundError(name)
        try:
            with self._archive.open(self._members[plain(name)]) as file:
                return digest_of_file(file)
        except DAMAGED:
            return ""

    def size(self, name: str) -> int:
        return self._members[plain(name)].file_size if self.has(name) else 0

    def head(self, name: str, size: int) -> bytes:
        try:
            with self._archive.open(self._members[plain(name)]) as file:
                return file.read(size)
        except (*DAMAGED, KeyError):
            return b""

    def names(self, tops: Collection[str]) -> Iterator[str]:
        return (name for name in sorted(self._members) if name.partition("/")[0] in tops)

    def everything(self) -> Iterator[str]:
        return iter(sorted(self._members))

    def open(self, name: str) -> AbstractContextManager[IO[bytes]]:
        if not self.has(name):
            raise FileNotFoundError(name)
        return self._archive.open(self._members[plain(name)])

    def under(self, folder: str) -> "Packed":
        """The files in a folder, which is written with its slash."""
        members = {name: one for name, one in self._members.items() if name.startswith(folder)}
        inner = {name.removeprefix(folder): one for name, one in members.items()}
        return Packed(self._archive, inner)


def plain(name: str) -> str:
    """A name as members are kept: in composed characters, without `./`."""
    return normalize("NFC", name).removeprefix("./")
