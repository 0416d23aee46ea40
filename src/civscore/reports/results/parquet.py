"""Parquet: numbers as exact decimals, some thousand rows at a time."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any, Final

from civscore.cohorts.results import Cells
from civscore.extras import wanted
from civscore.personal import masked
from civscore.reports.results import is_number
from civscore.reports.writing import replacing

ROWS: Final = 20_000
PLACES: Final = (20, 6)
"""Digits in all, and after the point."""


def write(lines: Iterable[Cells], names: Sequence[str], output: str | None) -> None:
    """The lines as DECIMAL and text columns.

    Raises:
        Faulty: if the file cannot be written.
    """
    arrow, parquet = wanted("pyarrow", "parquet"), wanted("pyarrow.parquet", "parquet")
    kinds = [arrow.decimal128(*PLACES) if is_number(one) else arrow.string() for one in names]
    schema = arrow.schema(list(zip(names, kinds, strict=True)))
    with replacing(output or "-") as file, parquet.ParquetWriter(file, schema) as writer:
        for some in _parts(iter(lines)):
            columns = [
                arrow.array([_cell(one.get(name)) for one in some], kind)
                for name, kind in zip(names, kinds, strict=True)
            ]
            writer.write_table(arrow.Table.from_arrays(columns, schema=schema))


def _cell(value: Decimal | str | None) -> Any:
    return masked(value) if isinstance(value, str) else value


def _parts(lines: Iterator[Cells]) -> Iterator[list[Cells]]:
    while some := list(islice(lines, ROWS)):
        yield some
