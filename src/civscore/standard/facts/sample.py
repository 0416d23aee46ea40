"""sample 抽查：抽取若干个点位、楼栋、路段或人员，逐个核对几条。

    [facts.roads]
    kind = "sample"
    title = "小区道路抽查"
    unit = "条"
    draw = 5
    checks = { even = "路面平整", marked = "标线清晰", tidy = "无乱堆乱放" }
    fewer = "all"             # 必填：不足 5 条时怎么办

佐证包中逐个记
`roads = [ { unit = "兴民路", even = true, marked = true, tidy = false }, … ]`;
总共只有 4 条路时记 `roads = { available = 4, units = [ … ] }`。一个点位各条都合格才算合格。

fewer 三选一：`all` 有几个查几个、`not_applicable` 不参评、`unproven` 待证。

- *应抽数随总数变？* `draw` 写算式：`draw = "max(ceil(10% * schools), 4)"`，除不尽的写明进一
  （`ceil`）还是舍去（`floor`）。多查的一并计；只能按不合格数、全部合格或合格比例计分。
- *还没查完？* 没查的点位未知，得分是区间。
- *某一条没勾？* 该点位未知，除非另一条已经不合格。
- *从哪里抽？* 佐证包的 `[frames]`；`strata` 分层，`spread` 等距，`spares` 候补几个，
  `civscore sample` 按公布的种子抽，谁都可以核对。
- *抽样误差？* 报告写明 95% 置信区间。
- *不合格的要说明？* 写 `words = true`，不合格的点位须记 `words = "…"`，没有写的报错。

English: units drawn and checked one by one; a unit passes when all its checks do.
"""

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, TypeAlias

from civscore.diagnostics import fault
from civscore.sentences import Sentence, say
from civscore.standard.document import Entry
from civscore.standard.drawing import MOST_DRAWN, DrawnFact, number_drawn
from civscore.standard.facts import Times, check_keys, check_parts, read_scaled, refuse
from civscore.standard.numbers import Check, Fewest, YesNo
from civscore.standard.parsing import Term
from civscore.standard.quantities import Amount, IfNone
from civscore.standard.rows import Column, Interval
from civscore.standard.shares import Share
from civscore.values import Value, replaced

if TYPE_CHECKING:
    from civscore.standard.blanks import Layout

_NAMED: Final = "[a-z]"  # it is worked out from something
MOST_WORKED_OUT: Final = 1_000_000
TOO_MANY: Final = fault(
    "sample-too-large",
    ("记了 {found} 个，应抽 {due} 个", "{found} units recorded where {due} are drawn"),
    ("请只记抽中的点位", "record only the units drawn"),
)
REPEATED: Final = fault(
    "unit-repeated",
    ("点位“{unit}”记了两次", "unit “{unit}” is recorded twice"),
    ("请删去一处", "remove one"),
)


NEEDS_WORDS: Final = fault(
    "failing-needs-words",
    ("点位“{unit}”不合格，没有写明情形", "unit “{unit}” fails, and nothing says how"),
    ('请补上 words = "…"', 'add words = "…"'),
    why=(
        "合格的只记结果，不合格的要写明看到了什么，别人才能复核、整改",
        "what passes needs no words; what fails has to be found again and mended",
    ),
)


def _check_draw(value: object) -> int | str:
    return value if isinstance(value, str) and re.search(_NAMED, value) else number_drawn(value)


Draw: TypeAlias = Annotated[
    int | str,
    Check(
        _check_draw,
        "integer string",
        (("minimum", 1), ("maximum", MOST_DRAWN), ("pattern", _NAMED)),
    ),
]
"""How many units are drawn, or how that is worked out."""


class Recorded(Value):
    """Units due, and of those inspected how many pass, fail, or are not fully recorded."""

    due: int
    passing: int
    failing: int
    failures: tuple[str, ...]  # those that fail, with what is said of each
    units: tuple[str, ...]  # and without
    listed: int
    available: int | None = None  # units there are, where they may be fewer
    due_least: int = 0  # where the number hangs on what is not known yet
    why: tuple[Sentence, ...] = ()
    lacking: Sentence | None = None

    @property
    def public(self) -> "Recorded":
        """The same without what was said of the units that fail."""
        return replaced(self, failures=self.units)


