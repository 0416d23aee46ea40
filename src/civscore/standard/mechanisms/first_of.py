"""first_of 依次择一：从上往下看，第一个条件成立的一项算数，其余不看。

    full = 1
    first_of = [
        { when = "has_plan and has_team", points = 1, title = "主要领导牵头" },
        { when = "has_team", points = 0.5, title = "其他领导牵头" },
    ]

一项可以不直接给分，另写一种计分方式，`points` 是它的满分。
最后一项可以不写 `when`，意思是“其余情形”。

- *一项也不成立？* 零分。
- *靠前的一项给分反而少？* 照样算它：先写先得，不是就高；要就高用 best_of。
- *条件未定？* 在这一项和后面各项之间。

English: the first entry whose condition holds counts, and no other.
"""

from collections.abc import Iterator

from civscore.diagnostics import fault
from civscore.exact import Ratio
from civscore.sentences import Sentence, say
from civscore.standard.composing import PART_SHAPE, Composed, Composition, check_best, nested_branch
from civscore.standard.conditions import Condition
from civscore.standard.expressions import chosen_by
from civscore.standard.mechanisms import Draft, Formula
from civscore.standard.rows import Change, Row, Side

NEVER_REACHED = fault(
    "part-never-reached",
    ("第 {n} 项没有条件，后面的永远轮不到", "entry {n} has no condition; none after it counts"),
    ("请补上 when，或移到最后", "add when, or put it last"),
)


class FirstOf(Composition):
    """Entries of which the first that holds counts."""

    def plan(self, draft: Draft) -> Formula:
        check_best(draft, self.root)
        for number, part in enumerate(self.root):
            if part.way is None and part.points is None:
                draft.report(PART_SHAPE, number)
            if part.when is None and number < len(self.root) - 1:
                draft.report(NEVER_REACHED, number, n=number + 1)
        conditions = tuple(
            draft.condition(part.when, number, "when")
            for number, part in enumerate(self.root)
            if part.when is not None
        )
        branches = tuple(nested_branch(draft, part, n) for n, part in enumerate(self.root))
        return First(branches, conditions)


class First(Composed):
    """The branch of the first condition that holds; one branch more is for when none does."""

    conditions: tuple[Condition, ...]

    @property
    def choosing(self) -> tuple[Condition, ...]:
        return self.conditions

    def points(self, side: Side) -> Ratio:
        found: Ratio = (0, 1)
        if len(self.branches) > len(self.conditions):
            found = self.branches[-1].formula.points(side)
        pairs = list(zip(self.conditions, self.branches, strict=False))
        for condition, branch in reversed(pairs):
            found = chosen_by(side, condition, branch.formula.points(side), found)
        return found

    def because(self, row: Row) -> Sentence:
        for condition, branch in zip(self.conditions, self.branches, strict=False):
            if condition.holds(row.worst):
                return self._taken(branch.said(row), condition.title)
            if condition.holds(row.best):
                zh, en = "未定：{c}（{v}）", "open: {c} ({v})"
                return say(zh, en, c=condition.title, v=condition.shown(row))
        if len(self.branches) > len(self.conditions):
            return self._taken(self.branches[-1].said(row), say("其余情形", "otherwise"))
        return say("所列情形都不成立", "none of the cases holds")

    def _taken(self, said: Sentence, why: Sentence) -> Sentence:
        return say("{said}，因为：{why}", "{said}, because: {why}", said=said, why=why)

    def changes(self, row: Row) -> Iterator[Change]:
        """An earlier case that fails, and what is missing in the one that counts."""
        for condition, branch in zip(self.conditions, self.branches, strict=False):
            if condition.holds(row.best):
                yield from branch.formula.changes(row)
                return
            change = condition.change(row)
            if change is not None:
                yield change
        if len(self.branches) > len(self.conditions):
            yield from self.branches[-1].formula.changes(row)
