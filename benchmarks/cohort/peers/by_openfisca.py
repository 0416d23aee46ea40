"""The same rules as variables of OpenFisca, each a formula on whole columns.

Points are floats, which OpenFisca keeps in 32 bits.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np
from making import (
    ENOUGH,
    FULL,
    LEAST,
    LINE,
    SECTION_LEAST,
    SECTIONS,
    SHARE,
    TARGET,
    TIERS,
    VETOES,
    Array,
    Clause,
)  # fmt: skip

from peers import WORTH, Cells, Judged, parts, tool

YEAR: Final = "2026"


def by_openfisca(number: int) -> tuple[Callable[[Cells], Any], Callable[[Any], Judged]]:
    """What makes a simulation of cells, and what calculates it."""
    system = _system(number)
    sections = [f"section{n}" for n in range(len(parts(number)))]
    builder = tool("openfisca_core.simulations").SimulationBuilder

    def given(cells: Cells) -> Any:
        simulation = builder().build_default_simulation(system, len(cells["v0"]))
        for name, column in cells.items():
            simulation.set_input(_plain(name), YEAR, column)
        return simulation

    def judge(simulation: Any) -> Judged:
        tier = simulation.calculate("tier", YEAR)
        found = [simulation.calculate(name, YEAR) for name in sections]
        return Judged(simulation.calculate("total", YEAR), found, tier, FULL)

    return given, judge


def _plain(name: str) -> str:
    return name.replace(".", "_")


def _system(number: int) -> Any:
    entities = tool("openfisca_core.entities")
    community = entities.build_entity("community", "communities", "", is_person=True)
    system = tool("openfisca_core.taxbenefitsystems").TaxBenefitSystem([community])
    made = parts(number)

    def add(name: str, kind: type, formula: Any = None) -> None:
        base = tool("openfisca_core.variables").Variable
        unit = tool("openfisca_core.periods").DateUnit.YEAR
        told: dict[str, Any] = {"value_type": kind, "entity": community, "definition_period": unit}
        if formula is not None:
            told["formula"] = formula
        system.add_variable(type(name, (base,), told))

    for at, section in enumerate(made):
        for one in section:
            for name in one.columns:
                add(_plain(name), int)
            add(f"points_{one.fact}", float, _points(one))
        add(f"section{at}", float, _sum([f"points_{one.fact}" for one in section]))
    for n in range(VETOES):
        add(f"v{n}", int)
    names = [f"section{n}" for n in range(len(made))]
    add("total", float, _sum(names))
    add("tier", int, _tier(number, names))
    return system


Formula = Callable[[Any, Any], Array]


def _sum(names: list[str]) -> Formula:
    def formula(community: Any, period: Any) -> Array:
        return sum(community(name, period) for name in names)

    return formula


def _tier(number: int, sections: list[str]) -> Formula:
    least = SECTION_LEAST / 100 * -(-number // SECTIONS)

    def formula(community: Any, period: Any) -> Array:
        total = community("total", period)
        is_out = sum(community(f"v{n}", period) for n in range(VETOES)) > 0
        is_even = np.logical_and.reduce([community(name, period) >= least for name in sections])
        tier = np.full(len(total), -1)
        for rank, (name, share) in enumerate(TIERS.items()):
            is_reached = (total >= number * share / 100) & ~is_out
            tier = np.where(is_reached if name == "达标" else is_reached & is_even, rank, tier)
        return tier

    return formula


def _points(one: Clause) -> Formula:
    work = _WORK[one.kind]
    names = [_plain(name) for name in one.columns]

    def formula(community: Any, period: Any) -> Array:
        return work(*(community(name, period) for name in names))

    return formula


def _share(count: Array, of: Array) -> Array:
    share = np.minimum(count / np.maximum(of, 1), TARGET / 100) / (TARGET / 100)
    return np.where(of > 0, np.round(share, 2), 1)


_WORK: Final[Mapping[str, Callable[..., Array]]] = {
    "flag": lambda is_so: is_so,
    "least": lambda number: number >= LEAST,
    "line": lambda tenths: np.round(np.minimum(tenths, LINE) / LINE, 2),
    "level": lambda level: np.choose(level, WORTH / FULL),
    "items": lambda *items: sum(items) >= ENOUGH,
    "reached": lambda count, of: (count / np.maximum(of, 1) >= SHARE / 100) | (of == 0),
    "share": _share,
}
