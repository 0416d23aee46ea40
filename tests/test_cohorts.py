"""What only a whole field can tell – ranks, places, units below, means – against all it may be."""

import csv
from datetime import date
from fractions import Fraction
from io import StringIO
from itertools import product
from pathlib import Path
from typing import Any

import oracle_cohort as oracle
import pandas as pd
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from strategies import standard_of, standard_toml
from texts import Run

import civscore
from civscore.cohorts.ranking import Mean, Pool
from civscore.cohorts.together import assess_together
from civscore.standard.document import parse_document
from civscore.standard.shelf import plan_document

DAY = date(2026, 6, 30)
OFTEN = settings(
    max_examples=80,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
Made = dict[str, Any]


# --- ranks and means ------------------------------------------------------------------------------

ENTRIES = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 2), st.booleans()), min_size=1, max_size=4
)
"""The least a number can be, how much more, whether it is certainly there."""


def fields(entries: list[tuple[int, int, bool]]) -> list[list[int | None]]:
    """Every way in which the numbers may turn out; None for what is not there."""
    each = [
        [*range(low, low + more + 1), *(() if sure else (None,))] for low, more, sure in entries
    ]
    return [list(one) for one in product(*each)]


@OFTEN
@given(ENTRIES)
def test_a_rank_lies_between_the_best_and_the_worst_it_may_turn_out(
    entries: list[tuple[int, int, bool]],
) -> None:
    pool = Pool((n, (low, low + more), sure) for n, (low, more, sure) in enumerate(entries))
    for number, (low, more, _) in enumerate(entries):
        ranks = [
            oracle.rank_among(own, [one for one in others if one is not None])
            for field in fields(entries)
            for others in (field[:number] + field[number + 1 :],)
            for own in range(low, low + more + 1)
        ]
        first, last = pool.ranks(number, (low, low + more))
        assert first == (min(one for one, _ in ranks), max(one for one, _ in ranks))
        assert last == (min(one for _, one in ranks), max(one for _, one in ranks))


@OFTEN
@pytest.mark.parametrize("with_self", [True, False])
@given(entries=ENTRIES)
def test_a_mean_lies_between_the_least_and_the_most_it_may_turn_out(
    entries: list[tuple[int, int, bool]],
    with_self: bool,  # noqa: FBT001
) -> None:
    mean = Mean((n, (low, low + more), sure) for n, (low, more, sure) in enumerate(entries))
    for number in range(len(entries)):
        shown = [
            [one for n, one in enumerate(field) if one is not None and (with_self or n != number)]
            for field in fields(entries)
        ]
        found = mean.of(number, with_self=with_self)
        if [] in shown:
            assert found is None
        else:
            means = [Fraction(sum(one), len(one)) for one in shown]
            assert found == (min(means), max(means))


# --- whole cohorts --------------------------------------------------------------------------------

WITHIN = st.sampled_from(["all", "league", "parent"])
SHARE = st.sampled_from(["25%", "50%", "60%", "100%"])
ROUND = st.sampled_from(["down", "up", "nearest"])
TIES = st.sampled_from(["all", "none"])


@st.composite
def quotas(draw: st.DrawFn, of: list[str]) -> Made:
    made: Made = {"within": draw(WITHIN)}
    if draw(st.booleans()):
        made["places"] = draw(st.integers(1, 3))
    else:
        made |= {"share": draw(SHARE), "round": draw(ROUND)}
        is_of = draw(st.booleans())
        if of and is_of:
            made["of"] = draw(st.sampled_from(of))
    return made | ({"by": "total", "ties": draw(TIES)} if draw(st.booleans()) else {})


@st.composite
def tops(draw: st.DrawFn) -> Made:
    key = draw(st.sampled_from(["n", "last"]))
    return {key: draw(st.integers(1, 3)), "ties": draw(TIES), "within": draw(WITHIN)}


