"""sampled 抽查计分：抽查的点位合格几个，得几分。

    full = 4
    sampled = { of = "roads", by = "passing", points = [0, 0, 0, 0, 2.64, 4] }

`by` 四选一：
`passing` 按合格数查表，从 0 个合格写到全部合格，共 draw+1 个；
`failing` 每个不合格扣 `each` 分，扣到 `floor`：
`{ of = "schools", by = "failing", each = 1, floor = 0 }`；
`all` 一个不合格即零分；`share` 按合格的比例得分。

- *总共不足应抽数？* 由数据项的 `fewer` 决定；`all` 时按“不合格的个数”查表，全部合格即满分。
- *还没查完？* 得分是区间。

English: points by how many of the units drawn pass.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final, Literal

from civscore.exact import Integers, Ratio
from civscore.sentences import Sentence, joined, say
from civscore.standard.facts.sample import Recorded, Sample
from civscore.standard.mechanisms import (
    ABOVE_FULL,
    NOT_FULL,
    Draft,
    Formula,
    Mechanism,
    Table,
    Valued,
    spilling,
)
from civscore.standard.mechanisms.checklist import WRONG_LENGTH
from civscore.standard.numbers import Points, RefusedError, Worth
from civscore.standard.rows import Change, Row, Side

_KEYS: Final = {"passing": {"points"}, "failing": {"each", "floor"}, "all": set(), "share": set()}


class Sampled(Mechanism):
    """A sample and what its result is worth."""

    of: str
    """哪个抽查数据项 | The sample."""

    by: Literal["passing", "failing", "all", "share"]
    """按什么计：passing 合格数、failing 不合格数、all 全部合格、share 合格比例 |
    What is counted."""

    points: tuple[Worth, ...] | None = None
    """配 passing：0、1、2……个合格各得几分 | With `passing`: points for 0, 1, 2 … passing units."""

    each: Worth | None = None
    """配 failing：一个不合格扣几分 | With `failing`: what a failing unit costs."""

    floor: Points | Literal["section"] | None = None
    """配 failing：最少剩几分；section 是扣到所在项目的 floor 为止 |
    With `failing`: the least points left; or as far as the floor of its section."""

    def check(self) -> None:
        """Raise `RefusedError` where keys do not go together."""
        given = {key for key in ("points", "each", "floor") if getattr(self, key) is not None}
        if given != _KEYS[self.by]:
            raise RefusedError("sampled_keys", by=self.by)

    def plan(self, draft: Draft) -> Formula:
        fact = draft.fact(self.of, Sample, "of")
        table = self._by_failing(draft, fact)
        quantity = draft.quantity(self.of, "of")
        passing, drawn = quantity.columns
        return Inspected(quantity, draft.full, passing, drawn, Table(table))

    def _by_failing(self, draft: Draft, fact: Sample) -> tuple[int, ...]:
        """Units for 0, 1, 2 … failing; empty where the share passing decides."""
        if self.by == "share":
            return ()
        if self.by == "all":
            return (draft.full, *([0] * fact.draw))
        if self.by == "failing":
            return self._falling(draft, fact)
        table = self.points or ()
        if len(table) != fact.draw + 1:
            draft.report(
                WRONG_LENGTH, "points", found=len(table), need=fact.draw + 1, most=fact.draw
            )
        elif max(table) != draft.full_points:
            draft.report(NOT_FULL, "points", points=max(table), full=draft.full_points)
        return tuple(draft.units(points) for points in reversed(table))

    def _falling(self, draft: Draft, fact: Sample) -> tuple[int, ...]:
        each = self.each or Decimal(0)
        if self.floor == "section":
            least, cost = spilling(draft), draft.units(each)
            return tuple(max(draft.full - cost * n, least) for n in range(fact.draw + 1))
        floor = self.floor or Decimal(0)
        if floor > draft.full_points:
            draft.report(ABOVE_FULL, "floor", points=floor, full=draft.full_points)
        left = (max(draft.full_points - each * failing, floor) for failing in range(fact.draw + 1))
        return tuple(draft.units(points) for points in left)


class Inspected(Valued):
    """Points by the number of failing units, or by the share passing."""

    passing: int
    drawn: int
    table: Table

    def worth(self, side: Side) -> Ratio:
        if self.table.units:
            return self.table.at(side, self._failing), 1
        passing, drawn = self.quantity.quotient(side)
        return self.full * passing, drawn

    def _failing(self, side: Side) -> Integers:
        return side.ops.maximum(side.up[self.drawn] - side.down[self.passing], 0)

    def because(self, row: Row) -> Sentence:
        record = row.recorded.get(self.quantity.fact)
        if record is None or not isinstance(record.value, Recorded):
            return say("{t}：未填报", "{t}: not recorded", t=self.quantity.title)
        value = record.value
        said = [
            say(
                "{t}：应查 {due}，合格 {k}，不合格 {f}",
                "{t}: {due} due, {k} pass, {f} fail",
                t=self.quantity.title,
                due=value.due,
                k=value.passing,
                f=value.failing,
            )
        ]
        if value.failures:
            zh, en = "不合格的是：{names}", "failing: {names}"
            said.append(say(zh, en, names=value.failures))
        if value.due > value.passing + value.failing:
            rest = value.due - value.passing - value.failing
            said.append(say("尚有 {n} 个未查清", "{n} not settled", n=rest))
        return joined(tuple(said))

    def changes(self, row: Row) -> Iterator[Change]:
        record = row.recorded.get(self.quantity.fact)
        if record is None or not isinstance(record.value, Recorded) or not record.value.failures:
            return
        failures = record.value.failures
        for mended in dict.fromkeys((1, len(failures))):
            names = failures[:mended]
            sentence = say("整改并复查：{names}", "mend and re-inspect: {names}", names=names)
            passing = row.high[self.passing] + mended
            yield Change(sentence, {self.passing: passing, self.drawn: row.high[self.drawn]})
