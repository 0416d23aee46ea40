"""Tiers one above the other: their order, and what an upper one takes over from those below."""

from decimal import Decimal
from itertools import combinations
from typing import Final

from civscore.diagnostics import fault
from civscore.standard.demands import PlannedDemand
from civscore.standard.document import Entry
from civscore.standard.plan import Plan

TIERS_FALL: Final = fault(
    "tiers-not-rising",
    ("“{upper}”要求的总分不高于前一级“{lower}”", "“{upper}” asks no more than “{lower}”"),
    ("等级请由低到高书写", "write tiers in rising order"),
)
TIER_EMPTY: Final = fault(
    "tier-without-demand",
    ("等级“{name}”没有任何要求", "the tier “{name}” demands nothing"),
    ("请补上，如 total = 80", "add one, e.g. total = 80"),
)
NO_TITLE: Final = fault(
    "no-title",
    ("没有一个等级是称号", "no tier is a title"),
    ('请至少写一个 standing = "title" 的等级（缺省即是）', "add a tier whose standing is “title”"),
)
NEGATIVE_DEMAND: Final = fault(
    "negative-demand",
    ("负面名单“{name}”不能用 {key}", "“{name}” is a list nobody wants to be on: no {key}"),
    ("列入的情形请写成条件 all_of", "write what puts one on it as conditions, all_of"),
)
STACKED_UNDECLARED: Final = fault(
    "stacked-undeclared",
    (
        "“{lower}”要求 {key}，更高的“{upper}”没有写，标准没有说是否也要满足",
        "“{lower}” demands {key}, “{upper}” does not: is it to be met all the same?",
    ),
    (
        "请在 [scoring] 写 stacked = true（逐级包含）或 false，或在“{upper}”也写上 {key}",
        "declare stacked = true or false under [scoring], or write {key} under “{upper}”, too",
    ),
    why=(
        "先进要不要先满足达标的各项条件，结果可能不同，必须由标准写明",
        "whether an upper tier includes the lower ones changes who reaches it",
    ),
)

Demands = dict[str, list[PlannedDemand]]


def stacked(own: Demands, lower: Demands) -> Demands:
    """A tier's demands by key with those of the tiers below it; its own total takes their place."""
    found = {key: list(several) for key, several in own.items()}
    for key, several in lower.items():
        if key != "total" or key not in own:
            found.setdefault(key, []).extend(several)
    return found


def check_tiers(plan: Plan, entry: Entry) -> None:
    """Note tiers that demand nothing, and totals that fall."""
    before: tuple[str, Decimal] | None = None
    for number, planned in enumerate(plan.tiers):
        tier = planned.tier
        place = entry.at("tier", number)
        if not tier.demands and not place.is_unsound:
            place.report(TIER_EMPTY, name=tier.id)
        for key in tier.demands if tier.standing == "negative" else ():
            if key != "all_of":
                place.report_key(NEGATIVE_DEMAND, key, name=tier.id, key=key)
        total = getattr(tier.demands.get("total"), "root", None)
        if total is None or tier.standing != "title":
            continue
        if before is not None and total < before[1]:
            names = {"upper": tier.id, "lower": before[0]}
            place.report(TIERS_FALL, "total", **names)
        before = tier.id, total
    if not plan.titles and plan.tiers:
        entry.report(NO_TITLE, "tier", 0)


def check_stacking(plan: Plan, entry: Entry) -> None:
    """Note once where a lower tier has a kind of demand that a higher one lacks."""
    if plan.standard.scoring.stacked is not None:
        return
    titles = [plan.tiers[number].tier for number in plan.titles]
    for (_, lower), (at, upper) in combinations(zip(plan.titles, titles, strict=True), 2):
        lacking = [key for key in lower.demands if key not in upper.demands]
        if lacking:
            names = {"lower": lower.id, "upper": upper.id, "key": lacking[0]}
            entry.report(STACKED_UNDECLARED, "tier", at, **names)
            return
