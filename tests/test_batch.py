"""Many communities at once: each gets exactly what it gets alone, and nothing is lost silently."""

import csv
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path
from shutil import copytree
from typing import Any

import pandas as pd
import pytest
import tomli
from strategies import standard_of, standard_toml
from texts import EDITIONS, Run, folders_of

import civscore
from civscore.assessment import settle
from civscore.cohorts.headings import check_names
from civscore.cohorts.judging import judge_in
from civscore.cohorts.results import cells_of
from civscore.cohorts.rows import Table
from civscore.cohorts.standing import asks_of
from civscore.cohorts.telling import NOTHING
from civscore.evidence.admitting import UNASKED, requirements
from civscore.exact import text_of

FIXTURES = Path(__file__).parents[1] / "fixtures"
STANDARD = "civilized-community"
DAY = date(2026, 6, 30)
PERIOD = date(2025, 1, 1), date(2025, 12, 31)


WRONG = {
    "table-without-id": "name\n甲\n",
    "unknown-column": "id,meeting\na,1\n",
    "column-twice": "id,id\na,b\n",
    "column-in-parts": "id,satisfaction\na,1\n",
    "community-twice": "id\na\na\n\n\n",
    "row-without-id": "id,name\n,甲\n",
    "table-empty": "",
    "table-broken": 'id\n"a\n',
    "row-too-long": "id\na,b\n",
}
"""What is wrong with a whole table: code → table."""


BESIDE = ("reason", "source", "date")


