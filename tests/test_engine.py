"""The engine and the oracle agree: on generated standards, on every worked vector, on its laws."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from oracle import Scored, Span, is_beyond_single_numbers, score
from strategies import (
    AS_OF,
    BODIES,
    PERIOD,
    Proof,
    completions,
    divided_standards,
    proof_of,
    proofs,
    recorded,
    scores,
    standard_of,
    standard_toml,
    standards,
    supplies,
    vectors,
    write_bundle,
)

import civscore
from civscore.sentences import Language
from civscore.standard.document import parse_document
from civscore.standard.shelf import plan_document

SLOWLY = settings(
    max_examples=95,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
Made = dict[str, Any]


def plan_of(standard: Made) -> civscore.Plan:
    """The engine's plan of a generated standard."""
    return plan_document(parse_document(standard_toml(standard).encode(), "standard.toml"))


def assessed(
    plan: civscore.Plan,
    standard: Made,
    facts: Made,
    proof: Proof,
    as_of: date = AS_OF,
    supplied: Made | None = None,
    given: Made | None = None,
) -> civscore.Assessment:
    """The engine's judgement on recorded facts and evidence, and on what the field tells."""
    told = {
        name: tuple(one) if isinstance(one, list) else (one, one)
        for name, one in (supplied or {}).items()
    }
    with TemporaryDirectory() as folder:
        place = write_bundle(
            Path(folder), standard, facts, proof, as_of=as_of, period=PERIOD, scores=given
        )
        bundle = civscore.load_bundle(place, plan)
        return civscore.assess(plan, bundle, as_of=as_of, supplied=told)


def span(split: civscore.Split) -> tuple[Fraction, Fraction]:
    """Earned, and earned + unproven."""
    return Fraction(split.earned), Fraction(split.earned + split.unproven)


def ends(found: Span) -> tuple[Fraction, Fraction]:
    """An oracle's span, as far as six decimals show it."""
    return tuple(Fraction(round(end * 10**6), 10**6) for end in (found.low, found.high))  # type: ignore[return-value]


def stated(points: Any) -> tuple[Fraction, Fraction]:
    """What a case says: one number, or earned and possible."""
    low, high = points if isinstance(points, list) else (points, points)
    return Fraction(low), Fraction(high)


def compare(found: civscore.Assessment, expected: Scored) -> None:
    """Every number and verdict of the two."""
    for result in found.criteria:
        want = expected.criteria[result.id]
        if result.criterion.role in {"scored", "bonus"}:
            assert span(result.split) == ends(want.points), result.id
        assert result.outcome == want.outcome, result.id
    for section in found.sections:
        assert span(section.split) == ends(expected.sections[section.section.id])
    assert span(found.total) == ends(expected.total)
    assert span(found.bonus) == ends(expected.bonus)
    assert {veto.id: veto.status for veto in found.vetoes} == expected.vetoes
    assert {gate.id: gate.status for gate in found.gates} == expected.gates
    assert {tier.id: tier.status for tier in found.tiers} == expected.tiers
    assert found.tier == expected.tier


@SLOWLY
@given(st.data())
def test_complete_facts_score_as_the_oracle_says(data: st.DataObject) -> None:
    standard = data.draw(standards())
    facts = data.draw(recorded(standard, complete=True))
    proof = data.draw(proofs(standard))
    supplied = data.draw(supplies(standard))
    given = data.draw(scores(standard))
    found = assessed(plan_of(standard), standard, facts, proof, AS_OF, supplied, given)
    if is_beyond_single_numbers(standard, facts, AS_OF, PERIOD):
        return
    compare(found, score(standard, facts, proof.admission, AS_OF, PERIOD, supplied, given))


@SLOWLY
@given(st.data())
def test_parts_always_add_up_to_the_full_points(data: st.DataObject) -> None:
    standard = data.draw(standards())
    facts = data.draw(recorded(standard))
    found = assessed(plan_of(standard), standard, facts, data.draw(proofs(standard)))
    splits = [found.total, found.bonus]
    splits += [one.split for one in found.sections] + [one.split for one in found.criteria]
    for split in splits:
        assert split.earned + split.unproven + split.lost == split.full
        assert split.unproven >= 0


