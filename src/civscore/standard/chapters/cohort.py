"""cohort 批次：成批评定时怎样分组、上级是谁、评完公布什么。

    [cohort]
    parent = "街道"
    publish = ["mean", "rank"]

    [cohort.leagues]
    城区组 = "is_town"
    农村组 = "not is_town"

`leagues` 一组一个条件，每个社区只应符合一组；名次计分、名额、前若干名写 `within = "league"` 的，
只在同组中排。
`parent` 是直接上级怎么称呼，`within = "parent"` 就在它下面排。

- *单独评一个社区？* 报告说它属于哪一组；名次、名额仍是未知，不会猜。
- *没有写这一章而用了 within？* 报错：不知道跟谁比。

English: the leagues communities are ranked in, the unit above them, and what is published.
"""

from collections.abc import Mapping
from typing import Annotated, Final, Literal

from civscore.sentences import Sentence, plain, say
from civscore.standard.chapters import Chapter, ChapterDraft, PlannedChapter
from civscore.standard.conditions import Condition
from civscore.standard.numbers import Fewest
from civscore.standard.rows import Row


class Cohort(Chapter):
    """The `[cohort]` table."""

    leagues: Annotated[dict[str, str], Fewest(2)] | None = None
    """分组：组名 → 属于这一组的条件 | Leagues: title → the condition of belonging to it."""

    parent: str = ""
    """直接上级怎么称呼，如“街道” | What the unit above is called."""

    publish: tuple[Literal["mean", "rank", "list"], ...] = ()
    """评完公布什么：mean 平均分、rank 名次、list 达到各等级的名单 |
    What is published: means, ranks, the list of those named."""

    def plan(self, draft: ChapterDraft) -> "PlannedCohort":
        return PlannedCohort(
            {
                title: draft.condition(text, "leagues", title)
                for title, text in (self.leagues or {}).items()
            },
            self.parent,
            self.publish,
        )


class PlannedCohort(PlannedChapter):
    """Leagues with their conditions."""

    leagues: Mapping[str, Condition]
    parent: str
    publish: tuple[str, ...]

    def league(self, row: Row) -> str | None:
        """The one league a community belongs to; None as long as that is not known."""
        possible = self.possible(row)
        certain = [title for title in possible if self.leagues[title].holds(row.worst)]
        return certain[0] if len(certain) == 1 and (*certain,) == possible else None

    def possible(self, row: Row) -> tuple[str, ...]:
        """The leagues a community may belong to."""
        return tuple(title for title, one in self.leagues.items() if one.holds(row.best))

    def remarks(self, row: Row) -> tuple[Sentence, ...]:
        said = []
        if self.leagues:
            league = self.league(row)
            title = plain(league) if league else say("未定", "not known")
            said.append(say("成批评定分组：{t}", "ranked in the league: {t}", t=title))
        if self.publish:
            told = tuple(say(*_PUBLISHED[one]) for one in self.publish)
            said.append(say("评定后公布：{t}", "published afterwards: {t}", t=told))
        return tuple(said)


_PUBLISHED: Final[Mapping[str, tuple[str, str]]] = {
    "mean": ("平均分", "means"),
    "rank": ("名次", "ranks"),
    "list": ("达到各等级的名单", "who is named"),
}
