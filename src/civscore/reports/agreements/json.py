"""JSON: the agreement for other programs; numbers are strings, keys sorted."""

import json
from typing import Any

from civscore.comparing.agreeing import Agreement, Pair, Scored
from civscore.evidence.model import Community
from civscore.exact import text_of
from civscore.reports.agreements import rounded
from civscore.sentences import Language


def render(agreement: Agreement, community: Community, language: Language = "zh") -> str:  # noqa: ARG001
    """Every criterion anybody has scored, and every pair of assessors."""
    table = {
        "schema": "civscore.agreement/1",
        "community": {"id": community.id, "name": community.name},
        "assessors": [
            {"id": name, "title": title, "record": name in agreement.counting}
            for name, title in agreement.titles.items()
        ],
        "criteria": [_criterion(one) for one in agreement.criteria],
        "pairs": [_pair(one) for one in agreement.pairs],
    }
    return json.dumps(table, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _criterion(one: Scored) -> dict[str, Any]:
    return {
        "id": one.id,
        "title": one.planned.criterion.title,
        "full": text_of(one.full),
        "scores": {
            mark.assessor: {"points": text_of(mark.points), "reason": mark.reason}
            for mark in one.marks.given
        },
        "counts": [mark.assessor for mark in one.marks.counting],
        "apart": text_of(one.apart),
        "inflated": text_of(one.inflated),
    }


def _pair(one: Pair) -> dict[str, Any]:
    kappa = one.kappa
    return {
        "first": one.first,
        "second": one.second,
        "both": str(len(one.given)),
        "equal": str(one.equal),
        "difference": text_of(one.total),
        "mean_difference": text_of(rounded(one.mean, 4)),
        "kappa": None if kappa is None else text_of(rounded(kappa, 4)),
    }
