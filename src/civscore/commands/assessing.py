"""A standard and a bundle by their names → the assessment.

The edition is the one the command names, else the one the bundle names, else the one in force on
the day judged from.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

import civscore
from civscore.commands import show
from civscore.commands.watching import watching
from civscore.evidence.model import View
from civscore.evidence.readers import USUAL, Limits, open_bundle
from civscore.evidence.reading import read_bundle
from civscore.exact import InexactError, read_number
from civscore.sentences import Language, say
from civscore.standard.document import Document
from civscore.standard.numbers import IDENTIFIER
from civscore.standard.shelf import is_path
from civscore.values import replaced


def assess_named(
    standard: str,
    bundle: str,
    as_of: datetime | None,
    language: Language,
    limits: Mapping[str, int | None],
    settings: Sequence[str] = (),
    *,
    digests: bool = False,
    view: View = "inspector",
) -> civscore.Assessment:
    """The assessment; warnings go to standard error. `settings` are facts supposed, NAME=VALUE.

    With `digests` every file is read whole, so that the result can be verified.

    Raises:
        Faulty: with every fault of the bundle or the standard.
    """
    document = open_bundle(Path(bundle), limits_of(limits))
    day = day_of(document, as_of)
    plan = civscore.load_standard(edition_for(standard, document), as_of=day or current_day())
    show(plan.warnings, language)
    shown = read_bundle(document, plan, watching(language), digests=digests)
    show(shown.warnings, language)
    if settings:
        from civscore.evidence.supposing import suppose

        shown = suppose(plan, shown, [_setting(one, language) for one in settings])
    assessment = civscore.assess(plan, shown, as_of=day or told_today(language))
    if view == "public":
        from civscore.reports.views import publish

        return publish(assessment)
    return assessment


def band_of(said: str, language: Language) -> Decimal:
    """The share by which weights may be otherwise.

    Raises:
        click.BadParameter: if it is none between nothing and everything.
    """
    try:
        share = read_number(said)
    except InexactError:
        share = Decimal(0)
    if not 0 < share < 1:
        zh, en = "应是 0 到 100% 之间的幅度：“{s}”", "to be a share between 0 and 100%: “{s}”"
        context = click.get_current_context()
        raise click.BadParameter(say(zh, en, s=said).text(language), context, param_hint="--band")
    return share


def _setting(said: str, language: Language) -> tuple[str, str]:
    """Name and value of a setting.

    Raises:
        click.BadParameter: if it is not written NAME=VALUE.
    """
    name, sign, value = (part.strip() for part in said.partition("="))
    if not (IDENTIFIER.fullmatch(name) and sign and value):
        message = say("应写成 数据项=值：“{s}”", "to be written FACT=VALUE: “{s}”", s=said)
        context = click.get_current_context()
        raise click.BadParameter(message.text(language), context, param_hint="--set")
    return name, value


def limits_of(given: Mapping[str, int | None]) -> Limits:
    """The limits asked for, the usual ones else."""
    return replaced(USUAL, **{key: number for key, number in given.items() if number is not None})


def day_of(document: Document, as_of: datetime | None) -> date | None:
    """The day asked for, else the day the bundle's text gives."""
    if as_of is not None:
        return as_of.date()
    day = _head(document).get("as_of")
    return day if isinstance(day, date) and not isinstance(day, datetime) else None


def edition_for(standard: str, document: Document) -> str:
    """The standard as the bundle names it, where that says which edition of the same is meant."""
    named = _head(document).get("standard")
    if isinstance(named, str) and named.startswith(f"{standard}@") and not is_path(standard):
        return named
    return standard


def _head(document: Document) -> dict[str, Any]:
    head = document.data.get("bundle")
    return head if isinstance(head, dict) else {}


def current_day() -> date:
    """The clock at the door, in local time."""
    return date.today()  # noqa: DTZ011


def told_today(language: Language) -> date:
    """Today, which a note says the community is judged from."""
    day = current_day()
    note = say(
        "未写评定基准日，按今天 {d} 计；写 as_of 或用 --as-of 可使结果不随日期变",
        "no as_of given: judged as of today, {d}",
        d=day,
    )
    click.echo(note.text(language), err=True)
    return day


def check_tier(assessment: civscore.Assessment, name: str, option: str, language: Language) -> None:
    """Refuse, as wrong usage, a tier the standard does not have.

    Raises:
        click.BadParameter: if it has not.
    """
    known = tuple(tier.id for tier in assessment.tiers)
    if name not in known:
        zh, en = "标准没有等级“{name}”，有：{known}", "no tier “{name}”; there are {known}"
        message = say(zh, en, name=name, known=known).text(language)
        raise click.BadParameter(message, click.get_current_context(), param_hint=option)
