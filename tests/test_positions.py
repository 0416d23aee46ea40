"""Places of keys and values: what stands there in the text parses to what is there in the data."""

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, TypeAlias

import pytest
import tomli
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from texts import HERE, ROOT

from civscore.standard.positions import Positions, find_positions

Steps: TypeAlias = tuple[str | int, ...]

FILES: Final = sorted(
    file
    for folder in (ROOT / "standards", ROOT / "fixtures", HERE / "cases")
    for file in folder.rglob("*.toml")
)
FAST: Final = settings(
    max_examples=150,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


# --- what a place has to show ---------------------------------------------------------------------

PART: Final = r"""(?:[A-Za-z0-9_-]+|"(?:\\.|[^"\\])*"|'[^']*')"""
KEY: Final = re.compile(rf"{PART}(?:[ \t]*\.[ \t]*{PART})*")
ENDS: Final = {'"': '"', "'": "'", "[": "]", "{": "}"}


def parsed(text: str) -> Any:
    """The data, floats as they are written."""
    return tomli.loads(text, parse_float=Decimal)


def paths_of(data: Any, path: Steps = ()) -> Iterator[tuple[Steps, Any]]:
    """Every key path with what it leads to, outer ones first."""
    if path:
        yield path, data
    inner: Any = ()
    if isinstance(data, dict):
        inner = data.items()
    elif isinstance(data, list):
        inner = enumerate(data)
    for step, value in inner:
        yield from paths_of(value, (*path, step))


def names_at(text: str, at: int) -> list[str]:
    """The dotted key that begins there."""
    match = KEY.match(text, at)
    assert match, f"no key at {text[at : at + 20]!r}"
    found, names = parsed(f"{match.group()} = 0"), []
    while isinstance(found, dict):
        names += list(found)
        found = found[names[-1]]
    return names


def ends(text: str, at: int) -> Iterator[int]:
    """Where a value that begins there may end."""
    closing = ENDS.get(text[at])
    while at < len(text) and (closing or text[at] != "\n"):
        at += 1
        if text[at - 1] == closing if closing else at == len(text) or text[at] in " \t\n,]}#":
            yield at


def stands_there(text: str, at: int, value: Any) -> bool:
    """Whether a value that parses to this one begins there, and ends before a delimiter."""
    for end in ends(text, at):
        try:
            found = parsed(f"it = {text[at:end]}\n")
        except tomli.TOMLDecodeError:
            continue
        if repr(found) == repr({"it": value}) and text[end : end + 1] in {*" \t\n,]}#", ""}:
            return True
    return False


def is_headed(text: str, at: int, path: Steps) -> bool:
    """Whether a header of this path, or a dotted key that leads through it, begins there."""
    names = [step for step in path if isinstance(step, str)]
    if text[at] == "[":
        if text[text.rfind("\n", 0, at) + 1 : at].strip(" \t"):
            return False
        start = at + 1 + text.startswith("[[", at)
        start += len(text[start:]) - len(text[start:].lstrip(" \t"))
        return KEY.match(text, start) is not None and names_at(text, start) == names
    if text[at] == "{":
        return False
    found = names_at(text, at)
    return any(found[:depth] == names[-depth:] for depth in range(1, len(found)))


def check(text: str) -> None:
    """Each located value is what parses there; nothing is left out and nothing made up."""
    data, positions = dict(paths_of(parsed(text))), find_positions(text)
    assert set(positions.offsets) <= set(data), "a place of nothing"
    for path, value in data.items():
        if path in positions.offsets:
            key, start = positions.offsets[path]
            check_value(text, start, path, value)
            check_key(text, key, path)
        else:
            assert is_implied(path, value, positions), f"{path} has no place"


def check_value(text: str, at: int, path: Steps, value: Any) -> None:
    """The value, or for a table the header or dotted key that opens it, begins there."""
    assert not text[at].isspace()
    is_table = isinstance(value, dict) or (isinstance(value, list) and text.startswith("[[", at))
    if not (is_table and is_headed(text, at, path)):
        assert stands_there(text, at, value), f"{path} is not at {text[at : at + 20]!r}"


def check_key(text: str, at: int, path: Steps) -> None:
    """The key, or the header that ends in it, begins there."""
    if isinstance(path[-1], str):
        is_pair = text[at] != "[" and path[-1] in names_at(text, at)
        assert is_pair or is_headed(text, at, path), f"{path} is not at {text[at : at + 20]!r}"


def is_implied(path: Steps, value: object, positions: Positions) -> bool:
    """A table nobody wrote, only tables further in: `[a.b]` implies `a`."""
    return isinstance(value, dict) and any(
        known[: len(path)] == path and len(known) > len(path) for known in positions.offsets
    )


# --- every file of ours, and tricky texts ---------------------------------------------------------


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_every_file_of_ours(file: Path) -> None:
    check(file.read_text("utf-8"))


TRICKY: Final = {
    "dotted keys": "a.b.c = 1\na.b.d = 2\na . 'e' = 3\n",
    "quoted keys": '"中文" = 1\n\'a.b\' = 2\n"a\\"b" = 3\n"" = 4\n"x y".\'z #\' = 5\n',
    "inline tables": "a = { b = 1, c = { d = [1, 2], e.f = 'x' } }\nb = {}\nc = [{}, { a = [] }]\n",
    "inline over lines": (
        "a = {\n  b = 1, # }\n  c = [ # ]\n    1,\n    { d = '}' },\n  ],\n}\nd = 2\n"
    ),
    "multi-line strings": (
        'a = """\n[b]\nc = 1\n"""\nd = \'\'\'\n# x = "\n\'\'\'\ne = """\\"""\\\n  """\n'
        'f = 1\n'
    ),
    "quotes at the end": (
        'a = """x"""""\nb = \'\'\'y\'\'\'\'\'\nc = """"z"""\nd = """"""\n'
        "e = ''''''\nf = 1\n"
    ),
    "arrays of tables": (
        "[[a]]\nb = 1\n[[a.c]]\nd = 1\n[[a.c]]\nd = 2\n[[a]]\nb = 2\n[[a.c]]\nd = 3\n"
        "[a.c.e]\nf = 4\n"
    ),
    "comments": (
        "# [x]\na = 1 # [y] = {\n[b] # [[z]]\n# ]\nc = [ # [\n  1, # ,\n  # }\n"
        "  2 # ]\n] # =\n"
    ),
    "spaces": "  [ a . b ]  \n\tc   =   1  \n [[ d . 'e' ]] \nf=[1,2,[3]]\n",
    "sub-tables": "[a.b.c]\nd = 1\n[a]\ne = 2\n[a.b]\nf = 3\n",
    "dotted below header": "[a]\nb.c = 1\nb.d.e = 2\n[a.x]\ny = 1\n",
    "scalars": "a = +1_000\nb = 0xFF\nc = -1.5e3\nd = inf\ne = nan\nf = 2026-01-01 10:00:00\n"
    "g = 2026-01-01T10:00:00.5+08:00\nh = 07:30:00\ni = true# x\nj = [1,2]# y\n",
    "wide characters": 'a = "一" # 二\n"三" = { d = 1 } # 四\n[e]\nf = "五"\n',
    "hidden brackets": "a = [\"]\", '}', \"\"\"]\n[b]\"\"\", { c = \"}\" }]\nd = 1\n",
    "escapes": 'a = "\\"#\\\\"\nb = "\\u4e00" # "\nc = 1\n',
    "empty": "",
    "only a comment": "# a = 1",
    "no last newline": "a = 1",
}  # fmt: skip


@pytest.mark.parametrize("text", TRICKY.values(), ids=TRICKY)
def test_tricky_texts(text: str) -> None:
    check(text)


def test_a_path_that_is_not_there_is_placed_around() -> None:
    positions = find_positions("a = 1\n[b]\nc = { d = 1 }\n")
    assert positions.of_value(("b", "c", "e")) == (3, 5)
    assert positions.of_key(("b", "c", "e", 0)) == (3, 1)
    assert positions.of_value(("b", "x")) == (2, 1)
    assert positions.of_value(("x",)) == (1, 1)


TEXTS: Final = {
    "quoted": '"a > b"',
    "quoted once": "'a > b'",
    "three quotes": '"""a > b"""',
    "three single quotes": "'''a > b'''",
    "below the quotes": '"""\na > b"""',
    "below the single quotes": "'''\na > b'''",
    "escaped before": '"\\u0061 > b"',
    "escaped long": '"\\U00000061\\u0020> b"',
    "line continued": '"""a \\\n   > b"""',
    "a quote escaped": '"\\" > b"',
}


@pytest.mark.parametrize("written", TEXTS.values(), ids=TEXTS)
def test_place_of_a_character_within_a_string(written: str) -> None:
    """The sign stands where the sign is written, however what is before it is written."""
    text = f"x = 1\n  it = {written}\n"
    place = find_positions(text).within(("it",), parsed(text)["it"].index(">"))
    before = text[: text.index(">")]
    assert place == (before.count("\n") + 1, len(before) - before.rfind("\n"))


# --- generated documents --------------------------------------------------------------------------

NAMES: Final = ("a", "b-1", "C_2", "3", '"一"', "'#]'", '"x.y"', '"\\""', "''", "true", "1e5")
SPACE: Final = st.sampled_from(["", " ", "\t", "  "])
BREAK: Final = st.sampled_from(["", " ", "\n", " # ]} \"'\n", "\n\n  "])
STRINGS: Final = (
    '"a"', '"[#]"', "'{,}'", '"\\"\\\\"', '"""x\n[y]\n"""', "'''\n= #'''", '"""a"""""', '""', "''",
    '"\\t一"', '"""\\\n  """',
)  # fmt: skip


def scalars() -> st.SearchStrategy[str]:
    """Scalars as they are written."""
    return st.one_of(
        st.integers(-99, 9999).map(str),
        st.sampled_from(
            ["0x1F", "0o17", "0b1", "1_000", "+7", "1.50", "-0.0", "1e3", "inf", "nan"]
        ),
        st.sampled_from(["true", "false", *STRINGS]),
        st.sampled_from(
            ["2026-06-30", "2026-06-30 07:00:00.5", "1979-05-27T07:32:00Z", "07:30:00"]
        ),
    )


@st.composite
def inline(draw: st.DrawFn, depth: int = 2) -> str:
    """A value: a scalar, or an array or inline table with comments and breaks between."""
    kind = draw(st.sampled_from(["scalar", "scalar", "array", "table"] if depth else ["scalar"]))
    if kind == "scalar":
        return draw(scalars())
    members = draw(st.lists(inline(depth - 1), max_size=3))
    if kind == "table":
        names = draw(st.permutations(NAMES))
        members = [
            f"{name}{draw(SPACE)}={draw(SPACE)}{value}"
            for name, value in zip(names, members, strict=False)
        ]
    opening, closing = "[]" if kind == "array" else "{}"
    joint = [f"{draw(BREAK)}{member}{draw(BREAK)}" for member in members]
    comma = draw(st.sampled_from(["", ","])) if members else ""
    return f"{opening}{','.join(joint)}{comma}{draw(BREAK)}{closing}"


@st.composite
def documents(draw: st.DrawFn) -> str:
    """Tables, arrays of tables and pairs in any order; not all of them parse."""
    lines = []
    for _ in range(draw(st.integers(1, 12))):
        names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3))
        key = f"{draw(SPACE)}.{draw(SPACE)}".join(names)
        form = draw(st.sampled_from(["{} = {}", "{} = {}", "[{}]", "[[{}]]", "# {} = ["]))
        value = draw(inline()) if "= {}" in form else ""
        tail = draw(st.sampled_from(["", " ", ' # ] = "', "\n"]))
        lines.append(draw(SPACE) + form.format(key, value) + tail)
    return "\n".join(lines) + draw(st.sampled_from(["", "\n"]))


@FAST
@given(documents())
def test_generated_documents(text: str) -> None:
    try:
        parsed(text)
    except tomli.TOMLDecodeError:
        return
    check(text)
