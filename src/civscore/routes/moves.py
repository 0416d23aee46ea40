"""What can be done, one at a time: a fact made otherwise, recorded, waited for; proof brought.

What the gap report offers is taken apart into single moves, and looked at again from where it
leads, until nothing more is gained.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal, TypeAlias

from civscore.assessment import Assessment
from civscore.gaps.asking import StepKind, asked, kind_of
from civscore.routes.readers import Reader
from civscore.routes.states import Columns, State, fact_of, start_of, states_of
from civscore.sentences import Sentence, joined, say
from civscore.standard.plan import Plan
from civscore.standard.quantities import Bound, Coded, Flagged, Quantity
from civscore.standard.rows import Change, Row
from civscore.standard.shares import Tally
from civscore.values import Value

_FINE: Final = 10**9
"""A share is worded no finer than this."""

_NOWHERE: Final[Columns] = {}


Sort: TypeAlias = Literal["collect", "fix", "review", "award", "wait"]
"""Proof or a fact to record; work on the ground; to be judged or asked anew; a title or an honour
to be won; waiting."""


class Move(Value):
    """One thing that can be done.

    Either the row holds `columns` afterwards, or the proof a `clause` asks for is admitted.
    """

    kind: StepKind
    name: str  # of the fact it is about; id of the clause whose proof it brings
    said: Sentence
    columns: Columns
    clause: str = ""
    origin: Columns = _NOWHERE  # what it moves the columns from
    sort: Sort = "collect"  # what effort it takes
    times: int = 1  # pieces of proof, honours to be won; 1 of anything else
    distance: Fraction = Fraction(0)  # units of the fact by which it is moved
    earliest: date | None = None  # the day on which time will have done it


def moves_of(assessment: Assessment, reader: Reader) -> Iterator[Move]:
    """What can be done for a reader; the same move may come more than once."""
    plan, row = assessment.plan, assessment.row
    yield from _proofs(assessment, reader)
    start = start_of(plan, reader, row)
    for state in states_of(reader, row, start):
        for name, columns in _by_fact(plan, state.columns).items():
            if any(row.low[column] != row.high[column] for column in columns):
                found = _recorded(plan, reader, row, name, columns, start)
                if found is not None:
                    yield found
            else:
                for together in _together(reader, row, columns, state):
                    yield from _moved(plan, reader, row, name, together, state)


def _proofs(assessment: Assessment, reader: Reader) -> Iterator[Move]:
    """The evidence that lacks."""
    admission = assessment.admissions.get(reader.clause)
    if admission is None or admission.false:
        return
    if admission.state == "admitted" and not admission.facets:
        return
    lacking = [one for one in admission.lacking if one.requirement.absent != "warn"]
    said = tuple(one.lacking for one in lacking if one.lacking is not None)
    sentence = say("补齐佐证：{w}", "bring evidence: {w}", w=joined(said))
    times = max(len(lacking), 1)
    yield Move("collect", reader.clause, sentence, {}, reader.clause, times=times)


def _by_fact(plan: Plan, columns: Columns) -> dict[str, dict[int, int]]:
    """Columns by the name of the fact they are of."""
    found: dict[str, dict[int, int]] = {}
    for column, value in columns.items():
        found.setdefault(fact_of(plan, column), {})[column] = value
    return found


# --- what is recorded is changed ------------------------------------------------------------------


def _together(reader: Reader, row: Row, columns: Columns, state: State) -> Iterable[dict[int, int]]:
    """Columns of a fact that one change sets together; items of a list each by themselves."""
    listed = {
        column
        for one in reader.quantities
        if isinstance(one, Tally) and one.most_each == 1
        for column in one.columns
    }
    found: dict[int, dict[int, int]] = {}
    for column, value in columns.items():
        change, is_first = state.by[column]
        moved = _really(change, row)
        is_whole = is_first and moved.items() <= columns.items() and column not in listed
        found.setdefault(id(change) if is_whole else -column, {})[column] = value
    return found.values()


def _really(change: Change, row: Row) -> dict[int, int]:
    """The columns a change sets to what they are not yet."""
    return {c: number for c, number in change.columns.items() if row.low[c] != number}


def _moved(
    plan: Plan, reader: Reader, row: Row, name: str, columns: dict[int, int], state: State
) -> Iterator[Move]:
    """What is recorded made otherwise; what only time mends, where the day is known."""
    (column, value), *_ = columns.items()
    change, is_first = state.by[column]
    term = plan.terms.get(plan.columns[column].name)
    own = reader.quantities if term is None else (*reader.quantities, term.quantity)
    if not is_first or _really(change, row) != columns:
        title = getattr(plan.standard.facts.get(name), "title", reader.title)
        plainly = _plainly(reader, row, title, column, value, change)
        change = _told(own, row, column, value) or plainly
    if change.is_past and change.earliest is None:
        return
    per = next((getattr(one, "scale", 1) for one in own if column in one.columns), 1)
    origin = {one: row.low[one] for one in columns}
    distance = Fraction(abs(value - row.low[column]), per)
    if change.is_past:
        said, day = change.sentence, change.earliest
        yield Move("wait", name, said, columns, "", origin, "wait", 1, distance, day)
        return
    sort, times = _sort_of(plan, name, sum(columns.values()) - sum(origin.values()))
    yield Move("fix", name, change.sentence, columns, "", origin, sort, times, distance)


def _sort_of(plan: Plan, name: str, risen: int) -> tuple[Sort, int]:
    """What effort it takes to make a fact otherwise, and how many times; honours are won singly."""
    kind = getattr(plan.standard.facts.get(name), "kind", "")
    if kind == "titles":
        return "award", 1
    if kind == "events" and risen > 0:
        return "award", risen
    return ("review" if kind in {"judged", "survey"} else "fix"), 1


def _told(own: Iterable[Quantity], row: Row, column: int, value: int) -> Change | None:
    """The change of one column as what it belongs to words it."""
    moved = row.changed({column: value})
    bounds: tuple[Bound, ...] = (">=", "<=", "==")
    for quantity in sorted(own, key=lambda one: len(one.columns)):
        if column not in quantity.columns:
            continue
        units, per = quantity.quotient(moved.worst)
        below, above = (one // per for one in (units * _FINE, -units * _FINE))
        for bound in bounds:
            number = Decimal(-above if bound == "<=" else below) / _FINE
            found = quantity.change(row, bound, number)
            if found is not None and row.changed(found.columns) == moved:
                return found
    return None


def _plainly(reader: Reader, row: Row, title: str, column: int, value: int, made: Change) -> Change:
    """The change of one column in plain words."""
    for quantity in reader.quantities:
        if isinstance(quantity, Tally) and column in quantity.columns:
            title = quantity.names[quantity.columns.index(column)].text()
            if quantity.most_each == 1 and value:
                said = say("补齐：{t}", "complete: {t}", t=title)
                return Change(said, {column: value}, made.is_past, made.earliest)
            break
        if column in quantity.columns:
            title = quantity.title.text()
    said = say("{t}：由 {a} 变为 {b}", "{t}: from {a} to {b}", t=title, a=row.low[column], b=value)
    return Change(said, {column: value}, made.is_past, made.earliest)


# --- what is not recorded is verified -------------------------------------------------------------


def _recorded(
    plan: Plan, reader: Reader, row: Row, name: str, columns: Columns, start: Columns
) -> Move | None:
    """A fact to be verified and recorded, and what it has to come to; None if others have to."""
    quantities = [one for one in reader.quantities if one.fact == name]
    gaps, said = asked(plan, quantities, row)
    kind, _ = kind_of(gaps)
    if kind == "ask" or not quantities:
        return None
    sentence = joined(tuple(said))
    least = row.changed(start)
    found = (_asks(one, row.changed(columns), least) for one in quantities)
    asks = {one.text(): one for one in found if one is not None}
    if asks:
        asked_for = joined(tuple(asks.values()), "，", ", ")
        sentence = say("{s}（{n}）", "{s} ({n})", s=sentence, n=asked_for)
    origin = {column: start.get(column, row.low[column]) for column in columns}
    return Move(kind, name, sentence, columns, "", origin)


def _asks(quantity: Quantity, row: Row, least: Row) -> Sentence | None:
    """What a number has to come to; None where anything will do."""
    here, there = (Fraction(*quantity.quotient(one.worst)) for one in (row, least))
    if here == there:
        return None
    number = quantity.threshold(Decimal(here.numerator) / here.denominator)
    if isinstance(quantity, Coded | Flagged):
        return say("须为“{n}”", "has to be “{n}”", n=number)
    if here > there:
        return say("须不少于 {n}", "at least {n}", n=number)
    return say("须不多于 {n}", "at most {n}", n=number)
