"""JSON: the contract other systems read. Numbers are plain decimal strings, keys are sorted."""

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from civscore import __version__
from civscore.assessment import Assessment
from civscore.evidence.admitting import Admission
from civscore.evidence.describing import described
from civscore.evidence.digests import digest_of, files_of
from civscore.exact import share_text, text_of
from civscore.gaps.gap import Gap
from civscore.gaps.steps import Step
from civscore.personal import masked
from civscore.scoring.findings import CriterionResult, Split
from civscore.scoring.gates import GateResult
from civscore.scoring.sections import SectionResult
from civscore.scoring.tiers import TierResult
from civscore.sentences import Language, Sentence
from civscore.standard.citing import bases

if TYPE_CHECKING:
    from civscore.scoring.marks import Mark
    from civscore.scoring.sampling import Estimate
    from civscore.scoring.titles import TitleResult

SCHEMA: Final = "civscore.assessment/1"
GAPS_SCHEMA: Final = "civscore.gaps/1"


def render(assessment: Assessment, language: Language = "zh") -> str:
    """The assessment; identical bytes for identical inputs."""
    return masked(_Writer(assessment, language).document())


def render_gaps(assessment: Assessment, tiers: Sequence[str], language: Language = "zh") -> str:
    """The gaps to the tiers named."""
    return masked(_Writer(assessment, language).gaps(tiers))


def _number(value: Decimal) -> str:
    return text_of(value)


def _split(split: Split) -> dict[str, str]:
    return {
        "full": _number(split.full),
        "earned": _number(split.earned),
        "unproven": _number(split.unproven),
        "lost": _number(split.lost),
    }


def _section(result: SectionResult) -> dict[str, Any]:
    weight, in_total = result.planned.weight, result.in_total
    return {
        "id": result.section.id,
        "title": result.section.title,
        "weight": None if weight is None else share_text(weight),
        "in_total": None if in_total is None else _split(in_total),
        "sections": [_section(inner) for inner in result.inner],
    } | _split(result.split)


