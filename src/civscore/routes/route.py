"""Ways to a tier, and what is said of them."""

from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from civscore.assessment import Assessment
from civscore.routes.moves import Move
from civscore.scoring.tiers import TierResult
from civscore.sentences import Sentence
from civscore.values import Value

Outcome: TypeAlias = Literal[
    "reached", "found", "over_budget", "too_early", "unreachable", "unsure"
]
"""Reached already; a way is found; it costs more; it takes longer; there is none; not settled."""


class Served(Value):
    """A clause before and after a way; points are None where it has none."""

    id: str
    title: str
    before: Decimal | None = None
    after: Decimal | None = None


class Taken(Value):
    """A move of a way: what it costs, and the clauses that lose by its being left out."""

    move: Move
    effort: Decimal
    serves: tuple[Served, ...]


class Way(Value):
    """A set of moves with which the tier is reached: the row so changed was really judged."""

    taken: tuple[Taken, ...]  # by the day they wait for, then in the order of the clauses
    effort: Decimal
    after: Assessment


class Routes(Value):
    """The answer to how a tier is reached with least effort."""

    assessment: Assessment
    tier: TierResult
    outcome: Outcome
    ways: tuple[Way, ...]  # the least first; none of the others contains one before it
    because: tuple[Sentence, ...]  # why there is none, not so soon, or not within the budget
    is_whole: bool  # whether every choice of moves was considered
    earliest: date | None = None  # the first day on which it can be reached, where time decides
    budget: Decimal | None = None
    by: date | None = None
    priced: str = ""  # the file in which efforts are declared; "" for one a step


def status_in(assessment: Assessment, tier: str) -> TierResult:
    """Where a community stands with a tier."""
    return next(one for one in assessment.tiers if one.id == tier)
