"""What a veto does: rule every tier out, or less, or more."""

from collections.abc import Callable, Mapping
from typing import Final, Literal, TypeAlias

from civscore.diagnostics import nearest
from civscore.sentences import Sentence, say
from civscore.standard.demands import UNKNOWN_TIER
from civscore.standard.document import Entry
from civscore.standard.expressions import Expression
from civscore.standard.numbers import Count, RefusedError
from civscore.standard.rows import Row
from civscore.standard.texts import Title
from civscore.values import Declared, Value


class Effect(Declared):
    """What a veto does that does not rule every tier out."""

    cap: Title | None = None
    """等级不高于 | The highest tier that is left."""

    drop: Count | str | None = None
    """降几档，或一个算式，不足一档的不降 |
    By how many tiers it falls, or an expression of which the whole part counts."""

    tier: Title | None = None
    """直接定为，不看得分 | The tier it sets, whatever the points."""

    until: str = ""
    """直接定级到什么时候 | Until when that tier is set."""

    def check(self) -> None:
        """One of three.

        Raises:
            RefusedError: if it is none, or more.
        """
        told = [one for one in (self.cap, self.drop, self.tier) if one is not None]
        if len(told) != 1 or self.drop in {0, ""} or (self.until and self.tier is None):
            raise RefusedError("veto_effect")


class PlannedEffect(Value):
    """What a veto does; titles are counted from the lowest."""

    kind: Literal["no_tier", "zero", "cap", "drop", "tier"]
    said: Sentence
    title: int = 0  # the highest that is left, or the one that is set
    steps: int = 0  # by how many it falls
    fall: Expression | None = None  # the same, worked out

    def falls(self, row: Row) -> tuple[int, int]:
        """By how many tiers it falls: at least, at most."""
        if self.fall is None:
            return self.steps, self.steps
        ends = (self.fall.value(side) for side in (row.worst, row.best))
        low, high = (max(int(number // per), 0) for number, per in ends)
        return low, high

    def said_on(self, row: Row) -> Sentence:
        """What it does, as far as that is known for a row."""
        if self.fall is None:
            return self.said
        low, high = self.falls(row)
        if low == high:
            return say("降 {n} 档", "lowers the tier by {n}", n=low)
        if high >= _MANY:
            return self.said
        return say("降 {a} 至 {b} 档", "lowers the tier by {a} to {b}", a=low, b=high)


_MANY: Final = 100
"""Tiers no standard has: by how many it falls is then not known at all."""

Declaration: TypeAlias = Literal["no_tier", "zero"] | Effect

NO_TIER: Final = PlannedEffect("no_tier", say("任何等级都达不到", "rules every tier out"))
_ZERO: Final = PlannedEffect("zero", say("总分按零分计", "brings the total to nothing"))


def planned_effect(
    effect: Declaration,
    titles: Mapping[str, int],
    entry: Entry,
    number: Callable[[str, Entry], Expression | None],
) -> PlannedEffect:
    """The effect with names looked up among the titles; a fault is noted at the entry.

    `number` reads an expression; None if it cannot be read, which is noted.
    """
    if not isinstance(effect, Effect):
        return NO_TIER if effect == "no_tier" else _ZERO
    if isinstance(effect.drop, str):
        fall = number(effect.drop, entry.at("drop"))
        if fall is None:
            return NO_TIER
        said = say("降档，档数为{n}", "lowers the tier by {n}", n=fall.title)
        return PlannedEffect("drop", said, fall=fall)
    if effect.drop is not None:
        said = say("降 {n} 档", "lowers the tier by {n}", n=effect.drop)
        return PlannedEffect("drop", said, steps=effect.drop)
    key: Literal["cap", "tier"] = "cap" if effect.cap is not None else "tier"
    name = effect.cap or effect.tier or ""
    if name not in titles:
        entry.report(UNKNOWN_TIER, key, name=name, near=nearest(name, titles))
        return NO_TIER
    said = say("等级不高于“{t}”", "no tier above “{t}”", t=name)
    if key == "tier":
        said = say("直接定为“{t}”", "sets the tier “{t}”", t=name)
        if effect.until:
            said = say("{s}，至{u}", "{s}, until {u}", s=said, u=effect.until)
    return PlannedEffect(key, said, titles[name])
