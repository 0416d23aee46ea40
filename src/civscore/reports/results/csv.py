"""CSV: what every spreadsheet opens, without live formulas."""

from collections.abc import Iterable, Sequence

from civscore.cohorts.results import Cells
from civscore.reports.tables import as_csv
from civscore.reports.writing import write_product


def write(lines: Iterable[Cells], names: Sequence[str], output: str | None) -> None:
    """The lines in UTF-8, with a mark by which Excel knows it."""
    write_product(as_csv(lines, names), output)
