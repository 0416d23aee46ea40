"""JSON: the comparison for other programs; numbers are strings, keys sorted."""

import json
from typing import Any

from civscore.comparing.model import Difference, Effect
from civscore.exact import text_of
from civscore.personal import masked
from civscore.scoring.findings import Split
from civscore.sentences import Language
from civscore.standard.plan import Plan


def render(difference: Difference, effect: Effect | None, language: Language = "zh") -> str:
    """The whole comparison."""
    table = {
        "schema": "civscore.difference/1",
        "old": _standard(difference.old),
        "new": _standard(difference.new),
        "changes": [
            {
                "part": one.part,
                "kind": one.kind,
                "id": one.id,
                "title": one.title,
                "said": [sentence.text(language) for sentence in one.sentences],
            }
            for one in difference.changes
        ],
        "unchanged": dict(difference.unchanged),
        "effect": _effect(effect) if effect is not None else None,
    }
    return masked(json.dumps(table, ensure_ascii=False, indent=2, sort_keys=True) + "\n")


def _standard(plan: Plan) -> dict[str, str]:
    return {"id": plan.id, "edition": plan.edition, "title": plan.title, "sha256": plan.sha256}


def _effect(effect: Effect) -> dict[str, Any]:
    return {
        "community": {"id": effect.community.id, "name": effect.community.name},
        "as_of": effect.as_of.isoformat(),
        "tier": dict(zip(("old", "new"), effect.tiers, strict=True)),
        "unread": list(effect.unread),
        "shifts": [
            {
                "part": one.part,
                "id": one.id,
                "title": one.title,
                "old": _result(one.old),
                "new": _result(one.new),
            }
            for one in effect.shifts
        ],
    }


def _result(result: Split | str | None) -> Any:
    if not isinstance(result, Split):
        return result
    return {name: text_of(getattr(result, name)) for name in result.fields}
