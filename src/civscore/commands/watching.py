"""Progress of long work: on a terminal, and nowhere else."""

import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

import click

from civscore.sentences import Language, Sentence, say

Thing = TypeVar("Thing")


class HasSize(Protocol):
    """Something that is so much of all there is."""

    size: int


Sized = TypeVar("Sized", bound=HasSize)

LOOKING = say("核对佐证", "looking at evidence")


def watching(
    language: Language, label: Sentence = LOOKING, step: int = 50
) -> Callable[[tuple[Thing, ...]], Iterable[Thing]]:
    """Passes things on while each is worked at; standard error shows how far it is."""

    def passed_on(things: tuple[Thing, ...]) -> Iterable[Thing]:
        return _watched(things, label.text(language), step) if sys.stderr.isatty() else things

    return passed_on


def sizes_watched(
    language: Language, label: Sentence
) -> Callable[[Iterator[Sized], int], Iterable[Sized]]:
    """The same of things of different sizes, which are so much together."""

    def passed_on(things: Iterator[Sized], total: int) -> Iterable[Sized]:
        return (
            _sizes_watched(things, label.text(language), total) if sys.stderr.isatty() else things
        )

    return passed_on


def _sizes_watched(things: Iterator[Sized], label: str, total: int) -> Iterator[Sized]:
    with click.progressbar(length=total, label=label, file=sys.stderr) as bar:
        for thing in things:
            yield thing
            bar.update(thing.size)


def _watched(things: tuple[Thing, ...], label: str, step: int) -> Iterator[Thing]:
    with click.progressbar(things, label=label, file=sys.stderr, update_min_steps=step) as passed:
        yield from passed
