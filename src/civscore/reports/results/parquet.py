"""Parquet: numbers as exact decimals, words by their places in a dictionary."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

import numpy as np

from civscore.cohorts.arrows import Strings, array_of, strings_of, truths_of
from civscore.cohorts.columnar.figures import Figures, Words
from civscore.cohorts.overlap import behind
from civscore.cohorts.pieces import Column, Piece
from civscore.cohorts.results import is_number
from civscore.extras import wanted
from civscore.personal import FEWEST, FEWEST_PLAIN, masked, rough_pattern
from civscore.reports.results import Write
from civscore.reports.writing import replacing

ROWS: Final = 1 << 17
"""Of a row group, at least: what is told of each stays in memory until the file is closed."""

AT_ONCE: Final = 1 << 14
"""Cells of a column that are encoded between two looks at how long its page is."""

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
    few = [name for name in names if name not in _OWN]  # others are nearly all different
    options = {"store_schema": False, "store_decimal_as_integer": True, "use_dictionary": few}
    options |= {"write_batch_size": AT_ONCE}
    batches: list[Any] = []
    with (
        replacing(output or "-") as file,
        parquet.ParquetWriter(file, schema, **options) as writer,
        behind() as later,
    ):

        def write(piece: Piece) -> None:
            columns = [piece.columns.get(name) for name in names]
            made: dict[tuple[int, Any], Any] = {}  # who has no name is called by the id
            for column, kind in zip(columns, kinds, strict=True):
                if (id(column), kind) not in made:
                    made[id(column), kind] = _array(column, kind, piece.size)
            arrays = [made[id(one), kind] for one, kind in zip(columns, kinds, strict=True)]
            batches.append(arrow.record_batch(arrays, schema=schema))
            if sum(map(len, batches)) >= ROWS:
                put()

        def put() -> None:
            table = arrow.Table.from_batches(batches, schema)
            later(lambda: writer.write_table(table))
            batches.clear()

        yield write
        put()


def _kind(name: str, arrow: Any) -> Any:
    """Ids and names are texts of their own; other texts are a few words."""
    if is_number(name):
        return arrow.decimal64(*PLACES)
    texts = arrow.string()
    return texts if name in _OWN else arrow.dictionary(arrow.int32(), texts)


_OWN: Final = ("id", "name")


def _array(column: Column | None, kind: Any, size: int) -> Any:
    arrow = wanted("pyarrow", "parquet")
    if column is None:
        return arrow.nulls(size, kind)
    if isinstance(column, Figures):
        return array_of(column.millionths, kind, column.missing)
    if isinstance(column, Words):
        codes = column.codes.astype(np.int32)
        words = strings_of([masked(one) for one in column.words])
        found = arrow.DictionaryArray.from_arrays(array_of(codes, arrow.int32(), codes < 0), words)
        return found if found.type == kind else found.cast(kind)
    if isinstance(column, Strings):
        return _masked(column)
    return arrow.array([masked(one) for one in column], kind)


def _masked(texts: Strings) -> Any:
    """Texts with numbers of persons covered; only those are looked at that may hold one."""
    content, _ = texts.bytes()
    is_plain = content.max(initial=0) < _ASCII
    fewest = FEWEST_PLAIN if is_plain else FEWEST
    if texts.sizes().max(initial=0) < fewest:
        return texts.array
    places = np.flatnonzero(texts.digits() >= fewest)
    if not len(places):
        return texts.array
    compute = wanted("pyarrow.compute", "parquet")
    some = texts if len(places) == len(texts) else texts.taken(places)
    places = places[truths_of(compute.match_substring_regex(some.array, rough_pattern()))]
    if not len(places):
        return texts.array
    found = list(texts)
    for place in places.tolist():
        found[place] = masked(found[place])
    return strings_of(found)


_ASCII: Final = 0x80
