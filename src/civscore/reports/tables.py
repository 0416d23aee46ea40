"""Lines → a CSV that a spreadsheet opens: exact numbers, no live formulas."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from io import StringIO
from typing import Final

from civscore.exact import text_of
from civscore.personal import masked

_LIVE: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a cell begins with that a spreadsheet would work out."""


def as_csv(lines: Iterable[Mapping[str, Decimal | str | int | None]], names: Sequence[str]) -> str:
    """The lines under the names of their columns, with a mark by which Excel knows UTF-8."""
    written = StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows([_cell(line.get(name)) for name in names] for line in lines)
    return "\ufeff" + masked(written.getvalue())


def _cell(value: Decimal | str | int | None) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_LIVE) else value
    return text_of(value)
