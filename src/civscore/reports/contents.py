"""What a document says of an assessment: texts, numbers and lists, under the names of `NAMES`.

The workbook, the Word templates and the PDF are made of this and of nothing else, so that whoever
edits a template has at hand all that any of them shows. Names are Chinese in either language, what
stands under them is in the language asked for; numbers are exact.

- *A text somebody wrote?* It is a text here: numbers by which a person is known are covered, and
  what no document can hold is left out.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, Final, TypeAlias

from civscore.assessment import Assessment
from civscore.evidence.admitting import Shortfall
from civscore.evidence.describing import described
from civscore.exact import share_text
from civscore.gaps.gap import Gap
from civscore.personal import masked
from civscore.reports.rectifying import rectifications, until
from civscore.reports.words import gate_word, said_of, status_word, word
from civscore.scoring.findings import CriterionResult, Split
from civscore.scoring.tiers import TierResult
from civscore.sentences import Language, Sentence, say
from civscore.standard.citing import bases
from civscore.standard.model import Standard

Contents: TypeAlias = dict[str, Any]

_PARTS: Final = {"满分": "full", "已得": "earned", "待证": "unproven", "已失": "lost"}
_UNPRINTABLE: Final = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])


def contents(assessment: Assessment, language: Language = "zh") -> Contents:
    """All that a document may say."""
    found = {**_head(assessment, language), **_lists(assessment, language)}
    said: Contents = _said(found, language)
    said["条款"] = [clause for section in said["项目"] for clause in section["条款"]]
    said["整改分类"] = list(_by_kind(said["整改"], language))
    return said


def _by_kind(steps: list[Contents], language: Language) -> Iterator[Contents]:
    """The steps by what kind they are, what only earns a bonus apart and last."""
    bonus = word("bonus", language)
    kinds = dict.fromkeys((step["性质"] == bonus, step["类别"]) for step in steps)
    for is_bonus in (False, True):
        for kind in [kind for extra, kind in kinds if extra == is_bonus]:
            alike = [
                step
                for step in steps
                if step["类别"] == kind and (step["性质"] == bonus) == is_bonus
            ]
            name = f"{bonus}：{kind}" if is_bonus else kind
            yield {"类别": name, "加分项": is_bonus, "事项": alike}


def _head(one: Assessment, language: Language) -> Contents:
    """What is said once."""
    plan, head, period = one.plan, one.standard.standard, one.bundle.period
    gap = next_gap(one)
    return {
        "社区": one.community.name,
        "所在地": one.community.division,
        "标准": plan.title,
        "版本": plan.edition,
        "标准代号": plan.standard.name,
        "标准文本": word(head.text, language),
        "标准摘要": plan.sha256,
        "评定基准日": said_day(one.as_of, language),
        "考评期": _period(period, language) if period else "",
        "申报等级": one.bundle.head.applied,
        "结论": one.tier or word("no_tier", language),
        "最高可达": one.possible_tier or "",
        "下一等级": gap.tier.id if gap else "",
        "差距": gap.summary if gap else "",
        "总分": _split(one.total),
        "加分": _split(one.bonus),
        "计入等级的分": _split(counted(one)),
        "整改期限": until(one),
    }


def _lists(one: Assessment, language: Language) -> Contents:
    """What there is any number of."""
    remarks = list(_remarks(one, language))
    own = (one.bundle.view == "public") + len(one.bundle.supposed)
    return {
        "声明": remarks[:own],
        "提示": remarks,
        "门槛": [
            {"编号": gate.id, "名称": gate.clause.title,
             "结论": gate_word(gate, language), "依据": gate.because}
            for gate in one.gates
        ],
        "否决": [
            {"编号": veto.id, "名称": veto.clause.title, "条文": veto.clause.clause,
             "结论": word(veto.status, language), "依据": veto.because}
            for veto in one.vetoes
        ],
        "等级": [_tier(one, tier, language) for tier in one.tiers],
        "称号": list(one.title.lines) if one.title is not None else [],
        "得分表": list(_sums(one, language)),
        "项目": list(_sections(one, language)),
        "整改": list(rectifications(one, language)),
    }  # fmt: skip


def said_day(day: date, language: Language) -> str:
    """A day as an official paper writes it."""
    return f"{day.year}年{day.month}月{day.day}日" if language == "zh" else day.isoformat()


def counted(assessment: Assessment) -> Split:
    """The points that count for a tier."""
    total, bonus = assessment.total, assessment.bonus
    if not assessment.plan.bonus_counts:
        return total
    return Split(*(getattr(total, part) + getattr(bonus, part) for part in _PARTS.values()))


def next_gap(assessment: Assessment) -> Gap | None:
    """The gap to the lowest title that is not reached."""
    open_ones = [tier for tier in assessment.titles if tier.status != "reached"]
    return assessment.gaps(open_ones[0].id) if open_ones else None


def basis_of(result: CriterionResult, standard: Standard, language: Language) -> str:
    """Where the numbers of a clause come from; "" where the whole text is the issuer's."""
    if result.criterion.basis == "ours":
        return word("ours", language)

    def title(name: str) -> str:
        source = standard.sources.get(name)
        return source.title if source is not None else name

    return "；".join(
        " ".join(filter(None, (title(one.of), one.clause, one.note)))
        for one in bases(result.criterion)
    )


