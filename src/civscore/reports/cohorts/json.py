"""JSON: a cohort in short, for other programs; numbers that may have decimals are strings."""

import json
from fractions import Fraction
from typing import Any

from civscore.cohorts.summary import Summary
from civscore.cohorts.swaying import Sway
from civscore.exact import text_of
from civscore.personal import masked
from civscore.reports.cohorts import shown
from civscore.sentences import Language


def render(summary: Summary, language: Language = "zh") -> str:  # noqa: ARG001
    """All of it, keys sorted."""
    table = {
        "schema": "civscore.cohort/1",
        "standard": summary.standard,
        "judged": summary.count,
        "set_aside": summary.aside,
        **_standings(summary),
        **_failings(summary),
        "band": text_of(summary.band),
        "sections": [_sway(one) for one in summary.sways],
        "full_marks": list(summary.full_marks),
        "self_full_marks": list(summary.self_praise),
        "same_pictures": summary.pictures,
        "same_facts": [list(one.ids) for one in summary.twins],
    }
    return masked(json.dumps(table, ensure_ascii=False, indent=2, sort_keys=True) + "\n")


def _standings(summary: Summary) -> dict[str, Any]:
    tiers = [
        {"id": one.id, "held": one.held, "open": one.open, "one_step_away": list(one.near)}
        for one in summary.tiers
    ]
    means = [
        {
            "league": one.league or None,
            "count": one.count,
            "earned": _text(one.earned),
            "possible": _text(one.possible),
        }
        for one in summary.means
    ]
    return {"tiers": tiers, "without_tier": summary.untitled, "means": means}


def _failings(summary: Summary) -> dict[str, Any]:
    weakest = [
        {
            "id": one.id,
            "title": one.title,
            "count": one.count,
            "full_marks": one.whole,
            "earned": _text(one.earned),
            "lost": _text(one.lost),
        }
        for one in summary.weakest
    ]
    missing = [
        {"kind": one.kind, "id": one.id, "title": one.title, "count": one.count}
        for one in summary.missing
    ]
    return {"weakest": weakest, "missing": missing}


def _sway(one: Sway) -> dict[str, Any]:
    return {
        "id": one.section,
        "moved": one.moved,
        "furthest": one.furthest or None,
        "from": one.before,
        "to": one.after,
        "first_changes": one.first_changes,
    }


def _text(number: Fraction) -> str:
    return text_of(shown(number, 6))
