"""title 称号的存续：有效多久、怎样复核、撤销以后多久不得申报，已持有的还能不能参评。

    [facts.star]
    kind = "titles"
    title = "星级文明社区"
    levels = { three = "三星级", four = "四星级" }

    [[tier]]
    id = "三星级"
    total = 80

    [[tier]]
    id = "四星级"
    total = 90

    [title]
    name = "星级文明社区"
    history = "star"          # 记着历届称号的数据项；不写的，下面各项只印不算
    valid = "3y"
    ends = "lapse"            # 届满自动失效；"review" 是届满复评
    renew = "6m"              # 届满前 6 个月起可以申请延期
    recheck = "1y"            # 每年复核
    bar = "2y"                # 撤销后满 2 年才可再申报
    holders = "may_rise"      # 已持有的只能申报更高的等级
    outside = ["奖金 3 万元"]

写了 `history` 的，报告说明称号的现状、有效期、下一次复核和最早可以申报的日期；
`bar` 和 `holders` 是每个等级都要满足的条件。

- *三星级的还能再评三星级吗？* `may_rise` 只能评更高的；延期窗口开了，可以再评同一级。
  `excluded` 是已持有的一律不再参评，`any` 是不限。级别的名称要与等级相同。
- *合并、拆迁了怎么办？* `cancelled_if` 成立的注销，不算处分，不影响再申报。
- *奖金、通报算分吗？* 不算，写在 `outside` 里，报告照印。

English: how long a title lasts, how it is checked, and who may apply again when.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Final, Literal, TypeAlias

from civscore.diagnostics import fault
from civscore.exact import Truths
from civscore.standard.chapters import Chapter, ChapterDraft, PlannedChapter
from civscore.standard.conditions import Condition
from civscore.standard.demands import Judgement, Standing, judge_condition
from civscore.standard.facts.titles import Titles
from civscore.standard.held import Vacant
from civscore.standard.numbers import Check, Count, Fewest, Length, RefusedError
from civscore.standard.texts import Title as Name
from civscore.values import Declared, replaced

LEVELS_UNMATCHED: Final = fault(
    "title-levels-unmatched",
    ("“{name}”的级别“{level}”不是本标准的等级", "level “{level}” of “{name}” is no tier here"),
    ("请把级别的名称写得与等级相同，或改 holders", "name levels as tiers are, or change holders"),
)
NO_LEVELS: Final = fault(
    "title-without-levels",
    ("“{name}”不分级，谈不上晋级", "“{name}” has no levels to rise by"),
    ('请给数据项写 levels，或写 holders = "excluded"', 'declare levels, or holders = "excluded"'),
)
_MONTH_DAY: Final = (
    r"(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])"
    r"|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|02-(?:0[1-9]|[12]\d))"
)


def _read_month_day(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(_MONTH_DAY, value):
        raise RefusedError("not_a_month_day")
    return value


MonthDay: TypeAlias = Annotated[
    str,
    Check(_read_month_day, "string", (("pattern", f"^{_MONTH_DAY}$"), ("examples", ("08-15",)))),
]
"""A day of every year."""


class Stage(Declared):
    """One step from applying to the plate."""

    title: Name
    """做什么 | What is done."""

    by: str = ""
    """由谁做 | By whom."""

    due: MonthDay | None = None
    """每年几月几日以前 | By which day of the year."""

    days: Count | None = None
    """几天之内 | Within how many days."""

    workdays: Count | None = None
    """几个工作日之内；只印，不折算成日期 | Within how many working days; printed only."""

    done_if: str | None = None
    """什么情况算已经办完 | The condition under which it is done."""


class Title(Chapter):
    """The `[title]` table."""

    name: Name
    """称号的全称 | What the title is called."""

    history: str = ""
    """记着本称号历届情况的 titles 数据项 | The fact that holds who was named when."""

    valid: Length | None = None
    """有效期 | How long it is valid."""

    ends: Literal["lapse", "review"] = "lapse"
    """届满怎么办：lapse 自动失效、review 复评，复评以前仍然有效 |
    What its end means: it lapses by itself, or is reviewed and stands until then."""

    renew: Length | None = None
    """届满前多久起可以申请延期或重新申报 | How long before its end it can be applied for again."""

    recheck: Length | None = None
    """每隔多久复核一次 | How often it is checked again."""

    checks: tuple[Length, ...] = ()
    """期内抽查：命名后多久各查一次 | Checks so long after naming."""

    bar: Length | None = None
    """撤销后多久不得申报 | How long nobody may apply whose title was revoked."""

    holders: Literal["any", "may_rise", "excluded"] = "any"
    """已持有的：any 不限、may_rise 只能申报更高的等级、excluded 不再参评 |
    Those who hold it: free, only upwards, or not at all."""

    revoke_if: tuple[str, ...] = ()
    """持有期间有一条成立即撤销 | Conditions any of which revokes it."""

    cancelled_if: str | None = None
    """成立即注销，不算处分，不影响再申报 | The condition that cancels it, without blame."""

    withheld_if: str | None = None
    """成立的评定照旧，暂不授牌 | The condition under which it is rated but not given yet."""

    outcomes: Annotated[dict[str, str], Fewest(1)] | None = None
    """复核的各种结果：键 → 名称 | Outcomes of a check: key → title."""

    outside: tuple[str, ...] = ()
    """分外的奖惩，照印不算 | Rewards and penalties outside the score, printed only."""

    notice: str = ""
    """公示多久、怎样提异议，照印 | Public notice and objections, printed only."""

    steps: tuple[Stage, ...] = ()
    """申报到授牌的步骤 | Steps from applying to the plate."""

    def plan(self, draft: ChapterDraft) -> "PlannedTitle":
        def read(text: str | None, *path: str | int) -> Condition | None:
            return None if text is None else draft.condition(text, *path)

        conditions = (
            tuple(draft.condition(text, "revoke_if", n) for n, text in enumerate(self.revoke_if)),
            read(self.cancelled_if, "cancelled_if"),
            read(self.withheld_if, "withheld_if"),
            tuple(read(one.done_if, "steps", n, "done_if") for n, one in enumerate(self.steps)),
        )
        if not self.history:
            return PlannedTitle(self, None, None, {}, *conditions)
        fact, barred = draft.fact(self.history, Titles, "history"), None
        if self.bar is not None:
            part = {"d": "days", "m": "months", "y": "years"}[self.bar.unit]
            text = f"{self.history}.revoked.{part} >= {self.bar.amount}"
            barred = draft.condition(text, "bar")
        return PlannedTitle(self, fact, barred, dict(self._free(fact, draft)), *conditions)

    def _free(self, fact: Titles, draft: ChapterDraft) -> Iterator[tuple[str, Vacant]]:
        """By tier, that the title is not held at its level or above; "" is every tier."""
        if self.holders == "may_rise" and not fact.levels:
            draft.report(NO_LEVELS, "holders", name=fact.title)
        for key, level in fact.levels.items() if self.holders == "may_rise" else ():
            if level not in draft.tiers:
                draft.report(LEVELS_UNMATCHED, "holders", name=fact.title, level=level)
            yield level, self._vacant(key, draft)
        if self.holders == "excluded":
            yield "", self._vacant("held", draft)

    def _vacant(self, part: str, draft: ChapterDraft) -> Vacant:
        stem = self.history if part == "held" else f"{self.history}.{part}"
        columns = draft.column(f"{self.history}.{part}"), draft.column(f"{stem}.until")
        held: Any = draft.condition(f"{self.history}.{part}", "history")
        return Vacant(
            held.quantity,
            columns[0],
            wanted=False,
            until=columns[1],
            as_of=draft.column("as_of"),
            renew=self.renew,
        )


class PlannedTitle(PlannedChapter):
    """A title with its conditions."""

    title: Title
    fact: Titles | None
    barred: Condition | None
    free: Mapping[str, Vacant]  # by tier; "" is every tier
    revoke_if: tuple[Condition, ...]
    cancelled_if: Condition | None
    withheld_if: Condition | None
    done: tuple[Condition | None, ...]

    def judge(self, standing: Standing, tier: str) -> Iterator[Judgement]:
        """That no bar runs, and that nobody applies again for what is held."""
        if self.barred is not None:
            yield judge_condition("bar", "", self.barred, standing.row)
        free = self.free.get("") or self.free.get(tier)
        if free is not None:
            found = judge_condition("holder", "", free, standing.row)
            if found.status == "out_of_reach":
                change = free.change(standing.row)
                found = replaced(found, because=change.sentence if change else found.because)
            yield found

    def truths(self, standing: Standing, tier: str) -> Iterator[Truths]:
        for condition in (self.barred, self.free.get("") or self.free.get(tier)):
            if condition is not None:
                yield standing.row.truths(condition)
