"""Every mechanism of the catalogue has its line, and the line is true."""

import os

import catalogue
import pytest
import references

ENTRIES = list(catalogue.entries())


def test_every_number_is_there_once() -> None:
    numbers = [one.number for one in ENTRIES]
    wanted = [
        f"M{chapter}.{number:02}"
        for chapter, size in enumerate(catalogue.SIZES, start=1)
        for number in range(1, size + 1)
    ]
    assert len(wanted) == 327
    assert numbers == wanted


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda one: one.number)
def test_what_is_said_of_a_mechanism_is_true(entry: catalogue.Entry) -> None:
    """It names what it needs; what can be written exists and can be seen; what cannot, does not."""
    assert entry.keys, "nothing tells how it is written"
    assert entry.status in catalogue.STATUSES
    if entry.planned:
        assert entry.missing, "all of it exists by now: say that it can be written"
    else:
        assert entry.missing == ()
        assert catalogue.cases_beside_the_point(entry) == []
        assert catalogue.exhibits(entry), "neither a standard nor a case shows it"


def test_names_are_used_once() -> None:
    names = [one.name for one in ENTRIES]
    assert sorted(name for name in set(names) if names.count(name) > 1) == []


def test_every_mechanism_has_its_answer() -> None:
    assert [one.number for one in ENTRIES if one.planned] == []


def test_the_page_is_what_the_catalogue_says() -> None:
    if os.environ.get("CIVSCORE_GOLDEN") == "write":
        catalogue.PAGE.write_text(catalogue.page(), "utf-8")
    assert catalogue.PAGE.read_text("utf-8") == catalogue.page()


# --- the looking itself ---------------------------------------------------------------------------


def test_a_reference_to_nothing_is_known_for_one() -> None:
    for key in ("mechanism:bands", "key:banded.band", "key:criterion.role=soft", "word:iff"):
        assert key not in references.known()


def test_a_criterion_makes_use_of_its_facts_and_sections() -> None:
    data = {
        "facts": {"n": {"kind": "survey", "answers": {"a": "1"}}, "m": {"kind": "flag"}},
        "section": [
            {"id": "1", "full": 1, "criterion": [{"id": "1.1", "all_of": ["ceil(n.valid) > 1"]}]}
        ],
        "veto": [{"id": "V1", "when": "m"}],
    }
    found = dict(references.places(data))
    assert {"mechanism:all_of", "fact:survey", "part:survey.valid", "word:ceil"} <= found["1.1"]
    assert {"key:section.full", "key:survey.answers"} <= found["1.1"]
    assert "fact:flag" not in found["1.1"]
    assert {"fact:flag", "key:veto.when"} <= found["V1"]


def test_what_a_clause_has_together_is_not_found_apart() -> None:
    data = {"criterion": [{"id": "1", "counted": {}}, {"id": "2", "judged": {}, "guard": "a"}]}
    text = references.text_of("例", "x", data)
    found = {
        names: list(catalogue._using([text], frozenset(names)))
        for names in (
            ("mechanism:counted",),
            ("mechanism:counted", "key:criterion.guard"),
            ("mechanism:counted", "mechanism:judged"),
            ("mechanism:counted", "mechanism:parts"),
        )
    }
    assert list(found.values()) == [["[例 1](x)"], [], ["[例](x)"], []]
