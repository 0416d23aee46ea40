"""Assessors side by side: where they differ, and how far they agree."""

import csv
import json
from fractions import Fraction
from io import StringIO
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from texts import Run, write

from civscore.comparing.agreeing import kappa

STANDARD: Final = """
facts.plan = { kind = "flag", title = "有方案" }
section = [{ id = "1", title = "组织", criterion = [
  { id = "1.1", title = "领导", full = 4, all_of = ["plan"], basis = "ours" },
  { id = "1.2", title = "台账", full = 4, all_of = ["plan"], basis = "ours" },
  { id = "1.3", title = "巡查", full = 2, all_of = ["plan"], basis = "ours" },
  { id = "1.4", title = "宣传", full = 10, all_of = ["plan"], basis = "ours", scored_by = "city" },
] }]
tier = [{ id = "达标", total = 10 }]
[standard]
id = "scores"
edition = "2026"
title = "例"
issuer = "例"
effective = { from = 2026-01-01 }
text = "official"
source = "例"
full = 20
[scoring]
decimals = 1
mode = "half_up"
at = "criterion"
compare = "exact"
not_applicable = "rescale"
[assessors]
self = { title = "自检" }
county = { title = "县评", record = true }
city = { title = "市审" }
"""
BUNDLE: Final = """
[bundle]
standard = "scores"
as_of = 2026-06-30
[community]
id = "x"
name = "示例社区"
[scores.self]
"1.1" = 4
"1.2" = 4
"1.3" = 2
"1.4" = 10
[scores.county]
"1.1" = 4
"1.2" = { points = 1, reason = "缺两个月" }
"1.3" = { points = 1.5, reason = "一次无照片" }
"""


@pytest.fixture
def texts(tmp_path: Path) -> tuple[Path, Path]:
    """A standard with three assessors, of whom two have scored."""
    return write(tmp_path, "s.toml", STANDARD), write(tmp_path, "bundle.toml", BUNDLE)


# --- the number -----------------------------------------------------------------------------------


def shares(pairs: list[tuple[int, int]], full: int) -> list[tuple[Fraction, Fraction]]:
    """Points as shares of the full points."""
    return [(Fraction(a, full), Fraction(b, full)) for a, b in pairs]


@settings(max_examples=200, deadline=None, database=None, derandomize=True)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=2, max_size=30))
def test_kappa_is_that_of_scikit_learn(pairs: list[tuple[int, int]]) -> None:
    """Points 0 to 5, all of them as categories."""
    from sklearn.metrics import cohen_kappa_score  # which takes long to import: one worker does

    found = kappa(shares(pairs, 5))
    if found is None:
        assert len({one for pair in pairs for one in pair}) == 1
        return
    first, second = zip(*pairs, strict=True)
    expected = cohen_kappa_score(first, second, weights="quadratic", labels=list(range(6)))
    assert abs(float(found) - expected) < 1e-9


def test_kappa_by_hand() -> None:
    """4/4, 4/1, 2/1.5 and 0/0: apart by 0, 3, 0.5 and 0; sixteen chance pairs come to 91."""
    pairs = [(Fraction(a), Fraction(b)) for a, b in ((4, 4), (4, 1), (2, Fraction(3, 2)), (0, 0))]
    assert kappa(pairs) == 1 - Fraction(37, 4) / (Fraction(91) / 4)


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([(0, 0), (1, 1), (2, 2)], 1),
        ([(0, 2), (1, 1), (2, 0)], -1),
        ([(2, 2), (2, 2)], None),
        ([(2, 1), (2, 1)], 0),
    ],
)
def test_kappa_at_its_ends(pairs: list[tuple[int, int]], expected: int | None) -> None:
    assert kappa(shares(pairs, 2)) == expected


# --- what users see -------------------------------------------------------------------------------


