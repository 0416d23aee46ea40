"""parameters 参数：随社区类型、年份、规模、申报等级而变的数，起一个名字，写一次。

    [facts.area_kind]
    kind = "choice"
    title = "社区类型"
    options = { old_town = "老城区", new_town = "新城区" }

    [parameters.hall_area]
    title = "办公服务用房"
    unit = "平方米"
    by = "area_kind"
    values = { old_town = 300, new_town = 500 }

    [parameters.share_placed]
    title = "安置率"
    by = "year"
    values = [{ from = 2008, value = "30%" }, { from = 2009, value = "60%" }]
    otherwise = "0%"

`by` 是选项、等级或申报等级 `applied` 的，`values` 逐项写出；`by` 是数的（`year`、一个数据项、
一个算式），`values` 由低到高分段，下端写 `from`（含本数）或 `above`（不含），
第一段以下取 `otherwise`，必填。

条款的计分方式里，凡是写数的地方都可以写参数的名字，加引号：`from = "hall_area"`；
条件和算式里直接写：`floor_area >= hall_area`。有参数的条款按每一种情形各算一套，
检查时每一套都查；报告说明按哪一种取的值。

- *决定取值的数据项没有填报？* 取各种可能情形中最低的和最高的，差距报告先要求确定它。
- *哪里不能写？* 满分、等级的总分、佐证的份数是定数；数据项的声明里只有 derived 的算式能写。
- *一条用了好几个参数？* 各种情形相乘，最多 256 种；随同一个数据项变的只算一次。

English: numbers that vary by kind, year, size or the tier applied for; written once, by name.
"""

from decimal import Decimal
from typing import Annotated

from civscore.diagnostics import fault, nearest
from civscore.exact import share_text, text_of
from civscore.sentences import Sentence, joined, plain, say
from civscore.standard.chapters import Chapter, ChapterDraft, PlannedChapter
from civscore.standard.document import Entry
from civscore.standard.facts import UNKNOWN_PART
from civscore.standard.mechanisms import NOT_LISTED
from civscore.standard.numbers import (
    IDENTIFIER,
    Fewest,
    Key,
    Least,
    Number,
    ShareOrPoints,
)
from civscore.standard.plan import Plan
from civscore.standard.quantities import with_unit
from civscore.standard.texts import Title
from civscore.standard.tokens import RESERVED
from civscore.values import Declared

NAME_TAKEN = fault(
    "name-taken",
    ("“{name}”已经是数据项的名字", "“{name}” is a fact's name already"),
    ("请改参数或数据项的名字", "rename the parameter or the fact"),
    why=(
        "条件里数据项和参数照名字引用，一个名字只能有一个意思",
        "conditions speak of facts and parameters by name; a name means one thing",
    ),
)
BAD_PARAMETER = fault(
    "bad-parameter-name",
    ("“{name}”不能作参数的名字", "“{name}” cannot name a parameter"),
    ("用小写英文字母、数字和下划线，如 hall_area", "lower case letters, digits, underscores"),
)
UNUSED = fault(
    "parameter-unused",
    ("参数“{name}”没有条款用到", "nothing uses the parameter “{name}”"),
    ("请删去，或写进条款", "remove it, or use it"),
    severity="warning",
)
STEPS_FALL = fault(
    "steps-not-rising",
    ("第 {second} 段的下端不高于第 {first} 段", "step {second} begins no higher than {first}"),
    ("请由低到高写", "write them rising"),
)
STEP_END = fault(
    "step-without-end",
    ("第 {n} 段须有一个下端，from 或 above", "step {n} begins nowhere, or twice"),
    ("如 {{ from = 2008, value = 3 }}", "e.g. {{ from = 2008, value = 3 }}"),
)
OTHERWISE = fault(
    "otherwise-undeclared",
    (
        "参数“{name}”分段写的须写 otherwise，逐项写的不写",
        "“{name}”: steps need otherwise, options have none",
    ),
    ("otherwise 是第一段以下取的值", "otherwise is the value below the first step"),
)
WRONG_BASIS = fault(
    "parameter-by-number",
    (
        "“{by}”是数，values 要分段写；是选项的才逐项写",
        "“{by}” is a number: write steps; only options are listed",
    ),
    (
        "如 values = [{{ from = 1000, value = 3 }}] 和 otherwise = 2",
        "e.g. values = [{{ from = 1000, value = 3 }}] and otherwise = 2",
    ),
)


