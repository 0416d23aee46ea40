"""A chunk of a table → the columns of the plan, each cell between its lowest and its highest.

What a cell means its kind of fact says: plain numbers are taken a column at a time, anything else
is read by the reader of that kind, each different cell once. Whatever that reader has anything to
say about, and whatever hangs on other facts, sets its row aside; rows set aside are judged one by
one, by the engine of one community, which then says what is wrong with them.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

import numpy as np

from civscore.cohorts.cells import Cells, Coded, Units, coded, units_in, without_blanks
from civscore.cohorts.columns import Array
from civscore.cohorts.recorded import Different, Plain, Recorded, Rows, rows_of
from civscore.cohorts.rows import SAID_BESIDE, Table, row_text, value_of_cell
from civscore.evidence.model import BundleHead
from civscore.evidence.reading import read_records
from civscore.exact import InexactError, check_size, scaled
from civscore.standard.facts import Fact, Times
from civscore.standard.plainly import Numbers
from civscore.standard.plan import Plan
from civscore.standard.rows import Column, Interval
from civscore.standard.standing import standing_values

Parts = Mapping[str, Interval]
"""Ends of columns by part of a fact; none where nothing is recorded."""

_HEAD: Final = BundleHead()
_FULL: Final = 2**62


class Spreader:
    """Reads chunks of tables for a plan, judged on a day."""

    def __init__(self, plan: Plan, as_of: date, period: tuple[date, date] | None) -> None:
        self.plan, self.times = plan, Times(as_of, period)
        self._read: dict[tuple[Any, ...], Parts | None] = {}

    def rows(self, cells: Mapping[str, Cells], size: int) -> tuple[Rows, Array]:
        """The rows of a chunk, and which of them are to be judged one by one."""
        columns: list[Recorded] = [_blank(one, size) for one in self.plan.columns]
        for name, number in standing_values(self.times.as_of).items():
            columns[self.plan.index[name]] = _same(number, size)
        aside = np.zeros(size, dtype=bool)
        by_fact: dict[str, dict[str, Cells]] = {}
        for name, column in cells.items():
            by_fact.setdefault(name.partition(".")[0], {})[name] = column
        for name, own in by_fact.items():
            for place, found in self._fact(name, own, aside).items():
                columns[place] = found
        return rows_of(columns, size), aside

    def _fact(self, name: str, own: Mapping[str, Cells], aside: Array) -> dict[int, Recorded]:
        """The columns of a fact by number; rows that cannot be told are set aside."""
        fact: Any = self.plan.standard.facts[name]
        numbers: Numbers | None = getattr(fact, "numbers", None)
        parts = {one.partition(".")[2] for one in own}
        if self._hangs_on_others(name, fact):
            for column in own.values():
                aside |= without_blanks(coded(column)).codes >= 0
            return {}
        if numbers is not None and parts <= set(numbers.scales):
            return self._numbers(name, numbers, own, aside)
        is_itemised = getattr(fact, "is_itemised", False) and not parts & {"", *SAID_BESIDE}
        groups = [{one: column} for one, column in own.items()] if is_itemised else [own]
        found: dict[int, Recorded] = {}
        for group in groups:
            found |= self._different(name, fact, group, aside)
        return found

    def _hangs_on_others(self, name: str, fact: Fact) -> bool:
        """Whether what is recorded of it means more or less by what else is recorded."""
        needs = fact.needs_period and self.times.period is None
        return needs or bool(fact.asked_day) or name in self.plan.draws

    def _numbers(
        self, name: str, numbers: Numbers, own: Mapping[str, Cells], aside: Array
    ) -> dict[int, Recorded]:
        found: dict[str, Units] = {}
        for part, scale in numbers.scales.items():
            full = f"{name}.{part}" if part else name
            column = self.plan.columns[self.plan.index[full]]
            if full in own:
                found[part] = units_in(own[full], scale, (column.low, column.high), number_in)
        aside |= _together(numbers, found)
        columns: dict[int, Recorded] = {}
        for part, units in found.items():
            place = self.plan.index[f"{name}.{part}" if part else name]
            columns[place] = _plain(units, self.plan.columns[place])
        return columns

    def _different(
        self, name: str, fact: Fact, own: Mapping[str, Cells], aside: Array
    ) -> dict[int, Recorded]:
        """Each different combination of cells, read once."""
        columns = [without_blanks(coded(one)) for one in own.values()]
        places, rows = _combined(columns)
        names = tuple(own)
        found = [self._parts(name, fact, names, cells) for cells in rows]
        faulty = np.array([*(one is None for one in found), False])  # last the empty cell
        if faulty.any():
            aside |= faulty[places]
        parts = {part for one in found if one for part in one}
        return {
            self.plan.index[f"{name}.{part}" if part else name]: self._column(
                name, part, found, places
            )
            for part in sorted(parts)
        }

    def _column(
        self, name: str, part: str, found: Sequence[Parts | None], places: Array
    ) -> Recorded:
        column = self.plan.columns[self.plan.index[f"{name}.{part}" if part else name]]
        unknown = column.low, column.high
        ends = [(one or {}).get(part, unknown) for one in (*found, None)]
        lows, highs = np.array(ends, dtype=np.int64).T
        return Different(places, lows, highs, unknown)

    def _parts(
        self, name: str, fact: Fact, names: tuple[str, ...], cells: tuple[Any, ...]
    ) -> Parts | None:
        """What these cells of a fact reduce to; None where there is anything to be said of them."""
        key = (name, names, tuple((type(cell), str(cell)) for cell in cells))
        if key not in self._read:
            self._read[key] = self._reduced(name, fact, names, cells)
        return self._read[key]

    def _reduced(
        self, name: str, fact: Fact, names: tuple[str, ...], cells: tuple[Any, ...]
    ) -> Parts | None:
        document = row_text(Table("", names, (cells,)), self.plan, 0, {})
        entry = document.entry("facts")
        records = read_records(document.data["facts"], entry, self.plan, _HEAD)
        for planned in self.plan.criteria:
            planned.criterion.way.check_records(records, entry)
        if document.diagnostics:
            return None
        if name not in records:
            return {}
        return dict(fact.reduce(fact.counting(records[name], self.times), self.times))


def number_in(value: Any, scale: int) -> int | None:
    """A cell as a count of 1/scale; None if it is no such number."""
    number = value_of_cell(value)
    if isinstance(number, bool) or not isinstance(number, int | Decimal):
        return None
    try:
        units = scaled(check_size(Decimal(number)), scale)
    except InexactError:
        return None
    return units if abs(units) < _FULL else None


def _together(numbers: Numbers, found: Mapping[str, Units]) -> Any:
    """Rows in which parts are faulty, lack another part, or do not go with it."""
    several = list(found.values())
    size = len(several[0].units)
    aside = np.zeros(size, dtype=bool)
    for one in several:
        if one.faulty is not None:
            aside |= one.faulty
    none = np.zeros(size, dtype=bool)
    missing = [none if one.missing is None else one.missing for one in several]
    if len(found) < len(numbers.scales):
        return aside | ~np.logical_and.reduce(missing)
    if len(found) > 1 and any(one is not none for one in missing):
        aside |= np.logical_or.reduce(missing) & ~np.logical_and.reduce(missing)
    if numbers.agree is not None:
        is_right = numbers.agree({part: one.units for part, one in found.items()})
        if not np.all(is_right):
            aside |= ~(is_right | np.logical_or.reduce(missing))
    return aside


def _plain(units: Units, column: Column) -> Recorded:
    return Plain(units.units, units.missing, (column.low, column.high))


def _blank(column: Column, size: int) -> Recorded:
    """A column of which nothing is recorded."""
    units, missing = np.broadcast_to(np.int64(column.low), size), np.broadcast_to(True, size)  # noqa: FBT003
    return Plain(units, missing if size else None, (column.low, column.high))


def _same(number: int, size: int) -> Recorded:
    return Plain(np.broadcast_to(np.int64(number), size), None, (number, number))


def _combined(columns: Sequence[Coded]) -> tuple[Array, list[tuple[Any, ...]]]:
    """The different combinations of cells, and which of them stands in each row."""
    if len(columns) == 1:
        return columns[0].codes, [(one,) for one in columns[0].values]  # -1 is an empty cell
    places = columns[0].codes
    rows: list[tuple[int, ...]] = [*((one,) for one in range(len(columns[0].values))), (-1,)]
    places = np.where(places < 0, len(rows) - 1, places)
    for column in columns[1:]:
        size = len(column.values) + 1
        both = places * size + column.codes + 1
        kept, places = np.unique(both, return_inverse=True)
        rows = [(*rows[one // size], one % size - 1) for one in kept.tolist()]
    cells = [
        tuple(
            None if code < 0 else column.values[code]
            for code, column in zip(row, columns, strict=True)
        )
        for row in rows
    ]
    return places, cells
