"""Windows of time in which a happening counts, each counted from a day that is named.

    2y before as_of        the two years before the day judged from
    2y before applied_on   … before the day of the fact `applied_on`
    since started          from the day of the fact `started` on
    year                   the calendar year judged from
    period                 the assessment period

Nothing after the day judged from counts, except within the period. A day exactly so long ago no
longer counts. Where the day of a fact is not known, a happening counts possibly.
"""

import re
from datetime import date
from typing import Annotated, Any, Final, TypeAlias

from civscore.sentences import Sentence, plain, say
from civscore.standard.facts import Times
from civscore.standard.numbers import SPAN, Check, RefusedError, Span, read_count, read_span
from civscore.values import Value

_DAY: Final = r"[a-z][a-z0-9_]*(?:\.[A-Za-z_]\w*)?"
_WINDOW: Final = f"(?:period|year|{SPAN} before {_DAY}|since {_DAY})"
_AS_OF: Final = "as_of"
_NAMED: Final = {
    "period": ("考评期内", "the assessment period"),
    "year": ("评定当年", "the year judged from"),
}


class Window(Value):
    """A stretch of time: a span before a day, or everything since a day."""

    day: str  # name of a day, or "period" or "year"
    span: Span | None = None

    @property
    def needs_period(self) -> bool:
        """Whether it is the assessment period."""
        return self.day == "period"

    @property
    def stays(self) -> str:
        """What a day stays in that never leaves it: the period, all since a day; "" else."""
        if self.day == "period":
            return "period"
        return "since" if self.span is None and self.day != "year" else ""

    @property
    def asked_day(self) -> str:
        """The fact whose day it is counted from; "" where there is none."""
        return "" if self.day in {*_NAMED, _AS_OF} else self.day

    @property
    def sentence(self) -> Sentence:
        """It in words."""
        if self.day in _NAMED:
            return say(*_NAMED[self.day])
        day = say("评定基准日", "the day") if self.day == _AS_OF else plain(self.day)
        if self.span is None:
            return say("自 {d} 起", "since {d}", d=day)
        return say("{d}前 {zh}", "{en} before {d}", d=day, zh=self.span.zh, en=self.span.en)

    def holds(self, day: date, times: Times) -> tuple[bool, bool]:
        """Whether the day is inside: certainly, possibly."""
        if self.day == "period":
            inside = times.period is not None and times.period[0] <= day <= times.period[1]
            return inside, inside
        if day > times.as_of:
            return False, False
        if self.day == "year":
            return (day.year == times.as_of.year,) * 2
        anchor = times.days.get(self.day, (date.min, date.max))
        first, last = (times.as_of, times.as_of) if self.day == _AS_OF else anchor
        if self.span is None:
            return last <= day, first <= day
        certain = day <= first and self.span.before(last) < day
        possible = day <= last and self.span.before(max(first, day)) < day
        return certain, possible

    def over(self, day: date) -> date | None:
        """The first day from which the day no longer counts, if there is one that is known."""
        if self.day == "year":
            return date(day.year + 1, 1, 1) if day.year < date.max.year else None
        return None if self.span is None else self.span.over(day)


def _read_window(value: Any) -> Window:
    if not isinstance(value, str) or not re.fullmatch(_WINDOW, value):
        raise RefusedError("not_a_window")
    first, *rest = value.split(" ")
    if not rest:
        return Window(first)
    return Window(rest[-1], read_span(first))


Stretch: TypeAlias = Annotated[
    Window,
    Check(
        _read_window,
        "string",
        (("pattern", f"^{_WINDOW}$"), ("examples", ("2y before as_of", "period", "year"))),
    ),
]
"""A window as it is written."""


def _read_month(value: Any) -> int:
    number = read_count(value)
    if not 1 <= number <= _MONTHS:
        raise RefusedError("not_a_month")
    return number


_MONTHS: Final = 12

Month: TypeAlias = Annotated[
    int, Check(_read_month, "number", (("multipleOf", 1), ("minimum", 1), ("maximum", _MONTHS)))
]
"""A month by its number."""
