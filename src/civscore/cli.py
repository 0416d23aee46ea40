"""The command line: a thin shell around `civscore.commands`, one file each.

Only here and there is a clock read, a locale chosen and an exit status given: 0 done, 1 the text
has faults, 2 wrong usage, 3 a required tier is not reached. The product goes to standard output,
diagnostics to standard error.
"""

import atexit
import gc
import gettext
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import click

from civscore.commands import DONE, FAULTY, show
from civscore.diagnostics import Diagnostic, Faulty, Location
from civscore.options import Told, language_of, parameter, told_in
from civscore.sentences import Language
from civscore.standard.document import CANNOT_WRITE

FEW_CIRCLES: Final = 100_000
"""New objects between two looks for circles: there are none to speak of, and looking takes time."""

COMMANDS: Final = (
    "list", "check", "score", "gaps", "plan", "robustness", "report", "compare", "batch", "cohort",
    "diff", "explain", "new", "template", "sample", "reconcile", "seal", "verify", "schema",
)  # fmt: skip
"""Each the module of that name among `civscore.commands`."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with its status."""
    gc.set_threshold(FEW_CIRCLES)
    atexit.register(gc.freeze)  # all goes at once when the process ends, circles or not
    given = list(sys.argv[1:] if arguments is None else arguments)
    language = language_of(given)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
    sys.exit(_run(build(language), given, language))


def _run(command: click.Group, arguments: list[str], language: Language) -> int:
    if language == "zh":
        gettext.bindtextdomain("messages", str(Path(__file__).parent / "locale"))
        os.environ["LANGUAGE"] = "zh_CN"
    else:
        os.environ["LANGUAGE"] = "en"
    try:
        status = command.main(arguments, "civscore", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.exceptions.Exit as stopped:
        return stopped.exit_code
    except (click.Abort, KeyboardInterrupt):
        return 130
    except Faulty as faulty:
        show(faulty.diagnostics, language)
        return FAULTY
    except SystemExit as stopped:  # click's answer to a pipe closed early
        is_pipe = "PacifyFlush" in type(sys.stdout).__name__
        return _discarding_output(DONE) if is_pipe else int(stopped.code or 0)
    except OSError as error:
        because = error.strerror or str(error)
        show([Diagnostic(CANNOT_WRITE, Location("-"), {"because": because})], language)
        return _discarding_output(FAULTY)
    return status if isinstance(status, int) else DONE


def _discarding_output(status: int) -> int:
    """The status, with what is still buffered thrown away instead of failing at exit."""
    with suppress(OSError):
        sys.stdout.flush()
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return status


def build(language: Language) -> click.Group:
    """The commands with their help in a language."""
    told = told_in(language)
    settings = {"help_option_names": ["-h", "--help"]}
    group: click.Group = _Commands(language, told, context_settings=settings)
    version = click.version_option(
        package_name="civscore", message="civscore %(version)s", help=told("version")
    )
    group = version(group)
    lang = click.Option(
        ["--lang"], type=click.Choice(["zh", "en"]), help=told("lang"), expose_value=False
    )
    group.params.append(lang)
    return group


class _Commands(click.Group):
    """The commands; only the one asked for is imported."""

    def __init__(self, language: Language, told: Told, **settings: Any) -> None:
        super().__init__("civscore", help=told("main"), **settings)
        self.language, self.told = language, told

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Names of the commands, in the order of use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of that name, if there is one."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"civscore.commands.{cmd_name}")
        options = [parameter(name, self.told) for name in (*module.PARAMETERS, "lang")]
        callback = partial(module.run, language=self.language)
        return click.Command(cmd_name, params=options, callback=callback, help=self.told(cmd_name))
