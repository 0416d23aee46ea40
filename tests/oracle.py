"""The oracle: what a standard says, read a second time from its text in exact fractions.

Nothing here is imported from civscore. `score` takes a standard and a community's facts as the
plain tables that TOML gives (read with `parse_float=Decimal`), says which criteria have their
evidence admitted, and returns every number as a pair of fractions, lowest and highest. With all
evidence admitted and every fact complete the two are equal, except where a standard itself says
that something stays unproven: an empty base with `if_none = "unproven"`, a survey that is too
short, fewer units than are to be drawn, an event whose deduction nobody has judged, a rule
that nobody knows.
`bounds` takes facts that are not complete, tries a list of completions and returns the envelope.

It is written to be read beside the rules, not to be fast: no integers scaled to a common
denominator, no intervals of facts, no columns.
"""

from __future__ import annotations

import itertools
import math
import operator
import re
from calendar import monthrange
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

from oracle_field import of_children, of_quota, of_rank, of_top

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    Table: TypeAlias = Mapping[str, Any]

Raw: TypeAlias = Any
"""A value as TOML gives it."""

ZERO, ONE, HALF, HUGE = Fraction(0), Fraction(1), Fraction(1, 2), Fraction(10**12)


# ---------------------------------------------------------------- numbers


def number(value: object) -> Fraction:
    """Read 3, Decimal("1.5"), "1.5", "90%" or "2‰" as an exact fraction."""
    if isinstance(value, int | Decimal | Fraction) and not isinstance(value, bool):
        return Fraction(value)
    if not isinstance(value, str):
        message = f"not a number: {value!r}"
        raise TypeError(message)
    for sign, base in (("%", 100), ("‰", 1000)):
        if value.endswith(sign):
            return Fraction(Decimal(value.removesuffix(sign).strip())) / base
    return Fraction(Decimal(value))


def rounded(value: Fraction, decimals: int, mode: str) -> Fraction:
    """Round once: half_up and up go away from zero, down towards it, half_even to the even."""
    scale = 10**decimals
    whole, rest = divmod(abs(value) * scale, 1)
    away = {
        "down": False,
        "up": rest > 0,
        "half_up": rest >= HALF,
        "half_even": rest > HALF or (rest == HALF and whole % 2 == 1),
    }[mode]
    size = Fraction(whole + int(away), scale)
    return size if value >= 0 else -size


@dataclass(frozen=True)
class Span:
    """The lowest and the highest value a number can still have."""

    low: Fraction
    high: Fraction

    def __add__(self, other: Span) -> Span:
        """Add end by end."""
        return Span(self.low + other.low, self.high + other.high)

    def each(self, change: Callable[[Fraction], Fraction]) -> Span:
        """Apply a rising function to both ends."""
        return Span(change(self.low), change(self.high))

    def or_else(self, other: Span) -> Span:
        """Either of the two: the envelope."""
        return Span(min(self.low, other.low), max(self.high, other.high))

    @property
    def known(self) -> bool:
        """Whether both ends are one number."""
        return self.low == self.high


def exactly(value: Fraction | int) -> Span:
    """A number that is known."""
    return Span(Fraction(value), Fraction(value))


def total_of(spans: Iterable[Span]) -> Span:
    """Add them all up."""
    return sum(spans, exactly(0))


# ---------------------------------------------------------------- dates


LENGTH = re.compile(r"(\d+)\s*([dwmy])(?: before [a-z_.0-9]+)?")
NEVER = date.max


