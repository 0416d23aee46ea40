"""A folder of bundles, judged by several processes; what is done is kept in a journal.

Where a standard compares communities they are judged in rounds, as everywhere (`together`); whoever
is told the same as in the round before is not judged again.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import nullcontext
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Final

from civscore.cohorts.journal import Journal, Outcome, key_of, key_with
from civscore.cohorts.judging import judge_bundle
from civscore.cohorts.outcomes import Settings, outcome_of
from civscore.cohorts.standing import Asks, Stand, asks_of
from civscore.cohorts.telling import Told
from civscore.cohorts.together import stands_of, told_in_rounds
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


def judge_some(
    settings: Settings, asks: Asks, paths: Sequence[Path], told: Sequence[Told]
) -> list[Outcome]:
    """Some bundles, each with what it is told."""
    found = []
    for path, own in zip(paths, told, strict=True):
        line, shown = judge_bundle(path, asks, settings.as_of, own)
        is_wanted = asks.is_any or settings.stands
        stand = next(stands_of(asks, [line])) if is_wanted else None
        found.append(outcome_of(line, settings, shown, stand))
    return found


def judge_folder(
    paths: Sequence[Path],
    settings: Settings,
    jobs: int,
    journal: Journal | None,
    watch: Callable[[tuple[int, ...]], Iterable[int]] = iter,
    below: Sequence[Stand] = (),
) -> list[Outcome]:
    """All bundles, in order; those the journal knows are not judged again.

    `watch` is given the numbers of those that are judged, and passes them on one by one; it is so
    twice or more where the standard compares communities. `below` are the units of which they
    consist.

    Raises:
        Faulty: if a process is ended from outside; the journal keeps what was done.
    """
    asks = asks_of(settings.plan)
    pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"))
    folder = _Folder(paths, settings, asks, journal, pool if jobs > 1 else None, watch)
    try:
        with journal or nullcontext():
            told = told_in_rounds(asks, len(paths), folder.standing, below)
            return folder.judged(told)
    except BrokenProcessPool:
        place = Location(str(paths[0].parent))
        raise Faulty([Diagnostic(INTERRUPTED, place, {"done": len(folder.last)})]) from None
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


class _Folder:
    """A folder that is judged again whenever the field has something new to tell."""

    def __init__(
        self,
        paths: Sequence[Path],
        settings: Settings,
        asks: Asks,
        journal: Journal | None,
        pool: ProcessPoolExecutor | None,
        watch: Callable[[tuple[int, ...]], Iterable[int]],
    ) -> None:
        digest = settings.digest
        self.keys = [key_of(digest, one) if journal else str(one) for one in paths]
        self.paths, self.journal, self.pool, self.watch = paths, journal, pool, watch
        self.work = partial(judge_some, settings, asks)
        self.last: Mapping[str, Outcome] = {}

    def standing(self, told: Sequence[Told]) -> list[Stand]:
        """Where all stand, with what each is told."""
        return [one.stand for one in self.judged(told) if one.stand is not None]

    def judged(self, told: Sequence[Told]) -> list[Outcome]:
        """All of them, in order, with what each is told."""
        keys = [key_with(*pair) for pair in zip(self.keys, told, strict=True)]
        known = self.journal.known if self.journal else {}
        found = {key: one for key in keys if (one := self.last.get(key) or known.get(key))}
        left = tuple(number for number, key in enumerate(keys) if key not in found)
        self.last = found
        watched: Iterable[int] = self.watch(left) if left else ()
        for _, (number, outcome) in zip(watched, self._judging(left, told), strict=True):
            found[keys[number]] = outcome
            if self.journal:
                self.journal.add(keys[number], outcome)
        return [found[key] for key in keys]

    def _judging(self, left: Sequence[int], told: Sequence[Told]) -> Iterator[tuple[int, Outcome]]:
        """Part by part, in the order they are finished."""

        def given(part: Sequence[int]) -> tuple[list[Path], list[Told]]:
            return [self.paths[number] for number in part], [told[number] for number in part]

        if self.pool is None or len(left) <= AT_ONCE:
            for number in left:
                yield number, self.work(*given([number]))[0]
            return
        parts = [left[at : at + AT_ONCE] for at in range(0, len(left), AT_ONCE)]
        waiting: dict[Future[list[Outcome]], Sequence[int]] = {
            self.pool.submit(self.work, *given(part)): part for part in parts
        }
        for done in as_completed(waiting):
            yield from zip(waiting[done], done.result(), strict=True)
