"""What a key is called in a sentence, and what its options mean.

The usual keys have a short name here. Any other, also of a mechanism that is not known here, is
called by the text that stands under its field; options are explained there, too.
"""

import re
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from itertools import pairwise
from textwrap import dedent
from typing import Any, Final

from civscore.sentences import Sentence, verbatim
from civscore.standard.kinds import names_in
from civscore.standard.nouns import keys_of

_LABELS: Final[Mapping[str, str]] = {
    "title": "名称", "issuer": "发布机关", "text": "文本性质", "source": "来源说明",
    "full": "满分", "printed": "原文印的满分", "reading": "读法", "note": "说明",
    "Effective.from": "施行日期", "Effective.until": "废止日期",
    "year": "年份", "known": "已知程度", "url": "网址",
    "decimals": "小数位数", "mode": "取舍方式", "at": "取舍之处", "compare": "等级比较的总分",
    "not_applicable": "不参评的处理", "bonus": "加分", "Bonus.cap": "加分封顶",
    "Bonus.counts": "加分计入等级总分",
    "unit": "单位", "range": "取值范围", "if_none": "基数为零时的处理", "options": "选项",
    "levels": "档次", "scale": "尺度", "facets": "分面", "shares": "各面分值",
    "items": "清单", "classes": "类别", "window": "计算期间",
    "draw": "抽查数", "checks": "核对内容", "fewer": "不足应抽数时的处理", "answers": "回答",
    "favourable": "算满意的回答", "minimum": "最低有效份数", "if_short": "不足最低份数时的处理",
    "only": "仅适用于", "Judged.only": "限定的分值",
    "beyond": "可超过 100%", "curable": "整改后不再计",
    "Rate.of": "分母", "Survey.of": "受访者",
    "role": "角色", "clause": "条文", "remedy": "整改办法", "basis": "出处",
    "applies_if": "参评条件", "exempt_if": "免检条件", "guard": "前提", "needs": "条件",
    "when": "触发条件", "Parameter.by": "取值依据",
    "certificate": "所需证明", "value": "数据项", "methods": "几种查法", "method": "查法",
    "keeper": "存放处", "system": "填报系统", "void": "不计入的形式", "announced": "事先通知",
    "present": "出席比例", "each_of": "逐件要的名册", "facet": "只证哪一面",
    "columns": "要有的栏目", "of": "数据项", "bands": "分档",
    "otherwise": "各档之外的分值", "step": "每档大小", "each": "每项得分", "floor": "保底",
    "Stepped.each": "每档扣分", "Deduction.each": "每起扣分", "Sampled.each": "每个不合格扣分",
    "cap": "封顶", "points": "分值", "worth": "折算比例", "to": "满分目标", "from": "起点",
    "below": "低于即扣分的目标", "above": "高于即扣分的目标", "started": "不足一档的处理",
    "faults": "查出的问题", "by": "计法", "Checklist.points": "对照表", "Sampled.points": "对照表",
    "AllOf.root": "条件", "Parts.root": "各部分", "NotKnown.root": "未知的原因",
    "Total.root": "总分要求", "EachSection.root": "每个项目的最低要求",
    "effect": "后果", "Threshold.effect": "未过的",
    "Effect.cap": "等级不高于", "Effect.drop": "降档", "Effect.tier": "直接定为",
    "Effect.until": "至", "area": "上级区域的事", "Scales.root": "尺度",
    "Assessors.root": "评审主体",
    "record": "以这一栏计分", "leagues": "分组", "parent": "直接上级", "publish": "公布",
    "scored_by": "由谁评",
    "Quota.root": "名额", "Quota.places": "名额个数", "Quota.share": "名额占比",
    "Quota.of": "占哪一级的",
    "Top.root": "名次", "Top.n": "前几名", "Top.last": "末几名除外", "round": "取整",
    "ties": "并列", "within": "范围", "Children.root": "下级达标", "Children.title": "下级单位",
    "Children.at": "须达到的等级", "Children.places": "下级个数", "Children.share": "下级占比",
    "Sections.root": "指定项目的最低要求", "Criteria.root": "必须满足的条款",
}  # fmt: skip


def keys_in(table: object) -> Mapping[str, tuple[str, Any]]:
    """Key → field name and annotation of a table that has been read."""
    noun: Any = type(table)
    return keys_of(noun)


def label(noun: Any, key: str) -> Sentence:
    """What a key of a noun is called."""
    zh = _LABELS.get(f"{noun.__name__}.{key}") or _LABELS.get(key)
    if zh is None:
        zh = re.split(r"[：；（，。]", _texts(noun).get(key, ""), maxsplit=1)[0].strip() or key
    name = noun.__name__ if key == "root" else key
    return verbatim(zh, re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).replace("_", " ").lower())


def option(noun: Any, key: str, value: str) -> Sentence:
    """What one of the fixed options of a key means."""
    told = re.search(rf"\b{re.escape(value)} ([^、；。|]+)", _texts(noun).get(key, ""), re.ASCII)
    return verbatim(told[1].strip() if told else value, value)


def kind_name(room: str, name: str) -> Sentence:
    """What a kind is called: the name its page begins with."""
    page = import_module(f"{room}.{name}").__doc__ or "" if name in names_in(room) else ""
    zh = re.match(rf"{name} ([^：:\n]+)[：:]", page)
    return verbatim(zh[1] if zh else name, name.replace("_", " "))


@cache
def _texts(noun: Any) -> Mapping[str, str]:
    """Key → the Chinese half of the text under its field."""
    import ast
    from inspect import getsource

    fields = {name: key for key, (name, _) in keys_of(noun).items()}
    found: dict[str, str] = {}
    for kind in reversed(noun.__mro__[:-2]):  # without Value and object
        body = ast.parse(dedent(getsource(kind))).body[0]
        nodes = body.body if isinstance(body, ast.ClassDef) else []
        for field, text in pairwise(nodes):
            if not (isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)):
                continue
            if isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant):
                said = " ".join(str(text.value.value).split()).partition("|")[0].strip()
                found[fields.get(field.target.id, "")] = said
    return found
