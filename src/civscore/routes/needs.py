"""What a tier demands as rows of a program.

Points of criteria are what their options give; sums follow `civscore.scoring.sums`, with a
variable for a cap, a floor or a rounding. A row is either exact or lets too much through, never
too little: what is no sum of points (parts that may leave, adjustments, what others decide) is
left out here and found out when the changed row is really judged.
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from typing import Final, TypeAlias

from civscore.assessment import Assessment
from civscore.routes.options import Choices, Option, Table
from civscore.routes.programs import Program
from civscore.scoring.points import Points
from civscore.scoring.tiers import TierResult
from civscore.scoring.vetoes import is_met
from civscore.standard.demands import Mark
from civscore.standard.demands.criteria import Need as Asked
from civscore.standard.demands.criteria import PlannedCriteria, is_asked
from civscore.standard.demands.sections import PlannedSections
from civscore.standard.demands.total import PlannedTotal
from civscore.standard.plan import Plan, PlannedCriterion, PlannedTier
from civscore.standard.sums import PlannedSum
from civscore.values import Value


class Linear(Value):
    """A sum of variables, each times a number, and a number."""

    terms: dict[int, Fraction]
    constant: Fraction = Fraction(0)

    def plus(self, other: "Linear", factor: Fraction = Fraction(1)) -> "Linear":
        """The sum with another times a factor."""
        terms = dict(self.terms)
        for at, number in other.terms.items():
            terms[at] = terms.get(at, Fraction(0)) + number * factor
        return Linear(terms, self.constant + other.constant * factor)


class Need(Value):
    """One demand of the tier: the expression has to come to so much."""

    kind: str
    subject: str
    amount: Linear
    least: Fraction


Leaving: TypeAlias = tuple[int, ...]
"""A criterion that may leave its sum, by the variables of the options with which it stays."""

_NOTHING: Final = Linear({})
_MOST_LEAVING: Final = 3  # together; where more leave, the bound lets too much through
_HALVES: Final = {"half_up", "half_even"}


class Drawing:
    """The program of a tier while it is drawn up: one variable a move, one an option."""

    def __init__(self, assessment: Assessment, choices: Choices) -> None:
        self.plan: Plan = assessment.plan
        self.choices = choices
        self.program = Program()
        self.moves = [self.program.variable() for _ in choices.moves]
        for lever in choices.levers:
            if len(lever) > 1:
                self.program.at_most({self.moves[one]: 1 for one in lever}, 1)
        self.tables = {one.reader.id: one for one in choices.tables}
        self._options = {name: self._drawn(table) for name, table in self.tables.items()}
        self._slack = self._most_gained()
        self._least = Fraction(-2 * sum(one.full for one in self.plan.criteria))
        self._far = dict[int, Fraction]()  # how far from nothing a variable can be, if not one

    def _drawn(self, table: Table) -> list[tuple[int, Option]]:
        """One option is taken, just the one whose moves are made."""
        program = self.program
        found = [(program.variable(is_whole=False), option) for option in table.options]
        program.exactly(dict.fromkeys((at for at, _ in found), 1), 1)
        for lever in table.levers:
            for move in lever:
                terms = {at: 1 for at, option in found if move in option.moves}
                program.exactly({**terms, self.moves[move]: -1}, 0)
        return found

    def _most_gained(self) -> Fraction:
        """What rounding may add."""
        grid, mode = self.plan.grid, self.plan.standard.scoring.mode
        lows = (one.points.low[0] for table in self.choices.tables for one in table.options)
        if mode == "down" and min(lows, default=0) >= 0:
            return Fraction(0)
        return Fraction(grid, 2) if mode in _HALVES else Fraction(grid)

    # --- points -----------------------------------------------------------------------------------

    def points(self, name: str) -> Linear:
        """The points of a reader."""
        return Linear({at: self._low(one.points) for at, one in self._options[name]})

    def _low(self, points: Points) -> Fraction:
        """Points for certain; what takes away more than there is takes all."""
        return max(Fraction(*points.low), self._least)

    def _reach(self, found: Linear) -> Fraction:
        """How far from nothing a sum can be."""
        reach = (abs(number) * self._far.get(at, 1) for at, number in found.terms.items())
        return sum(reach, abs(found.constant))

    def _new(self, far: Fraction, most: int | None = None, *, is_whole: bool = False) -> int:
        """A variable that is no further from nothing than this."""
        at = self.program.variable(None, most, is_whole=is_whole)
        self._far[at] = far
        return at

    def share(self, name: str, which: list[bool]) -> Linear:
        """One where an option is taken that counts, nothing else."""
        pairs = zip(self._options[name], which, strict=True)
        return Linear({at: Fraction(1) for (at, _), counts in pairs if counts})

    def points_of(self, name: str) -> list[Points]:
        """The points of every option of a reader."""
        return [option.points for _, option in self._options[name]]

    def sum(self, one: PlannedSum) -> Linear:
        """What a sum comes to at most."""
        found = self._shrunk(one)
        for (part, of), inner in one.inner:
            found = found.plus(self.sum(inner), Fraction(part, of))
        return self._bounded(one, found)

    def _shrunk(self, one: PlannedSum) -> Linear:
        """Points of its own criteria, brought up to the full of all where some leave.

        full × points ÷ base is full - full × losses ÷ base, and what leaves has no loss.
        """
        plan = self.plan
        whole = sum(plan.criteria[number].full for number in one.own)
        losses, base, leaving = _NOTHING, whole, dict[Leaving, int]()
        for number in one.own:
            planned = plan.criteria[number]
            may_leave, own = number in one.leaving, self._options[planned.id]
            staying = [at for at, o in own if not may_leave or o.points.applies[1]]
            lost = {at: planned.full - self._low(o.points) for at, o in own if at in staying}
            losses = losses.plus(Linear(lost))
            if not staying:
                base -= planned.full
            elif len(staying) < len(own):
                leaving[tuple(staying)] = planned.full
        if not leaving:
            return Linear({}, Fraction(whole)).plus(losses, -Fraction(whole, max(base, 1)))
        return self._by_what_leaves(whole, base, losses, leaving)

    def _by_what_leaves(
        self, whole: int, base: int, losses: Linear, leaving: dict[Leaving, int]
    ) -> Linear:
        """A bound for every set of criteria that may leave, in force where all of it does."""
        far = self._reach(losses)
        found = self._new(whole + whole * far)
        for size in range(min(len(leaving), _MOST_LEAVING) + 1):
            for gone in combinations(leaving, size):
                left = max(base - sum(leaving[one] for one in gone), 1)
                bound = Linear({}, Fraction(whole)).plus(losses, -Fraction(whole, left))
                stays = Linear({at: whole * far / left for one in gone for at in one})
                self._below(found, bound.plus(stays))
        return Linear({found: Fraction(1)})

    def _bounded(self, one: PlannedSum, found: Linear) -> Linear:
        if one.least is not None:
            found = self._floored(found, one.least)
        if one.most is not None:
            found = self._no_more(found, one.most)
        return found

    def _no_more(self, found: Linear, most: int) -> Linear:
        """A variable that is no more than the sum, and no more than a cap."""
        at = self._new(self._reach(found) + abs(most), most)
        self._below(at, found)
        return Linear({at: Fraction(1)})

    def _below(
        self, at: int, found: Linear, factor: int = 1, slack: Fraction = Fraction(0)
    ) -> None:
        """A variable times a factor is no more than a sum and some slack."""
        terms = {one: -number for one, number in found.terms.items()}
        self.program.at_most({**terms, at: Fraction(factor)}, found.constant + slack)

    def _floored(self, found: Linear, least: int) -> Linear:
        """A variable that is the sum or the floor, whichever is chosen."""
        far = int(self._reach(found)) + abs(least) + 1
        at, is_floor = self._new(Fraction(far)), self.program.variable()
        self._below(at, found.plus(Linear({is_floor: Fraction(far)})))
        self.program.at_most({at: 1, is_floor: far}, least + far)
        return Linear({at: Fraction(1)})

    def rounded(self, found: Linear) -> Linear:
        """Whole multiples of the last decimal, at most what rounding makes of a sum."""
        grid = self.plan.grid
        at = self._new(self._reach(found) / grid + 1, is_whole=True)
        self._below(at, found, grid, self._slack)
        return Linear({at: Fraction(grid)})

    def sections(self) -> list[Linear]:
        """What each section comes to."""
        found = []
        for one in self.plan.sections:
            points = self.sum(one.sum)
            if self.plan.at == "section":
                points = self.rounded(points)
            elif self.plan.at == "criterion" and (one.sum.leaving or not one.sum.is_plain):
                spare = Linear({}, Fraction(self.plan.grid))
                is_fine = self.plan.rounds_criteria
                points = points.plus(spare) if is_fine else self.rounded(points)
            found.append(points)
        return found

    def total(self, sections: list[Linear]) -> Linear:
        """The total that tiers look at, at most."""
        plan, found = self.plan, _NOTHING
        factors = plan.factors or ((1, 1),) * len(sections)
        for (part, of), one in zip(factors, sections, strict=True):
            found = found.plus(one, Fraction(part, of))
        found = self._bounded(plan.whole, found)
        if plan.bonus_counts:
            found = found.plus(self.sum(plan.bonus))
        for change in plan.adjustments:  # a factor is one at most; losses given back are losses
            for name in change.change.largest_loss or ():
                full = Fraction(plan.criteria[plan.numbers[name]].full)
                found = found.plus(Linear({}, full)).plus(self.points(name), Fraction(-1))
        if plan.standard.scoring.compare == "rounded":
            found = found.plus(Linear({}, self._slack))
        return found


def needs_of(drawing: Drawing, tier: TierResult) -> Iterator[Need]:
    """Every demand of a title that can be drawn, in the order in which it makes them.

    That a veto which sets the very title might be brought about is not thought of.
    """
    plan = drawing.plan
    number = next(n for n, one in enumerate(plan.tiers) if one.tier.id == tier.id)
    rank = plan.titles.index(number)
    yield from _own(drawing, plan.tiers[number])
    for one in plan.vetoes:
        is_binding = one.effect.kind in {"cap", "tier"} and rank > one.effect.title
        if one.effect.kind == "no_tier" or is_binding:
            yield from _held(drawing, "veto", one.veto.id)
    for planned in plan.criteria:
        if planned.role == "veto":
            yield _met(drawing, planned)
    for judged in tier.conditions:
        if judged.kind == "gate" or judged.condition is not None:
            yield from _held(drawing, judged.kind, judged.subject)


def _own(drawing: Drawing, planned: PlannedTier) -> Iterator[Need]:
    """What the tier itself demands; and controls, where it does not say what of them."""
    plan, sections, named = drawing.plan, drawing.sections(), set()
    by_id = {one.section.id: at for at, one in enumerate(plan.sections)}
    for demand in planned.demands:
        if isinstance(demand, PlannedTotal):
            yield Need("total", "", drawing.total(sections), Fraction(demand.need))
        elif isinstance(demand, PlannedSections):
            for name, share in demand.shares.items():
                full = plan.sections[by_id[name]].full
                yield Need(demand.kind, name, sections[by_id[name]], full * Fraction(*share))
        elif isinstance(demand, PlannedCriteria):
            for need in demand.needs:
                which = [_is_asked(plan, need, one) for one in drawing.points_of(need.id)]
                named.add(need.id)
                yield Need("criterion", need.id, drawing.share(need.id, which), Fraction(1))
    for one in plan.criteria:
        if one.role == "control" and one.id not in named:
            yield _met(drawing, one)


def _met(drawing: Drawing, planned: PlannedCriterion) -> Need:
    """That a criterion is met, exempt or does not apply."""
    which = [is_met(planned, points)[0] for points in drawing.points_of(planned.id)]
    return Need(planned.role, planned.id, drawing.share(planned.id, which), Fraction(1))


def _held(drawing: Drawing, kind: str, subject: str) -> Iterator[Need]:
    """That a veto is clear, a gate open, a condition of the tier holds."""
    for name in drawing.tables:
        if name.partition("\n")[0] == f"{kind} {subject}":
            which = [points.low[0] > 0 for points in drawing.points_of(name)]
            yield Need(kind, subject, drawing.share(name, which), Fraction(1))


def _is_asked(plan: Plan, need: Asked, points: Points) -> bool:
    """Whether points of a criterion are for certain what is asked."""
    one = plan.criteria[plan.numbers[need.id]]
    applies, exempt = ((bool(c), bool(p)) for c, p in (points.applies, points.exempt))
    mark = Mark(one.id, "", points.low, points.high, one.full, applies, exempt)
    return bool(is_asked(need, mark)[0])
