"""Whatever a file holds, nothing is raised but `Faulty`; numbers and names at their ends."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from texts import (
    BUNDLE,
    BUNDLES,
    EDITS,
    STANDARD,
    STANDARDS,
    TESTS,
    Edit,
    bundle_in,
    changed,
    edited,
    found_in_bundle,
    found_in_standard,
    found_in_tests,
    standard_in,
)

import civscore
from civscore.reports.formats import json, text
from civscore.sentences import LANGUAGES

AS_OF: Final = date(2026, 6, 30)
FAST: Final = settings(
    deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
)

with TemporaryDirectory() as _folder:
    PLAN: Final = standard_in(Path(_folder))


def show(plan: civscore.Plan, bundle: civscore.Bundle) -> None:
    """Score and write it all out, as a user would."""
    found = civscore.assess(plan, bundle, as_of=bundle.head.as_of or AS_OF)
    for language in LANGUAGES:
        assert json.render(found, language)
        assert text.render(found, language)


def try_standard(content: str | bytes) -> None:
    """A standard's text, then the sound bundle scored by it."""
    with TemporaryDirectory() as folder:
        try:
            plan = standard_in(Path(folder), content)
            show(plan, bundle_in(Path(folder), plan))
        except civscore.Faulty as faulty:
            for one in faulty.diagnostics:
                assert "\n" not in one.text("en")


def try_bundle(plan: civscore.Plan, content: str | bytes) -> None:
    """A bundle's text, scored by a sound standard."""
    with TemporaryDirectory() as folder:
        try:
            show(plan, bundle_in(Path(folder), plan, content))
        except civscore.Faulty as faulty:
            for one in faulty.diagnostics:
                assert "\n" not in one.text("en")


@settings(FAST, max_examples=150)
@given(EDITS)
def test_no_careless_edit_of_a_standard_crashes(edits: list[Edit]) -> None:
    try_standard(edited(STANDARD, edits))


@settings(FAST, max_examples=200)
@given(EDITS)
def test_no_careless_edit_of_a_file_of_tests_crashes(edits: list[Edit]) -> None:
    with TemporaryDirectory() as folder:
        for one in found_in_tests(Path(folder), edited(TESTS, edits)):
            assert "\n" not in one.text("en")


@pytest.mark.parametrize("file", STANDARDS, ids=lambda file: file.parent.name)
def test_no_careless_edit_of_a_bundled_standard_crashes(file: Path) -> None:
    content = file.read_text("utf-8")

    @settings(FAST, max_examples=40)
    @given(EDITS)
    def trial(edits: list[Edit]) -> None:
        try_standard(edited(content, edits))

    trial()


@settings(FAST, max_examples=150)
@given(EDITS)
def test_no_careless_edit_of_a_bundle_crashes(edits: list[Edit]) -> None:
    try_bundle(PLAN, edited(BUNDLE, edits))


@settings(FAST, max_examples=40)
@given(EDITS)
def test_no_careless_edit_of_a_real_bundle_crashes(edits: list[Edit]) -> None:
    plan = civscore.load_standard(BUNDLES[0].parents[1].name)
    try_bundle(plan, edited(BUNDLES[0].read_text("utf-8"), edits))


@settings(FAST, max_examples=100)
@given(st.binary(max_size=200), st.integers(0, 6000))
def test_no_bytes_crash(content: bytes, place: int) -> None:
    try_standard(content)
    sound = STANDARD.encode()
    try_standard(sound[:place] + content[:20] + sound[place:])
    sound = BUNDLE.encode()
    try_bundle(PLAN, sound[: place % len(sound)] + content[:20])


# --- numbers and names at their ends --------------------------------------------------------------

FULL: Final = "full = 6\nproportional"


def ended(number: str) -> str:
    """The standard with these full points in a criterion."""
    return changed(STANDARD, FULL, f"full = {number}\nproportional")


@pytest.mark.parametrize(
    "number",
    [
        "1e400",
        "-1e13",
        "1e400000000000000000000",
        "1e9999",
        "9" * 5000,
        f"0x{'f' * 5000}",
        f"6.{'0' * 40}1",
    ],
    ids=["1e400", "-1e13", "1e4…", "1e9999", "digits", "hexadecimal", "decimals"],
)
def test_number_beyond_what_is_exact(number: str, tmp_path: Path) -> None:
    (found,) = found_in_standard(tmp_path, ended(number))
    assert found.code in {"not-exact", "broken-toml"}
    assert len(found.text()) < 1000


def test_share_with_too_many_decimals(tmp_path: Path) -> None:
    share = f'each_section = "60.{"0" * 40}1%"'
    found = found_in_standard(tmp_path, changed(STANDARD, 'each_section = "60%"', share))
    assert [one.code for one in found] == ["not-exact"]


@pytest.mark.parametrize("number", ["1e400", f"612.5{'0' * 40}1", "-0.0"])
def test_recorded_number_beyond_what_is_exact(number: str, tmp_path: Path) -> None:
    found = found_in_bundle(tmp_path, changed(BUNDLE, "area = 612.5", f"area = {number}"))
    assert {one.code for one in found} <= {"out-of-range", "too-many-decimals"}
    assert bool(found) is (number != "-0.0")


def test_deep_tables_are_no_crash(tmp_path: Path) -> None:
    for depth in (50, 800, 3000):
        content = changed(STANDARD, 'source = "示例"', f"source{'.a' * depth} = 1")
        found = found_in_standard(tmp_path, content)
        assert found[0].code in {"wrong-type", "broken-toml"}


@pytest.mark.parametrize("name", ["and", "min", "in", "not", "e1", "inf", "true", "_", "a__b"])
def test_fact_of_any_name_is_read_or_refused(name: str, tmp_path: Path) -> None:
    """A fact whose name is a word of the expression language cannot be used in one."""
    content = STANDARD.replace("[facts.lectures]", f"[facts.{name}]")
    content = content.replace("lectures >= 4", f"{name} >= 4").replace('"lectures"', f'"{name}"')
    codes = {one.code for one in found_in_standard(tmp_path, content)}
    assert codes <= {"bad-name", "expression-syntax"}


# --- names that mean something already ------------------------------------------------------------

CLASHES: Final = {
    "an item `value`": ('items = { hall = "大厅"', 'items = { value = "大厅"'),
    "a check `unit`": ('checks = { even = "平整"', 'checks = { unit = "平整"'),
    "an answer `issued`": ('no = "不满意" }', 'issued = "不满意" }'),
    "an answer `valid`": ('no = "不满意" }', 'valid = "不满意" }'),
    "an item with a full stop": ('items = { hall = "大厅"', 'items = { "a.b" = "大厅"'),
}


@pytest.mark.parametrize("name", CLASHES)
def test_part_that_could_never_be_recorded_or_named(name: str, tmp_path: Path) -> None:
    assert found_in_standard(tmp_path, changed(STANDARD, *CLASHES[name]))


def test_amount_of_an_event_that_has_a_fixed_one(tmp_path: Path) -> None:
    text = changed(BUNDLE, 'class = "minor"', 'class = "grave"')
    assert found_in_bundle(tmp_path, text)
