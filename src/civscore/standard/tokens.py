"""Text → tokens of the expression language, and the faults an expression can have."""

import re
from typing import Final

from civscore.diagnostics import Fault, fault
from civscore.sentences import Sentence, say
from civscore.values import Value

LONGEST: Final = 400
DEEPEST: Final = 24

SYNTAX: Final = fault(
    "expression-syntax",
    (
        "表达式在“{here}”处读不下去：{expected}",
        "cannot read the expression at “{here}”: {expected}",
    ),
    ("请改写，例如 households >= 100 and has_plan", "write e.g. households >= 100 and has_plan"),
    why=(
        "表达式是封闭的小语言，只有比较、与或非、四则、min max ceil floor if、百分数和引号里的选项",
        "expressions are a closed little language; nothing else is evaluated",
    ),
)
UNKNOWN_FACT: Final = fault(
    "unknown-fact",
    ("没有名为“{name}”的数据项", "there is no fact named “{name}”"),
    ("{near}", "{near}"),
    why=(
        "引用了未在 [facts] 中声明的数据项，这一条就永远无从计分",
        "a fact that is not declared under [facts] can never be recorded",
    ),
)
WRONG_OPERAND: Final = fault(
    "wrong-operand",
    ("“{name}”不能这样用：{because}", "“{name}” cannot be used like this: {because}"),
    ("{expected}", "{expected}"),
    why=(
        "是非项单独成立；选项与选项名比较；数值与数值比较",
        "a flag stands alone, a choice is compared with its options, a number with numbers",
    ),
)
BOUND_ABOVE_TOP: Final = fault(
    "bound-above-top",
    (
        "“{number}”永远达不到，这个数最大是 {top}",
        "“{number}” is never reached; the most is {top}",
    ),
    (
        '请核对这个数和数据项的 range；比率请写百分数，例如 "95%"',
        'check it, and the range of the fact; write a share as a percentage, e.g. "95%"',
    ),
    why=(
        "比率 95 是 9500%；忘写百分号的，超出数据项 range 的，谁也达不到",
        "a share of 95 is 9500 %; nobody meets a bound that lost its % or is out of range",
    ),
)
TOO_LONG: Final = fault(
    "expression-too-long",
    ("表达式过长或括号过深", "the expression is too long or too deep"),
    ("请拆成几个条件", "split it into several conditions"),
)

_TOKEN = re.compile(
    r"\s*(?:(?P<date>\d{4}-\d\d-\d\d(?!\d))|(?P<number>\d[\d_]*(?:\.\d+)?\s*[%‰]?)"
    r"|(?P<name>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*){0,2})"
    r"|(?P<text>'[^']*')|(?P<sign>>=|<=|==|!=|[-+*/()<>,\[\]]))",
    re.ASCII,
)
WORDS: Final = {"and", "or", "not", "in", "if", "min", "max", "ceil", "floor"}
RESERVED: Final = {*WORDS, "as_of", "year", "applied"}
"""What no fact can be called."""


class ExpressionError(ValueError):
    """A fault in an expression, with its offset in the text."""

    def __init__(self, kind: Fault, offset: int, **values: object) -> None:
        super().__init__(kind.code)
        self.fault, self.offset, self.values = kind, offset, values


class Token(Value):
    """A piece of the text and where it starts."""

    kind: str
    text: str
    offset: int


def tokens_of(text: str) -> list[Token]:
    """The tokens of an expression, an end token last.

    Raises:
        ExpressionError: where something belongs to no token.
    """
    if len(text) > LONGEST:
        raise ExpressionError(TOO_LONG, 0)
    tokens, at = [], 0
    while text[at:].strip():
        match = _TOKEN.match(text, at)
        if match is None:
            at += len(text[at:]) - len(text[at:].lstrip())
            raise ExpressionError(SYNTAX, at, here=text[at : at + 8], expected=_meant(text[at]))
        kind = str(match.lastgroup)
        found = match.group(kind)
        if kind == "name" and found in WORDS:
            kind = "sign"
        tokens.append(Token(kind, found, match.start(str(match.lastgroup))))
        at = match.end()
    return [*tokens, Token("end", "", len(text))]


def _meant(sign: str) -> Sentence:
    """What an author probably wanted to write."""
    if sign in _MEANT:
        return say("“{s}”要写成 {m}", "write {m} for “{s}”", s=sign, m=_MEANT[sign])
    return say("这里不该有这个符号", "this sign does not belong here")


_MEANT: Final = {
    "=": "==", "&": "and", "|": "or", "!": "not", "且": "and", "或": "or", "非": "not",
    "≥": ">=", "≤": "<=", "≠": "!=", "\uff1d": "==", "\uff1e": ">", "\uff1c": "<",
    "×": "*", "÷": "/", "\uff05": "%", "\uff08": "(", "\uff09": ")", "\uff0c": ",",
    '"': "'", "“": "'", "”": "'", "‘": "'", "’": "'",
}  # fmt: skip
