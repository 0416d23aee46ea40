"""Formulas noted down by the ends of columns: each row comes to what it comes to alone."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from civscore.cohorts.columnar.bounds import BranchedError
from civscore.cohorts.columnar.spans import Spanned, Spans, ends_of
from civscore.cohorts.columnar.steps import Program
from civscore.exact import INTEGERS, ROUNDINGS, Operations

TABLE = (5, 0, 7, 7)

Formula = Callable[[Operations, Any, Any, Any], Any]

NUMBERS: dict[str, Formula] = {
    "sum": lambda _, a, b, c: a + b - c + 0,
    "from a number": lambda _, a, b, c: 3 - a + 7 // (abs(b) + 1) - (c - 0),
    "product": lambda _, a, b, c: a * b * 1 + 0 * c,
    "quotient": lambda _, a, b, c: a // (abs(c) + 1) + b // 1,
    "rest": lambda _, a, b, c: a % 5 + -b + abs(c),
    "smaller and larger": lambda ops, a, b, c: ops.minimum(a, ops.maximum(b, 2)) + c,
    "clipped": lambda ops, a, b, c: ops.maximum(ops.minimum(a + b, 3), 0) * c,
    "chosen": lambda ops, a, b, c: ops.where(a > b, a, ops.where(c == 2, 7, b)),
    "large beside small": lambda ops, a, b, c: (
        ops.where(a > b, b, 70000) + ops.where(c > b, 300, a)
    ),
    "chosen, then multiplied": lambda ops, a, b, c: 2 * ops.where(c == 0, 1900 * b, -100 * (a * 3)),
    "rarely chosen": lambda ops, a, b, c: ops.where((a == b) & (b == c), -9, a * 2),
    "looked up": lambda ops, a, b, c: ops.take(TABLE, abs(a + b + c) % 4),
    "counted": lambda _, a, b, c: 0 + (a > 0) + (b > 0) + (c > 0),
    "what does not hold": lambda _, a, b, c: 3 - (a >= b) - (b <= c) * 1,
    "places that hold": lambda ops, a, b, c: ops.take(TABLE, (a > b) + (b > c)),
    "one or nothing": lambda ops, a, b, c: ops.maximum(a > 0, 0) + ops.minimum(b > c, 1),
    "rounded": lambda ops, a, b, c: ROUNDINGS["half_up"](a * b, abs(c) + 1, ops),
    "rounded to even": lambda ops, a, b, c: ROUNDINGS["half_even"](a * b, abs(c) + 1, ops),
}
TRUTHS: dict[str, Formula] = {
    "compared": lambda _, a, b, c: (a >= b) & (b < c) | (a != c),
    "with what is certain": lambda _, a, b, c: ((a > -99) & (b > c)) | (a > 99),
    "denied": lambda _, a, b, c: (a <= b) ^ True ^ False ^ (b == c),
    "chosen": lambda ops, a, b, c: ops.where(a > b, b > c, a > c) & ops.where(c > 0, a == 1, b < 0),
}


@given(
    cells=st.lists(st.tuples(*[st.integers(-4, 6)] * 3), min_size=1, max_size=30),
    name=st.sampled_from([*NUMBERS, *TRUTHS]),
    loose=st.lists(st.integers(0, 3), min_size=6, max_size=6),
    times=st.sampled_from([1, 10**4, 2**28]),
)
def test_a_formula_gives_every_row_what_it_gives_alone(
    cells: list[tuple[int, int, int]], name: str, loose: list[int], times: int
) -> None:
    """However wide the ends are taken, in 32 bits or in 64; and nothing lies outside the ends."""
    formula = {**TRUTHS, **NUMBERS}[name]
    cells = [(a * times, b, c * times) for a, b, c in cells]
    columns = [np.array(column, dtype=np.int64) for column in zip(*cells, strict=True)]
    ends = [(int(one.min()), int(one.max())) for one in columns]
    wide = [(a - b, c + d) for (a, c), b, d in zip(ends, loose[::2], loose[1::2], strict=True)]
    notes = Spans()
    found = formula(notes, *[notes.given(name, one) for name, one in zip("abc", wide, strict=True)])
    alone = [formula(INTEGERS, *row) for row in cells]
    assert rows_of(found, dict(zip("abc", columns, strict=True))) == alone
    low, high = ends_of(found)
    assert all(low <= one <= high for one in alone)


def rows_of(found: Any, columns: dict[str, Any]) -> Sequence[int]:
    if isinstance(found, Spanned):
        (column,) = Program([found]).run(columns)
        return list(column.tolist())
    return [found] * len(columns["a"])


def test_what_both_ends_answer_alike_is_not_looked_at() -> None:
    notes = Spans()
    one = notes.given("a", (3, 5))
    assert (one >= 3, one < 3, one > 5, one == 9, one != 9) == (True, False, False, False, True)
    assert notes.minimum(one, 5) is one
    assert notes.maximum(one, 3) is one
    assert abs(one) is one
    assert one + 0 is one * 1 is one - 0 is one
    assert one * 0 == 0
    assert notes.given("b", (4, 4)) == 4


def test_the_same_step_is_noted_once() -> None:
    notes = Spans()
    one, other = notes.given("a", (0, 9)), notes.given("b", (0, 9))
    assert one + other is one + other
    assert (one < 4) is (one < 4)
    assert (one + other is other + one) is False


@pytest.mark.parametrize("look", [bool, int, lambda one: one and 1, lambda one: (1, 2)[one]])
def test_a_column_is_no_single_number(look: Callable[[Any], Any]) -> None:
    one = Spans().given("a", (0, 1))
    for column in (one, one > 0):
        with pytest.raises(BranchedError):
            look(column)
