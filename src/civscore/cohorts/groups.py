"""The rows of a Parquet file, as many at a time as there is room for, whatever its row groups are.

A column chunk is read through a small buffer, and decoded no further than a part of the table goes.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import accumulate
from pathlib import Path
from typing import Any, Final

from civscore.cohorts.arrows import (
    LONGEST,
    Strings,
    cells_of,
    decimal_of,
    decimals_in,
    filled,
    texts_of,
)
from civscore.cohorts.cells import Cells
from civscore.cohorts.footers import as_bytes
from civscore.cohorts.headings import COLUMN_TYPE
from civscore.cohorts.ids import are_rising, suspects
from civscore.cohorts.overlap import ahead
from civscore.cohorts.parts import MOST_ROWS, Part, Texts
from civscore.cohorts.rows import BESIDE, plain
from civscore.diagnostics import Diagnostic, Faulty, Location, fault
from civscore.extras import wanted
from civscore.sentences import say
from civscore.standard.document import NOT_FOUND, TOO_BIG

NOT_PARQUET: Final = fault(
    "parquet-broken",
    ("这个 Parquet 文件读不下去：{because}", "this Parquet file cannot be read: {because}"),
    ("请重新导出", "export it once more"),
)
BUFFER: Final = 1 << 16
"""Bytes of a column chunk that are read ahead."""

BYTES, ROOM = 1 << 25, 1 << 27
"""As many are decoded at once, as the file has them and as columns, however few rows they are."""

FEW_IDS, IDS = 1 << 20, 1 << 24
"""Ids, and bytes of them, that are kept from when they are looked at to when rows are judged."""

MOST_BYTES, EACH = 1 << 26, 1 << 8
"""Bytes of a column in a row group, and for each of its rows."""


class Groups(Sequence[Sequence[Any]]):
    """The rows of a Parquet file; the row group that was asked for last is in memory.

    Raises:
        Faulty: if it is missing or broken, or a column holds more than one value in a cell.
    """

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise Faulty([Diagnostic(NOT_FOUND, Location(str(path)))])
        self._path, self._at, self._columns = path, -1, list[Any]()
        self._ids = dict[int, Any]()
        open_file = wanted("pyarrow.parquet", "parquet").ParquetFile
        with self._reading():
            first = open_file(path)
            if wrong := list(_wrong_types(first.schema_arrow, str(path))):
                raise Faulty(wrong)
            self._columns_there = tuple(first.schema_arrow.names)
            self.names = tuple(str(name).strip() for name in self._columns_there)
            options = {"buffer_size": BUFFER, "pre_buffer": False, "metadata": first.metadata}
            as_places = [one for one in self._columns_there if one.strip() not in BESIDE]
            self._source = open_file(path, read_dictionary=as_places, **options)
            self._quick, self._scales = self._source, dict[int, int]()
            scales = _stored_as_bytes(first)
            told = as_bytes(path, [self._columns_there[at] for at in scales]) if scales else None
            if told is not None:
                options["metadata"], self._scales = told, scales
                self._quick = open_file(path, read_dictionary=as_places, **options)
            about = first.metadata
            groups = [about.row_group(number) for number in range(about.num_row_groups)]
            self._check_sizes(groups)
            self.samples = dict(_samples(self.names, first.schema_arrow.types, groups))
        self._ends = list(accumulate(one.num_rows for one in groups))
        widest = max((one.total_byte_size // max(one.num_rows, 1) for one in groups), default=0)
        room = ROOM // max(1, sum(map(_width, first.schema_arrow.types)))
        self._rows_at_once = max(1, min(MOST_ROWS, room, BYTES // max(widest, 1)))

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def __getitem__(self, number: Any) -> Any:
        number = range(len(self))[number]
        group = bisect_right(self._ends, number)
        if group != self._at:
            with self._reading():
                read = self._source.read_row_group(group, use_threads=False)
            self._columns, self._at = read.columns, group
        place = number - (self._ends[group - 1] if group else 0)
        with self._reading():
            return [plain(one[place].as_py()) for one in self._columns]

    def column(self, at: int) -> Iterator[Any]:
        """The cells of one column, by its number."""
        return (plain(cell) for one in self._column(at) for cell in one.to_pylist())

    def suspects(self, at: int) -> Iterator[tuple[int, str]]:
        """Rows whose id, in a column, is empty or may be that of another row."""

        def batches() -> Iterator[Texts]:
            return map(texts_of, self._id_cells(at))

        return iter(()) if are_rising(batches()) else suspects(batches)

    def parts(self) -> Iterator[Part]:
        """The rows, some at a time."""
        start = 0
        for batch in ahead(self._whole_batches()):
            yield Batch(batch, start, self._scales)
            start += batch.num_rows

    def _id_cells(self, at: int) -> Iterator[Any]:
        """A column of ids, which stays until its rows are read, if that is not much."""
        if at in self._ids:
            yield from self._ids[at].chunks
            return
        kept, room = list[Any](), IDS if len(self) <= FEW_IDS else 0
        for ids in self._column(at):
            yield ids
            room -= ids.nbytes
            kept = [*kept, ids] if room >= 0 else []
        if kept and len(self.names) > 1:
            self._ids[at] = wanted("pyarrow", "parquet").chunked_array(kept)

    def _whole_batches(self) -> Iterator[Any]:
        """All columns; where the ids are there already, the others beside them."""
        others = [at for at in range(len(self.names)) if at not in self._ids]
        start = 0
        for batch in self._batches(self._quick, others, self._rows_at_once):
            size, whole = batch.num_rows, batch
            for at, ids in self._ids.items():
                own = ids.slice(start, size).combine_chunks()
                whole = whole.add_column(at, self._columns_there[at], own)
            yield whole
            start += size

    def _column(self, at: int) -> Iterator[Any]:
        return (batch.column(0) for batch in self._batches(self._source, [at], MOST_ROWS))

    def _batches(self, source: Any, columns: Sequence[int], size: int) -> Iterator[Any]:
        """Some columns, so many rows at a time."""
        names = [self._columns_there[at] for at in columns]
        with self._reading():
            for batch in source.iter_batches(size, columns=names, use_threads=False):
                _check_texts(batch)
                if batch.num_columns == len(names):
                    yield batch
                else:  # `a` is taken for the first part of `a.b`, too
                    yield batch.select([batch.schema.names.index(name) for name in names])

    def _check_sizes(self, groups: Sequence[Any]) -> None:
        """Whether no column is far larger than its rows can be."""
        for group in groups:
            most = MOST_BYTES + EACH * group.num_rows
            if group.total_byte_size <= most:
                continue
            for at in range(group.num_columns):
                size = group.column(at).total_uncompressed_size
                if size > most:
                    place = Location(str(self._path), 1, at + 1)
                    raise Faulty([Diagnostic(TOO_BIG, place, {"size": size, "most": most})])

    @contextmanager
    def _reading(self) -> Iterator[None]:
        errors = wanted("pyarrow", "parquet").ArrowException, OSError, UnicodeDecodeError
        try:
            yield
        except errors as error:
            because = {"because": str(error)}
            raise Faulty([Diagnostic(NOT_PARQUET, Location(str(self._path)), because)]) from None


class Batch(Part):
    """Rows as columns of Arrow; decimals may be in bytes, with so many places after the point."""

    def __init__(self, batch: Any, start: int, scales: Mapping[int, int]) -> None:
        super().__init__(start, batch.num_rows)
        self._batch, self._scales = batch, scales

    def row(self, place: int) -> Sequence[Any]:
        cells = [one[place].as_py() for one in self._batch.columns]
        for at, scale in self._scales.items():
            cells[at] = None if cells[at] is None else decimal_of(cells[at], scale)
        return list(map(plain, cells))

    def cells(self, at: int) -> Cells:
        column, scale = self._batch.column(at), self._scales.get(at)
        return cells_of(column) if scale is None else decimals_in(column, scale)

    def texts(self, at: int) -> Texts:
        return texts_of(self._batch.column(at))

    def named(self, names: Sequence[str]) -> dict[str, Texts]:
        if "name" in names:
            ids, called = (self.texts(names.index(one)) for one in ("id", "name"))
            if isinstance(ids, Strings) and isinstance(called, Strings):
                return {"id": ids, "name": filled(called, ids)}
        return super().named(names)


def _check_texts(batch: Any) -> None:
    """Whether all texts are UTF-8, which nobody has looked at yet.

    Raises:
        ArrowInvalid: if one is not.
    """
    types = wanted("pyarrow", "parquet").types
    for column in batch.columns:
        texts = column.dictionary if types.is_dictionary(column.type) else column
        if types.is_string(texts.type) or types.is_large_string(texts.type):
            texts.validate(full=True)


def _stored_as_bytes(file: Any) -> dict[int, int]:
    """Columns of decimals in few bytes each, by number, with their places after the point."""
    columns = [file.schema.column(number) for number in range(len(file.schema.names))]
    return {
        number: one.scale
        for number, one in enumerate(columns)
        if one.physical_type == "FIXED_LEN_BYTE_ARRAY"
        and one.converted_type == "DECIMAL"
        and one.length <= LONGEST
        and one.name.strip() not in BESIDE
    }


def _width(kind: Any) -> int:
    """Bytes of a cell as it is read, and as what is judged; whether there is one is another."""
    types = wanted("pyarrow", "parquet").types
    is_narrow = types.is_integer(kind) or types.is_boolean(kind)
    return kind.bit_width // 8 + 2 if is_narrow else _WIDE


_WIDE: Final = 24


def _samples(
    names: Sequence[str], kinds: Sequence[Any], groups: Sequence[Any]
) -> Iterator[tuple[str, tuple[Any, str]]]:
    """Of columns with a type and anything in them a cell they may have, and the type."""
    for at, (name, kind) in enumerate(zip(names, kinds, strict=True)):
        cell = _sample(kind)
        if cell and not all(_is_empty(one.column(at)) for one in groups):
            yield name, (cell, str(kind))


def _is_empty(chunk: Any) -> bool:
    """Whether a column chunk says of itself that nothing is in it."""
    said = chunk.statistics
    return said is not None and said.has_null_count and said.null_count == chunk.num_values


def _wrong_types(schema: Any, file: str) -> Iterator[Diagnostic]:
    for number, column in enumerate(schema):
        if _sample(column.type) is None:
            values = {"name": column.name, "type": str(column.type), "expected": _ONE_VALUE}
            yield Diagnostic(COLUMN_TYPE, Location(file, 1, number + 1), values)


_ONE_VALUE: Final = say(
    "请改成整数、小数、文字、是否或日期", "use whole numbers, decimals, texts, booleans or dates"
)


def _sample(kind: Any) -> Any:
    """A cell that a column of a type may have, "" where it may say anything; None for no cell."""
    types = wanted("pyarrow", "parquet").types
    kind = kind.value_type if types.is_dictionary(kind) else kind
    if types.is_integer(kind) or types.is_floating(kind) or types.is_decimal(kind):
        return 1
    if types.is_boolean(kind):
        return True
    if types.is_date(kind):
        return date(2026, 1, 1)
    is_text = types.is_string(kind) or types.is_large_string(kind) or types.is_null(kind)
    return "" if is_text else None
