"""derived 派生：由别的数据项算出来的数，不填报；起一个名字，各条款照此引用。

    [facts.households]
    kind = "count"
    title = "居民户数"

    [facts.guards]
    kind = "count"
    title = "专职治安员"

    [facts.guard_density]
    kind = "derived"
    title = "每二百户专职治安员"
    unit = "人"
    value = "guards / ceil(households / 200)"
    if_none = "full"

`value` 的写法与条件里的数相同。最外层是除法的，`if_none` 必填，说除数不大于零时怎么算，四选一：
`full` 得满分、`zero` 得零分、`not_applicable` 不参评、`unproven` 待证。
`unit` 写 `%` 或 `‰` 的，报告照此显示。

- *怎样记？* 不记，填了报错；记它所用的数据项：`guards = 4`。
- *派生数据项能引用派生数据项吗？* 能，不能绕回自己。
- *除数为零时，在条件里怎么读？* `zero` 读作 0，`full` 读作 1，其余两种未定。

English: a number worked out from other facts, under a name of its own; never recorded.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from civscore.diagnostics import fault
from civscore.standard.document import Entry
from civscore.standard.expressions import Combination, Expression, divide
from civscore.standard.facts import Fact
from civscore.standard.parsing import Term
from civscore.standard.quantities import IfNone
from civscore.standard.rows import Column

if TYPE_CHECKING:
    from civscore.standard.blanks import Layout

RECORDED = fault(
    "derived-recorded",
    ("“{title}”由别的数据项算出，不能填报", "“{title}” is worked out, it is not recorded"),
    ("请删去这一行，改填它所用的数据项", "remove it, and record what it is worked out from"),
)
NO_BASE_RULE = fault(
    "derived-base-undeclared",
    ("“{title}”的除数可能为零，没有写那时怎么算", "no rule says what “{title}” is without a base"),
    (
        '请写 if_none = "full"、"zero"、"not_applicable" 或 "unproven"',
        'add if_none = "full", "zero", "not_applicable" or "unproven"',
    ),
)
NO_BASE = fault(
    "derived-without-base",
    ("“{title}”的最外层不是除法，if_none 用不上", "“{title}” is no quotient; if_none is idle"),
    ("请删去 if_none，或把除法写在最外层", "remove if_none, or put the division outermost"),
)


class Derived(Fact):
    """A number worked out from others."""

    value: str
    """怎样算，写成一个数 | How it is worked out."""

    if_none: IfNone | None = None
    """最外层是除法的，除数不大于零时怎么算：full 满分、zero 零分、not_applicable 不参评、
    unproven 待证 | Of a quotient: what a base that is not above zero means."""

    @property
    def formula(self) -> str:
        return self.value

    def columns(self, name: str) -> Iterator[Column]:  # noqa: ARG002
        return iter(())

    def terms(self, name: str, index: Mapping[str, int]) -> Iterator[tuple[str, Term]]:  # noqa: ARG002
        return iter(())

    def worked_out(self, name: str, expression: Expression, entry: Entry) -> Term:
        from civscore.standard.calculated import Calculated

        is_quotient = isinstance(expression, Combination) and expression.combine is divide
        base = expression.parts[1] if isinstance(expression, Combination) and is_quotient else None
        if is_quotient and self.if_none is None:
            entry.report(NO_BASE_RULE, title=self.title)
        if not is_quotient and self.if_none is not None:
            entry.report(NO_BASE, "if_none", title=self.title)
        values = (name, self.sentence, self.unit, expression, is_quotient, base, self.if_none)
        return Term(Calculated(*values))

    @property
    def layout(self) -> "Layout":
        from civscore.standard.blanks import UNRECORDED

        return UNRECORDED

    def read(self, value: Any, entry: Entry) -> None:  # noqa: ARG002
        entry.report(RECORDED, title=self.title)
