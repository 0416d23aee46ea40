"""The work: a standard of so many criteria, and communities to judge by it.

Criteria are of seven kinds in turn, so that a hundred of them read about 130 columns: yes or no,
a share, a number to reach, a measured line, a level, items of a list, a share to reach.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
import pandas as pd

import civscore

Array: TypeAlias = Any

FULL: Final = 100
"""Points of a criterion, in hundredths."""

TARGET: Final = 95
LINE: Final = 350
LEVELS: Final = {"A": 100, "B": 80, "C": 50, "D": 0}
ITEMS: Final = 3
ENOUGH: Final = 2
LEAST: Final = 50
SHARE: Final = 80


class Clause(NamedTuple):
    """One criterion: what kind it is, its fact, and how both are written."""

    kind: str
    fact: str
    declared: str
    way: str

    @property
    def columns(self) -> tuple[str, ...]:
        """Its columns in a table."""
        if self.kind in {"share", "reached"}:
            return f"{self.fact}.count", f"{self.fact}.of"
        if self.kind == "items":
            return tuple(f"{self.fact}.i{n}" for n in range(ITEMS))
        return (self.fact,)


def clauses(number: int) -> tuple[Clause, ...]:
    """So many criteria, of each kind in turn."""
    return tuple(_clause(n) for n in range(number))


def _clause(n: int) -> Clause:
    kind = ("flag", "share", "least", "line", "level", "flag", "items", "least", "reached", "level")
    name, of = f"f{n}", kind[n % len(kind)]
    levels = ", ".join(f'{key} = "{key}"' for key in LEVELS)
    worth = ", ".join(f"{key} = {points / FULL}" for key, points in LEVELS.items())
    items = ", ".join(f'i{k} = "第{k}项"' for k in range(ITEMS))
    declared, way = {
        "flag": ('kind = "flag"', f'all_of = ["{name}"]'),
        "share": (
            'kind = "rate"\nof = "应办"\nif_none = "full"',
            f'proportional = {{ value = "{name}", to = "{TARGET}%" }}',
        ),
        "reached": (
            'kind = "rate"\nof = "应办"\nif_none = "full"',
            f'all_of = ["{name} >= {SHARE}%"]',
        ),
        "least": ('kind = "count"\nrange = [0, 20000]', f'all_of = ["{name} >= {LEAST}"]'),
        "line": (
            'kind = "measure"\ndecimals = 1\nrange = [0, 100]',
            f'proportional = {{ value = "{name}", to = {LINE / 10} }}',
        ),
        "level": (
            f'kind = "grade"\nlevels = {{ {levels} }}',
            f'graded = {{ value = "{name}", points = {{ {worth} }} }}',
        ),
        "items": (f'kind = "checklist"\nitems = {{ {items} }}', f'all_of = ["{name} >= {ENOUGH}"]'),
    }[of]
    return Clause(of, name, declared, way)


SECTIONS: Final = 10
TIERS: Final = {"达标": 60, "先进": 70, "标兵": 80}
SECTION_LEAST: Final = 40
VETOES: Final = 3
MOSTLY, RARELY = 0.7, 0.005

_HEAD: Final = """[standard]
id = "made"
edition = "2026"
title = "{n} 条的标准"
issuer = "性能测试"
text = "model"
source = "benchmarks/cohort"
full = {n}
effective = {{ from = 2026-01-01 }}

[scoring]
decimals = 2
mode = "half_up"
at = "criterion"
compare = "exact"

