"""What the gap report says, sentence by sentence: what to do, what it gains, the earliest day."""

from pathlib import Path
from typing import Any

import pytest
import tomli
from strategies import AS_OF, proof_of, standard_of
from test_engine import assessed, plan_of

from civscore.gaps.steps import Step
from civscore.reports.formats import json, markdown, text

Made = dict[str, Any]
CASES: list[Made] = tomli.loads((Path(__file__).parent / "cases" / "gaps.toml").read_text("utf-8"))[
    "gap"
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_what_is_missing(case: Made) -> None:
    standard = standard_of({"row": case["name"], **case})
    found = assessed(
        plan_of(standard),
        standard,
        case["recorded"],
        proof_of(case),
        case.get("as_of", AS_OF),
        case.get("supplied"),
        case.get("scores"),
    )
    steps = [_told(step) for listed in found.steps.values() for step in listed]
    assert steps == case["steps"]
    for tier, said in case.get("summaries", {}).items():
        summary = found.gaps(tier).summary
        assert [summary.text("zh"), summary.text("en")] == said
    for tier, wanted in case.get("tier_steps", {}).items():
        own = [_told(step) for step in found.gaps(tier).steps if step.role == "condition"]
        assert own == wanted
    tiers = [tier.id for tier in found.tiers]
    if "offered" in case:
        assert [step.id for step in found.gaps(tiers[-1]).steps] == case["offered"]
        return
    for step in steps:
        for language in ("zh", "en"):
            said = str(step[language]).replace("\n", "")
            for form in (text, markdown):
                shown = form.render_gaps(found, tiers, language)
                assert _squeezed(said) in _squeezed(shown)
        if "earliest" in step:
            assert f'"earliest": "{step["earliest"]}"' in json.render_gaps(found, tiers)


def _told(step: Step) -> Made:
    return {
        "kind": step.kind,
        "gap": step.gap,
        "zh": step.said.text(),
        "en": step.said.text("en"),
        **({"earliest": step.earliest} if step.earliest else {}),
    }


def _squeezed(text: str) -> str:
    """Without line breaks, indents and escapes."""
    return "".join(text.replace("\\", "").split())
