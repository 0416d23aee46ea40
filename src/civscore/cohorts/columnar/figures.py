"""What a table says of many communities: exact numbers in columns, and names.

A number is a count of units where a unit is a whole number of millionths, as it nearly always is;
else of millionths, which is as fine as any number is shown; see `exact.in_units`.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple, TypeAlias

import numpy as np

from civscore.cohorts.columnar.columns import COLUMNS, WIDE, Array, as_column, ranked
from civscore.cohorts.columnar.standings import Found
from civscore.cohorts.results import PARTS, Cells, is_number
from civscore.exact import MOST_DECIMALS, Ratio, Truth, in_units, round_half_up
from civscore.scoring.findings import OUTCOMES, outcome_at
from civscore.scoring.points import Points
from civscore.scoring.sums import PointsRange
from civscore.standard.model import POINTLESS
from civscore.standard.plan import Plan, PlannedCriterion

MILLION: Final = 10**MOST_DECIMALS


class Figures(NamedTuple):
    """Exact numbers, each a count of 1/scale; where there is nothing to say it is missing."""

    units: Array
    scale: int = MILLION
    missing: Array | None = None

    @property
    def millionths(self) -> Array:
        """The same as counts of millionths."""
        units = self.units.astype(np.int64, copy=False)
        return units if self.scale == MILLION else units * (MILLION // self.scale)


class Words(NamedTuple):
    """Texts, each by its place among a few; -1 where there is none."""

    codes: Array
    words: Sequence[str]


Shown: TypeAlias = Figures | Words


def shown_columns(
    plan: Plan, found: Found, size: int, *, criteria: bool, has_bonus: bool
) -> Iterator[tuple[str, Shown]]:
    """The columns of a result by name, in the order of `results.cells_of`."""
    scores, scale = found.scores, plan.scale
    yield from _split("", plan.full, scores.base.record, scale, size)
    if has_bonus:
        yield from _split("bonus.", plan.bonus_cap, scores.bonus.record, scale, size)
    for planned, ends in zip(plan.sections, scores.sections, strict=True):
        if planned.scored:
            yield from _split(f"section.{planned.section.id}.", planned.full, ends, scale, size)
    titles = tuple(plan.tiers[number].tier.id for number in plan.titles)
    yield "tier", Words(found.tier, titles)
    yield "possible_tier", Words(found.possible_tier, titles)
    names = tuple(one.id for one in found.vetoes)
    yield "vetoes", _named(names, [one.certain for one in found.vetoes], size)
    unknown = [one.possible & (one.certain ^ True) for one in found.vetoes]
    yield "vetoes_unknown", _named(names, unknown, size)
    if criteria:
        for one, points in zip(plan.criteria, scores.criteria, strict=True):
            yield from _criterion(one, points, scale, size)


def _split(
    name: str, full: int, ends: PointsRange, scale: int, size: int
) -> Iterator[tuple[str, Figures]]:
    """Earned, unproven and lost, of a full number of units."""
    (low, high), of = ends, scale
    is_one = high[0] is low[0] and high[1] is low[1]
    if _is_whole(low, scale) and _is_whole(high, scale):
        earned, whole = as_column(low[0], size), full
        best = earned if is_one else as_column(high[0], size)
    else:
        earned, whole = millionths(low, of, size), int(millionths((full, 1), of, 1)[0])
        scale = MILLION
        best = earned if is_one else millionths(high, of, size)
    unproven = np.broadcast_to(earned.dtype.type(0), size) if is_one else best - earned
    parts = zip(PARTS, (earned, unproven, whole - best), strict=True)
    yield from ((name + part, Figures(one, scale)) for part, one in parts)


def _is_whole(points: Ratio, scale: int) -> bool:
    """Whether they are a column, or a number, of units that are so many millionths each."""
    units, per = points
    is_wide = isinstance(units, np.ndarray) and units.dtype == object
    return not is_wide and not isinstance(per, np.ndarray) and per == 1 and MILLION % scale == 0


def millionths(points: Ratio, scale: int, size: int) -> Array:
    """Units as millionths of a point, rounded where they never end."""
    units, per = (np.asarray(one, dtype=object) for one in points)
    found = round_half_up(units * MILLION, per * scale, WIDE)
    return as_column(found, size).astype(np.int64)


def _criterion(
    planned: PlannedCriterion, points: Points, scale: int, size: int
) -> Iterator[tuple[str, Shown]]:
    name = f"criterion.{planned.id}."
    low, high = points.alone(COLUMNS, leaves=planned.leaves)
    is_counted: Truth = planned.role not in POINTLESS and planned.full > 0
    if planned.leaves:
        is_counted = is_counted & points.applies[1]
    for part, one in _split(name, planned.full, (low, high), scale, size):
        yield part, Figures(as_column(COLUMNS.where(is_counted, one.units, 0), size), one.scale)
    places = outcome_at(COLUMNS, planned.full, points, low, high)
    yield f"{name}outcome", Words(as_column(places, size), OUTCOMES)


def _named(names: Sequence[str], truths: Sequence[Truth], size: int) -> Words:
    """The names of all that hold, put together; looked for where any does, which is rare."""
    codes = np.full(size, -1)
    open_ones = [(name, as_column(one, size)) for name, one in zip(names, truths, strict=True)]
    open_ones = [(name, one) for name, one in open_ones if one.any()]
    if not open_ones:
        return Words(codes, ())
    places = np.flatnonzero(np.logical_or.reduce([one for _, one in open_ones]))
    found = _put_together([(name, one[places]) for name, one in open_ones], len(places))
    codes[places] = found.codes
    return Words(codes, found.words)


def _put_together(open_ones: Sequence[tuple[str, Array]], size: int) -> Words:
    codes, words = np.full(size, -1), tuple[str, ...]()
    for start in range(0, len(open_ones), _BITS):
        some = open_ones[start : start + _BITS]
        bits = np.zeros(size, np.intp)
        for place, (_, truth) in enumerate(some):
            bits += truth * np.intp(1 << place)
        kept, places = ranked(bits)
        texts = ["、".join(n for at, (n, _) in enumerate(some) if one >> at & 1) for one in kept]
        codes, words = _joined((codes, words), places, texts)
    return Words(codes, words)


_BITS: Final = 12
"""Names looked up at once, by which of them hold."""


def _joined(
    before: tuple[Array, tuple[str, ...]], codes: Array, texts: Sequence[str]
) -> tuple[Array, tuple[str, ...]]:
    """Texts behind those there are; an empty one is none."""
    former = [*before[1], ""]
    both = np.where(before[0] < 0, len(former) - 1, before[0]) * len(texts) + codes
    kept, places = ranked(both)
    words = [
        "、".join(filter(None, (former[one // len(texts)], texts[one % len(texts)])))
        for one in kept.tolist()
    ]
    table = np.array([-1 if not word else at for at, word in enumerate(words)])
    return table[places], tuple(words)


def shown_of(lines: Sequence[Cells]) -> Mapping[str, Shown]:
    """The same of communities judged one by one."""
    names = dict.fromkeys(name for line in lines for name in line)
    found: dict[str, Shown] = {}
    for name in names:
        cells = [line.get(name) for line in lines]
        if is_number(name):
            missing = np.array([one is None for one in cells], dtype=bool)
            counts = [int(Decimal(one or 0).scaleb(MOST_DECIMALS)) for one in cells]
            found[name] = Figures(np.array(counts, dtype=np.int64), MILLION, missing)
        else:
            words = dict.fromkeys(one for one in cells if one is not None)
            places = {one: at for at, one in enumerate(words)}
            codes = [-1 if one is None else places[one] for one in cells]
            found[name] = Words(np.array(codes, dtype=np.intp), tuple(map(str, places)))
    return found


Part: TypeAlias = tuple[Array, Mapping[str, Shown]]
"""Some rows of a result, by their places."""


def gathered(names: Sequence[str], parts: Sequence[Part], size: int) -> dict[str, Shown]:
    """One result of several parts, a later before an earlier; what is in none is missing."""
    if len(parts) == 1 and len(parts[0][0]) == size and parts[0][1].keys() >= set(names):
        return {name: parts[0][1][name] for name in names}
    return {name: _gathered(name, parts, size) for name in names}


def _gathered(name: str, parts: Sequence[Part], size: int) -> Shown:
    own = [(places, shown[name]) for places, shown in parts if name in shown]
    if name.rpartition(".")[2] in PARTS:
        counts, missing = np.zeros(size, np.int64), np.ones(size, dtype=bool)
        for places, one in own:
            if isinstance(one, Figures):
                counts[places] = one.millionths
                missing[places] = False if one.missing is None else one.missing
        return Figures(counts, MILLION, missing if missing.any() else None)
    codes, words = np.full(size, -1), dict[str, int]()
    for places, one in own:
        if isinstance(one, Words):
            ours = [words.setdefault(word, len(words)) for word in one.words]
            codes[places] = np.array([*ours, -1])[one.codes]
    return Words(codes, tuple(words))


def as_decimals(figures: Figures) -> Array:
    """Numbers as a table shows them, each `Decimal` made once."""
    units, scale = figures.units, figures.scale
    if not len(units):
        return np.empty(0, dtype=object)
    kept, places = ranked(units)
    numbers = np.empty(len(kept), dtype=object)
    numbers[:] = [_decimal(one, scale) for one in kept.tolist()]
    found = numbers.take(places)
    if figures.missing is not None:
        found[figures.missing] = None
    return found


_SPAN: Final = 1 << 16
"""Numbers so close together are looked up by their place, and stay made."""


@lru_cache(_SPAN)
def _decimal(units: int, scale: int) -> Decimal:
    return in_units((units, 1), scale)


def as_texts(words: Words) -> Array:
    """Texts as a table shows them."""
    texts = np.array([*words.words, None], dtype=object)
    return texts[words.codes]


def shown_as_cells(shown: Shown) -> Array:
    """A column of a result as objects, exact."""
    return as_decimals(shown) if isinstance(shown, Figures) else as_texts(shown)
