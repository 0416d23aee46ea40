"""Text: who comes to another tier, for a terminal."""

from collections.abc import Iterator

from civscore.cohorts.moving import Movement
from civscore.reports.layout import page, wrapped
from civscore.reports.movements import clauses_of, head_of, mover_of, moves_of
from civscore.sentences import Language


def render(movement: Movement, language: Language = "zh") -> str:
    """The count, then everybody who moves."""
    return page(_lines(movement, language))


def _lines(movement: Movement, language: Language) -> Iterator[str]:
    yield wrapped(head_of(movement).text(language), indent="  ", first="")
    yield from (f"  {one}" for one in moves_of(movement, language))
    for mover in movement.movers:
        yield ""
        yield wrapped(mover_of(mover, language), indent="  ", first="")
        yield from (wrapped(one, indent="    ", first="  ") for one in clauses_of(mover, language))
