"""Where each key and value of a TOML text stands: key path → line and column.

The text has been accepted by the TOML parser before it comes here, so this only has to follow it,
never to judge it. A path is what the parsed value is reached by: `("section", 0, "criterion", 2,
"full")`. Two places are kept for each: the key (for "this key is unknown") and the value.

- *A table spread over several headers?* Its first header is its place.
- *A path that is not in the text* (a key that is missing)? The nearest enclosing place.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from typing import TypeAlias

import tomli

from civscore.standard.contents import Path

Place: TypeAlias = tuple[int, int]

_SPACE = re.compile(r"(?:[ \t\r\n]++|#[^\n]*+)*+")
_BARE = re.compile(r"[A-Za-z0-9_-]++(?:\.[A-Za-z0-9_-]++)*+")
_HEADER = re.compile(r"\[(\[?)([A-Za-z0-9_-]++(?:\.[A-Za-z0-9_-]++)*+)\]")
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\\n]++)*+"|\'[^\'\n]*\'', re.DOTALL
)
_SCALAR = re.compile(r"[^,\]}#\n]+")
_PLAIN_LIST = re.compile(r"\[[^\[\]{}\"'#]*+\]")
_ITEM = re.compile(r"[^\s,\[\]][^,\[\]]*")
_PAIR = re.compile(
    r"([A-Za-z0-9_-]++(?:\.[A-Za-z0-9_-]++)*+)[ \t]*+=[ \t]*+"
    r'("(?!"")(?:[^"\\\n]++|\\.)*+"|[^\s"\'\[{][^,\]}#\n]*)?'
)
"""Bare keys, dots between them, and the value, if that is written plainly."""

_CONTINUED = r"(?:\\[ \t]*\n[ \t\n]*)*"
_OPENING = re.compile(rf"(\"\"\")\n?{_CONTINUED}|'''\n?|(\")|'")
_CHARACTER = re.compile(
    rf"(?:\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}}|\\.|.){_CONTINUED}", re.DOTALL
)
"""One character of a string in double quotes, as it is written."""


class Positions:
    """Where the keys and values of one text stand: path → offsets of the key and of the value."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.offsets: dict[Path, tuple[int, int]] = {}

    def of_key(self, path: Path) -> Place:
        """Line and column of the key, or of the nearest place around it."""
        return self._place(self._nearest(path)[0])

    def of_value(self, path: Path) -> Place:
        """Line and column of the value, or of the nearest place around it."""
        return self._place(self._nearest(path)[1])

    def within(self, path: Path, number: int) -> Place:
        """Line and column of one character, by its number, of the string that is the value."""
        at = self._nearest(path)[1]
        opening = _OPENING.match(self.text, at)
        if opening is None:
            return self._place(at)
        at = opening.end()
        is_plain = opening.lastindex is None or "\\" not in self.text[at : at + number + 1]
        for _ in range(0 if is_plain else number):
            written = _CHARACTER.match(self.text, at)
            at = written.end() if written else at
        return self._place(at + number if is_plain else at)

    def _nearest(self, path: Path) -> tuple[int, int]:
        offsets = self.offsets
        while path and path not in offsets:
            path = path[:-1]
        return offsets.get(path, (0, 0))

    def _place(self, at: int) -> Place:
        line = bisect_right(self._line_starts, at)
        return line, at - self._line_starts[line - 1] + 1

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]


def find_positions(text: str) -> Positions:
    """The places of every key and value of a TOML text that parses."""
    return _Scanner(text).scan()


class _Scanner:
    """One pass over the text, holding where it is and which table it is in."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.found = Positions(text)
        self.offsets = self.found.offsets
        self.lengths: dict[Path, int] = {}  # tables of an array of tables so far

    def scan(self) -> Positions:
        table: Path = ()
        self._skip_space()
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                table = self._read_header()
            else:
                self._read_pair(table)
            self._skip_space()
        return self.found

    def _skip_space(self) -> None:
        match = _SPACE.match(self.text, self.at)
        self.at = match.end() if match else self.at

    def _read_header(self) -> Path:
        places = self.at, self.at
        if plain := _HEADER.match(self.text, self.at):
            is_array, key = bool(plain[1]), tuple(plain[2].split("."))
            self.at = plain.end() - 1
        else:
            is_array = self.text.startswith("[[", self.at)
            self.at += 2 if is_array else 1
            key = self._read_key()
        path = self._resolve(key)
        if is_array:
            number = self.lengths.get(path, 0)
            self.lengths[path] = number + 1
            self.offsets.setdefault(path, places)
            path = (*path, number)
        self.offsets.setdefault(path, places)
        self.at += 2 if is_array else 1
        return path

    def _resolve(self, key: tuple[str, ...]) -> Path:
        """The header's path with the latest index after each array of tables before its end."""
        if not self.lengths:
            return key
        path: Path = ()
        for part in key:
            if path in self.lengths:
                path = (*path, self.lengths[path] - 1)
            path = (*path, part)
        return path

    def _read_key(self) -> tuple[str, ...]:
        parts: list[str] = []
        while True:
            self._skip_space()
            if match := _BARE.match(self.text, self.at):
                parts += match.group().split(".")
            elif match := _STRING.match(self.text, self.at):
                parts.append(str(tomli.loads(f"it = {match.group()}")["it"]))
            if match:
                self.at = match.end()
            self._skip_space()
            if match is None or not self.text.startswith(".", self.at):
                return tuple(parts)
            self.at += 1

    def _read_pair(self, table: Path) -> None:
        start = self.at
        if match := _PAIR.match(self.text, start):
            self.at = match.end()
            name = match[1]
            path = self._through(table, name.split("."), start) if "." in name else (*table, name)
            if match[2]:
                self.offsets[path] = start, match.start(2)
                return
        else:
            path = self._through(table, self._read_key(), start)
            self.at += 1  # the equals sign
            self._skip_space()
        self._read_value(path, start)

    def _through(self, table: Path, key: Sequence[str], at: int) -> Path:
        """The path of a key in a table; the tables it opens on its way stand where it does."""
        for depth in range(1, len(key)):
            self.offsets.setdefault((*table, *key[:depth]), (at, at))
        return (*table, *key)

    def _read_value(self, path: Path, key: int) -> None:
        self.offsets[path] = key, self.at
        opening = self.text[self.at]
        if plain := _PLAIN_LIST.match(self.text, self.at):
            self.at = plain.end()
            for number, item in enumerate(_ITEM.finditer(plain.group())):
                at = plain.start() + item.start()
                self.offsets[*path, number] = at, at
        elif opening in "[{":
            self._read_members(path, is_table=opening == "{")
        else:
            pattern = _STRING if opening in "\"'" else _SCALAR
            match = pattern.match(self.text, self.at)
            self.at = match.end() if match else len(self.text)

    def _read_members(self, path: Path, *, is_table: bool) -> None:
        self.at += 1
        number = 0
        self._skip_space()
        while self.at < len(self.text) and self.text[self.at] not in "]}":
            if is_table:
                self._read_pair(path)
            else:
                self._read_value((*path, number), self.at)
                number += 1
            self._skip_space()
            if self.text.startswith(",", self.at):
                self.at += 1
                self._skip_space()
        self.at += 1
