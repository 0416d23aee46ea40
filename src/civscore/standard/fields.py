"""What is declared of the units of a fact: their fields, the groups they fall into, their sums.

A field is a small fact of one unit: recorded beside the unit, or worked out from its days. A group
is a condition over the fields of one unit, a sum is a number worked out from them.
"""

from collections.abc import Mapping
from typing import Annotated, Final, Literal

from civscore.standard.numbers import Key, Length, Places, RefusedError
from civscore.standard.texts import Title
from civscore.values import Declared

_DAYS: Final = {"d": 1}
_MONTHS: Final = {"m": 1, "y": 12}


class Step(Declared):
    """A stretch of a schedule and how often something is due in it."""

    span: Annotated[Length, Key("for")]
    """这一段多长，如 "12m" | How long the stretch is."""

    each: Length
    """每隔多久一次，如 "1m" | How often it is due."""

    def check(self) -> None:
        """Raise `RefusedError` where the stretch is no whole number of intervals."""
        if not self.times:
            raise RefusedError("uneven_steps")

    @property
    def times(self) -> int:
        """How many times it is due; 0 where the intervals do not fill the stretch."""
        for sizes in (_DAYS, _MONTHS):
            if self.span.unit in sizes and self.each.unit in sizes:
                whole = self.span.amount * sizes[self.span.unit]
                times, rest = divmod(whole, self.each.amount * sizes[self.each.unit])
                return 0 if rest else times
        return 0


_KEYS: Final[Mapping[str, tuple[frozenset[str], frozenset[str]]]] = {
    "flag": (frozenset(), frozenset()),
    "count": (frozenset(), frozenset({"unit"})),
    "measure": (frozenset(), frozenset({"unit", "decimals"})),
    "choice": (frozenset({"options"}), frozenset()),
    "date": (frozenset(), frozenset()),
    "text": (frozenset(), frozenset()),
    "deadline": (frozenset({"since", "within"}), frozenset()),
    "elapsed": (frozenset({"since"}), frozenset({"until"})),
    "schedule": (frozenset({"since", "steps"}), frozenset({"until", "unit"})),
}
"""Keys a kind of field must have, and keys it may have."""


class Field(Declared):
    """What is known of one unit."""

    kind: Literal[
        "flag", "count", "measure", "choice", "date", "text", "deadline", "elapsed", "schedule"
    ]
    """哪一类栏目；后三类由日期推算，不填报 | What kind of field; the last three are worked out."""

    title: Title
    """报告里怎么称呼 | How it is called."""

    unit: str = ""
    """单位 | Its unit."""

    decimals: Places = 0
    """计量的小数位 | Decimals of a measure."""

    options: dict[str, str] = {}  # noqa: RUF012 - never changed
    """选项：键 → 名称 | Options of a choice: key → title."""

    since: str = ""
    """从哪一栏的日期起算 | The field whose day it is counted from."""

    until: str = ""
    """算到哪一栏的日期为止；还没有到那天的算到评定基准日 |
    The field whose day it is counted to; to the day judged from as long as that is ahead."""

    within: Length | None = None
    """期限：起算日以后多久，如 "1m" | The time allowed from the day on."""

    steps: tuple[Step, ...] = ()
    """应办的日程，一段接一段 | A schedule, one stretch after the other."""

    @property
    def is_worked_out(self) -> bool:
        """Whether it is worked out, not recorded."""
        return self.kind in {"deadline", "elapsed", "schedule"}

    def check(self) -> None:
        """Raise `RefusedError` where keys do not go with the kind."""
        must, may = _KEYS[self.kind]
        given = {
            key
            for key in self.fields
            if key not in {"kind", "title"} and getattr(self, key) != self.defaults[key]
        }
        if not must <= given <= must | may or (self.options and len(self.options) < _FEWEST):
            raise RefusedError("field_keys")


_FEWEST: Final = 2


class Group(Declared):
    """Units of which a condition holds."""

    title: Title
    """报告里怎么称呼 | How the group is called."""

    when: str
    """什么样的归入这一组，只读本件的栏目 | Which units belong to it; reads fields of the unit."""


class Sum(Declared):
    """A number of each unit, added up."""

    title: Title
    """报告里怎么称呼 | How it is called."""

    value: str
    """每件算出的数，只读本件的栏目 | The number of one unit; reads fields of the unit."""

    unit: str = ""
    """单位 | Its unit."""
