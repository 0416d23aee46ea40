"""What a parsed TOML text holds, table within table, whatever it means."""

from collections.abc import Iterator
from decimal import Decimal
from typing import TypeAlias

from civscore.exact import MOST_DECIMALS, InexactError, decimals_of, read_number

Path: TypeAlias = tuple[str | int, ...]
"""Keys and numbers that lead to a value."""


def values_in(data: object) -> Iterator[object]:
    """A parsed text and every value inside it, however deep."""
    waiting = [data]
    while waiting:
        one = waiting.pop()
        yield one
        if isinstance(one, dict):
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one


def decimals_in(data: object) -> int:
    """The most decimals of any number in a parsed text, shares written as text included."""
    most = 0
    for one in values_in(data):
        if isinstance(one, Decimal):
            most = max(most, decimals_of(one))
        elif isinstance(one, str) and one[-1:] in {"%", "‰"}:
            most = max(most, _share_decimals(one))
        elif isinstance(one, dict) and isinstance(amounts := one.get("decimals"), int):
            most = max(most, amounts)  # of points a person has yet to judge
    return min(most, MOST_DECIMALS)


def _share_decimals(text: str) -> int:
    try:
        return decimals_of(read_number(text))
    except InexactError:  # a text that happens to end so
        return 0
