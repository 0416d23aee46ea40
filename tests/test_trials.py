"""A standard tried: its tests as data, boundary cases made from its numbers, coverage by clause."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from strategies import standard_toml, standards
from texts import STANDARD, STANDARDS, TESTS, Case, Run, changed, read_cases, write

import civscore
from civscore.standard.document import parse_document
from civscore.standard.mechanisms import Formula
from civscore.standard.plan import PlannedCriterion
from civscore.standard.shelf import load_standard, plan_document
from civscore.trials.bench import said
from civscore.trials.edges import Edge, Edges, Try, find_edges
from civscore.trials.model import Expected, Parted
from civscore.trials.running import Ran, mismatches
from civscore.trials.trying import Trial, try_standard
from civscore.values import replaced

ONE = Decimal(1)


def shown(one: Try | None) -> str:
    """A boundary case as the cases write it."""
    return "—" if one is None else f"{one.name}→{said(one.mark)} {one.mark.state}".rstrip()


def listed(edge: Edge) -> str:
    return f"{edge.title}: {shown(edge.below)} | {shown(edge.at)} | {shown(edge.above)}"


# --- the bundled standards ------------------------------------------------------------------------


@pytest.fixture(scope="module", params=STANDARDS, ids=lambda file: file.parent.name)
def trial(request: pytest.FixtureRequest) -> Trial:
    """A bundled standard, tried."""
    return try_standard(request.param)


def test_tests_of_bundled_standards_hold(trial: Trial) -> None:
    assert trial.ran
    assert [one.text() for one in trial.diagnostics] == []


def test_every_clause_is_tried_in_full_and_losing(trial: Trial) -> None:
    for one in trial.coverage.clauses:
        assert False not in one.seen.values(), f"{one.id}: {one.seen}"
        assert one.tried == one.edges, f"{one.id}: {one.tried} of {one.edges}"


def test_every_veto_and_tier_is_tried_both_ways(trial: Trial) -> None:
    assert all({"clear", "triggered"} <= seen for seen in trial.coverage.vetoes.values())
    assert all({"reached", "out_of_reach"} <= seen for seen in trial.coverage.tiers.values())


def raised(want: Expected) -> Expected:
    """One point more than expected."""
    if isinstance(want, Parted):
        return replaced(want, earned=want.earned + ONE)
    return want + ONE


def spoiled(ran: Ran) -> Iterator[Ran]:
    """The test with one of its expectations changed, once for each."""
    test = ran.case.test
    for key in ("points", "sections"):
        for name, want in getattr(test, key).items():
            yield with_(ran, **{key: {**getattr(test, key), name: raised(want)}})
    for key in ("total", "bonus"):
        if (want := getattr(test, key)) is not None:
            yield with_(ran, **{key: raised(want)})
    for key, other in (("outcomes", "no"), ("vetoes", "no"), ("tiers", "no")):
        for name in getattr(test, key):
            yield with_(ran, **{key: {**getattr(test, key), name: other}})


def with_(ran: Ran, **changes: Any) -> Ran:
    return replaced(ran, case=replaced(ran.case, test=replaced(ran.case.test, **changes)))


def test_every_expectation_can_fail(trial: Trial) -> None:
    """Each number, outcome and status that is stated is looked at: changed, it is the one wrong."""
    for ran in trial.ran:
        changed_ones = list(spoiled(ran))
        assert changed_ones or not ran.case.test.expects
        for one in changed_ones:
            assert len(list(mismatches(one.case, one.assessment))) == 1, ran.case.test.title


def test_edges_of_tiers_are_one_unit_wide(trial: Trial) -> None:
    """Below the total of a tier it is not reached, at it it is; so with the points of a section."""
    totals = [one.tier for one in trial.edges.tiers if not one.section]
    assert totals == [one.tier.id for one in trial.plan.tiers if "total" in one.tier.demands]
    for one in trial.edges.tiers:
        below, at, above = one.units
        assert above - at == at - below == trial.plan.grid
        assert one.statuses == ("out_of_reach", "reached", "reached")


# --- boundary cases -------------------------------------------------------------------------------

FRAME = """
standard = {{ id = "x", edition = "1", title = "例", issuer = "例", text = "official",
  source = "例", effective = {{ from = 2026-01-01 }}, full = {full} }}
