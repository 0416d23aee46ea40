"""Sheets of a workbook with a row for each thing recorded, or for each period.

A row of which nothing is filled in is none; in merged cells what is in the first holds for all.
"""

from collections.abc import Mapping
from typing import Any, Final

from civscore.diagnostics import Diagnostic, fault
from civscore.evidence.cells import plain
from civscore.evidence.scanning import Place
from civscore.evidence.sheets import HEADS, Ledger, Sheet, is_named
from civscore.standard.contents import Path

LISTED_TWICE: Final = fault(
    "listed-twice",
    ("这一期前面已经填过", "this period has been filled in above"),
    ("一期一行，请删去一行", "one row each: remove one"),
)


def read_rows(ledger: Ledger, sheet: Sheet) -> None:
    """One thing a row, a column for each answer; a row of which nothing is filled in is none."""
    head = sheet.mark(0, 0) or {}
    marks = {
        column: mark
        for column in range(1, len(sheet.rows[0]))
        if (mark := sheet.mark(0, column)) and "path" in mark
    }
    given = {tuple(path) for path in head.get("given", ())}
    path: Path = tuple(head.get("path", ()))
    if path != ("evidence",) and not is_named(path, HEADS):
        return
    number = 0
    for row in range(_first(sheet), len(sheet.rows)):
        filled = [
            column
            for column, mark in marks.items()
            if _value(sheet, (row, column)) != "" and tuple(mark["path"]) not in given
        ]
        if not filled:
            continue
        ledger.put(path, {}, sheet.name, (row, filled[0]))
        if "key" in head:
            _read_keyed(ledger, sheet, row, marks)
            continue
        at: Path = (*path, number)
        ledger.places[at] = sheet.name, (row, filled[0])
        ledger.put(at, {}, sheet.name, (row, filled[0]))
        for column, mark in marks.items():
            place = sheet.merged.get((row, column), (row, column))
            found = ledger.answer(sheet, mark, place, at)
            if found is not None:
                ledger.put((*at, *mark["path"]), found, sheet.name, place)
        number += 1
    given_once = head.get("with")
    if number and isinstance(given_once, dict):
        for key, value in given_once.items():
            ledger.put((*path[:-1], key), value, sheet.name, (0, 0))


def _read_keyed(ledger: Ledger, sheet: Sheet, row: int, marks: Mapping[int, Any]) -> None:
    """A row whose answers go under what one of its cells says: the number of a period."""
    head = sheet.mark(0, 0) or {}
    path: Path = tuple(head["path"])
    found: dict[Path, tuple[Any, Place]] = {}
    for column, mark in marks.items():
        place = sheet.merged.get((row, column), (row, column))
        said = ledger.answer(sheet, mark, place, path)
        if said is not None:
            found[tuple(mark["path"])] = said, place
    label, _ = found.pop((head["key"],), ("", None))
    period = plain(str(label)).removesuffix("年")
    for inner, (said, place) in found.items():
        if not ledger.put((*path, period, *inner), said, sheet.name, place):
            ledger.diagnostics.append(Diagnostic(LISTED_TWICE, ledger.cell(sheet.name, place)))


def _first(sheet: Sheet) -> int:
    """The row after the headers."""
    marked = [row for row in range(len(sheet.rows)) if (sheet.mark(row, 0) or {}).get("header")]
    return marked[-1] + 1 if marked else 1


def _value(sheet: Sheet, place: Place) -> Any:
    found = sheet.at(sheet.merged.get(place, place))
    return found.strip() if isinstance(found, str) else found
