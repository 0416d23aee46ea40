"""Which pieces count for which requirement 采信, and why others do not.

A requirement is met by pieces of its kind, shown for its criterion, whose file is there, issued by
whom it names, young enough, and – where it says so – one in every period or leaving no day
uncovered. What fails is said piece by piece and period by period.
"""

from collections.abc import Container, Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

from civscore.evidence.describing import described
from civscore.evidence.model import Bundle, Piece, Shown
from civscore.evidence.periods import Stretch, day_after, day_before, periods, run_name, runs_of
from civscore.evidence.refusing import refusal
from civscore.sentences import Sentence, joined, plain, say
from civscore.standard.clauses import Coverage, Requirement
from civscore.standard.facts import Times
from civscore.standard.numbers import months_before
from civscore.standard.plan import Plan
from civscore.values import Value

State: TypeAlias = Literal["admitted", "unproven", "not_applicable", "zero"]
Effect: TypeAlias = Literal["unproven", "zero"]
Units: TypeAlias = Mapping[str, tuple[str, ...]]
"""Numbers of the units of registers, where they are listed one by one."""

_ORDER: Final[tuple[State, ...]] = ("admitted", "unproven", "not_applicable", "zero")


class Shortfall(Value):
    """What became of one requirement."""

    requirement: Requirement
    admitted: tuple[str, ...]
    refused: tuple[tuple[str, Sentence], ...]
    lacking: Sentence | None  # None where it is met

    @property
    def is_met(self) -> bool:
        """Whether the pieces admitted are enough."""
        return self.lacking is None


class Admission(Value):
    """What was shown for one criterion or veto."""

    state: State
    outcomes: tuple[Shortfall, ...] = ()
    false: tuple[str, ...] = ()  # pieces found to be false

    @property
    def lacking(self) -> tuple[Shortfall, ...]:
        """Requirements that are not met."""
        return tuple(outcome for outcome in self.outcomes if not outcome.is_met)

    @property
    def facets(self) -> Mapping[str, Effect]:
        """Facets whose own evidence is lacking, and what that means for each."""
        found: dict[str, Effect] = {}
        for outcome in self.lacking:
            name, effect = outcome.requirement.facet, outcome.requirement.absent
            if name and (effect == "zero" or (effect == "unproven" and name not in found)):
                found[name] = effect
        return found


UNASKED: Final = Admission("admitted")


def admit_all(
    plan: Plan, bundle: Bundle, times: Times, clauses: Container[str] | None = None
) -> Mapping[str, Admission]:
    """What was shown for every clause, or for these, by id."""
    pieces: dict[str, list[Shown]] = {}
    for shown in bundle.pieces:
        for clause in dict.fromkeys(shown.piece.serves):
            pieces.setdefault(clause, []).append(shown)
    asked = requirements(plan)
    units = units_of(plan, bundle)
    either = {one.id for one in plan.criteria if one.criterion.methods == "any"}
    return {
        name: admit(needs, pieces.get(name, ()), times, units, any_method=name in either)
        for name, needs in asked.items()
        if clauses is None or name in clauses
    }


def units_of(plan: Plan, bundle: Bundle) -> Units:
    """The units of every register of which each needs a piece."""
    asked = {need.each_of for needs in requirements(plan).values() for need in needs} - {""}
    return {
        name: tuple(unit.label for unit in bundle.records[name].value.units)
        for name in asked & bundle.records.keys()
        if bundle.records[name].value.units is not None
    }


def requirements(plan: Plan) -> Mapping[str, tuple[Requirement, ...]]:
    """What must be shown for every clause, by id."""
    asked = {planned.id: planned.criterion.evidence for planned in plan.criteria}
    for clause, _ in plan.others:
        certificate = getattr(clause, "certificate", None)
        asked[clause.id] = () if certificate is None else (certificate,)
    return asked


