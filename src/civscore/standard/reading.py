"""TOML text → Standard, or every fault in it at once.

Every fact, criterion, section, veto and tier is read on its own. One that is faulty is left out,
or stands there as far as it is sound, so that planning and linting still see all the others.
Nothing stops at the first fault except a text that is not TOML at all.
"""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from civscore.diagnostics import fault, found_text, nearest
from civscore.sentences import verbatim
from civscore.standard import chapters, demands, facts, mechanisms, model, reckoning, sources
from civscore.standard.document import Document, Entry
from civscore.standard.kinds import find, names_in
from civscore.standard.naming import varying_in
from civscore.standard.nouns import MISSING_KEY, READER_ONLY, UNKNOWN_KEY, WRONG_TYPE, keys_of
from civscore.standard.numbers import IDENTIFIER
from civscore.standard.tables import (
    Parts,
    each,
    read_parts,
    read_sound,
    read_table,
)
from civscore.standard.tokens import RESERVED

if TYPE_CHECKING:
    from civscore.standard.varying import Varying

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
NESTED_TOO_DEEP: Final = fault(
    "nested-too-deep",
    ("计分方式套了不止 {most} 层", "mechanisms are nested more than {most} deep"),
    ("请拆成几条", "split the criterion"),
)
BAD_NAME: Final = fault(
    "bad-name",
    ("“{name}”不能作数据项的名字", "“{name}” cannot name a fact"),
    (
        "用小写英文字母、数字和下划线，如 has_plan；year、as_of、applied、if 等另有用处",
        "lower case letters, digits, underscores; year, as_of, applied, if and such are taken",
    ),
)
UNKNOWN_KIND: Final = fault(
    "unknown-kind",
    ("没有“{name}”这类数据项", "there is no kind of fact “{name}”"),
    ("{near}", "{near}"),
)


def read_standard(document: Document) -> model.Standard:
    """The standard a text declares; of a faulty text, whose document then knows, what is sound."""
    known = names_in(chapters.ROOM)
    apart = {"facts", *known}
    rest = {key: value for key, value in document.data.items() if key not in apart}
    asked = [key for key in document.data if key in known]
    found = _read_named(chapters.ROOM, asked, document.data, document.entry())
    facts = _read_facts(document, found)
    section = each(partial(_read_section, varying_in(document, found, facts)))
    parts = {**_PARTS, "section": section}
    return read_parts(_NO_STANDARD, rest, document.entry(), parts, facts=facts, chapters=found)


def _read_named(
    room: str, asked: Collection[str], table: Mapping[str, Any], entry: Entry
) -> dict[str, Any]:
    """What stands under keys that name a kind of the room; the sound ones."""
    read = {key: read_table(find(room, key), table[key], entry.at(key)) for key in asked}
    if None in read.values():
        entry.mark_unsound()
    return {key: one for key, one in read.items() if one is not None}


def _read_facts(document: Document, around: Mapping[str, Any]) -> Mapping[str, facts.Fact]:
    declared = document.data.get("facts", {})
    entry = document.entry("facts")
    if not isinstance(declared, dict):
        table = verbatim("一张表 { … }", "a table { … }")
        entry.report(WRONG_TYPE, found=found_text(declared), expected=table)
        entry.mark_unsound()
        return {}
    read = (
        (name, _read_fact(name, table, entry.at(name), around)) for name, table in declared.items()
    )
    return {name: fact for name, fact in read if fact is not None}


def _read_fact(name: str, table: Any, entry: Entry, around: Mapping[str, Any]) -> facts.Fact | None:
    """The fact, with what chapters declare for it; None if faulty, which the entry then knows."""
    fact = _read_kind(table, entry)
    fact = fact.completed(around, entry) if fact is not None else None
    if not IDENTIFIER.fullmatch(name) or name in RESERVED:
        entry.report_key(BAD_NAME, name=name)
        fact = None
    if fact is None:
        entry.mark_unsound()
    return fact


def _read_kind(table: Any, entry: Entry) -> facts.Fact | None:
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


def _read_sources(listed: Any, entry: Entry) -> Mapping[str, sources.Document]:
    return {name: read_sound(_NO_SOURCE, one, entry.at(name)) for name, one in listed.items()}


def _read_section(varying: "Varying | None", section: Any, entry: Entry) -> model.Section:
    parts: Parts = {
        "section": each(partial(_read_section, varying)),
        "criterion": each(partial(_read_criterion, varying)),
    }
    return read_parts(_NO_SECTION, section, entry, parts)


_CRITERION_KEYS: Final = frozenset(keys_of(model.Criterion)) - {"way", "way_name"}


