"""civscore cohort: many communities in short – who stands where, what is weak, missing or odd."""

from datetime import datetime
from decimal import Decimal
from typing import Final

import click

from civscore.cohorts.pictures import shared
from civscore.commands import DONE, FAULTY, find_format, show
from civscore.commands.gathering import Judging
from civscore.diagnostics import in_order
from civscore.exact import InexactError, read_number
from civscore.reports.writing import write_product
from civscore.sentences import Language, say

PARAMETERS: Final = (
    "STANDARD", "TABLE", "as_of", "cohort_format", "output", "sway", "below", "before",
)  # fmt: skip


def run(
    *,
    standard: str,
    table: str,
    as_of: datetime | None,
    form: str,
    output: str | None,
    sway: str,
    below: tuple[str, str] | None,
    before: str | None,
    language: Language,
) -> int:
    """Judge all, as `batch` does, and say what they come to together."""
    from civscore.cohorts.summary import Tally

    share = _share(sway, language)
    judging = Judging(as_of, language)
    lower, stands = judging.below(below)
    plan = judging.plan(standard)
    tally, aside = Tally(plan, share), [one for one in lower if one.assessment is None]
    for line in judging.lines(plan, table, stands, before):
        tally.add(line.assessment)
        aside += [line] if line.assessment is None else []
    found = tally.summary(sum(1 for _ in shared(judging.seen)))
    write_product(find_format(form, "cohorts").render(found, language), output)
    show(in_order([one for line in aside for one in line.faults if one.is_error]), language)
    return FAULTY if aside else DONE


def _share(text: str, language: Language) -> Decimal:
    """A share such as 10%.

    Raises:
        click.BadParameter: if it is none between 0 and 100 %.
    """
    try:
        share = read_number(text)
    except InexactError:
        share = Decimal(-1)
    if not 0 < share < 1:
        message = say("应写成 10% 这样的百分数：“{s}”", "a percentage such as 10%: “{s}”", s=text)
        context = click.get_current_context()
        raise click.BadParameter(message.text(language), context, param_hint="--band")
    return share
