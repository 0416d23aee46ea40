"""The JSON Schema of every text there is, so that an editor completes and checks.

It is read from the nouns: their annotations say which keys there are and what they hold, the texts
under their fields what they mean; mechanisms, kinds of fact and demands are found by name. What
only a reader of the whole can know – that names exist, that points add up – it leaves to `check`.

- *Why is a day a string?* JSON has no dates. With `format: date` editors of TOML ask for a bare
  date and refuse a quoted one.
- *Why is a count a number?* `5.0` is taken as 5, and is no integer in TOML.
"""

import json
from collections.abc import Callable, Mapping
from importlib import import_module
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Literal, TypeAlias, Union, get_args, get_origin

from civscore.evidence.model import BundleText, RecordText
from civscore.reports.explaining import ROOMS, in_language, texts_of
from civscore.routes.costs import Costs
from civscore.sentences import LANGUAGES
from civscore.standard import chapters, composing, demands, facts, mechanisms, model
from civscore.standard.amendments import Amendments
from civscore.standard.kinds import find, names_in
from civscore.standard.nouns import READER_ONLY, keys_of
from civscore.standard.numbers import IDENTIFIER, Check, Fewest
from civscore.standard.tokens import RESERVED
from civscore.trials.model import TestsText
from civscore.values import Value

Shape: TypeAlias = dict[str, Any]

_OF_MECHANISMS: Final = (mechanisms.ROOM, composing.__name__)
_PARAMETER: Final = {"type": "string", "pattern": f"^{IDENTIFIER.pattern}$"}
_ANYTHING: Final = {"additionalProperties": True}  # left out, tombi takes it for false

TEXTS: Final[Mapping[str, tuple[Any, str]]] = {
    "standard": (model.Standard, "civscore 标准 | A standard of civscore"),
    "supplement": (Amendments, "civscore 补充规定 | A supplement to a standard of civscore"),
    "tests": (TestsText, "civscore 标准的测试 | Tests of a standard of civscore"),
    "bundle": (BundleText, "civscore 佐证包 | A bundle of civscore"),
    "costs": (Costs, "civscore 工作量 | Efforts of steps of civscore plan"),
}
"""What there is a schema of: its noun and title."""


def render(name: str) -> str:
    """The JSON Schema of a text named in `TEXTS`, as JSON; the same bytes each time."""
    noun, title = TEXTS[name]
    shapes = _Shapes()
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        "x-tombi-toml-version": "v1.1.0",  # an inline table may go over several lines
    }
    whole = head | shapes.table(noun) | {"$defs": dict(sorted(shapes.named.items()))}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


class _Shapes:
    """The shapes of nouns, each made once, when it is first spoken of, and kept under its name."""

    def __init__(self) -> None:
        self.named: dict[str, Shape] = {}
        self.may_vary = False  # a number may be a parameter's name

    def reference(self, noun: Any) -> Shape:
        """A reference to the shape of a noun."""
        return self._named(".".join((*noun.__module__.split(".")[-2:], noun.__name__)), noun)

    def kind(self, room: str, name: str, **keys: Shape) -> Shape:
        """A reference to the shape of a mechanism, kind of fact or demand; some keys are known."""
        return self._named(f"{room.rpartition('.')[2]}.{name}", find(room, name), keys)

    def _named(self, name: str, noun: Any, known: Mapping[str, Shape] = {}) -> Shape:
        if name not in self.named:
            self.named[name] = {}  # a section holds sections
            self.named[name] = self.table(noun, known)
        return {"$ref": f"#/$defs/{name}"}

    def table(self, noun: Any, known: Mapping[str, Shape] = {}) -> Shape:
        """The table of a noun, or the bare value it stands for."""
        keys, texts = keys_of(noun), texts_of(noun)
        self.may_vary = noun.__module__.startswith(_OF_MECHANISMS)
        if "root" in keys:
            return _described(noun) | self.value(keys["root"][1])
        shape: Shape = {
            **_described(noun),
            "type": "object",
            "additionalProperties": False,
            "required": [key for key, (name, _) in keys.items() if name not in noun.defaults],
            "properties": {
                key: _told(texts.get(key, "")) | known.get(key, self.value(annotation))
                for key, (_, annotation) in keys.items()
                if key not in READER_ONLY
            },
        }
        if noun in _BY_NAME:
            _BY_NAME[noun](self, shape)
        elif "way" in noun.fields:
            _with_mechanism(self, shape)
        return shape

    def value(self, annotation: Any) -> Shape:
        """What may be written for an annotation."""
        origin, arguments = get_origin(annotation), get_args(annotation)
        if origin is Annotated:
            return self._marked(arguments[0], arguments[1:])
        if annotation is str:
            return {"type": "string"}
        if origin is Literal:
            return {"enum": list(arguments)}
        if origin in {Union, UnionType}:
            shapes = [self.value(one) for one in arguments if one is not NoneType]
            return shapes[0] if len(shapes) == 1 else {"anyOf": shapes}
        if origin is tuple:
            size = {} if arguments[-1] is Ellipsis else _least_and_most(len(arguments))
            return {"type": "array", "items": self.value(arguments[0]), **size}
        if origin is dict:
            return {"type": "object", "additionalProperties": self.value(arguments[1])}
        if isinstance(annotation, type) and issubclass(annotation, Value):
            return self.reference(annotation)
        return {**_ANYTHING}

    def _marked(self, annotation: Any, marks: tuple[Any, ...]) -> Shape:
        for mark in marks:
            if isinstance(mark, Check):
                types = mark.schema.split()
                shape = {"type": types if len(types) > 1 else types[0], **dict(mark.limits)}
                is_number = "number" in types and self.may_vary
                return {"anyOf": [shape, _PARAMETER]} if is_number else shape
        shape = self.value(annotation)
        for mark in marks:
            if isinstance(mark, Fewest):
                word = "minItems" if shape["type"] == "array" else "minProperties"
                shape = {**shape, word: mark.number}
        return shape


