"""Every diagnostic: the smallest text that has it, its place, both languages."""

import os
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Final, TypeAlias

import pytest
from archives import REFUSED
from test_auditing import STRIKING
from test_batch import WRONG
from test_draws import CODES
from test_rechecking import CODES as COMPARED
from test_sealing import CODES as SEALED
from texts import (
    BUNDLE,
    FAULTS_FILE,
    STANDARD,
    TESTS,
    Case,
    Found,
    base_of,
    changed,
    found_in_bundle,
    found_in_standard,
    found_in_tests,
    mark,
    read_cases,
    spoken,
    standard_in,
    write,
)

import civscore
from civscore.cli import main
from civscore.diagnostics import FAULTS, found_text
from civscore.sentences import LANGUAGES
from civscore.standard.document import LARGEST, parse_document
from civscore.trials.trying import try_standard

Capture: TypeAlias = pytest.CaptureFixture[str]
Said: TypeAlias = list[str]


# --- cases ----------------------------------------------------------------------------------------


ZIPPED: Final = frozenset({code for _, code in REFUSED.values()}) - {"too-big", "broken-toml"}
"""Codes of zips; their cases are in test_zips.py."""

SEEN: Final = frozenset(code for _, _, codes, _ in STRIKING for code in codes)
"""Codes of what strikes; their cases are in test_auditing.py."""

EDITIONS: Final = frozenset(
    one.partition(" ")[0]
    for cases in (read_cases("editions.toml")[kind] for kind in ("tailored", "shelf"))
    for case in cases
    for one in (*case.get("found", ()), *case.get("on", {}).values())
)
"""Codes of texts that extend another and of editions; their cases are in test_editions.py."""

CASES = [
    pytest.param(case, id=f"{case['code']}-{number}", marks=mark(case))
    for number, case in enumerate(FAULTS_FILE["case"])
]


def found_by(case: Case, folder: Path) -> Found:
    """What is said of the changed text."""
    base = base_of(case)
    if case.get("of", "standard") == "standard":
        return found_in_standard(folder, changed(base["standard"], *case["replace"]))
    if case["of"] == "tests":
        return found_in_tests(folder, changed(base["tests"], *case["replace"]))
    plan = standard_in(folder, base["standard"])
    return found_in_bundle(folder, changed(base["bundle"], *case["replace"]), plan)


def check_line(diagnostic: civscore.Diagnostic) -> None:
    """Both languages: one line that begins with its place, carries its code, has no hole left."""
    place = diagnostic.location
    for language in LANGUAGES:
        line = diagnostic.text(language)
        assert line.startswith(f"{place.file}:{place.line}:{place.column}: ")
        assert f"[{diagnostic.code}]" in line
        assert "\n" not in line
        assert len(line) > len(f"{place}: [{diagnostic.code}] ") + 8
        assert len(line) < 1000


@pytest.mark.parametrize("case", CASES)
def test_case(case: Case, tmp_path: Path) -> None:
    found = found_by(case, tmp_path)
    assert set(spoken(found)) == {f"{case['code']} {case['place']}", *case.get("also", ())}
    for diagnostic in found:
        check_line(diagnostic)
    said = " ".join(one.text("zh") for one in found)
    assert case.get("says", "") in said


@pytest.mark.parametrize(
    "text",
    [
        *("true", "95", "-1.5", "2026-03-01", '"四级"', "[]", "{}", "nan", "-inf"),
        "{ count = 95, of = 100 }",
        '{ score = 1.5, done = true, "1.1" = [1, 2.5] }',
        "[{ from = 2023-05-01 }]",
    ],
)
def test_a_value_is_shown_as_it_is_written(text: str) -> None:
    assert found_text(parse_document(f"it = {text}".encode(), "").data["it"]) == text


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("长" * 50, '"' + "长" * 39 + "…"),
        (10**60, "…"),
        (Decimal("2.50"), "2.5"),
        (list(range(100, 200)), f"[{', '.join(map(str, range(100, 113)))}, …]"),
        ({"level": "four", "by": "长" * 50, "from": 1}, '{ level = "four", … }'),
        ({"value": {"points": {"at_most": 3}}}, "{ value = { points = { … } } }"),
    ],
)
def test_a_long_value_is_shortened(value: object, shown: str) -> None:
    assert found_text(value) == shown


