"""Ledgers: written from a standard, filled in, read as a bundle; and what is wrong in a cell."""

import re
import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from random import Random
from shutil import copytree
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
import tomli
import xlsxwriter
from filling import filled, mark, marked_rows, parted, roles, sound_ledger, typed
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from strategies import bundle_toml, proofs, recorded, scores, standard_toml, standards
from texts import (
    BUNDLE,
    BUNDLES,
    STANDARDS,
    Case,
    Run,
    read_cases,
    standard_for,
    standard_in,
    write,
)

import civscore
from civscore.evidence.answers import answer
from civscore.evidence.cells import RefusedCellError, Typed
from civscore.reports.formats import json
from civscore.starting.workbooks import draw
from civscore.values import replaced

SLOWLY: Final = settings(
    max_examples=20, deadline=None, database=None, derandomize=True,
    phases=[Phase.explicit, Phase.generate],  # a workbook takes long to make smaller
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


# --- one cell -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "case", read_cases("cells.toml")["case"], ids=lambda case: f"{case['of']}-{case['cell']}"
)
def test_cell(case: Case) -> None:
    said: Case = {"kind": case["of"], "path": []}
    said |= {key: case[key] for key in ("unit", "options") if key in case}
    value = float(case["cell"]) if isinstance(case["cell"], Decimal) else case["cell"]
    cell = Typed(value, case.get("percent", False), case.get("mac", False))
    if "code" in case:
        with pytest.raises(RefusedCellError) as refused:
            answer(said, cell)
        found = civscore.Diagnostic(
            refused.value.fault, civscore.Location("a"), refused.value.values
        )
        assert found.code == case["code"]
        assert case.get("said", "") in found.text()
    else:
        expected = case["says"] if case["says"] != "" else None
        found = answer(said, cell)
        assert (found, type(found)) == (expected, type(expected))


# --- there and back -------------------------------------------------------------------------------


def same(one: civscore.Bundle, other: civscore.Bundle) -> None:
    """Two bundles say the same."""
    assert dict(one.records) == dict(other.records)
    assert [shown.piece for shown in one.pieces] == [shown.piece for shown in other.pieces]
    assert (one.community, one.head, one.period) == (other.community, other.head, other.period)
    assert one.scores == other.scores


def is_empty(value: Any, kind: str) -> bool:
    """Whether nothing would be filled in: a sample that is due, say, has just not begun."""
    if isinstance(value, dict):
        return all(is_empty(one, kind) for one in value.values())
    return bool(value == [] and kind == "sample")


