"""ranked 名次计分：同一个数在各社区中排第几名，得那一名的分。

    full = 10
    ranked = { value = "complaints", order = "low", points = [10, 8, 6], ties = "mean" }

`points` 依次是第一名、第二名……的分，以后各名得 `rest`（缺省零分）。`order` 是 high 数大的在前、
low 数小的在前。
`ties` 说并列的怎么算，必须写：best 都按最前的一名、worst 都按最后的一名、mean 平分各名的分。
`within` 说在谁中间排：all 全部参评社区（缺省）、league 同组、parent 同一上级。

- *单独评一个社区？* 名次还不知道，得分是区间：最后一名的分到第一名的分。
- *按偏离平均的多少计分？* 那不是名次：把平均数记成数据项，用 banded 或 stepped。

English: points by the rank of a number among communities.
"""

from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Annotated, Literal

from civscore.diagnostics import fault
from civscore.exact import Integers, Ratio
from civscore.sentences import Sentence, say
from civscore.standard.mechanisms import NOT_FULL, Draft, Formula, Mechanism, Valued, is_known
from civscore.standard.numbers import Fewest, Worth
from civscore.standard.reserved import MOST, Ranks, Within, among
from civscore.standard.rows import Change, Row, Side

RANKS_RISE = fault(
    "ranks-rise",
    ("名次在后的分 {later} 高于在前的分 {earlier}", "a later rank gives {later}, above {earlier}"),
    ("请由高到低书写", "write the points falling"),
)


class Ranked(Mechanism):
    """A number, and what each rank is worth."""

    value: str
    """排名的数据项，或一个算式 | The fact, or the expression, that is ranked."""

    order: Literal["high", "low"]
    """谁在前：high 数大的、low 数小的 | Which comes first: the high ones, or the low ones."""

    points: Annotated[tuple[Worth, ...], Fewest(1)]
    """第一名、第二名……各得几分 | Points of the first, the second …"""

    rest: Worth | None = None
    """以后各名得几分；不写是零分 | Points of all later ranks; none if not given."""

    ties: Literal["best", "worst", "mean"]
    """并列的怎么算：best 都按最前的一名、worst 都按最后的一名、mean 平分各名的分 |
    What equals are given: the best of their ranks, the worst, or the mean of all."""

    within: Within = "all"
    """在谁中间排：all 全部参评社区、league 同组、parent 同一上级 | Among whom."""

    def plan(self, draft: Draft) -> Formula:
        quantity = draft.value(self.value, "value")
        listed = (*self.points, *(() if self.rest is None else (self.rest,)))
        for earlier, later in pairwise(listed):
            if later > earlier:
                draft.report(RANKS_RISE, "points", earlier=earlier, later=later)
        if max(self.points) != draft.full_points:
            draft.report(NOT_FULL, "points", points=max(self.points), full=draft.full_points)
        ranges = {"first": (1, MOST), "last": (1, MOST)}
        columns = draft.reserve("ranked", self, self.within, ranges)
        return Placed(
            quantity,
            draft.full,
            Ranks(columns["first"], columns["last"]),
            tuple(draft.units(one) for one in self.points),
            draft.units(self.rest) if self.rest is not None else 0,
            self.ties,
            self.within,
        )


class Placed(Valued):
    """Points by rank; of equals by the first or the last of their ranks, or the mean of all."""

    ranks: Ranks
    units: tuple[int, ...]
    rest: int
    ties: str
    within: Within

    @property
    def columns(self) -> frozenset[int]:
        return super().columns | {self.ranks.first, self.ranks.last}

    @cached_property
    def sums(self) -> tuple[int, ...]:
        """Units of the first so many ranks together."""
        return (0, *accumulate(self.units))

    def worth(self, side: Side) -> Ratio:
        first, last = (side.other.up[one] for one in (self.ranks.first, self.ranks.last))
        if side.other is not side and side.is_best:  # no rank is better than the first of its tie
            last = side.ops.maximum(first, last)
        elif side.other is not side:
            first = side.ops.minimum(first, last)
        if self.ties == "mean":
            return self._until(side, last) - self._until(side, first - 1), last - first + 1
        rank = first if self.ties == "best" else last
        return self._until(side, rank) - self._until(side, rank - 1), 1

    def _until(self, side: Side, rank: Integers) -> Integers:
        listed = side.ops.minimum(rank, len(self.units))
        return side.ops.take(self.sums, listed) + (rank - listed) * self.rest

    def because(self, row: Row) -> Sentence:
        values = {"t": self.quantity.title, "v": self.quantity.shown(row)}
        rank = self.ranks.shown(row)
        if rank is None:
            return say("{t}：{v}，名次未定", "{t}: {v}, rank unknown", **values)
        where = among(self.within)
        return say("{t}：{v}，{w}{r}", "{t}: {v}, {r}{w}", w=where, r=rank, **values)

    def question(self, row: Row) -> Change | None:
        if self.ranks.shown(row) is not None:
            return None
        values = {"t": self.quantity.title, "w": among(self.within)}
        zh = "取决于“{t}”在{w}排第几名，本社区单独无法判断"
        if self.within == "all":
            zh = "取决于“{t}”在参评社区中排第几名，本社区单独无法判断"
        en = "depends on the rank of “{t}”{w}, which no community can tell alone"
        if not is_known(row, self.quantity):
            zh, en = f"须如实填报“{{t}}”；{zh}", f"record “{{t}}”; {en}"
        return Change(say(zh, en, **values), {}, gap="relative")

    def changes(self, row: Row) -> Iterator[Change]:  # noqa: ARG002
        return iter(())
