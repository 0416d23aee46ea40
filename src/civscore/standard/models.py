"""The pydantic model of a noun, derived from the noun's own annotations.

Only a text in doubt comes here; see `tables`.
"""

from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    TypeAdapter,
    create_model,
    model_validator,
)
from pydantic_core import PydanticCustomError

from civscore.standard.nouns import keys_of
from civscore.standard.numbers import Check, Fewest, RefusedError
from civscore.values import Value


@cache
def adapter_of(noun: Any) -> TypeAdapter[Any]:
    """Pydantic's checker of a noun."""
    keys = keys_of(noun)
    if "root" in keys:
        return TypeAdapter(_for_pydantic(keys["root"][1]))
    return TypeAdapter(model_of(noun))


@cache
def model_of(noun: Any) -> type[BaseModel]:
    """The pydantic model of a noun: the same keys, types and defaults; unknown keys refused."""
    fields: dict[str, Any] = {}
    for key, (name, annotation) in keys_of(noun).items():
        default = noun.defaults.get(name, ...)
        is_own = noun in nouns_in(annotation)
        kind = f"tuple[{noun.__name__}, ...]" if is_own else _for_pydantic(annotation)
        fields[name] = (kind, Field(default, alias=key))

    def check(model: Any) -> Any:
        made = noun(**{name: getattr(model, name) for name in noun.fields})
        try:
            made.check()
        except RefusedError as refused:
            raise PydanticCustomError(refused.reason, "{reason}", _context(refused)) from None
        return model

    validators: dict[str, Any] = {}
    if hasattr(noun, "check"):
        validators["together"] = model_validator(mode="after")(check)
    config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)
    model: type[BaseModel] = create_model(
        noun.__name__, __config__=config, __validators__=validators, **fields
    )
    model.model_rebuild(_types_namespace={noun.__name__: model})
    return model


def _context(refused: RefusedError) -> dict[str, Any]:
    return {"reason": refused.reason, **refused.values}


def nouns_in(annotation: Any) -> tuple[Any, ...]:
    """The nouns an annotation speaks of."""
    if isinstance(annotation, type) and issubclass(annotation, Value):
        return (annotation,)
    marked = get_origin(annotation) is Annotated
    inner = get_args(annotation)[:1] if marked else get_args(annotation)
    if marked and any(isinstance(mark, Check) for mark in get_args(annotation)[1:]):
        return ()
    return tuple(found for one in inner for found in nouns_in(one))


def _for_pydantic(annotation: Any) -> Any:
    """The annotation with nouns as models and our marks as pydantic's."""
    noun: Any = annotation
    if isinstance(noun, type) and issubclass(noun, Value):
        return model_of(annotation)
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        if any(isinstance(mark, Check) for mark in arguments[1:]):
            return annotation
        kind = _for_pydantic(arguments[0])
        for mark in arguments[1:]:
            if isinstance(mark, Fewest):
                kind = Annotated[kind, Field(min_length=mark.number)]
        return kind
    if origin is tuple:
        return tuple[tuple(_for_pydantic(one) for one in arguments)]  # type: ignore[misc]
    if origin is dict:
        return dict[str, _for_pydantic(arguments[1])]  # type: ignore[misc]
    if origin in {Union, UnionType}:
        return Union[tuple(_for_pydantic(one) for one in arguments)]  # noqa: UP007
    return annotation
