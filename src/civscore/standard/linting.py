"""What is legal but cannot be meant, and what does not add up.

Each check is one small function over the plan that notes faults at their place. An error is a
standard nobody can score by; a warning is one that says less than its author thinks.
"""

from collections.abc import Callable, Iterable
from decimal import Decimal
from itertools import product
from typing import Final

from civscore.diagnostics import fault, nearest
from civscore.exact import in_units
from civscore.standard.citing import check_basis, check_sources
from civscore.standard.document import Entry
from civscore.standard.doubts import check_fineness, check_printed
from civscore.standard.ladder import check_stacking, check_tiers
from civscore.standard.model import POINTLESS
from civscore.standard.plan import Plan, may_not_apply
from civscore.standard.tokens import UNKNOWN_FACT
from civscore.standard.weighing import check_bounds, check_vanishing, check_weights

DUPLICATE_ID: Final = fault(
    "duplicate-id",
    ("编号“{name}”用了两次", "the id “{name}” is used twice"),
    ("请改其中一个", "change one of them"),
)
NOT_ADDING_UP: Final = fault(
    "points-not-adding-up",
    ("“{name}”写明满分 {printed} 分，所含条款合计 {total} 分", "“{name}”: {printed} ≠ {total}"),
    (
        "请改满分或各条分值，相差 {off} 分；原文如此的，full 写合计，printed 写原文",
        "change either, they differ by {off}; write a misprint of the issuer's as printed",
    ),
    why=(
        "印出来的总分与各条之和不符，是真实标准里最常见的错误",
        "a printed total that is not the sum of its parts is the commonest slip of real standards",
    ),
)
FULL_MISSING: Final = fault(
    "full-missing",
    ("评分项和加分项“{name}”没有写满分", "“{name}” has no full points"),
    ("请补上 full = 分值", "add full = points"),
)
FULL_UNWANTED: Final = fault(
    "full-unwanted",
    ("控制项、否决项、倡导项“{name}”不计分，不应有满分", "“{name}” carries no points"),
    ("请删去 full，或改 role", "remove full, or change the role"),
)
TREATMENT_MISSING: Final = fault(
    "not-applicable-undeclared",
    ("“{name}”可能不参评，而标准没有写不参评怎么算", "“{name}” may not apply; no rule says then"),
    (
        '请在 [scoring] 写 not_applicable = "rescale"、"full" 或 "zero"',
        "declare not_applicable under [scoring]",
    ),
    why=(
        "不参评的条款是给满分、给零分还是退出计算，结果差很多，必须由标准写明",
        "full marks, none, or out of the sum: the standard has to say",
    ),
)
BONUS_UNDECLARED: Final = fault(
    "bonus-undeclared",
    ("有加分项“{name}”，而标准没有写加分上限和是否计入等级", "bonus “{name}” without a rule"),
    (
        "请在 [scoring] 写 bonus = {{ cap = 20, counts = true }}",
        "declare bonus = {{ cap = …, counts = … }} under [scoring]",
    ),
)
UNUSED_FACT: Final = fault(
    "unused-fact",
    ("数据项“{name}”没有条款用到", "no criterion uses the fact “{name}”"),
    ("请删去，或补上用它的条款", "remove it, or use it"),
    severity="warning",
)
UNKNOWN_DAY: Final = fault(
    "window-anchor-unknown",
    ("没有名为“{name}”的日期数据项", "there is no day named “{name}”"),
    ("{near}", "{near}"),
    why=(
        "追溯期从哪天算起，要指到一个 date 类数据项",
        "a window counts from the day judged from, or from the day of a fact",
    ),
)
FIELD_UNDECLARED: Final = fault(
    "field-undeclared",
    ('写了 within = "{within}"，而标准没有写 [cohort] 的 {key}', "[cohort] has no {key}"),
    ("请在 [cohort] 写 {key}，或改 within", "add {key} under [cohort], or change within"),
    why=(
        "跟谁比不写清楚，名次和名额就无从评定",
        "a rank means nothing until it is said among whom",
    ),
)
SECTION_EMPTY: Final = fault(
    "section-empty",
    ("测评项目“{name}”没有条款", "the section “{name}” holds no criterion"),
    ("请补上 [[section.criterion]],或删去", "add [[section.criterion]], or remove it"),
)
DATES_FALL: Final = fault(
    "dates-not-rising",
    ("截止日 {until} 早于起始日 {start}", "until {until} lies before from {start}"),
    ("请核对日期", "check the dates"),
)
NONE_IN_CONDITION: Final = fault(
    "none-in-condition",
    (
        "“{name}”在条件里用了“{fact}”，基数为零时条件成立与否未知，不会按不参评算",
        "“{name}” uses “{fact}” in a condition, where an empty base is unknown",
    ),
    ("请另写 applies_if，或用 banded 等直接取值的计分方式", "add applies_if, or use banded"),
    severity="warning",
)
NO_TOTAL_SPREAD: Final = fault(
    "evidence-unsatisfiable",
    (
        "要求 {within} 以内的材料覆盖 {covers}，不可能做到",
        "nothing of the last {within} covers {covers}",
    ),
    ("请放宽 within 或缩短 covers", "widen within, or shorten covers"),
)


