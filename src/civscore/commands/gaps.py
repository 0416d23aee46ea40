"""civscore gaps: what separates a community from each tier."""

from datetime import datetime
from typing import Final

from civscore.commands import DONE, LIMITS, find_format
from civscore.commands.assessing import assess_named, check_tier
from civscore.evidence.model import View
from civscore.reports.writing import write_product
from civscore.sentences import Language

PARAMETERS: Final = (
    "STANDARD",
    "BUNDLE",
    "tier",
    "format",
    "as_of",
    "output",
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
    tier: str | None,
    settings: tuple[str, ...],
    view: View,
    language: Language,
    **limits: int | None,
) -> int:
    """What separates a community from each tier, or from one."""
    assessment = assess_named(standard, bundle, as_of, language, limits, settings, view=view)
    if tier is not None:
        check_tier(assessment, tier, "--tier", language)
    tiers = [tier] if tier is not None else [one.id for one in assessment.tiers]
    write_product(find_format(form).render_gaps(assessment, tiers, language), output)
    return DONE
