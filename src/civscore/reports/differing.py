"""A comparison in words: what the text and the Markdown of it have in common."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from civscore.comparing.model import Change, Difference, Effect, Part, Shift
from civscore.exact import text_of
from civscore.reports.words import word
from civscore.scoring.findings import Split
from civscore.sentences import Language, Sentence, say
from civscore.standard.plan import Plan

PARTS: Final[dict[Part, Sentence]] = {
    "head": say("标准本身", "the standard itself"),
    "scoring": say("计分规则", "scoring"),
    "source": say("来源", "sources"),
    "fact": say("数据项", "facts"),
    "gate": say("门槛", "gates"),
    "parameter": say("参数", "parameters"),
    "section": say("测评项目", "sections"),
    "criterion": say("条款", "criteria"),
    "veto": say("一票否决", "vetoes"),
    "tier": say("等级", "tiers"),
    "chapter": say("其他章节", "other chapters"),
}
_NUMBERS: Final = ("full", "earned", "unproven", "lost")
_ABSENT: Final = say("没有", "none")


def named(plan: Plan) -> str:
    """An edition by its id and title."""
    return f"{plan.standard.name} {plan.title}"


def summary(difference: Difference) -> Sentence:
    """How many parts changed, and how many did not."""
    counts = [
        say("{part} {n} 处", "{n} in {part}", part=said, n=len(found))
        for part, said in PARTS.items()
        if (found := difference.of(part))
    ]
    same = tuple(
        say("{part} {n}", "{n} {part}", part=said, n=difference.unchanged[part])
        for part, said in PARTS.items()
        if part in difference.unchanged
    )
    if not counts:
        return say("两版内容相同", "nothing changed")
    return say(
        "改动 {all} 处：{counts}；没有改动的：{same}",
        "{all} changes: {counts}; unchanged: {same}",
        all=len(difference.changes),
        counts=tuple(counts),
        same=same or _ABSENT,
    )


def subject(change: Change) -> str:
    """What a change is about."""
    if change.part in {"head", "scoring"}:
        return ""
    if change.part == "fact":
        return f"{change.title} ({change.id})"
    return f"{change.id} {change.title}".strip()


def effect_head(effect: Effect) -> Sentence:
    """For whom and as of which day."""
    return say(
        "对{name}的影响（评定基准日 {day}）",
        "what changes for {name} (as of {day})",
        name=effect.community.name,
        day=effect.as_of,
    )


def tier_line(effect: Effect, language: Language) -> str:
    """The highest tier reached by either edition."""
    old, new = (one or word("no_tier", language) for one in effect.tiers)
    called = word("tier_is", language)
    if old == new:
        return say("{c}：{t}，不变", "{c}: {t}, as before", c=called, t=old).text(language)
    return say("{c}：{o} → {n}", "{c}: {o} → {n}", c=called, o=old, n=new).text(language)


def shift_subject(shift: Shift, language: Language) -> str:
    """What came out differently."""
    if shift.part in {"total", "bonus"}:
        return word(shift.part, language)
    return f"{shift.id} {shift.title}".strip()


def shift_lines(shift: Shift, language: Language) -> Iterator[str]:
    """Old → new: of points each number that differs, with by how much; else the status."""
    if not isinstance(shift.old, Split) or not isinstance(shift.new, Split):
        yield f"{_said(shift.old, language)} → {_said(shift.new, language)}"
        return
    for name in _NUMBERS:
        old, new = getattr(shift.old, name), getattr(shift.new, name)
        if old != new:
            yield f"{word(name, language)} {text_of(old)} → {text_of(new)} ({_signed(new - old)})"


def unread_line(effect: Effect) -> Sentence:
    """Facts recorded in a way only one edition takes."""
    return say(
        "只有一版能用的数据项，在另一版按未填报计：{names}",
        "recorded for one edition only, taken as not recorded in the other: {names}",
        names=effect.unread,
    )


def _said(result: Split | str | None, language: Language) -> str:
    match result:
        case None:
            return _ABSENT.text(language)
        case str():
            return word(result, language)
        case _:
            numbers = (f"{word(n, language)} {text_of(getattr(result, n))}" for n in _NUMBERS)
            return " ".join(numbers)


def _signed(number: Decimal) -> str:
    return f"+{text_of(number)}" if number > 0 else text_of(number)
