"""Last cycle's table beside this one's: periods of series that are recorded there only."""

from collections.abc import Sequence
from typing import Any, Final

from civscore.cohorts.headings import NO_ID
from civscore.cohorts.rows import Table, text_of_cell, value_of_cell
from civscore.diagnostics import Diagnostic, Faulty, Location, fault
from civscore.standard.facts.series import Series
from civscore.standard.plan import Plan

CYCLES_DIFFER: Final = fault(
    "cycles-differ",
    ("“{name}”这里记 {now}，上期的表记 {before}", "“{name}” is {now} here, {before} last cycle"),
    ("照这里的算；请核对哪个对", "this one counts; find out which is right"),
    severity="warning",
)


class Joined(Table):
    """A table whose blank cells of earlier periods are filled from another, at their places."""

    before: Table
    rows_before: tuple[int | None, ...]
    taken: frozenset[tuple[int, str]]

    def place(self, row: int, column: str = "") -> Location:
        """Where a cell stands, in whichever table it does."""
        there = self.rows_before[row]
        if there is not None and (row, column) in self.taken:
            return self.before.place(there, column)
        return super().place(row, column)


def with_last_cycle(table: Table, before: Table, plan: Plan) -> tuple[Table, list[Diagnostic]]:
    """The table with what last cycle's says of earlier periods, and where the two differ.

    Communities are told by their ids; of one that was not there nothing is known.

    Raises:
        Faulty: if one of them has no ids.
    """
    for one in (table, before):
        if "id" not in one.names:
            raise Faulty([Diagnostic(NO_ID, Location(one.file, 1), {})])
    facts = plan.standard.facts
    series = [name for name, fact in facts.items() if isinstance(fact, Series)]
    wanted = [name for name in before.names if name.partition(".")[0] in series and "." in name]
    names = (*table.names, *(name for name in wanted if name not in table.names))
    lines, earlier = _held(table), _held(before)
    ids = [text_of_cell(row[before.names.index("id")]) for row in earlier]
    known = {name: number for number, name in enumerate(ids)}
    rows, there, taken, found = [], [], set(), []
    for number, row in enumerate(lines):
        at = known.get(text_of_cell(row[table.names.index("id")]))
        cells = [*row, *[None] * (len(names) - len(row))]
        for name in wanted if at is not None else ():
            old, place = earlier[at or 0][before.names.index(name)], names.index(name)
            now = cells[place]
            if not text_of_cell(now):
                cells[place] = old
                taken.add((number, name))
            elif text_of_cell(old) and value_of_cell(old) != value_of_cell(now):
                values = {"name": name, "now": text_of_cell(now), "before": text_of_cell(old)}
                found.append(Diagnostic(CYCLES_DIFFER, table.place(number, name), values))
        rows.append(cells)
        there.append(at)
    return Joined(table.file, names, tuple(rows), before, tuple(there), frozenset(taken)), found


def _held(table: Table) -> Sequence[Sequence[Any]]:
    """All its rows, in any order."""
    held = getattr(table.rows, "held", None)
    return table.rows if held is None else held()
