"""civscore list: the bundled standards."""

from typing import Final

import click

from civscore.commands import DONE
from civscore.reports.layout import padded
from civscore.reports.words import word
from civscore.sentences import Language, say
from civscore.standard.shelf import bundled_standards, load_standard

PARAMETERS: Final = ()


def run(*, language: Language) -> int:
    """Bundled standards: id, edition, tiers, how official the text is, title."""
    for standard, edition, file in bundled_standards():
        plan = load_standard(file)
        tiers = "<".join(tier.tier.id for tier in plan.tiers)
        head = f"{padded(f'{standard}@{edition}', 30)} {padded(tiers, 20)}"
        extended = say("，依据 {bases}", ", extends {bases}", bases=plan.bases).text(language)
        text = word(plan.standard.standard.text, language) + (extended if plan.bases else "")
        click.echo(f"{head} {plan.title} [{text}]")
    return DONE
