"""Columns of Arrow → cells: numbers stay numbers, in the room in which they were read.

Whole numbers and decimals are taken as counts of their last decimal, texts as the places in the
dictionary they were read with, neither wider than they are; of any other kind each different cell
becomes an object once.
"""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any, Final, TypeAlias

import numpy as np

from civscore.cohorts.cells import Cells, Coded, Floating, Whole
from civscore.cohorts.columnar.columns import Array
from civscore.cohorts.rows import plain, text_of_cell
from civscore.extras import wanted

Arrow: TypeAlias = Any
"""An array of Arrow, of one piece."""

_DIGITS: Final = 18
"""Any number of so many digits is one of 64 bits."""


def cells_of(column: Arrow) -> Cells:
    """The cells of a column."""
    types, kind = wanted("pyarrow", "parquet").types, column.type
    if types.is_null(kind):
        return Coded(np.full(len(column), -1), ())
    if types.is_signed_integer(kind) or (types.is_integer(kind) and kind.bit_width < _WORD):
        return Whole(_numbers(column), 0, _missing(column))
    if types.is_decimal128(kind) and kind.precision <= _DIGITS and kind.scale >= 0:
        units = np.ascontiguousarray(_numbers(column, np.int64, 2)[::2])
        return Whole(units, kind.scale, _missing(column), is_decimal=True)
    if types.is_floating(kind):
        return Floating(column.to_numpy(zero_copy_only=False).astype(np.float64), plain)
    if types.is_boolean(kind):
        codes = truths_of(column).view(np.int8)
        return _told_empty(codes, (False, True), _missing(column))
    return _coded(column if types.is_dictionary(kind) else column.dictionary_encode())


_WORD: Final = 64


def decimals_in(column: Arrow, scale: int) -> Whole:
    """Decimals of so many places that are stored as bytes, the highest first."""
    size = column.type.byte_width
    start, buffer = column.offset * size, column.buffers()[1]
    letters = np.frombuffer(buffer, np.uint8)[start : start + len(column) * size]
    wide = 1 << (size - 1).bit_length()
    if wide > size:
        rows = letters.reshape(-1, size)
        letters = np.empty((len(column), wide), np.uint8)
        letters[:, wide - size :] = rows
        letters[:, : wide - size] = -(rows[:, :1] >> _SIGN)  # of a number below zero all bits
    units = letters.ravel().view(f">i{wide}").astype(f"=i{wide}")
    return Whole(units, scale, _missing(column), is_decimal=True)


def decimal_of(cell: bytes, scale: int) -> Decimal:
    """One of them."""
    return Decimal(int.from_bytes(cell, "big", signed=True)).scaleb(-scale)


LONGEST: Final = 8
"""Bytes of a number of 64 bits."""

_SIGN: Final = np.uint8(7)


def _coded(column: Arrow) -> Coded:
    codes = _numbers(column.indices)
    values = [plain(one) for one in column.dictionary.to_pylist()]
    if len(values) <= _FEW:
        codes = codes.astype(np.int8, copy=False)
    elif codes.dtype.kind != "i":
        codes = codes.astype(np.intp)
    return _told_empty(codes, values, _missing(column.indices))


def _told_empty(codes: Array, values: Sequence[Any], missing: Array | None) -> Coded:
    """Cells by their codes: -1 for an empty one, all bits are set whatever they are added to."""
    if missing is None:
        return Coded(codes, values, is_full=True)
    return Coded(codes | -missing.view(np.int8), values)


_FEW: Final = 2**7 - 1
"""So many places are one byte each, and -1."""


def _numbers(column: Arrow, kind: Any = None, times: int = 1) -> Array:
    """What stands in the memory of a column, also where a cell is empty."""
    kind = column.type.to_pandas_dtype() if kind is None else kind
    start, buffer = column.offset * times, column.buffers()[1]
    return np.frombuffer(buffer, kind)[start : start + len(column) * times]


def truths_of(column: Arrow) -> Array:
    """Which of the cells say yes, or hold anything."""
    return _bits(column.buffers()[1], column.offset, len(column))


def _missing(column: Arrow) -> Array | None:
    """Which cells are empty; None if none is."""
    if not column.null_count:
        return None
    return _bits(column.buffers()[0], column.offset, len(column), np.invert)


