"""Immutable values with named fields: what every noun of the house is made of.

    class Split(Value):
        full: Decimal
        earned: Decimal = Decimal(0)

A field is an annotation, its default what is assigned to it; fields of a base class come first.
Type checkers read a `Value` as a frozen dataclass. It is not one because generating a dataclass
costs about a millisecond each time the program starts, and the house has some eighty nouns; see
`docs/decisions/0003-start-up.md`.
"""

from collections.abc import Mapping
from typing import Any, ClassVar, NoReturn, TypeVar, dataclass_transform

AnyValue = TypeVar("AnyValue", bound="Value")


@dataclass_transform(frozen_default=True)
class Value:
    """A value: equal to another of its class with equal fields, never changed."""

    fields: ClassVar[tuple[str, ...]] = ()
    defaults: ClassVar[Mapping[str, Any]] = {}

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        own = [
            name
            for name, kind in cls.__dict__.get("__annotations__", {}).items()  # noqa: RUF063
            if getattr(kind, "__origin__", kind) is not ClassVar
        ]
        cls.fields = (*cls.fields, *(name for name in own if name not in cls.fields))
        cls.defaults = {**cls.defaults, **{n: cls.__dict__[n] for n in own if n in cls.__dict__}}

    def __init__(self, *values: Any, **named: Any) -> None:
        given = self.__dict__
        if not named and len(values) == len(self.fields):
            given.update(zip(self.fields, values))  # noqa: B905 - just counted
            return
        given.update(self.defaults)
        if values:
            given.update(zip(self.fields, values, strict=False))
        given.update(named)
        if len(given) != len(self.fields) or len(values) > len(self.fields):
            wrong = set(self.fields).symmetric_difference(given)
            message = f"{type(self).__name__}: missing or unknown fields {sorted(wrong)}"
            raise TypeError(message)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        message = f"{type(self).__name__}.{name} cannot change"
        raise AttributeError(message)

    __delattr__ = __setattr__  # type: ignore[assignment]

    def __getstate__(self) -> dict[str, Any]:
        """What is sent elsewhere: the fields, and nothing that was worked out from them."""
        return {name: self.__dict__[name] for name in self.fields}

    def _items(self) -> tuple[Any, ...]:
        return tuple([self.__dict__[name] for name in self.fields])

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self._items() == other._items()

    def __hash__(self) -> int:
        return hash((type(self), self._items()))

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={self.__dict__[name]!r}" for name in self.fields)
        return f"{type(self).__name__}({shown})"


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Declared(Value):
    """A noun somebody writes in TOML: built by its keys, so required fields may follow others."""


def replaced(value: AnyValue, /, **changes: object) -> AnyValue:
    """The value with some fields changed."""
    return type(value)(**{**{name: getattr(value, name) for name in value.fields}, **changes})
