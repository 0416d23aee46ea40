"""Kinds of fact 数据项: how each is recorded, and which integers it becomes – one file each.

A kind says three things: what a recorded value must look like (`read`), which integer columns it
reduces to (`columns`, `reduce`), and what an expression or a mechanism may read of it (`terms`).
A fact not recorded spans the whole range of its columns; it is never zero.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from civscore.diagnostics import Fault, fault, found_text, nearest
from civscore.exact import InexactError, check_size, scaled, text_of
from civscore.sentences import Sentence, say, verbatim
from civscore.standard.document import Entry
from civscore.standard.expressions import Expression
from civscore.standard.numbers import RefusedError
from civscore.standard.parsing import Term
from civscore.standard.quantities import Quantity
from civscore.standard.rows import Column, GapKind, Interval, Record
from civscore.standard.texts import Title
from civscore.values import Declared, Value

if TYPE_CHECKING:
    from civscore.standard.blanks import Layout

ROOM: Final = __name__
MOST: Final = 1_000_000_000
"""Upper end of a number whose declaration gives none: more than there are households."""

WRONG_VALUE: Final = fault(
    "wrong-value",
    ("数据项“{title}”记成了 {found}", "fact “{title}” is recorded as {found}"),
    ("应记为 {expected}", "record it as {expected}"),
    why=(
        "每类数据项只有一种记法，记错的值不会被猜成别的意思",
        "each kind of fact is recorded in its own way; a value is never guessed at",
    ),
)
OUT_OF_RANGE: Final = fault(
    "out-of-range",
    ("{found} 超出允许范围 {low}–{high}", "{found} is outside {low} to {high}"),
    ("请核对数值和单位", "check the value and its unit"),
)
TOO_FINE: Final = fault(
    "too-many-decimals",
    ("{found} 的小数位超过 {most} 位", "{found} has more than {most} decimals"),
    ("请按规定的位数填写，不要自行四舍五入", "record it as declared; do not round it yourself"),
)
NOT_FINITE: Final = fault(
    "not-finite",
    ("{found} 不是有限的数", "{found} is not a finite number"),
    ("请填写具体数值，未知则不填", "write a number, or leave it out if unknown"),
)
UNKNOWN_PART: Final = fault(
    "unknown-part",
    ("没有“{name}”这一项", "there is no “{name}” here"),
    ("{near}", "{near}"),
)
CROSSED: Final = fault(
    "bounds-crossed",
    ("下限 {low} 高于上限 {high}", "at_least {low} is above at_most {high}"),
    ("请核对 at_least 与 at_most", "check at_least and at_most"),
)


class Times(Value):
    """The days a record is judged from; nothing below the command line looks at a clock."""

    as_of: date
    period: tuple[date, date] | None = None
    days: Mapping[str, tuple[date, date]] = {}
    """Days recorded in other facts, each the earliest and the latest it can be."""
    applied: str = ""
    """The tier applied for; "" where that is not told."""


class Fact(Declared):
    """What every kind declares."""

    kind: str
    """哪一类数据项 | What kind of fact it is."""

    title: Title
    """报告里怎么称呼 | How it is called."""

    unit: str = ""
    """单位 | Its unit."""

    note: str = ""
    """填报的人应当知道的事 | Anything whoever records it has to know."""

    def completed(self, chapters: Mapping[str, Any], entry: Entry) -> "Fact | None":  # noqa: ARG002
        """With what other chapters declare for it; None if it is not there, which is noted."""
        return self

    def columns(self, name: str) -> Iterator[Column]:
        """The integer columns it reduces to, `name` or `name.part`."""
        raise NotImplementedError

    def terms(self, name: str, index: Mapping[str, int]) -> Iterator[tuple[str, Term]]:
        """What may be read of it, by the name an expression uses."""
        raise NotImplementedError

    @property
    def formula(self) -> str:
        """The number it is worked out from; "" for what is recorded."""
        return ""

    @property
    def draw_formula(self) -> str:
        """How many units it takes, where that is worked out from others; "" elsewhere."""
        return ""

    def worked_out(self, name: str, expression: Expression, entry: Entry) -> Term:
        """What may be read of it, once its formula is read."""
        raise NotImplementedError

    @property
    def example(self) -> str:
        """How it is recorded, as TOML."""
        return ""

    @property
    def layout(self) -> "Layout":
        """What there is to fill in of it in a ledger; as TOML unless its kind says more."""
        from civscore.standard.blanks import AS_TOML

        return AS_TOML

    def read(self, value: Any, entry: Entry) -> Any:
        """A recorded value, checked; None if it is faulty, which the entry then knows."""
        raise NotImplementedError

    @property
    def needs_period(self) -> bool:
        """Whether it counts within the assessment period."""
        return False

    def check_beside(self, read: Any, value: Any, beside: Mapping[str, Any], entry: Entry) -> None:
        """Note what has to stand beside a recorded value, and does not."""

    def rests_on(self) -> Iterator[tuple[tuple[str, ...], str]]:
        """Other facts it names, each with the path of the key that does."""
        return iter(())

    def counting(self, record: Record, times: Times) -> Any:  # noqa: ARG002
        """The part of a recorded value that counts on the day judged from."""
        return record.value

    def reduce(self, value: Any, times: Times) -> Mapping[str, Interval]:  # noqa: ARG002
        """Columns by part ("" for the fact itself); a part left out is unknown."""
        return {"": value}

    def tested(self, value: Any) -> tuple[int, int, int, int | None] | None:  # noqa: ARG002
        """How many pass, of how many, the least there should be; None for what is no sample.

        Last how many there are in all, where that is recorded.
        """
        return None

    def given_days(self) -> tuple[str, ...]:
        """Parts that are days ("" for the fact itself), from which others may be counted."""
        return ()

    def days(self, value: Any, times: Times) -> Mapping[str, tuple[date, date]]:  # noqa: ARG002
        """Those days of a recorded value, by part: the earliest and the latest each can be."""
        return {}

    @property
    def asked_day(self) -> str:
        """The day of another fact that it counts from; "" where there is none."""
        return ""

    def asked(self, quantity: Quantity) -> Sentence:
        """What is to be recorded, so that a number read from it is known."""
        return quantity.title

    @property
    def gap(self) -> GapKind:
        """What is missing as long as it is not recorded."""
        return "evidence"

    def settled(self, part: str, number: int) -> Mapping[str, int] | None:
        """Columns by part once one is set to a number; None where it cannot be recorded so."""
        return {part: number}

    @property
    def sentence(self) -> Sentence:
        """Its title as a sentence."""
        return say("{t}", "{t}", t=self.title)

    def misused(
        self,
        name: str,  # noqa: ARG002
        parts: frozenset[str],  # noqa: ARG002
    ) -> Iterator[tuple[Fault, Mapping[str, object]]]:
        """Faults of what is read of it: the parts that are used ask for keys it does not have."""
        return iter(())

    def findings(self) -> Iterator[tuple[tuple[str | int, ...], Any, dict[str, object]]]:
        """Faults of the declaration itself: path within it, kind of fault, values."""
        return iter(())


_PART: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def check_keys(keys: Iterable[str], *taken: str) -> None:
    """Refuse keys an expression could not name, or that mean something else where recorded."""
    for key in keys:
        if not _PART.fullmatch(key) or key in taken:
            raise RefusedError("bad_part", name=key)


def refuse(fact: Fact, value: object, expected: tuple[str, str], entry: Entry) -> None:
    """Note that a value is not of the fact's kind."""
    entry.report(
        WRONG_VALUE, title=fact.title, found=found_text(value), expected=verbatim(*expected)
    )


