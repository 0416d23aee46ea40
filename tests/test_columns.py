"""One formula, two speeds: whole columns give each community what it gets alone."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import Mock

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import (
    AS_OF,
    PERIOD,
    divided_standards,
    recorded,
    standard_of,
    standard_toml,
    standards,
)
from test_batch import cells_in, flat
from texts import EDITIONS, folders_of

import civscore
from civscore.cohorts.columnar import spreading
from civscore.cohorts.columnar.bounds import Bound, BranchedError
from civscore.cohorts.columnar.chunks import Engine
from civscore.cohorts.columnar.columns import WIDE
from civscore.cohorts.columnar.proving import prove
from civscore.cohorts.judging import judge_table
from civscore.cohorts.results import cells_of
from civscore.cohorts.rows import Table
from civscore.evidence.reading import read_records
from civscore.evidence.tabulating import tabulate
from civscore.exact import INTEGERS
from civscore.scoring import points as pt
from civscore.scoring.points import ADMITTED, score
from civscore.scoring.sums import Verdict


def rows_of(plan: civscore.Plan) -> list[tuple[list[int], list[int]]]:
    """Every fixture of the edition as a row, and each again with every third fact forgotten."""
    rows = []
    lows, highs = plan.spans
    for folder in folders_of(plan):
        bundle = civscore.load_bundle(folder, plan)
        row = tabulate(plan, bundle, bundle.times(None))
        rows.append((list(row.low), list(row.high)))
        for start in range(3):
            low, high = list(row.low), list(row.high)
            low[start::3], high[start::3] = lows[start::3], highs[start::3]
            rows.append((low, high))
    return rows


def columns_of(rows: list[list[int]]) -> list[Any]:
    """Rows turned into columns."""
    return [np.array(column, dtype=object) for column in zip(*rows, strict=True)]


def each(found: Any, number: int) -> int:
    """One row's part of a column, or of what is the same for all."""
    return int(found[number]) if isinstance(found, np.ndarray) else int(found)


@pytest.mark.parametrize("shown", [pt.ADMITTED, pt.UNPROVEN, pt.REFUSED])
@pytest.mark.parametrize("standard", EDITIONS)
def test_columns_give_each_community_what_it_gets_alone(standard: str, shown: Verdict) -> None:
    plan = civscore.load_standard(standard)
    rows = rows_of(plan)
    verdicts = [shown] * len(plan.criteria)
    low, high = (columns_of([row[end] for row in rows]) for end in (0, 1))
    together = pt.score(plan, WIDE, low, high, verdicts)
    for number, row in enumerate(rows):
        alone = pt.score(plan, INTEGERS, *row, verdicts)
        for mine, ours in (
            *zip(alone.sections, together.sections, strict=True),
            (alone.base.record, together.base.record),
            (alone.bonus.record, together.bonus.record),
        ):
            for (units, per), (all_units, all_per) in zip(mine, ours, strict=True):
                assert units * each(all_per, number) == each(all_units, number) * per


@pytest.mark.parametrize("standard", EDITIONS)
def test_with_nothing_recorded_nothing_is_lost(standard: str) -> None:
    """A blank form is unproven from the first clause to the last."""
    plan = civscore.load_standard(standard)
    verdicts = [pt.ADMITTED] * len(plan.criteria)
    for planned, points in zip(
        plan.criteria, pt.score(plan, INTEGERS, *plan.spans, verdicts).criteria, strict=True
    ):
        assert points.high[0] == planned.full * points.high[1], planned.id
        assert points.low[0] < planned.full * points.low[1], planned.id


# ---------------------------------------------------------------- whole tables, two ways


def one_by_one(plan: civscore.Plan, frame: Any, period: Any = None) -> tuple[list[Any], list[Any]]:
    """Each row through the engine of one community: its cells, and all that is said of it."""
    rows = frame.astype(object).where(frame.notna(), None).to_numpy().tolist()
    table = Table("frame", tuple(frame.columns), tuple(rows))
    lines = list(judge_table(table, plan, AS_OF, period))
    judged = [cells_of(one.assessment, criteria=True) for one in lines if one.assessment]
    return judged, [fault for one in lines if one.assessment is None for fault in one.faults]


