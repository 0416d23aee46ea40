"""A workbook while it is read: its sheets cell by cell, and what has been understood of them.

A ledger is a document like a TOML text; its places are cells.
"""

from collections.abc import Collection, Mapping
from hashlib import sha256
from json import loads
from typing import Any, Final, get_args

from civscore.diagnostics import Diagnostic, Location, fault
from civscore.evidence.answers import answer
from civscore.evidence.cells import RefusedCellError, Typed
from civscore.evidence.packages import Package
from civscore.evidence.scanning import Oddities, Place
from civscore.standard.blanks import BlankKind
from civscore.standard.contents import Path
from civscore.standard.document import Document

CELL_FAILED: Final = fault(
    "cell-failed",
    ("这一格的公式{what}", "the formula of this cell {what}"),
    (
        "请在 Excel 里打开、算好、保存，或直接填数",
        "open, calculate and save it, or type the number",
    ),
)


class Ledger(Document):
    """What a workbook says, and where each thing stands in it."""

    def __init__(self, file: str, content: bytes) -> None:
        super().__init__(file, "", {})
        self.places: dict[Path, tuple[str, Place]] = {}
        self.unsound: set[Path] = set()
        """What is wrong in some cell, and left out for it."""
        self._content = content

    @property
    def digest(self) -> str:
        return sha256(self._content).hexdigest()

    def value_at(self, path: Path) -> Location:
        """The cell under the path, or the nearest around it."""
        while path and path not in self.places:
            path = path[:-1]
        return self.cell(*self.places[path]) if path else Location(self.file)

    def key_at(self, path: Path) -> Location:
        return self.value_at(path)

    def within(self, path: Path, offset: int) -> Location:  # noqa: ARG002
        return self.value_at(path)

    def cell(self, sheet: str, place: Place) -> Location:
        """Where a cell is."""
        return Location(self.file, place[0] + 1, place[1] + 1, sheet)

    def answer(self, sheet: "Sheet", mark: Mapping[str, Any], place: Place, path: Path) -> Any:
        """What a cell says; what it says wrongly is noted, and what it is of is left out."""
        try:
            return answer(mark, sheet.typed(place))
        except RefusedCellError as refused:
            where = self.cell(sheet.name, place)
            self.diagnostics.append(Diagnostic(refused.fault, where, refused.values))
            self.unsound.add(path[: 3 if path[0] == "scores" else 2])
        return None

    def put(self, path: Path, value: Any, sheet: str, place: Place) -> bool:
        """Keep a value under a path; False where that is taken by something else."""
        table: Any = self.data
        for depth, key in enumerate(path[:-1], 1):
            self.places.setdefault(path[:depth], (sheet, place))
            table = table.setdefault(key, {})
            if not isinstance(table, dict):
                return False
        self.places[path] = sheet, place
        if isinstance(value, dict) and isinstance(table.get(path[-1], {}), dict):
            table[path[-1]] = {**table.get(path[-1], {}), **value}
            return True
        is_listed = any(isinstance(key, int) for key in table)
        if path[-1] in table or (is_listed and not isinstance(path[-1], int)):
            return False
        table[path[-1]] = value
        return True


HEADS: Final = frozenset({"bundle", "community", "period", "facts"})
"""Tables of which single answers are given."""

_DEEPEST: Final = 8
_KINDS: Final = frozenset(get_args(BlankKind))


def _is_ours(mark: dict[str, Any]) -> bool:
    """Whether a mark is like those we write; whoever changed it meant no good."""
    paths = [mark.get("path", []), mark.get("given", [])]
    options = mark.get("options", {})
    return (
        all(isinstance(path, list) for path in paths)
        and all(map(_is_path, (paths[0], *paths[1])))
        and mark.get("kind", "text") in _KINDS
        and isinstance(options, dict)
        and all(isinstance(title, str) for title in options.values())
        and isinstance(mark.get("with", {}), dict)
        and isinstance(mark.get("key", ""), str)
    )


def _is_path(path: object) -> bool:
    """A path: names, and places in what is under a name."""
    return (
        isinstance(path, list)
        and len(path) <= _DEEPEST
        and all(isinstance(key, (str, int)) for key in path)
    )


def is_named(path: Path, heads: Collection[str]) -> bool:
    """Whether a path says of which table it is, and under which name."""
    return len(path) > 1 and path[0] in heads and isinstance(path[1], str)


class Sheet:
    """A sheet of a workbook, cell by cell."""

    def __init__(self, sheet: Any, oddities: Oddities, package: Package) -> None:
        self.name: str = sheet.name
        self.rows: list[list[Any]] = sheet.to_python(skip_empty_area=False)
        self._oddities, self._package = oddities, package
        self.merged: dict[Place, Place] = {
            (row, column): first
            for first, last in sheet.merged_cell_ranges or ()
            for row in range(first[0], min(last[0] + 1, len(self.rows)))
            for column in range(first[1], min(last[1] + 1, len(self.rows[row])))
        }

    def mark(self, row: int, column: int) -> Any:
        """What a hidden cell says, if it is one of ours."""
        text = self.at((row, column))
        if not isinstance(text, str) or not text.startswith("{"):
            return None
        try:
            found = loads(text)
        except (ValueError, RecursionError):
            return None
        return found if isinstance(found, dict) and _is_ours(found) else None

    def at(self, place: Place) -> Any:
        """What is in a cell."""
        row, column = place
        inside = row < len(self.rows) and column < len(self.rows[row])
        return self.rows[row][column] if inside else ""

    def typed(self, place: Place) -> Typed:
        """What is in a cell, with how it is shown.

        Raises:
            RefusedCellError: if it holds a formula without a result.
        """
        if place in self._oddities.failed:
            raise RefusedCellError(CELL_FAILED, what="出错了 has failed")
        value = self.at(place)
        if value == "" and place in self._oddities.uncalculated:
            raise RefusedCellError(CELL_FAILED, what="还没有算过 was never worked out")
        return Typed(value, place in self._oddities.percent, self._package.is_1904)
