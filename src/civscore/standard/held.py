"""What an expression may read of titles held, and what is said of it.

Somebody who holds no title is told which to obtain, and who names it; somebody who holds one, how
much longer it takes. What was to be held by a day that is over cannot be mended.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from civscore.exact import Truth
from civscore.sentences import Sentence, plain, say
from civscore.standard.conditions import Is
from civscore.standard.days import LAST, SINCE, Dated, Elapsed, day_said
from civscore.standard.holdings import FAR, MOST_TERMS
from civscore.standard.numbers import Span
from civscore.standard.parsing import Term
from civscore.standard.quantities import Amount, Bound, Coded, Flagged, needed
from civscore.standard.rows import Change, Row, Side
from civscore.values import replaced

NOT_HELD: Final = say("没有持有", "not held")
ENDLESS: Final = say("长期有效", "without end")
_NOTHING: Final = say("", "")


class Held(Flagged):
    """Whether a title is held."""

    named: Sentence = _NOTHING  # the title, and who names it
    until: int = 0  # the column of the day it is held until

    @property
    def claim(self) -> Sentence:
        """What it is to hold it, in words."""
        return say("持有“{t}”", "“{t}” is held", t=self.title)

    def shown(self, row: Row) -> Sentence:
        low, high = row.low[self.column], row.high[self.column]
        return self.threshold(Decimal(low)) if low == high else super().shown(row)

    def threshold(self, number: Decimal) -> Sentence:
        return say("持有", "held") if number else NOT_HELD

    def change(self, row: Row, bound: Bound, number: Decimal) -> Change | None:
        target = needed(bound, *number.as_integer_ratio())
        if target == 1:
            return _obtained(self.named, self.column, 1)
        if target != 0:
            return None
        low, high = row.low[self.until], row.high[self.until]
        sentence = say(
            "现持有{t}，期满以后方可", "{t} is held; wait until it is over", t=self.named
        )
        earliest = date.fromordinal(low + 1) if 0 < low == high < LAST else None
        return Change(sentence, {self.column: 0}, is_past=True, earliest=earliest)


class Vacant(Is):
    """That a title is not held, or not for much longer: from some time before its end."""

    until: int = 0
    as_of: int = 0
    renew: Span | None = None  # how long before its end it can be applied for again

    def holds(self, side: Side) -> Truth:
        return super().holds(side) or self._is_ending(side)

    def _is_ending(self, side: Side) -> bool:
        """Whether the last day is so near; on the best side it is the earliest it can be."""
        until = int(side.down[self.until])
        if self.renew is None or not 0 < until < LAST:
            return False
        return bool(self.renew.before(date.fromordinal(until)).toordinal() <= side.up[self.as_of])

    def change(self, row: Row) -> Change | None:
        found = super().change(row)
        if found is None or self.renew is None or found.earliest is None:
            return found
        until = date.fromordinal(int(row.low[self.until]))
        return replaced(found, earliest=self.renew.before(until))


class HeldLevel(Coded):
    """The highest level that is held; none is the lowest."""

    named: tuple[Sentence, ...] = ()  # of every level but none

    def change(self, row: Row, bound: Bound, number: Decimal) -> Change | None:
        target = needed(bound, *number.as_integer_ratio())
        if not row.low[self.column] < target <= len(self.named):
            return None
        return _obtained(self.named[target - 1], self.column, target)


class HeldFrom(Dated):
    """The day since which a title is held."""

    named: Sentence = _NOTHING
    as_of: int = 0  # the column of the day judged from

    def shown(self, row: Row) -> Sentence:
        return NOT_HELD if row.low[self.column] == LAST else super().shown(row)

    def change(self, row: Row, bound: Bound, number: Decimal) -> Change | None:
        """What was not held by a day that is over never will have been."""
        target = needed(bound, *number.as_integer_ratio())
        if not 0 < target < row.low[self.column]:
            return None
        values, columns = {"t": self.named, "d": day_said(target)}, {self.column: target}
        if target < row.low[self.as_of]:
            zh, en = "须在 {d} 以前取得{t}，已不能补救", "{t} had to be held by {d}; too late now"
            return Change(say(zh, en, **values), columns, is_past=True)
        return Change(
            say("须在 {d} 以前取得{t}", "obtain {t} by {d}", **values), columns, gap="title"
        )


class HeldUntil(Dated):
    """The last day on which a title is held."""

    named: Sentence = _NOTHING

    def shown(self, row: Row) -> Sentence:
        low, high = row.low[self.column], row.high[self.column]
        return self.threshold(Decimal(low)) if low == high else super().shown(row)

    def threshold(self, number: Decimal) -> Sentence:
        if not 0 < number < LAST:
            return ENDLESS if number else NOT_HELD
        return day_said(int(number))

    def change(self, row: Row, bound: Bound, number: Decimal) -> Change | None:
        target = needed(bound, *number.as_integer_ratio())
        if not row.low[self.column] < target <= LAST:
            return None
        return _prolonged(self.named, row.high[self.column], self.column, target)


class DaysLeft(Amount):
    """Days until a title runs out."""

    named: Sentence = _NOTHING
    until: int = 0

    def threshold(self, number: Decimal) -> Sentence:
        return ENDLESS if number >= LAST else super().threshold(number)

    def _said(self, column_value: int) -> Sentence:
        return self.threshold(Decimal(column_value))

    def change(self, row: Row, bound: Bound, number: Decimal) -> Change | None:
        """The days pass by themselves; more of them come by renewing only."""
        target = needed(bound, *number.as_integer_ratio())
        if not self.lowest <= target <= self.highest:
            return None
        if target > row.low[self.column]:
            return _prolonged(self.named, row.high[self.until], self.column, target)
        low, high = row.low[self.until], row.high[self.until]
        earliest = date.fromordinal(low - target) if target < low == high < LAST else None
        zh, en = "须等到{t}不多于 {n}", "wait until {t}: at most {n}"
        sentence = say(zh, en, t=self.title, n=self.threshold(Decimal(target)))
        return Change(sentence, {self.column: target}, is_past=True, earliest=earliest)


class Streak(Amount):
    """Namings one after the other."""

    named: Sentence = _NOTHING
    until: int = 0
    term: Span | None = None

    def change(self, row: Row, bound: Bound, number: Decimal) -> Change | None:
        target, have = needed(bound, *number.as_integer_ratio()), row.high[self.column]
        if not have < target <= self.highest:
            return None
        zh = "{t}须连续 {n} {u}：已连续 {have} {u}，还须 {more} {u}"
        en = "{t}: {n} terms running are needed; {have} so far, {more} more"
        values = {"t": self.named, "n": target, "have": have, "more": target - have}
        sentence = say(zh, en, u=self.unit, **values)
        earliest = self._earliest(row, target - have - 1)
        return Change(sentence, {self.column: target}, earliest=earliest, gap="title")

    def _earliest(self, row: Row, further: int) -> date | None:
        """The day after the present term and as many more; where the days are known."""
        low, high = row.low[self.until], row.high[self.until]
        if self.term is None or not 0 < low == high < LAST:
            return None
        following = date.fromordinal(low + 1)
        return Span(self.term.amount * further, self.term.unit).over(following)


class HeldFor(Elapsed):
    """Complete time for which a title has been held without a break."""

    named: Sentence = _NOTHING

    def change(self, row: Row, bound: Bound, number: Decimal) -> Change | None:
        found = super().change(row, bound, number)
        if found is None or row.low[self.origin] != LAST:
            return found
        need = self.threshold(Decimal(found.columns[self.column]))
        zh, en = "须先取得{t}，再连续持有满 {n}", "first obtain {t}, then keep it for {n}"
        return Change(say(zh, en, t=self.named, n=need), found.columns, gap="title")


class SinceLoss(Elapsed):
    """Complete time since a title was revoked; for ever where none was."""

    def shown(self, row: Row) -> Sentence:
        if row.low[self.column] == FAR:
            return say("从未被撤销", "never revoked")
        return super().shown(row)

    def change(self, row: Row, bound: Bound, number: Decimal) -> Change | None:
        found = super().change(row, bound, number)
        if found is None or found.earliest is None:
            return found
        lost = day_said(row.low[self.origin])
        need = self.threshold(Decimal(found.columns[self.column]))
        sentence = say("{d} 被撤销，须满 {n}", "revoked on {d}; {n} have to pass", d=lost, n=need)
        return Change(sentence, found.columns, is_past=True, earliest=found.earliest)


def _obtained(named: Sentence, column: int, target: int) -> Change:
    """That a title has to be held first."""
    return Change(say("须先取得{t}", "first obtain {t}", t=named), {column: target}, gap="title")


def _prolonged(named: Sentence, until: int, column: int, target: int) -> Change:
    """That a title has to be given again, or at all."""
    if until == 0:
        return _obtained(named, column, target)
    zh, en = "{t}须先延期或重新命名", "{t} has to be renewed first"
    return Change(say(zh, en, t=named), {column: target}, gap="title")


# --- by name --------------------------------------------------------------------------------------


class Naming:
    """What is read of one fact, by the name an expression uses."""

    def __init__(self, fact: str, term: Span | None, unit: str, index: Mapping[str, int]) -> None:
        self.fact, self.term, self.unit, self.index = fact, term, unit, index

    def held(self, flag: str, stem: str, title: str, named: Sentence) -> Term:
        """Whether a title is held."""
        column, until = self.index[flag], self.index[f"{stem}.until"]
        said = plain(title)
        return Term(Held(self.fact, said, column, named=named, until=until), is_flag=True)

    def parts(self, stem: str, title: str, named: Sentence) -> Iterator[tuple[str, Term]]:
        """For how long, since when, until when, how many terms running."""
        began, until = self.index[f"{stem}.from"], self.index[f"{stem}.until"]
        said = say("取得“{t}”的日期", "the day “{t}” was obtained", t=title)
        values: dict[str, Any] = {"named": named, "as_of": self.index["as_of"]}
        day = HeldFrom(self.fact, said, "", began, 1, 1, LAST, **values)
        yield f"{stem}.from", Term(day, is_day=True)
        said = say("“{t}”有效期至", "“{t}” is valid until", t=title)
        yield (
            f"{stem}.until",
            Term(HeldUntil(self.fact, said, "", until, 1, 0, LAST, named=named), is_day=True),
        )
        said, column = (
            say("“{t}”剩余天数", "days left of “{t}”", t=title),
            self.index[f"{stem}.left"],
        )
        yield (
            f"{stem}.left",
            Term(DaysLeft(self.fact, said, "天", column, 1, 0, LAST, named=named, until=until)),
        )
        said = say("连续获得“{t}”", "“{t}” running", t=title)
        values = {"named": named, "until": until, "term": self.term}
        limits = self.index[f"{stem}.streak"], 1, 0, MOST_TERMS
        yield f"{stem}.streak", Term(Streak(self.fact, said, self.unit, *limits, **values))
        said = say("连续持有“{t}”", "time “{t}” is held", t=title)
        values = {"origin": began, "since": f"持有{title}", "named": named}
        yield from self._elapsed(HeldFor, stem, said, values)

    def since_loss(self, stem: str, title: str) -> Iterator[tuple[str, Term]]:
        """How long ago it was revoked."""
        said = say("“{t}”被撤销至今", "time since “{t}” was revoked", t=title)
        values = {"origin": self.index[stem], "since": f"{title}被撤销"}
        yield from self._elapsed(SinceLoss, stem, said, values)

    def _elapsed(
        self, kind: Any, stem: str, title: Sentence, values: Mapping[str, Any]
    ) -> Iterator[tuple[str, Term]]:
        for part, (letter, _) in SINCE.items():
            limits = self.index[f"{stem}.{part}"], 1, 0, FAR
            yield (
                f"{stem}.{part}",
                Term(kind(self.fact, title, "", *limits, **values, letter=letter)),
            )
