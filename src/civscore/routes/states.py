"""Where changes lead: from what is recorded, and from the worst that is not, a change at a time."""

from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias

from civscore.routes.readers import Reader
from civscore.standard.plan import Plan
from civscore.standard.rows import Change, Row
from civscore.standard.shares import Share, Tally
from civscore.values import Value

Columns: TypeAlias = Mapping[int, int]

_MOST_STATES: Final = 60
"""Of one clause; past it no further ones are looked for."""

_BASE: Final = 1000
"""The base on which a share is reckoned that is still to be recorded."""


class State(Value):
    """Where changes lead: columns, and the change that last set each."""

    columns: Columns
    by: Mapping[int, tuple[Change, bool]]  # whether it was made from the row as it is


def start_of(plan: Plan, reader: Reader, row: Row) -> dict[int, int]:
    """What is not recorded, at the end that gives least."""
    facts = plan.standard.facts
    open_ones = [
        column
        for column in sorted(reader.columns)
        if row.low[column] != row.high[column] and fact_of(plan, column) in facts
    ]
    bases = {one.base for one in reader.quantities if isinstance(one, Share)}
    start = {
        column: max(row.low[column], min(row.high[column], _BASE))
        for column in open_ones
        if column in bases
    }
    for column in open_ones:
        if column not in start:
            worths = {
                end: reader.worth(row.changed({**start, column: end}))
                for end in (row.low[column], row.high[column])
            }
            start[column] = min(worths, key=worths.__getitem__)
    return start


def fact_of(plan: Plan, column: int) -> str:
    """The name of the fact a column is of."""
    return plan.columns[column].name.partition(".")[0]


def states_of(reader: Reader, row: Row, start: Columns) -> Iterator[State]:
    """Where changes lead that gain something, and parts of changes that may together."""
    first = State(start, {})
    yield first
    for change in reader.parts(row.changed(start)):
        yield from _after(reader, row, first, change)
    queue, seen = [first], {frozenset(start.items())}
    while queue and len(seen) < _MOST_STATES:
        here = queue.pop(0)
        now = row.changed(here.columns)
        worth = reader.worth(now)
        for change in reader.changes(now):
            for state in _after(reader, row, here, change):
                key = frozenset(state.columns.items())
                if key not in seen:
                    seen.add(key)
                    yield state
                    if reader.worth(row.changed(state.columns)) > worth:
                        queue.append(state)


def _after(reader: Reader, row: Row, here: State, change: Change) -> Iterator[State]:
    """A state with a change made; for one item of a list, all that are lacking of it."""
    is_first = here.columns.keys().isdisjoint(_around(reader, row, change))
    columns, by = dict(here.columns), dict(here.by)
    for column, value in change.columns.items():
        if row.low[column] == row.high[column] == value:
            columns.pop(column, None)
        else:
            columns[column], by[column] = value, (change, is_first)
    if not _is_sound(reader, columns, row.changed(columns)):
        return
    yield State(columns, by)
    for tally in reader.quantities:
        if isinstance(tally, Tally) and tally.most_each == 1 and not tally.is_past:
            raised = [c for c in tally.columns if change.columns.get(c, 0) > row.high[c]]
            lacking = {c: 1 for c in tally.columns if raised and row.high[c] == 0}
            if lacking.keys() - columns.keys():
                yield State({**columns, **lacking}, dict.fromkeys(lacking, (change, False)) | by)


def _around(reader: Reader, row: Row, change: Change) -> set[int]:
    """Recorded columns that a change sets or is reckoned from."""
    near = set(change.columns)
    for one in reader.quantities:
        if not near.isdisjoint(one.columns):
            near |= set(one.columns)
    return {column for column in near if row.low[column] == row.high[column]}


def _is_sound(reader: Reader, columns: Columns, row: Row) -> bool:
    """Whether no part is more than its whole."""
    return all(
        row.high[one.count] <= row.low[one.base]
        for one in reader.quantities
        if isinstance(one, Share) and one.is_bounded and one.count in columns
    )
