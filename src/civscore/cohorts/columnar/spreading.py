"""A chunk of a table → the columns of the plan, each cell between its lowest and its highest.

What a cell means its kind of fact says: plain numbers are taken a column at a time, anything else
is read by the reader of that kind, each different cell once. Whatever that reader has anything to
say about, and whatever hangs on other facts, sets its row aside; rows set aside are judged one by
one, by the engine of one community, which then says what is wrong with them.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np

from civscore.cohorts.cells import Cells, Coded, Units, coded, units_in, within, without_blanks
from civscore.cohorts.columnar.columns import Array, ranked
from civscore.cohorts.columnar.recorded import (
    Different,
    Meaning,
    Plain,
    Recorded,
    Rows,
    Same,
    rows_of,
)
from civscore.cohorts.rows import SAID_BESIDE, TOLD, Table, row_text, text_of_cell, value_of_cell
from civscore.evidence.model import BundleHead
from civscore.evidence.reading import read_records
from civscore.exact import InexactError, check_size, scaled
from civscore.standard.facts import MOST, Fact, Times
from civscore.standard.plainly import Numbers
from civscore.standard.plan import Plan
from civscore.standard.rows import Interval
from civscore.standard.standing import standing_values
from civscore.values import Value

Parts = Mapping[str, Interval]
"""Ends of columns by part of a fact; none where nothing is recorded."""

Placed: TypeAlias = tuple[int, Recorded]
"""The number of a column of the plan, and what is recorded in it."""

_HEAD: Final = BundleHead()
_FULL: Final = 2**62


class Group(Value):
    """Columns of a table that say something together: the parts of a fact, or one of its items."""

    fact: str
    kind: Fact
    names: tuple[str, ...]
    hangs: bool
    """Whether what they say hangs on other facts."""

    numbers: Numbers | None = None
    """What numbers they are, if they are plain numbers."""


class Said(NamedTuple):
    """What different cells mean: those that are faulty, and the others by column of the plan."""

    key: tuple[Any, ...]
    faulty: Array | None
    columns: Sequence[tuple[int, Meaning]]


class Spreader:
    """Reads chunks of tables for a plan, judged on a day."""

    def __init__(self, plan: Plan, as_of: date, period: tuple[date, date] | None) -> None:
        self.plan, self.times = plan, Times(as_of, period)
        self._ends = [(one.low, one.high) for one in plan.columns]
        self._groups: dict[tuple[str, ...], list[Group]] = {}
        self._said: dict[tuple[str, ...], Said] = {}
        self._read: dict[tuple[Any, ...], Parts | None] = {}

    def rows(self, cells: Mapping[str, Cells], size: int) -> tuple[Rows, Array]:
        """The rows of a chunk, and which of them are to be judged one by one."""
        columns: list[Recorded] = [Same(ends, size, ends) for ends in self._ends]
        for name, number in standing_values(self.times.as_of).items():
            columns[self.plan.index[name]] = Same((number, number), size, (number, number))
        aside = np.zeros(size, dtype=bool)
        names = tuple(cells)
        if names not in self._groups:
            self._groups[names] = list(self._grouped(names))
        for group in self._groups[names]:
            own = [cells[name] for name in group.names]
            if group.hangs:
                for one in own:
                    aside |= without_blanks(coded(one)).codes >= 0
                continue
            found = self._different if group.numbers is None else self._numbers
            for place, column in found(group, own, aside):
                columns[place] = column
        return rows_of(columns, size), aside

    def _grouped(self, names: Sequence[str]) -> Iterator["Group"]:
        """The columns of a table that are read together, and how."""
        by_fact: dict[str, list[str]] = {}
        for name in names:
            by_fact.setdefault(name.partition(".")[0], []).append(name)
        for fact, own in by_fact.items():
            kind: Any = self.plan.standard.facts[fact]
            numbers: Numbers | None = getattr(kind, "numbers", None)
            parts = {one.partition(".")[2] for one in own}
            hangs = self._hangs_on_others(fact, kind)
            if numbers is not None and parts <= set(numbers.scales):
                yield Group(fact, kind, tuple(own), hangs, numbers)
            elif getattr(kind, "is_itemised", False) and not parts & {"", *SAID_BESIDE}:
                yield from (Group(fact, kind, (one,), hangs) for one in own)
            else:
                yield Group(fact, kind, tuple(own), hangs)

    def _hangs_on_others(self, name: str, fact: Fact) -> bool:
        """Whether what is recorded of it means more or less by what else is recorded."""
        needs = fact.needs_period and self.times.period is None
        return needs or bool(fact.asked_day) or name in self.plan.draws

    def _numbers(self, group: "Group", own: Sequence[Cells], aside: Array) -> Iterator[Placed]:
        """Plain numbers, and where there are none."""
        numbers: Any = group.numbers
        found: dict[str, Units] = {}
        for name, column in zip(group.names, own, strict=True):
            part, place = name.partition(".")[2], self.plan.index.get(name)
            limits = (0, MOST) if place is None else self._ends[place]
            found[part] = units_in(column, numbers.scales[part], limits, number_in)
        missing = _together(numbers, found, aside)
        if numbers.adds is not None:  # all parts, or none
            is_whole = len(found) == len(numbers.scales)
            found = dict(_added(numbers.adds, found, missing)) if is_whole else {}
        for part, added in found.items():
            place = self._place(group.fact, part)
            units = within(added, self._ends[place])
            if units.faulty is not None:
                aside |= units.faulty
            yield place, Plain(units.units, missing, self._ends[place], units.ends)

    def _different(self, group: "Group", own: Sequence[Cells], aside: Array) -> Iterator[Placed]:
        """Each different combination of cells, read once."""
        pairs = zip(group.names, own, strict=True)
        several = [_there(one) if _is_told(name) else coded(one) for name, one in pairs]
        places, rows = _combined(several)
        is_full = len(several) == 1 and several[0].is_full
        said = self._said_of(group, rows)
        if said.faulty is not None:
            aside |= said.faulty[places]
        for place, meaning in said.columns:
            yield place, Different(places, meaning, is_full=is_full)

    def _said_of(self, group: "Group", rows: Sequence[tuple[Any, ...]]) -> "Said":
        """What these cells mean; it stays known for the next chunk, whose cells are often these."""
        key = tuple([(type(cell), str(cell)) for row in rows for cell in row])
        before = self._said.get(group.names)
        if before is None or before.key != key:
            before = self._said[group.names] = self._meanings(group, key, rows)
        return before

    def _meanings(
        self, group: "Group", key: tuple[Any, ...], rows: Sequence[tuple[Any, ...]]
    ) -> "Said":
        found = [self._parts(group.fact, group.kind, group.names, cells) for cells in rows]
        faulty = np.array([*(one is None for one in found), False])  # last the empty cell
        columns: list[tuple[int, Meaning]] = []
        for part in sorted({part for one in found if one for part in one}):
            place = self._place(group.fact, part)
            unknown = self._ends[place]
            ends = [(one or {}).get(part, unknown) for one in (*found, None)]
            lows, highs = np.array(ends, dtype=np.int64).T
            columns.append((place, Meaning(lows.copy(), highs.copy(), unknown)))
        return Said(key, faulty if faulty.any() else None, columns)

    def _parts(
        self, name: str, fact: Fact, names: tuple[str, ...], cells: tuple[Any, ...]
    ) -> Parts | None:
        """What these cells of a fact reduce to.

        None where there is anything to be said of them, or a number is beyond its column.
        """
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
        found = dict(fact.reduce(fact.counting(records[name], self.times), self.times))
        return found if all(self._holds(name, *one) for one in found.items()) else None

    def _holds(self, name: str, part: str, ends: Interval) -> bool:
        """Whether a column has room for these numbers."""
        low, high = self._ends[self._place(name, part)]
        return low <= ends[0] and ends[1] <= high

    def _place(self, fact: str, part: str) -> int:
        """The number of the column of a part, or of the fact itself."""
        return self.plan.index[f"{fact}.{part}" if part else fact]


def _is_told(name: str) -> bool:
    """Whether a column only tells something: what it says changes no number, only that it does."""
    return name.rpartition(".")[2] in TOLD


def _there(cells: Cells) -> Coded:
    """Of texts, nearly all of which differ, one for all that say anything."""
    said = without_blanks(coded(cells))
    some = next((value for value in said.values if text_of_cell(value)), None)
    return Coded(np.minimum(said.codes, 0), () if some is None else (some,), said.is_full)


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


def _together(numbers: Numbers, found: Mapping[str, Units], aside: Array) -> Array | None:
    """Where nothing is recorded; None if nowhere.

    Rows in which parts are faulty, lack another part, or do not go with it are set aside.
    """
    missing, *others = [one.missing for one in found.values()]
    for other in others:
        if missing is None and other is None:
            continue
        one, two = (np.zeros_like(aside) if mask is None else mask for mask in (missing, other))
        if not np.array_equal(one, two):
            aside |= one != two
            missing = one | two
    for units in found.values():
        if units.faulty is not None:
            aside |= units.faulty
    if len(found) < len(numbers.scales):
        aside |= True if missing is None else ~missing
    elif numbers.agree is not None:
        is_right = numbers.agree({part: one.units for part, one in found.items()})
        if not np.all(is_right):
            aside |= ~(is_right if missing is None else is_right | missing)
    return missing


def _added(
    adds: Mapping[str, Mapping[str, int]], found: Mapping[str, Units], missing: Array | None
) -> Iterator[tuple[str, Units]]:
    """Columns of which each is so many times some parts, added up."""
    for column, counts in adds.items():
        own = [(found[part], times) for part, times in counts.items()]
        units = np.add.reduce([one.units * np.int64(times) for one, times in own])
        ends = [sorted(end * times for end in one.ends) for one, times in own]
        least, most = (sum(several) for several in zip(*ends, strict=True))
        yield column, Units(units, missing, None, (least, most))


def _combined(columns: Sequence[Coded]) -> tuple[Array, list[tuple[Any, ...]]]:
    """The different combinations of cells, and which of them stands in each row."""
    if len(columns) == 1:
        return columns[0].codes, [(one,) for one in columns[0].values]  # -1 is an empty cell
    places = columns[0].codes.astype(np.intp, copy=False)
    rows: list[tuple[int, ...]] = [*((one,) for one in range(len(columns[0].values))), (-1,)]
    places = np.where(places < 0, len(rows) - 1, places)
    for column in columns[1:]:
        size = len(column.values) + 1
        both = places * size + column.codes + 1
        kept, places = ranked(both)
        rows = [(*rows[one // size], one % size - 1) for one in kept.tolist()]
    cells = [
        tuple(
            None if code < 0 else column.values[code]
            for code, column in zip(row, columns, strict=True)
        )
        for row in rows
    ]
    return places, cells
