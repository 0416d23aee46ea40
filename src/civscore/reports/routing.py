"""The way to a tier in words: what the text and the Markdown of it have in common."""

from collections.abc import Iterator
from typing import Final

from civscore.exact import text_of
from civscore.routes.costs import NO_COSTS
from civscore.routes.route import Outcome, Routes, Served, Taken, Way, status_in
from civscore.sentences import Language, Sentence, joined, say

_OUTCOMES: Final[dict[Outcome, tuple[str, str]]] = {
    "reached": ("已达到“{t}”，无须再做", "“{t}” is reached; nothing to do"),
    "found": ("工作量最小的方案共 {k} 步，工作量 {n}", "least effort: {k} steps, effort {n}"),
    "over_budget": ("在预算内达不到“{t}”：{b}", "“{t}” is not within the budget: {b}"),
    "too_early": ("{d} 之前达不到“{t}”，因为：{b}", "“{t}” is not reachable before {d}: {b}"),
    "unreachable": ("达不到“{t}”，因为：{b}", "“{t}” cannot be reached: {b}"),
    "unsure": (
        "没有找到达到“{t}”的办法，也没有证明没有：{b}",
        "no way to “{t}” is found, nor shown not to exist: {b}",
    ),
}


def head(routes: Routes) -> Sentence:
    """What the way is to, and where the community stands."""
    one = routes.assessment
    total = next((c.because for c in routes.tier.conditions if c.kind == "total"), None)
    tier: str | Sentence = one.tier or say("尚未达到任何等级", "no tier reached")
    zh, en = "目标“{t}”，现在：{now}", "to “{t}”, now: {now}"
    if total is not None:
        zh, en = f"{zh}，{{s}}", f"{en}; {{s}}"
    return say(zh, en, t=routes.tier.id, now=tier, s=total or "")


def answer(routes: Routes) -> Sentence:
    """The answer in a sentence."""
    least = routes.ways[0] if routes.ways else None
    return say(
        *_OUTCOMES[routes.outcome],
        t=routes.tier.id,
        d=routes.earliest,
        b=joined(routes.because),
        k=len(least.taken) if least else 0,
        n=least.effort if least else 0,
    )


def title(routes: Routes, number: int) -> Sentence:
    """What a way is called."""
    way = routes.ways[number]
    values = {"k": len(way.taken), "n": way.effort, "i": number + 1}
    if number == 0:
        return say("方案（{k} 步，工作量 {n}）", "what to do ({k} steps, effort {n})", **values)
    zh, en = "其他办法 {i}（{k} 步，工作量 {n}）", "another way {i} ({k} steps, effort {n})"
    return say(zh, en, **(values | {"i": number}))


def step(taken: Taken) -> Sentence:
    """What is to be done, and when it can have been."""
    said = taken.move.said
    if taken.move.earliest is None:
        return said
    return say("{s}（最早 {d}）", "{s} (earliest {d})", s=said, d=taken.move.earliest)


def serving(taken: Taken, language: Language) -> str:
    """The clauses a step is for, each with its points before and after."""
    return ("；" if language == "zh" else "; ").join(_served(one, language) for one in taken.serves)


def _served(one: Served, language: Language) -> str:
    if one.before is None or one.after is None:
        return f"{one.id} {one.title}"
    points = f"{text_of(one.before)} → {text_of(one.after)}"
    unit = " 分" if language == "zh" else ""
    return f"{one.id} {one.title} {points}{unit}"


def judged_again(routes: Routes, way: Way) -> Sentence:
    """That the changed row was really judged, and what came of it."""
    after = status_in(way.after, routes.tier.id)
    total = next((one.because for one in after.conditions if one.kind == "total"), None)
    if total is None:
        total = say("各项条件均已满足", "all conditions hold")
    zh, en = (
        "已按此方案重新计分：{s}，达到“{t}”",
        "judged again with this done: {s}; “{t}” is reached",
    )
    return say(zh, en, s=total, t=routes.tier.id)


def notes(routes: Routes) -> Iterator[Sentence]:
    """How effort was counted, and what the answer does not cover."""
    if not routes.ways:
        return
    if routes.priced:
        yield say("工作量按 {f} 计", "effort as declared in {f}", f=routes.priced)
    else:
        zh = (
            "工作量按缺省：补一项佐证或填报一项 {collect}，整改一处 {fix}，申请复评或重做问卷 "
            "{review}，取得一项称号或荣誉 {award}，等待 {wait}；可以用 --cost 另定"
        )
        en = (
            "effort as usual: {collect} for a piece of evidence or a fact to record, {fix} for a "
            "change, {review} for a new judgement or survey, {award} for a title or honour, {wait} "
            "for waiting; --cost declares another"
        )
        kinds = NO_COSTS.kind
        yield say(zh, en, **{name: getattr(kinds, name) for name in kinds.fields})
    if routes.is_whole:
        zh = "在差距报告所知的做法中，已证明没有工作量更小的"
        yield say(zh, "proven: among the steps that the gap report knows, none take less effort")
    else:
        zh = "个别条款的做法太多，只考虑了一部分，不能证明没有工作量更小的"
        yield say(zh, "of some clauses not every choice was considered: less effort may do")
