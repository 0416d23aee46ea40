"""How firm a verdict is, in one paragraph: what was tried, and what of it changes the title."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, TypeVar

from civscore.comparing.robustness import WIDEST, Robustness, Turn, Weights, percent
from civscore.sentences import Sentence, joined, say

_Key = TypeVar("_Key")

_NAMED: Final = 4
"""Changes named in one sentence."""


def paragraph(found: Robustness) -> Sentence:
    """The whole of it."""
    sentences = (_verdict(found), *_rounding(found), *_weights(found), *_evidence(found))
    return say("{s}。", "{s}.", s=joined(sentences, "。", "; "))


def _verdict(found: Robustness) -> Sentence:
    if found.tier is None:
        return say("现在的结论是尚未达到任何等级", "no tier is reached as it stands")
    return say("现在的结论是达到“{t}”", "“{t}” is reached as it stands", t=found.tier)


def _rounding(found: Robustness) -> Iterator[Sentence]:
    n = found.rounded
    if not n:
        return
    if not found.roundings:
        zh, en = "取舍另试了 {n} 种写法，结论都不变", "{n} other ways of rounding change nothing"
        yield say(zh, en, n=n)
        return
    zh, en = (
        "取舍另试了 {n} 种写法，{k} 种会改变：{t}",
        "of {n} ways of rounding {k} change it: {t}",
    )
    yield say(zh, en, n=n, k=len(found.roundings), t=_turns(found.roundings))


def _weights(found: Robustness) -> Iterator[Sentence]:
    one = found.weights
    if one is None:
        return
    if one.least is None:
        zh = "{n} 个项目的权重各在 ±{w} 以内任意变动，结论都不变"
        en = "with the weights of {n} sections anywhere within ±{w} nothing changes"
        yield say(zh, en, n=one.sections, w=f"{WIDEST}%")
        return
    ends = {"n": one.sections, "b": percent(found.band), "lo": one.totals[0], "hi": one.totals[1]}
    zh = "{n} 个项目的权重各在 ±{b} 以内任意变动，总分在 {lo} 至 {hi} 分之间，"
    en = "with the weights of {n} sections anywhere within ±{b} the total is {lo} to {hi}, "
    others = tuple(dict.fromkeys(t for t in one.tiers if t != found.tier))
    if not others:
        yield say(f"{zh}结论不变；{{w}}", f"{en}and nothing changes; {{w}}", **ends, w=_least(one))
        return
    told = tuple(_tier(other) for other in others)
    alone = say("单变一个项目不改变结论", "no one section alone changes it")
    if one.alone:
        alone = say("单变一个项目就会的：{t}", "one section alone may: {t}", t=_turns(one.alone))
    zh, en = f"{zh}结论可能变成{{o}}，{{w}}；{{a}}", f"{en}which may come to {{o}}; {{w}}; {{a}}"
    yield say(zh, en, **ends, o=told, w=_least(one), a=alone)


def _least(one: Weights) -> Sentence:
    return say("变动到 ±{n}% 起可能改变", "±{n}% is the least that may change it", n=one.least)


def _evidence(found: Robustness) -> Iterator[Sentence]:
    if found.pieces and not found.without:
        zh, en = (
            "采信的 {n} 件佐证，少任何一件都不变",
            "none of {n} pieces of evidence alone matters",
        )
        yield say(zh, en, n=found.pieces)
    elif found.pieces:
        zh = "采信的 {n} 件佐证，{k} 件少了就会改变：{t}"
        en = "without any of {k} of {n} pieces of evidence it changes: {t}"
        yield say(zh, en, n=found.pieces, k=len(found.without), t=_turns(found.without))
    if found.lacking and not found.brought:
        zh, en = "所缺的 {n} 项佐证，单补一项都不变", "none of {n} lacking ones alone would help"
        yield say(zh, en, n=found.lacking)
    elif found.lacking:
        zh = "所缺的 {n} 项佐证，{k} 项补上一项就会改变：{t}"
        en = "any of {k} of {n} lacking ones would change it: {t}"
        yield say(zh, en, n=found.lacking, k=len(found.brought), t=_turns(found.brought))


def lists(found: Robustness) -> Iterator[tuple[Sentence, Sequence[Sentence]]]:
    """Everything that changes it, by what it is, under what it is called."""
    alone = found.weights.alone if found.weights is not None else ()
    for (zh, en), turns in (
        (("会改变结论的取舍", "ways of rounding that change it"), found.roundings),
        (("单独会改变结论的项目权重", "single weights that change it"), alone),
        (("少了就会改变结论的佐证", "evidence without which it changes"), found.without),
        (("补上就会改变结论的佐证", "evidence that would change it"), found.brought),
    ):
        if turns:
            title = say(f"{zh}（{{n}}）", f"{en} ({{n}})", n=len(turns))
            yield title, tuple(_pieces(turns) if turns is found.without else map(_turned, turns))


def _turned(one: Turn) -> Sentence:
    """What it is, and what it makes of it."""
    return say("{w} → {t}", "{w} → {t}", w=one.what, t=_tier(one.tier))


def _pieces(turns: Sequence[Turn]) -> Iterator[Sentence]:
    """The pieces of evidence that make the same of it, by the clauses they are for."""
    for tier, same in _grouped(turns, lambda one: one.tier).items():
        told = tuple(
            say("{c}（{i}）", "{c} ({i})", c=clauses, i=tuple(one.id for one in pieces))
            for clauses, pieces in _grouped(same, lambda one: one.clauses).items()
        )
        zh, en = "→ {t}，{n} 件：{w}", "→ {t}, {n} pieces: {w}"
        yield say(zh, en, t=_tier(tier), n=len(same), w=told)


def _turns(turns: Sequence[Turn]) -> Sentence:
    """What changes it, put together by what it becomes."""
    by_tier = _grouped(turns, lambda one: one.tier).items()
    return joined(tuple(_becoming(tier, tuple(one.what for one in same)) for tier, same in by_tier))


def _becoming(tier: str | None, said: tuple[Sentence, ...]) -> Sentence:
    zh, en = "{w} → {t}", "{w} → {t}"
    if len(said) > _NAMED:
        zh, en = "{w}等 {n} 项 → {t}", "{w} and others, {n} in all → {t}"
    return say(zh, en, w=said[:_NAMED], n=len(said), t=_tier(tier))


def _grouped(turns: Iterable[Turn], key: Callable[[Turn], _Key]) -> dict[_Key, list[Turn]]:
    """Turns with the same key, in the order of the first of each."""
    groups: dict[_Key, list[Turn]] = {}
    for one in turns:
        groups.setdefault(key(one), []).append(one)
    return groups


def _tier(tier: str | None) -> Sentence:
    if tier is None:
        return say("尚未达到任何等级", "no tier")
    return say("“{t}”", "“{t}”", t=tier)
