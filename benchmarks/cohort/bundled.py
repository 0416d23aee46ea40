"""The bundled standard of civilised communities, and communities to judge by it.

A table cannot list units inspected, so what is drawn and inspected (`sample`) stays unknown.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import numpy as np
from making import RARELY, Array, Column

import civscore

NAME: Final = "civilized-community"
MANY: Final[Mapping[str, int]] = {
    "households": 4000, "residents": 12000, "books": 3000, "volunteers": 1500, "guards": 25,
    "office_area": 12000, "outdoor_area": 12000, "room_hours": 500, "volunteer_hours": 400,
    "low_income_households": 80, "needy_visits": 120, "repair_hours": 800,
}  # fmt: skip
"""The most there may be of what there is much of, in units of its last decimal."""

MOSTLY: Final = 0.9
FEW: Final = 20
"""The most there may be of anything else."""

WHY: Final = "见现场记录"
"""Whoever judges has to say why."""

NEVER: Final = ("leadership_cases", "grave_events", "environment_cases")


def standard() -> civscore.Plan:
    """The newest edition."""
    return civscore.load_standard(NAME)


def columns(plan: civscore.Plan, rows: int, *, unknown: float, seed: int = 1) -> dict[str, Column]:
    """Random communities; a fact is recorded whole or not at all."""
    random, found = np.random.default_rng(seed), dict[str, Column]()
    for name, fact in plan.standard.facts.items():
        missing = random.random(rows) < unknown if unknown else None
        for part, units, kind, words in _cells(name, fact, random, rows):
            found[f"{name}.{part}" if part else name] = Column(units, missing, kind, words)
    return found


def _cells(
    name: str, fact: Any, random: np.random.Generator, rows: int
) -> Iterator[tuple[str, Array, str, tuple[str, ...]]]:
    """Its parts, each with what it is written as."""
    if fact.kind in {"count", "measure"}:
        most = MANY.get(name) or min(int((fact.range or (0, FEW))[1]), FEW)
        yield "", random.integers(0, most + 1, rows), fact.kind, ()
    elif fact.kind in {"choice", "grade"}:
        words = tuple(fact.options if fact.kind == "choice" else fact.levels)
        yield "", random.integers(0, len(words), rows), "level", words
    elif fact.kind == "judged":
        least, most = (int(one) * 10**fact.decimals for one in fact.range or (0, 0))
        few = np.array([int(one) for one in fact.only or range(least, most + 1)])
        yield "", random.choice(few, rows), "measure" if fact.decimals else "count", ()
        yield "reason", np.zeros(rows, np.int64), "level", (WHY,)
    elif fact.kind == "rate":
        of = random.integers(0, 400, rows)
        yield "count", (of * random.beta(20, 1, rows)).astype(np.int64), "count", ()
        yield "of", of, "count", ()
    else:
        yield from _parts(name, fact, random, rows)


def _parts(
    name: str, fact: Any, random: np.random.Generator, rows: int
) -> Iterator[tuple[str, Array, str, tuple[str, ...]]]:
    """Those of several parts alike; none of what a table cannot list."""
    if fact.kind in {"flag", "checklist"}:
        for part in fact.items if fact.kind == "checklist" else ("",):
            yield part, (random.random(rows) < MOSTLY).astype(np.int64), "flag", ()
    elif fact.kind == "events":
        likely = RARELY if name in NEVER else 1 - MOSTLY
        for part in fact.classes:
            yield part, random.poisson(likely, rows), "count", ()
    elif fact.kind == "survey":
        for part in fact.answers:
            yield part, random.integers(0, 80, rows), "count", ()
