"""Text → condition or number: the closed language of applies_if, exempt_if, guard and when.

    households >= 100 and not (kind in ['park', 'campus'])
    reemployment >= 95%
    guards * 200 >= households
    hygiene >= 'B'

Comparisons, and / or / not, in, + - * /, min, max, ceil, floor, numbers, percentages, quoted
names. Nothing else: no calls to anything of the host's, no assignment, no attribute. Length and
depth are bounded; every fault has its column.

- *Division by zero*: the quotient is unknown, and so is what depends on it.
- *Unknown facts*: a condition is then certainly true, possibly true, or false.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final, NoReturn, TypeAlias, cast

from civscore.diagnostics import nearest
from civscore.exact import InexactError, read_number
from civscore.sentences import Sentence, joined, say
from civscore.standard import expressions as ex
from civscore.standard.conditions import (
    Comparator,
    Comparison,
    Condition,
    Is,
    Junction,
    OneOf,
)
from civscore.standard.quantities import Quantity
from civscore.standard.tokens import (
    BOUND_ABOVE_TOP,
    DEEPEST,
    SYNTAX,
    TOO_LONG,
    UNKNOWN_FACT,
    WRONG_OPERAND,
    ExpressionError,
    Token,
    tokens_of,
)
from civscore.values import Value

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


class Term(Value):
    """What a name stands for: a number, a yes or no (`is_flag`), or one of named codes."""

    quantity: Quantity
    is_flag: bool = False
    codes: Mapping[str, tuple[int, Sentence]] = {}
    is_ordered: bool = False


Scope: TypeAlias = Mapping[str, Term]
"""Every name an expression may use."""


def read_condition(text: str, scope: Scope) -> Condition:
    """The condition the text states.

    Raises:
        ExpressionError: with the fault and its offset.
    """
    return _Parser(text, scope).whole_condition()


_Node: TypeAlias = "Condition | ex.Expression | _Named"


class _Named(Value):
    """A name not yet used: as a flag, a code or a number."""

    term: Term
    token: Token


class _Parser:
    """Recursive descent: or, and, not, comparison, sum, product, atom."""

    def __init__(self, text: str, scope: Scope) -> None:
        self.tokens = tokens_of(text)
        self.scope = scope
        self.at = 0
        self.depth = 0

    def whole_condition(self) -> Condition:
        condition = self._any_of()
        if self._next.kind != "end":
            self._fail(say("多出了内容", "there is more than one expression"))
        return condition

    @property
    def _next(self) -> Token:
        return self.tokens[self.at]

    def _take(self, *signs: str) -> Token | None:
        token = self._next
        if token.kind == "sign" and token.text in signs:
            self.at += 1
            return token
        return None

    def _require(self, sign: str) -> None:
        if self._take(sign) is None:
            self._fail(say("此处应为 {sign}", "expected {sign}", sign=sign))

    def _fail(self, expected: Sentence) -> NoReturn:
        token = self._next
        here = token.text or say("结尾", "the end")
        raise ExpressionError(SYNTAX, token.offset, here=here, expected=expected)

    def _misused(self, named: _Named, because: Sentence, expected: Sentence) -> NoReturn:
        raise ExpressionError(
            WRONG_OPERAND, named.token.offset,
            name=named.token.text, because=because, expected=expected,
        )  # fmt: skip

    # --- conditions -----------------------------------------------------------------------------

    def _any_of(self) -> Condition:
        parts = [self._all_of()]
        while self._take("or"):
            parts.append(self._all_of())
        return parts[0] if len(parts) == 1 else Junction(tuple(parts), every=False)

    def _all_of(self) -> Condition:
        parts = [self._denied()]
        while self._take("and"):
            parts.append(self._denied())
        return parts[0] if len(parts) == 1 else Junction(tuple(parts), every=True)

    def _denied(self) -> Condition:
        is_denied = False
        while self._take("not"):
            is_denied = not is_denied
        statement = self._statement()
        return statement.denied() if is_denied else statement

    def _statement(self) -> Condition:
        if self._opens_condition():
            self._require("(")
            self._deepen()
            condition = self._any_of()
            self._require(")")
            self.depth -= 1
            return condition
        left = self._sum()
        if operator := self._take(">=", ">", "<=", "<", "==", "!="):
            return self._comparison(left, cast("Comparator", operator.text))
        if self._take("in"):
            return self._membership(left, self._names())
        if isinstance(left, _Named) and left.term.is_flag:
            return Is(left.term.quantity, left.term.quantity.columns[0])
        if isinstance(left, _Named):
            self._misused(
                left,
                say("它不是是非项", "it is no yes-or-no fact"),
                say("请写成比较，例如 {n} >= 1", "compare it, e.g. {n} >= 1", n=left.token.text),
            )
        self._fail(say("此处应有比较", "expected a comparison"))

    def _opens_condition(self) -> bool:
        """Whether this bracket holds a condition, not a sum."""
        if self._next.text != "(":
            return False
        depth = 0
        for number, token in enumerate(self.tokens[self.at :], self.at):
            depth += {"(": 1, ")": -1}.get(token.text, 0)
            if depth == 0:
                after = self.tokens[number + 1]
                return after.kind == "end" or after.text in {"and", "or", ")"}
        return True

    def _comparison(self, left: _Node, operator: Comparator) -> Condition:
        if self._next.kind == "text" and isinstance(left, _Named):
            return self._coded(left, operator, self._quoted())
        start = self._next
        first, second = self._number(left), self._number(self._sum())
        self._check_bound(first, second, start)
        return Comparison(first, operator, second)

    def _check_bound(self, first: ex.Expression, second: ex.Expression, token: Token) -> None:
        """95 is a bound no share comes to: 95% is meant."""
        if isinstance(first, ex.Reference) and isinstance(second, ex.Number):
            top = first.quantity.top
            if top is not None and second.value > top:
                values = {"number": second.value, "top": first.quantity.threshold(Decimal(top))}
                raise ExpressionError(BOUND_ABOVE_TOP, token.offset, **values)

    def _coded(self, left: _Named, operator: Comparator, name: Token) -> Condition:
        codes = left.term.codes
        bare = name.text.strip("'")
        if bare not in codes:
            self._misused(
                left,
                say("它没有“{n}”这一项", "it has no “{n}”", n=bare),
                nearest(bare, codes),
            )
        if operator not in {"==", "!="} and not left.term.is_ordered:
            self._misused(
                left,
                say("选项没有高低之分", "its options have no order"),
                say("请用 == 或 in", "use == or in"),
            )
        code = codes[bare][0]
        chosen = [
            other
            for other, (number, _) in codes.items()
            if _compares(number, operator, code)
        ]  # fmt: skip
        return self._one_of(left.term, chosen)

    def _one_of(self, term: Term, chosen: list[str]) -> Condition:
        by_code = sorted(term.codes.values(), key=lambda pair: pair[0])
        return OneOf(
            term.quantity,
            term.quantity.columns[0],
            tuple(sorted(term.codes[name][0] for name in chosen)),
            tuple(title for _, title in by_code),
            term.is_ordered,
        )

    def _membership(self, left: _Node, names: list[Token]) -> Condition:
        if not isinstance(left, _Named) or not left.term.codes:
            self._fail(say("in 只用于选项和等级", "“in” goes with choices and grades"))
        listed = {name.text.strip("'") for name in names}
        for name in listed - set(left.term.codes):
            self._misused(
                left,
                say("它没有“{n}”这一项", "it has no “{n}”", n=name),
                nearest(name, left.term.codes),
            )
        chosen = [name for name in left.term.codes if name in listed]
        return self._one_of(left.term, chosen)

    def _names(self) -> list[Token]:
        self._require("[")
        names = [self._quoted()]
        while self._take(","):
            names.append(self._quoted())
        self._require("]")
        return names

    def _quoted(self) -> Token:
        token = self._next
        if token.kind != "text":
            self._fail(say("此处应为引号中的选项名", "expected a quoted option"))
        self.at += 1
        return token

    # --- numbers --------------------------------------------------------------------------------

    def _sum(self) -> _Node:
        node = self._product()
        while sign := self._take("+", "-"):
            node = self._combined(sign, node, self._product())
        return node

    def _product(self) -> _Node:
        node = self._atom()
        while sign := self._take("*", "/"):
            node = self._combined(sign, node, self._atom())
        return node

    def _combined(self, sign: Token, left: _Node, right: _Node) -> ex.Expression:
        parts = (self._number(left), self._number(right))
        title = joined(tuple(part.title for part in parts), f" {sign.text} ", f" {sign.text} ")
        return ex.Combination(_ARITHMETIC[sign.text], parts, title)

    def _atom(self) -> _Node:
        token = self._next
        if sign := self._take("(", "-", "min", "max", "ceil", "floor"):
            return self._compound(sign)
        self.at += 1
        if token.kind == "number":
            return self._literal(token)
        if token.kind == "name":
            return _Named(self._resolve(token), token)
        self.at -= 1
        self._fail(say("此处应为数据项或数字", "expected a fact or a number"))

    def _compound(self, sign: Token) -> _Node:
        self._deepen()
        if sign.text == "-":
            zero = ex.Number(Decimal(0), (0, 1))
            node: _Node = self._combined(sign, zero, self._atom())
        elif sign.text == "(":
            node = self._sum()
            self._require(")")
        else:
            node = self._call(sign)
        self.depth -= 1
        return node

    def _call(self, sign: Token) -> ex.Expression:
        self._require("(")
        parts = [self._number(self._sum())]
        while sign.text in {"min", "max"} and self._take(","):
            parts.append(self._number(self._sum()))
        self._require(")")
        inner = joined(tuple(part.title for part in parts), "、", ", ")
        title = say("{f}({inner})", "{f}({inner})", f=sign.text, inner=inner)
        return ex.Combination(_FUNCTIONS[sign.text], tuple(parts), title)

    def _deepen(self) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise ExpressionError(TOO_LONG, self._next.offset)

    def _literal(self, token: Token) -> ex.Number:
        try:
            value = read_number(token.text)
        except InexactError:
            self.at -= 1
            self._fail(say("数字过大或小数位过多", "too large, or too many decimals"))
        return ex.Number(value, value.as_integer_ratio())

    def _resolve(self, token: Token) -> Term:
        term = self.scope.get(token.text)
        if term is None:
            near = nearest(token.text, self.scope)
            raise ExpressionError(UNKNOWN_FACT, token.offset, name=token.text, near=near)
        return term

    def _number(self, node: _Node) -> ex.Expression:
        if isinstance(node, _Named):
            if node.term.codes:
                self._misused(
                    node,
                    say("它不是数值", "it is no number"),
                    say("请与引号中的选项比较", "compare it with a quoted option"),
                )
            return ex.Reference(node.term.quantity)
        return cast("ex.Expression", node)


def _compares(first: int, operator: Comparator, second: int) -> bool:
    tests: dict[str, Callable[[Any, Any], bool]] = {
        ">=": lambda a, b: a >= b, ">": lambda a, b: a > b,
        "<=": lambda a, b: a <= b, "<": lambda a, b: a < b,
        "==": lambda a, b: a == b, "!=": lambda a, b: a != b,
    }  # fmt: skip
    return tests[operator](first, second)
