"""civscore compare: two results of a community; what was foretold, and what came of it."""

from typing import Final

from civscore.commands import DONE, find_format, show
from civscore.reports.writing import write_product
from civscore.sealing.pairs import read_pair
from civscore.sentences import Language

PARAMETERS: Final = ("BEFORE", "AFTER", "recheck_format", "output")


def run(*, before: str, after: str, form: str, output: str | None, language: Language) -> int:
    """What was closed, what slipped, what is new since an earlier result."""
    found, warnings = read_pair(before, after)
    show(warnings, language)
    write_product(find_format(form, "rechecks").render(found, language), output)
    return DONE
