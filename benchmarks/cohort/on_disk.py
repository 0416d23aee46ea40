"""From Parquet to Parquet: `civscore batch` beside polars, and how much memory each takes."""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from time import perf_counter
from typing import Final, NamedTuple

from engine import DAY, wrong_of
from making import standard
from measuring import Job, Result, civscore_command, in_turns, peak_megabytes, run
from tables import read_results, rows_in, write_communities

CRITERIA: Final = 100
UNKNOWN: Final = 0.1
TURNS: Final = 3
PEER: Final = Path(__file__).parent / "peers" / "by_polars.py"
AS_QUICK: Final = 1
GROWTH, MEGABYTES = 1.15, 400
PEERS: Final[Mapping[str, tuple[str, ...]]] = {"polars": (), "whole": ("whole",)}
"""How each is called: polars writes what it has to, or as many columns as civscore."""


class Room(NamedTuple):
    """A folder with a standard, communities to judge by it, and what they come to."""

    folder: Path

    @property
    def source(self) -> Path:
        """The communities."""
        return self.folder / "communities.parquet"

    def filled(self, rows: int, unknown: float) -> "Room":
        """With so many communities."""
        (self.folder / "standard.toml").write_text(standard(CRITERIA), encoding="utf-8")
        write_communities(self.source, CRITERIA, rows, unknown=unknown)
        return self

    def result(self, name: str) -> Path:
        """What civscore, or polars, makes of them."""
        return self.folder / f"{name}.parquet"

    def command(self, name: str) -> tuple[str, ...]:
        """The command that does it."""
        source, result = str(self.source), str(self.result(name))
        if name in PEERS:
            return sys.executable, str(PEER), source, result, f"{CRITERIA}", *PEERS[name]
        plan = str(self.folder / "standard.toml")
        return civscore_command(), "batch", plan, source, "--as-of", f"{DAY}", "-o", result

    def job(self, name: str) -> Job:
        """It run from its start to its end."""

        def act(_: None) -> None:
            done = run(self.command(name))
            assert done.returncode == 0, done.stderr

        return Job(act)

    def peak(self, name: str) -> tuple[float, float]:
        """The most memory it has, in MB, and its seconds."""
        self.result(name).unlink(missing_ok=True)
        start = perf_counter()
        found = peak_megabytes(self.command(name))
        assert rows_in(self.result(name)) == rows_in(self.source), name
        return found, perf_counter() - start


def file_to_file(folder: Path, rows: int) -> Iterator[Result]:
    """Programs from their start to their end, on one thread."""
    for how, unknown in (("格格填报", 0.0), ("一成格子未填报", UNKNOWN)):
        room = Room(folder).filled(rows, unknown)
        times = in_turns({name: room.job(name) for name in (*PEERS, "civscore")}, TURNS)
        ours, theirs, whole = times["civscore"], times["polars"], times["whole"]
        exact, other = (read_results(room.result(name)) for name in ("civscore", "polars"))
        wrong, ratio = wrong_of(exact, [other]), theirs.ratio(ours)
        kept = ("", None) if unknown else (f"polars 的 {AS_QUICK} 倍", ratio >= AS_QUICK)
        yield Result(wrong.told(f"手写 polars，读写 Parquet，{how}"), f"{theirs.median:.2f} s")
        name = f"`civscore batch`，读写 Parquet，{how}"
        yield Result(name, f"{ours.median:.2f} s", "手写 polars", ratio, *kept)
        name = f"手写 polars，写出一样多的列，{how}"
        yield Result(name, f"{whole.median:.2f} s", "civscore 是它的", whole.ratio(ours))


def memory(folder: Path, rows: int, most: int) -> Iterator[Result]:
    """The most that a run has at once; civscore's is not to grow with the number."""
    room, what = Room(folder).filled(rows, UNKNOWN), "`civscore batch`，{} 个，内存峰值"
    theirs, seconds = room.peak("polars")
    yield Result(f"手写 polars，{rows} 个，内存峰值", f"{theirs:.0f} MB，{seconds:.1f} s")
    first, seconds = room.peak("civscore")
    kept = f"{MEGABYTES} MB", first < MEGABYTES
    yield Result(what.format(rows), f"{first:.0f} MB，{seconds:.1f} s", "", None, *kept)
    found, seconds = room.filled(most, UNKNOWN).peak("civscore")
    told, ratio = f"{found:.0f} MB，{seconds:.1f} s", found / first
    kept = f"{MEGABYTES} MB，{GROWTH} 倍", found < MEGABYTES and ratio <= GROWTH
    yield Result(what.format(most), told, f"{rows} 个时", ratio, *kept)
