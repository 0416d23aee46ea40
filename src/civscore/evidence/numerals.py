"""Numbers in Chinese: 一千五百五十七, 两万, 贰拾, 三点五, 二〇二六.

- *A word that is no number, or 二百五, which may be two?* None, so that nothing is guessed.
"""

import re
from decimal import Decimal
from typing import Final

_DIGITS: Final = dict(
    zip("〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖两", "00123456789123456789" + "2", strict=True)
)
_STEPS: Final = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_BLOCKS: Final = "百千佰仟万亿"
_DIGIT: Final = "[〇零一二三四五六七八九]"
_YEAR: Final = re.compile(f"^({_DIGIT}{{4}})(?=年)")
_COUNTED: Final = re.compile("([一二三四五六七八九十]{1,3})(?=[月日])")


def chinese_number(text: str) -> int | Decimal | None:
    """The number a text says in Chinese; None if it says none."""
    before, point, after = text.partition("点")
    found = _whole(before)
    if found is None or not point:
        return found
    if not after or any(one not in _DIGITS for one in after):
        return None
    return Decimal(f"{found}.{''.join(_DIGITS[one] for one in after)}")


def _whole(text: str) -> int | None:
    if text and all(one in _DIGITS for one in text):
        return int("".join(_DIGITS[one] for one in text))
    total = block = digit = 0
    if not text or (text[-1] in _DIGITS and text[-2:-1] and text[-2] in _BLOCKS):
        return None  # 二百五: 205 or 250
    for one in text:
        if one in _DIGITS:
            if digit:
                return None
            digit = int(_DIGITS[one])
        elif one in _STEPS:
            block += (digit or 1) * _STEPS[one]
            digit = 0
        elif one == "亿":
            total, block, digit = (total + block + digit) * 10**8, 0, 0
        elif one == "万":
            total, block, digit = total + (block + digit) * 10**4, 0, 0
        else:
            return None
    return total + block + digit


def in_digits(text: str) -> str:
    """A date in Chinese numerals, in digits: 二〇二六年三月十一日 → 2026年3月11日."""
    text = _YEAR.sub(lambda match: "".join(_DIGITS[one] for one in match[1]), text)
    return _COUNTED.sub(lambda match: str(_whole(match[1])), text)
