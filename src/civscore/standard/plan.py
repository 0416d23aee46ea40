"""Standard → Plan: names become column numbers, points become integers.

Every declared number is a count of one common unit, a power of ten fine enough for all of them
and for the declared rounding. After this nothing is looked up by name and nothing is a decimal
until a report shows it.

"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from math import prod
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from civscore.diagnostics import Diagnostic
from civscore.exact import Ratio, Rounding, Truth, scaled
from civscore.standard import model
from civscore.standard.chapters import PlannedChapter
from civscore.standard.clauses import Clause
from civscore.standard.conditions import Condition
from civscore.standard.demands import PlannedDemand
from civscore.standard.effects import PlannedEffect
from civscore.standard.expressions import Expression
from civscore.standard.mechanisms import Formula
from civscore.standard.parsing import Term
from civscore.standard.rows import Column, Side
from civscore.standard.sums import PlannedSum
from civscore.values import Value, replaced

if TYPE_CHECKING:
    from civscore.standard.cases import PlannedCase
    from civscore.standard.chapters.adjustment import PlannedAdjustment
    from civscore.standard.chapters.gate import PlannedGate
    from civscore.standard.divided import Divided
    from civscore.standard.reserved import Reserved


class PlannedCriterion(Value):
    """A criterion in integers."""

    criterion: model.Criterion
    path: tuple[str | int, ...]
    section: int  # number of its top-level section
    full: int
    formula: Formula
    applies: Condition | None
    exempt: Condition | None
    guard: Condition | None
    may_vanish: bool  # by the base of its own fact
    columns: frozenset[int]  # all that the mechanism reads
    is_bare: bool  # no condition stands around the mechanism
    leaves: bool  # the sum, where it does not apply
    instead: tuple[Ratio, Ratio] | None  # what it is else given then; None if nobody says

    @property
    def id(self) -> str:
        """Its id in the standard."""
        return self.criterion.id

    @cached_property
    def reads(self) -> frozenset[int]:
        """Every column its points hang on: the mechanism's, and of what stands around it."""
        around = [one for one in (self.applies, self.exempt, self.guard) if one is not None]
        read = {column for one in around for q in one.quantities() for column in q.columns}
        return self.columns | read

    @property
    def proven(self) -> "PlannedCriterion":
        """The same, were there all the evidence of its facets."""
        whole = self.formula.proven
        return self if whole is self.formula else replaced(self, formula=whole)

    @property
    def role(self) -> str:
        """How it enters the judgement."""
        return self.criterion.role


def may_not_apply(planned: PlannedCriterion) -> bool:
    """Whether there are communities it does not apply to."""
    absent = {need.absent for need in planned.criterion.evidence}
    return planned.applies is not None or planned.may_vanish or "not_applicable" in absent


class Step(NamedTuple):
    """A criterion on the walk through all of them, with what spares working it out again."""

    planned: PlannedCriterion
    reads: frozenset[int]
    plain: Callable[[Side], Ratio] | None
    """Its points, where nothing else has a say in them."""

    is_empty: Callable[[Side], Truth] | None
    """Whether it does not apply for want of a base, where it may not."""

    few: tuple[Callable[[Sequence[int]], Any], dict[Any, Any]] | None
    """Where its facts can take few values only: what picks them, and what each is worth."""

    of_blank: dict[tuple[Any, Any], Any]
    """By verdict, what it is worth where nothing is recorded; like `few` filled on the way."""


FEW: Final = 2048
"""Combinations of values up to which each is worked out only once."""


class PlannedSection(Value):
    """A node of the points tree: its full points and the scored criteria below it."""

    section: model.Section
    path: tuple[str | int, ...]
    depth: int
    full: int
    criteria: tuple[int, ...]  # every criterion below it, by number
    scored: tuple[int, ...]
    inner: "tuple[PlannedSection, ...]"  # sections directly in it
    sum: PlannedSum  # of the scored criteria
    bonus: PlannedSum

    @property
    def weight(self) -> Decimal | None:
        """Its weight among its siblings."""
        return self.section.weight

    @property
    def is_apart(self) -> bool:
        """Whether it has a sum of its own, which is not merely part of one around it."""
        has_weights = self.weight is not None or self.sum.is_weighted
        return self.depth == 1 or has_weights or self.sum.least is not None


class PlannedVeto(Value):
    """A veto in integers."""

    veto: model.Veto
    condition: Condition
    effect: PlannedEffect


class PlannedTier(Value):
    """A tier in integers."""

    tier: model.Tier
    demands: tuple[PlannedDemand, ...]


