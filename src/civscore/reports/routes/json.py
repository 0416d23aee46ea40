"""JSON: the way to a tier for other programs. Numbers are plain decimal strings."""

import json
from decimal import Decimal
from typing import Any, Final

from civscore.exact import text_of
from civscore.personal import masked
from civscore.reports import routing
from civscore.routes.route import Routes, Taken, Way, status_in
from civscore.sentences import Language

SCHEMA: Final = "civscore.plan/1"


def render(routes: Routes, language: Language = "zh") -> str:
    """The whole answer; identical bytes for identical inputs."""
    one = routes.assessment
    data = {
        "schema": SCHEMA,
        "standard": {"id": one.plan.id, "edition": one.plan.edition, "sha256": one.plan.sha256},
        "community": {"id": one.community.id, "name": one.community.name},
        "as_of": one.as_of.isoformat(),
        "view": one.bundle.view,
        "supposed": [said.text(language) for said in one.bundle.supposed],
        "tier": routes.tier.id,
        "before": _standing(routes, None),
        "outcome": routes.outcome,
        "answer": routing.answer(routes).text(language),
        "because": [said.text(language) for said in routes.because],
        "earliest": routes.earliest and routes.earliest.isoformat(),
        "budget": _number(routes.budget),
        "by": routes.by and routes.by.isoformat(),
        "costs": routes.priced or None,
        "proven": bool(routes.ways) and routes.is_whole,
        "ways": [_way(routes, way, language) for way in routes.ways],
    }
    return masked(json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True) + "\n")


def _number(value: Decimal | None) -> str | None:
    return None if value is None else text_of(value)


def _standing(routes: Routes, way: Way | None) -> dict[str, Any]:
    one = way.after if way is not None else routes.assessment
    return {
        "tier": one.tier,
        "status": status_in(one, routes.tier.id).status,
        "total": text_of(one.total.earned),
        "bonus": text_of(one.bonus.earned),
    }


def _way(routes: Routes, way: Way, language: Language) -> dict[str, Any]:
    return {
        "effort": text_of(way.effort),
        "steps": [_taken(taken, language) for taken in way.taken],
        "after": _standing(routes, way),
    }


def _taken(taken: Taken, language: Language) -> dict[str, Any]:
    move = taken.move
    return {
        "kind": move.kind,
        "sort": move.sort,
        "fact": None if move.clause else move.name,
        "evidence": move.clause or None,
        "change": move.said.text(language),
        "earliest": move.earliest and move.earliest.isoformat(),
        "effort": text_of(taken.effort),
        "serves": [
            {
                "id": one.id,
                "title": one.title,
                "before": _number(one.before),
                "after": _number(one.after),
            }
            for one in taken.serves
        ],
    }
