"""civscore sample: the draw of sites and households, repeatable by anyone; the form to fill in."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import click

import civscore
from civscore.commands import DONE, LIMITS, show
from civscore.commands.assessing import current_day, day_of, edition_for, limits_of
from civscore.diagnostics import Diagnostic, Faulty, Location, fault
from civscore.evidence.readers import open_bundle
from civscore.evidence.reading import read_bundle
from civscore.sentences import Language, say

PARAMETERS: Final = ("STANDARD", "BUNDLE", "seed", "form", *LIMITS)

NO_FRAMES: Final = fault(
    "no-frames",
    ("佐证包里没有抽样框，要抽的有：{names}", "the bundle has no frames; drawn are: {names}"),
    (
        "请在 [frames] 写明全部单元，或列着它们的 CSV",
        "list every unit under [frames], or name a CSV",
    ),
)
NOTHING_DRAWN: Final = fault(
    "nothing-drawn",
    ("标准没有要抽样的数据项", "the standard has no fact that is drawn"),
    ("抽查和问卷才要抽样", "samples and surveys are drawn"),
)


def run(
    *,
    standard: str,
    bundle: str,
    seed: str | None,
    form: str | None,
    language: Language,
    **limits: int | None,
) -> int:
    """Draw by the seed, show the draw or write its form; without a seed, show the frames."""
    from civscore.evidence.frames import drawn_facts

    _check_usage(seed, form, language)
    document = open_bundle(Path(bundle), limits_of(limits))
    day = day_of(document, None) or current_day()
    plan = civscore.load_standard(edition_for(standard, document), as_of=day)
    shown = read_bundle(document, plan)
    show(shown.warnings, language)
    facts = drawn_facts(plan)
    if not facts:
        raise Faulty([Diagnostic(NOTHING_DRAWN, Location(plan.standard.name))])
    without = {name: one for name, one in facts.items() if (one.frame or name) not in shown.frames}
    titles = tuple(f"{name} {one.title}" for name, one in without.items())
    if not shown.frames:
        raise Faulty([Diagnostic(NO_FRAMES, Location(document.file), {"names": titles})])
    if without:
        zh, en = "没有抽样框，没有抽：{n}", "no frame, not drawn: {n}"
        click.echo(say(zh, en, n=titles).text(language), err=True)
    _show(plan, shown, facts, seed, form, language)
    return DONE


def _check_usage(seed: str | None, form: str | None, language: Language) -> None:
    """Refuse what cannot be meant, before anything is read."""
    if form is not None and seed is None:
        zh, en = "写抽样表要有 --seed 种子", "a form needs --seed SEED"
        raise click.UsageError(say(zh, en).text(language))
    if seed is not None and (not seed.strip() or not seed.isprintable()):
        zh, en = "--seed 要写看得见的文字", "--seed has to be a text that can be read"
        raise click.UsageError(say(zh, en).text(language))
    if form is not None and Path(form).suffix.lower() not in {".xlsx", ".csv"}:
        zh, en = "“{f}”的后缀应为 .xlsx 或 .csv", "“{f}” should end in .xlsx or .csv"
        raise click.UsageError(say(zh, en, f=form).text(language))


def _show(
    plan: Any,
    bundle: civscore.Bundle,
    facts: Mapping[str, Any],
    seed: str | None,
    form: str | None,
    language: Language,
) -> None:
    from civscore.reports import drawn
    from civscore.reports.writing import write_file, write_product
    from civscore.starting.draws import draw_all

    name = bundle.community.name
    if seed is None:
        text = drawn.before_the_draw(plan, name, facts, bundle.frames, language)
        write_product(text, None)
        return
    draws = tuple(draw_all(facts, bundle.frames, seed))
    write_product(drawn.drawn(plan, name, draws, seed, language), None)
    if form is not None:
        write_file(_form(plan, name, draws, seed, form, language), form)


def _form(
    plan: Any, community: str, draws: Sequence[Any], seed: str, form: str, language: Language
) -> bytes:
    from civscore.starting.forms import form_lines, form_pages

    if form.lower().endswith(".csv"):
        from civscore.reports.tables import as_csv

        return as_csv(*form_lines(draws, language)).encode()
    from civscore.starting.workbooks import draw_pages

    pages = form_pages(plan, draws, seed, community)
    return draw_pages(pages, f"{community} {plan.title}", language)
