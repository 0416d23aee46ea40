"""Gates: whether a community may be judged at all."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from civscore.evidence.admitting import Admission
from civscore.scoring.judgements import judgement
from civscore.sentences import Sentence, joined, say
from civscore.standard.demands import Judgement, Status, judge_condition
from civscore.standard.plan import Plan
from civscore.standard.rows import Row
from civscore.values import Value, replaced

if TYPE_CHECKING:
    from civscore.standard.chapters.gate import Threshold

GateStatus: TypeAlias = Literal["open", "unknown", "shut"]


class GateResult(Value):
    """The finding on one gate."""

    clause: "Threshold"
    status: GateStatus
    needs: tuple[Judgement, ...]
    admission: Admission

    @property
    def id(self) -> str:
        """The gate's id."""
        return self.clause.id

    @property
    def because(self) -> Sentence:
        """What is not reached of what it needs, and what proof is lacking; else all of it."""
        missing = [one for one in self.needs if one.status != "reached"]
        said = [one.because for one in missing or self.needs]
        said += [one.lacking for one in self.admission.lacking if one.lacking is not None]
        return joined(tuple(said))


_STATUSES: Final[Mapping[Status, GateStatus]] = {
    "reached": "open",
    "possible": "unknown",
    "out_of_reach": "shut",
}


def judge_gates(plan: Plan, row: Row, admissions: Mapping[str, Admission]) -> Iterator[GateResult]:
    """Every gate, in order: shut as soon as one need fails, open only when attested."""
    for one in plan.gates:
        admission = admissions[one.gate.id]
        needs = tuple(
            judge_condition("gate", text, condition, row)
            for text, condition in zip(one.gate.needs, one.needs, strict=True)
        )
        found = {need.status for need in needs}
        worst: Status = "out_of_reach" if "out_of_reach" in found else "possible"
        if found == {"reached"} and admission.state == "admitted":
            worst = "reached"
        yield GateResult(one.gate, _STATUSES[worst], needs, admission)


def gate_judgement(gate: GateResult) -> Judgement:
    """A gate as a condition of a tier."""
    status = next(one for one, name in _STATUSES.items() if name == gate.status)
    judged = judgement("gate", gate.id, gate.clause.title, status)
    if gate.status == "shut" and gate.clause.effect == "out_of_scope":
        scope = say("不属于评定范围", "out of scope")
        because = say("{j}，{s}", "{j}, {s}", j=judged.because, s=scope)
        return replaced(judged, because=because)
    return judged
