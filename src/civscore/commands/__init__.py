"""What several commands do alike: statuses, diagnostics; the command line itself is `civscore.cli`.

The product goes to standard output, diagnostics to standard error; what a command returns is the
exit status.
"""

from collections.abc import Sequence
from importlib import import_module
from typing import Any, Final

import click

from civscore.diagnostics import Diagnostic
from civscore.sentences import Language

DONE: Final = 0
FAULTY: Final = 1
TIER_NOT_REACHED: Final = 3


LIMITS: Final = ("zip_files", "zip_size", "zip_ratio")
"""Options of commands that read a bundle."""


def show(diagnostics: Sequence[Diagnostic], language: Language) -> None:
    """Diagnostics to standard error, each on one line."""
    click.echo("".join(f"{one.text(language)}\n" for one in diagnostics), err=True, nl=False)


def find_format(name: str, room: str = "formats") -> Any:
    """The report format of that name."""
    return import_module(f"civscore.reports.{room}.{name}")
