"""Parquet: numbers as exact decimals, words by their places in a dictionary."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

import numpy as np

from civscore.cohorts.arrows import Strings
from civscore.cohorts.figures import Figures, Words
from civscore.cohorts.pieces import Column, Piece
from civscore.cohorts.results import is_number
from civscore.extras import wanted
from civscore.personal import masked, rough_pattern
from civscore.reports.results import Write
from civscore.reports.writing import replacing

ROWS: Final = 1 << 16
"""Of a row group, at least."""

PLACES: Final = (18, 6)
"""Digits in all, and after the point: a number of 64 bits."""


@contextmanager
def writing(names: Sequence[str], output: str | None) -> Iterator[Write]:
    """Columns of DECIMAL and of text.

    Raises:
        Faulty: if the file cannot be written.
    """
    arrow, parquet = wanted("pyarrow", "parquet"), wanted("pyarrow.parquet", "parquet")
    kinds = [_kind(name, arrow) for name in names]
    schema = arrow.schema(list(zip(names, kinds, strict=True)))
    options = {"store_schema": False, "store_decimal_as_integer": True}
    batches: list[Any] = []
    with replacing(output or "-") as file, parquet.ParquetWriter(file, schema, **options) as writer:

        def write(piece: Piece) -> None:
            columns = [
                _array(piece.columns.get(name), kind, piece.size)
                for name, kind in zip(names, kinds, strict=True)
            ]
            batches.append(arrow.record_batch(columns, schema=schema))
            if sum(map(len, batches)) >= ROWS:
                put()

        def put() -> None:
            writer.write_table(arrow.Table.from_batches(batches, schema))
            batches.clear()

        yield write
        put()


def _kind(name: str, arrow: Any) -> Any:
    """Ids and names are texts of their own; other texts are a few words."""
    if is_number(name):
        return arrow.decimal64(*PLACES)
    texts = arrow.string()
    return texts if name in {"id", "name"} else arrow.dictionary(arrow.int32(), texts)


def _array(column: Column | None, kind: Any, size: int) -> Any:
    arrow = wanted("pyarrow", "parquet")
    if column is None:
        return arrow.nulls(size, kind)
    if isinstance(column, Figures):
        units = arrow.array(np.ascontiguousarray(column.millionths), mask=column.missing)
        return arrow.Array.from_buffers(kind, size, units.buffers())
    if isinstance(column, Words):
        places = arrow.array(column.codes.astype(np.int32), mask=column.codes < 0)
        words = arrow.array([masked(one) for one in column.words], arrow.string())
        return arrow.DictionaryArray.from_arrays(places, words).cast(kind)
    if isinstance(column, Strings):
        return _masked(column.array)
    return arrow.array([masked(one) for one in column], kind)


def _masked(texts: Any) -> Any:
    """Texts with numbers of persons covered; only those are looked at that may hold one."""
    arrow, compute = wanted("pyarrow", "parquet"), wanted("pyarrow.compute", "parquet")
    places = np.flatnonzero(compute.match_substring_regex(texts, rough_pattern()))
    if not len(places):
        return texts
    found = texts.to_pylist()
    for place in places.tolist():
        found[place] = masked(found[place])
    return arrow.array(found, texts.type)
