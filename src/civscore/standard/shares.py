"""Tallies and shares: columns added up, and one column divided by another.

- *A share of which nothing is recorded?* Between 0 and 100 %.
- *A share whose base is empty?* Its fact declares what that means; see `if_none`.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from civscore.exact import MOST_DIGITS, Ratio, Truth, quotient_text, share_text, text_of
from civscore.sentences import Sentence, Space, say
from civscore.standard.quantities import (
    UNRECORDED,
    Bound,
    IfNone,
    OfFact,
    needed,
    spread,
    where_empty,
    with_unit,
)
from civscore.standard.rows import Change, Row, Side


class Tally(OfFact):
    """Columns added up: items of a checklist that are met, events of all classes."""

    fact: str
    title: Sentence
    unit: str
    columns: tuple[int, ...]
    names: tuple[Sentence, ...]
    most_each: int
    is_past: bool = False
    keys: tuple[str, ...] = ()  # classes of an events fact
    stays: str = ""  # what events are in that do not lapse: "period", "since"; "" if they do
    if_none: None = None

    @property
    def top(self) -> int | None:
        return len(self.columns) * self.most_each

    def value(self, side: Side) -> Ratio:
        up, columns = side.up, self.columns
        return (sum([up[one] for one in columns]) if len(columns) > 1 else up[columns[0]]), 1

    quotient = value

    def is_empty(self, side: Side) -> Truth:  # noqa: ARG002
        return False

    def shown(self, row: Row) -> Sentence:
        if self.fact not in row.recorded:
            return UNRECORDED
        low = sum(row.low[column] for column in self.columns)
        high = sum(row.high[column] for column in self.columns)
        if low == high:
            said = with_unit(str(low), self.unit)
            told = self._told(row) if low else ()
            return say("{n}（{told}）", "{n} ({told})", n=said, told=told) if told else said
        if high >= (self.top or high):
            return say("不少于 {n}", "at least {n}", n=with_unit(str(low), self.unit))
        return spread(low, high, self.unit)

    def _told(self, row: Row) -> tuple[str, ...]:
        """The events themselves, where they are listed."""
        value = row.recorded[self.fact].value
        return tuple(value.told(self.keys)[:_TOLD]) if self.keys else ()

    def lacking(self, row: Row) -> Sentence | None:
        record = row.recorded.get(self.fact) if self.keys else None
        told = record.value.unsettled(self.keys)[:_TOLD] if record is not None else ()
        zh, en = "核实是否属于{t}：{e}", "find out whether it is {t}: {e}"
        return say(zh, en, t=self.title, e=told) if told else None

    def threshold(self, number: Decimal) -> Sentence:
        return with_unit(text_of(number), self.unit)

    def change(self, row: Row, bound: Bound, number: Decimal) -> Change | None:
        """Items are added in their declared order; events are undone from the first class on."""
        target = needed(bound, *number.as_integer_ratio())
        rising = target > sum(row.high[column] for column in self.columns)
        values = {column: (row.high if rising else row.low)[column] for column in self.columns}
        wanted, moved = target - sum(values.values()), []
        for column, name in zip(self.columns, self.names, strict=True):
            move = max(-values[column], min(self.most_each - values[column], wanted))
            if move:
                values[column] += move
                wanted -= move
                moved.append(name)
        if wanted or not moved:
            return None
        if self.most_each > 1:
            zh, en = "{t}：由 {have}{verb}到 {need}", "{t}: {verb_en} from {have} to {need}"
            sentence = say(
                zh, en, t=self.title, have=self.shown(row), need=with_unit(str(target), self.unit),
                verb="增加" if rising else "减少", verb_en="raise" if rising else "reduce",
            )  # fmt: skip
        elif rising:
            sentence = say("补齐：{names}", "complete: {names}", names=tuple(moved))
        else:
            sentence = say("消除：{names}", "clear: {names}", names=tuple(moved))
        if rising or not self.is_past:
            return Change(sentence, values)
        if not target:
            sentence = self.waiting(self.title, row)
        return Change(sentence, values, is_past=True, earliest=self.over(row, values))

    def waiting(self, title: Sentence, row: Row) -> Sentence:
        """What only time mends, and when: events lapse, or stay for the period, or for good."""
        zh, en = _WAITING[self.stays]
        return say(zh, en, t=title, v=self.shown(row))

    def over(self, row: Row, left: Mapping[int, int]) -> date | None:
        """When only so many events are left, where each is listed with its day."""
        by_class = zip(self.keys, self.columns, strict=True)
        gone = {key: row.low[column] - left[column] for key, column in by_class}
        record = row.recorded.get(self.fact)
        return None if record is None else record.value.over(gone)


_WAITING: Final = {
    "": ("{t}：{v}，待追溯期满且不再发生", "{t}: {v}, wait until it no longer counts"),
    "period": (
        "{t}：{v}，发生在本考评期内，本期不能消除；下一个考评期不再发生的不再计",
        "{t}: {v}, within this assessment period, which nothing undoes; the next one starts anew",
    ),
    "since": (
        "{t}：{v}，自起算日起一直计入，不会期满",
        "{t}: {v}, counted from its starting day on for good",
    ),
}
"""What is to be waited for."""

_TOLD: Final = 3
"""Events named in one sentence."""


BEYOND_SHARES: Final = (-1, 10**MOST_DIGITS)
"""Below and above every share and every bound one is compared with."""


class Share(OfFact):
    """One column divided by another: a rate, the passing part of a sample, a survey's answer."""

    fact: str
    title: Sentence
    unit: str
    columns: tuple[int, int]  # the part, the whole
    if_none: IfNone
    is_bounded: bool  # the part cannot exceed the whole
    base_title: Sentence
    least_base: int = 1  # below it the share proves nothing
    is_opinion: bool = False  # answers already given are not changed; the next survey decides

    @property
    def top(self) -> int | None:
        return 1 if self.is_bounded else None

    @property
    def count(self) -> int:
        return self.columns[0]

    @property
    def base(self) -> int:
        return self.columns[1]

    def value(self, side: Side) -> Ratio:
        """Inside a condition an empty base reads as 0, as 100 %, or proves nothing at all."""
        ratio = self.quotient(side)
        if (side.best.down[self.columns[1]] >= self.least_base) is True:
            return ratio
        return where_empty(side, self, ratio, 1, BEYOND_SHARES)

    def quotient(self, side: Side) -> Ratio:
        part, whole = self.columns
        if side.other is side and (side.up[whole] >= 1) is True:
            return side.up[part], side.up[whole]
        count, base = side.up[part], side.ops.maximum(side.down[whole], 1)
        if side.other is side or not self.is_bounded:  # recorded together: the part is in the whole
            return count, base
        return side.ops.minimum(count, base), base

    def is_empty(self, side: Side) -> Truth:
        return side.down[self.columns[1]] < self.least_base

    def shown(self, row: Row) -> Sentence:
        printed = self._printed(row)
        if printed is not None:
            return printed
        if self.fact not in row.recorded:
            return UNRECORDED
        count, base = row.low[self.count], row.low[self.base]
        if base != row.high[self.base]:
            return say("未填报完整", "recorded in part")
        if base == 0:
            return say("没有{of}", "no {of}", of=self.base_title)
        if base < self.least_base:
            zh, en = "{of}只有 {n}，不足 {least}", "only {n} of {of}, fewer than {least}"
            least = with_unit(str(self.least_base), self.unit)
            return say(zh, en, of=self.base_title, n=with_unit(str(base), self.unit), least=least)
        if count != row.high[self.count]:
            return say("未填报完整", "recorded in part")
        return self._said(count, base)

    def _said(self, count: int, base: int) -> Sentence:
        """The share itself."""
        return say(
            "{share}%（{count}/{base}）", "{share}% ({count}/{base})",
            share=quotient_text((count * 100, base)), count=count, base=base,
        )  # fmt: skip

    def lacking(self, row: Row) -> Sentence | None:
        base = row.low[self.base]
        if not self.is_opinion or base != row.high[self.base] or base >= self.least_base:
            return super().lacking(row)
        zh, en = "补足{of}：现有 {n}，至少要 {least}", "more {of}: {n} now, {least} at least"
        least, have = (with_unit(str(one), self.unit) for one in (self.least_base, base))
        return say(zh, en, of=self.base_title, n=have, least=least)

    def _printed(self, row: Row) -> Sentence | None:
        """How a share is said of which only the print is known."""
        record = row.recorded.get(self.fact)
        return getattr(record.value, "printed", None) if record else None

    def threshold(self, number: Decimal) -> Sentence:
        return say("{share}", "{share}", share=share_text(number))

    def change(self, row: Row, bound: Bound, number: Decimal) -> Change | None:
        numerator, denominator = number.as_integer_ratio()
        base = row.low[self.base]
        if self._printed(row) is not None or base != row.high[self.base] or base == 0:
            return None
        target = needed(bound, numerator * base, denominator)
        if target < 0 or (self.is_bounded and target > base):
            return None
        have = row.high[self.count] if target > row.high[self.count] else row.low[self.count]
        rising = target > have
        if self.is_opinion:
            zh = "改进工作，下一次“{t}”须达到 {n}（本次 {v}）"
            en = "do better; the next “{t}” has to come to {n} (now {v})"
            said = say(zh, en, t=self.title, n=share_text(number), v=self.shown(row))
            return Change(said, {self.count: target})
        base_said = with_unit(str(base), self.unit)
        sentence = say(
            "{title}：按现有{of} {base}{space}计，须由 {have} {verb}到 {need}（相差 {n}）",
            "{title}: on the present base of {base}, {verb_en} from {have} to {need} ({n} more)",
            title=self.title, of=self.base_title, base=base_said,
            space=Space(base_said, "计"), have=have, need=with_unit(str(target), self.unit),
            n=with_unit(str(abs(target - have)), self.unit), verb="增加" if rising else "减少",
            verb_en="raise" if rising else "reduce",
        )  # fmt: skip
        return Change(sentence, {self.count: target}, gap="count")
