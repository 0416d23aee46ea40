"""TOML table → noun. A sound table is built directly; one in doubt goes to pydantic.

A noun is a `Value` whose annotations say what its keys hold. `build` follows them and gives the
noun or raises; it explains nothing. `read_table` then has pydantic check the model derived from
the same annotations and notes every fault with its place. So a sound text, which is nearly every
text that is ever scored, never waits for pydantic to be imported, and a faulty one gets the best
account of itself; both go by the one declaration.

A noun whose only field is `root` stands for the bare value: `all_of = [...]`, `total = 80`.
"""

from collections.abc import Callable, Mapping
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeAlias, TypeVar, Union, get_args, get_origin

from civscore.standard.document import Entry
from civscore.standard.nouns import keys_of
from civscore.standard.numbers import Check, Fewest, RefusedError, read_text
from civscore.values import Value

Reader: TypeAlias = Callable[[Any], Any]
Noun = TypeVar("Noun", bound=Value)


def read_table(noun: type[Noun], value: Any, entry: Entry) -> Noun | None:
    """The noun a TOML value declares; None if it is faulty, which the entry then knows."""
    try:
        return build(noun, value)
    except RefusedError:
        from civscore.standard.complaints import note_faults

        note_faults(noun, value, entry)
        return None


def build(noun: type[Noun], value: Any) -> Noun:
    """The noun, directly.

    Raises:
        RefusedError: if anything is not as declared; pydantic knows what.
    """
    kind: Any = noun
    required, readers = _readers(kind)
    if "root" in readers:
        return noun(readers["root"][1](value))
    if not isinstance(value, dict) or not required <= value.keys():
        raise RefusedError("dict_type")
    built: dict[str, Any] = {}
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
