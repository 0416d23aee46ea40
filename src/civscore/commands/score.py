"""civscore score: one community assessed."""

from datetime import datetime
from typing import Final

from civscore.commands import DONE, LIMITS, TIER_NOT_REACHED, find_format
from civscore.commands.assessing import assess_named, check_tier
from civscore.evidence.model import View
from civscore.reports.writing import write_product
from civscore.sentences import Language

PARAMETERS: Final = (
    "STANDARD",
    "BUNDLE",
    "format",
    "as_of",
    "output",
    "require",
    "settings",
    "view",
    *LIMITS,
)


def run(
    *,
    standard: str,
    bundle: str,
    form: str,
    as_of: datetime | None,
    output: str | None,
    require: str | None,
    settings: tuple[str, ...],
    view: View,
    language: Language,
    **limits: int | None,
) -> int:
    """The assessment of one community."""
    digests = form == "json"
    assessment = assess_named(
        standard, bundle, as_of, language, limits, settings, digests=digests, view=view
    )
    if require is not None:
        check_tier(assessment, require, "--require", language)
    write_product(find_format(form).render(assessment, language), output)
    reached = [tier.id for tier in assessment.tiers if tier.status == "reached"]
    return DONE if require is None or require in reached else TIER_NOT_REACHED
