"""A CSV file as rows that are read as they are asked for, in UTF-8 or GBK.

Nothing of it is kept but where it lies, however long it is. It is read once to see whether it is
sound, and once more to judge its rows.
"""

from codecs import getincrementaldecoder
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BufferedReader, BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any, Final

from civscore.cohorts.ids import suspects
from civscore.cohorts.parts import LISTED, Listed, Part, Texts, rows_at_once
from civscore.diagnostics import Diagnostic, Faulty, Location
from civscore.evidence.lines import LineReader
from civscore.standard.document import LARGEST, NOT_UTF8, TOO_BIG, not_readable, read_bytes

_BLOCK: Final = 1 << 20
CHARACTERS: Final = 1 << 23
"""As many are read at once, however few cells they are."""


class Stream(Sequence[Sequence[str]]):
    """The rows of a CSV file, in order as often as somebody wants."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._content = None if path.is_file() else read_bytes(path)  # a pipe is read once
        self._encoding = self._found_encoding()
        self._count: int | None = None
        self._held: Sequence[Sequence[str]] | None = None
        self._ahead: Iterator[Sequence[str]] = iter(())
        self._at: int | None = None  # the number of the row that was read last
        self._row: Sequence[str] = ()
        with self._reading() as reader:
            self.names = reader.names

    def __len__(self) -> int:
        if self._count is None:
            self._count = sum(1 for _ in self._each())
        return self._count

    def __getitem__(self, number: Any) -> Any:
        """Rows by their numbers: in order they are read, else all of them are kept.

        Raises:
            Faulty: if it is too big for that.
        """
        if self._held is None and number == 0:
            self._ahead, self._at = self._each(), -1
        if self._held is None and self._at is not None and number == self._at + 1:
            row = next(self._ahead, None)
            if row is None:
                raise IndexError(number)
            self._at, self._row = number, row
        return self._row if number == self._at else self.held()[number]

    def held(self) -> Sequence[Sequence[str]]:
        """All rows.

        Raises:
            Faulty: if it is too big to be kept.
        """
        if self._held is None:
            size = self._path.stat().st_size
            if size > LARGEST:
                values = {"size": size, "most": LARGEST}
                raise Faulty([Diagnostic(TOO_BIG, Location(str(self._path)), values)])
            self._held = list(self._each())
        return self._held

    def _each(self) -> Iterator[Sequence[str]]:
        with self._reading() as reader:
            yield from reader

    def suspects(self, at: int) -> Iterator[tuple[int, str]]:
        """Rows whose id, in a column, is empty or may be that of another row."""
        return suspects(lambda: self._ids(at))

    def parts(self) -> Iterator[Part]:
        """The rows, some at a time."""
        start, rows = 0, list[Sequence[str]]()
        with self._reading() as reader:
            most, until = rows_at_once(len(self.names), LISTED), reader.taken + CHARACTERS
            for row in reader:
                rows.append(row)
                if len(rows) == most or reader.taken > until:
                    yield Listed(rows, start)
                    start, rows, until = start + len(rows), [], reader.taken + CHARACTERS
        if rows:
            yield Listed(rows, start)

    def _ids(self, at: int) -> Iterator[Texts]:
        count, texts = 0, list[str]()
        for row in self._each():
            texts.append(row[at].strip())
            if len(texts) == _IDS:
                count += len(texts)
                yield texts
                texts = []
        self._count = count + len(texts)
        yield texts

    @contextmanager
    def _reading(self) -> Iterator[LineReader]:
        with TextIOWrapper(self._opened(), self._encoding, newline="") as text:
            yield LineReader(text, str(self._path))

    def _opened(self) -> BufferedReader | BytesIO:
        if self._content is not None:
            return BytesIO(self._content)
        try:
            return self._path.open("rb")
        except OSError as error:
            raise not_readable(self._path, error) from None

    def _found_encoding(self) -> str:
        for encoding in ("utf-8-sig", "gb18030"):
            decoder = getincrementaldecoder(encoding)()
            try:
                with self._opened() as file:
                    while block := file.read(_BLOCK):
                        decoder.decode(block)
                decoder.decode(b"", final=True)
            except UnicodeDecodeError:
                continue
            return encoding
        raise Faulty([Diagnostic(NOT_UTF8, Location(str(self._path)), {"guess": ""})])


_IDS: Final = 1 << 16