@SLOWLY
@given(data=st.data(), seed=st.integers(0, 2**16))
def test_a_filled_ledger_is_the_bundle(
    data: st.DataObject, seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Standard → ledger → filled in → read: the same as the text that says the same."""
    folder = tmp_path_factory.mktemp("ledger")
    declared = data.draw(standards())
    facts, proof = data.draw(recorded(declared)), data.draw(proofs(declared))
    facts = {
        name: one
        for name, one in facts.items()
        if not is_empty(parted(one)[0], declared["facts"][name]["kind"])
    }
    plan = standard_in(folder, standard_toml(declared))
    given = data.draw(scores(declared))
    for one in given.get("self", {}).values():
        del one["reason"]  # which nobody asks of whoever scores itself
    text = bundle_toml(declared, facts, proof.pieces, scores=given)
    text = text.replace(f'standard = "{plan.id}"', f'standard = "{plan.standard.name}"')
    bundle = civscore.load_bundle(write(folder, "bundle.toml", text), plan)
    template = draw(plan, "x", data.draw(st.sampled_from(["zh", "en"])))
    content = filled(template, tomli.loads(text, parse_float=Decimal), Random(seed))
    ledger = civscore.load_bundle(write(folder, "台账.xlsx", content), plan)
    same(ledger, bundle)
    assert [one.code for one in ledger.warnings] == [one.code for one in bundle.warnings]


@pytest.mark.parametrize(
    "bundle", BUNDLES[::5], ids=lambda file: f"{file.parts[-3]}-{file.parts[-2]}"
)
def test_fixtures_as_ledgers(bundle: Path, tmp_path: Path) -> None:
    """Real ones; their evidence beside the ledger."""
    plan = standard_for(bundle.parent)
    data = tomli.loads(bundle.read_text("utf-8"), parse_float=Decimal)
    content = filled(draw(plan, "x", "zh"), data, Random(1))
    copytree(bundle.parent, tmp_path, dirs_exist_ok=True)
    ledger = civscore.load_bundle(write(tmp_path, "台账.xlsx", content), plan)
    expected = civscore.load_bundle(bundle, plan)
    assert dict(ledger.records) == dict(expected.records)
    assert [one.state for one in ledger.pieces] == [one.state for one in expected.pieces]
    expected = replaced(expected, text=ledger.text)  # the one thing that is not the same
    assert json.render(civscore.assess(plan, ledger), "zh") == json.render(
        civscore.assess(plan, expected), "zh"
    )


@pytest.mark.parametrize("file", STANDARDS, ids=lambda file: file.parent.name)
def test_an_empty_ledger_of_every_standard(file: Path, tmp_path: Path, run: Run) -> None:
    """Names every fact and criterion, protects what must stay, and reads as nothing recorded."""
    ledger = tmp_path / "台账.xlsx"
    assert run("template", file, "-o", ledger).status == 0
    assert run("template", file, "-o", ledger).status == 2
    first = ledger.read_bytes()
    assert run("template", file, "-o", ledger, "--force").status == 0
    assert ledger.read_bytes() == first
    plan = civscore.load_standard(file)
    book = openpyxl.load_workbook(ledger)
    said = {str(c.value) for sheet in book for row in sheet.iter_rows() for c in row if c.value}
    assert {one.id for one in plan.criteria} <= said
    places = [
        said["path"][1]
        for sheet in book
        for _, said in marked_rows(sheet)
        if said["path"][0] == "facts"
    ]
    assert set(places) == {n for n, one in plan.standard.facts.items() if not one.formula}
    for sheet in book:
        assert sheet.protection.sheet
        assert sheet.page_setup.paperSize == 9 or sheet.sheet_state == "hidden"
        assert not any(c.data_type == "f" for row in sheet.iter_rows() for c in row)
    set_cell(ledger, ["community", "name"], "示例社区")
    bundle = civscore.load_bundle(ledger, plan)
    assert (bundle.warnings, dict(bundle.records), bundle.pieces) == ((), {}, ())
    assert bundle.head.standard == plan.standard.name
    assert run("check", ledger, "--standard", file).status == 0


# --- faults in their cells ------------------------------------------------------------------------


def place_of(book: Any, path: list[str]) -> tuple[Any, int, int]:
    """Where something is filled in: sheet, row, column."""
    for sheet in book.worksheets:
        for row, said in marked_rows(sheet):
            if said["path"] == path:
                return sheet, row, roles(sheet)["value"]
    raise KeyError(path)


def set_cell(ledger: Path, path: list[str], value: Any) -> str:
    """Fill one cell in; its name."""
    book = openpyxl.load_workbook(ledger)
    sheet, row, column = place_of(book, path)
    sheet.cell(row, column).value = value
    book.save(ledger)
    return f"{sheet.title}!{sheet.cell(row, column).coordinate}"


@pytest.fixture
def plan(tmp_path: Path) -> civscore.Plan:
    """The smallest standard that has everything."""
    return standard_in(tmp_path)


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A sound ledger for it."""
    return write(tmp_path, "台账.xlsx", sound_ledger())


def found_in(ledger: Path, plan: civscore.Plan) -> list[str]:
    """Everything said of a ledger, in short: sheet, cell, code."""
    try:
        found = civscore.load_bundle(ledger, plan).warnings
    except civscore.Faulty as faulty:
        found = faulty.diagnostics
    return [f"{str(one.location).partition(' ')[2]} {one.code}".strip() for one in found]


def test_the_sound_one_is_the_bundle(ledger: Path, plan: civscore.Plan, tmp_path: Path) -> None:
    same(
        civscore.load_bundle(ledger, plan),
        civscore.load_bundle(write(tmp_path, "b.toml", BUNDLE), plan),
    )
    assert found_in(ledger, plan) == []


WRONG: Final = [
    (["facts", "lectures"], "不清楚", "wrong-cell"),
    (["facts", "lectures"], 101, "out-of-range"),
    (["facts", "lectures"], 4.5, "too-many-decimals"),
    (["facts", "jobs", "count"], 101, "part-exceeds-whole"),
    (["facts", "jobs", "of"], None, "wrong-value"),
    (["facts", "place"], "乡下", "wrong-cell"),
    (["facts", "hall"], 3, "reason-missing"),
    (["facts", "area"], 430103198001011200, "damaged-number"),
    (["facts", "cases"], "无", "filled-twice"),
    (["facts", "cases", "minor"], 1, "filled-twice"),
    (["bundle", "as_of"], "上月底", "wrong-cell"),
    (["period", "until"], date(2025, 6, 30), "dates-not-rising"),
    (["community", "name"], None, "missing-key"),
    (["facts", "plan"], '=DISPIMG("ID_1",1)', "cell-picture"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value", "code"), WRONG, ids=str)
def test_a_fault_has_its_cell(
    path: list[str], value: Any, code: str, ledger: Path, plan: civscore.Plan
) -> None:
    before = ledger.read_bytes()
    if isinstance(value, str) and value.startswith("="):
        book = openpyxl.load_workbook(ledger)
        sheet, row, column = place_of(book, path)
        sheet.cell(row, column).value = value
        sheet.cell(row, column).data_type = "s"
        book.save(ledger)
        cell = f"{sheet.title}!{sheet.cell(row, column).coordinate}"
    else:
        cell = set_cell(ledger, path, value)
    assert before != ledger.read_bytes()
    changed = ledger.read_bytes()
    (found,) = found_in(ledger, plan)
    assert found.endswith(code)
    if code not in {"dates-not-rising", "part-exceeds-whole", "wrong-value"}:
        assert found == f"{cell} {code}"
    assert found.startswith(cell.partition("!")[0])
    assert ledger.read_bytes() == changed


# --- what spreadsheets do -------------------------------------------------------------------------


def edited(ledger: Path, edit: Callable[[Any], Any]) -> Any:
    """The ledger after something was done to the workbook."""
    book = openpyxl.load_workbook(ledger)
    result = edit(book)
    book.save(ledger)
    return result


def sheet_of(book: Any, name: str) -> tuple[Any, dict[str, int], int]:
    """The table of a fact: its sheet, columns by key, and the first row that is filled in."""
    for sheet in book.worksheets:
        head = mark(sheet, 1, 1)
        if (head and head.get("path", [])[-1:] == [name]) or (head or {}).get("path") == [
            "facts",
            name,
            "units",
        ]:
            columns = {}
            for column in range(2, sheet.max_column + 1):
                said = mark(sheet, 1, column)
                if said:
                    columns[said["path"][0]] = column
            return sheet, columns, sheet.max_row - 150
    raise KeyError(name)


def test_merged_cells_hold_for_all_they_cover(ledger: Path, plan: civscore.Plan) -> None:
    def merge(book: Any) -> None:
        sheet, columns, row = sheet_of(book, "cases")
        for offset in (1, 2):
            sheet.cell(row + offset, columns["title"]).value = f"又一件{offset}"
        for key in ("class", "date"):
            sheet.merge_cells(
                start_row=row, end_row=row + 2, start_column=columns[key], end_column=columns[key]
            )

    edited(ledger, merge)
    listed = civscore.load_bundle(ledger, plan).records["cases"].value.listed
    assert [(one.kind, one.day) for one in listed] == [("minor", date(2026, 3, 1))] * 3


def test_rows_and_columns_may_be_moved(ledger: Path, plan: civscore.Plan) -> None:
    before = civscore.load_bundle(ledger, plan)

    def move(book: Any) -> None:
        book.move_sheet("佐证目录", -3)
        sheet, _, row = sheet_of(book, "cases")
        sheet.insert_rows(row)
        for name in ("基本情况", "评分表"):
            book[name].insert_rows(6)

    edited(ledger, move)
    same(civscore.load_bundle(ledger, plan), before)


def test_what_is_not_of_the_template_is_said(ledger: Path, plan: civscore.Plan) -> None:
    def add(book: Any) -> None:
        book.create_sheet("我的").cell(2, 2).value = "笔记"
        book.create_sheet("空的")
        sheet = book["基本情况"]
        sheet.cell(sheet.max_row + 2, roles(sheet)["value"]).value = 5

    edited(ledger, add)
    found = found_in(ledger, plan)
    assert [one.rpartition(" ")[2] for one in found] == ["row-unread", "sheet-unread"]
    assert found[1] == "我的!A1 sheet-unread"


def test_a_remark_without_an_answer_is_said(ledger: Path, plan: civscore.Plan) -> None:
    def remark(book: Any) -> None:
        sheet, row, _ = place_of(book, ["facts", "lectures"])
        sheet.cell(row, roles(sheet)["reason"]).value = "还在统计"
        sheet.cell(row, roles(sheet)["value"]).value = None

    edited(ledger, remark)
    assert [one.rpartition(" ")[2] for one in found_in(ledger, plan)] == ["answer-missing"]


def rewritten(ledger: Path, part: str, change: Callable[[str], str]) -> None:
    """The ledger with one part of the package changed by hand."""
    with ZipFile(ledger) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    parts[part] = change(parts[part].decode()).encode()
    with ZipFile(ledger, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def part_of(ledger: Path, path: list[str]) -> tuple[str, str, str]:
    """The part of the package a cell is in, its reference, and its sheet."""
    book = openpyxl.load_workbook(ledger)
    sheet, row, column = place_of(book, path)
    number = book.worksheets.index(sheet) + 1
    return f"xl/worksheets/sheet{number}.xml", sheet.cell(row, column).coordinate, sheet.title


CELLS: Final = [
    ("<f>1+3</f><v>4</v>", "", None),
    ("<f>1/0</f><v>#DIV/0!</v>", ' t="e"', "cell-failed"),
    ("<f>1+3</f>", "", "cell-failed"),
    ("<v>#N/A</v>", ' t="e"', "cell-failed"),
    ('<f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v>', ' t="str"', "cell-picture"),
]  # fmt: skip


@pytest.mark.parametrize(("inside", "kind", "code"), CELLS, ids=str)
def test_formulas(
    inside: str, kind: str, code: str | None, ledger: Path, plan: civscore.Plan
) -> None:
    """The result that was saved counts; an error, or none, is said."""
    part, cell, sheet = part_of(ledger, ["facts", "lectures"])
    pattern = rf'<c r="{cell}"( s="\d+")?[^>]*>.*?</c>'
    rewritten(
        ledger,
        part,
        lambda text: re.sub(pattern, rf'<c r="{cell}"\1{kind}>{inside}</c>', text, count=1),
    )
    assert found_in(ledger, plan) == ([] if code is None else [f"{sheet}!{cell} {code}"])
    if code is None:
        assert civscore.load_bundle(ledger, plan).records["lectures"].value == (4, 4)


def test_an_empty_cell_may_be_written_in_two_tags(ledger: Path, plan: civscore.Plan) -> None:
    """What stands behind the last cell, such as the formula of a drop-down, is not in it."""
    part, _, _ = part_of(ledger, ["facts", "lectures"])
    rewritten(ledger, part, lambda text: re.sub(r"(<c [^>]*)/>", r"\1></c>", text))
    assert found_in(ledger, plan) == []


def test_a_percentage_is_known_by_its_format(ledger: Path, plan: civscore.Plan) -> None:
    def percent(book: Any) -> str:
        sheet, row, column = place_of(book, ["facts", "lectures"])
        sheet.cell(row, column).value = 0.5
        sheet.cell(row, column).number_format = "0.0%"
        return f"{sheet.title}!{sheet.cell(row, column).coordinate}"

    cell = edited(ledger, percent)
    assert found_in(ledger, plan) == [f"{cell} percent-cell"]


def test_pictures_are_not_read_and_said(ledger: Path, plan: civscore.Plan) -> None:
    with ZipFile(ledger, "a") as archive:
        archive.writestr("xl/media/image1.png", b"x")
    assert [one.rpartition(" ")[2] for one in found_in(ledger, plan)] == ["pictures-unread"]


# --- files that are no ledgers, or mean harm ------------------------------------------------------


def book_of(write_in: Callable[[Any], None]) -> bytes:
    """A workbook of somebody's own."""
    content = BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    write_in(book.add_worksheet())
    book.close()
    return content.getvalue()


def far_apart(sheet: Any) -> None:
    sheet.write(0, 0, "x")
    sheet.write(1_000_000, 16_000, "x")


def grown() -> bytes:
    """A workbook of some 300 KB that unpacks to 300 MB."""
    content = BytesIO(book_of(lambda sheet: sheet.write(0, 0, "x")))
    with ZipFile(content, "a", ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet9.xml", b" " * (300 * 2**20))
    return content.getvalue()


def with_entities() -> bytes:
    content = BytesIO()
    with ZipFile(content, "w") as archive:
        archive.writestr("xl/workbook.xml", '<!DOCTYPE a [<!ENTITY b "c">]><workbook/>')
    return content.getvalue()


def packed_as_xlsx() -> bytes:
    content = BytesIO()
    with ZipFile(content, "w") as archive:
        archive.writestr("a.txt", "x")
    return content.getvalue()


REFUSED: Final = {
    "no zip": (lambda: b"x", "ledger-broken"),
    "empty": (lambda: b"", "ledger-broken"),
    "an old .xls, or a password": (lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 600, "ledger-broken"),
    "a zip of something else": (packed_as_xlsx, "ledger-broken"),
    "entities": (with_entities, "ledger-broken"),
    "cells far apart": (lambda: book_of(far_apart), "ledger-too-large"),
    "small, and 300 MB": (grown, "ledger-too-large"),
    "somebody's own": (lambda: book_of(lambda sheet: sheet.write(0, 0, "x")), "not-a-ledger"),
    "an empty one": (lambda: book_of(lambda _: None), "not-a-ledger"),
}  # fmt: skip


@pytest.mark.parametrize(("make", "code"), REFUSED.values(), ids=REFUSED)
def test_refused(make: Callable[[], bytes], code: str, plan: civscore.Plan, tmp_path: Path) -> None:
    content = make()
    assert len(content) < 2**20
    assert [
        one.rpartition(" ")[2] for one in found_in(write(tmp_path, "a.xlsx", content), plan)
    ] == [code]


@settings(SLOWLY, max_examples=80)
@given(data=st.data())
def test_whatever_bytes_are_changed(
    data: st.DataObject, ledger: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A bundle or a diagnostic, never anything else."""
    folder = tmp_path_factory.mktemp("bytes")
    content = bytearray(ledger.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    found_in(write(folder, "a.xlsx", bytes(content)), standard_in(folder))


ODD: Final = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=12),
    st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.booleans(), st.dates(),
    st.sampled_from(["{", "[", "{}", "=1", "%", "≥", "年", "万", "二百五", "{a=", "1e9", "‰"]),
)  # fmt: skip
"""What may stand in any cell."""


@settings(SLOWLY, max_examples=25)
@given(
    typing=st.lists(
        st.tuples(st.integers(0, 9), st.integers(1, 40), st.integers(1, 14), ODD), min_size=1
    )
)
def test_whatever_is_typed(
    typing: list[tuple[int, int, int, Any]],
    ledger: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("typed")
    book = openpyxl.load_workbook(ledger)
    for number, row, column, value in typing:
        book.worksheets[number % len(book.worksheets)].cell(row, column).value = value
    book.save(folder / "a.xlsx")
    found_in(folder / "a.xlsx", standard_in(folder))


# --- where a ledger may lie -----------------------------------------------------------------------


def test_in_a_folder_and_in_a_zip(ledger: Path, plan: civscore.Plan, tmp_path: Path) -> None:
    folder = tmp_path / "青山"
    folder.mkdir()
    (folder / "青山台账.xlsx").write_bytes(ledger.read_bytes())
    write(folder, "~$青山台账.xlsx", "x")
    packed = tmp_path / "青山.zip"
    with ZipFile(packed, "w") as archive:
        archive.write(folder / "青山台账.xlsx", "青山/青山台账.xlsx")
    for place in (folder, packed):
        same(civscore.load_bundle(place, plan), civscore.load_bundle(ledger, plan))


def test_without_the_library(
    ledger: Path, plan: civscore.Plan, monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    assert found_in(ledger, plan) == ["needs-extra"]
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    ran = run("template", "civilized-community", "-o", ledger.parent / "b.xlsx")
    assert (ran.status, "civscore[excel]" in ran.err) == (1, True)
    assert not (ledger.parent / "b.xlsx").exists()


def test_typing_is_varied() -> None:
    """What the tests type is not always the same."""
    assert len({str(typed({"kind": "number"}, 4, Random(seed))) for seed in range(30)}) > 3
