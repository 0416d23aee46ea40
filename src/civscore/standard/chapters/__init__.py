"""Further chapters of a standard 其他章节 – one file each, found by key.

A chapter is a table, or a list of tables, at the top of the text: `[[gate]]`, `[title]`. Its noun
declares what may be written; planned, it may add conditions that every tier then has.
"""

from collections.abc import Callable, Collection, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Protocol

from civscore.diagnostics import Fault
from civscore.exact import Truths
from civscore.sentences import Sentence
from civscore.standard.clauses import Clause
from civscore.standard.conditions import Condition
from civscore.standard.demands import Judgement, Standing
from civscore.standard.document import Entry
from civscore.standard.mechanisms import AnyFact
from civscore.standard.parsing import Term
from civscore.standard.quantities import Quantity
from civscore.standard.rows import Interval, Row
from civscore.values import Declared, Value

if TYPE_CHECKING:
    from civscore.standard.plan import Plan

ROOM: Final = __name__


class ChapterDraft(Protocol):
    """What a chapter is planned with."""

    tiers: Collection[str]
    """Ids of the tiers that are titles, rising."""

    def units(self, points: Decimal) -> int:
        """Points as whole units."""

    def condition(self, text: str, *path: str | int) -> Condition:
        """A condition; a fault in it is noted under the path."""

    def value(self, text: str, *path: str | int) -> Quantity:
        """A number worked out from facts; planning it may be abandoned, which is noted."""

    def fact(self, name: str, kind: type[AnyFact], *path: str | int) -> AnyFact:
        """The declaration of a fact of that kind; any other is noted, and the chapter left out."""

    def column(self, name: str) -> int:
        """The number of a column."""

    def is_number(self, text: str, *path: str | int) -> bool:
        """Whether the text states a number; why it does not is noted under the path."""

    def options(self, name: str) -> Collection[str]:
        """The options or levels of a name; none of anything else."""

    def is_fact(self, name: str) -> bool:
        """Whether a fact has this name."""

    def report(self, kind: Fault, /, *path: str | int, **values: object) -> None:
        """Note a fault under the path within the chapter."""

    def report_key(self, kind: Fault, /, *path: str | int, **values: object) -> None:
        """Note a fault at the key at the end of the path."""


class PlannedChapter(Value):
    """A chapter in integers."""

    def judge(self, standing: Standing, tier: str) -> Iterator[Judgement]:  # noqa: ARG002
        """Conditions that it adds to a tier."""
        return iter(())

    def truths(self, standing: Standing, tier: str) -> Iterator[Truths]:  # noqa: ARG002
        """Of each, and of many rows at once: whether it is reached."""
        return iter(())

    def remarks(self, row: Row) -> tuple[Sentence, ...]:  # noqa: ARG002
        """What a report says of it beside the judgement."""
        return ()

    def clauses(self) -> Iterator[tuple[Clause, int]]:
        """Clauses in it, cited and attested as vetoes are, with their places in its list."""
        return iter(())

    def narrowed(
        self,
        stands: Callable[[int], Condition | bool],  # noqa: ARG002
        names: Collection[str],  # noqa: ARG002
    ) -> "PlannedChapter":
        """It where only some of its clauses are there, of criteria those with these ids.

        `stands` says of a clause by number whether it is there, or on what that hangs.
        """
        return self

    def check(self, plan: "Plan", entry: Entry) -> None:
        """Note what is wrong with it, or of no use, once all is planned."""


class Chapter(Declared):
    """The value under a chapter's key."""

    def terms(
        self,
        add_column: Callable[[str, Interval], int],  # noqa: ARG002
        scale: int,  # noqa: ARG002
        full: Decimal,  # noqa: ARG002
    ) -> Iterator[tuple[str, Term]]:
        """What conditions may read because of it, by name.

        A further column has a name and ends; `scale` units are a point, `full` points the whole.
        """
        return iter(())

    def plan(self, draft: ChapterDraft) -> PlannedChapter:
        """Names and points as integers; faults are noted in the draft."""
        raise NotImplementedError
