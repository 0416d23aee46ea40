"""deduction 扣分：从满分起，按发生的事件和查出的问题扣。

    full = 8
    deduction = { of = "cases", floor = 0, each = {
        vicious = 8, order = 4, fire = { from = 2, to = 5 },
    } }

各类同扣：`each = 2`。由人在上下限之间酌定的写 `{ from = 2, to = 5 }`，还没定的，得分是区间。
按问题扣：`faults = [ { when = "not has_team", points = 5, title = "未建巡逻队" } ]`，可与事件并用。

`floor` 必填：扣到多少为止；允许为负（扣分超出本条）。`cap` 是最多扣多少。

- *扣的总数超过满分？* 扣到 floor 为止，报告写明“应扣”与“实扣”。
- *有没有发生都没记？* 待证，不是满分：没有记录不等于没有发生。

English: full points less so many for each event and each fault found, down to the floor.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated

from civscore.diagnostics import fault, nearest
from civscore.exact import INTEGERS, Integers, Operations, shown_units
from civscore.sentences import Sentence, joined, plain, say
from civscore.standard.conditions import Condition
from civscore.standard.facts import UNKNOWN_PART
from civscore.standard.facts.events import Events
from civscore.standard.mechanisms import (
    ABOVE_FULL,
    NOT_LISTED,
    Draft,
    Formula,
    Mechanism,
    PointsRange,
)
from civscore.standard.numbers import Key, Points, RefusedError, Worth
from civscore.standard.quantities import Quantity
from civscore.standard.rows import Change, Row
from civscore.standard.shares import Tally
from civscore.values import Declared, Value

RANGE_FALLS = fault(
    "range-falls",
    ("酌定扣分的下限 {low} 高于上限 {high}", "from {low} is above to {high}"),
    ("请核对 from 与 to", "check from and to"),
)
FLOOR_UNREACHED = fault(
    "floor-unreached",
    ("最多扣 {most} 分，扣不到保底的 {floor} 分", "at most {most} is lost, never down to {floor}"),
    ("请核对 floor、cap 或各项扣分", "check floor, cap or the amounts"),
    severity="warning",
)


class Judgement(Declared):
    """An amount a person settles between two bounds."""

    least: Annotated[Worth, Key("from")]
    """最少扣几分 | The least."""

    most: Annotated[Worth, Key("to")]
    """最多扣几分 | The most."""


class Found(Declared):
    """A fault and what it costs."""

    when: str
    """什么情况算问题 | The condition under which it is a fault."""

    points: Worth
    """扣几分 | What it costs."""

    title: str = ""
    """报告里怎么称呼 | How it is called."""


class Deduction(Mechanism):
    """What is taken from the full points."""

    of: str | None = None
    """哪个事件数据项 | An events fact."""

    each: Worth | dict[str, Worth | Judgement] | None = None
    """每起扣几分，统一或按类别 | What one event costs, by class or for all."""

    faults: tuple[Found, ...] = ()
    """按条件扣的问题 | Faults by condition."""

    floor: Points
    """最少剩几分 | The least points left."""

    cap: Worth | None = None
    """最多扣几分 | The most that is taken."""

    def check(self) -> None:
        """Raise `RefusedError` where keys do not go together."""
        if (self.of is None) != (self.each is None) or not (self.of or self.faults):
            raise RefusedError("of_and_each")

    def plan(self, draft: Draft) -> Formula:
        self._check_ends(draft)
        losses = tuple(self._losses(draft)) if self.of else ()
        faults = tuple(
            PlannedFault(
                condition := draft.condition(one.when, "faults", number, "when"),
                draft.units(one.points),
                plain(one.title) if one.title else condition.title,
            )
            for number, one in enumerate(self.faults)
        )
        quantities = [loss.quantity for loss in losses]
        quantities += [q for one in faults for q in one.condition.quantities()]
        cap = None if self.cap is None else draft.units(self.cap)
        scale = draft.units(Decimal(1))
        return Losses(
            tuple(quantities), draft.full, scale, losses, faults, draft.units(self.floor), cap
        )

    def _check_ends(self, draft: Draft) -> None:
        if self.floor > draft.full_points:
            draft.report(ABOVE_FULL, "floor", points=self.floor, full=draft.full_points)
        most = self.cap
        if most is None and not self.of:
            most = sum((one.points for one in self.faults), Decimal(0))
        if most is not None and draft.full_points - most > self.floor:
            draft.report(FLOOR_UNREACHED, "floor", most=most, floor=self.floor)

    def _losses(self, draft: Draft) -> Iterator["Loss"]:
        of = str(self.of)
        events = draft.fact(of, Events, "of")
        by_class: Mapping[str, Decimal | Judgement] = {}
        if isinstance(self.each, dict):
            by_class = self.each
        elif self.each is not None:
            by_class = dict.fromkeys(events.classes, self.each)
        for name in set(by_class) - set(events.classes):
            near = nearest(name, events.classes)
            draft.report(UNKNOWN_PART, "each", name, name=name, near=near)
        for name, title in events.classes.items():
            cost = by_class.get(name)
            if cost is None:
                draft.report(NOT_LISTED, "each", missing=name)
            else:
                yield self._loss(draft, events, f"{of}.{name}", title, cost)

    def _loss(
        self, draft: Draft, events: Events, name: str, title: str, cost: Decimal | Judgement
    ) -> "Loss":
        quantity = draft.quantity(name, "of")
        if isinstance(cost, Decimal):
            each = draft.units(cost)
            return Loss(plain(title), quantity, draft.column(name), None, each, each, 1)
        if cost.least > cost.most:
            key = name.rpartition(".")[2]
            draft.report(RANGE_FALLS, "each", key, low=cost.least, high=cost.most)
        return Loss(
            plain(title),
            quantity,
            draft.column(f"{name}.unjudged"),
            draft.column(f"{name}.judged"),
            draft.units(cost.least),
            draft.units(cost.most),
            draft.units(Decimal(1)) // events.scale,
        )


class Loss(Value):
    """What events of one class cost: each of a number, and amounts already settled."""

    title: Sentence
    quantity: Quantity
    column: int
    settled: int | None
    least: int
    most: int
    unit: int  # units in one step of a settled amount

    def ends(self, low: Integers, high: Integers) -> tuple[Integers, Integers]:
        """Least and most lost."""
        least, most = self.least * low[self.column], self.most * high[self.column]
        if self.settled is None:
            return least, most
        return least + self.unit * low[self.settled], most + self.unit * high[self.settled]


class PlannedFault(Value):
    """A fault and what it costs, in units."""

    condition: Condition
    units: int
    title: Sentence


class Losses(Formula):
    """Full less all losses, capped, not below the floor."""

    quantities: tuple[Quantity, ...]
    full: int
    scale: int
    losses: tuple[Loss, ...]
    faults: tuple[PlannedFault, ...]
    floor: int
    cap: int | None

    def range(self, ops: Operations, low: Integers, high: Integers) -> PointsRange:
        least, most = self._lost(ops, low, high)
        if self.cap is not None:
            least, most = ops.minimum(least, self.cap), ops.minimum(most, self.cap)
        worst = ops.maximum(self.full - most, self.floor)
        best = ops.maximum(self.full - least, self.floor)
        return (worst, 1), (best, 1)

    def _lost(self, ops: Operations, low: Integers, high: Integers) -> tuple[Integers, Integers]:
        least: Integers = 0
        most: Integers = 0
        for loss in self.losses:
            less, more = loss.ends(low, high)
            least, most = least + less, most + more
        for one in self.faults:
            certain, possible = one.condition.verdict(ops, low, high)
            least = least + ops.where(certain, one.units, 0)
            most = most + ops.where(possible, one.units, 0)
        return least, most

    def because(self, row: Row) -> Sentence:
        said = [self._said(loss, row) for loss in self.losses if row.high[loss.quantity.columns[0]]]
        for one in self.faults:
            certain, possible = one.condition.verdict(INTEGERS, row.low, row.high)
            if certain:
                said.append(
                    say("{t}，扣 {n} 分", "{t}: -{n}", t=one.title, n=self._points(one.units))
                )
            elif possible:
                said.append(say("{t}：未填报", "{t}: not recorded", t=one.title))
        if not said:
            return say("未发现扣分情形", "nothing to deduct")
        least, most = self._lost(INTEGERS, row.low, row.high)
        counted = min(least, self.full - self.floor, least if self.cap is None else self.cap)
        if least == most and counted < least:
            zh, en = "应扣 {n} 分，实扣 {k} 分", "{n} lost, {k} counted"
            said.append(say(zh, en, n=self._points(least), k=self._points(counted)))
        return joined(tuple(said))

    def _points(self, units: int) -> Decimal:
        return shown_units(units, self.scale)

    def _said(self, loss: Loss, row: Row) -> Sentence:
        shown = loss.quantity.shown(row)
        least, most = loss.ends(row.low, row.high)
        if row.low[loss.column] != row.high[loss.column]:
            return say("{t}：{v}", "{t}: {v}", t=loss.title, v=shown)
        if least != most:
            zh = "{t} {v}，由考评员在 {a} 至 {b} 分之间酌定扣分"
            en = "{t}: {v}, an assessor settles between -{a} and -{b}"
            return say(zh, en, t=loss.title, v=shown, a=self._points(least), b=self._points(most))
        return say(
            "{t} {v}，扣 {n} 分", "{t}: {v}, -{n}", t=loss.title, v=shown, n=self._points(least)
        )

    def changes(self, row: Row) -> Iterator[Change]:
        for one in self.faults:
            certain, _ = one.condition.verdict(INTEGERS, row.low, row.high)
            if certain:
                change = mended(one.condition, row)
                if change is not None:
                    yield Change(say("整改：{t}", "mend: {t}", t=one.title), change.columns)
        for loss in self.losses:
            if row.low[loss.quantity.columns[0]]:
                yield self._cleared(loss, row)

    def _cleared(self, loss: Loss, row: Row) -> Change:
        """None of these events any more: put right where that helps, else waited for."""
        columns = dict.fromkeys((loss.column, *loss.quantity.columns), 0)
        if loss.settled is not None:
            columns[loss.settled] = 0
        is_past = isinstance(loss.quantity, Tally) and loss.quantity.is_past
        zh, en = "{t}：整改到位并经复查销号（现有 {v}）", "{t}: put right and re-inspect (now {v})"
        if is_past:
            zh, en = "{t}：{v}，待追溯期满且不再发生", "{t}: {v}, wait until it no longer counts"
        shown = loss.quantity.shown(row)
        return Change(say(zh, en, t=loss.title, v=shown), columns, is_past)


def mended(condition: Condition, row: Row) -> Change | None:
    """The least change that makes a condition false."""
    return condition.denied().change(row)
