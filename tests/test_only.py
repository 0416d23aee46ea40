"""Clauses for some communities only, wherever a standard is spoken of beside its judgement."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from strategies import standard_of, standard_toml
from test_columns import columns_of, each
from texts import Case, Run, read_cases, write

import civscore
from civscore.cohorts.columnar.columns import WIDE
from civscore.evidence.tabulating import tabulate
from civscore.exact import INTEGERS
from civscore.scoring import points as pt
from civscore.standard.document import parse_document
from civscore.standard.shelf import plan_document
from civscore.trials.running import Ran, mismatches
from civscore.trials.trying import run_document

VECTORS: Sequence[Case] = read_cases("only.toml")["vector"]
SCHOOLS = standard_toml(standard_of(VECTORS[0]))
HEAD = """
[bundle]
as_of = 2026-06-30
[community]
id = "x"
name = "示例"
[facts]
"""


def plan_of(text: str = SCHOOLS) -> civscore.Plan:
    return plan_document(parse_document(text.encode(), "standard.toml"))


def written(folder: Path, facts: str, text: str = SCHOOLS) -> tuple[Path, Path]:
    """A standard and a bundle in a folder."""
    standard = write(folder, "worked.toml", text)
    return standard, write(folder, "bundle.toml", HEAD + facts).parent


@pytest.mark.parametrize("vector", VECTORS, ids=lambda one: str(one["row"]))
def test_columns_may_hold_communities_of_several_kinds(vector: Case, tmp_path: Path) -> None:
    """The plan of all gives each row what the plan for its kind gives, or the ends of several."""
    plan = plan_of(standard_toml(standard_of(vector)))
    rows = []
    for number, case in enumerate(vector["case"]):
        facts = {name: one for name, one in case["facts"].items() if name != "applied"}
        lines = [f"{name} = {_toml(one)}" for name, one in facts.items()]
        applied = case["facts"].get("applied")
        head = HEAD.replace("[bundle]", f'[bundle]\napplied = "{applied}"') if applied else HEAD
        (tmp_path / str(number)).mkdir()
        file = write(tmp_path, f"{number}/bundle.toml", head + "\n".join(lines))
        bundle = civscore.load_bundle(file.parent, plan)
        rows.append(tabulate(plan, bundle, bundle.times(None)))
    verdicts = [pt.ADMITTED] * len(plan.criteria)
    low, high = (columns_of([list(getattr(row, side)) for row in rows]) for side in ("low", "high"))
    together = pt.score(plan, WIDE, low, high, verdicts)
    for number, row in enumerate(rows):
        alone = pt.score(plan, INTEGERS, row.low, row.high, verdicts)
        kinds = [plan.divided.plans[n] for n in plan.divided.branches.possible(row)]  # type: ignore[union-attr]
        own = [
            pt.score(one, INTEGERS, row.low, row.high, verdicts[: len(one.criteria)])
            for one in kinds
        ]
        for end, pick in ((0, min), (1, max)):
            units, per = together.base.record[end]
            found = each(units, number) / each(per, number)
            assert found == alone.base.record[end][0] / alone.base.record[end][1]
            assert found == pick(one.base.record[end][0] / one.base.record[end][1] for one in own)


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {_toml(one)}" for key, one in value.items()) + "}"
    return f'"{value}"' if isinstance(value, str) else str(value)


def test_a_table_has_empty_cells_for_what_is_not_there(run: Run, tmp_path: Path) -> None:
    standard, _ = written(tmp_path, "")
    table = write(
        tmp_path, "t.csv", "id,body,planned,lessons\na,school,true,5\nb,town,true,\nc,,,\n"
    )
    out = run("batch", standard, table, "--as-of", "2026-06-30", "--criteria").out
    names, *lines = [line.split(",") for line in out.lstrip("\ufeff").splitlines()]
    cells = [dict(zip(names, line, strict=True)) for line in lines]
    assert [one["section.2.earned"] for one in cells] == ["75", "", ""]
    assert [one["criterion.3.1.outcome"] for one in cells] == ["", "unproven", ""]
    assert [(one["earned"], one["unproven"]) for one in cells] == [
        ("100", "0"),
        ("25", "75"),
        ("0", "100"),
    ]


TESTS = """
as_of = 2026-06-30
[[test]]
title = "学校"
facts = { body = "school", lessons = 5 }
points = { "2.1" = 75, "3.1" = 10 }
outcomes = { "2.1" = "met", "3.1" = "absent" }
sections = { "2" = 75, "3" = 0 }
[[test]]
title = "不知道"
facts = { lessons = 5 }
outcomes = { "2.1" = "met", "3.1" = "absent" }
"""


def test_a_test_may_state_that_a_clause_is_not_there(tmp_path: Path) -> None:
    document = parse_document(TESTS.encode(), str(tmp_path / "1.tests.toml"))
    found = [list(mismatches(one.case, one.assessment)) for one in _ran(document)]
    assert [[".".join(one.path) for one in wrong] for wrong in found] == [
        ["points.3.1", "sections.3"],
        ["outcomes.2.1", "outcomes.3.1"],
    ]
    assert {str(one.found) for wrong in found for one in wrong} == {"没有列入", "unlisted"}


def _ran(document: Any) -> tuple[Ran, ...]:
    return run_document(document, plan_of())


def test_supposing_another_kind_brings_other_clauses(run: Run, tmp_path: Path) -> None:
    standard, bundle = written(tmp_path, 'body = "school"\nplanned = true\nlessons = 5\nmissed = 0')
    assert "2.1" in run("score", standard, bundle).out
    supposed = run("score", standard, bundle, "--set", "body=town").out
    assert "3.1" in supposed
    assert "仅适用于“学校”的不评：2 学校专项" in supposed
    assert not re.search(r"^2\.1", supposed, re.MULTILINE)


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_every_report_says_what_has_to_be_settled_first(
    form: str, run: Run, tmp_path: Path
) -> None:
    standard, bundle = written(tmp_path, "planned = true")
    for command in ("score", "gaps") if form != "json" else ("gaps",):
        out = "".join(run(command, standard, bundle, "--format", form).out.split()).replace(
            "\\", ""
        )
        assert "须先确定“对象类别”（“学校”；“乡镇”），才知道评哪些条款" in out
    page = run("report", standard, bundle, "-o", tmp_path / "报告.html")
    assert page.status == 0
    assert "才知道评哪些条款" in (tmp_path / "报告.html").read_text("utf-8")


def test_a_difference_says_for_whom(run: Run, tmp_path: Path) -> None:
    text = standard_toml(standard_of(VECTORS[3]))
    old = write(tmp_path, "old.toml", text)
    both = text.replace('only = { sort = "town" }', 'only = { sort = ["town", "village"] }')
    new = write(tmp_path, "new.toml", both.replace('only = { sort = "village" }\n', ""))
    ran = run("diff", old, new)
    assert (ran.status, ran.err) == (0, "")
    said = "".join(ran.out.split())
    assert "仅适用于由“乡镇”改为“乡镇”、“村（社区）”" in said
    assert "仅适用于由“村（社区）”改为所有对象" in said
