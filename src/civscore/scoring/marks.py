"""Points that assessors gave: columns side by side, of which one counts.

A criterion whose assessor has scored it has just those points, whatever the facts say; any other
stays as it is worked out. What the other columns say is shown beside it and never averaged.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from civscore.evidence.model import Bundle
from civscore.exact import INTEGERS, scaled
from civscore.scoring import points as pt
from civscore.scoring.sums import ALWAYS, Verdict
from civscore.sentences import Sentence, joined, say
from civscore.standard.chapters.assessors import SELF, SELF_SCORE, PlannedAssessors, assessors_of
from civscore.standard.plan import Plan
from civscore.standard.rows import Row
from civscore.values import Value


class Mark(Value):
    """What one assessor gave."""

    assessor: str
    title: str
    points: Decimal
    reason: str
    counts: bool


class Marks(Value):
    """All that were given for one criterion, in the order of the columns."""

    given: tuple[Mark, ...]
    awaited: str  # title of the assessor whose column counts and who has not scored; "" for none

    @property
    def counting(self) -> Mark | None:
        """The one that counts."""
        return next((one for one in self.given if one.counts), None)

    @property
    def differ(self) -> bool:
        """Whether they are not all the same."""
        return len({one.points for one in self.given}) > 1

    @property
    def because(self) -> Sentence | None:
        """The points that count, and why; None where none does."""
        mark = self.counting
        if mark is None:
            return None
        values = {"t": mark.title, "n": mark.points, "r": mark.reason}
        if not mark.reason:
            return say("按{t}计 {n} 分", "{n} by {t}", **values)
        return say("按{t}计 {n} 分，理由：{r}", "{n} by {t}, because: {r}", **values)

    @property
    def remedy(self) -> Sentence:
        """What can be done about points that were not given."""
        mark = self.counting or self.given[0]
        if not mark.reason:
            return say(
                "按{t}的意见整改后申请复评", "mend what {t} names, then ask again", t=mark.title
            )
        zh, en = "按{t}的扣分理由整改后申请复评：{r}", "mend what {t} names, then ask again: {r}"
        return say(zh, en, t=mark.title, r=mark.reason)

    @property
    def said(self) -> Sentence:
        """Every column, which one counts, and by how much they differ."""
        said = [_said(one) for one in self.given]
        if self.awaited:
            said.append(say("{t}尚未评（计分）", "{t} (counts) has yet to score", t=self.awaited))
        if self.differ:
            points = [one.points for one in self.given]
            off = max(points) - min(points)
            few = len(said) == _TWO
            zh, en = ("相差 {n} 分", "{n} apart") if few else ("最多相差 {n} 分", "up to {n} apart")
            said.append(say(zh, en, n=off))
        return joined(tuple(said), "，", ", ")


_TWO = 2


def _said(mark: Mark) -> Sentence:
    values = {"t": mark.title, "n": mark.points}
    if mark.counts:
        return say("{t} {n} 分（计分）", "{t} {n} (counts)", **values)
    return say("{t} {n} 分", "{t} {n}", **values)


def marks_of(plan: Plan, bundle: Bundle) -> Mapping[str, Marks]:
    """What was given for each criterion, by its id; criteria nobody scored are left out."""
    if not bundle.scores:
        return {}
    chapter = assessors_of(plan)
    found = {}
    for planned in plan.criteria:
        counts = planned.criterion.scored_by or chapter.record
        given = tuple(_given(chapter, bundle, planned.id, counts))
        if given:
            is_awaited = counts and not any(one.counts for one in given)
            found[planned.id] = Marks(given, chapter.titles.get(counts, "") if is_awaited else "")
    return found


def _given(chapter: PlannedAssessors, bundle: Bundle, name: str, counts: str) -> Iterator[Mark]:
    for assessor, title in chapter.titles.items():
        one = bundle.scores.get(assessor, {}).get(name)
        if one is not None:
            yield Mark(assessor, title, one.points, one.reason, assessor == counts)


def settled(
    plan: Plan, bundle: Bundle, row: Row, scores: pt.Scores, shown: Sequence[Verdict]
) -> tuple[Row, pt.Scores]:
    """The row with the total a community gives itself; scores with the columns that count."""
    if SELF_SCORE in plan.index and SELF in bundle.scores:
        own = {name: one.points for name, one in bundle.scores[SELF].items()}
        (low, _), (high, _) = _with(plan, row, scores, own).base.record
        lows, highs = list(row.low), list(row.high)
        column = plan.index[SELF_SCORE]
        lows[column], highs[column] = low, high
        row = Row(lows, highs, row.recorded)
        scores = pt.score(plan, INTEGERS, lows, highs, shown)
    counting = {name: one.counting for name, one in marks_of(plan, bundle).items()}
    given = {name: mark.points for name, mark in counting.items() if mark is not None}
    return row, _with(plan, row, scores, given)


def _with(plan: Plan, row: Row, scores: pt.Scores, given: Mapping[str, Decimal]) -> pt.Scores:
    """The scores with these points for these criteria; what does not apply stays out."""
    criteria = list(scores.criteria)
    for number, planned in enumerate(plan.criteria):
        if planned.id in given and criteria[number].applies[1]:
            ends = scaled(given[planned.id], plan.scale), 1
            criteria[number] = pt.Points(ends, ends, ALWAYS)
    return pt.put_together(plan, row.worst, tuple(criteria))
