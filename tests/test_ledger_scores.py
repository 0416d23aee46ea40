"""Ledgers: points of assessors, series period by period, and how the sheets are set up."""

from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, Final

import openpyxl
import pytest
import tomli
from filling import filled, mark
from openpyxl.worksheet.worksheet import Worksheet
from texts import Run, standard_in, write

import civscore
from civscore.reports.formats import json
from civscore.starting.workbooks import draw
from civscore.values import replaced

STANDARD: Final = """
facts.crimes = { kind = "series", title = "可防性案件", unit = "起", per = "year", now = "as_of", range = [0, 500], if_none = "zero" }
facts.solved = { kind = "series", title = "办结率", per = "quarter", now = "as_of", of = "应办件数", if_none = "unproven" }
facts.hall = { kind = "judged", title = "议事质量", range = [0, 4] }
section = [{ id = "1", title = "平安", criterion = [
  { id = "1.1", title = "案件", clause = "比上年下降", full = 4, all_of = ["crimes.now < crimes.last"], basis = "ours" },
  { id = "1.2", title = "办结", full = 2, all_of = ["solved.now >= 90%"], basis = "ours" },
  { id = "1.3", title = "议事", full = 4, judged = { value = "hall" }, basis = "ours" },
  { id = "1.4", title = "方案", role = "control", all_of = ["crimes.now >= 0"], basis = "ours" },
] }]
tier = [{ id = "达标", total = 6 }]
[standard]
id = "scored"
edition = "2026"
title = "例"
issuer = "例"
effective = { from = 2026-01-01 }
text = "official"
source = "例"
full = 10
[scoring]
decimals = 1
mode = "half_up"
at = "criterion"
compare = "exact"
not_applicable = "rescale"
"""  # noqa: E501 - a clause a line
ASSESSORS: Final = """
[assessors]
self = { title = "自检" }
county = { title = "县评", record = true }
city = { title = "市审" }
"""
BUNDLE: Final = """
[bundle]
standard = "scored@2026"
as_of = 2026-06-30
applied = "达标"
[community]
id = "x"
name = "示例社区"
[facts]
crimes = { 2024 = 8, 2025 = { at_least = 10 }, 2026 = 9, first = 2024 }
solved = { value = { 2025-Q4 = { stated = "91%" }, 2026-Q2 = { count = 45, of = 50 } }, source = "综治办" }
hall = 4
"""  # noqa: E501
OWN: Final = """
[scores.self]
"1.1" = 4
"1.2" = 2
[scores.check]
"1.1" = { points = 3.5, reason = "一起漏报" }
"1.3" = 4
"""
BY_COUNTY: Final = """
[scores.self]
"1.1" = 4
[scores.county]
"1.1" = { points = 3, reason = "一起漏报" }
"1.3" = 4
[scores.city]
"1.1" = { points = 2.5, reason = "两起漏报" }
"""


@cache
def workbook(standard: str, bundle: str) -> bytes:
    """A ledger of the standard, filled in as the bundle says."""
    with TemporaryDirectory() as folder:
        template = draw(standard_in(Path(folder), standard), "x", "zh")
    return filled(template, tomli.loads(bundle, parse_float=Decimal), Random(3))


class Ledger:
    """A standard, and a ledger of it that is filled in as a bundle says."""

    def __init__(self, folder: Path, standard: str, bundle: str) -> None:
        self.standard = write(folder, "s.toml", standard)
        self.plan = civscore.load_standard(self.standard)
        self.text = write(folder, "bundle.toml", bundle)
        self.file = write(folder, "台账.xlsx", workbook(standard, bundle))

    def load(self) -> civscore.Bundle:
        """What it says."""
        return civscore.load_bundle(self.file, self.plan)

    def change(self, sheet: str, path: list[Any], value: Any, row: int = 0) -> str:
        """Fill one cell of a column in; its name."""
        book = openpyxl.load_workbook(self.file)
        page = book[sheet]
        column, first = place_of(page, path)
        cell = page.cell(row or first, column)
        cell.value = value
        book.save(self.file)
        return f"{sheet}!{cell.coordinate}"

    def found(self) -> list[str]:
        """Everything said of it, in short: sheet, cell, code."""
        try:
            found = self.load().warnings
        except civscore.Faulty as faulty:
            found = faulty.diagnostics
        return [f"{str(one.location).partition(' ')[2]} {one.code}" for one in found]


def place_of(page: Worksheet, path: list[Any]) -> tuple[int, int]:
    """The column with a mark, and the first row of it in which anything is filled in."""
    for column in range(2, page.max_column + 1):
        said = mark(page, 1, column) or {}
        if path in (said.get("path"), said.get("score")):
            header = next(r for r in range(1, 9) if (mark(page, r, 1) or {}).get("header"))
            rows = [r for r in range(header + 1, page.max_row + 1) if page.cell(r, column).value]
            return column, rows[0] if rows else header + 1
    raise KeyError(path)


def of_criterion(page: Worksheet, criterion: str) -> int:
    """The row of a criterion."""
    return next(
        row
        for row in range(1, page.max_row + 1)
        if (mark(page, row, 1) or {}).get("criterion") == criterion
    )


