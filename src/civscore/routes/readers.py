"""Whatever hangs on facts and proof: criteria, vetoes, gates and conditions of a tier, all alike.

A reader gives points: those of a criterion or, of a condition, one where it holds and none else.
They are always scored for real, so that guards, caps and all-or-nothing are nobody's affair here.
"""

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import TypeAlias

from civscore.assessment import Assessment
from civscore.gaps.steps import changes_of
from civscore.scoring.points import ADMITTED, Points, score_criterion
from civscore.scoring.sums import Verdict
from civscore.standard.conditions import Condition, Junction
from civscore.standard.plan import Plan, PlannedCriterion
from civscore.standard.quantities import Quantity
from civscore.standard.rows import Change, Row
from civscore.values import Value, replaced

Judge: TypeAlias = Callable[[Row, Verdict], Points]
Ways: TypeAlias = Callable[[Row], Iterator[Change]]


class Reader(Value):
    """Something that is judged from a row, and what could be done about it."""

    id: str
    title: str
    clause: str  # id of the clause that asks for proof; "" where none does
    quantities: tuple[Quantity, ...]
    columns: frozenset[int]  # every column it reads
    judge: Judge
    proven: Judge  # the same, were there all the evidence of its facets
    changes: Ways  # each raises what it gives
    parts: Ways  # parts of such changes, which may have to come together

    def worth(self, row: Row) -> Fraction:
        """What it gives for certain, were all its evidence admitted."""
        return Fraction(*self.proven(row, ADMITTED).low)


def of_criterion(assessment: Assessment, number: int) -> Reader:
    """A criterion; one that an assessor has scored stays as it was scored."""
    plan = assessment.plan
    planned = plan.criteria[number]
    marks = assessment.criteria[number].marks if assessment.bundle.scores else None
    given = assessment.scores.criteria[number]
    if (marks is not None and marks.counting) or assessment.admissions[planned.id].false:
        title, nothing = planned.criterion.title, frozenset[int]()
        return Reader(planned.id, title, "", (), nothing, *(lambda *_: given,) * 2, _none, _none)
    return _scored(plan, planned)


def _scored(plan: Plan, planned: PlannedCriterion) -> Reader:
    around = [one for one in (planned.guard, planned.applies, planned.exempt) if one is not None]
    quantities = [*planned.formula.quantities, *(q for one in around for q in one.quantities())]
    own = getattr(planned.formula, "conditions", ())
    conditions = (*own, *([planned.guard] if planned.guard is not None else []))

    def changes(row: Row) -> Iterator[Change]:
        is_asked = planned.formula.question(row) is not None
        return iter(()) if is_asked else changes_of(planned, row)

    return Reader(
        planned.id,
        planned.criterion.title,
        planned.id,
        tuple(quantities),
        planned.reads,
        lambda row, shown: score_criterion(plan, planned, row.worst, shown),
        lambda row, shown: score_criterion(plan, planned.proven, row.worst, shown),
        changes,
        lambda row: (found for one in conditions for found in _parts(one, row)),
    )


def of_condition(name: str, title: str, condition: Condition, clause: str = "") -> Reader:
    """A condition that has to hold and, where a clause asks for it, be attested."""

    def judge(row: Row, shown: Verdict) -> Points:
        units = int(bool(condition.holds(row.worst) and shown[0]))
        return Points((units, 1), (units, 1))

    def changes(row: Row) -> Iterator[Change]:
        found = None if condition.holds(row.worst) else condition.change(row)
        return iter(() if found is None else (found,))

    def parts(row: Row) -> Iterator[Change]:
        return _parts(condition, row)

    read = tuple(condition.quantities())
    columns = frozenset(column for one in read for column in one.columns)
    return Reader(name, title, clause, read, columns, judge, judge, changes, parts)


def of_area(name: str, title: str, condition: Condition, clause: str) -> Reader:
    """A condition about the area around, which can be attested but not brought about."""
    found = of_condition(name, title, condition, clause)
    return replaced(found, changes=_none, parts=_none)


def _none(_: Row) -> Iterator[Change]:
    return iter(())


def _parts(condition: Condition, row: Row) -> Iterator[Change]:
    """What would make each part of a condition hold that does not."""
    if isinstance(condition, Junction):
        for part in condition.parts:
            yield from _parts(part, row)
    elif not condition.holds(row.worst):
        found = condition.change(row)
        if found is not None:
            yield found
