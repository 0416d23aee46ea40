"""What a page of a ledger is made of, and how each of its blanks is filled in, in words."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from civscore.evidence.cells import labelled
from civscore.sentences import Sentence, plain, say
from civscore.standard.blanks import Blank
from civscore.standard.facts import Fact
from civscore.values import Value

NONE: Final = plain("")
SPARE: Final = 200
"""Rows of a table that are ready to be filled in; there may be more."""


class Column(Value):
    """A column of a page."""

    title: Sentence
    width: int
    role: str = ""
    """What a reader takes it for; "" where it is only read by people."""
    blank: Blank | None = None
    """Of a table: what is filled in, row by row."""
    is_fixed: bool = False
    """Whether what stands in it is given and must stay."""
    score: tuple[str, str] = ("", "")
    """On the page of criteria: the assessor whose points or reasons stand in it, and which."""
    is_printed: bool = True
    how: Sentence = NONE
    """How it is filled in, shown while it is."""


class Line(Value):
    """A row of a page: what stands in its columns, in order, and what is filled in."""

    texts: Sequence[Sentence]
    blank: Blank | None = None
    has_more: bool = False
    """Whether source, reason and the like may be filled in, too."""
    answer: str = ""
    how: Sentence = NONE
    """How it is filled in, shown while it is."""
    scored: tuple[str, Decimal] = ("", Decimal(0))
    """The criterion that assessors score here, and its full points."""
    is_heading: bool = False
    is_fixed: bool = False
    """Whether the answer is given and must stay."""


class Page(Value):
    """A sheet."""

    title: Sentence
    told: Sequence[Sentence]
    columns: Sequence[Column]
    lines: Sequence[Line]
    mark: Mapping[str, Any]
    is_table: bool = False


BESIDE: Final = (
    Column(say("出处", "Source"), 18, "source"),
    Column(say("说明或理由", "Remarks or reason"), 24, "reason"),
    Column(say("哪一天的", "Of which day"), 12, "date"),
    Column(say("填报人", "Recorded by"), 12, "assessor"),
)
"""What may be said beside an answer."""


def hint(blank: Blank, fact: Fact | None = None, table: str = "") -> Sentence:
    """How a blank is filled in."""
    match blank.kind:
        case "number":
            low, high = blank.low, blank.high
            is_plain = high is None or high >= _PLENTY
            zh, en = ("数字", "a number") if is_plain else ("{a} 至 {b}", "{a} to {b}")
            return say(f"{zh}；大概的写 ≥、≤", f"{en}; ≥ or ≤ if known in part", a=low, b=high)
        case "share":
            return say("只有百分数时填，如 98%、≥97%", "a percentage, if only that is known")
        case "flag":
            return say("是、否", "yes or no")
        case "options":
            offered = [plain(labelled(key, blank.options)) for key in blank.options]
            return say("{o}", "{o}", o=tuple(offered[:_FEW]))
        case "date":
            return say("如 2026-03-01", "as 2026-03-01")
        case "period":
            return say("如 2026-03-01；只知月份、年份的写 2026-03、2026", "a day, month or year")
        case "nothing":
            return say("没有选“无”；有的到“{p}”表逐件登记", "“none”, or see “{p}”", p=table)
        case "clauses":
            return say("条款编号，几个用顿号隔开", "numbers of clauses, with commas between")
        case "toml" if fact is not None:
            return say("照写：{x}", "as {x}", x=fact.example)
        case _:
            return NONE


_PLENTY: Final = 10**9
_FEW: Final = 8
