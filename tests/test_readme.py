"""The README says what is true now: its commands, its report, its code."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SAMPLE = "fixtures/civilized-community/example-dabiao"
MARKS = "<!-- report -->\n", "<!-- /report -->"


def blocks(kind: str) -> list[str]:
    """The fenced blocks of a kind."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def run(*arguments: str) -> str:
    """What the command line prints."""
    command = [sys.executable, "-c", "from civscore.cli import main; main()", *arguments]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, encoding="utf-8")
    return done.stdout


def test_first_two_commands_stand_alone_on_one_line() -> None:
    scoring, testing = blocks("sh")[:2]
    for command in (scoring, testing):
        assert command.count("\n") == 1
        assert command.startswith("python3 -m venv .venv && .venv/bin/python -m pip install")
    assert scoring.rstrip().endswith("fixtures/civilized-community/wenmiaoping")
    assert testing.rstrip().endswith("-m pytest")


def test_the_first_command_scores() -> None:
    words = blocks("sh")[0].split("civscore ")[-1].split()
    assert "文庙坪社区" in run(*words)


def test_the_english_command_scores() -> None:
    command = re.findall(r"`civscore (--lang en score [^`]*)`", README)[0]
    assert "earned" in run(*command.split())


def test_the_report_shown_is_the_report_given() -> None:
    report = run("score", "civilized-community", SAMPLE)
    head = report.partition("\n── ")[0]
    later = report.partition("── 等级")[2].partition("── 一票否决")[0]
    shown = f"```text\n{head}\n── 等级{later}```\n"
    start, end = (README.index(mark) for mark in MARKS)
    if os.environ.get("CIVSCORE_GOLDEN") == "write":
        text = README[: start + len(MARKS[0])] + shown + README[end:]
        (ROOT / "README.md").write_text(text, encoding="utf-8")
        return
    assert README[start + len(MARKS[0]) : end] == shown


def test_the_library_in_five_lines(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    exec(blocks("python")[0], {})  # noqa: S102 - the README's own lines
    assert capsys.readouterr().out.startswith("73.21 达标 ")


def test_the_clause_shown_can_be_read() -> None:
    from civscore.standard.document import parse_document
    from civscore.standard.shelf import plan_document

    head = """
[standard]
id = "shown"
edition = "1"
title = "示例"
issuer = "示例"
effective = { from = 2026-01-01 }
text = "model"
source = "示例"
full = 3
[scoring]
decimals = 2
mode = "half_up"
at = "criterion"
compare = "exact"
[[tier]]
id = "达标"
total = 1
"""
    plan = plan_document(parse_document((head + blocks("toml")[0]).encode(), "readme.toml"))
    assert plan.full == 3 * plan.scale


def test_every_page_the_readme_names_is_there() -> None:
    for page in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / page).exists(), page