@pytest.mark.parametrize(
    ("standard", "scores"), [(STANDARD, OWN), (STANDARD + ASSESSORS, BY_COUNTY)], ids=["", "county"]
)
def test_there_and_back(standard: str, scores: str, tmp_path: Path) -> None:
    """Points, reasons and periods: the ledger comes to what the text comes to."""
    made = Ledger(tmp_path, standard, BUNDLE + scores)
    ledger, bundle = made.load(), civscore.load_bundle(made.text, made.plan)
    assert ledger.scores == bundle.scores
    assert dict(ledger.records) == dict(bundle.records)
    assert (ledger.head, ledger.warnings) == (bundle.head, bundle.warnings)
    bundle = replaced(bundle, text=ledger.text, folder=ledger.folder)
    found = civscore.assess(made.plan, ledger)
    assert json.render(found, "zh") == json.render(civscore.assess(made.plan, bundle), "zh")
    assert found.total.earned == (10 if standard == STANDARD else 9)  # county: 3 + 2 + 4


def test_what_nobody_scores_has_no_cells(tmp_path: Path) -> None:
    """Of a control there are no points to give."""
    page = openpyxl.load_workbook(Ledger(tmp_path, STANDARD, BUNDLE).file)["评分表"]
    assert {(mark(page, row, 1) or {}).get("criterion") for row in range(1, 20)} == {
        *("1.1", "1.2", "1.3"),
        None,
    }
    heads = [page.cell(4, column).value for column in range(2, 9)]
    assert heads == ["编号", "测评内容", "满分", "怎样计分", "自评分", "核定分", "核定不满分的理由"]


SCORES: Final[list[tuple[list[str], str, Any, str]]] = [
    (["self", "points"], "1.1", 5, "out-of-range"),
    (["self", "points"], "1.1", "不清楚", "wrong-cell"),
    (["self", "points"], "1.1", "≥3", "wrong-cell"),
    (["self", "points"], "1.2", 1.55, "too-many-decimals"),
    (["check", "points"], "1.2", 1, "reason-missing"),
    (["check", "reason"], "1.2", "缺表", "answer-missing"),
]


@pytest.mark.parametrize(("score", "criterion", "value", "code"), SCORES, ids=str)
def test_a_faulty_score_has_its_cell(
    score: list[str], criterion: str, value: Any, code: str, tmp_path: Path
) -> None:
    made = Ledger(tmp_path, STANDARD, BUNDLE + OWN)
    row = of_criterion(openpyxl.load_workbook(made.file)["评分表"], criterion)
    assert made.found() == []
    cell = made.change("评分表", score, value, row)
    assert made.found() == [f"{cell} {code}"]


PERIODS: Final[list[tuple[str, list[Any], Any, str]]] = [
    ("可防性案件", ["period"], "去年", "wrong-period"),
    ("可防性案件", ["period"], None, "wrong-period"),
    ("可防性案件", ["period"], 2025, "listed-twice"),
    ("可防性案件", ["period"], "２０２３年", "before-first"),
    ("可防性案件", [], "很多", "wrong-cell"),
    ("可防性案件", [], 501, "out-of-range"),
    ("办结率", ["count"], 51, "part-exceeds-whole"),
]


@pytest.mark.parametrize(("sheet", "path", "value", "code"), PERIODS, ids=str)
def test_a_faulty_period_has_its_cell(
    sheet: str, path: list[Any], value: Any, code: str, tmp_path: Path
) -> None:
    made = Ledger(tmp_path, STANDARD, BUNDLE)
    cell = made.change(sheet, path, value)
    (found,) = made.found()
    assert found.endswith(f" {code}")
    assert found.partition("!")[0] == cell.partition("!")[0]
    if path != ["period"] and code != "part-exceeds-whole":
        assert found == f"{cell} {code}"


def sheets(file: Path) -> Iterator[Worksheet]:
    """Those that are seen."""
    return (one for one in openpyxl.load_workbook(file).worksheets if one.sheet_state == "visible")


def test_sheets_are_set_up_to_be_filled_in_and_printed(tmp_path: Path, run: Run) -> None:
    """Frozen, headed on every page, A4, locked but for what is filled in, with a word on how."""
    file = tmp_path / "台账.xlsx"
    assert run("template", "civilized-community", "-o", file).status == 0
    for page in sheets(file):
        assert page.protection.sheet
        printed = page.page_setup
        assert f"{printed.paperSize} {printed.orientation}" == "9 landscape"
        assert (printed.fitToWidth or 1, printed.fitToHeight) == (1, 0)
        assert (page.row_dimensions[1].hidden, page.column_dimensions["A"].hidden) == (True, True)
        if page.title == "说明":
            continue
        assert page.freeze_panes == "D5"
        assert page.print_title_rows == "$4:$4"
        assert page.print_area
        open_cells = [c for row in page.iter_rows() for c in row if not c.protection.locked]
        prompted = {
            name
            for rule in page.data_validations.dataValidation
            if rule.prompt
            for cells in rule.sqref.ranges
            for name in [f"{c}" for row in cells.rows for c in row]
        }
        assert open_cells
        assert prompted
        assert {c.fill.fgColor.rgb for c in open_cells} == {"FFFFFBE6"}
        assert all(c.protection.locked for c in page[4])


def test_numbers_are_bounded_and_options_offered(tmp_path: Path) -> None:
    page = openpyxl.load_workbook(Ledger(tmp_path, STANDARD, BUNDLE).file)["评分表"]
    row, (column, _) = of_criterion(page, "1.2"), place_of(page, ["self", "points"])
    cell = page.cell(row, column).coordinate
    rule = next(r for r in page.data_validations.dataValidation if cell in r.sqref)
    assert (rule.type, rule.formula1, rule.formula2) == ("decimal", "0", "2")
    assert rule.prompt == "0 至 2 分"
