"""Boundary cases made from a standard: where points change, and what is given on either side.

Every number a criterion reads is moved one unit at a time across every place where its points
change; the case just below, at and just above tells the author who owns the bound. What can be
checked without knowing the clause is checked of every case: nothing above full, nothing outside
what is possible while nothing is known, everything on the declared decimals.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import islice, pairwise
from typing import Final, NamedTuple

from civscore.scoring import points as pt
from civscore.scoring.sums import Sum
from civscore.scoring.tiers import judge_tiers
from civscore.sentences import Sentence
from civscore.standard.plan import Plan, PlannedCriterion
from civscore.standard.rows import Row
from civscore.trials.bench import Axis, Bench, Mark
from civscore.values import Value

MOST_EDGES: Final = 8
"""Of a number that is worth something at every unit only the first and the last are listed."""


_TWO: Final = 2


class Try(NamedTuple):
    """One boundary case: the value and what it is worth."""

    name: Sentence
    mark: Mark


class Crossing(NamedTuple):
    """Two neighbouring positions of an axis that are worth something else."""

    axis: Axis
    before: int
    after: int
    is_slope: bool  # one of many, of which only the first and the last are listed


class Edge(Value):
    """A place where points change as one number moves."""

    clause: str
    title: Sentence
    crossing: Crossing
    below: Try | None
    at: Try
    above: Try | None


class Stair(Value):
    """What is left as one number after the other falls to its worst."""

    clause: str
    marks: tuple[Mark, ...]


class TierEdge(Value):
    """A place where a tier is reached as the total or a section moves, in units."""

    tier: str
    section: str  # "" for the total
    units: tuple[int, int, int]  # below, at, above
    statuses: tuple[str, str, str]


class Edges(Value):
    """Every boundary case of a standard."""

    edges: tuple[Edge, ...]
    stairs: tuple[Stair, ...]
    tiers: tuple[TierEdge, ...]


def find_edges(plan: Plan, examples: Mapping[str, Row]) -> Edges:
    """Every boundary case; each is checked as it is made.

    `examples` are rows on which a clause is met, by its id: numbers that depend on one another,
    such as guards on households, are then tried at a size that occurs.

    Raises:
        AssertionError: if the engine contradicts itself.
    """
    edges: list[Edge] = []
    stairs: list[Stair] = []
    for planned in plan.criteria:
        found = _Search(plan, planned, examples.get(planned.id))
        edges += found.edges()
        stairs += found.stairs()
    return Edges(tuple(edges), tuple(stairs), tuple(_tier_edges(plan)))


class _Search:
    """The edges of one criterion."""

    def __init__(self, plan: Plan, planned: PlannedCriterion, example: Row | None) -> None:
        self.plan, self.planned = plan, planned
        self.bench = Bench(plan, planned, example)
        self.open_ends = self.bench.mark(self.bench.unknown)

    def edges(self) -> Iterator[Edge]:
        found: dict[int, list[Crossing]] = {}
        for axis in self.bench.axes(self.bench.row):
            found[axis.column] = list(self._listed(axis))
        for row in self.bench.turns():
            for axis in self.bench.axes(row):
                known = {(one.before, one.after) for one in found[axis.column]}
                found[axis.column] += [
                    one
                    for one in self._listed(axis)
                    if (one.before, one.after) not in known and axis.exact & {one.before, one.after}
                ]
        *_, worst = self.bench.worst()
        for axis in self.bench.axes(worst):
            found[axis.column] = found[axis.column] or list(self._listed(axis))
        for crossings in found.values():
            yield from self._around(sorted(crossings, key=lambda one: one.before))

    def stairs(self) -> Iterator[Stair]:
        """Only where several numbers count together."""
        marks = tuple(self._checked(row) for row in self.bench.worst())
        if len(marks) > _TWO:
            yield Stair(self.planned.id, marks)

    def _listed(self, axis: Axis) -> Iterator[Crossing]:
        """Where points change; of many changes only the first and the last."""
        found = list(islice(self._crossings(axis), MOST_EDGES + 1))
        is_slope = len(found) > MOST_EDGES
        if is_slope:
            found = [found[0], next(self._crossings(axis, is_rising=False))]
        for before, after in found:
            yield Crossing(axis, before, after, is_slope)

    def _around(self, crossings: list[Crossing]) -> Iterator[Edge]:
        """Around the declared number if it is the last before the change, else the first after."""
        done: set[int] = set()
        for one in crossings:
            exact, taken = one.axis.exact, done | {one.axis.positions[0]}
            is_last = one.before in exact and one.after not in exact and one.before not in taken
            here = one.before if is_last else one.after
            done.add(here)
            yield self._edge(one, here)

    def _edge(self, crossing: Crossing, here: int) -> Edge:
        axis = crossing.axis
        around = axis.positions if axis.is_fine else (here - 1, here, here + 1)
        place = around.index(here)
        first, last = axis.positions[0], axis.positions[-1]
        below = around[place - 1] if place and around[place - 1] >= first else None
        above = around[place + 1] if place + 1 < len(around) and around[place + 1] <= last else None
        return Edge(
            self.planned.id,
            axis.title,
            crossing,
            None if below is None else self._try(axis, below),
            self._try(axis, here),
            None if above is None else self._try(axis, above),
        )

    def _try(self, axis: Axis, position: int) -> Try:
        return Try(axis.named(position), self._mark(axis, position))

    def _mark(self, axis: Axis, position: int) -> Mark:
        row = self.bench.moved(axis.row, axis.column, position)
        assert row is not None  # noqa: S101 - only positions that can be recorded are asked for
        return self._checked(row)

    def _crossings(self, axis: Axis, *, is_rising: bool = True) -> Iterator[tuple[int, int]]:
        """Neighbouring positions that are worth something else, from one end to the other."""
        pairs = list(pairwise(axis.positions))
        for first, last in pairs if is_rising else reversed(pairs):
            yield from self._between(axis, first, last, is_rising=is_rising)

    def _between(
        self, axis: Axis, first: int, last: int, *, is_rising: bool
    ) -> Iterator[tuple[int, int]]:
        if self._mark(axis, first) == self._mark(axis, last):
            return
        if axis.is_fine or last - first == 1:
            yield first, last
            return
        middle = (first + last) // 2
        halves = ((first, middle), (middle, last))
        for start, end in halves if is_rising else reversed(halves):
            yield from self._between(axis, start, end, is_rising=is_rising)

    def _checked(self, row: Row) -> Mark:
        """What a row is worth, once everything that has to hold of it does."""
        mark = self.bench.mark(row)
        lacking = self.bench.mark(row, pt.UNPROVEN)
        grid = self.plan.grid  # points of a full that is finer than the rounding are rounded, too
        full = Decimal(-(-self.planned.full // grid) * grid) / self.plan.scale
        is_within = self.open_ends.low <= mark.low <= mark.high <= self.open_ends.high <= full
        is_open = lacking.low <= mark.low and lacking.high == mark.high
        places = self.plan.standard.scoring.decimals
        is_printed = self.plan.at != "criterion" or all(
            end == round(end, places) for end in (mark.low, mark.high)
        )
        if not (is_within and is_open and is_printed):
            message = f"{self.planned.id}: {mark} of {self.open_ends}, without evidence {lacking}"
            raise AssertionError(message)
        return mark


# --- tiers ---------------------------------------------------------------------------------------


def _tier_edges(plan: Plan) -> Iterator[TierEdge]:
    """The total and every section moved while everything else is at its best."""
    axes = [("", plan.full + plan.bonus_cap)]
    axes += [(one.section.id, one.full) for one in plan.sections if one.scored]
    for number, tier in enumerate(plan.tiers):
        for section, most in axes:
            found = _first_reached(plan, number, section, most // plan.grid)
            if found is not None:
                units = found - plan.grid, found, found + plan.grid
                statuses = [_status(plan, number, section, one) for one in units]
                yield TierEdge(
                    tier.tier.id, section, units, (statuses[0], statuses[1], statuses[2])
                )


def _first_reached(plan: Plan, tier: int, section: str, most: int) -> int | None:
    """Units at which the tier is first reached; None if it does not hang on this number."""
    low, high = 0, most
    ends = {_status(plan, tier, section, n * plan.grid) == "reached" for n in (low, high)}
    if len(ends) == 1:
        return None
    while high - low > 1:
        middle = (low + high) // 2
        if _status(plan, tier, section, middle * plan.grid) == "reached":
            high = middle
        else:
            low = middle
    return high * plan.grid


def _status(plan: Plan, tier: int, section: str, units: int) -> str:
    """Whether a community that has everything but for this one number has the points asked."""
    here = ((units, 1), (units, 1))
    sections = tuple(
        here if one.section.id == section else ((one.full, 1), (one.full, 1))
        for one in plan.sections
    )
    whole = here if section == "" else ((plan.full, 1), (plan.full, 1))
    criteria = tuple(pt.Points((one.full, 1), (one.full, 1)) for one in plan.criteria)
    nothing = Sum(((0, 1), (0, 1)), ((0, 1), (0, 1)))
    scores = pt.Scores(criteria, sections, Sum(whole, whole), nothing)
    row = Row(*plan.spans)
    judged = judge_tiers(plan, scores, row, (), (), compare="exact")[tier].conditions
    of_points = {one.status for one in judged if one.kind in {"total", "section"}}
    return "reached" if of_points == {"reached"} else "out_of_reach"
