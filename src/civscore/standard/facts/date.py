"""date 日期：某件事是哪一天的，如启动创建、申报、命名。

    [facts.started]
    kind = "date"
    title = "启动创建"
    range = [1990-01-01, 2100-12-31]   # 可省，缺省为 1900 至 2100 年

佐证包中记为 `started = 2024-03-01`。只知道月份或年份的记 `"2024-03"`、`"2024"`，只知道先后的记
`{ not_before = 2024-01-01, not_after = 2024-06-30 }`；还没有发生的记 `"never"`。

条件中写 `started <= 2024-06-30`，或用满了多久：`started.years >= 2`（另有 `.months`、`.days`），
算到评定基准日，不满一年的不算一年。事件的 `window` 可以从它起算。

- *2024-02-29 起满一年是哪天？* 2025-03-01。当月没有那一天的，次日才算满。
- *还没有满怎么办？* 差距报告写出最早满的日期，列在“待期满”。
- *没有记录？* 未知：哪一天都可能，也可能还没有发生。

English: the day of something; `.days`, `.months` and `.years` count complete time since then.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from civscore.diagnostics import fault, found_text
from civscore.sentences import Sentence, say
from civscore.standard.days import LAST, SINCE, Dated, Elapsed
from civscore.standard.document import Entry
from civscore.standard.facts import (
    OUT_OF_RANGE,
    Fact,
    Times,
    check_parts,
    refuse,
)
from civscore.standard.numbers import Day, RefusedError, months_before
from civscore.standard.parsing import Term
from civscore.standard.quantities import Quantity
from civscore.standard.rows import Column, Interval

if TYPE_CHECKING:
    from civscore.standard.blanks import Layout

CROSSED_DAYS: Final = fault(
    "days-crossed",
    ("{first} 晚于 {last}", "{first} is after {last}"),
    ("请核对 not_before 与 not_after", "check not_before and not_after"),
)
_PERIOD: Final = re.compile(r"(\d{4})(?:-(\d\d))?")
_FAR: Final = 9999 * 366
_EXPECTED: Final = (
    '2024-03-01、"2024-03"、"2024"、{ not_before = …, not_after = … } 或 "never"',
    '2024-03-01, "2024-03", "2024", { not_before = …, not_after = … } or "never"',
)


class Date(Fact):
    """The day of something."""

    range: tuple[Day, Day] = (date(1900, 1, 1), date(2100, 12, 31))
    """可能为真的最早和最晚一天 | Earliest and latest day that can be true."""

    def check(self) -> None:
        """Raise `RefusedError` where the range falls."""
        if self.range[0] > self.range[1]:
            raise RefusedError("range_falls")

    @property
    def limits(self) -> Interval:
        """The range as numbers of days."""
        return self.range[0].toordinal(), self.range[1].toordinal()

    def columns(self, name: str) -> Iterator[Column]:
        yield Column(name, self.limits[0], LAST)
        for part in SINCE:
            yield Column(f"{name}.{part}", 0, _FAR)

    def terms(self, name: str, index: Mapping[str, int]) -> Iterator[tuple[str, Term]]:
        low, _ = self.limits
        dated = Dated(name, self.sentence, "", index[name], 1, low, LAST)
        yield name, Term(dated, is_day=True)
        title = say("“{t}”至今", "time since “{t}”", t=self.title)
        for part, (letter, _) in SINCE.items():
            at, day = index[f"{name}.{part}"], index[name]
            elapsed = Elapsed(
                name, title, "", at, 1, 0, _FAR, origin=day, since=self.title, letter=letter
            )
            yield f"{name}.{part}", Term(elapsed)

    @property
    def example(self) -> str:
        return "2024-03-01"

    @property
    def layout(self) -> "Layout":
        from civscore.standard.blanks import ONE_DAY

        return ONE_DAY

    def asked(self, quantity: Quantity) -> Sentence:  # noqa: ARG002
        return self.sentence

    def read(self, value: Any, entry: Entry) -> Interval | None:
        if isinstance(value, dict):
            return self._read_ends(value, entry)
        found = self._read_text(value) if isinstance(value, str) else _read_day(value)
        if found is None:
            refuse(self, value, _EXPECTED, entry)
            return None
        return found if found[0] == LAST or self._is_inside(found, value, entry) else None

    def _read_text(self, value: str) -> Interval | None:
        """A year or a month, as far as it lies in the range; or never."""
        if value == "never":
            return LAST, LAST
        match = _PERIOD.fullmatch(value)
        if match is None:
            return None
        try:
            first = date(int(match[1]), int(match[2] or 1), 1)
        except ValueError:
            return None
        following = months_before(first, -1 if match[2] else -12)
        low, high = self.limits
        start, end = first.toordinal(), following.toordinal() - 1
        is_inside = start <= high and end >= low
        return (max(start, low), min(end, high)) if is_inside else (start, end)

    def _read_ends(self, value: Mapping[str, Any], entry: Entry) -> Interval | None:
        if not check_parts(value, ("not_before", "not_after"), entry) or not value:
            return None
        ends = [self.limits[0], LAST]
        for place, key in enumerate(("not_before", "not_after")):
            if key in value:
                found = _read_day(value[key])
                if found is None:
                    refuse(self, value[key], _EXPECTED, entry.at(key))
                    return None
                if not self._is_inside(found, value[key], entry.at(key)):
                    return None
                ends[place] = found[0]
        if ends[0] > ends[1]:
            entry.report(CROSSED_DAYS, first=value["not_before"], last=value["not_after"])
            return None
        return ends[0], ends[1]

    def _is_inside(self, found: Interval, value: object, entry: Entry) -> bool:
        low, high = self.limits
        if low <= found[0] and found[1] <= high:
            return True
        first, last = self.range
        entry.report(OUT_OF_RANGE, found=found_text(value), low=first, high=last)
        return False

    def given_days(self) -> tuple[str, ...]:
        return ("",)

    def days(self, value: Interval, times: Times) -> Mapping[str, tuple[date, date]]:  # noqa: ARG002
        return {"": (date.fromordinal(value[0]), date.fromordinal(value[1]))}

    def reduce(self, value: Interval, times: Times) -> Mapping[str, Interval]:
        first, last = (date.fromordinal(end) for end in value)
        parts = {"": value}
        for part, (_, since) in SINCE.items():
            parts[part] = since(last, times.as_of), since(first, times.as_of)
        return parts


def _read_day(value: object) -> Interval | None:
    if isinstance(value, datetime) or not isinstance(value, date):
        return None
    return value.toordinal(), value.toordinal()
