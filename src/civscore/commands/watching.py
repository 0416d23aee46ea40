"""Progress of long work: on a terminal, and nowhere else."""

import sys
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

import click

from civscore.sentences import Language, Sentence, say

Thing = TypeVar("Thing")

LOOKING = say("核对佐证", "looking at evidence")


def watching(
    language: Language, label: Sentence = LOOKING, step: int = 50
) -> Callable[[tuple[Thing, ...]], Iterable[Thing]]:
    """Passes things on while each is worked at; standard error shows how far it is."""

    def passed_on(things: tuple[Thing, ...]) -> Iterable[Thing]:
        return _watched(things, label.text(language), step) if sys.stderr.isatty() else things

    return passed_on


def _watched(things: tuple[Thing, ...], label: str, step: int) -> Iterator[Thing]:
    with click.progressbar(things, label=label, file=sys.stderr, update_min_steps=step) as passed:
        yield from passed