def test_base_texts_are_sound(tmp_path: Path) -> None:
    assert found_in_standard(tmp_path, STANDARD) == ()
    assert found_in_bundle(tmp_path, BUNDLE) == ()
    assert found_in_tests(tmp_path, TESTS) == ()
    for name in FAULTS_FILE["further"]:
        base = base_of({"base": name})
        assert found_in_standard(tmp_path, base["standard"]) == ()
        plan = standard_in(tmp_path, base["standard"])
        assert found_in_bundle(tmp_path, base["bundle"], plan) == ()


# --- codes no single text can have ----------------------------------------------------------------


def said_of(file: Path | str) -> Said:
    """What is said of a standard by name or path."""
    try:
        return [one.text() for one in civscore.load_standard(file).warnings]
    except civscore.Faulty as faulty:
        return [one.text() for one in faulty.diagnostics]


def run(capsys: Capture, *arguments: str | Path) -> Said:
    """Standard error of the command line."""
    with pytest.raises(SystemExit) as stopped:
        main([str(one) for one in arguments])
    assert stopped.value.code == 1
    return capsys.readouterr().err.splitlines()


def too_big(folder: Path, _: Capture) -> Said:
    file = write(folder, "s.toml", "")
    os.truncate(file, LARGEST + 1)
    return said_of(file)


def scored(folder: Path, capsys: Capture, *options: str) -> Said:
    standard = write(folder, "s.toml", STANDARD)
    return run(capsys, "score", standard, write(folder, "bundle.toml", BUNDLE), *options)


def derived_recorded(folder: Path, capsys: Capture) -> Said:
    """What is worked out is recorded all the same."""
    density = 'kind = "derived"\ntitle = "场均"\nvalue = "area + 1"'
    text = changed(
        STANDARD,
        *("[facts.lectures]", f"[facts.density]\n{density}\n\n[facts.lectures]"),
        *('value = "area", to', 'value = "density", to'),
    )
    standard = write(folder, "s.toml", text)
    bundle = write(folder, "b.toml", changed(BUNDLE, "lectures = 4", "lectures = 4\ndensity = 1"))
    return run(capsys, "check", "--standard", standard, bundle)


ASSESSORS: Final = """
[assessors]
self = { title = "自检" }
county = { title = "县评", record = true }
"""


@pytest.mark.parametrize(
    ("scores", "found"),
    [
        ('[scores.city]\n"2.2" = 6', "unknown-assessor 1:1"),
        ('[scores.county]\n"9.9" = 6', "unknown-clause 2:1"),
        ('[scores.county]\n"2.7" = 1', "unknown-clause 2:1"),  # a control has no points
        ('[scores.county]\n"2.2" = 5', "reason-missing 2:9"),
        ('[scores.self]\n"2.2" = 7', "out-of-range 2:9"),
        ('[scores.self]\n"2.2" = -1', "out-of-range 2:9"),
        ('[scores.county]\n"2.2" = { points = 5.125, reason = "缺" }', "too-many-decimals 2:20"),
        ('[scores.self]\n"3.2" = 4', "score-not-listed 2:9"),
    ],
)
def test_scores_of_assessors(scores: str, found: str, tmp_path: Path) -> None:
    plan = civscore.load_standard(write(tmp_path, "s.toml", STANDARD + ASSESSORS))
    bundle = write(tmp_path, "bundle.toml", f"{scores}\n{BUNDLE}")
    with pytest.raises(civscore.Faulty) as faulty:
        civscore.load_bundle(bundle, plan)
    assert list(spoken(faulty.value.diagnostics)) == [found]


