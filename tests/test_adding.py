"""However criteria come, looked up, apart or in columns, their sums are those of plain integers."""

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from civscore.cohorts.columnar.adding import (
    Adding,
    Apart,
    LookedUp,
    Worked,
    drawers_of,
    in_64_bits,
    together,
)
from civscore.cohorts.columnar.columns import as_column
from civscore.scoring.points import Points

SIZE = 5
UNITS = st.one_of(
    st.integers(-300, 300),
    st.integers(0, 2**14),
    st.integers(-(2**31), 2**31),
    st.integers(0, 2**34),
)


@st.composite
def points(draw: st.DrawFn, size: int) -> Points:
    """A column of ends; known, it is one column, or one number for all rows."""
    low = draw(st.lists(UNITS, min_size=size, max_size=size))
    kind = draw(st.sampled_from(["number", "known", "short", "open"]))
    if kind == "number":
        return Points((low[0], 1), (low[0], 1))
    worst = np.array(low, dtype=np.int64)
    if kind == "short":
        worst = worst.clip(-(2**15), 2**15 - 1).astype(np.int16)
        return Points((worst, 1), (worst, 1))
    if kind == "known":
        return Points((worst, 1), (worst, 1))
    more = draw(st.lists(st.integers(0, 2**32), min_size=size, max_size=size))
    return Points((worst, 1), (worst + np.array(more, dtype=np.int64), 1))


@st.composite
def worked(draw: st.DrawFn) -> Worked:
    """A criterion in any of its forms."""
    kind = draw(st.sampled_from(["points", "looked up", "apart"]))
    if kind == "points":
        return draw(points(SIZE))
    if kind == "looked up":
        size = draw(st.integers(1, 4))
        places = draw(st.lists(st.integers(-size, size - 1), min_size=SIZE, max_size=SIZE))
        table = in_64_bits(draw(points(size)))
        return LookedUp(table, drawers_of(table), np.array(places, dtype=np.intp))
    rows = sorted(draw(st.sets(st.integers(0, SIZE - 1), min_size=1)))
    few = draw(st.sampled_from([1, len(rows)]))  # one for all of them, where they are alike
    known = draw(points(SIZE).filter(lambda one: one.high[0] is one.low[0]))
    return Apart(known, in_64_bits(draw(points(few))), np.array(rows, dtype=np.intp))


def ends(found: Any) -> list[tuple[int, int]]:
    """Lowest and highest of each row."""
    low, high = (as_column(one[0], SIZE).tolist() for one in found)
    return list(zip(low, high, strict=True))


@given(criteria=st.lists(worked(), max_size=6))
@settings(max_examples=200)
def test_sums_are_those_of_each_criterion(criteria: list[Worked]) -> None:
    each = [ends((one.low, one.high)) for one in (together(one, SIZE) for one in criteria)]
    before = [[(low, high) for low, high in own] for own in each]
    adding = Adding(SIZE)
    for one in criteria:
        adding.add(one)
    found = [
        (sum(low), sum(high))
        for low, high in (zip(*row, strict=True) for row in zip(*each, strict=True))
    ]
    assert ends(adding.sums()) == (found or [(0, 0)] * SIZE)
    again = [ends((one.low, one.high)) for one in (together(one, SIZE) for one in criteria)]
    assert again == before  # nothing that was added has changed


@given(several=st.lists(worked(), min_size=1, max_size=4))
def test_what_is_known_has_one_end(several: list[Worked]) -> None:
    adding = Adding(SIZE)
    known = [together(one, SIZE) for one in several]
    for one in known:
        adding.add(Points(one.low, one.low))
    low, high = adding.sums()
    assert low[0] is high[0]
