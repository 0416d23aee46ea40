"""What is wrong with a text, where, and what would be right.

A `Fault` is a kind of wrong, declared once beside the code that finds it: a stable code, what was
found, what to do, and why it matters (`civscore explain CODE` prints that). A `Diagnostic` is one
case of it at one place. Diagnostics are values: collected, sorted, all shown at once.

- *A community that falls short* is no diagnostic but a finding of its assessment.
- *Our own mistake* is no diagnostic either: it is an exception and crashes.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache, reduce
from operator import or_
from typing import Final, Literal, TypeAlias

from civscore.exact import text_of
from civscore.personal import masked
from civscore.sentences import Language, Sentence, in_words
from civscore.values import Value

Severity: TypeAlias = Literal["error", "warning"]


_SEVERITIES: Final[Mapping[Severity, str]] = {"error": "错误", "warning": "提醒"}


class Location(Value):
    """A place in a text: line and column count from 1, columns in characters; 0 is no place.

    In a workbook it is a cell: the row and column of it, and the name of its sheet.
    """

    file: str
    line: int = 0
    column: int = 0
    sheet: str = ""

    def __str__(self) -> str:
        if self.sheet:
            return f"{self.file} {self.sheet}!{self.letters}{self.line}"
        place = f":{self.line}:{self.column}" if self.line else ""
        return f"{self.file}{place}"

    @property
    def letters(self) -> str:
        """The column as spreadsheets count: A to Z, AA …"""
        number, letters = self.column, ""
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(ord("A") + rest) + letters
        return letters


class Fault(Value):
    """A kind of diagnostic. The code reads as something one might wish to allow."""

    code: str
    found: Sentence
    remedy: Sentence
    severity: Severity = "error"
    why: Sentence = Sentence("", "")


FAULTS: Final[dict[str, Fault]] = {}
"""Every kind of fault by its code, filled as the modules that find them are imported."""


def fault(
    code: str,
    found: tuple[str, str],
    remedy: tuple[str, str],
    *,
    severity: Severity = "error",
    why: tuple[str, str] = ("", ""),
) -> Fault:
    """Declare a kind of fault: texts are (Chinese, English) templates over the values."""
    declared = Fault(code, Sentence(*found), Sentence(*remedy), severity, Sentence(*why))
    return FAULTS.setdefault(code, declared)


class Diagnostic(Value):
    """One fault at one place."""

    fault: Fault
    location: Location
    values: Mapping[str, object] = {}

    @property
    def code(self) -> str:
        """The fault's stable code."""
        return self.fault.code

    @property
    def is_error(self) -> bool:
        """Whether the text cannot be used; a warning still can."""
        return self.fault.severity == "error"

    def text(self, language: Language = "zh") -> str:
        """`file:line:col`, code, what was found and what would be right, on one line."""
        severity = _SEVERITIES[self.fault.severity] if language == "zh" else self.fault.severity
        words = in_words(self.values, language)
        found = self.fault.found.with_words(words, language)
        remedy = self.fault.remedy.with_words(words, language)
        stop = "。" if language == "zh" else ". "
        line = f"{self.location}: {severity}[{self.code}] {masked(found)}{stop}{remedy}{stop}"
        return line.replace("\r", " ").replace("\n", " ").rstrip()

    def __str__(self) -> str:
        return self.text()


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """By place, then code, each once."""
    by_place: dict[tuple[str, str, int, int, str], list[Diagnostic]] = {}
    for one in diagnostics:
        by_place.setdefault((*_place(one.location), one.code), []).append(one)
    return tuple(one for key in sorted(by_place) for one in _once(by_place[key]))


def _once(alike: list[Diagnostic]) -> Iterable[Diagnostic]:
    """Diagnostics of one code at one place that say different things."""
    return alike if len(alike) == 1 else {one.text(): one for one in alike}.values()


def _place(location: Location) -> tuple[str, str, int, int]:
    return location.file, location.sheet, location.line, location.column


class Faulty(Exception):  # noqa: N818 - the name is part of the library's contract
    """A text has faults: the one exception the library raises for anything in a file."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = in_order(diagnostics)
        super().__init__(self.diagnostics)

    def __str__(self) -> str:
        return "\n".join(str(one) for one in self.diagnostics)


TOO_MANY: Final = fault(
    "too-many-faults",
    ("已有 {n} 个问题，后面的没有再看", "{n} faults so far; the rest was not looked at"),
    (
        "请先改前面的；或核对是不是选错了文件",
        "mend these first, or check that it is the right one",
    ),
)


def nearest(name: str, known: Iterable[str]) -> Sentence:
    """The known name most like this one, as the end of a remedy; else the whole short list."""
    return _nearest(str(name), tuple(map(str, known)))


@cache
def _nearest(name: str, known: tuple[str, ...]) -> Sentence:
    from difflib import get_close_matches  # only a faulty text pays for it

    size, letters = len(name), _letters(name)
    likely = [
        one
        for one, length, others in _measured(known)
        if 10 * (size - (letters & ~others).bit_count()) >= 3 * (size + length)
    ]  # with fewer letters in common than six tenths of both they are not close for difflib either
    close = get_close_matches(name, likely, n=1) if likely else ()
    if close:
        return Sentence("是否想写 {name}", "did you mean {name}", {"name": f"“{close[0]}”"})
    return _listed(known)


@cache
def _listed(known: tuple[str, ...]) -> Sentence:
    """All that is known, if it is little; put together once, however many names are wrong."""
    if not known or len(known) > _SHORT_LIST:
        return Sentence("请核对拼写", "please check the spelling")
    names = {"zh": "、".join(known), "en": ", ".join(known)}
    return Sentence("可用的有：{zh}", "known: {en}", names)


@cache
def _measured(known: tuple[str, ...]) -> tuple[tuple[str, int, int], ...]:
    return tuple((one, len(one), _letters(one)) for one in known)


def _letters(name: str) -> int:
    """The letters there are, as bits; some may share one."""
    return reduce(or_, (1 << (ord(one) & 63) for one in name), 0)


_SHORT_LIST: Final = 20


def found_text(value: object) -> str:
    """A value as its author wrote it in TOML, shortened."""
    return _written(value, 2)


def _written(value: object, levels: int) -> str:
    if isinstance(value, dict):
        members = (f"{_key(key)} = {_written(one, levels - 1)}" for key, one in value.items())
        return f"{{ {_as_fits(members, levels)} }}" if value else "{}"
    if isinstance(value, list | tuple):
        members = (_written(one, levels - 1) for one in value)
        return f"[{_as_fits(members, levels)}]" if value else "[]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal) and not value.is_finite():
        return str(value).lower().replace("infinity", "inf")
    if isinstance(value, Decimal) and abs(value.adjusted()) < _SHOWN:
        return _cut(text_of(value))
    if isinstance(value, int) and value.bit_length() > 4 * _SHOWN:
        return "…"
    return _cut(f'"{value}"' if isinstance(value, str) else str(value))


def _as_fits(members: Iterable[str], levels: int) -> str:
    """As many of them as there is room for, none of what is nested too deeply."""
    shown: list[str] = []
    room = _SHOWN
    for one in members if levels else "…":
        room -= len(one)
        if room < 0:
            return ", ".join([*shown, "…"])
        shown.append(one)
    return ", ".join(shown)


def _key(key: object) -> str:
    text = str(key)
    is_bare = text.isascii() and text.replace("-", "").replace("_", "").isalnum()
    return text if is_bare else f'"{text}"'


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


_SHOWN: Final = 40
"""Characters of a value that are shown."""
