"""civscore plan: the least that has to be done so that a tier is reached."""

from datetime import datetime
from decimal import Decimal
from typing import Final

import click

from civscore.assessment import Assessment
from civscore.commands import DONE, LIMITS, TIER_NOT_REACHED, find_format
from civscore.commands.assessing import assess_named, check_tier
from civscore.evidence.model import View
from civscore.exact import InexactError, read_number
from civscore.reports.writing import write_product
from civscore.sentences import Language, say
from civscore.values import replaced

PARAMETERS: Final = (
    "STANDARD", "BUNDLE", "goal", "budget", "by", "cost", "format", "as_of", "output", "settings",
    "view", *LIMITS,
)  # fmt: skip


def run(
    *,
    standard: str,
    bundle: str,
    form: str,
    as_of: datetime | None,
    output: str | None,
    tier: str,
    budget: str | None,
    by: datetime | None,
    cost: str | None,
    settings: tuple[str, ...],
    view: View,
    language: Language,
    **limits: int | None,
) -> int:
    """The ways to a tier; status 3 where there is none, or none so soon or for so little."""
    assessment = assess_named(standard, bundle, as_of, language, limits, settings, view=view)
    check_tier(assessment, tier, "--tier", language)
    _check_title(assessment, tier, language)
    from civscore.routes.answering import routes_to
    from civscore.routes.costs import NO_COSTS, read_costs

    routes = routes_to(
        assessment,
        tier,
        budget=None if budget is None else _effort(budget, language),
        by=by.date() if by is not None else None,
        costs=NO_COSTS if cost is None else read_costs(cost, assessment.plan),
    )
    routes = replaced(routes, priced=cost or "")
    write_product(find_format(form, "routes").render(routes, language), output)
    return DONE if routes.outcome in {"reached", "found"} else TIER_NOT_REACHED


def _check_title(assessment: Assessment, tier: str, language: Language) -> None:
    """Refuse what nobody strives for: a list, a tier for those without a title.

    Raises:
        click.BadParameter: if the tier is no title.
    """
    if tier not in {one.id for one in assessment.titles}:
        zh, en = "“{t}”不是称号，不是可以争取的等级", "“{t}” is no title to strive for"
        message = say(zh, en, t=tier).text(language)
        raise click.BadParameter(message, click.get_current_context(), param_hint="--tier")


def _effort(said: str, language: Language) -> Decimal:
    """The budget.

    Raises:
        click.BadParameter: if it is no number, or below nothing.
    """
    try:
        number = read_number(said)
    except InexactError:
        number = Decimal(-1)
    if number < 0:
        message = say("应是不小于 0 的数：“{s}”", "to be a number, 0 or more: “{s}”", s=said)
        context = click.get_current_context()
        raise click.BadParameter(message.text(language), context, param_hint="--budget")
    return number
