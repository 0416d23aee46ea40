"""all_of 全有或全无：列出的条件全部成立得满分，缺一即零分。

    full = 2
    all_of = ["has_plan", "meetings >= 4"]

单个条件也写成列表：`all_of = ["reemployment >= 95%"]`。

- *差一条能得一部分吗？* 不能；差距报告把没有成立的条件合并成一步，单补其中一条增益为零。
- *有一条未知？* 其余都成立时，整条待证；已有一条不成立时，整条已失。

English: full points if every condition holds, else none.
"""

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Annotated

from civscore.exact import Ratio, Truth
from civscore.sentences import Sentence, joined, say
from civscore.standard.conditions import Condition
from civscore.standard.mechanisms import Draft, Formula, Mechanism
from civscore.standard.numbers import Fewest
from civscore.standard.quantities import Quantity
from civscore.standard.rows import Change, Row, Side, merged
from civscore.standard.wording import unknown_titles


class AllOf(Mechanism):
    """Conditions that must all hold."""

    root: Annotated[tuple[str, ...], Fewest(1)]

    def plan(self, draft: Draft) -> Formula:
        conditions = [draft.condition(text, number) for number, text in enumerate(self.root)]
        quantities = tuple(q for condition in conditions for q in condition.quantities())
        return Conjunction(quantities, tuple(conditions), draft.full)


class Conjunction(Formula):
    """Full or nothing."""

    quantities: tuple[Quantity, ...]
    conditions: tuple[Condition, ...]
    full: int

    def points(self, side: Side) -> Ratio:
        found: Truth = True
        for holds in self._tests:
            found = found & holds(side)
        return found * self.full, 1

    @cached_property
    def _tests(self) -> tuple[Callable[[Side], Truth], ...]:
        return tuple(condition.holds for condition in self.conditions)

    def because(self, row: Row) -> Sentence:
        failing, unknown, holding = sorted_conditions(self.conditions, row)
        if failing:
            return say("未做到：{what}", "not met: {what}", what=_with_values(failing, row))
        if unknown:
            what = unknown_titles(unknown, row)
            if not what:
                zh, en = "尚不能判定：{what}", "cannot be told: {what}"
                return say(zh, en, what=_with_values(unknown, row))
            return say("未填报：{what}", "not recorded: {what}", what=what)
        return say("已做到：{what}", "met: {what}", what=_titles(holding))

    def changes(self, row: Row) -> Iterator[Change]:
        failing, _, _ = sorted_conditions(self.conditions, row)
        changes = [condition.change(row) for condition in failing]
        known = [change for change in changes if change is not None]
        if known and len(known) == len(changes):
            yield merged(_not_idle(list(zip(failing, known, strict=True)), row))


def _not_idle(asked: list[tuple[Condition, Change]], row: Row) -> list[Change]:
    """The changes without those whose condition the others bring about as well."""
    kept = list(asked)
    for one in asked:
        others = [change for other, change in kept if other is not one[0]]
        if others and one[0].holds(row.changed(merged(others).columns).worst):
            kept.remove(one)
    return [change for _, change in kept]


def sorted_conditions(
    conditions: tuple[Condition, ...], row: Row
) -> tuple[list[Condition], list[Condition], list[Condition]]:
    """Those that fail, those not known, those that hold."""
    failing: list[Condition] = []
    unknown: list[Condition] = []
    holding: list[Condition] = []
    for condition in conditions:
        if condition.holds(row.worst):
            holding.append(condition)
        else:
            (unknown if condition.holds(row.best) else failing).append(condition)
    return failing, unknown, holding


def _titles(conditions: list[Condition]) -> Sentence:
    return joined(tuple(condition.title for condition in conditions))


def _with_values(conditions: list[Condition], row: Row) -> Sentence:
    return joined(
        tuple(
            say("{t}（现状：{v}）", "{t} (now {v})", t=one.title, v=one.shown(row))
            for one in conditions
        )
    )
