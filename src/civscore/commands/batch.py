"""civscore batch: many communities, from a table or a folder of bundles, to a table."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack
from datetime import datetime
from decimal import Decimal
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import Any, Final

import click

from civscore.cohorts.columnar.figures import shown_of
from civscore.cohorts.files import NO_TABLE, TABLES
from civscore.cohorts.journal import Journal, Outcome
from civscore.cohorts.league import NAMES, Leagues
from civscore.cohorts.outcomes import Settings, outcome_of
from civscore.cohorts.pictures import shared
from civscore.cohorts.pieces import Piece, piece_of, pieces_of
from civscore.cohorts.results import Cells, names_of
from civscore.cohorts.standing import Stand
from civscore.commands import DONE, FAULTY, show
from civscore.commands.gathering import Judging
from civscore.diagnostics import Diagnostic, Faulty, Location, in_order
from civscore.reports.results import Write
from civscore.sentences import Language, say
from civscore.values import replaced

PARAMETERS: Final = (
    "STANDARD", "TABLE", "as_of", "output", "criteria", "below", "before", "league", "jobs",
    "dask",
)  # fmt: skip

_FAULTS: Final = ("id", "file", "line", "column", "code", "because")


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
    dask: str | None,
    language: Language,
) -> int:
    """Judge each, with the others where the standard compares them; count what is set aside."""
    for file in (output, league):
        _kind_of(file)
    is_folder = Path(table).is_dir()
    _check_dask(dask, language, is_folder=is_folder)
    judging = Judging(as_of, language)
    settings = Settings(judging.plan(standard), judging.day, criteria, language)
    journal = _journal(output, [table, *(below or ())[1:]])
    below_aside, stands = _below(judging, below, settings, jobs, journal)
    if is_folder:
        outcomes = judging.folder(settings, Path(table), jobs, journal, stands)
        pieces: Iterable[Piece] = pieces_of(outcomes)
    else:
        pieces = judging.pieces(settings, table, stands, before, dask)
    found = _Found(names_of(settings.plan, criteria=settings.criteria), output, league)
    found.write(chain([piece_of(below_aside)], pieces), f"{output or table}.faults.csv")
    if journal is not None:
        journal.remove()
    show(in_order(shared(judging.seen)), language)
    _tell(found, language)
    return FAULTY if found.where else DONE


def _journal(output: str | None, tables: Iterable[str]) -> Journal | None:
    """What is kept of folders beside a result, until all is judged."""
    if output is None or not any(Path(one).is_dir() for one in tables):
        return None
    return Journal(Path(f"{output}.journal"))


def _below(
    judging: Judging,
    below: tuple[str, str] | None,
    settings: Settings,
    jobs: int | None,
    journal: Journal | None,
) -> tuple[list[Outcome], list[Stand]]:
    """Which of the units below are set aside, and where all of them stand."""
    if below is None or not Path(below[1]).is_dir():
        lines, stands = judging.below(below)
        return [outcome_of(one, settings) for one in lines if one.assessment is None], stands
    own = replaced(settings, plan=judging.plan(below[0]), stands=True)
    outcomes = judging.folder(own, Path(below[1]), jobs, journal)
    aside = [one for one in outcomes if one.cells is None]
    return aside, [one.stand for one in outcomes if one.stand is not None]


def _check_dask(dask: str | None, language: Language, *, is_folder: bool) -> None:
    if dask is not None and is_folder:
        only = say("--dask 评的是一张表，不是文件夹", "--dask judges a table, not a folder")
        raise click.UsageError(only.text(language))


class _Found:
    """Results that are written as they come."""

    def __init__(self, names: Sequence[str], output: str | None, league: str | None) -> None:
        self._names, self._output, self._league = ("id", "name", *names), output, league
        self.judged, self.aside, self.where = 0, 0, ""

    def write(self, pieces: Iterable[Piece], where: str) -> None:
        """What each came to; what is set aside; and who stands where, if that is asked for."""
        leagues = None if self._league is None else Leagues()
        with ExitStack() as files:
            write = files.enter_context(_writing(self._names, self._output))
            set_aside: Write | None = None
            for piece in pieces:
                write(piece)
                if leagues is not None:
                    leagues.add(piece)
                if piece.aside and set_aside is None:
                    self.where, set_aside = where, files.enter_context(_writing(_FAULTS, where))
                if set_aside is not None:
                    set_aside(_lines(chain.from_iterable(map(_told, piece.aside))))
                self.judged += piece.size
                self.aside += len(piece.aside)
        if leagues is not None:
            with _writing(NAMES, self._league) as write:
                write(_lines(leagues.table()))


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


def _writing(names: Sequence[str], output: str | None) -> AbstractContextManager[Write]:
    found: AbstractContextManager[Write] = _kind_of(output).writing(names, output)
    return found


def _lines(lines: Iterable[Cells]) -> Piece:
    listed = list(lines)
    return Piece(shown_of(listed), len(listed))


def _told(one: Outcome) -> Iterator[Cells]:
    """Why it is set aside."""
    for file, line, column, code, because in one.aside:
        cells = one.id, file, Decimal(line), Decimal(column), code, because
        yield dict(zip(_FAULTS, cells, strict=True))


def _tell(found: _Found, language: Language) -> None:
    zh, en = "评定 {n} 个", "{n} judged"
    if found.where:
        zh, en = "评定 {n} 个，搁置 {k} 个，原因见 {w}", "{n} judged, {k} set aside, see {w}"
    said = say(zh, en, n=found.judged, k=found.aside, w=found.where)
    click.echo(said.text(language), err=True)
