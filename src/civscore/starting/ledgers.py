"""Standard → the pages of an empty ledger: what stands where, before anything is drawn.

Each page says in hidden marks, read again by `civscore.evidence.readers.xlsx`, what is filled in
where; what a fact needs filled in, its kind says (`Fact.layout`).
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from civscore.comparing.asking import requirement
from civscore.comparing.labels import kind_name
from civscore.comparing.phrases import Speaker
from civscore.evidence.admitting import requirements
from civscore.sentences import Sentence, plain, say
from civscore.standard import mechanisms
from civscore.standard.blanks import Blank, BlankKind
from civscore.standard.chapters.assessors import SELF, assessors_of
from civscore.standard.facts import Fact
from civscore.standard.model import POINTLESS
from civscore.standard.plan import Plan, PlannedCriterion
from civscore.starting.listing import evidence_page
from civscore.starting.pages import BESIDE, NONE, Column, Line, Page, hint
from civscore.values import replaced


def pages(plan: Plan, community: str) -> Iterator[Page]:
    """The pages of a standard's ledger, in order; `community` is the id it is begun with."""
    judged = dict(_judged(plan))
    tables = _tables(plan)
    yield _first_page(plan)
    yield _basics(plan, community, {name for names in judged.values() for name in names}, tables)
    yield _scores(plan, judged)
    for name, title in tables.items():
        yield _table(name, plan.standard.facts[name], title)
    yield evidence_page(plan)


def _tables(plan: Plan) -> Mapping[str, str]:
    """Facts that have a sheet of their own, each with its name, which no other has."""
    taken = {
        "说明",
        "基本情况",
        "评分表",
        "佐证目录",
        "选项",
        "read me",
        "facts",
        "scores",
        "evidence",
    }
    names: dict[str, str] = {}
    for name, fact in plan.standard.facts.items():
        if fact.layout.columns:
            title = "".join(one for one in fact.title if one not in "[]:*?/\\'")[:_NAME] or "表"
            number = 1
            while (chosen := title if number == 1 else f"{title}{number}").lower() in taken:
                number += 1
            taken.add(chosen.lower())
            names[name] = chosen
    return names


_NAME: Final = 27
"""Characters of a title in the name of a sheet, which has 31 at most."""


