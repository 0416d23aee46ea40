"""Shares that prove something only on conditions of their own, and means of answers.

A survey is held as it was asked for – by whom, how many forms of each group, how many returned –
or it proves nothing, whatever was answered. Each condition is one number with its least value.
"""

from decimal import Decimal
from typing import ClassVar, Final

from civscore.exact import MOST_DIGITS, Ratio, Truth, quotient_text, text_of
from civscore.sentences import Sentence, joined, say
from civscore.standard.quantities import (
    Amount,
    Bound,
    Flagged,
    Quantity,
    needed,
    where_empty,
    with_unit,
)
from civscore.standard.rows import Change, Row, Side
from civscore.standard.shares import BEYOND_SHARES, Share
from civscore.values import Value


class Held(Flagged):
    """Whether a survey was held as it was asked for."""

    @property
    def is_beside(self) -> bool:
        return True


class Enough(Amount):
    """How many forms of a group there are."""

    @property
    def is_beside(self) -> bool:
        return True


class Need(Value):
    """A number that has to come to something."""

    quantity: Held | Enough
    least: int
    label: Sentence  # how it is called where the share itself has just been named

    @property
    def column(self) -> int:
        """Where it is read."""
        return self.quantity.column

    @property
    def is_of_all(self) -> bool:
        """Whether it is of the whole, not of one group."""
        return isinstance(self.quantity, Held)

    def failing(self, row: Row) -> Sentence | None:
        """Why it fails, where it certainly does."""
        quantity = self.quantity
        if row.high[self.column] >= self.least:
            return None
        if isinstance(quantity, Held):
            return joined(tuple(row.recorded[quantity.fact].value.why), "；", "; ")
        zh, en = "{t}只有 {n}，不足 {least}", "{t}: only {n}, fewer than {least}"
        least = with_unit(str(self.least), quantity.unit)
        return say(zh, en, t=self.label, n=quantity.shown(row), least=least)


class Qualified(Share):
    """A share that proves nothing unless all that is needed is there."""

    needs: tuple[Need, ...] = ()

    beyond: ClassVar[tuple[int, int]] = BEYOND_SHARES
    """Below and above every bound it is compared with."""

    @property
    def sources(self) -> tuple[Quantity, ...]:
        return (self, *(need.quantity for need in self.needs))

    def value(self, side: Side) -> Ratio:
        ratio = self.quotient(side)
        if self.is_empty(side.best) is False:
            return ratio
        return where_empty(side, self, ratio, 1, self.beyond)

    def is_empty(self, side: Side) -> Truth:
        found = super().is_empty(side)
        for need in self.needs:
            found = found | (side.down[need.column] < need.least)
        return found

    def _failing(self, row: Row) -> tuple[Sentence, ...]:
        if self.fact not in row.recorded:
            return ()
        found = [need.failing(row) for need in self.needs]
        return tuple(one for one in found if one is not None)

    def shown(self, row: Row) -> Sentence:
        said, failing = super().shown(row), self._failing(row)
        if not failing:
            return self._with_open(said, row)
        if row.high[self.base] < self.least_base:
            return joined((said, *failing), "；", "; ")
        zh, en = "{v}，不采用：{why}", "{v}, which proves nothing: {why}"
        return say(zh, en, v=said, why=joined(failing, "；", "; "))

    def _with_open(self, said: Sentence, row: Row) -> Sentence:
        """With what has still to be recorded before it counts."""
        record = row.recorded.get(self.fact)
        told = record.value.lacking if record is not None else None
        is_counted = all(row.low[column] == row.high[column] for column in self.columns)
        if told is None or not is_counted:
            return said
        return say("{v}，须{more}", "{v}; {more}", v=said, more=told)

    def lacking(self, row: Row) -> Sentence | None:
        short = super().lacking(row)
        failing = (*self._failing(row), *((short,) if short is not None else ()))
        if not failing or failing == (short,):
            return short
        zh, en = "按要求补做调查：{why}", "the survey has to be held as asked for: {why}"
        if not self.is_opinion:
            zh, en = "由考评员核定：{why}", "for an assessor to settle: {why}"
        return say(zh, en, why=joined(failing, "；", "; "))


class Mean(Qualified):
    """What answers are worth, on an average; the part counts units of 1/scale."""

    scale: int = 1
    ends: tuple[int, int] = (0, 0)  # what the worst and the best answer are worth, in units

    beyond = -(10**MOST_DIGITS), 10**MOST_DIGITS

    @property
    def top(self) -> int:
        return -(-self.ends[1] // self.scale)

    def quotient(self, side: Side) -> Ratio:
        part, whole = self.columns
        (least, most), ops = self.ends, side.ops
        base = ops.maximum(side.down[whole], 1)
        units = ops.minimum(side.up[part], most * base)
        return ops.maximum(units, least * base), base * self.scale

    def _said(self, count: int, base: int) -> Sentence:
        zh, en = "{mean} 分（{n}）", "{mean} ({n})"
        forms = with_unit(str(base), self.unit)
        return say(zh, en, mean=quotient_text((count, base * self.scale)), n=forms)

    def threshold(self, number: Decimal) -> Sentence:
        return with_unit(text_of(number), _POINTS)

    def change(self, row: Row, bound: Bound, number: Decimal) -> Change | None:
        part, whole = self.columns
        base, (least, most) = row.low[whole], self.ends
        if base != row.high[whole] or base == 0:
            return None
        numerator, denominator = number.as_integer_ratio()
        target = needed(bound, numerator * base * self.scale, denominator)
        if not least * base <= target <= most * base:
            return None
        zh = "改进工作，下一次“{t}”须达到 {n}（本次 {v}）"
        en = "do better; the next “{t}” has to come to {n} (now {v})"
        said = say(zh, en, t=self.title, n=self.threshold(number), v=self.shown(row))
        return Change(said, {part: target})


_POINTS: Final = "分"
