"""The report as a PDF, typeset by typst; not without a font that has every character.

A PDF without Chinese fonts would be blank boxes, so the fonts are looked at first. The day the PDF
says it was made is the day judged from; with the same fonts the same input gives the same bytes.
"""

import json
from collections.abc import Iterable
from datetime import UTC, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any, Final
from unicodedata import category

from civscore.assessment import Assessment
from civscore.diagnostics import Diagnostic, Faulty, Location, fault
from civscore.exact import text_of
from civscore.extras import wanted
from civscore.reports.contents import contents
from civscore.reports.words import word
from civscore.sentences import Language, say

NO_FONT: Final = fault(
    "no-chinese-font",
    ("这台电脑上没有能排中文的字体", "no Chinese font is installed here"),
    (
        "请安装一种，如思源宋体（Debian、Ubuntu：apt-get install fonts-noto-cjk），或改写成 .docx",
        "install one (Debian, Ubuntu: apt-get install fonts-noto-cjk), or write a .docx",
    ),
    why=(
        "PDF 把字形写在文件里；没有字体，中文会变成空白方框，所以不写出",
        "a PDF carries its glyphs; without a font Chinese would be blank boxes",
    ),
)
LACKS: Final = fault(
    "font-lacks",
    ("已装的字体里都没有这些字：{what}", "no font installed here has: {what}"),
    (
        "请安装有这些字的字体（生僻字：fonts-noto-cjk-extra、遍黑体等），或改写成 .docx",
        "install a font that has them, or write a .docx",
    ),
)
FAMILIES: Final = (
    "Noto Serif CJK SC", "Source Han Serif SC", "Source Han Serif CN", "Noto Serif SC", "SimSun",
    "NSimSun", "Songti SC", "STSong", "FandolSong", "AR PL UMing CN",
    "Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", "Noto Sans SC",
    "Microsoft YaHei", "PingFang SC", "Heiti SC", "STHeiti", "SimHei", "DengXian",
    "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "FangSong", "KaiTi",
)  # fmt: skip
"""Fonts for Chinese, as they are called, the most suitable first."""

_WORDS: Final = (
    "standing", "tier_is", "earned", "unproven", "lost", "as_of", "could_be", "blocks_next",
    "clear", "open", "unknown", "tiers", "outcome", "gap", "sections", "section", "full",
    "profile", "total", "bonus", "todo", "nothing", "gain", "criteria", "because",
)  # fmt: skip
_UNDRAWN: Final = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp", "Mn", "Me"})
_NOWHERE: Final = "\U0010fffe"
"""A character no font has, which is drawn as whatever the font draws for those."""

_TEMPLATE: Final = Path(__file__).with_name("report.typ")


def render(assessment: Assessment, language: Language = "zh") -> bytes:
    """The PDF.

    Raises:
        Faulty: if the library is not installed, or a font is wanting.
    """
    typst = wanted("typst", "report")
    fonts = typst.Fonts()
    said = json.dumps(contents(assessment, language), default=_shown, ensure_ascii=False)
    families = [name for name in FAMILIES if name in set(fonts.families())]
    if not families:
        raise Faulty([Diagnostic(NO_FONT, Location("-"))])
    lacking = _lacking(set(said), families[0], fonts.fonts())
    if lacking:
        what = "、".join(f"{one}（U+{ord(one):04X}）" for one in sorted(lacking))
        raise Faulty([Diagnostic(LACKS, Location("-"), {"what": what})])
    inputs = {
        "said": said,
        "fonts": json.dumps(families[:1]),
        "words": json.dumps({name: word(name, language) for name in _WORDS}),
        "clause": say("条款", "Clause").text(language),
        "asked": say("责任、配合单位", "Who").text(language),
        "language": language,
    }
    made: bytes = typst.compile(
        _TEMPLATE.read_bytes(), font_paths=fonts, sys_inputs=inputs, format="pdf",
        timestamp=datetime.combine(assessment.as_of, time.min, UTC),
    )  # fmt: skip
    return made


def _shown(value: Any) -> str:
    """A number in full."""
    if isinstance(value, Decimal):
        return text_of(value)
    raise TypeError(value)


def _lacking(wanted_ones: Iterable[str], family: str, fonts: Iterable[Any]) -> set[str]:
    """Characters that no font has: those of the family are looked at first, then all others."""
    left = {one for one in wanted_ones if not one.isascii() and category(one) not in _UNDRAWN}
    files = {(one.path, one.index): one.family for one in fonts if one.path}
    for path, index in sorted(files, key=lambda key: (files[key] != family, key)):
        if not left:
            break
        left -= _drawn(left, path, index)
    return left


def _drawn(wanted_ones: Iterable[str], path: str, index: int) -> set[str]:
    """Those a font draws otherwise than what it does not have."""
    drawing = wanted("PIL.ImageFont", "report")
    try:
        font = drawing.truetype(path, 16, index=index)
        nothing = _picture(font, _NOWHERE)
        return {one for one in wanted_ones if _picture(font, one) != nothing}
    except OSError:
        return set()


def _picture(font: Any, character: str) -> tuple[Any, bytes]:
    mask = font.getmask(character)
    return mask.size, bytes(mask)