def flat(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Recorded facts as the cells of a row: a list of events or units has no cell."""
    cells: dict[str, Any] = {}
    for name, value in facts.items():
        bare = value
        if isinstance(value, dict) and "value" in value:
            bare = value["value"]
            cells |= {
                f"{name}.{key}": value[key]
                for key in (BESIDE if "date" in value else BESIDE[:1])
                if key in value
            }
        if isinstance(bare, dict):
            cells |= {f"{name}.{part}": one for part, one in bare.items()}
        elif not isinstance(bare, list):
            cells[name] = bare
    return {name: one for name, one in cells.items() if not isinstance(one, dict | list)}


def cells_in(folder: Path) -> dict[str, Any]:
    text = tomli.loads((folder / "bundle.toml").read_text("utf-8"), parse_float=Decimal)
    return {"id": text["community"]["id"], **flat(text["facts"])}


def unflat(cells: Mapping[str, Any]) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for name, value in cells.items():
        fact, _, part = name.partition(".")
        if part and part not in BESIDE:
            facts.setdefault(fact, {})[part] = value
        elif not part and name != "id":
            facts[name] = value
    for name, bare in facts.items():
        said = {key: cells[f"{name}.{key}"] for key in BESIDE if f"{name}.{key}" in cells}
        facts[name] = {"value": bare, **said} if said else bare
    return facts


def alone(plan: civscore.Plan, cells: Mapping[str, Any], tmp_path: Path) -> Mapping[str, Any]:
    """The same facts as a bundle of their own, everything counted as proven."""
    lines = [f"id = {cells['id']!r}", f"name = {cells['id']!r}"]
    said = "\n".join(f"{name} = {toml(value)}" for name, value in unflat(cells).items())
    period = ["[period]", f"from = {PERIOD[0]}", f"until = {PERIOD[1]}"]
    text = "\n".join(["[community]", *lines, *period, "[facts]", said])
    file = tmp_path / "bundle.toml"
    file.write_text(text, "utf-8")
    bundle = civscore.load_bundle(file, plan)
    attested = dict.fromkeys(requirements(plan), UNASKED)
    return cells_of(settle(plan, bundle, bundle.times(DAY), lambda _: attested), criteria=True)


def toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {toml(one)}" for key, one in value.items()) + "}"
    if isinstance(value, bool):
        return str(value).lower()
    return repr(value) if isinstance(value, str) else str(value)


def shown(cell: Any) -> str:
    return text_of(cell) if isinstance(cell, Decimal) else cell or ""


def lines_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff"))))


@pytest.mark.parametrize("standard", EDITIONS)
def test_a_frame_gives_each_community_what_it_gets_alone(standard: str, tmp_path: Path) -> None:
    plan = civscore.load_standard(standard)
    rows = [cells_in(one) for one in folders_of(plan)]
    for number, row in enumerate(rows):
        row["id"] = f"{row['id']}-{number}"
    frame = pd.DataFrame(rows, dtype=object)
    together = civscore.score_frame(plan, frame, as_of=DAY, period=PERIOD, criteria=True)
    for number, row in enumerate(rows):
        expected = alone(plan, row, tmp_path)
        found = together.iloc[number].to_dict()
        assert {key: found[key] for key in expected if expected[key] is not None} == {
            key: one for key, one in expected.items() if one is not None
        }


def test_a_table_of_text_cells_says_the_same(run: Run, tmp_path: Path) -> None:
    """A CSV as a spreadsheet writes it, in GBK, with 是 and 否 and Chinese dates."""
    plan = civscore.load_standard(STANDARD)
    row = cells_in(FIXTURES / STANDARD / "example-biaobing")
    words = {True: "是", False: "否"}
    said = {key: words[one] if isinstance(one, bool) else str(one) for key, one in row.items()}
    table = tmp_path / "表.csv"
    with table.open("w", encoding="gbk", newline="") as file:
        writer = csv.DictWriter(file, list(said))
        writer.writeheader()
        writer.writerow(said)
    ran = run("batch", STANDARD, table, "--as-of", DAY, "--criteria")
    assert (ran.status, ran.err) == (0, "评定 1 个\n")
    expected = alone(plan, row, tmp_path)
    assert lines_of(ran.out) == [{key: shown(one) for key, one in expected.items()}]


def test_a_folder_of_bundles_counts_their_evidence(run: Run, tmp_path: Path) -> None:
    out, plan = tmp_path / "结果.csv", civscore.load_standard(STANDARD)
    folders = folders_of(plan)
    for one in folders:
        copytree(one, tmp_path / "包" / one.name)
    ran = run("batch", STANDARD, tmp_path / "包", "-o", out)
    assert (ran.status, ran.out) == (0, "")
    lines = lines_of(out.read_text("utf-8"))
    for line, folder in zip(lines, folders, strict=True):
        found = civscore.assess(plan, civscore.load_bundle(folder, plan))
        assert line == {key: shown(one) for key, one in cells_of(found).items()}


@pytest.mark.parametrize("code", WRONG)
def test_what_is_wrong_with_a_table_is_said_before_any_row_is_judged(
    code: str, run: Run, tmp_path: Path
) -> None:
    table, out = tmp_path / "t.csv", tmp_path / "out.csv"
    table.write_text(WRONG[code], "utf-8")
    ran = run("batch", STANDARD, table, "--as-of", DAY, "-o", out)
    assert ran.status == 1
    assert f"[{code}]" in ran.err
    assert not out.exists()


def test_faulty_rows_are_set_aside_and_the_others_are_judged(run: Run, tmp_path: Path) -> None:
    plan = civscore.load_standard(STANDARD)
    row = cells_in(FIXTURES / STANDARD / "example-biaobing")
    count = next(
        name for name, fact in plan.standard.facts.items() if fact.kind == "count" and name in row
    )
    frame = pd.DataFrame([row, {**row, "id": "b", count: "许多"}, {**row, "id": "c"}], dtype=object)
    faults: list[civscore.Diagnostic] = []
    scored = civscore.score_frame(plan, frame, as_of=DAY, faults=faults)
    assert list(scored["id"]) == [row["id"], "c"]
    assert list(scored.index) == [0, 2]
    assert [(one.location.line, frame.columns[one.location.column - 1]) for one in faults] == [
        (3, count)
    ]
    with pytest.raises(civscore.Faulty):
        civscore.score_frame(plan, frame, as_of=DAY)
    table, out = tmp_path / "t.csv", tmp_path / "out.csv"
    frame.to_csv(table, index=False)
    ran = run("batch", STANDARD, table, "--as-of", DAY, "-o", out)
    assert ran.status == 1
    assert "评定 2 个，搁置 1 个" in ran.err
    aside = lines_of((tmp_path / "out.csv.faults.csv").read_text("utf-8"))
    assert [(line["id"], line["line"], line["code"]) for line in aside] == [
        ("b", "3", "wrong-value")
    ]


def test_no_cell_of_the_result_is_a_live_formula(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("id,name\n=1+1,@SUM(A1)\n", "utf-8")
    ran = run("batch", STANDARD, table, "--as-of", DAY)
    line = lines_of(ran.out)[0]
    assert (line["id"], line["name"]) == ("'=1+1", "'@SUM(A1)")


def test_a_bundle_that_names_no_day_is_set_aside(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "bundle.toml").write_text('[community]\nid = "a"\nname = "甲"\n', "utf-8")
    out = tmp_path / "out.csv"
    ran = run("batch", STANDARD, tmp_path, "-o", out)
    assert ran.status == 1
    aside = lines_of((tmp_path / "out.csv.faults.csv").read_text("utf-8"))
    assert [line["code"] for line in aside] == ["no-day"]
    assert run("batch", STANDARD, tmp_path, "--as-of", DAY, "-o", out).status == 0


def test_each_group_of_a_survey_has_its_columns(tmp_path: Path) -> None:
    view = {
        "kind": "survey", "title": "满意度", "of": "居民", "minimum": 2, "if_short": "unproven",
        "answers": {"good": "满意", "bad": "不满意"}, "favourable": ["good"],
        "groups": {"home": "住户", "shop": "商户"}, "quotas": {"shop": 1},
    }  # fmt: skip
    criterion = {"full": 1, "all_of": ["view >= 75%"]}
    made = {"row": "", "name": "问卷", "facts": {"view": view}, "criterion": [criterion]}
    file = tmp_path / "s.toml"
    file.write_text(standard_toml(standard_of(made)), "utf-8")
    plan = civscore.load_standard(file)
    cells = {"view.home.good": 2, "view.home.bad": 1, "view.shop.good": 1, "view.shop.bad": 0}
    frame = pd.DataFrame([{"id": "a", **cells}, {"id": "b", **cells, "view.shop.good": None}])
    faults: list[civscore.Diagnostic] = []
    table = civscore.score_frame(plan, frame, as_of=DAY, faults=faults)
    assert [str(one) for one in table["earned"]] == ["1"]
    assert [(one.code, one.location.line) for one in faults] == [("answers-missing", 3)]
    with pytest.raises(civscore.Faulty, match="unknown-column"):
        civscore.score_frame(plan, pd.DataFrame([{"id": "a", "view.hall.good": 2}]), as_of=DAY)


INSTEAD = {
    "satisfaction.very": "可用的有：issued、",  # a part nobody has
    "satisfaction.valid": "可用的有：issued、",  # a sum of others
    "cases.count": "可用的有：",
    "turnout.all": "可用的有：count、of、stated",
    "area_kind.foo": "是否想写 “area_kind”",
    "satisfaction": "可用的有：issued、",  # all its parts in one cell
}
"""Columns in which no row can be right: what there is instead."""


@pytest.mark.parametrize("name", INSTEAD)
def test_a_part_its_fact_does_not_have_is_said_before_any_row(name: str) -> None:
    """And what parts there are, from the reader of that fact."""
    plan = civscore.load_standard(STANDARD)
    frame = pd.DataFrame([{"id": "a", name: 1}, {"id": "b", name: None}])
    with pytest.raises(civscore.Faulty) as found:
        civscore.score_frame(plan, frame, as_of=DAY)
    (fault,) = found.value.diagnostics
    assert fault.code == ("unknown-column" if "." in name else "column-in-parts")
    assert (fault.location.line, fault.location.column) == (1, 2)
    assert INSTEAD[name] in fault.text()


@pytest.mark.parametrize("name", ["satisfaction.not", "households.at_least", "area_kind.reason"])
def test_a_part_its_fact_has_is_a_column(name: str) -> None:
    frame = pd.DataFrame([{"id": "a", name: None}])
    assert len(civscore.score_frame(civscore.load_standard(STANDARD), frame, as_of=DAY)) == 1


CELLS = (1, 0, True, "98%", DAY, "x")


@pytest.mark.parametrize("name", [STANDARD, "safe-community", "full-employment-community"])
def test_no_column_is_refused_that_takes_a_cell(name: str) -> None:
    """Whatever a fact shows as its example is a column, and whatever its reader takes."""
    plan = civscore.load_standard(name)
    facts = {one: fact for one, fact in plan.standard.facts.items() if not fact.formula}
    examples = tomli.loads("\n".join(f"{one} = {fact.example}" for one, fact in facts.items()))
    assert refused(list(flat(examples)), plan) == set()
    columns = [one.name for one in plan.columns if one.name.partition(".")[0] in facts]
    known = set(columns) - refused(columns, plan)
    assert len(known) > len(columns) / 3
    for column in set(columns) - known:
        table = Table("t", ("id", column), [(number, cell) for number, cell in enumerate(CELLS)])
        judge = judge_in(table, asks_of(plan), DAY, PERIOD)
        assert all(judge(number, NOTHING).assessment is None for number in range(len(CELLS)))


def refused(names: list[str], plan: civscore.Plan) -> set[str]:
    try:
        check_names(Table("t", ("id", *names), ()), plan)
    except civscore.Faulty as faulty:
        return {names[one.location.column - 2] for one in faulty.diagnostics}
    return set()


def test_a_folder_without_bundles_is_wrong_usage(run: Run, tmp_path: Path) -> None:
    assert run("batch", STANDARD, tmp_path).status == 2
