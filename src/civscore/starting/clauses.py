"""One worked clause for each of the usual mechanisms, at whatever points a section has.

Each is a pair of texts: the facts it needs, and the criterion. Names of facts end in the number of
their section, so that a mechanism can come round again.
"""

from collections.abc import Callable
from decimal import ROUND_DOWN, Decimal
from typing import Final, TypeAlias

from civscore.exact import text_of
from civscore.starting import quoted
from civscore.values import Value

Written: TypeAlias = tuple[str, str]


class Place(Value):
    """A section to be filled: its points, and the unit they are counted in."""

    id: str
    title: str
    full: Decimal
    unit: Decimal

    def part(self, share: str) -> str:
        """About this share of the points, in whole units, as it is written."""
        rough = self.full * Decimal(share)
        return text_of(rough.quantize(self.unit, rounding=ROUND_DOWN))

    def rest(self, share: str) -> str:
        """What is left beside that share."""
        return text_of(self.full - Decimal(self.part(share)))

    def clause(self, title: str, why: str, way: str, evidence: str) -> str:
        """A criterion that holds all the section's points."""
        return f"""\
  # {why}
  [[section.criterion]]
  id       = {quoted(f"{self.id}.1")}
  title    = {quoted(title)}
  full     = {text_of(self.full)}
  {way}
  evidence = [{evidence}]
  remedy   = "（达不到时怎么办）"
  basis    = "ours"
"""


def _parts(place: Place) -> Written:
    n = place.id
    facts = f"""\
[facts.plan_{n}]
kind  = "flag"                 # 是或否
title = "有年度计划"

[facts.meetings_{n}]
kind  = "count"                # 数得出的个数
title = "一年内工作例会"
unit  = "次"
"""
    way = f"""\
parts    = [
    {{ when = "plan_{n}", points = {place.part("0.5")}, title = "有年度计划" }},
    {{ when = "meetings_{n} >= 4", points = {place.rest("0.5")}, title = "每季度开一次例会" }},
  ]"""
    why = "parts 分项累加：各项分别得分，加起来等于满分。缺一不得分的用 all_of = [条件, 条件]。"
    evidence = '{ kind = "minutes", title = "例会记录", at_least = 2, within = "1y" }'
    return facts, place.clause("计划和例会", why, way, evidence)


def _banded(place: Place) -> Written:
    facts = f"""\
[facts.rectified_{place.id}]
kind    = "rate"               # 比率：分子、分母都要记，不记商
title   = "隐患整改率"
of      = "到期应整改的隐患"   # 分母是什么
if_none = "full"               # 分母为零怎么算：full、zero、unproven、not_applicable
"""
    way = f"""\
banded   = {{ value = "rectified_{place.id}", bands = [
    {{ from = "90%", points = {place.part("0.6")} }},
    {{ from = "95%", points = {text_of(place.full)} }},
  ] }}"""
    why = 'banded 分档：from 含本数，above 不含；越低越好的写 upto、below。比率写成 "90%" 这样。'
    evidence = '{ kind = "ledger", title = "隐患整改台账", covers = "1y" }'
    return facts, place.clause("隐患整改", why, way, evidence)


def _deduction(place: Place) -> Written:
    facts = f"""\
[facts.cases_{place.id}]
kind    = "events"
title   = "案件"
window  = "1y before as_of"
classes = {{ grave = "重大案件", order = "一般案件" }}
"""
    each = f"{{ grave = {text_of(place.full)}, order = {place.part('0.25')} }}"
    way = f'deduction = {{ of = "cases_{place.id}", floor = 0, each = {each} }}'
    why = "deduction 扣分：从满分起，每发生一起扣几分，扣到 floor 为止。"
    evidence = '{ kind = "certificate", issuer = "派出所", covers = "1y" }'
    return facts, place.clause("无案件", why, way, evidence)


