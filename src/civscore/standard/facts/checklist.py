"""checklist 清单：一组逐项核对有无的事项。

    [facts.facilities]
    kind = "checklist"
    title = "服务设施"
    items = { hall = "一站式服务大厅", library = "图书室", clinic = "卫生服务站" }

佐证包中逐项记 `facilities = { hall = true, library = true, clinic = false }`。
条件中可写 `facilities >= 2`（项数）或 `facilities.hall`（其中一项）。

- *少记了一项？* 那一项未知，得分按区间算。
- *要求“有且完好”？* 把标题写成“完好的……”，或分成两张清单。

English: items ticked one by one; an item left out is unknown.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any

from civscore.sentences import plain
from civscore.standard.document import Entry
from civscore.standard.facts import Fact, Times, check_keys, check_parts, refuse
from civscore.standard.numbers import Fewest
from civscore.standard.parsing import Term
from civscore.standard.quantities import Flagged
from civscore.standard.rows import Column, Interval
from civscore.standard.shares import Tally

if TYPE_CHECKING:
    from civscore.standard.blanks import Layout


class Checklist(Fact):
    """Items that are there or not."""

    items: Annotated[dict[str, str], Fewest(1)]
    """键 → 名称 | Key → title."""

    unit: str = "项"

    def check(self) -> None:
        """Raise `RefusedError` where a key could not be used."""
        check_keys(self.items, "value")

    def columns(self, name: str) -> Iterator[Column]:
        return (Column(f"{name}.{key}", 0, 1) for key in self.items)

    def terms(self, name: str, index: Mapping[str, int]) -> Iterator[tuple[str, Term]]:
        columns = tuple(index[f"{name}.{key}"] for key in self.items)
        titles = tuple(plain(title) for title in self.items.values())
        yield name, Term(Tally(name, self.sentence, self.unit, columns, titles, 1))
        for key, column, title in zip(self.items, columns, titles, strict=True):
            yield f"{name}.{key}", Term(Flagged(name, title, column), is_flag=True)

    @property
    def is_itemised(self) -> bool:
        """Whether each part is read without regard to the others."""
        return True

    @property
    def example(self) -> str:
        ticked = ", ".join(f"{key} = true" for key in self.items)
        return f"{{ {ticked} }}"

    @property
    def layout(self) -> "Layout":
        from civscore.standard.blanks import Layout, flags

        return Layout(flags(self.items))

    def read(self, value: Any, entry: Entry) -> dict[str, Interval] | None:
        if not isinstance(value, dict):
            keys = "、".join(list(self.items)[:3])
            refuse(self, value, (f"逐项的 true / false({keys}…)", "true or false by item"), entry)
            return None
        check_parts(value, tuple(self.items), entry)
        ticked: dict[str, Interval] = {}
        for key in self.items:
            if isinstance(value.get(key), bool):
                ticked[key] = (int(value[key]), int(value[key]))
            elif key in value:
                refuse(self, value[key], ("true 或 false", "true or false"), entry.at(key))
        return ticked

    def reduce(self, value: Any, times: Times) -> Mapping[str, Interval]:  # noqa: ARG002
        return dict(value)
