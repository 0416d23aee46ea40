"""Bundles handed in as a zip: as good as the folder, or refused with nothing unpacked."""

import re
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Final
from zipfile import ZipFile

import pytest
from archives import GOOD, PLACED, REFUSED, ZEROS, flagged, packed, unmarked, written
from hypothesis import given, settings
from hypothesis import strategies as st
from texts import BUNDLE, BUNDLES, Run, changed, standard_for, standard_in, write

import civscore
from civscore.evidence.readers import USUAL, Limits
from civscore.options import told_in
from civscore.reports.formats import json

TAKEN: Final[dict[str, bytes]] = {
    "as it is": packed(GOOD),
    "in one folder": packed({f"青山社区/{name}": text for name, text in GOOD.items()}),
    "GBK names": unmarked(GOOD, "gbk"),
    "GBK names in a GBK folder": unmarked({f"青山/{k}": text for k, text in GOOD.items()}, "gbk"),
    "UTF-8 names nobody marked": unmarked(GOOD, "utf-8"),
    "backslashes": packed({name.replace("/", "\\"): text for name, text in GOOD.items()}),
    "decomposed names": packed({**GOOD, "佐证/e\u0301.txt": "x"}),
    "a bit of nothing before": b"#!/bin/sh\n" + packed(GOOD),
}


def judged(path: Path, plan: civscore.Plan) -> str:
    """The assessment of a bundle, as JSON."""
    return json.render(civscore.assess(plan, civscore.load_bundle(path, plan)), "zh")


@pytest.mark.parametrize("content", TAKEN.values(), ids=TAKEN)
def test_a_zip_is_as_good_as_the_folder(content: bytes, tmp_path: Path) -> None:
    plan = standard_in(tmp_path)
    folder = tmp_path / "b"
    (folder / "佐证").mkdir(parents=True)
    write(folder, "bundle.toml", PLACED)
    write(folder, "佐证/照片.txt", "照片")
    assert judged(written(tmp_path, content), plan) == judged(folder, plan)
    assert '"E1"' in judged(folder, plan)


@pytest.mark.parametrize("bundle", BUNDLES[::6], ids=lambda file: file.parent.name)
def test_fixtures_packed(bundle: Path, tmp_path: Path) -> None:
    plan = standard_for(bundle.parent)
    with ZipFile(tmp_path / "a.zip", "w") as archive:
        for file in sorted(bundle.parent.rglob("*")):
            archive.write(file, file.relative_to(bundle.parents[1]))
    assert judged(tmp_path / "a.zip", plan) == judged(bundle.parent, plan)


def found_in(path: Path, plan: civscore.Plan, limits: Limits = USUAL) -> list[civscore.Diagnostic]:
    """Everything said of a zip."""
    try:
        return list(civscore.load_bundle(path, plan, limits=limits).warnings)
    except civscore.Faulty as faulty:
        return list(faulty.diagnostics)


