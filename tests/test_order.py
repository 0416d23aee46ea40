"""What must not matter, and which way it may go: order of tables, and better facts."""

from collections.abc import Callable
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import pytest
import tomli
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import standard_toml, toml_value
from test_bundle import FAST, one_criterion, points
from texts import BUNDLE, BUNDLES, STANDARD, bundle_in, standard_in

import civscore

Table = dict[str, Any]

# --- order ----------------------------------------------------------------------------------------

Draw = Callable[[st.SearchStrategy[Any]], Any]

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

    @settings(FAST, max_examples={"smallest": 60, "real": 12}[name])
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
COUNT: Final = 'kind = "count"; range = [0, 20]'
RATE: Final = 'kind = "rate"; of = "户"; if_none = "zero"'
SAMPLE: Final = 'kind = "sample"; draw = 5; checks = { a = "甲" }; fewer = "all"'
EVENTS: Final = 'kind = "events"; classes = { a = "甲", b = "乙" }'


def count(better: int) -> str:
    return str(better)


def falling(better: int) -> str:
    return str(SCALE - better)


def rate(better: int) -> str:
    return f"{{ count = {better}, of = {SCALE} }}"


def grade(better: int) -> str:
    return f'"{"DCBA"[better * 3 // SCALE]}"'


def ticks(better: int) -> str:
    keys = "abcde"[: better * 5 // SCALE]
    return "{ " + ", ".join(f"{key} = {str(key in keys).lower()}" for key in "abcde") + " }"


def sample(better: int) -> str:
    passing = better * 5 // SCALE
    units = [f'{{ unit = "{n}", a = {str(n < passing).lower()} }}' for n in range(5)]
    return f"[{', '.join(units)}]"


def events(better: int) -> str:
    worse = SCALE - better
    return f"{{ a = {worse // 2}, b = {worse - worse // 2} }}"


GROWING: Final = {
    "all_of": (COUNT, 'all_of = ["it >= 7", "it > 3"]', count),
    "all_of, falling": (COUNT, 'all_of = ["it <= 7", "not (it > 12)"]', falling),
    "parts": (COUNT, 'parts = [{ when = "it >= 3", points = 4 }, { when = "it > 9", points = 6 }]', count),
    "checklist": (
        'kind = "checklist"; items = { a = "1", b = "2", c = "3", d = "4", e = "5" }',
        'checklist = { of = "it", points = [0, 1, 1, 3, 7, 10] }',
        ticks,
    ),
    "graded": (
        'kind = "grade"; levels = { A = "优", B = "良", C = "中", D = "差" }',
        'graded = { value = "it", worth = { A = "100%", B = "66%", C = "33%", D = "0%" } }',
        grade,
    ),
    "banded": (COUNT, 'banded = { value = "it", bands = [{ from = 4, points = 3 }, { above = 8, points = 10 }] }', count),
    "banded, falling": (COUNT, 'banded = { value = "it", bands = [{ upto = 4, points = 10 }, { below = 9, points = 3 }] }', falling),
    "banded rate": (RATE, 'banded = { value = "it", bands = [{ from = "35%", points = 3 }, { from = "95%", points = 10 }] }', rate),
    "stepped": (RATE, 'stepped = { value = "it", below = "90%", step = "7%", each = 1.3, started = "full", floor = 1 }', rate),
    "stepped, pro rata": (RATE, 'stepped = { value = "it", below = "90%", step = "7%", each = 1.3, started = "pro_rata", floor = 1 }', rate),
    "stepped, falling": (COUNT, 'stepped = { value = "it", above = 3, step = 2, each = 3, started = "free", floor = -2 }', falling),
    "proportional": (COUNT, 'proportional = { value = "it", from = 2, to = 17 }', count),
    "proportional, falling": (COUNT, 'proportional = { value = "it", from = 17, to = 3 }', falling),
    "counted": (COUNT, 'counted = { value = "it", each = 0.7, cap = 10 }', count),
    "deduction": (EVENTS, 'deduction = { of = "it", each = { a = 3, b = { from = 0, to = 2 } }, floor = 0 }', events),
    "deduction, capped": (EVENTS, 'deduction = { of = "it", each = 1.5, floor = 0, cap = 10 }', events),
    "sampled, passing": (SAMPLE, 'sampled = { of = "it", by = "passing", points = [0, 0, 0, 2, 6.6, 10] }', sample),
    "sampled, failing": (SAMPLE, 'sampled = { of = "it", by = "failing", each = 3, floor = 0 }', sample),
    "sampled, all": (SAMPLE, 'sampled = { of = "it", by = "all" }', sample),
    "sampled, share": (SAMPLE, 'sampled = { of = "it", by = "share" }', sample),
}  # fmt: skip


@pytest.mark.parametrize("name", GROWING)
def test_better_facts_never_lower_a_score(name: str) -> None:
    fact, mechanism, recorded = GROWING[name]
    plan = one_criterion(fact, mechanism)
    found = [points(plan, recorded(better)) for better in range(SCALE + 1)]
    for earlier, later in pairwise(found):
        assert earlier[0] <= later[0]
        assert earlier[0] + earlier[1] <= later[0] + later[1]
    assert found[0][0] < found[-1][0] == 10


NUMERIC: Final = [name for name, (fact, _, _) in GROWING.items() if fact == COUNT]


@pytest.mark.parametrize("name", NUMERIC)
def test_knowing_more_narrows_what_is_unproven(name: str) -> None:
    fact, mechanism, _ = GROWING[name]
    plan = one_criterion(fact, mechanism)

    @settings(FAST, max_examples=25)
    @given(st.tuples(*[st.integers(0, SCALE)] * 4).map(sorted))
    def trial(ends: list[int]) -> None:
        wide = points(plan, f"{{ at_least = {ends[0]}, at_most = {ends[3]} }}")
        narrow = points(plan, f"{{ at_least = {ends[1]}, at_most = {ends[2]} }}")
        assert wide[0] <= narrow[0]
        assert narrow[0] + narrow[1] <= wide[0] + wide[1]

    trial()


def test_points_of_a_known_fact_lie_between_those_of_its_ends(tmp_path: Path) -> None:
    plan = one_criterion(COUNT, GROWING["banded"][1])
    for low in range(0, SCALE, 3):
        for high in range(low, SCALE, 4):
            earned, unproven, _ = points(plan, f"{{ at_least = {low}, at_most = {high} }}")
            exact = [points(plan, str(value))[0] for value in range(low, high + 1)]
            assert (earned, earned + unproven) == (min(exact), max(exact))
    assert not list(tmp_path.iterdir())
