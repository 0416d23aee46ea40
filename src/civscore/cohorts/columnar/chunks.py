"""A chunk of communities, judged on columns; what columns cannot tell is judged one by one.

Whichever way a community takes, its numbers are the same to the last digit. Rows go one by one
whose cells are faulty or hang on each other, whose kind of community is not known, in which a veto
changes the tier in a way of its own; and all rows of a standard that cannot be proven fit.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from civscore.cohorts.cells import Cells
from civscore.cohorts.columnar.columns import Array, as_column, keep_freed_memory
from civscore.cohorts.columnar.figures import Part, Shown, gathered, shown_columns, shown_of
from civscore.cohorts.columnar.proving import Proof, conditions_fit, prove
from civscore.cohorts.columnar.recorded import Rows
from civscore.cohorts.columnar.spreading import Spreader
from civscore.cohorts.columnar.standings import Found, asked_again, judge_rows
from civscore.cohorts.columnar.worth import Worth, in_full
from civscore.cohorts.columnar.worths import Joined, Worths, joined
from civscore.cohorts.judging import judge_in
from civscore.cohorts.results import cells_of, names_of
from civscore.cohorts.rows import BESIDE, Table
from civscore.cohorts.standing import asks_of
from civscore.cohorts.telling import NOTHING
from civscore.cohorts.together import Line
from civscore.scoring.points import put_together
from civscore.standard.plan import Plan, may_not_apply
from civscore.standard.rows import let_go

CHUNK = 1 << 17
"""Rows at once: so many that what is done once for each chunk no longer counts."""


class Engine:
    """A plan made ready for columns; what it finds out on the way stays for the next chunk."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._joined: dict[tuple[Any, ...], tuple[Joined, ...]] = {}

    @cached_property
    def proof(self) -> Proof:
        """What columns are enough for."""
        return prove(self.plan)

    @cached_property
    def _worths(self) -> tuple[Worth, ...]:
        pairs = zip(self.plan.criteria, self.proof.criteria, strict=True)
        return tuple(Worth(self.plan, planned, is_fit) for planned, is_fit in pairs)

    @cached_property
    def _kept(self) -> frozenset[int]:
        """Criteria that are asked for more than once, or may be too large for columns."""
        unfit = {n for n, is_fit in enumerate(self.proof.criteria) if not is_fit}
        leaving = {
            n for n, one in enumerate(self.plan.criteria) if one.leaves and may_not_apply(one)
        }
        return asked_again(self.plan) | unfit | leaving

    def _joined_ones(self, own: tuple[int, ...], rows: Rows) -> tuple[Joined, ...]:
        """These criteria by number, put together for adding up."""
        pairs = [(self._worths[number], self._worths[number].tabled(rows)) for number in own]
        key = own, tuple(tabled and tabled.axes for _, tabled in pairs)
        if key not in self._joined:
            self._joined[key] = joined(pairs)
        return self._joined[key]

    def judged(self, rows: Rows, *, criteria: bool) -> Found:
        """Scores, vetoes and tiers of rows; with `criteria` each of those is asked for, too."""
        kept = range(len(self._worths)) if criteria else self._kept
        worths = Worths(self._worths, kept, rows, self._joined_ones, self.proof.sums)
        found: Any = worths  # nobody minds that it is no tuple
        if self.proof.sums is object or worths.is_wide:
            rows, found = rows.wide, tuple(map(in_full, worths))
        return judge_rows(self.plan, put_together(self.plan, rows.worst, found), rows)


class Judged(NamedTuple):
    """A chunk judged: a cell for each row, and the rows judged one by one, by number."""

    columns: dict[str, Shown]
    lines: dict[int, Line]


class Judging:
    """Judges chunk after chunk of tables by a standard, as of a day."""

    def __init__(
        self,
        plan: Plan,
        as_of: date,
        period: tuple[date, date] | None = None,
        *,
        criteria: bool = False,
    ) -> None:
        self.plan, self._day, self._period = plan, as_of, period
        self._asks = asks_of(plan)
        self._names, self._criteria = names_of(plan, criteria=criteria), criteria
        self._spreader = Spreader(plan, as_of, period)
        own = (plan,) if plan.divided is None else plan.divided.plans
        self._engines = tuple(Engine(one) for one in own)
        keep_freed_memory()

    @cached_property
    def _is_divided_by_columns(self) -> bool:
        divided = self.plan.divided
        cases = () if divided is None else divided.branches.cases
        return conditions_fit(self.plan, [one.condition for one in cases])

    def judged(self, table: Table, cells: Mapping[str, Cells], size: int, start: int = 0) -> Judged:
        """So many rows from a number on, whose columns are given; `table` has them cell by cell.

        Columns that are no facts are passed over. Names and ids are taken to be right.
        """
        facts = {name: one for name, one in cells.items() if name not in BESIDE}
        rows, aside = self._spreader.rows(facts, size)
        parts = list(self._parts(rows, aside))
        numbers = [start + place for place in np.flatnonzero(aside).tolist()]
        judge = judge_in(table, self._asks, self._day, self._period)
        lines = {number: judge(number, NOTHING) for number in numbers}
        parts += _one_by_one(lines, start, criteria=self._criteria)
        return Judged(gathered(self._names, parts, size), lines)

    def _parts(self, rows: Rows, aside: Array) -> Iterator[Part]:
        """Rows judged on columns, of each kind of community; the others are set aside."""
        for engine, places in self._groups(rows, aside):
            own = rows if places is None else rows.at(places)
            found = engine.judged(own, criteria=self._criteria)
            every = np.arange(rows.size) if places is None else places
            aside[every] |= as_column(found.aside, own.size)
            has_bonus = bool(self.plan.bonus_cap)
            how = {"criteria": self._criteria, "has_bonus": has_bonus}
            yield every, dict(shown_columns(engine.plan, found, own.size, **how))
            let_go(own.worst)

    def _groups(self, rows: Rows, aside: Array) -> Iterator[tuple[Engine, Array | None]]:
        divided = self.plan.divided
        if divided is None:
            if self._engines[0].proof.is_fit:
                yield self._engines[0], None
            else:
                aside[:] = True
            return
        if not self._is_divided_by_columns:
            aside[:] = True
            return
        cases = [
            as_column(rows.truths(one.condition)[1], rows.size) for one in divided.branches.cases
        ]
        aside |= np.add.reduce([one.astype(np.intp) for one in cases]) != 1
        for engine, is_so in zip(self._engines, cases, strict=True):
            places = np.flatnonzero(is_so & ~aside)
            if len(places) and engine.proof.is_fit:
                yield engine, places
            elif len(places):
                aside[places] = True


def in_lines(plan: Plan, lines: Mapping[int, Line], *, criteria: bool) -> Judged:
    """A chunk of which all rows were judged one by one."""
    parts = list(_one_by_one(lines, 0, criteria=criteria))
    names = names_of(plan, criteria=criteria)
    return Judged(gathered(names, parts, len(lines)), dict(lines))


def _one_by_one(lines: Mapping[int, Line], start: int, *, criteria: bool) -> Iterator[Part]:
    """Rows that have been judged one by one; those that could not be are in no part."""
    found = {number: one.assessment for number, one in lines.items() if one.assessment}
    if found:
        shown = shown_of([cells_of(one, criteria=criteria) for one in found.values()])
        yield np.array(list(found)) - start, shown
