"""What has been judged so far, line by line in a file, so that a crash loses nothing.

    {"key": "…", "id": "a", "cells": {"id": "a", "earned": ["73.21"], …}, "aside": [], "shown": []}

The key is the digest of the standard, of how it is judged and of the bundle: what has changed since
is judged again. A line that a crash cut short is left out, and so judged again, too.
"""

import json
from collections.abc import Mapping
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from civscore.cohorts.pictures import Picture
from civscore.cohorts.results import Cells
from civscore.diagnostics import Location
from civscore.values import Value


class Outcome(Value):
    """What is written of one bundle."""

    id: str
    cells: Cells | None  # None where it is set aside
    aside: tuple[tuple[str, int, int, str, str], ...]
    """File, line, column, code, because."""

    shown: tuple[Picture, ...] = ()
    league: str = ""  # "" where there are none, or it is not known


def key_of(settings: str, path: Path) -> str:
    """The key of a bundle: its text as it is, of its other files the names, sizes and times."""
    said = [settings, path.name]
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    for file in files:
        if file.is_file():
            state = file.stat()
            is_text = file.suffix in {".toml", ".csv"}
            seen = file.read_bytes() if is_text else (state.st_size, state.st_mtime_ns)
            said += [str(file.relative_to(path.parent)), repr(seen)]
    return sha256("\0".join(said).encode()).hexdigest()


class Journal:
    """A journal, read when it is opened and added to while judging goes on."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.known: dict[str, Outcome] = {}
        if path.is_file():
            for line in path.read_text("utf-8").split("\n"):
                try:
                    entry = json.loads(line)
                    self.known[entry["key"]] = _read(entry)
                except (ValueError, KeyError, TypeError):
                    continue
        self._file: IO[bytes] = path.open("ab")
        if path.stat().st_size:
            self._file.write(b"\n")  # a line cut short ends here

    def add(self, key: str, outcome: Outcome) -> None:
        """One more, safe from now on."""
        line = json.dumps({"key": key, **_written(outcome)}, ensure_ascii=False)
        self._file.write(line.encode() + b"\n")
        self._file.flush()

    def close(self) -> None:
        """Nothing is added any more."""
        self._file.close()

    def remove(self) -> None:
        """It is not needed: all is judged and written."""
        self.close()
        self.path.unlink()


def _written(one: Outcome) -> Mapping[str, Any]:
    cells = one.cells
    return {
        "id": one.id,
        "cells": cells and {name: _cell(value) for name, value in cells.items()},
        "aside": one.aside,
        "league": one.league,
        "shown": [
            [str(p.path), p.id, p.name, p.piece, p.file, p.size, _place(p.place)] for p in one.shown
        ],
    }


def _place(place: Location) -> tuple[str, int, int, str]:
    return place.file, place.line, place.column, place.sheet


def _cell(value: Decimal | str | None) -> Any:
    return [str(value)] if isinstance(value, Decimal) else value


def _read(entry: Mapping[str, Any]) -> Outcome:
    cells = entry["cells"]
    if cells is not None:
        cells = {n: Decimal(one[0]) if isinstance(one, list) else one for n, one in cells.items()}
    aside: Any = tuple(tuple(one) for one in entry["aside"])
    shown = tuple(
        Picture(Path(path), ids, name, piece, file, size, Location(*place))
        for path, ids, name, piece, file, size, place in entry["shown"]
    )
    return Outcome(entry["id"], cells, aside, shown, entry["league"])
