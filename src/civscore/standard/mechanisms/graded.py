"""graded 等级折算：评定的档次折成满分的几成，或直接给分。

    full = 6
    graded = { value = "hygiene", worth = { A = "100%", B = "66%", C = "33%", D = "0%" } }

也可以按分值写 `points = { A = 6, B = 4, C = 2, D = 0 }`。`value` 是 grade 或
choice 数据项，每一档都要写；数据项或它的尺度写了 `worth` 的，这里可以不写。

分面评的，`shares` 写各面几分，合计等于满分，各面按同一套折算：
`graded = { value = "service", shares = { exists = 2, effect = 4 } }`

- *66% × 6 = 3.96 取几位？* 由标准的 decimals 和 mode 决定，只取舍一次。
- *还没评档次？* 得分是区间：最低一档到最高一档。

English: the level given is worth a share of the full points, or points.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from civscore.diagnostics import nearest
from civscore.exact import Integers, Ratio, decimals_of, scaled
from civscore.sentences import Sentence, joined, say
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
from civscore.values import Value


class Graded(Mechanism):
    """A level and what it is worth."""

    value: str
    """等级或选项数据项 | A grade or choice fact."""

    worth: dict[str, Number] | None = None
    """档次折成满分的几成；缺省照数据项的 | Level → share of the full points."""

    points: dict[str, Worth] | None = None
    """档次得几分，代替成数 | Level → points, instead of shares."""

    shares: dict[str, Worth] | None = None
    """分面评的，各面几分 | Points of each facet, where facets are graded apart."""

    def check(self) -> None:
        """Raise `RefusedError` where keys do not go together."""
        if self.points is not None and (self.worth is not None or self.shares is not None):
            raise RefusedError("worth_or_points")

    def plan(self, draft: Draft) -> Formula:
        fact = draft.fact(self.value, Fact, "value")
        if not isinstance(fact, Grade | Choice):
            fact = draft.fact(self.value, Grade, "value")
        facets = fact.facets if isinstance(fact, Grade) else {}
        parts: Mapping[str, Decimal] = {"": draft.full_points}
        if facets or self.shares is not None:
            parts = self._shared(facets, draft)
        if self.points is not None:
            parts = dict.fromkeys(parts, Decimal(1))
        worth = self._worth(fact, draft)
        scale = 10 ** max(decimals_of(one * part) for one in worth for part in parts.values())
        levels = []
        for facet, part in parts.items():
            quantity = draft.quantity(f"{self.value}.{facet}" if facet else self.value, "value")
            units = (scaled(one * part, scale) * draft.units(Decimal(1)) for one in worth)
            levels.append(Level(quantity, quantity.columns[0], Table(tuple(units)), facet))
        return Levels(tuple(levels), scale)

    def _shared(self, facets: Mapping[str, str], draft: Draft) -> Mapping[str, Decimal]:
        """Points by facet."""
        shares = self.shares or {}
        for facet in (one for one in facets if one not in shares):
            draft.report(NOT_LISTED, *(("shares",) if self.shares else ()), missing=facet)
        for facet in shares.keys() - facets.keys():
            draft.report(UNKNOWN_PART, "shares", facet, name=facet, near=nearest(facet, facets))
        total = sum(shares.values(), Decimal(0))
        if shares.keys() == facets.keys() and total != draft.full_points:
            from civscore.standard.mechanisms.parts import PARTS_NOT_FULL

            draft.report(PARTS_NOT_FULL, "shares", total=total, full=draft.full_points)
        return {facet: shares.get(facet, Decimal(0)) for facet in facets or ("",)}

    def _worth(self, fact: Grade | Choice, draft: Draft) -> list[Decimal]:
        """What each level is worth, in points or as a share of the full; faults are noted."""
        levels = fact.rising if isinstance(fact, Grade) else tuple(fact.options)
        key = "worth" if self.points is None else "points"
        own = self.worth if self.points is None else self.points
        inherited = fact.worth if isinstance(fact, Grade) else {}
        listed = inherited if own is None else own
        path = () if own is None else (key,)
        if own is not None or not (isinstance(fact, Grade) and fact.scale and inherited):
            for level in sorted(set(levels) - set(listed)):
                draft.report(NOT_LISTED, *path, missing=level)
            for level in set(listed) - set(levels):
                near = nearest(level, levels)
                draft.report(UNKNOWN_PART, *path, *(path and (level,)), name=level, near=near)
        worth = [listed.get(level, Decimal(0)) for level in levels]
        most = max(worth) if self.points is not None else max(worth) * draft.full_points
        if most != draft.full_points:
            draft.report(NOT_FULL, *path, points=most, full=draft.full_points)
        return worth


class Level(Value):
    """Points by the level of one fact or facet."""

    quantity: Quantity
    column: int
    table: Table
    facet: str = ""

    def worth(self, side: Side) -> Integers:
        return self.table.at(side, self.place)

    def place(self, side: Side) -> Integers:
        return side.up[self.column]

    def changes(self, row: Row) -> Iterator[Change]:
        """The level that is worth most."""
        quantity, worth = self.quantity, self.table.units
        if not is_known(row, quantity):
            return
        now = worth[row.low[self.column]]
        better = sorted((units, place) for place, units in enumerate(worth) if units > now)
        for _, place in better[-1:]:
            change = quantity.change(row, "==", Decimal(place))
            if change is not None:
                yield change


class Levels(Formula):
    """The sum over levels; their tables count units of 1/scale."""

    levels: tuple[Level, ...]
    scale: int

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        return tuple(level.quantity for level in self.levels)

    @property
    def titles(self) -> Mapping[str, Sentence]:
        """How its facets are called; none where it is graded as a whole."""
        return {one.facet: one.quantity.title for one in self.levels if one.facet}

    def points(self, side: Side) -> Ratio:
        if len(self.levels) == 1:
            return self.levels[0].worth(side), self.scale
        return sum([level.worth(side) for level in self.levels]), self.scale

    def because(self, row: Row) -> Sentence:
        return joined(
            tuple(
                say("{t}：{v}", "{t}: {v}", t=one.quantity.title, v=one.quantity.shown(row))
                for one in self.levels
            )
        )

    def changes(self, row: Row) -> Iterator[Change]:
        for level in self.levels:
            yield from level.changes(row)
