"""The points tree put together: what each section comes to, and all of them."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from civscore.exact import scaled
from civscore.standard import model
from civscore.standard.contents import Path
from civscore.standard.plan import PlannedCriterion, PlannedSection, may_not_apply
from civscore.standard.sums import PlannedSum, added, bounded, weighed


class Totals:
    """Sums over criteria that have been planned."""

    def __init__(self, criteria: Sequence[PlannedCriterion], scale: int) -> None:
        self.criteria = criteria
        self.scale = scale

    def section(
        self,
        section: model.Section,
        path: Path,
        depth: int,
        below: tuple[int, ...],
        inner: tuple[PlannedSection, ...],
    ) -> PlannedSection:
        """A section over the criteria below it, by number, some of them in sections inside it."""
        nested = {number for one in inner for number in one.criteria}
        direct = [number for number in below if number not in nested]
        scored, bonus = self._sums_of(inner, section.full, direct)
        return PlannedSection(
            section,
            path,
            depth,
            scored.full,
            below,
            tuple(number for number in below if self.criteria[number].role == "scored"),
            inner,
            bounded(scored, self._units(section.floor), None),
            bounded(bonus, None, self._units(section.cap)),
        )

    def whole(
        self, standard: model.Standard, tops: tuple[PlannedSection, ...]
    ) -> tuple[PlannedSum, PlannedSum]:
        """All sections together, and all bonus."""
        scoring = standard.scoring
        whole, bonus = self._sums_of(tops, standard.standard.full)
        cap = scoring.bonus.cap if scoring.bonus else Decimal(0)
        whole = bounded(whole, self._units(scoring.floor), None)
        return whole, bounded(bonus, None, self._units(cap))

    def _sums_of(
        self, inner: Sequence[PlannedSection], full: Decimal | None, direct: Iterable[int] = ()
    ) -> tuple[PlannedSum, PlannedSum]:
        """How scored criteria add up, and how bonus does, of criteria and sections together."""
        weights = [one.weight for one in inner if one.weight is not None and one.scored]
        scored = tuple(n for n in direct if self.criteria[n].role == "scored")
        bonus = tuple(n for n in direct if self.criteria[n].role == "bonus")
        if weights:
            sums = [one.sum for one in inner if one.weight is not None and one.scored]
            known = self._units(full)
            whole = weighed(weights, sums, sum(s.full for s in sums) if known is None else known)
        else:
            own = {n: self.criteria[n] for n in scored}
            leaving = tuple(n for n, one in own.items() if one.leaves and may_not_apply(one))
            base = sum(one.full for one in own.values())
            whole = added(scored, base, [one.sum for one in inner], leaving)
        return whole, added(bonus, 0, [one.bonus for one in inner])

    def _units(self, points: Decimal | None) -> int | None:
        return None if points is None else scaled(points, self.scale)
