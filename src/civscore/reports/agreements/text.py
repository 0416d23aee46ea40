"""Text: where assessors differ and how far they agree, for a terminal."""

from collections.abc import Iterator
from fractions import Fraction

from civscore.comparing.agreeing import Agreement, Pair, Scored
from civscore.evidence.model import Community
from civscore.exact import text_of
from civscore.reports.agreements import rounded
from civscore.reports.layout import WIDTH, cell_len, wrapped
from civscore.sentences import Language, Sentence, say
from civscore.standard.chapters.assessors import SELF


def render(agreement: Agreement, community: Community, language: Language = "zh") -> str:
    """What differs, what is scored too high, how far each pair agrees, what is still open."""
    lines = [line.rstrip() for line in _lines(agreement, community, language)]
    return "\n".join(lines) + "\n"


def _lines(agreement: Agreement, community: Community, language: Language) -> Iterator[str]:
    yield say("{n}  评分核对", "{n}  scores compared", n=community.name).text(language)
    yield wrapped(_counted(agreement).text(language))
    for title, said in (
        (say("不一致的条款", "Where they differ"), map(_differing, agreement.differing)),
        (say("自评高出的条款", "Scored too high by itself"), map(_inflated, agreement.inflated)),
        (say("一致程度", "How far they agree"), _agreeing(agreement)),
        (
            say("计分的一栏尚未评", "Not yet scored by whose column counts"),
            map(_open, agreement.open),
        ),
    ):
        found = [one.text(language) for one in said]
        if found:
            yield ""
            yield _rule(title.text(language))
            yield from (wrapped(one, indent="    ", first="") for one in found)


def _counted(agreement: Agreement) -> Sentence:
    """How many each has scored, and on how many they differ."""
    parts = tuple(
        say(
            "{t} {n} 条",
            "{n} by {t}",
            t=title,
            n=sum(one.points(name) is not None for one in agreement.criteria),
        )
        for name, title in agreement.titles.items()
    )
    zh, en = "已评：{p}；{k} 条不一致", "scored: {p}; {k} differ"
    return say(zh, en, p=parts, k=len(agreement.differing))


def _differing(one: Scored) -> Sentence:
    reasons = tuple(
        say("{t}：{r}", "{t}: {r}", t=mark.title, r=mark.reason)
        for mark in one.marks.given
        if mark.reason
    )
    zh, en = "{i} {t}（满分 {f}）：{s}", "{i} {t} (of {f}): {s}"
    said = say(zh, en, i=one.id, t=one.planned.criterion.title, f=one.full, s=one.marks.said)
    return say("{s}。{r}", "{s}. {r}", s=said, r=reasons) if reasons else said


def _inflated(one: Scored) -> Sentence:
    against = one.against
    zh, en = (
        "{i} {t}：自评 {a} 分，{b} {c} 分，高 {n} 分",
        "{i} {t}: {a} by itself, {c} by {b}, {n} more",
    )
    return say(
        zh, en, i=one.id, t=one.planned.criterion.title, a=one.points(SELF), n=one.inflated,
        b=against and against[0], c=against and against[1],
    )  # fmt: skip


def _agreeing(agreement: Agreement) -> Iterator[Sentence]:
    for pair in agreement.pairs:
        yield _pair(agreement, pair)
    yield say(
        "κ 按得分占满分的比例计，二次权：1 为完全一致，0 为与碰巧一样，负数为不如碰巧",
        "κ is worked out on shares of the full points, weights quadratic: 1 is full agreement, "
        "0 what chance would give",
    )
    if agreement.inflated:
        total = sum(one.inflated for one in agreement.inflated)
        zh, en = (
            "自评高出的 {n} 条，共 {p} 分",
            "too high by itself: {n} criteria, {p} points",
        )
        yield say(zh, en, n=len(agreement.inflated), p=text_of(total))


def _pair(agreement: Agreement, pair: Pair) -> Sentence:
    zh = "{a}与{b}：同评 {n} 条，一致 {k} 条（{s}%）；{m}；加权 κ {x}"
    en = "{a} and {b}: {n} scored by both, {k} equal ({s}%); {m}; weighted κ {x}"
    both, kappa = len(pair.given), pair.kappa
    alike = say("无从计算（评分都一样）", "has no meaning (all the same)")
    return say(
        zh, en, a=agreement.titles[pair.first], b=agreement.titles[pair.second], n=both,
        k=pair.equal, s=text_of(rounded(Fraction(pair.equal * 100, both), 1)),
        m=_mean(agreement.titles[pair.first], pair),
        x=alike if kappa is None else text_of(rounded(kappa, 2)),
    )  # fmt: skip


def _mean(first: str, pair: Pair) -> Sentence:
    """By how much the first is above or below the second on average."""
    if not pair.total:
        return say("平均不差", "no different on average")
    size = text_of(rounded(abs(pair.mean), 2))
    if pair.total > 0:
        return say("{a}平均高 {m} 分", "{a} is {m} above on average", a=first, m=size)
    return say("{a}平均低 {m} 分", "{a} is {m} below on average", a=first, m=size)


def _open(one: Scored) -> Sentence:
    zh, en = "{i} {t}：{s}", "{i} {t}: {s}"
    return say(zh, en, i=one.id, t=one.planned.criterion.title, s=one.marks.said)


def _rule(title: str) -> str:
    return f"── {title} " + "─" * max(0, WIDTH - cell_len(title) - 4)
