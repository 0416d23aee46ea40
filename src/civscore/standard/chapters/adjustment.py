"""adjustment 总分调整：各条各项加好以后，总分再乘一个系数，或同一件事只扣最重的一条。

    [[adjustment]]
    id = "K1"
    title = "满意度系数"
    times = "if(satisfaction >= 90%, 1, 0.93)"
    of = "both"
    basis = "ours"

    [[adjustment]]
    id = "K2"
    title = "一事不二扣"
    largest_loss = ["1.1", "1.2"]
    basis = "ours"

按书写的次序调整。每一处调整在报告里自成一行，写明使总分失去或补回几分；各条款、各项目仍显示本来的得分。

- *系数乘什么？* `of` 写 base 不含加分的总分、bonus 加分、both 两样都乘。
- *系数可以大于 1 吗？* 不可以，也不能是负数；多给的分写成加分项。
- *从重的几条在有权重、有保底的项目里？* 报错：那里的一分不是总分的一分，说不清补回几分。

English: the total times a factor, or only the largest of several losses for one and the same thing.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from typing import Annotated, Final, Literal

from civscore.diagnostics import fault, nearest
from civscore.standard.chapters import Chapter, ChapterDraft, PlannedChapter
from civscore.standard.clauses import Clause
from civscore.standard.conditions import Condition
from civscore.standard.demands import UNKNOWN_CRITERION
from civscore.standard.document import Entry
from civscore.standard.naming import AbandonedError
from civscore.standard.numbers import Fewest, RefusedError
from civscore.standard.plan import Plan, PlannedCriterion
from civscore.standard.quantities import Quantity
from civscore.standard.rows import Row
from civscore.values import Value, replaced

BEYOND: Final = fault(
    "factor-out-of-range",
    (
        "“{name}”的系数可能小于 0 或大于 1",
        "the factor of “{name}” may lie below 0 or above 1",
    ),
    (
        "请写成 0 到 1 之间的数，如 max(0, min(1, …))；多给的分写成加分项",
        "keep it between 0 and 1, as in max(0, min(1, …)); write what gives more as a bonus",
    ),
)
BENT: Final = fault(
    "largest-loss-bent",
    (
        "“{name}”的一分不一定是总分的一分，不能从重补回",
        "a point of “{name}” need not be a point of the total",
    ),
    (
        "从重的条款须是评分项，所在项目没有权重、保底，也没有会退出计算的条款",
        "name scored criteria of sections without weights, floors or criteria that may leave",
    ),
)


class Change(Clause):
    """One adjustment of the total 总分调整."""

    times: str | None = None
    """系数，一个算式，如 "if(satisfaction >= 90%, 1, 0.93)" | The factor, an expression."""

    of: Literal["base", "bonus", "both"] = "base"
    """乘什么：base 不含加分的总分、bonus 加分、both 两样 | What it multiplies."""

    largest_loss: Annotated[tuple[str, ...], Fewest(2)] | None = None
    """同一件事涉及的条款，只扣最重的一条 | Criteria of which only the largest loss counts."""

    def check(self) -> None:
        """Raise `RefusedError` where it is not one of the two."""
        if (self.times is None) == (self.largest_loss is None):
            raise RefusedError("times_or_largest")
        if self.times is None and self.of != "base":
            raise RefusedError("times_or_largest")


class Adjustment(Chapter):
    """The `[[adjustment]]` list."""

    root: Annotated[tuple[Change, ...], Fewest(1)]

    def plan(self, draft: ChapterDraft) -> "PlannedAdjustments":
        return PlannedAdjustments(
            tuple(
                PlannedAdjustment(one, _factor(one, draft, at)) for at, one in enumerate(self.root)
            )
        )


def _factor(one: Change, draft: ChapterDraft, at: int) -> Quantity | None:
    """The factor as a number read from a row."""
    if one.times is not None:
        with suppress(AbandonedError):
            return draft.value(one.times, at, "times")
    return None


class PlannedAdjustment(Value):
    """An adjustment and its factor."""

    change: Change
    factor: Quantity | None


def _among(one: PlannedAdjustment, names: Collection[str]) -> PlannedAdjustment | None:
    """An adjustment where there are only these criteria; None where nothing is left to adjust."""
    listed = one.change.largest_loss
    if listed is None or set(listed) <= set(names):
        return one
    left = tuple(name for name in listed if name in names)
    return replaced(one, change=replaced(one.change, largest_loss=left)) if left[1:] else None


class PlannedAdjustments(PlannedChapter):
    """Adjustments in order."""

    adjustments: tuple[PlannedAdjustment, ...]

    def narrowed(
        self, stands: Callable[[int], Condition | bool], names: Collection[str]
    ) -> "PlannedAdjustments":
        there = [one for number, one in enumerate(self.adjustments) if stands(number) is not False]
        found = (_among(one, names) for one in there)
        return PlannedAdjustments(tuple(one for one in found if one is not None))

    def clauses(self) -> Iterator[tuple[Clause, int]]:
        yield from ((one.change, number) for number, one in enumerate(self.adjustments))

    def check(self, plan: Plan, entry: Entry) -> None:
        row = Row(*plan.spans)
        for number, one in enumerate(self.adjustments):
            if one.factor is not None:
                (low, _), (high, per) = one.factor.value(row.worst), one.factor.value(row.best)
                if low < 0 or high > per:
                    entry.report(BEYOND, number, "times", name=one.change.title)
            for place, name in enumerate(one.change.largest_loss or () if plan.is_whole else ()):
                if name not in plan.numbers:
                    near = nearest(name, plan.numbers)
                    values = {"name": name, "near": near}
                    entry.report(UNKNOWN_CRITERION, number, "largest_loss", place, **values)
                elif _is_bent(plan, plan.criteria[plan.numbers[name]]):
                    entry.report(BENT, number, "largest_loss", place, name=name)


def _is_bent(plan: Plan, one: PlannedCriterion) -> bool:
    """Whether a point of a criterion need not be a point of the total."""
    section, whole = plan.sections[one.section].sum, plan.whole
    is_added = section.is_plain and not whole.is_weighted and whole.least is None
    return bool(section.leaving) or not is_added or one.role != "scored"
