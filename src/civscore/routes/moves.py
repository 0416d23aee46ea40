"""What can be done, one at a time: a fact made otherwise, recorded, waited for; proof brought.

What the gap report offers is taken apart into single moves, and looked at again from where it
leads, until nothing more is gained.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final, TypeAlias

from civscore.assessment import Assessment
from civscore.gaps.asking import StepKind, asked, kind_of
from civscore.routes.readers import Reader
from civscore.sentences import Sentence, joined, say
from civscore.standard.plan import Plan
from civscore.standard.quantities import Bound, Coded, Flagged, Quantity
from civscore.standard.rows import Change, Row
from civscore.standard.shares import Share, Tally
from civscore.values import Value

Columns: TypeAlias = Mapping[int, int]

_MOST_STATES: Final = 60
"""Of one clause; past it no further ones are looked for."""

_FINE: Final = 10**9
"""A share is worded no finer than this."""

_BASE: Final = 1000
"""The base on which a share is reckoned that is still to be recorded."""


_NOWHERE: Final[Columns] = {}


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
    times: int = 1  # pieces of proof; 1 of anything else
    distance: Fraction = Fraction(0)  # units of the fact by which it is moved
    earliest: date | None = None  # the day on which time will have done it


class _State(Value):
    """Where changes lead: columns, and the change that last set each."""

    columns: Columns
    by: Mapping[int, tuple[Change, bool]]  # whether it was made from the row as it is


def moves_of(assessment: Assessment, reader: Reader) -> Iterator[Move]:
    """What can be done for a reader; the same move may come more than once."""
    plan, row = assessment.plan, assessment.row
    yield from _proofs(assessment, reader)
    start = _start(plan, reader, row)
    for state in _states(reader, row, start):
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
    if admission is None or admission.state == "admitted" or admission.false:
        return
    lacking = [one for one in admission.lacking if one.requirement.absent != "warn"]
    said = tuple(one.lacking for one in lacking if one.lacking is not None)
    sentence = say("补齐佐证：{w}", "bring evidence: {w}", w=joined(said))
    times = max(len(lacking), 1)
    yield Move("collect", reader.clause, sentence, {}, reader.clause, times=times)


def _start(plan: Plan, reader: Reader, row: Row) -> dict[int, int]:
    """What is not recorded, at the end that gives least."""
    facts = plan.standard.facts
    open_ones = [
        column
        for column in sorted(reader.columns)
        if row.low[column] != row.high[column] and _fact_of(plan, column) in facts
    ]
    bases = {one.base for one in reader.quantities if isinstance(one, Share)}
    start = {
        column: max(row.low[column], min(row.high[column], _BASE))
        for column in open_ones
        if column in bases
    }
    for column in open_ones:
        if column not in start:
            worths = {
                end: reader.worth(row.changed({**start, column: end}))
                for end in (row.low[column], row.high[column])
            }
            start[column] = min(worths, key=worths.__getitem__)
    return start


def _fact_of(plan: Plan, column: int) -> str:
    """The name of the fact a column is of."""
    return plan.columns[column].name.partition(".")[0]


def _states(reader: Reader, row: Row, start: Columns) -> Iterator[_State]:
    """Where changes lead that gain something, and parts of changes that may together."""
    first = _State(start, {})
    yield first
    for change in reader.parts(row.changed(start)):
        yield from _after(reader, row, first, change)
    queue, seen = [first], {frozenset(start.items())}
    while queue and len(seen) < _MOST_STATES:
        here = queue.pop(0)
        now = row.changed(here.columns)
        worth = reader.worth(now)
        for change in reader.changes(now):
            for state in _after(reader, row, here, change):
                key = frozenset(state.columns.items())
                if key not in seen:
                    seen.add(key)
                    yield state
                    if reader.worth(row.changed(state.columns)) > worth:
                        queue.append(state)


def _after(reader: Reader, row: Row, here: _State, change: Change) -> Iterator[_State]:
    """A state with a change made; for one item of a list, all that are lacking of it."""
    is_first = not any(row.low[c] == row.high[c] for c in here.columns)
    columns, by = dict(here.columns), dict(here.by)
    for column, value in change.columns.items():
        if row.low[column] == row.high[column] == value:
            columns.pop(column, None)
        else:
            columns[column], by[column] = value, (change, is_first)
    if not _is_sound(reader, columns, row.changed(columns)):
        return
    yield _State(columns, by)
    for tally in reader.quantities:
        if isinstance(tally, Tally) and tally.most_each == 1 and not tally.is_past:
            raised = [c for c in tally.columns if change.columns.get(c, 0) > row.high[c]]
            lacking = {c: 1 for c in tally.columns if raised and row.high[c] == 0}
            if lacking.keys() - columns.keys():
                yield _State({**columns, **lacking}, dict.fromkeys(lacking, (change, False)) | by)


def _is_sound(reader: Reader, columns: Columns, row: Row) -> bool:
    """Whether no part is more than its whole."""
    return all(
        row.high[one.count] <= row.low[one.base]
        for one in reader.quantities
        if isinstance(one, Share) and one.is_bounded and one.count in columns
    )


def _by_fact(plan: Plan, columns: Columns) -> dict[str, dict[int, int]]:
    """Columns by the name of the fact they are of."""
    found: dict[str, dict[int, int]] = {}
    for column, value in columns.items():
        found.setdefault(_fact_of(plan, column), {})[column] = value
    return found


# --- what is recorded is changed ------------------------------------------------------------------


def _together(
    reader: Reader, row: Row, columns: Columns, state: _State
) -> Iterable[dict[int, int]]:
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
    plan: Plan, reader: Reader, row: Row, name: str, columns: dict[int, int], state: _State
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
    kind: StepKind = "wait" if change.is_past else "fix"
    earliest = change.earliest if change.is_past else None
    yield Move(kind, name, change.sentence, columns, "", origin, 1, distance, earliest)


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
