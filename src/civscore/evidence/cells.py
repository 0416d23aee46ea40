"""What a cell of a workbook says: as people type it, and as Excel keeps it.

Full-width and Chinese digits, `1,557 户`, `≥500`, `98%`, dates as text, as dates or as serial
numbers, and the spaces that come with copying are all understood. What could mean two things is
not guessed at: it is said, with what to write.

- *A number of eighteen digits?* Excel keeps fifteen; the rest is gone, and cannot be mended here.
- *A cell shown as 35 %?* Excel keeps 0.35. Where a percentage is asked for it is 35, else refused.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from numbers import Real
from typing import Any, Final
from unicodedata import normalize

from civscore.diagnostics import Fault, fault, found_text
from civscore.evidence.numerals import in_digits
from civscore.exact import text_of
from civscore.sentences import verbatim
from civscore.values import Value

WRONG_CELL: Final = fault(
    "wrong-cell",
    ("这一格是 {found}", "this cell is {found}"),
    ("应为{expected}", "it should be {expected}"),
)
DAMAGED: Final = fault(
    "damaged-number",
    ("{found} 超过十五位，后面的数字已被表格软件抹去", "{found} has lost its digits after fifteen"),
    ("请把这一格设为文本格式，照原件重新填写", "make the cell a text and type it again"),
    why=(
        "Excel 和 WPS 的数字只保留十五位，十八位的号码后三位会变成零，无法还原",
        "spreadsheets keep fifteen digits of a number",
    ),
)
PERCENT_CELL: Final = fault(
    "percent-cell",
    ("这一格是百分数 {found}，此处要填数（{unit}）", "this cell is {found}; a number is asked for"),
    ("请填数本身，并把单元格格式改回常规", "type the number, and format the cell as General"),
)
CELL_PICTURE: Final = fault(
    "cell-picture",
    ("这一格是嵌入的图片，读不到", "this cell is an embedded picture, which cannot be read"),
    ("请把图片另存到“佐证”文件夹，在佐证目录里写文件名", "save it as a file and list the file"),
)

FLOOR: Final = 10**15
"""Numbers from here on have lost digits."""

SPACE: Final = " \t\r\n\u00a0\u3000\u200b\u200c\u200d\ufeff"
_DAY: Final = re.compile(
    r"(\d{4})(?:年|[-./])(\d{1,2})(?:月|[-./])(\d{1,2})日?(?:T?0?0:00(?::00)?)?"
)
_SOLID: Final = re.compile(r"(\d{4})(\d\d)(\d\d)")
_MONTH: Final = re.compile(r"(\d{4})(?:年|[-./])(\d{1,2})月?")
_YEAR: Final = re.compile(r"(\d{4})年?")
NUMBER: Final = re.compile(r"-?\d+(\.\d+)?")
_FIRST: Final = date(1899, 12, 30)
_LAST_SERIAL: Final = 2_958_465
_1904: Final = 1462


class RefusedCellError(Exception):
    """A cell does not say what it should."""

    def __init__(self, kind: Fault, **values: object) -> None:
        self.fault = kind
        self.values = values


class Typed(Value):
    """A cell: what is in it, and how it is shown where that matters."""

    value: Any
    is_percent: bool = False
    is_1904: bool = False


def refuse(cell: Typed, zh: str, en: str) -> RefusedCellError:
    """That a cell says something else than it should."""
    found = shown(cell.value)
    return RefusedCellError(WRONG_CELL, found=f"“{found}”", expected=verbatim(zh, en))


def shown(value: object) -> str:
    """What is in a cell, as it would be typed."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if is_number(value):
        return text_of(exactly(value))
    return found_text(value).strip('"')


def is_number(value: object) -> bool:
    """Whether a spreadsheet took it for a number."""
    return isinstance(value, Real) and not isinstance(value, bool)


def exactly(value: Any) -> Decimal:
    """A number as it was typed: the shortest that is kept as the same."""
    return Decimal(repr(value) if not isinstance(value, Decimal) else value)


def plain(text: str) -> str:
    """A text in half-width characters, without spaces in it."""
    return re.sub(r"\s", "", normalize("NFKC", text))


def labelled(key: str, options: Mapping[str, str]) -> str:
    """How an option is offered: its title, with its key if that is a letter or tells it apart."""
    title = options[key]
    is_shared = list(options.values()).count(title) > 1
    return f"{key} {title}" if is_shared or (len(key) == 1 and key != title) else title


def day_of(cell: Typed) -> date | None:
    """The day a cell speaks of, if it does."""
    value = cell.value
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if is_number(value):
        serial = int(value) + (_1904 if cell.is_1904 else 0)
        return _FIRST + timedelta(serial) if 1 <= serial <= _LAST_SERIAL else None
    if not isinstance(value, str):
        return None
    text = in_digits(normalize("NFKC", value).replace(" ", ""))
    match = _DAY.fullmatch(text) or _SOLID.fullmatch(text)
    try:
        return date(*(int(part) for part in match.groups())) if match else None
    except ValueError:
        return None


def month_or_year(text: str) -> str:
    """A month (2026-03) or a year (2026) a text speaks of; "" if it speaks of none."""
    text = in_digits(text)
    if match := _MONTH.fullmatch(text):
        return f"{match[1]}-{int(match[2]):02}"
    match = _YEAR.fullmatch(text)
    return match[1] if match else ""
