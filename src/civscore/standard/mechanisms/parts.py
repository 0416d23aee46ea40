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

from civscore.diagnostics import fault
from civscore.exact import Ratio, add_ratios
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
        total: Ratio = (0, 1)
        for branch in self.branches:
            total = add_ratios(total, branch.formula.points(side))
        return total

    def because(self, row: Row) -> Sentence:
        return joined(
            tuple(
                one.formula.because(row) if isinstance(one.formula, Held) else one.said(row)
                for one in self.branches
            )
        )
