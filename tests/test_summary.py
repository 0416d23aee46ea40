"""A cohort in short: the tally, the weak, the missing, the near, what moves ranks, what is odd."""

import json
from pathlib import Path
from typing import Any

import pytest
from test_cohorts import DAY, standard_in, written
from texts import Run

STREET = Path(__file__).parents[1] / "fixtures" / "safe-civilized-estate" / "donghu"

Made = dict[str, Any]
TWO: Made = {
    "row": "", "name": "两项",
    "section": [
        {"id": "1", "title": "组织", "criterion": [
            {"id": "1.1", "title": "会议", "full": 10, "proportional": {"value": "a", "to": 10}},
        ]},
        {"id": "2", "title": "环境", "criterion": [
            {"id": "2.1", "title": "绿地", "full": 10, "proportional": {"value": "b", "to": 10}},
            {"id": "2.2", "title": "制度", "full": 2, "all_of": ["plan"]},
        ]},
    ],
    "facts": {
        "a": {"kind": "count", "title": "会议次数", "range": [0, 10]},
        "b": {"kind": "count", "title": "绿地块数", "range": [0, 10]},
        "plan": {"kind": "flag", "title": "有制度"},
        "is_town": {"kind": "flag", "title": "城区"},
    },
    "tier": [{"id": "达标", "total": 10}, {"id": "先进", "total": 20}],
    "cohort": {"leagues": {"城区组": "is_town", "农村组": "not is_town"}, "publish": ["mean"]},
}  # fmt: skip
ROWS = """id,a,b,plan,is_town
x,10,9,有,是
y,9,10,无,是
z,4,3,有,否
w,,3,有,否
v,4,3,有,否
q,多,1,有,否
"""


@pytest.fixture
def found(run: Run, tmp_path: Path) -> Made:
    """The summary of a small table."""
    standard, table = standard_in(tmp_path, TWO), written(tmp_path, "t.csv", ROWS)
    ran = run("cohort", standard, table, "--as-of", DAY, "--format", "json", "--band", "20%")
    assert ran.status == 1
    assert "t.csv:7:2" in ran.err
    summary: Made = json.loads(ran.out)
    return summary


def test_who_stands_where(found: Made) -> None:
    """W has 5 for certain and could have 15; z and v have 9 and need one more."""
    assert (found["judged"], found["set_aside"], found["without_tier"]) == (5, 1, 3)
    assert found["tiers"] == [
        {"id": "达标", "held": 1, "open": 1, "one_step_away": ["z", "w", "v"]},
        {"id": "先进", "held": 1, "open": 0, "one_step_away": ["y"]},
    ]


def test_means_of_all_and_of_each_league(found: Made) -> None:
    means = {
        one["league"]: (one["count"], one["earned"], one["possible"]) for one in found["means"]
    }
    assert means == {
        None: (5, "12.6", "14.6"),
        "城区组": (2, "20", "20"),
        "农村组": (3, "7.666667", "11"),
    }


def test_what_is_weakest_and_what_is_missing(found: Made) -> None:
    """What is not recorded is not lost: of 1.1 w has lost nothing."""
    weakest = {one["id"]: (one["lost"], one["full_marks"]) for one in found["weakest"]}
    assert weakest == {"2.1": ("4.4", 1), "1.1": ("2.6", 1), "2.2": ("0.4", 4)}
    assert [one["id"] for one in found["weakest"]] == ["2.1", "1.1", "2.2"]
    assert found["missing"] == [{"kind": "fact", "id": "a", "title": "会议次数", "count": 1}]


def test_what_moves_the_ranking(found: Made) -> None:
    """X has 21 (10 + 11), y 19 (9 + 10), z and v 9, w 5; a fifth more or less moves nobody."""
    assert [(one["id"], one["moved"]) for one in found["sections"]] == [("1", 0), ("2", 0)]


def test_what_is_odd(found: Made) -> None:
    assert found["same_facts"] == [["z", "v"]]
    assert found["full_marks"] == []
    assert found["self_full_marks"] == []


def test_a_heavier_section_puts_another_first(run: Run, tmp_path: Path) -> None:
    standard = standard_in(tmp_path, TWO)
    table = written(tmp_path, "t.csv", "id,a,b,plan\nx,10,8,无\ny,8,9,无\nz,1,1,无\n")
    flags = ("--as-of", DAY, "--format", "json")
    said = json.loads(run("cohort", standard, table, *flags, "--band", "99%").out)["sections"]
    assert said[0] == {
        "id": "1", "moved": 2, "furthest": "x", "from": 1, "to": 2, "first_changes": True,
    }  # fmt: skip
    said = json.loads(run("cohort", standard, table, *flags).out)["sections"]
    assert [one["moved"] for one in said] == [0, 0]


@pytest.mark.parametrize("band", ["0%", "100%", "-5%", "多"])
def test_a_band_is_a_share(band: str, run: Run, tmp_path: Path) -> None:
    standard, table = standard_in(tmp_path, TWO), written(tmp_path, "t.csv", ROWS)
    assert run("cohort", standard, table, "--band", band).status == 2


def test_who_praises_himself_everywhere(run: Run, tmp_path: Path) -> None:
    made = {
        **TWO,
        "assessors": {"self": {"title": "自检"}, "city": {"title": "市审", "record": True}},
    }
    standard = standard_in(tmp_path, made)
    for name, last in (("x", 2), ("y", 1)):
        (tmp_path / "包" / name).mkdir(parents=True)
        text = f'[community]\nid = "{name}"\nname = "x"\n[facts]\na = 10\nb = 10\nplan = true\n'
        scores = (
            f'[scores.self]\n"1.1" = 10\n"2.1" = 10\n"2.2" = {{ points = {last}, reason = "x" }}\n'
        )
        written(tmp_path / "包" / name, "bundle.toml", text + scores)
    ran = run("cohort", standard, tmp_path / "包", "--as-of", DAY, "--format", "json")
    said = json.loads(ran.out)
    assert (said["self_full_marks"], said["full_marks"]) == (["x"], ["x", "y"])
    assert said["same_facts"] == [["x", "y"]]


def test_the_street_of_forty_estates_comes_out_as_it_is_reported(run: Run) -> None:
    """标兵 eleven, 先进 eleven, 达标 eighteen; the estates are invented, the tally is not."""
    ran = run("cohort", "safe-civilized-estate", STREET, "--format", "json")
    assert (ran.status, ran.err) == (0, "")
    said = json.loads(ran.out)
    held = {one["id"]: one["held"] for one in said["tiers"]}
    assert held == {"达标": 18, "先进": 11, "标兵": 11}
    assert (said["judged"], said["without_tier"]) == (40, 0)


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_summaries_are_pages_in_both_languages(form: str, run: Run) -> None:
    zh = run("cohort", "safe-civilized-estate", STREET, "--format", form).out
    for line in ("标兵：11 个（27.5%）", "达标：18 个（45%）", "离标兵只差一步", "名次怎样变"):
        assert line in zh
    en = run("cohort", "safe-civilized-estate", STREET, "--format", form, "--lang", "en").out
    for line in ("标兵: 11 (27.5%)", "达标: 18 (45%)", "one step from 标兵", "section weighs 10%"):
        assert line in en
