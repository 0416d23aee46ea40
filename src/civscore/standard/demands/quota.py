"""quota 名额：符合其余条件的还要争到名额，名额有数，或是占比。

    [[tier]]
    id = "达标"
    total = 60

    [[tier]]
    id = "先进"
    total = 60
    quota = { share = "30%", of = "达标", round = "down" }

`places = 500` 是定数；`share` 是占多少，`of` 是占哪一级的（不写是占全部参评的），`round` 说
不足一个的怎么算，必须写。`within` 说在谁中间分：all 全部参评社区（缺省）、league 同组、
parent 同一上级。`by = "total"` 是择优：成批评定时按总分排，`ties` 说并列在界上的怎么算，必须写：
all 都算在内、none 都不算。

- *不写 by？* 名额给谁由命名机关定。成批评定时，符合其余条件的不多于名额的，都列入；多于名额的，
  仍是“符合条件，不保证”。
- *各区名额不同？* 写成参数，随所在的区取值，`places = "places_due"`。
- *单独评一个社区？* 名额给谁还不知道：其余条件都满足的，至多“符合条件，不保证”。
- *按总分取前几名？* 写 top；名额是占比的，写 by。

English: so many places, or a share; whoever meets all else qualifies, and is not sure of one.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, TypeAlias

from civscore.exact import Integers, Truth, Truths, share_text
from civscore.sentences import Sentence, say
from civscore.standard.demands import Judgement, Standing, TierDraft, status_of
from civscore.standard.numbers import Count, RefusedError, Size
from civscore.standard.reserved import MOST, Rounding, Within, among, in_number, rounded_said
from civscore.standard.rows import Change, Row
from civscore.values import Declared, Value

if TYPE_CHECKING:
    from decimal import Decimal

    from civscore.standard.cases import Cases

    Varied: TypeAlias = tuple[Cases, tuple[Decimal, ...]]


class Quota(Declared):
    """How many can have the tier."""

    places: Count | str | None = None
    """几个名额；各区、各年不同的，写参数的名字 |
    How many places; where they differ by area or year, a parameter's name."""

    share: Size | None = None
    """或占几成 | Or what share."""

    of: str = ""
    """占哪一级的几成；不写是全部参评社区 | Of those at which tier; of all, if not given."""

    round: Rounding | None = None
    """几成算出来不是整数的：down 舍去、up 进一、nearest 四舍五入；写了 share 就必须写 |
    What becomes of a fraction of a place; needed with a share."""

    within: Within = "all"
    """在谁中间分：all 全部参评社区、league 同组、parent 同一上级 | Among whom."""

    by: Literal["total"] | None = None
    """择优的依据：total 按总分排；不写的由命名机关定 | What decides; not given, the issuer does."""

    ties: Literal["all", "none"] | None = None
    """并列在界上的：all 都算在内、none 都不算；写了 by 就必须写 |
    Equals on the line: all are in, or none is; needed with `by`."""

    def check(self) -> None:
        """Places, or a share that is rounded.

        Raises:
            RefusedError: if it is neither, or both.
        """
        is_share = self.share is not None
        if is_share == (self.places is not None) or is_share != (self.round is not None):
            raise RefusedError("places_or_share")
        if (self.of and not is_share) or (self.share or 0) > 1 or self.places == 0:
            raise RefusedError("places_or_share")
        if (self.by is None) != (self.ties is None):
            raise RefusedError("by_and_ties")

    def plan(self, draft: TierDraft) -> "PlannedQuota":
        if self.of:
            draft.known_tier(self.of, "of")
        ranges = {"chosen": (0, 1)} | ({} if self.share is None else {"base": (0, MOST)})
        columns = draft.reserve("quota", self, self.within, ranges)
        varied = draft.by_case(self.places, "places") if isinstance(self.places, str) else None
        return PlannedQuota(draft.tier, self, columns["chosen"], columns.get("base"), varied)


class PlannedQuota(Value):
    """Places, and the columns that say who has one."""

    tier: str
    quota: Quota
    chosen: int
    base: int | None
    varied: "Varied | None" = None  # places by case

    def judge(self, standing: Standing) -> Iterator[Judgement]:
        row = standing.row
        certain, possible = self._holds(row)
        status = status_of(certain=certain, possible=possible)
        need = self._said(row)
        state = say(*_STATES[status])
        because = say("{need}，{state}", "{need}: {state}", need=need, state=state)
        zh, en = "{n}，由批次评定，不保证", "{n}: decided among all that qualify, not guaranteed"
        asks = Change(say(zh, en, n=need), {}, gap="quota")
        could = say(*_STATES["reached" if status != "out_of_reach" else status])
        yield Judgement("quota", self.tier, need, state, could, status, because, asks=asks)

    def truths(self, standing: Standing) -> Iterator[Truths]:
        yield self._holds(standing.row)

    def _holds(self, row: Row) -> Truths:
        """Whether it is among the chosen, certainly and possibly."""
        return row.low[self.chosen] >= 1, (row.high[self.chosen] >= 1) & self._is_any(row)

    def _is_any(self, row: Row) -> Truth:
        """Whether there can be a place at all."""
        if self.varied is None:
            return self.places(row)[1] > 0
        found: Truth = False
        for case, number in zip(self.varied[0].cases, self.varied[1], strict=True):
            if number > 0:
                found = found | case.condition.holds(row.best)
        return found

    def places(self, row: Row) -> tuple[Integers, Integers]:
        """The fewest and the most there can be."""
        quota = self.quota
        if self.varied is not None:
            branches, numbers = self.varied
            found = [int(numbers[n]) for n in branches.possible(row)]
            return min(found), max(found)
        if quota.share is None or quota.round is None or self.base is None:
            fixed = quota.places if isinstance(quota.places, int) else 0
            return fixed, fixed
        low, high = row.low[self.base], row.high[self.base]
        share, rounding, ops = quota.share, quota.round, row.worst.ops
        return in_number(share, low, rounding, ops), in_number(share, high, rounding, ops)

    def _said(self, row: Row) -> Sentence:
        quota = self.quota
        where = among(quota.within)
        if self.varied is not None:
            return self._said_by_case(self.varied[0], row)
        if quota.share is None or quota.round is None:
            return say("{where}名额 {n} 个", "{n} places{where}", n=quota.places, where=where)
        few, many = self.places(row)
        zh, en = ("为“{of}”的", "“{of}”") if quota.of else ("", "all")
        return say(
            f"{{where}}名额{zh} {{share}}（{{rounded}}）",
            f"places for {{share}} of {en}{{where}} ({{rounded}})",
            where=where,
            of=quota.of,
            share=share_text(quota.share),
            rounded=rounded_said(quota.round, few if few == many else None),
        )

    def _said_by_case(self, branches: "Cases", row: Row) -> Sentence:
        """The places there are for this community, or between which numbers they lie."""
        (few, many), where = self.places(row), among(self.quota.within)
        at = branches.only(row)
        if at is not None:
            how = branches.cases[at].label
            return say(
                "{h}{where}名额 {n} 个", "{n} places for {h}{where}", h=how, n=few, where=where
            )
        first = branches.to_settle(row)
        zh, en = "{where}名额 {a} 至 {b} 个，{f}", "{a} to {b} places{where}; {f}"
        return say(zh, en, a=few, b=many, where=where, f=first)


_STATES = {
    "reached": ("已列入", "given one"),
    "possible": ("不保证", "not guaranteed"),
    "out_of_reach": ("未列入", "not given one"),
}
