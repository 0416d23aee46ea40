"""best_of 就高：几种办法各算各的，取得分最高的一种。

    full = 2
    best_of = [
        { title = "再就业", all_of = ["reemployment >= 95%"] },
        { title = "有计划", points = 1.5, banded = { value = "meetings", bands = [
            { from = 4, points = 1.5 },
        ] } },
    ]

每一项写 `when` 和 `points`，或一种计分方式；后者的 `points` 是它的满分，缺省为本条满分。

- *没有一项能得满分？* 报错。
- *有的未填报？* 至少得到已知最高的那一种。

English: several ways of scoring; the one that gives most counts.
"""

from civscore.exact import Ratio
from civscore.sentences import Sentence, joined, say
from civscore.standard.composing import Composed, Composition, check_best, planned_branch
from civscore.standard.expressions import higher
from civscore.standard.mechanisms import Draft, Formula
from civscore.standard.rows import Row, Side


class BestOf(Composition):
    """Entries of which the best counts."""

    def plan(self, draft: Draft) -> Formula:
        check_best(draft, self.root)
        return Best(
            tuple(planned_branch(draft, part, number) for number, part in enumerate(self.root))
        )


class Best(Composed):
    """The largest of all."""

    def points(self, side: Side) -> Ratio:
        found = self.branches[0].formula.points(side)
        for branch in self.branches[1:]:
            found = higher(side, found, branch.formula.points(side))
        return found

    def because(self, row: Row) -> Sentence:
        said = joined(tuple(one.said(row) for one in self.branches))
        return say("就高取一种：{all}", "the best counts: {all}", all=said)
