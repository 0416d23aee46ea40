"""What floors and caps of sections hold, in sentences."""

from collections.abc import Iterator

from civscore.exact import INTEGERS, Ratio, in_units
from civscore.scoring.points import Points
from civscore.scoring.sums import PointsRange, ends_of, whole_of
from civscore.sentences import Sentence, say
from civscore.standard.plan import Plan, PlannedSection
from civscore.standard.sums import PlannedSum
from civscore.values import replaced


def said_of_bounds(plan: Plan, criteria: tuple[Points, ...]) -> Iterator[Sentence]:
    """Sections that come to less than their floor, and how much room a cap leaves."""
    if plan.whole.least is not None:
        yield from _below(plan, criteria, plan.whole.least)
    for node in plan.nodes:
        if node.sum.least is not None:
            _, high = _unbounded(plan, node.sum, criteria)
            if high[0] < node.sum.least * high[1]:
                yield say(
                    "{id} {t}：各条合计 {n} 分，按最少 {k} 分计",
                    "{id} {t}: {n} in all, counted as {k}, the least it can be",
                    **_named(plan, node, high, node.sum.least),
                )
        if node.bonus.most is not None:
            low, _ = _unbounded(plan, node.bonus, criteria)
            yield _room(plan, node, low, node.bonus.most)


def _below(plan: Plan, criteria: tuple[Points, ...], least: int) -> Iterator[Sentence]:
    """That the total is less than its floor."""
    sections = [ends_of(plan, one.sum, INTEGERS, criteria) for one in plan.sections]
    _, high = whole_of(plan, sections)
    if high[0] < least * high[1]:
        zh = "总分：各项目合计 {n} 分，按最少 {k} 分计"
        en = "total: {n} in all, counted as {k}, the least it can be"
        shown = in_units(high, plan.scale), in_units((least, 1), plan.scale)
        yield say(zh, en, n=shown[0], k=shown[1])


def _room(plan: Plan, node: PlannedSection, low: Ratio, cap: int) -> Sentence:
    """What a cap leaves, or cuts."""
    left = in_units((cap * low[1] - low[0], low[1]), plan.scale)
    zh = "{id} {t}：加分已得 {n} 分，封顶 {k} 分，"
    en = "{id} {t}: bonus of {n}, at most {k}, "
    values = {**_named(plan, node, low, cap), "m": abs(left)}
    if left < 0:
        return say(zh + "超出 {m} 分不计", en + "{m} not counted", **values)
    return say(zh + "还可加 {m} 分", en + "{m} left", **values)


def _unbounded(plan: Plan, one: PlannedSum, criteria: tuple[Points, ...]) -> PointsRange:
    return ends_of(plan, replaced(one, least=None, most=None), INTEGERS, criteria)


def _named(plan: Plan, node: PlannedSection, points: Ratio, bound: int) -> dict[str, object]:
    return {
        "id": node.section.id,
        "t": node.section.title,
        "n": in_units(points, plan.scale),
        "k": in_units((bound, 1), plan.scale),
    }
