"""What an answer in a cell says, as TOML would: one kind of blank after the other.

Words people write are taken for what they mean – 是 and 有 for yes, ≥500 for at least – and
whatever could mean two things is refused, with what to write.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from civscore.diagnostics import found_text, nearest
from civscore.evidence.cells import (
    CELL_PICTURE,
    DAMAGED,
    FLOOR,
    NUMBER,
    PERCENT_CELL,
    SPACE,
    WRONG_CELL,
    RefusedCellError,
    Typed,
    day_of,
    exactly,
    is_number,
    labelled,
    month_or_year,
    plain,
    refuse,
    shown,
)
from civscore.evidence.numerals import chinese_number
from civscore.exact import text_of
from civscore.sentences import say, verbatim

YES: Final = frozenset(["是", "有", "对", "√", "✓", "✔", "yes", "y", "true"])
NO: Final = frozenset(["否", "无", "没有", "不是", "错", "×", "✗", "✘", "no", "n", "false"])
NONE: Final = frozenset(["无", "没有", "未发生", "没有发生", "零", "0", "none"])
NEVER: Final = frozenset(["没有", "尚未发生", "未发生", "还没有", "never"])
_BOUNDS: Final = (
    (re.compile(r"(?:≥|>=|不少于|不低于|至少)(.+)|(.+?)(?:以上|余)"), "at_least"),
    (re.compile(r"(?:≤|<=|不多于|不超过|不高于|至多)(.+)|(.+?)以下"), "at_most"),
)
_SHARE: Final = re.compile(r"\d+(\.\d+)?[%‰]")
_BLOCKS: Final = {"万": 10**4, "亿": 10**8}


def answer(mark: Mapping[str, Any], cell: Typed) -> Any:
    """What a cell says, as TOML would; None where nothing is in it.

    Raises:
        RefusedCellError: if it says nothing that is asked for here.
    """
    value = cell.value
    if isinstance(value, str):
        value = value.strip(SPACE)
        if value.startswith(("=DISPIMG", "=_xlfn.DISPIMG")):
            raise RefusedCellError(CELL_PICTURE)
    if value in {"", None}:
        return None
    kind = str(mark.get("kind", "text"))
    if isinstance(value, str) and kind != "text" and value[0] in "{[":
        return _toml(value)
    if is_number(value) and not abs(value) < FLOOR:
        raise RefusedCellError(DAMAGED, found=_long(value))
    return _ANSWERS[kind](mark, Typed(value, cell.is_percent, cell.is_1904))


_ENDLESS: Final = 10**300


def _long(value: Any) -> str:
    """A number of very many digits; one beyond all numbers is said in words."""
    return found_text(int(value)) if abs(value) < _ENDLESS else str(value)


# --- one kind of answer after the other -----------------------------------------------------------


def _text(_: Mapping[str, Any], cell: Typed) -> str:
    if isinstance(cell.value, bool):
        return "是" if cell.value else "否"
    return shown(cell.value) if not isinstance(cell.value, str) else cell.value


def _toml(text: str) -> Any:
    import tomli

    from civscore.standard.document import exact_number

    try:
        return tomli.loads(f"it = {text}", parse_float=exact_number)["it"]
    except (tomli.TOMLDecodeError, ValueError, RecursionError):
        expected = verbatim("TOML 的写法，标点用英文的", "TOML")
        raise RefusedCellError(WRONG_CELL, found=found_text(text), expected=expected) from None


def _literal(_: Mapping[str, Any], cell: Typed) -> Any:
    if isinstance(cell.value, str):
        return _toml(cell.value)
    if is_number(cell.value):
        return whole(exactly(cell.value))
    return cell.value.date() if isinstance(cell.value, datetime) else cell.value


def _number(mark: Mapping[str, Any], cell: Typed) -> Any:
    unit = str(mark.get("unit", ""))
    value = cell.value
    if is_number(value):
        number = exactly(value)
        if not cell.is_percent:
            return whole(number)
        if unit in {"%", "‰"}:
            return whole(number * (100 if unit == "%" else 1000))
        found = f"{text_of(number * 100)}%"
        raise RefusedCellError(PERCENT_CELL, found=found, unit=unit or "—")
    if isinstance(value, str):
        text = plain(value).replace(",", "").removesuffix(unit)
        found, bound = _bounded(text, _read_number)
        if found is not None:
            return {bound: found} if bound else found
    raise refuse(cell, "数字，如 12；只知道大概的写 ≥12 或 ≤12", "a number, e.g. 12, ≥12 or ≤12")


def _points(mark: Mapping[str, Any], cell: Typed) -> Any:
    found = _number(mark, cell)
    if isinstance(found, dict):
        raise refuse(cell, "一个确定的数，如 3.5", "one number, such as 3.5")
    return found


def _bounded(text: str, read: Callable[[str], Any]) -> tuple[Any, str]:
    """What a text says, and of which end it speaks; "" if it is exact."""
    found = read(text)
    if found is not None:
        return found, ""
    for pattern, bound in _BOUNDS:
        match = pattern.fullmatch(text)
        if match is not None:
            return read(match[1] or match[2]), bound
    return None, ""


def _read_number(text: str) -> Any:
    if NUMBER.fullmatch(text):
        return whole(Decimal(text))
    if NUMBER.fullmatch(text[:-1]) and text[-1] in _BLOCKS:
        return whole(Decimal(text[:-1]) * _BLOCKS[text[-1]])
    return chinese_number(text)


def whole(number: Decimal) -> int | Decimal:
    """A number as TOML gives it: a whole one as an integer."""
    return int(number) if number == number.to_integral_value() else number


def _share(_: Mapping[str, Any], cell: Typed) -> Any:
    """A printed share: `{ stated = "98%" }`, or an end of it."""
    if is_number(cell.value) and cell.is_percent:
        return {"stated": f"{text_of(exactly(cell.value) * 100)}%"}
    if isinstance(cell.value, str):
        found, bound = _bounded(plain(cell.value), _read_share)
        if found is not None:
            return {bound or "stated": found}
    raise refuse(cell, "百分数，如 98%；只知道大概的写 ≥97%", "a percentage, e.g. 98%, ≥97%")


def _read_share(text: str) -> str | None:
    found = re.sub("^百分之(.+)$", r"\1%", text)
    number = chinese_number(found[:-1]) if found.endswith(("%", "‰")) else None
    if number is not None and not _SHARE.fullmatch(found):
        found = f"{number}{found[-1]}"
    return found if _SHARE.fullmatch(found) else None


def _flag(_: Mapping[str, Any], cell: Typed) -> bool:
    if isinstance(cell.value, bool):
        return cell.value
    text = plain(shown(cell.value)).lower()
    if text in YES or text in NO:
        return text in YES
    raise refuse(cell, "“是”或“否”", "yes or no")


def _option(mark: Mapping[str, Any], cell: Typed) -> str:
    options: Mapping[str, str] = mark.get("options", {})
    text = plain(shown(cell.value)).casefold()
    for key, title in options.items():
        if text in {plain(one).casefold() for one in (key, title, labelled(key, options))}:
            return key
    near = nearest(text, [labelled(key, options) for key in options])
    found = f"“{shown(cell.value)}”"
    raise RefusedCellError(
        WRONG_CELL, found=found, expected=say("所列的一项，{n}", "listed: {n}", n=near)
    )


def _nothing(_: Mapping[str, Any], cell: Typed) -> list[Any]:
    if plain(shown(cell.value)).lower() in NONE:
        return []
    raise refuse(cell, "“无”，或空着；发生过的逐件登记", "“none”, or left empty")


def _day(_: Mapping[str, Any], cell: Typed) -> date:
    found = day_of(cell)
    if found is None:
        raise refuse(cell, "日期，如 2026-03-01", "a date such as 2026-03-01")
    return found


def _period(_: Mapping[str, Any], cell: Typed) -> Any:
    """A day, or the text of a month or year, or never."""
    is_year = is_number(cell.value) and 1900 <= cell.value <= 2100  # noqa: PLR2004
    found = None if is_year else day_of(cell)
    if found is not None:
        return found
    text = plain(shown(cell.value))
    if text in NEVER:
        return "never"
    if stretch := month_or_year(text):
        return stretch
    raise refuse(
        cell, "日期，如 2026-03-01；只知道月份、年份的写 2026-03、2026；没有发生的写“尚未发生”",
        "a date, a month (2026-03), a year, or never",
    )  # fmt: skip


def _clauses(mark: Mapping[str, Any], cell: Typed) -> list[str]:
    """Ids, as they stand or parted by commas and the like."""
    known = frozenset(mark.get("options", ()))
    if is_number(cell.value):
        same = [one for one in known if _is_same_number(one, exactly(cell.value))]
        if len(same) > 1:
            raise refuse(
                cell, f"文本格式的编号（{'、'.join(sorted(same))} 之一）", "a text, not a number"
            )
        return same or [shown(cell.value)]
    text = str(_text(mark, cell))
    if text in known:
        return [text]
    parts = [part.strip(SPACE) for part in re.split(r"[、,，;；\s]+", text)]
    return [part for part in parts if part]


def _is_same_number(text: str, number: Decimal) -> bool:
    return NUMBER.fullmatch(text) is not None and Decimal(text) == number


_ANSWERS: Final[Mapping[str, Callable[[Mapping[str, Any], Typed], Any]]] = {
    "text": _text,
    "number": _number,
    "points": _points,
    "share": _share,
    "flag": _flag,
    "options": _option,
    "nothing": _nothing,
    "date": _day,
    "period": _period,
    "clauses": _clauses,
    "toml": _literal,
}
