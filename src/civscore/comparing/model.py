"""The nouns of a comparison: changes of a standard, and shifts of one community's results."""

from collections.abc import Mapping
from datetime import date
from typing import Literal, TypeAlias

from civscore.evidence.model import Community
from civscore.scoring.findings import Split
from civscore.sentences import Sentence
from civscore.standard.plan import Plan
from civscore.values import Value

Part: TypeAlias = Literal[
    "head", "scoring", "source", "fact", "parameter", "section", "criterion", "gate", "veto",
    "tier", "chapter",
]  # fmt: skip
Kind: TypeAlias = Literal["added", "removed", "changed"]


class Change(Value):
    """One clause, fact or other part that is not as it was."""

    part: Part
    kind: Kind
    id: str  # in the new edition; of what is removed, in the old
    title: str
    sentences: tuple[Sentence, ...]  # each says one thing that changed


class Match(Value):
    """Which parts of two editions are the same, by their names: old → new."""

    facts: Mapping[str, str]
    sections: Mapping[str, str]
    criteria: Mapping[str, str]
    vetoes: Mapping[str, str]
    tiers: Mapping[str, str]
    gates: Mapping[str, str]


class Difference(Value):
    """Everything that changed from one edition to another, in the new one's order."""

    old: Plan
    new: Plan
    changes: tuple[Change, ...]
    unchanged: Mapping[str, int]  # part → how many are as they were
    match: Match

    def of(self, part: Part) -> tuple[Change, ...]:
        """Changes of one part."""
        return tuple(one for one in self.changes if one.part == part)


class Shift(Value):
    """A result that differs: points, or a status by name; None where there is none."""

    part: Literal["total", "bonus", "section", "criterion", "gate", "veto", "tier"]
    id: str
    title: str
    old: Split | str | None
    new: Split | str | None


class Effect(Value):
    """What two editions make of the same bundle on the same day."""

    community: Community
    as_of: date
    shifts: tuple[Shift, ...]
    tiers: tuple[str | None, str | None]  # the highest tier reached by the old and by the new
    unread: tuple[str, ...] = ()  # titles of recorded facts only one edition can take
