"""The same rules as a decision of GoRules: a node of expressions, then a table of the tiers.

One community at a time, which is how it is called; its numbers are decimal ones.
"""

from collections.abc import Callable, Mapping, Sequence
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
    Clause,
)  # fmt: skip

from peers import WORTH, Judged, parts, tool

KEY: Final = "standard"


def by_zen(number: int) -> Callable[[Sequence[Mapping[str, Any]]], Judged]:
    """Communities, each a context."""
    loader = {"type": "static", "content": {KEY: _graph(number)}}
    engine = tool("zen").ZenEngine({"loader": loader})

    def judge(rows: Sequence[Mapping[str, Any]]) -> Judged:
        found = [engine.evaluate(KEY, row)["result"] for row in rows]
        sections = [np.array([one[f"s{at}"] for one in found]) for at in range(len(parts(number)))]
        total, tier = (np.array([one[name] for one in found]) for name in ("total", "tier"))
        return Judged(total, sections, tier, FULL)

    return judge


def as_context(names: Sequence[str], cells: Sequence[int]) -> dict[str, Any]:
    """The cells of a community by fact, and by part where there are parts."""
    found: dict[str, Any] = {}
    for name, cell in zip(names, cells, strict=True):
        fact, _, part = name.partition(".")
        if part:
            found.setdefault(fact, {})[part] = cell
        else:
            found[fact] = cell
    return found


def _graph(number: int) -> dict[str, Any]:
    nodes = [
        {"id": "in", "type": "inputNode", "name": "in", "content": {}},
        {"id": "points", "type": "expressionNode", "name": "points", "content": _points(number)},
        {"id": "tier", "type": "decisionTableNode", "name": "tier", "content": _tiers(number)},
        {"id": "out", "type": "outputNode", "name": "out", "content": {}},
    ]
    ways = [("in", "points"), ("points", "tier"), ("tier", "out")]
    return {
        "nodes": [{**node, "position": {"x": 0, "y": 0}} for node in nodes],
        "edges": [{"id": one + two, "sourceId": one, "targetId": two} for one, two in ways],
    }


def _points(number: int) -> dict[str, Any]:
    lines, made = list[tuple[str, str]](), parts(number)
    for at, section in enumerate(made):
        lines += [(f"p.{one.fact}", _worth(one)) for one in section]
        lines.append((f"s{at}", f"sum([{', '.join(f'$.p.{one.fact}' for one in section)}])"))
    names = ", ".join(f"$.s{at}" for at in range(len(made)))
    lines.append(("total", f"sum([{names}])"))
    lines.append(("least", f"min([{names}])"))
    lines.append(("out", f"sum([{', '.join(f'v{n}' for n in range(VETOES))}]) > 0"))
    found = [{"id": key, "key": key, "value": value} for key, value in lines]
    return {"expressions": found, "passThrough": False}


def _worth(one: Clause) -> str:
    """An expression for the points of a criterion, rounded to two decimals."""
    name = one.fact
    worth = " : ".join(f"{name} == {n} ? {units / FULL}" for n, units in enumerate(WORTH.tolist()))
    return {
        "flag": name,
        "least": f"{name} >= {LEAST} ? 1 : 0",
        "line": f"round(min([{name}, {LINE}]) / {LINE}, 2)",
        "level": f"{worth} : 0",
        "items": f"{name}.i0 + {name}.i1 + {name}.i2 >= {ENOUGH} ? 1 : 0",
        "reached": f"{name}.count * 100 >= {name}.of * {SHARE} ? 1 : 0",
        "share": f"{name}.of == 0 ? 1 : "
        f"round(min([{name}.count / {name}.of, {TARGET / 100}]) / {TARGET / 100}, 2)",
    }[one.kind]


def _tiers(number: int) -> dict[str, Any]:
    least = f">= {SECTION_LEAST / 100 * -(-number // SECTIONS)}"
    ranked = list(enumerate(TIERS.items()))
    rules = [
        {
            "_id": name,
            "i0": "false",
            "i1": f">= {number * share // 100}",
            "i2": "" if name == "达标" else least,
            "o0": str(rank),
        }
        for rank, (name, share) in reversed(ranked)
    ]
    rules.append({"_id": "none", "i0": "", "i1": "", "i2": "", "o0": "-1"})
    names = ("out", "total", "least")
    return {
        "hitPolicy": "first",
        "rules": rules,
        "inputs": [{"id": f"i{n}", "name": one, "field": one} for n, one in enumerate(names)],
        "outputs": [{"id": "o0", "name": "tier", "field": "tier"}],
        "passThrough": True,
    }
