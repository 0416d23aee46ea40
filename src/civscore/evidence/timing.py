"""Whether the day judged from fits the standard and the events recorded.

A day that does not fit is no error: an office may try a standard before it takes effect. It is
said where the bundle is read and, for whatever day is judged from, in the report.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final, NamedTuple

from civscore.diagnostics import Fault, fault
from civscore.sentences import Sentence
from civscore.standard.contents import Path
from civscore.standard.happenings import Recorded
from civscore.standard.plan import Plan
from civscore.standard.rows import Record

NOT_IN_FORCE: Final = fault(
    "not-in-force",
    (
        "评定基准日 {day} 不在标准的有效期内：自 {start} 起{until}",
        "the standard is not in force on {day}: from {start}{until}",
    ),
    ("请核对评定基准日和标准的版本", "check the day judged from and the edition"),
    severity="warning",
)
EVENT_AHEAD: Final = fault(
    "event-ahead",
    (
        "“{title}”有一件事的日期 {date} 晚于评定基准日 {day}",
        "“{title}” has an event of {date}, after the day judged from, {day}",
    ),
    ("请核对日期", "check the dates"),
    severity="warning",
)


class Untimely(NamedTuple):
    """Something that does not fit the day, and where in the bundle it comes from."""

    path: Path
    fault: Fault
    values: Mapping[str, object]

    @property
    def sentence(self) -> Sentence:
        """It in words."""
        return Sentence(self.fault.found.zh, self.fault.found.en, self.values)


def untimely(plan: Plan, records: Mapping[str, Record], day: date) -> Iterator[Untimely]:
    """What does not fit the day judged from, in order."""
    effective = plan.standard.standard.effective
    start, until = effective.start, effective.until
    if day < start or (until is not None and day > until):
        end = Sentence("至 {d} 止", " until {d}", {"d": until}) if until else ""
        values = {"day": day, "start": start, "until": end}
        yield Untimely(("bundle", "as_of"), NOT_IN_FORCE, values)
    for name, record in records.items():
        listed = record.value.listed if isinstance(record.value, Recorded) else None
        for number, event in enumerate(listed or ()):
            if event.day is not None and event.day > day:
                title = plan.standard.facts[name].title
                values = {"title": title, "date": event.day, "day": day}
                yield Untimely(("facts", name, number, "date"), EVENT_AHEAD, values)
