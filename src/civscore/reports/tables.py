"""Lines → a CSV that a spreadsheet opens: exact numbers, no live formulas."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from io import StringIO
from itertools import chain
from typing import Final

from civscore.exact import text_of
from civscore.personal import masked

_LIVE: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a cell begins with that a spreadsheet would work out."""


MARK: Final = "\ufeff"
"""By which Excel knows UTF-8."""


def as_csv(lines: Iterable[Mapping[str, Decimal | str | int | None]], names: Sequence[str]) -> str:
    """The lines under the names of their columns, with a mark by which Excel knows UTF-8."""
    cells = ([_cell(line.get(name)) for name in names] for line in lines)
    return MARK + as_lines(chain([names], cells))


def as_lines(rows: Iterable[Sequence[str | None]]) -> str:
    """Rows of texts that are no live formulas."""
    written = StringIO()
    csv.writer(written, lineterminator="\r\n").writerows(rows)
    return masked(written.getvalue())


def inert(text: str) -> str:
    """A text that no spreadsheet works out."""
    return f"'{text}" if text.startswith(_LIVE) else text


def _cell(value: Decimal | str | int | None) -> str:
    if value is None:
        return ""
    return inert(value) if isinstance(value, str) else text_of(value)
