"""A few answers → a sound standard with comments that teach, to be written over clause by clause.

Each section gets one criterion, each with another mechanism in turn, so that a whole example of
the usual ones is at hand. Whatever the answers, the text loads without a fault.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Final

from civscore.exact import text_of
from civscore.starting import quoted
from civscore.starting.clauses import CLAUSES, Place
from civscore.values import Value


class Outline(Value):
    """What the author has answered."""

    id: str
    title: str
    issuer: str
    day: date
    full: Decimal
    sections: tuple[str, ...]
    tiers: tuple[tuple[str, Decimal], ...]  # rising
    decimals: int
    bonus: Decimal | None  # the most it counts

    @property
    def unit(self) -> Decimal:
        """The smallest number of points, by the declared rounding."""
        return Decimal(1).scaleb(-self.decimals)

    @property
    def shares(self) -> tuple[Decimal, ...]:
        """Full points of each section; the last takes what does not divide."""
        units, number = int(self.full / self.unit), len(self.sections)
        each = units // number * self.unit
        return (*[each] * (number - 1), self.full - each * (number - 1))


def sketch(outline: Outline) -> str:
    """The text of a standard."""
    places = [
        Place(str(number), title, full, outline.unit)
        for number, (title, full) in enumerate(
            zip(outline.sections, outline.shares, strict=True), start=1
        )
    ]
    parts = [_head(outline), _FACTS_INTRO]
    written = [CLAUSES[number % len(CLAUSES)](place) for number, place in enumerate(places)]
    parts += [facts for facts, _ in written]
    if outline.bonus is not None:
        parts.append(_BONUS_FACT)
    parts += [_ACCIDENTS, _SECTIONS_INTRO]
    parts += [_section(place, clause) for place, (_, clause) in zip(places, written, strict=True)]
    if outline.bonus is not None:
        parts.append(_bonus(outline.bonus, outline.unit))
    parts += [_VETO, *_tiers(outline)]
    return "\n".join(parts)


def _head(outline: Outline) -> str:
    bonus = ""
    if outline.bonus is not None:
        cap = text_of(outline.bonus)
        bonus = f"bonus    = {{ cap = {cap}, counts = true }}  # 加分最多计多少；计入等级的总分\n"
    return f"""\
# {outline.title}
#
# 这一份能直接用：先运行 civscore check 本文件，再逐条把示例改成您的条文，改一处查一次。
# 键是英文，内容是中文；“#”后面是说明，看过可以删去。某个词是什么意思，问 civscore explain 那个词。

[standard]
id        = {quoted(outline.id)}
edition   = "{outline.day.year}"              # 版本名，一般是年份
title     = {quoted(outline.title)}
issuer    = {quoted(outline.issuer)}
effective = {{ from = {outline.day.isoformat()} }}   # 施行日
text      = "model"             # 条文是发布机关原文的改成 "official"，节录的改成 "extract"
source    = "（结构和分值取自哪份文件）"
full      = {text_of(outline.full)}                 # 全部评分项满分之和，会核对

[scoring]
decimals = {outline.decimals}                   # 取几位小数
mode     = "half_up"           # 四舍五入；half_even 五成双、down 截尾、up 进一
at       = "criterion"         # 在每条取舍一次；section 在每个项目、total 在总分
compare  = "exact"             # 等级比较未再取舍的总分
{bonus}# not_applicable = "rescale"   # 有条款可能不参评时必写：退出并折算；full 算满分、zero 算零分
"""


_FACTS_INTRO: Final = """\
# ── 数据项：要如实记录的事，一事一记，几条条款可以共用一个 ──
# kind 有 count 计数、measure 计量、rate 比率、flag 是非、choice 选项、grade 等级、judged 评议分、
# checklist 清单、events 事件、sample 抽查、survey 问卷、date 日期、series 序列、external 外部数据；
# 写法问 civscore explain rate。
"""

_BONUS_FACT: Final = """\
[facts.honours]
kind    = "count"
title   = "本年度获得的集体荣誉"
unit    = "项"
"""

_ACCIDENTS: Final = """\
[facts.grave_accidents]
kind    = "events"             # 有日期的事；没有发生记 []，不写是“不知道”
title   = "重大责任事故"
window  = "1y before as_of"    # 从评定基准日往前一年；不写则不限
classes = { accident = "重大责任事故" }
"""

_SECTIONS_INTRO: Final = """\
# ── 测评项目和条款 ──
# 一条条款只用一种计分方式。还可以写的键：
#   clause     = "…"                     条文全句
#   applies_if = "households >= 100"     条件成立才参评（另须写 not_applicable）
#   exempt_if  = "has_title"             条件成立即免检、得满分
#   guard      = "has_team"              条件不成立即不得分
#   role       = "control"               不计分，但不满足就没有任何等级（删去 full）
#   basis      = "ours"                  分值的出处；text 改成 "official" 后可以不写
# 佐证写种类 kind（photo 照片、record 记录、ledger 台账、certificate 证明……）和要求：at_least 几份、
# within 多新、per 每期、covers 覆盖多久、issuer 由谁出具。缺佐证的分是“待证”，不是零。
"""


def _section(place: Place, clause: str) -> str:
    return f"""\
[[section]]
id    = {quoted(place.id)}
title = {quoted(place.title)}
full  = {text_of(place.full)}

{clause}"""


def _bonus(cap: Decimal, unit: Decimal) -> str:
    each = max(unit, (cap / 4).quantize(unit))
    return f"""\
[[section]]
id    = "B"
title = "加分项目"

  [[section.criterion]]
  id       = "B.1"
  title    = "集体荣誉"
  role     = "bonus"           # 加分，不计入满分
  full     = {text_of(cap)}
  counted  = {{ value = "honours", each = {text_of(min(each, cap))}, cap = {text_of(cap)} }}
  evidence = [{{ kind = "certificate", title = "荣誉证书" }}]
  basis    = "ours"
"""


_VETO: Final = """\
# ── 一票否决：触发了，什么等级也没有。没有证明的是“未能认定”，不是“没有发生” ──

[[veto]]
id          = "V1"
title       = "一年内发生重大责任事故"
when        = "grave_accidents > 0"
certificate = { issuer = "街道办事处" }   # 要谁的证明；不要证明就删去这一行
basis       = "ours"
"""


def _tiers(outline: Outline) -> Iterator[str]:
    yield """\
# ── 等级，由低到高；达到恰好这么多分也算 ──
# 还可以写 each_section = "60%"（每个项目不低于六成）、sections = { "1" = "80%" }、
# criteria = { "1.1" = "met" }（点名的条款必须满足）。
"""
    for name, total in outline.tiers:
        yield f"""\
[[tier]]
id    = {quoted(name)}
total = {text_of(total)}
"""