@SLOWLY
@given(st.data())
def test_recording_what_was_unknown_stays_inside_the_split(data: st.DataObject) -> None:
    standard = data.draw(standards())
    facts = data.draw(recorded(standard))
    complete = data.draw(completions(standard, facts))
    proof = data.draw(proofs(standard))
    plan = plan_of(standard)
    before = assessed(plan, standard, facts, proof)
    after = assessed(plan, standard, {**facts, **complete}, proof)
    for first, second in zip(before.criteria, after.criteria, strict=True):
        if second.split.full:
            assert first.split.earned <= second.split.earned
            assert second.split.possible <= first.split.possible
    for earlier, later in ((before.total, after.total), (before.bonus, after.bonus)):
        assert earlier.earned <= later.earned
        assert later.possible <= earlier.possible
    for was, now in zip(before.tiers, after.tiers, strict=True):
        assert now.status == was.status or was.status == "possible"


@SLOWLY
@given(st.data())
def test_gains_are_what_scoring_again_would_give(data: st.DataObject) -> None:
    """Every step's gain fits between what is had and the full points."""
    standard = data.draw(standards())
    found = assessed(
        plan_of(standard), standard, data.draw(recorded(standard)), data.draw(proofs(standard))
    )
    for result in found.criteria:
        for step in found.steps[result.id]:
            assert step.gain >= 0
            assert str(step.change)
            assert step.change.text("en")
        assert str(result.because)
        assert result.because.text("en")
    for tier in found.tiers:
        assert str(found.gaps(tier.id).summary)


@SLOWLY
@given(st.data())
def test_each_kind_of_community_is_judged_as_if_there_were_no_other(data: st.DataObject) -> None:
    """And as long as the kind is not known, between the least and the most of all kinds."""
    standard = data.draw(divided_standards())
    facts = data.draw(recorded(standard, complete=True))
    proof, plan = data.draw(proofs(standard)), plan_of(standard)
    if is_beyond_single_numbers(standard, facts, AS_OF, PERIOD):
        return
    every = []
    for kind in BODIES:
        found = assessed(plan, standard, {**facts, "kin": kind}, proof)
        compare(found, score(standard, {**facts, "kin": kind}, proof.admission, AS_OF, PERIOD))
        assert found.total.full == plan.full / Decimal(plan.scale)
        every.append(found)
    del facts["kin"]
    found = assessed(plan, standard, facts, proof)
    least = min(one.total.earned for one in every)
    most = max(one.total.possible for one in every)
    assert found.total.earned <= least
    assert most <= found.total.possible
    if all(one.get("effect") != "zero" for one in standard.get("veto", [])):  # it may be for one
        assert (found.total.earned, found.total.possible) == (least, most)
    common = set.intersection(*({result.id for result in one.criteria} for one in every))
    assert {result.id for result in found.criteria} == common
    for number, tier in enumerate(found.tiers):
        statuses = {one.tiers[number].status for one in every}
        assert tier.status == "possible" or statuses == {tier.status}


CASES = [
    pytest.param(vector, case, id=f"{vector['row']}-{vector['name']}-{number}")
    for vector in vectors()
    for number, case in enumerate(vector["case"])
]


LANGUAGE: dict[str, Language] = {"title_said": "zh", "title_said_en": "en"}


def check_title(found: civscore.Assessment, case: Made) -> None:
    """What has become of the title, and what is said of it in both languages."""
    for name, value in case.get("title", {}).items():
        assert (getattr(found.title, name) or "") == (value or ""), name
    for key, language in LANGUAGE.items():
        if key in case:
            assert found.title is not None
            assert [one.text(language) for one in found.title.lines] == case[key]


def check_listed(found: civscore.Assessment, case: Made) -> None:
    """What the report speaks of, and what it says beside the judgement."""
    if "listed" in case:
        names = [one.section.id for one in found.sections] + [one.id for one in found.criteria]
        assert sorted(names) == case["listed"]
    if "remarks" in case:
        assert [str(one) for one in found.remarks] == case["remarks"]


