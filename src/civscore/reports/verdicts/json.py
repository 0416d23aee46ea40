"""JSON: how firm a verdict is, for other programs; numbers are strings."""

import json
from collections.abc import Sequence
from typing import Any, Final

from civscore.assessment import Assessment
from civscore.comparing.robustness import Robustness, Turn, Weights
from civscore.exact import text_of
from civscore.personal import masked
from civscore.reports import firmness
from civscore.sentences import Language

SCHEMA: Final = "civscore.robustness/1"


def render(assessment: Assessment, found: Robustness, language: Language = "zh") -> str:
    """Everything that was tried, and what of it changes the title."""
    one = assessment
    data = {
        "schema": SCHEMA,
        "standard": {"id": one.plan.id, "edition": one.plan.edition, "sha256": one.plan.sha256},
        "community": {"id": one.community.id, "name": one.community.name},
        "as_of": one.as_of.isoformat(),
        "supposed": [said.text(language) for said in one.bundle.supposed],
        "tier": found.tier,
        "paragraph": firmness.paragraph(found).text(language),
        "roundings": _turns(found.rounded, found.roundings, language),
        "band": text_of(found.band),
        "weights": None if found.weights is None else _weights(found.weights, language),
        "without": _turns(found.pieces, found.without, language),
        "brought": _turns(found.lacking, found.brought, language),
    }
    return masked(json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True) + "\n")


def _turns(tried: int, turns: Sequence[Turn], language: Language) -> dict[str, Any]:
    changing = [{"what": one.what.text(language), "tier": one.tier} for one in turns]
    return {"tried": tried, "changing": changing}


def _weights(one: Weights, language: Language) -> dict[str, Any]:
    return {
        "sections": one.sections,
        "total": [text_of(number) for number in one.totals],
        "tier": list(one.tiers),
        "least_percent": one.least,
        "alone": _turns(2 * one.sections, one.alone, language),
    }
