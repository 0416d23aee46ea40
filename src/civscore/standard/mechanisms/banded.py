"""banded 分档得分：数值落在哪一档，得那一档的分。

    full = 6
    banded = { value = "reemployment", bands = [
        { from = "90%", points = 3 },
        { from = "95%", points = 6 },
    ] }

下端写 `from`（含本数）或 `above`（不含），上端写 `upto`（含）或 `below`（不含）。只写下端的，
一档到下一档为止；只写上端的（越低越好），一档从上一档起。各档之外得 `otherwise`，缺省为 0。

- *90% 归哪一档？* 由 from / above / upto / below 决定，没有含糊的“以上”“以下”。
- *两档都写了两端，中间有空或重叠？* 报错，指出是哪两档。

English: points by the band a number falls in; each end says whether it is included.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, NamedTuple

from civscore.diagnostics import fault
from civscore.exact import INTEGERS, Integers, Operations, Ratio, Truth
from civscore.sentences import Sentence, joined, say
from civscore.standard.mechanisms import (
    NOT_FULL,
    Draft,
    Formula,
    Mechanism,
    PointsRange,
    Valued,
    is_known,
)
from civscore.standard.numbers import Fewest, Key, Number, RefusedError, Worth
from civscore.standard.quantities import Bound
from civscore.standard.rows import Change, Row
from civscore.values import Declared

BAND_OVERLAP = fault(
    "band-overlap",
    ("第 {first} 档与第 {second} 档重叠", "bands {first} and {second} overlap"),
    ("请用 from/above、upto/below 说清界点归哪一档", "say which band owns the bound"),
    why=(
        "同一个数值归两档，得分就取决于谁来算",
        "a value claimed by two bands scores as whoever computes it pleases",
    ),
)
BAND_GAP = fault(
    "band-gap",
    ("第 {first} 档与第 {second} 档之间有空缺", "a hole between bands {first} and {second}"),
    ("请使前一档的上端接上后一档的下端", "let one band end where the next begins"),
)
BAND_EMPTY = fault(
    "band-empty",
    ("第 {first} 档的下端不低于上端", "band {first} begins where it ends, or after"),
    ("请核对两端", "check its two ends"),
)


class Band(Declared):
    """One band: at least one end."""

    points: Worth
    """得几分 | What it gives."""

    start: Annotated[Number | None, Key("from")] = None
    """下端，含本数 | Lower end, included."""

    above: Number | None = None
    """下端，不含本数 | Lower end, not included."""

    upto: Number | None = None
    """上端，含本数 | Upper end, included."""

    below: Number | None = None
    """上端，不含本数 | Upper end, not included."""

    def check(self) -> None:
        """Raise `RefusedError` where keys do not go together."""
        has_two = self.start is not None and self.above is not None
        has_two |= self.upto is not None and self.below is not None
        if has_two or self.first == self.last is None:
            raise RefusedError("band_ends")

    @property
    def first(self) -> "Edge | None":
        """Where it begins."""
        if self.start is not None:
            return Edge(self.start, after=False)
        return Edge(self.above, after=True) if self.above is not None else None

    @property
    def last(self) -> "Edge | None":
        """Where the next region begins."""
        if self.below is not None:
            return Edge(self.below, after=False)
        return Edge(self.upto, after=True) if self.upto is not None else None


class Edge(NamedTuple):
    """A cut of the number line: just before the number, or just after it."""

    number: Decimal
    after: bool


class Banded(Mechanism):
    """A number and the bands it may fall in."""

    value: str
    """哪个数据项 | The fact."""

    bands: Annotated[tuple[Band, ...], Fewest(1)]
    """各档和各档的分 | Each with its points."""

    otherwise: Worth = Decimal(0)
    """各档之外得几分 | Points outside all bands."""

    def plan(self, draft: Draft) -> Formula:
        quantity = draft.number(self.value, "value")
        best = max(self.otherwise, *(band.points for band in self.bands))
        if best != draft.full_points:
            draft.report(NOT_FULL, "bands", points=best, full=draft.full_points)
        for number, band in enumerate(self.bands):
            for key in ("from", "above", "upto", "below"):
                draft.bound(
                    quantity, getattr(band, "start" if key == "from" else key), "bands", number, key
                )
        regions = self._regions(draft)
        return Bands(
            quantity,
            draft.full,
            tuple(PlannedEdge(*edge.number.as_integer_ratio(), edge) for edge, _ in regions[1:]),
            tuple(draft.units(points) for _, points in regions),
            tuple(points for _, points in regions),
        )

    def _regions(self, draft: Draft) -> list[tuple[Edge, Decimal]]:
        """Edges from low to high with the points from each on; the first edge is -∞."""
        order = sorted(range(len(self.bands)), key=lambda n: _place(self.bands[n]))
        regions = [(_LOWEST, self.otherwise)]
        reached: Edge | None = None  # where the band before ends; None: with the next one's start
        for position, number in enumerate(order):
            band = self.bands[number]
            before = order[position - 1] + 1 if position else 0
            first = band.first or reached or _LOWEST
            names = {"first": before, "second": number + 1}
            if position and reached is not None and first > reached:
                draft.report(BAND_GAP, "bands", number, **names)
            if position and (first < (reached or first) or first <= regions[-1][0]):
                draft.report(BAND_OVERLAP, "bands", number, **names)
            if band.last is not None and band.last <= first:
                draft.report(BAND_EMPTY, "bands", number, first=number + 1)
            regions = [one for one in regions if one[0] != first]
            regions.append((first, band.points))
            reached = band.last
        if reached is not None:
            regions.append((reached, self.otherwise))
        return regions


_LOWEST = Edge(Decimal("-Infinity"), after=False)


def _place(band: Band) -> tuple[Edge, Edge]:
    first = band.first or band.last or _LOWEST
    return (band.first or _before(first), band.last or first)


def _before(edge: Edge) -> Edge:
    """A band with only an upper end stands before any that begins there."""
    return Edge(edge.number, after=False)


class PlannedEdge(NamedTuple):
    """An edge as a ratio."""

    numerator: int
    denominator: int
    edge: Edge

    def is_reached(self, value: Ratio) -> Truth:
        """Whether a number lies beyond the edge."""
        if self.edge.after:
            return value[0] * self.denominator > self.numerator * value[1]
        return value[0] * self.denominator >= self.numerator * value[1]


class Bands(Valued):
    """Points by region: `worth[0]` below the first edge, `worth[n]` from the n-th on."""

    edges: tuple[PlannedEdge, ...]
    worth: tuple[int, ...]
    points: tuple[Decimal, ...]

    def between(self, ops: Operations, least: Ratio, most: Ratio) -> PointsRange:
        """Both ends' regions and, where the points do not simply rise, all between them."""
        if type(least[0]) is int and least == most:  # one community, nothing unknown
            place = sum([edge.is_reached(most) for edge in self.edges])
            return (self.worth[place], 1), (self.worth[place], 1)
        first: Integers = self.worth[0]
        last: Integers = self.worth[0]
        worst, best = first, last
        for edge, points in zip(self.edges, self.worth[1:], strict=True):
            is_begun, is_passed = edge.is_reached(most), edge.is_reached(least)
            worst = ops.where(is_begun, ops.minimum(worst, points), worst)
            best = ops.where(is_begun, ops.maximum(best, points), best)
            worst, best = ops.where(is_passed, points, worst), ops.where(is_passed, points, best)
        return (worst, 1), (best, 1)

    def because(self, row: Row) -> Sentence:
        quantity = self.quantity
        shown = quantity.shown(row)
        is_none, _ = quantity.none(INTEGERS, row.low, row.high)
        if is_none or not is_known(row, quantity):
            return say("{t}：{v}", "{t}: {v}", t=quantity.title, v=shown)
        return say(
            "{t}：{v}，属于“{band}”一档，该档 {n} 分",
            "{t}: {v}, in the band “{band}” worth {n}",
            t=quantity.title,
            v=shown,
            band=self._region(row),
            n=self.points[self._place(row)],
        )

    def _region(self, row: Row) -> Sentence:
        value, _ = self.quantity.ends(INTEGERS, row.low, row.high)
        reached = [edge.edge for edge in self.edges if edge.is_reached(value)]
        ahead = [edge.edge for edge in self.edges if not edge.is_reached(value)]
        named = []
        if reached:
            named.append(self._end(reached[-1], ("不低于", "at least"), ("高于", "above")))
        if ahead:
            named.append(self._end(ahead[0], ("低于", "below"), ("不高于", "at most")))
        return joined(tuple(named), "、", ", ")

    def _place(self, row: Row) -> int:
        value, _ = self.quantity.ends(INTEGERS, row.low, row.high)
        return sum(bool(edge.is_reached(value)) for edge in self.edges)

    def _end(self, edge: Edge, before: tuple[str, str], after: tuple[str, str]) -> Sentence:
        zh, en = after if edge.after else before
        return say(f"{zh} {{n}}", f"{en} {{n}}", n=self.quantity.threshold(edge.number))

    def changes(self, row: Row) -> Iterator[Change]:
        """The next better region in either direction, then the best one."""
        if not is_known(row, self.quantity):
            return
        here = self._place(row)
        better = [place for place, points in enumerate(self.worth) if points > self.worth[here]]
        nearest_first = sorted(better, key=lambda place: abs(place - here))
        top = [place for place in nearest_first if self.worth[place] == max(self.worth)]
        for place in dict.fromkeys(nearest_first[:1] + top[:1]):
            change = self._change_to(row, place, rising=place > here)
            if change is not None:
                yield change

    def _change_to(self, row: Row, place: int, *, rising: bool) -> Change | None:
        edge = self.edges[place - 1 if rising else place].edge
        bound: Bound
        bound = (">" if edge.after else ">=") if rising else ("<=" if edge.after else "<")
        return self.quantity.change(row, bound, edge.number)