[sources.T]
title = "性能测试"
"""


def standard(number: int) -> str:
    """The text of a standard of so many criteria."""
    parts = [_HEAD.format(n=number)]
    made = clauses(number)
    parts += [f'[facts.{one.fact}]\ntitle = "{one.fact}"\n{one.declared}\n' for one in made]
    parts += [f'[facts.v{n}]\ntitle = "否决{n}"\nkind = "flag"\n' for n in range(VETOES)]
    size = -(-number // SECTIONS)
    for at, one in enumerate(made):
        if at % size == 0:
            parts.append(
                f'[[section]]\nid = "{at // size + 1}"\ntitle = "第{at // size + 1}部分"\n'
            )
        name = f"{at // size + 1}.{at % size + 1}"
        parts.append(
            f'[[section.criterion]]\nid = "{name}"\ntitle = "{one.fact}"\nfull = 1\n{one.way}\n'
            'basis = { of = "T", clause = "1" }\n'
        )
    for n in range(VETOES):
        basis = 'basis = { of = "T", clause = "1" }'
        parts.append(f'[[veto]]\nid = "V{n}"\ntitle = "否决{n}"\nwhen = "v{n}"\n{basis}\n')
    for name, share in TIERS.items():
        least = f'each_section = "{SECTION_LEAST}%"\n' if name != "达标" else ""
        parts.append(f'[[tier]]\nid = "{name}"\ntotal = {number * share // 100}\n{least}')
    return "\n".join(parts)


def plan_of(number: int, folder: Path) -> civscore.Plan:
    """That standard, loaded."""
    file = folder / f"{number}.toml"
    file.write_text(standard(number), encoding="utf-8")
    return civscore.load_standard(file)


class Column(NamedTuple):
    """What is recorded of many communities: whole numbers, and where nothing is."""

    units: Array
    missing: Array | None
    kind: str  # flag, count, measure, level
    words: tuple[str, ...] = ()  # those of a level, if they are not the made ones


def columns(number: int, rows: int, *, unknown: float, seed: int = 1) -> Mapping[str, Column]:
    """Random communities; a fact is recorded whole or not at all."""
    random, found = np.random.default_rng(seed), {}
    for one in clauses(number):
        missing = random.random(rows) < unknown if unknown else None
        of = random.integers(0, 400, rows)
        for name, units, kind in _facts(one, random, of):
            found[name] = Column(units, missing, kind)
    for n in range(VETOES):
        found[f"v{n}"] = Column((random.random(rows) < RARELY).astype(np.int64), None, "flag")
    return found


def _facts(one: Clause, random: np.random.Generator, of: Array) -> Iterator[tuple[str, Array, str]]:
    rows = len(of)
    if one.kind == "flag":
        yield one.fact, (random.random(rows) < MOSTLY).astype(np.int64), "flag"
    elif one.kind in {"share", "reached"}:
        count = (of * random.beta(8, 1, rows)).astype(np.int64)
        yield from zip(one.columns, (count, of), ("count", "count"), strict=True)
    elif one.kind == "least":
        yield one.fact, random.integers(30, 130, rows), "count"
    elif one.kind == "line":
        yield one.fact, random.integers(0, 600, rows), "measure"
    elif one.kind == "level":
        yield one.fact, random.integers(0, len(LEVELS), rows), "level"
    else:
        for name in one.columns:
            yield name, (random.random(rows) < MOSTLY).astype(np.int64), "flag"


def frame_of(made: Mapping[str, Column]) -> pd.DataFrame:
    """The same as a table of typed columns."""
    rows = len(next(iter(made.values())).units)
    found: dict[str, Any] = {"id": np.array([f"c{n}" for n in range(rows)], dtype=object)}
    for name, one in made.items():
        found[name] = _typed(one)
    return pd.DataFrame(found)


def _typed(one: Column) -> Any:
    if one.kind == "level":
        codes = one.units if one.missing is None else np.where(one.missing, -1, one.units)
        words = one.words or tuple(reversed(LEVELS))
        return pd.Series(pd.Categorical.from_codes(codes, pd.Index(words)))
    cells: Any = pd.Series(one.units)
    if one.kind == "flag":
        cells = cells.astype("bool" if one.missing is None else "boolean")
    elif one.kind == "measure":
        cells = pd.Series(one.units / 10)
    elif one.missing is not None:
        cells = cells.astype("Int64")
    if one.missing is not None:
        cells[one.missing] = None
    return cells
