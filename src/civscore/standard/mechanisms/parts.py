"""parts 分项累加：每一部分各自得分，互不影响，分值之和就是满分。

    full = 3
    parts = [
        { when = "has_plan", points = 1, title = "有年度计划" },
        { when = "meetings >= 4", points = 2 },
    ]

一部分也可以有自己的计分方式，`points` 是它的满分，最多套三层：

`parts = [{ points = 1, all_of = ["has_plan"] },
{ points = 2, banded = { value = "meetings", bands = [{ from = 4, points = 2 }] } }]`。

一部分只在有的社区适用的，写 `applies_if` 和 `otherwise`。不适用时 `"met"` 按做到计，
`"dropped"` 退出，其余部分按比例折算成满分：
`{ when = "turnout >= 80%", points = 1, applies_if = "elected", otherwise = "met" }`。

- *各部分之和不等于满分？* 报错。
- *不写 title?* 用条件本身的说法。

English: independent parts, each with its own points; they sum to the full points.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal

from civscore.diagnostics import fault
from civscore.exact import Integers, Ratio, Truth, add_ratios
from civscore.sentences import Sentence, joined
from civscore.standard import composing
from civscore.standard.composing import (
    Branch,
    Composed,
    Composition,
    Held,
    planned_branch,
    worth_of,
)
from civscore.standard.mechanisms import Draft, Formula
from civscore.standard.numbers import Fewest
from civscore.standard.rows import Row, Side

PARTS_NOT_FULL = fault(
    "parts-not-full",
    (
        "各部分合计 {total} 分，满分是 {full} 分",
        "the parts make {total}, the full points are {full}",
    ),
    ("请改分值或满分", "change the parts or the full points"),
)


OTHERWISE = fault(
    "part-otherwise-undeclared",
    (
        "这一部分的 applies_if 和 otherwise 要一起写",
        "applies_if and otherwise of a part go together",
    ),
    (
        'otherwise = "met"（不适用的按做到计）或 "dropped"（退出，其余折算）',
        'otherwise = "met" (taken as met) or "dropped" (left out, the rest is scaled up)',
    ),
    why=(
        "条件不成立时这一部分算做到还是不算，结果不同，标准必须写明",
        "whether a part that does not apply is met or left out makes a difference",
    ),
)
NONE_LEFT = fault(
    "parts-may-vanish",
    ("各部分可能都退出，无从折算", "every part may be left out"),
    ("请至少有一部分总是适用", "let at least one always apply"),
)


class Part(composing.Part):
    """A part, which may be switched off."""

    applies_if: str | None = None
    """条件成立这一部分才适用 | The condition under which the part applies."""

    otherwise: Literal["met", "dropped"] | None = None
    """不适用时怎么算：met 按做到计、dropped 退出并把其余折算 |
    What becomes of it where it does not apply."""


class Parts(Composition):
    """Parts that add up."""

    part: ClassVar[Any] = Part

    root: Annotated[tuple[Part, ...], Fewest(1)]

    def plan(self, draft: Draft) -> Formula:
        total = sum(worth_of(draft, part) for part in self.root)
        if total != draft.full_points:
            draft.report(PARTS_NOT_FULL, total=total, full=draft.full_points)
        branches = tuple(planned_branch(draft, part, n) for n, part in enumerate(self.root))
        for number, part in enumerate(self.root):
            if (part.applies_if is None) != (part.otherwise is None):
                draft.report(OTHERWISE, number)
        if all(part.applies_if is None for part in self.root):
            return Sum(branches)
        if all(part.otherwise == "dropped" for part in self.root):
            draft.report(NONE_LEFT)
        return self._switched(draft, branches)

    def _switched(self, draft: Draft, branches: tuple[Branch, ...]) -> Formula:
        from civscore.standard.switching import Switch, SwitchedSum

        switches = tuple(
            Switch(draft.condition(part.applies_if, number, "applies_if"), part.otherwise != "met")
            if part.applies_if is not None
            else None
            for number, part in enumerate(self.root)
        )
        return SwitchedSum(branches, switches)


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
