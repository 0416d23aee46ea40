"""What strikes whoever looks through a bundle: files that are missing, unlisted, shown twice."""

import struct
import sys
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
from archives import packed, written
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import toml_value
from texts import Run, write

from civscore.evidence.photos import day_taken

STANDARD: Final = """
[standard]
id = "shown"
edition = "1"
title = "佐证"
issuer = "示例"
effective = { from = 2026-01-01 }
text = "official"
source = "示例"
full = 20

[scoring]
decimals = 2
mode = "half_up"
at = "criterion"
compare = "exact"

[facts.plan]
kind = "flag"
title = "有计划"

[[section]]
id = "1"
title = "佐证"

[[section.criterion]]
id = "1.1"
title = "每季度要照片"
full = 10
all_of = ["plan"]
evidence = [{ kind = "photo", per = "quarter" }, { kind = "roster" }]

[[section.criterion]]
id = "1.2"
title = "要照片"
full = 10
all_of = ["plan"]
evidence = [{ kind = "photo" }]

[[tier]]
id = "达标"
total = 20
"""


def photo(taken: str, order: str = "<") -> bytes:
    """A JPEG of which only the mark of the camera is there."""
    tiff = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(f"{order}I", 8)
    tiff += struct.pack(f"{order}HHHIII", 1, 0x8769, 4, 1, 26, 0)
    tiff += struct.pack(f"{order}HHHIII", 1, 0x9003, 2, 20, 44, 0)
    segment = b"Exif\0\0" + tiff + taken.encode() + b" 10:00:00\0"
    return b"\xff\xd8\xff\xe1" + struct.pack(">H", len(segment) + 2) + segment + b"\xff\xd9"


def bundle_of(pieces: list[dict[str, Any]]) -> str:
    """A bundle with these pieces, of an assessment from July 2025 to June 2026."""
    lines = ["[bundle]", "as_of = 2026-06-30", "[community]", 'id = "x"', 'name = "示例"',
             "[period]", "from = 2025-07-01", "until = 2026-06-30",
             "[facts]", "plan = true"]  # fmt: skip
    for number, piece in enumerate(pieces, 1):
        usual = {"id": f"E{number}", "kind": "photo", "title": "照片", "for": ["1.1"]}
        lines += [
            "[[evidence]]",
            *(f"{k} = {toml_value(v)}" for k, v in {**usual, **piece}.items()),
        ]
    return "\n".join(lines)


DAY: Final = date(2026, 3, 1)
FILES: Final[dict[str, bytes]] = {
    "佐证/a.jpg": photo("2026:03:01"), "佐证/b.jpg": b"b", "佐证/c.jpg": photo("2026:07:01", ">"),
    "佐证/copy.jpg": photo("2026:03:01"), "照片/d.jpg": b"d",
}  # fmt: skip
ALL: Final[list[dict[str, Any]]] = [
    {"file": name, "date": DAY} for name in FILES if name not in {"佐证/c.jpg", "佐证/copy.jpg"}
]

STRIKING: Final = [
    ("nothing strikes", [], [], {}),
    ("listed and not there", [{"file": "佐证/x.jpg"}], ["file-missing"], {}),
    ("not as its digest", [{"file": "佐证/b.jpg", "sha256": "0" * 64}], ["file-changed"], {}),
    ("one picture for two clauses", [{"file": "佐证/copy.jpg", "for": ["1.2"]}], ["same-picture"],
     {}),
    ("one picture twice for one", [{"file": "佐证/copy.jpg"}], ["same-picture"], {}),
    ("one roster for two clauses", [
        {"file": "佐证/copy.jpg", "kind": "roster"},
    ], [], {}),
    ("the day before the period", [{"date": date(2025, 6, 30)}], ["outside-period"], {}),
    ("the first day of it", [{"date": date(2025, 7, 1)}], [], {}),
    ("the last day of it", [{"date": date(2026, 6, 30)}], [], {}),
    ("the day after", [{"date": date(2026, 7, 1)}], ["outside-period", "piece-ahead"], {}),
    ("before, where no period is asked", [{"date": date(2025, 6, 30), "for": ["1.2"]}], [], {}),
    ("taken after the day judged from", [{"file": "佐证/c.jpg"}], ["photo-ahead"], {}),
    ("nobody lists it", [], ["file-unlisted"], {"佐证/深/e.jpg": b"e"}),
    ("beside the folders of evidence", [], [], {"其他/e.jpg": b"e", "e.jpg": b"e"}),
]  # fmt: skip


@pytest.mark.parametrize("is_packed", [False, True], ids=["folder", "zip"])
@pytest.mark.parametrize(
    ("_", "pieces", "codes", "more"), STRIKING, ids=[one[0] for one in STRIKING]
)
def test_what_strikes(
    _: str, pieces: list[Any], codes: list[str], more: dict[str, bytes], tmp_path: Path, run: Run,
    *, is_packed: bool,
) -> None:  # fmt: skip
    text = bundle_of([*ALL, *pieces])
    files = {**{name: FILES[name] for name in FILES if name in text}, **more}
    standard = write(tmp_path, "s.toml", STANDARD)
    if is_packed:
        strings: Any = {"bundle.toml": text, **files}
        path = written(tmp_path, packed(strings))
    else:
        path = tmp_path / "b"
        for name, content in {**files, "bundle.toml": text.encode()}.items():
            (path / name).parent.mkdir(parents=True, exist_ok=True)
            (path / name).write_bytes(content)
    ran = run("check", path, "--standard", standard)
    assert ran.status == 0
    said = sorted(line.partition("[")[2].partition("]")[0] for line in ran.err.splitlines())
    assert said == sorted(codes)
    assert run("score", standard, path).err == ""


def test_where_it_is_said(tmp_path: Path, run: Run) -> None:
    standard = write(tmp_path, "s.toml", STANDARD)
    text = bundle_of([{"file": "佐证/a.jpg"}])
    ran = run("check", write(tmp_path, "bundle.toml", text), "--standard", standard)
    line = text.splitlines().index('file = "佐证/a.jpg"') + 1
    assert ran.err.startswith(f"{tmp_path}/bundle.toml:{line}:8: 提醒[file-missing]")


def test_the_day_a_photo_was_taken() -> None:
    assert day_taken(photo("2026:03:01")) == day_taken(photo("2026:03:01", ">")) == date(2026, 3, 1)
    for other in (b"", b"\xff\xd8", b"\x89PNG", photo("0000:00:00"), photo("          ")):
        assert day_taken(other) is None


@settings(max_examples=300, deadline=None, database=None, derandomize=True)
@given(st.binary(max_size=80), st.integers(0, 120), st.integers(0, 120))
def test_whatever_stands_in_a_photo(junk: bytes, start: int, length: int) -> None:
    """A day or none, never an error."""
    whole = photo("2026:03:01")
    day_taken(whole[:start] + junk + whole[start + length :])
    day_taken(b"\xff\xd8\xff\xe1" + junk)


@pytest.mark.parametrize("is_terminal", [True, False])
def test_progress_is_for_terminals_only(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch, *, is_terminal: bool
) -> None:
    standard = write(tmp_path, "s.toml", STANDARD)
    bundle = write(tmp_path, "bundle.toml", bundle_of([{"kind": "roster"}]))
    monkeypatch.setattr(sys.stderr, "isatty", lambda: is_terminal)
    for command in (["check", bundle, "--standard", standard], ["score", standard, bundle]):
        assert ("核对佐证" in run(*command).err) == is_terminal
