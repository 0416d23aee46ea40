"""What a table says of many communities: exact numbers in columns, and names.

A number is a count of its sixth decimal, as every number shown is; see `exact.in_units`.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final, NamedTuple, TypeAlias

import numpy as np

from civscore.cohorts.columns import COLUMNS, MOST, Array, as_column
from civscore.cohorts.results import PARTS, Cells
from civscore.cohorts.standings import Found
from civscore.exact import MOST_DECIMALS, Ratio, Truth, round_half_up
from civscore.scoring.findings import OUTCOMES, outcome_at
from civscore.scoring.points import Points
from civscore.scoring.sums import PointsRange
from civscore.standard.model import POINTLESS
from civscore.standard.plan import Plan, PlannedCriterion

MILLION: Final = 10**MOST_DECIMALS


class Figures(NamedTuple):
    """Exact numbers, each a count of millionths; where there is nothing to say it is missing."""

    millionths: Array
    missing: Array | None = None


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
    low, high = ends
    earned = millionths(low, scale, size)
    best = earned if high is low else millionths(high, scale, size)
    whole = millionths((full, 1), scale, size)
    parts = earned, best - earned, whole - best
    yield from ((name + part, Figures(one)) for part, one in zip(PARTS, parts, strict=True))


def millionths(points: Ratio, scale: int, size: int) -> Array:
    """Units as millionths of a point, rounded where they never end."""
    units, per = points
    most = int(abs(np.asarray(units)).max(initial=0))
    if not isinstance(per, np.ndarray) and MILLION % (per * scale) == 0:
        times = MILLION // (per * scale)
        if most * times > MOST:
            units = np.asarray(units, dtype=object)
        return as_column(units * times, size).astype(np.int64, copy=False)
    divisor = int(np.asarray(per).max(initial=1)) * scale
    if max(most * MILLION, divisor) * 2 > MOST // 2:
        units, per = np.asarray(units, dtype=object), np.asarray(per, dtype=object)
    found = round_half_up(units * MILLION, per * scale, COLUMNS)
    return as_column(found, size).astype(np.int64, copy=False)


def _criterion(
    planned: PlannedCriterion, points: Points, scale: int, size: int
) -> Iterator[tuple[str, Shown]]:
    name = f"criterion.{planned.id}."
    low, high = points.alone(COLUMNS, leaves=planned.leaves)
    is_counted: Truth = planned.role not in POINTLESS and planned.full > 0
    if planned.leaves:
        is_counted = is_counted & points.applies[1]
    for part, one in _split(name, planned.full, (low, high), scale, size):
        yield part, Figures(as_column(COLUMNS.where(is_counted, one.millionths, 0), size))
    places = outcome_at(COLUMNS, planned.full, points, low, high)
    yield f"{name}outcome", Words(as_column(places, size), OUTCOMES)


def _named(names: Sequence[str], truths: Sequence[Truth], size: int) -> Words:
    """The names of all that hold, put together."""
    codes = np.zeros(size, np.intp)
    words: list[tuple[str, ...]] = [()]
    for name, truth in zip(names, truths, strict=True):
        if not np.any(truth):
            continue
        both = codes * 2 + truth
        kept, codes = np.unique(both, return_inverse=True)
        words = [words[one // 2] + ((name,) if one % 2 else ()) for one in kept.tolist()]
    texts = tuple("、".join(one) for one in words)
    empty = [place for place, one in enumerate(texts) if not one]
    return Words(np.where(np.isin(codes, empty), -1, codes), texts)


def shown_of(lines: Sequence[Cells]) -> Mapping[str, Shown]:
    """The same of communities judged one by one."""
    names = dict.fromkeys(name for line in lines for name in line)
    found: dict[str, Shown] = {}
    for name in names:
        cells = [line.get(name) for line in lines]
        if name.rpartition(".")[2] in PARTS:
            missing = np.array([one is None for one in cells], dtype=bool)
            counts = [int(Decimal(one or 0).scaleb(MOST_DECIMALS)) for one in cells]
            found[name] = Figures(np.array(counts, dtype=np.int64), missing)
        else:
            places = {one: at for at, one in enumerate(dict.fromkeys(filter(None, cells)))}
            codes = [-1 if one is None else places[one] for one in cells]
            found[name] = Words(np.array(codes, dtype=np.intp), tuple(map(str, places)))
    return found


Part: TypeAlias = tuple[Array, Mapping[str, Shown]]
"""Some rows of a result, by their places."""


def gathered(names: Sequence[str], parts: Sequence[Part], size: int) -> dict[str, Shown]:
    """One result of several parts, a later before an earlier; what is in none is missing."""
    if len(parts) == 1 and len(parts[0][0]) == size:
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
        return Figures(counts, missing if missing.any() else None)
    codes, words = np.full(size, -1), dict[str, int]()
    for places, one in own:
        if isinstance(one, Words):
            ours = [words.setdefault(word, len(words)) for word in one.words]
            codes[places] = np.array([*ours, -1])[one.codes]
    return Words(codes, tuple(words))


def as_decimals(figures: Figures) -> Array:
    """Numbers as a table shows them, each `Decimal` made once."""
    values = figures.millionths
    if not len(values):
        return np.empty(0, dtype=object)
    kept, places = np.unique(values, return_inverse=True)
    numbers = np.empty(len(kept), dtype=object)
    numbers[:] = [Decimal(one).scaleb(-MOST_DECIMALS).normalize() + 0 for one in kept.tolist()]
    found = numbers[places]
    if figures.missing is not None:
        found[figures.missing] = None
    return found


def as_texts(words: Words) -> Array:
    """Texts as a table shows them."""
    texts = np.array([*words.words, None], dtype=object)
    return texts[words.codes]


def shown_as_cells(shown: Shown) -> Array:
    """A column of a result as objects, exact."""
    return as_decimals(shown) if isinstance(shown, Figures) else as_texts(shown)
