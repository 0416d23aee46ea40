"""What each reader gives for every choice of the moves that concern it, really scored.

A *lever* holds moves of which one at most can be made: numbers the same column may have, the proof
of one clause. A reader's *options* are all choices of its levers. Left out is an option that gives
the same without a move nobody else has use for: no least set of moves contains it.
"""

from collections.abc import Iterable, Sequence
from itertools import product
from math import prod
from typing import Final, NamedTuple

from civscore.assessment import Assessment
from civscore.routes.moves import Move, moves_of
from civscore.routes.readers import Reader
from civscore.scoring.points import ADMITTED, SHOWN, Points
from civscore.values import Value

MOST_OPTIONS: Final = 20_000
"""Of one reader; past it the moves found last are not considered for it."""


class Option(NamedTuple):
    """Moves made, by number, and what the reader then gives."""

    moves: tuple[int, ...]
    points: Points


class Table(Value):
    """A reader with all its options; `levers` are those it knows, by number of the move."""

    reader: Reader
    levers: tuple[tuple[int, ...], ...]
    options: tuple[Option, ...]


class Choices(Value):
    """All moves there are, in the order of the clauses, their levers, and what they come to."""

    moves: tuple[Move, ...]
    levers: tuple[tuple[int, ...], ...]
    tables: tuple[Table, ...]
    is_whole: bool  # false where a reader has more options than are looked at


def choices_of(assessment: Assessment, readers: Sequence[Reader]) -> Choices:
    """Everything that can be done for the readers, and what it gives them."""
    moves: dict[tuple[object, ...], Move] = {}
    for reader in readers:
        for move in moves_of(assessment, reader):
            moves.setdefault((move.clause, *sorted(move.columns.items())), move)
    found, levers = _in_order([one for one in moves.values() if one.columns or one.clause])
    uses = [[any(concerns(found[n], one) for n in lever) for one in readers] for lever in levers]
    is_whole, tables = True, []
    for number, reader in enumerate(readers):
        own = [lever for lever, used in zip(levers, uses, strict=True) if used[number]]
        while prod(len(one) + 1 for one in own) > MOST_OPTIONS:
            own.pop()
            is_whole = False
        private = {
            move
            for lever, used in zip(levers, uses, strict=True)
            if used[number] and sum(used) == 1
            for move in lever
        }
        options = _options(assessment, reader, own, found, private)
        tables.append(Table(reader, tuple(own), options))
    return Choices(found, levers, tuple(tables), is_whole)


def concerns(move: Move, reader: Reader) -> bool:
    """Whether a reader hangs on a move."""
    if move.clause:
        return reader.clause == move.clause
    return not reader.columns.isdisjoint(move.columns)


def _in_order(moves: Sequence[Move]) -> tuple[tuple[Move, ...], tuple[tuple[int, ...], ...]]:
    """Moves by lever, and in each the shortest first; and the levers, by numbers of moves."""
    found: list[Move] = []
    levers = []
    for lever in _levers(moves):
        by_distance = sorted(lever, key=lambda one: (moves[one].distance, one))
        levers.append(tuple(range(len(found), len(found) + len(lever))))
        found += [moves[one] for one in by_distance]
    return tuple(found), tuple(levers)


def _levers(moves: Sequence[Move]) -> Iterable[tuple[int, ...]]:
    """Moves that set a column in common, put together, in the order of the first of each."""
    together: dict[int, list[int]] = {}
    lever_of: dict[int, int] = {}
    for number, move in enumerate(moves):
        met = sorted({lever_of[column] for column in move.columns if column in lever_of})
        first = met[0] if met else number
        own = together.setdefault(first, [])
        for other in met[1:]:
            own += together.pop(other)
        own.append(number)
        for column in (column for one in own for column in moves[one].columns):
            lever_of[column] = first
    return (tuple(sorted(one)) for _, one in sorted(together.items()))


def _options(
    assessment: Assessment,
    reader: Reader,
    levers: Sequence[tuple[int, ...]],
    moves: Sequence[Move],
    private: set[int],
) -> tuple[Option, ...]:
    scored: dict[frozenset[int], Points] = {}
    options = []
    for choice in product(*((None, *lever) for lever in levers)):
        made = [one for one in choice if one is not None]
        points = points_of(assessment, reader, [moves[one] for one in made])
        key = frozenset(made)
        scored[key] = points
        if not any(_as_good(scored[key - {one}], points) for one in made if one in private):
            options.append(Option(tuple(sorted(made)), points))
    return tuple(options)


def points_of(assessment: Assessment, reader: Reader, made: Iterable[Move]) -> Points:
    """What a reader gives once these moves are made; others are passed over."""
    row, admission = assessment.row, assessment.admissions.get(reader.clause)
    columns = {c: value for one in made for c, value in one.columns.items()}
    now = row.changed(columns) if columns else row
    if reader.clause and any(one.clause == reader.clause for one in made):
        return reader.proven(now, ADMITTED)
    return reader.judge(now, ADMITTED if admission is None else SHOWN[admission.state])


def _as_good(one: Points, other: Points) -> bool:
    """Whether points are as many for certain as others, and stand as they do."""
    is_less = one.low[0] * other.low[1] < other.low[0] * one.low[1]
    return not is_less and (one.applies, one.exempt) == (other.applies, other.exempt)
