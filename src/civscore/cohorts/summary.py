"""What inspectors ask of a cohort: who stands where, what is weakest, what is missing, what is odd.

Communities are added one by one; of each only what the summary needs is kept.
"""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from civscore.assessment import Assessment
from civscore.cohorts.striking import Traits, Twins, traits_of, twins_among
from civscore.cohorts.swaying import Place, Sway, sways
from civscore.standard.plan import Plan
from civscore.values import Value

MOST: Final = 10
"""Lines of a list; the rest is for the table that `batch` writes."""


class TierCount(Value):
    """How many hold a title, and how many more could."""

    id: str
    held: int  # it is the highest they have
    open: int  # they have not come to it, and still could once all is proven
    near: tuple[str, ...]  # ids of those whom one step brings there, the next above their own


class Weak(Value):
    """A criterion, and what the cohort makes of it."""

    id: str
    title: str
    count: int  # communities it applies to
    full: Decimal  # of one of them, on average
    earned: Fraction  # on average
    lost: Fraction
    whole: int  # communities with full marks

    @property
    def share(self) -> Fraction:
        """What part of its points is lost."""
        return self.lost / Fraction(self.full) if self.full else Fraction(0)


class Missing(Value):
    """A fact that is not recorded, or evidence that is not there, and with how many."""

    kind: str  # fact, evidence
    id: str  # the fact, or the clause
    title: str
    count: int


class Mean(Value):
    """The mean total of some."""

    league: str  # "" for all
    count: int
    earned: Fraction
    possible: Fraction


class Summary(Value):
    """A cohort in short."""

    standard: str
    title: str
    count: int
    aside: int
    tiers: tuple[TierCount, ...]
    untitled: int
    means: tuple[Mean, ...]
    weakest: tuple[Weak, ...]
    missing: tuple[Missing, ...]
    band: Decimal
    sways: tuple[Sway, ...]
    full_marks: tuple[str, ...]  # ids of those who have all points there are
    self_praise: tuple[str, ...]  # … who give themselves full marks everywhere
    twins: tuple[Twins, ...]
    pictures: int  # pieces whose picture another community shows, too


class Tally:
    """Adds communities up."""

    def __init__(self, plan: Plan, band: Decimal) -> None:
        self.plan, self.band = plan, band
        self.count = self.aside = self.untitled = 0
        self._held: Counter[str] = Counter()
        self._open: Counter[str] = Counter()
        self._near: dict[str, list[str]] = {}
        self._sums: dict[str, list[Fraction]] = {}
        self._criteria: dict[str, list[Fraction]] = {}
        self._missing: Counter[tuple[str, str, str]] = Counter()
        self._places: list[Place] = []
        self._traits: list[Traits] = []

    def add(self, found: Assessment | None) -> None:
        """One more; None is one that could not be read."""
        if found is None:
            self.aside += 1
            return
        self.count += 1
        self._add_tiers(found)
        self._add_points(found)
        self._missing.update(_lacking(found))
        sections = {one.section.id: Fraction(one.split.earned) for one in found.sections}
        self._places.append(Place(found.community.id, Fraction(found.total.earned), sections))
        self._traits.append(traits_of(found))

    def _add_tiers(self, found: Assessment) -> None:
        if found.tier is None:
            self.untitled += 1
        else:
            self._held[found.tier] += 1
        self._open.update(one.id for one in found.titles if one.status == "possible")
        above = next((one.id for one in found.titles if one.status != "reached"), None)
        if above is not None and is_near(found, above):
            self._near.setdefault(above, []).append(found.community.id)

    def _add_points(self, found: Assessment) -> None:
        cohort: Any = self.plan.chapters.get("cohort")
        league = None if cohort is None else cohort.league(found.row)
        total = found.total
        for name in {"", league or ""}:
            _add(self._sums.setdefault(name, []), 1, total.earned, total.possible)
        for one in found.criteria:
            split = one.split
            if split.full and one.criterion.role == "scored":
                sums, whole = self._criteria.setdefault(one.id, []), split.earned == split.full
                _add(sums, 1, split.full, split.earned, split.lost, whole)

    def summary(self, pictures: int = 0) -> Summary:
        """All of it in short."""
        titles = [self.plan.tiers[number].tier.id for number in self.plan.titles]
        tiers = tuple(
            TierCount(one, self._held[one], self._open[one], tuple(self._near.get(one, ())))
            for one in titles
        )
        missing = sorted(self._missing.items(), key=lambda pair: -pair[1])[:MOST]
        weakest = sorted(self._weak(), key=lambda one: (-one.share, -one.lost))[:MOST]
        return Summary(
            f"{self.plan.id}@{self.plan.edition}", self.plan.title, self.count, self.aside, tiers,
            self.untitled, tuple(self._means()), tuple(one for one in weakest if one.lost),
            tuple(Missing(*key, number) for key, number in missing), self.band,
            tuple(sways(self.plan, self._places, self.band)),
            tuple(one.id for one in self._traits if one.has_full_marks),
            tuple(one.id for one in self._traits if one.praises_itself),
            tuple(twins_among(self._traits)), pictures,
        )  # fmt: skip

    def _means(self) -> Iterator[Mean]:
        for league, (count, earned, possible) in sorted(self._sums.items()):
            yield Mean(league, int(count), earned / count, possible / count)

    def _weak(self) -> Iterator[Weak]:
        titles = {one.id: one.criterion.title for one in self.plan.criteria}
        for name, (count, full, earned, lost, whole) in self._criteria.items():
            each = Decimal(full.numerator) / full.denominator / int(count)
            means = earned / count, lost / count
            yield Weak(name, titles[name], int(count), each, *means, int(whole))


def _add(sums: list[Fraction], *numbers: Decimal | int) -> None:
    """Each number to its sum."""
    added = [Fraction(one) for one in numbers]
    sums[:] = [one + more for one, more in zip(sums, added, strict=True)] if sums else added


def is_near(found: Assessment, tier: str) -> bool:
    """Whether nothing but points is short of a tier, and one thing done brings enough of them."""
    gap = found.gaps(tier)
    if any(one.kind != "total" for one in gap.tier.blocking) or not gap.short:
        return False
    return any(one.kind in {"collect", "fix"} and one.counts >= gap.short for one in gap.steps)


def _lacking(found: Assessment) -> Iterator[tuple[str, str, str]]:
    """Facts that are not recorded, evidence that is not there."""
    for name, fact in found.plan.standard.facts.items():
        if name in found.plan.used and not fact.formula and name not in found.bundle.records:
            yield "fact", name, fact.title
    for name, admission in found.admissions.items():
        for one in admission.lacking:
            yield "evidence", name, one.requirement.title
