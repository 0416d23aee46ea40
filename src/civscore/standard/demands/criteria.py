"""criteria 指定条款：点名的条款必须满分（met）。

    [[tier]]
    id = "标兵"
    total = 95
    criteria = { "3.2" = "met" }

- *不参评或免检的条款？* 视为满足。
- *控制项和一票否决？* 不必在这里点名，它们约束每一个等级。

English: named criteria are met in full.
"""

from collections.abc import Iterator
from typing import Literal

from civscore.diagnostics import nearest
from civscore.sentences import say
from civscore.standard.demands import (
    UNKNOWN_CRITERION,
    Judgement,
    Standing,
    TierDraft,
    status_of,
)
from civscore.values import Declared, Value


class Criteria(Declared):
    """Criteria that must be met."""

    root: dict[str, Literal["met"]]

    def plan(self, draft: TierDraft) -> "PlannedCriteria":
        for name in self.root:
            if name not in draft.criteria:
                near = nearest(name, draft.criteria)
                draft.report(UNKNOWN_CRITERION, name, name=name, near=near)
        return PlannedCriteria(tuple(name for name in self.root if name in draft.criteria))


class PlannedCriteria(Value):
    """Ids of criteria that must be met."""

    ids: tuple[str, ...]
    kind: str = "criterion"

    def judge(self, standing: Standing) -> Iterator[Judgement]:
        for criterion in self.ids:
            certain, possible = standing.met[criterion]
            status = status_of(certain=certain, possible=possible)
            zh = {"reached": "已满足", "possible": "待证", "out_of_reach": "未满足"}[status]
            en = {"reached": "met", "possible": "unproven", "out_of_reach": "not met"}[status]
            title = standing.titles[criterion]
            yield Judgement(
                self.kind,
                criterion,
                say("满足", "met"),
                say("满足", "met") if certain else say(zh, en),
                say("满足", "met") if possible else say("未满足", "not met"),
                status,
                say("{id} {t}：{zh}", "{id} {t}: {en}", id=criterion, t=title, zh=zh, en=en),
            )