@pytest.mark.parametrize(("make", "code"), REFUSED.values(), ids=REFUSED)
def test_refused_and_nothing_is_written(
    make: Callable[[], bytes], code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = standard_in(tmp_path)
    folder = tmp_path / "in"
    folder.mkdir()
    file = written(folder, make())
    monkeypatch.chdir(folder)
    found = found_in(file, plan)
    assert {one.code for one in found} == {code}
    assert all(one.location.file.startswith(str(file)) for one in found)
    assert [one.name for one in folder.iterdir()] == ["a.zip"]
    assert {one.name for one in tmp_path.iterdir()} == {"in", "standard.toml"}


def test_clutter_is_ignored_and_said(tmp_path: Path) -> None:
    clutter = ["__MACOSX/._a", "__MACOSX/佐证/._照片.txt", ".DS_Store", "佐证/Thumbs.db",
               "佐证/desktop.ini", "~$台账.xlsx"]  # fmt: skip
    content = packed({**GOOD, **dict.fromkeys(clutter, "x")})
    (found,) = found_in(written(tmp_path, content), standard_in(tmp_path))
    assert found.code == "clutter-ignored"
    assert "6 个" in found.text()
    nested = packed({**{f"青山/{k}": text for k, text in GOOD.items()}, "__MACOSX/._青山": "x"})
    (found,) = found_in(written(tmp_path, nested), standard_in(tmp_path))
    assert found.code == "clutter-ignored"


def test_everything_wrong_is_said_at_once_and_where(tmp_path: Path) -> None:
    content = packed({**GOOD, "../x": "", "佐证/a.txt": "", "佐证/A.txt": "", "/y": ""})
    found = found_in(written(tmp_path, flagged(content, 1)), standard_in(tmp_path))
    assert sorted((one.code, one.location.file.partition("a.zip")[2]) for one in found) == [
        ("zip-outside", "/../x"), ("zip-outside", "//y"), ("zip-same-name", "/佐证/A.txt"),
    ]  # fmt: skip


def test_faults_of_the_text_have_their_line(tmp_path: Path) -> None:
    content = packed({"青山/bundle.toml": changed(BUNDLE, "lectures = 4", "lecture = 4")})
    (found,) = found_in(written(tmp_path, content), standard_in(tmp_path))
    assert found.text().startswith(f"{tmp_path}/a.zip/青山/bundle.toml:16:1: 错误[unknown-fact]")


@pytest.mark.parametrize(("content", "state"), [("照片", "present"), ("别的", "changed")])
def test_digests_inside(content: str, state: str, tmp_path: Path) -> None:
    digest = sha256("照片".encode()).hexdigest()
    line = 'file = "佐证/照片.txt"'
    text = changed(PLACED, line, f'{line}\nsha256 = "{digest}"')
    packed_ = packed({"bundle.toml": text, "佐证/照片.txt": content})
    plan = standard_in(tmp_path)
    assert civscore.load_bundle(written(tmp_path, packed_), plan).pieces[0].state == state


def test_every_bit_of_an_archive_may_be_wrong(tmp_path: Path) -> None:
    """A bundle or a diagnostic, never anything else: digests are taken, too."""
    plan = standard_in(tmp_path)
    content = packed(GOOD)
    for bit in range(0, 8 * len(content), 11):
        changed_ = bytearray(content)
        changed_[bit // 8] ^= 1 << bit % 8
        with suppress(civscore.Faulty):
            civscore.load_bundle(written(tmp_path, bytes(changed_)), plan, digests=True)


def test_a_damaged_file_counts_as_changed(tmp_path: Path) -> None:
    text = "照片" * 50
    line = 'file = "佐证/照片.txt"'
    digest = sha256(text.encode()).hexdigest()
    content = packed({"bundle.toml": changed(PLACED, line, f'{line}\nsha256 = "{digest}"'),
                      "佐证/照片.txt": text})  # fmt: skip
    at = content.index(b"PK\x01\x02") - 3
    damaged = content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :]
    plan = standard_in(tmp_path)
    assert civscore.load_bundle(written(tmp_path, damaged), plan).pieces[0].state == "changed"


@pytest.mark.parametrize("option", ["files", "size", "ratio"])
def test_limits_are_options(option: str, tmp_path: Path, run: Run) -> None:
    standard_in(tmp_path)
    members = {**GOOD, "佐证/零": ZEROS} if option != "files" else GOOD
    file = written(tmp_path, packed(members))
    standard = tmp_path / "standard.toml"
    wide = ["--zip-ratio", "100000"]
    narrow = {"files": "1", "size": "59", "ratio": "100"}[option]
    refused = run("check", file, "--standard", standard, *wide, f"--zip-{option}", narrow)
    assert refused.status == 1
    assert re.search(rf"\[zip-too-large\].*上限 {narrow}。.*--zip-{option}", refused.err)
    assert run("score", standard, file, *wide).status == 0


def test_limits_are_as_the_help_says() -> None:
    told = told_in("zh")
    numbers = {"files": USUAL.files, "size": USUAL.megabytes, "ratio": USUAL.ratio}
    assert all(str(number) in told(f"zip_{option}") for option, number in numbers.items())


@settings(max_examples=150, deadline=None, database=None, derandomize=True)
@given(data=st.data())
def test_whatever_bytes_are_changed(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A bundle or a diagnostic, never anything else."""
    folder = tmp_path_factory.mktemp("zip")
    content = bytearray(packed(GOOD))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    found_in(written(folder, bytes(content)), standard_in(folder))
