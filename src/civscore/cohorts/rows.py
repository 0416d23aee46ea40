"""A row of a table → the text of a bundle, with the place of every cell.

A column is named `fact` or `fact.part`; `id` and `name` say which community it is. What the cells
say is put together to what a `[facts]` table would say, and read by the same readers.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from numbers import Real
from typing import Any, Final

from civscore.diagnostics import Diagnostic, Faulty, Location, fault
from civscore.standard.contents import Path
from civscore.standard.document import Document
from civscore.standard.plan import Plan
from civscore.values import Value

SAME_ID: Final = fault(
    "community-twice",
    ("代号“{name}”在第 {row} 行已经用过", "“{name}” is the id of row {row}, too"),
    ("每个社区一行，代号各不相同", "one row a community, each with an id of its own"),
)
NO_PARENT: Final = fault(
    "community-without-parent",
    ("没有写上级 parent，不知道和谁比", "no parent: it is not known among whom it is"),
    ("填上 parent，同一上级的写同一个代号", "fill in the id of the unit above as parent"),
)
NO_COMMUNITY: Final = fault(
    "row-without-id",
    ("这一行没有代号", "this row has no id"),
    ("填上 id", "fill in the id"),
)

BESIDE: Final = ("id", "name", "division", "parent", "note")
"""Columns that say which community it is."""

TOLD: Final = ("reason", "source", "assessor")
"""Texts beside any fact: that they are there may be asked for, what they say changes no number."""

SAID_BESIDE: Final = (*TOLD, "date")
"""Parts of any fact: `conduct.reason` is why `conduct` was judged so."""

_NUMBER: Final = re.compile(r"[+-]?\d+(\.\d+)?")
_DAY: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_WORDS: Final = {"true": True, "是": True, "有": True, "false": False, "否": False, "无": False}


class Table(Value):
    """A table as it was read: names of its columns, and its rows, cell by cell."""

    file: str
    names: tuple[str, ...]
    rows: Sequence[Sequence[Any]]

    def cells(self, name: str) -> Iterable[Any]:
        """The cells of a column, row by row."""
        at, column = self.names.index(name), getattr(self.rows, "column", None)
        return (row[at] for row in self.rows) if column is None else column(at)

    def ids(self) -> Iterable[tuple[int, str]]:
        """Ids by the numbers of their rows: all that are empty or there twice, and maybe others."""
        suspects = getattr(self.rows, "suspects", None)
        if suspects is not None:
            found: Iterable[tuple[int, str]] = suspects(self.names.index("id"))
            return found
        names = [text_of_cell(cell) for cell in self.cells("id")]
        return () if len({"", *names}) > len(names) else enumerate(names)

    def place(self, row: int, column: str = "") -> Location:
        """Where a cell stands; the names stand in line 1."""
        return Location(self.file, row + 2, self.names.index(column) + 1 if column else 1)


class RowText(Document):
    """One row as the text of a bundle; a fault in it is said to be at its cell."""

    def __init__(self, table: Table, row: int, data: dict[str, Any]) -> None:
        super().__init__(table.file, "", data)
        self._table, self._row = table, row

    def value_at(self, path: Path) -> Location:
        """The cell a path leads to, or the first of its fact; else the row."""
        whole = ".".join(str(key) for key in path[1:])
        names = [name for name in self._table.names if name == whole]
        fact = str(path[1]) if len(path) > 1 else ""
        names += [one for one in self._table.names if one.partition(".")[0] == fact]
        return self._table.place(self._row, names[0] if names else "")

    key_at = value_at


def wrong_ids(table: Table) -> Iterator[Diagnostic]:
    """Rows without an id, or with that of another."""
    seen: dict[str, int] = {}
    for number, name in table.ids():
        if not name:
            yield Diagnostic(NO_COMMUNITY, table.place(number, "id"), {})
        elif seen.setdefault(name, number) != number:
            before = {"name": name, "row": seen[name] + 2}
            yield Diagnostic(SAME_ID, table.place(number, "id"), before)


def check_parents(table: Table) -> None:
    """Whether every row names the unit above it.

    Raises:
        Faulty: with every row that does not.
    """
    column = "parent" if "parent" in table.names else ""
    cells = table.cells(column) if column else [None] * len(table.rows)
    places = (
        table.place(number, column) for number, cell in enumerate(cells) if not text_of_cell(cell)
    )
    if found := [Diagnostic(NO_PARENT, place, {}) for place in places]:
        raise Faulty(found)


def row_text(table: Table, plan: Plan, row: int, head: Mapping[str, Any]) -> RowText:
    """A row as the text of a bundle; `head` is what all rows share: the day, the period."""
    beside: dict[str, Any] = {}
    facts: dict[str, Any] = {}
    said: dict[str, dict[str, Any]] = {}
    for name, cell in zip(table.names, table.rows[row], strict=False):
        text = text_of_cell(cell)
        if not text:
            continue
        if name in BESIDE:
            beside[name] = text
            continue
        fact, _, part = name.partition(".")
        if part in SAID_BESIDE:
            is_day = part == "date"
            said.setdefault(fact, {})[part] = (
                value_of_cell(cell, is_named=False) if is_day else text
            )
            continue
        value = value_of_cell(cell, is_named=_is_named(plan, fact))
        if part:
            *groups, key = part.split(".")
            inner = facts
            for group in (fact, *groups):
                before = inner.setdefault(group, {})
                if not isinstance(before, dict):
                    # both as a whole and in parts, which its reader refuses
                    before = inner[group] = {group: before}
                inner = before
            inner[key] = value
        elif fact in facts:
            facts[fact][fact] = value
        else:
            facts[fact] = value
    for fact in said.keys() & facts.keys():
        facts[fact] = {"value": facts[fact], **said[fact]}
    beside.setdefault("name", beside.get("id", ""))
    return RowText(table, row, {**head, "community": beside, "facts": facts})


def _is_named(plan: Plan, fact: str) -> bool:
    """Whether what is recorded is one of some names, which may look like numbers."""
    return any(hasattr(plan.standard.facts[fact], key) for key in ("options", "levels"))


def text_of_cell(cell: Any) -> str:
    """What a cell says, without the blanks around it; "" where it is empty."""
    return "" if cell is None or cell != cell else str(cell).strip()  # noqa: PLR0124 - not a number


def plain(cell: Any) -> Any:
    """A cell as a table has it: whole numbers whole, other numbers as they are shown, days."""
    if isinstance(cell, datetime):
        return cell.date()
    if cell is None or isinstance(cell, bool | int | str | Decimal | date):
        return cell
    if not isinstance(cell, Real) or not isfinite(cell):
        return str(cell) if cell == cell else None  # noqa: PLR0124 - not a number
    number = Decimal(repr(cell))
    return int(number) if number == number.to_integral_value() else number


def value_of_cell(cell: Any, *, is_named: bool = False) -> Any:
    """A cell as a bundle would say it: a number, a day, yes or no, or a text."""
    if isinstance(cell, bool | int | Decimal | date) and not is_named:
        return cell
    text = text_of_cell(cell)
    if is_named:
        return text
    if text.casefold() in _WORDS:
        return _WORDS[text.casefold()]
    if _NUMBER.fullmatch(text):
        return Decimal(text) if "." in text else int(text)
    day = _DAY.fullmatch(text)
    if day is not None:
        try:
            return date(*(int(part) for part in day.groups()))
        except ValueError:
            return text
    return text
