"""A formula noted down once, step by step, by the ends between which its numbers lie.

It is worked out here without a number, on columns of which the ends alone are known. What both ends
answer alike (a count is not below zero, a base is at least one) is settled then and there; what is
left to be done is noted, the same step once, and `steps` does it. Numbers are kept in as few bits
as their ends need: of half the bits, twice as many go through the processor at once.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import partial
from math import gcd
from operator import add, floordiv, ge, gt, le, lt, mod, mul, sub
from typing import Any, Final, NoReturn, Self

import numpy as np

from civscore.cohorts.columnar.bounds import Bound, Bounds, BranchedError
from civscore.cohorts.columnar.steps import How, Kind, Step, as_number, chosen, clipped, taken_from
from civscore.exact import Integers, Operations, Truth
from civscore.standard.rows import Interval


class Spanned(Step):
    """A column of which the ends are known, and how it is come by."""

    __slots__ = ("bound", "notes")
    __array_ufunc__ = None  # arithmetic is ours, whatever stands before the sign
    __hash__ = None  # type: ignore[assignment]

    bound: Bound
    notes: "Spans"

    def within(self, bound: Bound, notes: "Spans") -> Self:
        """The same with its ends, among the steps it is one of."""
        self.bound, self.notes = bound, notes
        return self

    def __bool__(self) -> NoReturn:
        raise BranchedError

    __int__ = __index__ = __bool__


class Span(Spanned):
    """Numbers; if so many times others, all that they are multiplied by is multiplied at once."""

    __slots__ = ("of", "times")
    __hash__ = None

    of: "Span"
    times: int

    def within(self, bound: Bound, notes: "Spans") -> Self:
        self.of, self.times = self, 1
        return super().within(bound, notes)

    def __add__(self, other: Integers) -> Integers:
        return self if other is _ZERO else self.notes.worked(add, self, other)

    def __sub__(self, other: Integers) -> Integers:
        return self if other is _ZERO else self.notes.worked(sub, self, other)

    def __rsub__(self, other: int) -> Integers:
        return self.notes.worked(sub, other, self)

    def __mul__(self, other: Integers) -> Integers:
        if other is _ONE:
            return self
        if not isinstance(other, int):
            return self.notes.worked(mul, self, other)
        found = self.notes.worked(mul, self.of, self.times * other)
        if isinstance(found, Span):
            found.of, found.times = self.of, self.times * other
        return found

    def over(self, number: int) -> Integers:
        """The number it is so many times of, fewer times."""
        return self.of * (self.times // number)

    def __floordiv__(self, other: Integers) -> Integers:
        return self if other is _ONE else self.notes.worked(floordiv, self, other)

    def __rfloordiv__(self, other: int) -> Integers:
        return self.notes.worked(floordiv, other, self)

    def __mod__(self, other: int) -> Integers:
        return self.notes.worked(mod, self, other)

    def __neg__(self) -> Integers:
        return 0 - self

    def __abs__(self) -> Integers:
        return self if self.bound.low >= 0 else self.notes.maximum(self, -self)

    def __ge__(self, other: Integers) -> Truth:
        return self.notes.compared(ge, self, other)

    def __gt__(self, other: Integers) -> Truth:
        return self.notes.compared(gt, self, other)

    def __le__(self, other: Integers) -> Truth:
        return self.notes.compared(le, self, other)

    def __lt__(self, other: Integers) -> Truth:
        return self.notes.compared(lt, self, other)

    def __eq__(self, other: object) -> Truth:
        return False if _is_apart(self, other) else self.notes.told(np.equal, self, other)

    def __ne__(self, other: object) -> Truth:
        return True if _is_apart(self, other) else self.notes.told(np.not_equal, self, other)

    __radd__, __rmul__ = __add__, __mul__


class Told(Spanned):
    """Truths; in sums and products each is one or nothing."""

    __slots__ = ()

    def __and__(self, other: Truth) -> Truth:
        if isinstance(other, bool):
            return self if other else False
        return self.notes.told(np.logical_and, self, other)

    def __or__(self, other: Truth) -> Truth:
        if isinstance(other, bool):
            return True if other else self
        return self.notes.told(np.logical_or, self, other)

    def __xor__(self, other: Truth) -> Truth:
        if isinstance(other, bool):
            return self.notes.told(np.logical_not, self) if other else self
        return self.notes.told(np.logical_xor, self, other)

    def __mul__(self, other: Integers) -> Integers:
        return self.notes.number(self) * other

    def __add__(self, other: Integers) -> Integers:
        return self.notes.number(self) + other

    def __sub__(self, other: Integers) -> Integers:
        return self.notes.number(self) - other

    def __rsub__(self, other: int) -> Integers:
        return other - self.notes.number(self)

    __radd__, __rmul__, __rand__, __ror__, __rxor__ = __add__, __mul__, __and__, __or__, __xor__


_ZERO, _ONE = 0, 1
_TRUTH: Final = Bound(0, 1, [0])
_KINDS: Final = [(2**bits, np.dtype(f"i{(bits + 1) // 8}").type) for bits in (7, 15, 31)]
"""What numbers below so much, on either side of zero, have room in."""

_BOUNDS: Final = Bounds()
_ON_COLUMNS: Final[Mapping[Any, Any]] = {
    add: np.add,
    sub: np.subtract,
    mul: np.multiply,
    floordiv: np.floor_divide,
    mod: np.remainder,
    ge: np.greater_equal,
    gt: np.greater,
    le: np.less_equal,
    lt: np.less,
}


def ends_of(one: Any) -> Interval:
    """The lowest and the highest it may be."""
    bound = _bound_of(one)
    return (bound.low, bound.high) if isinstance(bound, Bound) else (one, one)


def _bound_of(one: Integers) -> Any:
    return one.bound if isinstance(one, Spanned) else one


def _is_apart(one: Span, other: Any) -> bool:
    (low, high), (least, most) = ends_of(one), ends_of(other)
    return high < least or most < low


def _kind(*several: Any) -> Kind:
    """How many bits are enough for all of them."""
    ends = [end for one in several for end in ends_of(one)]
    most = max(map(abs, ends))
    return next((kind for room, kind in _KINDS if most < room), np.int64)


class Spans(Operations):
    """Operations that note down what is to be done."""

    def __init__(self) -> None:
        self._noted: dict[Hashable, Spanned] = {}

    def given(self, name: Hashable, ends: Interval) -> Integers:
        """A column none of whose numbers is outside these ends; the number, where it is but one."""
        if ends[0] == ends[1]:
            return ends[0]
        bound = Bound(*ends, [0])
        return Span(None, (), _kind(bound), name).within(bound, self)

    def worked(self, how: Callable[[Any, Any], Any], one: Integers, other: Integers) -> Integers:
        """Arithmetic on two numbers."""
        one, other = self.number(one), self.number(other)
        bound = how(_bound_of(one), _bound_of(other))
        return self._numbers(_ON_COLUMNS[how], bound, one, other)

    def compared(self, how: Callable[[Any, Any], bool], one: Span, other: Integers) -> Truth:
        """Whether one is so much; corners tell, as a comparison turns but once."""
        other = self.number(other)
        corners = {how(own, their) for own in ends_of(one) for their in ends_of(other)}
        return corners.pop() if len(corners) == 1 else self.told(_ON_COLUMNS[how], one, other)

    def told(self, how: How, *args: Any) -> Truth:
        """Something that holds or does not."""
        return self._note(Told, how, args, bool, _TRUTH)

    def number(self, one: Integers) -> Integers:
        """A truth as one or nothing."""
        if not isinstance(one, Told):
            return one
        return self._note(Span, as_number, (one,), np.int8, _TRUTH)

    def where(self, condition: Truth, then: Integers, otherwise: Integers) -> Integers:  # type: ignore[override]
        if not isinstance(condition, Told):
            return then if condition else otherwise
        if isinstance(then, bool | Told) and isinstance(otherwise, bool | Told):
            return condition & then | (condition ^ True) & otherwise
        then, otherwise = self.number(then), self.number(otherwise)
        if not isinstance(otherwise, Spanned) and not otherwise:
            return condition * then
        if isinstance(then, Span) and isinstance(otherwise, Span):
            both = gcd(then.times, otherwise.times)
            if both > 1:  # multiplied afterwards, by this and by what is still to come at once
                then, otherwise = then.over(both), otherwise.over(both)
                return self.where(condition, then, otherwise) * both
        bound = _BOUNDS.where(_TRUTH, _bound_of(then), _bound_of(otherwise))
        return self._note(Span, chosen, (condition, then, otherwise), _kind(bound), bound)

    def take(self, table: Sequence[int], place: Integers) -> Integers:  # type: ignore[override]
        place = self.number(place)
        if not isinstance(place, Span):
            return table[place]
        bound = _BOUNDS.take(table, place.bound)
        return self._note(Span, taken_from(tuple(table)), (place,), _kind(bound), bound)

    def minimum(self, one: Integers, other: Integers) -> Integers:  # type: ignore[override]
        return self._picked(np.minimum, self.number(one), self.number(other))

    def maximum(self, one: Integers, other: Integers) -> Integers:  # type: ignore[override]
        return self._picked(np.maximum, self.number(one), self.number(other))

    def _picked(self, how: How, one: Integers, other: Integers) -> Integers:
        """The smaller, or the larger; one of both as a whole, where their ends say which."""
        is_least = how is np.minimum
        low, high = (one, other) if is_least else (other, one)
        if ends_of(low)[1] <= ends_of(high)[0]:
            return one
        if ends_of(high)[1] <= ends_of(low)[0]:
            return other
        pick = _BOUNDS.minimum if is_least else _BOUNDS.maximum
        bound = pick(_bound_of(one), _bound_of(other))
        if isinstance(one, Span) and isinstance(other, Span):
            return self._numbers(how, bound, one, other)
        column = one if isinstance(one, Span) else other  # beside a number it is cut off at its end
        return self._note(Span, clipped, (column, *ends_of(bound)), _kind(bound, column), bound)

    def _numbers(self, how: How, bound: Bound, one: Integers, other: Integers) -> Integers:
        if bound.low == bound.high:
            return bound.low
        return self._note(Span, how, (one, other), _kind(bound, one, other), bound)

    def _note(
        self, form: type[Spanned], how: How, args: Sequence[Any], kind: Kind, bound: Bound
    ) -> Any:
        """A step; one that is noted already is not noted again."""
        key = (how, *[(id(one),) if isinstance(one, Step) else one for one in args])
        if key not in self._noted:
            if form is Span:  # numbers beside columns have no more bits than there is need for
                args = [one if isinstance(one, Step) else kind(one) for one in args]
                if isinstance(how, np.ufunc):
                    how = partial(how, dtype=kind, casting="unsafe")
                else:
                    how = partial(how, kind=kind)
            self._noted[key] = form(how, args, kind).within(bound, self)
        return self._noted[key]