def test_text(texts: tuple[Path, Path], run: Run) -> None:
    ran = run("reconcile", *texts)
    assert (ran.status, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[1] == "已评：自检 4 条、县评 3 条、市审 0 条；2 条不一致"
    differing = lines.index(next(one for one in lines if "不一致的条款" in one))
    assert lines[differing + 1].startswith(
        "1.2 台账（满分 4）：自检 4 分，县评 1 分（计分），相差 3"
    )
    assert "县评：缺两个月" in ran.out
    assert "1.3 巡查：自评 2 分，县评 1.5 分，高 0.5 分" in lines
    assert "自检与县评：同评 3 条，一致 1 条（33.3%）；自检平均高 1.17 分" in ran.out
    assert "自评高出的 2 条，共 3.5 分" in lines
    assert "1.4 宣传：自检 10 分，市审尚未评（计分）" in lines


def test_json(texts: tuple[Path, Path], run: Run) -> None:
    data: Any = json.loads(run("reconcile", *texts, "--format", "json").out)
    assert [one["apart"] for one in data["criteria"]] == ["0", "3", "0.5", "0"]
    assert [one["inflated"] for one in data["criteria"]] == ["0", "3", "0.5", "0"]
    assert [one["counts"] for one in data["criteria"]] == [["county"]] * 3 + [[]]
    (pair,) = data["pairs"]
    # shares 1, 1, 1 and 1, 0.25, 0.75: the first never varies, so chance does as well
    assert pair == {
        "first": "self", "second": "county", "both": "3", "equal": "1", "difference": "3.5",
        "mean_difference": "1.1667", "kappa": "0",
    }  # fmt: skip


def test_csv(texts: tuple[Path, Path], run: Run) -> None:
    """A line for each criterion; nothing a spreadsheet would work out."""
    standard, bundle = texts
    text = BUNDLE.replace('reason = "缺两个月"', 'reason = "=1+1"')
    out = run(
        "reconcile", standard, write(bundle.parent, "bundle.toml", text), "--format", "csv"
    ).out
    lines = list(csv.DictReader(StringIO(out.removeprefix("\ufeff"))))
    assert [line["编号"] for line in lines] == ["1.1", "1.2", "1.3", "1.4"]
    assert lines[1] == {
        "编号": "1.2", "条款": "台账", "满分": "4", "自检": "4", "自检的理由": "", "县评": "1",
        "县评的理由": "'=1+1", "市审": "", "市审的理由": "", "以谁计分": "县评", "相差": "3",
        "自评高出": "3",
    }  # fmt: skip


@pytest.mark.parametrize("keep", ["", '[scores.self]\n"1.1" = 4\n'])
def test_one_alone_cannot_be_compared(keep: str, texts: tuple[Path, Path], run: Run) -> None:
    head = BUNDLE.partition("[scores")[0]
    bundle = write(texts[1].parent, "bundle.toml", head + keep)
    ran = run("reconcile", texts[0], bundle)
    assert (ran.status, ran.out) == (1, "")
    assert "[scores-alone]" in ran.err


def test_english(texts: tuple[Path, Path], run: Run) -> None:
    out = run("reconcile", *texts, "--lang", "en").out
    assert "scored by both" in out


def test_a_criterion_whose_assessor_has_not_scored_stays_open(
    texts: tuple[Path, Path], run: Run
) -> None:
    """Whatever the others say, and however far apart they are."""
    data: Any = json.loads(run("score", *texts, "--format", "json").out)
    last = data["criteria"][3]
    assert (last["earned"], last["unproven"]) == ("0", "10")


def test_a_page_says_what_each_has_given(
    texts: tuple[Path, Path], run: Run, tmp_path: Path
) -> None:
    page = tmp_path / "r.html"
    assert run("report", *texts, "-o", page).status == 0
    told = run("score", *texts).out
    lines = [line.strip() for line in told.splitlines() if line.strip().startswith("评分：")]
    assert len(lines) == 4
    assert all(f"<p>{line}" in page.read_text("utf-8") for line in lines)
