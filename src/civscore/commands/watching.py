"""Progress of long work: on a terminal, and nowhere else."""

import sys
from collections.abc import Iterable, Iterator

import click

from civscore.evidence.model import Piece
from civscore.evidence.reading import Watch
from civscore.sentences import Language, say


def watching(language: Language) -> Watch:
    """Passes pieces on while their files are looked at; standard error shows how far it is."""
    return lambda pieces: _watched(pieces, language) if sys.stderr.isatty() else pieces


def _watched(pieces: tuple[Piece, ...], language: Language) -> Iterator[Piece]:
    label = say("核对佐证", "looking at evidence").text(language)
    with click.progressbar(pieces, label=label, file=sys.stderr, update_min_steps=50) as passed:
        yield from _one_by_one(passed)


def _one_by_one(passed: Iterable[Piece]) -> Iterator[Piece]:
    yield from passed
