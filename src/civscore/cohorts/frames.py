"""pandas in, pandas out."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final, TypeAlias

import numpy as np
import pandas as pd

from civscore.cohorts.cells import cells_in
from civscore.cohorts.columnar.chunks import CHUNK, Judged, Judging, in_lines
from civscore.cohorts.columnar.figures import shown_as_cells
from civscore.cohorts.judging import check_table, judge_in
from civscore.cohorts.results import names_of
from civscore.cohorts.rows import BESIDE, Table, text_of_cell
from civscore.cohorts.standing import asks_of
from civscore.cohorts.telling import Told
from civscore.cohorts.together import standing_by, told_in_rounds
from civscore.diagnostics import Diagnostic, Faulty
from civscore.standard.plan import Plan

When: TypeAlias = tuple[date, tuple[date, date] | None]
"""The day communities are judged from, and the period."""


def score_frame(
    standard: Plan,
    frame: Any,
    *,
    as_of: date,
    period: tuple[date, date] | None = None,
    criteria: bool = False,
    faults: list[Diagnostic] | None = None,
) -> Any:
    """A frame with one row for each community, judged by a standard on a day.

    Columns of `frame` are `id`, `name` and facts (`meetings`) or parts of facts
    (`attendance.count`); a missing cell is a fact that is not recorded, what is recorded counts as
    proven. The result has the index of the frame; numbers are `Decimal`, exact.

    Rows that cannot be read are set aside if `faults` is a list, to which all that is wrong with
    them is added. A `Location` counts rows from line 2; the names of the columns are line 1.

    Raises:
        Faulty: if columns or ids are wrong; if rows are and `faults` is not given.
    """
    when = as_of, period
    if hasattr(frame, "to_delayed"):
        from civscore.cohorts.dask import score_partitions

        return score_partitions(standard, frame, when, criteria=criteria, faults=faults)
    table, asks = table_of(frame), asks_of(standard)
    check_table(table, asks)
    told = None
    if asks.is_any:
        told = told_in_rounds(asks, len(frame), standing_by(asks, judge_in(table, asks, *when)))
    found, wrong = judge_frame(standard, frame, when, told, criteria=criteria)
    if wrong and faults is None:
        raise Faulty(wrong)
    if faults is not None:
        faults.extend(wrong)
    return found


def table_of(frame: Any) -> Table:
    """A frame as a table that is read cell by cell."""
    return Table("frame", tuple(str(name) for name in frame.columns), _Lines(frame))


def judge_frame(
    plan: Plan, frame: Any, when: When, told: Sequence[Told] | None, *, criteria: bool
) -> tuple[Any, list[Diagnostic]]:
    """The communities of a frame, with what each is told, and what is wrong with the others.

    Names and ids are taken to be right.
    """
    chunks = list(_judged(plan, frame, when, told, criteria=criteria))
    lines = {number: one for chunk in chunks for number, one in chunk.lines.items()}
    dropped = {number: one for number, one in lines.items() if one.assessment is None}
    kept = np.ones(len(frame), dtype=bool)
    kept[list(dropped)] = False
    names = names_of(plan, criteria=criteria)
    block = _block(frame, chunks, names)
    if dropped:
        block = block[:, kept]
    every = ("id", "name", *names)
    judged = pd.DataFrame(block.T, frame.index[kept], every, dtype=object, copy=False)
    return judged, [fault for one in dropped.values() for fault in one.faults]


def _judged(
    plan: Plan, frame: Any, when: When, told: Sequence[Told] | None, *, criteria: bool
) -> Iterator[Judged]:
    """Chunk by chunk; where communities are compared, all of them one by one."""
    table = table_of(frame)
    if told is not None:
        judge = judge_in(table, asks_of(plan), *when)
        lines = {number: judge(number, told[number]) for number in range(len(frame))}
        yield in_lines(plan, lines, criteria=criteria)
        return
    judging = Judging(plan, *when, criteria=criteria)
    for start in range(0, len(frame), CHUNK):
        own = frame.iloc[start : start + CHUNK]
        cells = {
            name: cells_in(own.iloc[:, at])
            for at, name in enumerate(table.names)
            if name not in BESIDE
        }
        yield judging.judged(table, cells, len(own), start)


def _block(frame: Any, chunks: Sequence[Judged], names: Sequence[str]) -> Any:
    """Id, name and all cells in one block, which is what a frame of objects is made of."""
    block = np.empty((len(names) + 2, len(frame)), dtype=object)
    block[0] = texts_of(frame, "id")
    block[1] = texts_of(frame, "name") if "name" in frame.columns else block[0]
    block[1] = np.where(block[1] == "", block[0], block[1])
    start = 0
    for chunk in chunks:
        found = [shown_as_cells(chunk.columns[name]) for name in names]
        block[2:, start : start + len(found[0])] = found
        start += len(found[0])
    return block


def texts_of(frame: Any, name: str) -> Any:
    """What the cells of a column say, without blanks around."""
    texts = np.empty(len(frame), dtype=object)
    texts[:] = [text_of_cell(one) for one in _cells(frame[name])]
    return texts


def _cells(column: Any) -> list[Any]:
    """The cells of a column, None for an empty one."""
    return column.astype(object).where(column.notna(), None).tolist()  # type: ignore[no-any-return]


class _Lines(Sequence[Sequence[Any]]):
    """The rows of a frame, put together some at a time when one of them is asked for."""

    def __init__(self, frame: Any) -> None:
        self._frame = frame
        self._block, self._rows = -1, list[Sequence[Any]]()

    def __len__(self) -> int:
        return len(self._frame)

    def column(self, at: int) -> Iterator[Any]:
        """The cells of one column, by its number."""
        return iter(_cells(self._frame.iloc[:, at]))

    def __getitem__(self, number: Any) -> Any:
        block, place = divmod(range(len(self))[number], _AT_ONCE)
        if block != self._block:
            rows = self._frame.iloc[block * _AT_ONCE : (block + 1) * _AT_ONCE]
            self._rows = rows.astype(object).where(rows.notna(), None).to_numpy().tolist()
            self._block = block
        return self._rows[place]


_AT_ONCE: Final = 256
