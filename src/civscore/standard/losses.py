"""What events and faults cost: full points less every loss, capped, not below the floor."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import ClassVar, Final

from civscore.diagnostics import fault
from civscore.exact import Integers, Ratio, in_units, shown_units
from civscore.sentences import Sentence, joined, say
from civscore.standard.comparisons import Comparison
from civscore.standard.conditions import Condition
from civscore.standard.expressions import Number, Reference
from civscore.standard.mechanisms import Formula
from civscore.standard.quantities import Quantity
from civscore.standard.rows import Change, Row, Side
from civscore.standard.shares import Tally
from civscore.values import Value

_NONE: Final = 0

LOSSES_OVERLAP: Final = fault(
    "losses-overlap",
    (
        "第 {first} 个和第 {second} 个问题是同一个数的两个界限，过了远的一个两处都扣",
        "faults {first} and {second} are limits of one number; beyond both, both are taken",
    ),
    (
        "要互相取代的改写 losses 的 bands；要累加的写 adds_up = true",
        "use bands under losses where one replaces the other, or adds_up = true",
    ),
    severity="warning",
    why=(
        "“超过 6% 扣 3 分，超过 7% 扣 6 分”，过了 7% 扣 6 分还是 9 分，各地的意思不同",
        "“-3 above 6 %, -6 above 7 %”: whether 7.5 % costs 6 or 9 differs from text to text",
    ),
)


def overlapping(conditions: Sequence[Condition]) -> Iterator[tuple[int, int]]:
    """Places of two limits on the same side of one number, the second after the first."""
    seen: dict[tuple[tuple[int, ...], str], int] = {}
    for place, one in enumerate(conditions):
        if not (isinstance(one, Comparison) and isinstance(one.right, Number)):
            continue
        if not isinstance(one.left, Reference) or one.operator[0] not in "<>":
            continue
        key = one.left.quantity.columns, one.operator[0]
        if key in seen:
            yield seen[key], place
        seen.setdefault(key, place)


class Loss(Value):
    """What events of one class cost: each of a number, and amounts already settled."""

    title: Sentence
    quantity: Quantity
    column: int
    settled: int | None
    least: int
    most: int
    unit: int  # units in one step of a settled amount

    words: ClassVar[tuple[str, str]] = (
        "{t} {v}，由考评员在 {a} 至 {b} 分之间酌定扣分",
        "{t}: {v}, an assessor settles between -{a} and -{b}",
    )
    """What is said where the amount is open."""

    is_clear_cut: ClassVar[bool] = True
    """Whether it is known what the events are."""

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        """What it reads."""
        return (self.quantity,)

    def cost(self, side: Side) -> Integers:
        """What is lost: least on the worst side of the loss, most on the best."""
        count = side.up[self.column]
        if self.settled is None:
            return self.least * count
        settled = self.unit * side.up[self.settled]
        if count is _NONE:  # nothing left to judge
            return settled
        return settled + (self.most if side.is_best else self.least) * count


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

    def points(self, side: Side) -> Ratio:
        lost = self._lost(side.other)
        if self.cap is not None:
            lost = side.ops.minimum(lost, self.cap)
        return side.ops.maximum(self.full - lost, self.floor), 1

    @property
    def columns(self) -> frozenset[int]:
        own = {column for loss in self.losses for column in (loss.column, loss.settled)}
        return super().columns | {column for column in own if column is not None}

    def _lost(self, side: Side) -> Integers:
        lost: Integers = 0
        for loss in self.losses:
            lost = lost + loss.cost(side)
        for one in self.faults:
            lost = lost + one.condition.holds(side) * one.units
        return lost

    def because(self, row: Row) -> Sentence:
        said = self._listed(row)
        if not said:
            return say("未发现扣分情形", "nothing to deduct")
        least, most = self._lost(row.worst), self._lost(row.best)
        counted = min(least, self.full - self.floor, least if self.cap is None else self.cap)
        if least == most and counted < least:
            zh, en = "应扣 {n} 分，实扣 {k} 分", "{n} lost, {k} counted"
            said.append(say(zh, en, n=self._points(least), k=self._points(counted)))
        said += beyond(self.full, (counted, 1), self.scale) if least == most else ()
        return joined(tuple(said))

    def _listed(self, row: Row) -> list[Sentence]:
        """Every loss there is or may be."""
        said = [self._said(loss, row) for loss in self.losses if row.high[loss.quantity.columns[0]]]
        for one in self.faults:
            if one.condition.holds(row.worst):
                said.append(
                    say("{t}，扣 {n} 分", "{t}: -{n}", t=one.title, n=self._points(one.units))
                )
            elif one.condition.holds(row.best):
                zh, en = "是否{t}：未填报", "whether {t}: not recorded"
                said.append(say(zh, en, t=one.title))
        return said

    def _points(self, units: int) -> Decimal:
        return shown_units(units, self.scale)

    def _said(self, loss: Loss, row: Row) -> Sentence:
        shown = loss.quantity.shown(row)
        least, most = loss.cost(row.worst), loss.cost(row.best)
        if row.low[loss.column] != row.high[loss.column]:
            return say("{t}：{v}", "{t}: {v}", t=loss.title, v=shown)
        if least != most:
            most = max(least, min(most, self.full - self.floor))
            ends = {"a": self._points(least), "b": self._points(most)}
            return say(*loss.words, t=loss.title, v=shown, **ends)
        return say(
            "{t} {v}，扣 {n} 分", "{t}: {v}, -{n}", t=loss.title, v=shown, n=self._points(least)
        )

    def changes(self, row: Row) -> Iterator[Change]:
        for one in self.faults:
            if one.condition.holds(row.worst):
                change = mended(one.condition, row)
                if change is not None:
                    yield Change(say("整改：{t}", "mend: {t}", t=one.title), change.columns)
        for loss in self.losses:
            if row.low[loss.quantity.columns[0]] and loss.is_clear_cut:
                yield self._cleared(loss, row)

    def _cleared(self, loss: Loss, row: Row) -> Change:
        """None of these events any more: put right where that helps, else waited for."""
        columns = dict.fromkeys((loss.column, *loss.quantity.columns), 0)
        if loss.settled is not None:
            columns[loss.settled] = 0
        events = loss.quantity
        if isinstance(events, Tally) and events.is_past:
            earliest = events.over(row, dict.fromkeys(events.columns, 0))
            return Change(events.waiting(loss.title, row), columns, True, earliest)  # noqa: FBT003
        zh, en = "{t}：整改到位并经复查销号（现有 {v}）", "{t}: put right and re-inspect (now {v})"
        return Change(say(zh, en, t=loss.title, v=events.shown(row)), columns)


def beyond(full: int, counted: Ratio, scale: int) -> Iterator[Sentence]:
    """What is lost beyond the full points, and so taken from the rest."""
    excess = counted[0] - full * counted[1]
    if excess > 0:
        zh, en = "超出本条满分的 {n} 分从本项目其他得分中扣", "{n} of it beyond the clause"
        yield say(zh, en, n=in_units((excess, counted[1]), scale))


def mended(condition: Condition, row: Row) -> Change | None:
    """The least change that makes a condition false."""
    return condition.denied().change(row)
