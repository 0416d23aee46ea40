"""Types a declaration is made of: exact numbers, points, shares, spans of time, checked strictly.

TOML already knows integers, decimals, booleans and dates apart, so nothing is converted here that
the author did not write: `"5"` is no number and `1` is no yes. A type carries its `Check`; the
table reader applies it, and so does the pydantic model derived from the same annotations.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Any, Final, TypeAlias

from civscore.exact import MOST_DECIMALS, InexactError, check_size, read_number
from civscore.values import Value

IDENTIFIER: Final = re.compile(r"[a-z][a-z0-9_]*")
_UNITS: Final = {"d": ("天", "day"), "m": ("个月", "month"), "y": ("年", "year")}
_SPAN: Final = re.compile(r"([1-9]\d{0,3})([dmy])")
_SHARE: Final = "^\\s*[+-]?(\\d[\\d_]*(\\.\\d+)?|\\.\\d+)\\s*[%‰\N{FULLWIDTH PERCENT SIGN}]?\\s*$"


class RefusedError(ValueError):
    """A value is not of its type; `reason` is a key of the reader's messages."""

    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(reason)
        self.reason, self.values = reason, values


class Check(Value):
    """The one rule of a type: gives the value as it is kept, or raises `RefusedError`."""

    rule: Callable[[Any], Any]
    schema: str = "string"  # the JSON types an author may write
    limits: tuple[tuple[str, Any], ...] = ()  # further keywords of its JSON Schema

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        """The same rule for pydantic."""
        from pydantic_core import PydanticCustomError, core_schema

        def checked(value: Any) -> Any:
            try:
                return self.rule(value)
            except RefusedError as refused:
                context = {"reason": refused.reason, **refused.values}
                raise PydanticCustomError(refused.reason, "{reason}", context) from None

        return core_schema.no_info_plain_validator_function(checked)


class Key(Value):
    """The name a field has in TOML, where Python reserves it."""

    name: str


class Fewest(Value):
    """The least number of entries of a list or table."""

    number: int


def _read(value: Any, *, takes_shares: bool) -> Decimal:
    try:
        if isinstance(value, str) and takes_shares:
            return read_number(value)
        if isinstance(value, Decimal):
            return check_size(value)
        if isinstance(value, int) and not isinstance(value, bool):
            return check_size(Decimal(value))
    except InexactError as inexact:
        raise RefusedError(inexact.reason) from None
    raise RefusedError("not_a_number")


def _read_number(value: Any) -> Decimal:
    return _read(value, takes_shares=True)


def _read_points(value: Any) -> Decimal:
    return _read(value, takes_shares=False)


def _read_worth(value: Any) -> Decimal:
    number = _read_points(value)
    if number < 0:
        raise RefusedError("negative")
    return number


def _read_full(value: Any) -> Decimal:
    number = _read_points(value)
    if number <= 0:
        raise RefusedError("not_positive")
    return number


def _read_size(value: Any) -> Decimal:
    number = _read_number(value)
    if number <= 0:
        raise RefusedError("not_positive")
    return number


def read_count(value: Any) -> int:
    """A whole number, zero or more."""
    number = _read_points(value)
    if number != number.to_integral_value() or number < 0:
        raise RefusedError("not_a_count")
    return int(number)


def _read_places(value: Any) -> int:
    number = read_count(value)
    if number > MOST_DECIMALS:
        raise RefusedError("too_many_places")
    return number


_NUMBER: Final = (("pattern", _SHARE), ("examples", ("95%",)))
_WHOLE: Final = (("multipleOf", 1), ("minimum", 0))  # 5.0 is a whole number, too

Number: TypeAlias = Annotated[Decimal, Check(_read_number, "number string", _NUMBER)]
"""A number in the unit of what it is compared with; a share may be written "95%" or "2‰"."""

Size: TypeAlias = Annotated[
    Decimal, Check(_read_size, "number string", (*_NUMBER, ("exclusiveMinimum", 0)))
]
"""A number above zero; a share may be written "10%"."""

Points: TypeAlias = Annotated[Decimal, Check(_read_points, "number")]
"""Points on a criterion's own scale: a bare TOML number, never a string."""

Worth: TypeAlias = Annotated[Decimal, Check(_read_worth, "number", (("minimum", 0),))]
"""Points that are given or taken: never below zero."""

Full: TypeAlias = Annotated[Decimal, Check(_read_full, "number", (("exclusiveMinimum", 0),))]
"""Full points: above zero."""

Count: TypeAlias = Annotated[int, Check(read_count, "number", _WHOLE)]
"""A whole number, zero or more."""