def several_ledgers(folder: Path, capsys: Capture) -> Said:
    """Two workbooks, and nothing says which of them is the bundle."""
    for name in ("a.xlsx", "b.xlsx", "~$a.xlsx"):
        write(folder, name, "")
    return run(capsys, "check", folder)


def too_many(folder: Path, capsys: Capture) -> Said:
    """A text of which nearly nothing is known; what is said of it has an end."""
    keys = "".join(f"a{number} = 1\n" for number in range(31_000))
    bundle = write(folder, "b.toml", keys + BUNDLE)
    said = run(capsys, "check", "--standard", write(folder, "s.toml", STANDARD), bundle)
    assert len(said) == 30_001
    return sorted(said, key=lambda line: "too-many-faults" in line)


LEDGERS: Final = frozenset(
    {
        *(str(case["code"]) for case in read_cases("cells.toml")["case"] if "code" in case),
        *(
            "answer-missing",
            "cell-failed",
            "listed-twice",
            "filled-twice",
            "row-unread",
            "sheet-unread",
            "pictures-unread",
        ),
        *("ledger-broken", "ledger-too-large", "not-a-ledger", "needs-extra"),
    }
)
"""Codes of workbooks; their cases are in test_ledgers.py."""

TEMPLATES: Final = frozenset(
    f"template-{name}"
    for name in ("unknown", "whole", "not-a-list", "forbidden", "broken", "syntax")
)
"""Codes of Word templates; their cases are in test_templates.py."""

BY_HAND: Final[Mapping[str, Callable[[Path, Capture], Said]]] = {
    "unreadable": lambda folder, _: said_of(folder / "a\0b.toml"),
    "not-found": lambda folder, _: said_of(folder / "none.toml"),
    "is-folder": lambda folder, _: said_of(folder),
    "too-big": too_big,
    "not-utf8": lambda folder, _: said_of(write(folder, "s.toml", STANDARD.encode("gbk"))),
    "has-bom": lambda folder, _: said_of(write(folder, "s.toml", STANDARD.encode("utf-8-sig"))),
    "broken-toml": lambda folder, _: said_of(write(folder, "s.toml", "a = 1\nb = \n")),
    "unknown-standard": lambda *_: said_of("civilised-comunity"),
    "neither-standard-nor-bundle": lambda folder, capsys: run(
        capsys, "check", write(folder, "x.toml", "a = 1")
    ),
    "bundle-without-standard": lambda folder, capsys: run(
        capsys,
        "check",
        write(folder, "x.toml", changed(BUNDLE, 'standard = "smallest@2026"', "")),
    ),
    "unknown-topic": lambda _, capsys: run(capsys, "explain", "bandeed"),
    "no-tests": lambda folder, _: [
        one.text() for one in try_standard(write(folder, "s.toml", STANDARD)).diagnostics
    ],
    "several-ledgers": several_ledgers,
    "too-many-faults": lambda folder, capsys: too_many(folder, capsys)[-1:],
    "derived-recorded": derived_recorded,
    "cannot-write": lambda folder, capsys: scored(folder, capsys, "--output", str(folder)),
}


@pytest.mark.parametrize("code", BY_HAND)
def test_code_beyond_one_text(code: str, tmp_path: Path, capsys: Capture) -> None:
    said = BY_HAND[code](tmp_path, capsys)
    assert [re.findall(r"\[([a-z0-9-]+)\]", line)[0] for line in said] == [code]


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (STANDARD.encode("gbk"), "4:10"),
        (STANDARD.encode("utf-16"), "1:1"),
        (b'title = "a"\r\nb = "\xff"\r\n', "2:6"),
        (b"a = 1\nb = \n", "2:5"),
        (b"\xef\xbb\xbfa = 1\nb = [", "2:6"),
        (b"a = " + b"[" * 3000, "1:1"),
    ],
    ids=["gbk", "utf-16", "one byte", "no value", "bom", "deep"],
)
def test_place_of_what_is_no_toml(content: bytes, place: str, tmp_path: Path) -> None:
    last = found_in_standard(tmp_path, content)[-1]
    assert f"{last.location.line}:{last.location.column}" == place


