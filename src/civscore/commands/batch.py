"""civscore batch: many communities, from a table or a folder of bundles, to a table."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import click

from civscore.cohorts.judging import bundles_in, judge_bundles, judge_table
from civscore.cohorts.pictures import Picture, shared
from civscore.cohorts.results import Cells, cells_of
from civscore.cohorts.standing import Stand, asks_of
from civscore.cohorts.together import Line, stands_of
from civscore.commands import DONE, FAULTY, show
from civscore.commands.assessing import told_today
from civscore.commands.watching import watching
from civscore.diagnostics import in_order
from civscore.reports.writing import write_product
from civscore.sentences import Language, say
from civscore.standard.plan import Plan

PARAMETERS: Final = ("STANDARD", "TABLE", "as_of", "output", "criteria", "below", "before")

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
    language: Language,
) -> int:
    """Judge each, with the others where the standard compares them; set aside what is unreadable.

    What is set aside is counted, and written down.
    """
    from civscore.reports.tables import as_csv

    day = None if as_of is None else as_of.date()
    judging = Judging(day, language)
    plan, lower, stands = judging.plan(standard), list[Line](), list[Stand]()
    if below is not None:
        under = judging.plan(below[0])
        lower = list(judging.lines(under, below[1]))
        stands = list(stands_of(asks_of(under), lower))
    lines = list(judging.lines(plan, table, stands, before))
    judged = [cells_of(one.assessment, criteria=criteria) for one in lines if one.assessment]
    names = tuple(dict.fromkeys(name for line in judged for name in line)) or ("id", "name")
    write_product(as_csv(judged, names), output)
    aside = [one for one in (*lower, *lines) if one.assessment is None]
    where = ""
    if aside:
        where = f"{output or table}.faults.csv"
        write_product(as_csv([*_written(aside, language)], _FAULTS), where)
    show(in_order(shared(judging.seen)), language)
    _tell(len(judged), len(aside), where, language)
    return FAULTY if aside else DONE


class Judging:
    """Tables and folders by their names → lines."""

    def __init__(self, day: date | None, language: Language) -> None:
        self.day, self.language = day, language
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


def _written(aside: list[Line], language: Language) -> Iterator[Cells]:
    for line in aside:
        for one in line.faults:
            if one.is_error:
                place = one.location
                where = Decimal(place.line), Decimal(place.column)
                cells = line.name, place.file, *where, one.code, one.text(language)
                yield dict(zip(_FAULTS, cells, strict=True))


def _tell(judged: int, aside: int, where: str, language: Language) -> None:
    zh, en = "评定 {n} 个", "{n} judged"
    if aside:
        zh, en = "评定 {n} 个，搁置 {k} 个，原因见 {w}", "{n} judged, {k} set aside, see {w}"
    click.echo(say(zh, en, n=judged, k=aside, w=where).text(language), err=True)