def admit(
    needs: tuple[Requirement, ...],
    pieces: Iterable[Shown],
    times: Times,
    units: Units = MappingProxyType({}),
    *,
    any_method: bool = False,
) -> Admission:
    """What the pieces shown for a clause amount to; by any one method, if that is enough."""
    shown = tuple(pieces)
    false = tuple(one.piece.id for one in shown if one.piece.state == "false")
    if not needs and not false:
        return UNASKED
    outcomes = tuple(_judge(one, _candidates(one, needs, shown), times, units) for one in needs)
    if any_method:
        outcomes = _best_method(outcomes)
    return Admission("zero" if false else state_of(outcomes), outcomes, false)


def state_of(outcomes: tuple[Shortfall, ...]) -> State:
    """What the whole comes to; a facet's evidence is that facet's affair."""
    of_all = [one for one in outcomes if not (one.is_met or one.requirement.facet)]
    absent = {one.requirement.absent for one in of_all}
    return next((state for state in reversed(_ORDER) if state in absent), "admitted")


def _best_method(outcomes: tuple[Shortfall, ...]) -> tuple[Shortfall, ...]:
    """Requirements of the method that goes furthest, and those of no method in particular."""
    methods = dict.fromkeys(one.requirement.method for one in outcomes if one.requirement.method)
    ways = [
        tuple(one for one in outcomes if one.requirement.method in {"", method})
        for method in methods
    ]
    return min(
        ways,
        key=lambda some: (_ORDER.index(state_of(some)), sum(not one.is_met for one in some)),
        default=outcomes,
    )


def _candidates(
    requirement: Requirement, all_of_them: tuple[Requirement, ...], shown: tuple[Shown, ...]
) -> list[Shown]:
    """Pieces of its kind; where the kind is asked for twice, the title tells them apart."""
    is_shared = sum(one.kind == requirement.kind for one in all_of_them) > 1
    return [
        one
        for one in shown
        if one.piece.kind == requirement.kind
        and (not is_shared or requirement.title in one.piece.title)
    ]


def _judge(requirement: Requirement, shown: list[Shown], times: Times, units: Units) -> Shortfall:
    admitted: list[Piece] = []
    refused: list[tuple[str, Sentence]] = []
    for one in shown:
        because = refusal(requirement, one, times)
        if because is None:
            admitted.append(one.piece)
        else:
            refused.append((one.piece.id, because))
    if requirement.each_of:
        lacking = _lacking_units(requirement, admitted, times, units.get(requirement.each_of))
    else:
        lacking = _lacking(requirement, admitted, times)
    return Shortfall(requirement, tuple(piece.id for piece in admitted), tuple(refused), lacking)


# --- all of them ---------------------------------------------------------------------------------


def _lacking(requirement: Requirement, pieces: list[Piece], times: Times) -> Sentence | None:
    """What is still missing, if anything is."""
    window = _window(requirement, times)
    if window is None:
        zh = "{what}要覆盖考评期，佐证包没有写 [period]"
        en = "{what} is of the period, which the bundle does not give"
        return say(zh, en, what=described(requirement))
    if window[0] > window[1]:
        zh, en = "{what}要覆盖的时间还没有开始", "the time {what} is of has not begun"
        return say(zh, en, what=described(requirement))
    if requirement.per is not None:
        return _lacking_periods(requirement, pieces, window)
    short = requirement.at_least - len(pieces)
    if short > 0:
        zh, en = "缺{what} {n} 份{limits}", "{n} short of {what}{limits}"
        return say(
            zh, en, what=described(requirement), n=short, limits=_limits(requirement, window)
        )
    if requirement.covers is not None:
        return _uncovered(requirement, pieces, window)
    return None