def _read_criterion(varying: "Varying | None", criterion: Any, entry: Entry) -> model.Criterion:
    if not isinstance(criterion, dict):
        return read_sound(_NO_CRITERION, criterion, entry)
    known = names_in(mechanisms.ROOM)
    ways = [key for key in criterion if key in known]
    own = {key: value for key, value in criterion.items() if key in _CRITERION_KEYS}
    if len(own) + len(ways) < len(criterion):
        _note_unknown(criterion, {*_CRITERION_KEYS, *known}, entry)
    name = str(criterion.get("id", ""))
    if not ways:
        entry.report(NO_MECHANISM, name=name, known=known)
    if len(ways) > 1:
        entry.report_key(TWO_MECHANISMS, ways[1], name=name, both=tuple(ways))
    read = [_read_mechanism(varying, way, criterion[way], entry.at(way)) for way in ways]
    if len(ways) != 1 or read[0] is None:
        entry.mark_unsound()
        return read_sound(_NO_CRITERION, own, entry)
    return read_sound(_NO_CRITERION, own, entry, way=read[0], way_name=ways[0])


def _read_mechanism(varying: "Varying | None", name: str, value: Any, entry: Entry) -> Any:
    """The mechanism; one with parameters is read once for each case."""
    if varying is None or not varying.names_in(value):
        return _read_way(name, value, entry, 1)
    from civscore.standard.varying import read_varied

    return read_varied(varying, value, entry, lambda one: _read_way(name, one, entry, 1))


def _read_way(name: str, value: Any, entry: Entry, depth: int) -> Any:
    """The mechanism; the entries of one that is made of mechanisms are read one by one."""
    kind = find(mechanisms.ROOM, name)
    if kind.part is None or not isinstance(value, list) or not value:
        return read_table(kind, value, entry)
    if depth > _DEEPEST:
        entry.report_key(NESTED_TOO_DEEP, most=_DEEPEST)
        entry.mark_unsound()
        return None
    parts = [_read_part(kind, one, entry.at(n), depth) for n, one in enumerate(value)]
    return None if None in parts else kind(tuple(parts))


def _read_part(kind: Any, part: Any, entry: Entry, depth: int) -> Any:
    noun = kind.part
    if not isinstance(part, dict):
        return read_table(noun, part, entry)
    known = names_in(mechanisms.ROOM)
    ways = [key for key in part if key in known]
    own = {key: value for key, value in part.items() if key not in ways}
    wrong = own.keys() - (keys_of(noun).keys() - READER_ONLY)
    if wrong:
        _note_unknown(part, {*keys_of(noun), *known} - READER_ONLY, entry)
    if len(ways) > 1:
        entry.report_key(TWO_MECHANISMS, ways[1], name=part.get("title", ""), both=tuple(ways))
    read = [_read_way(way, part[way], entry.at(way), depth + 1) for way in ways]
    if wrong or len(ways) > 1 or None in read:
        entry.mark_unsound()
        return None
    named = {"way": read[0], "way_name": ways[0]} if ways else {}
    return read_table(noun, own, entry, **named)


_DEEPEST: Final = 3
"""Mechanisms inside one another."""


def _note_unknown(table: Mapping[str, Any], known: Collection[str], entry: Entry) -> None:
    for key in table.keys() - known:
        entry.report_key(UNKNOWN_KEY, key, name=key, near=nearest(key, sorted(known)))
    entry.mark_unsound()


_TIER_KEYS: Final = frozenset(keys_of(model.Tier)) - {"demands"}


def _read_tier(tier: Any, entry: Entry) -> model.Tier:
    if not isinstance(tier, dict):
        return read_sound(_NO_TIER, tier, entry)
    known = names_in(demands.ROOM)
    own = {key: value for key, value in tier.items() if key in _TIER_KEYS}
    asked = [key for key in tier if key in known]
    if len(own) + len(asked) < len(tier):
        _note_unknown(tier, {*_TIER_KEYS, *known}, entry)
    found = _read_named(demands.ROOM, asked, tier, entry)
    return read_sound(_NO_TIER, own, entry, demands=found)


# --- what stands in for a faulty table; nothing follows from it -----------------------------------

_NO_HEAD: Final = model.Head(
    id="",
    edition="",
    title="",
    issuer="",
    effective=model.Effective(start=date(2000, 1, 1)),
    text="official",
    source="",
    full=Decimal(0),
)
_NO_SCORING: Final = reckoning.Scoring(
    decimals=0,
    mode="half_up",
    at="criterion",
    compare="exact",
    not_applicable="zero",
    bonus=reckoning.Bonus(cap=Decimal(0), counts=False),
)
_NO_SOURCE: Final = sources.Document(title="")
_NO_SECTION: Final = model.Section(id="", title="")
_NO_CRITERION: Final = model.Criterion(id="", title="", basis="ours")
_NO_VETO: Final = model.Veto(id="", title="", when="", basis="ours")
_NO_TIER: Final = model.Tier(id="")
_NO_STANDARD: Final = model.Standard(standard=_NO_HEAD, scoring=_NO_SCORING, section=(), tier=())

_PARTS: Final[Parts] = {
    "standard": (dict, partial(read_sound, _NO_HEAD)),
    "scoring": (dict, partial(read_sound, _NO_SCORING)),
    "sources": (dict, _read_sources),
    "veto": each(partial(read_sound, _NO_VETO)),
    "tier": each(_read_tier),
}
