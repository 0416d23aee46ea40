"""Two results held against each other in words: what the text and the Markdown have in common."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from civscore.comparing.rechecks import (
    VERDICTS,
    Finding,
    Promise,
    Recheck,
    Stand,
    TierMove,
    Verdict,
)
from civscore.exact import text_of
from civscore.reports.words import status_said, word
from civscore.scoring.findings import Split
from civscore.sentences import Language, Sentence, joined, plain, say

TITLES: Final[dict[Verdict, tuple[str, str]]] = {
    "closed": ("已销号", "closed"),
    "improved": ("有进步未做完", "better, not done"),
    "same": ("没有变化", "as it was"),
    "slipped": ("退步", "slipped"),
    "new": ("新出现", "new"),
}
_NUMBERS: Final = ("earned", "unproven", "lost")


def title(found: Recheck, verdict: Verdict) -> Sentence:
    """What became of so many."""
    zh, en = TITLES[verdict]
    return say(f"{zh}（{{n}}）", f"{en} ({{n}})", n=len(found.of(verdict)))


def head(found: Recheck) -> Iterator[Sentence]:
    """Which two results, what was only supposed, and what became of all."""
    zh, en = "前一次 {a}，这一次 {b}", "before: {a}, after: {b}"
    yield say(zh, en, a=found.before.as_of, b=found.after.as_of)
    for (zh, en), one in ((_BEFORE, found.before), (_AFTER, found.after)):
        if one.supposed:
            facts = tuple(plain(f"{name} = {value}") for name, value in one.supposed)
            yield say(f"{zh}含假设：{{f}}", f"{en} supposes: {{f}}", f=facts)


_BEFORE: Final = ("前一次", "the one before")
_AFTER: Final = ("这一次", "the one after")


def summary(found: Recheck) -> Sentence:
    """How many were closed, and so on, and what they were to gain and gained."""
    counts = tuple(
        say(f"{zh} {{n}} 条", f"{{n}} {en}", n=n)
        for verdict, (zh, en) in TITLES.items()
        if (n := len(found.of(verdict)))
    )
    if not counts:
        return say("前后两次都没有要做的事", "nothing was or is to be done")
    zh = "前一次列出的各条，逐条合计最多可得 {p} 分，实得 {r} 分"
    en = "what was listed was to gain {p} at most, clause by clause, and gained {r}"
    points = say(zh, en, p=found.predicted, r=signed(found.realised))
    return joined((say("{c}", "{c}", c=counts), points))


def total_lines(found: Recheck, language: Language) -> Iterator[str]:
    """The tier, the total and the bonus, before and after."""
    none = word("no_tier", language)
    old, new = (one.tier or none for one in (found.before, found.after))
    yield f"{word('tier_is', language)}{_colon(language)}{_moved(old, new, language)}"
    for name in ("total", "bonus"):
        one, other = getattr(found.before, name), getattr(found.after, name)
        if one.full or other.full:
            yield f"{word(name, language)}{_colon(language)}{_split(one, other, language)}"


def _split(one: Split, other: Split, language: Language) -> str:
    parts = []
    for name in _NUMBERS:
        old, new = getattr(one, name), getattr(other, name)
        moved = f" → {text_of(new)} ({signed(new - old)})" if old != new else ""
        parts.append(f"{word(name, language)} {text_of(old)}{moved}")
    return ("，" if language == "zh" else ", ").join(parts)


def tier_line(tier: TierMove, language: Language) -> str:
    """A tier before and after."""
    none = say("没有这一等级", "no such tier").text(language)
    ends = tier.before, tier.after
    old, new = (none if o is None else status_said(o, tier.standing, language) for o in ends)
    return f"{tier.id}{_colon(language)}{_moved(old, new, language)}"


def condition_lines(tier: TierMove) -> Iterator[Sentence]:
    """Conditions of a tier that are met now, or no longer."""
    for one in tier.met:
        yield say("这一次满足：{c}", "met now: {c}", c=one)
    for one in tier.unmet:
        yield say("这一次不满足：{c}", "no longer met: {c}", c=one)


def subject(one: Finding, language: Language) -> str:
    """A clause, how it stood and stands, what it was to gain and gained."""
    named = f"{one.id} {one.title}".strip()
    if one.verdict == "same" and one.after is not None:
        return f"{named}{_colon(language)}{_standing(one.after, language)}"
    ends = _ends(one, language)
    gains = ""
    if one.predicted:
        zh = "，预计最多 {p}，实得 {r}"
        en = ", to gain {p} at most, gained {r}"
        gained = signed(one.realised or Decimal(0))
        gains = say(zh, en, p=signed(one.predicted), r=gained).text(language)
    return f"{named}{_colon(language)}{ends}{gains}"


def _ends(one: Finding, language: Language) -> str:
    if one.after is None:
        return say("这一次没有这一条", "not there any more").text(language)
    if one.before is None:
        said = say(
            "前一次没有这一条；{s}", "not there before; {s}", s=_standing(one.after, language)
        )
        return said.text(language)
    return _moved(_standing(one.before, language), _standing(one.after, language), language)


def _standing(one: Stand, language: Language) -> str:
    if one.points is None:
        return word(one.status, language)
    unit = " 分" if language == "zh" else ""
    said = f"{text_of(one.points.earned)}{unit}"
    if one.points.unproven:
        told = say("（待证 {n}）", " ({n} unproven)", n=one.points.unproven)
        said += told.text(language)
    return said


def _moved(old: str, new: str, language: Language) -> str:
    if old == new:
        return say("{o}，不变", "{o}, as before", o=old).text(language)
    return f"{old} → {new}"


def step_lines(one: Finding, language: Language) -> Iterator[str]:
    """Steps offered before and no longer, those that still are, those that are now; then why."""
    for (zh, en), steps in (
        (("前一次", "before"), one.gone),
        (("仍须", "still"), one.still),
        (("现在", "now"), one.fresh),
    ):
        yield from (_step(zh if language == "zh" else en, step, language) for step in steps)
    if one.verdict in {"slipped", "new"} and one.after is not None:
        yield f"{word('because', language)}{_colon(language)}{one.after.because}"


def _step(when: str, step: Promise, language: Language) -> str:
    gain = f" {signed(step.gain)}" if step.gain else ""
    day = ""
    if step.earliest is not None:
        day = say("（最早 {d}）", " (earliest {d})", d=step.earliest).text(language)
    return f"{when} [{word(step.kind, language)}]{gain} {step.change}{day}"


def groups(found: Recheck) -> Iterator[tuple[Verdict, tuple[Finding, ...]]]:
    """What became of the findings, with those of which it did."""
    for verdict in VERDICTS:
        if findings := found.of(verdict):
            yield verdict, findings


def signed(number: Decimal) -> str:
    """With a sign where it is more than nothing."""
    return f"+{text_of(number)}" if number > 0 else text_of(number)


def _colon(language: Language) -> str:
    return "：" if language == "zh" else ": "
