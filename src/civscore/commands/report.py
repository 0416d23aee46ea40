"""civscore report: one community's assessment as a document to file, print and pass on."""

from datetime import datetime
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import click

from civscore.assessment import Assessment
from civscore.commands import DONE, LIMITS
from civscore.commands.assessing import assess_named, band_of
from civscore.evidence.model import View
from civscore.reports.writing import write_file
from civscore.sentences import Language, Sentence, say

PARAMETERS: Final = (
    "STANDARD", "BUNDLE", "as_of", "document", "paper", "settings", "view", "firm", *LIMITS,
)  # fmt: skip

_ROOM: Final = "civscore.reports.files"


def run(
    *,
    standard: str,
    bundle: str,
    as_of: datetime | None,
    document: str,
    paper: str | None,
    settings: tuple[str, ...],
    view: View,
    firm: str | None,
    language: Language,
    **limits: int | None,
) -> int:
    """Write the document whose kind the ending of its name says."""
    made_by = _kind_of(document, language)
    given = _template(made_by, paper, language)
    share = None if firm is None else _share(firm, made_by, language)
    assessment = assess_named(standard, bundle, as_of, language, limits, settings, view=view)
    if share is not None:
        given["firm"] = _paragraph(assessment, share)
    write_file(made_by.render(assessment, language, **given), document)
    zh, en = "已写好 {f}", "{f} is written"
    click.echo(say(zh, en, f=document).text(language))
    return DONE


def _share(firm: str, made_by: Any, language: Language) -> Decimal:
    """The band of weights, for a page.

    Raises:
        click.UsageError: if it is none, or the document is no page.
    """
    if made_by.__name__ != f"{_ROOM}.html":
        zh, en = "--band 只用于网页（.html）", "--band is for pages (.html)"
        raise click.UsageError(say(zh, en).text(language))
    return band_of(firm, language)


def _paragraph(assessment: Assessment, share: Decimal) -> Sentence:
    """How firm the verdict is."""
    from civscore.comparing.robustness import robustness_of
    from civscore.reports.firmness import paragraph

    return paragraph(robustness_of(assessment, share))


def _kind_of(document: str, language: Language) -> Any:
    """What makes a document of that ending: the module of its name.

    Raises:
        click.UsageError: if nothing does.
    """
    from civscore.standard.kinds import names_in

    kind = Path(document).suffix.lower().removeprefix(".")
    if kind not in names_in(_ROOM):
        known = tuple(f".{name}" for name in names_in(_ROOM))
        zh, en = "“{f}”的后缀应为 {known}", "“{f}” should end in {known}"
        raise click.UsageError(say(zh, en, f=document, known=known).text(language))
    return import_module(f"{_ROOM}.{kind}")


def _template(made_by: Any, paper: str | None, language: Language) -> dict[str, Any]:
    """The template asked for.

    Raises:
        click.UsageError: if that kind of document has none.
    """
    if paper is None:
        return {}
    if not hasattr(made_by, "SHIPPED"):
        zh, en = "--template 只用于 .docx", "--template is for .docx alone"
        raise click.UsageError(say(zh, en).text(language))
    return {"template": paper}
