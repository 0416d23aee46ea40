"""How conditions are said: under a name of their own, and by what they read."""

from collections.abc import Callable, Iterable, Iterator

from civscore.exact import Truth
from civscore.sentences import Sentence, say
from civscore.standard.conditions import Condition
from civscore.standard.quantities import OfFact, Quantity
from civscore.standard.rows import Change, Row, Side
from civscore.values import Value


def unknown_titles(conditions: Iterable[Condition], row: Row) -> tuple[Sentence, ...]:
    """What the conditions read that is not wholly recorded, each once."""
    open_ones = [
        whole_of(quantity, row) or quantity.title
        for condition in conditions
        for quantity in condition.quantities()
        if any(row.low[column] != row.high[column] for column in quantity.columns)
        and not (isinstance(quantity, OfFact) and quantity.is_beside)
    ]
    return tuple({title.text(): title for title in open_ones}.values())


def whole_of(quantity: Quantity, row: Row) -> Sentence | None:
    """What has to be recorded as a whole for it: the register, for a group of its units."""
    whole: Sentence | None = getattr(quantity, "whole", None)
    return whole if getattr(quantity, "fact", "") not in row.recorded else None


class Titled(Value):
    """A condition under a name of its own."""

    condition: Condition
    title: Sentence

    @property
    def holds(self) -> Callable[[Side], Truth]:
        return self.condition.holds

    def quantities(self) -> Iterator[Quantity]:
        return self.condition.quantities()

    def shown(self, row: Row) -> Sentence:
        return self.condition.shown(row)

    def change(self, row: Row) -> Change | None:
        return self.condition.change(row)

    def denied(self) -> Condition:
        return Titled(self.condition.denied(), say("没有“{t}”", "no “{t}”", t=self.title))
