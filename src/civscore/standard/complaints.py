"""Everything wrong with a table, found by pydantic, as diagnostics at their places.

A union reports every alternative it tried; only the one that got furthest is of use to an author.
"""

import re
from collections.abc import Collection, Mapping
from functools import cache
from typing import Any, Final

from pydantic import (
    ValidationError,
)

from civscore.diagnostics import fault, found_text, nearest
from civscore.exact import MOST_DECIMALS
from civscore.sentences import Sentence, plain, say, verbatim
from civscore.standard.contents import Path
from civscore.standard.document import MOST_FAULTS, Entry
from civscore.standard.models import adapter_of, nouns_in
from civscore.standard.nouns import MISSING_KEY, READER_ONLY, UNKNOWN_KEY, WRONG_TYPE, keys_of
from civscore.standard.shapes import SHAPES

NOT_AN_OPTION: Final = fault(
    "not-an-option",
    ("不能是 {found}", "{found} is not allowed here"),
    ("只能是 {expected}", "one of {expected}"),
)
NOT_EXACT: Final = fault(
    "not-exact",
    ("{found} 不是可精确计算的数：{because}", "{found} is no exact number: {because}"),
    ("请写最多 {most} 位小数的有限数", "write a finite number of at most {most} decimals"),
    why=(
        "分数和界限按书面数字精确计算，无穷大、非数和过长的小数都无从计算",
        "points and bounds are computed exactly as written",
    ),
)
WRONG_SHAPE: Final = fault(
    "wrong-shape",
    ("这张表的写法不对：{because}", "this table is not right: {because}"),
    ("{expected}", "{expected}"),
)
TOO_SHORT: Final = fault(
    "too-short",
    ("至少要有 {least} 项", "at least {least} needed"),
    ("请补上", "add them"),
)
_TYPES: Final[Mapping[str, Sentence]] = {key: verbatim(*texts) for key, texts in {
    "string_type": ("加引号的文字", "a quoted text"),
    "int_type": ("整数", "a whole number"),
    "int_from_float": ("整数", "a whole number"),
    "bool_type": ("true 或 false", "true or false"),
    "date_type": ("日期，如 2026-01-01", "a date such as 2026-01-01"),
    "dict_type": ("一张表 { … }", "a table { … }"),
    "model_type": ("一张表 { … }", "a table { … }"),
    "tuple_type": ("一个列表 [ … ]", "a list [ … ]"),
    "list_type": ("一个列表 [ … ]", "a list [ … ]"),
    "not_a_digest": ("64 位十六进制的 SHA-256，小写", "a SHA-256 in lower-case hexadecimal"),
    "too_many_places": ("0 至 6 的整数", "a whole number from 0 to 6"),
    "not_a_draw": ("1 至 1000 的整数，或算式", "from 1 to 1000, or how it is worked out"),
    "not_positive": ("大于零的数", "a number above zero"),
    "not_a_number": ('数字，比率可写 "95%"', 'a number; a share may be written "95%"'),
    "not_a_count": ("不小于零的整数", "a whole number, zero or more"),
    "empty_text": ("不为空的文字", "a text that is not empty"),
    "not_a_slug": (
        "小写英文字母、数字和连字符，如 civilized-community",
        "lower-case letters, digits and hyphens, e.g. civilized-community",
    ),
    "not_an_edition": ("不含空格和斜杠的版本名，如 2026", "a name without spaces, e.g. 2026"),
    "not_a_span": ('时间长度，如 "90d"、"6m"、"2y"', 'a length of time: "90d", "6m", "2y"'),
    "not_a_window": (
        '"2y before as_of"、"since 日期数据项的名字"、"year" 或 "period"',
        '"2y before as_of", "since DAY", "year" or "period"',
    ),
    "not_a_month_day": ('几月几日，如 "08-15"', 'a day of the year such as "08-15"'),
    "not_a_month": ("1 至 12 的月份", "a month from 1 to 12"),
    "not_a_period": ('一期，如 2016、"2016-Q1" 或 "2016-03"', "2016, “2016-Q1” or “2016-03”"),
    "not_periods": ("1 至 9 的整数", "a whole number from 1 to 9"),
    "not_a_fraction": ('几分之几，如 "2/3"', 'a fraction such as "2/3"'),
}.items()}  # fmt: skip

_INEXACT: Final[Mapping[str, tuple[str, str]]] = {
    "not_finite": ("不是有限的数", "not finite"),
    "too_many_decimals": ("小数位过多", "too many decimals"),
    "too_large": ("数值过大", "too large"),
}

_SHORT: Final = re.compile(r"(too_short|too_long)$")


def note_faults(noun: Any, value: Any, entry: Entry, read: Collection[str]) -> None:
    """Everything wrong with a value that should declare the noun, each at its place.

    The keys in `read` were read apart; they are not in the value and nobody misses them.
    """
    try:
        adapter_of(noun).validate_python(_shortened(noun, value))
    except ValidationError as error:
        _note_errors(error, noun, value, entry, read)


