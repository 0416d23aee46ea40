"""Lines of mixed Chinese and Latin text: width in terminal cells, padding, wrapping, bars.

A Chinese character takes two cells. A line is not broken inside a Latin word or a number, nor
before a closing mark.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache, lru_cache
from typing import Final
from unicodedata import category, east_asian_width

from civscore.personal import masked

WIDTH: Final = 80
EARNED, UNPROVEN, LOST = "█", "▒", "░"

_TOKEN: Final = re.compile(
    r"[(\[“‘《【\uff08]*(?:\d[\d.,/-]*%?\s?(?![ -~])\w?|[A-Za-z0-9_.%/@+=-]+|\s+|.)", re.DOTALL
)
"""Opening marks stay with what follows, a number with its unit."""

_HANGING: Final = 2
"""Cells kept free at the end of a line for a closing mark."""

_CLOSING: Final = frozenset(",.;:!?)]}”’》】、。\uff0c\uff1b\uff1a\uff1f\uff01\uff09")


def page(lines: Iterable[str]) -> str:
    """The lines of a page, with numbers covered by which a person is known."""
    return masked("\n".join(line.rstrip() for line in lines) + "\n")


def cell_len(text: str) -> int:
    """How many cells of a terminal the text takes."""
    return sum(map(_cells_of, text))


@lru_cache(maxsize=4096)
def _size_of(token: str) -> int:
    """As `cell_len`; the same words come again and again."""
    return cell_len(token)


@cache
def _cells_of(character: str) -> int:
    """Two for what East Asian type sets wide, none for marks put on another character."""
    if category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if east_asian_width(character) in {"W", "F"} else 1


def padded(text: str, width: int, *, right: bool = False) -> str:
    """The text filled up with spaces to so many cells."""
    space = " " * max(0, width - cell_len(text))
    return space + text if right else text + space


def shortened(text: str, width: int) -> str:
    """The text cut to so many cells, marked where it is cut."""
    if cell_len(text) <= width:
        return text
    kept = ""
    for character in text:
        if cell_len(kept + character) > width - 1:
            break
        kept += character
    return kept + "…"


def wrapped(text: str, width: int = WIDTH, *, indent: str = "", first: str | None = None) -> str:
    """The text in lines of so many cells at most; `first` begins the first line."""
    line = [indent if first is None else first]
    room = cell_len(line[0])
    if room + cell_len(text) <= width - _HANGING:
        return (line[0] + text).rstrip()
    lines: list[str] = []
    for token in _tokens(text):
        size = _size_of(token)
        limit = width if token in _CLOSING else width - _HANGING
        if room + size > limit and (len(line) > 1 or line[0].strip()):
            down = _carried(line) if token in _CLOSING else []
            lines.append("".join(line).rstrip())
            line = [indent, *down]
            room = cell_len("".join(line))
            if token.isspace():
                continue
        line.append(token)
        room += size
    lines.append("".join(line).rstrip())
    return "\n".join(lines)


def _carried(line: list[str]) -> list[str]:
    """Taken off the end of a line: what a closing mark goes with, so that it begins no line."""
    at = len(line) - 1
    while at > 1 and line[at] in _CLOSING:
        at -= 1
    down = line[at:] if at > 1 else []
    del line[len(line) - len(down) :]
    return down


def _tokens(text: str) -> Iterator[str]:
    most = WIDTH // 2
    for token in _TOKEN.findall(text):
        if len(token) <= most:
            yield token
        else:
            yield from (token[at : at + most] for at in range(0, len(token), most))


def bar(earned: Decimal, possible: Decimal, full: Decimal, width: int) -> str:
    """Earned, unproven and lost out of the full points, each at least its whole cells."""
    if full <= 0:
        return ""
    first = _cells(earned, full, width)
    second = max(first, _cells(possible, full, width))
    return EARNED * first + UNPROVEN * (second - first) + LOST * (width - second)


def _cells(points: Decimal, full: Decimal, width: int) -> int:
    return max(0, min(width, int(points * width / full)))


def marks(places: list[tuple[Decimal, str]], full: Decimal, width: int) -> Iterator[str]:
    """Lines under a bar that point at places on it, labels apart; none if there are none."""
    if not places:
        return
    line = [" "] * width
    for place, _ in places:
        line[min(width - 1, _cells(place, full, width))] = "▲"
    yield "".join(line).rstrip()
    starts: list[int] = []
    used = 0
    for place, label in places:
        at = min(width - 1, _cells(place, full, width))
        starts.append(max(at - cell_len(label) // 2, used))
        used = starts[-1] + cell_len(label) + 1
    end = width
    for number in range(len(places) - 1, -1, -1):
        starts[number] = min(starts[number], end - cell_len(places[number][1]))
        end = starts[number] - 1
    labels = ""
    for start, (_, label) in zip(starts, places, strict=True):
        labels += " " * (start - cell_len(labels)) + label
    yield labels