scoring = {{ decimals = 2, mode = "half_up", at = "criterion", compare = "exact",
  not_applicable = "zero" }}
section = [{{ id = "1", title = "例", criterion = [{{ id = "1.1", title = "例", {criterion} }}] }}]
tier = [{{ id = "达标", total = 0 }}]
[facts]
{facts}
"""

EDGES = read_cases("edges.toml")["case"]


def edges_of(case: Case, folder: Path) -> Edges:
    """Every boundary case of a standard with this one criterion."""
    criterion = case["criterion"]
    full = criterion.partition(",")[0].removeprefix("full = ")
    facts = case["facts"].replace(" }, h =", " }\nh =").replace(" }, k =", " }\nk =")
    text = FRAME.format(full=full, criterion=criterion, facts=facts)
    return find_edges(civscore.load_standard(write(folder, "s.toml", text)), {})


@pytest.mark.parametrize("case", EDGES, ids=lambda case: case["name"])
def test_edges(case: Case, tmp_path: Path) -> None:
    found = edges_of(case, tmp_path)
    assert [listed(edge) for edge in found.edges] == case["edges"]
    worst = [said(mark) for stair in found.stairs for mark in stair.marks]
    assert worst == case.get("worst", [])


def test_an_example_gives_the_size_of_what_hangs_together(tmp_path: Path) -> None:
    """Guards on households are tried where the author's test has them, not at any size."""
    text = FRAME.format(
        full=1,
        criterion='full = 1, all_of = ["g >= ceil(h / 200)"]',
        facts='g = { kind = "count", title = "人" }\nh = { kind = "count", title = "户" }',
    )
    file = write(tmp_path, "s.toml", text)
    tests = 'as_of = 2026-01-01\n[[test]]\ntitle = "例"\nfacts = { g = 3, h = 600 }\n'
    write(tmp_path, "s.tests.toml", tests + 'points = { "1.1" = 1 }\n')
    found = try_standard(file).edges.edges
    assert [listed(edge) for edge in found] == [
        "人: 2→0 | 3→1 | 4→1",
        "户: 600→1 | 601→0 | 602→0",
    ]


@settings(max_examples=24, deadline=None, database=None, derandomize=True)
@given(standards())
def test_boundary_cases_of_any_standard_hold(made: dict[str, Any]) -> None:
    """Nothing above full, nothing outside what is open, everything on the decimals."""
    text = standard_toml(made).encode()
    found = find_edges(plan_document(parse_document(text, "s.toml")), {})
    for edge in found.edges:
        marks = {one.mark for one in (edge.below, edge.at, edge.above) if one is not None}
        assert len(marks) > 1


class Wrong(Formula):
    """A formula that gives more than there is."""

    quantities: tuple[Any, ...]

    def points(self, _: Any) -> Any:
        return 10**9, 1


def test_a_formula_that_is_wrong_is_found_out(tmp_path: Path) -> None:
    plan = civscore.load_standard(write(tmp_path, "s.toml", STANDARD))
    first: PlannedCriterion = plan.criteria[1]
    spoilt = replaced(first, formula=Wrong(first.formula.quantities))
    with pytest.raises(AssertionError, match=r"^1\.2: "):
        find_edges(replaced(plan, criteria=(spoilt,)), {})


# --- what a test states ---------------------------------------------------------------------------


def ran_on(folder: Path, tests: str) -> tuple[Ran, ...]:
    file = write(folder, "s.toml", STANDARD)
    write(folder, "s.tests.toml", tests)
    return try_standard(file).ran


def test_a_test_takes_over_from_its_base(tmp_path: Path) -> None:
    """Facts, days and what is lacking; a fact can be taken away again."""
    tests = """
    as_of = 2026-06-30
    [[test]]
    title = "底"
    as_of = 2025-06-30
    period = { from = 2025-01-01, until = 2025-12-31 }
    facts = { plan = true, lectures = 4 }
    lacking = ["1.1"]
    [[test]]
    title = "改"
    based_on = "底"
    facts = { area = 600 }
    unrecorded = ["lectures"]
    points = { "1.1" = { earned = 0, unproven = 1 }, "2.2" = 6 }
    """
    _, second = ran_on(tmp_path, tests)
    bundle = second.case.bundle
    assert not second.has_failed
    assert set(bundle.records) == {"plan", "area"}
    assert str(bundle.head.as_of) == "2025-06-30"
    assert bundle.period is not None
    assert str(bundle.period[1]) == "2025-12-31"


