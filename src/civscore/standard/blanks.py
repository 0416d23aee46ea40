"""What there is to fill in of a fact where it is not written as TOML: the cells of a workbook.

A kind of fact says it once, as its `layout`: a blank for each cell, and the columns of a table for
what is recorded one by one. A kind that says nothing is filled in as TOML, in one cell.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final, Literal, TypeAlias

from civscore.sentences import Sentence, say
from civscore.values import Value, replaced

BlankKind: TypeAlias = Literal[
    "number",
    "points",
    "share",
    "flag",
    "options",
    "date",
    "period",
    "text",
    "nothing",
    "clauses",
    "toml",
]
"""What is taken for an answer. `points` are a number that is known for sure; `period` is a day, or
a month or year where no more is known, or never; `nothing` says of things that none has happened;
`clauses` are ids; `toml` is anything."""

NOTHING: Final = say("无", "none")
"""What is written where nothing has happened."""


class Blank(Value):
    """One answer, and where it goes within what is recorded of a fact."""

    path: tuple[str | int, ...]
    kind: BlankKind
    title: Sentence = Sentence("", "")
    options: Mapping[str, str] = {}
    """Of options: key → title."""
    low: Decimal | None = None
    high: Decimal | None = None
    decimals: int = 0
    unit: str = ""

    @property
    def mark(self) -> dict[str, Any]:
        """What a reader has to know of it, as JSON has it."""
        found: dict[str, Any] = {"path": list(self.path), "kind": self.kind}
        if self.options:
            found["options"] = dict(self.options)
        return found | ({"unit": self.unit} if self.unit else {})


class Layout(Value):
    """All there is to fill in of a fact."""

    blanks: tuple[Blank, ...]
    columns: tuple[Blank, ...] = ()
    """Of a table with a row for each thing recorded one by one; none where there is no table."""
    rows: tuple[str, ...] = ()
    """Where the rows go within what is recorded."""
    key: str = ""
    """Of a table whose rows go under what one of their cells says: that column."""


AS_TOML: Final = Layout((Blank((), "toml"),))
ONE_DAY: Final = Layout((Blank((), "period"),))
YES_OR_NO: Final = Layout((Blank((), "flag"),))
UNRECORDED: Final = Layout(())


def one_number(low: Decimal, high: Decimal, decimals: int, unit: str) -> Layout:
    """A fact that is one number between bounds."""
    return Layout((Blank((), "number", low=low, high=high, decimals=decimals, unit=unit),))


def one_share(of: str) -> tuple[Blank, ...]:
    """The two numbers of a share, or the share as it is printed."""
    printed = Blank((), "share", say("只有百分数", "share as printed"))
    return number("count", "其中"), number("of", of), printed


def by_period(
    title: str, example: str, of: str | None, limits: tuple[Decimal, Decimal, int, str]
) -> Layout:
    """A row for each of several periods, with its number, or the two numbers of its share."""
    low, high, decimals, unit = limits
    period = Blank(("period",), "text", say("哪一期，如 {x}", "Period, as {x}", x=example))
    begun = say("从哪一期起才有数，如 {x}；以前就有的不填", "the first there is, as {x}", x=example)
    one = Blank((), "number", _plain(title), low=low, high=high, decimals=decimals, unit=unit)
    numbers = (one,) if of is None else one_share(of)
    return Layout((Blank(("first",), "text", begun),), (period, *numbers), key="period")


def one_of(options: Mapping[str, str]) -> Layout:
    """A fact that is one of several options."""
    return Layout((Blank((), "options", options=options),))


def number(key: str, title: str, unit: str = "", high: int | None = None) -> Blank:
    """A whole number under a key."""
    top = None if high is None else Decimal(high)
    return Blank((key,), "number", _plain(title), low=Decimal(0), high=top, unit=unit)


def flags(titles: Mapping[str, str]) -> tuple[Blank, ...]:
    """Yes or no under each key."""
    return tuple(Blank((key,), "flag", _plain(title)) for key, title in titles.items())


def happenings(
    classes: Mapping[str, str], unit: str, fields: Mapping[str, Any], facts: Mapping[str, Any]
) -> Layout:
    """Events of several classes: one by one with their fields, or how many of each, or none."""
    counts = (number(key, f"只有件数：{title}", unit) for key, title in classes.items())
    columns = (
        Blank(("class",), "options", say("类别", "Class"), classes),
        Blank(("date",), "date", say("日期", "Date")),
        Blank(("title",), "text", say("什么事", "What")),
        *_of_fields(fields, facts),
        Blank(("deduct",), "number", say("酌定扣分", "Deduction judged")),
    )
    return Layout((NONE_HAPPENED, *counts), columns)


def _of_fields(fields: Mapping[str, Any], facts: Mapping[str, Any]) -> list[Blank]:
    """Fields of one unit: small facts, or texts; what is worked out is not filled in."""
    columns: list[Blank] = []
    for name, field in fields.items():
        title = _plain(field.title)
        if field.kind == "text":
            columns.append(Blank((name,), "text", title))
        blanks = facts[name].layout.blanks if name in facts else ()
        columns += [replaced(one, path=(name, *one.path), title=title) for one in blanks]
    return columns


def holdings(levels: Mapping[str, str], how: Mapping[str, str]) -> Layout:
    """Titles held, a row for each term; `how` are the ways in which one ends early."""
    level = (Blank(("level",), "options", say("级别", "Level"), levels),) if levels else ()
    columns = (
        Blank(("issuer",), "text", say("命名单位", "Named by")),
        Blank(("from",), "period", say("从哪天起", "From")),
        Blank(("until",), "period", say("到哪天止", "Until")),
        Blank(("ended",), "period", say("提前终止的日期", "Ended early on")),
        Blank(("how",), "options", say("怎样终止", "How it ended"), how),
        Blank(("note",), "text", say("说明", "Note")),
    )
    return Layout((NONE_HELD,), (*level, *columns))


def listed(
    fields: Mapping[str, Any], facts: Mapping[str, Any], totals: Mapping[str, str]
) -> Layout:
    """Units one by one, each with its fields, which are small facts or texts; or only totals."""
    columns = (Blank(("unit",), "text", say("编号或代号", "Unit")), *_of_fields(fields, facts))
    sums = (number(key, f"只有汇总数：{title}") for key, title in totals.items())
    return Layout((NONE_HAPPENED, *sums), columns)


NONE_HELD: Final = Blank((), "nothing", say("有没有得过", "Whether any was held"))
NONE_HAPPENED: Final = Blank((), "nothing", say("有没有发生", "Whether any happened"))


def _plain(title: str) -> Sentence:
    return say("{t}", "{t}", t=title)
