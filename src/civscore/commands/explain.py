"""civscore explain: the page on one thing."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click

from civscore.commands import DONE
from civscore.diagnostics import Diagnostic, Faulty, Location, fault, nearest
from civscore.reports import explaining
from civscore.reports.introducing import introduce
from civscore.sentences import Language
from civscore.standard.document import is_file
from civscore.standard.shelf import bundled_standards, load_standard

UNKNOWN_TOPIC: Final = fault(
    "unknown-topic",
    ("没有“{name}”的说明", "there is no page on “{name}”"),
    ("{near}", "{near}"),
)

PARAMETERS: Final = ("NAME",)


def run(*, name: str, language: Language) -> int:
    """The page on a mechanism, kind of fact, tier demand, diagnostic code, key or standard."""
    page = explaining.explain(name, language) or _standard_page(name, language)
    if page is None:
        known = [one for names in explaining.topics().values() for one in names]
        values = {"name": name, "near": nearest(name, [*known, *_standards()])}
        raise Faulty([Diagnostic(UNKNOWN_TOPIC, Location("explain"), values)])
    click.echo(page, nl=False)
    return DONE


def _standards() -> Sequence[str]:
    """Names of bundled standards, with and without the edition."""
    return [one for id_, edition, _ in bundled_standards() for one in (id_, f"{id_}@{edition}")]


def _standard_page(name: str, language: Language) -> str | None:
    """The page on a standard, if there is one of that name."""
    is_known = name in _standards() or is_file(Path(name))
    return introduce(load_standard(name), language) if is_known else None
