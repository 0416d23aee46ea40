"""The league table: communities by their totals, equals beside each other.

What is unproven may still count, so a rank goes from the best it can come to, to the worst.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from civscore.cohorts.pieces import Piece
from civscore.cohorts.ranking import Pool
from civscore.cohorts.results import Cells

_KEPT = ("id", "name", "earned", "unproven", "tier", "possible_tier")
NAMES = ("league", "rank", "rank_last", "id", "name", "earned", "possible", "tier", "possible_tier")


class Leagues:
    """Communities by their leagues; of each only what the table says of it is kept."""

    def __init__(self) -> None:
        self._leagues: dict[str, list[Cells]] = {}

    def add(self, piece: Piece) -> None:
        """Some more; those set aside are not in it."""
        columns = [piece.cells(name, Decimal, str) for name in _KEPT]
        leagues = piece.leagues or [""] * piece.size
        for league, *cells in zip(leagues, *columns, strict=True):
            self._leagues.setdefault(league, []).append(dict(zip(_KEPT, cells, strict=True)))

    def table(self) -> Iterator[Cells]:
        """League by league, by what they have for certain."""
        for league in sorted(self._leagues):
            yield from _ranked(league, self._leagues[league])


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
        beside = {name: line[name] for name in _KEPT if name != "unproven"}
        ranks = {"rank": Decimal(first[0]), "rank_last": Decimal(first[1])}
        yield {"league": league or None, **ranks, **beside, "possible": high}


def _total(line: Cells, part: str) -> Decimal:
    value = line[part]
    return value if isinstance(value, Decimal) else Decimal(0)


def _millionths(points: Decimal) -> int:
    return int(points.scaleb(6))
