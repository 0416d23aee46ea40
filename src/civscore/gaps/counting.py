"""What the points of a step come to in the total: past weights, floors, caps and adjustments."""

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from civscore.exact import Ratio, add_ratios, in_units
from civscore.gaps.asking import StepKind, asked, kind_of
from civscore.gaps.steps import Step
from civscore.scoring.points import Points, put_together
from civscore.sentences import joined
from civscore.standard.expressions import Conditional
from civscore.standard.mechanisms import is_known
from civscore.standard.plan import Plan
from civscore.standard.quantities import Quantity
from civscore.standard.rows import Change, Row
from civscore.values import replaced

if TYPE_CHECKING:
    from civscore.standard.chapters.adjustment import PlannedAdjustment

_NOTHING: Ratio = (0, 1)


def counted(
    plan: Plan, row: Row, criteria: tuple[Points, ...], number: int, steps: tuple[Step, ...]
) -> tuple[Step, ...]:
    """A criterion's steps, each with what the total gains by it."""
    found = [_in_total(plan, row, criteria, number, one) for one in steps]
    return tuple(replaced(one, in_total=n) for one, n in zip(steps, found, strict=True))


def _in_total(
    plan: Plan, row: Row, criteria: tuple[Points, ...], number: int, step: Step
) -> Decimal:
    """The total is added up again: of what is proven for proof, of what is possible for work."""
    here = criteria[number]
    units, per = (step.gain * plan.scale).as_integer_ratio()
    if step.kind in {"fix", "wait"}:
        end, better = 1, here._replace(high=add_ratios(here.high, (units, per)))
    else:
        low = here.low if here.low[0] > 0 else _NOTHING
        end, better = 0, here._replace(low=add_ratios(low, (units, per)))
    changed = (*criteria[:number], better, *criteria[number + 1 :])
    (after, base), (before, of) = (_total(plan, row, one)[end] for one in (changed, criteria))
    return in_units((after * of - before * base, base * of), plan.scale)


def _total(plan: Plan, row: Row, criteria: tuple[Points, ...]) -> tuple[Ratio, Ratio]:
    scores = put_together(plan, row.worst, criteria)
    (low, high), (least, most) = scores.base.exact, scores.bonus.exact
    return add_ratios(low, least), add_ratios(high, most)


def steps_for_adjustment(
    plan: Plan, row: Row, criteria: tuple[Points, ...], one: "PlannedAdjustment"
) -> Iterator[Step]:
    """What would bring a factor to one, and what the total and the bonus gain by it."""
    factor, title = one.factor, one.change.title
    kind: StepKind
    if factor is None:
        return
    open_ones = [quantity for quantity in factor.sources if not is_known(row, quantity)]
    if open_ones:
        gaps, said = asked(plan, open_ones, row)
        kind, gap = kind_of(gaps)
        low, _ = _total(plan, row, criteria)
        tried = [_total(plan, one, criteria)[0] for one in _at_ends(row, factor)]
        gain = max(_difference(plan, one, low) for one in tried)
        told = joined(tuple(said))
        yield Step(kind, one.change.id, "", "adjustment", title, told, gain, gap)
        return
    _, before = _total(plan, row, criteria)
    for change in _raising(factor, row):
        _, after = _total(plan, row.changed(change.columns), criteria)
        gain = _difference(plan, after, before)
        if gain <= 0:
            continue
        kind = "wait" if change.is_past else "fix"
        told, day = change.sentence, change.earliest
        yield Step(kind, one.change.id, "", "adjustment", title, told, gain, change.gap, day)


def _raising(factor: Quantity, row: Row) -> Iterator[Change]:
    """What may raise a factor: its condition the other way about, or a number it reads."""
    expression = getattr(factor, "expression", None)
    if isinstance(expression, Conditional):
        condition = expression.condition
        wanted = condition.denied() if condition.holds(row.best) else condition
        change = wanted.change(row)
    else:
        change = factor.change(row, ">=", Decimal(1))
    if change is not None:
        yield change


def _at_ends(row: Row, factor: Quantity) -> Iterator[Row]:
    """The row with all that is open at its least, and at its most."""
    for side in (row.low, row.high):
        yield row.changed({column: side[column] for column in factor.columns})


def _difference(plan: Plan, after: Ratio, before: Ratio) -> Decimal:
    return in_units((after[0] * before[1] - before[0] * after[1], after[1] * before[1]), plan.scale)
