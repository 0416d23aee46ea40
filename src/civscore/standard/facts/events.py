"""events 事件：按类别登记、有日期的事。

    [facts.cases]
    kind = "events"
    title = "重大治安案件"
    unit = "起"
    window = "2y before as_of"      # 省略则不限
    classes = { vicious = "恶性案件", order = "治安案件", fire = "火灾" }

佐证包中逐件记 `cases = [ { class = "order", date = 2026-03-01 } ]`；一件也没有记 `cases = []`。
材料只给件数时按类记 `cases = { vicious = 0, order = { at_least = 1 } }`，没写的类别是未知。
由人酌定扣分的类别，在事件上写 `deduct = 7`；还没定的，得分是区间。

- *窗口怎么算？* "2y before as_of" 是评定基准日以前的两年：
  2024-06-30 的事到 2026-06-30 已满两年，不再计。
- *从哪天起算？* `"2y before applied_on"`、`"since started"` 从日期 applied_on、started 起算；
  `"year"` 是评定当年，`"period"` 是考评期。那个日期没有填报的，这件事算不算未定，得分是区间。
- *只算几个月？* `months = [4, 6]` 只算每年四月至六月的，`[11, 2]` 跨年。
- *整改了还算吗？* 声明 `curable = true` 的，整改销号后从列表中删去即可；
  没有声明而有窗口的，只能等期满。
- *空列表和不写不一样吗？* 不一样：`[]` 是“没有发生”，不写是“不知道”。

English: dated happenings by class; `[]` says there were none, leaving it out says nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Any, Final

from civscore.diagnostics import fault, nearest
from civscore.sentences import plain, say
from civscore.standard.document import Entry
from civscore.standard.facts import (
    MOST,
    UNKNOWN_PART,
    Fact,
    Times,
    check_keys,
    check_parts,
    found_text,
    parts_of,
    read_interval,
    read_scaled,
    refuse,
)
from civscore.standard.nouns import MISSING_KEY
from civscore.standard.numbers import (
    Fewest,
    Places,
    YesNo,
)
from civscore.standard.parsing import Term
from civscore.standard.rows import Column, Interval
from civscore.standard.shares import Tally
from civscore.standard.windows import Month, Stretch
from civscore.values import Value, replaced

MOST_EVENTS: Final = 1_000_000
NO_DATE: Final = fault(
    "event-without-date",
    ("事件没有日期，无法判断是否在追溯期内", "an event without a date cannot be placed in time"),
    ("请补 date = 年-月-日", "add date = YYYY-MM-DD"),
)
NO_PERIOD: Final = fault(
    "no-period",
    ("“{title}”按考评期计，佐证包没有写 [period]", "“{title}” counts within the period, not given"),
    ("请补 [period] from 和 until", "add [period] with from and until"),
)


class Event(Value):
    """One happening."""

    kind: str
    day: date | None
    deduct: int | None
    title: str = ""
    scale: int = 1  # steps of the judged amount in a point
    over: date | None = None  # the day on which it no longer counts
    is_open: bool = False  # whether it counts is not known

    @property
    def told(self) -> str:
        """Its day and title."""
        return " ".join(part for part in (self.day and self.day.isoformat(), self.title) if part)


class Recorded(Value):
    """Events one by one, or only how many of each class."""

    listed: tuple[Event, ...] | None
    counted: Mapping[str, Interval]

    def told(self, classes: tuple[str, ...]) -> tuple[str, ...]:
        """Day and title of the listed events of some classes."""
        return tuple(e.told for e in self.listed or () if e.kind in classes and e.told)

    def over(self, gone: Mapping[str, int]) -> date | None:
        """The day on which so many events of each class no longer count, where that is known."""
        days: list[date] = []
        for kind, number in gone.items():
            of_kind = [event for event in self.listed or () if event.kind == kind]
            known = sorted(event.over for event in of_kind if event.over is not None)
            if len(known) < len(of_kind) or len(known) < number:
                return None
            days += known[:number]
        return max(days, default=None)


class Events(Fact):
    """Happenings of several classes."""

    classes: Annotated[dict[str, str], Fewest(1)]
    """键 → 名称 | Key → title."""

    window: Stretch | None = None
    """哪段时间的事算数："2y before as_of"、"since started"、"year" 或 "period" |
    Which events count."""

    months: tuple[Month, Month] | None = None
    """一年中从几月到几月的事算数，如 [4, 6] | From which month to which of a year events count."""

    decimals: Places = 0
    """酌定扣分的小数位 | Decimals of an amount a person judges."""

    curable: YesNo = False
    """整改到位后是否不再计 | Whether an event stops counting once it has been put right."""

    unit: str = "起"

    @property
    def is_past(self) -> bool:
        """Whether only time mends an event."""
        return self.window is not None and not self.curable

    @property
    def scale(self) -> int:
        return int(10**self.decimals)

    def check(self) -> None:
        """Raise `RefusedError` where a key could not be used."""
        check_keys(self.classes, "value")

    def columns(self, name: str) -> Iterator[Column]:
        for key in self.classes:
            yield Column(f"{name}.{key}", 0, MOST_EVENTS)
        for key in self.classes:
            yield Column(f"{name}.{key}.judged", 0, MOST_EVENTS * self.scale)
            yield Column(f"{name}.{key}.unjudged", 0, MOST_EVENTS)

    def terms(self, name: str, index: Mapping[str, int]) -> Iterator[tuple[str, Term]]:
        columns = tuple(index[f"{name}.{key}"] for key in self.classes)
        titles = tuple(plain(title) for title in self.classes.values())
        tally = Tally(
            name,
            self.sentence,
            self.unit,
            columns,
            titles,
            MOST_EVENTS,
            is_past=self.is_past,
            keys=tuple(self.classes),
        )
        yield name, Term(tally)
        for key, column, name_of in zip(self.classes, columns, titles, strict=True):
            title = say("{t}（{k}）", "{t} ({k})", t=self.title, k=name_of)
            yield (
                f"{name}.{key}",
                Term(
                    Tally(
                        name,
                        title,
                        self.unit,
                        (column,),
                        (name_of,),
                        MOST_EVENTS,
                        self.is_past,
                        keys=(key,),
                    )
                ),
            )

    @property
    def example(self) -> str:
        return f'[{{ class = "{next(iter(self.classes))}", date = 2026-03-01 }}]'

    def read(self, value: Any, entry: Entry) -> Recorded | None:
        if isinstance(value, dict):
            return Recorded(None, self._read_counts(value, entry))
        if isinstance(value, list):
            events = [self._read_event(one, entry.at(n)) for n, one in enumerate(value)]
            return Recorded(tuple(event for event in events if event is not None), {})
        expected = "[ { class = …, date = … } ]；没有发生则写 []", "a list of events, [] if none"
        refuse(self, value, expected, entry)
        return None

    def _read_counts(self, value: Mapping[str, Any], entry: Entry) -> Mapping[str, Interval]:
        check_parts(value, tuple(self.classes), entry)
        limits = 0, MOST_EVENTS
        return parts_of(
            {
                key: read_interval(value[key], 1, limits, entry.at(key))
                for key in self.classes
                if key in value
            }
        )

    def _read_event(self, value: Any, entry: Entry) -> Event | None:
        if not isinstance(value, dict):
            refuse(self, value, ("{ class = …, date = … }", "{ class = …, date = … }"), entry)
            return None
        check_parts(value, ("class", "date", "title", "deduct"), entry)
        if "class" not in value:
            entry.report(MISSING_KEY, name="class")
            return None
        kind = value["class"]
        if not isinstance(kind, str) or kind not in self.classes:
            near = nearest(str(kind), self.classes)
            entry.report(UNKNOWN_PART, "class", name=found_text(kind).strip('"'), near=near)
            return None
        day = value.get("date")
        if isinstance(day, datetime) or not isinstance(day, date | None):
            refuse(
                self, day, ("2026-03-01 这样的日期", "a date such as 2026-03-01"), entry.at("date")
            )
            return None
        if day is None and (self.window is not None or self.months is not None):
            entry.report(NO_DATE)
            return None
        deduct = value.get("deduct")
        if deduct is not None:
            limits = 0, MOST * self.scale
            deduct = read_scaled(deduct, self.scale, limits, entry.at("deduct"))
        return Event(kind, day, deduct, str(value.get("title", "")), self.scale)

    @property
    def needs_period(self) -> bool:
        """Whether it counts within the assessment period."""
        return self.window is not None and self.window.needs_period

    @property
    def asked_day(self) -> str:
        return "" if self.window is None else self.window.asked_day

    def counting(self, value: Recorded, times: Times) -> Recorded:
        """Only the events that count on the day judged from."""
        if value.listed is None:
            return value
        return Recorded(tuple(self._counted(value.listed, times)), value.counted)

    def reduce(self, value: Recorded, times: Times) -> Mapping[str, Interval]:  # noqa: ARG002
        if value.listed is None:
            return self._reduce_counts(value.counted)
        certain = self._sums([event for event in value.listed if not event.is_open])
        possible = self._sums(value.listed)
        return {part: (least, possible[part]) for part, least in certain.items()}

    def _sums(self, events: Sequence[Event]) -> dict[str, int]:
        parts: dict[str, int] = {}
        for key in self.classes:
            of_kind = [event for event in events if event.kind == key]
            judged = [event.deduct for event in of_kind if event.deduct is not None]
            parts[key] = len(of_kind)
            parts[f"{key}.judged"] = sum(judged)
            parts[f"{key}.unjudged"] = len(of_kind) - len(judged)
        return parts

    def settled(self, part: str, number: int) -> Mapping[str, int]:
        """Amounts a person judges stay open for events that are only counted."""
        if part not in self.classes:
            return {part: number}
        return {part: number, f"{part}.judged": 0, f"{part}.unjudged": number}

    def _reduce_counts(self, counted: Mapping[str, Interval]) -> dict[str, Interval]:
        parts: dict[str, Interval] = {}
        for key, ends in counted.items():
            parts |= {key: ends, f"{key}.judged": (0, 0), f"{key}.unjudged": ends}
        return parts

    def _counted(self, events: Iterable[Event], times: Times) -> Iterator[Event]:
        """The events that can count, each with the day on which it no longer does."""
        for event in events:
            if event.day is None or (self.window is None and self.months is None):
                yield event
            elif self.months is None or _is_within(event.day.month, *self.months):
                over = self.window and self.window.over(event.day)
                certain, possible = (
                    (True, True) if self.window is None else self.window.holds(event.day, times)
                )
                if possible:
                    yield replaced(event, over=over, is_open=not certain)


def _is_within(month: int, first: int, last: int) -> bool:
    """Whether a month lies in a season, which may go over the end of the year."""
    return first <= month <= last if first <= last else month >= first or month <= last
