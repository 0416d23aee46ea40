"""The least that has to be done for a tier: every set of moves tried out, against the program."""

import sys
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import chain, combinations
from json import loads
from pathlib import Path
from typing import Any

import pytest
import tomli
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from jsonschema import validate
from strategies import proof_of, proofs, recorded, standard_of, standards, toml_value
from test_engine import assessed, plan_of
from texts import ROOT, Run, spoken, standard_for

import civscore
from civscore.reports.routes import json, markdown, text
from civscore.routes.answering import routes_to
from civscore.routes.costs import NO_COSTS, Costs, read_costs
from civscore.routes.finding import Search
from civscore.routes.route import status_in
from civscore.sentences import LANGUAGES
from civscore.standard.document import parse_document
from civscore.standard.tables import read_table
from civscore.values import replaced

Made = dict[str, Any]
CASES: list[Made] = tomli.loads(
    (Path(__file__).parent / "cases" / "routes.toml").read_text("utf-8")
)["route"]
FEW = 7
"""Moves of which all sets are tried."""

SLOWLY = settings(
    max_examples=25,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@st.composite
def cases(draw: st.DrawFn) -> civscore.Assessment:
    """A community somewhere below a tier."""
    standard = draw(standards())
    facts = draw(recorded(standard))
    return assessed(plan_of(standard), standard, facts, draw(proofs(standard)))


def some_sets(search: Search, numbers: list[int]) -> Iterator[tuple[int, ...]]:
    """Every set of these moves in which no two set the same column."""
    every = chain.from_iterable(combinations(numbers, size) for size in range(len(numbers) + 1))
    for one in every:
        if all(len(set(lever) & set(one)) < 2 for lever in search.choices.levers):
            yield one


@SLOWLY
@given(st.data())
def test_no_set_of_moves_takes_less(data: st.DataObject) -> None:
    found = data.draw(cases())
    titles = [one.id for one in found.titles if one.status != "reached"]
    if not titles:
        return
    tier = data.draw(st.sampled_from(titles))
    efforts = data.draw(st.lists(st.integers(0, 3), min_size=3, max_size=3))
    search = Search(found, tier, NO_COSTS)
    search.efforts = [Fraction(efforts[n % 3]) for n in range(len(search.efforts))]
    every = range(len(search.choices.moves))
    tried = data.draw(st.lists(st.sampled_from(every), max_size=FEW, unique=True)) if every else []
    for number in set(every) - set(tried):
        search.drawing.program.at_most({search.drawing.moves[number]: 1}, 0)
    least = min(
        (
            (sum(search.efforts[one] for one in made), len(made))
            for made in some_sets(search, sorted(tried))
            if status_in(search.after(made), tier).status == "reached"
        ),
        default=None,
    )
    made = next(search.sets(), None)
    if made is None:
        assert least is None or search.is_given_up
        return
    assert (sum(search.efforts[one] for one in made), len(made)) == least


# --- worked cases ---------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_worked_case(case: Made) -> None:
    standard = standard_of({"row": case["name"], **case})
    plan = plan_of(standard)
    found = assessed(plan, standard, case["recorded"], proof_of(case))
    budget = Decimal(case["budget"]) if "budget" in case else None
    document = parse_document(toml_of(case.get("costs", {})).encode(), "costs.toml")
    costs = read_table(Costs, document.data, document.entry())
    assert costs is not None
    routes = routes_to(found, "达标", by=case.get("by"), budget=budget, costs=costs)
    assert routes.outcome == case["outcome"]
    names = [[one.move.name for one in way.taken] for way in routes.ways]
    assert names == case.get("ways", [])
    assert [one.text() for one in routes.because] == case.get("because", [])
    assert routes.earliest == case.get("earliest")
    if routes.ways:
        assert routes.ways[0].effort == Decimal(str(case["effort"]))
    if "efforts" in case:
        assert [one.effort for one in routes.ways] == case["efforts"]
    if "steps" in case:
        assert [one.move.said.text() for one in routes.ways[0].taken] == case["steps"]
    for way in routes.ways:
        assert way.after.tier == "达标"
    for form in (text, markdown, json):
        for language in LANGUAGES:
            shown = squeezed(form.render(routes, language))
            for one in (
                *routes.because,
                *(taken.move.said for way in routes.ways for taken in way.taken),
            ):
                assert squeezed(one.text(language)) in shown


def squeezed(shown: str) -> str:
    """Without line breaks, indents and escapes."""
    return "".join(shown.replace("\\", "").split())


def toml_of(table: Made) -> str:
    """A table of tables as TOML."""
    return "\n".join(f"{key} = {toml_value(value)}" for key, value in table.items())


# --- the command ----------------------------------------------------------------------------------

SCHEMA = loads((ROOT / "src/civscore/reports/plan.schema.json").read_text("utf-8"))
ESTATE = ROOT / "fixtures" / "safe-civilized-estate"
COMMUNITY = ROOT / "fixtures" / "civilized-community" / "example-dabiao"


@pytest.mark.parametrize(
    ("bundle", "tier", "status"),
    [
        (COMMUNITY, "先进", 0),
        (COMMUNITY, "标兵", 0),
        (COMMUNITY, "达标", 0),
        (ESTATE / "example-veto", "达标", 0),
    ],
    ids=lambda one: getattr(one, "name", one),
)
def test_examples(run: Run, bundle: Path, tier: str, status: int) -> None:
    ran = run("plan", bundle.parent.name, bundle, "--tier", tier, "--format", "json")
    assert (ran.status, ran.err) == (status, "")
    found = loads(ran.out)
    assert found["schema"] == "civscore.plan/1"
    assert all(way["after"]["status"] == "reached" for way in found["ways"])
    validate(found, SCHEMA)
    again = run("plan", bundle.parent.name, bundle, "--tier", tier, "--format", "json")
    assert again.out == ran.out


def test_the_public_view(run: Run) -> None:
    options = ("--tier", "标兵", "--view", "public")
    said = run("plan", "civilized-community", COMMUNITY, *options).out
    whole = run("plan", "civilized-community", COMMUNITY, *options[:2]).out
    assert "公示版" in said
    assert "治安案件一起" in whole
    assert "治安案件一起" not in said
    found = loads(run("plan", "civilized-community", COMMUNITY, *options, "--format", "json").out)
    validate(found, SCHEMA)
    assert found["view"] == "public"


def test_each_way_does_something_else() -> None:
    """What belongs to one change is made together: no way only half makes it."""
    plan = civscore.load_standard("civilized-community")
    routes = routes_to(civscore.assess(plan, civscore.load_bundle(COMMUNITY, plan)), "标兵")
    said = [[one.move.said.text() for one in way.taken] for way in routes.ways]
    assert all("由 5 变为 0" not in one for way in said for one in way)
    assert len({tuple(sorted(way)) for way in said}) == len(said)


def test_evidence_of_a_facet_is_a_step() -> None:
    """Without it the facet proves nothing; brought, it does."""
    folder = ROOT / "fixtures" / "safe-community" / "example-anquan"
    plan = standard_for(folder)
    bundle = civscore.load_bundle(folder, plan)
    found = civscore.assess(plan, replaced(bundle, pieces=()))
    assert found.tier is None
    routes = routes_to(found, "安全社区")
    assert routes.outcome == "found"
    steps = {one.move.sort for way in routes.ways for one in way.taken}
    assert "collect" in steps
    assert routes.ways[0].after.tier == "安全社区"


def test_not_before_a_day(run: Run) -> None:
    """What only time mends stands in the way until a day, which is said."""
    options = ("--tier", "标兵", "--by", "2026-07-31", "--format", "json")
    ran = run("plan", "civilized-community", COMMUNITY, *options)
    found = loads(ran.out)
    assert (ran.status, found["outcome"]) == (3, "too_early")
    assert found["answer"].startswith(f"{found['earliest']} 之前达不到“标兵”，因为：")
    assert max(one["earliest"] or "" for one in found["ways"][0]["steps"]) == found["earliest"]


def test_what_time_forbids(run: Run) -> None:
    """With the accident still counted another clause has to make up for it."""
    options = ("--tier", "标兵", "--format", "json")
    bundle = ESTATE / "example-dabiao"
    free, bound = (
        loads(run("plan", "safe-civilized-estate", bundle, *options, *more).out)["ways"][0]
        for more in ((), ("--by", "2026-12-31"))
    )
    waits = [[one["earliest"] for one in way["steps"] if one["earliest"]] for way in (free, bound)]
    assert waits == [["2027-01-11"], []]
    assert Decimal(bound["effort"]) >= Decimal(free["effort"])


@pytest.mark.parametrize(
    "options",
    [
        ("--tier", "先近"),
        ("--tier", "先进", "--budget", "许多"),
        ("--tier", "先进", "--budget", "-1"),
        (),
    ],
)
def test_wrong_usage(run: Run, options: tuple[str, ...]) -> None:
    ran = run("plan", "civilized-community", COMMUNITY, *options)
    assert (ran.status, ran.out) == (2, "")


COSTS = [
    ("[fact]\nlampe = 1", ["unknown-fact 2:1"]),
    ("[unit]\nlampe = 1", ["unknown-fact 2:1"]),
    ('[criterion]\n"9.9" = 1', ["unknown-clause 2:1"]),
    ('exclude = [["lamps", "lampe"]]', ["unknown-step 1:22"]),
    ('[require]\nlamps = ["9.9"]', ["unknown-step 2:10"]),
    ('[require]\nlampe = ["lamps"]', ["unknown-step 2:1"]),
    ("[kind]\nfix = -1", ["wrong-shape 2:7"]),
    ("[kind]\nask = 1", ["unknown-key 2:1"]),
    ('exclude = [["lamps"]]', ["too-short 1:12"]),
]


@pytest.mark.parametrize(("written", "wanted"), COSTS, ids=lambda one: str(one)[:30])
def test_what_is_wrong_with_a_file_of_efforts(
    written: str, wanted: list[str], tmp_path: Path
) -> None:
    file = tmp_path / "costs.toml"
    file.write_text(written, "utf-8")
    with pytest.raises(civscore.Faulty) as faulty:
        read_costs(str(file), civscore.load_standard("civilized-community"))
    assert list(spoken(faulty.value.diagnostics)) == wanted


def test_without_scipy_it_is_said_what_to_install(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "scipy.optimize", None)
    ran = run("plan", "civilized-community", COMMUNITY, "--tier", "先进")
    assert ran.status == 1
    assert "[needs-extra]" in ran.err
    assert 'pip install "civscore[plan]"' in ran.err


# --- many clauses, each by itself -----------------------------------------------------------------


@st.composite
def separable(draw: st.DrawFn) -> tuple[Made, Made, list[list[tuple[int, int]]], int]:
    """A standard of many clauses, a community, what each clause can have at what effort, a line."""
    size = draw(st.integers(20, 40))
    criteria, facts, kept, choices, costs = [], {}, {}, [], {}
    for number in range(size):
        edges = draw(st.lists(st.integers(1, 9), min_size=1, max_size=3, unique=True))
        points = sorted(draw(st.lists(st.integers(1, 9), min_size=3, max_size=3, unique=True)))
        bands = [
            {"from": edge, "points": worth}
            for edge, worth in zip(sorted(edges), points, strict=False)
        ]
        name, cost = f"fact_{number}", draw(st.integers(1, 4))
        facts[name] = {"kind": "count", "title": f"数{number}", "unit": "个", "range": [0, 20]}
        banded = {"value": name, "bands": bands}
        criteria.append({"id": f"c{number}", "full": bands[-1]["points"], "banded": banded})
        kept[name], costs[name] = 0, cost
        choices.append([(0, 0), *((band["points"], cost + band["from"]) for band in bands)])
    most = sum(one[-1][0] for one in choices)
    line = draw(st.integers(1, most))
    made = {"criterion": criteria, "facts": facts, "tier": [{"id": "达标", "total": line}]}
    efforts = {"fact": costs, "unit": dict.fromkeys(costs, 1)}
    return made, kept | {"costs": efforts}, choices, line


def cheapest(choices: list[list[tuple[int, int]]], line: int) -> int:
    """The least effort for so many points: clause by clause, for every number of points."""
    least = [0] + [10**9] * line
    for clause in choices:
        least = [
            min(least[max(points - gain, 0)] + effort for gain, effort in clause)
            for points in range(line + 1)
        ]
    return least[line]


@settings(SLOWLY, max_examples=6)
@given(separable())
def test_many_clauses_against_a_table_of_all_sums(
    drawn: tuple[Made, Made, list[list[tuple[int, int]]], int],
) -> None:
    made, kept, choices, line = drawn
    efforts = kept.pop("costs")
    standard = standard_of({"row": "可分", "name": "可分", **made})
    plan = plan_of(standard)
    found = assessed(plan, standard, kept, proof_of({}))
    document = parse_document(toml_of(efforts).encode(), "costs.toml")
    costs = read_table(Costs, document.data, document.entry())
    assert costs is not None
    routes = routes_to(found, "达标", costs=costs)
    assert routes.ways[0].effort == cheapest(choices, line)
    assert [way.effort for way in routes.ways] == sorted(way.effort for way in routes.ways)
