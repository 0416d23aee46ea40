"""Losses by numbers: so much for each block, or by band – each with a cap of its own.

A cost is worked out as everything is, for one side: least on the worst, most on the best. Whoever
takes it from the full points asks the other side.
"""

from collections.abc import Iterator
from decimal import Decimal

from civscore.exact import Ratio, add_ratios, in_units
from civscore.sentences import Sentence, joined, say
from civscore.standard.losses import Losses, beyond
from civscore.standard.mechanisms import Formula, is_known
from civscore.standard.quantities import Quantity
from civscore.standard.rows import Change, Row, Side
from civscore.values import Value


class Item(Value):
    """One entry of the list, in units."""

    title: Sentence
    cap: int | None

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        """What it reads."""
        raise NotImplementedError

    @property
    def columns(self) -> frozenset[int]:
        """Every column the cost depends on."""
        return frozenset(column for one in self.quantities for column in one.columns)

    def cost(self, side: Side) -> Ratio:
        """What is lost before the cap."""
        raise NotImplementedError

    def capped(self, side: Side) -> Ratio:
        """What is lost."""
        lost, per = self.cost(side)
        return (lost if self.cap is None else side.ops.minimum(lost, self.cap * per)), per

    def shown(self, row: Row) -> Sentence:
        """What is recorded of it."""
        return joined(tuple(one.shown(row) for one in self.quantities))

    def changes(self, row: Row) -> Iterator[Change]:
        """What would lose less."""
        raise NotImplementedError


class ByBlock(Item):
    """So much for each block of a number."""

    quantity: Quantity
    each: int
    block: tuple[int, int]
    started: str

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        return self.quantity.sources

    def cost(self, side: Side) -> Ratio:
        number, scale = self.quantity.value(side)
        blocks, per = side.ops.maximum(number, 0) * self.block[1], scale * self.block[0]
        if self.started == "free":
            return blocks // per * self.each, 1
        if self.started == "full":
            return -(-blocks // per) * self.each, 1
        return blocks * self.each, per

    def shown(self, row: Row) -> Sentence:
        return self.quantity.shown(row)

    def changes(self, row: Row) -> Iterator[Change]:
        """One block less, then none."""
        if not is_known(row, self.quantity):
            return
        number, scale = self.quantity.value(row.worst)
        size = Decimal(self.block[0]) / self.block[1]
        blocks = number * self.block[1] // (scale * self.block[0])
        goals = (size * blocks, Decimal(0)) if self.started != "free" else (size * blocks, size)
        for goal in dict.fromkeys(goals):
            change = self.quantity.change(row, "<" if self.started == "free" else "<=", goal)
            if change is not None:
                yield change


class ByBand(Item):
    """What the band costs a number falls in; bands replace one another."""

    formula: Formula  # gives what is left of the most that can be lost
    most: int

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        return self.formula.quantities

    def cost(self, side: Side) -> Ratio:
        left, per = self.formula.points(side.other)
        return self.most * per - left, per

    def changes(self, row: Row) -> Iterator[Change]:
        yield from self.formula.changes(row)


class ItemisedLosses(Losses):
    """Full less all losses, each item held by its own cap first."""

    items: tuple[Item, ...]

    def points(self, side: Side) -> Ratio:
        lost, per = self._all_lost(side.other)
        if self.cap is not None:
            lost = side.ops.minimum(lost, self.cap * per)
        return side.ops.maximum(self.full * per - lost, self.floor * per), per

    def _all_lost(self, side: Side) -> Ratio:
        lost: Ratio = (self._lost(side), 1)
        for item in self.items:
            lost = add_ratios(lost, item.capped(side))
        return lost

    @property
    def columns(self) -> frozenset[int]:
        return super().columns.union(*(item.columns for item in self.items))

    def because(self, row: Row) -> Sentence:
        said = [self._item_said(item, row) for item in self.items]
        said += self._listed(row)
        (least, per), (most, base) = self._all_lost(row.worst), self._all_lost(row.best)
        room = self.full - self.floor if self.cap is None else min(self.full - self.floor, self.cap)
        if least * base == most * per and least > room * per:
            zh, en = "应扣 {n} 分，实扣 {k} 分", "{n} lost, {k} counted"
            values = (in_units(one, self.scale) for one in ((least, per), (room, 1)))
            said.append(say(zh, en, **dict(zip("nk", values, strict=True))))
        if least * base == most * per:
            counted = (least, per) if least <= room * per else (room, 1)
            said += beyond(self.full, counted, self.scale)
        return joined(tuple(said))

    def _item_said(self, item: Item, row: Row) -> Sentence:
        low, high = (in_units(item.capped(side), self.scale) for side in (row.worst, row.best))
        values = {"t": item.title, "v": item.shown(row), "a": low, "b": high}
        if low != high:
            return say("{t}：{v}，扣 {a} 至 {b} 分", "{t}: {v}, -{a} to -{b}", **values)
        if low == 0:
            return say("{t}：{v}，不扣", "{t}: {v}, nothing lost", **values)
        return say("{t}：{v}，扣 {a} 分", "{t}: {v}, -{a}", **values)

    def changes(self, row: Row) -> Iterator[Change]:
        yield from super().changes(row)
        for item in self.items:
            if item.capped(row.worst)[0]:
                yield from item.changes(row)
