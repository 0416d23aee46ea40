"""Calendar periods inside a stretch of time, and how they are named."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final, TypeAlias

from civscore.sentences import Sentence, say
from civscore.standard.numbers import months_before

Stretch: TypeAlias = tuple[date, date]

_DAY: Final = timedelta(days=1)
_MONTHS: Final = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


def day_after(day: date) -> date:
    """The next day; the last day there is stays."""
    return day if day == date.max else day + _DAY


def day_before(day: date) -> date:
    """The day before; the first day there is stays."""
    return day if day == date.min else day - _DAY


def runs_of(stretches: list[Stretch]) -> Iterator[list[Stretch]]:
    """Periods that follow one another, together."""
    run = stretches[:1]
    for stretch in stretches[1:]:
        if stretch[0] != day_after(run[-1][1]):
            yield run
            run = []
        run.append(stretch)
    yield run


def run_name(per: str, run: list[Stretch]) -> Sentence:
    """A run by its first and last period."""
    first, last = _period_name(per, run[0]), _period_name(per, run[-1])
    if len(run) == 1:
        return first
    zh, en = "{a}至{b}（共 {n} 期）", "{a} to {b} ({n})"
    return say(zh, en, a=first, b=last, n=len(run))


def periods(per: str, window: Stretch) -> Iterator[Stretch]:
    """Calendar months, quarters … wholly inside the window; the window itself if there is none."""
    months = _MONTHS[per]
    start = date(window[0].year, 1, 1)
    found = False
    while start <= window[1]:
        following = months_before(start, -months)
        is_last = following == date.max  # the calendar ends in this period
        end = following if is_last else day_before(following)
        if start >= window[0] and end <= window[1]:
            found = True
            yield start, end
        if is_last:
            break
        start = following
    if not found:
        yield window


def _period_name(per: str, stretch: Stretch) -> Sentence:
    start, end = stretch
    if day_after(end) != months_before(start, -_MONTHS[per]):
        return say("{a} 至 {b}", "{a} to {b}", a=start, b=end)
    number = (start.month - 1) // _MONTHS[per] + 1
    zh = {
        "month": "{y}年{n}月",
        "quarter": "{y}年第{k}季度",
        "half_year": "{y}年{h}半年",
        "year": "{y}年",
    }[per]
    en = {"month": "{y}-{n}", "quarter": "{y} Q{n}", "half_year": "{y} H{n}", "year": "{y}"}[per]
    kanji, half = "一二三四"[(number - 1) % 4], "上下"[(number - 1) % 2]
    return say(zh, en, y=start.year, n=number, k=kanji, h=half)
