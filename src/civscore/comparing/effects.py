"""The same bundle judged by two editions, and what comes out differently."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, TypeAlias

from civscore.assessment import Assessment, assess
from civscore.comparing.fitting import Read, turned
from civscore.comparing.model import Difference, Effect, Shift
from civscore.scoring.findings import Split

Results: TypeAlias = Mapping[str, tuple[str, Split | str]]
"""Id → title and result."""


def compare_assessments(difference: Difference, read: Read, as_of: date) -> Effect:
    """What the two editions make of a bundle on a day; points in points, statuses by name."""
    old = assess(difference.old, read.old, as_of=as_of)
    new = assess(difference.new, read.new, as_of=as_of)
    return effect_of(difference, old, new, as_of, read.unread)


def effect_of(
    difference: Difference,
    old: Assessment,
    new: Assessment,
    as_of: date,
    unread: tuple[str, ...] = (),
) -> Effect:
    """What two judgements on the same community have different."""
    shifts = tuple(one for one in _shifts(difference, old, new) if one.old != one.new)
    return Effect(new.community, as_of, shifts, (old.tier, new.tier), unread)


def _shifts(difference: Difference, old: Assessment, new: Assessment) -> Iterator[Shift]:
    match = difference.match
    yield Shift("total", "", "", old.total, new.total)
    yield Shift("bonus", "", "", old.bonus, new.bonus)
    yield from _paired("section", _sections(old), _sections(new), match.sections)
    yield from _paired("criterion", _criteria(old), _criteria(new), match.criteria)
    both = {**match.criteria, **match.vetoes}
    yield from _paired("gate", _gates(old), _gates(new), match.gates)
    yield from _paired("veto", _vetoes(old), _vetoes(new), both)
    yield from _paired("tier", _tiers(old), _tiers(new), match.tiers)


def _sections(one: Assessment) -> Results:
    return {found.section.id: (found.section.title, found.split) for found in one.sections}


def _criteria(one: Assessment) -> Results:
    """Points, or what was found of a criterion that has none; vetoes are spoken of apart."""
    return {
        found.id: (
            found.criterion.title,
            found.outcome if found.criterion.full is None else found.split,
        )
        for found in one.criteria
        if found.criterion.role != "veto"
    }


def _vetoes(one: Assessment) -> Results:
    return {found.id: (found.clause.title, found.status) for found in one.vetoes}


def _gates(one: Assessment) -> Results:
    return {found.id: (found.clause.title, found.status) for found in one.gates}


def _tiers(one: Assessment) -> Results:
    return {found.id: ("", found.status) for found in one.tiers}


def _paired(part: Any, old: Results, new: Results, match: Mapping[str, str]) -> Iterator[Shift]:
    """Results of the new edition beside the old one's, then what only the old has."""
    back = turned(match)
    for name, (title, result) in new.items():
        was = old.get(back.get(name, ""))
        yield Shift(part, name, title, was[1] if was else None, result)
    for name, (title, result) in old.items():
        if match.get(name) not in new:
            yield Shift(part, name, title, result, None)
