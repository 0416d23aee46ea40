"""civscore batch: many communities, from a table or a folder of bundles, to a table."""

import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import click

from civscore.cohorts.files import NO_TABLE, TABLES
from civscore.cohorts.journal import Journal, Outcome
from civscore.cohorts.outcomes import Settings, outcome_of
from civscore.cohorts.pictures import shared
from civscore.cohorts.results import Cells, names_of
from civscore.cohorts.standing import asks_of
from civscore.commands import DONE, FAULTY, show
from civscore.commands.gathering import JUDGING, Judging
from civscore.commands.watching import watching
from civscore.diagnostics import Diagnostic, Faulty, Location, in_order
from civscore.sentences import Language, say

PARAMETERS: Final = (
    "STANDARD", "TABLE", "as_of", "output", "criteria", "below", "before", "league", "jobs",
)  # fmt: skip

_FAULTS: Final = ("id", "file", "line", "column", "code", "because")
_MANY: Final = 100
"""Bundles for which another process is worth its start."""


def run(
    *,
    standard: str,
    table: str,
    as_of: datetime | None,
    output: str | None,
    criteria: bool,
    below: tuple[str, str] | None,
    before: str | None,
    league: str | None,
    jobs: int | None,
    language: Language,
) -> int:
    """Judge each, with the others where the standard compares them; set aside what is unreadable.

    What is set aside is counted, and written down.
    """
    for file in (output, league):
        _kind_of(file)
    judging = Judging(as_of, language)
    lower, stands = judging.below(below)
    settings = Settings(judging.plan(standard), judging.day, criteria, language)
    journal = None
    if Path(table).is_dir() and not asks_of(settings.plan).is_any:
        journal = Journal(Path(f"{output}.journal")) if output else None
        outcomes = _folder(judging, settings, table, jobs, journal)
    else:
        outcomes = list(judging.outcomes(settings, table, stands, before))
    seen = [*judging.seen, *(one for outcome in outcomes for one in outcome.shown)]
    outcomes = [*(outcome_of(one, settings) for one in lower if one.assessment is None), *outcomes]
    _write_results(outcomes, settings, output, league)
    where = _set_aside(outcomes, f"{output or table}.faults.csv")
    if journal is not None:
        journal.remove()
    show(in_order(shared(seen)), language)
    _tell(outcomes, where, language)
    return FAULTY if where else DONE


def _folder(
    judging: Judging, settings: Settings, folder: str, jobs: int | None, journal: Journal | None
) -> list[Outcome]:
    from civscore.cohorts.folders import judge_folder

    bundles = judging.bundles(Path(folder))
    most = min(os.cpu_count() or 1, len(bundles) // _MANY + 1) if jobs is None else jobs
    each: Any = watching(settings.language, JUDGING, step=1)
    return judge_folder(bundles, settings, most, journal, each)


def _kind_of(output: str | None) -> Any:
    """The kind of file a result is written to, by its ending.

    Raises:
        Faulty: if there is none such.
    """
    suffix = Path(output).suffix.casefold() if output else ".csv"
    if suffix in {"", ".txt"}:
        suffix = ".csv"
    if suffix not in TABLES:
        raise Faulty([Diagnostic(NO_TABLE, Location(str(output)), {"suffix": suffix})])
    return import_module(f"civscore.reports.results.{suffix[1:]}")


def _write_results(
    outcomes: Sequence[Outcome], settings: Settings, output: str | None, league: str | None
) -> None:
    """What each came to; and who stands where, if that is asked for."""
    names = ("id", "name", *names_of(settings.plan, criteria=settings.criteria))
    _write((one.cells for one in outcomes if one.cells is not None), names, output)
    if league is not None:
        from civscore.cohorts.league import NAMES, league_table

        _write(league_table(outcomes), NAMES, league)


def _write(lines: Iterable[Cells], names: Sequence[str], output: str | None) -> None:
    _kind_of(output).write(lines, names, output)


def _set_aside(outcomes: Sequence[Outcome], where: str) -> str:
    """Write down what is set aside; "" if nothing is."""
    lines = list(_written(outcomes))
    if not lines:
        return ""
    _write(lines, _FAULTS, where)
    return where


def _written(outcomes: Sequence[Outcome]) -> Iterator[Cells]:
    for one in outcomes:
        for file, line, column, code, because in one.aside:
            cells = one.id, file, Decimal(line), Decimal(column), code, because
            yield dict(zip(_FAULTS, cells, strict=True))


def _tell(outcomes: Sequence[Outcome], where: str, language: Language) -> None:
    judged = sum(one.cells is not None for one in outcomes)
    zh, en = "评定 {n} 个", "{n} judged"
    if where:
        zh, en = "评定 {n} 个，搁置 {k} 个，原因见 {w}", "{n} judged, {k} set aside, see {w}"
    said = say(zh, en, n=judged, k=len(outcomes) - judged, w=where)
    click.echo(said.text(language), err=True)
