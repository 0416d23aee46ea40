"""The PDF: everything is in it, nothing in it comes alive, and no character is a blank box."""

import re
import subprocess
from pathlib import Path
from shutil import which
from typing import Any, Final

import pytest
import typst
from test_papers import CASES, CHINESE, EVIL, KEPT, SHOWN, assessed, name_of, named, small
from texts import BUNDLE, Run

from civscore.exact import text_of
from civscore.reports.contents import contents
from civscore.reports.files import pdf
from civscore.sentences import Language

READER: Final = which("pdftotext")
READ: Final = pytest.mark.skipif(not READER, reason="apt-get install poppler-utils")
FEW: Final = [*CASES[:-6:4], *CASES[-6:]]


def text_of_pdf(content: bytes, folder: Path) -> str:
    """What a reader finds in it, without the breaks of its lines."""
    file = folder / "one.pdf"
    file.write_bytes(content)
    done = subprocess.run([str(READER), "-raw", file, "-"], check=True, capture_output=True)
    return re.sub(r"\s+", "", done.stdout.decode())


def tight(text: str) -> str:
    return re.sub(r"\s+", "", text)


@CHINESE
@READ
@pytest.mark.parametrize(("folder", "language"), FEW, ids=name_of)
def test_a_pdf_says_everything(folder: Path, language: Language, tmp_path: Path) -> None:
    found = assessed(folder)
    said = contents(found, language)
    read = text_of_pdf(pdf.render(found, language), tmp_path)
    for number in (found.total.earned, found.total.unproven, found.total.lost):
        assert text_of(number) in read
    assert tight(said["社区"]) in read
    assert read.count(tight(said["条款"][0]["编号"])) >= 1
    for one in said["否决"]:
        assert tight(one["结论"]) in read


@CHINESE
@READ
def test_hostile_text_stays_text(tmp_path: Path) -> None:
    found = small(tmp_path, bundle=named(BUNDLE, EVIL))
    assert tight(KEPT) in text_of_pdf(pdf.render(found), tmp_path)


class NoFonts:
    """A machine on which only Latin fonts are installed."""

    def families(self) -> list[str]:
        return ["DejaVu Sans"]


def test_without_a_chinese_font_nothing_is_written(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typst, "Fonts", NoFonts)
    ran = run("report", "civilized-community", SHOWN[0], "-o", tmp_path / "报告.pdf")
    assert (ran.status, "[no-chinese-font]" in ran.err) == (1, True)
    assert "fonts-noto-cjk" in ran.err
    assert not list(tmp_path.iterdir())


@CHINESE
def test_a_character_that_no_font_has_is_named(tmp_path: Path) -> None:
    from civscore.diagnostics import Faulty

    found = small(tmp_path, bundle=named(BUNDLE, "青山\ufdd0\u4e00"))
    with pytest.raises(Faulty) as faulty:
        pdf.render(found)
    (one,) = faulty.value.diagnostics
    assert one.code == "font-lacks"
    assert "（U+FDD0）。" in one.text()


@CHINESE
def test_every_font_is_asked_before_a_character_is_missed() -> None:
    """A family that lacks one is helped by another."""
    fonts: Any = typst.Fonts()
    assert pdf._lacking({"é", "一", "☃", " "}, "DejaVu Sans", fonts.fonts()) <= {"☃"}
    assert pdf._lacking({"一"}, "DejaVu Sans", []) == {"一"}
