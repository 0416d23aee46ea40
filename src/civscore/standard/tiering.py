"""Tiers planned: what each demands, by name and in units."""

from collections.abc import Collection, Iterator

from civscore.exact import scaled
from civscore.standard import model
from civscore.standard.demands import Asked, PlannedDemand
from civscore.standard.document import Entry
from civscore.standard.drafts import TierDraft
from civscore.standard.ladder import stacked
from civscore.standard.naming import Naming
from civscore.standard.plan import PlannedSection, PlannedTier


class Tiers:
    """How the tiers of a standard are planned: with its names and the place it stands in."""

    def __init__(self, standard: model.Standard, naming: Naming, entry: Entry) -> None:
        self.standard, self.naming, self.entry = standard, naming, entry

    def plan(
        self,
        tops: tuple[PlannedSection, ...],
        full: int,
        among: Collection[str] | None = None,
        *,
        is_whole: bool,
    ) -> Iterator[PlannedTier]:
        """Every tier over these sections; of all criteria, or those whose ids are `among` them."""
        scale, bonus = self.naming.scale, self.standard.scoring.bonus
        most = full + (scaled(bonus.cap, scale) if bonus is not None and bonus.counts else 0)
        sections = {one.section.id: one.full for one in tops}
        criteria = {
            one.id: _asked(one, scale)
            for one in self.standard.criteria()
            if among is None or one.id in among
        }
        lower: dict[str, list[PlannedDemand]] = {}
        known = most if is_whole else None
        tiers = [one.id for one in self.standard.tier]
        for number, tier in enumerate(self.standard.tier):
            place = self.entry.at("tier", number)
            draft = TierDraft(self.naming, place, tier.id, tiers, known, sections, criteria)
            own: dict[str, list[PlannedDemand]] = {}
            for key, demand in tier.demands.items():
                draft.key = key
                own[key] = [demand.plan(draft)]
            if self.standard.scoring.stacked and tier.standing == "title":
                own = lower = stacked(own, lower)
            yield PlannedTier(tier, tuple(one for several in own.values() for one in several))


def _asked(criterion: model.Criterion, scale: int) -> Asked:
    full = scaled(criterion.full or model.FULL_OF_CONTROL, scale)
    return Asked(full, criterion.role, criterion.tags)
