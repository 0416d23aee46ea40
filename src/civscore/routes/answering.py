"""How a tier is reached with least effort; where it cannot be, why not, and when it can."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Final

from civscore.assessment import Assessment
from civscore.exact import in_units
from civscore.gaps.scope import step_to_divide
from civscore.routes.costs import NO_COSTS, Costs
from civscore.routes.finding import Search
from civscore.routes.needs import Need
from civscore.routes.options import concerns, points_of
from civscore.routes.route import Outcome, Routes, Served, Taken, Way, status_in
from civscore.sentences import Sentence, joined, say
from civscore.values import replaced

WAYS: Final = 3
"""How many are shown: the least, and two others."""


def routes_to(
    assessment: Assessment,
    tier: str,
    *,
    budget: Decimal | None = None,
    by: date | None = None,
    costs: Costs = NO_COSTS,
) -> Routes:
    """The ways to a tier: the least effort, proven and really judged again, and two others.

    Raises:
        KeyError: if the standard has no such tier.
        Faulty: if SciPy is not installed.
    """
    result = {one.id: one for one in assessment.tiers}[tier]
    blank = Routes(assessment, result, "reached", (), (), True, None, budget, by)  # noqa: FBT003
    if result.status == "reached":
        return blank
    divided = assessment.plan.divided
    if divided is not None:
        first = step_to_divide(divided, assessment.row).said
        return replaced(blank, outcome="unsure", because=(first,))
    search = Search(assessment, tier, costs, by)
    found = replaced(blank, is_whole=search.choices.is_whole)
    ways = tuple(_way(search, made) for made in islice(search.sets(), WAYS))
    if not ways:
        return _none(found, search, costs)
    within = tuple(one for one in ways if budget is None or one.effort <= budget)
    if within:
        return replaced(found, outcome="found", ways=within)
    zh, en = "最少要 {n}，预算只有 {b}", "it takes {n} at least, the budget is {b}"
    said = say(zh, en, n=ways[0].effort, b=budget)
    return replaced(found, outcome="over_budget", ways=ways[:1], because=(said,))


def _none(found: Routes, search: Search, costs: Costs) -> Routes:
    """No way by the day that is asked: when there is one, or why there is none."""
    later = _later(search, costs, found.by)
    if later is None:
        outcome: Outcome = "unsure" if search.is_given_up and not search.asked else "unreachable"
        return replaced(found, outcome=outcome, because=tuple(_why(search)))
    day, way = later
    moves = [one.move for one in way.taken]
    late = [one for one in moves if one.earliest and found.by and one.earliest > found.by]
    waited = tuple(one.said for one in late)
    return replaced(found, outcome="too_early", ways=(way,), because=waited, earliest=day)


def _later(search: Search, costs: Costs, by: date | None) -> tuple[date, Way] | None:
    """The first day on which the tier can be reached, and how."""
    days = sorted({one.earliest for one in search.choices.moves if one.earliest is not None})
    for day in days:
        if by is not None and day > by:
            again = Search(search.assessment, search.tier, costs, day, search.choices)
            for made in again.sets():
                return day, _way(again, made)
    return None


# --- a way ----------------------------------------------------------------------------------------


def _way(search: Search, made: Sequence[int]) -> Way:
    after = search.after(made)
    moves, efforts = search.choices.moves, search.efforts
    in_order = sorted(made, key=lambda one: (moves[one].earliest or date.min, one))
    taken = tuple(
        Taken(
            moves[one],
            in_units(efforts[one].as_integer_ratio(), 1),
            tuple(_served(search, after, made, one)),
        )
        for one in in_order
    )
    return Way(taken, sum((one.effort for one in taken), Decimal(0)), after)


def _served(search: Search, after: Assessment, made: Sequence[int], left: int) -> Iterator[Served]:
    """The clauses that would not be as they are then, were one move left out."""
    before, moves = search.assessment, search.choices.moves
    plan, seen = before.plan, set[str]()
    others = [moves[one] for one in made if one != left]
    for reader in (one.reader for one in search.choices.tables):
        if reader.clause in seen or not concerns(moves[left], reader):
            continue
        ends = [points_of(before, reader, one).low for one in ([*others, moves[left]], others)]
        if ends[0][0] * ends[1][1] == ends[1][0] * ends[0][1]:
            continue
        if reader.id in plan.numbers:
            first, last = (one.criteria[plan.numbers[reader.id]] for one in (before, after))
            yield Served(reader.id, reader.title, first.split.earned, last.split.earned)
        elif reader.clause:
            seen.add(reader.clause)
            yield Served(reader.clause, reader.title)


# --- why not --------------------------------------------------------------------------------------


def _why(search: Search) -> Iterator[Sentence]:
    """What stands against it whatever is done."""
    result = status_in(search.assessment, search.tier)
    if search.asked:
        for one in search.asked:
            said = one.asks.sentence if one.asks is not None else one.because
            yield say("要由别人定：{s}", "for others to settle: {s}", s=said)
        return
    judged = {(one.kind, one.subject): one for one in result.conditions}
    unmet = list(search.unmet())
    for need in unmet:
        if (need.kind, need.subject) in judged:
            yield _cannot(search, need, judged[need.kind, need.subject].because)
    if not unmet and search.tried:
        blocking = status_in(search.tried[-1], search.tier).blocking
        zh, en = "试过的办法重新计分后都不够，如：{b}", "what was tried falls short, such as: {b}"
        yield say(zh, en, b=joined(tuple(one.because for one in blocking)))
    elif not unmet:
        zh = "各项要求分开都做得到，合在一起做不到"
        yield say(zh, "each demand can be met, but not all of them together")


def _cannot(search: Search, need: Need, because: Sentence) -> Sentence:
    """That a demand cannot be met: the most it can come to, or how it stands."""
    if need.kind not in {"total", "section", "each_section"}:
        steps = search.assessment.steps.get(need.subject, ())
        others = tuple(one.said for one in steps if one.kind in {"wait", "ask"})
        if others:
            return say("{b}（{o}）", "{b} ({o})", b=because, o=joined(others))
        return say("{b}，没有已知的办法", "{b}; no way is known", b=because)
    scale = search.assessment.plan.scale
    most = in_units(search.most(need).as_integer_ratio(), scale)
    zh, en = "{b}；怎样做也最多 {n} 分", "{b}; {n} at most, whatever is done"
    return say(zh, en, b=because, n=most)
