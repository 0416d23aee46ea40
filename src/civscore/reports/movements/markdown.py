"""Markdown: who comes to another tier, for a document."""

from collections.abc import Iterator

from civscore.cohorts.moving import Movement
from civscore.reports.layout import page
from civscore.reports.movements import clauses_of, head_of, mover_of, moves_of
from civscore.sentences import Language


def render(movement: Movement, language: Language = "zh") -> str:
    """The count, then everybody who moves."""
    return page(_lines(movement, language))


def _lines(movement: Movement, language: Language) -> Iterator[str]:
    yield f"# {head_of(movement).text(language)}\n"
    yield from (f"- {one}" for one in moves_of(movement, language))
    for mover in movement.movers:
        yield f"\n## {mover_of(mover, language)}\n"
        yield from (f"- {one}" for one in clauses_of(mover, language))
