"""The smallest sound standard and bundle, changed as a careless author would, and read again."""

import os
import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

import pytest
import tomli
from hypothesis import strategies as st

import civscore
from civscore.diagnostics import in_order
from civscore.standard.document import read_document
from civscore.trials.trying import run_document

Case: TypeAlias = dict[str, Any]
Found: TypeAlias = tuple[civscore.Diagnostic, ...]

HERE: Final = Path(__file__).parent
ROOT: Final = HERE.parent
GOLDEN: Final = HERE / "golden"
STANDARDS: Final = tuple(
    file
    for file in sorted((ROOT / "standards").glob("*/*.toml"))
    if not file.name.endswith(".tests.toml")
)
BUNDLES: Final = tuple(sorted((ROOT / "fixtures").glob("*/*/bundle.toml")))


@cache
def standard_for(folder: Path) -> civscore.Plan:
    """The standard, and the edition of it, that a fixture was recorded for."""
    head = tomli.loads((folder / "bundle.toml").read_text("utf-8"))["bundle"]
    return _standard_on(head["standard"], head["as_of"])


@cache
def _standard_on(name: str, day: date) -> civscore.Plan:
    return civscore.load_standard(name, as_of=day)


EDITIONS: Final = sorted(
    {f"{plan.id}@{plan.edition}" for plan in (standard_for(one.parent) for one in BUNDLES)}
)


def folders_of(plan: civscore.Plan) -> list[Path]:
    """The fixtures recorded for this edition."""
    return [
        one.parent
        for one in BUNDLES
        if one.parts[-3] == plan.id and standard_for(one.parent).edition == plan.edition
    ]


class Ran(NamedTuple):
    """What a command left behind."""

    status: int
    out: str
    err: str


Run: TypeAlias = Callable[..., Ran]


def read_cases(name: str) -> dict[str, Any]:
    """A file of worked cases."""
    text = (HERE / "cases" / name).read_text("utf-8")
    return tomli.loads(text, parse_float=Decimal)


def mark(case: Case) -> tuple[pytest.MarkDecorator, ...]:
    """What the engine still does wrong has to fail until it is mended."""
    broken = case.get("broken")
    return (pytest.mark.xfail(strict=True, reason=broken),) if broken else ()


FAULTS_FILE: Final = read_cases("faults.toml")
STANDARD: Final[str] = FAULTS_FILE["standard"]
BUNDLE: Final[str] = FAULTS_FILE["bundle"]
TESTS: Final[str] = FAULTS_FILE["tests"]


def base_of(case: Case) -> Mapping[str, str]:
    """The sound texts that a case changes one of."""
    own: Mapping[str, str] = FAULTS_FILE["further"].get(case.get("base"), {})
    texts = {"standard": STANDARD, "bundle": BUNDLE, "tests": TESTS, **own}
    return {**texts, "standard": texts["standard"] + case.get("with", "")}


def changed(text: str, *replace: str) -> str:
    """The text with each old part, which is there exactly once, replaced by the new."""
    for old, new in zip(replace[::2], replace[1::2], strict=True):
        assert text.count(old) == 1, f"{old!r} is there {text.count(old)} times"
        text = text.replace(old, new)
    return text


def write(folder: Path, name: str, text: str | bytes) -> Path:
    """A file of that name."""
    file = folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def standard_in(folder: Path, text: str | bytes = STANDARD) -> civscore.Plan:
    """The standard a text declares."""
    return civscore.load_standard(write(folder, "standard.toml", text))


def bundle_in(folder: Path, plan: civscore.Plan, text: str | bytes = BUNDLE) -> civscore.Bundle:
    """The bundle a text declares."""
    return civscore.load_bundle(write(folder, "bundle.toml", text), plan)


def found_in_standard(folder: Path, text: str | bytes) -> Found:
    """Everything said of a standard's text, warnings too."""
    try:
        return standard_in(folder, text).warnings
    except civscore.Faulty as faulty:
        return faulty.diagnostics


def found_in_bundle(folder: Path, text: str | bytes, plan: civscore.Plan | None = None) -> Found:
    """Everything said of a bundle's text, warnings too."""
    try:
        return bundle_in(folder, plan or standard_in(folder), text).warnings
    except civscore.Faulty as faulty:
        return faulty.diagnostics


