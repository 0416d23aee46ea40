"""Numbers by which a person is known 个人信息： identity cards, telephones, bank cards.

They are told by their form and their check digits, whole or written in groups, in full-width digits
too. What only looks so is left alone: days, amounts, credit codes of organisations, digests, hot
lines, numbers of houses.

- *An identity number whose check digit is wrong?* A slip of the pen is a person's all the same, but
  so is any number of eighteen digits then; only sound ones are taken.
- *Names?* Nobody can tell them by their form. They are not written, which the guide says.
"""

import re
from datetime import date
from functools import cache
from typing import Final, Literal, TypeAlias

from civscore.values import Value

Kind: TypeAlias = Literal["identity", "mobile", "landline", "card"]

_HALF: Final = {0xFF10 + digit: str(digit) for digit in range(10)} | {0xFF38: "X", 0xFF58: "x"}
_WIDE: Final = re.compile("[０-９]")
_LONG: Final = re.compile(r"[\d+(（][\d \-—()（）]{5,}[\dXx]")
"""Where a number can be; shorter ones are nobody's."""

_DAY: Final = re.compile(r"(?<!\d)(?:19|20)\d\d-[01]\d-[0-3]\d(?!\d)")
FEWEST, FEWEST_PLAIN = 7, 10
"""Digits of the shortest telephone number; without the word before it, with its area."""

_BEFORE, _AFTER = 6, 4
"""Characters around a number that say what it is."""

_START: Final = r"(?<![0-9A-Za-z.%¥￥$-])"
_END: Final = r"(?![0-9A-Za-z%]|[.-]\d)"
_UNIT: Final = r"(?!\s?[元万亿人户件份次个度吨平㎡])"
_GAP: Final = r"[ \-—]?"
_ABROAD: Final = rf"(?<![0-9A-Za-z])(?:\+|00)86{_GAP}"
_AREA: Final = r"0(?:10|2[0-57-9]|[3-9]\d\d)(?:[)）] ?|[ \-—]{1,2})"
_PATTERNS: Final[tuple[tuple[Kind, str], ...]] = (
    ("identity", rf"{_START}[1-8]\d{{5}}{_GAP}\d{{8}}{_GAP}\d{{3}}[0-9Xx]{_END}"),
    ("card", rf"{_START}(?:\d{{4}}{_GAP}){{3}}\d{{4}}(?:{_GAP}\d{{1,3}})?{_END}"),
    ("card", rf"{_START}\d{{16,19}}{_END}"),
    (
        "mobile",
        rf"(?:{_ABROAD}|{_START}(?:86{_GAP})?)1[3-9]\d{_GAP}\d{{4}}{_GAP}\d{{4}}{_END}{_UNIT}",
    ),
    (
        "landline",
        rf"(?:{_START}|(?<=[(（])){_AREA}[2-8]\d{{6,7}}(?![0-9A-Za-z%]|[.]\d)",
    ),
    ("landline", rf"(?<=[话机真])(?:号码)?[：: ]{{0,2}}[2-8]\d{{6,7}}{_END}{_UNIT}"),
)
_CARDS: Final = r"62\d{14,17}|(?:4\d|5[1-5])\d{14}|(?:9558|60\d\d)\d{12,15}"
_ROUGHLY: Final = (
    (_START, "(?:^|[^0-9A-Za-z.%¥￥$-])"), (_END, ""), (_UNIT, ""), ("(?<![0-9A-Za-z])", ""),
    ("(?<=[(（])", "[(（]"), ("(?<=[话机真])", "[话机真]"), (r"(?![0-9A-Za-z%]|[.]\d)", ""),
    (r"\d", r"\p{Nd}"),
)  # fmt: skip
"""The same for an engine that does not look around, which finds as much and more."""

_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_FIRST, _LAST = 3, 2
"""Characters of a number that are shown all the same, so that one can be told from another."""


class Found(Value):
    """A number in a text, from a character until before another."""

    kind: Kind
    start: int
    end: int


def numbers_in(text: str) -> tuple[Found, ...]:
    """Numbers in a text by which a person is known, in order."""
    plain = text.translate(_HALF) if _WIDE.search(text) else text
    found: list[Found] = []
    for window in _LONG.finditer(plain):
        if sum(map(str.isdigit, _DAY.sub("", window.group()))) < FEWEST:
            continue  # nothing but days, as in most reports
        start, end = window.start() - _BEFORE, window.end()
        for kind, pattern in _compiled():
            for match in pattern.finditer(plain, max(0, start), min(len(plain), end + _AFTER)):
                one = Found(kind, *_trimmed(plain, *match.span()))
                is_free = all(one.end <= other.start or other.end <= one.start for other in found)
                if is_free and _is_sound(kind, plain[one.start : one.end]):
                    found.append(one)
    return tuple(sorted(found, key=lambda one: one.start))


def masked(text: str) -> str:
    """The text with those numbers covered: `138******78`. As many characters as before."""
    found = numbers_in(text)
    if not found:
        return text
    covered = list(text)
    for one in found:
        places = [at for at in range(one.start, one.end) if text[at].isalnum()]
        for at in places[_FIRST:-_LAST]:
            covered[at] = "*"
    return "".join(covered)


@cache
def rough_pattern() -> str:
    """What RE2 finds in each text with such a number, and in few others, for many at once."""
    patterns = [pattern for _, pattern in _PATTERNS]
    for exact, rough in _ROUGHLY:
        patterns = [one.replace(exact, rough) for one in patterns]
    return "|".join(["[０-９]", *patterns])


@cache
def _compiled() -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(pattern)) for kind, pattern in _PATTERNS)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without what only leads up to the number."""
    while not (text[start].isdigit() or text[start] == "+"):
        start += 1
    return start, end


def _is_sound(kind: Kind, text: str) -> bool:
    digits = "".join(one for one in text if one.isalnum()).upper()
    if kind == "identity":
        return _is_identity(digits)
    if kind == "card":
        return re.fullmatch(_CARDS, digits) is not None and _is_luhn(digits)
    return True


def _is_identity(digits: str) -> bool:
    """By the day of birth and the check digit (GB 11643)."""
    try:
        born = date.fromisoformat(f"{digits[6:10]}-{digits[10:12]}-{digits[12:14]}")
    except ValueError:
        return False
    total = sum(int(one) * weight for one, weight in zip(digits[:17], _WEIGHTS, strict=True))
    return born.year >= 1900 and "10X98765432"[total % 11] == digits[17]  # noqa: PLR2004


def _is_luhn(digits: str) -> bool:
    """By the check digit (ISO/IEC 7812)."""
    doubled = (int(one) * (2 if place % 2 else 1) for place, one in enumerate(reversed(digits)))
    return sum(one - 9 if one > 9 else one for one in doubled) % 10 == 0  # noqa: PLR2004