def _shortened(noun: Any, value: Any) -> Any:
    """The value with no more unknown keys than faults are ever said."""
    known = keys_of(noun)
    if not isinstance(value, dict) or len(value) <= len(known) + MOST_FAULTS or "root" in known:
        return value
    unknown = [key for key in value if key not in known][:MOST_FAULTS]
    return {key: value[key] for key in (*(known.keys() & value.keys()), *unknown)}


def _note_errors(
    error: ValidationError, noun: Any, value: Any, entry: Entry, read: Collection[str]
) -> None:
    by_place: dict[Path, Any] = {}
    for one in error.errors(include_url=False, include_input=True):
        if not (one["type"] == "missing" and one["loc"][0] in read):
            place = _real_path(one["loc"], value, is_key=one["type"] in _OF_KEYS)
            known = by_place.setdefault(place, one)
            if known["type"] == "literal_error" and one["type"] in SHAPES:
                by_place[place] = one  # a word was not what was meant
    outdone = {place[:depth] for place in by_place for depth in range(len(place))}
    for place, one in by_place.items():
        if not (place in outdone and one["type"].endswith(("_type", "too_short"))):
            _note(one, entry, place, noun)


_OF_KEYS: Final = frozenset({"missing", "extra_forbidden"})
"""Errors whose place ends with a key; with others it may end with the tag of a union."""


def _shape(path: Path) -> Path:
    """The path without its numbers: entries of a list have the same keys."""
    return tuple(step for step in path if isinstance(step, str))


@cache
def _keys_at(noun: Any, path: Path) -> tuple[str, ...]:
    """The keys a table at this path may have."""
    nouns: list[Any] = [noun]
    for step in path:
        inner = [
            found
            for one in nouns
            for key, (_, annotation) in keys_of(one).items()
            if key in {step, "root"}
            for found in nouns_in(annotation)
        ]
        nouns = inner if inner or any(step in keys_of(one) for one in nouns) else nouns
    return tuple(key for one in nouns for key in keys_of(one) if key not in _HIDDEN)


_HIDDEN: Final = READER_ONLY | {"root"}


# --- errors → diagnostics -------------------------------------------------------------------------


def _real_path(loc: tuple[str | int, ...], data: Any, *, is_key: bool) -> Path:
    """The steps of a location that are keys of the data, without the tags of unions."""
    path: list[str | int] = []
    for number, step in enumerate(loc):
        is_last = is_key and number == len(loc) - 1
        if isinstance(data, dict) and (step in data or (is_last and isinstance(step, str))):
            path.append(step)
            data = data.get(step)
        elif isinstance(data, list | tuple) and isinstance(step, int) and step < len(data):
            path.append(step)
            data = data[step]
    return tuple(path)


def _note(one: Any, entry: Entry, place: Path, noun: Any) -> None:
    kind = one["type"]
    if kind == "extra_forbidden":
        name, known = str(place[-1]), _keys_at(noun, _shape(place[:-1]))
        entry.report_key(UNKNOWN_KEY, *place, name=name, near=nearest(name, known))
    elif kind == "missing":
        entry.report(MISSING_KEY, *place[:-1], name=str(one["loc"][-1]))
    elif kind in {"dict_type", "model_type"} and (keys := _keys_at(noun, _shape(place))):
        table = say("一张表 {b}，可用的键：{k}", "a table {b} with keys of {k}", b="{ … }", k=keys)
        entry.report(WRONG_TYPE, *place, found=found_text(one["input"]), expected=table)
    else:
        _note_value(one, entry, place, found_text(one["input"]))


def _note_value(one: Any, entry: Entry, place: Path, found: str) -> None:
    kind, context = one["type"], one.get("ctx") or {}
    if kind == "literal_error":
        entry.report(NOT_AN_OPTION, *place, found=found, expected=_options(context))
    elif kind in _INEXACT:
        because = Sentence(*_INEXACT[kind])
        entry.report(NOT_EXACT, *place, found=found, because=because, most=MOST_DECIMALS)
    elif kind in SHAPES:
        shape, remedy = SHAPES[kind]
        because, expected = Sentence(*shape, context), verbatim(*remedy)
        entry.report(WRONG_SHAPE, *place, because=because, expected=expected)
    elif kind == "too_long":
        two = verbatim("两个数", "two numbers")
        entry.report(WRONG_TYPE, *place, found=found, expected=two)
    elif _SHORT.search(kind):
        entry.report(TOO_SHORT, *place, least=context.get("min_length", 1))
    elif kind in _TYPES:
        entry.report(WRONG_TYPE, *place, found=found, expected=_TYPES[kind])
    else:  # a rule of pydantic's own, in its own words
        entry.report(WRONG_TYPE, *place, found=found, expected=plain(str(one["msg"])))


def _options(context: Mapping[str, Any]) -> tuple[str, ...]:
    """What pydantic lists as `'a', 'b' or 'c'`, one by one."""
    return tuple(re.findall(r"'([^']*)'", str(context.get("expected", ""))))
