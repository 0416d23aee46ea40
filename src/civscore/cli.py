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
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import click

from civscore.diagnostics import Diagnostic, Faulty, Location, fault
from civscore.options import language_of, parameter, told_in
from civscore.sentences import Language, say
from civscore.standard.document import CANNOT_WRITE

FEW_CIRCLES: Final = 100_000
"""New objects between two looks for circles: there are none to speak of, and looking takes time."""

DONE, FAULTY, TIER_NOT_REACHED = 0, 1, 3

NEITHER: Final = fault(
    "neither-standard-nor-bundle",
    ("既不是标准，也不是佐证包", "neither a standard nor a bundle"),
    ("标准要有 [standard],佐证包要有 [community]", "[standard] or [community] is needed"),
)
NO_STANDARD: Final = fault(
    "bundle-without-standard",
    ("佐证包没有写是为哪个标准填报的", "the bundle does not say which standard it is for"),
    ('请在 [bundle] 写 standard = "…",或用 --standard', "write it under [bundle], or --standard"),
)
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


def show(diagnostics: Sequence[Diagnostic], language: Language) -> None:
    """Diagnostics to standard error, each on one line."""
    click.echo("".join(f"{one.text(language)}\n" for one in diagnostics), err=True, nl=False)


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


def _format(name: str) -> Any:
    from importlib import import_module

    from civscore.reports import formats

    return import_module(f"{formats.ROOM}.{name}")


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
        click.echo(f"{head} {plan.title} [{word(plan.standard.standard.text, language)}]")
    return DONE


def check(*, paths: tuple[str, ...], standard: str | None, language: Language) -> int:
    """Faults and lint of standards and bundles, all of them."""
    status = DONE
    for path in paths:
        try:
            warnings, what = _check_one(path, standard)
        except Faulty as faulty:
            show(faulty.diagnostics, language)
            status = FAULTY
        else:
            show(warnings, language)
            click.echo(f"{path}: {what.text(language)}")
    return status


def _check_one(path: str, standard: str | None) -> tuple[Sequence[Diagnostic], Any]:
    """The warnings on one text that is sound, and what it is."""
    from civscore.evidence.reading import read_bundle, standard_of
    from civscore.standard.document import is_file, read_document
    from civscore.standard.shelf import find_standard, load_standard, plan_document

    is_bundle = is_file(Path(path) / "bundle.toml")
    document = read_document(Path(path) / "bundle.toml" if is_bundle else find_standard(path))
    if "standard" in document.data:
        plan = plan_document(document)
        zh, en = "标准，{n} 条，无错误", "a standard of {n} criteria, no errors"
        return plan.warnings, say(zh, en, n=len(plan.criteria))
    head = document.data.get("bundle")
    named = standard or (head.get("standard") if isinstance(head, dict) else None)
    if "community" not in document.data and named is None:
        raise Faulty([Diagnostic(NEITHER, Location(document.file, 1, 1))])
    if not isinstance(named, str):
        raise Faulty([Diagnostic(NO_STANDARD, Location(document.file, 1, 1))])
    plan = load_standard(named) if standard else standard_of(document, named)
    bundle = read_bundle(document, plan)
    zh, en = (
        "佐证包，{n} 个数据项，{k} 件佐证，无错误",
        "a bundle of {n} facts and {k} pieces, no errors",
    )
    return bundle.warnings, say(zh, en, n=len(bundle.records), k=len(bundle.pieces))


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
    from civscore.reports.writing import write_product

    assessment = _assess(standard, bundle, as_of, language)
    if require is not None:
        _check_tier(assessment, require, "--require", language)
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
    from civscore.reports.writing import write_product

    assessment = _assess(standard, bundle, as_of, language)
    if tier is not None:
        _check_tier(assessment, tier, "--tier", language)
    tiers = [tier] if tier is not None else [one.id for one in assessment.tiers]
    write_product(_format(form).render_gaps(assessment, tiers, language), output)
    return DONE


def _assess(standard: str, bundle: str, as_of: datetime | None, language: Language) -> Any:
    import civscore

    plan = civscore.load_standard(standard)
    show(plan.warnings, language)
    shown = civscore.load_bundle(bundle, plan)
    show(shown.warnings, language)
    day = as_of.date() if as_of is not None else shown.head.as_of
    if day is None:
        day = date.today()  # noqa: DTZ011 - the clock at the door, in local time
        note = say(
            "未写评定基准日，按今天 {d} 计；写 as_of 或用 --as-of 可使结果不随日期变",
            "no as_of given: judged as of today, {d}",
            d=day,
        )
        click.echo(note.text(language), err=True)
    return civscore.assess(plan, shown, as_of=day)


def _check_tier(assessment: Any, name: str, option: str, language: Language) -> None:
    """Refuse, as wrong usage, a tier the standard does not have."""
    known = tuple(tier.id for tier in assessment.tiers)
    if name not in known:
        zh, en = "标准没有等级“{name}”，有：{known}", "no tier “{name}”; there are {known}"
        message = say(zh, en, name=name, known=known).text(language)
        raise click.BadParameter(message, click.get_current_context(), param_hint=option)


def explain(*, name: str, language: Language) -> int:
    """The page on a mechanism, kind of fact, tier demand, diagnostic code or key."""
    from civscore.diagnostics import nearest
    from civscore.reports import explaining

    page = explaining.explain(name, language)
    if page is None:
        known = [one for names in explaining.topics().values() for one in names]
        values = {"name": name, "near": nearest(name, known)}
        raise Faulty([Diagnostic(UNKNOWN_TOPIC, Location("explain"), values)])
    click.echo(page, nl=False)
    return DONE


def schema(*, kind: str, output: str | None, language: Language) -> int:  # noqa: ARG001
    """The JSON Schema of a standard or bundle; it speaks both languages."""
    from civscore.reports import schemas
    from civscore.reports.writing import write_product

    write_product(schemas.render(kind), output)
    return DONE


_COMMANDS: Final[dict[str, tuple[Callable[..., int], tuple[str, ...]]]] = {
    "list": (list_standards, ()),
    "check": (check, ("PATHS", "standard")),
    "score": (score, ("STANDARD", "BUNDLE", "format", "as_of", "output", "require")),
    "gaps": (gaps, ("STANDARD", "BUNDLE", "tier", "format", "as_of", "output")),
    "explain": (explain, ("NAME",)),
    "schema": (schema, ("KIND", "output")),
}
