"""What must be shown for a clause, in one phrase."""

from typing import Any, Final

from civscore.comparing.labels import label, option
from civscore.sentences import Sentence, joined, plain, say
from civscore.standard.clauses import EVIDENCE_KINDS, Requirement
from civscore.standard.numbers import Fraction

YES: Final = say("是", "yes")
NO: Final = say("否", "no")
_PERIODS: Final = {
    "month": ("每月", "each month"),
    "quarter": ("每季度", "each quarter"),
    "half_year": ("每半年", "each half year"),
    "year": ("每年", "each year"),
}


def requirement(one: Requirement) -> Sentence:
    """What must be shown, in one phrase."""
    zh, en = EVIDENCE_KINDS[one.kind]
    title = say("“{t}”", " “{t}”", t=one.title) if one.title else plain("")
    said = [say("{k}{t}", "{k}{t}", k=say(zh, en), t=title)]
    if one.per is not None:
        said.append(say(*_PERIODS[one.per]))
    said.append(say("至少 {n} 份", "at least {n}", n=one.at_least))
    if one.within is not None:
        span = say("{zh}", "{en}", zh=one.within.zh, en=one.within.en)
        said.append(say("{s}以内", "within {s}", s=span))
    if one.covers == "period":
        said.append(say("覆盖考评期", "covering the assessment period"))
    elif one.covers is not None:
        span = say("{zh}", "{en}", zh=one.covers.zh, en=one.covers.en)
        said.append(say("覆盖 {s}", "covering {s}", s=span))
    if one.issuer:
        said.append(say("由{i}出具", "issued by {i}", i=one.issuer))
    for key in (
        "method",
        "keeper",
        "system",
        "void",
        "announced",
        "present",
        "each_of",
        "facet",
        "columns",
    ):
        value = getattr(one, key)
        if value != one.defaults[key]:
            said.append(say("{l}：{v}", "{l}: {v}", l=label(Requirement, key), v=_simply(value)))
    if one.only:
        options = tuple(o for several in one.only.values() for o in _listed(several))
        said.append(say("仅适用于 {o}", "only for {o}", o=options))
    if one.absent != "unproven":
        said.append(say("缺少时{a}", "if absent: {a}", a=option(Requirement, "absent", one.absent)))
    return joined(tuple(said), "，", ", ")


_FURTHER = (
    "method", "keeper", "system", "void", "announced", "present", "each_of", "facet", "columns",
)  # fmt: skip


def _listed(options: str | tuple[str, ...]) -> tuple[str, ...]:
    return (options,) if isinstance(options, str) else options


def _simply(value: Any) -> Sentence:
    """A text, several, a yes or no, a fraction."""
    match value:
        case bool():
            return YES if value else NO
        case tuple():
            return joined(tuple(plain(one) for one in value))
        case Fraction():
            return plain(f"{value.part}/{value.of}")
    return plain(str(value))
