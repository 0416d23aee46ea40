"""Adjustments of the total, each a line of its own: what it takes, or gives back."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from civscore.exact import (
    INTEGERS,
    Integers,
    Operations,
    Ratio,
    add_ratios,
    in_units,
    quotient_text,
)
from civscore.scoring.findings import Split, split_of
from civscore.scoring.points import Points, Scores
from civscore.scoring.sums import PointsRange, Sum, add_up, on_grid
from civscore.sentences import Sentence, joined, say
from civscore.standard.clauses import Clause
from civscore.standard.plan import Plan
from civscore.standard.rows import Row, Side
from civscore.values import Value, replaced

if TYPE_CHECKING:
    from civscore.standard.chapters.adjustment import PlannedAdjustment


class AdjustmentResult(Value):
    """What one adjustment does to the total: earned is what it changes for certain."""

    clause: Clause
    split: Split
    because: Sentence


def adjusted(plan: Plan, worst: Side, scores: Scores) -> Scores:
    """The scores, the total and the bonus adjusted in the order written."""
    base, bonus = scores.base.exact, scores.bonus.exact
    for one in plan.adjustments:
        base, bonus = _after(plan, one, worst, scores.criteria, (base, bonus))
    sums = [Sum(ends, on_grid(plan, worst.ops, ends)) for ends in (base, bonus)]
    return replaced(scores, base=sums[0], bonus=sums[1])


def _after(
    plan: Plan,
    one: "PlannedAdjustment",
    worst: Side,
    criteria: Sequence[Points],
    sums: tuple[PointsRange, PointsRange],
) -> tuple[PointsRange, PointsRange]:
    """Total and bonus after one adjustment."""
    base, bonus = sums
    if one.factor is not None:
        ends = one.factor.value(worst), one.factor.value(worst.other)
        if one.change.of != "bonus":
            base = _times(worst.ops, base, ends)
        if one.change.of != "base":
            bonus = _times(worst.ops, bonus, ends)
    if one.change.largest_loss is not None:
        numbers = [plan.numbers[name] for name in one.change.largest_loss]
        low, high = (_given_back(plan, worst.ops, criteria, numbers, end) for end in (0, 1))
        base = add_ratios(base[0], low), add_ratios(base[1], high)
    return base, bonus


def _times(ops: Operations, points: PointsRange, factor: tuple[Ratio, Ratio]) -> PointsRange:
    """Worst by the least factor and best by the most; what is below zero the other way about."""
    (low, high), (least, most) = points, factor
    return _product(ops, low, least, most), _product(ops, high, most, least)


def _product(ops: Operations, points: Ratio, factor: Ratio, of_loss: Ratio) -> Ratio:
    units, per = points
    own, loss = factor[0] * of_loss[1], of_loss[0] * factor[1]
    return units * ops.where(units < 0, loss, own), per * factor[1] * of_loss[1]


def _given_back(
    plan: Plan, ops: Operations, criteria: Sequence[Points], numbers: Sequence[int], end: int
) -> Ratio:
    """All losses but the largest."""
    losses = []
    for number in numbers:
        units, per = criteria[number][end]
        losses.append((plan.criteria[number].full * per - units, per))
    whole: Ratio = (0, 1)
    largest = losses[0]
    for loss in losses:
        whole = add_ratios(whole, loss)
        is_more = loss[0] * largest[1] > largest[0] * loss[1]
        worst: Integers = ops.where(is_more, loss[0], largest[0])
        largest = worst, ops.where(is_more, loss[1], largest[1])
    return add_ratios(whole, (-largest[0], largest[1]))


# --- in words ------------------------------------------------------------------------------------


def results_of(plan: Plan, row: Row, scores: Scores) -> Iterator[AdjustmentResult]:
    """Each adjustment with what it changes; the three parts of its split add up to nothing."""
    _, base, bonus = add_up(plan, INTEGERS, scores.criteria)
    sums = base.exact, bonus.exact
    for one in plan.adjustments:
        after = _after(plan, one, row.worst, scores.criteria, sums)
        low, high = (_moved(sums, after, end) for end in (0, 1))
        split = split_of(Decimal(0), low, high, plan.scale)
        yield AdjustmentResult(one.change, split, _because(plan, one, row, scores))
        sums = after


def _moved(
    before: tuple[PointsRange, PointsRange], after: tuple[PointsRange, PointsRange], end: int
) -> Ratio:
    """By how much total and bonus together have moved at one end."""
    moved: Ratio = (0, 1)
    for was, now in zip(before, after, strict=True):
        moved = add_ratios(add_ratios(moved, now[end]), (-was[end][0], was[end][1]))
    return moved


def _because(plan: Plan, one: "PlannedAdjustment", row: Row, scores: Scores) -> Sentence:
    if one.factor is not None:
        low, high = (quotient_text(one.factor.value(side)) for side in (row.worst, row.best))
        told = tuple(
            say("{t}：{v}", "{t}: {v}", t=q.title, v=q.shown(row)) for q in one.factor.sources
        )
        facts = joined(told, "、", ", ")
        if low == high:
            zh, en = "系数 {n}（{facts}）", "factor {n} ({facts})"
            return say(zh, en, n=low, facts=facts)
        zh, en = "系数 {n} 至 {m}（{facts}）", "factor {n} to {m} ({facts})"
        return say(zh, en, n=low, m=high, facts=facts)
    said = [_loss_said(plan, scores, name) for name in one.change.largest_loss or ()]
    zh, en = "同一件事只扣最重的一条：{all}", "only the largest loss counts: {all}"
    return say(zh, en, all=joined(tuple(said), "、", ", "))


def _loss_said(plan: Plan, scores: Scores, name: str) -> Sentence:
    number = plan.numbers[name]
    full, points = plan.criteria[number].full, scores.criteria[number]
    most, least = (
        in_units((full * per - units, per), plan.scale) for units, per in (points.low, points.high)
    )
    if least == most:
        return say("{id} 失 {n} 分", "{id} loses {n}", id=name, n=least)
    return say("{id} 失 {n} 至 {m} 分", "{id} loses {n} to {m}", id=name, n=least, m=most)
