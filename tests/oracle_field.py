"""What the field tells of a community, tried out number by number.

`supplied` maps names of columns, `top:示范:first`, to a number or to [least, most]. What is not
told may be anything; a few dozen small numbers and a huge one stand for it.
"""

from __future__ import annotations

import itertools
import math
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    Table: TypeAlias = Mapping[str, Any]

FEW = 40
HUGE = 10_000_000


def told(supplied: Mapping[str, Any], name: str, least: int) -> list[int]:
    """The numbers a column can be."""
    value = supplied.get(name)
    if value is None:
        return [*range(least, FEW), HUGE]
    low, high = value if isinstance(value, list) else (value, value)
    return list(range(int(low), int(high) + 1))


def standings(supplied: Mapping[str, Any], name: str) -> Iterator[tuple[int, int]]:
    """First and last rank, as they can be together."""
    for first, last in itertools.product(
        told(supplied, f"{name}:first", 1), told(supplied, f"{name}:last", 1)
    ):
        if first <= last:
            yield first, last


def verdict(found: Iterable[bool]) -> str:
    """Reached where all of them hold, out of reach where none does."""
    states = set(found)
    if states == {True}:
        return "reached"
    return "possible" if True in states else "out_of_reach"


def in_all(share: Fraction, base: int, mode: str) -> int:
    """A share of so many, as a whole number."""
    exact = share * base
    if mode == "nearest":
        return math.floor(exact + Fraction(1, 2))
    return math.floor(exact) if mode == "down" else math.ceil(exact)


def of_quota(table: Table, name: str, supplied: Mapping[str, Any]) -> str:
    """Whether it has a place, of which there is at least one."""
    chosen = [one for one in told(supplied, f"{name}:chosen", 0) if one <= 1]
    if chosen == [1]:  # whoever has a place has one, however many there are
        return "reached"
    bases = told(supplied, f"{name}:base", 0) if "share" in table else [0]
    places = [
        in_all(as_share(table), base, table["round"]) if "share" in table else table["places"]
        for base in bases
    ]
    return verdict(bool(one) and many > 0 for one in chosen for many in places)


def as_share(table: Table) -> Fraction:
    """The share written in a table."""
    text = table["share"]
    return Fraction(text.rstrip("%")) / 100 if isinstance(text, str) else Fraction(text)


def of_top(table: Table, name: str, supplied: Mapping[str, Any]) -> str:
    """Whether it is among the first, or not among the last."""
    all_in = table["ties"] == "all"
    if "n" in table:
        ranks = standings(supplied, name)
        return verdict((first if all_in else last) <= table["n"] for first, last in ranks)
    found = []
    for base in told(supplied, f"{name}:base", 1):
        for first, last in standings(supplied, name):
            if last <= base:
                worse = base - last
                equal = last - first
                found.append(worse + (0 if all_in else equal) >= table["last"])
    return verdict(found)


def of_children(table: Table, name: str, supplied: Mapping[str, Any]) -> str:
    """Whether enough units below have come so far."""
    if "not_known" in table:
        return "possible"
    found = []
    for base in told(supplied, f"{name}:base", 0):
        for reached in told(supplied, f"{name}:reached", 0):
            if reached <= base:
                need = table.get("places")
                if need is None:
                    need = in_all(as_share(table), base, table["round"])
                found.append(reached >= need)
    return verdict(found)


def of_rank(table: Table, name: str, supplied: Mapping[str, Any]) -> tuple[Fraction, Fraction]:
    """The fewest and the most points its rank can give."""
    listed = [Fraction(one) for one in table["points"]]
    rest = Fraction(table.get("rest", 0))

    def of_one(rank: int) -> Fraction:
        return listed[rank - 1] if rank <= len(listed) else rest

    found = []
    for first, last in standings(supplied, name):
        if table["ties"] == "mean":
            some = range(first, min(last, FEW) + 1)
            whole = sum((of_one(rank) for rank in some), Fraction(0))
            rank_sum = whole + rest * max(0, last - max(first - 1, FEW))
            found.append(rank_sum / (last - first + 1))
        else:
            found.append(of_one(first if table["ties"] == "best" else last))
    return min(found), max(found)
