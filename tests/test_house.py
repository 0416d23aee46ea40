"""The house as it is meant to be: layers, sizes, names and pages that a machine can check."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "civscore"
FILES = sorted(SOURCE.rglob("*.py"))
TREES = {file: ast.parse(file.read_text(encoding="utf-8")) for file in FILES}

FLOORS = (
    ("values",),
    ("exact", "hashing"),
    ("sentences",),
    ("personal",),
    ("diagnostics",),
    ("extras",),
    ("standard",),
    ("evidence",),
    ("scoring",),
    ("gaps",),
    ("assessment",),
    ("comparing", "trials", "starting", "cohorts", "routes"),
    ("", "__init__"),
    ("reports",),
    ("sealing",),
    ("options", "commands", "cli"),
)
"""From the ground up; what stands on a floor imports from it and from those below only."""

BANNED_ROOMS = {"utils", "helpers", "common", "core", "misc", "manager", "util", "helper"}
BANNED_VERBS = ("get_", "process_", "handle_", "do_", "manage_")
PAGED_ROOMS = ("standard/facts", "standard/mechanisms", "standard/demands", "standard/chapters")


def floor_of(module: str) -> int:
    """The floor a module of civscore stands on."""
    room = module.removeprefix("civscore").lstrip(".").split(".")[0]
    return next(number for number, rooms in enumerate(FLOORS) if room in rooms)


def module_of(file: Path) -> str:
    """The dotted name of a source file."""
    parts = file.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


MODULES = {module_of(file) for file in FILES}


def imported(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Modules of civscore that these statements import."""
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("civscore"):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name if name in MODULES else str(node.module) for name in names)
        elif isinstance(node, ast.Import):
            yield from (one.name for one in node.names if one.name.startswith("civscore"))


def functions() -> Iterator[tuple[Path, ast.FunctionDef]]:
    """Every function of the source."""
    for file, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                yield file, node


def length(node: ast.FunctionDef) -> int:
    """Lines of a function without its docstring."""
    last = node.end_lineno or node.lineno
    text = ast.get_docstring(node, clean=False)
    return last - node.lineno + 1 - (text.count("\n") + 1 if text else 0)


@pytest.mark.parametrize("file", FILES, ids=module_of)
def test_imports_point_down(file: Path) -> None:
    here = floor_of(module_of(file))
    for one in imported(ast.walk(TREES[file])):  # wherever in it
        assert floor_of(one) <= here, f"{module_of(file)} imports {one}"


def test_no_import_cycle() -> None:
    """At import time; what a function imports when it is called is looked at above."""
    edges = {module_of(file): set(imported(TREES[file].body)) for file in FILES}
    done: set[str] = set()
    while ready := {name for name, needs in edges.items() if needs <= done} - done:
        done |= ready
    assert done == set(edges), f"in a cycle: {sorted(set(edges) - done)}"


@pytest.mark.parametrize("file", FILES, ids=module_of)
def test_modules_are_small_and_say_what_they_are(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count("\n") <= 300
    assert ast.get_docstring(TREES[file])
    assert not set(file.relative_to(SOURCE).with_suffix("").parts) & BANNED_ROOMS


def test_functions_are_small() -> None:
    sizes = [length(node) for _, node in functions()]
    assert median(sizes) < 10
    longest = max(functions(), key=lambda pair: length(pair[1]))
    assert length(longest[1]) <= 40, longest[1].name


def test_functions_say_what_they_do() -> None:
    names = {node.name for _, node in functions()}
    banned = [name for name in names if name.lstrip("_").startswith(BANNED_VERBS)]
    given = {"__get_pydantic_core_schema__", "get_command"}  # names of pydantic and click
    assert set(banned) <= given


@pytest.mark.parametrize("file", FILES, ids=module_of)
def test_no_floats_no_eval_no_pickle(file: Path) -> None:
    """Exact inside, and nothing of the host's is ever evaluated."""
    for node in ast.walk(TREES[file]):
        assert not (isinstance(node, ast.Constant) and isinstance(node.value, float))
        if isinstance(node, ast.Name):
            assert node.id not in {"float", "eval", "exec", "compile", "__import__"}
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = {alias.name for alias in node.names} | {getattr(node, "module", "") or ""}
            assert not names & {"pickle", "marshal", "shelve", "locale", "random"}


def test_only_the_command_line_looks_at_the_clock() -> None:
    for file in FILES:
        if file.name not in {"assessing.py"}:
            assert not re.search(r"\b(today|now|utcnow|time)\(\)", file.read_text("utf-8")), file


PAGES = [
    file for room in PAGED_ROOMS for file in (SOURCE / room).glob("*.py") if file.stem[0] != "_"
]


@pytest.mark.parametrize("file", PAGES, ids=module_of)
def test_every_kind_has_a_page(file: Path) -> None:
    """Its name, an example, the questions a reader would ask, and English."""
    page = ast.get_docstring(TREES[file]) or ""
    assert page.startswith(f"{file.stem} ")
    assert re.search(r"^    \S", page, re.MULTILINE)
    assert page.count("- *") >= 2
    assert "English:" in page


def test_top_level_is_as_fixed() -> None:
    rooms = {path.name for path in ROOT.iterdir() if path.is_dir() and path.name[0] != "."}
    allowed = {"src", "standards", "fixtures", "tests", "docs", "benchmarks", "dist", "build"}
    assert rooms <= allowed
    for name in ("pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE", "NOTICE", ".ci/run"):
        assert (ROOT / name).exists(), name


def test_public_names_are_about_a_dozen() -> None:
    import civscore

    assert len(civscore.__all__) <= 15
    assert all(hasattr(civscore, name) for name in civscore.__all__)


def test_messages_of_the_command_line_library_are_compiled() -> None:
    """The .mo that ships says what the .po says that is read."""
    from babel.messages.mofile import read_mo
    from babel.messages.pofile import read_po

    folder = SOURCE / "locale" / "zh_CN" / "LC_MESSAGES"
    with (folder / "messages.po").open("rb") as text, (folder / "messages.mo").open("rb") as made:
        written, compiled = read_po(text), read_mo(made)
    assert said(written) == said(compiled)


def said(catalog: Any) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Message → translation, plural forms as tuples."""

    def forms(text: Any) -> tuple[str, ...]:
        return (text,) if isinstance(text, str) else tuple(text)

    return {forms(one.id): forms(one.string) for one in catalog if one.id}
