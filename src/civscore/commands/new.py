"""civscore new: a standard to go on from, out of flags or a few questions."""

import re
import sys
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from civscore.commands import DONE
from civscore.commands.assessing import current_day
from civscore.exact import InexactError, decimals_of, read_number
from civscore.sentences import Language, say

if TYPE_CHECKING:
    from civscore.starting.standards import Outline

_ID: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SEPARATORS: Final = re.compile("[,\N{FULLWIDTH COMMA}、]")
_SECTIONS: Final = (
    "组织领导", "安全隐患", "社会治安", "群众文化", "环境卫生", "居民评价", "市容市貌", "公共服务",
)  # fmt: skip
"""Names that suit the worked clauses they will hold."""

_USUAL: Final = 4
"""Sections of a standard of which nothing else is said."""

_TIERS: Final = (("达标", "0.8"), ("先进", "0.9"))


PARAMETERS: Final = (
    "ID", "title", "issuer", "full", "sections", "tiers", "decimals", "bonus", "output", "force",
)  # fmt: skip


def run(*, name: str, output: str | None, force: bool, language: Language, **answers: Any) -> int:
    """Write a sound standard with comments that teach; its first day is today."""
    from civscore.reports.writing import write_product
    from civscore.starting.standards import sketch

    if not _ID.fullmatch(name):
        zh = "“{n}”不能作标准的 id：只用小写英文字母、数字和连字符，如 wenming-xiaoqu；"
        zh += "中文名称写在 --title"
        en = "“{n}” cannot be an id: lower case letters, digits, hyphens; the name goes to --title"
        raise click.UsageError(say(zh, en, n=name).text(language))
    target = Path(output or f"{name}.toml")
    refuse_existing(target, force=force, language=language)
    is_answered = any(value for key, value in answers.items() if key != "decimals")
    if is_terminal() and not is_answered:
        answers |= _asked(language)
    outline = _outlined(name, current_day(), answers, language)
    _check(outline, language)
    write_product(sketch(outline), str(target))
    zh, en = "已写好 {f}。下一步：civscore check {f}", "{f} is written. Next: civscore check {f}"
    click.echo(say(zh, en, f=target).text(language))
    return DONE


def _outlined(name: str, today: date, answers: Mapping[str, Any], language: Language) -> "Outline":
    """The answers, and what is usual where there is none."""
    from civscore.starting.standards import Outline

    whole = _points(answers["full"] or "100", language)
    bonus = answers["bonus"]
    return Outline(
        name,
        answers["title"] or name,
        answers["issuer"] or "（发布机关）",
        today,
        whole,
        _names(answers["sections"] or str(_USUAL), language),
        _tiers(answers["tiers"], whole, language),
        answers["decimals"],
        None if bonus is None else _points(bonus, language),
    )


def is_terminal() -> bool:
    """Whether there is somebody to ask."""
    return sys.stdin.isatty()


def refuse_existing(target: Path, *, force: bool, language: Language) -> None:
    """Nothing that is there is written over unasked.

    Raises:
        click.UsageError: if the file exists and `force` is not given.
    """
    if target.exists() and not force:
        zh, en = "{f} 已经存在；要覆盖请加 --force", "{f} exists; --force overwrites it"
        raise click.UsageError(say(zh, en, f=target).text(language))


def _asked(language: Language) -> dict[str, Any]:
    """The answers to a few questions; Enter takes what is in brackets."""
    questions = {
        "title": say("标准的名称", "Title of the standard"),
        "issuer": say("由谁发布", "Issued by"),
        "full": say("满分多少", "Full points"),
        "sections": say("测评项目，用逗号隔开", "Sections, parted by commas"),
        "tiers": say("等级和分数线，由低到高", "Tiers and their totals, rising"),
    }
    usual = {
        "title": "文明社区测评标准",
        "issuer": "（发布机关）",
        "full": "100",
        "sections": ",".join(_SECTIONS[:_USUAL]),
        "tiers": "达标=80,先进=90",
    }
    given: dict[str, Any] = {
        key: click.prompt(question.text(language), default=usual[key])
        for key, question in questions.items()
    }
    return given | {"tiers": tuple(_SEPARATORS.split(given["tiers"]))}


def _points(text: str, language: Language) -> Decimal:
    """Points somebody typed.

    Raises:
        click.UsageError: if it is no number above zero.
    """
    try:
        number = read_number(text)
    except (InexactError, InvalidOperation):
        number = Decimal(0)
    if number <= 0 or not text.strip()[-1:].isdigit():
        zh, en = "“{t}”不是大于零的分数", "“{t}” is no number of points above zero"
        raise click.UsageError(say(zh, en, t=text).text(language))
    return number


def _names(text: str, language: Language) -> tuple[str, ...]:
    """Names of sections, from names or their number."""
    if text.isascii() and text.isdigit():
        number = int(text)
        if not 1 <= number <= _MOST_SECTIONS:
            zh, en = "项目须为 1 至 {n} 个", "from 1 to {n} sections"
            raise click.UsageError(say(zh, en, n=_MOST_SECTIONS).text(language))
        more = tuple(f"项目{place}" for place in range(len(_SECTIONS) + 1, number + 1))
        return (*_SECTIONS[:number], *more)
    names = tuple(one.strip() for one in _SEPARATORS.split(text))
    if not all(names):
        zh, en = "有的项目没有名称", "a section has no name"
        raise click.UsageError(say(zh, en).text(language))
    return names


_MOST_SECTIONS: Final = 50


def _tiers(
    given: tuple[str, ...], full: Decimal, language: Language
) -> tuple[tuple[str, Decimal], ...]:
    """Tiers with their totals, rising."""
    if not given:
        return tuple((name, (full * Decimal(share)).normalize()) for name, share in _TIERS)
    tiers = []
    for one in given:
        name, sign, total = (part.strip() for part in one.rpartition("="))
        if not (name and sign):
            zh, en = "等级写成 名称=分数，如 达标=80", "write a tier as NAME=POINTS, e.g. 达标=80"
            raise click.UsageError(say(zh, en).text(language))
        tiers.append((name, _points(total, language)))
    return tuple(tiers)


def _check(outline: "Outline", language: Language) -> None:
    """What would make the written standard unsound."""
    totals = [total for _, total in outline.tiers]
    most = outline.full + (outline.bonus or 0)
    told = None
    if (
        max(decimals_of(one) for one in (outline.full, outline.bonus or Decimal(0)))
        > outline.decimals
    ):
        zh, en = "分数的小数位多于 --decimals {n}", "points have more decimals than --decimals {n}"
        told = say(zh, en, n=outline.decimals)
    elif min(outline.shares) <= 0:
        zh, en = "满分不够分到每个项目；请减少项目或加大满分", "too few points for so many sections"
        told = say(zh, en)
    elif totals != sorted(set(totals)) or len({name for name, _ in outline.tiers}) < len(totals):
        told = say("等级由低到高，名称和分数各不相同", "tiers rise, each with a name of its own")
    elif totals[-1] > most:
        zh, en = "“{t}”要 {n} 分，最多只有 {m} 分", "“{t}” needs {n} of at most {m}"
        told = say(zh, en, t=outline.tiers[-1][0], n=totals[-1], m=most)
    if told is not None:
        raise click.UsageError(told.text(language))
