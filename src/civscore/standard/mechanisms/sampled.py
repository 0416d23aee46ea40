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

from civscore.diagnostics import fault
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
        quantity = draft.quantity(self.of, "of")
        passing, drawn = quantity.columns
        if fact.size is None:
            return self._of_any_size(draft, Inspected(quantity, draft.full, passing, drawn, _SHARE))
        table = Table(self._by_failing(draft, fact.size))
        return Inspected(quantity, draft.full, passing, drawn, table)

    def _of_any_size(self, draft: Draft, inspected: "Inspected") -> Formula:
        """Of a sample whose size is worked out: so much for each that fails."""
        if self.by == "share":
            return inspected
        if self.by == "passing":
            draft.report(SIZE_OPEN, "by")
        cost, least = draft.full, 0
        if self.by == "failing":
            cost, least = draft.units(self.each or Decimal(0)), self._least(draft)
        of = {name: getattr(inspected, name) for name in Inspected.fields}
        return Failing(**of, cost=cost, least=least)

    def _by_failing(self, draft: Draft, draw: int) -> tuple[int, ...]:
        """Units for 0, 1, 2 … failing; empty where the share passing decides."""
        if self.by == "share":
            return ()
        if self.by == "all":
            return (draft.full, *([0] * draw))
        if self.by == "failing":
            least, cost = self._least(draft), draft.units(self.each or Decimal(0))
            return tuple(max(draft.full - cost * n, least) for n in range(draw + 1))
        table = self.points or ()
        if len(table) != draw + 1:
            draft.report(WRONG_LENGTH, "points", found=len(table), need=draw + 1, most=draw)
        elif max(table) != draft.full_points:
            draft.report(NOT_FULL, "points", points=max(table), full=draft.full_points)
        return tuple(draft.units(points) for points in reversed(table))

    def _least(self, draft: Draft) -> int:
        """Units that are left at least."""
        if self.floor == "section":
            return spilling(draft)
        floor = self.floor or Decimal(0)
        if floor > draft.full_points:
            draft.report(ABOVE_FULL, "floor", points=floor, full=draft.full_points)
        return draft.units(floor)


SIZE_OPEN: Final = fault(
    "sample-size-open",
    (
        "抽查数是算出来的，各社区不同，不能按合格数查表",
        "the number drawn differs, so there can be no table by passing units",
    ),
    ('改写 by = "failing"、"all" 或 "share"', 'write by = "failing", "all" or "share"'),
)
_SHARE: Final = Table(())


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
        if value.due_least != value.due:
            return say("{t}：{what}", "{t}: {what}", t=self.quantity.title, what=value.lacking)
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
        return joined((*said, *value.why))

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


class Failing(Inspected):
    """So much less for each unit that fails, however many are drawn."""

    cost: int
    least: int

    def worth(self, side: Side) -> Ratio:
        left = self.full - self.cost * self._failing(side.other)
        return side.ops.maximum(left, self.least), 1