def _counted(place: Place) -> Written:
    facts = f"""\
[facts.activities_{place.id}]
kind  = "count"
title = "一年内群众文体活动"
unit  = "场"
"""
    each = place.part("0.25") if Decimal(place.part("0.25")) else text_of(place.unit)
    cap = text_of(place.full)
    way = f'counted  = {{ value = "activities_{place.id}", each = {each}, cap = {cap} }}'
    why = "counted 按件：每一场得几分，到 cap 封顶。"
    evidence = '{ kind = "record", title = "活动记录", per = "half_year" }'
    return facts, place.clause("群众活动", why, way, evidence)


def _sampled(place: Place) -> Written:
    facts = f"""\
[facts.stairs_{place.id}]
kind   = "sample"              # 抽查：抽几个，逐个核对几条
title  = "楼道抽查"
draw   = 5
checks = {{ clean = "干净无杂物", clear = "通行无阻" }}
fewer  = "all"                 # 总共不足五个时：有几个查几个
"""
    each = place.part("0.2") if Decimal(place.part("0.2")) else text_of(place.unit)
    way = f'sampled  = {{ of = "stairs_{place.id}", by = "failing", each = {each}, floor = 0 }}'
    why = "sampled 抽查：by 写 failing 每个不合格扣几分、passing 查表、all 全合格、share 按比例。"
    evidence = '{ kind = "photo", title = "楼道现状", at_least = 5, within = "6m" }'
    return facts, place.clause("楼道", why, way, evidence)


def _proportional(place: Place) -> Written:
    facts = f"""\
[facts.satisfaction_{place.id}]
kind       = "survey"          # 问卷：各种回答的份数
title      = "居民满意度"
of         = "居民"
answers    = {{ satisfied = "满意", basic = "基本满意", not = "不满意" }}
favourable = ["satisfied", "basic"]
minimum    = 30                # 有效问卷至少几份
if_short   = "unproven"        # 不足时待证；照常采用写 "accept"
"""
    value = f"satisfaction_{place.id}"
    way = f'proportional = {{ value = "{value}", from = "60%", to = "90%" }}'
    why = "proportional 按比例：from 处零分，to 处满分，其间按比例。"
    evidence = '{ kind = "survey", title = "问卷汇总表", within = "1y" }'
    return facts, place.clause("居民满意度", why, way, evidence)


def _graded(place: Place) -> Written:
    facts = f"""\
[facts.hygiene_{place.id}]
kind   = "grade"               # 等级，最好的在最前
title  = "环境卫生状况"
levels = {{ A = "好", B = "较好", C = "一般", D = "差" }}
"""
    worth = '{ A = "100%", B = "66%", C = "33%", D = "0%" }'
    way = f'graded   = {{ value = "hygiene_{place.id}", worth = {worth} }}'
    why = "graded 等级折算：每一等是满分的百分之几；写分数的用 points = { A = 4, … }。"
    evidence = '{ kind = "record", title = "现场评定表", within = "3m" }'
    return facts, place.clause("环境卫生", why, way, evidence)


def _stepped(place: Place) -> Written:
    facts = f"""\
[facts.days_{place.id}]
kind     = "measure"           # 量出来的数
title    = "诉求平均办结天数"
unit     = "天"
decimals = 1
"""
    each = place.part("0.25") if Decimal(place.part("0.25")) else text_of(place.unit)
    way = (
        f'stepped  = {{ value = "days_{place.id}", above = 7, step = 1, each = {each}, '
        'started = "full", floor = 0 }'
    )
    why = "stepped 每差一档扣分：不足一档的，started 写 full 按一档、free 不扣、pro_rata 按比例。"
    evidence = '{ kind = "ledger", title = "诉求办理台账", covers = "1y" }'
    return facts, place.clause("诉求办理", why, way, evidence)


CLAUSES: Final[tuple[Callable[[Place], Written], ...]] = (
    _parts, _banded, _deduction, _counted, _sampled, _proportional, _graded, _stepped,
)  # fmt: skip
"""One for each section, from the first again where there are more sections."""
