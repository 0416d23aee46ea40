"""What the field tells each community, and how it is judged with that."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from civscore.cohorts.answers import ANSWERS
from civscore.cohorts.averages import criterion_mean, peers_mean
from civscore.cohorts.field import Field
from civscore.evidence.model import Bundle
from civscore.exact import Ratio
from civscore.standard.plan import Plan
from civscore.standard.rows import Interval, Record
from civscore.values import Value, replaced


class Told(Value):
    """What one community is told by the field."""

    supplied: Mapping[str, Interval] = {}  # reserved columns, by name
    given: Mapping[str, Interval] = {}  # facts that are others' mean
    instead: Mapping[str, tuple[Ratio, Ratio]] = {}  # criteria that are given others' mean

    def bundle(self, plan: Plan, bundle: Bundle, day: date) -> Bundle:
        """The bundle, with the means in it; what it has recorded itself is left."""
        records = dict(bundle.records)
        for name, ends in self.given.items():
            fact: Any = plan.standard.facts[name]
            if name not in records:
                source = f"{fact.said_supplier.text('zh')}的平均"
                records[name] = Record(ends, source=source, day=day)
        return replaced(bundle, records=records) if self.given else bundle


NOTHING: Final = Told()


def told_by(field: Field) -> list[Told]:
    """What each is told."""
    asks, count = field.asks, range(len(field.stands))
    supplied: list[dict[str, Interval]] = [{} for _ in count]
    given: list[dict[str, Interval]] = [{} for _ in count]
    instead: list[dict[str, tuple[Ratio, Ratio]]] = [{} for _ in count]
    for asked in (*asks.tiers, *(one for one, _, _ in asks.ranked)):
        for number, columns in ANSWERS[asked.kind](field, asked):
            supplied[number].update(zip(asked.columns, columns, strict=True))
    for name, peers, _ in asks.peers:
        for number, ends in peers_mean(field, name, peers):
            given[number][name] = ends
    for name in asks.means:
        for number, mean in criterion_mean(field, name):
            instead[number][name] = mean
    return [Told(*one) for one in zip(supplied, given, instead, strict=True)]
