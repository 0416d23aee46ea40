"""counted 按件得分：每一件（次、人、场）得若干分，到封顶为止。

    full = 3
    counted = { value = "lectures", each = 0.5, cap = 3 }

几种一起数：`counted = { each = { lead_meetings = 0.3, other_meetings = 0.2 }, cap = 1 }`;
按事件类别：`counted = { of = "honours", each = { province = 2, city = 1 }, cap = 5 }`。

- *封顶低于满分？* 提醒：那样满分永远得不到。封顶高于满分是错误。
- *超出封顶的？* 不再得分，差距报告也不会建议再多做。

English: points for each unit up to a cap.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cached_property

from civscore.diagnostics import fault, nearest
from civscore.exact import Ratio, add_ratios
from civscore.sentences import Sentence, joined, say
from civscore.standard.facts import UNKNOWN_PART
from civscore.standard.facts.events import Events
from civscore.standard.mechanisms import (
    ABOVE_FULL,
    Draft,
    Formula,
    Mechanism,
    is_known,
)
from civscore.standard.numbers import Points, RefusedError, Worth
from civscore.standard.quantities import Quantity
from civscore.standard.rows import Change, Row, Side
from civscore.standard.shares import Share

NOT_COUNTABLE = fault(
    "not-countable",
    ("“{name}”是比率，不能按件计", "“{name}” is a share and cannot be counted"),
    ("请用 banded 或 proportional", "use banded or proportional"),
)
CAP_BELOW_FULL = fault(
    "cap-below-full",
    ("封顶 {cap} 分低于满分 {full} 分，满分永远得不到", "the cap {cap} is below the full {full}"),
    ("请核对封顶与满分", "check the cap and the full points"),
    severity="warning",
)


class Counted(Mechanism):
    """Units and what each is worth."""

    value: str | None = None
    """数哪个数据项，或一个算式 | The one fact, or the expression, that is counted."""

    of: str | None = None
    """数哪个事件数据项的各类 | An events fact whose classes are counted."""

    each: Worth | dict[str, Worth]
    """每件几分：配 value 写一个数，否则按名字或类别列出 |
    What a unit is worth: a number with `value`, else by fact or by class of `of`."""

    cap: Points
    """最多几分 | The most that can be had."""

    def check(self) -> None:
        """Raise `RefusedError` where keys do not go together."""
        is_single = isinstance(self.each, Decimal)
        if is_single != (self.value is not None) or (self.value is not None and self.of):
            raise RefusedError("value_or_each")

    def plan(self, draft: Draft) -> Formula:
        if self.cap > draft.full_points:
            draft.report(ABOVE_FULL, "cap", points=self.cap, full=draft.full_points)
        if self.cap < draft.full_points:
            draft.report(CAP_BELOW_FULL, "cap", cap=self.cap, full=draft.full_points)
        events = draft.fact(self.of, Events, "of") if self.of is not None else None
        if events is not None and events.groups and isinstance(self.each, dict):
            from civscore.standard.mechanisms.ledger import Ledger

            nothing = Decimal(0)
            ledger = Ledger(
                of=str(self.of), start=nothing, each=self.each, floor=nothing, ceiling=self.cap
            )
            return ledger.booked(draft)
        return Counts(tuple(self._sources(draft)), draft.units(self.cap))

    def _sources(self, draft: Draft) -> Iterator[tuple[Quantity, int]]:
        if isinstance(self.each, Decimal):
            yield self._countable(draft, str(self.value), "value"), draft.units(self.each)
            return
        known = None if self.of is None else draft.fact(self.of, Events, "of").classes
        for name, each in self.each.items():
            if known is not None and name not in known:
                near = nearest(name, known)
                draft.report(UNKNOWN_PART, "each", name, name=name, near=near)
                continue
            full_name = f"{self.of}.{name}" if self.of else name
            yield self._countable(draft, full_name, "each", name), draft.units(each)

    def _countable(self, draft: Draft, name: str, *path: str) -> Quantity:
        quantity = draft.value(name, *path)
        if isinstance(quantity, Share):
            draft.report(NOT_COUNTABLE, *path, name=name)
        return quantity


class Counts(Formula):
    """The sum of each × number, capped."""

    sources: tuple[tuple[Quantity, int], ...]  # each with the units one of it is worth
    cap: int

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        return tuple(one for quantity, _ in self.sources for one in quantity.sources)

    def points(self, side: Side) -> Ratio:
        (value, each), *further = self._counted
        number, per = value(side)
        total = each * number
        for value, each in further:
            number, scale = value(side)
            total, per = add_ratios((total, per), (each * number, scale))
        capped = side.ops.minimum(total, self.cap * per)
        return side.ops.maximum(capped, 0), per

    @cached_property
    def _counted(self) -> tuple[tuple[Callable[[Side], Ratio], int], ...]:
        return tuple((quantity.value, each) for quantity, each in self.sources)

    def because(self, row: Row) -> Sentence:
        said = tuple(
            say("{t}：{v}", "{t}: {v}", t=quantity.title, v=quantity.shown(row))
            for quantity, _ in self.sources
        )
        return joined(said)

    def changes(self, row: Row) -> Iterator[Change]:
        """One more of each source; of a single number, up to the cap as well.

        Happenings come one at a time: nobody brings about several in one step.
        """
        now, scale = self.points(row.worst)
        known = [(one, each) for one, each in self.sources if each and is_known(row, one)]
        is_number = len(self.sources) == 1 and not getattr(self.sources[0][0], "keys", ())
        for quantity, each in known:
            have, denominator = quantity.value(row.worst)
            goals = [have // denominator + 1]
            if is_number:
                missing = self.cap * scale - now
                needed = -(-missing * denominator // (each * scale))
                goals.append(-(-(have + needed) // denominator))
            for goal in dict.fromkeys(goals):
                change = quantity.change(row, ">=", Decimal(goal))
                if change is not None:
                    yield change
