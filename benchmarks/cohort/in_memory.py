"""Typed columns in memory to columns of results in memory: civscore beside its peers."""

from collections.abc import Callable, Iterator
from typing import Any, Final

import bundled
from engine import DAY, Made, by_civscore, check_ranges, gaps, in_chunks, right, zeroed
from making import columns, frame_of
from measuring import Job, Result, Times, in_turns
from peers.by_intervals import by_intervals
from peers.by_numpy import by_numpy
from peers.by_openfisca import by_openfisca
from peers.by_pandas import by_pandas
from peers.by_polars import by_polars
from peers.by_zen import as_context, by_zen

import civscore
from civscore.cohorts.judging import judge_table
from civscore.cohorts.rows import Table

CRITERIA: Final = 100
UNKNOWN: Final = 0.1
ALONE: Final = 50
ONE_BY_ONE: Final = 1000
"""Communities for a peer that takes them one by one."""

TURNS: Final = 5
FEWER: Final = 3
RECORDED, PARTLY = 0.6, 0.4
FASTER: Final = {"OpenFisca-core": 3, "手写 pandas，浮点数": 4, "zen-engine": 500}
"""How many times faster than each of these civscore is to be."""

Judge = Callable[[Any], Any]
OURS, HAND, ZEN = "civscore", "手写 numpy", "zen-engine"


def recorded(plan: Callable[[int], civscore.Plan], rows: int) -> Iterator[Result]:
    """A hundred criteria, everything recorded, beside all peers."""
    made, standard = columns(CRITERIA, rows, unknown=0), plan(CRITERIA)
    frame = frame_of(made)
    ours, peers = by_civscore(standard, made), _peers(made)
    exact = right(ours(None))
    wrong = {name: exact.wrong(judge(None)) for name, judge in peers.items()}
    jobs = {OURS: Job(ours), **{name: Job(judge) for name, judge in peers.items()}}
    jobs["frame"] = Job(lambda _: civscore.score_frame(standard, frame, as_of=DAY))
    times = in_turns(jobs, TURNS)
    for name in peers:
        times[name].seconds = [one / wrong[name][-1] * rows for one in times[name].seconds]
    hand = times.pop(HAND)
    yield Result(_named(HAND, wrong[HAND]), speed(hand, rows))
    yield beside("civscore，全部填报", times[OURS], hand, rows, RECORDED)
    yield beside("`score_frame`，全部填报，表进表出", times["frame"], hand, rows)
    for name in [one for one in peers if one != HAND]:
        limit, ratio = FASTER.get(name), times[name].ratio(times[OURS])
        told = (f"{limit} 倍", ratio >= limit) if limit else ("", None)
        yield Result(
            _named(name, wrong[name]), speed(times[name], rows), "civscore 是它的", ratio, *told
        )


def _peers(made: Made) -> dict[str, Judge]:
    """All of them, by name."""
    given, judge = by_openfisca(CRITERIA)
    framed, polars = by_polars(CRITERIA)
    frames = [framed(chunk) for chunk in zeroed(made)]
    first = zip(*(one.units[:ONE_BY_ONE].tolist() for one in made.values()), strict=True)
    contexts = [as_context(list(made), cells) for cells in first]
    zen = by_zen(CRITERIA)
    return {
        HAND: in_chunks(by_numpy(CRITERIA), made),
        "手写 polars": lambda _: [polars(one) for one in frames],
        "OpenFisca-core": in_chunks(lambda cells: judge(given(cells)), made),
        "手写 pandas，浮点数": in_chunks(by_pandas(CRITERIA), made),
        ZEN: lambda _: [zen(contexts)],
    }


def _named(name: str, wrong: tuple[int, int, int]) -> str:
    totals, tiers, rows = wrong
    return f"{name}，{rows} 个，错总分 {totals} 个、等级 {tiers} 个"


