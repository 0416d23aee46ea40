"""Two passes: each community alone, then again with what the field of all of them tells.

What one is told may hang on what others have been told – a share of those at the tier below, which
has a quota itself – so it goes on in rounds, in which every answer only becomes narrower, until no
answer changes.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Final, TypeAlias

from civscore.assessment import Assessment, assess, settle
from civscore.cohorts.field import Field
from civscore.cohorts.standing import Asks, Stand, asks_of, stand_of
from civscore.cohorts.telling import NOTHING, Told, told_by
from civscore.diagnostics import Diagnostic
from civscore.evidence.admitting import UNASKED, requirements
from civscore.evidence.model import Bundle, BundleHead, Community
from civscore.standard.plan import Plan
from civscore.values import Value, replaced

MOST_ROUNDS: Final = 9
"""Answers that hang on one another; whatever is still open then stays so."""


class Line(Value):
    """One community: its assessment, or all that keeps it from being judged."""

    name: str
    assessment: Assessment | None
    faults: tuple[Diagnostic, ...] = ()
    parent: str | None = None  # the unit above, where that is known of one that is not judged


Judge: TypeAlias = Callable[[int, Told], Line]
"""Judges the community with a number, with what it is told."""

Standing: TypeAlias = Callable[[Sequence[Told]], list[Stand]]
"""Where all stand, with what each is told."""


def judged_together(
    asks: Asks,
    count: int,
    judge: Judge,
    watch: Callable[[tuple[int, ...]], Iterable[int]] = iter,
    below: Sequence[Stand] = (),
) -> Iterator[Line]:
    """All judged, in order, with what each is told.

    One that cannot be read takes part nevertheless: nothing is known of it.
    """
    told = told_in_rounds(asks, count, standing_by(asks, judge, watch), below)
    for number in watch(tuple(range(count))):
        yield judge(number, told[number])


def told_in_rounds(
    asks: Asks, count: int, standing: Standing, below: Sequence[Stand] = ()
) -> list[Told]:
    """What each is told in the end."""
    told = [NOTHING] * count
    for _ in range(MOST_ROUNDS if asks.is_any else 0):
        before, told = told, told_by(Field(asks, standing(told), below))
        if asks.is_simple or told == before:
            break
    return told


def standing_by(
    asks: Asks, judge: Judge, watch: Callable[[tuple[int, ...]], Iterable[int]] = iter
) -> Standing:
    """Where all stand: one after another is judged."""

    def standing(told: Sequence[Told]) -> list[Stand]:
        numbers = watch(tuple(range(len(told))))
        return list(stands_of(asks, (judge(number, told[number]) for number in numbers)))

    return standing


def stands_of(asks: Asks, lines: Iterable[Line]) -> Iterator[Stand]:
    """Where all stand, in order."""
    unknown: Stand | None = None
    for line in lines:
        if line.assessment is not None:
            yield stand_of(asks, line.assessment)
        else:
            unknown = unknown or stand_of(asks, _unrecorded(asks.plan))
            yield replaced(unknown, id=line.name, parent=line.parent)


def _unrecorded(plan: Plan) -> Assessment:
    """A community of which nothing is known."""
    community, head = Community(id="?", name="?"), BundleHead()
    bundle = Bundle(community, head, None, {}, (), Path())
    times = bundle.times(plan.standard.standard.effective.start)
    return settle(plan, bundle, times, lambda one: dict.fromkeys(requirements(one), UNASKED))


def assess_together(
    plan: Plan,
    bundles: Sequence[Bundle],
    *,
    as_of: date | None = None,
    below: Sequence[Assessment] = (),
) -> tuple[Assessment, ...]:
    """Judge communities with one another: ranks, quotas, shares of the units below, means.

    `below` are the units of which these communities consist, judged already, where they are not
    among the bundles themselves; `parent` of each names the community it belongs to.

    Raises:
        ValueError: if neither the call nor a bundle gives a day.
    """
    asks = asks_of(plan)

    def judge(number: int, told: Told) -> Line:
        return Line(bundles[number].community.id, judged(asks, bundles[number], told, as_of))

    lines = judged_together(asks, len(bundles), judge, below=stands_below(below))
    return tuple(one.assessment for one in lines if one.assessment is not None)


def judged(asks: Asks, bundle: Bundle, told: Told, as_of: date | None) -> Assessment:
    """One community, with what it is told."""
    day = bundle.times(as_of).as_of
    bundle, plan = told.bundle(asks.plan, bundle, day), asks.plan_with(told.instead)
    return assess(plan, bundle, as_of=as_of, supplied=told.supplied)


def stands_below(judged_ones: Iterable[Assessment]) -> tuple[Stand, ...]:
    """Where units below stand."""
    found: list[Stand] = []
    asks: Asks | None = None
    for one in judged_ones:
        if asks is None or asks.plan is not one.whole:
            asks = asks_of(one.whole)
        found.append(stand_of(asks, one))
    return tuple(found)
