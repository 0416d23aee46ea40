"""The same rules as somebody writes them for once, with other tools.

Each is given the work in the form it likes best and gives totals, sections and tiers. Those in
numpy count in hundredths of a point, exact like civscore; the others calculate as is usual with
them. None but `by_intervals` knows of unknown cells: they count as zero.
"""

from collections.abc import Mapping
from importlib import import_module
from typing import Any, Final, NamedTuple

import numpy as np
from making import LEVELS, SECTIONS, Array, Clause, clauses


class Judged(NamedTuple):
    """Totals, sections, and the place of the tier; -1 for none."""

    total: Array
    sections: list[Array]
    tier: Array
    unit: int = 1
    """Hundredths that a one of them is."""


Cells = Mapping[str, Array]
WORTH: Final = np.array([LEVELS[key] for key in reversed(LEVELS)])
"""Hundredths by the code of a level."""


def parts(number: int) -> list[tuple[Clause, ...]]:
    """So many criteria, section by section."""
    made, size = clauses(number), -(-number // SECTIONS)
    return [made[start : start + size] for start in range(0, number, size)]


def tool(name: str) -> Any:
    """Another's library, which only these benchmarks need."""
    try:
        return import_module(name)
    except ImportError:
        raise SystemExit(f"{name} is missing: pip install -r benchmarks/requirements.txt") from None
