"""Standard → an empty bundle to fill in: every fact as a comment, every piece that is asked for."""

from collections.abc import Iterator, Mapping
from typing import Final

from civscore.evidence.admitting import requirements
from civscore.evidence.describing import described
from civscore.sentences import Language, Sentence, joined, plain, say
from civscore.standard.chapters.assessors import assessors_of
from civscore.standard.clauses import EVIDENCE_KINDS, Requirement
from civscore.standard.facts import Fact
from civscore.standard.plan import Plan
from civscore.starting import quoted


def empty_bundle(plan: Plan, community: str, language: Language) -> str:
    """The text of a `bundle.toml` in which nothing is recorded; `community` is its id."""
    lines = [*_head(plan, community, language), "", "[facts]", ""]
    for name, fact in plan.standard.facts.items():
        if not fact.formula:
            lines += [*_fact(name, fact, language), ""]
    lines += [*_scores(plan, language), *_evidence(plan, language), ""]
    return "\n".join(lines)


def _comment(sentence: Sentence, language: Language) -> str:
    return f"# {sentence.text(language)}".rstrip()


def _head(plan: Plan, community: str, language: Language) -> Iterator[str]:
    yield _comment(
        say("{t}的空白佐证包", "an empty bundle for {t}", t=plan.title),
        language,
    )
    yield "#"
    zh = "填法：去掉行首的“# ”，在等号后面照“记法”填写。不知道的不要动：没有填报不等于零。"
    en = "Remove the leading “# ” and fill in. Leave alone what is not known: unrecorded is not 0."
    yield _comment(say(zh, en), language)
    zh = "没有发生过的事件记 []；数只知道大概的，记 {x}。"
    en = "Events that did not happen: []; a number known in part: {x}."
    yield _comment(say(zh, en, x="{ at_least = 500 }"), language)
    yield from (
        "",
        "[bundle]",
        f"standard = {quoted(plan.standard.name)}",
        "# as_of = 2026-06-30    # " + say("评定基准日", "the day judged from").text(language),
        "# source = "
        + say('"…"    # 没有单独写来源的数据项的来源', '"…"    # of all facts').text(language),
        "# assessor = " + say('"自评"    # 由谁填报', '"…"    # who recorded them').text(language),
        "",
        "[community]",
        f"id = {quoted(community)}",
        f"name = {quoted(say('（社区名称）', '(name)').text(language))}",
        "",
        "# [period]    # " + say("考评期", "the assessment period").text(language),
        "# from = 2025-07-01",
        "# until = 2026-06-30",
    )


def _fact(name: str, fact: Fact, language: Language) -> Iterator[str]:
    unit = say("，单位：{u}", ", in {u}", u=fact.unit) if fact.unit else ""
    yield _comment(say("{t}{unit}", "{t}{unit}", t=fact.title, unit=unit), language)
    if fact.note:
        yield _comment(say("{n}", "{n}", n=" ".join(fact.note.split())), language)
    yield from (_comment(said, language) for said in _vocabulary(fact))
    yield _comment(say("记法：{x}", "written: {x}", x=fact.example), language)
    yield f"# {name} ="


def _scores(plan: Plan, language: Language) -> Iterator[str]:
    """A column for each assessor."""
    for name, title in assessors_of(plan).titles.items():
        zh, en = "{t}的评分：条款编号 = 分，不满分的写理由", "points given by {t}, by criterion"
        yield _comment(say(zh, en, t=title), language)
        yield from (f"# [scores.{name}]", '# "1.1" = { points = 3, reason = "…" }', "")


