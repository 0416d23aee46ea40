"""Happenings as they are recorded, and which of them count on the day judged from."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from civscore.standard.facts import Times
from civscore.standard.numbers import Span
from civscore.standard.rows import Interval
from civscore.standard.windows import Window
from civscore.values import Value, replaced

SETTLED: Final = ".settled"
OPEN: Final = ".open"


class Event(Value):
    """One happening."""

    kind: str
    day: date | None
    deduct: int | None
    title: str = ""
    scale: int = 1  # steps of the judged amount in a point
    over: date | None = None  # the day on which it no longer counts
    is_open: bool = False  # whether it counts is not known
    values: Mapping[str, Any] = {}  # its fields
    keys: tuple[str, ...] = ()  # groups it may belong to, then its class where it may be in none

    @property
    def told(self) -> str:
        """Its day and title."""
        return " ".join(part for part in (self.day and self.day.isoformat(), self.title) if part)

    @property
    def may_be(self) -> tuple[str, ...]:
        """Its class, or all groups and the class it may come down to."""
        return self.keys or (self.kind,)

    def stands_under(self, key: str) -> bool:
        """Whether it is of a class or in a group, or what has been settled or left open of it."""
        stem = key.removesuffix(SETTLED).removesuffix(OPEN)
        if key.endswith(OPEN):
            return self.kind == stem and len(self.keys) > 1
        if key.endswith(SETTLED):
            return self.keys == (stem,)
        return key in {self.kind, *(self.keys if len(self.keys) == 1 else ())}


class Recorded(Value):
    """Events one by one, or only how many of each class."""

    listed: tuple[Event, ...] | None
    counted: Mapping[str, Interval]

    @property
    def public(self) -> "Recorded":
        """The same without what was said of each."""
        if self.listed is None:
            return self
        return replaced(self, listed=tuple(replaced(one, title="") for one in self.listed))

    def told(self, classes: tuple[str, ...]) -> tuple[str, ...]:
        """Day and title of the listed events of some classes or groups."""
        listed = (e for e in self.listed or () if any(e.stands_under(one) for one in classes))
        return tuple(event.told for event in listed if event.told)

    def unsettled(self, keys: tuple[str, ...]) -> tuple[str, ...]:
        """Day and title of the listed events that may or may not belong to a group."""
        listed = (e for e in self.listed or () if len(e.keys) > 1 and set(keys) & set(e.keys))
        return tuple(event.told for event in listed if event.told)

    def over(self, gone: Mapping[str, int]) -> date | None:
        """The day on which so many events of each class no longer count, where that is known."""
        days: list[date] = []
        for kind, number in gone.items():
            of_kind = [event for event in self.listed or () if event.stands_under(kind)]
            known = sorted(event.over for event in of_kind if event.over is not None)
            if len(known) < len(of_kind) or len(known) < number:
                return None
            days += known[:number]
        return max(days, default=None)


class Counting(Value):
    """What decides whether a happening counts."""

    window: Window | None
    months: tuple[int, int] | None
    life: Mapping[str, Span]
    reset: tuple[str, ...]

    def window_of(self, kind: str) -> Window | None:
        """The window for events of a class."""
        return Window("as_of", self.life[kind]) if kind in self.life else self.window

    def stays(self, kinds: Iterable[str]) -> str:
        """In what events of these classes stay that never lapse; "" where one does."""
        windows = {self.window_of(kind) for kind in kinds}
        found = {"" if one is None else one.stays for one in windows}
        return found.pop() if len(found) == 1 else ""

    def needs_day(self, kind: str) -> bool:
        """Whether the day of such an event decides whether it counts."""
        return bool(self.window_of(kind) or self.months or self.reset)

    def events(self, events: Iterable[Event], times: Times) -> Iterator[Event]:
        """The events that can count, each with the day on which it no longer does."""
        listed = tuple(events)
        last = self._last_reset(listed, times) if self.reset else date.min
        for event in listed:
            if event.day is None:
                yield event
            elif event.day > last or event.kind in self.reset:
                yield from self._within(event, event.day, times)

    def _last_reset(self, events: tuple[Event, ...], times: Times) -> date:
        """The last day on which everything was struck out."""
        days = (one.day for one in events if one.day is not None and one.kind in self.reset)
        return max((day for day in days if day <= times.as_of), default=date.min)

    def _within(self, event: Event, day: date, times: Times) -> Iterator[Event]:
        if self.months is not None and not is_within(day.month, *self.months):
            return
        window = self.window_of(event.kind)
        if window is None:
            yield event
            return
        certain, possible = window.holds(day, times)
        if possible:
            yield replaced(event, over=window.over(day), is_open=not certain)


def summed(
    events: tuple[Event, ...], classes: Iterable[str], groups: Collection[str]
) -> dict[str, Interval]:
    """Columns by part: how many count for certain, and how many may."""
    least = _counts([event for event in events if not event.is_open], classes, groups)
    most = _counts(events, classes, groups)
    parts = {part: (number, most[part]) for part, number in least.items()}
    for key in groups:
        parts[key] = least[key], sum(key in event.keys for event in events)
    return parts


def _counts(
    events: Sequence[Event], classes: Iterable[str], groups: Collection[str]
) -> dict[str, int]:
    parts: dict[str, int] = {}
    for key in (*classes, *groups):
        settled = [event for event in events if event.may_be == (key,)]
        judged = [event.deduct for event in settled if event.deduct is not None]
        parts[key] = sum(event.stands_under(key) for event in events)
        parts[f"{key}.judged"] = sum(judged)
        parts[f"{key}.unjudged"] = len(settled) - len(judged)
        if groups:
            parts[f"{key}{SETTLED}"] = len(settled)
    for key in classes if groups else ():
        parts[f"{key}{OPEN}"] = sum(event.stands_under(f"{key}{OPEN}") for event in events)
    return parts


def only_counted(
    counted: Mapping[str, Interval], classes: Iterable[str], groups: Collection[str]
) -> dict[str, Interval]:
    """Columns by part of events that are only counted: their groups are not known."""
    parts: dict[str, Interval] = {}
    for key, ends in counted.items():
        rest = (0, 0) if groups else ends
        parts |= {key: ends, f"{key}.judged": (0, 0), f"{key}.unjudged": rest}
        if groups:
            parts |= {f"{key}{SETTLED}": (0, 0), f"{key}{OPEN}": ends}
    if set(classes) == counted.keys():
        most = sum(high for _, high in counted.values())
        for key in groups:
            parts[key] = 0, most
    for key in groups:
        parts |= {f"{key}{part}": (0, 0) for part in (".judged", ".unjudged", SETTLED)}
    return parts


def is_within(month: int, first: int, last: int) -> bool:
    """Whether a month lies in a season, which may go over the end of the year."""
    return first <= month <= last if first <= last else month >= first or month <= last
