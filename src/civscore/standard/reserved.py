"""Columns reserved for what only the field can tell: a rank, a place among few, the units below.

One community alone leaves them unknown. Whoever judges a whole cohort reads `Plan.reserved`, finds
out what each asks, and hands the columns to `assess(…, supplied=…)` by name, `top:示范:first`.
Nothing else of the scoring changes.

    quota      chosen 0 or 1: it has one of the places; base: how many the share is of
    top        first, last: its rank with and without ties in its favour; base: how many are ranked
    children   reached: units below that have come so far; base: how many there are
    ranked     first, last: as for top

`first` is one more than there are others certainly better, `last` counts its equals before it too.
Ranks of a tier are those of the total, among all that meet its other conditions.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final, Literal, TypeAlias

from civscore.exact import INTEGERS, ROUNDINGS, Integers, Operations
from civscore.sentences import Sentence, say
from civscore.standard.rows import Row
from civscore.values import Value

Within: TypeAlias = Literal["all", "league", "parent"]
"""Among whom: all that take part, its league, those under the same parent."""

MOST: Final = 10_000_000
"""More than there are communities."""


class Reserved(Value):
    """What is asked of the field, and where."""

    kind: str
    of: str  # id of the tier or criterion; of a mechanism in another, with its place there
    parts: tuple[str, ...]
    within: Within
    path: tuple[str | int, ...]
    declared: Any  # the demand or mechanism

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of its columns."""
        return tuple(f"{self.kind}:{self.of}:{part}" for part in self.parts)


class Ranks(Value):
    """The columns of a rank: first and last place among equals."""

    first: int
    last: int

    def shown(self, row: Row) -> Sentence | None:
        """The rank in words; None where it is not known at all."""
        low, high = row.low[self.first], row.high[self.last]
        if (low, high) == (1, MOST):
            return None
        if low == high:
            return say("第 {n} 名", "rank {n}", n=low)
        return say("第 {a} 至 {b} 名", "ranks {a} to {b}", a=low, b=high)


_AMONG: Final[Mapping[Within, tuple[str, str]]] = {
    "all": ("", ""),
    "league": ("同组内", " in its league"),
    "parent": ("同一上级内", " under its parent"),
}


def among(within: Within) -> Sentence:
    """Among whom; nothing where it is all."""
    return say(*_AMONG[within])


Rounding: TypeAlias = Literal["down", "up", "nearest"]

_MODES: Final[Mapping[Rounding, str]] = {"down": "down", "up": "up", "nearest": "half_up"}
_ROUNDED: Final[Mapping[Rounding, tuple[str, str]]] = {
    "down": ("向下取整", "rounded down"),
    "up": ("进一取整", "rounded up"),
    "nearest": ("四舍五入", "rounded to the nearest"),
}


def in_number(
    share: Decimal, base: Integers, rounding: Rounding, ops: Operations = INTEGERS
) -> Integers:
    """A share of so many, as a whole number."""
    part, whole = share.as_integer_ratio()
    return ROUNDINGS[_MODES[rounding]](part * base, whole, ops)


def rounded_said(rounding: Rounding, number: int | None) -> Sentence:
    """How it is rounded and, where that is known, what it comes to."""
    zh, en = _ROUNDED[rounding]
    if number is None:
        return say(zh, en)
    return say(f"{zh} {{n}} 个", f"{en}: {{n}}", n=number)
