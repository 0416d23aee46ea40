"""What has been judged so far, line by line in a file, so that a crash loses nothing.

    {"key": "…", "id": "a", "cells": {"id": "a", "earned": ["73.21"], …}, "aside": [], "shown": [],
     "league": "", "stand": null}

The key is the digest of the standard, of how it is judged, of the bundle and of what the field has
told it: what has changed since is judged again. A line that a crash cut short is left out, and so
judged again, too.
"""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from civscore.cohorts.pictures import Picture
from civscore.cohorts.results import Cells
from civscore.cohorts.standing import Stand
from civscore.cohorts.telling import Told
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
    stand: Stand | None = None  # where that is wanted


def key_of(settings: str, path: Path) -> str:
    """The key of a bundle: its text as it is, of its other files the names, sizes and times."""
    said = [settings, str(path)]
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    for file in files:
        if file.is_file():
            state = file.stat()
            is_text = file.suffix in {".toml", ".csv"}
            seen = file.read_bytes() if is_text else (state.st_size, state.st_mtime_ns)
            said += [str(file.relative_to(path.parent)), repr(seen)]
    return _digest(*said)


def key_with(key: str, told: Told) -> str:
    """The key of a bundle together with what it is told."""
    return _digest(key, repr(told))


def _digest(*said: str) -> str:
    return sha256("\0".join(said).encode()).hexdigest()


class Journal:
    """A journal: what it knows from before, and what is added to it while it is open."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.known: dict[str, Outcome] = {}
        if path.is_file():
            for line in path.read_text("utf-8").split("\n"):
                try:
                    entry = json.loads(line)
                    self.known[entry["key"]] = _read(entry)
                except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError):
                    continue

    def __enter__(self) -> Self:
        self._file: IO[bytes] = self.path.open("ab")
        if self._file.tell():
            self._file.write(b"\n")  # a line cut short ends here
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def add(self, key: str, outcome: Outcome) -> None:
        """One more, safe from now on."""
        line = json.dumps({"key": key, **_written(outcome)}, ensure_ascii=False, default=_ratio)
        self._file.write(line.encode() + b"\n")
        self._file.flush()

    def remove(self) -> None:
        """It is not needed: all is judged and written."""
        self.path.unlink()


def _written(one: Outcome) -> Mapping[str, Any]:
    cells = one.cells
    return {
        "id": one.id,
        "cells": cells and {name: _cell(value) for name, value in cells.items()},
        "aside": one.aside,
        "league": one.league,
        "stand": one.stand and [getattr(one.stand, name) for name in Stand.fields],
        "shown": [
            [str(p.path), p.id, p.name, p.piece, p.file, p.size, _place(p.place)] for p in one.shown
        ],
    }


def _place(place: Location) -> tuple[str, int, int, str]:
    return place.file, place.line, place.column, place.sheet


def _ratio(number: Fraction) -> str:
    return str(number)


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
    stand = entry["stand"] and _stand(*entry["stand"])
    return Outcome(entry["id"], cells, aside, shown, entry["league"], stand)


def _stand(name: str, parent: str | None, leagues: Sequence[str], *numbers: Any) -> Stand:
    return Stand(name, parent, tuple(leagues), *map(_numbers, numbers))


def _numbers(said: Any) -> Any:
    """Tuples and mappings of numbers and truths, as they were."""
    if isinstance(said, dict):
        return {name: _numbers(one) for name, one in said.items()}
    if isinstance(said, list):
        return tuple(map(_numbers, said))
    return Fraction(said) if isinstance(said, str) else said
