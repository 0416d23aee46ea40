"""Communities by the names of their standard and of their table or folder → lines."""

import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from civscore.cohorts.journal import Journal, Outcome
from civscore.cohorts.judging import bundles_in, judge_bundles, judge_table
from civscore.cohorts.outcomes import Settings
from civscore.cohorts.pictures import Picture
from civscore.cohorts.rows import Table
from civscore.cohorts.standing import Stand, asks_of
from civscore.cohorts.together import Line, stands_of
from civscore.commands import show
from civscore.commands.assessing import told_today
from civscore.commands.watching import sizes_watched, watching
from civscore.sentences import Language, say
from civscore.standard.plan import Plan

if TYPE_CHECKING:
    from civscore.cohorts.pieces import Piece

_MANY: Final = 100
"""Bundles for which another process is worth its start."""

JUDGING: Final = say("逐个评定", "judging")


class Judging:
    """Tables and folders by their names → lines."""

    def __init__(self, as_of: datetime | None, language: Language) -> None:
        self.day = None if as_of is None else as_of.date()
        self.language = language
        self.seen: list[Picture] = []

    def plan(self, standard: str) -> Plan:
        """A standard by its name."""
        from civscore.standard.shelf import load_standard

        return load_standard(standard, as_of=self.day)

    def lines(
        self, plan: Plan, table: str, below: Sequence[Stand] = (), before: str | None = None
    ) -> Iterator[Line]:
        """All communities of a table or folder, judged by a standard one by one."""
        if Path(table).is_dir():
            bundles = self.bundles(Path(table))
            each: Any = watching(self.language, JUDGING, step=1)
            yield from judge_bundles(bundles, plan, self.day, self.seen, each, below)
            return
        read, rows = self.table(plan, table, before), watching(self.language, JUDGING)
        yield from judge_table(read, plan, self.today, watch=rows, below=below)

    @property
    def today(self) -> date:
        """The day tables are judged from."""
        return self.day or told_today(self.language)

    def bundles(self, folder: Path) -> tuple[Path, ...]:
        """The bundles in a folder, of which there is one at least."""
        found = bundles_in(folder)
        if not found:
            zh, en = "“{p}”里没有佐证包", "no bundles in “{p}”"
            raise click.UsageError(say(zh, en, p=folder).text(self.language))
        return found

    def table(self, plan: Plan, table: str, before: str | None) -> Table:
        """A table, with what last cycle's says of earlier periods."""
        from civscore.cohorts.files import read_table

        read = read_table(Path(table))
        if before is not None:
            from civscore.cohorts.cycles import with_last_cycle

            read, differing = with_last_cycle(read, read_table(Path(before)), plan)
            show(differing, self.language)
        return read

    def pieces(
        self,
        settings: Settings,
        table: str,
        below: Sequence[Stand],
        before: str | None,
        address: str | None,
    ) -> "Iterable[Piece]":
        """What is written of all communities of a table."""
        read, rows = self.table(settings.plan, table, before), watching(self.language, JUDGING)
        if address is not None:
            from civscore.cohorts.clusters import outcomes_on
            from civscore.cohorts.pieces import pieces_of

            return pieces_of(outcomes_on(address, read, settings, self.today, below))
        from civscore.cohorts.tables import table_pieces

        parts = sizes_watched(self.language, JUDGING)
        return table_pieces(read, settings, self.today, below, rows, parts)

    def folder(
        self,
        settings: Settings,
        folder: Path,
        jobs: int | None,
        journal: Journal | None,
        below: Sequence[Stand] = (),
    ) -> list[Outcome]:
        """What is written of all bundles of a folder, by several processes."""
        from civscore.cohorts.folders import judge_folder

        bundles = self.bundles(folder)
        most = min(os.cpu_count() or 1, len(bundles) // _MANY + 1) if jobs is None else jobs
        each: Any = watching(self.language, JUDGING, step=1)
        outcomes = judge_folder(bundles, settings, most, journal, each, below)
        self.seen += [one for outcome in outcomes for one in outcome.shown]
        return outcomes

    def below(self, named: tuple[str, str] | None) -> tuple[list[Line], list[Stand]]:
        """Units below by their standard and table, and where they stand."""
        if named is None:
            return [], []
        plan = self.plan(named[0])
        lines = list(self.lines(plan, named[1]))
        return lines, list(stands_of(asks_of(plan), lines))
