"""A bag in a zip: stored as it is, under one folder, with nothing in the archive that could vary.

So the archive can be made again from what is in it, byte for byte; one that cannot has been packed
anew, or somebody has been at it where no file lies.
"""

from contextlib import AbstractContextManager
from pathlib import Path
from shutil import copyfileobj
from typing import IO, Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from civscore.evidence.packed import DAMAGED


class Archive:
    """A zip being written, everything in one folder."""

    def __init__(self, file: Any, top: str) -> None:
        self.zip = ZipFile(file, "w", ZIP_STORED)
        self._top = f"{top}/" if top else ""

    def put(self, name: str, size: int) -> AbstractContextManager[IO[bytes]]:
        """A file of it, to be written."""
        member = ZipInfo(f"{self._top}{name}")  # dated 1980, as a zip has to be dated
        member.create_system, member.external_attr = 3, 0o100644 << 16
        member.file_size = size
        return self.zip.open(member, "w")


def is_as_written(path: Path) -> bool:
    """Whether a zip has the very bytes it would have if its files were put into it again."""
    with ZipFile(path) as found, path.open("rb") as file:
        compared = _Compared(file)
        again = Archive(compared, "")
        try:
            with again.zip:
                for member in found.infolist():
                    size = member.file_size
                    with again.put(member.filename, size) as copy, found.open(member) as source:
                        copyfileobj(source, copy)
        except DAMAGED:
            return False
        return compared.is_same


class _Compared:
    """A file to be written that writes nothing: it looks whether the same stands in another."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._at = self._end = 0
        self._wrong: set[int] = set()  # where something else stands; heads are written twice

    @property
    def is_same(self) -> bool:
        """Whether all that was written stands in the other, and nothing more."""
        return not self._wrong and self._file.seek(0, 2) == self._end

    def write(self, content: bytes) -> int:
        """Compare the bytes at this place."""
        self._file.seek(self._at)
        if self._file.read(len(content)) == content:
            self._wrong.discard(self._at)
        else:
            self._wrong.add(self._at)
        self._at += len(content)
        self._end = max(self._end, self._at)
        return len(content)

    def seek(self, place: int, whence: int = 0) -> int:
        """Go to a place."""
        self._at = place + (0, self._at, self._end)[whence]
        return self._at

    def tell(self) -> int:
        """The place."""
        return self._at

    def flush(self) -> None:
        """Nothing waits to be written."""

    def seekable(self) -> bool:
        """Every place can be gone to."""
        return True
