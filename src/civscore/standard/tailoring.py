"""A standard and what a text that extends it says → one merged text.

Removals come first, then changes, then additions. Each refuses to touch what is not there, so
that a slip of the pen never leaves a rule of the base standing by accident.

- *Where is a fault of the result?* Where the offending text stands, in this file or the base's.
- *A mechanism is changed for another?* The new one takes the place of the old.
- *A key is to be dropped?* `remove = ["guard"]` within the change.
"""

from collections.abc import Iterator
from typing import Any, Final

from civscore.diagnostics import fault, nearest
from civscore.sentences import Sentence
from civscore.standard import chapters, mechanisms
from civscore.standard.amendments import Amendments, Placing, Table
from civscore.standard.contents import Path
from civscore.standard.document import Document, Entry
from civscore.standard.kinds import names_in
from civscore.standard.merged import NAMED, NESTED, SINGLE, Merged, Node, Origin, nodes_of
from civscore.standard.nouns import MISSING_KEY, UNKNOWN_KEY
from civscore.standard.tables import read_table

NOT_IN_BASE: Final = fault(
    "not-in-base",
    ("上级标准里没有{kind}“{name}”", "the standard that is extended has no {kind} “{name}”"),
    ("{near}", "{near}"),
    why=(
        "补充规定修改、删去的必须是上级标准里有的；写错的编号若被放过，原来的规定就照旧有效",
        "a misspelt id that is let pass leaves the old rule standing",
    ),
)
ALREADY_IN_BASE: Final = fault(
    "already-in-base",
    ("上级标准里已有{kind}“{name}”", "the standard that is extended already has {kind} “{name}”"),
    (
        "修改请写 {change}；另立请换一个名字",
        "to change it write {change}; else choose another name",
    ),
)
CHANGES_NOTHING: Final = fault(
    "changes-nothing",
    ("“{name}”与上级标准相同，没有改动", "“{name}” is as it was"),
    ("请删去，或核对要改成什么", "remove it, or check what it should become"),
    severity="warning",
)

_KINDS: Final = {
    "source": ("sources", "sources", Sentence("来源", "source")),
    "fact": ("facts", "facts", Sentence("数据项", "fact")),
    "parameter": ("parameters", "parameters", Sentence("参数", "parameter")),
    "section": ("section", "sections", Sentence("测评项目", "section")),
    "criterion": ("criterion", "criteria", Sentence("条款", "criterion")),
    "gate": ("gate", "gates", Sentence("门槛", "gate")),
    "veto": ("veto", "vetoes", Sentence("一票否决", "veto")),
    "tier": ("tier", "tiers", Sentence("等级", "tier")),
}
"""Kind → its key in a standard, its key under `[remove]`, and its name."""

_CLAUSES: Final = ("gate", "veto", "tier")
"""Kinds whose tables stand in a list of their own at the top."""

_KEY: Final = Sentence("键", "key")
_OWN_HEAD: Final = ("id", "edition", "title", "issuer", "effective")
"""What every edition says of itself; the rest of `[standard]` may be the base's."""


def tailor(own: Document, base: Document) -> Document:
    """The text with the sound standard it extends filled in; faults are noted in `own`.

    Raises:
        Faulty: if the text is not of the shape of one that extends another.
    """
    said = read_table(Amendments, own.data, own.entry())
    own.raise_errors()
    assert said is not None  # noqa: S101 - its absence is an error already raised
    tailoring = _Tailoring(own, base, said)
    tailoring.remove()
    tailoring.change()
    tailoring.add()
    merged = Merged(own, base, tailoring.root)
    if any(one.is_error for one in own.diagnostics):  # nothing is to follow from these
        merged.entry("extends").mark_unsound()
    return merged


