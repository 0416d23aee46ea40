"""How what a condition reads is said: each value once, with its title."""

from collections.abc import Iterable

from civscore.sentences import Sentence
from civscore.standard.conditions import Condition
from civscore.standard.rows import Row


def unknown_titles(conditions: Iterable[Condition], row: Row) -> tuple[Sentence, ...]:
    """What the conditions read that is not wholly recorded, each once."""
    open_ones = {
        quantity.title.text(): quantity.title
        for condition in conditions
        for quantity in condition.quantities()
        if any(row.low[column] != row.high[column] for column in quantity.columns)
    }
    return tuple(open_ones.values())
