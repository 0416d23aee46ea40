"""How things are measured: in turns, many times, by the median; and where the table goes.

A machine is never quiet. So what is compared runs in turns in one go, a ratio is taken within
each turn, and of all turns the median is kept: a slow second slows both.
"""

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, Final

OPENING, CLOSING = "<!-- measured -->", "<!-- /measured -->"

MAXRSS: Final = """
import os, subprocess, sys
started = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(os.wait4(started.pid, 0)[2].ru_maxrss)
"""
"""Started in between, as a child is charged with the memory of the process that forked it."""


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


def write_measured(document: Path, text: str) -> None:
    """Put a text between the two marks of a document."""
    before, opening, rest = document.read_text(encoding="utf-8").partition(OPENING)
    _, closing, after = rest.partition(CLOSING)
    if not (opening and closing):
        raise SystemExit(f"{document} lacks {OPENING} … {CLOSING}")
    whole = f"{before}{OPENING}\n\n{text}\n\n{CLOSING}{after}"
    document.write_text(whole, encoding="utf-8", newline="\n")
