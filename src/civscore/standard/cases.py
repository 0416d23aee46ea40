"""Cases in which parameters have other values: when each is at hand, and how that is said."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from civscore.sentences import Sentence, joined, say
from civscore.standard.conditions import Condition, Junction
from civscore.standard.quantities import Quantity
from civscore.standard.rows import Row
from civscore.values import Value

SHOWN: Final = 4
"""Cases that are all named; of more only what they hang on."""


class Reason(Value):
    """One thing that parameters hang on, and what they come to."""

    condition: Condition
    quantities: tuple[Quantity, ...]
    options: tuple[Sentence, ...]  # none where it is a number
    amounts: tuple[Sentence, ...]

    def label(self, row: Row | None) -> Sentence:
        """What it is for; of a number what is recorded of it, if that is known."""
        is_known = row is not None and is_settled(self.quantities, row)
        if self.options and row is not None and is_known:
            return quoted(self.quantities[0].shown(row))
        if self.options:
            return joined(tuple(quoted(one) for one in self.options), "、", ", ")
        if row is None or not is_known:
            return self.condition.title
        return joined(
            tuple(say("{t} {v}", "{t} {v}", t=q.title, v=q.shown(row)) for q in self.quantities)
        )

    def said(self, row: Row | None) -> Sentence:
        """What it is for, and the values then, if there are any."""
        if not self.amounts:
            return self.label(row)
        amounts = joined(self.amounts, "、", ", ")
        zh = "按{w}取值 {v}" if len(self.amounts) == 1 else "按{w}取值（{v}）"
        return say(zh, "for {w}: {v}", w=self.label(row), v=amounts)


class PlannedCase(Value):
    """When a case is at hand, and why."""

    reasons: tuple[Reason, ...]

    @property
    def condition(self) -> Condition:
        """When it is at hand."""
        several = tuple(one.condition for one in self.reasons)
        return several[0] if len(several) == 1 else Junction(several, every=True)

    @property
    def label(self) -> Sentence:
        """When it is at hand, in words."""
        return joined(tuple(one.label(None) for one in self.reasons), "，", ", ")

    def of(self, name: str) -> Sentence:
        """A name, and the options it is looked at for."""
        options = tuple(option for one in self.reasons for option in one.options)
        return say("{n}（{o}）", "{n} ({o})", n=name, o=options)

    def said(self, row: Row) -> Sentence:
        """For what the values are taken."""
        return joined(tuple(one.said(row) for one in self.reasons), "，", ", ")

    def open(self, row: Row) -> Sentence:
        """The same, as far as it is open."""
        found = [one for one in self.reasons if not is_settled(one.quantities, row)]
        return joined(tuple(one.said(row) for one in found), "，", ", ")

    def quantities(self) -> Iterator[Quantity]:
        """What it hangs on."""
        for one in self.reasons:
            yield from one.quantities


def is_settled(quantities: Sequence[Quantity], row: Row) -> bool:
    """Whether all of it is recorded."""
    return all(row.low[c] == row.high[c] for one in quantities for c in one.columns)


def quoted(one: Sentence) -> Sentence:
    """A name as one says it."""
    return say("“{o}”", "“{o}”", o=one)


class Cases(Value):
    """Cases of which one is at hand; as long as it is not known which, each that may be."""

    cases: tuple[PlannedCase, ...]

    def possible(self, row: Row) -> list[int]:
        """Numbers of those that may be at hand."""
        return [n for n, one in enumerate(self.cases) if one.condition.holds(row.best)]

    def only(self, row: Row) -> int | None:
        """The number of the one at hand; None while several may be."""
        found = self.possible(row)
        return found[0] if len(found) == 1 else None

    def quantities(self) -> tuple[Quantity, ...]:
        """What they hang on, each once."""
        return tuple(
            {one.columns: one for case in self.cases for one in case.quantities()}.values()
        )

    def to_settle(self, row: Row) -> Sentence:
        """What has to be settled first, and what hangs on it."""
        open_ones = [one for one in self.quantities() if not is_settled((one,), row)]
        titles = joined(tuple(quoted(one.title) for one in open_ones), "、", ", ")
        said = say("须先确定{t}", "settle {t} first", t=titles)
        found = self.possible(row)
        if len(found) > SHOWN:
            return said
        each = joined(tuple(self.cases[n].open(row) for n in found))
        return say("{s}（{e}）", "{s} ({e})", s=said, e=each)

    def told(self, row: Row, said: Callable[[int], Sentence]) -> Sentence:
        """What is said of the case at hand, or of each that may be."""
        at = self.only(row)
        if at is not None:
            how = self.cases[at].said(row)
            return say("{how}：{why}", "{how}: {why}", how=how, why=said(at))
        found = {said(n).text(): said(n) for n in self.possible(row)}
        if len(found) > SHOWN:
            return self.to_settle(row)
        each = joined(tuple(found.values()))
        return say("{s}：{e}", "{s}: {e}", s=self.to_settle(row), e=each)