class _Tailoring:
    """The merged text while it is made."""

    def __init__(self, own: Document, base: Document, said: Amendments) -> None:
        self.own, self.base, self.said = own, base, said
        apart = set(names_in(chapters.ROOM)) - {*_CLAUSES, *NAMED}
        further = {key: one for key, one in base.data.items() if key in apart}
        self.root = Node("", further, Origin(own, ()))
        self.root.moved = {key: Origin(base, (key,)) for key in further}
        self.root.below["standard"] = [self._head()]
        for key in ("scoring", *sorted(NAMED), "section", *_CLAUSES):
            self.root.below[key] = self._base_nodes(key)

    def _base_nodes(self, key: str) -> list[Node]:
        declared, around = self.base.data.get(key, {}), Origin(self.base, (key,))
        if key in SINGLE:
            return [Node(key, declared, around)]
        if key in NAMED:
            tables = declared.items()
            return [Node(name, one, Origin(self.base, (key, name))) for name, one in tables]
        return nodes_of(list(declared), around)

    def _head(self) -> Node:
        own = self.said.standard
        for key in _OWN_HEAD:
            if key not in own:
                self.own.entry("standard").report(MISSING_KEY, name=key)
        inherited = {k: v for k, v in self.base.data["standard"].items() if k not in _OWN_HEAD}
        head = Node("", inherited | own, Origin(self.own, ("standard",)))
        for key in inherited.keys() - own.keys():
            head.moved[key] = Origin(self.base, ("standard", key))
        return head

    def _walk(self, kind: str) -> Iterator[tuple[list[Node], Node]]:
        """Every table of a kind, with the list it stands in."""
        if kind not in NESTED:
            nodes = self.root.below[_KINDS[kind][0]]
            yield from ((nodes, node) for node in list(nodes))
            return
        waiting = [self.root.below["section"]]
        while waiting:
            sections = waiting.pop(0)
            for section in list(sections):
                if kind == "section":
                    yield sections, section
                else:
                    criteria = section.below.get("criterion", [])
                    yield from ((criteria, node) for node in list(criteria))
                waiting.append(section.below.get("section", []))

    def _find(self, kind: str, name: str, place: Entry) -> tuple[list[Node], Node] | None:
        """A table of the base by its name; a fault at the place if there is none."""
        known = {node.name: (nodes, node) for nodes, node in self._walk(kind)}
        found = known.get(name)
        if found is None:
            near = nearest(name, known)
            place.report(NOT_IN_BASE, kind=_KINDS[kind][2], name=name, near=near)
        return found

    def remove(self) -> None:
        """Take out what is removed."""
        for kind, (_, key, _) in _KINDS.items():
            for number, name in enumerate(getattr(self.said.remove, key)):
                found = self._find(kind, name, self.own.entry("remove", key, number))
                if found is not None:
                    found[0].remove(found[1])

    def change(self) -> None:
        """Give keys their new values."""
        change = self.said.change
        if change.scoring:
            self._change(self.root.below["scoring"][0], change.scoring, ("change", "scoring"))
        for kind in _KINDS:
            found = [
                (self._find(kind, name, self.own.entry("change", kind, name)), name, table)
                for name, table in getattr(change, kind).items()
            ]
            for target, name, table in found:  # all are found by their names in the base
                if target is not None:
                    self._change(target[1], table, ("change", kind, name))

    def _change(self, node: Node, changes: Table, path: Path) -> None:
        place = self.own.entry(*path)
        if not changes:
            place.report(CHANGES_NOTHING, name=path[-1])
        for key, value in changes.items():
            if key == "remove" and isinstance(value, list):
                self._drop(node, value, place.at(key))
            elif key in NESTED:
                near = nearest(key, ("title", "full", "note"))
                place.report_key(UNKNOWN_KEY, key, name=key, near=near)
            elif key in node.table and node.table[key] == value:
                place.report(CHANGES_NOTHING, key, name=key)
            else:
                self._set(node, key, value, Origin(self.own, (*path, key)), path[1])

    def _drop(self, node: Node, keys: list[Any], place: Entry) -> None:
        for number, key in enumerate(keys):
            if isinstance(key, str) and key in node.table:
                del node.table[key]
            else:
                near = nearest(str(key), node.table)
                place.report(NOT_IN_BASE, number, kind=_KEY, name=key, near=near)

    def _set(self, node: Node, key: str, value: Any, origin: Origin, kind: str | int) -> None:
        ways = names_in(mechanisms.ROOM) if kind == "criterion" else ()
        if key in ways:  # a criterion has one mechanism
            node.table = {name: one for name, one in node.table.items() if name not in ways}
        elif key == "id":
            node.name = str(value)
        node.table[key] = value
        node.moved[key] = origin

    def add(self) -> None:
        """Put in what is new."""
        if self.said.scoring is not None:
            values = {"kind": _KEY, "name": "scoring", "change": "[change.scoring]"}
            self.own.entry("scoring").report(ALREADY_IN_BASE, **values)
        for kind in ("source", "fact", "parameter"):
            key = _KINDS[kind][0]
            for name, table in getattr(self.said, key).items():
                node = Node(name, table, Origin(self.own, (key, name)))
                self._put(node, kind, self.root.below[key], self.own.entry(key, name))
        for kind in ("section", "criterion", *_CLAUSES):
            for number, table in enumerate(getattr(self.said, kind)):
                place = self.own.entry(kind, number)
                said = {key: table[key] for key in _PLACING[kind] if key in table}
                placing = read_table(Placing, said, place) or Placing()
                siblings = self._siblings(kind, placing.under, place)
                placed = {key: one for key, one in table.items() if key not in said}
                node = Node(str(table.get("id", "")), placed, Origin(self.own, place.path))
                self._put(node, kind, siblings, place.at("id"), placing.before)

    def _siblings(self, kind: str, under: str | None, place: Entry) -> list[Node]:
        """The list an added table is put into."""
        if under is not None:
            around = self._find("section", under, place.at("under"))
            return around[1].below.setdefault(kind, []) if around is not None else []
        if kind == "criterion":
            place.report(MISSING_KEY, name="under")
            return []
        return self.root.below[kind]

    def _put(
        self, node: Node, kind: str, siblings: list[Node], place: Entry, before: str | None = None
    ) -> None:
        """Into the list, before the one that is named, else at its end."""
        said = _KINDS[kind][2]
        if node.name in {known.name for _, known in self._walk(kind)}:
            change = f'[change.{kind}."{node.name}"]'
            place.report(ALREADY_IN_BASE, kind=said, name=node.name, change=change)
            return
        names = [one.name for one in siblings]
        if before is not None and before not in names:
            around = Entry(self.own, place.path[:-1])
            near = nearest(before, names)
            around.report(NOT_IN_BASE, "before", kind=said, name=before, near=near)
        at = names.index(before) if before in names else len(names)
        siblings.insert(at, node)


_PLACING: Final = {
    "section": ("under", "before"),
    "criterion": ("under", "before"),
    **dict.fromkeys(_CLAUSES, ("before",)),
}
"""Keys of an added table that only say where it goes."""
