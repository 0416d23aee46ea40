"""Text → condition or number: the closed language of applies_if, guard, when and value.

    households >= 100 and not (kind in ['park', 'campus'])
    reemployment >= 95%
    guards * 200 >= households
    hygiene >= 'B'
    lectures >= if(has_plan, 4, 12)

Comparisons, and / or / not, in, + - * /, min, max, ceil, floor, if, numbers, percentages, quoted
names. Nothing else: no calls to anything of the host's, no assignment, no attribute. Length and
depth are bounded; every fault has its column.

- *Division by zero*: the quotient is unknown, and so is what depends on it.
- *Unknown facts*: a condition is then certainly true, possibly true, or false.
"""

from collections.abc import Callable, Iterator
from typing import Any, Final, cast

from civscore.diagnostics import nearest
from civscore.sentences import say
from civscore.standard import expressions as ex
from civscore.standard.comparisons import Comparator, compared, never_reached
from civscore.standard.conditions import Condition, Is, Junction, OneOf
from civscore.standard.parsing import Named, Node, NumberParser, Scope, Term
from civscore.standard.quantities import Quantity
from civscore.standard.tokens import (
    BOUND_ABOVE_TOP,
    ExpressionError,
    Token,
)


def read_condition(text: str, scope: Scope) -> Condition:
    """The condition the text states.

    Raises:
        ExpressionError: with the fault and its offset.
    """
    return _Parser(text, scope).whole_condition()


def read_value(text: str, scope: Scope) -> ex.Expression:
    """The number the text states.

    Raises:
        ExpressionError: with the fault and its offset.
    """
    return _Parser(text, scope).whole_number()


