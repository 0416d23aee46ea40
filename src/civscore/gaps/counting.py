"""What the points of a step come to in the total: past weights, floors and caps."""

from decimal import Decimal

from civscore.exact import INTEGERS, Ratio, add_ratios, in_units
from civscore.gaps.steps import Step
from civscore.scoring.points import Points
from civscore.scoring.sums import add_up
from civscore.standard.plan import Plan
from civscore.values import replaced

_NOTHING: Ratio = (0, 1)


def counted(
    plan: Plan, criteria: tuple[Points, ...], number: int, steps: tuple[Step, ...]
) -> tuple[Step, ...]:
    """A criterion's steps, each with what the total gains by it."""
    return tuple(replaced(one, in_total=_in_total(plan, criteria, number, one)) for one in steps)


def _in_total(plan: Plan, criteria: tuple[Points, ...], number: int, step: Step) -> Decimal:
    """The total is added up again: of what is proven for proof, of what is possible for work."""
    here = criteria[number]
    units, per = (step.gain * plan.scale).as_integer_ratio()
    if step.kind in {"fix", "wait"}:
        end, better = 1, here._replace(high=add_ratios(here.high, (units, per)))
    else:
        low = here.low if here.low[0] > 0 else _NOTHING
        end, better = 0, here._replace(low=add_ratios(low, (units, per)))
    changed = (*criteria[:number], better, *criteria[number + 1 :])
    (after, base), (before, of) = (_total(plan, one)[end] for one in (changed, criteria))
    return in_units((after * of - before * base, base * of), plan.scale)


def _total(plan: Plan, criteria: tuple[Points, ...]) -> tuple[Ratio, Ratio]:
    _, base, bonus = add_up(plan, INTEGERS, criteria)
    (low, high), (least, most) = base.exact, bonus.exact
    return add_ratios(low, least), add_ratios(high, most)
