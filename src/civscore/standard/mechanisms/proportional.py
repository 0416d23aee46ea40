"""proportional 按比例得分：从起点到目标，按比例得分，达到目标得满分。

    full = 6
    proportional = { value = "attendance", to = 30 }

`from` 是零分的起点，缺省为 0;`to` 是满分的目标。越低越好的，把 `to` 写得比 `from` 小：
`proportional = { value = "complaints", from = 20, to = 0 }`。

- *超过目标？* 仍是满分；低于起点是零分。
- *24/30 × 6 = 4.8；除不尽的？* 先截到起点与目标之间，再乘，最后除一次，按标准声明的位数和方式取舍。

English: points in proportion between the start (nothing) and the target (full), clipped.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Literal

from civscore.exact import Ratio
from civscore.sentences import Sentence, say
from civscore.standard.mechanisms import Draft, Formula, Mechanism, Valued, is_known
from civscore.standard.numbers import Key, Number, RefusedError
from civscore.standard.rows import Change, Row, Side


class Proportional(Mechanism):
    """A start and a target."""

    value: str
    """哪个数据项，或一个算式 | The fact, or an expression."""

    start: Annotated[Number, Key("from")] = Decimal(0)
    """零分的起点 | Where points begin."""

    to: Number
    """满分的目标 | Where they are full."""

    def check(self) -> None:
        """Raise `RefusedError` where keys do not go together."""
        if self.start == self.to:
            raise RefusedError("no_width")

    def plan(self, draft: Draft) -> Formula:
        quantity = draft.value(self.value, "value")
        draft.bound(quantity, self.start, "from")
        draft.bound(quantity, self.to, "to")
        (start, first), (target, second) = (
            self.start.as_integer_ratio(),
            self.to.as_integer_ratio(),
        )
        # over the common denominator first × second: start and target as whole numbers
        return Line(
            quantity, draft.full, self.to, start * second, target * first, first * second
        )  # fmt: skip


class Line(Valued):
    """Full × (value - start) ÷ (target - start), all over one scale, clipped."""

    to: Decimal
    start: int
    target: int
    scale: int

    def worth(self, side: Side) -> Ratio:
        """Clip first, then multiply; the plan divides."""
        if self.target > self.start:
            number, per = self.quantity.quotient(side)
            gone, width = number * self.scale - self.start * per, (self.target - self.start) * per
        else:
            number, per = self.quantity.quotient(side.other)
            gone, width = self.start * per - number * self.scale, (self.start - self.target) * per
        clipped = side.ops.minimum(side.ops.maximum(gone, 0), width)
        return self.full * clipped, width

    def because(self, row: Row) -> Sentence:
        return say(
            "{t}：{v}，满分目标 {n}",
            "{t}: {v}, full at {n}",
            t=self.quantity.title,
            v=self.quantity.shown(row),
            n=self.quantity.threshold(self.to),
        )

    def changes(self, row: Row) -> Iterator[Change]:
        if is_known(row, self.quantity):
            bound: Literal[">=", "<="] = ">=" if self.target > self.start else "<="
            change = self.quantity.change(row, bound, self.to)
            if change is not None:
                yield change
