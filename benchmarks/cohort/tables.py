"""The same communities in a Parquet file, written row group by row group."""

from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from making import FULL, LEVELS, TIERS, Column, columns
from peers import Judged

GROUP: Final = 1 << 16
"""Communities in a row group."""

DIFFERENT: Final = 4
"""So many row groups are made, and come again and again with other ids."""

DECIMAL: Final = pa.decimal128(4, 1)


def write_communities(file: Path, number: int, rows: int, *, unknown: float) -> None:
    """So many, for a standard of so many criteria; no more than a few row groups in memory."""
    made = [
        _arrays(columns(number, min(GROUP, rows), unknown=unknown, seed=seed))
        for seed in range(min(DIFFERENT, -(-rows // GROUP)))
    ]
    names = ("id", *made[0])
    with pq.ParquetWriter(file, _table(names, made[0], range(0)).schema) as writer:
        for at, start in enumerate(range(0, rows, GROUP)):
            group = _table(names, made[at % DIFFERENT], range(start, min(start + GROUP, rows)))
            writer.write_table(group, row_group_size=GROUP)


def _table(names: tuple[str, ...], made: dict[str, Any], numbers: range) -> Any:
    ids = pa.array([f"c{number:08}" for number in numbers], pa.string())
    return pa.table([ids, *(one.slice(0, len(numbers)) for one in made.values())], list(names))


def _arrays(made: Any) -> dict[str, Any]:
    return {name: _array(one) for name, one in made.items()}


def _array(one: Column) -> Any:
    """Yes or no, a whole number, tenths, or one of a few words."""
    missing = np.zeros(len(one.units), dtype=bool) if one.missing is None else one.missing
    if one.kind == "flag":
        return pa.array(one.units > 0, pa.bool_(), mask=missing)
    if one.kind == "level":
        codes = pa.array(one.units.astype(np.int8), pa.int8(), mask=missing)
        return pa.DictionaryArray.from_arrays(codes, pa.array(list(reversed(LEVELS))))
    if one.kind == "measure":
        wide = np.stack([one.units, one.units >> 63], axis=1)  # 128 bits, the lower half first
        valid = pa.array(~missing).buffers()[1]
        return pa.Array.from_buffers(DECIMAL, len(one.units), [valid, pa.py_buffer(wide)])
    return pa.array(one.units.astype(np.int32), pa.int32(), mask=missing)


def read_results(file: Path) -> Judged:
    """Totals and tiers in a result of civscore or of polars."""
    table = pq.read_table(file)
    if "total" in table.column_names:
        return Judged(table["total"].to_numpy(), [], table["tier"].to_numpy())
    names = pa.array(list(TIERS))
    tier = pc.fill_null(pc.index_in(table["tier"].cast(pa.string()), names), -1)
    total = pc.multiply(table["earned"], pa.scalar(FULL)).cast(pa.int64())
    return Judged(total.to_numpy(), [], tier.to_numpy())


def rows_in(file: Path) -> int:
    """How many rows a Parquet file has."""
    return int(pq.ParquetFile(file).metadata.num_rows)