def _period(period: tuple[date, date], language: Language) -> Sentence:
    start, until = (said_day(day, language) for day in period)
    return say("{a}至{b}", "{a} to {b}", a=start, b=until)


def _split(split: Split) -> dict[str, Decimal]:
    return {name: getattr(split, part) for name, part in _PARTS.items()}


def _remarks(one: Assessment, language: Language) -> Iterator[Sentence | str]:
    yield from one.remarks
    for tier in one.changed_by_rounding:
        yield word("rounding", language).format(tier=tier)


def _tier(one: Assessment, tier: TierResult, language: Language) -> Contents:
    gap = one.gaps(tier.id)
    return {
        "名称": tier.id,
        "结论": status_word(tier, language),
        "差距": gap.summary,
        "尚差": gap.short,
        "采信后仍差": gap.short_at_best,
        "说明": list(said_of(tier, language)),
        "条件": [
            {"内容": need.because, "结论": word(need.status, language),
             "已满足": need.status == "reached",
             "尚差": need.short, "采信后仍差": need.short_at_best}
            for need in tier.conditions
        ],
    }  # fmt: skip


def _sums(one: Assessment, language: Language) -> Iterator[Contents]:
    """What the total is made of: sections as they enter it, then what is done to it."""
    for result in one.sections:
        name, split = f"{result.section.id} {result.section.title}", result.split
        if result.in_total is not None:
            weight = result.planned.weight
            of = "" if weight is None else word("weight", language).format(n=share_text(weight))
            name, split = f"{name}（{of}{word('in_total', language)}）", result.in_total
        yield {"名称": name, **_split(split), "说明": ""}
    for one_of in one.adjustments:
        name = f"{one_of.clause.id} {one_of.clause.title}（{word('adjustment', language)}）"
        yield {"名称": name, **_split(one_of.split), "说明": one_of.because}


def _sections(one: Assessment, language: Language) -> Iterator[Contents]:
    """Top-level sections with criteria, scored or not."""
    under: dict[int, list[CriterionResult]] = {}
    for result in one.criteria:
        under.setdefault(result.planned.section, []).append(result)
    splits = {result.section.id: result.split for result in one.sections}
    for number, results in sorted(under.items()):
        section = one.plan.sections[number].section
        split = splits.get(section.id) or Split(*[Decimal(0)] * 4)
        clauses = [_clause(one, result, section.title, language) for result in results]
        yield {"编号": section.id, "名称": section.title, **_split(split), "条款": clauses}


def _clause(one: Assessment, result: CriterionResult, section: str, language: Language) -> Contents:
    criterion = result.criterion
    marks = result.marks
    because = result.because
    if marks is not None:
        zh, en = "{b}［评分：{m}］", "{b} [scores: {m}]"
        because = say(zh, en, b=because, m=marks.said)
    return {
        "项目": section,
        "编号": result.id,
        "名称": criterion.title,
        "性质": word(result.planned.role, language),
        "条文": criterion.clause,
        **_split(result.split),
        "评定": word(result.outcome, language),
        "依据": because,
        "佐证": [_shown(outcome) for outcome in result.admission.outcomes],
        "出处": basis_of(result, one.standard, language),
    }


def _shown(outcome: Shortfall) -> Sentence:
    """What had to be shown, and what was admitted for it."""
    values = {"w": described(outcome.requirement), "n": len(outcome.admitted)}
    if not outcome.is_met:
        zh, en = "×{w}：采信 {n} 份，不够", "× {w}: {n} admitted, not enough"
        return say(zh, en, **values)
    if not outcome.admitted:
        return say("√{w}", "√ {w}", **values)
    zh, en = "√{w}：采信 {n} 份（{ids}）", "√ {w}: {n} admitted ({ids})"
    return say(zh, en, **values, ids=outcome.admitted)


def _said(value: Any, language: Language) -> Any:
    """Sentences in the language; texts without what cannot be printed or is not to be shown."""
    if isinstance(value, Sentence):
        value = value.text(language)
    if isinstance(value, str):
        return masked(value.replace("\r\n", "\n").translate(_UNPRINTABLE))
    if isinstance(value, dict):
        return {name: _said(one, language) for name, one in value.items()}
    if isinstance(value, list):
        return [_said(one, language) for one in value]
    return value