def back_from(day: date, length: str) -> date:
    """The day that lies `length` ("30d", "6m", "2y before as_of") before `day`.

    A day of the month that does not exist becomes the last one of that month.
    """
    found = LENGTH.fullmatch(length)
    if found is None:
        message = f"not a length of time: {length!r}"
        raise ValueError(message)
    many, unit = int(found[1]), found[2]
    if unit in "dw":
        return day - timedelta(days=many * (7 if unit == "w" else 1))
    months = day.year * 12 + day.month - 1 - many * (12 if unit == "y" else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def later_by(day: date, months: int) -> date:
    """The same day so many months later; the first of the next month where there is none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if day.day > monthrange(year, month + 1)[1]:
        return later_by(date(day.year, day.month, 1), months + 1)
    return date(year, month + 1, day.day)


def passed(day: date, as_of: date, part: str) -> int:
    """Complete days, months or years from a day on, counted one by one."""
    if day > as_of:
        return 0
    if part == "days":
        return (as_of - day).days
    step = {"months": 1, "years": 12}[part]
    return next(n - 1 for n in itertools.count(1) if later_by(day, n * step) > as_of)


# ---------------------------------------------------------------- facts


class UnknownError(Exception):
    """Complete facts leave a number unknown: something was divided by nothing."""


class Empty(Enum):
    """What stands in for a share that cannot be computed."""

    ZERO = "zero"
    FULL = "full"
    NOT_APPLICABLE = "not_applicable"
    UNPROVEN = "unproven"


@dataclass(frozen=True)
class Grade:
    """A level on a scale, best first."""

    levels: tuple[str, ...]
    level: str

    @property
    def rank(self) -> int:
        """Greater is better."""
        return -self.levels.index(self.level)


@dataclass(frozen=True)
class Case:
    """A standard, the facts of one community, and the day it is judged from."""

    standard: Table
    facts: Table
    as_of: date
    period: Table | None
    supposed: Fraction | None = None  # what a number is that the facts leave unknown
    spill: Fraction | None = None  # how far a loss may go on in the section, less the full points
    supplied: Mapping[str, Raw] = field(default_factory=dict)  # what the field tells
    own: Span | None = None  # the total that the community gives itself
    facets: Mapping[str, str] = field(default_factory=dict)  # what evidence of facets comes to

    def declared(self, name: str) -> Table:
        """The declaration of a fact, with the levels of its scale, the term of the title."""
        table: Table = self.standard["facts"][name]
        own = self.standard.get("title", {})
        if own.get("history") == name and "valid" in own:
            return {**table, **({"term": own["valid"]} if own.get("ends") != "review" else {})}
        if "scale" in table:
            return {**table, **self.standard["scales"][table["scale"]]}
        return table

    def recorded(self, name: str) -> Raw:
        """The value of a fact, without its source and reason."""
        return told(self.facts[name])


def told(value: Raw) -> Raw:
    """What is recorded, without its source and reason."""
    return value["value"] if isinstance(value, dict) and "value" in value else value


Value: TypeAlias = "Fraction | bool | str | Grade | None"


def rate_share(case: Case, name: str) -> Fraction | Empty:
    """Numerator ÷ denominator, or what the standard says of an empty denominator."""
    recorded, declared = case.recorded(name), case.declared(name)
    count, base = number(recorded["count"]), number(recorded["of"])
    if count > base and not declared.get("beyond", False):
        message = f"{name}: {count} of {base}"
        raise ValueError(message)
    return count / base if base else Empty(declared["if_none"])


def forms(case: Case, name: str, group: str = "") -> list[tuple[str, Fraction]]:
    """Answers of a survey, or of one of its groups, and how many gave each."""
    declared, recorded = case.declared(name), case.recorded(name)
    groups = [group] if group else list(declared.get("groups", {}))
    tables = [recorded[one] for one in groups] if groups else [recorded]
    return [(key, number(table[key])) for table in tables for key in declared["answers"]]


def held_as_asked(case: Case, name: str) -> bool:
    """Whether a survey was made in a way that is accepted, and enough forms came back."""
    declared, recorded = case.declared(name), case.recorded(name)
    if "by" in declared and recorded["by"] not in declared["by"]:
        return False
    if "returned" not in declared:
        return True
    issued, returned = number(recorded["issued"]), number(recorded["returned"])
    return issued > 0 and returned >= number(declared["returned"]) * issued


def proves_something(case: Case, name: str, group: str) -> bool:
    """Whether there are enough forms, of every group too, and they were asked for rightly."""
    declared = case.declared(name)
    quotas = declared.get("quotas", {})
    asked = {"": declared["minimum"], **quotas} if not group else {group: quotas.get(group, 0)}
    valid = {one: sum(count for _, count in forms(case, name, one)) for one in (*asked, group)}
    if not valid[group]:
        return False
    if declared["if_short"] == "accept":
        return True
    return all(valid[one] >= number(least) for one, least in asked.items()) and held_as_asked(
        case, name
    )


def survey_share(case: Case, name: str, group: str = "") -> Fraction | Empty:
    """Favourable answers ÷ valid answers; a survey that is too short may prove nothing."""
    if not proves_something(case, name, group):
        return Empty.UNPROVEN
    favourable, given = case.declared(name)["favourable"], forms(case, name, group)
    return sum((n for key, n in given if key in favourable), ZERO) / sum(n for _, n in given)


def mean_worth(case: Case, name: str, group: str) -> Fraction | Empty:
    """What the valid answers are worth, on an average."""
    if not proves_something(case, name, group):
        return Empty.UNPROVEN
    worth, given = case.declared(name)["worth"], forms(case, name, group)
    return sum((n * number(worth[key]) for key, n in given), ZERO) / sum(n for _, n in given)


def of_survey(case: Case, name: str, key: str) -> Fraction | Empty:
    """What can be read of a survey: all of it, a group, its valid forms, its mean."""
    if key == "returned":
        issued = number(case.recorded(name)["issued"])
        return number(case.recorded(name)["returned"]) / issued if issued else Empty.UNPROVEN
    *group, last = key.split(".")
    if last == "valid":
        return sum((n for _, n in forms(case, name, *group)), ZERO)
    if last == "mean":
        return mean_worth(case, name, *(group or [""]))
    return survey_share(case, name, key)


@dataclass(frozen=True)
class Inspection:
    """What a sample found."""

    draw: int
    available: int
    inspected: int
    passing: int

    @property
    def failing(self) -> int:
        """Units that miss at least one check."""
        return self.inspected - self.passing


def inspection(case: Case, name: str) -> Inspection:
    """Count the units of a sample that is complete."""
    declared, recorded = case.declared(name), case.recorded(name)
    is_fixed = isinstance(declared["draw"], int)
    size = amount(Expression(str(declared["draw"]), case).value())
    if size is None or size.denominator != 1:
        message = f"{name}: {declared['draw']} is no whole number"
        raise ValueError(message)
    draw = max(int(size), 0)
    table = recorded if isinstance(recorded, dict) else {"units": recorded}
    units, there = table["units"], table.get("available", max(draw, len(table.get("units", ()))))
    due = min(draw, there)
    if len(units) < due or (is_fixed and len(units) > due):
        message = f"{name}: {len(units)} units inspected of {due}"
        raise ValueError(message)
    passing = sum(all(unit[check] for check in declared["checks"]) for unit in units)
    return Inspection(draw, there, len(units), passing)


def sample_share(case: Case, name: str) -> Fraction | Empty:
    """Passing units ÷ inspected units; too few units are what the standard says they are."""
    found, fewer = inspection(case, name), case.declared(name)["fewer"]
    if found.available < found.draw and fewer != "all":
        return Empty(fewer)
    return Fraction(found.passing, found.inspected) if found.inspected else Empty.UNPROVEN


def quotient_of(text: str) -> tuple[str, str] | None:
    """Dividend and divisor of an expression that is a quotient as a whole."""
    depth, last, words = 0, None, [word for _, word in tokens(text)]
    for at, word in enumerate(words):
        depth += {"(": 1, ")": -1}.get(word, 0)
        if depth == 0 and at and word in {"+", "-"}:
            return None
        if depth == 0 and word in {"*", "/"}:
            last = at
    if last is None or words[last] != "/":
        return None
    return " ".join(words[:last]), " ".join(words[last + 1 :])


def derived_share(case: Case, name: str) -> Fraction | Empty:
    """What is worked out; of a quotient whose divisor is not above zero what the standard says."""
    declared = case.declared(name)
    terms = quotient_of(declared["value"])
    base = amount(Expression(terms[1], case).value()) if terms else ONE
    if base is not None and base <= 0:
        return Empty(declared["if_none"])
    found = amount(Expression(declared["value"], case).value())
    return Empty.UNPROVEN if found is None else found


SHARES: Mapping[str, Callable[[Case, str], Fraction | Empty]] = {
    "rate": rate_share,
    "survey": survey_share,
    "sample": sample_share,
    "derived": derived_share,
}


PER_YEAR = {"year": 1, "quarter": 4, "month": 12}


def period_at(text: object, per: str) -> int:
    """A period as a number: years, quarters or months since the year 0."""
    year, _, inside = str(text).partition("-")
    return int(year) * PER_YEAR[per] + (int(inside.removeprefix("Q")) - 1 if inside else 0)


def present(case: Case, name: str) -> int:
    """The present period of a series."""
    declared = case.declared(name)
    day = case.as_of
    if declared["now"] == "period":
        if case.period is None:
            message = f"{name}: no period to look at"
            raise ValueError(message)
        day = case.period["until"]
    many = PER_YEAR[declared["per"]]
    return day.year * many + (day.month - 1) // (12 // many)


def numbers_of(case: Case, name: str) -> dict[int, Raw]:
    """What a series has on record, by period."""
    per = case.declared(name)["per"]
    return {period_at(key, per): one for key, one in case.recorded(name).items() if key != "first"}


def in_period(case: Case, name: str, period: int) -> Fraction | Empty | None:
    """The number of one period, or its share; None where it is not recorded."""
    declared, found = case.declared(name), numbers_of(case, name).get(period)
    if found is None:
        return None
    if "of" not in declared:
        return number(found)
    base = number(found["of"])
    return number(found["count"]) / base if base else Empty(declared["if_none"])


def read_as(found: Fraction | Empty | None) -> Fraction | None:
    """What a share means in an expression."""
    if isinstance(found, Empty):
        return {Empty.ZERO: ZERO, Empty.FULL: ONE}.get(found)
    return found


def falls(case: Case, name: str) -> Fraction | None:
    """How often in succession a series fell, up to now; before its first period it did not."""
    declared, count = case.declared(name), 0
    here, first = present(case, name), case.recorded(name).get("first")
    while first is None or here - 1 >= period_at(first, declared["per"]):
        newer, older = (read_as(in_period(case, name, one)) for one in (here, here - 1))
        if newer is None or older is None:
            return None
        if newer >= older:
            break
        count, here = count + 1, here - 1
    return Fraction(count)


def is_beyond_single_numbers(
    standard: Table, facts: Table, as_of: date, period: Table | None
) -> bool:
    """Whether something is asked of which the oracle knows no number, though bounds are known.

    How often a share fell that in some period has no base: how many periods there are bounds it.
    One number or another, if a condition holds that a share without a base leaves undecided.
    """
    falls = any(
        f"{name}.falling" in str(standard)
        and any(number(one["of"]) == 0 for key, one in told(facts[name]).items() if key != "first")
        for name, declared in standard["facts"].items()
        if declared["kind"] == "series" and "of" in declared and name in facts
    )
    declared = [one for one in standard["facts"].values() if one["kind"] != "register"]
    clauses = [one for key, one in standard.items() if key not in {"facts", "adjustment"}]
    asked = conditions_of_choices(str([declared, clauses]))
    case = Case(standard, facts, as_of, period)
    return falls or any(holds(case, one) is None for one in asked)


def conditions_of_choices(text: str) -> Iterator[str]:
    """What stands before the first comma of every `if(…)`."""
    for found in re.finditer(r"\bif\(", text):
        depth = 0
        for at in range(found.end(), len(text)):
            depth += (text[at] in "([") - (text[at] in ")]")
            if text[at] == "," and not depth:
                yield text[found.end() : at]
                break


def compared_with(case: Case, name: str, key: str) -> Fraction | None:
    """The last number of a series, the mean of several, or that of the base."""
    declared, here = case.declared(name), present(case, name)
    if key == "mean":
        several = [here - lag for lag in range(1, declared["mean_of"] + 1)]
        found = [read_as(in_period(case, name, one)) for one in several]
        known = [one for one in found if one is not None]
        return sum(known, ZERO) / len(found) if len(known) == len(found) else None
    period = period_at(declared["base"], declared["per"]) if key == "base" else here - 1
    return read_as(in_period(case, name, period))


OVER = {"growth": "last", "over_mean": "mean", "over_base": "base"}


def growth(case: Case, name: str, key: str) -> Fraction | Empty | None:
    """By how much of something the present number of a series exceeds it."""
    other = compared_with(case, name, OVER[key])
    now = read_as(in_period(case, name, present(case, name)))
    if other is not None and other <= 0:
        return Empty(case.declared(name)["if_none"])
    return None if now is None or other is None else now / other - 1


def of_series(case: Case, name: str, key: str) -> Fraction | bool | Empty | None:
    """What can be read of a series; a share without a base is what its declaration says."""
    here = present(case, name)
    lags = {"": 0, "now": 0, "last": 1, **{f"ago{lag}": lag for lag in range(2, 10)}}
    if key in lags:
        return in_period(case, name, here - lags[key])
    if key == "base":
        declared = case.declared(name)
        return in_period(case, name, period_at(declared["base"], declared["per"]))
    if key == "change":
        now, last = read_as(in_period(case, name, here)), compared_with(case, name, "last")
        return None if now is None or last is None else now - last
    if key == "first":
        first = case.recorded(name).get("first")
        if first is not None:
            return period_at(first, case.declared(name)["per"]) >= here
        return False if min(numbers_of(case, name), default=here) < here else None
    if key == "falling":
        return falls(case, name)
    return growth(case, name, key) if key in OVER else compared_with(case, name, key)


@dataclass(frozen=True)
class Happening:
    """Events of one class: how many, and the deduction if a person judged it.

    `label` is what they count as: the first group they belong to, else their class.
    """

    kind: str
    times: Fraction
    deduct: Fraction | None
    label: str


def day_of(case: Case, name: str) -> date:
    """The day a name stands for."""
    if name == "as_of":
        return case.as_of
    recorded = case.recorded(name)
    return NEVER if recorded == "never" else recorded


def day_named(case: Case, name: str) -> date:
    """The day of a fact, or of a part of it."""
    fact, _, key = name.partition(".")
    return date.fromordinal(int(amount(part(case, fact, key)) or 0)) if key else day_of(case, fact)


def window(case: Case, name: str, kind: str) -> tuple[date, date]:
    """First and last day on which an event counts; what is exactly so long past does not."""
    declared = case.declared(name)
    length = declared.get("window")
    if kind in declared.get("life", {}):
        length = f"{declared['life'][kind]} before as_of"
    if length is None:
        return date.min, date.max
    if length == "year":
        return date(case.as_of.year, 1, 1), case.as_of
    if length != "period":
        day = day_named(case, length.split(" ")[-1])
        last = min(day, case.as_of)
        if length.startswith("since "):
            return day, case.as_of
        return back_from(day, length) + timedelta(days=1), last
    if case.period is None:
        message = f"{name}: no period to look at"
        raise ValueError(message)
    return case.period["from"], case.period["until"]


def happenings(case: Case, name: str) -> list[Happening]:
    """The events that count, from a dated list or from counts by class."""
    recorded, declared = case.recorded(name), case.declared(name)
    if isinstance(recorded, dict):
        classes = declared["classes"]
        return [Happening(kind, number(recorded[kind]), None, kind) for kind in classes]
    undated = {"date": case.as_of}
    listed = [{**undated, **event, "class": kind_of(declared, event)} for event in recorded]
    struck = max(
        (
            one["date"]
            for one in listed
            if one["class"] in declared.get("reset", []) and one["date"] <= case.as_of
        ),
        default=date.min,
    )
    counting = [
        event
        for event in listed
        if within(case, name, event)
        and (event["date"] > struck or event["class"] in declared.get("reset", []))
    ]
    return [
        Happening(
            event["class"],
            ONE,
            number(event["deduct"]) if "deduct" in event else None,
            label_of(case, name, counting, at),
        )
        for at, event in enumerate(counting)
    ]


def kind_of(declared: Table, event: Table) -> str:
    """The class of an event; of several the one declared first."""
    several = event["class"] if isinstance(event["class"], list) else [event["class"]]
    return next(str(kind) for kind in declared["classes"] if kind in several)


def in_season(case: Case, name: str, day: date) -> bool:
    """Whether a day lies in the months that count."""
    first, last = case.declared(name).get("months", (1, 12))
    months = range(first, last + 1) if first <= last else {*range(first, 13), *range(1, last + 1)}
    return day.month in months


def within(case: Case, name: str, event: Table) -> bool:
    """Whether an event lies in its window and in the months that count."""
    first, last = window(case, name, event["class"])
    return first <= event["date"] <= last and in_season(case, name, event["date"])


def label_of(case: Case, name: str, counting: Sequence[Table], at: int) -> str:
    """The first group an event belongs to, else its class."""
    declared, event = case.declared(name), counting[at]
    mark = declared.get("same")
    facts = {**event}
    fields = {
        **declared.get("fields", {}),
        "class": {"kind": "choice", "options": declared["classes"]},
        "date": {"kind": "date"},
        "ordinal": {"kind": "count"},
    }
    if mark is not None:
        facts["ordinal"] = sum(
            one[mark] == event[mark] and (one["date"], place) <= (event["date"], at)
            for place, one in enumerate(counting)
        )
    unit = Case({"facts": fields}, facts, case.as_of, None)
    for key, group in declared.get("groups", {}).items():
        if holds(unit, group["when"]):
            return str(key)
    return f"{event['class']}"


# ---------------------------------------------------------------- units with fields


def forward(day: date, length: str) -> date:
    """The day so long after a day; the last of its month where that month has no such day."""
    if day == NEVER:
        return NEVER
    many, unit = int(length[:-1]), length[-1]
    if unit == "d":
        return day + timedelta(days=many)
    year, month = divmod(day.year * 12 + day.month - 1 + many * (12 if unit == "y" else 1), 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def times_due(case: Case, declared: Table) -> Fraction:
    """How often something was due by the last day: the days on which it was are walked through."""
    start, last, found = day_of(case, declared["since"]), last_day(case, declared), 0
    gone = {"d": 0, "m": 0}
    for step in declared["steps"]:
        unit = {"d": "d"}.get(step["each"][-1], "m")
        each, length = (
            int(one[:-1]) * (12 if one[-1] == "y" else 1) for one in (step["each"], step["for"])
        )
        for _ in range(length // each):
            gone[unit] += each
            day = forward(forward(start, f"{gone['m']}m"), f"{gone['d']}d")
            found += day <= last and start != NEVER
    return Fraction(found)


def last_day(case: Case, declared: Table) -> date:
    """The day up to which a field counts."""
    return min(case.as_of, day_of(case, declared["until"]) if "until" in declared else NEVER)


def time_passed(case: Case, name: str, key: str) -> Fraction:
    """Complete days, months or years between two days of a unit."""
    declared = case.declared(name)
    return Fraction(passed(day_of(case, declared["since"]), last_day(case, declared), key))


def units_of(case: Case, name: str) -> list[Case]:
    """Each unit of a register as a case of its own, its fields as facts."""
    fields = case.declared(name).get("fields", {})
    return [Case({"facts": fields}, unit, case.as_of, None) for unit in case.recorded(name)]


def of_register(case: Case, name: str, key: str) -> Fraction:
    """How many units there are (`total`), belong to a group, or what they add up to."""
    declared, recorded = case.declared(name), case.recorded(name)
    if isinstance(recorded, dict):
        return number(recorded[key])
    each = units_of(case, name)
    if key == "total":
        return Fraction(len(each))
    if key in declared.get("groups", {}):
        return Fraction(sum(bool(holds(one, declared["groups"][key]["when"])) for one in each))
    text = declared["sums"][key]["value"]
    return sum((amount(Expression(text, one).value()) or ZERO for one in each), ZERO)


def terms_held(case: Case, name: str, level: str) -> list[tuple[date, date, str]]:
    """First day, last day and end of every naming at a level or above it."""
    declared = case.declared(name)
    rising = list(declared.get("levels", {}))
    found = []
    for one in case.recorded(name):
        if level and rising.index(one["level"]) < rising.index(level):
            continue
        last = NEVER
        if "ended" in one:
            last = one["ended"] - timedelta(days=1)
        elif "until" in one:
            last = one["until"]
        elif "term" in declared:
            last = end_of_term(one["from"], declared["term"])
        found.append((one["from"], last, one.get("how", "")))
    return found


def end_of_term(first: date, length: str) -> date:
    """The last day of a term that begins on a day."""
    many, unit = int(length[:-1]), length[-1]
    if unit == "d":
        return first + timedelta(days=many - 1)
    return later_by(first, many * (12 if unit == "y" else 1)) - timedelta(days=1)


def highest_held(case: Case, name: str) -> Value:
    """The highest level held on the day judged from; of a title without levels, whether it is."""
    rising = list(case.declared(name).get("levels", {}))
    if not rising:
        return bool(of_title(case, name, "held"))
    held = [level for level in rising if of_title(case, name, level)]
    return Grade(("none", *rising)[::-1], held[-1] if held else "none")


def of_title(case: Case, name: str, key: str) -> Value:
    """What `title.part` or `title.level.part` means: one goes back from term to earlier term."""
    level, _, part_ = key.partition(".")
    if level == "revoked":
        lost = [last for _, last, how in terms_held(case, name, "") if how == "revoked"]
        past = [last + timedelta(days=1) for last in lost if last < case.as_of]
        return Fraction(passed(max(past), case.as_of, part_)) if past else HUGE
    if level not in case.declared(name).get("levels", {}):
        level, part_ = "", key
    terms = terms_held(case, name, level)
    until = max((last for first, last, _ in terms if first <= case.as_of <= last), default=None)
    if part_ in {"", "held"}:
        return until is not None
    began, day = NEVER, case.as_of
    while here := [first for first, last, _ in terms if first <= day <= last]:
        began = min(here)
        day = began - timedelta(days=1)
    if part_ == "from":
        return Fraction(began.toordinal())
    if part_ == "until":
        return Fraction(until.toordinal() if until else 0)
    if part_ == "left":
        endless = Fraction(NEVER.toordinal())
        return endless if until == NEVER else Fraction((until - case.as_of).days if until else 0)
    if part_ == "streak":
        return Fraction(sum(began <= first <= case.as_of for first, _, _ in terms))
    return Fraction(passed(began, case.as_of, part_))


def from_outside(case: Case, name: str) -> Fraction | None:
    """A number of others', unless it is too old."""
    found, within = case.facts[name], case.declared(name).get("within")
    if within is not None and found["date"] <= back_from(case.as_of, within):
        return None
    return number(found["value"])


def whole(case: Case, name: str) -> Value:
    """What a fact's bare name means in an expression."""
    kind = case.declared(name)["kind"]
    if kind == "series":
        return part(case, name, "")
    if kind == "external":
        return from_outside(case, name)
    if kind in SHARES:
        found = SHARES[kind](case, name)
        if isinstance(found, Fraction):
            return found
        return {Empty.ZERO: ZERO, Empty.FULL: ONE}.get(found)
    recorded: Raw = case.recorded(name) if name in case.facts else None
    meaning: dict[str, Callable[[], Value]] = {
        "flag": lambda: bool(recorded),
        "choice": lambda: str(recorded),
        "grade": lambda: Grade(tuple(case.declared(name)["levels"]), str(recorded)),
        "checklist": lambda: Fraction(
            sum(bool(recorded[item]) for item in case.declared(name)["items"])
        ),
        "date": lambda: Fraction(day_of(case, name).toordinal()),
        "events": lambda: sum((found.times for found in happenings(case, name)), ZERO),
        "register": lambda: of_register(case, name, "total"),
        "deadline": lambda: Fraction(
            forward(
                day_of(case, case.declared(name)["since"]), case.declared(name)["within"]
            ).toordinal()
        ),
        "schedule": lambda: times_due(case, case.declared(name)),
        "titles": lambda: highest_held(case, name),
    }
    return meaning.get(kind, lambda: number(recorded))()


def part(case: Case, name: str, key: str) -> Value:
    """What `fact.part` means in an expression."""
    kind = case.declared(name)["kind"]
    if kind == "series":
        read = of_series(case, name, key)
        return read if isinstance(read, bool) else read_as(read)
    if kind == "checklist":
        return bool(case.recorded(name)[key])
    if kind == "events" and key in case.declared(name)["classes"]:
        return sum((one.times for one in happenings(case, name) if one.kind == key), ZERO)
    if kind == "events" and key in case.declared(name).get("groups", {}):
        return sum((one.times for one in happenings(case, name) if one.label == key), ZERO)
    if kind in PARTS:
        return PARTS[kind](case, name, key)
    if kind == "survey":
        return read_as(of_survey(case, name, key))
    if kind == "grade":
        return Grade(tuple(case.declared(name)["levels"]), str(case.recorded(name)[key]))
    if kind == "sample":
        found = inspection(case, name)
        return Fraction({"passing": found.passing, "drawn": found.inspected}[key])
    message = f"{name} has no part {key}"
    raise KeyError(message)


PARTS: Mapping[str, Callable[[Case, str, str], Value]] = {
    "date": lambda case, name, key: Fraction(passed(day_of(case, name), case.as_of, key)),
    "register": of_register,
    "elapsed": time_passed,
    "titles": of_title,
}


def look_up(case: Case, name: str) -> Value:
    """The value of `fact` or `fact.part`, or of the day judged from and its year."""
    if name in {"as_of", "year"}:
        return Fraction(case.as_of.toordinal() if name == "as_of" else case.as_of.year)
    if name == "self_score" and name not in case.standard["facts"]:
        return case.own.low if case.own is not None and case.own.known else None
    if name == "applied":
        titles = [one["id"] for one in of_standing(case.standard, "title")]
        return Grade(tuple(reversed(titles)), case.facts["applied"])
    fact, _, key = name.partition(".")
    return part(case, fact, key) if key else whole(case, fact)


# ---------------------------------------------------------------- expressions


TOKEN = re.compile(
    r"""\s*(?:(?P<date>\d{4}-\d\d-\d\d)
        | (?P<number>\d+(?:\.\d+)?[%‰]?)
        | (?P<text>'[^']*')
        | (?P<name>[^\W\d]\w*(?:\.\w+)*)
        | (?P<sign>>=|<=|==|!=|[-+*/()<>,\[\]]))""",
    re.VERBOSE,
)
WORDS = frozenset({"and", "or", "not", "in", "if"})
ORDER: Mapping[str, Callable[[Any, Any], bool]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
    "==": operator.eq,
    "!=": operator.ne,
}
FUNCTIONS: Mapping[str, Callable[[list[Fraction]], Fraction]] = {
    "min": min,
    "max": max,
    "ceil": lambda given: Fraction(math.ceil(given[0])),
    "floor": lambda given: Fraction(math.floor(given[0])),
}


def tokens(text: str) -> list[tuple[str, str]]:
    """Split an expression into (kind, text) pairs."""
    found, at = [], 0
    text = text.rstrip()
    while at < len(text):
        match = TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            message = f"cannot read {text!r} from {at}"
            raise ValueError(message)
        kind = match.lastgroup
        if kind == "name" and match[kind] in {*WORDS, *FUNCTIONS}:
            kind = "sign"
        found.append((kind, match[match.lastgroup]))
        at = match.end()
    return found


def names(text: str) -> set[str]:
    """The facts an expression speaks of."""
    found = {word.partition(".")[0] for kind, word in tokens(text) if kind == "name"}
    return found - {"as_of", "year", "applied"}


def both(left: bool | None, right: bool | None) -> bool | None:  # noqa: FBT001
    """And, with None for unknown."""
    if left is False or right is False:
        return False
    return None if left is None or right is None else True


def negated(value: bool | None) -> bool | None:  # noqa: FBT001
    """Not, with None for unknown."""
    return None if value is None else not value


def either(left: bool | None, right: bool | None) -> bool | None:  # noqa: FBT001
    """Or, with None for unknown."""
    return negated(both(negated(left), negated(right)))


def truth(value: Value) -> bool | None:
    """A value that must be true, false or unknown."""
    if value is None or isinstance(value, bool):
        return value
    message = f"not a condition: {value!r}"
    raise TypeError(message)


def amount(value: Value) -> Fraction | None:
    """A value that must be a number or unknown."""
    if value is None or isinstance(value, Fraction):
        return value
    message = f"not a number: {value!r}"
    raise TypeError(message)


def compared(sign: str, left: Value, right: Value) -> bool | None:
    """Compare two values; a better grade is a greater one."""
    if left is None or right is None:
        return None
    if isinstance(left, Grade) and isinstance(right, str):
        return ORDER[sign](left.rank, Grade(left.levels, right).rank)
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return ORDER[sign](left, right)
    if isinstance(left, str) and isinstance(right, str) and sign in {"==", "!="}:
        return ORDER[sign](left, right)
    message = f"cannot compare {left!r} {sign} {right!r}"
    raise TypeError(message)


def calculated(sign: str, left: Fraction | None, right: Fraction | None) -> Fraction | None:
    """Add, subtract, multiply, divide; by zero is unknown."""
    if left is None or right is None or (sign == "/" and not right):
        return None
    result: Fraction = {
        "+": operator.add,
        "-": operator.sub,
        "*": operator.mul,
        "/": operator.truediv,
    }[sign](left, right)
    return result


class Expression:
    """One expression, evaluated while it is read: or, and, not, comparison, +, ×, atom."""

    def __init__(self, text: str, case: Case) -> None:
        """Prepare to evaluate `text` on the facts of `case`."""
        self._text, self._case = text, case
        self._left = [*tokens(text), ("end", "")]

    def value(self) -> Value:
        """The value of the whole text."""
        found = self._any_of()
        self._take("")
        return found

    def _peek(self) -> str:
        return self._left[0][1] if self._left[0][0] in {"sign", "end"} else " "

    def _take(self, wanted: str) -> None:
        if self._peek() != wanted:
            message = f"{self._text!r}: {wanted!r} wanted at {self._left[0]}"
            raise ValueError(message)
        self._left.pop(0)

    def _any_of(self) -> Value:
        found = self._all_of()
        while self._peek() == "or":
            self._take("or")
            found = either(truth(found), truth(self._all_of()))
        return found

    def _all_of(self) -> Value:
        found = self._not()
        while self._peek() == "and":
            self._take("and")
            found = both(truth(found), truth(self._not()))
        return found

    def _not(self) -> Value:
        if self._peek() == "not":
            self._take("not")
            return negated(truth(self._not()))
        return self._comparison()

    def _comparison(self) -> Value:
        left, sign = self._sum(), self._peek()
        if sign == "in":
            self._take("in")
            equal = [compared("==", left, one) for one in self._listed("[", "]")]
            found: bool | None = False
            for one in equal:
                found = either(found, one)
            return found
        if sign in ORDER:
            self._take(sign)
            return compared(sign, left, self._sum())
        return left

    def _listed(self, first: str, last: str) -> list[Value]:
        self._take(first)
        found = [self._sum()]
        while self._peek() == ",":
            self._take(",")
            found.append(self._sum())
        self._take(last)
        return found

    def _sum(self) -> Value:
        found = self._product()
        while (sign := self._peek()) in {"+", "-"}:
            self._take(sign)
            found = calculated(sign, amount(found), amount(self._product()))
        return found

    def _product(self) -> Value:
        found = self._atom()
        while (sign := self._peek()) in {"*", "/"}:
            self._take(sign)
            found = calculated(sign, amount(found), amount(self._atom()))
        return found

    def _atom(self) -> Value:
        kind, word = self._left[0]
        if kind == "sign" and word == "(":
            self._take("(")
            found = self._any_of()
            self._take(")")
            return found
        if kind == "sign" and word == "-":
            self._take("-")
            return calculated("-", ZERO, amount(self._atom()))
        if kind == "sign" and word == "if":
            return self._choice()
        if kind == "sign" and word in FUNCTIONS:
            return self._call(word)
        self._left.pop(0)
        if kind == "number":
            return number(word)
        if kind == "date":
            return Fraction(date.fromisoformat(word).toordinal())
        if kind == "text":
            return word[1:-1]
        if kind == "name":
            return look_up(self._case, word)
        message = f"{self._text!r}: a value wanted at {word!r}"
        raise ValueError(message)

    def _choice(self) -> Value:
        """The first number if the condition holds, else the second."""
        self._take("if")
        self._take("(")
        held = truth(self._any_of())
        self._take(",")
        first = amount(self._sum())
        self._take(",")
        second = amount(self._sum())
        self._take(")")
        if held is None:
            return first if first == second else None
        return first if held else second

    def _call(self, function: str) -> Value:
        self._take(function)
        given = [amount(one) for one in self._listed("(", ")")]
        known = [one for one in given if one is not None]
        return FUNCTIONS[function](known) if len(known) == len(given) else None


def holds(case: Case, text: str) -> bool | None:
    """Whether a condition holds; None where the facts leave it unknown."""
    return truth(Expression(text, case).value())


# ---------------------------------------------------------------- mechanisms


def all_of(case: Case, conditions: list[str], full: Fraction) -> Span:
    """Full if every condition holds, else nothing."""
    met: bool | None = True
    for condition in conditions:
        met = both(met, holds(case, condition))
    return Span(full if met else ZERO, ZERO if met is False else full)


def of_part(case: Case, one: Table, full: Fraction) -> Span:
    """An entry: points for its condition, or what its own mechanism gives."""
    worth = number(one.get("points", full))
    if not one.keys() & MECHANISMS.keys():
        met = holds(case, one["when"])
        return Span(worth if met else ZERO, ZERO if met is False else worth)
    return earned(case, one, worth)


def parts(case: Case, table: list[Table], full: Fraction) -> Span:
    """Each part adds its points; one that does not apply is met, or leaves the sum."""
    verdicts = [holds(case, one["applies_if"]) if "applies_if" in one else True for one in table]
    choices = [(True, False) if one is None else (one,) for one in verdicts]
    found: list[Span] = []
    for applies in itertools.product(*choices):
        inside, base = [], ZERO
        for one, is_in in zip(table, applies, strict=True):
            worth = number(one.get("points", full))
            if is_in or one["otherwise"] == "met":
                inside.append(of_part(case, one, full) if is_in else exactly(worth))
                base += worth
        points, scale = total_of(inside), full / base
        found.append(points.each(lambda each, scale=scale: each * scale))  # type: ignore[misc]
    return Span(min(one.low for one in found), max(one.high for one in found))


def best_of(case: Case, table: list[Table], full: Fraction) -> Span:
    """The entry that gives most."""
    spans = [of_part(case, one, full) for one in table]
    return Span(max(one.low for one in spans), max(one.high for one in spans))


def first_of(case: Case, table: list[Table], full: Fraction) -> Span:
    """The first entry whose condition holds; one without a condition always does."""
    found: Span | None = None
    for one in table:
        held = holds(case, one["when"]) if "when" in one else True
        if held is False:
            continue
        bare = {key: value for key, value in one.items() if key != "when"}
        worth = number(one.get("points", full))
        span = of_part(case, bare, full) if bare.keys() & MECHANISMS.keys() else exactly(worth)
        found = span if found is None else found.or_else(span)
        if held:
            return found
    return exactly(0) if found is None else found.or_else(exactly(0))


def unsettled(case: Case, table: list[Table], full: Fraction) -> Span:
    """Anything from the reading that gives least to the one that gives most."""
    spans = [of_part(case, one, full) for one in table]
    return Span(min(one.low for one in spans), max(one.high for one in spans))


def checklist(case: Case, table: Table, _full: Fraction) -> Span:
    """A table by how many conditions or items are met, or so much for each."""
    of = table["of"]
    if isinstance(of, str):
        of = [f"{of}.{item}" for item in case.declared(of)["items"]]
    met = [holds(case, condition) for condition in of]
    sure, open_ = met.count(True), met.count(None)
    if "each" in table:
        each = number(table["each"])
        return Span(each * sure, each * (sure + open_))
    worth = [number(one) for one in table["points"]][sure : sure + open_ + 1]
    return Span(min(worth), max(worth))


def graded(case: Case, table: Table, full: Fraction) -> Span:
    """A grade or choice is worth a share of the full points, or points; or each facet is."""
    recorded = case.recorded(table["value"])
    if "points" in table:
        return exactly(number(table["points"][recorded]))
    worth = table.get("worth") or case.declared(table["value"])["worth"]
    if "shares" in table:
        points = {f: number(m) * number(worth[recorded[f]]) for f, m in table["shares"].items()}
        return total_of(
            proven(exactly(one), case.facets.get(f, "admitted")) for f, one in points.items()
        )
    return exactly(full * number(worth[recorded]))


def above_lower(value: Fraction, band: Table) -> bool:
    """Whether a value keeps the lower end of a band, if it gives one."""
    if "from" in band:
        return value >= number(band["from"])
    return "above" not in band or value > number(band["above"])


def below_upper(value: Fraction, band: Table) -> bool:
    """Whether a value keeps the upper end of a band, if it gives one."""
    if "upto" in band:
        return value <= number(band["upto"])
    return "below" not in band or value < number(band["below"])


def place(band: Table) -> tuple[Fraction, bool, bool]:
    """Where a band stands among the others: by its lower end, else by its upper."""
    lower = band.get("from", band.get("above"))
    upper = band.get("upto", band.get("below"))
    end = number(upper if lower is None else lower)
    return end, lower is not None, "above" in band or (lower is None and "upto" in band)


def band_of(value: Fraction, bands: Sequence[Table]) -> Table | None:
    """The band a value lies in: an open one reaches up to the next, down to the one before."""
    rising = sorted(bands, key=place)
    for before, band, after in zip([None, *rising], rising, [*rising[1:], None], strict=False):
        if not (above_lower(value, band) and below_upper(value, band)):
            continue
        open_above = not band.keys() & {"upto", "below"}
        open_below = not band.keys() & {"from", "above"}
        if open_above and after is not None and above_lower(value, after):
            continue
        if open_below and before is not None and below_upper(value, before):
            continue
        return band
    return None


def banded(case: Case, table: Table, _full: Fraction) -> Span:
    """The points of the band the value lies in."""
    band = band_of(measured(case, table["value"]), table["bands"])
    return exactly(number(table.get("otherwise", 0) if band is None else band["points"]))


def stepped(case: Case, table: Table, full: Fraction) -> Span:
    """Full points less so much for each step short of the target."""
    value = measured(case, table["value"])
    if "below" in table:
        shortfall = number(table["below"]) - value
    else:
        shortfall = value - number(table["above"])
    steps = max(ZERO, shortfall) / number(table["step"])
    started = table["started"]
    if started == "free":
        steps = Fraction(math.floor(steps))
    elif started == "full":
        steps = Fraction(math.ceil(steps))
    return exactly(max(full - steps * number(table["each"]), number(table["floor"])))


def proportional(case: Case, table: Table, full: Fraction) -> Span:
    """Linear from nothing at `from` to full at `to`."""
    start, end = number(table.get("from", 0)), number(table["to"])
    reached = (measured(case, table["value"]) - start) / (end - start)
    return exactly(full * min(ONE, max(ZERO, reached)))


def counted(case: Case, table: Table, full: Fraction) -> Span:
    """So much for each unit, up to the cap."""
    each = table["each"]
    if "of" in table:
        worth = {kind: number(one) for kind, one in each.items()}
        found = sum((worth[one.label] * one.times for one in happenings(case, table["of"])), ZERO)
    elif isinstance(each, dict):
        found = sum((number(one) * measured(case, fact) for fact, one in each.items()), ZERO)
    else:
        found = number(each) * measured(case, table["value"])
    return exactly(max(ZERO, min(found, number(table.get("cap", full)))))


def ledger(case: Case, table: Table, _full: Fraction) -> Span:
    """The start and what every entry adds, between the floor and the ceiling."""
    found = number(table["start"])
    for one in happenings(case, table["of"]):
        found += number(table["each"][one.label]) * one.times
    return exactly(max(number(table["floor"]), min(found, number(table["ceiling"]))))


def loss_by_events(case: Case, table: Table) -> Span:
    """What the events cost: an amount per class, a judged one, or a range not yet judged."""
    loss = exactly(0)
    for one in happenings(case, table["of"]):
        cost = table["each"][one.label] if isinstance(table["each"], dict) else table["each"]
        if not isinstance(cost, dict):
            span = exactly(number(cost))
        elif one.deduct is not None:
            span = exactly(one.deduct)
        else:
            span = Span(number(cost["from"]), number(cost["to"]))
        loss += Span(span.low * one.times, span.high * one.times)
    return loss


def loss_by_number(case: Case, table: Table) -> Span:
    """What a number costs: by the band it falls in, or so much for each block; capped."""
    if "bands" in table:
        most = max(number(band["points"]) for band in table["bands"])
        left = [{**band, "points": most - number(band["points"])} for band in table["bands"]]
        made = {"banded": {"value": table["value"], "bands": left, "otherwise": most}}
        kept = earned(case, made, most)
        loss = Span(most - kept.high, most - kept.low)
    else:
        blocks = max(ZERO, measured(case, table["value"])) / number(table.get("per", 1))
        whole = {"free": math.floor, "full": math.ceil}.get(table.get("started", ""), Fraction)
        loss = exactly(Fraction(whole(blocks)) * number(table["each"]))
    cap = number(table["cap"]) if "cap" in table else None
    return loss if cap is None else loss.each(lambda lost: min(lost, cap))


def deduction(case: Case, table: Table, full: Fraction) -> Span:
    """Full points less the losses, at most `cap`, never below the floor."""
    loss = loss_by_events(case, table) if "of" in table else exactly(0)
    for fault in table.get("faults", []):
        there, cost = holds(case, fault["when"]), number(fault["points"])
        loss += Span(cost if there else ZERO, ZERO if there is False else cost)
    loss += total_of(loss_by_number(case, one) for one in table.get("losses", []))
    if "cap" in table:
        cap = number(table["cap"])
        loss = loss.each(lambda lost: min(lost, cap))
    floor = floor_of(case, table, full)
    return Span(max(floor, full - loss.high), max(floor, full - loss.low))


def floor_of(case: Case, table: Table, full: Fraction) -> Fraction:
    """The least points; what goes on in the section stops where all of it is lost."""
    if table["floor"] != "section":
        return number(table["floor"])
    assert case.spill is not None
    return case.spill + full


def spill_of(standard: Table, criterion: Table) -> Fraction | None:
    """The floor of the section around a criterion less its full points."""
    for section in reversed(surroundings(standard, criterion["id"])):
        if "floor" in section:
            return number(section["floor"]) - full_of_section(section)
        if "weight" in section:
            return None
    return None


def sampled(case: Case, table: Table, full: Fraction) -> Span:
    """Points from the units that passed or failed."""
    found, by = inspection(case, table["of"]), table["by"]
    if by == "passing":
        return exactly(number(table["points"][found.draw - found.failing]))
    if by == "failing":
        left = full - found.failing * number(table["each"])
        return exactly(max(left, floor_of(case, table, full)))
    if by == "all":
        return exactly(ZERO if found.failing else full)
    return exactly(full * found.passing / found.inspected)


def judged(case: Case, table: Table, _full: Fraction) -> Span:
    """The score a person gave."""
    return exactly(number(case.recorded(table["value"])))


def ranked(case: Case, table: Table, _full: Fraction) -> Span:
    """Points by rank."""
    measured(case, table["value"])
    (name,) = (one["id"] for one in all_criteria(case.standard) if one.get("ranked") is table)
    return Span(*of_rank(table, f"ranked:{name}", case.supplied))


def not_known(_case: Case, _reason: str, full: Fraction) -> Span:
    """Anything from nothing to all."""
    return Span(ZERO, full)


MECHANISMS: Mapping[str, Callable[[Case, Any, Fraction], Span]] = {
    "all_of": all_of,
    "parts": parts,
    "best_of": best_of,
    "first_of": first_of,
    "unsettled": unsettled,
    "checklist": checklist,
    "graded": graded,
    "banded": banded,
    "stepped": stepped,
    "proportional": proportional,
    "counted": counted,
    "deduction": deduction,
    "ledger": ledger,
    "sampled": sampled,
    "judged": judged,
    "ranked": ranked,
    "not_known": not_known,
}


def mechanism_of(criterion: Table) -> tuple[str, Raw]:
    """The one mechanism of a criterion and its table."""
    (name,) = criterion.keys() & MECHANISMS.keys()
    return name, criterion[name]


def measured(case: Case, name: str) -> Fraction:
    """The number a mechanism looks at: a fact, a part of one, or an expression."""
    found = Expression(name, case).value()
    if isinstance(found, bool):
        return Fraction(int(found))
    value = amount(found)
    if value is None:
        if case.supposed is None:
            raise UnknownError(name)
        return case.supposed
    return value


def emptiness(case: Case, criterion: Table) -> Empty | None:
    """What stands in for the share a mechanism rests on, if it cannot be computed."""
    name, table = mechanism_of(criterion)
    if name in {"parts", "best_of", "first_of", "unsettled"}:
        inner = [one for one in table if one.keys() & MECHANISMS.keys()]
        lapsed = all(emptiness(case, one) is Empty.NOT_APPLICABLE for one in inner)
        return Empty.NOT_APPLICABLE if lapsed and len(inner) == len(table) else None
    base = table.get("value", table.get("of")) if isinstance(table, dict) else None
    if not isinstance(base, str) or base.partition(".")[0] not in case.standard["facts"]:
        return None
    base, _, key = base.partition(".")
    kind = case.declared(base)["kind"]
    if kind == "series":
        read = of_series(case, base, key)
        return read if isinstance(read, Empty) else None
    if kind == "survey" and key:
        answered = of_survey(case, base, key)
        return answered if isinstance(answered, Empty) else None
    if key:
        return None
    found = SHARES[kind](case, base) if kind in SHARES else ONE
    return found if isinstance(found, Empty) else None


def full_of(case: Case, criterion: Table) -> Fraction:
    """The full points; a control or veto criterion has none and counts as the best it can be."""
    if "full" in criterion:
        return number(criterion["full"])
    name, table = mechanism_of(criterion)
    if name == "judged":
        declared = case.declared(table["value"])
        return max(number(one) for one in declared.get("only", declared.get("range")))
    if name == "parts":
        return sum((number(one["points"]) for one in table), ZERO)
    if name in {"best_of", "first_of", "unsettled"}:
        return max(number(one.get("points", 1)) for one in table)
    if name == "banded":
        return max(number(one["points"]) for one in table["bands"])
    if isinstance(table, dict) and "points" in table:
        found = table["points"]
        return max(number(one) for one in (found.values() if isinstance(found, dict) else found))
    return ONE


def anything(table: Table) -> Iterator[Fraction]:
    """What a number may be of which nothing is known: very little, very much, around each end."""
    yield from (-HUGE, HUGE)
    for band in table.get("bands", ()):
        for end in (number(one) for key, one in band.items() if key != "points"):
            yield from (end - 1 / HUGE, end, end + 1 / HUGE)


def earned(case: Case, criterion: Table, full: Fraction) -> Span:
    """The mechanism's points."""
    empty = emptiness(case, criterion)
    if empty is None:
        name, table = mechanism_of(criterion)
        try:
            return MECHANISMS[name](case, table, full)
        except UnknownError:
            tried = [replace(case, supposed=one) for one in anything(table)]
            spans = [MECHANISMS[name](one, table, full) for one in tried]
            return Span(min(one.low for one in spans), max(one.high for one in spans))
    return Span(full if empty is Empty.FULL else ZERO, ZERO if empty is Empty.ZERO else full)


# ---------------------------------------------------------------- around a criterion


def no_more_than_zero(points: Fraction) -> Fraction:
    """What is left of points that are not given: a loss stays a loss."""
    return min(points, ZERO)


def guarded(points: Span, held: bool | None) -> Span:  # noqa: FBT001
    """Nothing where the guard fails."""
    failed = points.each(no_more_than_zero)
    if held is None:
        return points.or_else(failed)
    return points if held else failed


def proven(points: Span, admission: str) -> Span:
    """What the evidence leaves of the points: admitted, unproven or zero."""
    nothing = points.each(no_more_than_zero)
    return {"admitted": points, "unproven": Span(nothing.low, points.high), "zero": nothing}[
        admission
    ]


@dataclass(frozen=True)
class Finding:
    """What became of one criterion.

    `points` are those of record, rounded if the standard rounds at the criterion; `applied` is what
    they are if the criterion applies, for one of which that is not known. `applies` and `exempt`
    are None where the facts leave it unknown. A criterion that is not applicable has no points of
    its own under "rescale".
    """

    id: str
    role: str
    full: Fraction
    points: Span
    applied: Span
    applies: bool | None
    exempt: bool | None
    leaves: bool = False

    @property
    def outcome(self) -> str:
        """One word for it; "unproven" wherever lowest and highest differ."""
        if self.applies is False:
            return "not_applicable"
        if self.exempt:
            return "exempt"
        if not self.points.known:
            return "unproven"
        if self.points.low >= self.full:  # rounding may have gone beyond it
            return "met"
        return "partly_met" if self.points.low > 0 else "not_met"

    @property
    def met(self) -> bool | None:
        """Whether a tier that asks for it is content; None where that is open."""
        if self.applies is False or self.applied.low == self.full:
            return True
        return False if self.applies and self.points.high < self.full else None


def applies_to(case: Case, criterion: Table) -> bool | None:
    """Whether the criterion applies to this community."""
    if emptiness(case, criterion) is Empty.NOT_APPLICABLE:
        return False
    return holds(case, criterion["applies_if"]) if "applies_if" in criterion else True


def applied_points(case: Case, criterion: Table, admission: str) -> Span:
    """Points if the criterion applies: exempt first, then guard, mechanism, evidence."""
    full = full_of(case, criterion)
    exempt = holds(case, criterion["exempt_if"]) if "exempt_if" in criterion else False
    if exempt:
        return exactly(full)
    guard = holds(case, criterion["guard"]) if "guard" in criterion else True
    case = replace(case, spill=spill_of(case.standard, criterion))
    points = proven(guarded(earned(case, criterion, full), guard), admission)
    return points if exempt is False else points.or_else(exactly(full))


def finding(case: Case, criterion: Table, admission: str) -> Finding:
    """Judge one criterion."""
    scoring, full = case.standard["scoring"], full_of(case, criterion)
    applies = False if admission == "not_applicable" else applies_to(case, criterion)
    treatment = treatment_of(case.standard, criterion)
    instead = instead_of(treatment, full)
    applied = applied_points(case, criterion, admission) if applies is not False else instead
    exempt = holds(case, criterion["exempt_if"]) if "exempt_if" in criterion else False
    if scoring["at"] == "criterion":
        applied = of_record(scoring, applied)
        instead = of_record(scoring, instead)
    points = applied if applies is not None else applied.or_else(instead)
    role = criterion.get("role", "scored")
    leaves = treatment == "rescale"
    return Finding(criterion["id"], role, full, points, applied, applies, exempt, leaves)


def of_record(scoring: Table, span: Span) -> Span:
    """Rounded as the standard declares."""
    return span.each(lambda one: rounded(one, scoring["decimals"], scoring["mode"]))


def treatment_of(standard: Table, criterion: Table) -> Raw:
    """What becomes of a criterion that does not apply: the nearest declaration."""
    around = surroundings(standard, criterion["id"])
    places = [criterion, *reversed(around), standard["scoring"]]
    if criterion.get("role") == "bonus":
        own = criterion.get("not_applicable", "zero")
        return "zero" if own == "rescale" else own
    return next((one["not_applicable"] for one in places if "not_applicable" in one), None)


def instead_of(treatment: Raw, full: Fraction) -> Span:
    """What it is given: all, nothing, a share, or what others have on average."""
    if treatment == "mean":
        return Span(ZERO, full)
    shares: dict[Raw, Fraction] = {"full": ONE, "zero": ZERO, "rescale": ZERO, None: ZERO}
    share = shares[treatment] if treatment in shares else number(treatment)
    return exactly(full * share)


def surroundings(standard: Table, name: str) -> list[Table]:
    """The sections a criterion stands in, the outermost first."""

    def found(sections: list[Table]) -> list[Table]:
        for section in sections:
            if any(one["id"] == name for one in section.get("criterion", [])):
                return [section]
            if inner := found(section.get("section", [])):
                return [section, *inner]
        return []

    return found(standard["section"])


# ---------------------------------------------------------------- sections and total


def criteria_of(section: Table) -> Iterator[Table]:
    """All criteria of a section and of the sections in it."""
    yield from section.get("criterion", [])
    for inner in section.get("section", []):
        yield from criteria_of(inner)


def all_criteria(standard: Table) -> Iterator[Table]:
    """All criteria of a standard, in the order of the text."""
    for section in standard["section"]:
        yield from criteria_of(section)


def is_scored(section: Table) -> bool:
    """Whether it holds a scored criterion."""
    return any(one.get("role", "scored") == "scored" for one in criteria_of(section))


def weighted(sections: Iterable[Table]) -> list[Table]:
    """Those that have a weight."""
    return [one for one in sections if "weight" in one and is_scored(one)]


def full_of_section(section: Table) -> Fraction:
    """Full points: of its criteria together or, where its sections have weights, as declared."""
    inner = section.get("section", [])
    if weighted(inner):
        return number(section["full"])
    own = [one for one in section.get("criterion", []) if one.get("role", "scored") == "scored"]
    return sum((number(one["full"]) for one in own), ZERO) + sum(map(full_of_section, inner), ZERO)


def dissolved(section: Table) -> tuple[list[Table], list[Table]]:
    """Scored criteria that add up in a section directly, and sections with sums of their own."""
    own = [one for one in section.get("criterion", []) if one.get("role", "scored") == "scored"]
    apart: list[Table] = []
    for inner in section.get("section", []):
        if "floor" in inner or weighted(inner.get("section", [])):
            apart.append(inner)
        else:
            criteria, further = dissolved(inner)
            own, apart = own + criteria, apart + further
    return own, apart


def brought_up(found: list[Finding]) -> Span:
    """The points of criteria of which some may leave, the rest then counting for all."""
    full = sum((one.full for one in found), ZERO)
    leaving = [one for one in found if one.leaves]
    choices = [[True, False] if one.applies is None else [bool(one.applies)] for one in leaving]
    readings = []
    for chosen in itertools.product(*choices):
        out = {one.id for one, stays in zip(leaving, chosen, strict=True) if not stays}
        present = [one for one in found if one.id not in out]
        left = sum((one.full for one in present), ZERO)
        points = total_of(one.applied if one.leaves else one.points for one in present)
        readings.append(times(points, full / left) if out else points)
    return Span(min(one.low for one in readings), max(one.high for one in readings))


def section_points(section: Table, findings: Mapping[str, Finding]) -> Span:
    """A section's points before rounding: added, brought up, weighted, not below its floor."""
    inner = weighted(section.get("section", []))
    if inner:
        points = by_weight(inner, full_of_section(section), findings)
    else:
        own, apart = dissolved(section)
        points = brought_up([findings[one["id"]] for one in own]) if own else exactly(0)
        points += total_of(section_points(one, findings) for one in apart)
    least = number(section["floor"]) if "floor" in section else None
    return points if least is None else points.each(lambda one: max(one, least))


def by_weight(sections: list[Table], full: Fraction, findings: Mapping[str, Finding]) -> Span:
    """Full × weight × points ÷ full points, of each section."""
    return total_of(
        times(section_points(one, findings), full * number(one["weight"]) / full_of_section(one))
        for one in sections
    )


def either_of(choice: str) -> list[Fraction]:
    """The two numbers `if(…, 1, 0.93)` chooses between."""
    return [number(one.strip(" )")) for one in choice.rsplit(",", 2)[1:]]


def times_either(points: Span, factors: list[Fraction]) -> Span:
    """Points times one of several factors, whichever it is."""
    found = [times(points, factor) for factor in factors]
    return Span(min(one.low for one in found), max(one.high for one in found))


def times(points: Span, factor: Fraction) -> Span:
    """Points times a factor above zero."""
    return points.each(lambda one: one * factor)


@dataclass(frozen=True)
class Sums:
    """Points put together.

    `exact` is the sum of the sections before any rounding at the total, `total` after it.
    The bonus is capped; `for_tiers` is what a tier's total is compared with.
    """

    sections: dict[str, Span]
    fulls: dict[str, Fraction]
    exact: Span
    total: Span
    bonus: Span
    for_tiers: Span


def put_together(case: Case, findings: Mapping[str, Finding]) -> Sums:
    """Add criteria up to sections, sections to the total."""
    standard, scoring = case.standard, case.standard["scoring"]
    sections = {one["id"]: section_points(one, findings) for one in standard["section"]}
    if scoring["at"] != "total":
        sections = {name: of_record(scoring, one) for name, one in sections.items()}
    fulls = {one["id"]: full_of_section(one) for one in standard["section"]}
    tops = weighted(standard["section"])
    exact = total_of(sections.values())
    if tops:
        whole = number(standard["standard"]["full"])
        exact = total_of(
            times(sections[one["id"]], whole * number(one["weight"]) / fulls[one["id"]])
            for one in tops
        )
    if "floor" in scoring:
        exact = exact.each(lambda one: max(one, number(scoring["floor"])))
    bonus = bonus_points(standard, findings)
    for one in standard.get("adjustment", []):
        exact, bonus = adjusted(case, one, findings, exact, bonus)
    adjusts = "adjustment" in standard
    late = scoring["at"] == "total"
    compared_with = exact + bonus if scoring.get("bonus", {}).get("counts") else exact
    return Sums(
        sections=sections,
        fulls=fulls,
        exact=exact,
        total=of_record(scoring, exact) if late or tops or adjusts else exact,
        bonus=of_record(scoring, bonus) if late or adjusts else bonus,
        for_tiers=of_record(scoring, compared_with)
        if scoring["compare"] == "rounded"
        else compared_with,
    )


def adjusted(
    case: Case, one: Table, findings: Mapping[str, Finding], total: Span, bonus: Span
) -> tuple[Span, Span]:
    """Total and bonus after an adjustment: times a factor, or with all losses but the largest."""
    if "times" in one:
        factor = amount(Expression(one["times"], case).value())
        factors = [factor] if factor is not None else either_of(one["times"])
        of = one.get("of", "base")
        return (
            total if of == "bonus" else times_either(total, factors),
            bonus if of == "base" else times_either(bonus, factors),
        )
    named = [findings[name] for name in one["largest_loss"]]
    lows = [one.full - one.points.low for one in named]
    highs = [one.full - one.points.high for one in named]
    back = Span(sum(lows, ZERO) - max(lows), sum(highs, ZERO) - max(highs))
    return total + back, bonus


def bonus_points(standard: Table, findings: Mapping[str, Finding]) -> Span:
    """The bonus, capped section by section and in all, and rounded as a section is."""
    scoring = standard["scoring"]

    def within(section: Table) -> Span:
        own = [findings[one["id"]] for one in section.get("criterion", [])]
        points = total_of(one.points for one in own if one.role == "bonus")
        points += total_of(map(within, section.get("section", [])))
        if "cap" not in section:
            return points
        return points.each(lambda one: min(one, number(section["cap"])))

    bonus = total_of(map(within, standard["section"]))
    if "bonus" not in scoring:
        return bonus
    cap = number(scoring["bonus"]["cap"])
    bonus = bonus.each(lambda one: min(one, cap))
    return of_record(scoring, bonus) if scoring["at"] == "section" else bonus


# ---------------------------------------------------------------- vetoes and tiers


def veto_status(case: Case, veto: Table, admission: str) -> str:
    """clear, triggered or unknown: without its certificate nothing is clear."""
    when = holds(case, veto["when"])
    if when:
        return "triggered"
    if when is None or ("certificate" in veto and admission != "admitted"):
        return "unknown"
    return "clear"


CONTENT = {True: "reached", None: "possible", False: "out_of_reach"}
AS_VETO = {True: "clear", None: "unknown", False: "triggered"}
AS_CONDITION = {"clear": "reached", "unknown": "possible", "triggered": "out_of_reach"}


def reaches(points: Span, need: Fraction) -> str:
    """Whether a number reaches what is needed."""
    if points.low >= need:
        return "reached"
    return "possible" if points.high >= need else "out_of_reach"


def asked_of_sections(tier: Table, sums: Sums) -> Iterator[tuple[str, Fraction]]:
    """Which section must have how many points."""
    scored = {name: full for name, full in sums.fulls.items() if full}
    if "each_section" in tier:
        yield from ((name, full * number(tier["each_section"])) for name, full in scored.items())
    for name, need in tier.get("sections", {}).items():
        share = isinstance(need, str)
        yield name, number(need) * (scored[name] if share else ONE)


def conditions(tier: Table, scored: Scored) -> list[tuple[str, str]]:
    """Everything a tier asks for, each with its status."""
    sums, found = scored.sums, []
    if "total" in tier:
        found.append(("total", reaches(sums.for_tiers, number(tier["total"]))))
    for name, need in asked_of_sections(tier, sums):
        found.append((f"section {name}", reaches(sums.sections[name], need)))
    for name, need in asked_of_criteria(tier, scored):
        found.append((f"criterion {name}", CONTENT[is_content(scored.criteria[name], need)]))
    found += [(text, CONTENT[holds(scored.case, text)]) for text in tier.get("all_of", [])]
    for key, asked in FIELD.items():
        if key in tier:
            name = f"{key}:{tier['id']}"
            found.append((name, asked(tier[key], name, scored.case.supplied)))
    return found


FIELD = {"quota": of_quota, "top": of_top, "children": of_children}


def asked_of_criteria(tier: Table, scored: Scored) -> Iterator[tuple[str, Raw]]:
    """Which criterion must come to what: by id, by tag, or every scored one."""
    tagged = {one["id"]: one.get("tags", []) for one in all_criteria(scored.standard)}
    for key, need in tier.get("criteria", {}).items():
        for name, one in scored.criteria.items():
            is_meant = {"*": one.role == "scored", "#": key[1:] in tagged[name]}
            if is_meant.get(key[0], name == key):
                yield name, need


def is_content(one: Finding, need: Raw) -> bool | None:
    """Whether a criterion comes to what is asked; what does not apply always does."""
    if need == "met":
        return one.met
    if one.applies is False:
        return True
    if need == "inspected":
        return both(one.met, negated(one.exempt))

    def asked(points: Fraction) -> bool:
        if need == "above_zero":
            return points > 0
        return points >= number(need) * (one.full if isinstance(need, str) else ONE)

    if asked(one.applied.low):
        return True
    return False if one.applies and not asked(one.points.high) else None


def of_the_title(scored: Scored, tier: str) -> Iterator[tuple[str, str]]:
    """That no bar runs, and that nobody applies again for what is held and is not running out."""
    case, title = scored.case, scored.standard.get("title", {})
    name = title.get("history")
    if name is None:
        return
    if "bar" in title:
        many, unit = int(title["bar"][:-1]), title["bar"][-1]
        part_ = {"d": "days", "m": "months", "y": "years"}[unit]
        past = amount(of_title(case, name, f"revoked.{part_}")) or ZERO
        yield "bar", "reached" if past >= many else "out_of_reach"
    levels = {said: key for key, said in case.declared(name).get("levels", {}).items()}
    holders = title.get("holders", "any")
    level = "held" if holders == "excluded" else levels.get(tier) if holders == "may_rise" else None
    if level is None:
        return
    is_free = not of_title(case, name, level)
    if "renew" in title and not is_free:
        stem = "" if level == "held" else f"{level}."
        until = date.fromordinal(int(amount(of_title(case, name, f"{stem}until")) or 1))
        is_free = until != NEVER and back_from(until, title["renew"]) <= case.as_of
    yield "holder", "reached" if is_free else "out_of_reach"


def shared_conditions(scored: Scored) -> list[tuple[str, str]]:
    """What binds every title: controls, gates, vetoes that rule every tier out."""
    controls = [one for one in scored.criteria.values() if one.role == "control"]
    found = [(f"control {one.id}", CONTENT[one.met]) for one in controls]
    found += [(f"gate {name}", AS_GATE[one]) for name, one in scored.gates.items()]
    absolute = {
        name: s for name, s in scored.vetoes.items() if effect_of(scored, name) == "no_tier"
    }
    return found + [(f"veto {name}", AS_CONDITION[one]) for name, one in absolute.items()]


AS_GATE = {"open": "reached", "unknown": "possible", "shut": "out_of_reach"}


def gate_status(case: Case, gate: Table, admission: str) -> str:
    """open, shut or unknown: without its certificate no gate is open."""
    needs = [holds(case, text) for text in gate["needs"]]
    if False in needs:
        return "shut"
    return "open" if all(needs) and admission == "admitted" else "unknown"


def effect_of(scored: Scored, name: str) -> Raw:
    """What a veto does; a criterion whose role is veto rules every tier out."""
    found = {one["id"]: one.get("effect", "no_tier") for one in scored.standard.get("veto", [])}
    return found.get(name, "no_tier")


def with_effects(scored: Scored, titles: dict[str, str]) -> dict[str, str]:
    """The titles under each way the open vetoes may turn out, put together."""
    softer = {
        n: s for n, s in scored.vetoes.items() if effect_of(scored, n) not in ("no_tier", "zero")
    }
    unknown = [name for name, status in softer.items() if status == "unknown"]
    readings = []
    for turned in itertools.product([False, True], repeat=len(unknown)):
        hit = [n for n, s in softer.items() if s == "triggered"]
        hit += itertools.compress(unknown, turned)
        readings.append(struck(scored, titles, [effect_of(scored, name) for name in hit]))
    found = {}
    for name in titles:
        states = {one[name] for one in readings}
        found[name] = states.pop() if len(states) == 1 else "possible"
    return found


def struck(scored: Scored, titles: dict[str, str], effects: list[Table]) -> dict[str, str]:
    """The titles once vetoes with these effects are triggered: set, capped, then lowered."""
    names, found = list(titles), dict(titles)
    for effect in effects:
        if "tier" in effect:
            set_to = effect["tier"]
            stands = ("gates and vetoes", scored.gates_and_vetoes)
            found[set_to] = worst_of([stands, *of_the_title(scored, set_to)])
    for effect in effects:
        if highest := effect.get("cap", effect.get("tier")):
            for name in names[names.index(highest) + 1 :]:
                found[name] = "out_of_reach"
    fall = sum(fall_of(scored.case, effect.get("drop", 0)) for effect in effects)
    if not fall:
        return found
    lowered = {}
    for at, name in enumerate(names):
        above = found[names[at + fall]] if at + fall < len(names) else "out_of_reach"
        lowered[name] = worst_of([("", found[name]), ("", above)])
    return lowered


def fall_of(case: Case, drop: Raw) -> int:
    """Tiers a veto lowers by: a number, or the whole part of what an expression comes to."""
    if not isinstance(drop, str):
        return int(drop)
    found = amount(Expression(drop, case).value())
    return 0 if found is None else max(math.floor(found), 0)


def worst_of(asked: list[tuple[str, str]]) -> str:
    """The status of a tier from those of its conditions."""
    states = {status for _, status in asked}
    worst = "out_of_reach" if "out_of_reach" in states else "possible"
    return "reached" if states <= {"reached"} else worst


def of_standing(standard: Table, standing: str) -> list[Table]:
    """The tiers of one standing, in order."""
    return [one for one in standard.get("tier", []) if one.get("standing", "title") == standing]


@dataclass(frozen=True)
class Scored:
    """The whole judgement. `vetoes` holds the [[veto]]s and the criteria with role veto."""

    criteria: dict[str, Finding]
    sums: Sums
    vetoes: dict[str, str]
    gates: dict[str, str]
    case: Case

    @property
    def gates_and_vetoes(self) -> str:
        """What stands even against a title that a veto sets."""
        return worst_of(
            [one for one in shared_conditions(self) if not one[0].startswith("control")]
        )

    @property
    def standard(self) -> Table:
        """The standard it was judged by."""
        return self.case.standard

    @property
    def sections(self) -> dict[str, Span]:
        """Points of each top-level section."""
        return self.sums.sections

    @property
    def total(self) -> Span:
        """The total without bonus, rounded as declared."""
        return self.sums.total

    @property
    def bonus(self) -> Span:
        """The capped bonus."""
        return self.sums.bonus

    @property
    def conditions(self) -> dict[str, list[tuple[str, str]]]:
        """Per tier every condition with its status."""
        found: dict[str, list[tuple[str, str]]] = {}
        shared, lower = shared_conditions(self), list[tuple[str, str]]()
        for tier in of_standing(self.standard, "title"):
            own = conditions(tier, self)
            if self.standard["scoring"].get("stacked"):
                own += [one for one in lower if one[0] != "total" or "total" not in tier]
                lower = own
            found[tier["id"]] = [*own, *shared, *of_the_title(self, tier["id"])]
        for tier in of_standing(self.standard, "conditional"):
            extra = of_the_title(self, tier["id"])
            found[tier["id"]] = [*conditions(tier, self), *shared, *extra]
        for tier in of_standing(self.standard, "negative"):
            found[tier["id"]] = conditions(tier, self)
        return {tier["id"]: found[tier["id"]] for tier in self.standard.get("tier", [])}

    @property
    def tiers(self) -> dict[str, str]:
        """Per tier: reached, possible or out_of_reach."""
        found = {name: worst_of(asked) for name, asked in self.conditions.items()}
        titles = [one["id"] for one in of_standing(self.standard, "title")]
        found |= with_effects(self, {name: found[name] for name in titles})
        best = [status for status in ("reached", "possible") if status in map(found.get, titles)]
        no_title = {"reached": "out_of_reach", "possible": "possible"}
        state = no_title[best[0]] if best else "reached"
        for tier in of_standing(self.standard, "conditional"):
            found[tier["id"]] = worst_of([("", found[tier["id"]]), ("no title", state)])
        return found

    @property
    def titles(self) -> dict[str, str]:
        """The statuses of the tiers that are titles."""
        statuses = self.tiers
        return {one["id"]: statuses[one["id"]] for one in of_standing(self.standard, "title")}

    @property
    def tier(self) -> str | None:
        """The highest tier reached."""
        reached = [name for name, status in self.titles.items() if status == "reached"]
        return reached[-1] if reached else None

    @property
    def possible_tier(self) -> str | None:
        """The highest tier that is not out of reach."""
        left = [name for name, status in self.titles.items() if status != "out_of_reach"]
        return left[-1] if left else None


def score(
    standard: Table,
    facts: Table,
    admission: Mapping[str, str],
    as_of: date,
    period: Table | None = None,
    supplied: Mapping[str, Raw] | None = None,
    scores: Mapping[str, Table] | None = None,
) -> Scored:
    """Judge a community all of whose facts are recorded.

    `admission` maps ids of criteria and vetoes to admitted, unproven or zero; one that is not in
    it is admitted. Raises ValueError or KeyError where a fact is missing or not complete.
    """
    standard = settled(Case(standard, facts, as_of, period))
    case = Case(standard, facts, as_of, period, supplied=supplied or {})
    given = scores or {}
    if "self" in given:
        column = {one["id"]: ["self"] for one in all_criteria(standard)}
        own = put_together(case, found_on(case, admission, given, column)).total
        case = replace(case, own=own)
    record = [name for name, one in standard.get("assessors", {}).items() if one.get("record")]
    column = {
        one["id"]: [one["scored_by"]] if "scored_by" in one else record
        for one in all_criteria(standard)
    }
    findings = found_on(case, admission, given, column)
    vetoes = {name: AS_VETO[one.met] for name, one in findings.items() if one.role == "veto"}
    for veto in standard.get("veto", []):
        state = admission.get(veto["id"], "admitted")
        vetoes[veto["id"]] = veto_status(case, veto, state)
    gates = {
        gate["id"]: gate_status(case, gate, admission.get(gate["id"], "admitted"))
        for gate in standard.get("gate", [])
    }
    sums = emptied(put_together(case, findings), standard, vetoes)
    return Scored(findings, sums, vetoes, gates, case)


def found_on(
    case: Case,
    admission: Mapping[str, str],
    scores: Mapping[str, Table],
    column: Mapping[str, list[str]],
) -> dict[str, Finding]:
    """Every criterion judged; by what its columns say, where they say anything."""
    found = {}
    for one in all_criteria(case.standard):
        name = one["id"]
        facets = {
            key.removeprefix(f"{name}/"): state
            for key, state in admission.items()
            if key.startswith(f"{name}/")
        }
        shown = replace(case, facets=facets)
        judged_one = finding(shown, one, admission.get(name, "admitted"))
        given = {who: scores[who][name] for who in column[name] if name in scores.get(who, {})}
        if given and judged_one.applies is not False:
            points = together(case.standard, column[name], given, judged_one.points)
            judged_one = replace(
                judged_one, points=points, applied=points, applies=True, exempt=False
            )
        found[name] = judged_one
    return found


def together(standard: Table, names: list[str], given: Table, facts: Span) -> Span:
    """What several assessors come to; one who has not scored gives what the facts come to."""
    said = {who: one["points"] if isinstance(one, dict) else one for who, one in given.items()}
    spans = [exactly(number(said[who])) if who in said else facts for who in names]
    lows, highs = [one.low for one in spans], [one.high for one in spans]
    way = standard["assessors"][names[0]].get("record") if len(names) > 1 else True
    if way == "mean":
        weights = [number(standard["assessors"][who].get("weight", 1)) for who in names]
        found = [
            sum((w * p for w, p in zip(weights, ends, strict=True)), ZERO) / sum(weights)
            for ends in (lows, highs)
        ]
    else:
        found = [min(lows), max(highs) if way == "agreed" else min(highs)]
    span, scoring = Span(*found), standard["scoring"]
    return of_record(scoring, span) if scoring["at"] == "criterion" else span


def settled(case: Case) -> Table:
    """The standard as it is for this community: without what is for others, without parameters."""
    case = replace(case, standard=without_others(case))
    parameters = case.standard.get("parameters", {})
    if not parameters:
        return case.standard
    found = {name: parameter(case, one) for name, one in parameters.items()}
    rest = {key: one for key, one in case.standard.items() if key != "parameters"}
    written: Table = written_out(rest, found)
    return written


def without_others(case: Case) -> Table:
    """The standard with nothing in it that is there for other communities only."""
    if '"only"' not in repr(case.standard).replace("'", '"'):
        return case.standard
    found: Table = left_of(case, case.standard)
    sections = {one["id"] for one in found["section"]}
    criteria = {one["id"] for one in all_criteria(found)}
    tags = {tag for one in all_criteria(found) for tag in one.get("tags", [])}
    known = {*criteria, *(f"#{tag}" for tag in tags), "*"}
    tiers = []
    for tier in found["tier"]:
        asked = {name: one for name, one in tier.get("criteria", {}).items() if name in known}
        least = {name: one for name, one in tier.get("sections", {}).items() if name in sections}
        tables = {"criteria": asked, "sections": least}
        tiers.append({**tier, **{key: one for key, one in tables.items() if key in tier}})
    losses = [
        {**one, "largest_loss": [name for name in one["largest_loss"] if name in criteria]}
        if "largest_loss" in one
        else one
        for one in found.get("adjustment", [])
    ]
    kept = [one for one in losses if len(one.get("largest_loss", "--")) > 1]
    return {**found, "tier": tiers, **({"adjustment": kept} if losses else {})}


def left_of(case: Case, value: Raw) -> Raw:
    """A table or list without the tables that are not there; no section without criteria."""
    if isinstance(value, dict):
        return {key: left_of(case, one) for key, one in value.items()}
    if not isinstance(value, list):
        return value
    there = [left_of(case, one) for one in value if is_there(case, one)]
    return [one for one in there if not is_emptied(one)]


def is_there(case: Case, table: Raw) -> bool:
    """Whether a clause, section or requirement is there for this community."""
    only = table.get("only") if isinstance(table, dict) else None
    for name, options in only.items() if isinstance(only, dict) else ():
        here = case.facts["applied"] if name == "applied" else case.recorded(name)
        if here not in ([options] if isinstance(options, str) else options):
            return False
    return True


def is_emptied(table: Raw) -> bool:
    """Whether a section has no criteria left."""
    return isinstance(table, dict) and "criterion" in table and not any(criteria_of(table))


def parameter(case: Case, table: Table) -> Raw:
    """The value a parameter has."""
    by, values = table["by"], table["values"]
    if isinstance(values, dict):
        return values[case.facts["applied"] if by == "applied" else case.recorded(by)]
    here = amount(Expression(by, case).value())
    assert here is not None, by
    found = table["otherwise"]
    for step in values:
        is_past = here >= number(step["from"]) if "from" in step else here > number(step["above"])
        found = step["value"] if is_past else found
    return found


def written_out(value: Raw, numbers: Mapping[str, Raw]) -> Raw:
    """A table with numbers in place of names."""
    if isinstance(value, dict):
        return {key: written_out(one, numbers) for key, one in value.items()}
    if isinstance(value, list):
        return [written_out(one, numbers) for one in value]
    if not isinstance(value, str):
        return value
    if value in numbers:
        return numbers[value]
    return re.sub(r"[a-z]\w*", lambda word: str(numbers.get(word[0], word[0])), value)


def emptied(sums: Sums, standard: Table, vetoes: Mapping[str, str]) -> Sums:
    """The sums, of which a veto that brings the total to nothing leaves nothing."""
    states = {vetoes[one["id"]] for one in standard.get("veto", []) if one.get("effect") == "zero"}
    nothing = exactly(0)

    def left(points: Span) -> Span:
        if "triggered" in states:
            return nothing
        return points.or_else(nothing) if "unknown" in states else points

    return replace(
        sums,
        exact=left(sums.exact),
        total=left(sums.total),
        bonus=left(sums.bonus),
        for_tiers=left(sums.for_tiers),
    )


# ---------------------------------------------------------------- unknown facts


@dataclass(frozen=True)
class Bounds:
    """Lowest and highest over all completions tried."""

    criteria: dict[str, Span]
    sections: dict[str, Span]
    total: Span
    bonus: Span


def envelopes(left: Mapping[str, Span], right: Mapping[str, Span]) -> dict[str, Span]:
    """The envelopes of what both have."""
    return {name: one.or_else(right[name]) for name, one in left.items() if name in right}


def wider(left: Bounds, right: Bounds) -> Bounds:
    """The envelope of two."""
    return Bounds(
        envelopes(left.criteria, right.criteria),
        envelopes(left.sections, right.sections),
        left.total.or_else(right.total),
        left.bonus.or_else(right.bonus),
    )


def bounds(
    standard: Table,
    recorded_facts: Table,
    admission: Mapping[str, str],
    as_of: date,
    period: Table | None,
    completions: Iterable[Table],
    supplied: Mapping[str, Raw] | None = None,
    scores: Mapping[str, Table] | None = None,
) -> Bounds:
    """Lowest and highest points over the completions of what is recorded.

    A completion need only hold the facts it adds or makes complete. Unproven evidence leaves a
    criterion at most 0 in the lowest reading and its points in the highest. As tight as the
    completions are complete: a list that leaves out an extreme gives bounds too narrow.
    """
    found: Bounds | None = None
    for completion in completions:
        complete = {**recorded_facts, **completion}
        scored = score(standard, complete, admission, as_of, period, supplied, scores)
        points = {name: one.points for name, one in scored.criteria.items()}
        one = Bounds(points, scored.sections, scored.total, scored.bonus)
        found = one if found is None else wider(found, one)
    if found is None:
        message = "no completion given"
        raise ValueError(message)
    return found
