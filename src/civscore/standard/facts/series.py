"""series 序列：按年、季度或月记的同一个数，与上期、前几期的平均或基期相比。

    [facts.crimes]
    kind = "series"
    title = "可防性案件"
    unit = "起"
    per = "year"              # year 按年、quarter 按季度、month 按月
    now = "as_of"             # 哪一期是本期：as_of 评定基准日所在的，period 考评期最后一天所在的
    mean_of = 2               # 可省：均值取本期之前几期
    base = 2016               # 可省：基期
    if_none = "zero"          # 用到增幅时必填：比的那个数是零时怎么算

佐证包中记 `crimes = { 2024 = 95, 2025 = 105, 2026 = 103 }`；季度写 `2026-Q1`，月写 `2026-03`。
从哪一期起才有数的，另记 `first = 2025`。没有记的一期是未知，不是零。

条件里写 `crimes.` 加上：`now` 本期、`last` 上期、`ago2` 至 `ago9` 更早各期、`base` 基期、
`mean` 均值，都是数；`change` 比上期增减多少；`growth` 比上期增长百分之几，`over_mean` 比均值，
`over_base` 比基期；
`falling` 连续下降了几期，持平即中断；`first` 本期是不是第一期，是非。

- *每期是个比率？* 写 `of = "分母是什么"`，每期记 `{ count = 3, of = 100 }`；`change` 就是百分点。
- *增长 2% 与提高 2 个百分点？* `growth >= 2%` 是前者，`change >= 2%` 是后者，不会混。
- *上期是零？* 增幅照 `if_none` 算。要“不高于上期”，写 `crimes.now <= crimes.last`，不用除法。

English: one number for each year, quarter or month, compared with the last, with the mean of
several, or with a base period; a period not recorded is unknown.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from civscore.diagnostics import Fault, fault
from civscore.exact import decimals_of, scaled, text_of
from civscore.sentences import plain
from civscore.standard.document import Entry
from civscore.standard.facts import MOST, Fact, Times, read_interval, refuse
from civscore.standard.facts.rate import Rate
from civscore.standard.facts.rate import Recorded as RecordedRate
from civscore.standard.numbers import Check, Places, RefusedError, Worth, read_count
from civscore.standard.parsing import Term
from civscore.standard.periods import MOST_BACK, WORDS, Per, period_number, period_of, period_said
from civscore.standard.quantities import IfNone
from civscore.standard.rows import Column, Interval, Record
from civscore.standard.trending import Parts
from civscore.standard.trends import Recorded

if TYPE_CHECKING:
    from civscore.standard.blanks import Layout

WRONG_PERIOD: Final = fault(
    "wrong-period",
    ("“{name}”不是“{title}”的一期", "“{name}” is no period of “{title}”"),
    ("请照 {example} 这样写", "write it like {example}"),
)
BEFORE_FIRST: Final = fault(
    "before-first",
    ("写明从 {first} 起才有数，却记了 {period} 的数", "{period} lies before {first}, the first"),
    ("请核对 first", "check first"),
)
PART_UNDECLARED: Final = fault(
    "part-undeclared",
    (
        "条款用了“{name}.{part}”，数据项没有写 {key}",
        "“{name}.{part}” is used, but the fact does not say {key}",
    ),
    ("请补上 {form}", "add {form}"),
    why=(
        "均值取几期、基期是哪一期、比的数是零时怎么算，结果都不同，必须写明",
        "which periods, and what a base of zero means, decide the result",
    ),
)
_ASKED: Final = {
    "mean": ("mean_of",),
    "over_mean": ("mean_of", "if_none"),
    "base": ("base",),
    "over_base": ("base", "if_none"),
    "growth": ("if_none",),
}
_FORMS: Final = {"mean_of": "mean_of = 2", "base": "base = 2016", "if_none": 'if_none = "zero"'}


def _read_period(value: Any) -> str:
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(text, str) or not any(one.form.fullmatch(text) for one in WORDS.values()):
        raise RefusedError("not_a_period")
    return text


def _read_back(value: Any) -> int:
    number = read_count(value)
    if not 1 <= number <= MOST_BACK:
        raise RefusedError("not_periods", most=MOST_BACK)
    return number


class Series(Fact):
    """A number for each period."""

    per: Per
    """多长时间一个数：year 一年、quarter 一季度、month 一月 | How long a period is."""

    now: Literal["as_of", "period"]
    """哪一期是本期：as_of 评定基准日所在的、period 考评期最后一天所在的 |
    Which period is the present one: that of the day judged from, or of the period's last day."""

    of: str | None = None
    """每期是比率的，分母是什么；不写的每期是一个数 |
    What the whole is, where each period has a share; else each has a number."""

    decimals: Places = 0
    """每期的数记到几位小数 | Decimals a number is recorded to."""

    range: tuple[Worth, Worth] | None = None
    """每期可能为真的最小值和最大值；不写是 0 至 10 亿 |
    Lowest and highest number that can be true; 0 to a billion if not given."""

    mean_of: Annotated[
        int,
        Check(_read_back, "number", (("multipleOf", 1), ("minimum", 1), ("maximum", MOST_BACK))),
    ] | None = None  # fmt: skip
    """均值取本期之前几期 | How many periods before the present one the mean is of."""

    base: Annotated[
        str,
        Check(
            _read_period,
            "integer string",
            (("pattern", r"^\d{4}(-Q[1-4]|-(0[1-9]|1[0-2]))?$"), ("examples", (2016, "2016-Q1"))),
        ),
    ] | None = None  # fmt: skip
    """基期：2016、"2016-Q1" 或 "2016-03" | The base period."""

    if_none: IfNone | None = None
    """比的那个数（或分母）是零时怎么算：full 满分、zero 零分、not_applicable 不参评、
    unproven 待证 | What it means when what is compared with, or the whole, is zero."""

    def check(self) -> None:
        """Raise `RefusedError` where keys do not go together."""
        low, high = self.range or (Decimal(0), Decimal(0))
        if low > high:
            raise RefusedError("range_falls")
        if max(decimals_of(low), decimals_of(high)) > self.decimals:
            raise RefusedError("range_too_fine")
        if self.of is not None and (self.range is not None or self.decimals or not self.if_none):
            raise RefusedError("series_of")
        if self.base is not None and self.base_number is None:
            raise RefusedError("base_per", example=WORDS[self.per].example)

    @property
    def base_number(self) -> int | None:
        """The number of the base period."""
        return None if self.base is None else period_number(self.base, self.per)

    @property
    def scale(self) -> int:
        return int(10**self.decimals)

    @property
    def limits(self) -> Interval:
        """The range as counts of the last decimal."""
        if self.range is None:
            return 0, MOST * self.scale
        return scaled(self.range[0], self.scale), scaled(self.range[1], self.scale)

    @property
    def needs_period(self) -> bool:
        return self.now == "period"

    # --- what is read of it ----------------------------------------------------------------------

    def columns(self, name: str) -> Iterator[Column]:
        for place in (*map(str, range(MOST_BACK + 1)), "base"):
            if self.of is None:
                yield Column(f"{name}.{place}", *self.limits)
            else:
                yield Column(f"{name}.{place}.count", 0, MOST)
                yield Column(f"{name}.{place}.of", 0, MOST)
        yield Column(f"{name}.first", 0, 1)
        yield Column(f"{name}.past", 0, MOST_BACK)

    def terms(self, name: str, index: Mapping[str, int]) -> Iterator[tuple[str, Term]]:
        parts = Parts(
            name, self.title, self.unit, self.per, self.of, self.scale, self.limits,
            self.mean_of or 1, self.base_number, self.if_none or "unproven", index,
        )  # fmt: skip
        return parts.terms()

    def misused(
        self, name: str, parts: frozenset[str]
    ) -> Iterator[tuple[Fault, Mapping[str, object]]]:
        for part in sorted(parts & _ASKED.keys()):
            for key in _ASKED[part]:
                if getattr(self, key) is None:
                    form = plain(_FORMS[key])
                    yield PART_UNDECLARED, {"name": name, "part": part, "key": key, "form": form}

    # --- how it is recorded ----------------------------------------------------------------------

    @property
    def example(self) -> str:
        low, high = (Decimal(limit) / self.scale for limit in self.limits)
        one = text_of(min(max(low, Decimal(12)), high))
        number = one if self.of is None else "{ count = 98, of = 100 }"
        before, now = WORDS[self.per].pair
        return f"{{ {before} = {number}, {now} = {number} }}"

    @property
    def layout(self) -> "Layout":
        from civscore.standard.blanks import by_period

        low, high = (Decimal(limit) / self.scale for limit in self.limits)
        example, number = WORDS[self.per].example, (low, high, self.decimals, self.unit)
        return by_period(self.title, example, self.of, number)

    def read(self, value: Any, entry: Entry) -> Recorded | None:
        example = WORDS[self.per].example
        if not isinstance(value, dict):
            expected = f"{{ {example} = … }}"
            refuse(self, value, (expected, expected), entry)
            return None
        first = self._read_first(value, entry) if "first" in value else None
        numbers: dict[int, Any] = {}
        for key in (one for one in value if one != "first"):
            period = period_number(key, self.per)
            if period is None:
                entry.report_key(WRONG_PERIOD, key, name=key, title=self.title, example=example)
                continue
            number = self._read_number(value[key], entry.at(key))
            if number is not None:
                numbers[period] = number
            if first is not None and period < first:
                said = period_said(first, self.per), period_said(period, self.per)
                entry.report_key(BEFORE_FIRST, key, first=said[0], period=said[1])
        return Recorded(numbers, first)

    def _read_first(self, value: Mapping[str, Any], entry: Entry) -> int | None:
        period = period_number(str(value["first"]), self.per)
        if period is None:
            values = {"name": value["first"], "title": self.title}
            entry.report(WRONG_PERIOD, "first", example=WORDS[self.per].example, **values)
        return period

    def _read_number(self, value: Any, entry: Entry) -> Any:
        if self.of is None:
            return read_interval(value, self.scale, self.limits, entry)
        if_none = self.if_none or "unproven"
        return Rate(kind="rate", title=self.title, of=self.of, if_none=if_none).read(value, entry)

    # --- what it is in integers ------------------------------------------------------------------

    def counting(self, record: Record, times: Times) -> Recorded:
        """With the period that is the present one."""
        return Recorded(record.value.numbers, record.value.first, self._now(times))

    def _now(self, times: Times) -> int | None:
        if self.now == "as_of":
            return period_of(times.as_of, self.per)
        return None if times.period is None else period_of(times.period[1], self.per)

    def reduce(self, value: Recorded, times: Times) -> Mapping[str, Interval]:
        now = self._now(times)
        periods = {} if now is None else {str(lag): now - lag for lag in range(MOST_BACK + 1)}
        if self.base_number is not None:
            periods["base"] = self.base_number
        parts: dict[str, Interval] = {}
        for place, period in periods.items():
            if period in value.numbers:
                parts |= _columns_of(place, value.numbers[period])
        return parts if now is None else parts | _history(value, now)

    def settled(self, part: str, number: int) -> Mapping[str, int]:
        """A first period has none before it."""
        match part:
            case "first":
                return {"first": 1, "past": 0} if number else {"first": 0}
            case "past":
                return {"past": number, "first": int(not number)}
        return {part: number}


def _columns_of(place: str, number: Interval | RecordedRate) -> dict[str, Interval]:
    if isinstance(number, RecordedRate):
        return {f"{place}.count": number.count, f"{place}.of": number.base}
    return {place: number}


def _history(value: Recorded, now: int) -> dict[str, Interval]:
    """Whether the present period is the first, and how many there are before it."""
    known = max((now - period for period in value.numbers if period < now), default=0)
    least = min(known, MOST_BACK)
    if value.first is not None:
        before = min(max(now - value.first, 0), MOST_BACK)
        return {"first": (int(not before),) * 2, "past": (before, before)}
    return {"past": (least, MOST_BACK), **({"first": (0, 0)} if known else {})}
