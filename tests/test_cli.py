"""The command line: exit statuses, what goes where, files replaced whole, no traceback."""

import json
import os
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pytest
from texts import BUNDLE, ROOT, STANDARD, STANDARDS, Run, changed, write

EXAMPLE: Final = ROOT / "fixtures" / "civilized-community" / "example-dabiao"
NAMED: Final = "civilized-community"


# --- statuses, and what goes where ----------------------------------------------------------------


def test_list_names_every_bundled_standard(run: Run) -> None:
    ran = run("list")
    assert (ran.status, ran.err) == (0, "")
    assert all(f"{file.parent.name}@{file.stem}" in ran.out for file in STANDARDS)


@pytest.mark.parametrize("form", ["text", "json", "markdown"])
@pytest.mark.parametrize("command", ["score", "gaps"])
def test_sound_input_gives_a_product_and_no_diagnostic(
    run: Run, command: str, form: str, standard: Path, bundle: Path
) -> None:
    ran = run(command, standard, bundle, "--format", form)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.strip()
    assert run(command, NAMED, EXAMPLE, "--format", form).status == 0


@pytest.mark.parametrize("language", ["zh", "en"])
def test_language_is_chosen_before_or_after_the_command(
    run: Run, language: str, standard: Path, bundle: Path
) -> None:
    after = run("score", standard, bundle, "--lang", language)
    assert after.status == 0
    assert after == run("--lang", language, "score", standard, bundle)
    other = {"zh": "en", "en": "zh"}[language]
    assert after.out != run("score", standard, bundle, f"--lang={other}").out


def test_check_takes_standards_and_bundles_together(run: Run, standard: Path, bundle: Path) -> None:
    ran = run("check", NAMED, EXAMPLE.parent / "example-biaobing", standard)
    assert (ran.status, ran.err, len(ran.out.splitlines())) == (0, "", 3)
    ran = run("check", bundle, "--standard", standard)
    assert (ran.status, len(ran.out.splitlines())) == (0, 1)


def test_check_goes_on_after_a_faulty_text(run: Run, tmp_path: Path, standard: Path) -> None:
    faulty = write(tmp_path, "faulty.toml", changed(STANDARD, "full = 55", "full = 56"))
    ran = run("check", faulty, standard)
    assert ran.status == 1
    assert ran.err.startswith(f"{faulty}:9:8: ")
    assert "[points-not-adding-up]" in ran.err
    assert ran.out.startswith(f"{standard}: ")


def test_warnings_go_to_standard_error_and_change_no_status(
    run: Run, tmp_path: Path, bundle: Path
) -> None:
    text = changed(STANDARD, "cap = 3", "cap = 2")
    ran = run("score", write(tmp_path, "s.toml", text), bundle, "--format", "json")
    assert ran.status == 0
    assert "[cap-below-full]" in ran.err
    assert json.loads(ran.out)["total"]["full"] == "55"


@pytest.mark.parametrize(("tier", "status"), [("达标", 0), ("先进", 3)])
def test_required_tier(run: Run, tier: str, status: int) -> None:
    ran = run("score", NAMED, EXAMPLE, "--require", tier)
    assert ran.status == status
    assert ran.out == run("score", NAMED, EXAMPLE).out


def test_unknown_tier(run: Run, standard: Path, bundle: Path) -> None:
    for command, option in (("score", "--require"), ("gaps", "--tier")):
        ran = run(command, standard, bundle, option, "省级")
        assert (ran.status, ran.out) == (2, "")
        assert f"{option} 的值不对" in ran.err
        assert "没有等级“省级”，有：达标、先进" in ran.err


REMARKS: Final = (
    "评定基准日 2025-12-31 不在标准的有效期内",
    "“案件”有一件事的日期 2026-03-01 晚于评定基准日",
)


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_day_that_does_not_fit_is_said_in_the_report(
    run: Run, standard: Path, bundle: Path, form: str
) -> None:
    said = run("score", standard, bundle, "--as-of", "2025-12-31", "--format", form).out
    assert all(remark in said.replace("\n", "") for remark in REMARKS)
    said = run("score", standard, bundle, "--format", form).out
    assert not any(remark in said for remark in REMARKS)


WRONG_USAGE: Final = [
    ["score", NAMED, str(EXAMPLE), "--nope"],
    ["score", NAMED, str(EXAMPLE), "--format", "pdf"],
    ["score", NAMED, str(EXAMPLE), "--as-of", "30.6.2026"],
    ["score", NAMED, str(EXAMPLE), "--as-of", "2026-02-30"],
    ["score", NAMED, str(EXAMPLE), "--lang", "fr"],
    ["score", NAMED],
    ["score", NAMED, str(EXAMPLE), "more"],
    ["check"],
    ["explain"],
    ["scores"],
    ["--nope"],
]


@pytest.mark.parametrize("arguments", WRONG_USAGE, ids=" ".join)
def test_wrong_usage(run: Run, arguments: list[str]) -> None:
    ran = run(*arguments)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.strip()


def test_no_command_at_all_is_wrong_usage(run: Run) -> None:
    assert run().status in {0, 2}


