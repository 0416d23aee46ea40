"""What other programs rely on: the JSON contract, identical bytes, closed pipes, light imports."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pytest
from texts import BUNDLES, ROOT, STANDARD, Run, changed, write

from civscore.reports.writing import write_file
from civscore.scoring.titles import STATUSES as TITLES

EXAMPLE: Final = ROOT / "fixtures" / "civilized-community" / "example-dabiao"
NAMED: Final = "civilized-community"
PROGRAM: Final = (sys.executable, "-c", "from civscore.cli import main; main()")


# --- the contract ---------------------------------------------------------------------------------

SPLIT: Final = {"full", "earned", "unproven", "lost"}
CONTRACT: Final[Mapping[str, set[str]]] = {
    "": {
        "schema", "standard", "community", "as_of", "total", "sections", "criteria", "vetoes",
        "tiers", "tier",
    },
    "standard": {"id", "edition", "sha256"},
    "community": {"id", "name"},
    "total": SPLIT,
    "sections.": {"id", "title"} | SPLIT,
    "criteria.": {"id", "title", "role", "outcome", "because", "evidence", "next"} | SPLIT,
    "criteria.next.": {"change", "gain"},
    "vetoes.": {"id", "status", "because"},
    "tiers.": {"id", "status", "conditions"},
    "tiers.conditions.": {"kind", "need", "have", "could_have", "status", "because"},
}  # fmt: skip
STATUSES: Final[Mapping[str, set[str | None]]] = {
    "gates.": {"open", "shut", "unknown"},
    "vetoes.": {"clear", "triggered", "unknown"},
    "title": {None, *TITLES},
}
REACHED: Final[set[str | None]] = {"reached", "possible", "out_of_reach"}
ALLOWED: Final = {
    "outcome": {"met", "partly_met", "not_met", "unproven", "not_applicable", "exempt"},
    "role": {"scored", "bonus", "control", "veto", "advice"},
}
NUMBER: Final = re.compile(r"-?(0|[1-9]\d*)(\.\d*[1-9])?")


def scored(run: Run, folder: Path) -> Any:
    """The assessment of a fixture as JSON."""
    ran = run("score", folder.parent.name, folder, "--format", "json")
    assert (ran.status, ran.err) == (0, "")
    return json.loads(ran.out)


def tables(data: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every table with the path to it; entries of a list end in a full stop."""
    if isinstance(data, dict):
        yield path, data
        for key, value in data.items():
            yield from tables(value, f"{path}{key}")
    elif isinstance(data, list):
        for value in data:
            yield from tables(value, f"{path}.")


@pytest.mark.parametrize("file", BUNDLES, ids=lambda file: "/".join(file.parts[-3:-1]))
def test_contract(run: Run, file: Path) -> None:
    data = scored(run, file.parent)
    assert data["schema"] == "civscore.assessment/1"
    for path, table in tables(data):
        assert CONTRACT.get(path, set()) <= set(table), path
        check_values(path, table)
    assert data["tier"] in {None, *(tier["id"] for tier in data["tiers"])}
    assert re.fullmatch(r"[0-9a-f]{64}", data["standard"]["sha256"])


def check_values(path: str, table: dict[str, Any]) -> None:
    """Plain decimal strings that add up; words of the closed lists."""
    for key in SPLIT & set(table):
        assert NUMBER.fullmatch(table[key]), f"{path}.{key} = {table[key]}"
    for key in ALLOWED.keys() & set(table):
        assert table[key] in ALLOWED[key]
    if "status" in table:
        assert table["status"] in STATUSES.get(path, REACHED)
    if path == "criteria.next.":
        assert NUMBER.fullmatch(table["gain"])


@pytest.mark.parametrize("command", ["score", "gaps"])
def test_keys_are_sorted_and_nothing_is_a_number(run: Run, command: str) -> None:
    out = run(command, NAMED, EXAMPLE, "--format", "json").out
    data = json.loads(out)
    for _, table in tables(data):
        assert list(table) == sorted(table)
        assert not any(
            isinstance(v, float | int) and not isinstance(v, bool) for v in table.values()
        )
    assert out == json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


# --- programs of their own ------------------------------------------------------------------------


def environment(**more: str) -> dict[str, str]:
    """This one's, with more."""
    return {**os.environ, **more}


