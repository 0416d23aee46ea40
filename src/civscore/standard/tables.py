"""TOML table → noun. A sound table is built directly; one in doubt goes to pydantic.

A noun is a `Value` whose annotations say what its keys hold. `build` follows them and gives the
noun or raises; it explains nothing. `read_table` then has pydantic check the model derived from
the same annotations and notes every fault with its place. So a sound text, which is nearly every
text that is ever scored, never waits for pydantic to be imported, and a faulty one gets the best
account of itself; both go by the one declaration.

A noun whose only field is `root` stands for the bare value: `all_of = [...]`, `total = 80`.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Literal, TypeAlias, TypeVar, Union, get_args, get_origin

from civscore.standard.document import Entry
from civscore.standard.nouns import keys_of
from civscore.standard.numbers import Check, Fewest, RefusedError, read_text
from civscore.values import Value, replaced

Reader: TypeAlias = Callable[[Any], Any]
PartReader: TypeAlias = Callable[[Any, Entry], Any]
Parts: TypeAlias = Mapping[str, tuple[type, PartReader]]
"""Key → the shape its value has to have to be read apart, and its reader."""

Noun = TypeVar("Noun", bound=Value)
_NOTHING_READ: Final[Mapping[str, Any]] = {}


def read_table(noun: type[Noun], value: Any, entry: Entry, **read: Any) -> Noun | None:
    """The noun a TOML value declares; None if it is faulty, which the entry then knows.

    Fields given as `read` were read apart and are not looked for in the value.
    """
    try:
        return build(noun, value, read)
    except RefusedError:
        from civscore.standard.complaints import note_faults

        note_faults(noun, value, entry, read)
        entry.mark_unsound()
        return None


def read_sound(standin: Noun, value: Any, entry: Entry, **read: Any) -> Noun:
    """The noun a TOML value declares; what is faulty or missing is then the stand-in's.

    So a fault in one table hides none in another. The entry knows that it is unsound.
    """
    kind: Any = type(standin)
    noun: Noun | None = read_table(kind, value, entry, **read)
    return replaced(standin, **(_sound_keys(standin, value) | read)) if noun is None else noun


def _sound_keys(noun: Value, value: Any) -> dict[str, Any]:
    kind: Any = type(noun)
    _, readers = _readers(kind)
    sound: dict[str, Any] = {}
    for key in readers.keys() & value.keys() if isinstance(value, dict) else ():
        name, reader = readers[key]
        with suppress(RefusedError):
            sound[name] = reader(value[key])
    return sound


def read_parts(standin: Noun, value: Any, entry: Entry, parts: Parts, **read: Any) -> Noun:
    """As `read_sound`, with the tables and lists of tables under some keys read one by one."""
    if not isinstance(value, dict):
        return read_sound(standin, value, entry, **read)
    rest = dict(value)
    for key, (shape, reader) in parts.items():
        if isinstance(rest.get(key), shape) and rest[key]:
            read[key] = reader(rest.pop(key), entry.at(key))
    return read_sound(standin, rest, entry, **read)


def each(reader: PartReader) -> tuple[type, PartReader]:
    """The part that is a list of what the reader reads."""

    def read_each(values: Any, entry: Entry) -> Any:
        return tuple([reader(value, entry.at(number)) for number, value in enumerate(values)])

    return list, read_each


def build(noun: type[Noun], value: Any, read: Mapping[str, Any] = _NOTHING_READ) -> Noun:
    """The noun, directly; some of its fields may have been read before.

    Raises:
        RefusedError: if anything is not as declared; pydantic knows what.
    """
    kind: Any = noun
    required, readers = _readers(kind)
    if "root" in readers:
        return noun(readers["root"][1](value))
    if not isinstance(value, dict) or not required - read.keys() <= value.keys():
        raise RefusedError("dict_type")
    built: dict[str, Any] = dict(read)
    for key, one in value.items():
        if key not in readers:
            raise RefusedError("extra_forbidden")
        name, reader = readers[key]
        built[name] = reader(one)
    made = noun(**built)
    check = getattr(made, "check", None)
    if check is not None:
        check()
    return made


@cache
def _readers(noun: Any) -> tuple[frozenset[str], Mapping[str, tuple[str, Reader]]]:
    """Keys that must be there, and how each key is read."""
    keys = keys_of(noun)
    required = frozenset(key for key, (name, _) in keys.items() if name not in noun.defaults)
    return required, {key: (name, _reader(kind)) for key, (name, kind) in keys.items()}


def _reader(kind: Any) -> Reader:
    """How a value of this annotation is read."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _marked(arguments[0], arguments[1:])
    if kind is str:
        return read_text
    if origin is Literal:
        return _one_of(frozenset(arguments))
    if origin in {Union, UnionType}:
        return _either([_reader(one) for one in arguments if one is not NoneType])
    if origin is tuple:
        return _list(arguments)
    if origin is dict:
        return _table(_reader(arguments[1]))
    if isinstance(kind, type) and issubclass(kind, Value):
        return lambda value: build(kind, value)
    return lambda value: value


def _marked(kind: Any, marks: tuple[Any, ...]) -> Reader:
    for mark in marks:
        if isinstance(mark, Check):
            return mark.rule
    read = _reader(kind)
    fewest = next((mark.number for mark in marks if isinstance(mark, Fewest)), 0)

    def marked(value: Any) -> Any:
        entries = read(value)
        if fewest and len(entries) < fewest:
            raise RefusedError("too_short", least=fewest)
        return entries

    return marked


def _one_of(options: frozenset[Any]) -> Reader:
    def one_of(value: Any) -> Any:
        if not isinstance(value, str) or value not in options:
            raise RefusedError("literal_error")
        return value

    return one_of


def _either(readers: list[Reader]) -> Reader:
    if len(readers) == 1:
        return readers[0]

    def either(value: Any) -> Any:
        for reader in readers:
            try:
                return reader(value)
            except RefusedError as refused:
                last = refused
        raise last

    return either


def _list(kinds: tuple[Any, ...]) -> Reader:
    each = _reader(kinds[0])
    size = None if kinds[-1] is Ellipsis else len(kinds)

    def read_list(value: Any) -> Any:
        if not isinstance(value, list) or size not in {None, len(value)}:
            raise RefusedError("tuple_type")
        return tuple([each(one) for one in value])

    return read_list


def _table(reader: Reader) -> Reader:
    def read_dict(value: Any) -> Any:
        if not isinstance(value, dict):
            raise RefusedError("dict_type")
        return {key: reader(one) for key, one in value.items()}

    return read_dict
