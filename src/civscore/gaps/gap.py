"""How far a community is from a tier, and what would close the distance."""

from collections.abc import Iterable
from decimal import Decimal

from civscore.gaps.steps import Step
from civscore.scoring.tiers import TierResult
from civscore.sentences import Sentence, say
from civscore.values import Value


class Gap(Value):
    """The distance to one tier: what blocks it, and every step there is, largest gain first."""

    tier: TierResult
    steps: tuple[Step, ...]
    short: Decimal  # points short of the total it demands, as things are proven now
    short_at_best: Decimal  # points still short once all that is unproven is proven

    @property
    def collect(self) -> tuple[Step, ...]:
        """Proof to collect."""
        return self._of("collect")

    @property
    def fix(self) -> tuple[Step, ...]:
        """Things to change on the ground."""
        return self._of("fix")

    @property
    def wait(self) -> tuple[Step, ...]:
        """What only time mends."""
        return self._of("wait")

    def _of(self, kind: str) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if step.kind == kind)

    @property
    def summary(self) -> Sentence:
        """The distance in one sentence."""
        values = {"t": self.tier.id, "short": self.short, "best": self.short_at_best}
        if self.tier.status == "reached":
            return say("已达到“{t}”", "“{t}” is reached", **values)
        if self.tier.status == "possible":
            zh = "“{t}”尚差 {short} 分,待证部分全部采信即可达到"
            en = "“{t}”: {short} points short; reached once all that is unproven is proven"
            if self.short == 0:
                zh, en = "“{t}”总分已够,其余条件待证", "“{t}”: enough points, the rest is unproven"
            return say(zh, en, **values)
        if self.short_at_best > 0:
            zh = "“{t}”尚差 {short} 分;待证部分全部采信后仍差 {best} 分,须整改"
            en = "“{t}”: {short} points short, {best} even with all that is unproven"
            return say(zh, en, **values)
        zh = "“{t}”总分可以达到,但有条件未满足:{what}"
        en = "“{t}”: the total can be reached, but not: {what}"
        blocked = tuple(one.because for one in self.tier.blocking if one.status == "out_of_reach")
        return say(zh, en, what=blocked, **values)


def gap_to(tier: TierResult, steps: Iterable[Step]) -> Gap:
    """The gap to a tier: the steps that gain points, or that clear what blocks it."""
    totals = [one for one in tier.conditions if one.kind == "total"]
    short = max((one.short for one in totals), default=Decimal(0))
    at_best = max((one.short_at_best for one in totals), default=Decimal(0))
    if tier.status == "reached":
        return Gap(tier, (), short, at_best)
    blocking = {one.subject for one in tier.blocking}
    useful = [step for step in steps if step.gain > 0 or step.id in blocking]
    return Gap(tier, tuple(sorted(useful, key=lambda step: -step.gain)), short, at_best)
