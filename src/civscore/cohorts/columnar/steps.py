"""Steps of arithmetic on whole columns, noted down first and done as often as there are columns."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from civscore.cohorts.columnar.columns import Array

Kind: TypeAlias = Any
"""The numpy type of a column: how many bits a number has, or truths."""

How: TypeAlias = Callable[..., Any]
"""What is done with columns and numbers."""


class Step:
    """Something done with other steps and numbers; without a way, a column given by its name."""

    __slots__ = ("args", "how", "kind", "name")

    def __init__(
        self, how: How | None, args: Sequence[Any], kind: Kind, name: Hashable = None
    ) -> None:
        self.how, self.args, self.kind, self.name = how, args, kind, name


class _Done(NamedTuple):
    """A step by the places of what it takes, and of what it comes to."""

    how: How
    args: Sequence[int]
    place: int
    over: Sequence[int]
    """Places of what is not needed any more."""


class Program:
    """All steps that lead to what is wanted, each once, in order."""

    def __init__(self, wanted: Sequence[Step]) -> None:
        every = list(_in_order(wanted))
        at = {id(one): place for place, one in enumerate(every)}
        self._given = [(at[id(one)], one.name, one.kind) for one in every if one.how is None]
        self._wanted = [at[id(one)] for one in wanted]
        self._values: list[Any] = [None] * len(every)
        """A place for each step, then the numbers."""
        last = {at[id(arg)]: id(one) for one in every for arg in one.args if isinstance(arg, Step)}
        self._done = []
        for one in every:
            if one.how is not None:
                args = [self._place(arg, at) for arg in one.args]
                over = [arg for arg in args if last.get(arg) == id(one) and arg not in self._wanted]
                self._done.append(_Done(one.how, args, at[id(one)], over))

    def _place(self, arg: Any, at: Mapping[int, int]) -> int:
        if isinstance(arg, Step):
            return at[id(arg)]
        self._values.append(arg)
        return len(self._values) - 1

    def run(self, given: Mapping[Any, Array]) -> list[Array]:
        """What is wanted of the columns given, in as many bits as it takes."""
        values = list(self._values)
        for place, name, kind in self._given:
            values[place] = given[name].astype(kind, copy=False)
        for how, args, place, over in self._done:
            values[place] = how(*[values[one] for one in args])
            for one in over:  # its memory is what the next step is written to
                values[one] = None
        return [values[place] for place in self._wanted]


def _in_order(wanted: Sequence[Step]) -> Iterator[Step]:
    """All steps, each behind those it takes."""
    seen = set[int]()
    waiting = list(reversed(wanted))
    while waiting:
        step = waiting[-1]
        before = [one for one in step.args if isinstance(one, Step) and id(one) not in seen]
        if before:
            waiting += before
            continue
        waiting.pop()
        if id(step) not in seen:
            seen.add(id(step))
            yield step


def chosen(condition: Array, then: Any, otherwise: Any, *, kind: Kind) -> Array:
    """One where the condition holds, the other elsewhere."""
    times = len(condition) // max(int(np.count_nonzero(condition)), 1)
    if times < _SEVERAL or not isinstance(otherwise, np.ndarray):
        return np.where(condition, then, otherwise).astype(kind, copy=False)
    found = otherwise.astype(kind)
    if times < _MANY:
        places = np.flatnonzero(condition)
        found[places] = then[places] if isinstance(then, np.ndarray) else then
    else:
        np.copyto(found, then, where=condition, casting="unsafe")
    return found


_SEVERAL, _MANY = 8, 32
"""Where one in so many is chosen, it is put into a copy; one in many, without a list of them."""


def clipped(one: Array, low: Any, high: Any, *, kind: Kind) -> Array:
    """A column cut off below and above."""
    return one.astype(kind, copy=False).clip(low, high)


def as_number(one: Array, *, kind: Kind) -> Array:
    """Truths as one or nothing."""
    return one.view(kind)


@lru_cache(1 << 10)
def taken_from(table: tuple[int, ...]) -> How:
    """Looks numbers up in a table."""
    numbers = np.array(table, dtype=np.int64)

    def take(place: Array, *, kind: Kind) -> Array:
        return numbers.take(place).astype(kind, copy=False)

    return take