def _vocabulary(fact: Fact) -> Iterator[Sentence]:
    """What the words mean that it is recorded with."""
    if fact.kind == "flag":
        yield say("是写 true，否写 false", "true or false")
    if fact.kind == "rate":
        yield say("分母：{of}", "out of: {of}", of=getattr(fact, "of"))  # noqa: B009
    if fact.kind == "judged":
        allowed = getattr(fact, "only", ()) or getattr(fact, "range", ())
        zh, en = "{low} 至 {high} 分，低于最高分的要写理由", "{low} to {high}; less needs a reason"
        yield say(zh, en, low=min(allowed), high=max(allowed))
    for key, (zh, en) in _WORDS.items():
        words: Mapping[str, str] = getattr(fact, key, {})
        if words:
            listed = tuple(f"{word} {title}" for word, title in words.items())
            yield say("{n}：{w}", "{n}: {w}", n=say(zh, en), w=listed)


_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "options": ("选项", "options"),
    "levels": ("档次", "levels"),
    "facets": ("各面", "facets"),
    "items": ("各项", "items"),
    "classes": ("类别", "classes"),
    "answers": ("回答", "answers"),
    "checks": ("核对", "checks"),
}


def _evidence(plan: Plan, language: Language) -> Iterator[str]:
    yield _comment(say("佐证：一件一张 [[evidence]]，文件放在“佐证”里。", "Evidence:"), language)
    yield _comment(say("写法：", "written:"), language)
    yield from (
        "#",
        "# [[evidence]]",
        '# id = "E001"',
        '# kind = "document"',
        '# title = "…"',
        '# for = ["1.1"]',
        "# date = 2026-03-01",
        '# file = "佐证/E001.txt"',
        "#",
    )
    yield _comment(say("本标准要的佐证：", "What this standard asks for:"), language)
    titles = titles_of(plan)
    for clause, needs in requirements(plan).items():
        for one in needs:
            wanted = _wanted(one)
            zh, en = "{c} {t}：{w}", "{c} {t}: {w}"
            yield _comment(say(zh, en, c=clause, t=titles[clause], w=wanted), language)


def titles_of(plan: Plan) -> Mapping[str, Sentence]:
    """The title of every clause by id and, where it is not there for all, for whom it is."""
    titles = {one.id: one.criterion.title for one in plan.criteria}
    titles |= {one.id: one.title for one, _ in plan.others}
    special = plan.divided.special if plan.divided is not None else ()
    only = {one.title: one.only for one in special}
    return {
        name: say("{t}（仅适用于{o}）", "{t} (only for {o})", t=title, o=only[f"{name} {title}"])
        if f"{name} {title}" in only
        else plain(title)
        for name, title in titles.items()
    }


def _wanted(one: Requirement) -> Sentence:
    """A requirement in words, with its kind as it is written."""
    zh, en = EVIDENCE_KINDS[one.kind]
    said = [say("{w}（{k} {zh}）", "{w} ({k})", w=described(one), k=one.kind, zh=zh, en=en)]
    if one.at_least > 1:
        said.append(say("{n} 份", "{n} pieces", n=one.at_least))
    if one.each_of:
        said.append(say("unit 写名册“{r}”的编号，每件各要", "unit: each of {r}", r=one.each_of))
    if one.only:
        options = (o if isinstance(o, tuple) else (o,) for o in one.only.values())
        said.append(
            say("仅 {o} 要", "only of {o}", o=tuple(name for some in options for name in some))
        )
    if one.columns:
        said.append(say("fields 写明{c}", "fields: {c}", c=one.columns))
    if one.per is not None:
        said.append(say(*_EACH[one.per]))
    if one.within is not None:
        said.append(say("近 {s}内", "of the last {e}", s=one.within.zh, e=one.within.en))
    if one.covers == "period":
        said.append(say("covers 覆盖考评期", "covering the period"))
    elif one.covers is not None:
        zh, en = "covers 覆盖近 {s}", "covering the last {e}"
        said.append(say(zh, en, s=one.covers.zh, e=one.covers.en))
    return joined(tuple(said), "，", ", ")


_EACH = {
    "month": ("每月", "each month"),
    "quarter": ("每季度", "each quarter"),
    "half_year": ("每半年", "each half year"),
    "year": ("每年", "each year"),
}
