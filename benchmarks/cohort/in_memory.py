"""Typed columns in memory to columns of results in memory: civscore beside its peers."""

from collections.abc import Callable, Iterator
from typing import Any, Final

import bundled
from engine import DAY, Made, by_civscore, check_ranges, gaps, in_chunks, right, wrong_of, zeroed
from making import columns, frame_of
from measuring import Job, Result, Times, in_turns
from peers.by_hand import by_hand
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
RECORDED_ALL, RECORDED_PARTLY = "格格填报", "一成格子未填报"
OURS, HAND, ZEN = "civscore", "手写 numpy", "zen-engine"


def recorded(plan: Callable[[int], civscore.Plan], rows: int) -> Iterator[Result]:
    """A hundred criteria, everything recorded, beside all peers."""
    made, standard = columns(CRITERIA, rows, unknown=0), plan(CRITERIA)
    frame = frame_of(made)
    ours, peers = by_civscore(standard, made), _peers(made)
    exact = right(ours(None))
    wrong = {name: wrong_of(exact, judge(None)) for name, judge in peers.items()}
    jobs = {OURS: Job(ours), **{name: Job(judge) for name, judge in peers.items()}}
    jobs["frame"] = Job(lambda _: civscore.score_frame(standard, frame, as_of=DAY))
    times = in_turns(jobs, TURNS)
    for name in peers:
        times[name].seconds = [one / wrong[name].rows * rows for one in times[name].seconds]
    hand = times.pop(HAND)
    yield Result(wrong[HAND].told(HAND), speed(hand, rows))
    yield beside(f"civscore，{RECORDED_ALL}", times[OURS], hand, rows, RECORDED)
    yield beside(f"`score_frame`，{RECORDED_ALL}，表进表出", times["frame"], hand, rows)
    for name in [one for one in peers if one != HAND]:
        limit, ratio = FASTER.get(name), times[name].ratio(times[OURS])
        told = (f"{limit} 倍", ratio >= limit) if limit else ("", None)
        yield Result(
            wrong[name].told(name), speed(times[name], rows), "civscore 是它的", ratio, *told
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
    wrong = wrong_of(right(exact), hand(None))
    yield Result(wrong.told("手写 numpy，空格当作零，不算区间"), speed(times[HAND], rows))
    yield beside(f"civscore，{RECORDED_PARTLY}", times[OURS], times[HAND], rows, PARTLY)
    yield beside("手写 numpy，算出已得、待证、已失", times["ranged"], times[HAND], rows)
    yield beside(f"civscore，{RECORDED_PARTLY}", times[OURS], times["ranged"], rows)


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
    ratio = (times["alone"].median / ALONE) / (times["many"].median / rows)
    found = f"{ALONE / times['alone'].median:.0f} 个/秒"
    yield Result(f"逐个评定，{RECORDED_PARTLY}", found, "按列评定是它的", ratio)


def community(_: Callable[[int], civscore.Plan], rows: int) -> Iterator[Result]:
    """The bundled standard of civilised communities, as far as a table can tell."""
    standard, rows, few = bundled.standard(), rows // 2, ALONE * 2
    ours, hand = dict[str, Judge](), dict[str, Judge]()
    for how, unknown in ((RECORDED_ALL, 0.0), (RECORDED_PARTLY, UNKNOWN)):
        made = bundled.columns(standard, rows, unknown=unknown)
        ours[how], hand[how] = by_civscore(standard, made), in_chunks(by_hand, made)
    wrong = {how: wrong_of(right(ours[how](None)), hand[how](None)) for how in ours}
    table = table_of(bundled.columns(standard, few, unknown=UNKNOWN))
    jobs = {f"ours {how}": Job(judge) for how, judge in ours.items()}
    jobs |= {f"hand {how}": Job(judge) for how, judge in hand.items()}
    jobs["alone"] = Job(lambda _: list(judge_table(table, standard, DAY)))
    times = in_turns(jobs, FEWER)
    for how, limit in ((RECORDED_ALL, RECORDED), (RECORDED_PARTLY, PARTLY)):
        peer, own = times[f"hand {how}"], times[f"ours {how}"]
        yield Result(wrong[how].told(f"文明社区，{HAND}，{how}"), speed(peer, rows))
        yield beside(f"文明社区，civscore，{how}", own, peer, rows, limit)
    each = times["alone"].median / few
    ratio = each * rows / times[f"ours {RECORDED_PARTLY}"].median
    name = f"文明社区，逐个评定，{RECORDED_PARTLY}"
    yield Result(name, f"{1 / each:.0f} 个/秒", "按列评定是它的", ratio)


def speed(times: Times, rows: int) -> str:
    """So many communities a second."""
    each = rows / times.median
    return f"{each / 10**6:.2f} 百万个/秒" if each > 10**5 else f"{each:.0f} 个/秒"


def beside(what: str, times: Times, peer: Times, rows: int, limit: float | None = None) -> Result:
    """What of the speed of hand-written numpy is reached."""
    ratio = peer.ratio(times)
    bound, is_kept = ("", None) if limit is None else (f"{HAND} 的 {limit} 倍", ratio >= limit)
    return Result(what, speed(times, rows), HAND, ratio, bound, is_kept)
