"""Mechanisms that are made of mechanisms: what their entries hold, and how each is planned."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Final

from civscore.diagnostics import fault
from civscore.exact import Ratio, Truth, in_units, text_of
from civscore.sentences import Sentence, plain, say
from civscore.standard.conditions import Condition
from civscore.standard.document import Entry
from civscore.standard.mechanisms import NOT_FULL, Draft, Formula, Mechanism
from civscore.standard.numbers import Fewest, Worth
from civscore.standard.quantities import Quantity
from civscore.standard.rows import Change, Record, Row, Side
from civscore.values import Declared, Value

PART_SHAPE: Final = fault(
    "part-shape",
    ("这一项要写条件和分值，或一种计分方式", "an entry has a condition and points, or a mechanism"),
    (
        '如 {{ when = "has_plan", points = 1 }} 或 {{ points = 2, banded = {{ … }} }}',
        'e.g. {{ when = "has_plan", points = 1 }} or {{ points = 2, banded = {{ … }} }}',
    ),
)


class Part(Declared):
    """One entry: a condition and what it is worth, or a mechanism of its own."""

    when: str | None = None
    """得分的条件；在 first_of 里是走这一路的条件 |
    The condition it is given for; in first_of that for taking this entry."""

    points: Worth | None = None
    """得几分；配计分方式时是它的满分，缺省为本条满分 |
    What it is worth; of a mechanism its full points, by default the criterion's."""

    title: str = ""
    """报告里怎么称呼 | How it is called."""

    way: Any = None
    """Its mechanism, already read."""

    way_name: str = ""
    """The name of its mechanism."""


class Composition(Mechanism):
    """A list of entries."""

    part: ClassVar[Any] = Part

    root: Annotated[tuple[Part, ...], Fewest(1)]

    def check_records(self, records: Mapping[str, Record], entry: Entry) -> None:
        for part in self.root:
            if part.way is not None:
                part.way.check_records(records, entry)


class Branch(Value):
    """An entry in integers: its formula, under a name."""

    title: Sentence
    formula: Formula
    full: int
    scale: int

    def got(self, row: Row) -> Sentence:
        """What it gives: one number, or from the least to the most."""
        low, high = self.formula.points(row.worst), self.formula.points(row.best)
        ends = text_of(in_units(low, self.scale)), text_of(in_units(high, self.scale))
        if ends[0] == ends[1]:
            return say("{n} 分", "{n} points", n=ends[0])
        return say("{a} 至 {b} 分", "{a} to {b} points", a=ends[0], b=ends[1])

    def said(self, row: Row) -> Sentence:
        """What it gives, and why."""
        zh, en = "{t}：{n}（{why}）", "{t}: {n} ({why})"
        return say(zh, en, t=self.title, n=self.got(row), why=self.formula.because(row))


class Composed(Formula):
    """A formula over branches."""

    branches: tuple[Branch, ...]

    @property
    def choosing(self) -> tuple[Condition, ...]:
        """The conditions on which it depends what each branch counts for."""
        return ()

    @property
    def _chosen_by(self) -> tuple[Quantity, ...]:
        return tuple(one for condition in self.choosing for one in condition.quantities())

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        own = tuple(one for branch in self.branches for one in branch.formula.quantities)
        return self._chosen_by + own

    @property
    def columns(self) -> frozenset[int]:
        own = frozenset(column for one in self._chosen_by for column in one.columns)
        return own.union(*(branch.formula.columns for branch in self.branches))

    @property
    def may_vanish(self) -> bool:
        """Only where every one of them may."""
        return all(branch.formula.may_vanish for branch in self.branches)

    def is_empty(self, side: Side) -> Truth:
        found = self.branches[0].formula.is_empty(side)
        for branch in self.branches[1:]:
            found = found & branch.formula.is_empty(side)
        return found

    def changes(self, row: Row) -> Iterator[Change]:
        for branch in self.branches:
            yield from branch.formula.changes(row)


class Held(Formula):
    """Points for a condition."""

    condition: Condition
    units: int
    points_said: str
    title: Sentence

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        return tuple(self.condition.quantities())

    def points(self, side: Side) -> Ratio:
        return self.condition.holds(side) * self.units, 1

    def because(self, row: Row) -> Sentence:
        values = {"title": self.title, "n": self.points_said, "v": self.condition.shown(row)}
        if self.condition.holds(row.worst):
            return say("{title}：符合（{n} 分）", "{title}: holds ({n})", **values)
        if self.condition.holds(row.best):
            return say("{title}：未定（{n} 分；{v}）", "{title}: open ({n}; {v})", **values)
        return say("{title}：不符合（{n} 分；{v}）", "{title}: fails ({n}; {v})", **values)

    def changes(self, row: Row) -> Iterator[Change]:
        if not self.condition.holds(row.best):
            change = self.condition.change(row)
            if change is not None:
                yield change


class Flat(Formula):
    """So many points, whatever the row."""

    units: int
    quantities: tuple[Quantity, ...] = ()

    def points(self, side: Side) -> Ratio:  # noqa: ARG002
        return self.units, 1

    def because(self, row: Row) -> Sentence:  # noqa: ARG002
        return say("直接给分", "given as such")

    def changes(self, row: Row) -> Iterator[Change]:  # noqa: ARG002
        return iter(())


def planned_branch(draft: Draft, part: Part, number: int) -> Branch:
    """The entry of that number: a condition and points, or a mechanism."""
    if (part.way is None) == (part.when is None) or (part.when and part.points is None):
        draft.report(PART_SHAPE, number)
    points = worth_of(draft, part)
    if part.way is not None or part.when is None:
        return nested_branch(draft, part, number)
    condition = draft.condition(part.when, number, "when")
    title = plain(part.title) if part.title else condition.title
    units = draft.units(points)
    return Branch(title, Held(condition, units, text_of(points), title), units, _scale(draft))


def nested_branch(draft: Draft, part: Part, number: int) -> Branch:
    """The mechanism of an entry; its points alone where it has none."""
    points = worth_of(draft, part)
    title = plain(part.title) if part.title else say("第 {n} 种", "way {n}", n=number + 1)
    if part.way is None:
        return Branch(title, Flat(draft.units(points)), draft.units(points), _scale(draft))
    formula = draft.nested(part.way, points, number, part.way_name)
    return Branch(title, formula, draft.units(points), _scale(draft))


def worth_of(draft: Draft, part: Part) -> Decimal:
    """The full points of an entry."""
    return draft.full_points if part.points is None else part.points


def check_best(draft: Draft, parts: tuple[Part, ...]) -> None:
    """Note where no entry gives the full points."""
    best = max(worth_of(draft, part) for part in parts)
    if best != draft.full_points:
        draft.report(NOT_FULL, points=best, full=draft.full_points)


def _scale(draft: Draft) -> int:
    return draft.units(Decimal(1))
