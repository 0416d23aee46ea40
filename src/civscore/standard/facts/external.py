"""external 外部数据：由别的单位提供的数，如全市平均、控制数、物价指数、别的考评的得分。

    [facts.city_safety]
    kind = "external"
    title = "全市平均安全感"
    from = "市统计局"         # 由谁提供
    share = true              # 可省：是比率，记成百分数
    decimals = 1              # 可省：记到几位小数，缺省 0；比率是百分数的小数位
    within = "1y"             # 可省：早于评定基准日多久的不再采用

佐证包中必须写来源和日期：
`city_safety = { value = "92.0%", source = "市统计局公报", date = 2026-01-15 }`。

条件里照数使用：`safety >= city_safety`、`income >= 130% * village_mean`。没有填报、已经过时的
是未知，依靠它的条件、否决和门槛也是未知，不会因此算作没有触发。

成批评定时可以由各社区的数算出来的，另写
`peers = { mean = "safety", among = "all", self = false }`：
取哪个数据项的平均，在谁之中，含不含本社区自己。

- *自己估一个？* 不行。没有来源或日期的报错。
- *怎样让本社区改变它？* 不能，差距只说需要它，或说本社区自己的数要到多少。

English: a number that others supply, with its source and date; unknown while it is not supplied.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Any, Final, Literal

from civscore.diagnostics import fault, found_text
from civscore.exact import InexactError, decimals_of, read_number, scaled, share_text, text_of
from civscore.sentences import Sentence, say
from civscore.standard.document import Entry
from civscore.standard.facts import (
    MOST,
    OUT_OF_RANGE,
    TOO_FINE,
    Fact,
    Times,
    read_interval,
    refuse,
)
from civscore.standard.numbers import Key, Length, Number, Places, RefusedError, YesNo
from civscore.standard.parsing import Term
from civscore.standard.quantities import UNRECORDED, Amount, Bound, with_unit
from civscore.standard.rows import Column, GapKind, Interval, Record, Row
from civscore.values import Declared

WITHOUT_SOURCE: Final = fault(
    "external-without-source",
    ("“{title}”是别的单位提供的数，没有写{what}", "“{title}” is supplied by others: no {what}"),
    (
        '请写 {{ value = …, source = "…", date = 2026-01-15 }}',
        'write {{ value = …, source = "…", date = 2026-01-15 }}',
    ),
    why=(
        "平均数、控制数不能由本社区估算；写明取自哪里、哪天公布，别人才能核对",
        "means and control numbers are not for the community to guess; others have to check them",
    ),
)


class Peers(Declared):
    """How a cohort could supply it: the mean of a fact."""

    mean: str
    """取哪个数据项的平均 | The fact whose mean it is."""

    among: Literal["all", "league", "parent", "children"]
    """在谁之中：all 全部、league 同组、parent 同一上级、children 本单位的下级 | Among whom."""

    with_self: Annotated[YesNo, Key("self")] = True
    """含不含本社区自己 | Whether the community itself counts."""


_AMONG: Final[Mapping[str, tuple[str, str]]] = {
    "all": ("参评各社区", "all communities"),
    "league": ("同组各社区", "the communities of its league"),
    "parent": ("同一上级的各社区", "the communities under its parent"),
    "children": ("各下级单位", "the units below"),
}


class External(Fact):
    """A number supplied by others."""

    supplier: Annotated[str, Key("from")] = ""
    """由谁提供 | Who supplies it."""

    share: YesNo = False
    """是比率，记成百分数 | Whether it is a share, recorded as a percentage."""

    decimals: Places = 0
    """记到几位小数；比率是百分数的小数位 | Decimals it is recorded to; of a share, of per cent."""

    range: tuple[Number, Number] | None = None
    """可能为真的最小值和最大值；不写是 0 至 10 亿，比率是 0 至 100% |
    Lowest and highest value that can be true; 0 to a billion, or to 100 %, if not given."""

    within: Length | None = None
    """早于评定基准日多久的不再采用 | How old it may be."""

    peers: Peers | None = None
    """成批评定时怎样由各社区算出来；单独评一个社区时仍须填报 |
    How a cohort supplies it; for one community alone it has to be recorded."""

    def check(self) -> None:
        """Raise `RefusedError` where keys do not go together."""
        low, high = self.range or (Decimal(0), Decimal(0))
        if low > high:
            raise RefusedError("range_falls")
        if max(decimals_of(low), decimals_of(high)) > self.places:
            raise RefusedError("range_too_fine")
        if not self.supplier and self.peers is None:
            raise RefusedError("from_or_peers")

    @property
    def places(self) -> int:
        """Decimals of the number itself."""
        return self.decimals + (2 if self.share else 0)

    @property
    def scale(self) -> int:
        return int(10**self.places)

    @property
    def limits(self) -> Interval:
        """The range as counts of the last decimal."""
        if self.range is None:
            return 0, self.scale if self.share else MOST * self.scale
        return scaled(self.range[0], self.scale), scaled(self.range[1], self.scale)

    @property
    def gap(self) -> GapKind:
        return "relative"

    def rests_on(self) -> Iterator[tuple[tuple[str, ...], str]]:
        if self.peers is not None:
            yield ("peers", "mean"), self.peers.mean

    def columns(self, name: str) -> Iterator[Column]:
        yield Column(name, *self.limits)

    def terms(self, name: str, index: Mapping[str, int]) -> Iterator[tuple[str, Term]]:
        supplied = Supplied(
            name, self.sentence, self.unit, index[name], self.scale, *self.limits,
            supplier=self.said_supplier, is_share=self.share,
        )  # fmt: skip
        yield name, Term(supplied)

    @property
    def said_supplier(self) -> Sentence:
        """Who has it, in words."""
        if self.supplier:
            return say("{f}", "{f}", f=self.supplier)
        return say(*_AMONG[self.peers.among if self.peers else "all"])

    @property
    def example(self) -> str:
        low, high = (Decimal(limit) / self.scale for limit in self.limits)
        usual = min(max(low, Decimal("0.92") if self.share else Decimal(35)), high)
        value = f'"{share_text(usual)}"' if self.share else text_of(usual)
        return f'{{ value = {value}, source = "{self.title}的公报", date = 2026-01-15 }}'

    def read(self, value: Any, entry: Entry) -> Interval | None:
        if not self.share:
            return read_interval(value, self.scale, self.limits, entry)
        try:
            share = read_number(value) if isinstance(value, str) else None
        except InexactError:
            share = None
        if share is None:
            refuse(self, value, ('"92%" 这样的百分数', 'a percentage such as "92%"'), entry)
            return None
        if decimals_of(share) > self.places:
            entry.report(TOO_FINE, found=found_text(value), most=self.decimals)
            return None
        number = scaled(share, self.scale)
        low, high = self.limits
        if not low <= number <= high:
            ends = (share_text(Decimal(end) / self.scale) for end in self.limits)
            entry.report(OUT_OF_RANGE, found=found_text(value), low=next(ends), high=next(ends))
            return None
        return number, number

    def check_beside(
        self,
        read: Any,  # noqa: ARG002
        value: Any,  # noqa: ARG002
        beside: Mapping[str, Any],
        entry: Entry,
    ) -> None:
        """A number without its source or date is nobody's."""
        for key, what in (("source", say("来源", "source")), ("date", say("日期", "date"))):
            if not beside.get(key):
                entry.report(WITHOUT_SOURCE, title=self.title, what=what)
                return

    def counting(self, record: Record, times: Times) -> Interval | None:
        """Nothing, once it is too old."""
        day, span = record.day, self.within
        if span is not None and day is not None and day <= span.before(times.as_of):
            return None
        value: Interval = record.value
        return value

    def reduce(self, value: Interval | None, times: Times) -> Mapping[str, Interval]:  # noqa: ARG002
        return {} if value is None else {"": value}


