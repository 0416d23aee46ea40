"""judged 评议计分：考评员评几分就是几分。

    full = 4
    judged = { value = "meeting_hall" }

`value` 是 judged 数据项，它的上限必须等于本条满分。

- *还没评？* 得分是区间 [下限，上限],未评的部分待证。
- *怎样才能多得？* 引擎不替考评员打分：差距里只写出扣分的理由，由整改后复评决定。

English: the points an assessor gave; not computed, only kept within bounds.
"""

from collections.abc import Iterator
from decimal import Decimal

from civscore.exact import Ratio
from civscore.sentences import Sentence, say
from civscore.standard.facts.judged import Judged as JudgedFact
from civscore.standard.mechanisms import (
    NOT_FULL,
    Draft,
    Formula,
    Mechanism,
    Valued,
    is_known,
)
from civscore.standard.rows import Change, Row, Side


class Judged(Mechanism):
    """A judged score."""

    value: str
    """评议分数据项 | The judged fact."""

    def plan(self, draft: Draft) -> Formula:
        fact = draft.fact(self.value, JudgedFact, "value")
        most = fact.bounds[1]
        if most != draft.full_points:
            draft.report(NOT_FULL, "value", points=most, full=draft.full_points)
        quantity = draft.quantity(self.value, "value")
        return Given(quantity, draft.full, draft.units(Decimal(1)) // fact.scale, fact.limits[1])


class Given(Valued):
    """The score itself: each step of its last decimal is so many units."""

    unit: int
    highest: int

    def worth(self, side: Side) -> Ratio:
        return self.unit * self.quantity.quotient(side)[0], 1

    def because(self, row: Row) -> Sentence:
        quantity = self.quantity
        record = row.recorded.get(quantity.fact)
        if record is None:
            return say("{t}：尚未评议", "{t}: not judged yet", t=quantity.title)
        if not record.reason:
            return say("{t}：{v}", "{t}: {v}", t=quantity.title, v=quantity.shown(row))
        return say(
            "{t}：{v}，理由：{r}",
            "{t}: {v}, because: {r}",
            t=quantity.title,
            v=quantity.shown(row),
            r=record.reason,
        )

    def changes(self, row: Row) -> Iterator[Change]:
        if is_known(row, self.quantity):
            sentence = say(
                "按扣分理由整改后申请复评：{t}",
                "mend what the reason names, then ask for a new judgement: {t}",
                t=self.quantity.title,
            )
            yield Change(sentence, {self.quantity.columns[0]: self.highest})
