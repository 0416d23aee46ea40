"""Columns that know between which ends their numbers lie, so that what is settled costs nothing.

Formulas ask much that the numbers at hand have answered: whether a count is below zero, the larger
of a base and one. Beside a column here stands a `Bound` of its numbers; what both ends answer alike
is not looked at row by row, and what is one number in every row is that number. Numbers that are
small enough by their ends are kept in 32 bits, which takes half the time.
"""

from collections.abc import Callable, Sequence
from operator import add, eq, floordiv, ge, le, mod, mul, ne, sub
from typing import Any, Final, Literal, NoReturn

import numpy as np

from civscore.cohorts.bounds import Bound, Bounds, BranchedError
from civscore.cohorts.columns import COLUMNS, Array
from civscore.exact import Integers, Operations, Truth
from civscore.standard.rows import Interval


class Spanned:
    """A column and the bound of what is in it."""

    __slots__ = ("bound", "cells")
    __array_ufunc__ = None  # arithmetic is ours, whatever stands before the sign
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, cells: Array, bound: Bound) -> None:
        self.cells, self.bound = cells, bound

    def __bool__(self) -> NoReturn:
        raise BranchedError

    __int__ = __index__ = __bool__


class Span(Spanned):
    """Numbers."""

    __slots__ = ("asked",)

    def __init__(self, cells: Array, bound: Bound) -> None:
        super().__init__(cells, bound)
        self.asked: dict[Any, Truth] = {}
        """Numbers it has been compared with; formulas ask the same more than once."""

    def __add__(self, other: Integers) -> Integers:
        return self if other is _ZERO else _worked(add, self, other)

    def __sub__(self, other: Integers) -> Integers:
        return self if other is _ZERO else _worked(sub, self, other)

    def __rsub__(self, other: int) -> Integers:
        return _worked(sub, other, self)

    def __mul__(self, other: Integers) -> Integers:
        return self if other is _ONE else _worked(mul, self, other)

    def __floordiv__(self, other: Integers) -> Integers:
        return self if other is _ONE else _worked(floordiv, self, other)

    def __rfloordiv__(self, other: int) -> Integers:
        return _worked(floordiv, other, self)

    def __mod__(self, other: int) -> Integers:
        return _worked(mod, self, other)

    def __neg__(self) -> Integers:
        return Span(-self.cells, -self.bound)

    def __abs__(self) -> Integers:
        return self if self.bound.low >= 0 else Span(abs(self.cells), abs(self.bound))

    def __ge__(self, other: Integers) -> Truth:
        return _compared(ge, self, other)

    def __gt__(self, other: Integers) -> Truth:
        return _compared(le, self, other) ^ True

    def __le__(self, other: Integers) -> Truth:
        return _compared(le, self, other)

    def __lt__(self, other: Integers) -> Truth:
        return _compared(ge, self, other) ^ True

    def __eq__(self, other: object) -> Truth:
        return False if _is_apart(self, other) else Told(eq(self.cells, _bare(other)))

    def __ne__(self, other: object) -> Truth:
        return True if _is_apart(self, other) else Told(ne(self.cells, _bare(other)))

    __radd__, __rmul__ = __add__, __mul__
    __hash__ = None


class Told(Spanned):
    """Truths; in sums and products each is one or nothing."""

    __slots__ = ()

    def __init__(self, cells: Array) -> None:
        super().__init__(cells, _TRUTH)

    def __and__(self, other: Truth) -> Truth:
        if isinstance(other, bool):
            return self if other else False
        return Told(self.cells & other.cells)

    def __or__(self, other: Truth) -> Truth:
        if isinstance(other, bool):
            return True if other else self
        return Told(self.cells | other.cells)

    def __xor__(self, other: Truth) -> Truth:
        return self if other is False else Told(self.cells ^ _bare(other))

    def __mul__(self, other: Integers) -> Integers:
        return _worked(mul, self, other) if other is not _ONE else _number(self)

    def __add__(self, other: Integers) -> Integers:
        return _number(self) + other

    def __sub__(self, other: Integers) -> Integers:
        return _number(self) - other

    def __rsub__(self, other: int) -> Integers:
        return other - _number(self)

    __radd__, __rmul__, __rand__, __ror__, __rxor__ = __add__, __mul__, __and__, __or__, __xor__


_ZERO, _ONE = 0, 1
_TRUTH: Final = Bound(0, 1, [0])


def span_of(cells: Array, ends: Interval) -> Span:
    """A column of numbers none of which is outside these ends."""
    kind = NARROW if _are_small(*ends) else np.int64
    return Span(cells.astype(kind, copy=False), Bound(*ends, [0]))


NARROW: Final = np.int32
_SMALL: Final = 2**31


