"""gate 门槛：各项条件都成立才参评；不成立不是扣分，是不具备资格。

    [[gate]]
    id = "G1"
    title = "申报条件"
    needs = ["households >= 300", "has_plan", "reemployment >= 80%"]
    certificate = { issuer = "街道", within = "1y" }

条件有一项一定不成立，门槛未过，任何等级都达不到；报告仍给出得分，并说明“若门槛已过”能到哪一级。

- *与控制项、一票否决有什么不同？* 控制项是测评内容；一票否决是出了事；门槛是申报的资格，
  在评分之前看，排在报告最前。
- *没有填报？* 门槛未能认定，各等级至多“补齐佐证后可达到”。
- *根本不属于评定范围？* 写 effect = "out_of_scope"，报告说“不属于评定范围”，不说不合格。

English: without these conditions a community is not eligible, whatever its points.
"""

from collections.abc import Callable, Collection, Iterator
from typing import Annotated, Literal

from civscore.standard.chapters import Chapter, ChapterDraft, PlannedChapter
from civscore.standard.clauses import Certificate, Clause
from civscore.standard.conditions import Condition, Junction
from civscore.standard.numbers import Fewest
from civscore.values import Value, replaced


class Threshold(Clause):
    """What must hold before anything is judged 门槛."""

    needs: Annotated[tuple[str, ...], Fewest(1)]
    """都须成立的条件 | Conditions all of which must hold."""

    effect: Literal["not_eligible", "out_of_scope"] = "not_eligible"
    """未过的：not_eligible 不具备参评资格、out_of_scope 不属于评定范围 |
    What a community is that does not pass."""

    certificate: Certificate | None = None
    """没有这份证明，条件成立的也只能算“未能认定” |
    Without it a gate whose conditions hold is unknown, not open."""


class Gate(Chapter):
    """The `[[gate]]` list."""

    root: Annotated[tuple[Threshold, ...], Fewest(1)]

    def plan(self, draft: ChapterDraft) -> "PlannedGates":
        return PlannedGates(
            tuple(
                PlannedGate(gate, tuple(_needs(gate, draft, at)))
                for at, gate in enumerate(self.root)
            )
        )


def _needs(gate: Threshold, draft: ChapterDraft, at: int) -> Iterator[Condition]:
    for number, text in enumerate(gate.needs):
        yield draft.condition(text, at, "needs", number)


class PlannedGate(Value):
    """A gate and its conditions."""

    gate: Threshold
    needs: tuple[Condition, ...]


def _held(one: PlannedGate, when: Condition | Literal[True]) -> PlannedGate:
    """A gate that holds where it may not be there at all."""
    if isinstance(when, bool):
        return one
    absent = when.denied()
    needs = tuple(Junction((need, absent), every=False) for need in one.needs)
    return replaced(one, needs=needs)


class PlannedGates(PlannedChapter):
    """Gates in order."""

    gates: tuple[PlannedGate, ...]

    def narrowed(
        self,
        stands: Callable[[int], Condition | bool],
        names: Collection[str],  # noqa: ARG002
    ) -> "PlannedGates":
        found = ((one, stands(number)) for number, one in enumerate(self.gates))
        return PlannedGates(tuple(_held(one, when) for one, when in found if when is not False))

    def clauses(self) -> Iterator[tuple[Clause, int]]:
        yield from ((one.gate, number) for number, one in enumerate(self.gates))
