"""Documents to file and act on: complete, nothing in them comes alive, the same bytes each time."""

import os
import re
import subprocess
import sys
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import pytest
from docx import Document
from openpyxl import load_workbook
from texts import BUNDLE, BUNDLES, STANDARD, Run, changed, standard_for, write
from typst import Fonts

import civscore
from civscore.reports.contents import contents
from civscore.reports.files import docx, pdf, xlsx
from civscore.sentences import Language
from civscore.standard.kinds import names_in

FIXTURES: Final = Path(__file__).parents[1] / "fixtures"
CHINESE: Final = pytest.mark.skipif(
    not set(Fonts().families()) & set(pdf.FAMILIES),
    reason="no font: apt-get install fonts-noto-cjk",
)
SHOWN: Final = [
    FIXTURES / "civilized-community" / name
    for name in ("wenmiaoping", "example-biaobing", "example-veto")
]
CASES: Final = [
    *((file.parent, "zh") for file in BUNDLES[::3]),
    *((folder, language) for folder in SHOWN for language in ("zh", "en")),
]
PAPERS: Final = [
    pytest.param(kind, marks=CHINESE if kind == "pdf" else ())
    for kind in names_in("civscore.reports.files")
]
EVIL: Final = (
    '=1+1 <w:p> {{ 7*7 }} {% raw %} &amp; " \' \x07\x0b ]]> #eval("1") $x$ \\u{41} _x0041_'
)
KEPT: Final = EVIL.replace("\x07\x0b", "")


def name_of(folder: Path | str) -> str:
    return folder if isinstance(folder, str) else f"{folder.parent.name}/{folder.name}"


def assessed(folder: Path) -> civscore.Assessment:
    plan = standard_for(folder)
    return civscore.assess(plan, civscore.load_bundle(folder, plan))


def small(tmp_path: Path, standard: str = STANDARD, bundle: str = BUNDLE) -> civscore.Assessment:
    """A small community judged."""
    plan = civscore.load_standard(write(tmp_path, "standard.toml", standard))
    return civscore.assess(plan, civscore.load_bundle(write(tmp_path, "bundle.toml", bundle), plan))


def named(text: str, name: str) -> str:
    """A bundle of a community of that name."""
    quoted = "".join(f"\\u{ord(one):04x}" for one in name)
    return re.sub(r"(?m)^name = .*$", lambda _: f'name = "{quoted}"', text, count=1)


# --- what a document may say ----------------------------------------------------------------------


@pytest.mark.parametrize(("folder", "language"), CASES, ids=name_of)
def test_what_is_said_adds_up(folder: Path, language: Language) -> None:
    """Every clause and every step is there; parts come to their wholes."""
    found = assessed(folder)
    said = contents(found, language)
    assert [one["编号"] for one in said["条款"]] == [one.id for one in found.criteria]
    for one in (said["总分"], *said["条款"], *said["项目"]):
        assert one["已得"] + one["待证"] + one["已失"] == one["满分"]
    told = {one["事项"] for one in said["整改"]}
    for tier in found.titles:
        assert {step.said.text(language) for step in found.gaps(tier.id).steps} <= told
    assert [one["序号"] for one in said["整改"]] == list(range(1, len(said["整改"]) + 1))
    assert sum(len(one["事项"]) for one in said["整改分类"]) == len(said["整改"])


def test_what_stops_all_else_is_taken_up_first() -> None:
    first = contents(assessed(SHOWN[2]))["整改"][0]
    assert (first["编号"], first["得分"], first["最早"]) == ("V2", 0, "2027-04-09")
    assert first["用于"] == ["达标", "先进", "标兵"]


def test_sections_are_shown_as_they_enter_the_total() -> None:
    """Those with a weight by what they come to in it, so that the table adds up."""
    found = assessed(FIXTURES / "national-civilized-city" / "example-bugou")
    said = contents(found)
    assert all("权重" in one["名称"] for one in said["得分表"])
    for part in ("满分", "已得"):
        off = sum((one[part] for one in said["得分表"]), Decimal(0)) - said["总分"][part]
        assert abs(off) <= Decimal("0.01")


def test_what_serves_no_tier_comes_by_its_gain_too() -> None:
    """示例丙社区 has every tier; what it has lost is listed all the same, the bonus last."""
    steps = contents(assessed(SHOWN[1]))["整改"]
    assert steps
    assert not [one for one in steps if one["用于"]]
    order = [(one["性质"] == "加分项", -one["总分增加"]) for one in steps]
    assert order == sorted(order)


def test_who_is_asked_where_the_standard_says_so(tmp_path: Path) -> None:
    """Who keeps a piece is responsible for it, who issues it has to help."""
    here = 'kind = "record", title = "记录"'
    asked = changed(STANDARD, here, f'{here}, keeper = "居委会", issuer = "街道"')
    (step,) = [one for one in contents(small(tmp_path, asked))["整改"] if one["编号"] == "1.1"]
    assert (step["责任单位"], step["配合单位"], step["期限"]) == ("居委会", "街道", "")