@pytest.mark.parametrize("arguments", [["--help"], ["score", "-h"], ["--version"]], ids=" ".join)
def test_help_is_a_product(run: Run, arguments: list[str]) -> None:
    ran = run(*arguments)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.strip()


# --- the day judged from --------------------------------------------------------------------------


def test_as_of_overrides_the_bundle(run: Run, standard: Path, bundle: Path) -> None:
    def earned(*options: str) -> tuple[str, Decimal]:
        found = json.loads(run("score", standard, bundle, "--format", "json", *options).out)
        return found["as_of"], Decimal(found["total"]["earned"])

    assert earned()[0] == "2026-06-30"
    assert earned("--as-of", "2027-05-01") == ("2027-05-01", earned()[1])
    day, points = earned("--as-of", "2027-05-02")
    assert (day, points) == ("2027-05-02", earned()[1] - 1)


def test_without_a_day_it_is_today_and_says_so(run: Run, standard: Path, tmp_path: Path) -> None:
    file = write(tmp_path, "bundle.toml", changed(BUNDLE, "as_of = 2026-06-30\n", ""))
    before = date.today()  # noqa: DTZ011 - the same clock as the command line's
    ran = run("score", standard, file, "--format", "json")
    assert ran.status == 0
    day = date.fromisoformat(json.loads(ran.out)["as_of"])
    assert before <= day <= date.today()  # noqa: DTZ011
    assert day.isoformat() in ran.err


# --- a file replaced whole, or not at all ---------------------------------------------------------


def test_output_holds_what_would_be_printed(
    run: Run, standard: Path, bundle: Path, tmp_path: Path
) -> None:
    target = tmp_path / "result.json"
    printed = run("score", standard, bundle, "--format", "json").out
    target.write_text("old\n" * 10000)
    target.chmod(0o640)
    with target.open() as still_open:
        ran = run("score", standard, bundle, "--format", "json", "-o", target)
        assert still_open.read() == "old\n" * 10000  # another file took its place
    assert (ran.status, ran.out) == (0, "")
    assert target.read_text("utf-8") == printed
    assert target.stat().st_mode & 0o777 == 0o640
    assert {file.name for file in tmp_path.iterdir()} == {
        "result.json", "standard.toml", "bundle.toml",
    }  # fmt: skip


@pytest.mark.parametrize(
    "options",
    [["--require", "省级"], ["--nope"], ["--format", "pdf"], ["--as-of", "x"]],
    ids=lambda options: options[0],
)
def test_output_is_not_touched_on_failure(
    run: Run, options: list[str], standard: Path, bundle: Path, tmp_path: Path
) -> None:
    target = tmp_path / "result.txt"
    target.write_text("old")
    ran = run("score", standard, bundle, "--output", target, *options)
    assert ran.status in {1, 2}
    assert target.read_text() == "old"


def test_output_is_not_touched_by_a_faulty_bundle(run: Run, standard: Path, tmp_path: Path) -> None:
    target = tmp_path / "result.txt"
    target.write_text("old")
    faulty = write(tmp_path, "bundle.toml", changed(BUNDLE, "plan = true", "plan = 1"))
    assert run("score", standard, faulty, "-o", target).status == 1
    assert target.read_text() == "old"


def test_failing_while_replacing_leaves_the_old_file(
    run: Run, standard: Path, bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "result.txt"
    target.write_text("old")

    def refuse(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", refuse)
    ran = run("score", standard, bundle, "-o", target)
    assert ran.status == 1
    assert "[cannot-write]" in ran.err
    assert target.read_text() == "old"
    assert len(list(tmp_path.iterdir())) == len([standard, bundle, target])


def test_link_is_written_through(run: Run, standard: Path, bundle: Path, tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    link = tmp_path / "report.txt"
    link.symlink_to(folder / "report.txt")
    for _ in ("not there yet", "there"):
        assert run("score", standard, bundle, "-o", link).status == 0
        assert link.is_symlink()
        assert (folder / "report.txt").read_text("utf-8") == run("score", standard, bundle).out
    assert sorted(folder.iterdir()) == [folder / "report.txt"]


@pytest.mark.parametrize("target", [".", "none/result.txt", "standard.toml/result.txt"])
def test_output_that_cannot_be_written(
    run: Run, target: str, standard: Path, bundle: Path, tmp_path: Path
) -> None:
    ran = run("score", standard, bundle, "--output", tmp_path / target)
    assert (ran.status, ran.out) == (1, "")
    assert "[cannot-write]" in ran.err


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipes")
def test_output_to_a_pipe_leaves_it_a_pipe(
    run: Run, standard: Path, bundle: Path, tmp_path: Path
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        run("score", standard, bundle, "--output", pipe)
    finally:
        os.close(reader)
    assert pipe.is_fifo()


def test_a_program_of_its_own_runs_the_same(run: Run, standard: Path, bundle: Path) -> None:
    command = [sys.executable, "-c", "from civscore.cli import main; main()"]
    arguments = ["score", str(standard), str(bundle)]
    ran = subprocess.run([*command, *arguments], capture_output=True, check=False)
    assert ran.stdout.decode() == run(*arguments).out