class _Parser(NumberParser):
    """Recursive descent: or, and, not, comparison; numbers below."""

    def whole_number(self) -> ex.Expression:
        number = self.number(self.sum())
        if self.next.kind != "end":
            self.fail(say("这里要的是一个数，不是条件", "a number is wanted here, no condition"))
        return number

    def whole_condition(self) -> Condition:
        condition = self.any_of()
        if self.next.kind != "end":
            self.fail(say("多出了内容", "there is more than one expression"))
        return condition

    # --- conditions -----------------------------------------------------------------------------

    def any_of(self) -> Condition:
        parts = [self._all_of()]
        while self.take("or"):
            parts.append(self._all_of())
        return parts[0] if len(parts) == 1 else Junction(tuple(parts), every=False)

    def _all_of(self) -> Condition:
        parts = [self._denied()]
        while self.take("and"):
            parts.append(self._denied())
        return parts[0] if len(parts) == 1 else Junction(tuple(parts), every=True)

    def _denied(self) -> Condition:
        is_denied = False
        while self.take("not"):
            is_denied = not is_denied
        statement = self._statement()
        return statement.denied() if is_denied else statement

    def _statement(self) -> Condition:
        if self._opens_condition():
            self.require("(")
            self.deepen()
            condition = self.any_of()
            self.require(")")
            self.depth -= 1
            return condition
        left = self.sum()
        if operator := self.take(">=", ">", "<=", "<", "==", "!="):
            return self._comparison(left, cast("Comparator", operator.text))
        if self.take("in"):
            return self._membership(left, self._names())
        if isinstance(left, Named) and left.term.is_flag:
            return Is(left.term.quantity, left.term.quantity.columns[0])
        if isinstance(left, Named):
            self.misused(
                left,
                say("它不是是非项", "it is no yes-or-no fact"),
                say("请写成比较，例如 {n} >= 1", "compare it, e.g. {n} >= 1", n=left.token.text),
            )
        self.fail(say("此处应有比较", "expected a comparison"))

    def _opens_condition(self) -> bool:
        """Whether this bracket holds a condition, not a sum."""
        if self.next.text != "(":
            return False
        depth = 0
        for number, token in enumerate(self.tokens[self.at :], self.at):
            depth += {"(": 1, ")": -1}.get(token.text, 0)
            if depth == 0:
                after = self.tokens[number + 1]
                return after.kind == "end" or after.text in {"and", "or", ")", ","}
        return True

    def _comparison(self, left: Node, operator: Comparator) -> Condition:
        if self.next.kind == "text" and isinstance(left, Named):
            return self._coded(left, operator, self._quoted())
        start = self.next
        right = self.sum()
        self._check_days(left, right)
        first, second = self.number(left), self.number(right)
        self._check_bound(first, second, start)
        return compared(first, operator, second)

    def _check_days(self, left: Node, right: Node) -> None:
        """A day is compared with a day, any other number with no day."""
        is_day = isinstance(right, ex.Day) or (isinstance(right, Named) and right.term.is_day)
        is_plain = isinstance(right, ex.Number | Named) and not is_day
        if isinstance(left, Named) and (is_plain if left.term.is_day else is_day):
            because, wanted = _WITH_DAYS if left.term.is_day else _WITHOUT_DAYS
            self.misused(left, say(*because), say(*wanted))

    def _check_bound(self, first: ex.Expression, second: ex.Expression, token: Token) -> None:
        """95 is a bound no share comes to: 95% is meant. Beyond a range it may well be meant."""
        if isinstance(first, ex.Reference) and isinstance(second, ex.Number):
            values = never_reached(first.quantity, second.number)
            if values and first.quantity.top is not None:
                raise ExpressionError(BOUND_ABOVE_TOP, token.offset, **values)

    def _coded(self, left: Named, operator: Comparator, name: Token) -> Condition:
        codes = left.term.codes
        bare = name.text.strip("'")
        if bare not in codes:
            self.misused(
                left,
                say("它没有“{n}”这一项", "it has no “{n}”", n=bare),
                nearest(bare, codes),
            )
        if operator not in {"==", "!="} and not left.term.is_ordered:
            self.misused(
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

    def _membership(self, left: Node, names: list[Token]) -> Condition:
        if not isinstance(left, Named) or not left.term.codes:
            self.fail(say("in 只用于选项和等级", "“in” goes with choices and grades"))
        listed = {name.text.strip("'") for name in names}
        for name in listed - set(left.term.codes):
            self.misused(
                left,
                say("它没有“{n}”这一项", "it has no “{n}”", n=name),
                nearest(name, left.term.codes),
            )
        chosen = [name for name in left.term.codes if name in listed]
        return self._one_of(left.term, chosen)

    def _names(self) -> list[Token]:
        self.require("[")
        names = [self._quoted()]
        while self.take(","):
            names.append(self._quoted())
        self.require("]")
        return names

    def _quoted(self) -> Token:
        token = self.next
        if token.kind != "text":
            self.fail(say("此处应为引号中的选项名", "expected a quoted option"))
        self.at += 1
        return token


_WITH_DAYS: Final = (
    ("它是日期，不能与数比较", "it is a day, and no number is one"),
    ("请与 2026-06-30 这样的日期比较", "compare it with a day such as 2026-06-30"),
)
_WITHOUT_DAYS: Final = (
    ("它不是日期", "it is no day"),
    ("只有日期与日期比较", "only days are compared with days"),
)


def _compares(first: int, operator: Comparator, second: int) -> bool:
    tests: dict[str, Callable[[Any, Any], bool]] = {
        ">=": lambda a, b: a >= b, ">": lambda a, b: a > b,
        "<=": lambda a, b: a <= b, "<": lambda a, b: a < b,
        "==": lambda a, b: a == b, "!=": lambda a, b: a != b,
    }  # fmt: skip
    return tests[operator](first, second)


class _Nothing:
    """Stands where a condition could not be read, so that the rest still is."""

    title = say("", "")

    def holds(self, side: object) -> bool:  # noqa: ARG002
        return False

    def quantities(self) -> Iterator[Quantity]:
        return iter(())

    def shown(self, row: object) -> Any:  # noqa: ARG002
        return self.title

    def change(self, row: object) -> None:  # noqa: ARG002
        return None

    def denied(self) -> Condition:
        return self


NOTHING: Final = _Nothing()
