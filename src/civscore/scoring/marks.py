"""Points that assessors gave: columns side by side, of which one counts, or several combined.

A criterion whose assessor has scored it has just those points, whatever the facts say; any other
stays as it is worked out. Of several that are combined, one who has yet to score gives what the
facts come to. What the other columns say is shown beside it and never averaged.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from civscore.evidence.model import Bundle
from civscore.exact import INTEGERS, Ratio, in_units, scaled
from civscore.scoring import points as pt
from civscore.scoring.sums import ALWAYS, Verdict, rounded
from civscore.sentences import Sentence, joined, plain, say
from civscore.standard.chapters.assessors import (
    SELF,
    SELF_SCORE,
    Ends,
    PlannedAssessors,
    assessors_of,
)
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
    awaited: tuple[str, ...]  # titles of those whose columns count and who have not scored
    way: str  # how those that count are combined; `record` where it is one
    is_weighted: bool
    points: Decimal | None  # what they come to; None as long as that is open

    @property
    def counting(self) -> tuple[Mark, ...]:
        """Those that count."""
        return tuple(one for one in self.given if one.counts)

    @property
    def differ(self) -> bool:
        """Whether they are not all the same."""
        return len({one.points for one in self.given}) > 1

    def because(self, low: Decimal, high: Decimal) -> Sentence | None:
        """The points that count, between two ends, and why; None where none does."""
        marks = self.counting
        if not marks:
            return None
        number = say("{n}", "{n}", n=low)
        if low != high:
            number = say("{a} 至 {b}", "{a} to {b}", a=low, b=high)
        zh, en = _COUNTED[self.way if self.way != "agreed" or low == high else "open"]
        if self.is_weighted and self.way == "mean":
            zh, en = zh.replace("平均", "加权平均"), en.replace("mean", "weighted mean")
        because = say(zh, en, t=self._each(), n=number)
        reasons = tuple(self._reason(one) for one in marks if one.reason)
        return joined((because, *reasons), "，", ", ")

    def _each(self) -> Sentence:
        """Those who count, with their points where they are several."""
        marks = self.counting
        if self.way == "record":
            return plain(marks[0].title)
        said = [say("{t} {n} 分", "{t} {n}", t=one.title, n=one.points) for one in marks]
        said += [say("{t}未评", "{t} yet to score", t=title) for title in self.awaited]
        return joined(tuple(said), "、", ", ")

    @property
    def label(self) -> Sentence:
        """Whose points count, in a word."""
        return plain(self.counting[0].title) if self.way == "record" else say(*_LABELS[self.way])

    def _reason(self, one: Mark) -> Sentence:
        """Why one did not give all."""
        if self.way == "record":
            return say("理由：{r}", "because: {r}", r=one.reason)
        return say("{t}的理由：{r}", "{t}: {r}", t=one.title, r=one.reason)

    @property
    def remedy(self) -> Sentence:
        """What can be done about points that were not given."""
        marks = self.counting or self.given[:1]
        titles = tuple(one.title for one in marks)
        reasons = tuple(one.reason for one in marks if one.reason)
        if not reasons:
            zh, en = "按{t}的意见整改后申请复评", "mend what {t} names, then ask again"
            return say(zh, en, t=titles)
        zh, en = "按{t}的扣分理由整改后申请复评：{r}", "mend what {t} names, then ask again: {r}"
        return say(zh, en, t=titles, r=reasons)

    @property
    def said(self) -> Sentence:
        """Every column, which one counts, and by how much they differ."""
        said = [_said(one) for one in self.given]
        said += [
            say("{t}尚未评（计分）", "{t} (counts) has yet to score", t=title)
            for title in self.awaited
        ]
        if self.differ:
            points = [one.points for one in self.given]
            off = max(points) - min(points)
            few = len(said) == _TWO
            zh, en = ("相差 {n} 分", "{n} apart") if few else ("最多相差 {n} 分", "up to {n} apart")
            said.append(say(zh, en, n=off))
        return joined(tuple(said), "，", ", ")


_TWO = 2
_COUNTED: Final[Mapping[str, tuple[str, str]]] = {
    "record": ("按{t}计 {n} 分", "{n} by {t}"),
    "mean": ("{t}，按平均计 {n} 分", "{n}, the mean of {t}"),
    "least": ("{t}，就低计 {n} 分", "{n}, the lowest of {t}"),
    "agreed": ("{t}，一致，计 {n} 分", "{n}, on which they agree: {t}"),
    "open": ("{t}，没有一致，商定以前为 {n} 分", "{n} until they agree: {t}"),
}
_LABELS: Final[Mapping[str, tuple[str, str]]] = {
    "mean": ("几家平均", "the mean"),
    "least": ("几家就低", "the lowest"),
    "agreed": ("几家一致", "what all agree on"),
}


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
        counts = chapter.counting(planned.criterion.scored_by)
        given = tuple(_given(chapter, bundle, planned.id, counts))
        if given:
            scored = {one.assessor: one.points for one in given if one.counts}
            awaited = tuple(chapter.titles[name] for name in counts if name not in scored)
            way = "record" if planned.criterion.scored_by else chapter.way
            points = None if awaited or not scored else _settled(plan, chapter, scored)
            found[planned.id] = Marks(given, awaited, way, chapter.is_weighted, points)
    return found


def _given(
    chapter: PlannedAssessors, bundle: Bundle, name: str, counts: Collection[str]
) -> Iterator[Mark]:
    for assessor, title in chapter.titles.items():
        one = bundle.scores.get(assessor, {}).get(name)
        if one is not None:
            yield Mark(assessor, title, one.points, one.reason, assessor in counts)


def _settled(
    plan: Plan, chapter: PlannedAssessors, scored: Mapping[str, Decimal]
) -> Decimal | None:
    """What all who count come to; None where they had to agree and do not."""
    low, high = chapter.combined({name: _units(plan, one) for name, one in scored.items()})
    return in_units(_ratio(plan, low), plan.scale) if low == high else None


def _units(plan: Plan, points: Decimal) -> Ends:
    units = Fraction(scaled(points, plan.scale))
    return units, units


def _ratio(plan: Plan, units: Fraction) -> Ratio:
    """Rounded, where criteria are."""
    points = units.numerator, units.denominator
    return rounded(plan, INTEGERS, points) if plan.at == "criterion" else points


def settled(
    plan: Plan, bundle: Bundle, row: Row, scores: pt.Scores, shown: Sequence[Verdict]
) -> tuple[Row, pt.Scores]:
    """The row with the total a community gives itself; scores with the columns that count."""
    if SELF_SCORE in plan.index and SELF in bundle.scores:
        own = {name: _units(plan, one.points) for name, one in bundle.scores[SELF].items()}
        (low, _), (high, _) = _with(plan, row, scores, own).base.record
        lows, highs = list(row.low), list(row.high)
        column = plan.index[SELF_SCORE]
        lows[column], highs[column] = low, high
        row = Row(lows, highs, row.recorded)
        scores = pt.score(plan, INTEGERS, lows, highs, shown)
    return row, _with(plan, row, scores, dict(_counted(plan, bundle, scores)))


def _counted(plan: Plan, bundle: Bundle, scores: pt.Scores) -> Iterator[tuple[str, Ends]]:
    """What assessors come to: one who has yet to score gives what the facts come to."""
    chapter, marks = assessors_of(plan), marks_of(plan, bundle)
    for planned, points in zip(plan.criteria, scores.criteria, strict=True):
        if planned.id in marks and marks[planned.id].counting:
            facts = Fraction(*points.low), Fraction(*points.high)
            given = dict.fromkeys(chapter.counting(planned.criterion.scored_by), facts)
            for one in marks[planned.id].counting:
                given[one.assessor] = _units(plan, one.points)
            yield planned.id, chapter.combined(given)


def _with(plan: Plan, row: Row, scores: pt.Scores, given: Mapping[str, Ends]) -> pt.Scores:
    """The scores with these points for these criteria; what does not apply stays out."""
    criteria = list(scores.criteria)
    for number, planned in enumerate(plan.criteria):
        if planned.id in given and criteria[number].applies[1]:
            low, high = (_ratio(plan, one) for one in given[planned.id])
            criteria[number] = pt.Points(low, high, ALWAYS)
    return pt.put_together(plan, row.worst, tuple(criteria))
