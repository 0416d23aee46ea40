"""How things are measured: in turns, many times, by the median; and where the table goes.

A machine is never quiet. So what is compared runs in turns in one go, a ratio is taken within
each turn, and of all turns the median is kept: a slow second slows both.
"""

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, Final, NamedTuple

DOCUMENT: Final = Path(__file__).resolve().parents[1] / "docs" / "performance.md"
HEADS: Final = ("测什么", "结果", "同轮对照", "倍数", "界限", "达到")

MAXRSS: Final = """
import os, subprocess, sys
started = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(os.wait4(started.pid, 0)[2].ru_maxrss)
"""
"""Started in between, as a child is charged with the memory of the process that forked it."""


class Result(NamedTuple):
    """One row of the table."""

    what: str
    found: str
    peer: str = ""
    ratio: float | None = None
    limit: str = ""
    is_kept: bool | None = None

    def cells(self) -> tuple[str, ...]:
        """As it is printed."""
        ratio = "" if self.ratio is None else f"{self.ratio:.3g}"
        kept = {None: "", True: "是", False: "**否**"}[self.is_kept]
        return self.what, self.found, self.peer, ratio, self.limit, kept


@dataclass(frozen=True)
class Job:
    """Something to time. What `prepare` gives is handed to `act`; only `act` is timed."""

    act: Callable[[Any], object]
    prepare: Callable[[], Any] = lambda: None
    times: int = 1


@dataclass
class Times:
    """The seconds one job took, turn by turn."""

    seconds: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        """The middle one."""
        return median(self.seconds)

    def ratio(self, base: "Times") -> float:
        """How many times the base, by the median of the turns."""
        return median(one / other for one, other in zip(self.seconds, base.seconds, strict=True))


def in_turns(jobs: Mapping[str, Job], turns: int) -> dict[str, Times]:
    """Every job once in every turn, after one turn that does not count."""
    found = {name: Times() for name in jobs}
    for turn in range(turns + 1):
        for name, job in jobs.items():
            seconds = _once(job)
            if turn:
                found[name].seconds.append(seconds)
    return found


def _once(job: Job) -> float:
    total = 0.0
    for _ in range(job.times):
        given = job.prepare()
        start = perf_counter()
        job.act(given)
        total += perf_counter() - start
    return total / job.times


def environment() -> dict[str, str]:
    """The environment of an installed program, which has its .pyc files."""
    return {name: one for name, one in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def run(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Run a program to its end and keep what it printed."""
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", env=environment(), check=False
    )


def process(*command: str) -> Job:
    """The run of a program, from its start to its end."""
    return Job(lambda _: run(command))


def python(code: str, *arguments: str) -> tuple[str, ...]:
    """The command that runs this code with this interpreter."""
    return (sys.executable, "-c", code, *arguments)


def civscore_command() -> str:
    """The console script beside the running interpreter."""
    found = shutil.which("civscore", path=str(Path(sys.executable).parent))
    if found is None:
        raise SystemExit("civscore is not installed beside " + sys.executable)
    return found


def peak_megabytes(command: Sequence[str]) -> float:
    """The most memory a program had (ru_maxrss)."""
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return int(run(python(MAXRSS, *command)).stdout) * unit / 10**6


def setting() -> str:
    """When, and on what."""
    today = datetime.now().astimezone().date()
    version, cores = platform.python_version(), os.cpu_count()
    kind = f"{platform.python_implementation()} {version}，{platform.system()} {platform.machine()}"
    return f"{today}，{kind}，{cores} 核。"


def write_table(name: str, parts: Iterable[Iterable[Result]]) -> None:
    """Print each result as it comes; then all of them between the marks of that name."""
    rows: list[tuple[str, ...]] = [HEADS, ("---",) * len(HEADS)]
    for result in chain.from_iterable(parts):
        rows.append(result.cells())
        print("  ".join(cell for cell in result.cells() if cell), flush=True)
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    _write_between(f" {name}" if name else "", f"{setting()}\n\n{table}")


def _write_between(name: str, text: str) -> None:
    """Put a text between two marks of the document."""
    opening, closing = f"<!-- measured{name} -->", f"<!-- /measured{name} -->"
    before, found, rest = DOCUMENT.read_text(encoding="utf-8").partition(opening)
    _, end, after = rest.partition(closing)
    if not (found and end):
        raise SystemExit(f"{DOCUMENT} lacks {opening} … {closing}")
    whole = f"{before}{opening}\n\n{text}\n\n{closing}{after}"
    DOCUMENT.write_text(whole, encoding="utf-8", newline="\n")