def _are_small(*ends: int) -> bool:
    return min(ends) > -_SMALL and max(ends) < _SMALL


def _in(kind: Any, one: Integers) -> Integers:
    """The column itself in so many bits, or the one number."""
    return one.cells.astype(kind, copy=False) if isinstance(one, Spanned) else one


def settled(one: Span) -> Integers:
    """The one number, where there is but one."""
    return one.bound.low if one.bound.low == one.bound.high else one


def cells_of(one: Integers) -> Integers:
    """The column itself, numbers in 64 bits; or the one number."""
    return _in(np.int64, one) if isinstance(one, Span) else getattr(one, "cells", one)


def _bare(one: Integers) -> Integers:
    return one.cells if isinstance(one, Spanned) else one


def _number(one: Integers) -> Integers:
    """A truth as one or nothing."""
    return Span(one.cells.astype(NARROW), one.bound) if isinstance(one, Told) else one


def _bound_of(one: Integers) -> Any:
    return one.bound if isinstance(one, Spanned) else one


def ends_of(one: Any) -> Interval:
    """The lowest and the highest it may be."""
    return (one.bound.low, one.bound.high) if isinstance(one, Spanned) else (one, one)


def _worked(how: Callable[[Any, Any], Any], one: Integers, other: Integers) -> Integers:
    bound = how(_bound_of(one), _bound_of(other))
    if bound.low == bound.high:
        return bound.low
    kind = _kind(bound, one, other)
    return Span(how(_in(kind, one), _in(kind, other)), bound)


def _kind(bound: Bound, one: Integers, other: Integers) -> Any:
    """How many bits two numbers and what they come to need."""
    is_small = _are_small(bound.low, bound.high, *ends_of(one), *ends_of(other))
    return NARROW if is_small else np.int64


def _compared(how: Callable[[Any, Any], bool], one: Span, other: Integers) -> Truth:
    """Its corners tell, as a comparison turns but once."""
    corners = {how(own, their) for own in ends_of(one) for their in ends_of(other)}
    if len(corners) == 1:
        return corners.pop()
    if isinstance(other, Spanned):
        return Told(how(one.cells, other.cells))
    if (how, other) not in one.asked:
        one.asked[how, other] = Told(how(one.cells, other))
    return one.asked[how, other]


def _is_apart(one: Span, other: Any) -> bool:
    (low, high), (least, most) = ends_of(one), ends_of(other)
    return high < least or most < low


class Spans(Operations):
    """Branching over columns that know their ends."""

    @staticmethod
    def where(condition: Truth, then: Integers, otherwise: Integers) -> Integers:
        if not isinstance(condition, Told):
            return then if condition else otherwise
        number, size = np.count_nonzero(condition.cells), len(condition.cells)
        if number in {0, size}:
            return then if number else otherwise
        if isinstance(then, bool | Told) and isinstance(otherwise, bool | Told):
            return Told(np.where(condition.cells, _bare(then), _bare(otherwise)))
        bound = _BOUNDS.where(_TRUTH, _bound_of(then), _bound_of(otherwise))
        if number * _SEVERAL > size or not isinstance(otherwise, Span):
            chosen = np.where(condition.cells, _in(np.int64, then), _in(np.int64, otherwise))
            return Span(chosen, bound)
        kind = _kind(bound, then, otherwise)
        cells, places = otherwise.cells.astype(kind), np.flatnonzero(condition.cells)
        cells[places] = then.cells[places] if isinstance(then, Spanned) else then
        return Span(cells, bound)

    @staticmethod
    def take(table: Sequence[int], place: Integers) -> Integers:
        place = _number(place)
        if not isinstance(place, Span):
            return table[place]
        return Span(COLUMNS.take(table, place.cells), _BOUNDS.take(table, place.bound))

    @staticmethod
    def minimum(one: Integers, other: Integers) -> Integers:
        return _picked("minimum", _number(one), _number(other))

    @staticmethod
    def maximum(one: Integers, other: Integers) -> Integers:
        return _picked("maximum", _number(one), _number(other))


def _picked(how: Literal["minimum", "maximum"], one: Integers, other: Integers) -> Integers:
    """The smaller, or the larger; one of both as a whole, where their ends say which."""
    low, high = (one, other) if how == "minimum" else (other, one)
    if ends_of(low)[1] <= ends_of(high)[0]:
        return one
    if ends_of(high)[1] <= ends_of(low)[0]:
        return other
    bound = getattr(_BOUNDS, how)(_bound_of(one), _bound_of(other))
    kind = _kind(bound, one, other)
    return Span(getattr(np, how)(_in(kind, one), _in(kind, other)), bound)


SPANS: Final = Spans()
_BOUNDS: Final = Bounds()
_SEVERAL: Final = 8
"""Where fewer than one in so many are chosen, those alone are put into a copy."""
