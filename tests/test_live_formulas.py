"""No table that is written comes alive in a spreadsheet, whatever the titles and names in it."""

import csv
import re
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path
from typing import Final
from zipfile import ZipFile

import pytest
from texts import BUNDLE, STANDARD, Run, changed, write

STARTS: Final = ("=", "+", "-", "@", "\t")
"""What makes a spreadsheet take a text for something to be worked out."""

NUMBER: Final = re.compile(r"-?[0-9.]+")


def hostile(text: str) -> str:
    """The text with every title and name a formula."""
    starts = cycle(one.replace("\t", "\\t") for one in STARTS)

    def alive(found: re.Match[str]) -> str:
        return f'{found[1]}"{next(starts)}HYPERLINK(1){found[2]}"'

    return re.sub(r'\b((?:title|name)\s*=\s*)"([^"]+)"', alive, text)


DRAWN: Final = changed(
    STANDARD,
    "[facts.area]",
    """[facts.doors]
kind = "sample"
title = "门"
draw = 2
fewer = "all"
checks = { clean = "净" }

[facts.area]""",
)
FRAMES: Final = """
[frames]
doors = [{ id = "=1+1", name = "+2" }, { id = "@a", name = "-3" }, { id = "b", name = "=4" }]

[scores]
self = { "1.1" = 1 }
check = { "1.1" = { points = 0, reason = "=1+1" } }
"""
TABLE: Final = 'id,name,lectures\n"=1+1","=HYPERLINK(""x"")",3\n@b,+c,4\n-d,"\te",5\n'

WRITERS: Final[dict[str, Callable[[Path], list[object]]]] = {
    "ledger.xlsx": lambda at: ["template", at / "s.toml", "-o"],
    "report.xlsx": lambda at: ["report", at / "s.toml", at / "b.toml", "-o"],
    "many.csv": lambda at: ["batch", at / "s.toml", at / "t.csv", "-o"],
    "many.xlsx": lambda at: ["batch", at / "s.toml", at / "t.csv", "-o"],
    "league.csv": lambda at: [
        "batch", at / "s.toml", at / "t.csv", "-o", at / "all.csv", "--league",
    ],
    "league.xlsx": lambda at: [
        "batch", at / "s.toml", at / "t.csv", "-o", at / "all.csv", "--league",
    ],
    "scores.csv": lambda at: [
        "reconcile", at / "s.toml", at / "b.toml", "--format", "csv", "-o",
    ],
    "form.csv": lambda at: ["sample", at / "s.toml", at / "b.toml", "--seed", "7", "-o"],
    "form.xlsx": lambda at: ["sample", at / "s.toml", at / "b.toml", "--seed", "7", "-o"],
}  # fmt: skip


@pytest.mark.parametrize("name", WRITERS)
def test_nothing_comes_alive(name: str, tmp_path: Path, run: Run) -> None:
    write(tmp_path, "s.toml", hostile(DRAWN))
    write(tmp_path, "b.toml", hostile(BUNDLE) + FRAMES)
    write(tmp_path, "t.csv", TABLE)
    file = tmp_path / name
    ran = run(*WRITERS[name](tmp_path), file)
    assert file.is_file(), ran.err
    texts = list(cells(file))
    assert any("HYPERLINK" in one or "1+1" in one for one in texts), "the titles are in it"
    assert [one for one in texts if one.startswith(("\r", *STARTS)) and is_text(one)] == []


def is_text(cell: str) -> bool:
    return not NUMBER.fullmatch(cell)


def cells(file: Path) -> Iterator[str]:
    """What a spreadsheet would work out, as it is written; of a workbook, its formulas with a `=`.

    A text of a workbook is a text whatever it begins with; it is given after a `'`.
    """
    if file.suffix == ".csv":
        with file.open(encoding="utf-8-sig", newline="") as lines:
            yield from (cell for line in csv.reader(lines) for cell in line)
        return
    with ZipFile(file) as archive:
        for part in archive.namelist():
            text = archive.read(part).decode("utf-8", "replace")
            if part.startswith("xl/worksheets/"):
                yield from (f"={one}" for one in re.findall(r"<f[ >][^<]*</f>|<f>[^<]*</f>", text))
                assert "<hyperlink" not in text
            yield from (f"'{one}" for one in re.findall(r"<t[^>]*>([^<]*)</t>", text))