def read_scaled(value: Any, scale: int, limits: Interval, entry: Entry) -> int | None:
    """A bare number as a count of 1/scale inside the limits (which are counts, too)."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        title = str(entry.path[1] if len(entry.path) > 1 else "")
        expected = verbatim("数字", "a number")
        entry.report(WRONG_VALUE, title=title, found=found_text(value), expected=expected)
        return None
    number = Decimal(value)
    try:
        result = scaled(check_size(number), scale)
    except InexactError as inexact:
        kind = {"not_finite": NOT_FINITE, "too_large": OUT_OF_RANGE}.get(inexact.reason, TOO_FINE)
        _report_number(kind, value, scale, limits, entry)
        return None
    if not limits[0] <= result <= limits[1]:
        _report_number(OUT_OF_RANGE, value, scale, limits, entry)
        return None
    return result


def _report_number(kind: Any, value: object, scale: int, limits: Interval, entry: Entry) -> None:
    low, high = (text_of(Decimal(limit) / scale) for limit in limits)
    most = len(str(scale)) - 1
    entry.report(kind, found=found_text(value), low=low, high=high, most=most)


def read_interval(value: Any, scale: int, limits: Interval, entry: Entry) -> Interval | None:
    """A number, or what is known of it: `{ at_least = …, at_most = … }`."""
    if not isinstance(value, dict):
        number = read_scaled(value, scale, limits, entry)
        return None if number is None else (number, number)
    if not check_parts(value, ("at_least", "at_most"), entry) or not value:
        return None
    ends = [limits[0], limits[1]]
    for place, key in enumerate(("at_least", "at_most")):
        if key in value:
            number = read_scaled(value[key], scale, limits, entry.at(key))
            if number is None:
                return None
            ends[place] = number
    if ends[0] > ends[1]:
        entry.report(CROSSED, low=found_text(value["at_least"]), high=found_text(value["at_most"]))
        return None
    return ends[0], ends[1]


def check_parts(value: Mapping[str, Any], known: tuple[str, ...], entry: Entry) -> bool:
    """Whether every key is one of the known, each other noted."""
    unknown = [key for key in value if key not in known]
    for key in unknown:
        entry.report_key(UNKNOWN_PART, key, name=key, near=nearest(key, known))
    return not unknown


def parts_of(value: Mapping[str, Interval | None]) -> dict[str, Interval]:
    """Only the parts that are recorded."""
    return {part: ends for part, ends in value.items() if ends is not None}
