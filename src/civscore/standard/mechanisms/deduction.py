"""deduction 扣分：从满分起，按发生的事件和查出的问题扣。

    full = 8
    deduction = { of = "cases", floor = 0, each = {
        vicious = 8, order = 4, fire = { from = 2, to = 5 },
    } }

各类同扣：`each = 2`。由人在上下限之间酌定的写 `{ from = 2, to = 5 }`，还没定的，得分是区间。
按问题扣：`faults = [ { when = "not has_team", points = 5, title = "未建巡逻队" } ]`，可与事件并用。

按数值扣：`losses = [{ value = "complaints", per = 200, each = 1, started = "free" }]`，
每满 200 件扣 1 分；
`losses = [{ value = "complaints", bands = [{ above = 6, points = 3 }] }]`
按所在的档扣，各档互相取代。每一项可以有自己的 `cap`。

`floor` 必填：扣到多少为止；允许为负（扣分超出本条）。`floor = "section"` 是超出本条的部分
继续扣本项目其他条款的分，扣到项目的 `floor` 为止。`cap` 是最多扣多少。

- *扣的总数超过满分？* 扣到 floor 为止，报告写明“应扣”与“实扣”。
- *有没有发生都没记？* 待证，不是满分：没有记录不等于没有发生。

English: full points less so many for each event and each fault found, down to the floor.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Literal

from civscore.diagnostics import fault, nearest
from civscore.exact import shown_units
from civscore.sentences import plain
from civscore.standard.document import Entry
from civscore.standard.facts import OUT_OF_RANGE, UNKNOWN_PART
from civscore.standard.facts.events import Events
from civscore.standard.happenings import SETTLED
from civscore.standard.losses import LOSSES_OVERLAP, Loss, Losses, PlannedFault, overlapping
from civscore.standard.mechanisms import (
    ABOVE_FULL,
    NOT_LISTED,
    Draft,
    Formula,
    Mechanism,
    spilling,
)
from civscore.standard.mechanisms.banded import Band, Banded
from civscore.standard.mechanisms.counted import NOT_COUNTABLE
from civscore.standard.numbers import Fewest, Key, Points, RefusedError, Size, Worth, YesNo
from civscore.standard.rows import Record
from civscore.standard.shares import Share
from civscore.values import Declared, replaced

if TYPE_CHECKING:
    from civscore.standard.itemised import Item as PlannedItem

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


class LossBand(Band):
    """One band of a number and what it costs."""

    points: Worth
    """扣几分 | What it costs."""


class Item(Declared):
    """What a number costs: so much for each block of it, or by the band it falls in."""

    value: str
    """哪个数据项，或一个算式 | The fact, or an expression."""

    title: str = ""
    """报告里怎么称呼 | How it is called."""

    each: Worth | None = None
    """每一个（或每满 per 个）扣几分 | What one, or one block of `per`, costs."""

    per: Size | None = None
    """多少个算一段，缺省为 1 | The size of a block, by default 1."""

    started: Literal["free", "full", "pro_rata"] | None = None
    """不足一段怎么算：free 不扣、full 按一段、pro_rata 按比例；写了 per 必填 |
    What a started block costs; required with `per`."""

    bands: Annotated[tuple[LossBand, ...], Fewest(1)] | None = None
    """各档扣几分，互相取代；各档之外不扣 | What each band costs; outside them nothing is lost."""

    cap: Worth | None = None
    """这一项最多扣几分 | The most that is taken for this."""

    def check(self) -> None:
        """Raise `RefusedError` where keys do not go together."""
        is_by_band = self.bands is not None
        has_block = self.per is not None
        if is_by_band == (self.each is not None) or has_block != (self.started is not None):
            raise RefusedError("each_or_bands")
        if is_by_band and has_block:
            raise RefusedError("each_or_bands")


class Deduction(Mechanism):
    """What is taken from the full points."""

    of: str | None = None
    """哪个事件数据项 | An events fact."""

    each: Worth | dict[str, Worth | Judgement] | None = None
    """每起扣几分，统一或按类别 | What one event costs, by class or for all."""

    faults: tuple[Found, ...] = ()
    """按条件扣的问题 | Faults by condition."""

    losses: tuple[Item, ...] = ()
    """按数值扣的各项 | What numbers cost."""

    adds_up: YesNo = False
    """同一个数的几个界限，扣分累加 | Several limits of one number add up."""

    floor: Points | Literal["section"]
    """最少剩几分；section 是扣到所在项目的 floor 为止 |
    The least points left; or as far as the floor of its section."""

    cap: Worth | None = None
    """最多扣几分 | The most that is taken."""

    def check(self) -> None:
        """Raise `RefusedError` where keys do not go together."""
        if (self.of is None) != (self.each is None) or not (self.of or self.faults or self.losses):
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
        if not self.adds_up:
            for first, second in overlapping([one.condition for one in faults]):
                values = {"first": first + 1, "second": second + 1}
                draft.report(LOSSES_OVERLAP, "faults", second, "when", **values)
        quantities = [q for loss in losses for q in loss.quantities]
        quantities += [q for one in faults for q in one.condition.quantities()]
        cap = None if self.cap is None else draft.units(self.cap)
        scale = draft.units(Decimal(1))
        floor = self._least(draft)
        if not self.losses:
            return Losses(tuple(quantities), draft.full, scale, losses, faults, floor, cap)
        from civscore.standard.itemised import ItemisedLosses

        items = tuple(self._by_number(draft))
        quantities += [q for item in items for q in item.quantities]
        return ItemisedLosses(
            tuple(quantities), draft.full, scale, losses, faults, floor, cap, items
        )

    def _by_number(self, draft: Draft) -> Iterator["PlannedItem"]:
        from civscore.standard.itemised import ByBand, ByBlock

        for number, one in enumerate(self.losses):
            path = ("losses", number)
            quantity = draft.value(one.value, *path, "value")
            title = plain(one.title) if one.title else quantity.title
            cap = None if one.cap is None else draft.units(one.cap)
            if one.bands is not None:
                formula, most = self._bands(draft, one, one.bands, path)
                yield ByBand(title, cap, formula, most)
                continue
            if isinstance(quantity, Share):
                draft.report(NOT_COUNTABLE, *path, "value", name=one.value)
            block = (one.per or Decimal(1)).as_integer_ratio()
            each = draft.units(one.each or Decimal(0))
            yield ByBlock(title, cap, quantity, each, block, one.started or "pro_rata")

    def _bands(
        self, draft: Draft, item: Item, bands: tuple[LossBand, ...], path: tuple[str | int, ...]
    ) -> tuple[Formula, int]:
        """What is left of the most that can be lost, by band; an empty base is read that way."""
        most = max(band.points for band in bands)
        left = tuple(replaced(band, points=most - band.points) for band in bands)
        banded = Banded(value=item.value, bands=left, otherwise=most)
        return draft.nested(banded, most, *path), draft.units(most)

    def check_records(self, records: Mapping[str, Record], entry: Entry) -> None:
        """An amount a person judged lies between its bounds."""
        record = records.get(self.of or "")
        if record is None or not isinstance(self.each, dict):
            return
        for number, event in enumerate(record.value.listed or ()):
            bounds = [_ends(self.each[key]) for key in event.may_be if key in self.each]
            if event.deduct is None or not bounds:
                continue
            low, high = min(low for low, _ in bounds), max(high for _, high in bounds)
            amount = shown_units(event.deduct, event.scale)
            if not low <= amount <= high:
                values = {"found": amount, "low": low, "high": high}
                entry.report(OUT_OF_RANGE, str(self.of), number, "deduct", **values)

    def _least(self, draft: Draft) -> int:
        """The floor, in units."""
        if self.floor != "section":
            return draft.units(self.floor)
        return spilling(draft)

    def _check_ends(self, draft: Draft) -> None:
        if self.floor == "section":
            return
        if self.floor > draft.full_points:
            draft.report(ABOVE_FULL, "floor", points=self.floor, full=draft.full_points)
        most = self.cap
        if most is None and not self.of and not self.losses:
            most = sum((one.points for one in self.faults), Decimal(0))
        if most is not None and draft.full_points - most > self.floor:
            draft.report(FLOOR_UNREACHED, "floor", most=most, floor=self.floor)

    def _losses(self, draft: Draft) -> Iterator[Loss]:
        of = str(self.of)
        events = draft.fact(of, Events, "of")
        by_class: Mapping[str, Decimal | Judgement] = {}
        if isinstance(self.each, dict):
            by_class = self.each
        elif self.each is not None:
            by_class = dict.fromkeys(events.titles, self.each)
        for name in set(by_class) - set(events.titles):
            near = nearest(name, events.titles)
            draft.report(UNKNOWN_PART, "each", name, name=name, near=near)
        found: dict[str, Loss] = {}
        for name, title in events.titles.items():
            cost = by_class.get(name)
            if cost is None:
                draft.report(NOT_LISTED, "each", missing=name)
            else:
                found[name] = self._loss(draft, events, name, title, cost)
        yield from found.values()
        if events.groups and len(found) == len(events.titles):
            from civscore.standard.sorting import open_losses

            yield from open_losses(events, of, found, draft.column)

    def _loss(
        self, draft: Draft, events: Events, key: str, title: str, cost: Decimal | Judgement
    ) -> Loss:
        low, high = _ends(cost)
        least, most = draft.units(low), draft.units(high)
        if low > high:
            draft.report(RANGE_FALLS, "each", key, low=low, high=high)
        name = f"{self.of}.{key}"
        said = f"{key}{SETTLED}" if events.groups else key
        column = draft.column(f"{self.of}.{said}")
        quantity = events.tally(str(self.of), column, said)
        if isinstance(cost, Decimal):
            return Loss(plain(title), quantity, column, None, least, most, 1)
        unit = draft.units(Decimal(1)) // events.scale
        unjudged, judged = draft.column(f"{name}.unjudged"), draft.column(f"{name}.judged")
        return Loss(plain(title), quantity, unjudged, judged, least, most, unit)


def _ends(cost: Decimal | Judgement) -> tuple[Decimal, Decimal]:
    """The least and the most; a fixed cost is no matter of judgement."""
    return (cost, cost) if isinstance(cost, Decimal) else (cost.least, cost.most)
