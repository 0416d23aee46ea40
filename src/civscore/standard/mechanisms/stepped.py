"""stepped 每差一档扣分：离目标每差一档扣若干分。

    full = 20
    stepped = { value = "rectified", below = "100%", step = "10%", each = 5,
                started = "free", floor = 0 }

读作：低于 100% 的，每低 10% 扣 5 分。越低越好的写 `above`：高于目标的每高一档扣分。

`started` 说不足一档怎么算：`free` 不扣、`full` 按一档扣、`pro_rata` 按比例扣。

- *差 9%、一档 10%？* free 不扣，full 扣一档。标准必须写明，引擎不猜。
- *扣到哪里为止？* 扣到 `floor`。

English: full points less so many for each step short of (or beyond) the target.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final, Literal

from civscore.exact import Ratio, quotient_text
from civscore.sentences import Sentence, joined, say
from civscore.standard.mechanisms import (
    ABOVE_FULL,
    Draft,
    Formula,
    Mechanism,
    Valued,
    is_known,
)
from civscore.standard.numbers import Number, Points, RefusedError, Size, Worth
from civscore.standard.quantities import Bound, OfFact
from civscore.standard.rows import Change, Row, Side


class Stepped(Mechanism):
    """A target and what each step away from it costs."""

    value: str
    """哪个数据项，或一个算式 | The fact, or an expression."""

    below: Number | None = None
    """目标；低于它扣分 | The target; less than it costs points."""

    above: Number | None = None
    """目标；高于它扣分 | The target; more than it costs points."""

    step: Size
    """一档多大 | The size of a step."""

    each: Worth
    """一档扣几分 | What a step costs."""

    started: Literal["free", "full", "pro_rata"]
    """不足一档怎么算：free 不扣、full 按一档、pro_rata 按比例 | What a started step costs."""

    floor: Points
    """最少剩几分 | The least points left."""

    def check(self) -> None:
        """Raise `RefusedError` where keys do not go together."""
        if (self.below is None) == (self.above is None):
            raise RefusedError("below_or_above")

    def plan(self, draft: Draft) -> Formula:
        quantity = draft.value(self.value, "value")
        is_below = self.below is not None
        target = self.below if self.below is not None else self.above or Decimal(0)
        draft.bound(quantity, target, "below" if is_below else "above")
        if self.floor > draft.full_points:
            draft.report(ABOVE_FULL, "floor", points=self.floor, full=draft.full_points)
        return Steps(
            quantity,
            draft.full,
            target,
            target.as_integer_ratio(),
            self.step.as_integer_ratio(),
            is_below,
            draft.units(self.each),
            self.started,
            draft.units(self.floor),
            self.each,
        )


class Steps(Valued):
    """Full less each × steps, not below the floor."""

    target: Decimal
    target_ratio: tuple[int, int]
    step: tuple[int, int]
    is_below: bool
    each: int
    started: str
    floor: int
    each_points: Decimal

    def worth(self, side: Side) -> Ratio:
        steps, per = self._steps(side)
        left = self.full * per - self.each * steps
        return side.ops.maximum(left, self.floor * per), per

    def _steps(self, side: Side) -> Ratio:
        """Steps away from the target: whole ones, or the exact quotient."""
        target, scale = self.target_ratio
        number, per = self.quantity.quotient(side if self.is_below else side.other)
        short = target * per - number * scale
        short = side.ops.maximum(short if self.is_below else -short, 0)
        numerator = short * self.step[1]
        denominator = scale * per * self.step[0]
        if self.started == "free":
            return numerator // denominator, 1
        if self.started == "full":
            return -(-numerator // denominator), 1
        return numerator, denominator

    def because(self, row: Row) -> Sentence:
        zh, en = ("达到", "at least") if self.is_below else ("不超过", "at most")
        is_least = self.target == 0 and isinstance(self.quantity, OfFact)  # others may be negative
        if is_least or self.target == self.quantity.top:
            zh, en = "为", "exactly"
        said = [
            say(
                "{t}：{v}，应{zh_verb} {n}",
                "{t}: {v}, should be {en_verb} {n}",
                t=self.quantity.title,
                v=self.quantity.shown(row),
                zh_verb=zh,
                en_verb=en,
                n=self.quantity.threshold(self.target),
            )
        ]
        if self.quantity.is_empty(row.worst):
            said += [say(*_EMPTY[one]) for one in (self.quantity.if_none,) if one in _EMPTY]
        elif is_known(row, self.quantity):
            said.append(self._steps_said(row))
        return joined(tuple(said), "，", ", ")

    def _steps_said(self, row: Row) -> Sentence:
        steps = self._steps(row.worst)
        if steps[0] == 0:
            if self._is_at_target(self.quantity.value(row.worst)):
                return say("已达目标", "on target")
            return say("差距不足一档，不扣分", "less than a step off, nothing lost")
        zh, en = "相差 {k} 档，每档扣 {each} 分", "{k} steps off at {each} each"
        return say(zh, en, k=quotient_text(steps), each=self.each_points)

    def _is_at_target(self, value: Ratio) -> bool:
        off = value[0] * self.target_ratio[1] - self.target_ratio[0] * value[1]
        return bool(off >= 0 if self.is_below else off <= 0)

    def changes(self, row: Row) -> Iterator[Change]:
        """To where nothing is lost any more; a started step that is free need not be closed."""
        if not is_known(row, self.quantity):
            return
        bound: Bound = ">=" if self.is_below else "<="
        goal = self.target
        if self.started == "free":
            step = Decimal(self.step[0]) / self.step[1]
            bound, goal = (">", goal - step) if self.is_below else ("<", goal + step)
        change = self.quantity.change(row, bound, goal)
        if change is not None:
            yield change


_EMPTY: Final[Mapping[str | None, tuple[str, str]]] = {
    "full": ("基数为零，按满分算", "nothing to divide by: full points"),
    "zero": ("基数为零，按零分算", "nothing to divide by: no points"),
}
