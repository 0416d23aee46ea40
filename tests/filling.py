"""Ledgers filled in as people do: the same things a bundle says, typed in one way or another."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, Final, TypeAlias

import tomli
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from strategies import toml_value
from texts import BUNDLE, standard_in

from civscore.starting.workbooks import draw

Table: TypeAlias = Mapping[str, Any]

_WIDE: Final = str.maketrans("0123456789.%", "０１２３４５６７８９．％")
_WORDS: Final = "零一二三四五六七八九十"
_BESIDE: Final = ("source", "assessor", "reason", "date")


@cache
def sound_ledger() -> bytes:
    """The smallest standard's, with everything in it that the smallest bundle says."""
    with TemporaryDirectory() as folder:
        template = draw(standard_in(Path(folder)), "x", "zh")
    return filled(template, tomli.loads(BUNDLE, parse_float=Decimal), Random(0))


def filled(template: bytes, data: Table, random: Random) -> bytes:
    """The ledger with everything in it that the data say."""
    book = load_workbook(BytesIO(template))
    for sheet in book.worksheets:
        head = mark(sheet, 1, 1)
        if head and head["sheet"] == "list":
            _fill_list(sheet, data, random)
        elif head and "key" in head:
            _fill_periods(sheet, head["path"], data, random)
        elif head and head["sheet"] == "rows":
            _fill_rows(sheet, head["path"], data, random)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def mark(sheet: Worksheet, row: int, column: int) -> Any:
    """What a hidden cell says."""
    text = sheet.cell(row, column).value
    return json.loads(text) if isinstance(text, str) and text.startswith("{") else None


def roles(sheet: Worksheet) -> dict[str, int]:
    """Columns of a list by what they are for."""
    found = {}
    for column in range(2, sheet.max_column + 1):
        said = mark(sheet, 1, column)
        if said and "role" in said:
            found[said["role"]] = column
    return found


def marked_rows(sheet: Worksheet) -> Iterator[tuple[int, Any]]:
    """Rows of a list in which something is filled in, each with its mark."""
    for row in range(2, sheet.max_row + 1):
        said = mark(sheet, row, 1)
        if said and "path" in said:
            yield row, said


def _fill_list(sheet: Worksheet, data: Table, random: Random) -> None:
    columns = roles(sheet)
    _fill_scores(sheet, data.get("scores", {}))
    for row, said in marked_rows(sheet):
        path = said["path"]
        if path[0] != "facts":
            found: Any = data.get(path[0], {}).get(path[1])
            beside: Table = {}
        elif path[1] in data["facts"]:
            value, beside = parted(data["facts"][path[1]])
            found = _part(value, path[2:], said["kind"])
        else:
            continue
        if found is not None:
            sheet.cell(row, columns["value"]).value = typed(said, found, random)
        for key in _BESIDE:
            if key in beside:
                kind = {"kind": "date" if key == "date" else "text"}
                sheet.cell(row, columns[key]).value = typed(kind, beside[key], random)


def _fill_scores(sheet: Worksheet, scores: Table) -> None:
    """What assessors gave, in the columns of each."""
    for column in range(2, sheet.max_column + 1):
        assessor, part = (mark(sheet, 1, column) or {}).get("score", ("", ""))
        for row in range(2, sheet.max_row + 1) if assessor else ():
            criterion = (mark(sheet, row, 1) or {}).get("criterion")
            given = scores.get(assessor, {}).get(criterion)
            score = given if isinstance(given, dict) else {"points": given}
            if score.get(part) is not None:
                sheet.cell(row, column).value = score[part]


def parted(value: Any) -> tuple[Any, Table]:
    """What is recorded, and what is said beside it."""
    if isinstance(value, dict) and "value" in value:
        return value["value"], value
    return value, {}


def _part(value: Any, path: list[Any], kind: str) -> Any:
    """What of a recorded value goes into one blank; None if nothing does."""
    if kind == "nothing":
        return [] if value == [] else None
    if kind == "share":
        return value if not {"count", "of"} & set(value) else None
    for key in path:
        if not isinstance(value, dict) or key not in value:
            return None
        value = value[key]
    return value


def _fill_rows(sheet: Worksheet, path: list[str], data: Table, random: Random) -> None:
    if path[0] == "facts":
        value, _ = parted(data["facts"].get(path[1], []))
        listed = value.get("units", []) if isinstance(value, dict) else value
    else:
        listed = data.get(path[0], [])
    row = sheet.max_row - 150  # amid the empty ones
    for one in listed:
        for column in range(2, sheet.max_column + 1):
            said = mark(sheet, 1, column)
            found = None if said is None else inner(one, said["path"])
            if found is not None:
                sheet.cell(row, column).value = typed(said, found, random)
        row += random.choice([1, 1, 2])


def _fill_periods(sheet: Worksheet, path: list[str], data: Table, random: Random) -> None:
    """A row for each period of a series."""
    value, _ = parted(data["facts"].get(path[1], {}))
    row = sheet.max_row - 150
    for period, number in value.items():
        for column in range(2, sheet.max_column + 1) if period != "first" else ():
            said = mark(sheet, 1, column)
            if said is None:
                continue
            found = period if said["path"] == ["period"] else _part_of_period(number, said)
            if found is not None:
                sheet.cell(row, column).value = typed(said, found, random)
        row += random.choice([1, 1, 2])


def _part_of_period(number: Any, said: Table) -> Any:
    """What of the number of a period goes into a column."""
    if isinstance(number, dict) and said["kind"] == "number" and not said["path"]:
        return number
    return _part(number, said["path"], said["kind"]) if isinstance(number, dict) else number


def inner(value: Any, path: list[Any]) -> Any:
    """What stands under a path, if anything."""
    for key in path:
        try:
            value = value[key]
        except (KeyError, IndexError, TypeError):
            return None
    return value


def typed(said: Table, value: Any, random: Random) -> Any:
    """A value as somebody types it."""
    kind = said["kind"]
    if kind == "toml":
        return toml_value(value)
    if isinstance(value, dict):
        if len(value) > 1:
            return toml_value(value)
        ((key, one),) = value.items()
        sign = {"at_least": "≥", "at_most": "≤", "stated": ""}.get(key)
        return toml_value(value) if sign is None else f"{sign}{one}"
    match value:
        case bool():
            return random.choice([value, *(("是", "√", "有") if value else ("否", "×", "没有"))])
        case date():
            return random.choice(dates(value))
        case int() | Decimal():
            return random.choice(numbers(value))
        case []:
            return "无"
        case list():
            return random.choice("、,；").join(value)
    if kind == "options":
        return random.choice([value, f" {said['options'][value]} "])
    return value if value == "never" else random.choice([value, f" {value}\u3000"])


def dates(day: date) -> list[Any]:
    """A day in the forms it is typed and kept in."""
    serial = (day - date(1899, 12, 30)).days
    texts = [day.isoformat(), f"{day.year}年{day.month}月{day.day}日", f"{day:%Y%m%d}"]
    return [day, datetime(day.year, day.month, day.day), *texts, serial]  # noqa: DTZ001


def numbers(number: int | Decimal) -> list[Any]:
    """A number in the forms it is typed and kept in."""
    text = str(number)
    small = [_WORDS[number]] if isinstance(number, int) and 0 <= number <= 10 else []
    return [number, text, f" {text}", text.translate(_WIDE), *small]