@st.composite
def standards(draw: st.DrawFn) -> Made:
    """A standard that compares communities, in the words of the oracle."""
    names = ["达标", "先进", "高于平均", "文明街道"]
    tiers: list[Made] = []
    sure: list[str] = []  # tiers that nobody but the numbers decides
    least = 1
    for name in names[: draw(st.integers(1, 4))]:
        least += draw(st.integers(0, 2)) * 5
        tier: Made = {"id": name, "total": least}
        kinds = ["top", "quota", "both"] if name != "文明街道" else []
        kind = draw(st.sampled_from(["none", *kinds]))
        if kind in {"top", "both"}:
            tier["top"] = draw(tops())
        if kind in {"quota", "both"}:
            tier["quota"] = draw(quotas(list(sure)))
        if name == "文明街道":
            share = {"title": "社区", "share": draw(SHARE), "round": draw(ROUND)}
            tier["children"] = {"at": sure[0], **share} if sure else None
            tier = {key: one for key, one in tier.items() if one is not None}
        if "quota" not in tier or "by" in tier["quota"]:
            sure.append(name)
        tiers.append(tier)
    ranked: Made = {
        "order": draw(st.sampled_from(["high", "low"])),
        "points": [6, 3],
        "ties": draw(st.sampled_from(["best", "worst", "mean"])),
        "within": draw(WITHIN),
    }
    peers = {"among": draw(WITHIN), "self": draw(st.booleans())}
    return {"tier": tiers, "ranked": ranked, "peers": peers}


@st.composite
def cohorts(draw: st.DrawFn, *, gaps: int) -> list[Made]:
    """Three or four communities, with so many facts that are not recorded."""
    size = draw(st.integers(2, 4))
    made = [
        {
            "id": f"c{n}",
            "parent": f"c{draw(st.integers(0, 1))}",
            "a": draw(st.integers(0, 3)),
            "b": draw(st.integers(0, 3)),
            "town": draw(st.booleans()),
        }
        for n in range(size)
    ]
    for _ in range(draw(st.integers(0, gaps))):
        one = made[draw(st.integers(0, size - 1))]
        one.pop(draw(st.sampled_from(["a", "b", "town"])), None)
    return made


def plan_of(standard: Made) -> civscore.Plan:
    """The same as the engine reads it."""
    tiers = [{**one} for one in standard["tier"]]
    for one in tiers:
        if one["id"] == "高于平均":
            one["all_of"] = ["b >= b_mean"]
    ways: list[Made] = [
        {"full": 30, "proportional": {"value": "a", "to": 3}},
        {"full": 6, "ranked": {"value": "b", "rest": 1, **standard["ranked"]}},
        {
            "full": 6, "proportional": {"value": "b", "to": 3},
            "applies_if": "town", "not_applicable": "mean",
        },
    ]  # fmt: skip
    facts: Made = {
        "a": {"kind": "count", "title": "甲", "range": [0, 3]},
        "b": {"kind": "count", "title": "乙", "range": [0, 3]},
        "town": {"kind": "flag", "title": "城区"},
        "b_mean": {
            "kind": "external", "title": "乙的平均", "decimals": 1, "range": [0, 3],
            "peers": {"mean": "b", **standard["peers"]},
        },
    }  # fmt: skip
    made = standard_of(
        {
            "row": "", "name": "比较", "facts": facts, "criterion": ways, "tier": tiers,
            "scoring": {"stacked": False, "at": "total"},
            "cohort": {"parent": "街道", "leagues": {"城": "town", "乡": "not town"}},
        }
    )  # fmt: skip
    return plan_document(parse_document(standard_toml(made).encode(), "standard.toml"))


def judged(plan: civscore.Plan, cohort: list[Made], folder: Path) -> list[civscore.Assessment]:
    """The cohort as the engine judges it."""
    bundles = []
    for one in cohort:
        facts = [f"{key} = {str(one[key]).lower()}" for key in ("a", "b", "town") if key in one]
        head = f'[community]\nid = "{one["id"]}"\nname = "x"\nparent = "{one["parent"]}"\n[facts]\n'
        file = folder / "bundle.toml"
        file.write_text(head + "\n".join(facts), "utf-8")
        bundles.append(civscore.load_bundle(file, plan))
    return list(assess_together(plan, bundles, as_of=DAY))


STATUS = {"yes": "reached", "no": "out_of_reach", "open": "possible"}


