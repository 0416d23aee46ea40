"""checklist 满足项数对照：满足几项得几分，对照表可以不成比例。

    full = 6
    checklist = { of = "facilities", points = [0, 1, 2, 3, 4, 6] }

`of` 是一个清单数据项的名字，或一列条件：`of = ["has_plan", "meetings >= 4"]`。`points` 从“0 项”写到
“全部满足”，共 项数+1 个；每项同分时写 `each = 1` 代替。条件可以起名：
`of = [ { when = "meetings >= 4", title = "按季开会" } ]`，报告里就用这个名字。

- *最高一档不等于满分？* 报错。
- *对照表不递增？* 允许，照表计分；有未知项时取各种可能的最低与最高。

English: how many hold, looked up in a table of points for 0, 1, 2 … held.
"""

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Annotated

from civscore.diagnostics import fault
from civscore.exact import Integers, Ratio, Truth
from civscore.sentences import Sentence, joined, plain, say
from civscore.standard.conditions import Condition, Is
from civscore.standard.facts.checklist import Checklist as ChecklistFact
from civscore.standard.mechanisms import NOT_FULL, Draft, Formula, Mechanism, Table
from civscore.standard.mechanisms.all_of import sorted_conditions
from civscore.standard.numbers import Fewest, RefusedError, Worth
from civscore.standard.quantities import Flagged, Quantity
from civscore.standard.rows import Change, Row, Side, merged
from civscore.standard.wording import Titled, unknown_titles
from civscore.values import Declared

WRONG_LENGTH = fault(
    "table-length",
    ("对照表有 {found} 个分值，应为 {need} 个（0 至 {most} 项）", "{found} entries, {need} needed"),
    ("请从 0 项写到全部满足", "give one for each number from 0 to {most}"),
)


class Entry(Declared):
    """A condition under a name of its own."""

    when: str
    """条件 | The condition."""

    title: str
    """报告里怎么称呼 | How it is called."""


class Checklist(Mechanism):
    """A count of what holds, and what each count is worth."""

    of: str | Annotated[tuple[str | Entry, ...], Fewest(1)]
    """清单数据项的名字，或一列条件（可以起名） | A checklist fact, or conditions, named or not."""

    points: tuple[Worth, ...] | None = None
    """满足 0、1、2……项各得几分 | Points for 0, 1, 2 … that hold."""

    each: Worth | None = None
    """每满足一项得几分，代替对照表 | Points for each that holds, instead of a table."""

    def check(self) -> None:
        """Raise `RefusedError` where keys do not go together."""
        if (self.points is None) == (self.each is None):
            raise RefusedError("points_or_each")

    def plan(self, draft: Draft) -> Formula:
        conditions = tuple(self._conditions(draft))
        most = len(conditions)
        if self.each is not None:
            table = tuple(self.each * held for held in range(most + 1))
        else:
            table = self.points or ()
        if len(table) != most + 1:
            draft.report(WRONG_LENGTH, "points", found=len(table), need=most + 1, most=most)
        elif max(table) != draft.full_points:
            draft.report(NOT_FULL, points=max(table), full=draft.full_points)
        quantities = tuple(q for condition in conditions for q in condition.quantities())
        return Tabled(quantities, conditions, Table(tuple(map(draft.units, table))))

    def _conditions(self, draft: Draft) -> Iterator[Condition]:
        if isinstance(self.of, tuple):
            for number, one in enumerate(self.of):
                if isinstance(one, Entry):
                    condition = draft.condition(one.when, "of", number, "when")
                    yield Titled(condition, plain(one.title))
                else:
                    yield draft.condition(one, "of", number)
            return
        fact = draft.fact(self.of, ChecklistFact, "of")
        for key, title in fact.items.items():
            column = draft.column(f"{self.of}.{key}")
            yield Is(Flagged(self.of, say("{t}", "{t}", t=title), column), column)


class Tabled(Formula):
    """Points by how many conditions hold."""

    quantities: tuple[Quantity, ...]
    conditions: tuple[Condition, ...]
    table: Table

    def points(self, side: Side) -> Ratio:
        return self.table.at(side, self._held), 1

    def _held(self, side: Side) -> Integers:
        held: Integers = 0
        for holds in self._tests:
            held = held + holds(side)
        return held

    @cached_property
    def _tests(self) -> tuple[Callable[[Side], Truth], ...]:
        return tuple(condition.holds for condition in self.conditions)

    def because(self, row: Row) -> Sentence:
        missing, unknown, held = sorted_conditions(self.conditions, row)
        said = []
        if held or missing:
            zh, en = "共 {n} 项，已满足 {k} 项", "{k} of {n} hold"
            said.append(say(zh, en, n=len(self.conditions), k=len(held)))
        if missing:
            said.append(say("缺：{what}", "missing: {what}", what=_titles(missing)))
        if unknown:
            what = unknown_titles(unknown, row)
            said.append(say("未填报：{what}", "not recorded: {what}", what=what))
        return joined(tuple(said))

    def changes(self, row: Row) -> Iterator[Change]:
        """The next row of the table that is worth more, then the best one."""
        missing, unknown, held = sorted_conditions(self.conditions, row)
        worth = self.table.units
        best_now = max(worth[len(held) : len(held) + len(unknown) + 1])
        done = len(held) + len(unknown)
        for more in range(1, len(missing) + 1):
            points = worth[done + more]
            is_last = more == len(missing)
            if points > best_now and (is_last or points > worth[done + more - 1]):
                changes = [condition.change(row) for condition in missing[:more]]
                known = [change for change in changes if change is not None]
                if len(known) == more:
                    yield merged(known)


def _titles(conditions: list[Condition]) -> Sentence:
    return joined(tuple(condition.title for condition in conditions), "、", ", ")
