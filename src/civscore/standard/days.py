"""Days as numbers: a day is the number of days since the year 1.

A day that never came is the last there is, so that nothing is late of what has not begun. Time is
counted in complete days, months or years. What falls on a day its month lacks is complete on the
next day: a year from 29 February 2024 is over on 1 March 2025, for windows and waits alike.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Final

from civscore.sentences import Sentence, say
from civscore.standard.numbers import Span, months_before
from civscore.standard.quantities import UNRECORDED, Amount, Bound, needed
from civscore.standard.rows import Change, Row

LAST: Final = date.max.toordinal()
"""The number of the day that stands for never."""

NEVER: Final = say("尚未发生", "never yet")


def day_said(number: int) -> Sentence:
    """A day by its number."""
    return NEVER if number >= LAST else say("{d}", "{d}", d=date.fromordinal(max(number, 1)))


def days_since(day: date, as_of: date) -> int:
    """Days from a day on; none before it."""
    return max(as_of.toordinal() - day.toordinal(), 0)


def months_since(day: date, as_of: date) -> int:
    """Complete months from a day on; none before it."""
    months = (as_of.year - day.year) * 12 + as_of.month - day.month
    return max(months - (months_before(as_of, months) < day), 0) if months > 0 else 0


def years_since(day: date, as_of: date) -> int:
    """Complete years from a day on; none before it."""
    return months_since(day, as_of) // 12


def day_after(number: int, span: Span) -> int:
    """The day so long after a day; a month without it gives its last. Never stays never."""
    if number >= LAST:
        return LAST
    if span.unit == "d":
        return min(number + span.amount, LAST)
    months = span.amount * (12 if span.unit == "y" else 1)
    return months_before(date.fromordinal(number), -months).toordinal()


SINCE: Final[dict[str, tuple[str, Callable[[date, date], int]]]] = {
    "days": ("d", days_since),
    "months": ("m", months_since),
    "years": ("y", years_since),
}
"""What time is counted in: the letter of a span, and how it is counted."""


class Dated(Amount):
    """A column that holds the number of a day."""

    is_now: bool = False  # the day judged from, which only waiting changes

    def shown(self, row: Row) -> Sentence:
        low, high = row.low[self.column], row.high[self.column]
        if low == high:
            return day_said(low)
        if (low, high) == (self.lowest, self.highest):
            return UNRECORDED
        if high == self.highest:
            return say("{d} 或以后", "{d} or later", d=day_said(low))
        if low == self.lowest:
            return say("{d} 或以前", "{d} or earlier", d=day_said(high))
        return say("{a} 至 {b} 之间", "between {a} and {b}", a=day_said(low), b=day_said(high))

    def threshold(self, number: Decimal) -> Sentence:
        return day_said(int(number))

    def change(self, row: Row, bound: Bound, number: Decimal) -> Change | None:
        """What has happened stays; only the day judged from moves, and only on."""
        target = needed(bound, *number.as_integer_ratio())
        if not self.is_now or not row.low[self.column] < target < LAST:
            return None
        day = date.fromordinal(target)
        sentence = say("{d} 起方能评定", "not before {d}", d=day)
        return Change(sentence, {self.column: target}, is_past=True, earliest=day)


class Yearly(Amount):
    """The column that holds the year judged from."""

    def threshold(self, number: Decimal) -> Sentence:
        return say("{n} 年", "{n}", n=number)

    def shown(self, row: Row) -> Sentence:
        return self.threshold(Decimal(row.low[self.column]))

    def change(self, row: Row, bound: Bound, number: Decimal) -> Change | None:
        target = needed(bound, *number.as_integer_ratio())
        if not row.low[self.column] < target <= self.highest:
            return None
        sentence = say("{y} 年起方能评定", "not before {y}", y=target)
        day = date(target, 1, 1)
        return Change(sentence, {self.column: target}, is_past=True, earliest=day)


class Elapsed(Amount):
    """A column that counts complete days, months or years since a day."""

    origin: int = 0  # the column of the day
    since: str = ""  # what happened that day
    letter: str = "d"  # of the span

    def threshold(self, number: Decimal) -> Sentence:
        span = Span(int(number), self.letter)
        return say("{zh}", "{en}", zh=span.zh, en=span.en)

    def _said(self, column_value: int) -> Sentence:
        return self.threshold(Decimal(column_value))

    def change(self, row: Row, bound: Bound, number: Decimal) -> Change | None:
        """Time passes by itself; what has not begun has to begin first."""
        target = needed(bound, *number.as_integer_ratio())
        if not row.high[self.column] < target <= self.highest:
            return None
        need, columns = self.threshold(Decimal(target)), {self.column: target}
        low, high = row.low[self.origin], row.high[self.origin]
        if low == LAST:
            zh, en = "尚无“{t}”，须从有的那天起满 {n}", "begin “{t}”, then wait for {n}"
            return Change(say(zh, en, t=self.since, n=need), columns)
        zh, en = "“{t}”须满 {n}", "“{t}” has to be {n} ago"
        if low != high:
            return Change(say(zh, en, t=self.since, n=need), columns, is_past=True)
        begun = date.fromordinal(low)
        zh, en = f"{zh}：自 {{d}} 起", f"{en}: since {{d}}"
        earliest = Span(target, self.letter).over(begun)
        sentence = say(zh, en, t=self.since, n=need, d=begun)
        return Change(sentence, columns, is_past=True, earliest=earliest)
