"""choice 选项：从列出的几项中选一项，没有高低之分。

    [facts.kind]
    kind = "choice"
    title = "社区类型"
    options = { urban = "城市社区", rural = "农村社区" }

佐证包中记为 `kind = "urban"`。条件中写 `kind == 'urban'`、`kind in ['urban', 'rural']`。

- *有高低之分的*（好、一般、差）用 grade。
- *选了没有列出的？* 报错并给出最接近的一项。

English: one of the listed options, without order.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any

from civscore.diagnostics import found_text, nearest
from civscore.sentences import plain
from civscore.standard.document import Entry
from civscore.standard.facts import UNKNOWN_PART, Fact, refuse
from civscore.standard.numbers import Fewest
from civscore.standard.parsing import Term
from civscore.standard.quantities import Coded
from civscore.standard.rows import Column, Interval

if TYPE_CHECKING:
    from civscore.standard.blanks import Layout


class Choice(Fact):
    """One of several options."""

    options: Annotated[dict[str, str], Fewest(2)]
    """键 → 名称 | Key → title."""

    def columns(self, name: str) -> Iterator[Column]:
        yield Column(name, 0, len(self.options) - 1)

    def terms(self, name: str, index: Mapping[str, int]) -> Iterator[tuple[str, Term]]:
        codes = {key: (code, plain(self.options[key])) for code, key in enumerate(self.options)}
        quantity = Coded(name, self.sentence, index[name], tuple(t for _, t in codes.values()))
        yield name, Term(quantity, codes=codes)

    @property
    def example(self) -> str:
        return f'"{next(iter(self.options))}"'

    @property
    def layout(self) -> "Layout":
        from civscore.standard.blanks import one_of

        return one_of(self.options)

    def read(self, value: Any, entry: Entry) -> Interval | None:
        return read_code(self, value, tuple(self.options), entry)


def read_code(fact: Fact, value: object, keys: tuple[str, ...], entry: Entry) -> Interval | None:
    """The code of a key: its place among the keys."""
    if not isinstance(value, str):
        expected = (f"{'、'.join(keys)} 之一（加引号）", f"one of {', '.join(keys)}, quoted")
        refuse(fact, value, expected, entry)
        return None
    if value not in keys:
        entry.report(UNKNOWN_PART, name=found_text(value).strip('"'), near=nearest(value, keys))
        return None
    code = keys.index(value)
    return code, code
