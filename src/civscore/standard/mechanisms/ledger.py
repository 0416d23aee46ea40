"""ledger 台账计分：从起点分起，每一笔加分或减分，到上下限为止。

    full = 120
    ledger = { of = "entries", start = 100, floor = 0, ceiling = 120, each = {
        praise = 5, late = -2, breach = 0,
    } }

`of` 是事件数据项，`each` 每一类（和每一组）都要写，正数加、负数减、`0` 不计分。先把算数的各笔
加在一起，再受 `floor` 和 `ceiling` 的限制。

哪几笔算数，写在事件数据项里：`window` 或各类的有效期 `life`，以及清零的 `reset`。

- *有效期过了？* 那一笔自动失效，差距报告写出最早的日期。
- *清零以后？* 那天和以前的各笔都不再计，从起点重新算起；起点写 0 的就是归零。
- *没有上限的台账？* 写成加分项，满分和 ceiling 写成够不到的大数。

English: a start, and so much up or down for every entry that counts, between a floor and a ceiling.
"""

from collections.abc import Iterator
from decimal import Decimal

from civscore.diagnostics import nearest
from civscore.exact import Integers, Ratio, shown_units
from civscore.sentences import Sentence, joined, plain, say
from civscore.standard.facts import UNKNOWN_PART
from civscore.standard.facts.events import Events
from civscore.standard.happenings import OPEN, SETTLED
from civscore.standard.mechanisms import ABOVE_FULL, NOT_LISTED, Draft, Formula, Mechanism
from civscore.standard.mechanisms.counted import CAP_BELOW_FULL
from civscore.standard.numbers import Points, RefusedError
from civscore.standard.quantities import Quantity
from civscore.standard.rows import Change, Row, Side
from civscore.standard.shares import Tally
from civscore.values import Value


class Ledger(Mechanism):
    """A start and what every entry adds or takes."""

    of: str
    """哪个事件数据项 | An events fact."""

    start: Points
    """起点分 | The points it starts from."""

    each: dict[str, Points]
    """每一笔几分，按类和组列出，减分写负数 | What one entry is worth, by class and group."""

    floor: Points
    """最少几分 | The least points."""

    ceiling: Points
    """最多几分 | The most points."""

    def check(self) -> None:
        """Raise `RefusedError` where the floor is above the ceiling."""
        if self.floor > self.ceiling:
            raise RefusedError("range_falls")

    def plan(self, draft: Draft) -> Formula:
        if self.ceiling > draft.full_points:
            draft.report(ABOVE_FULL, "ceiling", points=self.ceiling, full=draft.full_points)
        if self.ceiling < draft.full_points:
            draft.report(CAP_BELOW_FULL, "ceiling", cap=self.ceiling, full=draft.full_points)
        return self.booked(draft)

    def booked(self, draft: Draft) -> Formula:
        """The formula; every class and group has to be listed."""
        events = draft.fact(self.of, Events, "of")
        for name in self.each.keys() - events.titles.keys():
            near = nearest(name, events.titles)
            draft.report(UNKNOWN_PART, "each", name, name=name, near=near)
        for name in (one for one in events.titles if one not in self.each):
            draft.report(NOT_LISTED, "each", missing=name)
        entries = tuple(self._entries(draft, events))
        ends = (draft.units(one) for one in (self.start, self.floor, self.ceiling))
        return Booked(entries, draft.units(Decimal(1)), *ends)

    def _entries(self, draft: Draft, events: Events) -> Iterator["Entry"]:
        worth = {key: draft.units(self.each.get(key, Decimal(0))) for key in events.titles}
        for key, title in events.titles.items():
            tally = self._tally(draft, events, f"{key}{SETTLED}" if events.groups else key)
            yield Entry(plain(title), tally, worth[key], worth[key], ())
        for kind, title in events.classes.items() if events.groups else ():
            keys = events.sorting.reachable[kind]
            if len(keys) > 1:
                ends = [worth[key] for key in keys]
                groups = tuple(self._tally(draft, events, key) for key in keys if key != kind)
                tally = self._tally(draft, events, f"{kind}{OPEN}")
                yield Entry(plain(title), tally, min(ends), max(ends), groups)

    def _tally(self, draft: Draft, events: Events, key: str) -> Tally:
        return events.tally(self.of, draft.column(f"{self.of}.{key}"), key)


class Entry(Value):
    """Entries of one class or group, and the least and the most that one of them is worth."""

    title: Sentence
    tally: Tally
    least: int
    most: int
    groups: tuple[Quantity, ...]  # what they may come down to

    def units(self, side: Side) -> Integers:
        """What they add: least on the worst side, most on the best."""
        column = self.tally.columns[0]
        if self.least == self.most:
            return self.least * (side.up if self.least >= 0 else side.down)[column]
        if side.best.up[column] is _NONE:
            return 0
        each = self.most if side.is_best else self.least
        return each * (side.up if each >= 0 else side.down)[column]


_NONE = 0


class Booked(Formula):
    """The start and all entries, between the floor and the ceiling."""

    entries: tuple[Entry, ...]
    scale: int
    start: int
    floor: int
    ceiling: int

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        return tuple(one for entry in self.entries for one in (entry.tally, *entry.groups))

    def points(self, side: Side) -> Ratio:
        return side.ops.minimum(side.ops.maximum(self._sum(side), self.floor), self.ceiling), 1

    def _sum(self, side: Side) -> Integers:
        total: Integers = self.start
        for entry in self.entries:
            total = total + entry.units(side)
        return total

    def because(self, row: Row) -> Sentence:
        said = [say("起点 {n} 分", "starts from {n}", n=self._points(self.start))]
        there = (entry for entry in self.entries if row.high[entry.tally.columns[0]])
        said += [self._said(entry, row) for entry in there]
        least, most = self._sum(row.worst), self._sum(row.best)
        kept = min(max(least, self.floor), self.ceiling)
        if least == most != kept:
            zh, en = "合计 {n} 分，按 {k} 分计", "{n} in all, {k} counted"
            said.append(say(zh, en, n=self._points(least), k=self._points(kept)))
        return joined(tuple(said))

    def _points(self, units: int) -> Decimal:
        return shown_units(units, self.scale)

    def _said(self, entry: Entry, row: Row) -> Sentence:
        low, high = entry.units(row.worst), entry.units(row.best)
        values = {"t": entry.title, "v": entry.tally.shown(row)}
        if low != high:
            ends = {"a": self._points(low), "b": self._points(high)}
            return say("{t} {v}，计 {a} 至 {b} 分", "{t}: {v}, {a} to {b}", **values, **ends)
        zh, en = ("减", "-") if low < 0 else ("加", "+")
        points = self._points(abs(low))
        return say("{t} {v}，{z} {n} 分", "{t}: {v}, {e}{n}", **values, z=zh, e=en, n=points)

    def changes(self, row: Row) -> Iterator[Change]:
        """What was taken lapses in time, one entry after the other."""
        for entry in self.entries:
            number = row.low[entry.tally.columns[0]]
            if entry.most >= 0 or not number or row.high[entry.tally.columns[0]] != number:
                continue
            for left in dict.fromkeys((number - 1, 0)):
                change = entry.tally.change(row, "<=", Decimal(left))
                if change is not None:
                    yield change
