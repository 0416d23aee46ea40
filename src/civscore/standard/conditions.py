"""Compiled conditions: whether a statement about a row holds.

On the worst side of the row: whether it holds whatever the unknown facts turn out to be. On the
best: whether it can hold at all. Every condition gives its own denial.
"""

from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from typing import Protocol

from civscore.exact import Truth
from civscore.sentences import Sentence, joined, say
from civscore.standard.quantities import OfFact, Quantity
from civscore.standard.rows import Change, Row, Side, merged
from civscore.values import Value


class Condition(Protocol):
    """A statement about a row."""

    def holds(self, side: Side) -> Truth:
        """Whether it holds: for certain on the worst side, possibly on the best."""

    def quantities(self) -> Iterator[Quantity]:
        """What it reads."""

    @property
    def title(self) -> Sentence:
        """The statement in words."""

    def shown(self, row: Row) -> Sentence:
        """What is recorded of what it reads."""

    def change(self, row: Row) -> Change | None:
        """The least change that makes it true, where one can be named."""

    def denied(self) -> "Condition":
        """Its denial."""


class Is(Value):
    """A yes-or-no column, or its denial."""

    quantity: Quantity
    column: int
    wanted: bool = True

    def holds(self, side: Side) -> Truth:
        return side.up[self.column] >= 1 if self.wanted else side.down[self.column] <= 0

    def quantities(self) -> Iterator[Quantity]:
        yield self.quantity

    @property
    def title(self) -> Sentence:
        title = self.quantity.title
        if not self.wanted:
            return say("没有“{t}”", "no “{t}”", t=title)
        claim: Sentence | None = getattr(self.quantity, "claim", None)
        return claim or title

    def shown(self, row: Row) -> Sentence:
        return shown_quantities((self.quantity,), row)

    def change(self, row: Row) -> Change | None:
        return self.quantity.change(row, "==", Decimal(self.wanted))

    def denied(self) -> Condition:
        return Is(self.quantity, self.column, not self.wanted)


class OneOf(Value):
    """A choice or grade that is one of some codes."""

    quantity: Quantity
    column: int
    codes: tuple[int, ...]  # those meant, rising
    names: tuple[Sentence, ...]  # of every code, meant or not
    is_ordered: bool = False

    def holds(self, side: Side) -> Truth:
        """Certain if every code it can be is meant, possible if one is."""
        up, down = side.up[self.column], side.down[self.column]
        found: Truth = False
        for first, last in self.runs:
            found = found | ((up >= first) & (down <= last))
        return found

    @cached_property
    def runs(self) -> tuple[tuple[int, int], ...]:
        """The codes meant, neighbours put together."""
        starts = [code for code in self.codes if code - 1 not in self.codes]
        ends = [code for code in self.codes if code + 1 not in self.codes]
        return tuple(zip(starts, ends, strict=True))

    def quantities(self) -> Iterator[Quantity]:
        yield self.quantity

    @property
    def title(self) -> Sentence:
        names = tuple(self.names[code] for code in self.codes)
        said = names if len(names) < 2 else _either(names)  # noqa: PLR2004 - nothing to join
        return say("{title}为{names}", "{title} is {names}", title=self.quantity.title, names=said)

    def shown(self, row: Row) -> Sentence:
        return shown_quantities((self.quantity,), row)

    def change(self, row: Row) -> Change | None:
        """The least level that is meant; between options without order there is no step."""
        if not self.codes or not self.is_ordered:
            return None
        return self.quantity.change(row, "==", Decimal(self.codes[0]))

    def denied(self) -> Condition:
        others = tuple(code for code in range(len(self.names)) if code not in self.codes)
        return OneOf(self.quantity, self.column, others, self.names, self.is_ordered)


def _either(names: tuple[Sentence, ...]) -> Sentence:
    """One of several."""
    return say("{o}或{l}", "{o} or {l}", o=names[:-1], l=names[-1])


class Junction(Value):
    """Conditions joined by and (`every`) or by or."""

    parts: tuple[Condition, ...]
    every: bool

    def holds(self, side: Side) -> Truth:
        found = self.parts[0].holds(side)
        for part in self.parts[1:]:
            more = part.holds(side)
            found = found & more if self.every else found | more
        return found

    def quantities(self) -> Iterator[Quantity]:
        for part in self.parts:
            yield from part.quantities()

    @property
    def title(self) -> Sentence:
        if not self.every:
            return joined(tuple(part.title for part in self.parts), "，或", " or ")
        return joined(tuple(_in_brackets(part) for part in self.parts), "且", " and ")

    def shown(self, row: Row) -> Sentence:
        return shown_quantities(tuple(self.quantities()), row)

    def change(self, row: Row) -> Change | None:
        open_parts = [part for part in self.parts if not part.holds(row.best)]
        changes = [part.change(row) for part in open_parts]
        if not self.every:
            found = [change for change in changes if change is not None]
            return min(found, key=_undoes, default=None)
        known = [change for change in changes if change is not None]
        return merged(known) if known and len(known) == len(changes) else None

    def denied(self) -> Condition:
        return Junction(tuple(part.denied() for part in self.parts), not self.every)


def title_on(condition: Condition, row: Row) -> Sentence:
    """The statement in words, with the numbers that go for a row."""
    told = getattr(condition, "title_on", None)
    found: Sentence = condition.title if told is None else told(row)
    return found


def _in_brackets(part: Condition) -> Sentence:
    """One of several that must all hold, set off where it is itself a choice."""
    if isinstance(part, Junction) and not part.every:
        return say("（{t}）", "({t})", t=part.title)
    return part.title


def _undoes(change: Change) -> bool:
    """Whether something would be given up; of two ways, the one that adds is offered."""
    return all(value == 0 for value in change.columns.values())


def shown_quantities(quantities: tuple[Quantity, ...], row: Row) -> Sentence:
    """Each value once, with its title."""
    told = (one for one in quantities if not (isinstance(one, OfFact) and one.is_beside))
    by_title = {quantity.title.text(): quantity for quantity in told}
    return joined(
        tuple(
            say("{title}：{value}", "{title}: {value}", title=one.title, value=one.shown(row))
            for one in by_title.values()
        ),
        "、",
        ", ",
    )
