"""What has to be known, and who is asked for it."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from typing import Final, Literal, TypeAlias

from civscore.scoring.findings import CriterionResult
from civscore.scoring.points import ADMITTED, Points, score_criterion
from civscore.sentences import Sentence, joined, say
from civscore.standard.conditions import Condition
from civscore.standard.mechanisms import is_known
from civscore.standard.plan import Plan, PlannedCriterion
from civscore.standard.quantities import OfFact, Quantity
from civscore.standard.rows import Change, GapKind, Row
from civscore.standard.wording import whole_of
from civscore.values import replaced

StepKind: TypeAlias = Literal["collect", "fix", "wait", "ask"]


def asked(
    plan: Plan, quantities: Iterable[Quantity], row: Row
) -> tuple[set[GapKind], list[Sentence]]:
    """What is missing, and the facts to record, each title once."""
    titled: dict[tuple[str, str, str], list[Sentence]] = {}
    own: list[Sentence] = []
    gaps: set[GapKind] = set()
    unread: dict[str, int] = {}
    quantities = tuple(quantities)
    for one in quantities:
        if one.fact not in row.recorded:
            unread[one.fact] = unread.get(one.fact, 0) + 1
    for quantity in quantities:
        fact = plan.standard.facts.get(quantity.fact)
        if fact is None:  # the tier applied for; what a community gives itself
            is_own = quantity.fact == "self_score"
            gaps.add("judgement" if is_own else "evidence")
            titled.setdefault((*(_OWN if is_own else _RECORDED), ""), []).append(quantity.title)
            continue
        gaps.add(fact.gap)
        lacking = quantity.lacking(row) if isinstance(quantity, OfFact) else None
        if lacking is not None:
            own += [lacking] if lacking not in own else []
            continue
        who = plan.assessor(getattr(fact, "scored_by", ""))
        way = (*(_BY if who else _WAYS.get(fact.gap, _RECORDED)), who)
        if quantity.fact in row.recorded:
            way = (*_SHARPENED, "")
        is_whole = _is_part(plan, quantity) and unread.get(quantity.fact, 0) > 1
        title = fact.sentence if is_whole else fact.asked(quantity)
        title = whole_of(quantity, row) or title
        titles = titled.setdefault(way, [])
        titles += [title] if title not in titles else []
    told = (say(zh, en, t=tuple(titles), who=who) for (zh, en, who), titles in titled.items())
    return gaps, [*own, *told]


def open_quantities(plan: Plan, planned: PlannedCriterion, row: Row) -> Iterator[Quantity]:
    """What is not wholly recorded and still makes a difference to the points."""
    for condition in _around(planned):
        yield from _moving(
            condition.quantities(), row, lambda one: points_if_shown(plan, planned, one)
        )
    yield from _moving(
        planned.formula.quantities,
        row,
        lambda one: (planned.formula.points(one.worst), planned.formula.points(one.best)),
    )


def _around(planned: PlannedCriterion) -> list[Condition]:
    """The conditions around the mechanism."""
    return [one for one in (planned.applies, planned.exempt, planned.guard) if one is not None]


def read_by(planned: PlannedCriterion) -> Iterator[Quantity]:
    """Everything it reads."""
    for condition in _around(planned):
        yield from condition.quantities()
    yield from planned.formula.quantities


def _moving(
    quantities: Iterable[Quantity], row: Row, worth: Callable[[Row], object]
) -> Iterator[Quantity]:
    """Quantities not wholly recorded whose ends move the worth, each title once."""
    before = worth(row)
    for quantity in {one.title.text(): one for one in quantities}.values():
        ends = ({c: side[c] for c in quantity.columns} for side in (row.low, row.high))
        if not is_known(row, quantity) and any(worth(row.changed(end)) != before for end in ends):
            yield quantity


def points_if_shown(plan: Plan, planned: PlannedCriterion, row: Row) -> Points:
    """A row's points, were all its evidence admitted."""
    return score_criterion(plan, planned.proven, row.worst, ADMITTED)


def further(
    plan: Plan, planned: PlannedCriterion, row: Row, settled: Container[str]
) -> tuple[Sentence, ...]:
    """What has to be recorded, too, for a change to gain all that it may."""
    open_ones = [
        one for one in open_quantities(plan, planned, row) if one.title.text() not in settled
    ]
    return tuple(asked(plan, open_ones, row)[1]) if open_ones else ()


def asking_too(change: Change, further: tuple[Sentence, ...]) -> Change:
    """A change that takes something to be recorded as well."""
    if not further:
        return change
    zh, en = "{c}（还须{f}）", "{c} (and {f})"
    return replaced(change, sentence=say(zh, en, c=change.sentence, f=joined(further)))


def is_wanting(row: Row, quantity: Quantity) -> bool:
    """Whether it is not wholly recorded, or what is recorded proves nothing."""
    is_open = isinstance(quantity, OfFact) and quantity.lacking(row) is not None
    return is_open or not is_known(row, quantity)


def is_shown(result: CriterionResult) -> bool:
    """Whether nothing of its evidence is lacking that would make a difference to its points."""
    return result.admission.state == "admitted" and result.planned.proven is result.planned


def needs_proof(result: CriterionResult, change: Change) -> bool:
    """Whether evidence has to come with a change, for it to gain anything."""
    formula = result.planned.formula
    if result.admission.state != "admitted" or formula.proven is formula:
        return result.admission.state != "admitted"
    from civscore.standard.facets import PartlyShown

    return isinstance(formula, PartlyShown) and formula.needs_proof(change)


def _is_part(plan: Plan, quantity: Quantity) -> bool:
    """Whether it is called by its fact's title and what part of it it is."""
    fact = plan.standard.facts.get(quantity.fact)
    return fact is not None and quantity.title.text().startswith(f"{fact.title}（")


def kind_of(gaps: set[GapKind]) -> tuple[StepKind, GapKind]:
    """What kind of step settles it, and what is missing."""
    gap = gaps.pop() if len(gaps) == 1 else "evidence"
    return "ask" if gap == "relative" else "collect", gap


_RECORDED: Final = ("如实填报：{t}", "record: {t}")
_OWN: Final = ("请先自评：{t}", "to be scored by itself first: {t}")
_BY: Final = ("请“{who}”评定：{t}", "to be judged by “{who}”: {t}")
_SHARPENED: Final = ("核准并补全：{t}", "make exact: {t}")
_WAYS: Final[Mapping[GapKind, tuple[str, str]]] = {
    "judgement": ("请考评员评定：{t}", "to be judged: {t}"),
    "relative": ("需要“{t}”，有了才能判断", "“{t}” is needed before this can be judged"),
}
