"""civscore diff: two editions compared, and what their difference means for communities."""

from datetime import datetime
from pathlib import Path
from typing import Final

import civscore
from civscore.commands import DONE, FAULTY, find_format, show
from civscore.commands.assessing import day_of, told_today
from civscore.comparing.effects import compare_assessments
from civscore.comparing.fitting import read_for_both
from civscore.comparing.model import Difference, Effect
from civscore.comparing.standards import compare_standards
from civscore.diagnostics import in_order
from civscore.evidence.readers import open_bundle
from civscore.reports.writing import write_product
from civscore.sentences import Language

PARAMETERS: Final = ("OLD", "NEW", "bundle", "of_cohort", "diff_format", "as_of", "output")


def run(
    *,
    old: str,
    new: str,
    bundle: str | None,
    of_cohort: str | None,
    form: str,
    as_of: datetime | None,
    output: str | None,
    language: Language,
) -> int:
    """What changed between two editions, and what that changes for a community, or for many."""
    if of_cohort is not None:
        return _of_cohort(old, new, of_cohort, form, as_of, output, language)
    found = differ(old, new, bundle, as_of, language)
    write_product(find_format(form, "differences").render(*found, language), output)
    return DONE


def _of_cohort(
    old: str,
    new: str,
    table: str,
    form: str,
    as_of: datetime | None,
    output: str | None,
    language: Language,
) -> int:
    """Who comes to another tier."""
    from civscore.cohorts import moving
    from civscore.cohorts.files import read_table
    from civscore.commands.gathering import Judging

    judging = Judging(as_of, language)
    difference = compare_standards(judging.plan(old), judging.plan(new))
    if Path(table).is_dir():
        bundles = judging.bundles(Path(table))
        effects = moving.effects_in_folder(difference, bundles, judging.day, judging.today)
    else:
        effects = moving.effects_in_table(difference, read_table(Path(table)), judging.today)
    found = moving.movement_of(difference, effects)
    write_product(find_format(form, "movements").render(found, language), output)
    show(in_order(found.faults), language)
    return FAULTY if found.faults else DONE


def differ(
    old: str, new: str, bundle: str | None, as_of: datetime | None, language: Language
) -> tuple[Difference, Effect | None]:
    """The difference, and the effect where a bundle is given; warnings go to standard error.

    Raises:
        Faulty: with every fault of a standard or of the bundle.
    """
    difference = compare_standards(civscore.load_standard(old), civscore.load_standard(new))
    if bundle is None:
        return difference, None
    document = open_bundle(Path(bundle))
    read = read_for_both(document, difference)
    show(read.warnings, language)
    day = day_of(document, as_of) or told_today(language)
    return difference, compare_assessments(difference, read, day)
