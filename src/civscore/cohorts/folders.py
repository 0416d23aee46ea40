"""A folder of bundles, judged by several processes; what is done is kept in a journal."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Final

from civscore.cohorts.journal import Journal, Outcome, key_of
from civscore.cohorts.judging import judge_bundles
from civscore.cohorts.outcomes import Settings, outcome_of
from civscore.cohorts.pictures import Picture
from civscore.diagnostics import Diagnostic, Faulty, Location, fault

AT_ONCE: Final = 20
"""Bundles that are handed to a process together."""

INTERRUPTED: Final = fault(
    "judging-interrupted",
    ("一个评定进程被系统结束了，已评 {done} 个", "a process was ended from outside, {done} judged"),
    (
        "再运行一次，从断处接着评；内存不够的用 --jobs 1",
        "run it again; --jobs 1 if memory is short",
    ),
    why=(
        "多半是内存不够；评过的记在结果旁边的 .journal 里，没有丢",
        "most likely memory was short; what is judged is in the .journal beside the result",
    ),
)


def judge_some(settings: Settings, paths: Sequence[Path]) -> list[Outcome]:
    """Some bundles, each by itself."""
    found = []
    for path in paths:
        shown: list[Picture] = []
        (line,) = judge_bundles([path], settings.plan, settings.as_of, shown)
        found.append(outcome_of(line, settings, shown))
    return found


def judge_folder(
    paths: Sequence[Path],
    settings: Settings,
    jobs: int,
    journal: Journal | None,
    watch: Callable[[tuple[int, ...]], Iterable[int]] = iter,
) -> list[Outcome]:
    """All bundles, in order; those the journal knows are not judged again.

    Raises:
        Faulty: if a process is ended from outside; the journal keeps what was done.
    """
    digest = settings.digest
    keys = [key_of(digest, one) for one in paths] if journal else [""] * len(paths)
    known = journal.known if journal else {}
    found = {number: known[key] for number, key in enumerate(keys) if key in known}
    left = [number for number in range(len(paths)) if number not in found]
    parts = [left[at : at + AT_ONCE] for at in range(0, len(left), AT_ONCE)]
    judging = _judged(parts, paths, settings, jobs)
    try:
        for _, (number, outcome) in zip(watch(tuple(left)), judging, strict=True):
            found[number] = outcome
            if journal:
                journal.add(keys[number], outcome)
    except BrokenProcessPool:
        values = {"done": len(found)}
        raise Faulty([Diagnostic(INTERRUPTED, Location(str(paths[0].parent)), values)]) from None
    finally:
        if journal:
            journal.close()
    return [found[number] for number in range(len(paths))]


def _judged(
    parts: Sequence[Sequence[int]], paths: Sequence[Path], settings: Settings, jobs: int
) -> Iterator[tuple[int, Outcome]]:
    """Part by part, in the order they are finished."""
    work = partial(judge_some, settings)
    if jobs <= 1 or len(parts) <= 1:
        for number in (number for part in parts for number in part):
            yield number, work([paths[number]])[0]
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        waiting: dict[Future[list[Outcome]], Sequence[int]] = {
            pool.submit(work, [paths[number] for number in part]): part for part in parts
        }
        try:
            for done in as_completed(waiting):
                yield from zip(waiting[done], done.result(), strict=True)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
