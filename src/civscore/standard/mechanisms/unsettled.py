"""unsettled 两读并存：条文可以有两种读法，谁也定不了的，几种都写上。

    full = 10
    unsettled = [
        { title = "80% 算达到", banded = { value = "rectified", otherwise = 6, bands = [
            { from = "80%", points = 10 },
        ] } },
        { title = "80% 也扣 4 分", banded = { value = "rectified", otherwise = 6, bands = [
            { above = "80%", points = 10 },
        ] } },
    ]

几种读法得分相同的，就是这个分；不同的，最低的一种是已得，到最高的一种为止待证，理由是“条文未定”，
差距报告请发布机关解释，不要求社区补材料。

- *几种读法的高低？* 不论先后，也不就高：不能替发布机关定。
- *什么时候用？* 得分因读法而异、又没有人定得了的时候。
  只要一种读法说得通，就按那一种写，另加 `reading`。

English: readings of one text that nobody can settle; points on which they differ are unproven.
"""

from civscore.diagnostics import fault
from civscore.exact import Ratio
from civscore.sentences import Sentence, joined, say
from civscore.standard.composing import Composed, Composition, check_best, planned_branch
from civscore.standard.expressions import higher, lower
from civscore.standard.mechanisms import Draft, Formula
from civscore.standard.rows import Change, Row, Side

ONE_READING = fault(
    "one-reading",
    ("只写了一种读法", "there is only one reading"),
    ("请写第二种，或直接写这一种计分方式", "add another, or write the mechanism itself"),
)


class Unsettled(Composition):
    """Readings of which nobody knows the right one."""

    def plan(self, draft: Draft) -> Formula:
        check_best(draft, self.root)
        if len(self.root) == 1:
            draft.report(ONE_READING)
        return Readings(
            tuple(planned_branch(draft, part, number) for number, part in enumerate(self.root))
        )


class Readings(Composed):
    """Between the reading that gives least and the one that gives most."""

    def points(self, side: Side) -> Ratio:
        pick = higher if side.is_best else lower
        found = self.branches[0].formula.points(side)
        for branch in self.branches[1:]:
            found = pick(side, found, branch.formula.points(side))
        return found

    def because(self, row: Row) -> Sentence:
        said = joined(tuple(one.said(row) for one in self.branches))
        if not self._differs(row):
            return said
        return say("条文未定。{all}", "the text is open. {all}", all=said)

    def question(self, row: Row) -> Change | None:
        if not self._differs(row):
            return None
        said = joined(
            tuple(
                say("按“{t}”{n}", "“{t}” {n}", t=one.title, n=one.got(row)) for one in self.branches
            ),
            "，",
            ", ",
        )
        zh, en = "条文未定：{all}，须由发布机关解释", "the text is open: {all}; ask its issuer"
        return Change(say(zh, en, all=said), {}, gap="standard")

    def _differs(self, row: Row) -> bool:
        """Whether the readings come to different points."""
        return len({one.got(row).text() for one in self.branches}) > 1
