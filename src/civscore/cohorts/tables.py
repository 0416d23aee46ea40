"""Tables judged part by part: what is read, judged and written is one part of them at a time.

Where communities are compared, or belong to leagues, all of them are judged one by one.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from civscore.cohorts.columnar.chunks import Judging
from civscore.cohorts.headings import check_names
from civscore.cohorts.judging import judge_table
from civscore.cohorts.outcomes import Settings, outcome_of
from civscore.cohorts.parts import Part, parts_of
from civscore.cohorts.pieces import Piece, pieces_of
from civscore.cohorts.rows import BESIDE, Table
from civscore.cohorts.standing import Stand, asks_of
from civscore.values import replaced


def table_pieces(
    table: Table,
    settings: Settings,
    day: date,
    below: Sequence[Stand] = (),
    watch: Callable[[tuple[int, ...]], Iterable[int]] = iter,
    watch_parts: Callable[[Iterator[Part], int], Iterable[Part]] = lambda parts, _: parts,
) -> Iterator[Piece]:
    """Every row, in order.

    Raises:
        Faulty: before any row is judged, if the columns or ids are wrong.
    """
    plan = settings.plan
    cohort: Any = plan.chapters.get("cohort")
    if asks_of(plan).is_any or (cohort is not None and cohort.leagues):
        lines = judge_table(table, plan, day, watch=watch, below=below)
        return pieces_of(outcome_of(line, settings) for line in lines)
    judging = Judging(plan, day, criteria=settings.criteria)  # freed memory is kept from here on
    check_names(table, plan)
    parts = watch_parts(parts_of(table), len(table.rows))
    return (_piece(part, table, judging, settings) for part in parts)


def _piece(part: Part, table: Table, judging: Judging, settings: Settings) -> Piece:
    """Some rows judged on columns."""
    names, size = table.names, part.size
    cells = {name: part.cells(at) for at, name in enumerate(names) if name not in BESIDE}
    found = judging.judged(replaced(table, rows=part), cells, size, part.start)
    whole = Piece({**part.named(names), **found.columns}, size)
    aside = {number: line for number, line in found.lines.items() if line.assessment is None}
    if not aside:
        return whole
    kept = whole.without([number - part.start for number in aside])
    return kept._replace(aside=[outcome_of(line, settings) for line in aside.values()])
