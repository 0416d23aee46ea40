"""JSON: two results held against each other, for other programs; numbers are strings."""

import json
from decimal import Decimal
from typing import Any, Final

from civscore.comparing.rechecks import Finding, Head, Promise, Recheck, Stand
from civscore.exact import text_of
from civscore.personal import masked
from civscore.scoring.findings import Split
from civscore.sentences import Language

SCHEMA: Final = "civscore.recheck/1"


def render(found: Recheck, language: Language = "zh") -> str:  # noqa: ARG001 - as results have it
    """The whole comparison; sentences are those of the results."""
    identity, name = found.community
    table = {
        "schema": SCHEMA,
        "community": {"id": identity, "name": name},
        "standard": found.standard,
        "before": _head(found.before),
        "after": _head(found.after),
        "predicted": text_of(found.predicted),
        "realised": text_of(found.realised),
        "tiers": [
            {"id": one.id, "before": one.before, "after": one.after}
            | {"met": list(one.met), "unmet": list(one.unmet)}
            for one in found.tiers
        ],
        "findings": [_finding(one) for one in found.findings],
    }
    return masked(json.dumps(table, ensure_ascii=False, indent=2, sort_keys=True) + "\n")


def _head(one: Head) -> dict[str, Any]:
    return {
        "as_of": one.as_of,
        "tier": one.tier,
        "possible_tier": one.possible,
        "total": _split(one.total),
        "bonus": _split(one.bonus),
        "supposed": [{"fact": name, "value": value} for name, value in one.supposed],
    }


def _split(split: Split | None) -> dict[str, str] | None:
    if split is None:
        return None
    return {name: text_of(getattr(split, name)) for name in split.fields}


def _finding(one: Finding) -> dict[str, Any]:
    return {
        "part": one.part,
        "id": one.id,
        "title": one.title,
        "verdict": one.verdict,
        "before": _stand(one.before),
        "after": _stand(one.after),
        "predicted": _number(one.predicted),
        "realised": _number(one.realised),
        "steps": {
            "gone": [_step(step) for step in one.gone],
            "still": [_step(step) for step in one.still],
            "now": [_step(step) for step in one.fresh],
        },
    }


def _stand(one: Stand | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {"status": one.status or None, "points": _split(one.points), "because": one.because}


def _step(one: Promise) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "change": one.change,
        "gain": text_of(one.gain),
        "earliest": one.earliest,
    }


def _number(number: Decimal | None) -> str | None:
    return None if number is None else text_of(number)
