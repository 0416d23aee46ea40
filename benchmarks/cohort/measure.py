"""What a cohort costs: whole columns of communities, beside the same rules written by hand.

    python benchmarks/cohort/measure.py [ROWS]

makes the data, runs all peers in turns in the same run and writes the table in docs/performance.md.
What is measured begins with typed columns in memory and ends with columns of results in memory.
"""

import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import numpy as np

ROOT: Final = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "benchmarks"), str(Path(__file__).parent)]

from making import LEVELS, Column, columns, frame_of, plan_of  # noqa: E402
from measuring import Job, Result, Times, in_turns, write_table  # noqa: E402
from peers import Judged, by_numpy, by_pandas  # noqa: E402

import civscore  # noqa: E402
from civscore.cohorts.cells import Cells, Coded, Whole  # noqa: E402
from civscore.cohorts.chunks import CHUNK, Judging  # noqa: E402
from civscore.cohorts.judging import judge_table  # noqa: E402
from civscore.cohorts.rows import Table  # noqa: E402

DAY: Final = date(2026, 6, 30)
CRITERIA: Final = 100
UNKNOWN: Final = 0.1
ALONE: Final = 50
TURNS: Final = 5
RECORDED, PARTLY, FLOATS = 0.6, 0.4, 4  # limits
NO_TABLE: Final = Table("", (), ())


