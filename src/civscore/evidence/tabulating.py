"""Bundle → one row of integers: for every column the lowest and highest it can be."""

from datetime import date

from civscore.evidence.model import Bundle
from civscore.standard.facts import Times
from civscore.standard.plan import Plan
from civscore.standard.rows import Record, Row
from civscore.standard.standing import standing_values
from civscore.values import replaced


def tabulate(plan: Plan, bundle: Bundle, times: Times) -> Row:
    """The row of a community; a column of which nothing is recorded spans its range."""
    low = [column.low for column in plan.columns]
    high = [column.high for column in plan.columns]
    for name, number in standing_values(times.as_of).items():
        low[plan.index[name]] = high[plan.index[name]] = number
    times = _with_days(plan, bundle, times)
    counting: dict[str, Record] = {}
    for name, record in bundle.records.items():
        fact = plan.standard.facts[name]
        value = fact.counting(record.value, times)
        counting[name] = record if value is record.value else replaced(record, value=value)
        for part, (least, most) in fact.reduce(value, times).items():
            number = plan.index[f"{name}.{part}" if part else name]
            low[number], high[number] = least, most
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
