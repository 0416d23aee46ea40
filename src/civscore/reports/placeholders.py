"""What a template may write, and whether it does: every placeholder by name, checked beforehand.

    {{ 社区 }}    {{ 总分.已得 }}    {%p for 句 in 提示 %}    {% if 加分.满分 %}

A template holds placeholders, `for` and `if`; nothing else is carried out, and nothing that a
placeholder stands for is ever read as a template. `NAMES` is what there is: a text says what it is,
a table holds further names, a list holds what there is any number of.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, TypeAlias

from civscore.diagnostics import Fault, fault, nearest
from civscore.sentences import Sentence
from civscore.values import Value

Shape: TypeAlias = Any
"""A text (what it is), a mapping of names to shapes, or a list of one shape."""

_SPLIT: Final = {
    "满分": ("满分", "full points"),
    "已得": ("已得", "earned"),
    "待证": ("待证", "unproven"),
    "已失": ("已失", "lost"),
}
_CLAUSE: Final = {
    "项目": ("所属项目的名称", "title of its section"),
    "编号": ("编号", "its id"),
    "名称": ("名称", "its title"),
    "性质": ("评分项、加分项、控制项……", "scored, bonus, control …"),
    "条文": ("条文全句", "its text"),
    **_SPLIT,
    "评定": ("满足、部分满足、未满足、待证……", "met, partly met …"),
    "依据": ("为什么是这个分", "why"),
    "佐证": [("要什么佐证，采信几份", "what had to be shown, what was admitted")],
    "出处": ("数字的出处", "where its numbers come from"),
}
_STEP: Final = {
    "序号": ("从 1 起", "from 1"),
    "类别": ("补佐证、整改、待期满、须向外查明", "collect proof, fix, wait, ask others"),
    "性质": ("评分项、一票否决项……", "scored, veto …"),
    "编号": ("条款的编号", "id of the clause"),
    "名称": ("条款的名称", "title of the clause"),
    "事项": ("要做什么", "what is to be done"),
    "得分": ("只做这一件可得几分", "points it gains alone"),
    "总分增加": ("总分因此增加几分", "points the total gains"),
    "用于": [("哪些等级用得着", "the tiers it serves")],
    "责任单位": ("标准写明的才有", "who is responsible, where the standard says so"),
    "配合单位": ("标准写明的才有", "who has to help, where the standard says so"),
    "期限": ("标准写明的才有", "deadline, where the standard gives one"),
    "最早": ("最早到哪一天", "the earliest day"),
}
_VETO: Final = {
    "编号": ("编号", "its id"),
    "名称": ("名称", "its title"),
    "结论": ("已触发、未触发、未能认定；已过、未过", "triggered, clear …"),
    "依据": ("为什么", "why"),
}

NAMES: Final[Mapping[str, Shape]] = {
    "社区": ("社区的名称", "the community"),
    "所在地": ("社区在哪个市、区", "where it lies"),
    "标准": ("标准的名称", "title of the standard"),
    "版本": ("标准的版本", "its edition"),
    "标准代号": ("代号@版本", "id@edition"),
    "标准文本": ("条文是不是原文", "how far the text is the issuer's own"),
    "标准摘要": ("标准的 SHA-256", "SHA-256 of the standard"),
    "评定基准日": ("评定基准日", "the day judged from"),
    "考评期": ("考评期，没有填报的是空的", "the period, if recorded"),
    "申报等级": ("申报等级，没有填报的是空的", "the tier applied for, if any"),
    "结论": ("已达到的等级，或“尚未达到任何等级”", "the tier reached, or that none is"),
    "最高可达": ("补齐佐证后最高可达的等级", "the highest tier once proven"),
    "下一等级": ("下一个还没有达到的等级", "the lowest tier not reached"),
    "差距": ("离下一等级的差距，一句话", "the gap to it in a sentence"),
    "总分": _SPLIT,
    "加分": _SPLIT,
    "计入等级的分": _SPLIT,
    "整改期限": ("限期整改的最后一天，标准写明的才有", "the last day to mend, if given"),
    "声明": [("是公示版，或是假设的结果", "that it is a public view, or supposed")],
    "提示": [("读者应当知道的事，含声明", "what a reader has to know")],
    "称号": [("称号的现状", "how it stands with the title")],
    "门槛": [_VETO],
    "否决": [{**_VETO, "条文": ("条文全句", "its text")}],
    "等级": [
        {
            "名称": ("等级的名称", "its name"),
            "结论": ("已达到、补齐佐证后可达到、未达到", "reached, possible, out of reach"),
            "差距": ("差距，一句话", "the gap in a sentence"),
            "尚差": ("总分尚差几分", "points short"),
            "采信后仍差": ("待证的全部采信后仍差几分", "points short once proven"),
            "说明": [("由谁命名等", "who names it and the like")],
            "条件": [
                {
                    "内容": ("条件和现状，一句话", "the condition, and how it stands"),
                    "结论": ("已达到、补齐佐证后可达到、未达到", "reached, possible, out of reach"),
                    "已满足": ("用在 if 里", "for if"),
                    "尚差": ("尚差几分", "points short"),
                    "采信后仍差": ("待证的全部采信后仍差几分", "points short once proven"),
                }
            ],
        }
    ],
    "得分表": [
        {
            "名称": ("项目或总分调整，折合总分的写明", "a section or adjustment"),
            **_SPLIT,
            "说明": ("总分调整的依据", "why the total is adjusted"),
        }
    ],
    "项目": [
        {
            "编号": ("编号", "its id"),
            "名称": ("名称", "its title"),
            **_SPLIT,
            "条款": [_CLAUSE],
        }
    ],
    "条款": [_CLAUSE],
    "整改": [_STEP],
    "整改分类": [
        {
            "类别": ("类别；只能加分的另成一类", "the kind; what only earns a bonus apart"),
            "加分项": ("是不是只能加分的，用在 if 里", "whether it only earns a bonus, for if"),
            "事项": [_STEP],
        }
    ],
}  # fmt: skip


def _listed(names: Mapping[str, Shape], language: int) -> str:
    """Every name, with those under it in brackets; a list is marked."""
    return "、".join(_one(name, shape, language) for name, shape in names.items())


def _one(name: str, shape: Shape, language: int) -> str:
    marked = name
    if isinstance(shape, list):
        marked, shape = f"{name}{('（清单）', ' (list)')[language]}", shape[0]
    return f"{marked}[{_listed(shape, language)}]" if isinstance(shape, Mapping) else marked


UNKNOWN: Final = fault(
    "template-unknown",
    ("{where}：没有“{name}”这个占位符", "{where}: there is no placeholder “{name}”"),
    (
        "{near}；全部占位符见 civscore explain template-unknown",
        "{near}; all of them: civscore explain template-unknown",
    ),
    why=(
        f"可用的占位符：{_listed(NAMES, 0)}",
        f"Placeholders there are: {_listed(NAMES, 1)}",
    ),
)
WHOLE: Final = fault(
    "template-whole",
    ("{where}：“{name}”是一组内容，不能直接写出", "{where}: “{name}” is no text by itself"),
    (
        "一组的写其中一项，如“总分.已得”；清单用 {{% for 项 in {name} %}} 逐项写",
        "name one of its parts, or go through it by {{% for one in {name} %}}",
    ),
)
NOT_A_LIST: Final = fault(
    "template-not-a-list",
    ("{where}：“{name}”不是清单，不能逐项写", "{where}: “{name}” is no list to go through"),
    ("直接写 {{{{ {name} }}}}", "write {{{{ {name} }}}}"),
)
FORBIDDEN: Final = fault(
    "template-forbidden",
    ("{where}：模板里不能这样写（{what}）", "{where}: a template has no place for {what}"),
    ("只用占位符、for 和 if", "use placeholders, for and if alone"),
    why=(
        "模板是别人给的文件，只让它排版，不让它运行什么",
        "a template is a file from somebody else; it lays out and runs nothing",
    ),
)

_LOOP: Final = dict.fromkeys(("index", "index0", "first", "last", "length"), ("", ""))
_FILTERS: Final = frozenset({"length", "join"})


class Misuse(Value):
    """A placeholder that cannot be filled in, and the line of the template it stands on."""

    fault: Fault
    line: int
    name: str = ""
    near: Sentence | str = ""
    what: str = ""


def misused(tree: Any) -> Iterator[Misuse]:
    """What a parsed template writes that cannot be filled in."""
    found: list[Misuse] = []
    _Checker(found.append).body(tree.body, NAMES)
    yield from found


class _Checker:
    """A walk through a template of jinja2, with the names in sight."""

    def __init__(self, report: Callable[[Misuse], None]) -> None:
        self.report = report

    def body(self, nodes: Any, names: Mapping[str, Shape]) -> None:
        """Statements, one after the other."""
        for node in nodes:
            kind = type(node).__name__
            if kind == "Output":
                for part in node.nodes:
                    if type(part).__name__ != "TemplateData":
                        self._written(part, names)
            elif kind == "If":
                self._shape(node.test, names)
                self.body((*node.body, *node.elif_, *node.else_), names)
            elif kind == "For" and type(node.target).__name__ == "Name":
                item = self._item(node.iter, names)
                inside = {**names, "loop": _LOOP, node.target.name: item}
                if node.test is not None:
                    self._shape(node.test, inside)
                self.body(node.body, inside)
                self.body(node.else_, names)
            else:
                self.report(Misuse(FORBIDDEN, node.lineno, what=kind))

    def _written(self, node: Any, names: Mapping[str, Shape]) -> None:
        shape = self._shape(node, names)
        is_texts = isinstance(shape, list) and isinstance(shape[0], tuple)
        if isinstance(shape, dict | list) and not is_texts:
            self.report(Misuse(WHOLE, node.lineno, _name_of(node)))

    def _item(self, node: Any, names: Mapping[str, Shape]) -> Shape:
        """What a list holds."""
        shape = self._shape(node, names)
        if isinstance(shape, list):
            return shape[0]
        if shape is not None:
            self.report(Misuse(NOT_A_LIST, node.lineno, _name_of(node)))
        return None

    def _shape(self, node: Any, names: Mapping[str, Shape]) -> Shape:
        """What an expression stands for; None for what has been reported."""
        kind = type(node).__name__
        if kind == "Name":
            return self._member(node, names, node.name, "")
        if kind in {"Getattr", "Getitem"}:
            return self._part(node, names)
        if kind == "Filter" and node.name not in _FILTERS:
            self.report(Misuse(FORBIDDEN, node.lineno, what=node.name))
            return None
        if kind not in _PLAIN:
            self.report(Misuse(FORBIDDEN, node.lineno, what=kind))
            return None
        for inner in node.iter_child_nodes():
            self._shape(inner, names)
        return ("", "")

    def _part(self, node: Any, names: Mapping[str, Shape]) -> Shape:
        """What stands under a name in a table, or at a place in a list."""
        inside = self._shape(node.node, names)
        name = node.attr if type(node).__name__ == "Getattr" else getattr(node.arg, "value", None)
        if isinstance(inside, list) and isinstance(name, int):
            return inside[0]
        if isinstance(inside, dict) and isinstance(name, str):
            return self._member(node, inside, name, f"{_name_of(node.node)}.")
        if inside is not None:
            self.report(Misuse(UNKNOWN, node.lineno, _name_of(node), nearest(str(name), ())))
        return None

    def _member(self, node: Any, known: Mapping[str, Shape], name: str, before: str) -> Shape:
        if name in known:
            return known[name]
        self.report(Misuse(UNKNOWN, node.lineno, f"{before}{name}", nearest(name, known)))
        return None


_PLAIN: Final = frozenset({
    "Const", "Compare", "Operand", "And", "Or", "Not", "CondExpr", "Concat", "Filter",
})  # fmt: skip
"""Expressions a template may be made of, beside names."""


def _name_of(node: Any) -> str:
    kind = type(node).__name__
    if kind == "Name":
        return str(node.name)
    if kind == "Getattr":
        return f"{_name_of(node.node)}.{node.attr}"
    if kind == "Getitem":
        return f"{_name_of(node.node)}[…]"
    return "…"
