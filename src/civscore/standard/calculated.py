"""A number worked out from several facts, where a mechanism would read one.

- *What is missing to a bound?* Each fact is moved alone until the bound is met; the one that has
  to move least is named. So `guards / households` asks for two guards more, not for 400 households
  less.
- *A divisor that may be zero?* The quotient is unknown; a `derived` fact says what it means.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cached_property
from typing import Final

from civscore.exact import Ratio, Truth, quotient_text
from civscore.sentences import Sentence, joined, say
from civscore.standard.expressions import (
    ANYTHING,
    PARTS_PER,
    Combination,
    Expression,
    Reference,
    divide,
    is_above,
    is_at_least,
)
from civscore.standard.quantities import (
    Amount,
    Bound,
    Flagged,
    IfNone,
    Quantity,
    where_empty,
    with_unit,
)
from civscore.standard.rows import Change, Row, Side
from civscore.standard.shares import Tally
from civscore.values import Value


def calculated(expression: Expression) -> Quantity:
    """The expression as a number a mechanism reads."""
    if isinstance(expression, Reference):
        return expression.quantity
    is_share = isinstance(expression, Combination) and expression.combine is divide
    return Calculated("", expression.title, "", expression, is_share)


class Calculated(Value):
    """An expression over facts; with `base`, a quotient of which an empty base means something."""

    fact: str  # "" if it has no name of its own
    title: Sentence
    unit: str
    expression: Expression
    is_share: bool
    base: Expression | None = None
    if_none: IfNone | None = None
    top: None = None

    @cached_property
    def sources(self) -> tuple[Quantity, ...]:
        """Each number it reads, once."""
        return tuple({one.columns: one for one in self.expression.quantities()}.values())

    @cached_property
    def columns(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(c for one in self.sources for c in one.columns))

    def value(self, side: Side) -> Ratio:
        value = self.expression.value(side)
        if self.base is None or self.is_empty(side.best) is False:
            return value
        return where_empty(side, self, value, 1, (-ANYTHING, ANYTHING))

    def quotient(self, side: Side) -> Ratio:
        return self.expression.value(side)

    def is_empty(self, side: Side) -> Truth:
        """A base that is not above zero is none."""
        return self.base is not None and self.base.value(side.other)[0] <= 0

    def shown(self, row: Row) -> Sentence:
        facts = tuple(
            say("{t}：{v}", "{t}: {v}", t=one.title, v=one.shown(row)) for one in self.sources
        )
        told = joined(facts, "、", ", ")
        if self._is_known(row):
            zh, en = "{n}（{told}）", "{n} ({told})"
            return say(zh, en, n=self._said(self.expression.value(row.worst)), told=told)
        return say("未定（{told}）", "open ({told})", told=told)

    def _is_known(self, row: Row) -> bool:
        has_base = self.base is None or not self.is_empty(row.best)
        return has_base and is_settled(self.columns, row)

    def _said(self, value: Ratio) -> Sentence:
        """With its unit; a quotient below one of which no unit is known as per cent."""
        number, per = value
        unit = self.unit or ("%" if self.is_share and 0 < abs(number) < per else "")
        return with_unit(quotient_text((number * PARTS_PER.get(unit, 1), per)), unit)

    def threshold(self, number: Decimal) -> Sentence:
        return self._said(number.as_integer_ratio())

    def change(self, row: Row, bound: Bound, number: Decimal) -> Change | None:
        if bound == "==" or not self._is_known(row):
            return None
        goal = number.as_integer_ratio()

        def is_met(moved: Row) -> bool:
            return _keeps(self.expression.value(moved.worst), bound, goal)

        found = nearest_change(self.sources, row, is_met)
        if found is None:
            return None
        zh, en = _BOUNDS[bound]
        sentence = say(
            f"“{{t}}”须{zh} {{need}}（现为 {{have}}）：{{how}}",
            f"“{{t}}” has to be {en} {{need}} (now {{have}}): {{how}}",
            t=self.title, need=self.threshold(number), how=found.sentence,
            have=self._said(self.expression.value(row.worst)),
        )  # fmt: skip
        return Change(sentence, found.columns, found.is_past)


_BOUNDS: Final[dict[Bound, tuple[str, str]]] = {
    ">=": ("达到", "at least"),
    ">": ("超过", "above"),
    "<=": ("不超过", "at most"),
    "<": ("低于", "below"),
}


def _keeps(value: Ratio, bound: Bound, goal: Ratio) -> bool:
    match bound:
        case ">=":
            return bool(is_at_least(value, goal))
        case ">":
            return bool(is_above(value, goal))
        case "<=":
            return bool(is_at_least(goal, value))
    return bool(is_above(goal, value))


def is_settled(columns: tuple[int, ...], row: Row) -> bool:
    """Whether every one of the columns is recorded."""
    return all(row.low[column] == row.high[column] for column in columns)


# --- which fact to move, and how far --------------------------------------------------------------


def nearest_change(
    sources: tuple[Quantity, ...], row: Row, is_met: Callable[[Row], bool]
) -> Change | None:
    """The change of one number alone, of all that bring it about the one that moves least."""
    found = [move for one in sources for move in _moves(one, row, is_met)]
    least = min(found, key=lambda move: move[0], default=None)
    return least[1] if least is not None else None


def _moves(
    quantity: Quantity, row: Row, is_met: Callable[[Row], bool]
) -> Iterator[tuple[Decimal, Change]]:
    """How far, and the change, upwards and downwards."""
    if not isinstance(quantity, Amount | Flagged | Tally) or not is_settled(quantity.columns, row):
        return
    here, scale = quantity.value(row.worst)
    lowest, highest = 0, quantity.top or 0
    if isinstance(quantity, Amount):
        lowest, highest = quantity.lowest, quantity.highest

    def change_to(place: int) -> Change | None:
        return quantity.change(row, "==", Decimal(place) / scale)

    def is_there(place: int) -> bool:
        change = change_to(place)
        return change is not None and is_met(row.changed(change.columns))

    for end in (highest, lowest):
        place = _first(here, end, is_there)
        change = change_to(place) if place is not None else None
        if place is not None and change is not None:
            yield Decimal(abs(place - here)) / scale, change


def _first(here: int, end: int, is_there: Callable[[int], bool]) -> int | None:
    """The first place after this one, towards the end, that is as wanted."""
    sign, before, far = (1 if end > here else -1), 0, 1
    most = abs(end - here)
    while far < most and not is_there(here + sign * far):
        before, far = far, far * 2
    far = min(far, most)
    if not most or not is_there(here + sign * far):
        return None
    while far - before > 1:
        middle = (before + far) // 2
        if is_there(here + sign * middle):
            far = middle
        else:
            before = middle
    return here + sign * far
