"""civscore robustness: how firm a verdict is – rounding, weights, single pieces of evidence."""

from datetime import datetime
from typing import Final

from civscore.commands import DONE, LIMITS, find_format
from civscore.commands.assessing import assess_named, band_of
from civscore.reports.writing import write_product
from civscore.sentences import Language

PARAMETERS: Final = (
    "STANDARD", "BUNDLE", "band", "verdict_format", "as_of", "output", "settings", *LIMITS,
)  # fmt: skip


def run(
    *,
    standard: str,
    bundle: str,
    band: str | None,
    form: str,
    as_of: datetime | None,
    output: str | None,
    settings: tuple[str, ...],
    language: Language,
    **limits: int | None,
) -> int:
    """What would change the title reached."""
    from civscore.comparing.robustness import USUAL_BAND, robustness_of

    share = USUAL_BAND if band is None else band_of(band, language)
    assessment = assess_named(standard, bundle, as_of, language, limits, settings)
    found = robustness_of(assessment, share)
    write_product(find_format(form, "verdicts").render(assessment, found, language), output)
    return DONE
