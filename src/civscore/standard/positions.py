"""Where each key and value of a TOML text stands: key path → line and column.

The text has been accepted by the TOML parser before it comes here, so this only has to follow it,
never to judge it. A path is what the parsed value is reached by: `("section", 0, "criterion", 2,
"full")`. Two places are kept for each: the key (for "this key is unknown") and the value.

- *A table spread over several headers?* Its first header is its place.
- *A path that is not in the text* (a key that is missing)? The nearest enclosing place.
"""

import re
from collections.abc import Mapping
from typing import Final, TypeAlias

import tomli

Path: TypeAlias = tuple[str | int, ...]
Place: TypeAlias = tuple[int, int]

_SPACE = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'', re.DOTALL
)
_SCALAR = re.compile(r"[^,\]}#\n]+")


class Positions:
    """Places of the keys and values of one text."""

    def __init__(self) -> None:
        self.keys: dict[Path, Place] = {}
        self.values: dict[Path, Place] = {}

    def of_key(self, path: Path) -> Place:
        """Line and column of the key, or of the nearest place around it."""
        return _nearest_place(self.keys, path)

    def of_value(self, path: Path) -> Place:
        """Line and column of the value, or of the nearest place around it."""
        return _nearest_place(self.values, path)


def _nearest_place(places: Mapping[Path, Place], path: Path) -> Place:
    while path:
        if path in places:
            return places[path]
        path = path[:-1]
    return (1, 1)


def find_positions(text: str) -> Positions:
    """The places of every key and value of a TOML text that parses."""
    return _Scanner(text).scan()


class _Scanner:
    """One pass over the text, holding where it is and which table it is in."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.found = Positions()
        self.lengths: dict[Path, int] = {}  # tables of an array of tables so far
        starts = [match.end() for match in re.finditer(r"\n", text)]
        self.line_starts: Final = [0, *starts]
        self.line = 0

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

    def _place(self) -> Place:
        while self.line + 1 < len(self.line_starts) and self.line_starts[self.line + 1] <= self.at:
            self.line += 1
        return self.line + 1, self.at - self.line_starts[self.line] + 1

    def _skip_space(self) -> None:
        match = _SPACE.match(self.text, self.at)
        self.at = match.end() if match else self.at

    def _note(self, path: Path, place: Place) -> None:
        self.found.keys.setdefault(path, place)
        self.found.values.setdefault(path, place)

    def _read_header(self) -> Path:
        place = self._place()
        is_array = self.text.startswith("[[", self.at)
        self.at += 2 if is_array else 1
        path = self._resolve(self._read_key())
        if is_array:
            number = self.lengths.get(path, 0)
            self.lengths[path] = number + 1
            self._note(path, place)
            path = (*path, number)
        self._note(path, place)
        self.at += 2 if is_array else 1
        return path

    def _resolve(self, key: tuple[str, ...]) -> Path:
        """The header's path with the latest index after each array of tables before its end."""
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
                parts.append(match.group())
            elif match := _STRING.match(self.text, self.at):
                parts.append(str(tomli.loads(f"it = {match.group()}")["it"]))
            if match:
                self.at = match.end()
            self._skip_space()
            if match is None or not self.text.startswith(".", self.at):
                return tuple(parts)
            self.at += 1

    def _read_pair(self, table: Path) -> None:
        place = self._place()
        key = self._read_key()
        for depth in range(1, len(key) + 1):
            self.found.keys.setdefault((*table, *key[:depth]), place)
        self.at += 1  # the equals sign
        self._skip_space()
        for depth in range(1, len(key)):
            self.found.values.setdefault((*table, *key[:depth]), place)
        self._read_value((*table, *key))

    def _read_value(self, path: Path) -> None:
        self.found.values[path] = self._place()
        self.found.keys.setdefault(path, self._place())
        opening = self.text[self.at]
        if opening in "[{":
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
                self._read_value((*path, number))
                number += 1
            self._skip_space()
            if self.text.startswith(",", self.at):
                self.at += 1
            self._skip_space()
        self.at += 1