def said(faults: Sequence[civscore.Diagnostic]) -> list[tuple[Any, ...]]:
    return [(one.code, one.location.line, one.location.column, one.text()) for one in faults]


def check_frame(plan: civscore.Plan, frame: Any, period: Any = None) -> int:
    """Compares a frame with its rows one by one, digit for digit; gives how many were judged."""
    frame = frame.assign(parent="街道")
    alone, wrong = one_by_one(plan, frame, period)
    faults: list[civscore.Diagnostic] = []
    together = civscore.score_frame(
        plan, frame, as_of=AS_OF, period=period, criteria=True, faults=faults
    )
    assert said(faults) == said(wrong)
    found = together.astype(object).where(together.notna(), None).to_dict("records")
    assert [list(one.items()) for one in found] == [list(one.items()) for one in alone]
    return len(alone)


def shaken(rows: list[dict[str, Any]], random: Random, number: int) -> Iterator[dict[str, Any]]:
    """Many rows out of a few: cells swapped between them, moved a little, left out, spoilt."""
    names = sorted({name for row in rows for name in row} - {"id", "parent"})
    facts = sorted({name.partition(".")[0] for name in names})
    for place in range(number):
        taken = {fact: random.choice(rows) for fact in facts if random.random() < 0.3}
        first = random.choice(rows)
        row: dict[str, Any] = {"id": f"s{place}", "parent": "街道"}
        gone = {fact for fact in facts if random.random() < 0.1}
        for name in names:
            fact, chance = name.partition(".")[0], random.random()
            value: Any = taken.get(fact, first).get(name)
            if fact in gone:
                value = None
            elif chance < 0.2 and type(value) in {int, Decimal} and value > 3:
                value = value - random.randint(0, 3)
            elif chance > 0.999:
                value = random.choice(
                    [None, "许多", -1, True, "", " ", Decimal("0.1234567"), 10**13]
                )
            row[name] = value
        yield row


@pytest.mark.parametrize("standard", EDITIONS)
def test_a_table_gives_the_same_as_its_rows_one_by_one(standard: str) -> None:
    """Recorded, unknown and faulty cells, of every bundled standard."""
    plan = civscore.load_standard(standard)
    rows = [cells_in(one) for one in folders_of(plan)]
    frame = pd.DataFrame(list(shaken(rows, Random(standard), 60)), dtype=object)
    period = (date(2025, 7, 1), AS_OF)
    assert check_frame(plan, frame, period) > 10


@st.composite
def tables(draw: st.DrawFn) -> tuple[Mapping[str, Any], list[dict[str, Any]]]:
    """A standard, and rows of what communities have on record."""
    standard = draw(st.one_of(standards(), divided_standards()))
    facts = draw(st.lists(recorded(standard), min_size=1, max_size=6))
    return standard, [
        {"id": f"c{at}", "parent": "街道", **flat(one)} for at, one in enumerate(facts)
    ]


def shaken_table(
    made: tuple[Mapping[str, Any], list[dict[str, Any]]], seed: int, folder: Path
) -> tuple[civscore.Plan, Any]:
    """The standard, and its rows with a dozen more."""
    standard, rows = made
    (folder / "s.toml").write_text(standard_toml(standard), "utf-8")
    more = list(shaken(rows, Random(seed), 12))
    return civscore.load_standard(folder / "s.toml"), pd.DataFrame([*rows, *more], dtype=object)