def _least_and_most(size: int) -> Shape:
    return {"minItems": size, "maxItems": size}


# --- what is found by name ------------------------------------------------------------------------


def _with_facts_and_chapters(shapes: _Shapes, shape: Shape) -> None:
    """Any chapters; each fact by its kind, under a name that conditions can use.

    What a kind requires stands apart from its keys: an editor then knows the kind of a fact that is
    still being written, and offers its keys alone.
    """
    chapter_names = names_in(chapters.ROOM)
    shape["properties"] |= {name: shapes.kind(chapters.ROOM, name) for name in chapter_names}
    known = names_in(facts.ROOM)
    kinds = "\n".join(f"- {_sentences(facts.ROOM, name)[0]}" for name in known)
    told = texts_of(facts.Fact)["kind"].replace(" | ", f"：\n\n{kinds}\n\n")
    shape["properties"]["facts"] |= {
        "type": "object",
        "propertyNames": {
            "pattern": f"^{IDENTIFIER.pattern}$",
            "not": {"enum": sorted(RESERVED)},
        },
        "additionalProperties": {
            "type": "object",
            "required": ["kind"],
            "properties": {"kind": {"description": told, "enum": list(known)}},
            **_ANYTHING,
            "oneOf": [shapes.kind(facts.ROOM, name, kind={"const": name}) for name in known],
            "allOf": [_required_of(shapes, name) for name in known],
        },
    }


def _required_of(shapes: _Shapes, name: str) -> Shape:
    """What a kind of fact requires, taken out of its own shape."""
    shape = shapes.named[f"facts.{name}"]
    required, shape["required"] = shape["required"], ["kind"]
    this = {"required": ["kind"], "properties": {"kind": {"const": name}}, **_ANYTHING}
    return {"if": this, "then": {"required": required, **_ANYTHING}}


def _with_mechanisms(shapes: _Shapes, shape: Shape) -> None:
    """Exactly one mechanism."""
    known = names_in(mechanisms.ROOM)
    shape["properties"] |= {name: shapes.kind(mechanisms.ROOM, name) for name in known}
    shape["oneOf"] = [{"required": [name]} for name in known]


def _with_mechanism(shapes: _Shapes, shape: Shape) -> None:
    """A mechanism inside another, or none."""
    _with_mechanisms(shapes, shape)
    shape["oneOf"] = [*shape["oneOf"], {"not": {"anyOf": shape["oneOf"]}}]


def _with_demands(shapes: _Shapes, shape: Shape) -> None:
    """Any demands."""
    known = names_in(demands.ROOM)
    shape["properties"] |= {name: shapes.kind(demands.ROOM, name) for name in known}


def _with_records(shapes: _Shapes, shape: Shape) -> None:
    """Each value bare, or in a table with what is said beside it."""
    beside = {"type": "object", "required": ["value"]}
    shape["properties"]["facts"] |= {
        "type": "object",
        "additionalProperties": {
            "anyOf": [shapes.reference(RecordText), {"not": beside, **_ANYTHING}]
        },
    }


_BY_NAME: Final[Mapping[Any, Callable[[_Shapes, Shape], None]]] = {
    model.Standard: _with_facts_and_chapters,
    model.Criterion: _with_mechanisms,
    model.Tier: _with_demands,
    BundleText: _with_records,
}


# --- what it means --------------------------------------------------------------------------------


def _told(text: str) -> Shape:
    """A description in Chinese, then English."""
    return {"description": text.replace(" | ", "\n\n")} if text else {}


def _described(noun: Any) -> Shape:
    """The title and description of a kind: the first sentences of its page."""
    room, _, name = noun.__module__.rpartition(".")
    if room not in ROOMS or find(room, name) is not noun:
        return {}
    chinese, english = _sentences(room, name)
    title, _, said = chinese.partition("：")
    return {"title": title, "description": f"{said}\n\n{english}"}


def _sentences(room: str, name: str) -> tuple[str, str]:
    """What a kind is, in Chinese and in English."""
    page = import_module(f"{room}.{name}").__doc__ or ""
    chinese, english = (
        " ".join(in_language(page, language).partition("\n\n")[0].split()) for language in LANGUAGES
    )
    return chinese, english
