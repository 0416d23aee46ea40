"""Editions of one standard: which is in force on a day, without reading more than their heads.

- *Two in force on one day?* The one that came into force later.
- *A day on which none is?* A fault: who means an edition all the same writes `id@edition`.
- *No day given?* The edition that came into force last.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, TypeGuard

import tomli

from civscore.diagnostics import Diagnostic, Faulty, Location, fault
from civscore.sentences import Sentence, say
from civscore.standard.document import Document, read_document
from civscore.values import Value

NONE_IN_FORCE: Final = fault(
    "no-edition-in-force",
    (
        "“{name}”没有一版在 {day} 有效；现有 {editions}",
        "no edition of “{name}” is in force on {day}; there are {editions}",
    ),
    (
        "请核对评定基准日；仍要按某一版计分的，写明版本，如 {example}",
        "check the day; to score by an edition all the same name it: {example}",
    ),
    why=(
        "不在有效期内的标准不能不声不响地拿来评定",
        "a standard that is not in force is never used in silence",
    ),
)
OVERLAP: Final = fault(
    "editions-overlap",
    (
        "与 {other} 的有效期重叠：从 {day} 起两版同时有效",
        "in force together with {other} from {day} on",
    ),
    ("请在旧版的 effective 写明 until；不写则按后生效的一版", "give the older one an until"),
    severity="warning",
)
GAP: Final = fault(
    "editions-gap",
    (
        "{other} 到 {until} 为止，此后到本版生效以前没有一版有效",
        "nothing is in force after {until}",
    ),
    ("请使两版首尾相接", "let one edition begin when the other ends"),
    severity="warning",
)
_HEAD: Final = re.compile(r"^\[standard\].*?(?=^\[|\Z)", re.MULTILINE | re.DOTALL)


class Edition(Value):
    """A dated version of a standard, as far as its head says."""

    id: str
    edition: str
    start: date
    until: date | None

    @property
    def name(self) -> str:
        """`id@edition`."""
        return f"{self.id}@{self.edition}"

    @property
    def said(self) -> Sentence:
        """The edition with its dates."""
        values = {"name": self.edition, "start": self.start, "until": self.until}
        if self.until is None:
            return say("{name}（{start} 起）", "{name} (from {start})", **values)
        return say("{name}（{start} 至 {until}）", "{name} ({start} to {until})", **values)

    def holds_on(self, day: date) -> bool:
        """Whether it is in force; its first and last day are included."""
        return self.start <= day and (self.until is None or day <= self.until)


def edition_in(data: Mapping[str, Any]) -> Edition | None:
    """The edition a parsed text declares; None where its head is not sound."""
    head = data.get("standard")
    effective = head.get("effective") if isinstance(head, dict) else None
    if not isinstance(head, dict) or not isinstance(effective, dict):
        return None
    start, until = effective.get("from"), effective.get("until")
    if not _is_day(start) or not (until is None or _is_day(until)):
        return None
    return Edition(str(head.get("id", "")), str(head.get("edition", "")), start, until)


def _is_day(value: object) -> TypeGuard[date]:
    return isinstance(value, date) and not isinstance(value, datetime)


def edition_of(file: Path) -> Edition | None:
    """The edition a file holds, by its head alone where that can be cut out.

    Raises:
        Faulty: if the file cannot be read, or is not TOML.
    """
    with file.open(encoding="utf-8-sig", errors="replace") as text:
        match = _HEAD.search(text.read())
    try:
        found = edition_in(tomli.loads(match.group())) if match else None
    except tomli.TOMLDecodeError:  # a text of several lines may hold what looks like a header
        found = None
    return found or edition_in(read_document(file).data)


def choose(name: str, editions: Sequence[Edition], day: date | None) -> Edition:
    """The edition in force on a day; the last to come into force if none is given.

    Raises:
        Faulty: if none is in force on the day.
    """
    fitting = [one for one in editions if day is None or one.holds_on(day)]
    if fitting:
        return max(fitting, key=lambda one: one.start)
    ordered = sorted(editions, key=lambda one: one.start)
    values = {
        "name": name,
        "day": day,
        "editions": tuple(one.said for one in ordered),
        "example": ordered[0].name,
    }
    raise Faulty([Diagnostic(NONE_IN_FORCE, Location(name), values)])


def check_dates(documents: Iterable[Document]) -> Iterator[Diagnostic]:
    """Warnings where editions of one standard are in force together, or none is in between."""
    by_id: dict[str, list[tuple[Edition, Document]]] = {}
    for document in documents:
        edition = edition_in(document.data)
        if edition is not None:
            by_id.setdefault(edition.id, []).append((edition, document))
    for editions in by_id.values():
        editions.sort(key=lambda one: one[0].start)
        for (older, _), (newer, document) in pairwise(editions):
            place = document.value_at(("standard", "effective"))
            if older.until is None or older.until >= newer.start:
                values = {"other": older.name, "day": newer.start}
                yield Diagnostic(OVERLAP, place, values)
            elif older.until + timedelta(days=1) < newer.start:
                values = {"other": older.name, "until": older.until}
                yield Diagnostic(GAP, place, values)
