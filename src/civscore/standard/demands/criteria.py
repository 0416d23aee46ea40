"""criteria 指定条款：点名的条款、带某个标签的条款、所有评分项，须达到什么。

    [[tier]]
    id = "标兵"
    total = 95
    criteria = { "3.2" = "met", "#关键项" = "inspected", "5.1" = "60%", "*" = "above_zero" }

键是条款的编号、`#` 加标签，或 `"*"`（所有评分项）。值是 `met` 满分、`inspected` 满分且不是靠免检、
`above_zero` 不为零分、百分数（满分的比例）或数字（分数）。

- *一条被几处点到？* 各处的要求都要满足。
- *不参评的条款？* 视为满足。免检的也视为满足，只有 inspected 不认。
- *控制项和一票否决？* 不必在这里点名，它们约束每一个等级。

English: criteria, named by id, by tag or all of them, have full marks, some share, or any at all.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final, Literal, TypeAlias

from civscore.diagnostics import nearest
from civscore.exact import Ratio, Truth, Truths, in_units, share_text
from civscore.sentences import Sentence, say
from civscore.standard.demands import (
    TIER_UNREACHABLE,
    UNKNOWN_CRITERION,
    UNKNOWN_TAG,
    Judgement,
    Mark,
    Standing,
    TierDraft,
    status_of,
)
from civscore.standard.numbers import Least, ShareOrPoints
from civscore.values import Declared, Value

Word: TypeAlias = Literal["met", "above_zero", "inspected"]


class Criteria(Declared):
    """What is asked of criteria."""

    root: dict[str, Word | ShareOrPoints]
    """编号、#标签或 * → 须达到什么 | Id, #tag or * → what is asked."""

    def plan(self, draft: TierDraft) -> "PlannedCriteria":
        return PlannedCriteria(
            tuple(
                _need(one, least, draft, name)
                for name, least in self.root.items()
                for one in _meant(name, draft)
            )
        )


def _meant(name: str, draft: TierDraft) -> list[str]:
    """The criteria that a key stands for."""
    known = draft.criteria
    if name == "*":
        return [one for one, asked in known.items() if asked.role == "scored"]
    if name.startswith("#"):
        tag = name.removeprefix("#")
        found = [one for one, asked in known.items() if tag in asked.tags]
        if not found:
            tags = sorted({tag for asked in known.values() for tag in asked.tags})
            draft.report(UNKNOWN_TAG, name, name=tag, near=nearest(tag, tags))
        return found
    if name not in known:
        draft.report(UNKNOWN_CRITERION, name, name=name, near=nearest(name, known))
    return [name] if name in known else []


class Need(Value):
    """What is asked of one criterion: a share of its full points."""

    id: str
    share: tuple[int, int]
    word: str  # "least" for a share or points
    said: Sentence

    def is_reached(self, points: Ratio, full: int) -> Truth:
        """Whether points are enough; above zero is more than none."""
        (numerator, denominator), (units, per) = self.share, points
        if self.word == "above_zero":
            return units > 0
        return units * denominator >= full * numerator * per


_WORDS: Final = {
    "met": ("满足", "met"),
    "inspected": ("满足（不计免检）", "met, not by exemption"),
    "above_zero": ("不为零分", "above zero"),
}


def _need(name: str, least: Word | Least, draft: TierDraft, key: str) -> Need:
    if not isinstance(least, Least):
        return Need(name, (1, 1), least, say(*_WORDS[least]))
    full = draft.criteria[name].full
    if least.is_share:
        share, most = least.number.as_integer_ratio(), Decimal(1)
        said = say("不低于满分的 {n}", "at least {n}", n=share_text(least.number))
    else:
        share, most = (draft.units(least.number), full), Decimal(full) / draft.units(Decimal(1))
        said = say("不低于 {n} 分", "at least {n}", n=least.number)
    if share[0] > share[1]:
        draft.report(TIER_UNREACHABLE, key, tier=draft.tier, need=least.number, most=most)
    return Need(name, share, "least", said)


class PlannedCriteria(Value):
    """What is asked of each criterion."""

    needs: tuple[Need, ...]

    def judge(self, standing: Standing) -> Iterator[Judgement]:
        for need in self.needs:
            mark = standing.mark(need.id)
            yield _judged(need, mark, *is_asked(need, mark), standing.scale)

    def truths(self, standing: Standing) -> Iterator[Truths]:
        for need in self.needs:
            yield is_asked(need, standing.mark(need.id))


def is_asked(need: Need, mark: Mark) -> Truths:
    """Whether what is asked of it is reached, certainly and possibly."""
    certain, possible = mark.holds(lambda points: need.is_reached(points, mark.full))
    if need.word != "inspected":
        return certain, possible
    is_out = mark.applies[1] ^ True
    by_right = (mark.exempt[1] ^ True) | is_out, (mark.exempt[0] ^ True) | is_out
    return certain & by_right[0], possible & by_right[1]


def _judged(need: Need, mark: Mark, certain: Truth, possible: Truth, scale: int) -> Judgement:
    status = status_of(certain=certain, possible=possible)
    state = say(*_STATES[status])
    have, could = (say("{n} 分", "{n}", n=in_units(end, scale)) for end in (mark.low, mark.high))
    if need.word in {"met", "inspected"}:
        have = need.said if certain else state
        could = need.said if possible else state
    title = {"id": need.id, "t": mark.title, "state": state, "need": need.said}
    because = say("{id} {t}：{state}", "{id} {t}: {state}", **title)
    if need.word != "met":
        because = say("{id} {t}须{need}：{state}", "{id} {t}, {need}: {state}", **title)
    return Judgement("criterion", need.id, need.said, have, could, status, because)


_STATES: Final = {
    "reached": ("已满足", "met"),
    "possible": ("待证", "unproven"),
    "out_of_reach": ("未满足", "not met"),
}