METHODS_UNSETTLED: Final = fault(
    "methods-unsettled",
    (
        "“{name}”的佐证写了几种方法：{methods}，没有写都要还是任一",
        "“{name}” names several methods, {methods}: all of them, or any?",
    ),
    ('请写 methods = "all" 或 "any"', 'write methods = "all" or "any"'),
)


def lint(plan: Plan, entry: Entry) -> None:
    """Note every fault of the plan in the entry's document."""
    checks = [*_CHECKS]
    if plan.is_whole:  # a criterion that was left out adds nothing to a sum
        several = (plan,) if plan.divided is None else plan.divided.plans
        for check_sums, one in product(_CHECKS_OF_THE_WHOLE, several):
            check_sums(one, entry)
    if not entry.document.unsound:  # a table that was left out may use anything
        checks += _CHECKS_OF_USE
        for key, chapter in plan.chapters.items():
            chapter.check(plan, entry.at(key))
    for check in checks:
        check(plan, entry)


def _check_ids(plan: Plan, entry: Entry) -> None:
    clauses = [(one.criterion.id, one.path) for one in plan.criteria]
    clauses += [(one.id, path) for one, path in plan.others]
    _check_unique(clauses, entry)
    _check_unique([(one.section.id, one.path) for one in plan.nodes], entry)
    _check_unique([(one.tier.id, ("tier", n)) for n, one in enumerate(plan.tiers)], entry)


def _check_unique(named: Iterable[tuple[str, tuple[str | int, ...]]], entry: Entry) -> None:
    seen: set[str] = set()
    for name, path in named:
        if name and name in seen:
            entry.report(DUPLICATE_ID, *path, "id", name=name)
        seen.add(name)


def _check_sums(plan: Plan, entry: Entry) -> None:
    head = plan.standard.standard
    _check_sum(plan, head.title, head.full, plan.full, entry.at("standard", "full"))
    for node in plan.nodes:
        if node.section.full is not None:
            place = entry.at(*node.path, "full")
            _check_sum(plan, node.section.title, node.section.full, node.full, place)
        if not node.criteria:
            entry.report(SECTION_EMPTY, *node.path, name=node.section.title)


def _check_sum(plan: Plan, name: str, printed: Decimal, units: int, entry: Entry) -> None:
    total = in_units((units, 1), plan.scale)
    if total != printed:
        off = abs(total - printed)
        named = name if plan.case is None else plan.case.of(name)
        entry.report(NOT_ADDING_UP, name=named, printed=printed, total=total, off=off)


def _check_roles(plan: Plan, entry: Entry) -> None:
    for one in plan.criteria:
        has_full = one.criterion.full is not None
        if one.role in {"scored", "bonus"} and not has_full:
            entry.report(FULL_MISSING, *one.path, name=one.id)
        if one.role in POINTLESS and has_full:
            entry.report(FULL_UNWANTED, *one.path, "full", name=one.id)
    bonus = [one for one in plan.criteria if one.role == "bonus"]
    if bonus and plan.standard.scoring.bonus is None:
        entry.report(BONUS_UNDECLARED, *bonus[0].path, name=bonus[0].id)


