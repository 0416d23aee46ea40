"""What several commands do alike; the command line itself is `civscore.cli`."""

from collections.abc import Sequence

import click

from civscore.diagnostics import Diagnostic
from civscore.sentences import Language


def show(diagnostics: Sequence[Diagnostic], language: Language) -> None:
    """Diagnostics to standard error, each on one line."""
    click.echo("".join(f"{one.text(language)}\n" for one in diagnostics), err=True, nl=False)
