"""measure 计量：带小数的量，如面积、金额、绿化覆盖率的测定值。

    [facts.floor_area]
    kind = "measure"
    title = "社区服务用房面积"
    unit = "平方米"
    decimals = 1              # 必填：记到几位小数
    range = [0, 20000]        # 可省

佐证包中记为 `floor_area = 612.5`；只知道下限时记 `{ at_least = 600 }`。

- *小数位多于声明？* 报错。该怎样取舍由测量的人决定，引擎不代为四舍五入。
- *百分率？* 有分子分母的用 rate；只有测定结果的（如绿化覆盖率）用 measure，单位写 "%"。

English: a number with a declared count of decimals; more decimals than declared are refused.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from civscore.exact import decimals_of, scaled, text_of
from civscore.standard.document import Entry
from civscore.standard.facts import MOST, Fact, read_interval
from civscore.standard.numbers import Places, Points, RefusedError
from civscore.standard.parsing import Term
from civscore.standard.quantities import Amount
from civscore.standard.rows import Column, Interval

if TYPE_CHECKING:
    from civscore.standard.blanks import Layout
    from civscore.standard.plainly import Numbers


class Measure(Fact):
    """A measured amount."""

    decimals: Places
    """记到几位小数 | Decimals it is recorded to."""

    range: tuple[Points, Points] | None = None
    """可能为真的最小值和最大值；不写是 0 至 10 亿 |
    Lowest and highest value that can be true; 0 to a billion if not given."""

    def check(self) -> None:
        """Raise `RefusedError` where the range falls or is finer than recorded."""
        low, high = self.range or (Decimal(0), Decimal(0))
        if low > high:
            raise RefusedError("range_falls")
        if max(decimals_of(low), decimals_of(high)) > self.decimals:
            raise RefusedError("range_too_fine")

    @property
    def scale(self) -> int:
        return int(10**self.decimals)

    @property
    def limits(self) -> Interval:
        """The range as counts of the last decimal."""
        if self.range is None:
            return 0, MOST * self.scale
        return scaled(self.range[0], self.scale), scaled(self.range[1], self.scale)

    def columns(self, name: str) -> Iterator[Column]:
        yield Column(name, *self.limits)

    def terms(self, name: str, index: Mapping[str, int]) -> Iterator[tuple[str, Term]]:
        amount = Amount(name, self.sentence, self.unit, index[name], self.scale, *self.limits)
        yield name, Term(amount)

    @property
    def numbers(self) -> "Numbers":
        """How its cells in a table become a column."""
        from civscore.standard.plainly import Numbers

        return Numbers({"": self.scale})

    @property
    def example(self) -> str:
        low, high = (Decimal(limit) / self.scale for limit in self.limits)
        usual = Decimal(35) + Decimal(2).scaleb(-self.decimals)
        return text_of(min(max(low, usual), high))

    @property
    def layout(self) -> "Layout":
        from civscore.standard.blanks import one_number

        low, high = (Decimal(limit) / self.scale for limit in self.limits)
        return one_number(low, high, self.decimals, self.unit)

    def read(self, value: Any, entry: Entry) -> Interval | None:
        return read_interval(value, self.scale, self.limits, entry)
