"""What is asked of the field, answered for every community: ranks, places, units below.

Every answer lies between two ends that hold whatever is still found out.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from civscore.cohorts.field import ALWAYS, Answers, Field
from civscore.cohorts.ranking import Entry, Pool
from civscore.cohorts.standing import Number, Stand
from civscore.scoring.sums import Verdict
from civscore.standard.demands.children import Children
from civscore.standard.demands.quota import Quota
from civscore.standard.demands.top import Top
from civscore.standard.reserved import Reserved, in_number
from civscore.standard.rows import Interval


def _ranked(field: Field, asked: Reserved) -> Answers:
    """Ranks of a number; the lowest come first where that is declared."""
    sign = 1 if asked.declared.order == "high" else -1

    def number_of(stand: Stand) -> Number:
        (low, high), there = stand.ranked[asked.of]
        return ((low, high) if sign > 0 else (-high, -low)), there

    pools = _pools(field.members(asked.within, number_of))

    def columns(number: int, group: str) -> Sequence[Interval]:
        return pools(group).ranks(number, number_of(field.stands[number])[0])

    return field.in_each(asked.within, columns)


def _pools(members: Mapping[str, list[Entry]]) -> Callable[[str], Pool]:
    made = {group: Pool(entries) for group, entries in members.items()}
    return lambda group: made.get(group) or made.setdefault(group, Pool(()))


def _top(field: Field, asked: Reserved) -> Answers:
    """Ranks of totals: of those that meet all else, or of all where the last lose something."""
    top: Top = asked.declared

    def number_of(stand: Stand) -> Number:
        return stand.total, stand.meets[asked.of] if top.last is None else ALWAYS

    pools = _pools(field.members(asked.within, number_of))

    def columns(number: int, group: str) -> Sequence[Interval]:
        pool = pools(group)
        ranks = pool.ranks(number, field.stands[number].total)
        return ranks if top.last is None else (*ranks, pool.size(number))

    return field.in_each(asked.within, columns)


def _quota(field: Field, asked: Reserved) -> Answers:
    """Whether there is a place, and how many the share is of."""
    quota: Quota = asked.declared
    wanting = _pools(field.members(asked.within, lambda one: (one.total, one.meets[asked.of])))
    bases = _pools(field.members(asked.within, lambda one: (one.total, _at(quota.of, one))))

    def columns(number: int, group: str) -> Sequence[Interval]:
        stand = field.stands[number]
        base = _counted(bases(group), number, _at(quota.of, stand))
        if quota.share is not None and quota.round is not None:
            few, many = (in_number(quota.share, one, quota.round) for one in base)
        else:
            fixed = quota.places if isinstance(quota.places, int) else 0
            few, many = stand.places.get(asked.of, (fixed, fixed))
        pool = wanting(group)
        if quota.by is None:  # where there is a place for each, nobody has to choose
            chosen = pool.size(number)[1] <= few, many > 0
        else:
            first, last = pool.ranks(number, stand.total)
            rank = first if quota.ties == "all" else last
            chosen = rank[1] <= few, rank[0] <= many
        found = int(chosen[0]), int(chosen[1])
        return (found,) if quota.share is None else (found, base)

    return field.in_each(asked.within, columns)


def _at(tier: str, stand: Stand) -> Verdict:
    """Whether a community is at a tier; all are at none."""
    return stand.reached.get(tier, (False, False)) if tier else ALWAYS


def _counted(pool: Pool, number: int, own: Verdict) -> Interval:
    """How many are in a pool, where it is known that one is in the group."""
    more = own[0] and number not in pool.certain
    return len(pool.certain) + more, len(pool.possible)


def _children(field: Field, asked: Reserved) -> Answers:
    """Units below that have come so far; nothing is told where none is listed."""
    children: Children = asked.declared
    for number, stand in enumerate(field.stands):
        here, astray = field.below(stand)
        if here and children.at in here[0].reached:
            found = [_at(children.at, one) for one in here]
            more = sum(_at(children.at, one)[1] for one in astray)
            reached = sum(one[0] for one in found), sum(one[1] for one in found) + more
            yield number, (reached, (len(here), len(here) + len(astray)))


ANSWERS: Final[Mapping[str, Callable[[Field, Reserved], Answers]]] = {
    "ranked": _ranked,
    "top": _top,
    "quota": _quota,
    "children": _children,
}
