"""Another edition for a whole cohort: who comes to another tier, and by which clause."""

import json
from pathlib import Path
from typing import Any

import pytest
from test_cohorts import DAY, standard_in, written
from texts import Run

Made = dict[str, Any]


def edition(lectures: int, tier: int) -> Made:
    """An edition that asks for so many lectures, and so many points."""
    return {
        "row": "", "name": "两版",
        "criterion": [
            {
                "id": "1.1", "title": "讲座", "full": 10,
                "proportional": {"value": "a", "to": lectures},
            },
            {"id": "1.2", "title": "制度", "full": 5, "all_of": ["plan"]},
        ],
        "facts": {
            "a": {"kind": "count", "title": "讲座期数", "range": [0, 40]},
            "plan": {"kind": "flag", "title": "有制度"},
        },
        "tier": [{"id": "达标", "total": tier}, {"id": "先进", "total": 14}],
    }  # fmt: skip


ROWS = "id,name,a,plan\nx,甲,10,有\ny,乙,10,无\nz,丙,2,有\nw,丁,5,有\n"


@pytest.fixture
def three(tmp_path: Path) -> list[Path]:
    """The old edition, one that asks for twice as many lectures, one that asks for less in all."""
    made = (edition(10, 10), edition(20, 10), edition(10, 7))
    return [standard_in(tmp_path, one, f"{number}.toml") for number, one in enumerate(made)]


def test_who_moves_and_by_which_clause(three: list[Path], run: Run, tmp_path: Path) -> None:
    """X has 15, then 10; y 10, then 5; z 7, then 6; w 10, then 7.5."""
    table = written(tmp_path, "t.csv", ROWS)
    flags = ("--cohort", table, "--as-of", DAY)
    ran = run("diff", *three[:2], *flags, "--format", "json")
    said = json.loads(ran.out)
    assert (ran.status, said["judged"]) == (0, 4)
    assert said["moves"] == [
        {"old": "先进", "new": "达标", "count": 1},
        {"old": "达标", "new": None, "count": 2},
    ]
    assert [(one["id"], one["old"], one["new"]) for one in said["movers"]] == [
        ("x", "先进", "达标"),
        ("y", "达标", None),
        ("w", "达标", None),
    ]
    (clause,) = said["movers"][0]["clauses"]
    assert (clause["part"], clause["id"]) == ("criterion", "1.1")
    assert (clause["old"]["earned"], clause["new"]["earned"]) == ("10", "5")
    for form in ("text", "markdown"):
        zh = run("diff", *three[:2], *flags, "--format", form).out
        assert "4 个中 3 个等级有变" in zh
        assert "甲 (x) 先进 → 达标" in zh
        assert "1.1 讲座：" in zh
        assert "先进 → 达标: 1" in run("diff", *three[:2], *flags, "--lang", "en").out


def test_where_only_the_tiers_change_that_is_said(
    three: list[Path], run: Run, tmp_path: Path
) -> None:
    table = written(tmp_path, "t.csv", ROWS)
    ran = run("diff", three[0], three[2], "--cohort", table, "--as-of", DAY)
    assert "4 个中 1 个等级有变" in ran.out
    assert "丙 (z)" in ran.out
    assert "各条结果都没有变，变的是等级的要求" in ran.out


def test_a_folder_counts_its_evidence_and_says_what_cannot_be_read(
    three: list[Path], run: Run, tmp_path: Path
) -> None:
    for name, a in (("x", "10"), ("q", "'多'")):
        (tmp_path / "包" / name).mkdir(parents=True)
        text = f'[community]\nid = "{name}"\nname = "甲"\n[facts]\na = {a}\nplan = true\n'
        written(tmp_path / "包" / name, "bundle.toml", text)
    ran = run("diff", *three[:2], "--cohort", tmp_path / "包", "--as-of", DAY)
    assert ran.status == 1
    assert "1 个中 1 个等级有变，另有 1 处读不了" in ran.out
    assert "[wrong-value]" in ran.err


def test_columns_of_neither_edition_are_said_before_any_row(
    three: list[Path], run: Run, tmp_path: Path
) -> None:
    table = written(tmp_path, "t.csv", "id,b\nx,1\n")
    ran = run("diff", *three[:2], "--cohort", table, "--as-of", DAY)
    assert (ran.status, ran.out) == (1, "")
    assert "[unknown-column]" in ran.err
