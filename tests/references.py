"""What the language offers, as references; and which of them a text makes use of.

    mechanism:NAME  fact:NAME  demand:NAME  chapter:NAME     a kind, found in its room
    key:OWNER.KEY…[=VALUE]   a key, from the kind or table that has it; a value it may have
    part:KIND.PART           what a condition reads of a fact
    word:NAME                a word of the expression language
    diagnostic:CODE  command:NAME
    report:NAME  gap:NAME    a key or word of an assessment in JSON; what a step of it closes
    case:FILE#NAME           a worked case in tests/cases

OWNER is a mechanism, kind of fact, demand or chapter, or one of `TABLES`. A *place* is a clause,
veto, tier or entry of a chapter with whatever it rests on: the facts it names, the sections it
stands in, what is declared once for all.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from types import UnionType
from typing import (
    Annotated,
    Any,
    Final,
    Literal,
    NamedTuple,
    TypeAlias,
    Union,
    get_args,
    get_origin,
)

import test_docs as docs
from texts import BUNDLES, HERE, ROOT, STANDARDS

from civscore.cli import COMMANDS
from civscore.evidence.model import BundleText
from civscore.reports import explaining
from civscore.standard import amendments, chapters, demands, facts, mechanisms, model, reckoning
from civscore.standard.kinds import find, names_in
from civscore.standard.models import nouns_in
from civscore.standard.nouns import READER_ONLY, keys_of
from civscore.standard.tokens import WORDS

Table: TypeAlias = Mapping[str, Any]

ROOMS: Final = {
    "mechanism": mechanisms.ROOM,
    "fact": facts.ROOM,
    "demand": demands.ROOM,
    "chapter": chapters.ROOM,
}
REPORT: Final = ROOT / "src/civscore/reports/assessment.schema.json"
TABLES: Final[Mapping[str, Any]] = {
    "standard": model.Head,
    "scoring": reckoning.Scoring,
    "section": model.Section,
    "criterion": model.Criterion,
    "veto": model.Veto,
    "tier": model.Tier,
    "bundle": BundleText,
    "supplement": amendments.Amendments,
}
FOUND_BY_NAME: Final = {
    "way": ("mechanism", mechanisms.ROOM),
    "demands": ("demand", demands.ROOM),
    "chapters": ("chapter", chapters.ROOM),
}
"""Fields that stand for a kind found by its key."""


# --- what there is --------------------------------------------------------------------------------


@cache
def known() -> frozenset[str]:
    """Every reference that leads somewhere."""
    found = {f"{sort}:{name}" for sort, room in ROOMS.items() for name in names_in(room)}
    for room in ROOMS.values():
        for name in names_in(room):
            found |= set(_keys_below(name, find(room, name), ()))
    for name, noun in TABLES.items():
        found |= set(_keys_below(name, noun, ()))
    found |= {f"part:{one}" for name in names_in(facts.ROOM) for one in _parts_of(name)}
    found |= {f"word:{name}" for name in WORDS}
    found |= {f"diagnostic:{code}" for code in explaining.topics()["诊断"]}
    found |= {f"command:{name}" for name in COMMANDS}
    found |= set(_words_of_a_report())
    return frozenset(found | {f"case:{file}#{name}" for file, name, _ in cases()})


def _keys_below(path: str, noun: Any, above: tuple[Any, ...]) -> Iterator[str]:
    """Keys of a noun and of the nouns in it, once round."""
    if noun in above:
        return
    for key, (_, annotation) in keys_of(noun).items():
        if key in READER_ONLY:
            continue
        here = path if key == "root" else f"{path}.{key}"
        yield f"key:{here}"
        yield from (f"key:{here}={word}" for word in _options(annotation))
        for inner in nouns_in(annotation):
            yield from _keys_below(here, inner, (*above, noun))


def _options(annotation: Any) -> Iterator[str]:
    """The words a key may have; yes and no too."""
    if get_origin(annotation) is Literal:
        yield from (str(one) for one in get_args(annotation))
    elif annotation is bool or get_args(annotation)[:1] == (bool,):
        yield from ("true", "false")
    elif get_origin(annotation) in {Annotated, Union, UnionType, tuple, dict}:
        for one in get_args(annotation):
            yield from _options(one)


def _parts_of(kind: str) -> Iterator[str]:
    """What can be read of the fact in the docstring of a kind."""
    example = docs.example_in(docs.docstring(f"{facts.ROOM}.{kind}"))
    declared = docs.plan_of(docs.grown(docs.FRAME, docs.parsed(example))).standard.facts
    index: Mapping[str, int] = defaultdict(int)
    for name, fact in declared.items():
        if type(fact) is find(facts.ROOM, kind):
            for term, _ in fact.terms(name, index):
                yield f"{kind}{term.removeprefix(name)}"


def _words_of_a_report(shape: Any = None) -> Iterator[str]:
    """Keys and closed words of an assessment, by its schema."""
    if shape is None:
        shape = json.loads(REPORT.read_text("utf-8"))
    if isinstance(shape, dict):
        yield from (f"report:{name}" for name in (*shape.get("properties", ()), *_enum(shape)))
        yield from (f"gap:{name}" for name in _enum(shape.get("properties", {}).get("gap", {})))
    for one in shape.values() if isinstance(shape, dict) else shape:
        if isinstance(one, dict | list):
            yield from _words_of_a_report(one)


def _enum(shape: Table) -> Iterator[str]:
    yield from (str(one) for one in shape.get("enum", ()))


# --- where it is used -----------------------------------------------------------------------------


class Place(NamedTuple):
    """Where a text makes use of references; no name is the whole of it."""

    within: str
    uses: frozenset[str]


class Text(NamedTuple):
    """A text, its places, and everything it makes use of."""

    name: str
    link: str
    places: tuple[Place, ...]

    @property
    def uses(self) -> frozenset[str]:
        """Of all its places together."""
        return frozenset().union(*(one.uses for one in self.places))

    def has(self, wanted: frozenset[str]) -> bool:
        """Whether one of its places makes use of all of them."""
        return any(wanted <= place.uses for place in self.places)


def places(data: Table) -> Iterator[tuple[str, frozenset[str]]]:
    """What is declared once for all; then clause, veto, tier or chapter by name."""
    common = {*_uses("standard", model.Head, data.get("standard", {}))}
    common |= {*_uses("scoring", reckoning.Scoring, data.get("scoring", {}))}
    declared = {name: one for name, one in data.get("facts", {}).items() if "kind" in one}
    if "standard" in data:
        yield "", frozenset(common)

    def place(name: str, uses: Iterator[str], table: Any) -> tuple[str, frozenset[str]]:
        return name, frozenset({*common, *uses, *_of_facts(table, declared)})

    for one, above in _criteria(data):
        uses = (*_uses("criterion", model.Criterion, one), *above)
        yield place(str(one.get("id", "")), iter(uses), one)
    for sort, noun in (("veto", model.Veto), ("tier", model.Tier)):
        for one in data.get(sort, ()):
            yield place(str(one.get("id", "")), _uses(sort, noun, one), one)
    for name in names_in(chapters.ROOM):
        entries = data.get(name, [])
        for one in entries if isinstance(entries, list) else [entries]:
            uses = (f"chapter:{name}", *_uses(name, find(chapters.ROOM, name), one))
            yield place(f"[{name}]", iter(uses), one)


def _criteria(data: Table, above: tuple[str, ...] = ()) -> Iterator[tuple[Table, tuple[str, ...]]]:
    """Criteria, each with what the sections around it make use of."""
    for one in data.get("criterion", ()):
        yield one, above
    for one in data.get("section", ()):
        own = {key: value for key, value in one.items() if key not in {"section", "criterion"}}
        inner = ("key:section.section",) if one.get("section") else ()
        uses = (*above, *_uses("section", model.Section, own), *inner)
        yield from _criteria(one, uses)


def _uses(path: str, noun: Any, table: Any) -> Iterator[str]:
    """References in the table of a noun, or in the bare value it stands for."""
    keys = keys_of(noun)
    if "root" in keys:
        yield from _in_value(path, keys["root"][1], table)
        return
    if not isinstance(table, dict):
        return
    for key, value in table.items():
        if key in keys and key not in READER_ONLY:
            yield f"key:{path}.{key}"
            yield from _in_value(f"{path}.{key}", keys[key][1], value)
    for field in FOUND_BY_NAME.keys() & set(keys):
        sort, room = FOUND_BY_NAME[field]
        for name in table.keys() & set(names_in(room)):
            yield f"{sort}:{name}"
            yield from _uses(name, find(room, name), table[name])


def _in_value(path: str, annotation: Any, value: Any) -> Iterator[str]:
    match value:
        case bool():
            yield f"key:{path}={str(value).lower()}"
        case str():
            yield f"key:{path}={value}"
        case list():
            for one in value:
                yield from _in_value(path, annotation, one)
        case dict():
            fitting = [one for one in nouns_in(annotation) if _fits(one, value)]
            for noun in fitting[:1]:
                yield from _uses(path, noun, value)
            if not fitting:
                for key, one in value.items():
                    yield f"key:{path}={key}"
                    yield from _in_value(path, annotation, one)


def _fits(noun: Any, table: Table) -> bool:
    keys = set(keys_of(noun))
    for field in FOUND_BY_NAME.keys() & keys:
        keys |= set(names_in(FOUND_BY_NAME[field][1]))
    return table.keys() <= keys


def _of_facts(value: Any, declared: Table, seen: frozenset[str] = frozenset()) -> Iterator[str]:
    """What the facts make use of that a table names, and what is read of them."""
    words = " ".join(_strings(value))
    yield from (f"word:{name}" for name in WORDS if re.search(rf"\b{name}\b", words))
    for name, fact in declared.items():
        if name not in seen and re.search(rf"\b{name}\b", words):
            yield from _of_fact(fact)
            for part in re.findall(rf"\b{name}\.(\w+(?:\.\w+)?)", words):
                yield f"part:{fact['kind']}.{part}"
            yield from _of_facts(fact, declared, seen | {name})


def _of_fact(fact: Table) -> Iterator[str]:
    kind = fact["kind"]
    yield f"fact:{kind}"
    yield from _uses(kind, find(facts.ROOM, kind), fact)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        yield from value if isinstance(value, dict) else ()
        for one in value.values() if isinstance(value, dict) else value:
            yield from _strings(one)


# --- the texts ------------------------------------------------------------------------------------


def text_of(name: str, link: str, data: Table) -> Text:
    """A standard, or what is part of one."""
    return Text(name, link, tuple(Place(place, uses) for place, uses in places(data)))


@cache
def standards() -> tuple[Text, ...]:
    """The bundled standards."""
    return tuple(
        text_of(file.parent.name, f"../{file.relative_to(ROOT)}", docs.parsed_file(file))
        for file in STANDARDS
    )


@cache
def cases() -> tuple[tuple[str, str, Table], ...]:
    """File, name and content of every worked case that has a name, title or code."""
    return tuple(
        (file.name, str(name), one)
        for file in sorted((HERE / "cases").glob("*.toml"))
        for entries in docs.parsed_file(file).values()
        for one in (entries if isinstance(entries, list) else ())
        if isinstance(one, dict) and (name := one.get("name", one.get("title", one.get("code"))))
    )


@cache
def worked() -> tuple[Text, ...]:
    """The worked cases that hold criteria."""
    return tuple(
        text_of(name, f"../tests/cases/{file}", one)
        for file, name, one in cases()
        if isinstance(one.get("criterion"), list) or isinstance(one.get("section"), list)
    )


@cache
def shown() -> tuple[Text, ...]:
    """The examples of the manual, each under its heading."""
    page = docs.DOCS / "language.md"
    lines = page.read_text("utf-8").splitlines()
    known_facts: dict[str, Any] = {}
    found = []
    for block in docs.blocks(page):
        if block.info[:2] != ("toml", "snippet") or len(block.info) > 2:
            continue
        part = docs.parsed(block.body)
        is_whole = part.keys() <= set(keys_of(model.Standard))
        data: dict[str, Any] = part if is_whole else {"criterion": [part]}
        known_facts.update(data.get("facts", {}))
        heads = [line for line in lines[: block.line] if re.match("#{2,3} ", line)]
        title = heads[-1].lstrip("# ")
        found.append(text_of(title, f"language.md{anchor(title)}", {**data, "facts": known_facts}))
    return tuple(found)


@cache
def recorded() -> tuple[Text, ...]:
    """The bundles of the fixtures."""
    return tuple(
        Text(file.parent.name, f"../{file.relative_to(ROOT)}", (Place("", uses),))
        for file in BUNDLES
        if (uses := frozenset(_uses("bundle", BundleText, docs.parsed_file(file))))
    )


def anchor(title: str) -> str:
    """The anchor of a heading, as it is rendered on the web."""
    return "#" + re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")