def main() -> None:
    """Measure everything, print it, and write it down."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with TemporaryDirectory() as folder:
        plan = partial(plan_of, folder=Path(folder))
        write_table("cohort", (one(plan, rows) for one in (in_memory, alone, by_rows, by_criteria)))


def cells_of(made: Mapping[str, Column], start: int) -> Mapping[str, Cells]:
    """A chunk of typed columns, as they come from a file."""
    return {name: _cells(one, slice(start, start + CHUNK)) for name, one in made.items()}


def _cells(one: Column, part: slice) -> Cells:
    units = one.units[part]
    missing = None if one.missing is None else one.missing[part]
    if one.kind in {"flag", "level"}:
        values: Any = (False, True) if one.kind == "flag" else tuple(reversed(LEVELS))
        return Coded(units if missing is None else np.where(missing, -1, units), values)
    return Whole(units, int(one.kind == "measure"), missing)


def by_civscore(plan: civscore.Plan, made: Mapping[str, Column]) -> Callable[[Any], Any]:
    """Chunk after chunk, to columns of results."""
    rows = len(next(iter(made.values())).units)
    chunks = [(cells_of(made, start), start) for start in range(0, rows, CHUNK)]
    judging = Judging(plan, DAY)

    def judge(_: Any) -> list[Any]:
        return [
            judging.judged(NO_TABLE, cells, min(CHUNK, rows - start), start).columns
            for cells, start in chunks
        ]

    return judge


def in_chunks(judge: Callable[[Any], Judged], made: Mapping[str, Column]) -> Callable[[Any], Any]:
    """A peer, given chunks of the same size; what is not recorded is zero for it."""
    rows = len(next(iter(made.values())).units)
    units = {
        name: one.units if one.missing is None else np.where(one.missing, 0, one.units)
        for name, one in made.items()
    }
    chunks = [
        {name: one[start : start + CHUNK] for name, one in units.items()}
        for start in range(0, rows, CHUNK)
    ]
    return lambda _: [judge(one) for one in chunks]


def in_memory(plan: Callable[[int], civscore.Plan], rows: int) -> Iterator[Result]:
    """A hundred criteria, with everything recorded and with a tenth of the cells empty."""
    judges: dict[str, Callable[[Any], Any]] = {}
    standard = plan(CRITERIA)
    for name, unknown in (("unknown", UNKNOWN), ("recorded", 0)):
        made = columns(CRITERIA, rows, unknown=unknown)
        judges[name] = by_civscore(standard, made)
        judges[f"numpy {name}"] = in_chunks(by_numpy(CRITERIA), made)
    judges["pandas"] = in_chunks(by_pandas(CRITERIA), made)
    frame = frame_of(made)
    judges["frame"] = lambda _: civscore.score_frame(standard, frame, as_of=DAY)
    jobs = {name: Job(judge) for name, judge in judges.items()}
    times = in_turns(jobs, TURNS)
    hand = times["numpy recorded"]
    yield Result(f"手写 numpy，{CRITERIA} 条，{rows} 个社区", _speed(hand, rows))
    yield _result("civscore，全部填报", times["recorded"], hand, rows, RECORDED)
    floats = times["pandas"]
    wrong = _wrong(judges["numpy recorded"](None), judges["pandas"](None))
    yield Result("手写 pandas，浮点数", _speed(floats, rows), "手写 numpy", 1 / floats.ratio(hand))
    yield Result(
        "手写 pandas，浮点数：总分（按两位小数）错、等级错", f"{wrong[0]} 个、{wrong[1]} 个"
    )
    ratio = floats.ratio(times["recorded"])
    yield Result("civscore，全部填报", "", "手写 pandas", ratio, f"{FLOATS} 倍", ratio >= FLOATS)
    yield _result("`score_frame`，全部填报，表进表出", times["frame"], hand, rows)
    hand = times["numpy unknown"]
    yield Result("手写 numpy，空格当作零，不算区间", _speed(hand, rows))
    yield _result("civscore，一成格子未填报", times["unknown"], hand, rows, PARTLY)


def _speed(times: Times, rows: int) -> str:
    return f"{rows / times.median / 10**6:.2f} 百万个/秒"


def _result(what: str, times: Times, peer: Times, rows: int, limit: float | None = None) -> Result:
    ratio = peer.ratio(times)
    bound, is_kept = ("", None) if limit is None else (f"手写 numpy 的 {limit} 倍", ratio >= limit)
    return Result(what, _speed(times, rows), "手写 numpy", ratio, bound, is_kept)


def _wrong(exact: list[Judged], other: list[Judged]) -> tuple[int, int]:
    """How many totals, to the last decimal that is printed, and tiers are wrong."""
    totals, tiers = 0, 0
    for one, two in zip(exact, other, strict=True):
        totals += int((one.total != np.rint(two.total * 100)).sum())
        tiers += int((one.tier != two.tier).sum())
    return totals, tiers


def alone(plan: Callable[[int], civscore.Plan], rows: int) -> Iterator[Result]:
    """The same communities through the engine of one, as far as that can be waited for."""
    made = columns(CRITERIA, ALONE, unknown=UNKNOWN)
    frame, standard = frame_of(made), plan(CRITERIA)
    cells = frame.astype(object).where(frame.notna(), None).to_numpy().tolist()
    table = Table("", tuple(frame.columns), tuple(cells))
    many = by_civscore(standard, columns(CRITERIA, rows, unknown=UNKNOWN))
    jobs = {"alone": Job(lambda _: list(judge_table(table, standard, DAY))), "many": Job(many)}
    times = in_turns(jobs, TURNS)
    each, all_of_them = times["alone"].median / ALONE, times["many"].median / rows
    yield Result("逐个评定，一成格子未填报", f"{1 / each:.0f} 个/秒")
    yield Result("按列评定，同一标准", _speed(times["many"], rows), "逐个评定", each / all_of_them)


def by_rows(plan: Callable[[int], civscore.Plan], rows: int) -> Iterator[Result]:
    """The cost of a row does not grow with their number."""
    sizes = [rows // 4, rows // 2, rows, rows * 2]
    standard = plan(CRITERIA)
    jobs = {
        str(size): Job(by_civscore(standard, columns(CRITERIA, size, unknown=UNKNOWN)))
        for size in sizes
    }
    times, first = in_turns(jobs, TURNS), str(sizes[0])
    for size in sizes:
        ratio = times[str(size)].ratio(times[first])
        seconds = f"{times[str(size)].median * 1000:.0f} ms"
        yield Result(f"{size} 个社区，{CRITERIA} 条，一成未填报", seconds, f"{first} 个", ratio)


def by_criteria(plan: Callable[[int], civscore.Plan], rows: int) -> Iterator[Result]:
    """Nor that of a criterion."""
    sizes = [CRITERIA // 4, CRITERIA // 2, CRITERIA, CRITERIA * 2]
    rows //= 2
    jobs = {
        str(size): Job(by_civscore(plan(size), columns(size, rows, unknown=UNKNOWN)))
        for size in sizes
    }
    times, first = in_turns(jobs, TURNS), str(sizes[0])
    for size in sizes:
        ratio = times[str(size)].ratio(times[first])
        seconds = f"{times[str(size)].median * 1000:.0f} ms"
        yield Result(f"{size} 条，{rows} 个社区，一成未填报", seconds, f"{first} 条", ratio)


if __name__ == "__main__":
    main()
