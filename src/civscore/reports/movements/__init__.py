"""Formats of what another edition means for a cohort – one file each, by the name of `--format`.

A format has `render(movement, language)`. What text and Markdown say is put together here.
"""

from collections.abc import Iterator
from typing import Final

from civscore.cohorts.moving import Movement, Mover
from civscore.reports import differing
from civscore.reports.words import word
from civscore.sentences import Language, Sentence, say

ROOM: Final = __name__
NAMED: Final = 5
"""Clauses named for one community."""


def head_of(one: Movement) -> Sentence:
    """How many come to another tier."""
    old, new = differing.named(one.difference.old), differing.named(one.difference.new)
    zh, en = "{o} → {n}：{k} 个中 {m} 个等级有变", "{o} → {n}: of {k}, {m} come to another tier"
    aside = len({fault.location.file + str(fault.location.line) for fault in one.faults})
    if aside:
        zh, en = zh + "，另有 {a} 处读不了", en + ", {a} could not be read"
    return say(zh, en, o=old, n=new, k=one.count, m=len(one.movers), a=aside)


def moves_of(one: Movement, language: Language) -> Iterator[str]:
    """How many go from where to where."""
    for (old, new), count in one.moves.items():
        ends = (end or word("no_tier", language) for end in (old, new))
        yield f"{' → '.join(ends)}{'：' if language == 'zh' else ': '}{count}"


def mover_of(mover: Mover, language: Language) -> str:
    """Who it is, from where to where."""
    old, new = (one or word("no_tier", language) for one in mover.effect.tiers)
    community = mover.effect.community
    return f"{community.name} ({community.id}) {old} → {new}"


def clauses_of(mover: Mover, language: Language) -> Iterator[str]:
    """By which clauses, those of most weight."""
    if not mover.clauses:
        zh, en = "各条结果都没有变，变的是等级的要求", "no clause comes out otherwise: the tiers do"
        yield say(zh, en).text(language)
    colon, stop = ("：", "；") if language == "zh" else (": ", "; ")
    for shift in mover.clauses[:NAMED]:
        said = stop.join(differing.shift_lines(shift, language))
        yield f"{differing.shift_subject(shift, language)}{colon}{said}"
    if len(mover.clauses) > NAMED:
        count = len(mover.clauses)
        yield say("等 {n} 条", "{n} clauses in all", n=count).text(language)
