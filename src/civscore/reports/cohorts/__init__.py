"""Formats of a cohort's summary – one file each, found by the name given to `--format`.

A format has `render(summary, language)`. What text and Markdown say is put together here.
"""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Final, TypeAlias

from civscore.cohorts.summary import MOST, Summary
from civscore.cohorts.swaying import Sway
from civscore.exact import INTEGERS, round_half_up, share_text, text_of
from civscore.sentences import Sentence, say

ROOM: Final = __name__
NAMED: Final = 8
"""Communities named in one sentence."""

Part: TypeAlias = tuple[Sentence, tuple[Sentence, ...]]
"""A title, and the lines under it."""


def shown(number: Fraction, decimals: int = 2) -> Decimal:
    """A fraction as a decimal, for the eye."""
    places = round_half_up(number.numerator * 10**decimals, number.denominator, INTEGERS)
    return Decimal(places).scaleb(-decimals)


def per_cent(number: Fraction) -> str:
    """A share, for the eye."""
    return f"{text_of(shown(number * 100, 1))}%"


def head_of(one: Summary) -> Sentence:
    """What was judged by what."""
    zh, en = "{t}（{s}）：评定 {n} 个", "{t} ({s}): {n} judged"
    if one.aside:
        zh, en = zh + "，搁置 {k} 个", en + ", {k} set aside"
    return say(zh, en, t=one.title, s=one.standard, n=one.count, k=one.aside)


def parts_of(one: Summary) -> Iterator[Part]:
    """Everything there is to say."""
    yield say("等级分布", "Tiers"), tuple(_tiers(one))
    yield say("平均分", "Means"), tuple(_means(one))
    yield say("最弱的条款", "Weakest criteria"), tuple(_weakest(one))
    yield say("缺得最多的", "What is missing most"), tuple(_missing(one))
    yield say("只差一步", "One step away"), tuple(_near(one))
    yield _sway_title(one), tuple(_swaying(one))
    yield say("反常之处", "What is odd"), tuple(_odd(one))


def _tiers(one: Summary) -> Iterator[Sentence]:
    count = one.count or 1
    for tier in reversed(one.tiers):
        zh, en = "{t}：{n} 个（{s}）", "{t}: {n} ({s})"
        if tier.open:
            zh, en = zh + "，另有 {k} 个补齐后可达", en + ", {k} more could"
        share = per_cent(Fraction(tier.held, count))
        yield say(zh, en, t=tier.id, n=tier.held, s=share, k=tier.open)
    if one.untitled:
        share = per_cent(Fraction(one.untitled, count))
        yield say("未达到任何等级：{n} 个（{s}）", "none: {n} ({s})", n=one.untitled, s=share)


def _means(one: Summary) -> Iterator[Sentence]:
    for mean in one.means:
        zh, en = "{l}（{n} 个）：已得 {e} 分", "{l} ({n}): {e} earned"
        if mean.possible != mean.earned:
            zh, en = zh + "，待证部分全部采信为 {p} 分", en + ", {p} once all is proven"
        league = mean.league or say("全部", "all")
        numbers = {"e": shown(mean.earned), "p": shown(mean.possible)}
        yield say(zh, en, l=league, n=mean.count, **numbers)


def _weakest(one: Summary) -> Iterator[Sentence]:
    zh = "{i} {t}：平均失 {l} 分（占 {s}），{w}/{n} 个得满分"
    en = "{i} {t}: {l} lost on average ({s}), {w} of {n} have full marks"
    for weak in one.weakest:
        yield say(
            zh, en, i=weak.id, t=weak.title, l=shown(weak.lost), s=per_cent(weak.share),
            w=weak.whole, n=weak.count,
        )  # fmt: skip


def _missing(one: Summary) -> Iterator[Sentence]:
    for missing in one.missing:
        zh, en = "{i} 的“{t}”：{n} 个没有或不采信", "“{t}” of {i}: not there with {n}"
        if missing.kind == "fact":
            zh, en = "数据项“{t}”：{n} 个没有填报", "“{t}”: not recorded by {n}"
        yield say(zh, en, i=missing.id, t=missing.title, n=missing.count)


def _near(one: Summary) -> Iterator[Sentence]:
    for tier in reversed(one.tiers):
        if tier.near:
            zh, en = "离{t}只差一步：{n} 个（{w}）", "one step from {t}: {n} ({w})"
            yield say(zh, en, t=tier.id, n=len(tier.near), w=_named(tier.near))


def _named(ids: tuple[str, ...]) -> Sentence:
    if len(ids) <= NAMED:
        return say("{i}", "{i}", i=ids)
    return say("{i} 等", "{i} and others", i=ids[:NAMED])


def _sway_title(one: Summary) -> Sentence:
    band = share_text(one.band)
    zh, en = "各项目的权重上下 {b}，名次怎样变", "Ranks, if a section weighs {b} more or less"
    return say(zh, en, b=band)


def _swaying(one: Summary) -> Iterator[Sentence]:
    for sway in one.sways[:MOST]:
        yield _sway(sway)


def _sway(sway: Sway) -> Sentence:
    values = {"i": sway.section, "t": sway.title, "n": sway.moved}
    if not sway.moved:
        return say("{i} {t}：名次不变", "{i} {t}: no rank changes", **values)
    zh = "{i} {t}：{n} 个名次有变，变得最多的 {f} 由第 {a} 到第 {b}"
    en = "{i} {t}: {n} change, {f} most, from {a} to {b}"
    if sway.first_changes:
        zh, en = zh + "，第一名易位", en + "; somebody else comes first"
    return say(zh, en, f=sway.furthest, a=sway.before, b=sway.after, **values)


def _odd(one: Summary) -> Iterator[Sentence]:
    for twins in one.twins:
        zh, en = "填报的数据一模一样：{i}", "recorded exactly the same: {i}"
        yield say(zh, en, i=_named(twins.ids))
    if one.pictures:
        zh = "{n} 件照片佐证与别的社区是同一张照片，逐件见 civscore check"
        en = "{n} pictures are those of another community, too; civscore check lists them"
        yield say(zh, en, n=one.pictures)
    if one.self_praise:
        zh, en = "自评条条满分：{n} 个（{i}）", "full marks for itself everywhere: {n} ({i})"
        yield say(zh, en, n=len(one.self_praise), i=_named(one.self_praise))
    if one.full_marks:
        zh, en = "总分得满：{n} 个（{i}）", "all points there are: {n} ({i})"
        yield say(zh, en, n=len(one.full_marks), i=_named(one.full_marks))
