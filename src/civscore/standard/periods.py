"""Years, quarters and months as numbers: how they are written, said and counted.

A period is a number: of years, quarters or months since the year 0.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final, Literal, TypeAlias

from civscore.sentences import Sentence, say
from civscore.values import Value

Per: TypeAlias = Literal["year", "quarter", "month"]
MOST_BACK: Final = 9
"""Periods before the present one that can be read."""


class Words(Value):
    """How periods of one length are written and said."""

    in_a_year: int
    form: re.Pattern[str]
    example: str
    pair: tuple[str, str]  # two that follow each other
    named: tuple[str, str]  # one of them, by year and number
    present: tuple[str, str]
    before: tuple[str, str]
    ago: tuple[str, str]
    counted: tuple[str, str]


WORDS: Final[Mapping[str, Words]] = {
    "year": Words(
        1, re.compile(r"(\d{4})"), "2026", ("2025", "2026"), ("{y} 年", "{y}"),
        ("本年", "this year"), ("上年", "last year"), ("{n} 年前", "{n} years ago"),
        ("年", "years"),
    ),
    "quarter": Words(
        4, re.compile(r"(\d{4})-Q([1-4])"), "2026-Q1", ("2026-Q1", "2026-Q2"),
        ("{y} 年第 {n} 季度", "{y} Q{n}"),
        ("本季度", "this quarter"), ("上季度", "last quarter"),
        ("{n} 个季度前", "{n} quarters ago"), ("个季度", "quarters"),
    ),
    "month": Words(
        12, re.compile(r"(\d{4})-(0[1-9]|1[0-2])"), "2026-03",
        ("2026-05", "2026-06"), ("{y} 年 {n} 月", "{y}-{n}"),
        ("本月", "this month"), ("上月", "last month"), ("{n} 个月前", "{n} months ago"),
        ("个月", "months"),
    ),
}  # fmt: skip


def period_number(text: str, per: Per) -> int | None:
    """The number of a period as it is written; None if it is not written so."""
    match = WORDS[per].form.fullmatch(text)
    if match is None:
        return None
    year, *inside = (int(group) for group in match.groups())
    return year * WORDS[per].in_a_year + (inside[0] - 1 if inside else 0)


def period_of(day: date, per: Per) -> int:
    """The number of the period a day lies in."""
    in_a_year = WORDS[per].in_a_year
    return day.year * in_a_year + (day.month - 1) * in_a_year // 12


def period_said(number: int, per: Per) -> Sentence:
    """A period by its number."""
    year, inside = divmod(number, WORDS[per].in_a_year)
    return say(*WORDS[per].named, y=year, n=inside + 1)


def lag_said(lag: int, per: Per) -> Sentence:
    """A period by how long ago it is."""
    words = WORDS[per]
    return say(*((words.present, words.before)[lag] if lag <= 1 else words.ago), n=lag)
