"""Long work shows how far it is on a terminal, and what is stopped leaves the old file."""

import signal
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
from archives import PLACED
from texts import STANDARD, Run, write

from civscore.sealing.proving import verify_bag

COMMANDS: Final = {
    "score": ("score standard.toml b -o {target}", "r.txt"),
    "batch": ("batch standard.toml . --as-of 2026-06-30 -o {target}", "r.csv"),
    "batch of a table": ("batch standard.toml t.csv --as-of 2026-06-30 -o {target}", "r.csv"),
    "seal": ("seal b -o {target} --force", "bag"),
    "seal to a zip": ("seal b -o {target} --force", "bag.zip"),
    "verify": ("verify bag", ""),
    "check": ("check b --standard standard.toml", ""),
}
WRITING: Final = {name: one for name, one in COMMANDS.items() if one[1]}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> Path:
    """A standard, a bundle and everything that can be made of it, made once."""
    write(tmp_path, "standard.toml", STANDARD)
    (tmp_path / "b" / "佐证").mkdir(parents=True)
    write(tmp_path / "b", "佐证/照片.txt", "照片")
    write(tmp_path / "b", "bundle.toml", PLACED)
    write(tmp_path, "t.csv", "id,lectures\nx,4\n")
    monkeypatch.chdir(tmp_path)
    for command, target in WRITING.values():
        assert run(*command.format(target=target).split()).status == 0
    return tmp_path


SLOW: Final = """
import os, signal, sys, time
from pathlib import Path
from civscore.cli import main

def wait(*_):
    print("here", flush=True)
    time.sleep(60)

signal.signal(signal.SIGINT, signal.default_int_handler)
when = sys.argv.pop(1)
if when == "replacing":
    os.replace = Path.rename = wait
else:
    from civscore.sealing import bags
    os.fsync = bags.manifest = wait
main(sys.argv[1:])
"""
"""The command line, which stops where it writes until it is stopped for good."""


def tree(place: Path) -> dict[str, bytes]:
    """A file, or every file of a folder."""
    files = [place] if place.is_file() else sorted(place.rglob("*"))
    return {str(one): one.read_bytes() for one in files if one.is_file()}


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("when", ["replacing", "writing"])
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL], ids=lambda how: how.name)
@pytest.mark.parametrize("name", WRITING)
def test_what_is_stopped_leaves_the_old(
    name: str, how: signal.Signals, when: str, folder: Path, run: Run
) -> None:
    command, target = WRITING[name]
    given = command.format(target=target).split()
    before, old = set(folder.iterdir()), tree(folder / target)
    program = [sys.executable, "-c", SLOW, when, *given]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as started:
        assert started.stdout is not None
        assert started.stdout.readline() == b"here\n"
        started.send_signal(how)
        status = started.wait(20)
    assert status == (130 if how is signal.SIGINT else -signal.SIGKILL)
    assert tree(folder / target) == old
    journal = folder / f"{target}.journal"  # what was judged is not lost
    assert journal.exists() is (name == "batch")
    left = set(folder.iterdir()) - before - {journal}
    assert len(left) == (0 if how is signal.SIGINT else 1)
    assert all(one.name.startswith(f".{target}.") for one in left)
    assert run(*given).status == 0
    assert tree(folder / target).keys() == old.keys()
    assert not journal.exists()


def test_a_bag_is_whole_after_all(folder: Path, run: Run) -> None:
    from civscore.evidence.readers import USUAL

    assert run("seal", "b", "-o", "bag", "--force", "--date", "2026-07-01").status == 0
    assert verify_bag(folder / "bag", USUAL).found == ()


@pytest.mark.parametrize("is_terminal", [True, False])
@pytest.mark.parametrize("name", COMMANDS)
def test_progress_is_for_terminals(
    name: str, folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch, *, is_terminal: bool
) -> None:
    command, target = COMMANDS[name]
    given = command.format(target=folder / target).split()
    monkeypatch.setattr(sys.stderr, "isatty", lambda: is_terminal)
    labels = {"batch": "逐个评定", "seal": "封存"}
    label = labels.get(name.split(maxsplit=1)[0], "核对佐证")
    ran = run(*given)
    assert ran.status == 0
    assert (label in ran.err) is is_terminal
    assert "\r" not in ran.out
