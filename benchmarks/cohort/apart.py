"""Tools side by side, each in a process of its own, all on the same terms.

Memory that is freed is kept for what comes next, whoever frees it, and what somebody left behind in
circles is collected beforehand: civscore keeps its memory itself; with others it would be a matter
of chance, and getting memory anew takes longer than arithmetic.
"""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from os import environ
from typing import Any, Final

from measuring import Job

Judge = Callable[[Any], Any]
KEPT: Final = {"MALLOC_MMAP_THRESHOLD_": f"{1 << 25}", "MALLOC_TRIM_THRESHOLD_": f"{1 << 30}"}
"""What the C library is told when a process starts."""


class Apart:
    """Somebody who judges in another process whenever called."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe

    @property
    def job(self) -> Job:
        """It, to be timed."""
        return Job(lambda _: self._ask("judge"), lambda: self._ask("collect"))

    def found(self) -> Any:
        """What it comes to."""
        return self._ask("tell")

    def close(self) -> None:
        """It is not needed any more."""
        self._pipe.send("")

    def _ask(self, what: str) -> Any:
        self._pipe.send(what)
        return self._pipe.recv()


@contextmanager
def apart(
    make: Callable[..., Judge], names: Sequence[str], *args: Any
) -> Iterator[dict[str, Apart]]:
    """What `make` makes of each name and of the rest, in a process each."""
    found: dict[str, Apart] = {}
    environ.update(KEPT)
    try:
        for name in names:
            own, other = get_context("spawn").Pipe()
            get_context("spawn").Process(target=_serve, args=(other, make, name, *args)).start()
            found[name] = Apart(own)
        yield found
    finally:
        for one in found.values():
            one.close()
        for name in KEPT:
            del environ[name]


def _serve(pipe: Connection, make: Callable[..., Judge], *args: Any) -> None:
    judge = make(*args)
    while asked := pipe.recv():
        found = gc.collect() if asked == "collect" else judge(None)
        pipe.send(found if asked == "tell" else None)
