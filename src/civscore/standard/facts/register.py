"""register 名册：逐户、逐人、逐案登记的一批对象，每件有几栏，按栏目归组、求和。

    [facts.families]
    kind = "register"
    title = "零就业家庭"
    unit = "户"
    fields = {
        found = { kind = "date", title = "认定日期" },
        placed = { kind = "date", title = "首人就业日期" },
        due = { kind = "deadline", title = "应安置的最后日期", since = "found", within = "1m" },
        idle = { kind = "elapsed", title = "持续时间", since = "found", until = "placed" },
    }
    groups = {
        late = { title = "逾期未安置", when = "placed > due and due < as_of" },
    }

佐证包中逐件记 `families = [ { unit = "1号", found = 2026-03-02, placed = 2026-03-20 } ]`，
一件也没有记 `families = []`。`unit` 写编号或代号，不写姓名。
只有汇总数的记 `families = { total = 12, late = 1 }`，没写的组是未知。

条件中写 `families`（总数）、`families.late == 0`（某一组的件数）；逐一达标写某一组为零，
任一即成立写 `families.late > 0`。`sums` 把每件算出的数加起来，如缺检次数
`missing = { title = "缺检", unit = "次", value = "max(0, due_tests - tests)" }`。

栏目的类别：flag 是非、count 个数、measure 计量、choice 选项、date 日期、text 文字；
推算的三类不填报：

- *deadline 期限*：`since` 那天以后多久，到那天为止都算按期；当月没有对应的那一天的，到月末为止。
- *elapsed 时长*：从 `since` 到 `until`，没有到那天的算到评定基准日；
  读 `idle.days`、`idle.months`、`idle.years`，不满一个月的不算一个月。
- *schedule 日程*：到评定基准日应办几次，
  `steps = [{ for = "12m", each = "1m" }, { for = "12m", each = "2m" }]`，未满一期的不算应办。
- *某一栏没有填？* 未知，不是“没有”；还没有发生的日期写 `"never"`。

English: units one by one with fields of their own; groups count units, sums add numbers up.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Annotated, Any

from civscore.sentences import Sentence, say
from civscore.standard.document import Entry
from civscore.standard.facts import (
    Fact,
    Times,
    check_keys,
    check_parts,
    parts_of,
    read_interval,
    refuse,
)
from civscore.standard.facts.sample import REPEATED
from civscore.standard.fields import Field, Group, Sum
from civscore.standard.groups import MOST_UNITS, Members, Reading, Told, Unit
from civscore.standard.numbers import Key
from civscore.standard.parsing import Term
from civscore.standard.quantities import Amount
from civscore.standard.rows import Column, Interval, Record
from civscore.standard.tokens import RESERVED
from civscore.standard.units import Form
from civscore.values import Value, replaced


class Recorded(Value):
    """Units one by one, or only how many; on the day judged from also what they come to."""

    units: tuple[Unit, ...] | None
    parts: Mapping[str, Interval]
    saying: Mapping[str, Told] = {}

    def told(self, key: str) -> Sentence | None:
        """What is to be said of the units of a group or a sum."""
        return self.saying[key].sentence if key in self.saying else None

    def lost(self, key: str) -> int:
        """How many units belong to a group whatever is done now."""
        return self.saying[key].lost if key in self.saying else 0

    def open_units(self, key: str) -> tuple[str, ...]:
        """Units of which it is not known whether they belong to a group, or what they add."""
        return self.saying[key].open if key in self.saying else ()


class Register(Fact):
    """Units with fields of their own."""

    cells: Annotated[dict[str, Field], Key("fields")] = {}  # noqa: RUF012 - never changed
    """每件有哪几栏 | What is recorded of each unit."""

    groups: dict[str, Group] = {}  # noqa: RUF012
    """按条件归成的组，可以重叠 | Units of which a condition holds; groups may overlap."""

    sums: dict[str, Sum] = {}  # noqa: RUF012
    """每件算出一个数，加起来 | Numbers of each unit, added up."""

    unit: str = "件"

    def check(self) -> None:
        """Raise `RefusedError` where a key could not be used."""
        check_keys(self.cells, "unit", "value", *RESERVED)
        check_keys((*self.groups, *self.sums), "value", "total")
        check_keys(self.sums, *self.groups)

    @cached_property
    def reading(self) -> Reading:
        """Its groups and sums."""
        return Reading(Form(self.cells), self.groups, self.sums)

    def completed(self, chapters: Mapping[str, Any], entry: Entry) -> "Register | None":  # noqa: ARG002
        return self if self.reading.checked(entry) else None

    def columns(self, name: str) -> Iterator[Column]:
        yield Column(name, 0, MOST_UNITS)
        for one in self.reading.planned:
            yield Column(f"{name}.{one.key}", *one.limits)

    def terms(self, name: str, index: Mapping[str, int]) -> Iterator[tuple[str, Term]]:
        yield name, Term(Amount(name, self.sentence, self.unit, index[name], 1, 0, MOST_UNITS))
        for one in self.reading.planned:
            part = f"{name}.{one.key}"
            group, added = self.groups.get(one.key), self.sums.get(one.key)
            called = group.title.rstrip("的") if group else added.title if added else ""
            zh = "{k}的{t}" if group else "{t}（{k}）"
            title = say(zh, "{t} ({k})", t=self.title, k=called)
            unit = added.unit if added else self.unit
            values = (name, title, unit, index[part], one.scale, *one.limits)
            yield part, Term(Members(*values, key=one.key, whole=self.sentence))

    @property
    def example(self) -> str:
        return f'[{{ unit = "1号"{self.reading.form.example} }}]'

    @property
    def layout(self) -> Any:
        from civscore.standard.blanks import listed

        counted = {"total": "总数", **{key: one.title for key, one in self.groups.items()}}
        totals = {**counted, **{key: one.title for key, one in self.sums.items()}}
        return listed(self.cells, self.reading.form.facts, totals)

    def read(self, value: Any, entry: Entry) -> Recorded | None:
        if isinstance(value, dict):
            return Recorded(None, self._read_totals(value, entry))
        if isinstance(value, list):
            units = [self._read_unit(one, n, entry.at(n)) for n, one in enumerate(value)]
            return Recorded(self._distinct(units, entry), {})
        expected = "[ { unit = …, … } ]；一件也没有则写 []", "a list of units, [] if none"
        refuse(self, value, expected, entry)
        return None

    def _read_totals(self, value: Mapping[str, Any], entry: Entry) -> Mapping[str, Interval]:
        limits = {"total": (1, (0, MOST_UNITS))}
        limits |= {one.key: (one.scale, one.limits) for one in self.reading.planned}
        check_parts(value, tuple(limits), entry)
        found = parts_of(
            {
                key: read_interval(value[key], *limits[key], entry.at(key))
                for key in limits
                if key in value
            }
        )
        return {"" if key == "total" else key: ends for key, ends in found.items()}

    def _read_unit(self, value: Any, number: int, entry: Entry) -> Unit | None:
        if not isinstance(value, dict):
            refuse(self, value, ("{ unit = …, … }", "{ unit = …, … }"), entry)
            return None
        form = self.reading.form
        filled = (name for name, one in self.cells.items() if not one.is_worked_out)
        check_parts(value, ("unit", *filled), entry)
        return Unit(str(value.get("unit", number + 1)), form.read(value, entry))

    def _distinct(self, units: list[Unit | None], entry: Entry) -> tuple[Unit, ...]:
        """The units; one that is there twice is noted."""
        seen: dict[str, Unit] = {}
        for number, unit in enumerate(units):
            if unit is not None and unit.label in seen:
                entry.report(REPEATED, number, unit=unit.label)
            elif unit is not None:
                seen[unit.label] = unit
        return tuple(seen.values())

    def counting(self, record: Record, times: Times) -> Recorded:
        value: Recorded = record.value
        if value.units is None:
            return value
        found = self.reading.members(value.units, times)
        parts = {key: ends for key, (ends, _) in found.items()}
        saying = {key: told for key, (_, told) in found.items()}
        total = len(value.units), len(value.units)
        return replaced(value, parts={"": total, **parts}, saying=saying)

    def reduce(self, value: Recorded, times: Times) -> Mapping[str, Interval]:  # noqa: ARG002
        return value.parts
