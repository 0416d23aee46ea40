"""A text merged of several: each of its tables and keys still stands where it was written.

While it is made it is a tree of nodes, one for each table that can be named, changed or removed.
Flattened it is a document like any other, except that its places lie in several files.
"""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from civscore.diagnostics import Location
from civscore.standard.contents import Path
from civscore.standard.document import Document

NAMED: Final = frozenset({"sources", "facts", "parameters"})
SINGLE: Final = frozenset({"standard", "scoring"})
NESTED: Final = ("section", "criterion")


class Origin(NamedTuple):
    """A place in a document."""

    document: Document
    path: Path


class Node:
    """A table: its keys, where they stand, and the tables listed below it."""

    def __init__(self, name: str, table: Mapping[str, Any], origin: Origin) -> None:
        self.name, self.origin = name, origin
        self.table = {key: one for key, one in table.items() if key not in NESTED}
        self.moved: dict[str, Origin] = {}  # keys that stand elsewhere than the table
        self.below: dict[str, list[Node]] = {}
        for key in NESTED:
            entries = table.get(key)
            if isinstance(entries, list) and all(isinstance(one, dict) for one in entries):
                self.below[key] = nodes_of(entries, Origin(origin.document, (*origin.path, key)))
            elif key in table:  # for the reader to refuse
                self.table[key] = entries

    def flatten(self, path: Path, origins: dict[Path, Origin]) -> dict[str, Any]:
        """The table it stands for; notes where its parts lie."""
        origins[path] = self.origin
        origins.update({(*path, key): origin for key, origin in self.moved.items()})
        merged = dict(self.table)
        for key, nodes in self.below.items():
            if key in SINGLE:
                merged[key] = nodes[0].flatten((*path, key), origins)
            elif nodes and key in NAMED:
                merged[key] = {n.name: n.flatten((*path, key, n.name), origins) for n in nodes}
            elif nodes:
                merged[key] = [n.flatten((*path, key, i), origins) for i, n in enumerate(nodes)]
        return merged


def nodes_of(tables: list[Any], around: Origin) -> list[Node]:
    """Nodes of a list of tables, named by their ids."""
    return [
        Node(str(one.get("id", "")), one, Origin(around.document, (*around.path, number)))
        for number, one in enumerate(tables)
    ]


class Merged(Document):
    """The merged text of a document and of the base it extends."""

    def __init__(self, own: Document, base: Document, root: Node) -> None:
        super().__init__(own.file, own.text, {})
        self.diagnostics = own.diagnostics
        self._own, self._base = own, base
        self._origins: dict[Path, Origin] = {}
        self.data = root.flatten((), self._origins)
        head = base.data["standard"]
        self.bases = (f"{head['id']}@{head['edition']}", *base.bases)

    @property
    def digest(self) -> str:
        """SHA-256 over the digests of the base and of the text itself, in hexadecimal."""
        return Document("", f"{self._base.digest}\n{self._own.digest}", {}).digest

    def value_at(self, path: Path) -> Location:
        """Where the value under the path stands, in whichever file."""
        origin = self._origin(path)
        return origin.document.value_at(origin.path)

    def key_at(self, path: Path) -> Location:
        """Where the key at the end of the path stands, in whichever file."""
        origin = self._origin(path)
        return origin.document.key_at(origin.path)

    def within(self, path: Path, offset: int) -> Location:
        """Where one character of the string under the path stands, in whichever file."""
        origin = self._origin(path)
        return origin.document.within(origin.path, offset)

    def _origin(self, path: Path) -> Origin:
        """Of the path itself, or by the nearest table around it that has one."""
        known = next(n for n in range(len(path), -1, -1) if path[:n] in self._origins)
        origin = self._origins[path[:known]]
        return Origin(origin.document, (*origin.path, *path[known:]))
