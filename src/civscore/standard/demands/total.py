"""total 总分：总得分（含计入的加分）不低于这个分。

    [[tier]]
    id = "先进"
    total = 90

- *加分算不算？* 由 `[scoring] bonus.counts` 声明。
- *恰好 90 分？* 达到。比较的是精确总分，或按 `compare = "rounded"` 比较取舍后的总分。

English: the total, with bonus where the standard counts it, is at least this.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from civscore.exact import Ratio, Truth, Truths, in_units
from civscore.sentences import say
from civscore.standard.demands import (
    TIER_UNREACHABLE,
    Extent,
    Judgement,
    Standing,
    TierDraft,
    status_of,
)
from civscore.standard.numbers import Worth
from civscore.values import Declared, Value


class Total(Declared):
    """The least total."""

    root: Worth

    def plan(self, draft: TierDraft) -> "PlannedTotal":
        need = draft.units(self.root)
        if need > draft.most:
            most = self.root * draft.most / need
            draft.report(TIER_UNREACHABLE, tier=draft.tier, need=self.root, most=most)
        return PlannedTotal(need)


class PlannedTotal(Value):
    """The least total, in units."""

    need: int

    def judge(self, standing: Standing) -> Iterator[Judgement]:
        yield judge_extent("total", "", standing.total, self.need, standing.scale)

    def truths(self, standing: Standing) -> Iterator[Truths]:
        yield comes_to(standing.total, self.need)


_SHORT: Final = "{t}: {have}, even with all that is unproven {could}, needs {need}"
_BECAUSE: Final[Mapping[str, tuple[str, str]]] = {
    "reached": ("{t}已得 {have} 分，不低于 {need} 分", "{t}: {have}, needs {need}"),
    "possible": (
        "{t}已得 {have} 分，待证部分补齐后最多 {could} 分，要求 {need} 分",
        "{t}: {have}, with all that is unproven {could}, needs {need}",
    ),
    "known": ("{t}已得 {have} 分，要求 {need} 分", _SHORT),
    "out_of_reach": (
        "{t}已得 {have} 分，待证部分全部补齐也只有 {could} 分，要求 {need} 分",
        _SHORT,
    ),
}


def comes_to(extent: Extent, need: int, of: int = 1) -> Truths:
    """Whether it is need/of units, or could be."""
    low, high = extent.low, extent.high
    certain = _reaches(low, need, of)
    is_one = high[0] is low[0] and high[1] is low[1]
    return certain, certain if is_one else _reaches(high, need, of)


def _reaches(points: Ratio, need: int, of: int) -> Truth:
    """Whole units reach a fraction just when they reach the next whole number."""
    units, per = points
    if isinstance(per, int):
        return units >= -(-need * per // of)
    return units * of >= need * per


def judge_extent(kind: str, subject: str, extent: Extent, need: int, scale: int) -> Judgement:
    """Whether a number of units is reached, could be, or cannot."""
    low, high = extent.low, extent.high
    certain, possible = comes_to(extent, need)
    status = status_of(certain=certain, possible=possible)
    have, could = in_units(low, scale), in_units(high, scale)
    points = in_units((need, 1), scale)
    values = {"t": extent.title, "need": points, "have": have, "could": could}
    template = "known" if status == "out_of_reach" and have == could else status
    because = say(*_BECAUSE[template], **values)
    need_said, have_said, could_said = (
        say("{n}", "{n}", n=number) for number in (points, have, could)
    )
    return Judgement(
        kind,
        subject,
        need_said,
        have_said,
        could_said,
        status,
        because,
        max(points - have, Decimal(0)),
        max(points - could, Decimal(0)),
    )
