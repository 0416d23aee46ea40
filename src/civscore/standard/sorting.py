"""Happenings sorted into groups: each into the first whose condition holds of it, else its class.

Where that is not settled it may be any of several, and costs between the least and the most of
them. What happens again is counted among the happenings that count and have the same mark.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Final

from civscore.exact import Integers
from civscore.sentences import plain
from civscore.standard.document import Entry
from civscore.standard.facts import Fact, Times
from civscore.standard.facts.choice import Choice
from civscore.standard.facts.count import Count
from civscore.standard.facts.date import Date
from civscore.standard.facts.events import Events
from civscore.standard.fields import Field, Group
from civscore.standard.grammar import read_condition
from civscore.standard.groups import Reading
from civscore.standard.happenings import OPEN, Event
from civscore.standard.losses import Loss
from civscore.standard.quantities import Quantity
from civscore.standard.rows import Interval, Row, Side
from civscore.standard.units import Form
from civscore.values import Value, replaced

MOST_EVENTS: Final = 1_000_000


class Sorting(Value):
    """How the happenings of a fact fall into groups."""

    classes: Mapping[str, str]
    declared: Mapping[str, Field]
    groups: Mapping[str, Group]
    same: str

    @cached_property
    def reading(self) -> Reading:
        """Its groups over the fields of one happening, its class, its day and which it is."""
        own: dict[str, Fact] = {
            "class": Choice(kind="choice", title="类别", options=dict(self.classes)),
            "date": Date(kind="date", title="日期"),
        }
        if self.same:
            own["ordinal"] = Count(kind="count", title="第几次", range=(1, MOST_EVENTS))
        return Reading(Form(self.declared, own), self.groups)

    def checked(self, entry: Entry) -> bool:
        """Whether everything could be read; faults are noted."""
        return self.reading.checked(entry)

    @cached_property
    def reachable(self) -> Mapping[str, tuple[str, ...]]:
        """What a happening of each class may come down to."""
        codes = {kind: code for code, kind in enumerate(self.classes)}
        form = self.reading.form
        return {
            kind: self._keys(kind, form.blank.changed({form.index["class"]: code}))
            for kind, code in codes.items()
        }

    def _keys(self, kind: str, row: Row) -> tuple[str, ...]:
        """Groups a happening may be in, up to the first that it is in; else its class."""
        found: list[str] = []
        for key, group in self.groups.items():
            condition = read_condition(group.when, self.reading.form.scope)
            if condition.holds(row.best):
                found.append(key)
            if condition.holds(row.worst):
                return tuple(found)
        return (*found, kind)

    def sorted(self, events: Sequence[Event], times: Times) -> tuple[Event, ...]:
        """Each happening with what it may come down to."""
        codes = {kind: code for code, kind in enumerate(self.classes)}
        found: list[Event] = []
        for event, ordinal in zip(events, self._ordinals(events), strict=True):
            code = codes[event.kind]
            values = {**event.values, "class": (code, code)}
            if event.day is not None:
                values["date"] = event.day.toordinal(), event.day.toordinal()
            if self.same:
                values["ordinal"] = ordinal
            row = self.reading.form.row(values, times)
            found.append(replaced(event, keys=self._keys(event.kind, row)))
        return tuple(found)

    def _ordinals(self, events: Sequence[Event]) -> Iterator[Interval]:
        """Which each is among those with the same mark, in order of their days: least, most."""
        marks = [event.values.get(self.same) for event in events]
        order = [(event.day or date.min, number) for number, event in enumerate(events)]
        for mark, place in zip(marks, order, strict=True):
            earlier = [number for number, one in enumerate(order) if one < place]
            certain = [n for n in earlier if not events[n].is_open and mark and marks[n] == mark]
            possible = [n for n in earlier if not (mark and marks[n]) or marks[n] == mark]
            yield 1 + len(certain), 1 + len(possible)


def open_losses(
    events: Events, name: str, costs: Mapping[str, Loss], column: Callable[[str], int]
) -> Iterator[Loss]:
    """What happenings of each class cost as long as it is not settled what they come down to."""
    for kind, title in events.classes.items():
        keys = events.sorting.reachable[kind]
        if len(keys) > 1:
            least, most = min(costs[k].least for k in keys), max(costs[k].most for k in keys)
            at = column(f"{name}.{kind}{OPEN}")
            groups = tuple(events.tally(name, column(f"{name}.{k}"), k) for k in keys if k != kind)
            quantity = events.tally(name, at, f"{kind}{OPEN}")
            yield OpenLoss(plain(title), quantity, at, None, least, most, 1, groups)


class OpenLoss(Loss):
    """What happenings cost of which it is not settled to which group they belong."""

    groups: tuple[Quantity, ...]
    is_clear_cut = False
    words = (
        "{t} {v}，情形未定，扣 {a} 至 {b} 分",
        "{t}: {v}, not settled which, -{a} to -{b}",
    )

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        return (self.quantity, *self.groups)

    def cost(self, side: Side) -> Integers:
        count = side.up[self.column]
        if count is _NONE or self.least == self.most:
            return self.least * count
        return (self.most if side.is_best else self.least) * count


_NONE: Final = 0
