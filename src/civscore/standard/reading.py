"""TOML text → Standard, or every fault in it at once.

Facts, mechanisms and tier demands are found by their names first; what is left is checked by the
models as a whole. Nothing stops at the first fault except a text that is not TOML at all.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from civscore.diagnostics import fault, nearest
from civscore.sentences import verbatim
from civscore.standard import demands, facts, mechanisms, model
from civscore.standard.document import Document, Entry
from civscore.standard.facts import found_text
from civscore.standard.kinds import find, names_in
from civscore.standard.nouns import MISSING_KEY, UNKNOWN_KEY, WRONG_TYPE, keys_of
from civscore.standard.numbers import IDENTIFIER
from civscore.standard.tables import read_table
from civscore.standard.tokens import WORDS as RESERVED

NO_MECHANISM: Final = fault(
    "no-mechanism",
    ("条款“{name}”没有写计分方式", "criterion “{name}” has no mechanism"),
    ('请写一种，例如 all_of = ["has_plan"];可用：{known}', "add one of: {known}"),
)
TWO_MECHANISMS: Final = fault(
    "two-mechanisms",
    ("条款“{name}”写了两种计分方式：{both}", "criterion “{name}” has two mechanisms: {both}"),
    ("一条只用一种，请拆成两条", "one each; split the criterion"),
)
BAD_NAME: Final = fault(
    "bad-name",
    ("“{name}”不能作数据项的名字", "“{name}” cannot name a fact"),
    ("用小写英文字母、数字和下划线，如 has_plan", "lower case letters, digits, underscores"),
)
UNKNOWN_KIND: Final = fault(
    "unknown-kind",
    ("没有“{name}”这类数据项", "there is no kind of fact “{name}”"),
    ("{near}", "{near}"),
)


def read_standard(document: Document) -> model.Standard | None:
    """The standard a text declares; None if it is faulty, which the document then knows."""
    prepared = dict(document.data)
    prepared["facts"] = _read_facts(document)
    if isinstance(prepared.get("section"), list):
        place = document.entry("section")
        prepared["section"] = [
            _prepare_section(one, e) for one, e in _each(prepared["section"], place)
        ]
    if isinstance(prepared.get("tier"), list):
        place = document.entry("tier")
        prepared["tier"] = [_prepare_tier(one, e) for one, e in _each(prepared["tier"], place)]
    standard = read_table(model.Standard, prepared, document.entry())
    return None if any(one.is_error for one in document.diagnostics) else standard


def _each(values: list[Any], entry: Entry) -> Iterator[tuple[Any, Entry]]:
    for number, value in enumerate(values):
        yield value, entry.at(number)


def _read_facts(document: Document) -> Mapping[str, facts.Fact]:
    declared = document.data.get("facts", {})
    entry = document.entry("facts")
    if not isinstance(declared, dict):
        table = verbatim("一张表 { … }", "a table { … }")
        entry.report(WRONG_TYPE, found=found_text(declared), expected=table)
        return {}
    read = ((name, _read_fact(name, table, entry.at(name))) for name, table in declared.items())
    return {name: fact for name, fact in read if fact is not None}


def _read_fact(name: str, table: Any, entry: Entry) -> facts.Fact | None:
    if not IDENTIFIER.fullmatch(name) or name in RESERVED:
        entry.report_key(BAD_NAME, name=name)
    if not isinstance(table, dict):
        expected = verbatim("一张表 { kind = … }", "a table { kind = … }")
        entry.report(WRONG_TYPE, found=found_text(table), expected=expected)
        return None
    kind = table.get("kind")
    known = names_in(facts.ROOM)
    if kind is None:
        entry.report(MISSING_KEY, name="kind")
    elif kind not in known:
        entry.report(UNKNOWN_KIND, "kind", name=kind, near=nearest(str(kind), known))
    else:
        read: facts.Fact | None = read_table(find(facts.ROOM, kind), table, entry)
        return read
    return None


def _prepare_section(section: Any, entry: Entry) -> Any:
    """The table with the mechanisms of its criteria read."""
    if not isinstance(section, dict):
        return section
    prepared = dict(section)
    for key, prepare in (("section", _prepare_section), ("criterion", _prepare_criterion)):
        if isinstance(section.get(key), list):
            prepared[key] = [prepare(one, e) for one, e in _each(section[key], entry.at(key))]
    return prepared


_CRITERION_KEYS: Final = frozenset(keys_of(model.Criterion)) - {"way", "way_name"}


def _prepare_criterion(criterion: Any, entry: Entry) -> Any:
    if not isinstance(criterion, dict):
        return criterion
    known = names_in(mechanisms.ROOM)
    ways = [key for key in criterion if key in known]
    prepared = {key: value for key, value in criterion.items() if key in _CRITERION_KEYS}
    for key in sorted(set(criterion) - _CRITERION_KEYS - set(ways)):
        near = nearest(key, sorted({*_CRITERION_KEYS, *known}))
        entry.report_key(UNKNOWN_KEY, key, name=key, near=near)
    name = str(criterion.get("id", ""))
    if not ways:
        entry.report(NO_MECHANISM, name=name, known=known)
    if len(ways) > 1:
        entry.report_key(TWO_MECHANISMS, ways[1], name=name, both=tuple(ways))
    for way in ways:
        table = read_table(find(mechanisms.ROOM, way), criterion[way], entry.at(way))
        prepared |= {"way": table, "way_name": way}
    return prepared


def _prepare_tier(tier: Any, entry: Entry) -> Any:
    if not isinstance(tier, dict):
        return tier
    known = names_in(demands.ROOM)
    own = set(keys_of(model.Tier)) - {"demands"}
    prepared = {key: value for key, value in tier.items() if key in own}
    for key in sorted(set(tier) - own - set(known)):
        near = nearest(key, sorted({*own, *known}))
        entry.report_key(UNKNOWN_KEY, key, name=key, near=near)
    read = {
        key: read_table(find(demands.ROOM, key), tier[key], entry.at(key))
        for key in tier
        if key in known
    }
    return prepared | {"demands": {key: value for key, value in read.items() if value is not None}}
