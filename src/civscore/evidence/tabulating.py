"""Bundle → one row of integers: for every column the lowest and highest it can be."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from civscore.evidence.model import Bundle
from civscore.standard.facts import Times
from civscore.standard.plan import Plan
from civscore.standard.rows import Interval, Record, Row
from civscore.standard.standing import standing_values
from civscore.values import replaced

_NOTHING: Final[Mapping[str, Interval]] = {}


def tabulate(
    plan: Plan, bundle: Bundle, times: Times, supplied: Mapping[str, Interval] = _NOTHING
) -> Row:
    """The row of a community; a column of which nothing is recorded spans its range.

    Raises:
        ValueError: if something is supplied that the standard does not ask of the field.
    """
    low = [column.low for column in plan.columns]
    high = [column.high for column in plan.columns]
    for name, number in standing_values(times.as_of).items():
        low[plan.index[name]] = high[plan.index[name]] = number
    titles = [plan.tiers[number].tier.id for number in plan.titles]
    if times.applied in titles:
        place = plan.index["applied"]
        low[place] = high[place] = titles.index(times.applied)
    times = _with_days(plan, bundle, times)
    counting: dict[str, Record] = {}
    for name, record in bundle.records.items():
        fact = plan.standard.facts[name]
        value = fact.counting(record, times)
        counting[name] = record if value is record.value else replaced(record, value=value)
        for part, (least, most) in fact.reduce(value, times).items():
            number = plan.index[f"{name}.{part}" if part else name]
            low[number], high[number] = least, most
    if supplied:
        asked = {name for one in plan.reserved for name in one.columns}
        if wrong := supplied.keys() - asked:
            message = f"not asked of the field: {sorted(wrong)}"
            raise ValueError(message)
        for name, ends in supplied.items():
            low[plan.index[name]], high[plan.index[name]] = ends
    if plan.draws:
        from civscore.standard.sizing import draw_all

        draw_all(plan, low, high, counting)
    return Row(low, high, counting)


def _with_days(plan: Plan, bundle: Bundle, times: Times) -> Times:
    """The times, with the days that facts count from."""
    if not plan.asked_days:
        return times
    days: dict[str, tuple[date, date]] = {}
    for name in plan.asked_days & bundle.records.keys():
        given = plan.standard.facts[name].days(bundle.records[name].value, times)
        days |= {f"{name}.{part}" if part else name: ends for part, ends in given.items()}
    return replaced(times, days=days)