Places: TypeAlias = Annotated[
    int, Check(_read_places, "number", (*_WHOLE, ("maximum", MOST_DECIMALS)))
]
"""A number of decimals."""


class Least(Value):
    """A least amount: a share of what is full, or points."""

    number: Decimal
    is_share: bool


def _read_extent(value: Any) -> Decimal:
    number = _read_number(value)
    if number < 0:
        raise RefusedError("negative")
    return number


def _read_least(value: Any) -> Least:
    return Least(_read_extent(value), isinstance(value, str))


Extent: TypeAlias = Annotated[
    Decimal, Check(_read_extent, "number string", (*_NUMBER, ("minimum", 0)))
]
"""A number, zero or more; a share may be written "60%"."""

ShareOrPoints: TypeAlias = Annotated[
    Least, Check(_read_least, "number string", (*_NUMBER, ("minimum", 0)))
]
"""A share written "80%", or points written as a number."""


def read_text(value: Any) -> str:
    """A text, as it is."""
    if not isinstance(value, str):
        raise RefusedError("string_type")
    return value


def _read_yes_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise RefusedError("bool_type")
    return value


def _read_day(value: Any) -> date:
    if isinstance(value, datetime) or not isinstance(value, date):
        raise RefusedError("date_type")
    return value


YesNo: TypeAlias = Annotated[bool, Check(_read_yes_no, "boolean")]
"""A TOML boolean."""

Day: TypeAlias = Annotated[date, Check(_read_day, "string", (("format", "date"),))]
"""A TOML date."""


class Span(Value):
    """A length of time: days, calendar months or years."""

    amount: int
    unit: str

    def before(self, day: date) -> date:
        """The day so long before; a month without that day gives its last day."""
        if self.unit == "d":
            return date.fromordinal(max(day.toordinal() - self.amount, 1))
        months = self.amount * (12 if self.unit == "y" else 1)
        return months_before(day, months)

    def over(self, day: date) -> date:
        """The first day on which the day is so long past; what it lacks in its month comes next."""
        if self.unit == "d":
            return date.fromordinal(min(day.toordinal() + self.amount, date.max.toordinal()))
        later = months_before(day, -self.amount * (12 if self.unit == "y" else 1))
        return date.fromordinal(later.toordinal() + (self.before(later) < day < later < date.max))

    @property
    def zh(self) -> str:
        """As it is said in Chinese."""
        return f"{self.amount} {_UNITS[self.unit][0]}"

    @property
    def en(self) -> str:
        """As it is said in English."""
        return f"{self.amount} {_UNITS[self.unit][1]}{'s' if self.amount > 1 else ''}"


@lru_cache(maxsize=1024)
def months_before(day: date, months: int) -> date:
    """The same day of an earlier (or, below zero, later) month, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if not date.min.year <= year <= date.max.year:
        return date.min if year < date.min.year else date.max
    last = 31 if month == 11 else (date(year, month + 2, 1) - timedelta(days=1)).day  # noqa: PLR2004
    return date(year, month + 1, min(day.day, last))


def read_span(text: str) -> Span | None:
    """`90d`, `6m` or `2y`; None for anything else."""
    match = _SPAN.fullmatch(text)
    return Span(int(match[1]), match[2]) if match else None


def _read_length(value: Any) -> Span:
    span = read_span(value) if isinstance(value, str) else None
    if span is None:
        raise RefusedError("not_a_span")
    return span


SPAN: Final = _SPAN.pattern
"""How a length of time is written, as a regular expression."""

Length: TypeAlias = Annotated[
    Span,
    Check(
        _read_length, "string", (("pattern", f"^{SPAN}$"), ("examples", ("90d", "6m", "1y", "2y")))
    ),
]
"""A length of time such as "90d", "6m", "2y"."""


class Fraction(Value):
    """A part of a whole: 2/3."""

    part: int
    of: int


_FRACTION: Final = re.compile(r"([1-9]\d{0,3})/([1-9]\d{0,3})")


def _read_fraction(value: Any) -> Fraction:
    match = _FRACTION.fullmatch(value) if isinstance(value, str) else None
    if match is None or int(match[1]) > int(match[2]):
        raise RefusedError("not_a_fraction")
    return Fraction(int(match[1]), int(match[2]))


Quorum: TypeAlias = Annotated[
    Fraction,
    Check(
        _read_fraction,
        "string",
        (("pattern", f"^{_FRACTION.pattern}$"), ("examples", ("1/2", "2/3"))),
    ),
]
"""A share that must be there, such as "2/3"."""
