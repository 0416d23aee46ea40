"""Hand-written in numpy like the other, and what is not recorded stays open.

An unknown fact leaves its whole criterion open, as each is written. So what is open of a section
is its number of unknown facts, and that of earned points leaves them out.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from making import FULL, Array

from peers import Cells, parts
from peers.by_numpy import added, is_out, points, tier_of


class Ranged(NamedTuple):
    """Earned, unproven and lost in hundredths: of the total, of each section; and both tiers."""

    total: tuple[Array, Array, Array]
    sections: list[tuple[Array, Array, Array]]
    tier: Array
    possible_tier: Array


def by_intervals(number: int) -> Callable[[tuple[Cells, Cells]], Ranged]:
    """Points in hundredths of cells and of where they are missing."""
    made = parts(number)

    def judge(given: tuple[Cells, Cells]) -> Ranged:
        cells, missing = given
        earned, unproven = [], []
        for section in made:
            own = [
                points(one, [cells[name] for name in one.columns]) * ~missing[one.columns[0]]
                for one in section
            ]
            earned.append(added(own))
            open_ones = added(missing[one.columns[0]].view(np.int8) for one in section)
            unproven.append(open_ones * np.int64(FULL))
        low, gap = added(earned), added(unproven)
        best = [one + two for one, two in zip(earned, unproven, strict=True)]
        out = is_out(cells)
        sections = [
            (one, two, len(section) * FULL - three)
            for one, two, three, section in zip(earned, unproven, best, made, strict=True)
        ]
        return Ranged(
            (low, gap, number * FULL - low - gap),
            sections,
            tier_of(number, low, earned, out),
            tier_of(number, low + gap, best, out),
        )

    return judge
