"""civscore and its peers, each given columns in chunks of the same size; what each comes to."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final, NamedTuple

import numpy as np
from making import LEVELS, TIERS, Array, Column
from peers import Judged as Peers
from peers.by_intervals import Ranged

import civscore
from civscore.cohorts.cells import Cells, Coded, Whole
from civscore.cohorts.columnar.chunks import CHUNK, Judged, Judging
from civscore.cohorts.columnar.figures import Figures, Shown
from civscore.cohorts.rows import Table

DAY: Final = date(2026, 6, 30)
NO_TABLE: Final = Table("", (), ())
Made = Mapping[str, Column]


def rows_of(made: Made) -> int:
    """How many communities."""
    return len(next(iter(made.values())).units)


def by_civscore(plan: civscore.Plan, made: Made) -> Callable[[Any], list[Judged]]:
    """Chunk after chunk of typed columns, as they come from a file, to columns of results."""
    rows = rows_of(made)
    chunks = [
        ({name: _cells(one, slice(start, start + CHUNK)) for name, one in made.items()}, start)
        for start in range(0, rows, CHUNK)
    ]
    judging = Judging(plan, DAY)
    return lambda _: [
        judging.judged(NO_TABLE, cells, min(CHUNK, rows - start), start) for cells, start in chunks
    ]


def _cells(one: Column, part: slice) -> Cells:
    """As they are read from Parquet: codes in 8 bits, numbers in 32, decimals in 64."""
    units = one.units[part]
    missing = None if one.missing is None else one.missing[part]
    if one.kind in {"flag", "level"}:
        values: Any = (False, True) if one.kind == "flag" else tuple(one.words or reversed(LEVELS))
        codes = units if missing is None else np.where(missing, -1, units)
        return Coded(codes.astype(np.int8), values, missing is None)
    if one.kind == "measure":
        return Whole(units, 1, missing, is_decimal=True)
    return Whole(units.astype(np.int32), 0, missing)


def in_chunks(judge: Callable[[Any], Any], made: Made) -> Callable[[Any], list[Any]]:
    """A peer, given chunks of the same size; what is not recorded is zero for it."""
    chunks = list(zeroed(made))
    return lambda _: [judge(one) for one in chunks]


def zeroed(made: Made) -> Iterator[dict[str, Array]]:
    """Chunks of whole numbers, zero where nothing is recorded."""
    units = {
        name: one.units if one.missing is None else np.where(one.missing, 0, one.units)
        for name, one in made.items()
    }
    for start in range(0, rows_of(made), CHUNK):
        yield {name: one[start : start + CHUNK] for name, one in units.items()}


def gaps(made: Made) -> Iterator[dict[str, Array]]:
    """Where nothing is recorded, chunk by chunk."""
    rows = rows_of(made)
    every = {
        name: np.zeros(rows, dtype=bool) if one.missing is None else one.missing
        for name, one in made.items()
    }
    for start in range(0, rows, CHUNK):
        yield {name: one[start : start + CHUNK] for name, one in every.items()}


class Wrong(NamedTuple):
    """How many totals, to the last decimal, and tiers of a peer are others; of how many."""

    totals: int
    tiers: int
    rows: int

    def told(self, name: str) -> str:
        """Behind the name of the peer."""
        return f"{name}，{self.rows} 个，错总分 {self.totals} 个、等级 {self.tiers} 个"


def wrong_of(ours: Peers, theirs: Iterable[Peers]) -> Wrong:
    """What of a peer, in the order of rows, is not as civscore says; it may have fewer rows."""
    every = list(theirs)
    total = np.concatenate([np.rint(one.total.astype(float) * one.unit) for one in every])
    tier = np.concatenate([one.tier for one in every])
    rows = len(total)
    wrong = (ours.total[:rows] != total), (ours.tier[:rows] != tier)
    return Wrong(int(wrong[0].sum()), int(wrong[1].sum()), rows)


def right(chunks: list[Judged]) -> Peers:
    """Totals and tiers of all chunks, in the order of rows."""
    return Peers(hundredths(chunks, "earned"), [], tiers(chunks, "tier"))


def hundredths(chunks: list[Judged], name: str) -> Array:
    """A column of points, as hundredths."""
    return np.concatenate([_hundredths(one.columns[name]) for one in chunks])


def tiers(chunks: list[Judged], name: str) -> Array:
    """A column of tiers, as their places."""
    return np.concatenate([_places(one.columns[name]) for one in chunks])


def check_ranges(ours: list[Judged], theirs: list[Ranged]) -> None:
    """Whether a peer that knows of unknown cells says the same, to the last digit."""
    sections = [name.removesuffix("earned") for name in ours[0].columns if name.endswith("earned")]
    for prefix, at in zip(sections, range(-1, len(sections)), strict=False):
        parts = zip(*((one.sections[at] if at >= 0 else one.total) for one in theirs), strict=True)
        for name, part in zip(("earned", "unproven", "lost"), parts, strict=True):
            assert (hundredths(ours, prefix + name) == np.concatenate(part)).all(), prefix + name
    for name in ("tier", "possible_tier"):
        theirs_too = np.concatenate([getattr(one, name) for one in theirs])
        assert (tiers(ours, name) == theirs_too).all(), name


def _hundredths(shown: Shown) -> Array:
    assert isinstance(shown, Figures)
    units, rest = np.divmod(shown.units.astype(np.int64) * 100, shown.scale)
    assert not rest.any()
    return units


def _places(shown: Shown) -> Array:
    assert not isinstance(shown, Figures)
    places = list(TIERS)
    return np.array([*(places.index(word) for word in shown.words), -1])[shown.codes]
