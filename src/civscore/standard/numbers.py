"""Types a declaration is made of: exact numbers, points, shares, spans of time, checked strictly.

TOML already knows integers, decimals, booleans and dates apart, so nothing is converted here that
the author did not write: `"5"` is no number and `1` is no yes.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Any, Final, TypeAlias

from pydantic import BaseModel, ConfigDict, PlainValidator, Strict
from pydantic_core import PydanticCustomError

from civscore.exact import InexactError, check_size, read_number

IDENTIFIER: Final = re.compile(r"[a-z][a-z0-9_]*")
_SPAN: Final = re.compile(r"([1-9]\d{0,3})([dmy])")


class Declared(BaseModel):
    """A table of a standard or a bundle: unknown keys are refused, values never change."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


def _read(value: Any, *, takes_shares: bool) -> Decimal:  # noqa: ANN401 - whatever TOML holds
    try:
        if isinstance(value, str) and takes_shares:
            return read_number(value)
        if isinstance(value, Decimal):
            return check_size(value)
        if isinstance(value, int) and not isinstance(value, bool):
            return check_size(Decimal(value))
    except InexactError as inexact:
        raise PydanticCustomError(inexact.reason, "{reason}", {"reason": inexact.reason}) from None
    raise PydanticCustomError("not_a_number", "not a number")


def _read_number(value: Any) -> Decimal:  # noqa: ANN401
    return _read(value, takes_shares=True)


def _read_points(value: Any) -> Decimal:  # noqa: ANN401
    return _read(value, takes_shares=False)


def _read_worth(value: Any) -> Decimal:  # noqa: ANN401
    number = _read_points(value)
    if number < 0:
        raise PydanticCustomError("negative", "negative")
    return number


def _read_count(value: Any) -> int:  # noqa: ANN401
    number = _read_points(value)
    if number != number.to_integral_value() or number < 0:
        raise PydanticCustomError("not_a_count", "not a count")
    return int(number)


Number: TypeAlias = Annotated[Decimal, PlainValidator(_read_number)]
"""A number in the unit of what it is compared with; a share may be written "95%" or "2‰"."""

Points: TypeAlias = Annotated[Decimal, PlainValidator(_read_points)]
"""Points on a criterion's own scale: a bare TOML number, never a string."""

Worth: TypeAlias = Annotated[Decimal, PlainValidator(_read_worth)]
"""Points that are given or taken: never below zero."""

Count: TypeAlias = Annotated[int, PlainValidator(_read_count)]
"""A whole number, zero or more."""


@dataclass(frozen=True, slots=True)
class Least:
    """A least amount: a share of what is full, or points."""

    number: Decimal
    is_share: bool


def _read_least(value: Any) -> Least:  # noqa: ANN401
    is_share = isinstance(value, str)
    return Least(_read_number(value) if is_share else _read_worth(value), is_share)


ShareOrPoints: TypeAlias = Annotated[Least, PlainValidator(_read_least)]
"""A share written "80%", or points written as a number."""

Day: TypeAlias = Annotated[date, Strict()]
"""A TOML date."""

YesNo: TypeAlias = Annotated[bool, Strict()]
"""A TOML boolean."""


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time: days, calendar months or years."""

    amount: int
    unit: str

    def before(self, day: date) -> date:
        """The day so long before; a month without that day gives its last day."""
        if self.unit == "d":
            return day - timedelta(days=self.amount)
        months = self.amount * (12 if self.unit == "y" else 1)
        return months_before(day, months)

    @property
    def zh(self) -> str:
        """As it is said in Chinese."""
        return f"{self.amount}{ {'d': '天', 'm': '个月', 'y': '年'}[self.unit] }"

    @property
    def en(self) -> str:
        """As it is said in English."""
        name = {"d": "day", "m": "month", "y": "year"}[self.unit]
        return f"{self.amount} {name}{'s' if self.amount > 1 else ''}"


def months_before(day: date, months: int) -> date:
    """The same day of an earlier (or, below zero, later) month, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    year = max(year, 1)
    following = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    last = (following - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


def read_span(text: str) -> Span | None:
    """`90d`, `6m` or `2y`; None for anything else."""
    match = _SPAN.fullmatch(text)
    return Span(int(match[1]), match[2]) if match else None


def _check_span(value: Any) -> Span:  # noqa: ANN401
    span = read_span(value) if isinstance(value, str) else None
    if span is None:
        raise PydanticCustomError("not_a_span", "not a span of time")
    return span


Length: TypeAlias = Annotated[Span, PlainValidator(_check_span)]
"""A length of time such as "90d", "6m", "2y"."""
