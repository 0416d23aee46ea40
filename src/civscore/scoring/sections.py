"""What each section comes to: on its own scale and, where it has a weight, in the total."""

from collections.abc import Collection, Iterator, Mapping

from civscore.exact import INTEGERS, Ratio, in_units
from civscore.scoring.findings import Split, split_of
from civscore.scoring.points import Points, Scores
from civscore.scoring.sums import PointsRange, ends_of
from civscore.standard.model import Section
from civscore.standard.plan import Plan, PlannedSection
from civscore.standard.sums import PlannedSum
from civscore.values import Value

_ONCE: Ratio = (1, 1)


class SectionResult(Value):
    """A section with scored criteria."""

    planned: PlannedSection
    split: Split
    in_total: Split | None = None  # what it comes to in the total, where weights make that differ
    inner: "tuple[SectionResult, ...]" = ()  # sections in it that have a sum of their own

    @property
    def section(self) -> Section:
        """The section of the standard."""
        return self.planned.section


def headings(plan: Plan, listed: Collection[str]) -> Mapping[str, list[PlannedSection]]:
    """Sections by the id of the first criterion below them that is listed, the outer first."""
    found: dict[str, list[PlannedSection]] = {}
    for node in plan.nodes:
        below = (plan.criteria[number].id for number in node.criteria)
        first = next((name for name in below if name in listed), None)
        if first is not None:
            found.setdefault(first, []).append(node)
    return found


def results_of(plan: Plan, scores: Scores) -> Iterator[SectionResult]:
    """Sections with scored criteria, in order."""
    factors = plan.factors or (_ONCE,) * len(plan.sections)
    for planned, ends, factor in zip(plan.sections, scores.sections, factors, strict=True):
        if planned.scored:
            yield _result(plan, planned, ends, factor, scores.criteria)


def _result(
    plan: Plan,
    planned: PlannedSection,
    ends: PointsRange,
    factor: Ratio,
    criteria: tuple[Points, ...],
) -> SectionResult:
    inner = () if planned.sum.is_plain else tuple(_inner(plan, planned, factor, criteria))
    split = _split(plan, planned.full, ends, _ONCE)
    in_total = None if factor == _ONCE else _split(plan, planned.full, ends, factor)
    return SectionResult(planned, split, in_total, inner)


def _inner(
    plan: Plan, planned: PlannedSection, factor: Ratio, criteria: tuple[Points, ...]
) -> Iterator[SectionResult]:
    """Sections inside, at whatever depth, that have a sum of their own."""
    for one in planned.inner:
        if not one.scored:
            continue
        if one.is_apart:
            part, of = _factor(planned.sum, one.sum)
            ends = ends_of(plan, one.sum, INTEGERS, criteria)
            yield _result(plan, one, ends, (factor[0] * part, factor[1] * of), criteria)
        else:
            yield from _inner(plan, one, factor, criteria)


def _factor(around: PlannedSum, one: PlannedSum) -> Ratio:
    """By what a sum is multiplied in the one around it."""
    return next((factor for factor, inner in around.inner if inner is one), _ONCE)


def _split(plan: Plan, full: int, ends: PointsRange, factor: Ratio) -> Split:
    part, of = factor
    low, high = ((units * part, per * of) for units, per in ends)
    return split_of(in_units((full * part, of), plan.scale), low, high, plan.scale)
