"""Reading what comes next and writing what is done while something is judged, in another thread.

Arrow decodes and encodes without Python, so that another processor can do it meanwhile. Where there
is none all is done in turn, which takes less memory and no longer.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeAlias, TypeVar

One = TypeVar("One")

Later: TypeAlias = Callable[[Callable[[], Any]], object]
"""Does something, now or soon; what went wrong with one is raised with the next."""


def has_another() -> bool:
    """Whether this process may use more than one processor."""
    own = getattr(os, "sched_getaffinity", None)
    return (len(own(0)) if own else os.cpu_count() or 1) > 1


def ahead(items: Iterator[One]) -> Iterator[One]:
    """The same, each fetched while the one before it is in use."""
    if not has_another():
        yield from items
        return
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as thread:
        coming = thread.submit(next, items, None)
        while (found := coming.result()) is not None:
            coming = thread.submit(next, items, None)
            yield found


@contextmanager
def behind() -> Iterator[Later]:
    """What is done in turn, while whoever asked for it goes on; only one of them waits."""
    if not has_another():
        yield lambda act: act()
        return
    from concurrent.futures import Future, ThreadPoolExecutor

    with ThreadPoolExecutor(1) as thread:
        last: list[Future[Any]] = []

        def later(act: Callable[[], Any]) -> None:
            while last:
                last.pop().result()
            last.append(thread.submit(act))

        yield later
        later(lambda: None)
