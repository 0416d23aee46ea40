"""Hand-written in pandas on a frame of floating numbers, as it is done in notebooks."""

from collections.abc import Callable
from typing import Any

import pandas as pd
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
    Clause,
)  # fmt: skip

from peers import WORTH, Cells, Judged, parts


def by_pandas(number: int) -> Callable[[Cells], Judged]:
    """Points as floats, rounded to two decimals."""
    made, size = parts(number), -(-number // SECTIONS)

    def judge(cells: Cells) -> Judged:
        frame = pd.DataFrame(cells).astype("float64")
        sections = [
            sum(_points(one, [frame[name] for name in one.columns]) for one in section)
            for section in made
        ]
        total: Any = sum(sections)
        is_out = (frame[[f"v{n}" for n in range(VETOES)]] > 0).any(axis=1)
        least = SECTION_LEAST / 100 * size
        is_even = pd.concat([one >= least for one in sections], axis=1).all(axis=1)
        tier = pd.Series(-1, index=frame.index)
        for rank, (name, share) in enumerate(TIERS.items()):
            is_reached = (total >= number * share / 100) & ~is_out
            tier[is_reached if name == "达标" else is_reached & is_even] = rank
        points = [one.to_numpy() for one in sections]
        return Judged(total.to_numpy(), points, tier.to_numpy(), FULL)

    return judge


def _points(one: Clause, cells: list[Any]) -> Any:
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
