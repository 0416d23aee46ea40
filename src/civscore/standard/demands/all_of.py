"""all_of 条件式等级：列出的条件都成立才达到，与得分无关。

    [[tier]]
    id = "充分就业社区"
    all_of = ["reemployment >= 95%", "complaints == 0", "has_team"]

- *还要看总分？* 另写 total，两样都要。
- *没有填报？* 条件待证，等级至多“补齐佐证后可达到”；差距里列出要填报什么、差多少。
- *几种情形有一种即可？* 在一条之内用 or。

English: all of these conditions hold, whatever the points.
"""

from collections.abc import Iterator
from typing import Annotated

from civscore.exact import Truths
from civscore.standard.conditions import Condition
from civscore.standard.demands import (
    Judgement,
    Standing,
    TierDraft,
    judge_condition,
)
from civscore.standard.numbers import Fewest
from civscore.values import Declared, Value


class AllOf(Declared):
    """Conditions that must hold."""

    root: Annotated[tuple[str, ...], Fewest(1)]
    """须成立的条件 | Conditions that must hold."""

    def plan(self, draft: TierDraft) -> "PlannedConditions":
        return PlannedConditions(
            tuple((text, draft.condition(text, number)) for number, text in enumerate(self.root))
        )


class PlannedConditions(Value):
    """Conditions, each as written and as read."""

    conditions: tuple[tuple[str, Condition], ...]

    def judge(self, standing: Standing) -> Iterator[Judgement]:
        for text, condition in self.conditions:
            yield judge_condition("condition", text, condition, standing.row)

    def truths(self, standing: Standing) -> Iterator[Truths]:
        for _, condition in self.conditions:
            yield standing.row.truths(condition)
