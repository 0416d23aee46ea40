"""How far a community is from a tier, and what would close the distance."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final, get_args

from civscore.gaps.asking import StepKind
from civscore.gaps.steps import Step
from civscore.scoring.tiers import TierResult
from civscore.sentences import Sentence, joined, say
from civscore.values import Value


class Gap(Value):
    """The distance to one tier: what blocks it, and every step there is.

    The largest gain comes first; what only adds bonus points comes after all else.
    """

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

    @property
    def ask(self) -> tuple[Step, ...]:
        """What only others can settle."""
        return self._of("ask")

    @property
    def provable(self) -> Decimal:
        """Points to be had by proof alone."""
        return sum((step.gain for step in self.collect), Decimal(0))

    def by_kind(self) -> Iterator[tuple[str, tuple[Step, ...]]]:
        """The kinds there are steps of, with their steps."""
        for kind in get_args(StepKind):
            if steps := self._of(kind):
                yield kind, steps

    def _of(self, kind: str) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if step.kind == kind)

    @property
    def summary(self) -> Sentence:
        """The distance in a sentence: the total first, then every other condition."""
        if self.tier.standing == "negative":
            return _listed(self.tier)
        total = next((one for one in self.tier.conditions if one.kind == "total"), None)
        if self.tier.status == "reached":
            return total.because if total is not None else say("各项条件均已满足", "all reached")
        if self.tier.is_needless:
            return say("已有称号等级，不适用", "does not come up: a title is reached")
        if self.tier.qualifies:
            return _qualified(self.tier)
        said = [self._total_said()] if total is not None else []
        others = [one for one in self.tier.blocking if one.kind != "total"]
        failing = tuple(one.because for one in others if one.status == "out_of_reach")
        asked = [one.because for one in others if one.status == "possible" and one.asks is not None]
        open_ones = len(others) - len(failing) - len(asked)
        if failing:
            said.append(say("未满足：{what}", "not reached: {what}", what=joined(failing[:_SAID])))
        if len(failing) > _SAID:
            said.append(say("等 {n} 项", "{n} in all", n=len(failing)))
        if open_ones:
            zh, en = "另有 {n} 项条件待证", "{n} further conditions are unproven"
            said.append(say(zh, en, n=open_ones))
        return joined((*said, *asked))

    def _total_said(self) -> Sentence:
        values = {"short": self.short, "best": self.short_at_best}
        if self.short == 0:
            return say("总分已够", "enough points", **values)
        asked = sum((step.gain for step in self.ask), Decimal(0))
        if self.short_at_best == 0 and asked and self.provable < self.short:
            zh = "总分尚差 {short} 分，待证部分够补上，但其中 {asked} 分要由别人查明，补佐证得不到"
            en = "{short} points short, enough once all is settled, {asked} of it by others"
            return say(zh, en, asked=asked, **values)
        if self.short_at_best == 0:
            zh = "总分尚差 {short} 分，待证部分全部填报并采信即够"
            return say(zh, "{short} points short, enough once all is proven", **values)
        if self.short_at_best == self.short:
            return say("总分尚差 {short} 分，须整改", "{short} points short", **values)
        zh = "总分尚差 {short} 分，待证部分全部采信后仍差 {best} 分，须整改"
        return say(zh, "{short} points short, {best} even with all that is unproven", **values)


def _qualified(tier: TierResult) -> Sentence:
    """What others still have to decide, once a community has done its part."""
    said = tuple(one.because for one in tier.blocking)
    is_own = any(one.kind == "children" for one in tier.blocking)
    own = say("自身条件都已满足", "its own part is done")
    first = own if is_own else say("符合条件", "qualifies")
    return joined((first, *said), "，", "; ")


_SAID: Final = 3
"""Failing conditions named in the summary; the report lists all."""


def _listed(tier: TierResult) -> Sentence:
    """Why a community is, may be or is not on a list, and how it gets off."""
    said = tuple(one.because for one in tier.conditions)
    if tier.status != "out_of_reach" and tier.tier.exit:
        said = (*said, say("移出：{e}", "to get off: {e}", e=tier.tier.exit))
    return joined(said)


def _place(step: Step) -> tuple[bool, bool, Decimal, Decimal]:
    """What all else hangs on comes first, what only adds bonus points last."""
    return step.role != "scope", step.role == "bonus", -step.counts, -step.gain


def gap_to(tier: TierResult, steps: Iterable[Step], *, bonus_counts: bool) -> Gap:
    """The gap to a tier: the steps that bring it nearer, and no others.

    Where bonus points do not count, what earns them brings no tier nearer, unless it is named.
    """
    totals = [one for one in tier.conditions if one.kind == "total"]
    short = max((one.short for one in totals), default=Decimal(0))
    at_best = max((one.short_at_best for one in totals), default=Decimal(0))
    is_list = tier.standing == "negative"
    if tier.status == ("out_of_reach" if is_list else "reached"):
        return Gap(tier, (), short, at_best)
    blocking = set() if is_list else {one.subject for one in tier.blocking if one.subject}
    useful = [
        step
        for step in steps
        if step.role in {"condition", "scope"}
        or step.id in blocking
        or (step.gap == "disagreement" and short > 0)
        or (
            step.gain > 0
            and (bonus_counts or step.role != "bonus")
            and ((short > 0 and step.counts > 0) or step.section in blocking)
        )
    ]
    in_order = sorted(useful, key=_place)
    return Gap(tier, tuple(in_order), short, at_best)
