"""Rows and bundles → findings: every community by itself, a faulty one set aside."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from civscore.assessment import Assessment, assess, settle
from civscore.cohorts.pictures import Picture, pictures_in
from civscore.cohorts.rows import Table, check_names, row_text
from civscore.diagnostics import Diagnostic, Faulty, Location, fault
from civscore.evidence.admitting import UNASKED, Admission, requirements
from civscore.evidence.readers import is_bundle, open_bundle
from civscore.evidence.reading import read_bundle
from civscore.standard.document import is_folder
from civscore.standard.plan import Plan
from civscore.values import Value

NO_DAY: Final = fault(
    "no-day",
    ("没有写评定基准日", "names no day it is judged from"),
    ("在 [bundle] 写 as_of，或用 --as-of 统一指定", "write as_of, or give --as-of for all"),
)


class Line(Value):
    """One community: its assessment, or all that keeps it from being judged."""

    name: str
    assessment: Assessment | None
    faults: tuple[Diagnostic, ...] = ()


def judge_table(
    table: Table,
    plan: Plan,
    as_of: date,
    period: tuple[date, date] | None = None,
    watch: Callable[[tuple[int, ...]], Iterable[int]] = iter,
) -> Iterator[Line]:
    """Every row judged, in order; what its cells say counts as proven.

    `watch` is given the numbers of the rows, and passes them on one by one.

    Raises:
        Faulty: before any row is judged, if the columns or ids are wrong.
    """
    check_names(table, plan)
    attested = dict.fromkeys(requirements(plan), UNASKED)
    head: dict[str, Any] = {"bundle": {"as_of": as_of}}
    if period is not None:
        head["period"] = {"from": period[0], "until": period[1]}
    for number in watch(tuple(range(len(table.rows)))):
        yield _row(table, plan, number, head, attested)


def _row(
    table: Table,
    plan: Plan,
    number: int,
    head: Mapping[str, Any],
    attested: Mapping[str, Admission],
) -> Line:
    document = row_text(table, plan, number, head)
    name = str(document.data["community"]["id"])
    try:
        bundle = read_bundle(document, plan)
    except Faulty as faulty:
        return Line(name, None, tuple(faulty.diagnostics))
    return Line(name, settle(plan, bundle, bundle.times(), lambda _: attested), bundle.warnings)


def bundles_in(folder: Path) -> tuple[Path, ...]:
    """The bundles in a folder, in the order of their names."""
    folders = [one for one in folder.iterdir() if is_folder(one) and is_bundle(one)]
    return tuple(sorted([*folders, *folder.glob("*.zip")]))


def judge_bundles(
    paths: Iterable[Path], plan: Plan, as_of: date | None, seen: list[Picture]
) -> Iterator[Line]:
    """Every bundle judged with its evidence, in order; its pictures are added to those seen."""
    for path in paths:
        try:
            document = open_bundle(path)
            bundle = read_bundle(document, plan)
            seen += pictures_in(path, document, bundle)
        except Faulty as faulty:
            yield Line(path.name, None, tuple(faulty.diagnostics))
            continue
        day = as_of or bundle.head.as_of
        if day is None:
            yield Line(bundle.community.id, None, (Diagnostic(NO_DAY, Location(str(path)), {}),))
            continue
        yield Line(bundle.community.id, assess(plan, bundle, as_of=day), bundle.warnings)
