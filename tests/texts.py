"""The smallest sound standard and bundle, changed as a careless author would, and read again."""

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, TypeAlias

import tomli
from hypothesis import strategies as st

import civscore

Case: TypeAlias = dict[str, Any]
Found: TypeAlias = tuple[civscore.Diagnostic, ...]

HERE: Final = Path(__file__).parent
ROOT: Final = HERE.parent
STANDARDS: Final = tuple(sorted((ROOT / "standards").glob("*/*.toml")))
BUNDLES: Final = tuple(sorted((ROOT / "fixtures").glob("*/*/bundle.toml")))


def read_cases(name: str) -> dict[str, Any]:
    """A file of worked cases."""
    text = (HERE / "cases" / name).read_text("utf-8")
    return tomli.loads(text, parse_float=Decimal)


FAULTS_FILE: Final = read_cases("faults.toml")
STANDARD: Final[str] = FAULTS_FILE["standard"]
BUNDLE: Final[str] = FAULTS_FILE["bundle"]


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


@st.composite
def mutations(draw: st.DrawFn, text: str) -> str:
    """The text after one to three careless edits."""
    for _ in range(draw(st.integers(1, 3))):
        edit = draw(st.sampled_from([_cut, _doubled, _typed, _line_moved, _revalued, _revalued]))
        text = edit(draw, text)
    return text


def _span(draw: st.DrawFn, text: str) -> tuple[int, int]:
    start = draw(st.integers(0, max(0, len(text) - 1)))
    return start, min(len(text), start + draw(st.integers(1, 60)))


def _cut(draw: st.DrawFn, text: str) -> str:
    start, end = _span(draw, text)
    return text[:start] + text[end:]


def _doubled(draw: st.DrawFn, text: str) -> str:
    start, end = _span(draw, text)
    return text[:end] + text[start:end] + text[end:]


def _typed(draw: st.DrawFn, text: str) -> str:
    start, _ = _span(draw, text)
    return text[:start] + draw(st.sampled_from(_JUNK)) + text[start + draw(st.integers(0, 3)) :]


def _line_moved(draw: st.DrawFn, text: str) -> str:
    """A line taken out, put in elsewhere, or both."""
    lines = text.split("\n")
    places = st.integers(0, len(lines) - 1)
    line = lines[draw(places)]
    if draw(st.booleans()):
        lines.remove(line)
    lines.insert(draw(places) if len(lines) > 1 else 0, line)
    return "\n".join(lines)


def _revalued(draw: st.DrawFn, text: str) -> str:
    """A value of the wrong kind."""
    places = list(_values(text))
    if not places:
        return text
    start, end = draw(st.sampled_from(places))
    return text[:start] + draw(st.sampled_from(_ODD)) + text[end:]


def _values(text: str) -> Iterator[tuple[int, int]]:
    return (match.span(1) for match in _VALUE.finditer(text))
