"""What a table says of each community: one flat line of exact numbers and words."""

from collections.abc import Mapping
from decimal import Decimal
from typing import TypeAlias

from civscore.assessment import Assessment
from civscore.standard.plan import Plan

Cells: TypeAlias = Mapping[str, Decimal | str | None]
"""Names of columns, in order, each with its cell; None where there is nothing to say."""

PARTS = ("earned", "unproven", "lost")

COUNTS = ("rank", "rank_last", "line", "column")


def is_number(name: str) -> bool:
    """Whether a column of a result holds numbers."""
    return name.rpartition(".")[2] in PARTS or name in {*COUNTS, "possible"}


def cells_of(assessment: Assessment, *, criteria: bool = False) -> Cells:
    """The line of one community: total, bonus, sections, tiers, vetoes; criteria on request.

    What is there for other communities only has empty cells.
    """
    plan = assessment.whole
    found: dict[str, Decimal | str | None] = {
        "id": assessment.community.id,
        "name": assessment.community.name,
    }
    found |= {part: getattr(assessment.total, part) for part in PARTS}
    if plan.bonus_cap:
        found |= {f"bonus.{part}": getattr(assessment.bonus, part) for part in PARTS}
    sections = {one.section.id: one.split for one in assessment.sections}
    for planned in plan.sections:
        if planned.scored:
            split, name = sections.get(planned.section.id), f"section.{planned.section.id}"
            found |= {f"{name}.{part}": getattr(split, part, None) for part in PARTS}
    found["tier"], found["possible_tier"] = assessment.tier, assessment.possible_tier
    found["vetoes"] = _named(assessment, "triggered")
    found["vetoes_unknown"] = _named(assessment, "unknown")
    results = {one.id: one for one in assessment.criteria} if criteria else {}
    for one in plan.criteria if criteria else ():
        result, name = results.get(one.id), f"criterion.{one.id}"
        split = None if result is None else result.split
        found |= {f"{name}.{part}": getattr(split, part, None) for part in PARTS}
        found[f"{name}.outcome"] = None if result is None else result.outcome
    return found


def names_of(plan: Plan, *, criteria: bool) -> tuple[str, ...]:
    """The names of the columns, in order, but for id and name."""
    groups = ["", *(["bonus."] if plan.bonus_cap else [])]
    groups += [f"section.{one.section.id}." for one in plan.sections if one.scored]
    named = [group + part for group in groups for part in PARTS]
    named += ["tier", "possible_tier", "vetoes", "vetoes_unknown"]
    for one in plan.criteria if criteria else ():
        named += [f"criterion.{one.id}.{part}" for part in (*PARTS, "outcome")]
    return tuple(named)


def _named(assessment: Assessment, status: str) -> str | None:
    names = [veto.id for veto in assessment.vetoes if veto.status == status]
    return "、".join(names) or None
