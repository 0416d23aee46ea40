"""What a Parquet file says of itself, told so that its decimals are read as the bytes they are.

Arrow makes a number of 128 bits of every decimal that is stored as bytes, which takes as long as
reading it twice. A footer in which those columns are no decimals leaves them alone; nothing else in
it is changed, and the file stays as it is.
"""

from collections.abc import Collection, Iterator
from os import SEEK_END
from pathlib import Path
from typing import Any, Final

from civscore.extras import wanted

_MAGIC: Final = b"PAR1"
_END: Final = 8
"""Bytes behind a footer: its size, and `PAR1`."""

_SCHEMA, _NAME, _SAYS_DECIMAL = 2, 4, (6, 7, 8, 10)
"""Fields of Thrift: the columns of a file; of one its name, and what makes a decimal of it."""

_BYTE, _DOUBLE, _BINARY, _LISTS, _STRUCT = 3, 7, 8, (9, 10), 12
_TRUTHS, _NUMBERS = (1, 2), (4, 5, 6)
_MANY: Final = 15
"""A list of so many, or more, says how many behind its kind."""


def as_bytes(path: Path, names: Collection[str]) -> Any:
    """The footer of a sound file, in which columns of these names are bytes.

    None where it holds what no writer is known to write.

    Raises:
        OSError: if it cannot be read.
    """
    with path.open("rb") as file:
        file.seek(-_END, SEEK_END)
        size = int.from_bytes(file.read(4), "little")
        file.seek(-_END - size, SEEK_END)
        footer = file.read(size)
    try:
        told = _without_decimals(footer, {name.encode() for name in names})
    except (IndexError, ValueError):
        return None
    content = b"".join([_MAGIC, told, len(told).to_bytes(4, "little"), _MAGIC])
    buffer = wanted("pyarrow", "parquet").BufferReader(content)
    return wanted("pyarrow.parquet", "parquet").read_metadata(buffer)


def _without_decimals(footer: bytes, names: Collection[bytes]) -> bytes:
    """The same footer, but for columns of these names."""
    whole = _Compact(footer)
    columns = _Compact(footer, next(at for number, _, at in whole.fields() if number == _SCHEMA))
    size, _ = columns.size()
    made = [footer[: columns.at]]
    for _ in range(size):
        begin, last, kept, name = columns.at, 0, list[bytes](), b""
        for number, kind, at in columns.fields():
            name = columns.text(at) if number == _NAME else name
            if number not in _SAYS_DECIMAL:
                kept += [bytes([number - last << 4 | kind]), footer[at : columns.at]]
                last = number
        made.append(b"".join([*kept, b"\0"]) if name in names else footer[begin : columns.at])
    return b"".join([*made, footer[whole.at :]])


class _Compact:
    """Values of Thrift's compact protocol one after another."""

    def __init__(self, content: bytes, at: int = 0) -> None:
        self._content, self.at = content, at

    def fields(self) -> Iterator[tuple[int, int, int]]:
        """The number and kind of each field of a struct, and where its value starts."""
        number = 0
        while head := self._byte():
            step = head >> 4
            number = number + step if step else _signed(self._varint())
            start = self.at
            self._skip(head & 15)
            yield number, head & 15, start

    def size(self) -> tuple[int, int]:
        """How many are in a list, and of what kind."""
        head = self._byte()
        return (self._varint() if head >> 4 == _MANY else head >> 4), head & 15

    def text(self, at: int) -> bytes:
        """The text that stands at a place."""
        own = _Compact(self._content, at)
        size = own._varint()
        return self._content[own.at : own.at + size]

    def _byte(self) -> int:
        self.at += 1
        return self._content[self.at - 1]

    def _varint(self) -> int:
        found = shift = 0
        while (one := self._byte()) & 0x80:
            found |= (one & 0x7F) << shift
            shift += 7
        return found | one << shift

    def _skip(self, kind: int) -> None:
        if kind in _NUMBERS:
            self._varint()
        elif kind == _BINARY:
            size = self._varint()
            self.at += size
        elif kind == _STRUCT:
            for _ in self.fields():
                pass
        elif kind in _LISTS:
            number, of = self.size()
            for _ in range(number):
                self._skip(_BYTE if of in _TRUTHS else of)
        elif kind in {_BYTE, _DOUBLE}:
            self.at += 1 if kind == _BYTE else 8
        elif kind not in _TRUTHS:
            raise ValueError(kind)


def _signed(zigzag: int) -> int:
    return zigzag >> 1 ^ -(zigzag & 1)
