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
from civscore.exact import Integers, Ratio
from civscore.sentences import Sentence, joined, say
from civscore.standard.mechanisms import (
    NOT_FULL,
    Draft,
    Formula,
    Mechanism,
    Table,
    Valued,
    is_known,
)
from civscore.standard.numbers import Fewest, Key, Number, RefusedError, Worth
from civscore.standard.quantities import Bound
from civscore.standard.rows import Change, Row, Side
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
    """哪个数据项，或一个算式 | The fact, or an expression."""

    bands: Annotated[tuple[Band, ...], Fewest(1)]
    """各档和各档的分 | Each with its points."""

    otherwise: Worth = Decimal(0)
    """各档之外得几分 | Points outside all bands."""

    def plan(self, draft: Draft) -> Formula:
        quantity = draft.value(self.value, "value")
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
            tuple(planned_edge(edge) for edge, _ in regions[1:]),
            Table(tuple(draft.units(points) for _, points in regions)),
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
    after: bool  # in whole numbers "more than n" is "at least n + 1"
    edge: Edge


def planned_edge(edge: Edge) -> PlannedEdge:
    """The edge in integers."""
    return PlannedEdge(*edge.number.as_integer_ratio(), edge.after, edge)


class Bands(Valued):
    """Points by region: place 0 is below the first edge, place n from the n-th on."""

    edges: tuple[PlannedEdge, ...]
    table: Table
    given: tuple[Decimal, ...]  # the same, as points

    def worth(self, side: Side) -> Ratio:
        return self.table.at(side, self._place), 1

    def _place(self, side: Side) -> Integers:
        number, per = self.quantity.quotient(side)
        place: Integers = 0
        for numerator, denominator, after, _ in self.edges:
            place = place + (number * denominator >= numerator * per + after)
        return place

    def because(self, row: Row) -> Sentence:
        quantity = self.quantity
        shown = quantity.shown(row)
        if quantity.is_empty(row.worst) or not is_known(row, quantity):
            return say("{t}：{v}", "{t}: {v}", t=quantity.title, v=shown)
        return say(
            "{t}：{v}，属于“{band}”一档，该档 {n} 分",
            "{t}: {v}, in the band “{band}” worth {n}",
            t=quantity.title,
            v=shown,
            band=self._region(row),
            n=self.given[self._place(row.worst)],
        )

    def _region(self, row: Row) -> Sentence:
        place, edges = self._place(row.worst), self.edges
        named = []
        if place:
            zh_en = ("达到", "at least"), ("超过", "above")
            named.append(self._end(edges[place - 1].edge, *zh_en))
        if place < len(edges):
            named.append(self._end(edges[place].edge, ("不足", "below"), ("不超过", "at most")))
        return joined(tuple(named), "、", ", ")

    def _end(self, edge: Edge, before: tuple[str, str], after: tuple[str, str]) -> Sentence:
        zh, en = after if edge.after else before
        return say(f"{zh} {{n}}", f"{en} {{n}}", n=self.quantity.threshold(edge.number))

    def changes(self, row: Row) -> Iterator[Change]:
        """The next better region in either direction, then the best one."""
        if not is_known(row, self.quantity):
            return
        here, worth = self._place(row.worst), self.table.units
        better = [place for place, units in enumerate(worth) if units > worth[here]]
        nearest_first = sorted(better, key=lambda place: abs(place - here))
        top = [place for place in nearest_first if worth[place] == max(worth)]
        for place in dict.fromkeys(nearest_first[:1] + top[:1]):
            change = self._change_to(row, place, rising=place > here)
            if change is not None:
                yield change

    def _change_to(self, row: Row, place: int, *, rising: bool) -> Change | None:
        edge = self.edges[place - 1 if rising else place].edge
        bound: Bound
        bound = (">" if edge.after else ">=") if rising else ("<=" if edge.after else "<")
        return self.quantity.change(row, bound, edge.number)