class Plan(Value):
    """A standard ready to score: integers, column numbers and the one rounding."""

    standard: model.Standard
    sha256: str
    scale: int  # units in a point
    grid: int  # units in the last decimal points are rounded to
    rounding: Rounding
    columns: tuple[Column, ...]
    index: Mapping[str, int]
    terms: Mapping[str, Term]  # what expressions may speak of
    criteria: tuple[PlannedCriterion, ...]
    sections: tuple[PlannedSection, ...]  # top level, in order
    nodes: tuple[PlannedSection, ...]  # all levels, in order
    vetoes: tuple[PlannedVeto, ...]
    tiers: tuple[PlannedTier, ...]
    chapters: Mapping[str, PlannedChapter]
    at: str  # where points are rounded
    rounds_criteria: bool  # whole units may be finer than the last decimal
    whole: PlannedSum
    bonus: PlannedSum
    is_whole: bool = True  # false where a faulty criterion had to be left out
    warnings: tuple[Diagnostic, ...] = ()
    used: frozenset[str] = frozenset()  # names that are read: facts, and parts of them
    reserved: "tuple[Reserved, ...]" = ()  # what only the field can tell
    draws: Mapping[str, Expression] = {}  # how many units samples take, where worked out
    bases: tuple[str, ...] = ()  # standards it tailors, `id@edition`, nearest first
    divided: "Divided | None" = None  # plans by kind of community, where clauses are not for all
    case: "PlannedCase | None" = None  # the kind of community it is for, if not for all

    @cached_property
    def spans(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The lowest and the highest of every column."""
        return tuple(one.low for one in self.columns), tuple(one.high for one in self.columns)

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """Numbers of the criteria by id."""
        return {one.id: number for number, one in enumerate(self.criteria)}

    @cached_property
    def walk(self) -> tuple[Step, ...]:
        """The criteria in turn."""
        return tuple(self._step(one) for one in self.criteria)

    def _step(self, one: PlannedCriterion) -> Step:
        is_plain = one.is_bare and not self.rounds_criteria
        is_empty = one.formula.is_empty if one.may_vanish else None
        reads = sorted(one.reads)
        values = prod(self.columns[n].high - self.columns[n].low + 1 for n in reads)
        few = (itemgetter(*reads), dict[Any, Any]()) if reads and values <= FEW else None
        return Step(one, one.reads, one.formula.points if is_plain else None, is_empty, few, {})

    @cached_property
    def asked_days(self) -> frozenset[str]:
        """Facts from whose days other facts count."""
        asked = {fact.asked_day.partition(".")[0] for fact in self.standard.facts.values()}
        return frozenset(asked - {""})

    @cached_property
    def others(self) -> tuple[tuple[Clause, tuple[str | int, ...]], ...]:
        """Clauses that are no criteria, with their paths: vetoes, gates."""
        vetoes = [(one.veto, ("veto", number)) for number, one in enumerate(self.vetoes)]
        further = [
            (clause, (key, number))
            for key, chapter in self.chapters.items()
            for clause, number in chapter.clauses()
        ]
        return (*vetoes, *further)

    def assessor(self, name: str) -> str:
        """The title of an assessor by name; "" if there is none."""
        titles: Mapping[str, str] = getattr(self.chapters.get("assessors"), "titles", {})
        return titles.get(name, "")

    @cached_property
    def of_facets(self) -> tuple[str, ...]:
        """Criteria of which single facets need evidence of their own."""
        asked = ((one.id, need.facet) for one in self.criteria for need in one.criterion.evidence)
        return tuple(dict.fromkeys(name for name, facet in asked if facet))

    @property
    def gates(self) -> "tuple[PlannedGate, ...]":
        """What must hold before anything is judged."""
        return getattr(self.chapters.get("gate"), "gates", ())

    @property
    def adjustments(self) -> "tuple[PlannedAdjustment, ...]":
        """What the total is adjusted by, in order."""
        return getattr(self.chapters.get("adjustment"), "adjustments", ())

    @cached_property
    def titles(self) -> tuple[int, ...]:
        """Numbers of the tiers that are titles, rising."""
        return tuple(n for n, one in enumerate(self.tiers) if one.tier.standing == "title")

    @cached_property
    def factors(self) -> tuple[Ratio, ...]:
        """By what each section is multiplied in the total; none where they just add up."""
        if not self.whole.is_weighted:
            return ()
        left = iter(self.whole.inner)
        counts = [one.weight is not None and bool(one.scored) for one in self.sections]
        return tuple(next(left)[0] if one else (0, 1) for one in counts)

    @cached_property
    def is_plain(self) -> bool:
        """Whether every point of a criterion is a point of the total."""
        bonus = replaced(self.bonus, most=None)
        is_one = self.divided is None and not self.adjustments
        return is_one and bonus.is_plain and self.whole.is_plain

    @property
    def full(self) -> int:
        """Units of the whole, bonus apart."""
        return self.whole.full

    @property
    def id(self) -> str:
        """Id of the standard."""
        return self.standard.standard.id

    @property
    def edition(self) -> str:
        """Edition of the standard."""
        return self.standard.standard.edition

    @property
    def title(self) -> str:
        """Title of the standard."""
        return self.standard.standard.title

    @cached_property
    def bonus_criteria(self) -> tuple[int, ...]:
        """Numbers of the bonus criteria."""
        return tuple(n for n, one in enumerate(self.criteria) if one.role == "bonus")

    @cached_property
    def bonus_cap(self) -> int:
        """Units all bonus together may count."""
        bonus = self.standard.scoring.bonus
        return scaled(bonus.cap, self.scale) if bonus else 0

    @property
    def bonus_counts(self) -> bool:
        """Whether bonus enters a tier's total."""
        bonus = self.standard.scoring.bonus
        return bonus is not None and bonus.counts
