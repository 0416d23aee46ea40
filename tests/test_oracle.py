"""The oracle is tried on the worked cases, on its own laws, and on the strategies' promises."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest
import tomli
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from oracle import (
    Case,
    Span,
    all_criteria,
    back_from,
    band_of,
    bounds,
    exactly,
    holds,
    mechanism_of,
    names,
    number,
    rounded,
    score,
    weighted,
)
from strategies import (
    AS_OF,
    DECLARE,
    MAKE,
    PERIOD,
    bundle_toml,
    completions,
    exhaustive,
    facts_used,
    how_many,
    proofs,
    recorded,
    standard_of,
    standard_toml,
    standards,
    vectors,
    write_bundle,
)

if TYPE_CHECKING:
    from pathlib import Path

Made: TypeAlias = dict[str, Any]

FEASIBLE = 100
MANY = settings(
    max_examples=60,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


def read(text: str) -> Made:
    """Read TOML as the oracle wants it."""
    return tomli.loads(text, parse_float=Decimal)


# ---------------------------------------------------------------- the worked cases


WORKED = [
    (f"{vector['row']}-{vector['vector']}-{at}-{place}", vector, case)
    for at, vector in enumerate(vectors())
    for place, case in enumerate(vector["case"])
    if "beyond_oracle" not in case
]
"""But for open conditions inside `if`, of which the oracle, knowing single numbers, cannot tell."""
CASES = [pytest.param(vector, case, id=name) for name, vector, case in WORKED]
JUDGEMENTS = {"vetoes", "outcomes", "tiers", "tier"}
JUDGED = [pytest.param(*one[1:], id=one[0]) for one in WORKED if JUDGEMENTS & one[2].keys()]
"""Those that say more than points."""


def expected(points: object) -> Span:
    """What a case says the points are: one number, or two."""
    if isinstance(points, list):
        low, high = points
        return Span(number(low), number(high))
    return exactly(number(points))


LISTED = ("veto", "gate", "adjustment")
"""Lists of clauses beside the criteria."""


@pytest.mark.parametrize(("vector", "case"), CASES)
def test_a_worked_case_gives_its_points(vector: Made, case: Made) -> None:
    """Facts in, points out; where facts are open, over all completions."""
    standard, as_of = standard_of(vector), case.get("as_of", AS_OF)
    admission = case.get("admission", {})
    found = bounds(
        standard,
        case["facts"],
        admission,
        as_of,
        PERIOD,
        exhaustive(standard, case["facts"]),
        case.get("supplied"),
        case.get("scores"),
    )
    assert found.total == expected(case["points"])
    if "bonus" in case:
        assert found.bonus == expected(case["bonus"])


@pytest.mark.parametrize(("vector", "case"), JUDGED)
def test_a_worked_case_gives_its_judgement(vector: Made, case: Made) -> None:
    """Tier, vetoes and outcomes: what holds in every completion."""
    standard, as_of = standard_of(vector), case.get("as_of", AS_OF)
    every = [
        score(
            standard,
            facts,
            case.get("admission", {}),
            as_of,
            PERIOD,
            case.get("supplied"),
            case.get("scores"),
        )
        for facts in exhaustive(standard, case["facts"])
    ]
    for name, status in case.get("vetoes", {}).items():
        found = {one.vetoes.get(name, "clear") for one in every}  # not there: clear
        assert (found.pop() if len(found) == 1 else "unknown") == status
    for name, outcome in case.get("outcomes", {}).items():
        found = {one.criteria[name].outcome for one in every}
        assert (found.pop() if len(found) == 1 else "unproven") == outcome
    for name, status in case.get("tiers", {}).items():
        found = {one.tiers[name] for one in every}
        assert (found.pop() if len(found) == 1 else "possible") == status
    if "tier" in case:
        order = ["", *(tier["id"] for tier in standard["tier"])]
        assert min((one.tier or "" for one in every), key=order.index) == case["tier"]


@pytest.mark.parametrize("vector", vectors(), ids=lambda one: str(one["row"]))
def test_a_worked_case_is_a_whole_standard(vector: Made) -> None:
    """It can be written down as a standard, and every fact of it is used and declared."""
    standard = standard_of(vector)
    assert read(standard_toml(standard)) == standard
    others = [one for key in (*LISTED, "tier") for one in standard.get(key, [])]
    others += [standard.get(key, {}) for key in ("cohort", "title")]
    others += [one for one in standard["section"] if "only" in one]
    clauses = [*all_criteria(standard), *others]
    assert set().union(*(facts_used(standard, one) for one in clauses)) == set(vector["facts"])
    for case in vector["case"]:
        assert case["facts"].keys() <= {*vector["facts"], "applied"}
        assert case.keys() >= {"facts", "points"}


# ---------------------------------------------------------------- small laws


@pytest.mark.parametrize(
    ("value", "half_up", "half_even", "down", "up"),
    [
        ("0.0625", "0.063", "0.062", "0.062", "0.063"),
        ("-0.0625", "-0.063", "-0.062", "-0.062", "-0.063"),
        ("0.0635", "0.064", "0.064", "0.063", "0.064"),
        ("0.06251", "0.063", "0.063", "0.062", "0.063"),
        ("0.06249", "0.062", "0.062", "0.062", "0.063"),
        ("0.062", "0.062", "0.062", "0.062", "0.062"),
        ("0", "0", "0", "0", "0"),
    ],
)
def test_rounding_to_three_decimals(
    value: str, half_up: str, half_even: str, down: str, up: str
) -> None:
    """Half up and up go away from zero on both sides of it, down goes towards it."""
    modes = {"half_up": half_up, "half_even": half_even, "down": down, "up": up}
    found = {mode: rounded(Fraction(value), 3, mode) for mode in modes}
    assert found == {mode: Fraction(text) for mode, text in modes.items()}


@pytest.mark.parametrize(
    ("text", "value"),
    [("98%", "0.98"), ("2‰", "0.002"), ("0.2%", "0.002"), ("33.3 %", "0.333"), ("1.5", "1.5")],
)
def test_numbers_are_read_from_text(text: str, value: str) -> None:
    """Percent and per mille are exact."""
    assert number(text) == Fraction(value)


def test_a_truth_is_no_number() -> None:
    """True is not one."""
    with pytest.raises(TypeError):
        number(True)  # noqa: FBT003 – the very point


@pytest.mark.parametrize(
    ("day", "length", "back"),
    [
        (date(2026, 6, 30), "2y before as_of", date(2024, 6, 30)),
        (date(2026, 3, 31), "1m", date(2026, 2, 28)),
        (date(2024, 2, 29), "1y", date(2023, 2, 28)),
        (date(2026, 1, 31), "13m", date(2024, 12, 31)),
        (date(2026, 3, 1), "1d", date(2026, 2, 28)),
        (date(2026, 3, 15), "2w", date(2026, 3, 1)),
    ],
)
def test_looking_back(day: date, length: str, back: date) -> None:
    """A day that does not exist becomes the last one of its month."""
    assert back_from(day, length) == back


@pytest.mark.parametrize(
    ("value", "upward", "downward", "closed"),
    [
        ("5", None, 15, None),
        ("6", None, 15, 1),
        ("6.5", None, 12, 1),
        ("7", 3, 12, 2),
        ("8", 3, None, None),
        ("8.5", 6, None, None),
    ],
)
def test_bands(value: str, upward: int | None, downward: int | None, closed: int | None) -> None:
    """Lower ends reach up to the next band, upper ends down to the one before."""
    rising: list[Made] = [{"from": 7, "points": 3}, {"above": 8, "points": 6}]
    falling: list[Made] = [{"upto": 6, "points": 15}, {"upto": 7, "points": 12}]
    ends: list[Made] = [
        {"from": 6, "below": 7, "points": 1},
        {"from": 7, "below": 8, "points": 2},
    ]
    found = [band_of(Fraction(value), bands) for bands in (rising, falling, ends)]
    assert [one and one["points"] for one in found] == [upward, downward, closed]


# ---------------------------------------------------------------- expressions


KNOWN = Case(
    {
        "facts": {
            "plan": {"kind": "flag"},
            "meetings": {"kind": "count"},
            "area": {"kind": "measure", "decimals": 1},
            "empty": {"kind": "rate", "of": "件", "if_none": "unproven"},
            "clean": {"kind": "rate", "of": "件", "if_none": "full"},
            "bare": {"kind": "rate", "of": "件", "if_none": "zero"},
            "kind": {"kind": "choice", "options": {"urban": "城", "rural": "乡"}},
            "level": {"kind": "grade", "levels": {"A": "好", "B": "中", "C": "差"}},
            "works": {"kind": "checklist", "items": {"camera": "监控", "gate": "门禁"}},
            "cases": {
                "kind": "events",
                "classes": {"grave": "重大", "order": "治安"},
                "window": "2y before as_of",
            },
            "roads": {"kind": "sample", "draw": 2, "checks": {"even": "平"}, "fewer": "all"},
            "voices": {
                "kind": "survey",
                "answers": {"good": "好", "poor": "差"},
                "favourable": ["good"],
                "minimum": 4,
                "if_short": "unproven",
            },
        }
    },
    {
        "plan": {"value": True, "source": "台账"},
        "meetings": 5,
        "area": Decimal("35.2"),
        "empty": {"count": 0, "of": 0},
        "clean": {"count": 0, "of": 0},
        "bare": {"count": 0, "of": 0},
        "kind": "urban",
        "level": "B",
        "works": {"camera": True, "gate": False},
        "cases": [
            {"class": "grave", "date": date(2024, 7, 1)},
            {"class": "grave", "date": date(2024, 6, 30)},
            {"class": "order", "date": date(2026, 6, 30)},
        ],
        "roads": [{"unit": "1", "even": True}, {"unit": "2", "even": False}],
        "voices": {"issued": 9, "good": 3, "poor": 1},
    },
    AS_OF,
    None,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("plan", True),
        ("not plan or meetings >= 5", True),
        ("not (plan and meetings > 5)", True),
        ("not plan and meetings > 5 or plan", True),
        ("meetings + 2 * 3 == 11", True),
        ("(meetings + 2) * 3 == 21", True),
        ("10 - 3 - 2 == meetings", True),
        ("meetings / 2 == 2.5", True),
        ("ceil(meetings / 2) == 3 and floor(meetings / 2) == 2", True),
        ("min(meetings, 3, area) == 3 and max(meetings, area) == 35.2", True),
        ("-1 < meetings", True),
        ("kind == 'urban' and kind != 'rural'", True),
        ("kind in ['rural', 'mixed']", False),
        ("meetings in [4, 5]", True),
        ("level >= 'B' and level > 'C' and not level >= 'A'", True),
        ("level < 'A' and level in ['B', 'C'] and level == 'B'", True),
        ("works == 1 and works.camera and not works.gate", True),
        ("cases == 2 and cases.grave == 1 and cases.order <= 1", True),
        ("roads == 50% and roads.passing == 1 and roads.drawn == 2", True),
        ("voices >= 75% and voices.valid == 4", True),
        ("clean == 100% and bare == 0", True),
        ("empty >= 95%", None),
        ("not empty >= 95%", None),
        ("empty >= 95% or plan", True),
        ("empty >= 95% and not plan", False),
        ("empty + 1 > 0", None),
        ("meetings / (meetings - 5) > 1", None),
    ],
)
def test_expressions(text: str, value: bool | None) -> None:  # noqa: FBT001
    """An expression is what it reads as; unknown unless the rest decides."""
    assert holds(KNOWN, text) is value


@pytest.mark.parametrize(
    "text",
    ["", "meetings >=", "(plan", "plan plan", "meetings", "kind > 'a'", "level + 1 > 0", "#"],
)
def test_what_is_no_condition_is_refused(text: str) -> None:
    """Broken texts and mixed kinds raise."""
    with pytest.raises((ValueError, TypeError)):
        holds(KNOWN, text)


def test_names_of_an_expression() -> None:
    """Facts, without parts, words and functions."""
    assert names("not a.b and max(c, 2) in ['d'] or e >= 'f'") == {"a", "c", "e"}


# ---------------------------------------------------------------- around a criterion


def one_criterion(criterion: Made, facts: Made, **scoring: object) -> Made:
    """A standard of one criterion and a full one beside it."""
    return standard_of(
        {
            "vector": [],
            "row": "",
            "name": "",
            "scoring": scoring,
            "facts": facts | {"sure": {"kind": "flag", "title": ""}},
            "criterion": [criterion, {"full": 2, "all_of": ["sure"]}],
        }
    )


FLAGS: Made = {one: {"kind": "flag", "title": one} for one in ("there", "free", "held")}


@pytest.mark.parametrize(
    ("there", "free", "held", "admission", "low", "high", "outcome"),
    [
        (True, False, True, "admitted", 3, 3, "met"),
        (True, False, True, "unproven", 0, 3, "unproven"),
        (True, False, True, "zero", 0, 0, "not_met"),
        (True, False, False, "admitted", 0, 0, "not_met"),
        (True, False, False, "unproven", 0, 0, "not_met"),
        (True, True, False, "zero", 3, 3, "exempt"),
        (False, True, True, "admitted", 0, 0, "not_applicable"),
    ],
)
def test_the_order_around_a_criterion(
    there: bool,  # noqa: FBT001
    free: bool,  # noqa: FBT001
    held: bool,  # noqa: FBT001
    admission: str,
    low: int,
    high: int,
    outcome: str,
) -> None:
    """Not applicable, then exempt, then the guard, then points and evidence."""
    around = {"applies_if": "there", "exempt_if": "free", "guard": "held"}
    made = one_criterion({"full": 3, "all_of": ["sure"], **around}, FLAGS, not_applicable="rescale")
    facts = {"there": there, "free": free, "held": held, "sure": True}
    found = score(made, facts, {"1.1": admission}, AS_OF).criteria["1.1"]
    assert (found.points, found.outcome) == (Span(Fraction(low), Fraction(high)), outcome)


@pytest.mark.parametrize(("state", "points"), [("admitted", -1), ("unproven", -1), ("zero", -1)])
def test_a_loss_stays_a_loss(state: str, points: int) -> None:
    """Neither a failing guard nor missing evidence takes a negative score away."""
    table = {"full": 1, "deduction": {"of": "cases", "each": 2, "floor": -1}, "guard": "held"}
    cases = {"kind": "events", "title": "", "classes": {"one": ""}}
    made = one_criterion(table, FLAGS | {"cases": cases})
    for held in (True, False):
        facts = {"there": True, "free": True, "held": held, "sure": True, "cases": {"one": 5}}
        found = score(made, facts, {"1.1": state}, AS_OF)
        assert found.criteria["1.1"].points == exactly(points)


@pytest.mark.parametrize(
    ("treatment", "points"), [("rescale", "2.92"), ("full", "4.25"), ("zero", "1.25")]
)
def test_what_is_not_applicable(treatment: str, points: str) -> None:
    """Rescaled inside its section and rounded once there (5.25 × 1.25 ÷ 2.25); full; nothing."""
    vector = {
        "vector": [],
        "row": "",
        "name": "",
        "scoring": {"not_applicable": treatment},
        "facts": FLAGS,
        "criterion": [
            {"full": 3, "all_of": ["held"], "applies_if": "there"},
            {"full": Decimal("1.25"), "all_of": ["held"]},
            {"full": 1, "all_of": ["free"]},
        ],
    }
    facts = {"there": False, "held": True, "free": False}
    found = score(standard_of(vector), facts, {}, AS_OF)
    assert found.total == exactly(Fraction(points))


def test_statuses_of_tiers() -> None:
    """Reached, possible, out of reach; a veto and a control criterion bind every tier."""
    made = one_criterion({"full": 8, "all_of": ["held"]}, FLAGS)
    made["section"][0]["criterion"].append({"id": "C", "role": "control", "all_of": ["there"]})
    made["veto"] = [{"id": "V", "when": "free", "certificate": {"issuer": "派出所"}}]
    made["tier"] = [
        {"id": "低", "total": 2},
        {"id": "中", "total": 10, "sections": {"1": "90%"}},
        {"id": "高", "total": 10, "each_section": "100%", "criteria": {"1.1": "met"}},
    ]
    good = {"there": True, "free": False, "held": True, "sure": True}

    def tiers(facts: Made, admission: dict[str, str]) -> list[str]:
        return list(score(made, good | facts, admission, AS_OF).tiers.values())

    assert tiers({}, {}) == ["reached"] * 3
    assert tiers({}, {"1.1": "unproven"}) == ["reached", "possible", "possible"]
    assert tiers({"held": False}, {}) == ["reached", "out_of_reach", "out_of_reach"]
    assert tiers({}, {"V": "unproven"}) == ["possible"] * 3
    assert tiers({"free": True}, {"V": "unproven"}) == ["out_of_reach"] * 3
    assert tiers({}, {"C": "unproven"}) == ["possible"] * 3
    assert tiers({"there": False}, {}) == ["out_of_reach"] * 3


# ---------------------------------------------------------------- random standards


@MANY
@given(st.data())
def test_a_made_standard_reads_back(data: st.DataObject) -> None:
    """What is written down is what was made: standard, facts, evidence."""
    standard = data.draw(standards())
    assert read(standard_toml(standard)) == standard
    facts, proof = data.draw(recorded(standard)), data.draw(proofs(standard))
    bundle = read(bundle_toml(standard, facts, proof.pieces))
    assert bundle["facts"] == facts
    assert bundle.get("evidence", []) == proof.pieces
    others = [one for key in (*LISTED, "tier") for one in standard.get(key, [])]
    others += [standard.get(key, {}) for key in ("cohort", "title")]
    clauses = [*all_criteria(standard), *others]
    assert set().union(*(facts_used(standard, one) for one in clauses)) == set(standard["facts"])


@MANY
@given(st.data())
def test_a_made_standard_adds_up(data: st.DataObject) -> None:
    """Complete facts always have points, and parts add up to the whole."""
    standard = data.draw(standards())
    facts, proof = data.draw(recorded(standard, complete=True)), data.draw(proofs(standard))
    found = score(standard, facts, proof.admission, AS_OF, PERIOD)
    full = number(standard["standard"]["full"])
    is_plain = not weighted(standard["section"]) and "floor" not in standard["scoring"]
    is_plain = is_plain and "adjustment" not in standard
    assert sum(found.sums.fulls.values()) == full or not is_plain
    for one in found.criteria.values():
        assert one.points.low <= one.points.high <= one.full
    zeroing = [one["id"] for one in standard.get("veto", []) if one.get("effect") == "zero"]
    if is_plain and all(found.vetoes[name] == "clear" for name in zeroing):
        assert found.sums.exact.low == sum(one.low for one in found.sections.values())
    assert found.total.low <= found.total.high <= full
    assert found.tier is None or found.tiers[found.tier] == "reached"
    admitted = score(standard, facts, {}, AS_OF, PERIOD)
    for name, one in found.criteria.items():
        if not one.applies:  # for want of evidence; it is given what its treatment says
            continue
        assert one.points.low <= admitted.criteria[name].points.low
        assert one.points.high <= admitted.criteria[name].points.high


@MANY
@given(st.data())
def test_completions_stay_inside_the_bounds(data: st.DataObject) -> None:
    """Recording what was open keeps every criterion inside its bounds."""
    standard = data.draw(standards())
    facts, proof = data.draw(recorded(standard)), data.draw(proofs(standard))
    completion = data.draw(completions(standard, facts))
    scored = score(standard, completion, proof.admission, AS_OF, PERIOD)
    for criterion in all_criteria(standard):
        used, name = facts_used(standard, criterion), criterion["id"]
        if how_many(standard, facts, used) > FEASIBLE:
            continue
        every = exhaustive(standard, facts, used)
        span = bounds(standard, facts, proof.admission, AS_OF, PERIOD, every).criteria[name]
        points = scored.criteria[name].points
        assert span.low <= points.low
        assert points.high <= span.high


def test_everything_there_is_gets_made() -> None:
    """Every kind of fact, mechanism, role and treatment turns up among the made standards."""
    seen: Counter[str] = Counter()

    @settings(MANY, max_examples=300)
    @given(standards())
    def look(standard: Made) -> None:
        seen.update(one["kind"] for one in standard["facts"].values())
        seen.update(mechanism_of(one)[0] for one in all_criteria(standard))
        seen.update(one.get("role", "scored") for one in all_criteria(standard))
        seen.update(key for one in all_criteria(standard) for key in one)
        seen.update(str(one) for one in standard["scoring"].values())
        seen.update(key for one in standard["facts"].values() for key in one)
        seen.update(key for one in standard["section"] for key in one)
        seen.update(key for one in standard["tier"] for key in one)
        seen.update(list(standard))
        for one in all_criteria(standard):
            seen.update(part.get("otherwise", "") for part in one.get("parts", ()))

    look()
    wanted = {
        *DECLARE,
        *MAKE,
        "bonus",
        "control",
        "veto",
        "advice",
        "applies_if",
        "exempt_if",
        "guard",
    }
    wanted |= {"evidence", "basis", "rescale", "full", "zero", "half_even", "down", "up"}
    wanted |= {"scale", "facets", "worth", "parameters", "met", "dropped"}
    wanted |= {"criterion", "section", "total", "exact", "rounded", "each_section", "sections"}
    assert wanted <= seen.keys()


def test_a_bundle_is_laid_out(tmp_path: Path) -> None:
    """The folder holds the bundle and the files of its evidence, less those that are lost."""

    @settings(MANY, max_examples=20)
    @given(st.data())
    def look(data: st.DataObject) -> None:
        standard = data.draw(standards())
        facts, proof = data.draw(recorded(standard)), data.draw(proofs(standard))
        folder = tmp_path / str(data.draw(st.uuids()))
        bundle = write_bundle(folder, standard, facts, proof)
        assert read(bundle.read_text("utf-8"))["facts"] == facts
        there = {one["file"] for one in proof.pieces if (folder / one["file"]).exists()}
        assert there == {one["file"] for one in proof.pieces} - proof.lost

    look()
