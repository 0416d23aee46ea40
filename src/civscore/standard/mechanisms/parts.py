"""parts 分项累加：每一部分各自得分，互不影响，分值之和就是满分。

    full = 3
    parts = [
        { when = "has_plan", points = 1, title = "有年度计划" },
        { when = "meetings >= 4", points = 2 },
    ]

一部分也可以有自己的计分方式，`points` 是它的满分，最多套三层：

`parts = [{ points = 1, all_of = ["has_plan"] },
{ points = 2, banded = { value = "meetings", bands = [{ from = 4, points = 2 }] } }]`。

- *各部分之和不等于满分？* 报错。
- *不写 title?* 用条件本身的说法。

English: independent parts, each with its own points; they sum to the full points.
"""

from collections.abc import Callable
from functools import cached_property

from civscore.diagnostics import fault
from civscore.exact import Integers, Ratio, Truth, add_ratios
from civscore.sentences import Sentence, joined
from civscore.standard.composing import Composed, Composition, Held, planned_branch, worth_of
from civscore.standard.mechanisms import Draft, Formula
from civscore.standard.rows import Row, Side

PARTS_NOT_FULL = fault(
    "parts-not-full",
    (
        "各部分合计 {total} 分，满分是 {full} 分",
        "the parts make {total}, the full points are {full}",
    ),
    ("请改分值或满分", "change the parts or the full points"),
)


class Parts(Composition):
    """Parts that add up."""

    def plan(self, draft: Draft) -> Formula:
        total = sum(worth_of(draft, part) for part in self.root)
        if total != draft.full_points:
            draft.report(PARTS_NOT_FULL, total=total, full=draft.full_points)
        return Sum(
            tuple(planned_branch(draft, part, number) for number, part in enumerate(self.root))
        )


class Sum(Composed):
    """All of them together."""

    def points(self, side: Side) -> Ratio:
        total: Ratio = (self._given(side), 1)
        for points in self._worked_out:
            total = add_ratios(total, points(side))
        return total

    def _given(self, side: Side) -> Integers:
        """What is given for conditions alone, in whole units."""
        units: Integers = 0
        for holds, worth in self._conditions:
            units = units + holds(side) * worth
        return units

    @cached_property
    def _conditions(self) -> tuple[tuple[Callable[[Side], Truth], int], ...]:
        held = [one.formula for one in self.branches if isinstance(one.formula, Held)]
        return tuple((one.condition.holds, one.units) for one in held)

    @cached_property
    def _worked_out(self) -> tuple[Callable[[Side], Ratio], ...]:
        formulas = (branch.formula for branch in self.branches)
        return tuple(one.points for one in formulas if not isinstance(one, Held))

    def because(self, row: Row) -> Sentence:
        return joined(
            tuple(
                one.formula.because(row) if isinstance(one.formula, Held) else one.said(row)
                for one in self.branches
            )
        )
