"""Typed columns in memory to columns of results in memory: civscore beside its peers."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

import bundled
from apart import Judge, apart
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

TURNS: Final = 9
FEWER: Final = 3
RECORDED, PARTLY = 0.6, 0.4
FASTER: Final = {"OpenFisca-core": 3, "手写 pandas，浮点数": 4, "zen-engine": 500}
"""How many times faster than each of these civscore is to be."""

Plans = Callable[[int], civscore.Plan]
RECORDED_ALL, RECORDED_PARTLY = "格格填报", "一成格子未填报"
OURS, HAND, ZEN, FISCA = "civscore", "手写 numpy", "zen-engine", "OpenFisca-core"
FRAME, RANGED = "frame", "ranged"


def recorded(plan: Plans, rows: int) -> Iterator[Result]:
    """A hundred criteria, everything recorded, beside all peers."""
    with apart(judge_of, (OURS, FRAME, *PEERS), plan, rows, 0.0) as judges:
        exact = right(judges[OURS].found())
        wrong = {name: wrong_of(exact, judges[name].found()) for name in PEERS}
        times = in_turns({name: one.job for name, one in judges.items()}, TURNS)
    for name in PEERS:
        times[name].seconds = [one / wrong[name].rows * rows for one in times[name].seconds]
    hand = times[HAND]
    yield Result(wrong[HAND].told(HAND), speed(hand, rows))
    yield beside(f"civscore，{RECORDED_ALL}", times[OURS], hand, rows, RECORDED)
    yield beside(f"`score_frame`，{RECORDED_ALL}，表进表出", times[FRAME], hand, rows)
    for name in [one for one in PEERS if one != HAND]:
        limit, ratio = FASTER.get(name), times[name].ratio(times[OURS])
        told = (f"{limit} 倍", ratio >= limit) if limit else ("", None)
        yield Result(
            wrong[name].told(name), speed(times[name], rows), "civscore 是它的", ratio, *told
        )


def partly(plan: Plans, rows: int) -> Iterator[Result]:
    """The same with a tenth of the cells empty."""
    with apart(judge_of, (OURS, HAND, RANGED), plan, rows, UNKNOWN) as judges:
        exact = judges[OURS].found()
        check_ranges(exact, judges[RANGED].found())
        wrong = wrong_of(right(exact), judges[HAND].found())
        times = in_turns({name: one.job for name, one in judges.items()}, TURNS)
    yield Result(wrong.told("手写 numpy，空格当作零，不算区间"), speed(times[HAND], rows))
    yield beside(f"civscore，{RECORDED_PARTLY}", times[OURS], times[HAND], rows, PARTLY)
    yield beside("手写 numpy，算出已得、待证、已失", times[RANGED], times[HAND], rows)
    yield beside(f"civscore，{RECORDED_PARTLY}", times[OURS], times[RANGED], rows)


def judge_of(name: str, plan: Plans, rows: int, unknown: float) -> Judge:
    """Somebody who judges so many communities, by name."""
    made = columns(CRITERIA, rows, unknown=unknown)
    if name in PEERS:
        return PEERS[name](made)
    if name == FRAME:
        standard, frame = plan(CRITERIA), frame_of(made)
        return lambda _: civscore.score_frame(standard, frame, as_of=DAY)
    if name == RANGED:
        chunks, ranged = list(zip(zeroed(made), gaps(made), strict=True)), by_intervals(CRITERIA)
        return lambda _: [ranged(one) for one in chunks]
    return by_civscore(plan(CRITERIA), made)


def _numpy(made: Made) -> Judge:
    return in_chunks(by_numpy(CRITERIA), made)


def _fisca(made: Made) -> Judge:
    given, judge = by_openfisca(CRITERIA)
    return in_chunks(lambda cells: judge(given(cells)), made)


def _polars(made: Made) -> Judge:
    framed, judge = by_polars(CRITERIA)
    frames = [framed(chunk) for chunk in zeroed(made)]
    return lambda _: [judge(one) for one in frames]


def _pandas(made: Made) -> Judge:
    return in_chunks(by_pandas(CRITERIA), made)


def _zen(made: Made) -> Judge:
    first = zip(*(one.units[:ONE_BY_ONE].tolist() for one in made.values()), strict=True)
    contexts, judge = [as_context(list(made), cells) for cells in first], by_zen(CRITERIA)
    return lambda _: [judge(contexts)]


PEERS: Final[Mapping[str, Callable[[Made], Judge]]] = {
    HAND: _numpy,
    "手写 polars": _polars,
    FISCA: _fisca,
    "手写 pandas，浮点数": _pandas,
    ZEN: _zen,
}
"""All of them, by name."""


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


def community(_: Plans, rows: int) -> Iterator[Result]:
    """The bundled standard of civilised communities, as far as a table can tell."""
    standard, rows, few = bundled.standard(), rows // 2, ALONE * 2
    table = table_of(bundled.columns(standard, few, unknown=UNKNOWN))
    one_by_one = Job(lambda _: list(judge_table(table, standard, DAY)))
    for how, unknown in ((RECORDED_ALL, 0.0), (RECORDED_PARTLY, UNKNOWN)):
        with apart(_bundled, (OURS, HAND), rows, unknown) as judges:
            wrong = wrong_of(right(judges[OURS].found()), judges[HAND].found())
            jobs = {name: one.job for name, one in judges.items()}
            times = in_turns({**jobs, "alone": one_by_one}, FEWER)
        yield Result(wrong.told(f"文明社区，{HAND}，{how}"), speed(times[HAND], rows))
        yield beside(f"文明社区，civscore，{how}", times[OURS], times[HAND], rows)
    each = times["alone"].median / few
    ratio = each * rows / times[OURS].median
    name = f"文明社区，逐个评定，{RECORDED_PARTLY}"
    yield Result(name, f"{1 / each:.0f} 个/秒", "按列评定是它的", ratio)


def _bundled(name: str, rows: int, unknown: float) -> Judge:
    standard = bundled.standard()
    made = bundled.columns(standard, rows, unknown=unknown)
    return by_civscore(standard, made) if name == OURS else in_chunks(by_hand, made)


def speed(times: Times, rows: int) -> str:
    """So many communities a second."""
    each = rows / times.median
    return f"{each / 10**6:.2f} 百万个/秒" if each > 10**5 else f"{each:.0f} 个/秒"


def beside(what: str, times: Times, peer: Times, rows: int, limit: float | None = None) -> Result:
    """What of the speed of hand-written numpy is reached."""
    ratio = peer.ratio(times)
    bound, is_kept = ("", None) if limit is None else (f"{HAND} 的 {limit} 倍", ratio >= limit)
    return Result(what, speed(times, rows), HAND, ratio, bound, is_kept)
