"""A table judged by the workers of a Dask cluster, who need not see its file.

Rows go there some at a time; where a standard compares communities they stay there until all are
judged. What a worker that ends had in hand is done again by another.
"""

import socket
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager
from datetime import date
from itertools import count, islice, repeat
from typing import Any, Final

import pandas as pd

from civscore.cohorts.dask import told_by_all
from civscore.cohorts.frames import judge_frame, texts_of
from civscore.cohorts.journal import Outcome
from civscore.cohorts.judging import check_table, judge_in
from civscore.cohorts.outcomes import Settings, outcome_of
from civscore.cohorts.rows import Table
from civscore.cohorts.standing import Stand, asks_of
from civscore.cohorts.telling import NOTHING, Told
from civscore.cohorts.together import Line
from civscore.diagnostics import Diagnostic, Faulty, Location, fault
from civscore.extras import wanted
from civscore.values import replaced

CLUSTER_FAILED: Final = fault(
    "cluster-failed",
    ("这个地址的 Dask 没有评成：{because}", "the Dask at this address did not judge: {because}"),
    (
        "看地址对不对，调度进程和工作进程开着没有，各处装的是不是同一版 civscore",
        "see whether the address is right, scheduler and workers run, and have the same civscore",
    ),
)

MOST: Final = 1 << 19
"""Cells that are sent together."""

_PATIENCE: Final = 60
"""Seconds until a worker has to be there."""


def outcomes_on(
    address: str, table: Table, settings: Settings, day: date, below: Sequence[Stand] = ()
) -> Iterator[Outcome]:
    """Every row, in order.

    Raises:
        Faulty: if columns or ids are wrong, or there is no cluster; later, if that fails.
    """
    check_table(table, asks_of(settings.plan))
    return _outcomes(_connected(address), table, settings, day, below)


def _connected(address: str) -> Any:
    """A client of the cluster, which has a worker."""
    distributed = wanted("distributed", "dask")
    with _failing(address, ValueError, NotImplementedError):  # no address at all
        place = distributed.comm.get_address_host_port(address)
        socket.create_connection(place, timeout=10).close()
        client = distributed.Client(address)
        client.wait_for_workers(1, timeout=_PATIENCE)
    return client


@contextmanager
def _failing(address: str, *more: type[Exception]) -> Iterator[None]:
    killed = wanted("distributed", "dask").KilledWorker
    try:
        yield
    except (killed, CancelledError, OSError, ImportError, *more) as error:
        because = {"because": str(error)}
        raise Faulty([Diagnostic(CLUSTER_FAILED, Location(address), because)]) from None


def _outcomes(
    client: Any, table: Table, settings: Settings, day: date, below: Sequence[Stand]
) -> Iterator[Outcome]:
    with client, _failing(client.scheduler.address):
        yield from _in_parts(client, table, settings, day, below)


def _in_parts(
    client: Any, table: Table, settings: Settings, day: date, below: Sequence[Stand]
) -> Iterator[Outcome]:
    """The rows in parts, of which so many are under way that no worker has to wait."""
    plan, most = settings.plan, 2 * max(1, sum(client.nthreads().values()))
    size = min(MOST // len(table.names), -(-len(table.rows) // most))
    parts: Iterable[Any] = _parts(table, max(1, size))
    told: Iterable[Any] = repeat(None)
    if asks_of(plan).is_any:
        parts = [client.submit(replaced, one, pure=False) for one in parts]
        told = client.compute(told_by_all(plan, parts, (day, None), below))
    waiting = deque[Any]()
    for one, own in zip(parts, told, strict=False):
        waiting.append(client.submit(judge_rows, settings, one, own, day, pure=False))
        if len(waiting) > most:
            yield from waiting.popleft().result()
    for one in waiting:
        yield from one.result()


class Rows(Sequence[Sequence[Any]]):
    """Some rows of a table one after another, each by its number in the whole table."""

    def __init__(self, start: int, rows: Sequence[Sequence[Any]]) -> None:
        self.start, self.rows = start, rows

    def __len__(self) -> int:
        return self.start + len(self.rows)

    def __getitem__(self, number: Any) -> Any:
        return self.rows[number - self.start]


def _parts(table: Table, size: int) -> Iterator[Table]:
    left = iter(table.rows)
    for start in count(0, size):
        rows = list(islice(left, size))
        if not rows:
            return
        yield replaced(table, rows=Rows(start, rows))


def judge_rows(
    settings: Settings, table: Table, told: Sequence[Told] | None, day: date
) -> list[Outcome]:
    """Some rows of a table, with what they are told by the field of all."""
    plan, start = settings.plan, table.rows.start  # type: ignore[attr-defined]
    cohort: Any = plan.chapters.get("cohort")
    if told is None and not (cohort is not None and cohort.leagues):
        return list(_on_columns(settings, table, day))
    known = told or [NOTHING] * (len(table.rows) - start)
    judge = judge_in(table, asks_of(plan), day)
    return [outcome_of(judge(number, one), settings) for number, one in enumerate(known, start)]


def _on_columns(settings: Settings, table: Table, day: date) -> Iterator[Outcome]:
    rows: Any = table.rows
    frame = pd.DataFrame(rows.rows, columns=list(table.names), dtype=object)
    how = {"criteria": settings.criteria}
    found, faults = judge_frame(settings.plan, frame, (day, None), None, **how)
    cells, wrong = found.to_dict("index"), dict[int, list[Diagnostic]]()
    for one in faults:
        place = one.location
        moved = replaced(place, file=table.file, line=place.line + rows.start)
        wrong.setdefault(place.line - 2, []).append(replaced(one, location=moved))
    for number, name in enumerate(texts_of(frame, "id")):
        if number in cells:
            yield Outcome(name, cells[number], ())
        else:
            yield outcome_of(Line(name, None, tuple(wrong[number])), settings)