@settings(max_examples=100, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(made=tables(), seed=st.integers(0, 10**6))
def test_a_table_of_any_standard_gives_the_same_as_its_rows(
    made: tuple[Mapping[str, Any], list[dict[str, Any]]],
    seed: int,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    plan, frame = shaken_table(made, seed, tmp_path_factory.mktemp("s"))
    check_frame(plan, frame, (PERIOD["from"], PERIOD["until"]))


@settings(max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(made=tables(), seed=st.integers(0, 10**6))
def test_whatever_is_recorded_lies_within_what_nothing_recorded_comes_to(
    made: tuple[Mapping[str, Any], list[dict[str, Any]]],
    seed: int,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """In units, too, which is how it is known how many bits sums have room in."""
    plan, frame = shaken_table(made, seed, tmp_path_factory.mktemp("s"))
    names = tuple(frame.columns)
    cells = frame.where(frame.notna(), None).to_numpy().tolist()
    lines = judge_table(Table("", names, cells), plan, AS_OF, (PERIOD["from"], PERIOD["until"]))
    own = [plan] if plan.divided is None else plan.divided.plans
    blank = {
        id(one): score(one, INTEGERS, *one.spans, [ADMITTED] * len(one.criteria)).criteria
        for one in own
    }
    for line in lines:
        found = line.assessment
        if found is None or id(found.plan) not in blank:
            continue
        for part, whole in zip(found.scores.criteria, blank[id(found.plan)], strict=True):
            ends = [Fraction(*one) for one in (whole.low, part.low, part.high, whole.high)]
            assert ends == sorted(ends)


def test_columns_of_another_kind_of_community_are_empty(tmp_path: Path) -> None:
    """Where all rows are of one kind, the sections of the other are there, too."""
    criterion = {"title": "有计划", "full": 3, "all_of": ["plan"]}
    sections = [
        {"title": kind, "only": {"type": [kind]}, "criterion": [criterion]}
        for kind in ("urban", "rural")
    ]
    made = {"row": "两类", "name": "列", "facts": FACTS, "section": sections, "full": 3}
    file = tmp_path / "s.toml"
    file.write_text(standard_toml(standard_of(made)), "utf-8")
    plan = civscore.load_standard(file)
    frame = pd.DataFrame({"id": ["a", "b"], "type": ["urban"] * 2, "plan": [True, None]})
    assert check_frame(plan, frame.astype(object)) == 2


# ---------------------------------------------------------------- typed columns


FACTS = {
    "homes": {"kind": "count", "title": "户数", "unit": "户", "range": [0, 20000]},
    "green": {"kind": "measure", "title": "绿化率", "unit": "%", "decimals": 1, "range": [0, 100]},
    "jobs": {"kind": "rate", "title": "就业率", "of": "失业人员", "if_none": "full"},
    "plan": {"kind": "flag", "title": "有计划"},
    "type": {"kind": "choice", "title": "类型", "options": {"urban": "城区", "rural": "农村"}},
}
CRITERIA = [
    {"full": 3, "all_of": ["homes >= 50"]},
    {"full": 4, "proportional": {"value": "green", "to": 35}},
    {"full": 5, "proportional": {"value": "jobs", "to": "95%"}},
    {"full": 2, "all_of": ["plan"]},
    {"full": 1, "all_of": ["type == 'urban'"]},
]


def plan_of(facts: Any, criteria: Any, folder: Path) -> civscore.Plan:
    """A standard of these facts and criteria."""
    file = folder / "s.toml"
    made = {"row": "", "name": "列", "facts": facts, "criterion": criteria}
    file.write_text(standard_toml(standard_of(made)), "utf-8")
    return civscore.load_standard(file)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> civscore.Plan:
    return plan_of(FACTS, CRITERIA, tmp_path_factory.mktemp("small"))


TYPED: dict[str, list[tuple[str, list[Any]]]] = {
    "homes": [
        ("int64", [1, 50, 20000, 20001]),
        ("uint64", [1, 50, 2**63, 7]),
        ("Int64", [1, None, 50, -1]),
        ("float64", [1.0, None, 50.5, 1e300]),
        ("Float64", [1.0, None, 50.5, 7.0]),
        ("str", ["1", None, "五十", " 50 "]),
        ("object", [True, 1, Decimal("1.0"), Decimal("1.5")]),
        ("category", ["1", None, "50", "x"]),
        ("bool", [True, False, True, True]),
    ],
    "green": [
        ("float64", [0.1, 0.3, 99.9, 0.05]),
        ("float64", [0.1 + 0.2, None, 34.9, float("inf")]),
        ("float64", [1e-05, -0.0, 100.0, 1e16]),
        ("float32", [0.1, 0.5, None, 35.0]),
        ("int64", [0, 35, 100, 101]),
        ("object", [Decimal("34.90"), "34.9", 34.9, Decimal("34.95")]),
    ],
    "plan": [
        ("bool", [True, False, True, False]),
        ("boolean", [True, None, False, True]),
        ("object", [True, 1, "是", "maybe"]),
        ("int64", [1, 0, 1, 0]),
        ("float64", [1.0, 0.0, None, 1.0]),
    ],
    "type": [
        ("category", ["urban", None, "rural", "hamlet"]),
        ("str", ["urban", None, " rural ", ""]),
    ],
}


@pytest.mark.parametrize(
    ("name", "kind", "cells"),
    [(name, kind, cells) for name, several in TYPED.items() for kind, cells in several],
)
def test_a_typed_column_says_what_its_cells_say(
    name: str, kind: str, cells: list[Any], small: civscore.Plan
) -> None:
    """Also how its faulty cells are faulty: no number is taken for another that is near."""
    frame = pd.DataFrame({"id": list("abcd"), name: pd.Series(cells, dtype=kind)})
    check_frame(small, frame)


@pytest.mark.parametrize("parts", [("count",), ("of",), ("count", "of"), ("count", "of", "stated")])
def test_parts_of_a_rate_are_recorded_together(
    parts: tuple[str, ...], small: civscore.Plan
) -> None:
    cells = {
        "count": pd.Series([5, None, 11, None, 0], dtype="Int64"),
        "of": pd.Series([10, 10, 10, None, 0], dtype="Int64"),
        "stated": pd.Series(["50%", "97%", None, "97%", None], dtype="str"),
    }
    columns = {f"jobs.{part}": cells[part] for part in parts}
    check_frame(small, pd.DataFrame({"id": list("abcde"), **columns}))


VOICES = {
    "kind": "survey", "title": "满意度", "of": "居民", "minimum": 30, "if_short": "unproven",
    "answers": {"yes": "满意", "so": "一般", "no": "不满意"}, "favourable": ["yes", "so"],
    "worth": {"yes": 100, "so": 60, "no": -5},
}  # fmt: skip
ANSWERS = {
    "yes": [25, None, 40, 0, 5, None, 10**9, 10],
    "so": [25, None, None, 0, 5, None, 10**9, 10],
    "no": [10, None, 3, 0, 5, 7, 10**9, -1],
}


@pytest.mark.parametrize(
    "parts", [("yes", "so", "no"), ("yes", "so"), ("yes", "so", "no", "issued")]
)
def test_the_answers_of_a_survey_are_added_up(parts: tuple[str, ...], tmp_path: Path) -> None:
    """Complete, not held, incomplete, nobody, too few, one answer, beyond a column, below zero."""
    criteria = [
        {"full": 5, "proportional": {"value": "voices", "to": "90%"}},
        {"full": 4, "proportional": {"value": "voices.mean", "to": 80}},
    ]
    plan = plan_of({"voices": VOICES}, criteria, tmp_path)
    cells = {**ANSWERS, "issued": [100, None, 50, 0, 15, None, None, 20]}
    columns = {f"voices.{part}": pd.Series(cells[part], dtype="Int64") for part in parts}
    check_frame(plan, pd.DataFrame({"id": list("abcdefgh"), **columns}))


def test_what_a_reason_says_is_not_read_but_that_there_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reason each, a blank one, none; with full marks none is asked for."""
    hall = {"kind": "judged", "title": "会风", "range": [0, 5], "decimals": 1}
    plan = plan_of({"hall": hall}, [{"full": 5, "judged": {"value": "hall"}}], tmp_path)
    cells = {
        "hall": [3, 4.5, 2, 1, 5, None],
        "hall.reason": ["两次缺签到", "会议记录不全", "  ", None, None, "另有一次"],
    }
    check_frame(plan, pd.DataFrame({"id": list("abcdef"), **cells}))
    asked = Mock(wraps=read_records)
    monkeypatch.setattr(spreading, "read_records", asked)
    every = [f"第 {number} 条" for number in range(2000)]
    many = pd.DataFrame({"id": every, "hall": 2, "hall.reason": every})
    assert len(civscore.score_frame(plan, many, as_of=AS_OF)) == len(every)
    assert asked.call_count < 5


def test_a_fact_given_whole_and_in_parts_is_refused(small: civscore.Plan) -> None:
    for names in (("jobs", "jobs.count"), ("jobs.count", "jobs")):
        frame = pd.DataFrame({"id": ["a"], **dict.fromkeys(names, 1)})
        assert check_frame(small, frame) == 0


def test_nothing_to_judge_is_an_empty_table(small: civscore.Plan) -> None:
    frame = pd.DataFrame({"id": [], "homes": []})
    assert len(civscore.score_frame(small, frame, as_of=AS_OF)) == 0


# ---------------------------------------------------------------- what columns are enough for


def test_numbers_that_outgrow_a_column_are_exact_all_the_same(tmp_path: Path) -> None:
    """A share of a billion millionths, times points of six decimals, is beyond 64 bits."""
    land = {"kind": "measure", "title": "面积", "unit": "亩", "decimals": 6}
    near = {"kind": "measure", "title": "林地", "unit": "亩", "decimals": 6}
    criteria = [
        {"full": Decimal("9.999999"), "proportional": {"value": "near / land", "to": "99.999%"}},
        {"full": 1, "all_of": ["near >= 1"]},
    ]
    plan = plan_of({"land": land, "near": near}, criteria, tmp_path)
    assert prove(plan).criteria == (False, True)
    high = Decimal("999999999.999999")
    frame = pd.DataFrame(
        {
            "id": list("abcd"),
            "land": pd.Series([high, high, None, 1], dtype=object),
            "near": pd.Series([high - 1, Decimal("0.000001"), 5, None], dtype=object),
        }
    )
    assert check_frame(plan, frame) == 4


@pytest.mark.parametrize(
    "formula",
    [
        lambda one: 1 if one > 0 else 0,
        lambda one: min(one, 3),
        int,
        lambda one: (1, 2, 3)[one],
        lambda one: one and 5,
    ],
)
def test_a_formula_that_looks_at_a_number_is_found_out(formula: Any) -> None:
    with pytest.raises(BranchedError):
        formula(Bound(0, 2, [0]))


@given(
    ends=st.lists(st.tuples(st.integers(-50, 50), st.integers(0, 20)), min_size=3, max_size=3),
    data=st.data(),
)
def test_what_is_worked_out_over_bounds_holds_for_every_number(ends: Any, data: Any) -> None:
    seen = [0]
    bounds = [Bound(low, low + more, seen) for low, more in ends]
    numbers = [data.draw(st.integers(one.low, one.high)) for one in bounds]

    def formula(a: Any, b: Any, c: Any) -> list[Any]:
        return [a + b, a - b, 3 - a, a * c, -a, abs(b), a // (abs(c) + 1), 7 // (abs(a) + 1), b % 5]

    for bound, number in zip(formula(*bounds), formula(*numbers), strict=True):
        assert bound.low <= number <= bound.high
        assert abs(number) <= seen[0]


@pytest.mark.parametrize("standard", EDITIONS)
def test_every_bundled_standard_is_worked_out_on_columns(standard: str) -> None:
    assert Engine(civscore.load_standard(standard)).proof.is_fit
