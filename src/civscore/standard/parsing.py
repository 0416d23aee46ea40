"""The half of the expression grammar that reads numbers: sums, products, functions, facts."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final, NoReturn, TypeAlias, cast

from civscore.diagnostics import nearest
from civscore.exact import InexactError, read_number
from civscore.sentences import Sentence, joined, say
from civscore.standard import expressions as ex
from civscore.standard.conditions import (
    Condition,
)
from civscore.standard.quantities import Quantity
from civscore.standard.tokens import (
    DEEPEST,
    SYNTAX,
    TOO_LONG,
    UNKNOWN_FACT,
    WRONG_OPERAND,
    ExpressionError,
    Token,
    tokens_of,
)
from civscore.values import Value, replaced

_FUNCTIONS: Final[dict[str, ex.Combining]] = {
    "min": ex.least,
    "max": ex.greatest,
    "ceil": ex.ceil,
    "floor": ex.floor,
}
_ARITHMETIC: Final[dict[str, ex.Combining]] = {
    "+": ex.add,
    "-": ex.subtract,
    "*": ex.multiply,
    "/": ex.divide,
}


_SIGNS: Final = {"+": " + ", "-": " - ", "*": " × ", "/": " ÷ "}
_CALLED: Final = {
    "min": say("取小", "min"),
    "max": say("取大", "max"),
    "ceil": say("向上取整", "ceil"),
    "floor": say("向下取整", "floor"),
}


class Term(Value):
    """What a name stands for: a number, a yes or no (`is_flag`), a day, or one of named codes."""

    quantity: Quantity
    is_flag: bool = False
    codes: Mapping[str, tuple[int, Sentence]] = {}
    is_ordered: bool = False
    is_day: bool = False


Scope: TypeAlias = "Mapping[str, Term | ex.Number]"
"""Every name an expression may use; a parameter is a number in each case."""


Node: TypeAlias = "Condition | ex.Expression | Named"


class Named(Value):
    """A name not yet used: as a flag, a code or a number."""

    term: Term
    token: Token


class NumberParser:
    """Recursive descent from a sum down to a literal or a fact."""

    def __init__(self, text: str, scope: Scope) -> None:
        self.tokens = tokens_of(text)
        self.scope = scope
        self.at = 0
        self.depth = 0

    @property
    def next(self) -> Token:
        return self.tokens[self.at]

    def take(self, *signs: str) -> Token | None:
        token = self.next
        if token.kind == "sign" and token.text in signs:
            self.at += 1
            return token
        return None

    def require(self, sign: str) -> None:
        if self.take(sign) is None:
            self.fail(say("此处应为 {sign}", "expected {sign}", sign=sign))

    def fail(self, expected: Sentence) -> NoReturn:
        token = self.next
        here = token.text or say("结尾", "the end")
        raise ExpressionError(SYNTAX, token.offset, here=here, expected=expected)

    def misused(self, named: Named, because: Sentence, expected: Sentence) -> NoReturn:
        raise ExpressionError(
            WRONG_OPERAND, named.token.offset,
            name=named.token.text, because=because, expected=expected,
        )  # fmt: skip

    def sum(self) -> Node:
        node = self._product()
        while sign := self.take("+", "-"):
            node = self._combined(sign, node, self._product())
        return node

    def _product(self) -> Node:
        node = self._atom()
        while sign := self.take("*", "/"):
            node = self._combined(sign, node, self._atom())
        return node

    def _combined(self, sign: Token, left: Node, right: Node) -> ex.Expression:
        parts = (self.number(left), self.number(right))
        said = _SIGNS[sign.text]
        title = joined(tuple(part.title for part in parts), said, said)
        return ex.Combination(_ARITHMETIC[sign.text], parts, title)

    def _atom(self) -> Node:
        token = self.next
        if sign := self.take("(", "-", "if", "min", "max", "ceil", "floor"):
            return self._compound(sign)
        self.at += 1
        if token.kind == "number":
            return self._literal(token)
        if token.kind == "date":
            return self._day(token)
        if token.kind == "name":
            found = self._resolve(token)
            return found if isinstance(found, ex.Number) else Named(found, token)
        self.at -= 1
        self.fail(say("此处应为数据项或数字", "expected a fact or a number"))

    def _compound(self, sign: Token) -> Node:
        self.deepen()
        if sign.text == "-":
            node: Node = self._negative(sign, self._atom())
        elif sign.text == "(":
            node = self.sum()
            self.require(")")
            if isinstance(node, ex.Combination):
                node = replaced(node, title=say("（{t}）", "({t})", t=node.title))
        elif sign.text == "if":
            node = self._conditional()
        else:
            node = self._call(sign)
        self.depth -= 1
        return node

    def _negative(self, sign: Token, node: Node) -> ex.Expression:
        if type(node) is ex.Number:
            return ex.Number(-node.number, (-node.ratio[0], node.ratio[1]), node.sign)
        return self._combined(sign, ex.Number(Decimal(0), (0, 1)), node)

    def _call(self, sign: Token) -> ex.Expression:
        self.require("(")
        parts = [self.number(self.sum())]
        while sign.text in {"min", "max"} and self.take(","):
            parts.append(self.number(self.sum()))
        self.require(")")
        inner = joined(tuple(part.title for part in parts), "、", ", ")
        title = say("{f}（{inner}）", "{f}({inner})", f=_CALLED[sign.text], inner=inner)
        return ex.Combination(_FUNCTIONS[sign.text], tuple(parts), title)

    def _conditional(self) -> ex.Expression:
        self.require("(")
        condition = self.any_of()
        self.require(",")
        first = self.number(self.sum())
        self.require(",")
        second = self.number(self.sum())
        self.require(")")
        return ex.Conditional(condition, first, second)

    def any_of(self) -> Condition:
        """The half of the language that reads conditions."""
        raise NotImplementedError

    def deepen(self) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise ExpressionError(TOO_LONG, self.next.offset)

    def _literal(self, token: Token) -> ex.Number:
        try:
            value = read_number(token.text)
        except InexactError:
            self.at -= 1
            self.fail(say("数字过大或小数位过多", "too large, or too many decimals"))
        sign = token.text[-1] if token.text[-1] in ex.PARTS_PER else ""
        return ex.Number(value, value.as_integer_ratio(), sign)

    def _day(self, token: Token) -> ex.Number:
        try:
            number = date.fromisoformat(token.text).toordinal()
        except ValueError:
            self.at -= 1
            self.fail(say("没有这一天", "there is no such day"))
        return ex.Day(Decimal(number), (number, 1))

    def _resolve(self, token: Token) -> Term | ex.Number:
        term = self.scope.get(token.text)
        if term is None:
            near = nearest(token.text, self.scope)
            raise ExpressionError(UNKNOWN_FACT, token.offset, name=token.text, near=near)
        return term

    def number(self, node: Node) -> ex.Expression:
        if isinstance(node, Named):
            if node.term.codes:
                self.misused(
                    node,
                    say("它不是数值", "it is no number"),
                    say("请与引号中的选项比较", "compare it with a quoted option"),
                )
            return ex.Reference(node.term.quantity)
        return cast("ex.Expression", node)
