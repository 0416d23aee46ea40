"""The keys a noun has in TOML, read from its annotations; and what can be wrong with a key."""

from collections.abc import Mapping
from functools import cache
from sys import modules
from typing import Annotated, Any, Final, get_args, get_origin

from civscore.diagnostics import fault
from civscore.standard.numbers import Key

UNKNOWN_KEY: Final = fault(
    "unknown-key",
    ("不认识的键“{name}”", "unknown key “{name}”"),
    ("{near}", "{near}"),
    why=(
        "写错的键若被忽略，要求就悄悄失效；所以一律拒绝",
        "a misspelt key that is ignored drops a demand in silence",
    ),
)
MISSING_KEY: Final = fault(
    "missing-key",
    ("缺少必填的键“{name}”", "the key “{name}” is missing"),
    (
        "请补上 {name} = …，写什么问 civscore explain {name}",
        "add {name} = …; civscore explain {name} tells what",
    ),
)
WRONG_TYPE: Final = fault(
    "wrong-type",
    ("写成了 {found}，类型不对", "{found} is of the wrong type"),
    ("此处应为{expected}", "expected {expected}"),
)

READER_ONLY: Final = frozenset({"way", "way_name", "demands", "chapters"})
"""Fields filled with what is found by name: a mechanism, demands. Nobody writes these keys."""


@cache
def keys_of(noun: Any) -> Mapping[str, tuple[str, Any]]:
    """TOML key → field name and annotation, base class first."""
    found: dict[str, tuple[str, Any]] = {}
    for kind in reversed(noun.__mro__):
        scope = vars(modules[kind.__module__])
        for name, written in kind.__dict__.get("__annotations__", {}).items():  # noqa: RUF063
            if name in noun.fields:
                annotation = eval_name(written, scope)
                marks = get_args(annotation)[1:] if _is_annotated(annotation) else ()
                key = next((mark.name for mark in marks if isinstance(mark, Key)), name)
                found[key] = name, annotation
    return found


def eval_name(annotation: Any, scope: Mapping[str, Any]) -> Any:
    """An annotation; one written as `"tuple[Section, ...]"` is looked up in its module."""
    if not isinstance(annotation, str):
        return annotation
    inner = annotation.removeprefix("tuple[").removesuffix(", ...]")
    return tuple[scope[inner], ...]  # type: ignore[valid-type]


def _is_annotated(annotation: Any) -> bool:
    return get_origin(annotation) is Annotated
