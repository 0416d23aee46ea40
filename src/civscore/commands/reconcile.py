"""civscore reconcile: where several assessors differ, by how much, and how far they agree."""

from pathlib import Path
from typing import Final

import civscore
from civscore.commands import DONE, LIMITS, find_format, show
from civscore.commands.assessing import current_day, day_of, edition_for, limits_of
from civscore.diagnostics import Diagnostic, Faulty, Location, fault
from civscore.evidence.readers import open_bundle
from civscore.evidence.reading import read_bundle
from civscore.reports.writing import write_product
from civscore.sentences import Language

PARAMETERS: Final = ("STANDARD", "BUNDLE", "scores_format", "output", *LIMITS)

NOTHING_TO_COMPARE: Final = fault(
    "scores-alone",
    ("没有两家的评分可以核对", "there are no scores of two assessors to compare"),
    ("佐证包里每家写一张 [scores.…]", "give each assessor a [scores.…] in the bundle"),
)


def run(
    *,
    standard: str,
    bundle: str,
    form: str,
    output: str | None,
    language: Language,
    **limits: int | None,
) -> int:
    """What assessors gave, side by side."""
    from civscore.comparing.agreeing import agreement_of

    document = open_bundle(Path(bundle), limits_of(limits))
    day = day_of(document, None) or current_day()
    plan = civscore.load_standard(edition_for(standard, document), as_of=day)
    shown = read_bundle(document, plan)
    show(shown.warnings, language)
    found = agreement_of(plan, shown)
    if found is None:
        raise Faulty([Diagnostic(NOTHING_TO_COMPARE, Location(document.file))])
    write_product(find_format(form, "agreements").render(found, shown.community, language), output)
    return DONE
