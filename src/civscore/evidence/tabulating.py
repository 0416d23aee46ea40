"""Bundle → one row of integers: for every column the lowest and highest it can be."""

from civscore.evidence.model import Bundle
from civscore.standard.facts import Times
from civscore.standard.plan import Plan
from civscore.standard.rows import Record, Row
from civscore.values import replaced


def tabulate(plan: Plan, bundle: Bundle, times: Times) -> Row:
    """The row of a community; a column of which nothing is recorded spans its range."""
    low = [column.low for column in plan.columns]
    high = [column.high for column in plan.columns]
    counting: dict[str, Record] = {}
    for name, record in bundle.records.items():
        fact = plan.standard.facts[name]
        value = fact.counting(record.value, times)
        counting[name] = record if value is record.value else replaced(record, value=value)
        for part, (least, most) in fact.reduce(value).items():
            number = plan.index[f"{name}.{part}" if part else name]
            low[number], high[number] = least, most
    return Row(low, high, counting)
