"""flag 是非：有或没有，是或否。

    [facts.has_plan]
    kind = "flag"
    title = "有年度创建计划"

佐证包中记为 `has_plan = true` 或 `has_plan = false`。条件中直接写名字：`has_plan`、`not has_plan`。

- *没有记录？* 未知：该得的分是“待证”，不是“已失”。
- *写 1 或 "有"?* 报错，只认 true 和 false。

English: yes or no; only `true` and `false` are taken.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from civscore.standard.document import Entry
from civscore.standard.facts import Fact, refuse
from civscore.standard.parsing import Term
from civscore.standard.quantities import Flagged
from civscore.standard.rows import Column, Interval

if TYPE_CHECKING:
    from civscore.standard.blanks import Layout


class Flag(Fact):
    """Yes or no."""

    def columns(self, name: str) -> Iterator[Column]:
        yield Column(name, 0, 1)

    def terms(self, name: str, index: Mapping[str, int]) -> Iterator[tuple[str, Term]]:
        yield name, Term(Flagged(name, self.sentence, index[name]), is_flag=True)

    @property
    def example(self) -> str:
        return "true"

    @property
    def layout(self) -> "Layout":
        from civscore.standard.blanks import YES_OR_NO

        return YES_OR_NO

    def read(self, value: Any, entry: Entry) -> Interval | None:
        if isinstance(value, bool):
            return int(value), int(value)
        refuse(self, value, ("true 或 false", "true or false"), entry)
        return None
