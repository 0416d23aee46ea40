"""The least effort with which a tier is reached, proven, and judged again for real.

The program of `civscore.routes.needs` lets too much through rather than too little. So the least
set of moves it allows, if the row so changed reaches the tier, is the least there is; if not, that
very set is ruled out and the next one is tried.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import Final

from civscore.assessment import Assessment, judge_row
from civscore.evidence.admitting import UNASKED
from civscore.routes.costs import Costs
from civscore.routes.moves import Move
from civscore.routes.needs import Drawing, Need, needs_of
from civscore.routes.options import Choices, choices_of
from civscore.routes.programs import Program, Terms
from civscore.routes.readers import Reader, of_area, of_condition, of_criterion
from civscore.routes.route import status_in
from civscore.scoring.tiers import TierResult
from civscore.standard.demands import Judgement

_MOST_TRIED: Final = 20
"""Sets of moves that satisfy the program and not the standard, before no more are tried."""


def readers_for(assessment: Assessment, tier: TierResult) -> Iterator[Reader]:
    """Everything a tier may hang on, in the order of the clauses."""
    plan = assessment.plan
    for number in range(len(plan.criteria)):
        yield of_criterion(assessment, number)
    for veto in plan.vetoes:
        clause, clear = veto.veto, veto.condition.denied()
        make = of_area if getattr(clause, "area", False) else of_condition
        yield make(f"veto {clause.id}", clause.title, clear, clause.id)
    for gate in plan.gates:
        for number, need in enumerate(gate.needs):
            name = f"gate {gate.gate.id}\n{number}"
            yield of_condition(name, gate.gate.title, need, gate.gate.id)
    for one in tier.conditions:
        if one.condition is not None and one.kind != "gate":
            yield of_condition(f"{one.kind} {one.subject}", one.need.text(), one.condition)


class Search:
    """A tier, the moves that may be made, and the sets of them that reach it, least first."""

    def __init__(
        self,
        assessment: Assessment,
        tier: str,
        costs: Costs,
        by: date | None = None,
        choices: Choices | None = None,
    ) -> None:
        self.assessment, self.tier = assessment, tier
        result = status_in(assessment, tier)
        readers = tuple(readers_for(assessment, result))
        self.choices = choices or choices_of(assessment, readers)
        self.drawing = Drawing(assessment, self.choices)
        self.needs = tuple(needs_of(self.drawing, result))
        self.efforts = [costs.effort(one) for one in self.choices.moves]
        self.tried: list[Assessment] = []  # what satisfied the program and not the standard
        program = self.drawing.program
        costs.bind(program, self.choices.moves, self.drawing.moves)
        for at, move in zip(self.drawing.moves, self.choices.moves, strict=True):
            if by is not None and move.earliest is not None and move.earliest > by:
                program.at_most({at: 1}, 0)

    def sets(self) -> Iterator[tuple[int, ...]]:
        """Sets of moves that reach the tier, the least first, none containing one before it."""
        program = self.drawing.program.copy()
        for need in self.needs:
            program.at_least(need.amount.terms, need.least - need.amount.constant)
        while not self.is_given_up:
            found = self._least(program)
            if found is None:
                return
            after = self.after(found)
            if status_in(after, self.tier).status == "reached":
                yield found
                self._exclude(program, found)
            else:
                self.tried.append(after)
                self._exclude_only(program, found)

    @property
    def is_given_up(self) -> bool:
        """Whether more sets might have been tried."""
        return len(self.tried) >= _MOST_TRIED or bool(self.asked)

    @property
    def asked(self) -> tuple[Judgement, ...]:
        """What only others can settle, whatever is done here."""
        blocking = status_in(self.tried[-1], self.tier).blocking if self.tried else ()
        return tuple(one for one in blocking if one.asks is not None)

    def _least(self, program: Program) -> tuple[int, ...] | None:
        """The set of least effort; then of fewest moves, of the first clauses, the least far.

        A clause weighs as much as its place squared, so that no clause for another, and no two for
        their neighbours, come to the same. Whatever still ties, the solver answers alike each time.
        """
        moves, program, levers = self.drawing.moves, program.copy(), self.choices.levers
        many = len(moves) + 1
        goals: tuple[Terms, ...] = (
            {at: one * many + 1 for at, one in zip(moves, self.efforts, strict=True)},
            {moves[one]: place**2 for place, lever in enumerate(levers) for one in lever},
            {moves[one]: far for lever in levers for far, one in enumerate(lever)},
        )
        found: Sequence[int] = ()
        for goal in goals:
            answer = program.least(goal)
            if answer is None:
                return None
            found = answer
            program.exactly(goal, sum(number * found[at] for at, number in goal.items()))
        return tuple(number for number, at in enumerate(moves) if found[at])

    def _exclude(self, program: Program, found: Sequence[int]) -> None:
        """Rule out every set that does all this, or goes further in it."""
        terms: dict[int, int] = {}
        for lever in self.choices.levers:
            for number in set(lever) & set(found):
                for other in lever:
                    if _is_further(self.choices.moves[number], self.choices.moves[other]):
                        terms[self.drawing.moves[other]] = -1
        program.at_least(terms, 1 - len(found))

    def _exclude_only(self, program: Program, found: Sequence[int]) -> None:
        """Rule out this very set."""
        made = {self.drawing.moves[number] for number in found}
        program.at_least({at: -1 if at in made else 1 for at in self.drawing.moves}, 1 - len(made))

    def after(self, made: Iterable[int]) -> Assessment:
        """The community judged again, with these moves made."""
        one, columns, proven = self.assessment, dict[int, int](), {}
        for move in (self.choices.moves[number] for number in made):
            columns |= move.columns
            if move.clause:
                proven[move.clause] = UNASKED
        row, admissions = one.row.changed(columns), {**one.admissions, **proven}
        return judge_row(one.own_plan, one.whole, one.bundle, one.as_of, row, admissions)

    def unmet(self) -> Iterator[Need]:
        """The demands that cannot be met whatever is done, each by itself."""
        for need in self.needs:
            program = self.drawing.program.copy()
            program.at_least(need.amount.terms, need.least - need.amount.constant)
            if program.least({}) is None:
                yield need

    def most(self, need: Need) -> Fraction:
        """The most a demand can come to."""
        program = self.drawing.program
        found = program.least({at: -number for at, number in need.amount.terms.items()})
        values = found if found is not None else [0] * len(self.drawing.moves)
        return need.amount.constant + sum(
            number * values[at] for at, number in need.amount.terms.items()
        )


def _is_further(one: Move, other: Move) -> bool:
    """Whether a move sets all that another sets, and nothing less far."""
    return one.columns.keys() <= other.columns.keys() and all(
        (other.columns[column] - value) * (value - one.origin[column]) >= 0
        for column, value in one.columns.items()
    )
