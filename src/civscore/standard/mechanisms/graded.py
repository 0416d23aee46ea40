"""graded 等级折算：评定的档次折成满分的几成，或直接给分。

    full = 6
    graded = { value = "hygiene", worth = { A = "100%", B = "66%", C = "33%", D = "0%" } }

也可以按分值写 `points = { A = 6, B = 4, C = 2, D = 0 }`。`value` 是 grade 或
choice 数据项，每一档都要写。

- *66% × 6 = 3.96 取几位？* 由标准的 decimals 和 mode 决定，只取舍一次。
- *还没评档次？* 得分是区间：最低一档到最高一档。

English: the level given is worth a share of the full points, or points.
"""

from collections.abc import Iterator
from decimal import Decimal

from civscore.diagnostics import nearest
from civscore.exact import Integers, Ratio, decimals_of, scaled
from civscore.sentences import Sentence, say
from civscore.standard.facts import UNKNOWN_PART, Fact
from civscore.standard.facts.choice import Choice
from civscore.standard.facts.grade import Grade
from civscore.standard.mechanisms import (
    NOT_FULL,
    NOT_LISTED,
    Draft,
    Formula,
    Mechanism,
    Table,
    is_known,
)
from civscore.standard.numbers import Number, RefusedError, Worth
from civscore.standard.quantities import Quantity
from civscore.standard.rows import Change, Row, Side


class Graded(Mechanism):
    """A level and what it is worth."""

    value: str
    """等级或选项数据项 | A grade or choice fact."""

    worth: dict[str, Number] | None = None
    """档次折成满分的几成 | Level → share of the full points."""

    points: dict[str, Worth] | None = None
    """档次得几分，代替成数 | Level → points, instead of shares."""

    def check(self) -> None:
        """Raise `RefusedError` where keys do not go together."""
        if (self.worth is None) == (self.points is None):
            raise RefusedError("worth_or_points")

    def plan(self, draft: Draft) -> Formula:
        fact = draft.fact(self.value, Fact, "value")
        if not isinstance(fact, Grade | Choice):
            fact = draft.fact(self.value, Grade, "value")
        levels = fact.rising if isinstance(fact, Grade) else tuple(fact.options)
        key = "worth" if self.points is None else "points"
        listed = self.worth or self.points or {}
        for level in sorted(set(levels) - set(listed)):
            draft.report(NOT_LISTED, key, missing=level)
        for level in set(listed) - set(levels):
            near = nearest(level, levels)
            draft.report(UNKNOWN_PART, key, level, name=level, near=near)
        amounts = [listed.get(level, Decimal(0)) for level in levels]
        if key == "worth":
            amounts = [amount * draft.full_points for amount in amounts]
        if max(amounts) != draft.full_points:
            draft.report(NOT_FULL, key, points=max(amounts), full=draft.full_points)
        scale = 10 ** max(decimals_of(amount) for amount in amounts)
        worth = tuple(scaled(amount, scale) * draft.units(Decimal(1)) for amount in amounts)
        quantity = draft.quantity(self.value, "value")
        return Level(quantity, quantity.columns[0], Table(worth), scale)


class Level(Formula):
    """Points by level: the table counts units of 1/scale."""

    quantity: Quantity
    column: int
    table: Table
    scale: int

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        return (self.quantity,)

    def points(self, side: Side) -> Ratio:
        return self.table.at(side, self._level), self.scale

    def _level(self, side: Side) -> Integers:
        return side.up[self.column]

    def because(self, row: Row) -> Sentence:
        quantity = self.quantity
        return say("{t}：{v}", "{t}: {v}", t=quantity.title, v=quantity.shown(row))

    def changes(self, row: Row) -> Iterator[Change]:
        """The next level that is worth more, then the one worth most."""
        quantity = self.quantity
        if not is_known(row, quantity):
            return
        worth = self.table.units
        now = worth[row.low[self.column]]
        better = sorted((units, place) for place, units in enumerate(worth) if units > now)
        for _, place in dict.fromkeys(better[:1] + better[-1:]):
            change = quantity.change(row, "==", Decimal(place))
            if change is not None:
                yield change
