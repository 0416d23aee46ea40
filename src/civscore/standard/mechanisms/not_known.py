"""not_known 条文未知：知道满分，不知道怎样得分。

    full = 4
    not_known = "原件缺页"

写明为什么不知道：原件缺页、只公布了节录、印本自相矛盾。

- *得几分？* 从零分到满分都有可能，全部待证：满分照发布机关的原文，总分因此仍是真的。
- *社区要补什么？* 什么也不用补。差距里写“向发布机关查明”，不算社区的事。

English: the full points are known, the rule is not; all of it stays unproven.
"""

from collections.abc import Iterator

from civscore.exact import Ratio
from civscore.sentences import Sentence, say
from civscore.standard.mechanisms import Draft, Formula, Mechanism
from civscore.standard.quantities import Quantity
from civscore.standard.rows import Change, Row, Side
from civscore.standard.texts import Title


class NotKnown(Mechanism):
    """Why the rule is not known."""

    root: Title

    def plan(self, draft: Draft) -> Formula:
        return Unknown(self.root, draft.full)


class Unknown(Formula):
    """Anything from nothing to the full points."""

    reason: str
    full: int
    quantities: tuple[Quantity, ...] = ()

    def points(self, side: Side) -> Ratio:
        return (self.full if side.is_best else 0), 1

    def because(self, row: Row) -> Sentence:  # noqa: ARG002
        return say("条文未知：{r}", "the rule is not known: {r}", r=self.reason)

    def question(self, row: Row) -> Change:  # noqa: ARG002
        zh, en = "条文未知（{r}），须向发布机关查明", "the rule is not known ({r}); ask its issuer"
        return Change(say(zh, en, r=self.reason), {}, gap="unknown_text")

    def changes(self, row: Row) -> Iterator[Change]:  # noqa: ARG002
        return iter(())
