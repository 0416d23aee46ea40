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
- *各类期限不同？* `life = { grave = "30m" }` 是这一类自己的有效期，代替 window；
  持续的事记结束的那一天。
- *以前的一笔勾销？* `reset = ["fire"]`：最近一次火灾当天和以前的别的事都不再计。
- *一件事属几类？* `class = ["vicious", "order"]` 只按声明在前的一类计，所以各类由重到轻列出。
- *同类再分情形？* 写 `fields` 和 `groups`，与 register 一样；条件里另可读 `class`、`date`，
  声明了 `same` 的可读 `ordinal`（同一处的第几次）。一件事归入第一个成立的组，都不成立的留在
  原来的类里；`each` 里类和组都要写。分不清的，得分是区间。
- *整改了还算吗？* 声明 `curable = true` 的，整改销号后从列表中删去即可；
  没有声明而有窗口的，只能等期满。
- *空列表和不写不一样吗？* 不一样：`[]` 是“没有发生”，不写是“不知道”。

English: dated happenings by class; `[]` says there were none, leaving it out says nothing.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Final

from civscore.diagnostics import fault, found_text, nearest
from civscore.sentences import plain, say
from civscore.standard.document import Entry
from civscore.standard.facts import (
    MOST,
    UNKNOWN_PART,
    Fact,
    Times,
    check_keys,
    check_parts,
    parts_of,
    read_interval,
    read_scaled,
    refuse,
)
from civscore.standard.fields import Field, Group
from civscore.standard.happenings import (
    OPEN,
    SETTLED,
    Counting,
    Event,
    Recorded,
    only_counted,
    summed,
)
from civscore.standard.nouns import MISSING_KEY
from civscore.standard.numbers import Fewest, Key, Length, Places, RefusedError, YesNo
from civscore.standard.parsing import Term
from civscore.standard.rows import Column, Interval, Record
from civscore.standard.shares import Tally
from civscore.standard.tokens import RESERVED
from civscore.standard.windows import Month, Stretch
from civscore.values import replaced

if TYPE_CHECKING:
    from civscore.standard.sorting import Sorting

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
_OWN: Final = ("class", "date", "title", "deduct")
"""Keys every event may have."""


