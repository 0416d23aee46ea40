"""The headings of a table: whether every column means something, before any row is scored.

What parts a fact has, and what may stand in them, nobody says here: a row is made up, and read by
the readers of the facts. What they would say of any other row as well is said once, at the heading.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any, Final

import tomli

from civscore.cohorts.rows import BESIDE, SAID_BESIDE, Table, row_text, wrong_ids
from civscore.diagnostics import Diagnostic, Fault, Faulty, Location, fault, nearest
from civscore.evidence.lines import capped
from civscore.evidence.model import BundleHead
from civscore.evidence.reading import read_records
from civscore.sentences import Sentence, say
from civscore.standard.contents import Path
from civscore.standard.document import Document
from civscore.standard.facts import UNKNOWN_PART, WRONG_VALUE
from civscore.standard.plan import Plan
from civscore.values import replaced

NO_ID: Final = fault(
    "table-without-id",
    ("表里没有 id 一列", "the table has no column id"),
    ("加一列 id，每个社区一个代号", "add a column id with a short name for each community"),
)
UNKNOWN_COLUMN: Final = fault(
    "unknown-column",
    ("“{name}”不是本标准的数据项", "“{name}” is no fact of this standard"),
    ("{near}", "{near}"),
    why=(
        "列名写错，一整列就都成了“未填报”，所以先于计分报出",
        "a misspelt name would make a whole column unrecorded, so it is said before any scoring",
    ),
)
SAME_COLUMN: Final = fault(
    "column-twice",
    ("“{name}”有两列", "there are two columns “{name}”"),
    ("只留一列", "keep one of them"),
)
IN_PARTS: Final = fault(
    "column-in-parts",
    ("“{name}”一格写不下", "“{name}” does not go into one cell"),
    ("{near}", "{near}"),
)
COLUMN_TYPE: Final = fault(
    "column-type",
    ("“{name}”一列的类型不对：{type}", "column “{name}” is of type {type}"),
    ("{expected}", "{expected}"),
)


def check_names(table: Table, plan: Plan) -> None:
    """Whether every column means something, and every row is another community.

    Raises:
        Faulty: with everything that is wrong, before any row is scored.
    """
    found = [
        *_wrong_names(table, plan),
        *(capped(wrong_ids(table)) if "id" in table.names else ()),
    ]
    if found:
        raise Faulty(found)


def _wrong_names(table: Table, plan: Plan) -> Iterator[Diagnostic]:
    if "id" not in table.names:
        yield Diagnostic(NO_ID, Location(table.file, 1), {})
    facts = {name: fact for name, fact in plan.standard.facts.items() if not fact.formula}
    asked: dict[str, Location] = {}
    samples = getattr(table.rows, "samples", {})
    for number, name in enumerate(table.names):
        place = Location(table.file, 1, number + 1)
        fact, _, part = name.partition(".")
        if name in table.names[:number]:
            yield Diagnostic(SAME_COLUMN, place, {"name": name})
        elif name in BESIDE or (fact in facts and part in SAID_BESIDE):
            continue
        elif name not in facts and (not part or fact not in facts):
            parts = (one.name for one in plan.columns)
            near = nearest(name, dict.fromkeys((*facts, *parts, *BESIDE)))
            yield Diagnostic(UNKNOWN_COLUMN, place, {"name": name, "near": near})
        elif name in samples or name not in facts or facts[name].example.startswith(("{", "[")):
            asked[name] = place  # else its fact says itself that it is one cell
    yield from _refused(asked, plan, samples)


def _refused(
    asked: Mapping[str, Location], plan: Plan, samples: Mapping[str, tuple[Any, str]]
) -> Iterator[Diagnostic]:
    """Columns in which no cell can be; `samples` has one of each that has a type, and the type."""
    left = tuple(asked)
    for cell in _CELLS:
        together = _noted({name: samples.get(name, (cell, ""))[0] for name in left}, plan)
        where = {one.location.file for one in together if _is_about(one.location.file, one)}
        left = tuple(name for name in left if not where.isdisjoint(_stems(name)))
    for name in left:
        found = _named_wrong(name, plan)
        if found is None and name in samples:
            found = _typed_wrong(name, samples[name][1], together)
        if found is not None:
            yield Diagnostic(found[0], asked[name], found[1])


_CELLS: Final = ("1", "是", "2026-01-01", "甲")
"""Cells of every kind: most columns take one of them."""


def _stems(name: str) -> Iterator[str]:
    """A name, and whatever it is a part of."""
    return accumulate(name.split("."), "{}.{}".format)


def _named_wrong(name: str, plan: Plan) -> tuple[Fault, Mapping[str, object]] | None:
    """What is wrong with a name, whatever is in its column; None where nothing is."""
    for one in _noted({name: "1"}, plan):
        where = one.location.file
        if not _is_about(name, one):
            continue
        if one.code == UNKNOWN_PART.code:
            beside = [
                other for other in _beside_example(name, plan) if other.location == one.location
            ]
            return UNKNOWN_COLUMN, {"name": name, "near": (beside or [one])[0].values["near"]}
        if one.location.line:
            return one.fault, one.values
        others = _beside_example(f"{where.removesuffix('.value')}.?", plan)
        parts = [other for other in others if other.location.line]
        is_whole = not _is_in_parts(where, plan)
        if is_whole and where != name and not parts:
            return UNKNOWN_COLUMN, {"name": name, "near": nearest(name, [where])}
        if not is_whole and (where == name or not parts):
            return IN_PARTS, {"name": where, "near": _instead(one, parts)}
    return None


def _instead(one: Diagnostic, parts: Sequence[Diagnostic]) -> object:
    """What there is instead of a cell: parts, or a list in a bundle."""
    if not parts:
        zh, en = "请在佐证包里写：{e}", "write in a bundle: {e}"
        return say(zh, en, e=one.values["expected"])
    return parts[0].values.get("near", _expected(one))


def _typed_wrong(
    name: str, kind: str, together: Sequence[Diagnostic]
) -> tuple[Fault, Mapping[str, object]] | None:
    """What is wrong with the type of a column, if all its cells are of it."""
    for one in together:
        if one.location.file == name and one.code == WRONG_VALUE.code:
            return COLUMN_TYPE, {"name": name, "type": kind, "expected": _expected(one)}
    return None


def _is_about(name: str, one: Diagnostic) -> bool:
    """Whether it is the name that is wrong, or that there is a cell under it at all."""
    where = one.location.file
    is_there = name == where or name.startswith(f"{where}.")
    return is_there and (one.location.line > 0 or one.code == WRONG_VALUE.code)


def _is_in_parts(name: str, plan: Plan) -> bool:
    """Whether what its fact shows as an example has more than one cell there."""
    fact, *parts = name.split(".")
    found = _example(fact, plan)
    for part in (one for one in parts if one != "value"):
        found = found.get(part) if isinstance(found, dict) else None
    return isinstance(found, dict | list)


def _example(fact: str, plan: Plan) -> Any:
    found = tomli.loads(f"it = {plan.standard.facts[fact].example or 0}")["it"]
    return found.get("value", found) if isinstance(found, dict) else found


def _beside_example(name: str, plan: Plan) -> Sequence[Diagnostic]:
    """What a reader says of a part beside those of its example."""
    fact, example = name.partition(".")[0], _example(name.partition(".")[0], plan)
    parts = example if isinstance(example, dict) else {}
    cells = {f"{fact}.{part}": "1" for part in parts if not name.startswith(f"{fact}.{part}.")}
    return _noted({**cells, name: "1"}, plan)


def _expected(one: Diagnostic) -> Sentence:
    return say("应记为 {e}", "record it as {e}", e=one.values["expected"])


class _Places(Document):
    """A text in which a fault is said to be where its fact or part is by name, keys in line 1."""

    def value_at(self, path: Path) -> Location:
        return Location(".".join(map(str, path[1:])))

    def key_at(self, path: Path) -> Location:
        return replaced(self.value_at(path), line=1)


def _noted(cells: Mapping[str, Any], plan: Plan) -> Sequence[Diagnostic]:
    """What the readers of the facts say of a row."""
    table = Table("", tuple(cells), (tuple(cells.values()),))
    document = _Places("", "", row_text(table, plan, 0, {}).data)
    read_records(document.data["facts"], document.entry("facts"), plan, BundleHead())
    return document.diagnostics
