"""The command line: a thin shell, one function per command.

Only here is a clock read, a locale chosen and an exit status given: 0 done, 1 the text has faults,
2 wrong usage, 3 a required tier is not reached. The product goes to standard output, diagnostics
to standard error.
"""

import gc
import gettext
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import click

from civscore.commands import DONE, FAULTY, TIER_NOT_REACHED, show
from civscore.commands.check import check
from civscore.commands.template import template
from civscore.diagnostics import Diagnostic, Faulty, Location, fault
from civscore.options import language_of, parameter, told_in
from civscore.sentences import Language, say
from civscore.standard.document import CANNOT_WRITE

FEW_CIRCLES: Final = 100_000
"""New objects between two looks for circles: there are none to speak of, and looking takes time."""

UNKNOWN_TOPIC: Final = fault(
    "unknown-topic",
    ("没有“{name}”的说明", "there is no page on “{name}”"),
    ("{near}", "{near}"),
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with its status."""
    gc.set_threshold(FEW_CIRCLES)
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
    group = click.Group("civscore", help=told("main"), context_settings=settings)
    version = click.version_option(
        package_name="civscore", message="civscore %(version)s", help=told("version")
    )
    group = version(group)
    lang = click.Option(
        ["--lang"], type=click.Choice(["zh", "en"]), help=told("lang"), expose_value=False
    )
    group.params.append(lang)
    for name, (function, parameters) in _COMMANDS.items():
        options = [parameter(one, told) for one in (*parameters, "lang")]
        callback = _with_language(function, language)
        group.add_command(click.Command(name, params=options, callback=callback, help=told(name)))
    return group


def _with_language(function: Callable[..., int], language: Language) -> Callable[..., int]:
    def command(**values: Any) -> int:
        return function(language=language, **values)

    return command


def _format(name: str, room: str = "formats") -> Any:
    from importlib import import_module

    return import_module(f"civscore.reports.{room}.{name}")


# --- commands ------------------------------------------------------------------------------------


def list_standards(*, language: Language) -> int:
    """Bundled standards: id, edition, tiers, how official the text is, title."""
    from civscore.reports.layout import padded
    from civscore.reports.words import word
    from civscore.standard.shelf import bundled_standards, load_standard

    for standard, edition, file in bundled_standards():
        plan = load_standard(file)
        tiers = "<".join(tier.tier.id for tier in plan.tiers)
        head = f"{padded(f'{standard}@{edition}', 30)} {padded(tiers, 20)}"
        extended = say("，依据 {bases}", ", extends {bases}", bases=plan.bases).text(language)
        text = word(plan.standard.standard.text, language) + (extended if plan.bases else "")
        click.echo(f"{head} {plan.title} [{text}]")
    return DONE


def score(
    *,
    standard: str,
    bundle: str,
    form: str,
    as_of: datetime | None,
    output: str | None,
    require: str | None,
    language: Language,
) -> int:
    """The assessment of one community."""
    from civscore.commands.assessing import assess_named, check_tier
    from civscore.reports.writing import write_product

    assessment = assess_named(standard, bundle, as_of, language)
    if require is not None:
        check_tier(assessment, require, "--require", language)
    write_product(_format(form).render(assessment, language), output)
    reached = [tier.id for tier in assessment.tiers if tier.status == "reached"]
    return DONE if require is None or require in reached else TIER_NOT_REACHED


def gaps(
    *,
    standard: str,
    bundle: str,
    form: str,
    as_of: datetime | None,
    output: str | None,
    tier: str | None,
    language: Language,
) -> int:
    """What separates a community from each tier, or from one."""
    from civscore.commands.assessing import assess_named, check_tier
    from civscore.reports.writing import write_product

    assessment = assess_named(standard, bundle, as_of, language)
    if tier is not None:
        check_tier(assessment, tier, "--tier", language)
    tiers = [tier] if tier is not None else [one.id for one in assessment.tiers]
    write_product(_format(form).render_gaps(assessment, tiers, language), output)
    return DONE


def diff(
    *,
    old: str,
    new: str,
    bundle: str | None,
    form: str,
    as_of: datetime | None,
    output: str | None,
    language: Language,
) -> int:
    """What changed between two editions, and what that changes for a community."""
    from civscore.commands.diff import differ
    from civscore.reports.writing import write_product

    found = differ(old, new, bundle, as_of, language)
    write_product(_format(form, "differences").render(*found, language), output)
    return DONE


def explain(*, name: str, language: Language) -> int:
    """The page on a mechanism, kind of fact, tier demand, diagnostic code, key or standard."""
    from civscore.diagnostics import nearest
    from civscore.reports import explaining

    page = explaining.explain(name, language) or _standard_page(name, language)
    if page is None:
        known = [one for names in explaining.topics().values() for one in names]
        values = {"name": name, "near": nearest(name, [*known, *_standards()])}
        raise Faulty([Diagnostic(UNKNOWN_TOPIC, Location("explain"), values)])
    click.echo(page, nl=False)
    return DONE


def schema(*, kind: str, output: str | None, language: Language) -> int:  # noqa: ARG001
    """The JSON Schema of a text; it speaks both languages."""
    from civscore.reports import schemas
    from civscore.reports.writing import write_product

    write_product(schemas.render(kind), output)
    return DONE


def _standards() -> Sequence[str]:
    """Names of bundled standards, with and without the edition."""
    from civscore.standard.shelf import bundled_standards

    return [one for id_, edition, _ in bundled_standards() for one in (id_, f"{id_}@{edition}")]


def _standard_page(name: str, language: Language) -> str | None:
    """The page on a standard, if there is one of that name."""
    from civscore.reports.introducing import introduce
    from civscore.standard.document import is_file
    from civscore.standard.shelf import load_standard

    is_known = name in _standards() or is_file(Path(name))
    return introduce(load_standard(name), language) if is_known else None


def start(*, language: Language, **answers: Any) -> int:
    """A standard to go on from; its first day is today."""
    from civscore.commands.assessing import current_day
    from civscore.commands.new import new

    return new(today=current_day(), language=language, **answers)


_COMMANDS: Final[dict[str, tuple[Callable[..., int], tuple[str, ...]]]] = {
    "list": (list_standards, ()),
    "check": (check, ("PATHS", "standard", "tests", "tables")),
    "score": (score, ("STANDARD", "BUNDLE", "format", "as_of", "output", "require")),
    "gaps": (gaps, ("STANDARD", "BUNDLE", "tier", "format", "as_of", "output")),
    "diff": (diff, ("OLD", "NEW", "bundle", "diff_format", "as_of", "output")),
    "explain": (explain, ("NAME",)),
    "schema": (schema, ("KIND", "output")),
    "new": (
        start,
        (
            "ID",
            "title",
            "issuer",
            "full",
            "sections",
            "tiers",
            "decimals",
            "bonus",
            "output",
            "force",
        ),
    ),
    "template": (template, ("STANDARD", "folder", "force")),
}
