"""One bundle read for two editions.

A bundle is recorded for one edition. For the other its facts and clauses are taken by the names
they have there; what the other does not know is left out.

- *Which edition is it recorded for?* The one that knows more of its names; the old one if both do.
- *A fact the other takes in another way?* It counts as not recorded there, and is named.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias

from civscore.comparing.model import Difference
from civscore.diagnostics import Diagnostic, Location
from civscore.evidence.model import Bundle, BundleHead
from civscore.evidence.reading import read_bundle, read_record
from civscore.standard.contents import Path
from civscore.standard.document import Document
from civscore.standard.plan import Plan

Names: TypeAlias = Mapping[str, str | None]
"""Name in the bundle → name in the edition it is read for; None leaves it out."""


class _Fitted(Document):
    """A bundle's text read for another edition; its faults stand where they stood."""

    def __init__(self, bundle: Document, facts: Names, clauses: Names) -> None:
        super().__init__(bundle.file, bundle.text, dict(bundle.data))
        self.files = bundle.files
        self._bundle = bundle
        self._moved: dict[Path, Path] = {}
        if isinstance(self.data.get("facts"), dict):
            self.data["facts"] = dict(self._facts(self.data["facts"], facts))
        if isinstance(self.data.get("evidence"), list):
            self.data["evidence"] = list(self._pieces(self.data["evidence"], clauses))

    def value_at(self, path: Path) -> Location:
        """Where it stands in the bundle."""
        return self._bundle.value_at(self._original(path))

    def key_at(self, path: Path) -> Location:
        """Where it stands in the bundle."""
        return self._bundle.key_at(self._original(path))

    def _original(self, path: Path) -> Path:
        for depth in (4, 2):
            if path[:depth] in self._moved:
                return (*self._moved[path[:depth]], *path[depth:])
        return path

    def _facts(self, recorded: Mapping[str, Any], names: Names) -> Iterator[tuple[str, Any]]:
        for name, value in recorded.items():
            fitting = names.get(name, name)
            if fitting is not None and (fitting == name or fitting not in recorded):
                self._moved["facts", fitting] = ("facts", name)
                yield fitting, value

    def _pieces(self, pieces: list[Any], names: Names) -> Iterator[Any]:
        kept = 0
        for number, piece in enumerate(pieces):
            serves = _serves(piece)
            told = [
                (n, to) for n, one in enumerate(serves) if (to := names.get(one, one)) is not None
            ]
            if serves and not told:
                continue
            for place, (n, _) in enumerate(told):
                self._moved["evidence", kept, "for", place] = ("evidence", number, "for", n)
            self._moved["evidence", kept] = ("evidence", number)
            kept += 1
            yield {**piece, "for": [one for _, one in told]} if serves else piece


def _serves(piece: Any) -> list[str]:
    """The clauses a piece names; none if it is not written soundly."""
    serves = piece.get("for") if isinstance(piece, dict) else None
    is_sound = isinstance(serves, list) and all(isinstance(one, str) for one in serves)
    return serves if is_sound and serves else []


class Read(NamedTuple):
    """A bundle as each edition takes it, and titles of facts only one of them can take."""

    old: Bundle
    new: Bundle
    unread: tuple[str, ...]
    warnings: tuple[Diagnostic, ...]  # of the edition it is recorded for


def read_for_both(document: Document, difference: Difference) -> Read:
    """The bundle for the old and for the new edition.

    Raises:
        Faulty: with every fault of the bundle in the edition it is recorded for.
    """
    old, new, match = difference.old, difference.new, difference.match
    is_new = _known(document, new) > _known(document, old)
    home, other = (new, old) if is_new else (old, new)
    facts = turned(match.facts) if is_new else match.facts
    both = {**match.criteria, **match.vetoes, **match.gates}
    clauses = turned(both) if is_new else both
    at_home = _Fitted(
        document,
        {name: None for name in other.standard.facts if name not in home.standard.facts},
        dict.fromkeys(_clauses(other) - _clauses(home)),
    )
    first = read_bundle(at_home, home)
    names: dict[str, str | None] = {name: facts.get(name) for name in home.standard.facts}
    unread = [name for name, to in names.items() if to and not _takes(document, name, other, to)]
    names |= dict.fromkeys(unread)
    away = _Fitted(document, names, {name: clauses.get(name) for name in _clauses(home)})
    second = read_bundle(away, other)
    titles = tuple(home.standard.facts[name].title for name in unread)
    ordered = (second, first) if is_new else (first, second)
    return Read(*ordered, titles, first.warnings)


def _known(document: Document, plan: Plan) -> int:
    """How many names of a bundle an edition knows."""
    recorded, pieces = document.data.get("facts"), document.data.get("evidence")
    names = [*recorded] if isinstance(recorded, dict) else []
    for piece in pieces if isinstance(pieces, list) else ():
        names += _serves(piece)
    known = {*plan.standard.facts, *_clauses(plan)}
    return sum(name in known for name in names)


def _clauses(plan: Plan) -> set[str]:
    return {one.id for one in plan.criteria} | {one.id for one, _ in plan.others}


def turned(match: Mapping[str, str]) -> Mapping[str, str]:
    """New → old."""
    return {new: old for old, new in match.items()}


def _takes(document: Document, name: str, plan: Plan, to: str) -> bool:
    """Whether an edition can read what is recorded under the name, if anything is."""
    recorded = document.data.get("facts")
    if not isinstance(recorded, dict) or name not in recorded:
        return True
    trial = Document(document.file, document.text, document.data)
    fact, value = plan.standard.facts[to], recorded[name]
    read_record(fact, value, trial.entry("facts", name), BundleHead())
    return not any(one.is_error for one in trial.diagnostics)