def _judged(plan: Plan) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Criterion → what an assessor judges for it; each is judged where it is read first."""
    taken: set[str] = set()
    for one in plan.criteria:
        read = dict.fromkeys(plan.columns[n].name.partition(".")[0] for n in sorted(one.columns))
        facts = plan.standard.facts
        names = tuple(
            n for n in read if n in facts and n not in taken and facts[n].gap == "judgement"
        )
        taken |= set(names)
        yield one.id, names


def _first_page(plan: Plan) -> Page:
    told = (
        say("{t}（{n}）", "{t} ({n})", t=plan.title, n=plan.standard.name),
        say("", ""),
        say("1. 只填浅黄色的格。其余的格有保护，不要改；隐藏的行和列是给程序认位置的，不要删。",
            "1. Fill in the yellow cells only; hidden rows and columns are for the program."),
        say("2. 不知道的空着。空着是“未填报”，不等于零，也不会被当成满分。",
            "2. Leave empty what is not known: unrecorded is not zero."),
        say("3. 知道多少填多少：“500 余人”填 ≥500，“不超过 5 辆”填 ≤5。",
            "3. What is known in part is written ≥500, ≤5."),
        say("4. 没有发生过的事件，在“基本情况”里那一行选“无”；发生过的到各自的表里逐件登记。",
            "4. Of events that did not happen say “none”; those that did have a sheet each."),
        say("5. 评议没有给满分的，写理由。", "5. Give a reason where it is less than full points."),
        say("6. 佐证逐件登记在“佐证目录”，文件放在本表旁边的“佐证”文件夹里。图片不要贴在表里。",
            "6. List every piece of evidence; files lie beside this workbook, not in it."),
        say("7. 号码类的内容（十八位）一律按文本填写。", "7. Type long numbers as text."),
        say("", ""),
        say("填好后检查：civscore check 台账.xlsx    计分：civscore score {n} 台账.xlsx",
            "Then: civscore check LEDGER.xlsx, civscore score {n} LEDGER.xlsx",
            n=plan.standard.name),
    )  # fmt: skip
    return Page(say("说明", "Read me"), told, (), (), {"sheet": "note"})


# --- one answer a row -----------------------------------------------------------------------------

_HEAD: Final[tuple[tuple[tuple[str, str], BlankKind, Sentence, Sentence], ...]] = (
    (("bundle", "standard"), "text", say("标准", "Standard"), say("不要改", "leave as it is")),
    (("community", "name"), "text", say("社区名称", "Community"), say("必填", "needed")),
    (("community", "id"), "text", say("社区代号", "Its id"), say("必填，字母或拼音", "needed")),
    (("community", "division"), "text", say("所在的市、区、街道", "Where it lies"), NONE),
    (("bundle", "as_of"), "date", say("评定基准日", "Day judged from"), say("从哪一天往前看", "")),
    (("period", "from"), "date", say("考评期第一天", "First day of the period"), NONE),
    (("period", "until"), "date", say("考评期最后一天", "Last day of the period"), NONE),
    (("bundle", "source"), "text", say("数据出处", "Source of facts"),
     say("没有单独写出处的都算这个", "of all that name none of their own")),
    (("bundle", "assessor"), "text", say("填报人", "Recorded by"), say("如：自评", "")),
    (("bundle", "note"), "text", say("其他说明", "Remarks"), say("印在报告开头", "")),
)  # fmt: skip


def _basics(plan: Plan, community: str, elsewhere: set[str], tables: Mapping[str, str]) -> Page:
    """Who and when, and every fact nobody has to judge."""
    columns = (
        Column(say("数据项", "Fact"), 34), Column(say("填什么", "What"), 22),
        Column(say("填报", "Answer"), 20, "value"), Column(say("单位", "Unit"), 8),
        Column(say("怎样填", "How"), 40), *BESIDE,
    )  # fmt: skip
    known = {("bundle", "standard"): plan.standard.name, ("community", "id"): community}
    lines = [
        Line(
            (title, NONE, NONE, NONE, hint),
            Blank(path, kind),
            answer=known.get(path, ""),
            is_fixed=path == ("bundle", "standard"),
            how=hint,
        )
        for path, kind, title, hint in _HEAD
    ]
    lines.insert(_APPLIED, _applied(plan))
    for name, fact in plan.standard.facts.items():
        if name not in elsewhere:
            lines += _answers(name, fact, tables.get(name, ""))
    told = (say("社区、考评期和数据项", "Community, period, facts"),)
    return Page(say("基本情况", "Facts"), told, columns, lines, {"sheet": "list"})


_APPLIED: Final = 5
"""After the day that is judged from."""


def _applied(plan: Plan) -> Line:
    """The tier that is applied for."""
    titles = [plan.tiers[number].tier.id for number in plan.titles]
    how = say("按申报的等级提要求的才填", "where something hangs on it")
    texts = (say("申报等级", "Tier applied for"), NONE, NONE, NONE, how)
    blank = Blank(("bundle", "applied"), "options", options={one: one for one in titles})
    return Line(texts, blank, how=how)


def _answers(name: str, fact: Fact, table: str) -> Iterator[Line]:
    for number, blank in enumerate(fact.layout.blanks):
        title = plain(fact.title) if not number else NONE
        note = fact.note if not number else ""
        how = say("{h}{n}", "{h}{n}", h=hint(blank, fact, table), n=f"。{note}" if note else "")
        texts = (title, blank.title, NONE, plain(blank.unit), how)
        yield Line(texts, placed(name, blank), has_more=not number, how=how)


def placed(name: str, blank: Blank) -> Blank:
    """A blank of a fact, by its path in a bundle."""
    return Blank(("facts", name, *blank.path), *(getattr(blank, key) for key in blank.fields[1:]))


def _scores(plan: Plan, judged: Mapping[str, tuple[str, ...]]) -> Page:
    """One row a criterion; what an assessor judges is filled in here."""
    reason, *others = sorted(BESIDE, key=lambda one: one.role != "reason")
    columns = (
        Column(say("编号", "No."), 8), Column(say("测评内容", "Criterion"), 30),
        Column(say("满分", "Full"), 6), Column(say("怎样计分", "How it is scored"), 36),
        *_by_assessors(plan),
        Column(say("评什么", "What is judged"), 16), Column(say("评定", "Judgement"), 10, "value"),
        Column(say("档次或分值", "Options"), 18), Column(say("要什么佐证", "Evidence"), 28),
        *(replaced(one, is_printed=one is reason) for one in (reason, *others)),
    )  # fmt: skip
    speaker = Speaker(plan)
    asked = requirements(plan)
    lines: list[Line] = []
    section = -1
    for one in plan.criteria:
        if one.section != section:
            section = one.section
            top = plan.sections[section].section
            lines.append(Line((plain(top.id), plain(top.title)), is_heading=True))
        first = (plain(one.id), _worded(one), _full(one), _scored(one, speaker))
        needs = say("{n}", "{n}", n=tuple(requirement(need) for need in asked[one.id]))
        lines += _of_criterion(plan, one, (first, needs), judged[one.id])
    title = say("逐条的满分、计分办法和要的佐证", "Criteria, and how they are scored")
    return Page(
        say("评分表", "Scores"), (title, _counting(plan)), columns, lines, {"sheet": "list"}
    )


def _of_criterion(
    plan: Plan,
    one: PlannedCriterion,
    told: tuple[tuple[Sentence, ...], Sentence],
    judged: Sequence[str],
) -> Iterator[Line]:
    """A row for a criterion, and one more for each further thing that is judged for it."""
    first, needs = told
    unscored = (NONE,) * len(tuple(_by_assessors(plan)))
    points = (
        ("", Decimal(0)) if one.role in POINTLESS else (one.id, one.criterion.full or Decimal(0))
    )
    rows = [(name, blank) for name in judged for blank in plan.standard.facts[name].layout.blanks]
    if not rows:
        by_facts = say("由数据项算出", "worked out from facts")
        yield Line((*first, *unscored, by_facts, NONE, NONE, needs), scored=points)
    for number, (name, blank) in enumerate(rows):
        fact = plan.standard.facts[name]
        begun = first if not number else (NONE,) * len(first)
        what = say("{t} {b}", "{t} {b}", t=fact.title, b=blank.title)
        shown = NONE if number else needs
        texts = (*begun, *unscored, what, NONE, hint(blank, fact), shown)
        is_first = blank.path == fact.layout.blanks[0].path
        scored = ("", Decimal(0)) if number else points
        how = hint(blank, fact)
        yield Line(texts, placed(name, blank), is_first, how=how, scored=scored)


def _by_assessors(plan: Plan) -> Iterator[Column]:
    """Points of each assessor; of all but the community itself, why they are not full."""
    for name, title in assessors_of(plan).titles.items():
        yield Column(say("{t}分", "{t}: points", t=title), 8, score=(name, "points"))
        if name != SELF:
            zh, en = "{t}不满分的理由", "{t}: why not full"
            yield Column(say(zh, en, t=title), 20, score=(name, "reason"))


def _counting(plan: Plan) -> Sentence:
    """Which of the columns of points counts."""
    chapter = assessors_of(plan)
    if not chapter.weights:
        return say("“评定”一栏计分；自评、核定只并排列出，供核对，不计分",
                   "What is judged counts; points by the community or a check do not")  # fmt: skip
    zh = "{s}，条款另有规定的除外；没有评的照数据项和“评定”计算"
    return say(zh, "{s}; else facts and judgement", s=chapter.said)


def _worded(one: PlannedCriterion) -> Sentence:
    clause = one.criterion.clause
    return say("{t}{c}", "{t}{c}", t=one.criterion.title, c=f"：{clause}" if clause else "")


def _full(one: PlannedCriterion) -> Sentence:
    return NONE if one.criterion.full is None else say("{f}", "{f}", f=one.criterion.full)


def _scored(one: PlannedCriterion, speaker: Speaker) -> Sentence:
    way = one.criterion.way
    name = kind_name(mechanisms.ROOM, one.criterion.way_name)
    return say("{n}：{w}", "{n}: {w}", n=name, w=speaker.measuring(way).whole(way))


# --- tables ---------------------------------------------------------------------------------------


def _table(name: str, fact: Fact, title: str) -> Page:
    """What is recorded one by one."""
    layout = fact.layout
    columns = tuple(
        Column(blank.title, 18, blank=blank, how=hint(blank, fact)) for blank in layout.columns
    )
    mark = {"sheet": "rows", "path": ["facts", name, *layout.rows]}
    mark |= {"key": layout.key} if layout.key else {}
    is_asked = any(blank.kind == "nothing" for blank in layout.blanks)
    told = (
        say("{t}：一件一行", "{t}: one a row", t=fact.title),
        say("{n}没有发生过的，不填本表，到“基本情况”选“无”", "{n}",
            n=f"{fact.note}。" if fact.note else "") if is_asked else plain(fact.note),
    )  # fmt: skip
    return Page(plain(title), told, columns, (), mark, is_table=True)
