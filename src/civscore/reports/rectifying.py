"""What is to be rectified 整改清单： every step of every gap once, with what it gains and for what.

What stops all else – vetoes, gates, conditions of a tier – comes first, then the steps towards the
lowest tier that is not reached, the largest gain first. Who is responsible and until when is only
said where the standard says so; the columns are there to be filled in.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from civscore.assessment import Assessment
from civscore.evidence.admitting import Admission
from civscore.gaps.steps import Step
from civscore.reports.words import word
from civscore.sentences import Language
from civscore.standard.quantities import Quantity

_FIRST: Final = frozenset({"veto", "gate", "scope", "control", "condition"})
"""Roles of steps without which the points do not help."""


def rectifications(one: Assessment, language: Language) -> Iterator[Mapping[str, Any]]:
    """The steps in the order they are taken up, each with the tiers it serves."""
    serves = _steps(one)
    deadline = until(one)
    others, keepers = _others(one), _keepers(one.admissions)
    for number, (step, tiers) in enumerate(
        sorted(serves.values(), key=lambda pair: pair[0].role not in _FIRST), 1
    ):
        is_proof = step.kind in {"collect", "ask"}
        yield {
            "序号": number,
            "类别": word(step.kind, language),
            "性质": word(step.role, language),
            "编号": step.id,
            "名称": step.title,
            "事项": step.said,
            "得分": step.gain,
            "总分增加": step.counts,
            "用于": list(tiers),
            "责任单位": "、".join(keepers.get(step.id, ())) if is_proof else "",
            "配合单位": "、".join(others.get(step.id, ())) if is_proof else "",
            "期限": deadline,
            "最早": step.earliest.isoformat() if step.earliest else "",
        }


def _steps(one: Assessment) -> Mapping[tuple[str, str, str], tuple[Step, list[str]]]:
    """Every step, with the titles it brings nearer."""
    found: dict[tuple[str, str, str], tuple[Step, list[str]]] = {}

    def note(step: Step, tier: str | None) -> None:
        owner = "" if step.role == "condition" else step.id
        _, tiers = found.setdefault((step.kind, owner, step.said.text()), (step, []))
        if tier is not None and tier not in tiers:
            tiers.append(tier)

    for tier in one.titles:
        if tier.status != "reached":
            for step in one.gaps(tier.id).steps:
                note(step, tier.id)
    rest = (step for steps in one.steps.values() for step in steps)
    for step in sorted(rest, key=lambda step: (step.role == "bonus", -step.counts)):
        if step.gain > 0 or step.role in _FIRST:
            note(step, None)
    return found


def until(one: Assessment) -> str:
    """The last day of the time the standard gives to mend, where the community is given any."""
    within = [tier.tier.within for tier in one.placed if tier.tier.within is not None]
    return within[0].over(one.as_of).isoformat() if within else ""


def _keepers(admissions: Mapping[str, Admission]) -> Mapping[str, tuple[str, ...]]:
    """Who keeps what is lacking, by clause."""
    return {
        name: _once(lack.requirement.keeper for lack in admission.lacking)
        for name, admission in admissions.items()
    }


def _others(one: Assessment) -> Mapping[str, tuple[str, ...]]:
    """Who has to issue what is lacking, and who supplies the numbers of others, by clause."""
    issuers = {
        name: [lack.requirement.issuer for lack in admission.lacking]
        for name, admission in one.admissions.items()
    }
    read: dict[str, Iterable[Quantity]] = {
        result.id: result.planned.formula.quantities for result in one.criteria
    }
    read |= {veto.id: veto.condition.quantities() for veto in one.vetoes if veto.condition}
    for name, quantities in read.items():
        facts = (quantity.fact for quantity in quantities)
        open_ones = (one.standard.facts.get(fact) for fact in facts if fact not in one.row.recorded)
        issuers.setdefault(name, []).extend(getattr(fact, "supplier", "") for fact in open_ones)
    return {name: _once(names) for name, names in issuers.items()}


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))


def gain_of(step: Mapping[str, Any]) -> Decimal | str:
    """What a step gains, in points; else what it is about."""
    return step["得分"] or str(step["性质"])
