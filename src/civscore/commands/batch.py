"""civscore batch: many communities, from a table or a folder of bundles, to a table."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import click

from civscore.cohorts.judging import Line, bundles_in, judge_bundles, judge_table
from civscore.cohorts.pictures import Picture, shared
from civscore.cohorts.results import Cells, cells_of
from civscore.commands import DONE, FAULTY, show
from civscore.commands.assessing import told_today
from civscore.commands.watching import watching
from civscore.diagnostics import in_order
from civscore.reports.writing import write_product
from civscore.sentences import Language, say

PARAMETERS: Final = ("STANDARD", "TABLE", "as_of", "output", "criteria")

_FAULTS: Final = ("id", "line", "column", "code", "because")


def run(
    *,
    standard: str,
    table: str,
    as_of: datetime | None,
    output: str | None,
    criteria: bool,
    language: Language,
) -> int:
    """Judge each by itself; what cannot be read is set aside, counted, and written down."""
    from civscore.reports.tables import as_csv
    from civscore.standard.shelf import load_standard

    day = None if as_of is None else as_of.date()
    plan = load_standard(standard, as_of=day)
    seen: list[Picture] = []
    lines = list(_lines(plan, Path(table), day, language, seen))
    judged = [cells_of(one.assessment, criteria=criteria) for one in lines if one.assessment]
    names = tuple(dict.fromkeys(name for line in judged for name in line)) or ("id", "name")
    write_product(as_csv(judged, names), output)
    aside = [one for one in lines if one.assessment is None]
    where = ""
    if aside:
        where = f"{output or table}.faults.csv"
        write_product(as_csv([*_written(aside, language)], _FAULTS), where)
    show(in_order(shared(seen)), language)
    _tell(len(judged), len(aside), where, language)
    return FAULTY if aside else DONE


def _lines(
    plan: Any, path: Path, day: Any, language: Language, seen: list[Picture]
) -> Iterator[Line]:
    judging = say("逐个评定", "judging")
    if path.is_dir():
        bundles = bundles_in(path)
        if not bundles:
            zh, en = "“{p}”里没有佐证包", "no bundles in “{p}”"
            raise click.UsageError(say(zh, en, p=path).text(language))
        watch: Any = watching(language, judging, step=1)
        yield from judge_bundles(watch(bundles), plan, day, seen)
        return
    from civscore.cohorts.files import read_csv

    rows: Any = watching(language, judging)
    yield from judge_table(read_csv(path), plan, day or told_today(language), watch=rows)


def _written(aside: list[Line], language: Language) -> Iterator[Cells]:
    for line in aside:
        for one in line.faults:
            if one.is_error:
                place = one.location
                where = Decimal(place.line), Decimal(place.column)
                cells = line.name, *where, one.code, one.text(language)
                yield dict(zip(_FAULTS, cells, strict=True))


def _tell(judged: int, aside: int, where: str, language: Language) -> None:
    zh, en = "评定 {n} 个", "{n} judged"
    if aside:
        zh, en = "评定 {n} 个，搁置 {k} 个，原因见 {w}", "{n} judged, {k} set aside, see {w}"
    click.echo(say(zh, en, n=judged, k=aside, w=where).text(language), err=True)
