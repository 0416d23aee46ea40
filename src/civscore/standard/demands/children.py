"""children 下级：所辖的下级单位达到某一等级的，有几个或几成。

    [[tier]]
    id = "文明街道"
    children = { title = "社区", at = "达标", share = "50%", round = "up" }

`title` 是下级单位怎么称呼，`at` 是下级要达到的等级。`share` 占几成，`round` 说算出来不是整数的
怎么算，必须写；`places = 3` 是至少几个；原文只说“一定数量”的写 `not_known = "原文没有写几个"`。

- *单独评一个单位？* 下级的评定结果不在它的佐证包里，至多“待定”，也不怪本单位。
- *下级的结果已经有一个数？* 记成 rate 数据项，等级写 `all_of = ["rate >= 50%"]` 就能单独评。

English: how many, or what share, of the units below have come to a tier.
"""

from collections.abc import Iterator

from civscore.exact import Integers, Truths, share_text
from civscore.sentences import Sentence, say
from civscore.standard.demands import Judgement, Standing, TierDraft, status_of
from civscore.standard.numbers import Count, RefusedError, Size
from civscore.standard.reserved import MOST, Rounding, in_number, rounded_said
from civscore.standard.rows import Change, Row
from civscore.standard.texts import Title
from civscore.values import Declared, Value


class Children(Declared):
    """What is asked of the units below."""

    title: Title
    """下级单位怎么称呼 | What they are called."""

    at: Title
    """须达到哪一级 | The tier they must have come to."""

    places: Count | None = None
    """至少几个 | At least how many."""

    share: Size | None = None
    """或至少几成 | Or what share."""

    round: Rounding | None = None
    """几成算出来不是整数的：down 舍去、up 进一、nearest 四舍五入；写了 share 就必须写 |
    What becomes of a fraction of a unit; needed with a share."""

    not_known: str = ""
    """或为什么不知道要几个 | Or why it is not known how many."""

    def check(self) -> None:
        """One of three, and a share is rounded.

        Raises:
            RefusedError: if it is none, or more.
        """
        told = [one for one in (self.places, self.share, self.not_known or None) if one is not None]
        is_share = self.share is not None
        is_sound = len(told) == 1 and self.places != 0 and (self.share or 0) <= 1
        if not is_sound or is_share != (self.round is not None):
            raise RefusedError("how_many_children")

    def plan(self, draft: TierDraft) -> "PlannedChildren":
        ranges = {"reached": (0, MOST), "base": (0, MOST)}
        columns = draft.reserve("children", self, "parent", ranges)
        return PlannedChildren(draft.tier, self, columns["reached"], columns["base"])


class PlannedChildren(Value):
    """What is asked of the units below, and the columns that count them."""

    tier: str
    children: Children
    reached: int
    base: int

    def judge(self, standing: Standing) -> Iterator[Judgement]:
        row, asked = standing.row, self.children
        certain, possible = self._holds(row)
        status = status_of(certain=certain, possible=possible)
        need, have = self._said(row), self._counted(row)
        because = say("{need}：{have}", "{need}: {have}", need=need, have=have)
        zh, en = "{n}，要看下级的评定结果", "{n}: as the units below are judged"
        ask = Change(say(zh, en, n=need), {}, gap="family")
        if asked.not_known:
            zh, en = "条文未定（{r}），须由发布机关解释", "the text is open ({r}); ask its issuer"
            ask = Change(say(zh, en, r=asked.not_known), {}, gap="standard")
        could = need if possible else have
        yield Judgement("children", self.tier, need, have, could, status, because, asks=ask)

    def truths(self, standing: Standing) -> Iterator[Truths]:
        yield self._holds(standing.row)

    def _holds(self, row: Row) -> Truths:
        """Whether enough have come so far, certainly and possibly."""
        if self.children.not_known:
            return False, True
        few, many = self._needed(row)
        most = row.worst.ops.minimum(row.high[self.reached], row.high[self.base])
        return row.low[self.reached] >= many, most >= few

    def _needed(self, row: Row) -> tuple[Integers, Integers]:
        """The fewest and the most that may be asked."""
        share, rounding = self.children.share, self.children.round
        if share is None or rounding is None:
            return self.children.places or 0, self.children.places or 0
        low, high, ops = row.low[self.base], row.high[self.base], row.worst.ops
        return in_number(share, low, rounding, ops), in_number(share, high, rounding, ops)

    def _said(self, row: Row) -> Sentence:
        asked, (few, many) = self.children, self._needed(row)
        values = {"u": asked.title, "at": asked.at, "n": few}
        if asked.share is not None and asked.round is not None:
            share = share_text(asked.share)
            rounded = rounded_said(asked.round, few if few == many else None)
            zh = "所辖{u}达到“{at}”的不少于 {share}（{r}）"
            en = "at least {share} of the {u} below have come to “{at}” ({r})"
            return say(zh, en, share=share, r=rounded, **values)
        if asked.not_known:
            zh = "所辖{u}有若干个达到“{at}”"
            return say(zh, "some of the {u} below have come to “{at}”", **values)
        zh = "所辖{u}达到“{at}”的不少于 {n} 个"
        return say(zh, "at least {n} of the {u} below have come to “{at}”", **values)

    def _counted(self, row: Row) -> Sentence:
        low, high = row.low[self.reached], row.high[self.reached]
        if high == MOST:
            return say("下级的结果未定", "not told of them")
        if low == high:
            return say("已有 {n} 个", "{n} have", n=low)
        return say("已有 {a} 至 {b} 个", "{a} to {b} have", a=low, b=high)