class _Writer:
    def __init__(self, assessment: Assessment, language: Language) -> None:
        self.assessment = assessment
        self.language: Language = language

    def document(self) -> str:
        one = self.assessment
        head = self._head(SCHEMA) | self._made_of()
        data = head | {
            "total": _split(one.total),
            "bonus": _split(one.bonus),
            "sections": [_section(section) for section in one.sections],
            "adjustments": [
                {"id": a.clause.id, "title": a.clause.title, "because": self._said(a.because)}
                | {key: text for key, text in _split(a.split).items() if key != "full"}
                for a in one.adjustments
            ],
            "criteria": [self._criterion(result) for result in one.criteria],
            "gates": [self._gate(gate) for gate in one.gates],
            "samples": [self._estimate(sample) for sample in one.estimates.values()],
            "remarks": [self._said(remark) for remark in one.remarks],
            "tier_if_open": one.tier_if_open,
            "vetoes": [
                {
                    "id": veto.id,
                    "title": veto.clause.title,
                    "status": veto.status,
                    "effect": veto.effect.kind,
                    "because": self._said(veto.because),
                    "evidence": self._evidence(veto.admission),
                    "next": self._steps(one.steps.get(veto.id, ())),
                }
                for veto in one.vetoes
            ],
            "tiers": [self._tier(tier) for tier in one.tiers],
            "tier": one.tier,
            "possible_tier": one.possible_tier,
            "title": one.title and self._title(one.title),
        }
        return _dumped(data)

    def gaps(self, tiers: Sequence[str]) -> str:
        found = [self._gap(self.assessment.gaps(tier)) for tier in tiers]
        return _dumped(self._head(GAPS_SCHEMA) | {"gaps": found})

    def _head(self, schema: str) -> dict[str, Any]:
        plan, community = self.assessment.plan, self.assessment.community
        return {
            "schema": schema,
            "standard": {
                "id": plan.id,
                "edition": plan.edition,
                "extends": list(plan.bases),
                "sha256": plan.sha256,
            },
            "community": {"id": community.id, "name": community.name},
            "as_of": self.assessment.as_of.isoformat(),
        }

    def _made_of(self) -> dict[str, Any]:
        """What it was worked out from and by, so that anybody can do so again."""
        bundle = self.assessment.bundle
        files = [{"file": name, "sha256": one or None} for name, one in files_of(bundle).items()]
        return {
            "bundle": {"sha256": digest_of(bundle) or None, "files": files},
            "engine": {"name": "civscore", "version": __version__},
            "language": self.language,
            "view": bundle.view,
            "supposed": [{"fact": name, "value": value} for name, value in bundle.settings],
        }

    def _said(self, sentence: Sentence) -> str:
        return sentence.text(self.language)

    def _criterion(self, result: CriterionResult) -> dict[str, Any]:
        criterion = result.criterion
        section = self.assessment.plan.sections[result.planned.section].section
        return {
            "id": criterion.id,
            "section": section.id,
            "title": criterion.title,
            "clause": criterion.clause,
            "basis": [
                {"of": one.of, "clause": one.clause, "note": one.note} for one in bases(criterion)
            ],
            "role": criterion.role,
            "outcome": result.outcome,
            "because": self._said(result.because),
            "scores": [self._mark(one) for one in result.marks.given] if result.marks else [],
            "evidence": self._evidence(result.admission),
            "next": self._steps(self.assessment.steps[criterion.id]),
        } | _split(result.split)

    def _mark(self, mark: "Mark") -> dict[str, Any]:
        return {
            "assessor": mark.assessor,
            "title": mark.title,
            "points": _number(mark.points),
            "reason": mark.reason,
            "counts": mark.counts,
        }

    def _estimate(self, one: "Estimate") -> dict[str, Any]:
        ends, population = one.interval, one.population
        return {
            "fact": one.name,
            "title": one.title,
            "hits": str(one.hits),
            "size": str(one.size),
            "least": str(one.least),
            "is_short": one.is_short,
            "population": None if population is None else str(population),
            "method": one.method,
            "level": "95%",
            "interval": None if ends is None else [f"{_number(end)}%" for end in ends],
        }

    def _evidence(self, admission: Admission) -> list[dict[str, Any]]:
        return [
            {
                "requirement": self._said(described(outcome.requirement)),
                "kind": outcome.requirement.kind,
                "met": outcome.is_met,
                "admitted": list(outcome.admitted),
                "refused": [
                    {"id": piece, "because": self._said(why)} for piece, why in outcome.refused
                ],
                "lacking": None if outcome.lacking is None else self._said(outcome.lacking),
            }
            for outcome in admission.outcomes
        ]

    def _steps(self, steps: Sequence[Step]) -> list[dict[str, Any]]:
        return [
            {
                "kind": s.kind,
                "gap": s.gap,
                "change": self._said(s.change),
                "earliest": None if s.earliest is None else s.earliest.isoformat(),
                "gain": _number(s.gain),
                "gain_in_total": _number(s.counts),
            }
            for s in steps
        ]

    def _gate(self, gate: GateResult) -> dict[str, Any]:
        return {
            "id": gate.id,
            "title": gate.clause.title,
            "effect": gate.clause.effect,
            "status": gate.status,
            "because": self._said(gate.because),
            "evidence": self._evidence(gate.admission),
            "next": self._steps(self.assessment.steps[gate.id]),
        }

    def _tier(self, tier: TierResult) -> dict[str, Any]:
        within = tier.tier.within
        return {
            "id": tier.id,
            "standing": tier.standing,
            "named_by": tier.tier.named_by or None,
            "within": within and (within.zh if self.language == "zh" else within.en),
            "status": tier.status,
            "conditions": [
                {
                    "kind": one.kind,
                    "subject": one.subject,
                    "need": self._said(one.need),
                    "have": self._said(one.have),
                    "could_have": self._said(one.could_have),
                    "status": one.status,
                    "because": self._said(one.because),
                }
                for one in tier.conditions
            ],
        }

    def _title(self, title: "TitleResult") -> dict[str, Any]:
        days = ("since", "until", "renewal", "next_check", "earliest")
        dated = {name: getattr(title, name) for name in days}
        return {
            "name": title.name,
            "status": title.status,
            "level": title.level or None,
            "days_left": title.days_left,
            "withheld": title.withheld,
            "said": [self._said(one) for one in title.lines],
        } | {name: day and day.isoformat() for name, day in dated.items()}

    def _gap(self, gap: Gap) -> dict[str, Any]:
        return {
            "tier": gap.tier.id,
            "status": gap.tier.status,
            "summary": self._said(gap.summary),
            "short": _number(gap.short),
            "short_at_best": _number(gap.short_at_best),
            "blocking": [self._said(one.because) for one in gap.tier.blocking],
        } | {
            kind: [
                {"id": s.id, "title": s.title} | step
                for s, step in zip(steps, self._steps(steps), strict=True)
            ]
            for kind, steps in (
                ("collect", gap.collect),
                ("fix", gap.fix),
                ("wait", gap.wait),
                ("ask", gap.ask),
            )
        }


def _dumped(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