def test_evidence_is_taken_to_be_admitted(tmp_path: Path) -> None:
    tests = """
    as_of = 2026-06-30
    [[test]]
    title = "例"
    facts = { plan = true }
    points = { "1.1" = 1 }
    """
    (only,) = ran_on(tmp_path, tests)
    assert not only.has_failed
    assert {one.state for one in only.assessment.admissions.values()} == {"admitted"}


def test_only_what_is_stated_is_covered(tmp_path: Path) -> None:
    """1.2 reads the same facts as 1.1, but no test says anything of it."""
    file = write(tmp_path, "s.toml", STANDARD)
    write(tmp_path, "s.tests.toml", changed(TESTS, '"1.2" = 2, ', "", 'based_on = "讲座四次"', ""))
    clauses = {one.id: one for one in try_standard(file).coverage.clauses}
    assert clauses["1.1"].seen == {
        "full": False, "lost": True, "unproven": False, "not_applicable": None, "exempt": None,
    }  # fmt: skip
    assert clauses["2.3"].seen["lost"] is True
    assert clauses["1.2"].seen["full"] is False
    assert (clauses["1.3"].tried, clauses["1.3"].edges) == (0, 2)


# --- the command ----------------------------------------------------------------------------------


@pytest.fixture
def tested(tmp_path: Path) -> Path:
    """A small standard with tests that hold."""
    write(tmp_path, "s.tests.toml", TESTS)
    return write(tmp_path, "s.toml", STANDARD)


def test_check_prints_edges_and_coverage(run: Run, tested: Path) -> None:
    ran = run("check", "--tests", tested)
    assert (ran.status, ran.err) == (0, "")
    assert "smallest@2026：测试 2 个，全部通过" in ran.out
    assert "3 次→1" in ran.out
    assert ran.out.rstrip().endswith("都测到的 0 个。")


def test_check_without_tests_only_checks(run: Run, tested: Path) -> None:
    assert run("check", tested).out == f"{tested}: 标准，15 条，无错误\n"


def test_a_failing_test_is_told_at_its_line(run: Run, tested: Path) -> None:
    file = write(tested.parent, "s.tests.toml", changed(TESTS, '"1.2" = 2', '"1.2" = 1.5'))
    ran = run("check", "--tests", tested)
    assert ran.status == 1
    (line,) = ran.err.splitlines()
    assert line.startswith(
        f"{file}:6:20: 错误[test-fails] 测试“讲座四次”不成立：1.2 宣传 应为 1.5 分，"
    )
    assert "算出的是 2 分（有计划" in line
    assert "未通过 1 个" in ran.out


def test_a_file_of_tests_can_be_checked_itself(run: Run, tested: Path) -> None:
    file = tested.with_suffix(".tests.toml")
    assert run("check", file).out == f"{file}: 测试 2 个，全部通过\n"
    write(tested.parent, file.name, changed(TESTS, '"1.2" = 2', '"1.2" = 3'))
    ran = run("check", file)
    assert (ran.status, ran.out) == (1, "")
    assert "[test-fails]" in ran.err


def test_check_as_json(run: Run, tested: Path) -> None:
    ran = run("check", "--tests", "--format", "json", tested)
    data = json.loads(ran.out)
    assert (ran.status, data["schema"]) == (0, "civscore.tests/1")
    (one,) = data["standards"]
    assert one["tests"] == [{"passed": True, "title": name} for name in ("讲座四次", "没有计划")]
    edge = next(e for e in one["edges"] if e["clause"] == "1.2" and e["title"] == "讲座")
    assert edge["at"] == {"value": "4 次", "earned": "2", "unproven": "0", "state": "scored"}
    assert edge["below"]["earned"] == "1"
    assert one["tier_edges"][0]["points"] == ["29.99", "30", "30.01"]
    assert one["coverage"]["vetoes"] == {"V1": ["unknown"], "V2": []}
    assert run("check", "--tests", "--format", "json", tested).out == ran.out


def test_a_format_without_tests_is_wrong_usage(run: Run, tested: Path) -> None:
    assert run("check", "--format", "json", tested).status == 2


def test_bundled_standards_are_listed_without_their_tests(run: Run) -> None:
    assert "tests" not in run("list").out
    assert load_standard("civilized-community").edition == "2026"