class Supplied(Amount):
    """The column of a number that others supply."""

    supplier: Sentence = UNRECORDED
    is_share: bool = False

    @property
    def is_given(self) -> bool:
        return True

    def threshold(self, number: Decimal) -> Sentence:
        return (
            say("{n}", "{n}", n=share_text(number)) if self.is_share else super().threshold(number)
        )

    def _said(self, column_value: int) -> Sentence:
        number = self._number(column_value)
        return self.threshold(number) if self.is_share else with_unit(text_of(number), self.unit)

    def shown(self, row: Row) -> Sentence:
        record = row.recorded.get(self.fact)
        if record is None:
            return UNRECORDED
        if record.value is None:
            return say("{d} 的数，已经过时", "out of date ({d})", d=record.day)
        zh, en = "{v}（{s}，{d}）", "{v} ({s}, {d})"
        return say(zh, en, v=super().shown(row), s=record.source, d=record.day)

    def lacking(self, row: Row) -> Sentence:
        """That it is needed, and who has it."""
        record = row.recorded.get(self.fact)
        if record is not None and record.value is None:
            zh = "“{t}”是 {d} 的，已经过时，需要新的（{s}），有了才能判断"
            en = "“{t}” of {d} is out of date; a new one ({s}) is needed before this can be judged"
            return say(zh, en, t=self.title, s=self.supplier, d=record.day)
        zh = "需要“{t}”（{s}），有了才能判断"
        en = "“{t}” ({s}) is needed before this can be judged"
        return say(zh, en, t=self.title, s=self.supplier)

    def change(self, row: Row, bound: Bound, number: Decimal) -> None:
        """Nothing here can be changed."""
