"""Dask frames in, Dask frames out: partitions are judged where Dask likes.

Nothing is kept but what stands in its graph of tasks, so whatever is lost with a worker is worked
out again by another.
"""

from collections.abc import Sequence
from itertools import chain
from operator import eq
from typing import Any

from civscore.cohorts.frames import When, judge_frame
from civscore.cohorts.ids import twice_in
from civscore.cohorts.judging import check_table
from civscore.cohorts.partitions import check_all, digests, few_in, judge_part, stands_in, tell_all
from civscore.cohorts.rows import Table
from civscore.cohorts.standing import Stand, asks_of
from civscore.cohorts.together import MOST_ROUNDS
from civscore.diagnostics import Diagnostic, Faulty
from civscore.extras import wanted
from civscore.standard.plan import Plan


def score_partitions(
    plan: Plan,
    frame: Any,
    when: When,
    *,
    criteria: bool = False,
    faults: list[Diagnostic] | None = None,
    below: Sequence[Stand] = (),
) -> Any:
    """A Dask frame judged: a Dask frame of the same partitions, judged when it is computed.

    With `faults` all are judged at once, and what they came to stays with the workers. `below` are
    the units of which the communities consist.

    Raises:
        Faulty: if columns or ids are wrong; when it is computed, if rows are.
    """
    dask, frames = wanted("dask", "dask"), wanted("dask.dataframe", "dask")
    names, sent = tuple(str(name) for name in frame.columns), dask.delayed(plan)
    check_table(Table("frame", names, ()), asks_of(plan))
    starts, parts = starts_of(plan, frame, names), frame.to_delayed()
    told = told_by_all(plan, parts, when, below)
    judged = [
        dask.delayed(judge_part)(sent, *one, when, criteria=criteria)
        for one in zip(parts, starts, told, strict=True)
    ]
    if faults is not None:
        judged = list(dask.persist(*judged))
        faults.extend(chain(*dask.compute(*[one[1] for one in judged])))
    found = [dask.delayed(sound)(one) if faults is None else one[0] for one in judged]
    meta, _ = judge_frame(plan, frames.utils.make_meta(frame), when, None, criteria=criteria)
    divisions = frame.divisions if frame.known_divisions else None
    with dask.config.set({"dataframe.convert-string": False}):  # numbers stay numbers
        return frames.from_delayed(found, meta, divisions)


def starts_of(plan: Plan, frame: Any, names: tuple[str, ...]) -> Sequence[int]:
    """The number of the first row of each partition; raises `Faulty` where ids are wrong."""
    dask, has_parent = wanted("dask", "dask"), asks_of(plan).needs_parent and "parent" in names
    parts = frame[["id", "parent"] if has_parent else ["id"]].to_delayed()
    twice = dask.delayed(twice_in)([dask.delayed(digests)(one) for one in parts])
    listed = [dask.delayed(few_in)(one, twice) for one in parts]
    starts, wrong = dask.delayed(check_all)(dask.delayed(plan), names, listed).compute()
    if wrong:
        raise Faulty(wrong)
    return starts  # type: ignore[no-any-return]


def sound(judged: tuple[Any, Sequence[Diagnostic]]) -> Any:
    """The communities of a partition.

    Raises:
        Faulty: if any of its rows are wrong.
    """
    found, wrong = judged
    if wrong:
        raise Faulty(wrong)
    return found


def told_by_all(
    plan: Plan, parts: Sequence[Any], when: When, below: Sequence[Stand]
) -> Sequence[Any]:
    """What each part is told by the field of all of them; it stays with the workers."""
    dask, asks = wanted("dask", "dask"), asks_of(plan)
    told, sent, said = [None] * len(parts), dask.delayed(plan), dask.delayed(None)
    for _ in range(MOST_ROUNDS if asks.is_any else 0):
        pairs = zip(parts, told, strict=True)
        stands = [dask.delayed(stands_in)(sent, *pair, when) for pair in pairs]
        before, said = said, dask.delayed(tell_all)(sent, stands, below)
        if not asks.is_simple:
            (said,) = dask.persist(said)
        told = [said[number] for number in range(len(parts))]
        if asks.is_simple or dask.delayed(eq)(before, said).compute():
            break
    return told
