"""What must not matter, and which way it may go: order of tables, and better facts."""

from collections.abc import Callable
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, TypeAlias

import pytest
import tomli
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import standard_toml, toml_value
from test_bundle import FAST, one_criterion, points
from texts import BUNDLE, BUNDLES, STANDARD, Case, bundle_in, read_cases, standard_in

import civscore

Table: TypeAlias = dict[str, Any]

# --- order ----------------------------------------------------------------------------------------

Draw: TypeAlias = Callable[[st.SearchStrategy[Any]], Any]

ORDERED: Final = {"levels", "tier", "points", "only", "range", "bands"}
"""Where the order says something: best first, rising, from none to all."""


def shuffled(draw: Draw, value: Any, key: str = "") -> Any:
    """The same tables and entries in another order, where the order says nothing."""
    if isinstance(value, dict):
        keys = list(value) if key in ORDERED else draw(st.permutations(list(value)))
        return {one: shuffled(draw, value[one], one) for one in keys}
    if isinstance(value, list):
        entries = [shuffled(draw, one, "") for one in value]
        is_ordered = key in ORDERED or not all(isinstance(one, dict) for one in value)
        return entries if is_ordered else draw(st.permutations(entries))
    return value


def bundle_toml(bundle: Table) -> str:
    """A bundle's tables in the order given."""
    return "\n".join(f"{key} = {toml_value(value)}" for key, value in bundle.items())


def summary(found: civscore.Assessment) -> Table:
    """Every number and verdict, by id."""
    return {
        "total": found.total,
        "bonus": found.bonus,
        "tier": (found.tier, found.possible_tier),
        "sections": {one.section.id: one.split for one in found.sections},
        "criteria": {one.id: (one.split, one.outcome) for one in found.criteria},
        "evidence": {
            one.id: sorted((o.is_met, sorted(o.admitted)) for o in one.admission.outcomes)
            for one in found.criteria
        },
        "vetoes": {one.id: one.status for one in found.vetoes},
        "tiers": {
            one.id: (one.status, {(c.kind, c.subject, c.status) for c in one.conditions})
            for one in found.tiers
        },
    }


def judged(standard: str, bundle: str) -> Table:
    """The judgement on two texts."""
    with TemporaryDirectory() as folder:
        plan = standard_in(Path(folder), standard)
        return summary(civscore.assess(plan, bundle_in(Path(folder), plan, bundle)))


@cache
def read(text: str) -> Table:
    """The tables of a text."""
    return tomli.loads(text, parse_float=Decimal)


REAL: Final = (BUNDLES[0].parents[3] / "standards/civilized-community/2026.toml", BUNDLES[0])
PAIRS: Final = {
    "smallest": (STANDARD, BUNDLE),
    "real": (REAL[0].read_text("utf-8"), REAL[1].read_text("utf-8")),
}


@pytest.mark.parametrize("name", PAIRS)
def test_order_of_tables_does_not_matter(name: str) -> None:
    standard, bundle = PAIRS[name]
    expected = judged(standard, bundle)

    @settings(FAST, max_examples={"smallest": 30, "real": 8}[name])
    @given(st.data())
    def trial(data: st.DataObject) -> None:
        draw = data.draw
        texts = (
            standard_toml(shuffled(draw, read(standard))),
            bundle_toml(shuffled(draw, read(bundle))),
        )
        assert judged(*texts) == expected

    trial()


# --- better facts ---------------------------------------------------------------------------------

SCALE: Final = 20


def count(better: int) -> str:
    """More is better."""
    return str(better)


def falling(better: int) -> str:
    """Less is better."""
    return str(SCALE - better)


def rate(better: int) -> str:
    """Of twenty."""
    return f"{{ count = {better}, of = {SCALE} }}"


def grade(better: int) -> str:
    """A is best."""
    return f'"{"DCBA"[better * 3 // SCALE]}"'


def ticks(better: int) -> str:
    """Of five items."""
    keys = "abcde"[: better * 5 // SCALE]
    return "{ " + ", ".join(f"{key} = {str(key in keys).lower()}" for key in "abcde") + " }"


def sample(better: int) -> str:
    """Of five units."""
    passing = better * 5 // SCALE
    units = [f'{{ unit = "{n}", a = {str(n < passing).lower()} }}' for n in range(5)]
    return f"[{', '.join(units)}]"


def events(better: int) -> str:
    """None is best."""
    worse = SCALE - better
    return f"{{ a = {worse // 2}, b = {worse - worse // 2} }}"


BETTER: Final = {one.__name__: one for one in (count, falling, rate, grade, ticks, sample, events)}
GROWING: Final = {case["name"]: case for case in read_cases("growing.toml")["case"]}


def plan_of(case: Case) -> civscore.Plan:
    """The standard of a case's one criterion."""
    fact, mechanism = (
        "\n".join(f"{key} = {toml_value(one)}" for key, one in case[part].items())
        for part in ("fact", "mechanism")
    )
    return one_criterion(fact, mechanism)


@pytest.mark.parametrize("name", GROWING)
def test_better_facts_never_lower_a_score(name: str) -> None:
    plan, recorded = plan_of(GROWING[name]), BETTER[GROWING[name]["better"]]
    found = [points(plan, recorded(better)) for better in range(SCALE + 1)]
    for earlier, later in pairwise(found):
        assert earlier[0] <= later[0]
        assert earlier[0] + earlier[1] <= later[0] + later[1]
    assert found[0][0] < found[-1][0] == 10


NUMERIC: Final = [name for name, case in GROWING.items() if case["fact"]["kind"] == "count"]


@pytest.mark.parametrize("name", NUMERIC)
def test_knowing_more_narrows_what_is_unproven(name: str) -> None:
    plan = plan_of(GROWING[name])

    @settings(FAST, max_examples=25)
    @given(st.tuples(*[st.integers(0, SCALE)] * 4).map(sorted))
    def trial(ends: list[int]) -> None:
        wide = points(plan, f"{{ at_least = {ends[0]}, at_most = {ends[3]} }}")
        narrow = points(plan, f"{{ at_least = {ends[1]}, at_most = {ends[2]} }}")
        assert wide[0] <= narrow[0]
        assert narrow[0] + narrow[1] <= wide[0] + wide[1]

    trial()


def test_points_of_a_known_fact_lie_between_those_of_its_ends(tmp_path: Path) -> None:
    plan = plan_of(GROWING["banded"])
    for low in range(0, SCALE, 3):
        for high in range(low, SCALE, 4):
            earned, unproven, _ = points(plan, f"{{ at_least = {low}, at_most = {high} }}")
            exact = [points(plan, str(value))[0] for value in range(low, high + 1)]
            assert (earned, earned + unproven) == (min(exact), max(exact))
    assert not list(tmp_path.iterdir())
