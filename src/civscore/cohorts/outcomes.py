"""What is written of each community, whichever way it was judged: its cells, or why there are none.

Tables are judged chunk by chunk on columns; where communities are compared, or the league of each
is asked for, all of them one by one.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from hashlib import sha256
from typing import Any

from civscore.cohorts.journal import Outcome
from civscore.cohorts.judging import judge_table
from civscore.cohorts.pictures import Picture
from civscore.cohorts.results import cells_of
from civscore.cohorts.rows import Table, check_names, text_of_cell
from civscore.cohorts.standing import Stand, asks_of
from civscore.cohorts.together import Line
from civscore.sentences import Language
from civscore.standard.plan import Plan
from civscore.values import Value


class Settings(Value):
    """How communities are judged, wherever that is done."""

    plan: Plan
    as_of: date | None
    criteria: bool
    language: Language

    @property
    def digest(self) -> str:
        """It tells apart what would be judged otherwise."""
        said = repr((self.plan.standard, self.as_of, self.criteria, self.language))
        return sha256(said.encode()).hexdigest()


def outcome_of(line: Line, settings: Settings, shown: Sequence[Picture] = ()) -> Outcome:
    """What is written of a community that was judged by itself."""
    found = line.assessment
    if found is None:
        aside = tuple(
            (place.file, place.line, place.column, one.code, one.text(settings.language))
            for one in line.faults
            if one.is_error
            for place in (one.location,)
        )
        return Outcome(line.name, None, aside, tuple(shown))
    cohort: Any = found.whole.chapters.get("cohort")
    league = "" if cohort is None else cohort.league(found.row) or ""
    return Outcome(line.name, cells_of(found, criteria=settings.criteria), (), tuple(shown), league)


def table_outcomes(
    table: Table,
    settings: Settings,
    day: date,
    watch: Callable[[tuple[int, ...]], Iterable[int]] = iter,
    below: Sequence[Stand] = (),
) -> Iterator[Outcome]:
    """Every row, in order.

    Raises:
        Faulty: before any row is judged, if the columns or ids are wrong.
    """
    cohort: Any = settings.plan.chapters.get("cohort")
    if asks_of(settings.plan).is_any or (cohort is not None and cohort.leagues):
        for line in judge_table(table, settings.plan, day, watch=watch, below=below):
            yield outcome_of(line, settings)
        return
    check_names(table, settings.plan)
    from civscore.cohorts.chunks import CHUNK

    starts = tuple(range(0, len(table.rows), CHUNK))
    for start, _ in zip(starts, watch(starts), strict=True):
        yield from _chunk(table, settings, day, start, min(CHUNK, len(table.rows) - start))


def _chunk(table: Table, settings: Settings, day: date, start: int, size: int) -> Iterator[Outcome]:
    """So many rows judged on columns."""
    import pandas as pd

    from civscore.cohorts.cells import cells_in
    from civscore.cohorts.chunks import Judging
    from civscore.cohorts.figures import shown_as_cells

    rows = [table.rows[start + number] for number in range(size)]
    frame = pd.DataFrame(rows, dtype=object)
    cells = {
        name: cells_in(frame.iloc[:, at].where(frame.iloc[:, at] != "", None))
        for at, name in enumerate(table.names)
    }
    judging = Judging(settings.plan, day, criteria=settings.criteria)
    found = judging.judged(table, cells, size, start)
    columns = {name: shown_as_cells(one) for name, one in found.columns.items()}
    ids = table.names.index("id")
    named = table.names.index("name") if "name" in table.names else ids
    for number, row in enumerate(rows):
        line = found.lines.get(start + number)
        if line is not None:
            yield outcome_of(line, settings)
            continue
        name = text_of_cell(row[ids])
        beside = {"id": name, "name": text_of_cell(row[named]) or name}
        yield Outcome(name, {**beside, **{key: one[number] for key, one in columns.items()}}, ())
