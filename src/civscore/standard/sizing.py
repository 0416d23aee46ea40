"""How many units a sample takes, where that is worked out from other facts.

The number hangs on what is recorded of them, so it is settled last, when a row is put together.
Units inspected beyond it count as well; whoever looks at more has seen more.
"""

from collections.abc import Mapping, MutableSequence
from typing import TYPE_CHECKING, Any, Final

from civscore.diagnostics import fault
from civscore.sentences import Sentence, joined, say
from civscore.standard import expressions as ex
from civscore.standard.calculated import Calculated
from civscore.standard.document import Entry
from civscore.standard.facts.sample import MOST_WORKED_OUT
from civscore.standard.quantities import Amount, Flagged
from civscore.standard.rows import Interval, Record, Row
from civscore.standard.shares import Tally
from civscore.values import replaced

if TYPE_CHECKING:
    from civscore.standard.facts.sample import Recorded, Sample
    from civscore.standard.plan import Plan

NOT_WHOLE: Final = fault(
    "draw-not-whole",
    ("抽查数的算式可能不是整数", "the number of units drawn may not be whole"),
    ("不足一个的，进一写 ceil(…)，舍去写 floor(…)", "write ceil(…) to go up, floor(…) to go down"),
    why=(
        "四十一所的百分之十是四点一所，抽四所还是五所，要由标准写明",
        "ten per cent of 41 is 4.1; whether four or five are drawn is for the standard to say",
    ),
)
CIRCULAR: Final = fault(
    "draw-of-sample",
    ("抽查数不能由抽查结果算出", "the number drawn cannot hang on what samples found"),
    ("请改用总数，如学校数、楼栋数", "work it out from a total, such as the number of schools"),
)


def check_draw(expression: ex.Expression, samples: set[str], entry: Entry) -> None:
    """Note a number of units that may come to a part of one, or goes round in a circle."""
    if not _is_whole(expression):
        entry.report(NOT_WHOLE)
    if any(one.fact in samples for one in expression.quantities()):
        entry.report(CIRCULAR)


def _is_whole(one: Any) -> bool:
    """Whether it is a whole number, whatever the facts are."""
    match one:
        case ex.Number():
            return bool(one.ratio[0] % one.ratio[1] == 0)
        case ex.Reference():
            return _is_whole(one.quantity)
        case ex.Conditional():
            return _is_whole(one.first) and _is_whole(one.second)
        case ex.Combination():
            is_cut = one.combine in {ex.ceil, ex.floor}
            return is_cut or (one.combine is not ex.divide and all(map(_is_whole, one.parts)))
        case Calculated():
            return _is_whole(one.expression)
        case Amount():
            return one.scale == 1
    return isinstance(one, Flagged | Tally)


def draw_all(
    plan: "Plan", low: MutableSequence[int], high: MutableSequence[int], counting: dict[str, Record]
) -> None:
    """Fill in how many units each sample takes, and what of it is open."""
    row = Row(tuple(low), tuple(high), dict(counting))
    for name, expression in plan.draws.items():
        record = counting.get(name)
        if record is None:
            continue
        sample: Any = plan.standard.facts[name]
        ends = _number(expression, row)
        value = _sized(sample, record.value, ends, _open(expression, row))
        counting[name] = replaced(record, value=value)
        for part, (least, most) in _columns(sample, value, ends).items():
            number = plan.index[f"{name}.{part}"]
            low[number], high[number] = least, most


def _number(expression: ex.Expression, row: Row) -> Interval:
    """How many are to be drawn, at least and at most."""
    (least, per), (most, of) = expression.value(row.worst), expression.value(row.best)
    return min(max(least // per, 0), MOST_WORKED_OUT), min(max(most // of, 0), MOST_WORKED_OUT)


def _open(expression: ex.Expression, row: Row) -> tuple[Sentence, ...]:
    """What has to be recorded before the number is known."""
    titles = {
        one.title.text(): one.title
        for one in expression.quantities()
        if any(row.low[column] != row.high[column] for column in one.columns)
    }
    return tuple(titles.values())


def _sized(
    sample: "Sample", value: "Recorded", ends: Interval, unknown: tuple[Sentence, ...]
) -> "Recorded":
    """What is recorded, with the number of units that are due."""
    there = value.available
    least, most = (max(n if there is None else min(n, there), value.listed) for n in ends)
    why: tuple[Sentence, ...] = ()
    if there is not None and there < ends[0]:
        zh, en = "可查的只有 {n} {u}，不足应抽数", "only {n} {u} to inspect, fewer than to be drawn"
        why = (say(zh, en, n=there, u=sample.unit),)
    lacking = None
    if least < most:
        zh, en = "查明{t}，才知道“{s}”应查几{u}", "{t}: needed to know how many of “{s}” to inspect"
        lacking = say(zh, en, t=joined(unknown, "、", ", "), s=sample.title, u=sample.unit)
    return replaced(value, due=most, due_least=least, why=why, lacking=lacking)


def _columns(sample: "Sample", value: "Recorded", ends: Interval) -> Mapping[str, Interval]:
    found = {
        "passing": (value.passing, value.due - value.failing),
        "drawn": (value.due_least, value.due),
    }
    if sample.fewer != "all":
        there = value.available
        found["sound"] = (
            (1, 1) if there is None or there >= ends[1] else (0, 0) if there < ends[0] else (0, 1)
        )
    return found