@OFTEN
@given(st.data())
def test_a_complete_cohort_is_judged_as_the_oracle_says(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    standard, cohort = data.draw(standards()), data.draw(cohorts(gaps=0))
    expected, points = oracle.outcomes(standard, cohort), oracle.totals(standard, cohort)
    assume(expected is not None and points is not None)
    found = judged(plan_of(standard), cohort, tmp_path_factory.mktemp("c"))
    for one, tiers, total in zip(found, expected or [], points or [], strict=True):
        places = Fraction(oracle.rounded(total * 100, "nearest"), 100)
        assert Fraction(one.total.earned) == Fraction(one.total.possible) == places
        said = {name: STATUS[outcome] for name, outcome in tiers.items()}
        below = {tier["id"] for tier in standard["tier"] if "children" in tier}
        childless = not any(other["parent"] == one.community.id for other in cohort)
        for tier in one.tiers:  # of whom nobody is below nothing is said
            if not (tier.id in below and childless):
                assert tier.status == said[tier.id], tier.id


@OFTEN
@given(st.data())
def test_what_is_certain_holds_however_the_unknown_turns_out(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    standard, cohort = data.draw(standards()), data.draw(cohorts(gaps=4))
    found = judged(plan_of(standard), cohort, tmp_path_factory.mktemp("c"))
    for made in oracle.completions(cohort):
        expected, points = oracle.outcomes(standard, made), oracle.totals(standard, made)
        if expected is None or points is None:
            continue
        for one, tiers, total in zip(found, expected, points, strict=True):
            shown = Fraction(oracle.rounded(total * 100, "nearest"), 100)
            assert one.total.earned <= shown <= one.total.possible
            for tier in one.tiers:
                if tier.status != "possible":
                    assert tier.status == STATUS[tiers[tier.id]], tier.id


# --- the command ----------------------------------------------------------------------------------

RANKED: Made = {
    "row": "", "name": "择优",
    "criterion": [{"full": 10, "proportional": {"value": "a", "to": 10}}],
    "facts": {"a": {"kind": "count", "title": "甲", "range": [0, 10]}},
    "tier": [
        {"id": "达标", "total": 5},
        {"id": "先进", "total": 6, "top": {"n": 1, "ties": "all"}},
    ],
    "scoring": {"stacked": False},
}  # fmt: skip
BELOW: Made = {
    "row": "", "name": "街道", "criterion": [{"full": 1, "all_of": ["plan"]}],
    "facts": {"plan": {"kind": "flag", "title": "有方案"}},
    "tier": [
        {
            "id": "文明街道", "total": 1,
            "children": {"title": "社区", "at": "达标", "share": "50%", "round": "up"},
        }
    ],
}  # fmt: skip
GROWING: Made = {
    "row": "", "name": "增长", "criterion": [{"full": 1, "all_of": ["jobs.growth >= 10%"]}],
    "facts": {
        "jobs": {
            "kind": "series", "title": "岗位", "per": "year", "now": "as_of", "if_none": "zero",
        }
    },
}  # fmt: skip


def written(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.write_text(text, "utf-8")
    return file


def standard_in(folder: Path, made: Made, name: str = "s.toml") -> Path:
    return written(folder, name, standard_toml(standard_of(made)))


def tiers_in(text: str) -> dict[str, tuple[str, str]]:
    lines = csv.DictReader(StringIO(text.removeprefix("\ufeff")))
    return {line["id"]: (line["tier"], line["possible_tier"]) for line in lines}


def test_first_of_a_table(run: Run, tmp_path: Path) -> None:
    """Certainly first, possibly, not; what nobody has recorded may still come before all."""
    standard = standard_in(tmp_path, RANKED)
    table = written(tmp_path, "t.csv", "id,a\nx,9\ny,7\nz,4\n")
    ran = run("batch", standard, table, "--as-of", DAY)
    assert tiers_in(ran.out) == {"x": ("先进", "先进"), "y": ("达标", "达标"), "z": ("", "")}
    table = written(tmp_path, "t.csv", "id,a\nx,9\ny,7\nz,\n")
    ran = run("batch", standard, table, "--as-of", DAY)
    assert tiers_in(ran.out) == {"x": ("达标", "先进"), "y": ("达标", "达标"), "z": ("", "先进")}


def test_a_row_set_aside_takes_part_unknown(run: Run, tmp_path: Path) -> None:
    standard = standard_in(tmp_path, RANKED)
    table = written(tmp_path, "t.csv", "id,a\nx,9\ny,许多\n")
    ran = run("batch", standard, table, "--as-of", DAY)
    assert ran.status == 1
    assert tiers_in(ran.out) == {"x": ("达标", "先进")}
    table = written(tmp_path, "t.csv", "id,a\nx,10\ny,许多\n")
    assert tiers_in(run("batch", standard, table, "--as-of", DAY).out) == {"x": ("先进", "先进")}


def test_a_frame_and_a_folder_are_ranked_alike(run: Run, tmp_path: Path) -> None:
    standard = standard_in(tmp_path, RANKED)
    plan = civscore.load_standard(standard)
    frame = pd.DataFrame([{"id": "x", "a": 9}, {"id": "y", "a": 9}, {"id": "z", "a": 8}])
    scored = civscore.score_frame(plan, frame, as_of=DAY)
    assert list(scored["tier"]) == ["先进", "先进", "达标"]
    for name, a in (("x", 9), ("y", 9), ("z", 8)):
        (tmp_path / "包" / name).mkdir(parents=True)
        text = f'[community]\nid = "{name}"\nname = "{name}"\n[facts]\na = {a}\n'
        written(tmp_path / "包" / name, "bundle.toml", text)
    ran = run("batch", standard, tmp_path / "包", "--as-of", DAY)
    assert [tier for tier, _ in tiers_in(ran.out).values()] == ["先进", "先进", "达标"]


def test_units_below_are_judged_first(run: Run, tmp_path: Path) -> None:
    """Half of them have to be there; one that cannot be read may be."""
    above, below = standard_in(tmp_path, BELOW), standard_in(tmp_path, RANKED, "low.toml")
    streets = written(tmp_path, "s.csv", "id,plan\nn,是\nm,是\no,是\nk,是\n")
    rows = "id,parent,a\n1,n,9\n2,n,1\n3,m,1\n4,m,2\n5,o,7\n6,o,多\n7,o,1\n8,o,0\n"
    units = written(tmp_path, "u.csv", rows)
    ran = run("batch", above, streets, "--as-of", DAY, "--below", below, units)
    assert tiers_in(ran.out) == {
        "n": ("文明街道", "文明街道"),
        "m": ("", ""),
        "o": ("", "文明街道"),
        "k": ("", "文明街道"),
    }
    assert "评定 4 个，搁置 1 个" in ran.err


def test_whoever_is_ranked_under_a_parent_names_it(run: Run, tmp_path: Path) -> None:
    top = {"n": 1, "ties": "all", "within": "parent"}
    tier = {"id": "先进", "total": 6, "top": top}
    standard = standard_in(tmp_path, {**RANKED, "tier": [tier], "cohort": {"parent": "街道"}})
    for text, place in (("id,a\nx,9\n", "2:1"), ("id,parent\nx,n\ny,\n", "3:2")):
        table = written(tmp_path, "t.csv", text)
        ran = run("batch", standard, table, "--as-of", DAY)
        assert (ran.status, ran.out) == (1, "")
        assert f"t.csv:{place}" in ran.err
        assert "[community-without-parent]" in ran.err
    table = written(tmp_path, "t.csv", "id,parent,a\nx,n,9\ny,m,8\nz,n,8\n")
    found = tiers_in(run("batch", standard, table, "--as-of", DAY).out)
    assert [tier for tier, _ in found.values()] == ["先进", "先进", ""]
    (tmp_path / "包" / "x").mkdir(parents=True)
    written(tmp_path / "包" / "x", "bundle.toml", '[community]\nid = "x"\nname = "甲"\n')
    ran = run("batch", standard, tmp_path / "包", "--as-of", DAY, "-o", tmp_path / "out.csv")
    assert "[community-without-parent]" not in ran.err
    assert "community-without-parent" in (tmp_path / "out.csv.faults.csv").read_text("utf-8")


def test_earlier_periods_come_from_last_cycles_table(run: Run, tmp_path: Path) -> None:
    standard = standard_in(tmp_path, GROWING)
    rows = "id,jobs.2026,jobs.2025\nx,110,\ny,109,\nz,110,101\nw,5,\n"
    table = written(tmp_path, "t.csv", rows)
    last = written(tmp_path, "l.csv", "id,jobs.2025,old\nx,100,1\ny,100,\nz,100,\n")
    ran = run("batch", standard, table, "--as-of", DAY, "--before", last)
    earned = [line["earned"] for line in csv.DictReader(StringIO(ran.out.removeprefix("\ufeff")))]
    assert earned == ["1", "0", "0", "0"]
    assert ran.err.count("[cycles-differ]") == 1
    assert "t.csv:4:3" in ran.err
    last = written(tmp_path, "l.csv", "id,jobs.2025\nx,百\n")
    ran = run("batch", standard, table, "--as-of", DAY, "--before", last, "-o", tmp_path / "o.csv")
    assert "l.csv,2,2," in (tmp_path / "o.csv.faults.csv").read_text("utf-8")
    last = written(tmp_path, "l.csv", "jobs.2025\n1\n")
    ran = run("batch", standard, table, "--as-of", DAY, "--before", last)
    assert "[table-without-id]" in ran.err