def found_in_tests(folder: Path, text: str) -> Found:
    """Everything said of a file of tests, those that fail too."""
    plan = standard_in(folder)
    file = write(folder, "standard.tests.toml", text)
    try:
        document = read_document(file)
        run_document(document, plan)
    except civscore.Faulty as faulty:
        return faulty.diagnostics
    return in_order(document.diagnostics)


def spoken(diagnostics: Found) -> tuple[str, ...]:
    """`code line:col` of each."""
    return tuple(f"{d.code} {d.location.line}:{d.location.column}" for d in diagnostics)


# --- careless authors -----------------------------------------------------------------------------

_VALUE: Final = re.compile(r'(?<== )(?=("[^"\n]*"|[\w.%+-]+|\[[^\[\]\n]*\]|\{[^{}\n]*\}))')
_ODD: Final = (
    "5", "-1", "0", "0.1234567", "1e400", "nan", "-inf", "0xff", '"x"', '""', '"{"', '"{x}"',
    '"95%"', "true", "[]", "[[]]", "{}", "[{}]", '["a"]', "[1, 2]", "{ a = 1 }", "2026-01-01",
    "2026-01-01T00:00:00Z", "07:30:00", "9999-12-31", "0001-01-01", '"plan"', '"jobs"', '"1.1"',
    '"\\u0000"', "'''x\ny'''", "1_000_000_000_000", '"period"', '"9999y"', '"%"', '"‰"',
)  # fmt: skip
_JUNK: Final = ("\n", '"', "'", "[", "]", "{", "}", "=", "#", ".", ",", "%", "{x}", "\\", "1", "一")


def _span(text: str, edit: "Edit") -> tuple[int, int]:
    start = edit[1] % max(1, len(text))
    return start, start + edit[2] % 60 + 1


def _cut(text: str, edit: "Edit") -> str:
    start, end = _span(text, edit)
    return text[:start] + text[end:]


def _doubled(text: str, edit: "Edit") -> str:
    start, end = _span(text, edit)
    return text[:end] + text[start:end] + text[end:]


def _typed(text: str, edit: "Edit") -> str:
    start, _ = _span(text, edit)
    return text[:start] + _JUNK[edit[2] % len(_JUNK)] + text[start + edit[2] % 3 :]


def _line_moved(text: str, edit: "Edit") -> str:
    """A line taken out, put in elsewhere, or both."""
    lines = text.split("\n")
    line = lines[edit[1] % len(lines)]
    if edit[2] % 3:
        lines.remove(line)
    if edit[2] % 2:
        lines.insert(edit[2] * 31 % (len(lines) + 1), line)
    return "\n".join(lines)


def _revalued(text: str, edit: "Edit") -> str:
    """A value of the wrong kind."""
    places = [match.span(1) for match in _VALUE.finditer(text)]
    if not places:
        return text
    start, end = places[edit[1] % len(places)]
    return text[:start] + _ODD[edit[2] % len(_ODD)] + text[end:]


Edit: TypeAlias = tuple[Callable[[str, Any], str], int, int]
"""What is done to a text, where, and how."""

EDITS: Final = st.lists(
    st.tuples(
        # an edit that leaves the text TOML gets further, so it is made more often
        st.sampled_from([_revalued, _revalued, _revalued, _line_moved, _cut, _doubled, _typed]),
        st.integers(0, 2**16),
        st.integers(0, 2**10),
    ),
    min_size=1,
    max_size=3,
)
"""What a careless author does: one to three edits."""


def edited(text: str, edits: list[Edit]) -> str:
    """The text after these edits."""
    for edit in edits:
        text = edit[0](text, edit)
    return text


def check_golden(name: str, found: str) -> None:
    """Compare with the report on file, or write it where CIVSCORE_GOLDEN=write asks for it."""
    file = GOLDEN / name
    if os.environ.get("CIVSCORE_GOLDEN") == "write":
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(found, encoding="utf-8")
    assert found == file.read_text(encoding="utf-8")