class Events(Fact):
    """Happenings of several classes."""

    classes: Annotated[dict[str, str], Fewest(1)]
    """键 → 名称 | Key → title."""

    window: Stretch | None = None
    """哪段时间的事算数："2y before as_of"、"since started"、"year" 或 "period" |
    Which events count."""

    months: tuple[Month, Month] | None = None
    """一年中从几月到几月的事算数，如 [4, 6] | From which month to which of a year events count."""

    cells: Annotated[dict[str, Field], Key("fields")] = {}  # noqa: RUF012 - never changed
    """每件另有哪几栏 | What else is recorded of each event."""

    groups: dict[str, Group] = {}  # noqa: RUF012
    """按情形再分的组，归入第一个成立的 | Groups; an event belongs to the first that holds."""

    same: str = ""
    """哪一栏相同的算同一处，按日期排第几次 |
    The field by which events are the same again; `ordinal` counts them."""

    life: dict[str, Length] = {}  # noqa: RUF012
    """各类自己的有效期，代替 window | How long events of a class count, in place of the window."""

    reset: tuple[str, ...] = ()
    """哪几类一发生，以前的都不再计 | Classes that strike out everything before."""

    decimals: Places = 0
    """酌定扣分的小数位 | Decimals of an amount a person judges."""

    curable: YesNo = False
    """整改到位后是否不再计 | Whether an event stops counting once it has been put right."""

    unit: str = "起"

    @property
    def is_past(self) -> bool:
        """Whether only time mends an event."""
        return bool(self.window or self.life) and not self.curable

    @property
    def scale(self) -> int:
        return int(10**self.decimals)

    def check(self) -> None:
        """Raise `RefusedError` where a key could not be used."""
        check_keys(self.classes, "value")
        check_keys(self.groups, "value", *self.classes)
        check_keys(self.cells, "value", "ordinal", *_OWN, *RESERVED)
        if self.same and (self.same not in self.cells or self.cells[self.same].kind != "text"):
            raise RefusedError("same_field")
        if not {*self.life, *self.reset} <= self.classes.keys():
            raise RefusedError("not_a_class")

    @cached_property
    def counts(self) -> Counting:
        """What decides whether an event counts."""
        return Counting(self.window, self.months, self.life, self.reset)

    @cached_property
    def sorting(self) -> "Sorting":
        """How its events fall into groups."""
        from civscore.standard.sorting import Sorting

        return Sorting(self.classes, self.cells, self.groups, self.same)

    @property
    def titles(self) -> Mapping[str, str]:
        """Everything an event may come down to: class or group → title."""
        return {**self.classes, **{key: group.title for key, group in self.groups.items()}}

    def completed(self, chapters: Mapping[str, Any], entry: Entry) -> "Events | None":  # noqa: ARG002
        is_plain = not self.groups and not self.cells
        return self if is_plain or self.sorting.checked(entry) else None

    def columns(self, name: str) -> Iterator[Column]:
        for key in self.titles:
            yield Column(f"{name}.{key}", 0, MOST_EVENTS)
        for key in self.titles:
            yield Column(f"{name}.{key}.judged", 0, MOST_EVENTS * self.scale)
            yield Column(f"{name}.{key}.unjudged", 0, MOST_EVENTS)
        for key in self.titles if self.groups else ():
            yield Column(f"{name}.{key}{SETTLED}", 0, MOST_EVENTS)
        for key in self.classes if self.groups else ():
            yield Column(f"{name}.{key}{OPEN}", 0, MOST_EVENTS)

    def terms(self, name: str, index: Mapping[str, int]) -> Iterator[tuple[str, Term]]:
        columns = tuple(index[f"{name}.{key}"] for key in self.classes)
        titles = tuple(plain(title) for title in self.classes.values())
        values = name, self.sentence, self.unit, columns, titles, MOST_EVENTS
        keys = tuple(self.classes)
        tally = Tally(*values, is_past=self.is_past, keys=keys, stays=self.counts.stays(keys))
        yield name, Term(tally)
        for key in self.titles:
            yield f"{name}.{key}", Term(self.tally(name, index[f"{name}.{key}"], key))

    def tally(self, name: str, column: int, key: str) -> Tally:
        """How many events of a class or group a column says there are."""
        called = self.titles[key.partition(".")[0]]
        title = say("{t}（{k}）", "{t} ({k})", t=self.title, k=called)
        names = (plain(called),)
        values = (name, title, self.unit, (column,), names, MOST_EVENTS)
        return Tally(*values, is_past=self.is_past, keys=(key,), stays=self.counts.stays((key,)))

    @property
    def example(self) -> str:
        fields = self.sorting.reading.form.example if self.cells else ""
        return f'[{{ class = "{next(iter(self.classes))}", date = 2026-03-01{fields} }}]'

    @property
    def layout(self) -> Any:
        from civscore.standard.blanks import happenings

        facts = self.sorting.reading.form.facts if self.cells else {}
        return happenings(self.classes, self.unit, self.cells, facts)

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
        known = [key for key in self.classes if key in value]
        limits = 0, MOST_EVENTS
        read = {key: read_interval(value[key], 1, limits, entry.at(key)) for key in known}
        return parts_of(read)

    def _read_event(self, value: Any, entry: Entry) -> Event | None:
        if not isinstance(value, dict):
            refuse(self, value, ("{ class = …, date = … }", "{ class = …, date = … }"), entry)
            return None
        filled = (name for name, one in self.cells.items() if not one.is_worked_out)
        check_parts(value, (*_OWN, *filled), entry)
        kind = self._read_class(value, entry)
        if kind is None:
            return None
        day = value.get("date")
        if isinstance(day, datetime) or not isinstance(day, date | None):
            refuse(
                self, day, ("2026-03-01 这样的日期", "a date such as 2026-03-01"), entry.at("date")
            )
            return None
        if day is None and (self.same or self.counts.needs_day(kind)):
            entry.report(NO_DATE)
            return None
        deduct = value.get("deduct")
        if deduct is not None:
            limits = 0, MOST * self.scale
            deduct = read_scaled(deduct, self.scale, limits, entry.at("deduct"))
        event = Event(kind, day, deduct, str(value.get("title", "")), self.scale)
        if not self.groups and not self.cells:
            return event
        fields = self.sorting.reading.form.read(value, entry)
        return replaced(event, values=fields, keys=self.sorting.reachable[kind])

    def _read_class(self, value: Mapping[str, Any], entry: Entry) -> str | None:
        """The class of an event; of several the one that is declared first."""
        if "class" not in value:
            entry.report(MISSING_KEY, name="class")
            return None
        kinds = value["class"] if isinstance(value["class"], list) else [value["class"]]
        unknown = [one for one in kinds if not isinstance(one, str) or one not in self.classes]
        if unknown or not kinds:
            name = found_text(unknown[0] if unknown else kinds).strip('"')
            entry.report(UNKNOWN_PART, "class", name=name, near=nearest(name, self.classes))
            return None
        return next(kind for kind in self.classes if kind in kinds)

    @property
    def needs_period(self) -> bool:
        return self.window is not None and self.window.needs_period

    @property
    def asked_day(self) -> str:
        return "" if self.window is None else self.window.asked_day

    def counting(self, record: Record, times: Times) -> Recorded:
        """Only the events that count on the day judged from, each in its group."""
        value: Recorded = record.value
        if value.listed is None:
            return value
        events = tuple(self.counts.events(value.listed, times))
        return Recorded(self.sorting.sorted(events, times) if self.groups else events, {})

    def reduce(self, value: Recorded, times: Times) -> Mapping[str, Interval]:  # noqa: ARG002
        if value.listed is None:
            return only_counted(value.counted, self.classes, self.groups)
        return summed(value.listed, self.classes, self.groups)

    def settled(self, part: str, number: int) -> Mapping[str, int]:
        """Amounts a person judges stay open for events that are only counted."""
        if part not in self.titles:
            return {part: number}
        parts = {part: number, f"{part}.judged": 0, f"{part}.unjudged": number}
        return parts | ({f"{part}{SETTLED}": number} if self.groups else {})
