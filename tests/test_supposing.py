"""What if: facts supposed to be otherwise, said so in every report, refused like any other."""

import json
import re
from pathlib import Path
from shutil import copytree

import pytest
from texts import ROOT, Run

import civscore
from civscore.standard.facts.choice import Choice

EXAMPLE = ROOT / "fixtures" / "civilized-community" / "example-dabiao"
NAMED = "civilized-community"


def total(run: Run, bundle: Path, *options: str) -> dict[str, str]:
    ran = run("score", NAMED, bundle, "--format", "json", *options)
    found: dict[str, str] = json.loads(ran.out)["total"]
    return found


def test_a_fact_supposed_to_be_so_scores_as_if_it_were_recorded(run: Run, tmp_path: Path) -> None:
    written = tmp_path / "bundle"
    copytree(EXAMPLE, written)
    text = (written / "bundle.toml").read_text("utf-8")
    changed = re.sub(r"(?m)^misparked = .*$", "misparked = 0", text)
    (written / "bundle.toml").write_text(changed, "utf-8")
    supposed = total(run, EXAMPLE, "--set", "misparked=0")
    assert supposed == total(run, written)
    assert supposed != total(run, EXAMPLE)


def test_a_word_needs_no_quotes(run: Run) -> None:
    """An option is set by its key, in quotes or not."""
    plan = civscore.load_standard(NAMED)
    name, fact = next(
        (name, fact) for name, fact in plan.standard.facts.items() if isinstance(fact, Choice)
    )
    option = list(fact.options)[-1]
    bare = total(run, EXAMPLE, "--set", f"{name}={option}")
    assert bare == total(run, EXAMPLE, "--set", f'{name} = "{option}"')


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_every_report_says_what_is_only_supposed(run: Run, form: str) -> None:
    ran = run("score", NAMED, EXAMPLE, "--format", form, "--set", "misparked=0")
    assert "假设：misparked" in ran.out.replace("\\", "")


@pytest.mark.parametrize(
    ("setting", "code"),
    [
        ("misparke=0", "unknown-fact"),
        ("misparked=许多", "wrong-value"),
        ("misparked=-1", "out-of-range"),
    ],
)
def test_what_cannot_be_recorded_cannot_be_supposed(run: Run, setting: str, code: str) -> None:
    ran = run("gaps", NAMED, EXAMPLE, "--set", setting)
    assert ran.status == 1
    assert ran.out == ""
    assert f"[{code}]" in ran.err
    assert ran.err.startswith("--set:1:")


@pytest.mark.parametrize("setting", ["misparked", "=3", "违停=3", "a.b=3"])
def test_a_setting_is_a_fact_and_a_value(run: Run, setting: str) -> None:
    assert run("score", NAMED, EXAMPLE, "--set", setting).status == 2