def program(*arguments: object, **more: str) -> subprocess.CompletedProcess[str]:
    """The command line as a program of its own."""
    return subprocess.run(
        [*PROGRAM, *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        env=environment(PYTHONUTF8="1", **more),
        check=False,
    )


@pytest.mark.parametrize("form", ["json", "text", "markdown"])
def test_identical_bytes_whatever_the_hash_seed(form: str) -> None:
    outs = {
        program("score", NAMED, EXAMPLE, "--format", form, PYTHONHASHSEED=seed).stdout
        for seed in ("1", "2")
    }
    assert len(outs) == 1
    assert outs != {""}


def test_identical_diagnostics_whatever_the_hash_seed(tmp_path: Path) -> None:
    text = changed(STANDARD, "total = 30", "q = 1", 'role = "control"', 'roles = "control"')
    faulty = write(tmp_path, "faulty.toml", text)
    errs = {program("check", faulty, PYTHONHASHSEED=seed).stderr for seed in "146"}
    assert len(errs) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["list"],
        ["score", NAMED, str(EXAMPLE)],
        ["gaps", NAMED, str(EXAMPLE), "--format", "json"],
        ["explain", "banded"],
        ["check", NAMED],
        ["--help"],
    ],
    ids=lambda arguments: arguments[0],
)
def test_a_pipe_closed_early_is_no_error(arguments: list[str]) -> None:
    with subprocess.Popen(
        [*PROGRAM, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait() == 0


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell with pipes")
def test_head_takes_one_line() -> None:
    line = f"'{sys.executable}' -c '{PROGRAM[2]}' score {NAMED} '{EXAMPLE}' --format json | head -1"
    ran = subprocess.run(["/bin/sh", "-c", line], capture_output=True, check=False)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, b"{\n", b"")


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="needs /dev/full")
@pytest.mark.parametrize(
    "command", [["list"], ["score", NAMED, str(EXAMPLE)]], ids=["list", "score"]
)
def test_a_full_disk_gives_no_traceback(command: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(
            [*PROGRAM, *command], stdout=full, stderr=subprocess.PIPE, encoding="utf-8", check=False
        )
    assert ran.returncode == 1
    assert "Traceback" not in ran.stderr


def test_a_terminal_that_knows_no_chinese_is_no_error() -> None:
    ran = subprocess.run(
        [*PROGRAM, "list"],
        capture_output=True,
        env=environment(PYTHONIOENCODING="ascii", PYTHONUTF8="0", LC_ALL="C"),
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert b"civilized-community" in ran.stdout


# --- light imports --------------------------------------------------------------------------------


def modules_after(code: str) -> set[str]:
    """Top-level modules loaded by a program."""
    tail = "\nimport sys; print('\\n'.join(m.partition('.')[0] for m in sys.modules))"
    ran = subprocess.run(
        [sys.executable, "-c", code + tail],
        capture_output=True,
        encoding="utf-8",
        env=environment(PYTHONUTF8="1"),
        check=True,
    )
    return set(ran.stdout.split())


SCORING: Final = f"""
import contextlib, io
from civscore.cli import main
with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
    main(["score", "{NAMED}", {str(EXAMPLE)!r}, "--format", "json"])
"""


@pytest.mark.parametrize("code", ["import civscore", SCORING], ids=["import", "score"])
def test_nothing_heavy_is_imported_for_sound_texts(code: str) -> None:
    found = modules_after(code)
    assert "civscore" in found
    assert not found & {"pandas", "numpy", "pydantic", "pydantic_core"}


EXPLAINED: Final = """
from civscore.reports.explaining import topics
known = set(topics()["诊断"])
import civscore, importlib, pkgutil
for module in pkgutil.walk_packages(civscore.__path__, "civscore."):
    importlib.import_module(module.name)
from civscore.diagnostics import FAULTS
print(*(set(FAULTS) - known))
"""


def test_every_code_has_a_page_in_a_fresh_program() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", EXPLAINED],
        capture_output=True,
        encoding="utf-8",
        env=environment(PYTHONUTF8="1"),
        check=False,
    )
    assert (ran.stdout, ran.stderr) == ("\n", "")


def test_an_interrupted_run_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is half written stands under another name, and is taken away."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    file = write(tmp_path, "a.txt", "old")
    for step in ("fsync", "replace"):
        with monkeypatch.context() as patched:
            patched.setattr(os, step, stop)
            with pytest.raises(KeyboardInterrupt):
                write_file(b"new", str(file))
        assert file.read_text() == "old"
        assert [one.name for one in tmp_path.iterdir()] == ["a.txt"]
