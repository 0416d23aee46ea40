"""Parts of a sum that are switched off where their condition fails: met, or dropped.

What is dropped leaves the sum with its points and its full points; the rest is scaled up. Whether
an open one is counted in is settled as it moves the quotient the asked way, one after the other.
"""

from collections.abc import Iterator

from civscore.exact import Integers, Ratio, Truth, add_ratios
from civscore.sentences import Sentence, joined, say
from civscore.standard.composing import Branch, Composed, Held
from civscore.standard.conditions import Condition
from civscore.standard.expressions import chosen_by
from civscore.standard.rows import Change, Row, Side
from civscore.values import Value


class Switch(Value):
    """When a part applies, and what becomes of it else."""

    condition: Condition
    is_dropped: bool  # else it is taken as met


class SwitchedSum(Composed):
    """Parts together, some of which may not apply; a switch, or none, for each."""

    switches: tuple[Switch | None, ...]

    @property
    def choosing(self) -> tuple[Condition, ...]:
        return tuple(one.condition for one in self.switches if one is not None)

    def points(self, side: Side) -> Ratio:
        total: Ratio = (0, 1)
        base: Integers = 0
        open_ones = []
        for branch, switch in zip(self.branches, self.switches, strict=True):
            points = branch.formula.points(side)
            if switch is None or not switch.is_dropped:
                if switch is not None:
                    points = chosen_by(side, switch.condition, points, (branch.full, 1))
                total, base = add_ratios(total, points), base + branch.full
                continue
            certain, is_open = _verdict(switch.condition, side)
            total = add_ratios(total, (side.ops.where(certain, points[0], 0), points[1]))
            base = base + side.ops.where(certain, branch.full, 0)
            if is_open is not False:
                open_ones.append((branch.full, points, is_open))
        if not any(one is not None and one.is_dropped for one in self.switches):
            return total
        best = total, base
        for _ in open_ones:
            best = _counted_in(side, (total, base), open_ones, best)
        (units, per), base = best
        return sum(branch.full for branch in self.branches) * units, per * base

    def because(self, row: Row) -> Sentence:
        pairs = zip(self.branches, self.switches, strict=True)
        return joined(tuple(_said(branch, switch, row) for branch, switch in pairs))

    def changes(self, row: Row) -> Iterator[Change]:
        for branch, switch in zip(self.branches, self.switches, strict=True):
            if switch is None or switch.condition.holds(row.best):
                yield from branch.formula.changes(row)


def _verdict(condition: Condition, side: Side) -> tuple[Truth, Truth]:
    """Whether it certainly holds, and whether that is open."""
    certain = condition.holds(side.best.other)
    return certain, (certain ^ True) & condition.holds(side.best)


def _counted_in(
    side: Side,
    certain: tuple[Ratio, Integers],
    open_ones: list[tuple[int, Ratio, Truth]],
    best: tuple[Ratio, Integers],
) -> tuple[Ratio, Integers]:
    """The sums with every open part whose own quotient beats the best so far."""
    ((units, per), whole), (points, base) = best, certain
    sign = 1 if side.is_best else -1
    for full, ratio, is_open in open_ones:
        gain = sign * (ratio[0] * per * whole - units * full * ratio[1])
        is_in = is_open & (gain > 0)
        points = add_ratios(points, (side.ops.where(is_in, ratio[0], 0), ratio[1]))
        base = base + side.ops.where(is_in, full, 0)
    return points, base


def _said(branch: Branch, switch: Switch | None, row: Row) -> Sentence:
    """A part, and whether it applies."""
    is_held = isinstance(branch.formula, Held)
    said = branch.formula.because(row) if is_held else branch.said(row)
    if switch is None or switch.condition.holds(row.worst):
        return said
    values = {"t": branch.title, "c": switch.condition.title, "s": said}
    if switch.condition.holds(row.best):
        zh, en = "{s}，是否适用未定（{c}）", "{s}, may not apply ({c})"
        return say(zh, en, **values)
    if switch.is_dropped:
        zh, en = "{t}：不适用（{c}），退出，其余折算", "{t}: does not apply ({c}), left out"
        return say(zh, en, **values)
    zh, en = "{t}：不适用（{c}），按做到计", "{t}: does not apply ({c}), taken as met"
    return say(zh, en, **values)
