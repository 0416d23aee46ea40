"""One formula, two speeds: whole columns give each community what it gets alone."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from texts import EDITIONS, folders_of

import civscore
from civscore.evidence.tabulating import tabulate
from civscore.exact import INTEGERS, Operations
from civscore.scoring import points as pt
from civscore.scoring.sums import Verdict


class Columns(Operations):
    """The four operations over columns of Python integers of any size."""

    @staticmethod
    def minimum(one: Any, other: Any) -> Any:
        return np.minimum(one, other)

    @staticmethod
    def maximum(one: Any, other: Any) -> Any:
        return np.maximum(one, other)

    @staticmethod
    def where(condition: Any, then: Any, otherwise: Any) -> Any:
        return np.where(condition, then, otherwise)

    @staticmethod
    def take(table: Sequence[int], place: Any) -> Any:
        return np.array(table, dtype=object)[np.asarray(place, dtype=int)]


def rows_of(plan: civscore.Plan) -> list[tuple[list[int], list[int]]]:
    """Every fixture of the edition as a row, and each again with every third fact forgotten."""
    rows = []
    lows, highs = plan.spans
    for folder in folders_of(plan):
        bundle = civscore.load_bundle(folder, plan)
        row = tabulate(plan, bundle, bundle.times(None))
        rows.append((list(row.low), list(row.high)))
        for start in range(3):
            low, high = list(row.low), list(row.high)
            low[start::3], high[start::3] = lows[start::3], highs[start::3]
            rows.append((low, high))
    return rows


def columns_of(rows: list[list[int]]) -> list[Any]:
    """Rows turned into columns."""
    return [np.array(column, dtype=object) for column in zip(*rows, strict=True)]


def each(found: Any, number: int) -> int:
    """One row's part of a column, or of what is the same for all."""
    return int(found[number]) if isinstance(found, np.ndarray) else int(found)


@pytest.mark.parametrize("shown", [pt.ADMITTED, pt.UNPROVEN, pt.REFUSED])
@pytest.mark.parametrize("standard", EDITIONS)
def test_columns_give_each_community_what_it_gets_alone(standard: str, shown: Verdict) -> None:
    plan = civscore.load_standard(standard)
    rows = rows_of(plan)
    verdicts = [shown] * len(plan.criteria)
    low, high = (columns_of([row[end] for row in rows]) for end in (0, 1))
    together = pt.score(plan, Columns(), low, high, verdicts)
    for number, row in enumerate(rows):
        alone = pt.score(plan, INTEGERS, *row, verdicts)
        for mine, ours in (
            *zip(alone.sections, together.sections, strict=True),
            (alone.base.record, together.base.record),
            (alone.bonus.record, together.bonus.record),
        ):
            for (units, per), (all_units, all_per) in zip(mine, ours, strict=True):
                assert units * each(all_per, number) == each(all_units, number) * per


@pytest.mark.parametrize("standard", EDITIONS)
def test_with_nothing_recorded_nothing_is_lost(standard: str) -> None:
    """A blank form is unproven from the first clause to the last."""
    plan = civscore.load_standard(standard)
    verdicts = [pt.ADMITTED] * len(plan.criteria)
    for planned, points in zip(
        plan.criteria, pt.score(plan, INTEGERS, *plan.spans, verdicts).criteria, strict=True
    ):
        assert points.high[0] == planned.full * points.high[1], planned.id
        assert points.low[0] < planned.full * points.low[1], planned.id