@pytest.mark.parametrize(("vector", "case"), CASES)
def test_worked_vectors(vector: Made, case: Made) -> None:
    standard = standard_of(vector)
    plan, as_of = plan_of(standard), case.get("as_of", AS_OF)
    found = assessed(
        plan,
        standard,
        case["facts"],
        proof_of(case),
        as_of,
        case.get("supplied"),
        case.get("scores"),
    )
    assert span(found.total) == stated(case["points"])
    sums = {one.section.id: one.split.earned for one in found.sections}
    assert (
        sums.items() >= {name: Decimal(one) for name, one in case.get("sums", {}).items()}.items()
    )
    splits = {one.clause.id: one.split for one in found.adjustments}
    for name, numbers in case.get("adjusted", {}).items():
        one = splits[name]
        assert [one.earned, one.unproven, one.lost] == [Decimal(n) for n in numbers]
    reasons = {one.clause.id: one.because.text() for one in found.adjustments}
    assert reasons.items() >= case.get("adjusted_because", {}).items()
    if "tier" in case:
        assert (found.tier or "") == case["tier"]
    if "bonus" in case:
        assert span(found.bonus) == stated(case["bonus"])
    statuses = {one.id: one.status for one in found.tiers}
    assert statuses.items() >= case.get("tiers", {}).items()
    asked = {
        one.id: [f"{c.kind} {c.subject}".strip() for c in one.conditions] for one in found.tiers
    }
    assert asked.items() >= case.get("conditions", {}).items()
    assert {one.id: one.status for one in found.gates}.items() >= case.get("gates", {}).items()
    check_title(found, case)
    if "if_open" in case:
        assert (found.tier_if_open or "") == case["if_open"]
    assert {v.id: v.status for v in found.vetoes}.items() >= case.get("vetoes", {}).items()
    outcomes = {result.id: result.outcome for result in found.criteria}
    assert outcomes.items() >= case.get("outcomes", {}).items()
    for name, steps in case.get("steps", {}).items():
        assert [f"{one.kind} {one.gain} {one.change.text()}" for one in found.steps[name]] == steps
    for name, steps in case.get("steps_en", {}).items():
        said = [f"{one.kind} {one.gain} {one.change.text('en')}" for one in found.steps[name]]
        assert said == steps
    because = {result.id: result.because for result in found.criteria}
    for name, said in case.get("because", {}).items():
        assert because[name].text() == said
    for name, said in case.get("because_en", {}).items():
        assert because[name].text("en") == said
    check_listed(found, case)


def test_only_what_the_standard_asks_of_the_field_can_be_supplied() -> None:
    tier = {"id": "十佳", "top": {"n": 10, "ties": "all"}}
    facts = {"a": {"kind": "flag", "title": "甲"}}
    criterion = {"full": 1, "all_of": ["a"]}
    made = {"row": "", "name": "名次", "facts": facts, "criterion": [criterion], "tier": [tier]}
    standard = standard_of(made)
    plan = plan_of(standard)
    (asked,) = plan.reserved
    assert (asked.kind, asked.of, asked.within, asked.path) == ("top", "十佳", "all", ("tier", 0))
    assert asked.columns == ("top:十佳:first", "top:十佳:last")
    assert asked.declared is plan.standard.tier[0].demands["top"]
    with pytest.raises(ValueError, match="top:十佳:base"):
        assessed(plan, standard, {"a": True}, Proof(), supplied={"top:十佳:base": 24})
    with pytest.raises(ValueError, match="'a'"):
        assessed(plan, standard, {}, Proof(), supplied={"a": 1})


REFUSED = [
    pytest.param(vector, facts, id=f"{vector['row']}-{number}")
    for vector in vectors()
    for number, facts in enumerate(vector.get("refused", []))
]


@pytest.mark.parametrize(("vector", "facts"), REFUSED)
def test_values_the_standard_does_not_allow_are_refused(vector: Made, facts: Made) -> None:
    standard = standard_of(vector)
    with pytest.raises(civscore.Faulty) as raised:
        assessed(plan_of(standard), standard, facts, Proof())
    assert raised.value.diagnostics
