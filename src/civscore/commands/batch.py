"""civscore batch: many communities, from a table or a folder of bundles, to a table."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Final

import click

from civscore.cohorts.pictures import shared
from civscore.cohorts.results import Cells, cells_of
from civscore.cohorts.together import Line
from civscore.commands import DONE, FAULTY, show
from civscore.commands.gathering import Judging
from civscore.diagnostics import in_order
from civscore.reports.writing import write_product
from civscore.sentences import Language, say

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

    judging = Judging(as_of, language)
    lower, stands = judging.below(below)
    lines = list(judging.lines(judging.plan(standard), table, stands, before))
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
