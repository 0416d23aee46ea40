"""The same rules as somebody writes them for once, with other tools.

Each is given the work in the form it likes best and gives totals, sections and tiers. The one in
numpy counts in hundredths of a point, exact like civscore; it knows nothing of unknown cells, which
count as zero for it. The others calculate in floating numbers.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from making import (
    ENOUGH,
    FULL,
    LEAST,
    LEVELS,
    LINE,
    SECTION_LEAST,
    SECTIONS,
    SHARE,
    TARGET,
    TIERS,
    VETOES,
    Array,
    Clause,
    clauses,
)  # fmt: skip


class Judged(NamedTuple):
    """Totals in hundredths, sections, and the place of the tier; -1 for none."""

    total: Array
    sections: list[Array]
    tier: Array


Cells = Mapping[str, Array]
WORTH = np.array([LEVELS[key] for key in reversed(LEVELS)])


def by_numpy(number: int) -> Callable[[Cells], Judged]:
    """Hand-written, on 64-bit integers."""
    size = -(-number // SECTIONS)
    made = clauses(number)

    def judge(cells: Cells) -> Judged:
        sections = []
        for start in range(0, number, size):
            own = [
                _points(one, [cells[name] for name in one.columns])
                for one in made[start : start + size]
            ]
            section = own[0]
            for points in own[1:]:
                section = section + points
            sections.append(section)
        total = sections[0]
        for section in sections[1:]:
            total = total + section
        is_out = cells["v0"] > 0
        for n in range(1, VETOES):
            is_out = is_out | (cells[f"v{n}"] > 0)
        is_even = np.ones(len(total), dtype=bool)
        for section in sections:
            is_even = is_even & (section * 100 >= SECTION_LEAST * FULL * size)
        tier = np.full(len(total), -1)
        for rank, (name, share) in enumerate(TIERS.items()):
            is_reached = (total >= number * FULL * share // 100) & ~is_out
            tier[is_reached if name == "达标" else is_reached & is_even] = rank
        return Judged(total, sections, tier)

    return judge


def _points(one: Clause, cells: list[Array]) -> Array:
    """Hundredths of a criterion, rounded half up."""
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


def by_pandas(number: int) -> Callable[[Cells], Judged]:
    """Hand-written on a frame of floating numbers, as it is done in notebooks."""
    size = -(-number // SECTIONS)
    made = clauses(number)

    def judge(cells: Cells) -> Judged:
        frame = pd.DataFrame(cells).astype("float64")
        points = [_floating(one, [frame[name] for name in one.columns]) for one in made]
        sections = [sum(points[start : start + size]) for start in range(0, number, size)]
        total: Any = sum(sections)
        is_out = (frame[[f"v{n}" for n in range(VETOES)]] > 0).any(axis=1)
        least = SECTION_LEAST / 100 * size
        is_even = pd.concat([one >= least for one in sections], axis=1).all(axis=1)
        tier = pd.Series(-1, index=frame.index)
        for rank, (name, share) in enumerate(TIERS.items()):
            is_reached = (total >= number * share / 100) & ~is_out
            tier[is_reached if name == "达标" else is_reached & is_even] = rank
        return Judged(total.to_numpy(), [one.to_numpy() for one in sections], tier.to_numpy())

    return judge


def _floating(one: Clause, cells: list[Any]) -> Any:
    """Points of a criterion, rounded to two decimals."""
    first = cells[0]
    match one.kind:
        case "flag":
            return first
        case "least":
            return (first >= LEAST).astype("float64")
        case "line":
            return (first.clip(upper=LINE) / LINE).round(2)
        case "level":
            return first.map({n: WORTH[n] / FULL for n in range(len(WORTH))})
        case "items":
            return (cells[0] + cells[1] + cells[2] >= ENOUGH).astype("float64")
        case "reached":
            return ((first / cells[1] >= SHARE / 100) | (cells[1] == 0)).astype("float64")
    share = (first / cells[1]).clip(upper=TARGET / 100) / (TARGET / 100)
    return share.where(cells[1] > 0, 1).round(2)