class Step(Declared):
    """A value from some number on."""

    value: ShareOrPoints
    """从下端起取的值 | The value from there on."""

    start: Annotated[Number | None, Key("from")] = None
    """下端，含本数 | Lower end, included."""

    above: Number | None = None
    """下端，不含本数 | Lower end, not included."""

    @property
    def edge(self) -> tuple[Decimal, bool]:
        """The number it begins at, and whether just after it."""
        return (self.start, False) if self.start is not None else (self.above or Decimal(0), True)


class Parameter(Declared):
    """A number by case."""

    title: Title
    """报告里怎么称呼 | How it is called."""

    by: str
    """随什么变：选项、等级、applied，或 year、一个数据项、一个算式 |
    What it varies by: options, levels, `applied`; or `year`, a number, an expression."""

    values: Annotated[dict[str, ShareOrPoints], Fewest(1)] | Annotated[tuple[Step, ...], Fewest(1)]
    """各选项的值，或由低到高各段的值 | Its value for each option, or by rising steps."""

    otherwise: ShareOrPoints | None = None
    """第一段以下的值；分段的必填 | Its value below the first step; needed with steps."""

    unit: str = ""
    """单位 | Its unit."""

    note: str = ""
    """读者应当知道的事 | Anything a reader has to know."""

    def told(self) -> Sentence:
        """All its values."""
        if isinstance(self.values, dict):
            said = [(plain(option), value) for option, value in self.values.items()]
        else:
            starts = (("{n} 起", "from {n}"), ("高于 {n}", "above {n}"))
            said = [
                (say(*starts[step.edge[1]], n=text_of(step.edge[0])), step.value)
                for step in self.values
            ]
        if self.otherwise is not None:
            said.insert(0, (say("以下", "below"), self.otherwise))
        return joined(
            tuple(say("{w} {v}", "{w}: {v}", w=what, v=self.shown(v)) for what, v in said),
            "、",
            ", ",
        )

    def shown(self, value: Least) -> Sentence:
        """A value of it with its unit."""
        if value.is_share:
            return with_unit(share_text(value.number), "")
        return with_unit(text_of(value.number), self.unit)


class Parameters(Chapter):
    """Parameters by name."""

    root: dict[str, Parameter]

    def plan(self, draft: ChapterDraft) -> "PlannedParameters":
        for name, one in self.root.items():
            if draft.is_fact(name):
                draft.report_key(NAME_TAKEN, name, name=name)
            elif not IDENTIFIER.fullmatch(name) or name in RESERVED:
                draft.report_key(BAD_PARAMETER, name, name=name)
            if isinstance(one.values, tuple) == (one.otherwise is None):
                draft.report_key(OTHERWISE, name, name=name)
            if isinstance(one.values, dict):
                _check_options(draft, name, one, one.values)
            elif options := draft.options(one.by):
                draft.report(NOT_LISTED, name, "values", missing=next(iter(options)))
            elif draft.is_number(one.by, name, "by"):
                _check_steps(draft, name, one.values)
        return PlannedParameters(tuple(self.root))


def _check_options(
    draft: ChapterDraft, name: str, one: Parameter, values: dict[str, Least]
) -> None:
    options = draft.options(one.by)
    if not options:
        if draft.is_number(one.by, name, "by"):
            draft.report(WRONG_BASIS, name, "by", by=one.by)
        return
    for option in options:
        if option not in values:
            draft.report(NOT_LISTED, name, "values", missing=option)
    for option in values:
        if option in options:
            continue
        near = nearest(option, options)
        draft.report(UNKNOWN_PART, name, "values", option, name=option, near=near)


def _check_steps(draft: ChapterDraft, name: str, steps: tuple[Step, ...]) -> None:
    for number, step in enumerate(steps):
        if (step.start is None) == (step.above is None):
            draft.report(STEP_END, name, "values", number, n=number + 1)
        if number and step.edge <= steps[number - 1].edge:
            draft.report(STEPS_FALL, name, "values", number, first=number, second=number + 1)


class PlannedParameters(PlannedChapter):
    """Parameters, of which nothing is left but their names."""

    names: tuple[str, ...]

    def check(self, plan: Plan, entry: Entry) -> None:
        for name in self.names:
            if name not in plan.used:
                entry.report_key(UNUSED, name, name=name)
