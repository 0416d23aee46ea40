"""What one community costs, and one criterion of it, as their number grows."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from engine import Made, by_civscore
from making import columns
from measuring import Job, Result, Times, in_turns

import civscore

CRITERIA: Final = 100
UNKNOWN: Final = 0.1
TURNS: Final = 5
GROWTH: Final = (1, 2, 4, 8)

Plans = Callable[[int], civscore.Plan]


def by_rows(plan: Plans, rows: int) -> Iterator[Result]:
    """The cost of a community does not grow with their number."""
    standard, made = plan(CRITERIA), columns(CRITERIA, rows * GROWTH[-1], unknown=UNKNOWN)
    sizes = [rows * times for times in GROWTH]
    jobs = {size: by_civscore(standard, _first(made, size)) for size in sizes}
    times = _times(jobs)
    for size in sizes:
        what = f"{size} 个社区，{CRITERIA} 条，一成未填报"
        yield _cost(
            what, times, (size, sizes[0]), ("µs/个", 10**6 / size), f"{sizes[0]} 个时的每个"
        )


def by_criteria(plan: Plans, rows: int) -> Iterator[Result]:
    """Nor that of a criterion."""
    sizes = [CRITERIA // 4 * times for times in GROWTH]
    jobs = {size: by_civscore(plan(size), columns(size, rows, unknown=UNKNOWN)) for size in sizes}
    times = _times(jobs)
    for size in sizes:
        what = f"{size} 条，{rows} 个社区，一成未填报"
        unit = "ns/个·条", 10**9 / rows / size
        yield _cost(what, times, (size, sizes[0]), unit, f"{sizes[0]} 条时的每条")


def _first(made: Made, rows: int) -> Made:
    return {
        name: one._replace(
            units=one.units[:rows], missing=None if one.missing is None else one.missing[:rows]
        )
        for name, one in made.items()
    }


def _times(jobs: dict[int, Callable[[Any], Any]]) -> dict[int, Times]:
    found = in_turns({str(size): Job(judge) for size, judge in jobs.items()}, TURNS)
    return {int(size): times for size, times in found.items()}


def _cost(
    what: str, times: dict[int, Times], sizes: tuple[int, int], unit: tuple[str, float], peer: str
) -> Result:
    """The cost of each, and how many times that of the first size."""
    size, first = sizes
    name, share = unit
    found = f"{times[size].median * share:.3g} {name}，共 {times[size].median * 1000:.0f} ms"
    return Result(what, found, peer, times[size].ratio(times[first]) * first / size)