def _check_bases(plan: Plan, entry: Entry) -> None:
    for one in plan.criteria:
        for quantity in () if one.may_vanish else one.formula.quantities:
            if quantity.if_none == "not_applicable":
                entry.report(NONE_IN_CONDITION, *one.path, name=one.id, fact=quantity.fact)


def _check_applicability(plan: Plan, entry: Entry) -> None:
    for one in plan.criteria:
        if one.instead is None and not one.leaves and may_not_apply(one):
            entry.report(TREATMENT_MISSING, *one.path, name=one.id)


def _check_facts(plan: Plan, entry: Entry) -> None:
    parts: dict[str, set[str]] = {name: set() for name in plan.asked_days}
    for used in plan.used:
        name, _, part = used.partition(".")
        parts.setdefault(name, set()).add(part)
    for name, fact in plan.standard.facts.items():
        for path, other in fact.rests_on():
            parts.setdefault(other, set())
            if other not in plan.standard.facts:
                near = nearest(other, plan.standard.facts)
                entry.report(UNKNOWN_FACT, "facts", name, *path, name=other, near=near)
    for name, fact in plan.standard.facts.items():
        if name not in parts:
            entry.report_key(UNUSED_FACT, "facts", name, name=name)
            continue
        for kind, values in fact.misused(name, frozenset(parts[name])):
            entry.report(kind, "facts", name, **values)


def _check_field(plan: Plan, entry: Entry) -> None:
    """Note a league or a parent that the standard says nothing of."""
    cohort = plan.standard.chapters.get("cohort")
    for one in plan.reserved:
        if one.within == "all" or one.kind == "children":
            continue
        key = "leagues" if one.within == "league" else "parent"
        if not getattr(cohort, key, None):
            path = one.path if one.path[-1] == one.kind else (*one.path, one.kind)
            entry.report(FIELD_UNDECLARED, *path, "within", within=one.within, key=key)


def _check_days(plan: Plan, entry: Entry) -> None:
    facts = plan.standard.facts
    given = {
        f"{name}.{part}" if part else name
        for name, fact in facts.items()
        for part in fact.given_days()
    }
    for name, fact in facts.items():
        day = fact.asked_day
        if day and day not in given:
            near = nearest(day, sorted(given))
            entry.report(UNKNOWN_DAY, "facts", name, "window", name=day, near=near)


def _check_dates(plan: Plan, entry: Entry) -> None:
    effective = plan.standard.standard.effective
    if effective.until is not None and effective.until < effective.start:
        values = {"start": effective.start, "until": effective.until}
        entry.report(DATES_FALL, "standard", "effective", **values)


def _check_evidence(plan: Plan, entry: Entry) -> None:
    for one in plan.criteria:
        methods = tuple(
            dict.fromkeys(need.method for need in one.criterion.evidence if need.method)
        )
        if len(methods) > 1 and one.criterion.methods is None:
            entry.report(METHODS_UNSETTLED, *one.path, "evidence", name=one.id, methods=methods)
        for number, need in enumerate(one.criterion.evidence):
            if need.within is None or need.covers is None or need.covers == "period":
                continue
            today = plan.standard.standard.effective.start
            if need.per and need.within.before(today) > need.covers.before(today):
                values = {"within": need.within.zh, "covers": need.covers.zh}
                entry.report(NO_TOTAL_SPREAD, *one.path, "evidence", number, **values)


_CHECKS: Final[tuple[Callable[[Plan, Entry], None], ...]] = (
    _check_ids,
    _check_roles,
    check_fineness,
    _check_applicability,
    check_basis,
    check_tiers,
    _check_dates,
    _check_evidence,
    _check_bases,
)
_CHECKS_OF_THE_WHOLE: Final = (
    _check_sums,
    check_vanishing,
    check_printed,
    check_weights,
    check_bounds,
)
_CHECKS_OF_USE: Final = (_check_facts, _check_days, check_sources, check_stacking, _check_field)
