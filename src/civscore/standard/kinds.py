"""A kind is found by its name: the module of that name in a room, and the class in it.

Adding a mechanism, a kind of fact or a tier demand is adding one file. There is no list to extend
and nothing is imported that a standard does not use.
"""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any


@cache
def names_in(room: str) -> tuple[str, ...]:
    """Names of the kinds in a room, such as `civscore.standard.mechanisms`."""
    package = import_module(room)
    return tuple(sorted(module.name for module in iter_modules(package.__path__)))


@cache
def find(room: str, name: str) -> Any:
    """The class `AllOf` of the module `all_of`.

    Raises:
        KeyError: if the room has no kind of that name.
    """
    if name not in names_in(room):
        raise KeyError(name)
    module = import_module(f"{room}.{name}")
    return getattr(module, "".join(part.capitalize() for part in name.split("_")))
