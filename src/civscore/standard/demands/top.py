"""top 前若干名：按总分排在前几名，或不在末几名。

    [[tier]]
    id = "示范"
    total = 90
    top = { n = 10, ties = "all" }

`n` 是前几名，在其余条件都满足的社区之间排；`last = 3` 是不在末三名，在全部参评社区之间排。
`ties` 说并列在界上的怎么算，必须写：all 并列的都算前（末）几名，none 都不算。
`within` 说在谁中间排：all 全部参评社区（缺省）、league 同组、parent 同一上级。

- *单独评一个社区？* 名次还不知道：至多“符合条件，不保证”。
- *名额不照名次定？* 写 quota。

English: its total ranks among the first so many, or not among the last so many.
"""

from collections.abc import Iterator, Mapping
from typing import Final, Literal

from civscore.exact import Truths
from civscore.sentences import Sentence, say
from civscore.standard.demands import Judgement, Standing, TierDraft, status_of
from civscore.standard.numbers import Count, RefusedError
from civscore.standard.reserved import MOST, Ranks, Within, among
from civscore.standard.rows import Change, Row
from civscore.values import Declared, Value


class Top(Declared):
    """A rank."""

    n: Count | None = None
    """前几名 | Among the first so many."""

    last: Count | None = None
    """或不在末几名 | Or not among the last so many."""

    ties: Literal["all", "none"]
    """并列在界上的：all 都算在内、none 都不算 | Equals on the line: all are in, or none is."""

    within: Within = "all"
    """在谁中间排：all 全部参评社区、league 同组、parent 同一上级 | Among whom."""

    def check(self) -> None:
        """The first, or the last.

        Raises:
            RefusedError: if it is neither, or both.
        """
        if (self.n is None) == (self.last is None) or 0 in {self.n, self.last}:
            raise RefusedError("first_or_last")

    def plan(self, draft: TierDraft) -> "PlannedTop":
        ranges = {"first": (1, MOST), "last": (1, MOST)}
        ranges |= {} if self.last is None else {"base": (1, MOST)}
        columns = draft.reserve("top", self, self.within, ranges)
        ranks = Ranks(columns["first"], columns["last"])
        return PlannedTop(draft.tier, self, ranks, columns.get("base"))


class PlannedTop(Value):
    """A rank, and the columns that tell it."""

    tier: str
    top: Top
    ranks: Ranks
    base: int | None

    def judge(self, standing: Standing) -> Iterator[Judgement]:
        row = standing.row
        certain, possible = self._holds(row)
        status = status_of(certain=certain, possible=possible)
        need, rank = self._said(), self.ranks.shown(row)
        have = rank if rank is not None else say("名次未定，不保证", "rank unknown, not guaranteed")
        because = say("{need}：{have}", "{need}: {have}", need=need, have=have)
        zh, en = "{n}，名次由批次评定，不保证", "{n}: the field decides the rank, not guaranteed"
        asks = Change(say(zh, en, n=need), {}, gap="quota")
        could = need if possible else have
        yield Judgement("top", self.tier, need, have, could, status, because, asks=asks)

    def truths(self, standing: Standing) -> Iterator[Truths]:
        yield self._holds(standing.row)

    def _holds(self, row: Row) -> Truths:
        """Whether the rank is as asked, certainly and possibly."""
        top = self.top
        if top.n is not None:
            column = self.ranks.first if top.ties == "all" else self.ranks.last
            return row.high[column] <= top.n, row.low[column] <= top.n
        if top.last is None or self.base is None:
            return False, True
        column = self.ranks.last if top.ties == "all" else self.ranks.first
        below = row.low[self.base] - row.high[column], row.high[self.base] - row.low[column]
        return below[0] >= top.last, below[1] >= top.last

    def _said(self) -> Sentence:
        top = self.top
        values = {"where": among(top.within), "n": top.n or top.last, "ties": say(*_TIES[top.ties])}
        if top.n is not None:
            zh, en = "{where}前 {n} 名（{ties}）", "among the first {n}{where} ({ties})"
            return say(zh, en, **values)
        zh, en = "{where}不在末 {n} 名（{ties}）", "not among the last {n}{where} ({ties})"
        return say(zh, en, **values)


_TIES: Final[Mapping[str, tuple[str, str]]] = {
    "all": ("并列的都算", "equals all count"),
    "none": ("并列的都不算", "equals do not count"),
}