def _lacking_units(
    requirement: Requirement, pieces: list[Piece], times: Times, units: tuple[str, ...] | None
) -> Sentence | None:
    """The units of the register of which too little is shown."""
    what = described(requirement)
    if units is None:
        zh, en = (
            "{what}要逐件核对，名册没有逐件登记",
            "{what} is needed for each unit; none is listed",
        )
        return say(zh, en, what=what)
    by_unit = {unit: [piece for piece in pieces if piece.unit == unit] for unit in units}
    short = tuple(unit for unit, own in by_unit.items() if _lacking(requirement, own, times))
    if not short:
        return None
    few = joined(tuple(plain(unit) for unit in short[:_NAMED]), "、", ", ")
    zh, en = "{u} 缺{what}", "{what} is lacking of {u}"
    if len(short) > _NAMED:
        zh, en = "{u} 等 {n} 件缺{what}", "{what} is lacking of {u} and others, {n} in all"
    return say(zh, en, u=few, n=len(short), what=what)


_NAMED: Final = 5
"""Units named in one sentence."""


def _limits(requirement: Requirement, window: Stretch) -> Sentence:
    """How young it must be and what it must cover, so that the right piece is fetched."""
    said = []
    if requirement.within is not None:
        span = requirement.within
        said.append(say("须为近 {s}内的", "of the last {e}", s=span.zh, e=span.en))
    if requirement.covers is not None:
        said.append(say("须覆盖 {a} 至 {b}", "covering {a} to {b}", a=window[0], b=window[1]))
    limits = joined(tuple(said), "，", ", ")
    return say("（{l}）", " ({l})", l=limits) if said else say("", "")


def _window(requirement: Requirement, times: Times) -> Stretch | None:
    """The time a requirement speaks of."""
    if requirement.covers == "period" or (requirement.covers is None and times.period):
        if times.period is None:
            return None
        return times.period[0], min(times.period[1], times.as_of)
    if requirement.covers is None:
        return day_after(months_before(times.as_of, 12)), times.as_of
    end = times.as_of
    if isinstance(requirement.covers, Coverage):
        end = requirement.covers.future.over(end)
    return day_after(requirement.covers.before(times.as_of)), end


def _lacking_periods(
    requirement: Requirement, pieces: list[Piece], window: Stretch
) -> Sentence | None:
    per = str(requirement.per)
    missing = []
    for stretch in periods(per, window):
        found = sum(_is_within(piece.date, stretch) for piece in pieces)
        if found < requirement.at_least:
            missing.append(stretch)
    if not missing:
        return None
    when = tuple(run_name(per, run) for run in runs_of(missing))
    zh, en = "{when}缺{what}", "no {what} of {when}"
    if requirement.at_least > 1:
        zh, en = "{when}{what}每期不足 {n} 份", "fewer than {n} {what} in each of {when}"
    return say(zh, en, when=when, what=described(requirement), n=requirement.at_least)


def _is_within(day: date | None, stretch: Stretch) -> bool:
    return day is not None and stretch[0] <= day <= stretch[1]


def _uncovered(requirement: Requirement, pieces: list[Piece], window: Stretch) -> Sentence | None:
    """Days of the window no piece speaks of."""
    stretches = sorted(
        (piece.covers.start, piece.covers.until) for piece in pieces if piece.covers is not None
    )
    if not stretches:
        zh = "{what}没有写明覆盖的时间（covers），须覆盖 {a} 至 {b}"
        en = "{what} does not say what time it covers; {a} to {b} is needed"
        return say(zh, en, what=described(requirement), a=window[0], b=window[1])
    gaps, due = [], window[0]  # the first day not covered yet
    for start, until in stretches:
        if start > due and due <= window[1]:
            gaps.append((due, min(day_before(start), window[1])))
        due = max(due, day_after(until))
    if due <= window[1] and (not stretches or due > stretches[-1][1]):
        gaps.append((due, window[1]))
    if not gaps:
        return None
    said = tuple(say("{a} 至 {b}", "{a} to {b}", a=a, b=b) for a, b in gaps)
    zh, en = "{what}未覆盖 {gaps}", "{what} does not cover {gaps}"
    return say(zh, en, what=described(requirement), gaps=joined(said, "、", ", "))