def partly(plan: Callable[[int], civscore.Plan], rows: int) -> Iterator[Result]:
    """The same with a tenth of the cells empty."""
    made = columns(CRITERIA, rows, unknown=UNKNOWN)
    ours, hand = by_civscore(plan(CRITERIA), made), in_chunks(by_numpy(CRITERIA), made)
    chunks = list(zip(zeroed(made), gaps(made), strict=True))
    ranged = by_intervals(CRITERIA)
    jobs: dict[str, Judge] = {OURS: ours, HAND: hand}
    jobs["ranged"] = lambda _: [ranged(one) for one in chunks]
    exact = ours(None)
    check_ranges(exact, jobs["ranged"](None))
    times = in_turns({name: Job(one) for name, one in jobs.items()}, TURNS)
    wrong = right(exact).wrong(hand(None))
    yield Result(_named("手写 numpy，空格当作零，不算区间", wrong), speed(times[HAND], rows))
    yield beside("civscore，一成格子未填报", times[OURS], times[HAND], rows, PARTLY)
    yield beside("手写 numpy，算出已得、待证、已失", times["ranged"], times[HAND], rows)
    yield beside("civscore，一成格子未填报", times[OURS], times["ranged"], rows)


def table_of(made: Made) -> Table:
    """Cell by cell."""
    frame = frame_of(made)
    cells = frame.astype(object).where(frame.notna(), None).to_numpy().tolist()
    return Table("", tuple(frame.columns), tuple(cells))


def alone(plan: Callable[[int], civscore.Plan], rows: int) -> Iterator[Result]:
    """The same communities through the engine of one, as far as that can be waited for."""
    standard, table = plan(CRITERIA), table_of(columns(CRITERIA, ALONE, unknown=UNKNOWN))
    many = by_civscore(standard, columns(CRITERIA, rows, unknown=UNKNOWN))
    jobs = {"alone": Job(lambda _: list(judge_table(table, standard, DAY))), "many": Job(many)}
    times = in_turns(jobs, TURNS)
    each, all_of_them = times["alone"].median / ALONE, times["many"].median / rows
    yield Result(
        "逐个评定，一成格子未填报", f"{1 / each:.0f} 个/秒", "按列评定是它的", each / all_of_them
    )


def community(_: Callable[[int], civscore.Plan], rows: int) -> Iterator[Result]:
    """The bundled standard of civilised communities, as far as a table can tell."""
    standard, rows = bundled.standard(), rows // 2
    name = f"文明社区，{len(standard.criteria)} 条，{rows} 个社区"
    jobs, few = dict[str, Job](), ALONE * 2
    for how, unknown in (("填报齐全", 0.0), ("一成未填报", UNKNOWN)):
        made = bundled.columns(standard, rows, unknown=unknown)
        jobs[how] = Job(by_civscore(standard, made))
    table = table_of(bundled.columns(standard, few, unknown=UNKNOWN))
    jobs["alone"] = Job(lambda _: list(judge_table(table, standard, DAY)))
    times = in_turns(jobs, FEWER)
    each = times["alone"].median / few
    yield Result("文明社区，逐个评定，一成未填报", f"{1 / each:.0f} 个/秒")
    for how in ("填报齐全", "一成未填报"):
        ratio = each * rows / times[how].median
        yield Result(f"{name}，{how}", speed(times[how], rows), "逐个评定", ratio)


def speed(times: Times, rows: int) -> str:
    """So many communities a second."""
    each = rows / times.median
    return f"{each / 10**6:.2f} 百万个/秒" if each > 10**5 else f"{each:.0f} 个/秒"


def beside(
    what: str, times: Times, peer: Times, rows: int, limit: float | None = None, name: str = HAND
) -> Result:
    """What of the speed of a peer is reached."""
    ratio = peer.ratio(times)
    bound, is_kept = ("", None) if limit is None else (f"{name} 的 {limit} 倍", ratio >= limit)
    return Result(what, speed(times, rows), name, ratio, bound, is_kept)
