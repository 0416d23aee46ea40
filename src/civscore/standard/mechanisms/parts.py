"""parts 分项累加：每一部分各自得分，互不影响，分值之和就是满分。

    full = 3
    parts = [
        { when = "has_plan", points = 1, title = "有年度计划" },
        { when = "meetings >= 4", points = 2 },
    ]

- *各部分之和不等于满分？* 报错。
- *不写 title?* 用条件本身的说法。

English: independent parts, each with its own points; they sum to the full points.
"""

from collections.abc import Iterator
from typing import Annotated

from civscore.diagnostics import fault
from civscore.exact import Integers, Ratio, text_of
from civscore.sentences import Sentence, joined, plain, say
from civscore.standard.conditions import Condition
from civscore.standard.mechanisms import Draft, Formula, Mechanism
from civscore.standard.numbers import Fewest, Worth
from civscore.standard.quantities import Quantity
from civscore.standard.rows import Change, Row, Side
from civscore.values import Declared, Value

PARTS_NOT_FULL = fault(
    "parts-not-full",
    (
        "各部分合计 {total} 分，满分是 {full} 分",
        "the parts make {total}, the full points are {full}",
    ),
    ("请改分值或满分", "change the parts or the full points"),
)


class Part(Declared):
    """One part."""

    when: str
    """得分的条件 | The condition it is given for."""

    points: Worth
    """得几分 | What it is worth."""

    title: str = ""
    """报告里怎么称呼 | How it is called."""


class Parts(Mechanism):
    """Parts that add up."""

    root: Annotated[tuple[Part, ...], Fewest(1)]

    def plan(self, draft: Draft) -> Formula:
        total = sum(part.points for part in self.root)
        if total != draft.full_points:
            draft.report(PARTS_NOT_FULL, total=total, full=draft.full_points)
        planned = tuple(
            PlannedPart(
                condition := draft.condition(part.when, number, "when"),
                draft.units(part.points),
                text_of(part.points),
                plain(part.title) if part.title else condition.title,
            )
            for number, part in enumerate(self.root)
        )
        quantities = tuple(q for part in planned for q in part.condition.quantities())
        return Sum(quantities, planned)


class PlannedPart(Value):
    """A condition and what it is worth."""

    condition: Condition
    units: int
    points: str
    title: Sentence


class Sum(Formula):
    """The parts that hold."""

    quantities: tuple[Quantity, ...]
    parts: tuple[PlannedPart, ...]

    def points(self, side: Side) -> Ratio:
        total: Integers = 0
        for part in self.parts:
            total = total + part.condition.holds(side) * part.units
        return total, 1

    def because(self, row: Row) -> Sentence:
        return joined(tuple(self._said(part, row) for part in self.parts))

    def _said(self, part: PlannedPart, row: Row) -> Sentence:
        values = {"title": part.title, "n": part.points, "v": part.condition.shown(row)}
        if part.condition.holds(row.worst):
            return say("{title}：符合（{n} 分）", "{title}: holds ({n})", **values)
        if part.condition.holds(row.best):
            return say("{title}：未定（{n} 分；{v}）", "{title}: open ({n}; {v})", **values)
        return say("{title}：不符合（{n} 分；{v}）", "{title}: fails ({n}; {v})", **values)

    def changes(self, row: Row) -> Iterator[Change]:
        for part in self.parts:
            if not part.condition.holds(row.best):
                change = part.condition.change(row)
                if change is not None:
                    yield change
