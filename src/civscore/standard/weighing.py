"""Whether the sums a standard declares make sense: weights, floors, caps, what does not apply."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from civscore.diagnostics import fault
from civscore.exact import in_units
from civscore.standard.contents import Path
from civscore.standard.document import Entry
from civscore.standard.model import Section
from civscore.standard.plan import Plan, PlannedSection, may_not_apply
from civscore.standard.reckoning import NotApplicable

NOT_FULL: Final = fault(
    "weights-not-full",
    ("同级项目的权重合计 {total}%，不是 100%", "the weights add up to {total}%, not 100%"),
    ("请核对各项的 weight", "check each weight"),
)
MIXED: Final = fault(
    "weights-mixed",
    (
        "“{name}”没有权重，而同级有项目写了权重",
        "“{name}” has no weight, though a sibling has one",
    ),
    (
        "请给每个同级项目都写 weight，或都不写；条款不能与带权重的项目并列，请放进一个项目",
        "give each sibling a weight or none; put criteria beside them into a section of their own",
    ),
    why=(
        "一部分折算、一部分照加，合起来说不清满分是多少",
        "points that are weighed and points that are not cannot be added up",
    ),
)
WEIGHTLESS: Final = fault(
    "weight-without-points",
    ("“{name}”没有评分项，不能有权重", "“{name}” has no scored criterion to weigh"),
    ("请删去 weight，或补上评分项", "remove the weight, or add a scored criterion"),
)
UNMEASURED: Final = fault(
    "weights-without-full",
    ("“{name}”所含项目按权重计，没有写满分", "“{name}” holds weights and has no full points"),
    ("请补上 full，即各项目折算后合计几分", "add full, what they come to together"),
)
CAP_IDLE: Final = fault(
    "cap-without-bonus",
    ("“{name}”写了加分封顶，而其中没有加分项", "“{name}” caps a bonus and holds none"),
    ('请删去 cap，或补上 role = "bonus" 的条款', "remove the cap, or add a bonus criterion"),
    severity="warning",
)
FLOOR_TOO_HIGH: Final = fault(
    "floor-above-full",
    ("“{name}”最少剩 {floor} 分，超过满分 {full} 分", "“{name}”: floor {floor} above full {full}"),
    ("请核对 floor", "check the floor"),
)
SHARE_TOO_HIGH: Final = fault(
    "share-above-full",
    ("不参评按满分的 {share}% 计，超过满分", "{share}% of the full points where it does not apply"),
    ("请写不超过 100% 的比例", "write a share of at most 100%"),
)
MAY_VANISH: Final = fault(
    "section-may-vanish",
    ("“{name}”的条款可能全部不参评，无从折算", "every criterion of “{name}” may not apply"),
    ("请至少有一条总是参评", "let at least one always apply"),
)


def check_weights(plan: Plan, entry: Entry) -> None:
    """Note weights that do not add up, and what stands beside them without one."""
    _check_siblings(plan.sections, entry)
    for node in plan.nodes:
        if _check_siblings(node.inner, entry):
            for number, one in enumerate(node.section.criterion):
                if one.role == "scored":
                    entry.report(MIXED, *node.path, "criterion", number, name=one.id)
            if node.section.full is None:
                entry.report(UNMEASURED, *node.path, name=node.section.title)


def _check_siblings(siblings: Sequence[PlannedSection], entry: Entry) -> bool:
    """Whether they have weights at all."""
    weights = [one.weight for one in siblings if one.weight is not None]
    for one in siblings:
        if one.weight is not None and not one.scored:
            entry.report(WEIGHTLESS, *one.path, "weight", name=one.section.title)
        if weights and one.weight is None and one.scored:
            entry.report(MIXED, *one.path, name=one.section.title)
    if weights and sum(weights) != 1:
        total = sum(weights, Decimal(0)) * 100
        entry.report(NOT_FULL, *siblings[0].path, total=total)
    return bool(weights)


def check_bounds(plan: Plan, entry: Entry) -> None:
    """Note floors above the full points, caps of nothing, shares of more than everything."""
    for node in plan.nodes:
        section, full = node.section, in_units((node.full, 1), plan.scale)
        if section.floor is not None and section.floor > full:
            values = {"name": section.title, "floor": section.floor, "full": full}
            entry.report(FLOOR_TOO_HIGH, *node.path, "floor", **values)
        if section.cap is not None and not _holds_bonus(section):
            entry.report(CAP_IDLE, *node.path, "cap", name=section.title)
    declared: list[tuple[NotApplicable | None, Path]]
    declared = [(plan.standard.scoring.not_applicable, ("scoring",))]
    declared += [(one.section.not_applicable, one.path) for one in plan.nodes]
    declared += [(one.criterion.not_applicable, one.path) for one in plan.criteria]
    for treatment, path in declared:
        if isinstance(treatment, Decimal) and treatment > 1:
            entry.report(SHARE_TOO_HIGH, *path, "not_applicable", share=treatment * 100)


def _holds_bonus(section: Section) -> bool:
    return any(one.role == "bonus" for one in section.criteria())


def check_vanishing(plan: Plan, entry: Entry) -> None:
    """Note sums all of whose criteria may leave them."""
    for node in plan.nodes:
        own = [plan.criteria[number] for number in node.sum.own]
        if node.is_apart and own and all(one.leaves and may_not_apply(one) for one in own):
            entry.report(MAY_VANISH, *node.path, name=node.section.title)
