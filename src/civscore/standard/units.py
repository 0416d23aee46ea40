"""Units of a fact, one by one: a small row of their own, over which groups and sums are read.

A unit that is not wholly recorded belongs to a group certainly, possibly or not; so every number
of units has a least and a most. What is counted in time is counted to the day judged from.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from math import lcm
from typing import Any, Final

from civscore.diagnostics import nearest
from civscore.exact import MOST_DECIMALS
from civscore.standard import expressions as ex
from civscore.standard.conditions import Condition
from civscore.standard.days import LAST, SINCE, Dated, day_after
from civscore.standard.document import Entry
from civscore.standard.facts import ROOM, UNKNOWN_PART, Fact, Times, refuse
from civscore.standard.fields import Field, Step
from civscore.standard.grammar import read_condition, read_value
from civscore.standard.kinds import find
from civscore.standard.parsing import Term
from civscore.standard.quantities import Amount
from civscore.standard.rows import Column, Interval, Row
from civscore.standard.standing import COLUMNS, standing_terms, standing_values
from civscore.standard.tokens import ExpressionError
from civscore.values import Value, replaced

_FAR: Final = LAST
_ELAPSED_UNITS: Final = {"days": "天", "months": "个月", "years": "年"}


class Form(Value):
    """The columns of one unit: of the day judged from, of what is its own, of its fields."""

    declared: Mapping[str, Field]
    own: Mapping[str, Fact] = {}  # what every unit has: the class and the day of an event

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        """What is recorded of a unit, as facts."""
        return {**self.own, **{name: as_fact(one) for name, one in self.recorded.items()}}

    @cached_property
    def recorded(self) -> Mapping[str, Field]:
        """Fields with columns that somebody fills in."""
        return {
            name: one
            for name, one in self.declared.items()
            if not one.is_worked_out and one.kind != "text"
        }

    @cached_property
    def worked_out(self) -> Mapping[str, Field]:
        """Fields that follow from days."""
        return {name: one for name, one in self.declared.items() if one.is_worked_out}

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """Of everything a condition may read."""
        columns = [*COLUMNS]
        for name, fact in self.facts.items():
            columns += fact.columns(name)
        for name, one in self.worked_out.items():
            columns += _columns_of(name, one)
        return tuple(columns)

    @cached_property
    def index(self) -> Mapping[str, int]:
        """Name of a column → its number."""
        return {column.name: number for number, column in enumerate(self.columns)}

    @cached_property
    def scope(self) -> Mapping[str, Term]:
        """What a condition over one unit may speak of."""
        terms = dict(standing_terms(self.index))
        for name, fact in self.facts.items():
            terms.update(fact.terms(name, self.index))
        for name, one in self.worked_out.items():
            terms.update(_terms_of(name, one, self.index))
        return terms

    @cached_property
    def blank(self) -> Row:
        """A unit of which nothing is known, on a day that is not known."""
        return Row([one.low for one in self.columns], [one.high for one in self.columns])

    def condition(self, text: str, place: Entry) -> Condition | None:
        """The condition a text states over one unit; None if it cannot be read, which is noted."""
        try:
            return read_condition(text, self.scope)
        except ExpressionError as error:
            place.report_within(error.fault, error.offset, error.values)
        return None

    def number(self, text: str, place: Entry) -> ex.Expression | None:
        """The number a text states over one unit; None if it cannot be read, which is noted."""
        try:
            return read_value(text, self.scope)
        except ExpressionError as error:
            place.report_within(error.fault, error.offset, error.values)
        return None

    def are_days_there(self, entry: Entry) -> bool:
        """Whether every day that is counted from or to is a day of the unit; others are noted."""
        days = [name for name, fact in self.facts.items() if fact.given_days()]
        is_sound = True
        for name, one in self.worked_out.items():
            for key in ("since", "until"):
                day = getattr(one, key)
                if day and day not in days:
                    values = {"name": day, "near": nearest(day, days)}
                    entry.at(name).report(UNKNOWN_PART, key, **values)
                    is_sound = False
        return is_sound

    def read(self, value: Mapping[str, Any], entry: Entry) -> Mapping[str, Any]:
        """The fields recorded of one unit; what is faulty is noted and left out."""
        found: dict[str, Any] = {}
        for name in [name for name in self.declared if name in value]:
            if name in self.recorded:
                found[name] = self.facts[name].read(value[name], entry.at(name))
            elif isinstance(value[name], str):
                found[name] = value[name]
            elif not self.declared[name].is_worked_out:
                texts = "加引号的文字", "a quoted text"
                refuse(as_fact(self.declared[name]), value[name], texts, entry.at(name))
        return {name: one for name, one in found.items() if one is not None}

    @property
    def example(self) -> str:
        """Its fields as they are recorded."""
        shown = {name: self.facts[name].example for name in self.recorded}
        shown |= {name: '"…"' for name, one in self.declared.items() if one.kind == "text"}
        return "".join(f", {name} = {shown[name]}" for name in self.declared if name in shown)

    def row(self, values: Mapping[str, Any], times: Times) -> Row:
        """One unit: for every column the lowest and the highest it can be."""
        low, high = list(self.blank.low), list(self.blank.high)
        parts: dict[str, Interval] = {
            name: (number, number) for name, number in standing_values(times.as_of).items()
        }
        for name, fact in self.facts.items():
            if name in values:
                parts |= _named(name, fact.reduce(values[name], times))
        for name, (least, most) in parts.items():
            low[self.index[name]], high[self.index[name]] = least, most
        for name, one in self.worked_out.items():
            since = self._ends(low, high, one.since)
            until = self._ends(low, high, one.until)
            for part, ends in _named(name, _spans(one, since, until, times.as_of)).items():
                low[self.index[part]], high[self.index[part]] = ends
        return Row(low, high)

    def lasting(self, values: Mapping[str, Any], times: Times) -> Mapping[str, Any]:
        """Days of a unit that no work alters: those over stand, one to come is not before now."""
        today = times.as_of.toordinal()
        days = {
            name: values[name]
            for name, fact in self.facts.items()
            if name in values and fact.given_days()
        }
        return {
            name: ends if ends[1] < today else (min(ends[0], today), LAST)
            for name, ends in days.items()
        }

    def _ends(self, low: list[int], high: list[int], day: str) -> Interval:
        """The earliest and the latest of a day; of one that is not named the last there is."""
        return (low[self.index[day]], high[self.index[day]]) if day else (LAST, LAST)


def as_fact(field: Field) -> Fact:
    """A recorded field as the fact of that kind."""
    kind = "choice" if field.kind == "text" else field.kind
    more: dict[str, Any] = {"choice": {"options": field.options}}.get(kind, {})
    more |= {"measure": {"decimals": field.decimals}}.get(kind, {})
    fact: Fact = find(ROOM, kind)(kind=kind, title=field.title, unit=field.unit, **more)
    return fact


def _named(name: str, parts: Mapping[str, Interval]) -> dict[str, Interval]:
    return {f"{name}.{part}" if part else name: ends for part, ends in parts.items()}


# --- fields that follow from days -----------------------------------------------------------------


def _columns_of(name: str, field: Field) -> Iterator[Column]:
    match field.kind:
        case "deadline":
            yield Column(name, 1, LAST)
        case "elapsed":
            for part in SINCE:
                yield Column(f"{name}.{part}", 0, _FAR)
        case _:
            yield Column(name, 0, sum(step.times for step in field.steps))


def _terms_of(name: str, field: Field, index: Mapping[str, int]) -> Iterator[tuple[str, Term]]:
    title = as_fact(replaced(field, kind="flag")).sentence
    if field.kind == "deadline":
        yield name, Term(Dated(name, title, "", index[name], 1, 1, LAST), is_day=True)
    elif field.kind == "schedule":
        most = sum(step.times for step in field.steps)
        yield name, Term(Amount(name, title, field.unit, index[name], 1, 0, most))
    else:
        for part, unit in _ELAPSED_UNITS.items():
            at = index[f"{name}.{part}"]
            yield f"{name}.{part}", Term(Amount(name, title, unit, at, 1, 0, _FAR))


def _spans(field: Field, since: Interval, until: Interval, as_of: date) -> Mapping[str, Interval]:
    """The columns of a field that follows from days."""
    if field.within is not None:
        return {"": (day_after(since[0], field.within), day_after(since[1], field.within))}
    day = as_of.toordinal()
    last = min(until[0], day), min(until[1], day)
    if field.steps:
        least, most = _due(field.steps, since[1], last[0]), _due(field.steps, since[0], last[1])
        return {"": (least, most)}
    first, final = (date.fromordinal(end) for end in since)
    ends = date.fromordinal(last[0]), date.fromordinal(last[1])
    return {
        part: (passed(final, ends[0]), passed(first, ends[1]))
        for part, (_, passed) in SINCE.items()
    }


def _due(steps: tuple[Step, ...], start: int, last: int) -> int:
    """How often something was due from a day on, to a day."""
    months = days = number = 0
    for step in steps:
        for _ in range(step.times):
            if step.each.unit == "d":
                days += step.each.amount
            else:
                months += step.each.amount * (12 if step.each.unit == "y" else 1)
            day = start
            for amount, unit in ((months, "m"), (days, "d")):
                day = day_after(day, replaced(step.each, amount=amount, unit=unit))
            if day > last or day >= LAST:
                return number
            number += 1
    return number


# --- numbers that can be added up -----------------------------------------------------------------


def scale_of(expression: ex.Expression) -> int | None:
    """A power of ten such that so many of the number are whole; None where there is none."""
    base = _denominator(expression)
    scales = (10**places for places in range(MOST_DECIMALS + 1))
    return None if base is None else next((one for one in scales if one % base == 0), None)


def _denominator(expression: ex.Expression) -> int | None:
    """What the number is a multiple of one part of; None where it may be anything."""
    match expression:
        case ex.Number():
            return int(expression.ratio[1])
        case ex.Reference():
            quantity = expression.quantity
            return int(quantity.scale) if isinstance(quantity, Amount) else 1
        case ex.Conditional():
            inner = (expression.first, expression.second)
        case ex.Combination():
            if expression.combine in {ex.ceil, ex.floor}:
                return 1
            inner = expression.parts  # type: ignore[assignment]
    found = [_denominator(one) for one in inner]
    known = [one for one in found if one is not None]
    if len(known) < len(found):
        return None
    if isinstance(expression, ex.Combination) and expression.combine in {ex.multiply, ex.divide}:
        if expression.combine is ex.multiply:
            return known[0] * known[1]
        by = inner[1]
        return known[0] * abs(by.ratio[0]) or None if isinstance(by, ex.Number) else None
    return lcm(*known)
