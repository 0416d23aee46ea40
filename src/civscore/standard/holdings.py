"""Titles held: stretches of time without a break.

A day in doubt makes two pictures of a holding, the shortest it can have been and the longest.
Everything that is read of it grows with it, so that the two pictures are the two ends.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from civscore.standard.days import LAST, SINCE
from civscore.standard.rows import Column, Interval
from civscore.values import Value

FAR: Final = 9999 * 366
"""More than any time that can have passed; so long ago is what never was."""

MOST_TERMS: Final = 1000


class Holding(Value):
    """One naming: the first and the last day on which it can have begun and be over."""

    level: int
    began: Interval
    over: Interval  # first day on which it is held no longer; `LAST` if there is none
    how: str = ""  # how it ended before its time


class Tenure(Value):
    """A stretch without a break up to a day: from when, over when, how many namings."""

    began: int = LAST
    over: int = 0
    times: int = 0

    @property
    def until(self) -> int:
        """The last day of it; 0 where there is none, `LAST` where there is no end."""
        return self.over - (0 < self.over < LAST)


def tenure(holdings: Iterable[Holding], level: int, day: int, *, is_long: bool) -> Tenure:
    """The stretch at a level or above it that a day lies in; the longest or the shortest."""
    start, end = (0, 1) if is_long else (1, 0)
    ends = [(one.began[start], one.over[end]) for one in holdings if one.level >= level]
    begun = [one for one in ends if one[0] <= day and one[0] < one[1]]
    now = [one for one in begun if one[1] > day]
    if not now:
        return Tenure()
    began = min(now)[0]
    while before := [one[0] for one in begun if one[0] < began <= one[1]]:
        began = min(before)
    return Tenure(began, max(over for _, over in now), sum(one[0] >= began for one in begun))


def last_loss(holdings: Iterable[Holding], day: int) -> Interval:
    """The last day on or before a day on which a title was revoked; 0 where none was."""
    lost = [one.over for one in holdings if one.how == "revoked"]
    certain = [first for first, last in lost if last <= day]
    possible = [min(last, day) for first, last in lost if first <= day]
    return max(certain, default=0), max(possible, default=0)


# --- as columns -----------------------------------------------------------------------------------


def columns_of(stem: str) -> Iterator[Column]:
    """The columns of a level, or of any level, that follow whether it is held."""
    yield Column(f"{stem}.from", 1, LAST)
    yield Column(f"{stem}.until", 0, LAST)
    yield Column(f"{stem}.left", 0, LAST)
    yield Column(f"{stem}.streak", 0, MOST_TERMS)
    for part in SINCE:
        yield Column(f"{stem}.{part}", 0, FAR)


def numbers_of(
    holdings: Iterable[Holding], level: int, as_of: date
) -> tuple[Interval, Mapping[str, Interval]]:
    """Whether a level is held, and those columns by part."""
    day = as_of.toordinal()
    long, short = (tenure(holdings, level, day, is_long=one) for one in (True, False))
    until = short.until, long.until
    left = [one if one in {0, LAST} else one - day for one in until]
    began = long.began, short.began
    parts = {
        "from": began,
        "until": until,
        "left": (left[0], left[1]),
        "streak": (short.times, long.times),
    }
    return (int(short.times > 0), int(long.times > 0)), parts | _since(began, as_of)


def numbers_of_loss(holdings: Iterable[Holding], as_of: date) -> Mapping[str, Interval]:
    """The columns of the last time it was revoked, by part."""
    first, last = last_loss(holdings, as_of.toordinal())
    parts = _since((max(first, 1), max(last, 1)), as_of)
    never = {
        part: (ends[0] if last else FAR, ends[1] if first else FAR) for part, ends in parts.items()
    }
    return {"": (first, last), **never}


def _since(days: Interval, as_of: date) -> dict[str, Interval]:
    """Complete days, months and years since a day, fewest first."""
    first, last = (date.fromordinal(one) for one in days)
    return {part: (since(last, as_of), since(first, as_of)) for part, (_, since) in SINCE.items()}
