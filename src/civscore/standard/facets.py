"""Evidence of one facet of a graded criterion: where it is lacking, that facet alone is open."""

from collections.abc import Iterator, Mapping
from typing import Final, Literal, TypeAlias

from civscore.diagnostics import fault, nearest
from civscore.exact import Integers, Ratio
from civscore.sentences import Sentence
from civscore.standard.clauses import Requirement
from civscore.standard.document import Entry
from civscore.standard.mechanisms import Formula
from civscore.standard.mechanisms.graded import Level, Levels
from civscore.standard.plan import Plan, PlannedCriterion
from civscore.standard.quantities import Quantity
from civscore.standard.rows import Change, Row, Side
from civscore.values import replaced

Effect: TypeAlias = Literal["unproven", "zero"]

UNKNOWN_FACET: Final = fault(
    "unknown-facet",
    ("本条没有“{name}”这一面可评", "this criterion has no facet “{name}”"),
    ("{near}", "{near}"),
    why=(
        "facet 写本条 graded 所用数据项的一面；这项材料只管这一面的分",
        "a facet is one of the fact that the criterion grades; the piece backs that alone",
    ),
)


def check_facets(formula: Formula, needs: tuple[Requirement, ...], entry: Entry) -> None:
    """Note requirements of facets that the mechanism does not grade."""
    facets = dict.fromkeys(formula.titles) if isinstance(formula, Levels) else {}
    for number, one in enumerate(needs):
        if one.facet and one.facet not in facets:
            near = nearest(one.facet, facets)
            entry.report(UNKNOWN_FACET, number, "facet", name=one.facet, near=near)


def partly_shown(plan: Plan, lacking: Mapping[str, Mapping[str, Effect]]) -> Plan:
    """The plan where evidence of some facets is lacking: by criterion, by facet."""

    def one(planned: PlannedCriterion) -> PlannedCriterion:
        facets = lacking.get(planned.id)
        if not facets or not isinstance(planned.formula, Levels):
            return planned
        return replaced(planned, formula=PartlyShown(planned.formula, facets))

    if not any(lacking.values()):
        return plan
    return replaced(plan, criteria=tuple(one(planned) for planned in plan.criteria))


class PartlyShown(Formula):
    """Levels by facet, of which some lack evidence."""

    whole: Levels
    lacking: Mapping[str, Effect]

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        return self.whole.quantities

    @property
    def titles(self) -> Mapping[str, Sentence]:
        """How its facets are called."""
        return self.whole.titles

    @property
    def proven(self) -> Formula:
        return self.whole

    def points(self, side: Side) -> Ratio:
        found: Integers = 0
        for level in self.whole.levels:
            found = found + self._of_level(level, side)
        return found, self.whole.scale

    def _of_level(self, level: Level, side: Side) -> Integers:
        effect = self.lacking.get(level.facet)
        if effect is None or (effect == "unproven" and side.is_best):
            return level.worth(side)
        return side.ops.minimum(level.worth(side), 0)

    def because(self, row: Row) -> Sentence:
        return self.whole.because(row)

    def changes(self, row: Row) -> Iterator[Change]:
        return self.whole.changes(row)

    def needs_proof(self, change: Change) -> bool:
        """Whether something is moved that has no evidence yet."""
        moved = [one for one in self.whole.levels if one.column in change.columns]
        return any(one.facet in self.lacking for one in moved)
