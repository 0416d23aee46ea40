"""assessors 评审主体：谁评分，几栏并排，以哪一栏为准，或几栏怎样合成。

    [assessors]
    self = { title = "自检" }
    county = { title = "县评", record = true }
    city = { title = "市审" }

佐证包中一栏一张表，如 `[scores.county]`，条款编号 → 分，不满分的写理由：
`"2.1" = { points = 3, reason = "…" }`。
`record = true` 的一栏计分，其余照列；条款写了 `scored_by` 的，以那一栏为准。
几栏合起来算的，每栏的 `record` 写同一个词：`"mean"` 取平均（写了 `weight` 的加权）、
`"least"` 就低、`"agreed"` 须一致，不一致的从最低到最高待证，商定以后再定。

- *计分的一栏还没有评？* 那一栏照数据项计算；评议的条款仍待证。
- *标准没有写这一章？* 佐证包仍可记自评 `[scores.self]`、核定 `[scores.check]`，并排列出，不计分。
- *几栏不一致？* 逐条列出各栏和相差几分；没有写怎样合成的，只按计分的一栏算，不取平均。
- *自评达到多少分才能申报？* 有 self 一栏的，条件里可以写 `self_score >= 80`：自检一栏的总分，
  自检没有评到的条款照数据项计算；没有填 `[scores.self]` 的是未知。

English: who scores, in columns side by side; whose column counts, or how several are combined.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from operator import mul
from typing import TYPE_CHECKING, Annotated, Final, Literal, TypeAlias

from civscore.diagnostics import fault
from civscore.exact import scaled, text_of
from civscore.sentences import Sentence, say
from civscore.standard.chapters import Chapter, ChapterDraft, PlannedChapter
from civscore.standard.numbers import Fewest, Size, YesNo
from civscore.standard.parsing import Term
from civscore.standard.quantities import Amount, Bound
from civscore.standard.rows import Change, Interval, Row
from civscore.standard.texts import Title
from civscore.values import Declared

if TYPE_CHECKING:
    from civscore.standard.plan import Plan

SELF: Final = "self"
"""The assessor that is the community itself."""

Combination: TypeAlias = Literal["mean", "least", "agreed"]
Ends: TypeAlias = tuple[Fraction, Fraction]
SELF_SCORE: Final = "self_score"
_LEAST: Final = -(10**12)

NO_RECORD: Final = fault(
    "record-unclear",
    (
        "{n} 个评审主体怎样计分没有写清：须恰好一个写 record = true，或几个写同一种合成办法",
        "of {n} assessors just one is of record, or several that are combined in one way",
    ),
    (
        '请在其中一个写 record = true；几栏合起来算的，各写 record = "mean"、"least" 或 "agreed"',
        'write record = true for one of them, or "mean", "least" or "agreed" for several',
    ),
    why=(
        "几栏分数并排而不写以谁为准，社区得几分就没有定论",
        "columns side by side settle nothing until one of them counts",
    ),
)


WEIGHTS: Final = fault(
    "assessor-weights",
    (
        "各栏的权重合计 {total}%，不是 100%",
        "the weights of assessors add up to {total}%, not 100%",
    ),
    (
        '取平均（record = "mean"）的各栏都写 weight，合计 100%；各占一样的都不写',
        'give every assessor with record = "mean" a weight, 100% in all; none if all are alike',
    ),
)
UNKNOWN_ASSESSOR: Final = fault(
    "unknown-assessor",
    ("没有叫“{name}”的评审主体", "there is no assessor “{name}”"),
    ("{near}", "{near}"),
)


class Assessor(Declared):
    """Who scores."""

    title: Title
    """怎么称呼 | How it is called."""

    record: YesNo | Combination = False
    """以它的一栏计分；几栏合起来算的写办法：mean 取平均、least 就低、agreed 须一致 |
    Its column counts; of several, how they are combined."""

    weight: Size | None = None
    """取平均时的权重，如 "40%" | Its weight in a mean."""


class Assessors(Chapter):
    """The `[assessors]` table."""

    root: Annotated[dict[str, Assessor], Fewest(1)]

    def terms(
        self, add_column: Callable[[str, Interval], int], scale: int, full: Decimal
    ) -> Iterator[tuple[str, Term]]:
        if SELF in self.root:
            low, high = _LEAST, scaled(full, scale)
            column = add_column(SELF_SCORE, (low, high))
            title = say("{t}总分", "total of {t}", t=self.root[SELF].title)
            top = int(-(-full // 1))
            yield (
                SELF_SCORE,
                Term(OwnTotal(SELF_SCORE, title, "分", column, scale, low, high, None, top)),
            )

    def plan(self, draft: ChapterDraft) -> "PlannedAssessors":
        counting = {name: one for name, one in self.root.items() if one.record}
        ways = {"record" if one.record is True else str(one.record) for one in counting.values()}
        is_alone = not counting and self.root.keys() == {SELF}
        if not is_alone and (len(ways) != 1 or (len(counting) == 1) != (ways == {"record"})):
            draft.report(NO_RECORD, n=len(self.root))
        given = [one.weight for one in self.root.values() if one.weight is not None]
        if given and (len(given) < len(counting) or sum(given) != 1 or ways != {"mean"}):
            draft.report(WEIGHTS, total=text_of(sum(given) * 100))
        weights = {name: Fraction(one.weight or 1) for name, one in counting.items()}
        titles = {name: one.title for name, one in self.root.items()}
        return PlannedAssessors(titles, weights, next(iter(ways), "record"))


_SAID: Final[Mapping[str, tuple[str, str]]] = {
    "mean": ("计分取{t}的平均", "the mean of {t} counts"),
    "least": ("计分就低，看{t}", "the lowest of {t} counts"),
    "agreed": ("{t}须一致才计分", "what counts is what {t} agree on"),
}


class OwnTotal(Amount):
    """The total of what a community gives itself; to be earned, not to be written up."""

    def change(self, row: Row, bound: Bound, number: Decimal) -> Change | None:  # noqa: ARG002
        values = {"t": self.title, "have": self.shown(row), "n": text_of(number)}
        zh, en = (
            "{t} {have}，须达到 {n} 分，先整改再自评",
            "{t}: {have} of {n}; mend, then score again",
        )
        return Change(say(zh, en, **values), {})


class PlannedAssessors(PlannedChapter):
    """Titles by name; those whose columns count with their weights, and how."""

    titles: Mapping[str, str]
    weights: Mapping[str, Fraction]
    way: str
    """`record` where one counts, else how several are combined."""

    def counting(self, scored_by: str) -> tuple[str, ...]:
        """Whose columns count for a criterion that names an assessor, or none."""
        return (scored_by,) if scored_by else tuple(self.weights)

    def combined(self, given: Mapping[str, Ends]) -> Ends:
        """What the points of those who count come to, between two ends."""
        lows, highs = zip(*given.values(), strict=True)
        if self.way != "mean":
            return min(lows), (max if self.way == "agreed" else min)(highs)
        weights = [self.weights.get(name, Fraction(1)) for name in given]
        low, high = (
            sum(map(mul, weights, ends), Fraction(0)) / sum(weights) for ends in (lows, highs)
        )
        return low, high

    @property
    def is_weighted(self) -> bool:
        """Whether some count more than others."""
        return len(set(self.weights.values())) > 1

    @property
    def said(self) -> Sentence:
        """Which column counts, or how several are combined."""
        titles = tuple(f"“{self.titles[name]}”" for name in self.weights)
        if self.way == "record":
            return say("计分以{t}一栏为准", "the column of {t} counts", t=titles)
        if self.is_weighted:
            shares = tuple(
                f"“{self.titles[name]}” {text_of(Decimal(int(one * 10000)) / 100)}%"
                for name, one in self.weights.items()
            )
            return say("计分取加权平均：{s}", "a weighted mean counts: {s}", s=shares)
        zh, en = _SAID[self.way]
        return say(zh, en, t=titles)

    def remarks(self, row: Row) -> tuple[Sentence, ...]:  # noqa: ARG002
        return (self.said,) if self.weights else ()


CHECK: Final = "check"
USUAL: Final = PlannedAssessors({SELF: "自评", CHECK: "核定"}, {}, "record")
"""Where a standard says nothing of assessors: two columns, of which none counts."""


def assessors_of(plan: "Plan") -> PlannedAssessors:
    """Who scores by a standard."""
    chapter = plan.chapters.get("assessors")
    return chapter if isinstance(chapter, PlannedAssessors) else USUAL
