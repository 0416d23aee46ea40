"""Rows and bundles → findings: every community by itself, a faulty one set aside."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from civscore.assessment import settle
from civscore.cohorts.headings import check_names
from civscore.cohorts.pictures import Picture, pictures_in
from civscore.cohorts.rows import NO_PARENT, Table, check_parents, row_text
from civscore.cohorts.standing import Asks, Stand, asks_of
from civscore.cohorts.telling import Told
from civscore.cohorts.together import Judge, Line, judged, judged_together
from civscore.diagnostics import Diagnostic, Faulty, Location, fault
from civscore.evidence.admitting import UNASKED, Admission, requirements
from civscore.evidence.readers import is_bundle, open_bundle
from civscore.evidence.reading import read_bundle
from civscore.standard.document import is_folder
from civscore.standard.plan import Plan

NO_DAY: Final = fault(
    "no-day",
    ("没有写评定基准日", "names no day it is judged from"),
    ("在 [bundle] 写 as_of，或用 --as-of 统一指定", "write as_of, or give --as-of for all"),
)


def judge_table(
    table: Table,
    plan: Plan,
    as_of: date,
    period: tuple[date, date] | None = None,
    watch: Callable[[tuple[int, ...]], Iterable[int]] = iter,
    below: Sequence[Stand] = (),
) -> Iterator[Line]:
    """Every row judged, in order; what its cells say counts as proven.

    `watch` is given the numbers of the rows, and passes them on one by one; it is so twice or more
    where the standard compares communities. `below` are the units of which they consist.

    Raises:
        Faulty: before any row is judged, if the columns or ids are wrong.
    """
    asks = asks_of(plan)
    check_table(table, asks)
    judge = judge_in(table, asks, as_of, period)
    return judged_together(asks, len(table.rows), judge, watch, below)


def check_table(table: Table, asks: Asks) -> None:
    """Whether columns and ids are right, and parents are named where they are needed.

    Raises:
        Faulty: if not, before any row is judged.
    """
    check_names(table, asks.plan)
    if asks.needs_parent:
        check_parents(table)


def judge_in(
    table: Table, asks: Asks, as_of: date, period: tuple[date, date] | None = None
) -> Judge:
    """Judges rows of a table by their numbers, one at a time."""
    attested = dict.fromkeys(requirements(asks.plan), UNASKED)
    head: dict[str, Any] = {"bundle": {"as_of": as_of}}
    if period is not None:
        head["period"] = {"from": period[0], "until": period[1]}

    def judge(number: int, told: Told) -> Line:
        return _row(table, asks, number, head, attested, told)

    return judge


def _row(
    table: Table,
    asks: Asks,
    number: int,
    head: Mapping[str, Any],
    attested: Mapping[str, Admission],
    told: Told,
) -> Line:
    plan = asks.plan
    document = row_text(table, plan, number, head)
    beside = document.data["community"]
    name = str(beside["id"])
    try:
        bundle = read_bundle(document, plan)
    except Faulty as faulty:
        return Line(name, None, tuple(faulty.diagnostics), beside.get("parent", ""))
    times = bundle.times()
    warnings, bundle = bundle.warnings, told.bundle(plan, bundle, times.as_of)
    found = settle(asks.plan_with(told.instead), bundle, times, lambda _: attested, told.supplied)
    return Line(name, found, warnings)


def bundles_in(folder: Path) -> tuple[Path, ...]:
    """The bundles in a folder, in the order of their names."""
    folders = [one for one in folder.iterdir() if is_folder(one) and is_bundle(one)]
    return tuple(sorted([*folders, *folder.glob("*.zip")]))


def judge_bundles(
    paths: Iterable[Path],
    plan: Plan,
    as_of: date | None,
    seen: list[Picture],
    watch: Callable[[tuple[int, ...]], Iterable[int]] = iter,
    below: Sequence[Stand] = (),
) -> Iterator[Line]:
    """Every bundle judged with its evidence, in order; its pictures are added to those seen."""
    listed, asks = tuple(paths), asks_of(plan)
    shown: dict[int, tuple[Picture, ...]] = {}

    def judge(number: int, told: Told) -> Line:
        line, shown[number] = judge_bundle(listed[number], asks, as_of, told)
        return line

    for number, line in enumerate(judged_together(asks, len(listed), judge, watch, below)):
        seen += shown[number]
        yield line


def judge_bundle(
    path: Path, asks: Asks, as_of: date | None, told: Told
) -> tuple[Line, tuple[Picture, ...]]:
    """A bundle judged with its evidence and with what it is told, and its pictures."""
    plan = asks.plan
    try:
        document = open_bundle(path)
        bundle = read_bundle(document, plan)
        shown = pictures_in(path, document, bundle)
    except Faulty as faulty:
        return Line(path.name, None, tuple(faulty.diagnostics)), ()
    community = bundle.community
    missing = NO_DAY if (as_of or bundle.head.as_of) is None else None
    if asks.needs_parent and not community.parent:
        missing = NO_PARENT
    if missing is not None:
        fault = Diagnostic(missing, Location(str(path)), {})
        return Line(community.id, None, (fault,), community.parent or None), shown
    return Line(community.id, judged(asks, bundle, told, as_of), bundle.warnings), shown
