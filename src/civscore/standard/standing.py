"""What a row says without being asked: day and year it is judged from, tier applied for."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from civscore.sentences import plain, say
from civscore.standard.days import LAST, Dated, Yearly
from civscore.standard.parsing import Term
from civscore.standard.quantities import Coded
from civscore.standard.rows import Column

COLUMNS: Final = (Column("as_of", 1, LAST), Column("year", date.min.year, date.max.year))


def standing_terms(index: Mapping[str, int]) -> Iterator[tuple[str, Term]]:
    """What an expression may read of the day, by name."""
    day, year = COLUMNS
    title = say("评定基准日", "the day judged from")
    dated = Dated("as_of", title, "", index["as_of"], 1, day.low, day.high, is_now=True)
    yield "as_of", Term(dated, is_day=True)
    title = say("评定年份", "the year judged from")
    yield "year", Term(Yearly("year", title, "", index["year"], 1, year.low, year.high))


def standing_values(as_of: date) -> Mapping[str, int]:
    """The columns, of a day."""
    return {"as_of": as_of.toordinal(), "year": as_of.year}


def applied_column(titles: Sequence[str]) -> Column:
    """The place of the tier that is applied for, among the titles."""
    return Column("applied", 0, max(len(titles) - 1, 0))


def applied_term(column: int, titles: Sequence[str]) -> Term:
    """What an expression may read of it."""
    names = tuple(plain(one) for one in titles)
    codes = {title: (place, names[place]) for place, title in enumerate(titles)}
    quantity = Coded("applied", say("申报等级", "the tier applied for"), column, names)
    return Term(quantity, codes=codes, is_ordered=True)
