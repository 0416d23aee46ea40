"""Which parts of two editions are the same.

By id and title; then by title alone, for what was given another number; then by id alone, for
what was given another title.

- *A clause is put in and all that follow are renumbered?* They are found by their titles.
- *Two with the same title?* Then a title alone says nothing.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from civscore.comparing.model import Match
from civscore.standard.clauses import Clause
from civscore.standard.model import Section, Standard


def match(old: Standard, new: Standard) -> Match:
    """The parts of two editions, old → new."""
    return Match(
        pairs(_facts(old), _facts(new)),
        pairs(_titles(sections(old)), _titles(sections(new))),
        pairs(_titles(old.criteria()), _titles(new.criteria())),
        pairs(_titles(old.veto), _titles(new.veto)),
        pairs({one.id: one.id for one in old.tier}, {one.id: one.id for one in new.tier}),
        pairs(_titles(gates(old)), _titles(gates(new))),
    )


def pairs(old: Mapping[str, str], new: Mapping[str, str]) -> Mapping[str, str]:
    """Ids that belong together, from the titles of both by id."""
    found = {name: name for name, title in old.items() if new.get(name) == title}
    before, after = _by_title(old, set(found)), _by_title(new, set(found.values()))
    found |= {before[title]: after[title] for title in before.keys() & after.keys()}
    taken = set(found.values())
    found |= {name: name for name in old if name not in found and name in new and name not in taken}
    return found


def _by_title(titles: Mapping[str, str], taken: set[str]) -> Mapping[str, str]:
    """Title → id, of what is left and has its title to itself."""
    often = Counter(titles.values())
    return {
        title: name for name, title in titles.items() if name not in taken and often[title] == 1
    }


def sections(standard: Standard) -> Iterable[Section]:
    """Sections of every level, each before those in it."""
    waiting = list(standard.section)
    while waiting:
        section = waiting.pop(0)
        yield section
        waiting[:0] = section.section


def gates(standard: Standard) -> tuple[Clause, ...]:
    """What must hold before anything is judged."""
    return tuple(getattr(standard.chapters.get("gate"), "root", ()))


def _titles(parts: Iterable[object]) -> Mapping[str, str]:
    return {one.id: one.title for one in parts}  # type: ignore[attr-defined]


def _facts(standard: Standard) -> Mapping[str, str]:
    return {name: fact.title for name, fact in standard.facts.items()}
