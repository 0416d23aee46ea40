"""What moves the ranking: the weight of one section is raised and lowered within a band."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from civscore.standard.plan import Plan
from civscore.values import Value


class Place(Value):
    """What a community has for certain: in all, and in each section."""

    id: str
    total: Fraction
    sections: Mapping[str, Fraction]


class Sway(Value):
    """How far a section decides who comes before whom."""

    section: str
    title: str
    moved: int  # communities that come to another rank, with more weight or with less
    furthest: str  # id of the one that moves most; "" if none does
    before: int  # its rank
    after: int
    first_changes: bool  # whether somebody else comes first


def ranks_of(totals: Sequence[Fraction]) -> list[int]:
    """The rank of each; equals share the best of theirs."""
    rising = sorted(totals)
    return [1 + len(rising) - bisect_right(rising, one) for one in totals]


def sways(plan: Plan, places: Sequence[Place], band: Decimal) -> Iterator[Sway]:
    """Each section in turn, the one that moves most first; no more than one is changed at once."""
    before = ranks_of([one.total for one in places])
    factors = plan.factors or ((1, 1),) * len(plan.sections)
    found = []
    for planned, (part, of) in zip(plan.sections, factors, strict=True):
        if planned.scored:
            share, name = Fraction(band) * Fraction(part, of), planned.section.id
            moves = [
                ranks_of([one.total + sign * share * one.sections.get(name, 0) for one in places])
                for sign in (1, -1)
            ]
            found.append(_sway(name, planned.section.title, places, before, moves))
    yield from sorted(found, key=lambda one: -one.moved)


def _sway(
    name: str,
    title: str,
    places: Sequence[Place],
    before: Sequence[int],
    moves: Sequence[Sequence[int]],
) -> Sway:
    each = list(zip(before, *moves, strict=True))
    moved = [number for number, one in enumerate(each) if len(set(one)) > 1]
    first = [tuple(n for n, rank in enumerate(one) if rank == 1) for one in (before, *moves)]
    if not moved:
        return Sway(name, title, 0, "", 0, 0, first_changes=False)

    ends = [
        (number, start, end)
        for number in moved
        for start, *after in (each[number],)
        for end in after
    ]
    most, start, end = max(ends, key=lambda one: abs(one[2] - one[1]))
    others_first = len(set(first)) > 1
    return Sway(name, title, len(moved), places[most].id, start, end, first_changes=others_first)
