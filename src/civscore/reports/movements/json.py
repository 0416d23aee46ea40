"""JSON: who comes to another tier, for other programs; points are strings."""

import json
from typing import Any

from civscore.cohorts.moving import Movement, Mover
from civscore.comparing.model import Shift
from civscore.exact import text_of
from civscore.personal import masked
from civscore.scoring.findings import Split
from civscore.sentences import Language


def render(movement: Movement, language: Language = "zh") -> str:  # noqa: ARG001
    """All of it, keys sorted."""
    old, new = movement.difference.old, movement.difference.new
    table = {
        "schema": "civscore.movement/1",
        "old": f"{old.id}@{old.edition}",
        "new": f"{new.id}@{new.edition}",
        "judged": movement.count,
        "moves": [
            {"old": was, "new": now, "count": count} for (was, now), count in movement.moves.items()
        ],
        "movers": [_mover(one) for one in movement.movers],
    }
    return masked(json.dumps(table, ensure_ascii=False, indent=2, sort_keys=True) + "\n")


def _mover(one: Mover) -> dict[str, Any]:
    old, new = one.effect.tiers
    community = one.effect.community
    return {
        "id": community.id,
        "name": community.name,
        "old": old,
        "new": new,
        "clauses": [_clause(shift) for shift in one.clauses],
    }


def _clause(shift: Shift) -> dict[str, Any]:
    return {
        "part": shift.part,
        "id": shift.id,
        "title": shift.title,
        "old": _result(shift.old),
        "new": _result(shift.new),
    }


def _result(result: Split | str | None) -> Any:
    if isinstance(result, Split):
        return {name: text_of(getattr(result, name)) for name in ("earned", "unproven", "lost")}
    return result
