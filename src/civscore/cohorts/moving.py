"""Two editions and a whole cohort: who comes to another tier, and by which clause."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Final, TypeAlias

from civscore.assessment import Assessment, assess, settle
from civscore.cohorts.headings import check_names
from civscore.cohorts.rows import Table, row_text
from civscore.comparing.effects import effect_of
from civscore.comparing.fitting import Read, read_for_both
from civscore.comparing.model import Difference, Effect, Shift
from civscore.diagnostics import Diagnostic, Faulty
from civscore.evidence.admitting import UNASKED, requirements
from civscore.evidence.model import Bundle
from civscore.evidence.readers import open_bundle
from civscore.standard.plan import Plan
from civscore.values import Value

CLAUSES: Final = ("criterion", "gate", "veto")
"""Parts whose results bring about another tier."""

Judge: TypeAlias = Callable[[Plan, Bundle, date], Assessment]


class Mover(Value):
    """A community that comes to another tier, and the clauses that come out otherwise."""

    effect: Effect

    @property
    def clauses(self) -> tuple[Shift, ...]:
        """Those of most weight first."""
        found = [one for one in self.effect.shifts if one.part in CLAUSES]
        return tuple(sorted(found, key=_weight))


def _weight(shift: Shift) -> tuple[bool, object]:
    """Vetoes and gates before points, many points before few."""
    old, new = (getattr(one, "earned", None) for one in (shift.old, shift.new))
    if shift.part != "criterion" or (old is None and new is None):
        return False, 0
    return True, -abs((new or 0) - (old or 0))


class Movement(Value):
    """What another edition means for a cohort."""

    difference: Difference
    count: int
    movers: tuple[Mover, ...]
    faults: tuple[Diagnostic, ...]  # of those that cannot be read, by either edition

    @property
    def moves(self) -> dict[tuple[str | None, str | None], int]:
        """How many go from which tier to which."""
        found: dict[tuple[str | None, str | None], int] = {}
        for one in self.movers:
            found[one.effect.tiers] = found.get(one.effect.tiers, 0) + 1
        return found


def movement_of(
    difference: Difference, effects: Iterable[Effect | tuple[Diagnostic, ...]]
) -> Movement:
    """Everybody's effects together; what cannot be read is its diagnostics."""
    count, movers, faults = 0, list[Mover](), list[Diagnostic]()
    names = difference.match.tiers
    for one in effects:
        if isinstance(one, tuple):
            faults += one
            continue
        count += 1
        old, new = one.tiers
        if (names.get(old, old) if old else old) != new:
            movers.append(Mover(one))
    return Movement(difference, count, tuple(movers), tuple(faults))


def effects_in_folder(
    difference: Difference, paths: Iterable[Path], as_of: date | None, today: date
) -> Iterator[Effect | tuple[Diagnostic, ...]]:
    """The effect on every bundle, with its evidence."""
    for path in paths:
        try:
            read = read_for_both(open_bundle(path), difference)
        except Faulty as faulty:
            yield tuple(faulty.diagnostics)
            continue
        day = as_of or read.new.head.as_of or today
        yield _effect(difference, read, day, lambda plan, one, at: assess(plan, one, as_of=at))


def effects_in_table(
    difference: Difference, table: Table, as_of: date
) -> Iterator[Effect | tuple[Diagnostic, ...]]:
    """The effect on every row; what its cells say counts as proven.

    Raises:
        Faulty: if the columns are those of neither edition.
    """
    plan = _plan_of(table, difference)
    head = {"bundle": {"as_of": as_of}}
    for number in range(len(table.rows)):
        try:
            read = read_for_both(row_text(table, plan, number, head), difference)
        except Faulty as faulty:
            yield tuple(faulty.diagnostics)
            continue
        yield _effect(difference, read, as_of, _attested)


def _attested(plan: Plan, bundle: Bundle, as_of: date) -> Assessment:
    times = bundle.times(as_of)
    return settle(plan, bundle, times, lambda one: dict.fromkeys(requirements(one), UNASKED))


def _plan_of(table: Table, difference: Difference) -> Plan:
    """The edition whose names the columns are."""
    try:
        check_names(table, difference.new)
    except Faulty as faulty:
        try:
            check_names(table, difference.old)
        except Faulty:
            raise faulty from None
        return difference.old
    return difference.new


def _effect(difference: Difference, read: Read, day: date, judge: Judge) -> Effect:
    old, new = judge(difference.old, read.old, day), judge(difference.new, read.new, day)
    return effect_of(difference, old, new, day, read.unread)
