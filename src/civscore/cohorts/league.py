"""The league table: communities by their totals, equals beside each other.

What is unproven may still count, so a rank goes from the best it can come to, to the worst.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from civscore.cohorts.journal import Outcome
from civscore.cohorts.ranking import Pool
from civscore.cohorts.results import Cells

NAMES = ("league", "rank", "rank_last", "id", "name", "earned", "possible", "tier", "possible_tier")


def league_table(outcomes: Sequence[Outcome]) -> Iterator[Cells]:
    """League by league, by what they have for certain; those set aside are not in it."""
    leagues: dict[str, list[Cells]] = {}
    for one in outcomes:
        if one.cells is not None:
            leagues.setdefault(one.league, []).append(one.cells)
    for league in sorted(leagues):
        yield from _ranked(league, leagues[league])


def _ranked(league: str, found: Sequence[Cells]) -> Iterator[Cells]:
    ends = [
        (_total(one, "earned"), _total(one, "earned") + _total(one, "unproven")) for one in found
    ]
    pool = Pool(
        (n, (_millionths(low), _millionths(high)), True) for n, (low, high) in enumerate(ends)
    )
    listed = sorted(range(len(found)), key=lambda n: (-ends[n][0], -ends[n][1]))
    for number in listed:
        low, high = ends[number]
        first, _ = pool.ranks(number, (_millionths(low), _millionths(high)))
        line = found[number]
        beside = {name: line[name] for name in ("id", "name", "earned", "tier", "possible_tier")}
        ranks = {"rank": Decimal(first[0]), "rank_last": Decimal(first[1])}
        yield {"league": league or None, **ranks, **beside, "possible": high}


def _total(line: Cells, part: str) -> Decimal:
    value = line[part]
    return value if isinstance(value, Decimal) else Decimal(0)


def _millionths(points: Decimal) -> int:
    return int(points.scaleb(6))
