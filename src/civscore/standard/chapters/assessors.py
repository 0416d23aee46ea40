"""assessors 评审主体：谁评分，几栏并排，以哪一栏为准。

    [assessors]
    self = { title = "自检" }
    county = { title = "县评", record = true }
    city = { title = "市审" }

佐证包中一栏一张表，如 `[scores.county]`，条款编号 → 分，不满分的写理由：
`"2.1" = { points = 3, reason = "…" }`。
`record = true` 的一栏计分，其余照列；条款写了 `scored_by` 的，以那一栏为准。

- *计分的一栏还没有评？* 照数据项计算；评议的条款仍待证。
- *标准没有写这一章？* 佐证包仍可记自评 `[scores.self]`、核定 `[scores.check]`，并排列出，不计分。
- *几栏不一致？* 逐条列出各栏和相差几分，只按计分的一栏算，不取平均。
- *自评达到多少分才能申报？* 有 self 一栏的，条件里可以写 `self_score >= 80`：自检一栏的总分，
  自检没有评到的条款照数据项计算；没有填 `[scores.self]` 的是未知。

English: who scores, in columns side by side, and whose column counts.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Final

from civscore.diagnostics import fault
from civscore.exact import scaled, text_of
from civscore.sentences import Sentence, say
from civscore.standard.chapters import Chapter, ChapterDraft, PlannedChapter
from civscore.standard.numbers import Fewest, YesNo
from civscore.standard.parsing import Term
from civscore.standard.quantities import Amount, Bound
from civscore.standard.rows import Change, Interval, Row
from civscore.standard.texts import Title
from civscore.values import Declared

if TYPE_CHECKING:
    from civscore.standard.plan import Plan

SELF: Final = "self"
"""The assessor that is the community itself."""

SELF_SCORE: Final = "self_score"
_LEAST: Final = -(10**12)

NO_RECORD: Final = fault(
    "record-unclear",
    ("{n} 个评审主体以哪一栏为准，须恰好写一个", "of {n} assessors the column of just one counts"),
    ("请在其中一个写 record = true", "write record = true for one of them"),
    why=(
        "几栏分数并排而不写以谁为准，社区得几分就没有定论",
        "columns side by side settle nothing until one of them counts",
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

    record: YesNo = False
    """以它的一栏计分 | Its column counts."""


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
        record = [name for name, one in self.root.items() if one.record]
        others = self.root.keys() - {SELF}
        if len(record) > 1 or (others and not record):
            draft.report(NO_RECORD, n=len(self.root))
        titles = {name: one.title for name, one in self.root.items()}
        return PlannedAssessors(titles, record[0] if record else "")


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
    """Titles by name, and the one whose column counts; "" for none."""

    titles: Mapping[str, str]
    record: str

    def remarks(self, row: Row) -> tuple[Sentence, ...]:  # noqa: ARG002
        if not self.record:
            return ()
        return (
            say("计分以“{t}”一栏为准", "the column of “{t}” counts", t=self.titles[self.record]),
        )


CHECK: Final = "check"
USUAL: Final = PlannedAssessors({SELF: "自评", CHECK: "核定"}, "")
"""Where a standard says nothing of assessors: two columns, of which none counts."""


def assessors_of(plan: "Plan") -> PlannedAssessors:
    """Who scores by a standard."""
    chapter = plan.chapters.get("assessors")
    return chapter if isinstance(chapter, PlannedAssessors) else USUAL
