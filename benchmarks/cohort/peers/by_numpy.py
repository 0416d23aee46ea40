"""Hand-written in numpy on 64-bit integers; what is not recorded counts as zero."""

from collections.abc import Callable, Iterable

import numpy as np
from making import (
    ENOUGH,
    FULL,
    LEAST,
    LINE,
    SECTION_LEAST,
    SECTIONS,
    SHARE,
    TARGET,
    TIERS,
    VETOES,
    Array,
    Clause,
)  # fmt: skip

from peers import WORTH, Cells, Judged, parts


def by_numpy(number: int) -> Callable[[Cells], Judged]:
    """Points in hundredths, rounded half up."""
    made = parts(number)

    def judge(cells: Cells) -> Judged:
        sections = [
            added(points(one, [cells[name] for name in one.columns]) for one in section)
            for section in made
        ]
        total = added(sections)
        return Judged(total, sections, tier_of(number, total, sections, is_out(cells)))

    return judge


def added(columns: Iterable[Array]) -> Array:
    """Columns added up."""
    first, *rest = columns
    for one in rest:
        first = first + one
    return first


def is_out(cells: Cells) -> Array:
    """Where a veto holds."""
    found = cells["v0"] > 0
    for n in range(1, VETOES):
        found = found | (cells[f"v{n}"] > 0)
    return found


def tier_of(number: int, total: Array, sections: list[Array], is_out: Array) -> Array:
    """The place of the highest tier that is reached."""
    size = -(-number // SECTIONS)
    is_even = np.ones(len(total), dtype=bool)
    for section in sections:
        is_even = is_even & (section * 100 >= SECTION_LEAST * FULL * size)
    tier = np.full(len(total), -1)
    for rank, (name, share) in enumerate(TIERS.items()):
        is_reached = (total >= number * FULL * share // 100) & ~is_out
        tier[is_reached if name == "达标" else is_reached & is_even] = rank
    return tier


def points(one: Clause, cells: list[Array]) -> Array:
    """Hundredths of a criterion."""
    first = cells[0]
    match one.kind:
        case "flag":
            return first * FULL
        case "least":
            return np.where(first >= LEAST, FULL, 0)
        case "line":
            return (2 * FULL * np.minimum(first, LINE) + LINE) // (2 * LINE)
        case "level":
            return WORTH[first]
        case "items":
            return np.where(cells[0] + cells[1] + cells[2] >= ENOUGH, FULL, 0)
        case "reached":
            return np.where(first * 100 >= cells[1] * SHARE, FULL, 0)
    width = cells[1] * TARGET
    earned = np.minimum(first * 100, width)
    is_empty = width == 0
    width = np.where(is_empty, 1, width)
    return np.where(is_empty, FULL, (2 * FULL * earned + width) // (2 * width))
