"""A standard of which some clauses are there for some communities only.

For each kind of community there is a plan without the clauses of the others. The plan of all of
them stands in as long as it is not known which kind a community is.
"""

from collections.abc import Iterator
from typing import Final

from civscore.sentences import Sentence, joined, plain, say
from civscore.standard.cases import Cases
from civscore.standard.contents import Path
from civscore.standard.plan import Plan
from civscore.standard.rows import Row
from civscore.values import Value

NAMED: Final = 6
"""Things named in one sentence."""


class Special(Value):
    """Something that is there in some cases only."""

    path: Path
    title: str
    only: Sentence  # for what
    cases: frozenset[int]


class Divided(Value):
    """The cases, with the plan for each and the numbers its criteria have in the plan of all."""

    branches: Cases
    plans: tuple[Plan, ...]
    numbers: tuple[tuple[int, ...], ...]
    special: tuple[Special, ...]

    def plan_for(self, row: Row) -> Plan | None:
        """The plan for a community; None while it may be one of several."""
        at = self.branches.only(row)
        return None if at is None else self.plans[at]

    def common(self, row: Row) -> frozenset[int]:
        """Numbers of the criteria that are there whichever case it is."""
        return frozenset.intersection(
            *(frozenset(self.numbers[n]) for n in self.branches.possible(row))
        )

    def common_sections(self, row: Row) -> frozenset[str]:
        """Ids of the sections at the top that are there, and worth the same, in any case."""
        found = [
            {(one.section.id, one.full) for one in self.plans[n].sections}
            for n in self.branches.possible(row)
        ]
        return frozenset(name for name, _ in set.intersection(*found))

    def remarks(self, row: Row) -> Iterator[Sentence]:
        """What is left out, or that it is not known yet what is."""
        at = self.branches.only(row)
        if at is None:
            first = self.branches.to_settle(row)
            zh = "{f}：只列出共有的条款，总分是各种可能中最低到最高的"
            en = "{f}: only what all have is listed, the total is between the least and the most"
            yield say(zh, en, f=first)
            return
        absent = [one for one in self.special if at not in one.cases]
        paths = {one.path for one in absent}
        by_only: dict[str, list[Special]] = {}
        for one in absent:
            if not any(one.path[:end] in paths for end in range(len(one.path))):
                by_only.setdefault(one.only.text(), []).append(one)
        for several in by_only.values():
            names = joined(tuple(plain(one.title) for one in several[:NAMED]), "、", ", ")
            zh, en = "仅适用于{o}的不评：{n}", "only for {o}, not judged: {n}"
            if len(several) > NAMED:
                zh, en = zh + "等 {k} 条", en + " and others, {k} in all"
            yield say(zh, en, o=several[0].only, n=names, k=len(several))
