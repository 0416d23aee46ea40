"""How far assessors agree 评分核对: where they differ, by how much, and whether one scores high.

Each pair of assessors is compared on the criteria that both have scored. As criteria have different
full points, agreement is measured on shares of the full points: how many are equal, by how much the
first is above the second on average, and Cohen's kappa with quadratic weights (Cohen 1968,
Psychological Bulletin 70:213–220), which also says how much of the likeness chance would give:

    κ = 1 − Σ (aᵢ − bᵢ)² ÷ (Σᵢ Σⱼ (aᵢ − bⱼ)² ÷ n)

- *Every score of both is the same share?* Chance gives the same; there is no κ.
- *One has scored more than the other?* What only one has scored is listed, not compared.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import combinations
from typing import Final

from civscore.evidence.model import Bundle
from civscore.scoring.marks import Marks, marks_of
from civscore.sentences import Sentence, plain
from civscore.standard.chapters.assessors import CHECK, SELF, assessors_of
from civscore.standard.plan import Plan, PlannedCriterion
from civscore.values import Value

_FEW: Final = 2


class Scored(Value):
    """A criterion that anybody has scored."""

    planned: PlannedCriterion
    full: Decimal
    marks: Marks

    @property
    def id(self) -> str:
        """The clause's id."""
        return self.planned.id

    def points(self, assessor: str) -> Decimal | None:
        """What an assessor gave; None if they gave nothing."""
        return next((one.points for one in self.marks.given if one.assessor == assessor), None)

    @property
    def apart(self) -> Decimal:
        """From the least to the most that was given."""
        points = [one.points for one in self.marks.given]
        return max(points) - min(points)

    @property
    def against(self) -> tuple[Sentence, Decimal] | None:
        """What a community's own score is held against: what counts, or the check."""
        counting, points = self.marks.counting, self.marks.points
        if [one.assessor for one in counting] == [SELF]:
            return None
        if points is not None:
            return self.marks.label, points
        checked = (one for one in self.marks.given if one.assessor == CHECK and not counting)
        return next(((plain(one.title), one.points) for one in checked), None)

    @property
    def inflated(self) -> Decimal:
        """By how much what a community gives itself is above `against`."""
        own, against = self.points(SELF), self.against
        return Decimal(0) if own is None or against is None else own - against[1]


class Pair(Value):
    """Two assessors, and what they gave for the criteria both have scored."""

    first: str
    second: str
    given: tuple[tuple[Decimal, Decimal, Decimal], ...]
    """Points of the first, of the second, full points."""

    @property
    def equal(self) -> int:
        """For how many criteria they gave the same."""
        return sum(one == other for one, other, _ in self.given)

    @cached_property
    def shares(self) -> tuple[tuple[Fraction, Fraction], ...]:
        """What they gave as shares of the full points."""
        return tuple(
            (Fraction(a) / Fraction(full), Fraction(b) / Fraction(full))
            for a, b, full in self.given
        )

    @property
    def total(self) -> Decimal:
        """By how many points the first is above the second in all."""
        return sum((one - other for one, other, _ in self.given), Decimal(0))

    @property
    def mean(self) -> Fraction:
        """By how many points the first is above the second, on average."""
        return Fraction(self.total) / len(self.given)

    @property
    def kappa(self) -> Fraction | None:
        """Cohen's, with quadratic weights; None where chance alone gives full agreement."""
        return kappa(self.shares)


class Agreement(Value):
    """How far the assessors of one community agree."""

    titles: dict[str, str]
    counting: tuple[str, ...]
    criteria: tuple[Scored, ...]
    pairs: tuple[Pair, ...]

    @property
    def differing(self) -> tuple[Scored, ...]:
        """Criteria on which they differ, most apart first."""
        found = [one for one in self.criteria if one.marks.differ]
        return tuple(sorted(found, key=lambda one: -one.apart))

    @property
    def inflated(self) -> tuple[Scored, ...]:
        """Criteria for which the community gives itself more than counts, most first."""
        found = [one for one in self.criteria if one.inflated > 0]
        return tuple(sorted(found, key=lambda one: -one.inflated))

    @property
    def open(self) -> tuple[Scored, ...]:
        """Criteria whose assessor has yet to score."""
        return tuple(one for one in self.criteria if one.marks.awaited)


def agreement_of(plan: Plan, bundle: Bundle) -> Agreement | None:
    """How far the assessors agree; None where fewer than two have scored."""
    chapter = assessors_of(plan)
    if sum(map(bool, bundle.scores.values())) < _FEW:
        return None
    marks = marks_of(plan, bundle)
    scored = tuple(
        Scored(one, one.criterion.full or Decimal(0), marks[one.id])
        for one in plan.criteria
        if one.id in marks
    )
    names = [name for name in chapter.titles if bundle.scores.get(name)]
    pairs = tuple(_pairs(names, scored))
    return Agreement(dict(chapter.titles), tuple(chapter.weights), scored, pairs)


def _pairs(names: Sequence[str], scored: Sequence[Scored]) -> Iterator[Pair]:
    for first, second in combinations(names, 2):
        both = [(one.points(first), one.points(second), one.full) for one in scored]
        given = tuple(
            (a, b, full) for a, b, full in both if a is not None and b is not None and full
        )
        if given:
            yield Pair(first, second, given)


def kappa(pairs: Sequence[tuple[Fraction, Fraction]]) -> Fraction | None:
    """Cohen's kappa with quadratic weights, exactly; None where it has no meaning."""
    seen = sum((a - b) ** 2 for a, b in pairs)
    by_chance = sum((a - b) ** 2 for a, _ in pairs for _, b in pairs)
    return None if not by_chance else 1 - Fraction(seen) * len(pairs) / by_chance
