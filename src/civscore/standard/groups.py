"""Groups and sums of the units of a fact: read once, then found for the units that are recorded."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from civscore.diagnostics import fault
from civscore.exact import Ratio
from civscore.sentences import Sentence, joined, plain, say
from civscore.standard.conditions import Condition
from civscore.standard.days import LAST
from civscore.standard.document import Entry
from civscore.standard.expressions import Expression
from civscore.standard.facts import Times
from civscore.standard.fields import Group, Sum
from civscore.standard.grammar import read_condition, read_value
from civscore.standard.quantities import UNRECORDED, Amount, Bound
from civscore.standard.rows import Change, Interval, Row
from civscore.standard.units import Form, scale_of
from civscore.values import Value, replaced

MOST_UNITS: Final = 1_000_000
GROUP_NEVER: Final = fault(
    "group-never",
    ("没有哪一件能归入“{title}”", "nothing can ever belong to “{title}”"),
    ("请核对 when", "check when"),
    severity="warning",
)
SUM_NOT_EXACT: Final = fault(
    "sum-not-exact",
    ("“{title}”每件的数除不尽，加不起来", "“{title}” may not come out even and cannot be added up"),
    ("请用 ceil 或 floor 取整，或乘上分母", "round it with ceil or floor, or multiply it out"),
)


class Unit(Value):
    """One unit: its number or code, and what is recorded of it."""

    label: str
    values: Mapping[str, Any]


class Planned(Value):
    """A group or a sum, read."""

    key: str
    statement: Condition | Expression
    scale: int = 1
    limits: Interval = (0, MOST_UNITS)

    def deadlines(self, form: Form) -> tuple[str, ...]:
        """Names of the deadlines it looks at."""
        read = {one.fact for one in self.statement.quantities()}
        named = (name for name, one in form.worked_out.items() if one.kind == "deadline")
        return tuple(name for name in named if name in read)

    def is_of_days(self, form: Form) -> bool:
        """Whether it looks at a day on which something was done, and by when it was to be."""
        read = {one.fact for one in self.statement.quantities()}
        days = (name for name, fact in form.facts.items() if fact.given_days())
        return bool(self.deadlines(form)) and any(name in read for name in days)


class Told(Value):
    """What is to be said of the units of a group or a sum."""

    labels: tuple[Sentence, ...] = ()  # units that belong to it
    open: tuple[str, ...] = ()  # units that may
    ahead: tuple[tuple[int, str], ...] = ()  # units that will, and on which day they still do not
    lost: int = 0  # how many belong to it whatever is done now

    @property
    def sentence(self) -> Sentence | None:
        """It in words; None if there is nothing to say."""
        said: list[Sentence] = []
        if self.labels:
            said.append(_few(self.labels))
        if self.open:
            few = _few(tuple(plain(one) for one in self.open))
            said.append(say("{u} 填报不全", "{u} not fully recorded", u=few))
        for day, label in sorted(self.ahead)[:_TOLD]:
            on = date.fromordinal(day)
            said.append(say("{u} 最迟 {d}", "{u} due by {d}", u=label, d=on))
        return joined(tuple(said)) if said else None


_TOLD: Final = 5
"""Units named in one sentence."""


def _few(said: tuple[Sentence, ...]) -> Sentence:
    few = joined(said[:_TOLD], "、", ", ")
    if len(said) <= _TOLD:
        return few
    return say("{few} 等 {n} 个", "{few} and others, {n} in all", few=few, n=len(said))


class Reading(Value):
    """Groups and sums over the units of a fact."""

    form: Form
    groups: Mapping[str, Group]
    sums: Mapping[str, Sum] = {}

    def checked(self, entry: Entry) -> bool:
        """Whether everything could be read; faults are noted at their places."""
        is_sound = self.form.are_days_there(entry.at("fields"))
        for key, group in self.groups.items():
            place = entry.at("groups", key)
            condition = self.form.condition(group.when, place.at("when"))
            is_sound &= condition is not None
            if condition is not None and not condition.holds(self.form.blank.best):
                place.report(GROUP_NEVER, "when", title=group.title)
        for key, one in self.sums.items():
            place = entry.at("sums", key, "value")
            number = self.form.number(one.value, place)
            if number is not None and scale_of(number) is None:
                place.report(SUM_NOT_EXACT, title=one.title)
            is_sound &= number is not None and scale_of(number) is not None
        return is_sound

    @cached_property
    def planned(self) -> tuple[Planned, ...]:
        """Every group and sum, of a declaration that was checked."""
        return (*self._groups(), *self._sums())

    def _groups(self) -> Iterator[Planned]:
        for key, group in self.groups.items():
            yield Planned(key, read_condition(group.when, self.form.scope))

    def _sums(self) -> Iterator[Planned]:
        blank = self.form.blank
        for key, one in self.sums.items():
            number = read_value(one.value, self.form.scope)
            scale = scale_of(number) or 1
            low, high = (_whole(number.value(side), scale) for side in (blank.worst, blank.best))
            limits = min(low, 0) * MOST_UNITS, max(high, 0) * MOST_UNITS
            yield Planned(key, number, scale, limits)

    def members(self, units: tuple[Unit, ...], times: Times) -> Mapping[str, tuple[Interval, Told]]:
        """For each group and sum how many there are, least and most, and what to say of them."""
        rows = [self.form.row(unit.values, times) for unit in units]
        return {
            one.key: self._in_group(one, units, rows, times)
            if one.key in self.groups
            else self._added_up(one, units, rows)
            for one in self.planned
        }

    def _in_group(
        self, one: Planned, units: tuple[Unit, ...], rows: list[Row], times: Times
    ) -> tuple[Interval, Told]:
        certain: list[Sentence] = []
        possible: list[str] = []
        ahead: list[tuple[int, str]] = []
        lost = 0
        days, is_of_days = one.deadlines(self.form), one.is_of_days(self.form)
        condition: Any = one.statement
        for unit, row in zip(units, rows, strict=True):
            known = [day for day in (self._known_day(row, name) for name in days) if day]
            if condition.holds(row.worst):
                certain.append(_with_day(unit.label, min(known, default=None)))
                lasting = self.form.row(self.form.lasting(unit.values, times), times)
                lost += is_of_days and bool(condition.holds(lasting.worst))
            elif condition.holds(row.best):
                possible.append(unit.label)
            else:
                ahead += [
                    (day, unit.label)
                    for day in known
                    if times.as_of.toordinal() <= day < LAST - 1
                    and condition.holds(self._on(unit, day + 1, times).worst)
                ]
        count = len(certain), len(certain) + len(possible)
        return count, Told(tuple(certain), tuple(possible), tuple(ahead), lost)

    def _known_day(self, row: Row, name: str) -> int | None:
        low, high = row.low[self.form.index[name]], row.high[self.form.index[name]]
        return low if low == high < LAST else None

    def _on(self, unit: Unit, day: int, times: Times) -> Row:
        """The unit as it stands on a later day."""
        return self.form.row(unit.values, replaced(times, as_of=date.fromordinal(day)))

    def _added_up(
        self, one: Planned, units: tuple[Unit, ...], rows: list[Row]
    ) -> tuple[Interval, Told]:
        number: Any = one.statement
        low = high = 0
        labels: list[Sentence] = []
        possible: list[str] = []
        for unit, row in zip(units, rows, strict=True):
            least = _whole(number.value(row.worst), one.scale)
            most = _whole(number.value(row.best), one.scale)
            low, high = low + least, high + most
            if least < most:
                possible.append(unit.label)
            elif least:
                labels.append(plain(unit.label))
        return (low, high), Told(tuple(labels), tuple(possible))


def _whole(ratio: Ratio, scale: int) -> int:
    """A ratio that is known to be whole, in parts of a scale."""
    return int(ratio[0] * scale // ratio[1])


def _with_day(label: str, day: int | None) -> Sentence:
    if day is None:
        return plain(label)
    zh, en = "{u} {d} 到期", "{u} due {d}"
    return say(zh, en, u=label, d=date.fromordinal(day))


class Members(Amount):
    """How many units belong to a group, or what they add up to; says which they are."""

    key: str = ""
    whole: Sentence = UNRECORDED  # what the register is called

    def shown(self, row: Row) -> Sentence:
        said = super().shown(row)
        record = row.recorded.get(self.fact)
        told = record.value.told(self.key) if record is not None else None
        return said if told is None else say("{v}（{told}）", "{v} ({told})", v=said, told=told)

    def lacking(self, row: Row) -> Sentence | None:
        record = row.recorded.get(self.fact)
        open_ones = record.value.open_units(self.key) if record is not None else ()
        if not open_ones:
            return None
        few = _few(tuple(plain(one) for one in open_ones))
        return say("填全{t}中的 {u}", "complete {u} of {t}", t=self.whole, u=few)

    def change(self, row: Row, bound: Bound, number: Decimal) -> Change | None:
        """What was due and not done in time cannot be made up for."""
        found = super().change(row, bound, number)
        record = row.recorded.get(self.fact)
        lost = record.value.lost(self.key) if record is not None else 0
        if found is None or found.columns[self.column] >= lost:
            return found
        zh = "{t}：{v}，已成事实，本期不能补救"
        en = "{t}: {v}; it is done, too late for this round"
        sentence = say(zh, en, t=self.title, v=self.shown(row))
        return replaced(found, sentence=sentence, is_past=True)