def _bits(
    buffer: Any, start: int, size: int, turned: Callable[[Array], Array] = np.asarray
) -> Array:
    bits = turned(np.frombuffer(buffer, np.uint8)[start // 8 : (start + size + 7) // 8])
    return np.unpackbits(bits, bitorder="little")[start % 8 : start % 8 + size].view(bool)


class Strings(Sequence[str]):
    """Texts in one piece of memory, none of them missing."""

    def __init__(self, array: Arrow) -> None:
        self.array = array

    def __len__(self) -> int:
        return len(self.array)

    def __getitem__(self, place: Any) -> Any:
        return self.array[place].as_py()

    def __iter__(self) -> Iterator[str]:
        return iter(self.array.to_pylist())

    def taken(self, places: Array) -> "Strings":
        """Some of them, by their places."""
        kind = wanted("pyarrow", "parquet").int64()
        return Strings(self.array.take(array_of(places.astype(np.int64, copy=False), kind)))

    def bytes(self) -> tuple[Array, Array]:
        """All of them one after another as bytes, and where each starts, and the last ends."""
        _, ends, content = self.array.buffers()
        ends = np.frombuffer(ends, np.int32)[self.array.offset :][: len(self) + 1]
        return np.frombuffer(content or b"\0", np.uint8), ends

    def sizes(self) -> Array:
        """How many bytes each has."""
        return np.diff(self.bytes()[1])

    def is_rising(self) -> bool:
        """Whether each is seen to be larger than the one before it, as all are of one size."""
        content, ends = self.bytes()
        size = int(ends[-1] - ends[0]) // max(len(self), 1)
        if not size or (np.diff(ends) != size).any():
            return False
        texts = content[ends[0] : ends[-1]].view(f"S{size}")
        return bool((texts[1:] > texts[:-1]).all())

    def digests(self) -> Array:
        """A number of 64 bits for each, the same for the same text; 0 for an empty one."""
        content, ends = self.bytes()
        starts, sizes = ends[:-1] - ends[0], np.diff(ends)
        padded = np.concatenate([content[ends[0] : ends[-1]], np.zeros(_EIGHT, np.uint8)])
        words = np.ndarray(len(padded) - _EIGHT + 1, "<u8", padded, strides=(1,))
        found = sizes.astype(np.uint64)
        for start in range(0, min(sizes.max(initial=0), _LONG), _EIGHT):
            left = sizes - start
            letters = words[np.minimum(starts + start, len(words) - 1)]
            mixed = (found ^ letters & _LETTERS[np.clip(left, 0, _EIGHT)]) * _TIMES
            mixed = (mixed ^ mixed >> _HALF) * _TIMES
            found = np.where(left > 0, mixed ^ mixed >> _HALF, found)
        for place in np.flatnonzero(sizes > _LONG).tolist():
            found[place] = hash(self[place]) & _WHOLE
        return found

    def digits(self) -> Array:
        """How many digits are in each, at most: what may be one in another script counts, too."""
        content, ends = self.bytes()
        found = np.zeros(ends[-1] - ends[0] + 1, np.int32)
        np.cumsum(_MAY_BE_DIGIT[content[ends[0] : ends[-1]]], out=found[1:])
        return np.diff(found[ends - ends[0]])

    def is_trim(self) -> bool:
        """Whether each is seen at once to have no blanks around: its ends are plain letters."""
        content, ends = self.bytes()
        if not (np.diff(ends) > 0).all():
            return False
        edges = np.concatenate([content[ends[:-1]], content[ends[1:] - 1]])
        return bool((edges - _FIRST < _PLAIN).all())


_STARTS: Final = [*b"0123456789", *range(0xC2, 0xE2), *range(0xEA, 256)]
_MAY_BE_DIGIT: Final = np.isin(np.arange(256), _STARTS)
"""By the first byte of a character in UTF-8; from U+2000 to U+9FFF there is none."""

_FIRST, _PLAIN = np.uint8(0x21), np.uint8(0x7F - 0x21)
"""Letters of ASCII from `!` on, that many: one subtraction, as those below are very large then."""

_LONG: Final = 64
_EIGHT: Final = 8
"""Letters that are read at once, as a number of 64 bits, wherever they stand."""

_LETTERS: Final = np.array([(1 << 8 * number) - 1 for number in range(_EIGHT + 1)], np.uint64)
"""The bits of so many letters."""

_TIMES, _HALF = np.uint64(0x9E3779B97F4A7C15), np.uint64(32)
_WHOLE: Final = 2**64 - 1


def texts_of(column: Arrow) -> Sequence[str]:
    """What the cells of a column say, without the blanks around."""
    arrow, kind = wanted("pyarrow", "parquet"), column.type
    types = arrow.types
    kind = kind.value_type if types.is_dictionary(kind) else kind
    if not (types.is_string(kind) or types.is_large_string(kind) or types.is_integer(kind)):
        return [text_of_cell(plain(one)) for one in column.to_pylist()]
    texts = column if column.type == arrow.string() else column.cast(arrow.string())
    if not texts.null_count and Strings(texts).is_trim():
        return Strings(texts)
    compute = wanted("pyarrow.compute", "parquet")
    return Strings(compute.utf8_trim_whitespace(compute.fill_null(texts, _empty())))


def filled(texts: Strings, others: Strings) -> Strings:
    """Texts, and others where they are empty."""
    compute = wanted("pyarrow.compute", "parquet")
    is_empty = compute.equal(texts.array, _empty())
    return Strings(compute.if_else(is_empty, others.array, texts.array))


def array_of(numbers: Array, kind: Arrow, missing: Array | None = None) -> Arrow:
    """Numbers as an array of Arrow, in the memory in which they are.

    `pyarrow.array` would ask pandas whether they are a column of it, which takes a fifth of a
    second to import.
    """
    arrow = wanted("pyarrow", "parquet")
    valid = None if missing is None else arrow.py_buffer(np.packbits(~missing, bitorder="little"))
    buffers = [valid, arrow.py_buffer(np.ascontiguousarray(numbers))]
    return arrow.Array.from_buffers(kind, len(numbers), buffers)


def strings_of(texts: Sequence[str]) -> Arrow:
    """Texts as an array of Arrow, likewise."""
    arrow = wanted("pyarrow", "parquet")
    content = [one.encode() for one in texts]
    ends = np.cumsum([0, *map(len, content)], dtype=np.int32)
    buffers = [None, arrow.py_buffer(ends), arrow.py_buffer(b"".join(content))]
    return arrow.Array.from_buffers(arrow.string(), len(texts), buffers)


def _empty() -> Any:
    return strings_of([""])[0]