# --- the catalogue --------------------------------------------------------------------------------


def declared() -> frozenset[str]:
    """Codes of every module of the package."""
    for module in walk_packages(civscore.__path__, "civscore."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    return frozenset(FAULTS)


@pytest.mark.parametrize(
    "code",
    sorted(declared()),
)
def test_no_code_is_without_a_case(code: str) -> None:
    assert code in {
        *BY_HAND,
        *EDITIONS,
        *ZIPPED,
        *SEEN,
        *WRONG,
        *LEDGERS,
        *TEMPLATES,
        *("no-chinese-font", "font-lacks"),  # in test_pdf.py
        *CODES,
        *SEALED,
        *COMPARED,
        "clutter-ignored",
        "no-day",
        "table-kind",  # as the next three, in test_tables.py
        "parquet-broken",
        "column-type",
        "judging-interrupted",
        "cluster-failed",  # in test_dask.py
        "community-without-parent",  # as that of last cycle, in test_cohorts.py
        "cycles-differ",
        "unknown-step",  # its cases are in test_routes.py
        "sample-short",
        "scores-alone",
        "picture-of-another",
        "personal-number",
    } or any(case["code"] == code for case in FAULTS_FILE["case"])


def test_no_case_is_without_its_code() -> None:
    assert {case["code"] for case in FAULTS_FILE["case"]} | set(BY_HAND) <= declared()


@pytest.mark.parametrize("code", sorted(declared()))
def test_every_code_can_be_shown(code: str) -> None:
    """Whatever is between braces in a template is a value's name, or shown as it stands."""
    fault = FAULTS[code]
    templates = (fault.found.zh, fault.found.en, fault.remedy.zh, fault.remedy.en)
    names = {name for template in templates for name in re.findall(r"\{(\w+)\}", template)}
    place = civscore.Location("a.toml", 1, 1)
    check_line(civscore.Diagnostic(fault, place, dict.fromkeys(names, "x")))


# --- all at once ----------------------------------------------------------------------------------


def together(wanted: tuple[str, ...]) -> tuple[str, list[str]]:
    """The standard with the first sound case of each code, and the codes in order of place."""
    text, places = STANDARD, []
    cases = [case for case in FAULTS_FILE["case"] if not case.keys() & {"broken", "base"}]
    for code in wanted:
        case = next(case for case in cases if case["code"] == code)
        text = changed(text, *case["replace"])
        places.append((int(case["place"].split(":")[0]), code))
    return text, [code for _, code in sorted(places)]


@pytest.mark.parametrize(
    "wanted",
    [
        ("not-exact", "not-an-option", "too-short", "wrong-shape", "unknown-kind"),
        ("band-overlap", "parts-not-full", "table-length", "range-falls", "tier-unreachable"),
        ("points-not-adding-up", "unused-source", "unknown-fact", "cap-below-full"),
    ],
)
def test_all_faults_at_once_in_order(wanted: tuple[str, ...], tmp_path: Path) -> None:
    text, codes = together(wanted)
    found = found_in_standard(tmp_path, text)
    assert [one.code for one in found] == codes
    places = [(one.location.line, one.location.column) for one in found]
    assert places == sorted(places)


def test_faults_of_both_stages_at_once(tmp_path: Path) -> None:
    text, codes = together(("not-an-option", "band-overlap"))
    assert [one.code for one in found_in_standard(tmp_path, text)] == codes


@pytest.mark.parametrize("case", FAULTS_FILE["together"], ids=lambda case: case["what"])
def test_faults_in_different_tables(case: Case, tmp_path: Path) -> None:
    """Each is found, and nothing that only follows from another."""
    assert list(spoken(found_by(case, tmp_path))) == case["found"]
