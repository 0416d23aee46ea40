"""count 计数：一个不小于零的整数，如户数、次数、件数。

    [facts.households]
    kind = "count"
    title = "居民户数"
    unit = "户"
    range = [1, 20000]        # 可省，缺省为 0 至 10 亿

佐证包中记为 `households = 1557`。只知道大概时如实记 `{ at_least = 3000 }`、`{ at_most = 5 }`,
引擎按区间计分，不替你补足。

- *没有记录？* 未知，不是零。零要写 `0`。
- *超出 range?* 报错并指出位置，不会截断。

English: a whole number, zero or more; may be recorded as `{ at_least = … }` or `{ at_most = … }`.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from civscore.standard.document import Entry
from civscore.standard.facts import MOST, Fact, read_interval
from civscore.standard.numbers import Count as WholeNumber
from civscore.standard.numbers import RefusedError
from civscore.standard.parsing import Term
from civscore.standard.quantities import Amount
from civscore.standard.rows import Column, Interval

if TYPE_CHECKING:
    from civscore.standard.blanks import Layout
    from civscore.standard.plainly import Numbers


class Count(Fact):
    """A whole number of things."""

    range: tuple[WholeNumber, WholeNumber] = (0, MOST)
    """可能为真的最小值和最大值 | Lowest and highest value that can be true."""

    def check(self) -> None:
        """Raise `RefusedError` where the range falls."""
        if self.range[0] > self.range[1]:
            raise RefusedError("range_falls")

    def columns(self, name: str) -> Iterator[Column]:
        yield Column(name, *self.range)

    def terms(self, name: str, index: Mapping[str, int]) -> Iterator[tuple[str, Term]]:
        amount = Amount(name, self.sentence, self.unit, index[name], 1, *self.range)
        yield name, Term(amount)

    @property
    def numbers(self) -> "Numbers":
        """How its cells in a table become a column."""
        from civscore.standard.plainly import Numbers

        return Numbers({"": 1})

    @property
    def example(self) -> str:
        low, high = self.range
        return str(min(max(low, 12), high))

    @property
    def layout(self) -> "Layout":
        from civscore.standard.blanks import one_number

        low, high = self.range
        return one_number(Decimal(low), Decimal(high), 0, self.unit)

    def read(self, value: Any, entry: Entry) -> Interval | None:
        return read_interval(value, 1, self.range, entry)