class Sample(DrawnFact):
    """Units drawn from a frame."""

    draw: Draw
    """抽多少个；随别的数据项变的写算式 | How many units are drawn, or how it is worked out."""

    checks: Annotated[dict[str, str], Fewest(1)]
    """键 → 名称；各条都合格才算合格 | Key → title; a unit passes if every check does."""

    fewer: Literal["all", "not_applicable", "unproven"]
    """不足应抽数时怎么办：all 有几个查几个、not_applicable 不参评、unproven 待证 |
    What holds when there are fewer units than are to be drawn."""

    words: YesNo = False
    """不合格的点位是否必须写明情形 | Whether a failing unit has to be described."""

    unit: str = "个"

    @property
    def due(self) -> int:
        return self.size or 0

    def check(self) -> None:
        """Raise `RefusedError` where a key could not be used."""
        check_keys(self.checks, "unit", "words", "value")

    @property
    def size(self) -> int | None:
        """How many units are drawn; None where that is worked out."""
        return None if isinstance(self.draw, str) else self.draw

    @property
    def draw_formula(self) -> str:
        return self.draw if isinstance(self.draw, str) else ""

    def columns(self, name: str) -> Iterator[Column]:
        most = MOST_WORKED_OUT if self.size is None else self.size
        yield Column(f"{name}.passing", 0, most)
        yield Column(f"{name}.drawn", 0, most)
        if self.size is None and self.fewer != "all":
            yield Column(f"{name}.sound", 0, 1)

    def terms(self, name: str, index: Mapping[str, int]) -> Iterator[tuple[str, Term]]:
        passing, drawn = index[f"{name}.passing"], index[f"{name}.drawn"]
        if_none: IfNone = "not_applicable" if self.fewer == "not_applicable" else "unproven"
        base = say("可查的点位", "units to inspect")
        columns, most = (passing, drawn), MOST_WORKED_OUT if self.size is None else self.size
        share = Share(
            name, self.sentence, self.unit, columns, if_none, is_bounded=True, base_title=base,
            least_base=1 if self.fewer == "all" or self.size is None else self.size,
        )  # fmt: skip
        if self.size is None and self.fewer != "all":
            from civscore.standard.qualified import Held, Need, Qualified

            title = say("{t}（够不够抽）", "{t} (enough to draw from)", t=self.title)
            need = Need(Held(name, title, index[f"{name}.sound"]), 1, title)
            share = Qualified(
                name, self.sentence, self.unit, columns, if_none, is_bounded=True,
                base_title=base, needs=(need,),
            )  # fmt: skip
        yield name, Term(share)
        for part, column, zh, en in (
            ("passing", passing, "合格", "passing"),
            ("drawn", drawn, "应查", "due"),
        ):
            title = say("{t}（{zh}）", "{t} ({en})", t=self.title, zh=zh, en=en)
            yield f"{name}.{part}", Term(Amount(name, title, self.unit, column, 1, 0, most))

    @property
    def example(self) -> str:
        ticked = "".join(f", {key} = true" for key in self.checks)
        return f'[{{ unit = "甲"{ticked} }}]'

    @property
    def layout(self) -> "Layout":
        from civscore.standard.blanks import Blank, Layout, flags, number

        unit = Blank(("unit",), "text", say("点位", "Unit"))
        due = "应抽数" if self.size is None else f" {self.size} {self.unit}"
        available = number("available", f"总共不足{due}时，共有", self.unit)
        return Layout((available,), (unit, *flags(self.checks)), ("units",))

    def read(self, value: Any, entry: Entry) -> Recorded | None:
        if isinstance(value, dict):
            check_parts(value, ("available", "units"), entry)
            told = value.get("available")
            found = (
                read_scaled(told, 1, (0, 10**9), entry.at("available"))
                if told is not None
                else None
            )
            if told is not None and found is None:
                return None
            listed, place = value.get("units", []), entry.at("units")
        else:
            found, listed, place = None, value, entry
        if not isinstance(listed, list):
            refuse(self, listed, ("[ { unit = …, … } ]", "a list of units"), place)
            return None
        limits = [one for one in (self.size, found) if one is not None]
        due = min(limits) if limits else None
        if due is not None and len(listed) > due:
            place.report(TOO_MANY, found=len(listed), due=due)
            return None
        return self._counted(due, found, listed, place)

    def _counted(
        self, due: int | None, found: int | None, listed: list[Any], entry: Entry
    ) -> Recorded:
        states = [self._state(unit, entry.at(number)) for number, unit in enumerate(listed)]
        self._check_repeats(listed, entry)
        failing = tuple(
            _called(unit, number)
            for number, (unit, state) in enumerate(zip(listed, states, strict=True), 1)
            if state is False
        )
        units = tuple(name for name, _ in failing)
        failures = tuple(f"{name}（{words}）" if words else name for name, words in failing)
        size = len(listed) if due is None else due
        counts = size, states.count(True), len(failures)
        return Recorded(*counts, failures, units, len(listed), found, size)

    def _state(self, unit: Any, entry: Entry) -> bool | None:
        """True, false, or not known."""
        if not isinstance(unit, dict):
            refuse(self, unit, ("{ unit = …, … = true }", "{ unit = …, … = true }"), entry)
            return None
        check_parts(unit, ("unit", "words", *self.checks), entry)
        ticks = [unit.get(check) for check in self.checks]
        for check in self.checks:
            if not isinstance(unit.get(check), bool | None):
                refuse(self, unit[check], ("true 或 false", "true or false"), entry.at(check))
        words = unit.get("words", "")
        if not isinstance(words, str):
            refuse(self, words, ("加引号的文字", "a quoted text"), entry.at("words"))
        if False in ticks:
            if self.words and not str(words).strip():
                entry.report(NEEDS_WORDS, unit=unit.get("unit", ""))
            return False
        return None if None in ticks else True

    def _check_repeats(self, listed: list[Any], entry: Entry) -> None:
        seen: set[str] = set()
        for number, unit in enumerate(listed):
            name = unit.get("unit") if isinstance(unit, dict) else None
            if name is not None and str(name) in seen:
                entry.report(REPEATED, number, unit=name)
            seen.add(str(name))

    def tested(self, value: Recorded) -> tuple[int, int, int, int | None]:
        seen = value.passing + value.failing
        return value.passing, seen, self.size or value.due, value.available

    def reduce(self, value: Recorded, times: Times) -> Mapping[str, Interval]:  # noqa: ARG002
        if self.size is None:
            return {}  # how many are due is settled when all else is known
        open_units = value.due - value.passing - value.failing
        most = min(value.due, value.passing + max(0, open_units))
        return {
            "passing": (min(value.passing, value.due), most),
            "drawn": (value.due, value.due),
        }


def _called(unit: Mapping[str, Any], number: int) -> tuple[str, str]:
    """A failing unit, and what is said of it."""
    return str(unit.get("unit", number)), str(unit.get("words", "")).strip()
