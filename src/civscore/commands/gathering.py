"""Communities by the names of their standard and of their table or folder → lines."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from civscore.cohorts.judging import bundles_in, judge_bundles, judge_table
from civscore.cohorts.pictures import Picture
from civscore.cohorts.standing import Stand, asks_of
from civscore.cohorts.together import Line, stands_of
from civscore.commands import show
from civscore.commands.assessing import told_today
from civscore.commands.watching import watching
from civscore.sentences import Language, say
from civscore.standard.plan import Plan


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
        """All communities of a table or folder, judged by a standard."""
        path, judging, language = Path(table), say("逐个评定", "judging"), self.language
        if path.is_dir():
            bundles = bundles_in(path)
            if not bundles:
                zh, en = "“{p}”里没有佐证包", "no bundles in “{p}”"
                raise click.UsageError(say(zh, en, p=path).text(language))
            each: Any = watching(language, judging, step=1)
            yield from judge_bundles(bundles, plan, self.day, self.seen, each, below)
            return
        from civscore.cohorts.files import read_csv

        read, rows = read_csv(path), watching(language, judging)
        if before is not None:
            from civscore.cohorts.cycles import with_last_cycle

            read, differing = with_last_cycle(read, read_csv(Path(before)), plan)
            show(differing, language)
        day = self.day or told_today(language)
        yield from judge_table(read, plan, day, watch=rows, below=below)

    def below(self, named: tuple[str, str] | None) -> tuple[list[Line], list[Stand]]:
        """Units below by their standard and table, and where they stand."""
        if named is None:
            return [], []
        plan = self.plan(named[0])
        lines = list(self.lines(plan, named[1]))
        return lines, list(stands_of(asks_of(plan), lines))
