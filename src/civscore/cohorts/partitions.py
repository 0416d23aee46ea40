"""A table in partitions, on one machine or many; each community is a row in one of them.

What is done with a partition is a function of its frame, of the plan, and of what the field tells
its communities, so one that is lost with its machine is done again elsewhere. Where a standard
compares communities, only where each of them stands travels, and what each is told.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, chain, islice
from typing import Any

import numpy as np
import pandas as pd

from civscore.cohorts.columnar.columns import Array
from civscore.cohorts.field import Field
from civscore.cohorts.frames import When, judge_frame, table_of, texts_of
from civscore.cohorts.ids import BLANK
from civscore.cohorts.judging import check_table, judge_in
from civscore.cohorts.rows import Table
from civscore.cohorts.standing import Stand, asks_of
from civscore.cohorts.telling import NOTHING, Told, told_by
from civscore.cohorts.together import stands_of
from civscore.diagnostics import Diagnostic, Faulty
from civscore.standard.plan import Plan
from civscore.values import replaced


def listed_in(part: Any) -> Mapping[str, Any]:
    """What the cells of a partition say that say which communities it has."""
    return {str(name): texts_of(part, name) for name in part.columns}


def digests(part: Any) -> Array:
    """A number of 64 bits for each id, the same on every machine; that of an empty one is known."""
    ids = texts_of(part, "id")
    return np.where(ids == "", np.uint64(BLANK), pd.util.hash_array(ids, categorize=False))


def few_in(part: Any, twice: Array) -> Mapping[str, Any]:
    """What is listed in a partition, but of ids those alone that may be wrong, None for others."""
    listed = listed_in(part)
    return {**listed, "id": np.where(np.isin(digests(part), twice), listed["id"], None)}


class Listed(Table):
    """A table of which only some columns are known, over all partitions."""

    listed: Mapping[str, Any]

    def cells(self, name: str) -> Iterable[Any]:
        return self.listed[name]  # type: ignore[no-any-return]

    def ids(self) -> Iterable[tuple[int, str]]:
        return ((at, name) for at, name in enumerate(self.listed["id"]) if name is not None)


def check_all(
    plan: Plan, names: tuple[str, ...], listed: Sequence[Mapping[str, Any]]
) -> tuple[list[int], tuple[Diagnostic, ...]]:
    """The number of the first row of each partition; what is wrong with the ids of all of them."""
    *starts, size = accumulate((len(one["id"]) for one in listed), initial=0)
    cells = {name: np.concatenate([one[name] for one in listed]) for name in listed[0]}
    try:
        check_table(Listed("frame", names, [()] * size, cells), asks_of(plan))
    except Faulty as faulty:
        return starts, faulty.diagnostics
    return starts, ()


def stands_in(plan: Plan, part: Any, told: Sequence[Told] | None, when: When) -> list[Stand]:
    """Where the communities of a frame or table stand, with what they are told so far."""
    asks, table = asks_of(plan), part if isinstance(part, Table) else table_of(part)
    start = getattr(table.rows, "start", 0)
    judge, known = judge_in(table, asks, *when), told or [NOTHING] * (len(table.rows) - start)
    return list(stands_of(asks, (judge(number, one) for number, one in enumerate(known, start))))


def tell_all(
    plan: Plan, stands: Sequence[Sequence[Stand]], below: Sequence[Stand] = ()
) -> list[list[Told]]:
    """What each is told, partition by partition."""
    told = iter(told_by(Field(asks_of(plan), list(chain(*stands)), below)))
    return [list(islice(told, len(one))) for one in stands]


def judge_part(
    plan: Plan, part: Any, start: int, told: Sequence[Told] | None, when: When, *, criteria: bool
) -> tuple[Any, list[Diagnostic]]:
    """A partition judged; what is wrong with its rows, which are counted over all partitions."""
    found, faults = judge_frame(plan, part, when, told, criteria=criteria)
    return found, [_shifted(one, start) for one in faults]


def _shifted(fault: Diagnostic, rows: int) -> Diagnostic:
    place = fault.location
    return replaced(fault, location=replaced(place, line=place.line + rows))