def test_the_time_the_standard_gives_to_mend_is_the_deadline(tmp_path: Path) -> None:
    mended = '[[tier]]\nid = "限期整改"\nstanding = "conditional"\nwithin = "3m"\ntotal = 1\n'
    changes = {
        "total = 30": "total = 53", "total = 45": "total = 54",
        "complaints > 9 or started > 2026-06-30": "cases.minor > 9",
        '{ kind = "minutes", per = "quarter" }, ': "",
    }  # fmt: skip
    text = changed(STANDARD, *(part for pair in changes.items() for part in pair)) + mended
    found = small(tmp_path, text)
    assert [one.id for one in found.placed] == ["限期整改"]
    assert {one["期限"] for one in contents(found)["整改"]} == {"2026-09-30"}


# --- the workbook ---------------------------------------------------------------------------------


def opened(content: bytes) -> Any:
    return load_workbook(BytesIO(content))


@pytest.mark.parametrize(("folder", "language"), CASES, ids=name_of)
def test_a_workbook_has_every_clause_and_every_step(folder: Path, language: Language) -> None:
    found = assessed(folder)
    said = contents(found, language)
    book = opened(xlsx.render(found, language))
    _, scores, gaps, steps, charts = book.worksheets
    rows = list(scores.iter_rows(min_row=4, max_row=3 + len(said["条款"]), values_only=True))
    for row, one in zip(rows, said["条款"], strict=True):
        numbers = [Decimal(str(cell)) if cell not in {None, ""} else None for cell in row[3:7]]
        points = [one[part] for part in ("满分", "已得", "待证", "已失")]
        assert numbers == (points if one["满分"] else [None] * 4)
        assert row[8] == one["依据"]
    told = [steps.cell(row, 4).value for row in range(4, steps.max_row + 1)]
    assert told == [one["事项"] for one in said["整改"]]
    assert gaps.max_row > 3
    assert len(charts._charts) == (2 if any(one["得分"] for one in said["整改"]) else 1)
    for sheet in book.worksheets:
        assert sheet.page_setup.paperSize == 9
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    for sheet in (scores, gaps, steps):
        assert (sheet.print_title_rows, sheet.freeze_panes[1:]) == ("$3:$3", "4")
        assert sheet.auto_filter.ref.startswith("A3:")


def test_the_sections_of_the_score_sheet_can_be_filtered() -> None:
    """The name of a section stands in every row of it, merged as it is."""
    book = xlsx.render(assessed(SHOWN[1]))
    scores = opened(book).worksheets[1]
    assert any(one.min_col == one.max_col == 1 for one in scores.merged_cells.ranges)
    from python_calamine import CalamineWorkbook

    rows = CalamineWorkbook.from_filelike(BytesIO(book)).get_sheet_by_index(1).to_python()
    assert rows[3][0] == "1 社区组织"


# --- every kind of document -----------------------------------------------------------------------


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    found = small(tmp_path, bundle=named(BUNDLE, EVIL))
    assert contents(found)["社区"] == KEPT
    cells = opened(xlsx.render(found)).worksheets[0]
    assert cells["A1"].value == f"{KEPT} 评定结果"
    assert cells["A1"].data_type == "s"
    texts = [one.text for one in Document(BytesIO(docx.render(found))).paragraphs]
    assert f"{KEPT}测评报告" in texts


@pytest.mark.parametrize("kind", PAPERS)
def test_the_same_bytes_in_every_process(kind: str, tmp_path: Path) -> None:
    """Whatever the order of hashes, the hour and the place it is written to."""
    made = []
    for seed, zone in (("1", "Asia/Shanghai"), ("2", "America/New_York")):
        target = tmp_path / f"{seed}.{kind}"
        command = [sys.executable, "-c", "from civscore.cli import main; main()", "report"]
        surroundings = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
        subprocess.run(
            [*command, "civilized-community", str(SHOWN[2]), "-o", str(target)],
            check=True, capture_output=True, env=surroundings,
        )  # fmt: skip
        made.append(target.read_bytes())
    assert made[0] == made[1]


LIBRARIES: Final = {"html": "jinja2", "xlsx": "xlsxwriter", "docx": "docxtpl", "pdf": "typst"}


@pytest.mark.parametrize("kind", PAPERS)
def test_without_the_library(
    kind: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, LIBRARIES[kind], None)
    ran = run("report", "civilized-community", SHOWN[0], "-o", tmp_path / f"报告.{kind}")
    assert (ran.status, "[needs-extra]" in ran.err) == (1, True)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("kind", PAPERS)
def test_the_public_view_says_that_it_is(kind: str, run: Run, tmp_path: Path) -> None:
    ends = [tmp_path / f"{view}.{kind}" for view in ("public", "inspector")]
    for end in ends:
        options = ("--view", end.stem, "-o", end)
        assert run("report", "civilized-community", SHOWN[1], *options).status == 0
    assert ends[0].read_bytes() != ends[1].read_bytes()
