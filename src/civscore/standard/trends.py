"""Numbers of a series: that of one period, and how several follow one another.

What is past cannot be changed; a gap therefore only ever moves the number of the present period.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from civscore.exact import Ratio, Truth, quotient_text
from civscore.sentences import Sentence, joined, say
from civscore.standard.calculated import is_settled
from civscore.standard.expressions import higher, is_above
from civscore.standard.periods import MOST_BACK, Per, lag_said, period_said
from civscore.standard.quantities import (
    UNRECORDED,
    Amount,
    Bound,
    Flagged,
    OfFact,
    Quantity,
    needed,
    with_unit,
)
from civscore.standard.rows import Change, Row, Side
from civscore.standard.shares import Share
from civscore.values import Value


class Recorded(Value):
    """Numbers by period, the first period there is, and which of them is the present one."""

    numbers: Mapping[int, Any]
    first: int | None
    now: int | None = None


class Place(Value):
    """Which number of a series it is, and what is told beside it."""

    series: str  # its title
    per: Per
    lag: int | None  # periods before the present one; None for the base
    base: int | None  # number of the base period
    beside: tuple[tuple[Sentence, Quantity], ...] = ()  # what it is compared with

    @property
    def when(self) -> Sentence:
        """The period in words."""
        if self.lag is not None:
            return lag_said(self.lag, self.per)
        return period_said(self.base or 0, self.per)

    def number(self, row: Row, fact: str) -> int | None:
        """The number of the period, once it is known which is the present one."""
        record = row.recorded.get(fact)
        now = record.value.now if record is not None else None
        if self.lag is None:
            return self.base
        return None if now is None else now - self.lag

    def lacking(self, row: Row, fact: str) -> Sentence:
        """That this one number is missing, or the whole series."""
        period = self.number(row, fact)
        if period is None or fact not in row.recorded:
            return say("如实填报：{t}", "record: {t}", t=self.series)
        zh, en = "“{t}”缺 {p}的数", "“{t}”: the number of {p} is missing"
        if self.lag == 1:
            zh, en = "“{t}”缺 {p}（{w}）的数", "“{t}”: the number of {p} ({w}) is missing"
        said = period_said(period, self.per)
        return say(zh, en, t=self.series, p=said, w=self.when)

    def told_beside(self, row: Row) -> Sentence:
        """What it is compared with, as far as that is recorded."""
        told = [
            say("{w} {v}", "{w}: {v}", w=word, v=_plain(quantity, row))
            for word, quantity in self.beside
            if is_settled(quantity.columns, row)
        ]
        zh, en = ("（{told}）", " ({told})") if told else ("", "")
        return say(zh, en, told=joined(tuple(told), "、", ", "))


_NOWHERE: Final = Place("", "year", 0, None)


def _plain(quantity: Quantity, row: Row) -> Sentence:
    """A value with its unit and nothing else."""
    return with_unit(quotient_text(quantity.value(row.worst)), getattr(quantity, "unit", ""))


class Periodic(Amount):
    """The number of one period."""

    place: Place = _NOWHERE

    def shown(self, row: Row) -> Sentence:
        ends = row.low[self.column], row.high[self.column]
        return UNRECORDED if ends == (self.lowest, self.highest) else super().shown(row)

    def lacking(self, row: Row) -> Sentence | None:
        """That it is missing."""
        return self.place.lacking(row, self.fact)

    def change(self, row: Row, bound: Bound, number: Decimal) -> Change | None:
        """Only the present period can still turn out otherwise."""
        numerator, denominator = number.as_integer_ratio()
        target = needed(bound, numerator * self.scale, denominator)
        if self.place.lag != 0 or not self.lowest <= target <= self.highest:
            return None
        rising = target > row.low[self.column]
        sentence = say(
            "{t}：由 {have}{verb}到 {need}{beside}", "{t}: {verb_en} from {have} to {need}{beside}",
            t=self.title, have=self.shown(row), need=self._said(target),
            verb="升" if rising else "降", verb_en="raise" if rising else "reduce",
            beside=self.place.told_beside(row),
        )  # fmt: skip
        return Change(sentence, {self.column: target})


class PeriodicShare(Share):
    """The share of one period."""

    place: Place = _NOWHERE

    def _printed(self, row: Row) -> Sentence | None:
        """How a share is said of which only the print is known."""
        record, period = row.recorded.get(self.fact), self.place.number(row, self.fact)
        number = record.value.numbers.get(period) if record is not None else None
        return getattr(number, "printed", None)

    def lacking(self, row: Row) -> Sentence | None:
        """That it is missing."""
        return self.place.lacking(row, self.fact)

    def change(self, row: Row, bound: Bound, number: Decimal) -> Change | None:
        """Only the present period can still turn out otherwise."""
        return super().change(row, bound, number) if self.place.lag == 0 else None


class IsFirst(Flagged):
    """Whether there is nothing before the present period."""

    def change(self, row: Row, bound: Bound, number: Decimal) -> None:
        """Nothing can be done about the past."""


class Falling(OfFact):
    """How many times in succession, up to now, a period was below the one before."""

    fact: str
    title: Sentence
    unit: str
    periods: tuple[Periodic | PeriodicShare, ...]  # the present one first
    past: Amount  # how many periods there are before the present one
    if_none: None = None

    @property
    def top(self) -> int:
        return MOST_BACK

    @property
    def columns(self) -> tuple[int, ...]:
        return (*(column for one in self.periods for column in one.columns), self.past.column)

    @property
    def moved(self) -> tuple[Quantity, ...]:
        return (*self.periods, self.past)

    def value(self, side: Side) -> Ratio:
        total, falls = 0, self._steps(side)
        running: Truth = True
        for is_fall in falls:
            running = running & is_fall
            total = total + running
        return total, 1

    quotient = value

    def _steps(self, side: Side) -> Iterator[Truth]:
        """Whether each period lies below the one before it; what did not exist is no fall.

        A number not known has to lie above all that come after it, too.
        """
        reached = self.periods[0].value(side.other)
        for lag, older in enumerate(self.periods[1:]):
            yield is_above(older.value(side), reached) & (side.up[self.past.column] > lag)
            reached = higher(side, older.value(side.other), reached)

    def is_empty(self, side: Side) -> Truth:  # noqa: ARG002
        return False

    def shown(self, row: Row) -> Sentence:
        if self.fact not in row.recorded:
            return UNRECORDED
        (low, _), (high, _) = self.value(row.worst), self.value(row.best)
        if low != high:
            zh, en = "未定（{n} 次以上）", "open ({n} or more)"
            return say(zh, en, n=low)
        told = tuple(
            say("{w} {v}", "{w}: {v}", w=one.place.when, v=_plain(one, row))
            for one in self.periods[: low + 2]
            if is_settled(one.columns, row)
        )
        zh, en = "{n}（{told}）", "{n} ({told})"
        return say(zh, en, n=with_unit(str(low), self.unit), told=joined(told, "、", ", "))

    def lacking(self, row: Row) -> Sentence | None:
        """The first number missing without which one cannot count on."""
        known = self.value(row.worst)[0]
        return next(
            (
                one.lacking(row)
                for one in self.periods[known : known + 2]
                if not is_settled(one.columns, row)
            ),
            None,
        )

    def threshold(self, number: Decimal) -> Sentence:
        return with_unit(str(int(number)), self.unit)

    def change(self, row: Row, bound: Bound, number: Decimal) -> Change | None:
        """The present period brought below the last, if that is all it takes."""
        newer, older = self.periods[:2]
        if bound not in {">=", ">"} or not is_settled(older.columns, row):
            return None
        units, per = older.value(row.worst)
        change = newer.change(row, "<", Decimal(units) / per)
        target = needed(bound, *number.as_integer_ratio())
        if change is None or self.value(row.changed(change.columns).worst)[0] < target:
            return None
        return change
