"""What the issuer's text leaves in doubt: points that it misprints, tiers that it words loosely."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from civscore.diagnostics import fault
from civscore.exact import decimals_of, in_units
from civscore.sentences import Sentence, say
from civscore.standard.contents import Path
from civscore.standard.document import Entry
from civscore.standard.plan import Plan
from civscore.values import Value

PRINTED_SAME: Final = fault(
    "printed-same",
    ("“{name}”的 printed 与满分相同，都是 {printed} 分", "“{name}” is printed as it counts"),
    ("请删去 printed，它只写原文印得不同的分", "remove printed; it is for what differs"),
    severity="warning",
)


class _Print(Value):
    """What is printed of one thing, and what it counts."""

    name: str
    path: Path
    printed: Decimal
    counts: Decimal


FULL_TOO_FINE: Final = fault(
    "full-too-fine",
    (
        "满分 {full} 的小数多于取舍保留的 {places} 位，得满分也会被取舍",
        "the full {full} has more decimals than the {places} that points are rounded to",
    ),
    ("请改满分，或在 [scoring] 增加 decimals", "change it, or keep more decimals"),
    severity="warning",
)


def check_printed(plan: Plan, entry: Entry) -> None:
    """Note what is printed as it counts."""
    for one in _prints(plan):
        if one.printed == one.counts:
            entry.report(PRINTED_SAME, *one.path, "printed", name=one.name, printed=one.printed)


def doubts(plan: Plan) -> Iterator[Sentence]:
    """What a reader has to know of the text, beside what is said with each clause."""
    for one in _prints(plan):
        if one.printed != one.counts:
            yield say(
                "“{name}”原文印作 {printed} 分，与所列不符，按 {counts} 分计",
                "“{name}” is printed as {printed} points and counts {counts}",
                name=one.name,
                printed=one.printed,
                counts=one.counts,
            )
    for tier in (one.tier for one in plan.tiers):
        if tier.reading:
            zh, en = "“{t}”的条文两可，读作：{r}", "the text on “{t}” is read so: {r}"
            yield say(zh, en, t=tier.id, r=tier.reading)


def _prints(plan: Plan) -> Iterator[_Print]:
    head = plan.standard.standard
    found: list[tuple[str, Path, Decimal | None, int]]
    found = [(head.title, ("standard",), head.printed, plan.full)]
    found += [(n.section.title, n.path, n.section.printed, n.full) for n in plan.nodes]
    found += [(c.criterion.title, c.path, c.criterion.printed, c.full) for c in plan.criteria]
    for name, path, printed, units in found:
        if printed is not None:
            yield _Print(name, path, printed, in_units((units, 1), plan.scale))


def check_fineness(plan: Plan, entry: Entry) -> None:
    """Note full points that rounding does not leave as they are."""
    places = plan.standard.scoring.decimals
    for one in plan.criteria:
        if one.criterion.full is not None and decimals_of(one.criterion.full) > places:
            entry.report(FULL_TOO_FINE, *one.path, "full", full=one.criterion.full, places=places)
