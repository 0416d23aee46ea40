"""What each step costs, as declared: by its kind, unless a file says otherwise.

    [kind]
    collect = 1
    fix = 8

    [fact]
    lamps = 3

    [unit]
    lamps = 0.5

What is said of a fact or a clause goes before what is said of its kind; `unit` comes on top.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Final

from civscore.diagnostics import fault, nearest
from civscore.evidence.admitting import requirements
from civscore.evidence.reading import UNKNOWN_CLAUSE
from civscore.routes.moves import Move
from civscore.routes.programs import Program
from civscore.standard.document import Entry, read_document
from civscore.standard.numbers import Fewest, Worth
from civscore.standard.plan import Plan
from civscore.standard.tables import read_table
from civscore.standard.tokens import UNKNOWN_FACT
from civscore.values import Declared

UNKNOWN_STEP: Final = fault(
    "unknown-step",
    ("“{name}”既不是数据项，也不是条款的编号", "“{name}” is neither a fact nor a clause"),
    ("{near}", "{near}"),
    why=(
        "改动数据项的一步用数据项的名字称呼，补齐佐证的一步用条款的编号称呼",
        "a step is called by the fact it changes, or by the clause whose evidence it brings",
    ),
)


class ByKind(Declared):
    """Effort by kind of step."""

    collect: Worth = Decimal(1)
    """补齐一项佐证，或填报一个数据项 | Bring one piece of evidence, or record a fact."""

    fix: Worth = Decimal(5)
    """整改：使一个数据项变好 | Change something on the ground."""

    review: Worth = Decimal(10)
    """申请复评，或者重做问卷 | Be judged again, or ask anew."""

    award: Worth = Decimal(30)
    """取得一项称号或荣誉，几项乘以几 | Win a title or an honour; several take so many times."""

    wait: Worth = Decimal(1)
    """等待 | Wait."""


class Costs(Declared):
    """A file of efforts."""

    kind: ByKind = ByKind()
    """哪一类步骤的工作量 | Effort by kind of step."""

    criterion: dict[str, Worth] = {}  # noqa: RUF012 - never changed
    """条款编号 → 补它的一项佐证的工作量 | Effort of a piece of evidence, by clause."""

    fact: dict[str, Worth] = {}  # noqa: RUF012
    """数据项 → 填报它或使它变好的工作量 | Effort of recording or changing a fact."""

    unit: dict[str, Worth] = {}  # noqa: RUF012
    """数据项 → 每变动一个单位另加多少 | What each unit by which a fact is moved adds."""

    exclude: tuple[Annotated[tuple[str, ...], Fewest(2)], ...] = ()
    """不能都做的步骤，一组一组写 | Steps of which one at most is taken."""

    require: dict[str, tuple[str, ...]] = {}  # noqa: RUF012
    """步骤 → 须同时做的步骤 | A step, and those that have to be taken with it."""

    def effort(self, move: Move) -> Fraction:
        """What a move costs."""
        own = self.criterion if move.clause else self.fact
        each = own.get(move.name, getattr(self.kind, move.sort))
        return Fraction(each) * move.times + Fraction(self.unit.get(move.name, 0)) * move.distance

    def bind(self, program: Program, moves: Sequence[Move], variables: Sequence[int]) -> None:
        """Rows for steps that exclude or require each other."""
        by_name: dict[str, list[int]] = {}
        for move, at in zip(moves, variables, strict=True):
            by_name.setdefault(move.name, []).append(at)
        for group in self.exclude:
            taken = [self._taken(program, by_name.get(name, ())) for name in group]
            program.at_most(dict.fromkeys(taken, 1), 1)
        for name, others in self.require.items():
            for at in by_name.get(name, ()):
                for other in others:
                    terms = dict.fromkeys(by_name.get(other, ()), 1)
                    program.at_least({**terms, at: -1}, 0)

    @staticmethod
    def _taken(program: Program, moves: Iterable[int]) -> int:
        """A variable that is one where any of the moves is made."""
        taken = program.variable()
        for at in moves:
            program.at_least({taken: 1, at: -1}, 0)
        return taken


NO_COSTS: Final = Costs()


def read_costs(path: str, plan: Plan) -> Costs:
    """The efforts a file declares for a standard.

    Raises:
        Faulty: with every fault of the file at once.
    """
    document = read_document(Path(path))
    costs = read_table(Costs, document.data, document.entry())
    if costs is not None:
        _check(costs, plan, document.entry())
    document.raise_errors()
    assert costs is not None  # noqa: S101 - its absence is an error already raised
    return costs


def _check(costs: Costs, plan: Plan, entry: Entry) -> None:
    """Note every name that nothing has."""
    facts, clauses = plan.standard.facts, requirements(plan)
    for key, names, kind, known in (
        ("criterion", costs.criterion, UNKNOWN_CLAUSE, clauses),
        ("fact", costs.fact, UNKNOWN_FACT, facts),
        ("unit", costs.unit, UNKNOWN_FACT, facts),
        ("require", costs.require, UNKNOWN_STEP, {**facts, **clauses}),
    ):
        for name in names:
            if name not in known:
                near = nearest(name, known)
                entry.at(key).report_key(kind, name, name=name, near=near)
    steps: Mapping[str, object] = {**facts, **clauses}
    lists: list[tuple[tuple[str | int, ...], tuple[str, ...]]] = [
        *((("exclude", number), group) for number, group in enumerate(costs.exclude)),
        *((("require", name), others) for name, others in costs.require.items()),
    ]
    for path, group in lists:
        for number, name in enumerate(group):
            if name not in steps:
                near = nearest(name, steps)
                entry.report(UNKNOWN_STEP, *path, number, name=name, near=near)
