"""Which parameters a text speaks of, and the cases in which they have other values.

Parameters that hang on the same thing change together: those by kind of community make one case
for each kind that differs, whatever their number. What hangs on different things is multiplied.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import pairwise, product
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from civscore.diagnostics import fault
from civscore.standard.document import Entry
from civscore.standard.mechanisms import Draft, Formula, Mechanism
from civscore.standard.numbers import Least
from civscore.standard.rows import Record
from civscore.values import Value

if TYPE_CHECKING:
    from civscore.standard.chapters.parameters import Parameter

TOO_MANY: Final = fault(
    "too-many-cases",
    (
        "参数 {names} 合起来有 {found} 种情形，超过 {most} 种",
        "the parameters {names} make {found} cases, more than {most}",
    ),
    ("请拆成几条，或合并取值相同的情形", "split the clause, or merge cases"),
)
MOST: Final = 256

Edge: TypeAlias = tuple[Decimal, bool]
"""A cut of the number line: a number, and whether just after it."""


class Where(Value):
    """Something has one of some options, or lies between two edges; and the values then."""

    by: str
    values: Mapping[str, Least]
    options: tuple[str, ...] = ()
    first: Edge | None = None
    last: Edge | None = None


class Case(Value):
    """One for each thing the parameters hang on."""

    where: tuple[Where, ...]

    @property
    def values(self) -> Mapping[str, Decimal]:
        """The value of every parameter."""
        found: dict[str, Decimal] = {}
        for one in self.where:
            found |= {name: value.number for name, value in one.values.items()}
        return found


class Varying:
    """The parameters of a standard; of faulty ones (`declared` is None) no more than their names.

    `formulas` are what facts are worked out from: a parameter in one is one of the fact, too.
    """

    def __init__(
        self,
        names: Iterable[str],
        declared: "Mapping[str, Parameter] | None",
        formulas: Mapping[str, str],
    ) -> None:
        self.declared = declared
        self._behind = {name: frozenset((name,)) for name in names}
        left = dict(formulas)
        while found := {name: self._in(text) for name, text in left.items() if self._in(text)}:
            self._behind |= found
            left = {name: text for name, text in left.items() if name not in found}

    def hangs(self, fact: str) -> bool:
        """Whether a fact is worked out with a parameter."""
        return fact in self._behind

    def names_in(self, value: Any) -> tuple[str, ...]:
        """The parameters anywhere in a table, list or text."""
        found = {name for text in _texts(value) for name in self._in(text)}
        return tuple(name for name in self._behind if name in found)

    def _in(self, text: str) -> frozenset[str]:
        found = (self._behind.get(name, ()) for name in _WORD.findall(text))
        return frozenset(name for some in found for name in some)

    def cases(self, names: tuple[str, ...]) -> tuple[Case, ...]:
        """Every combination of their values; none at all of faulty parameters."""
        declared = self.declared
        if declared is None:
            return ()
        groups: dict[str, list[str]] = {}
        for name in names:
            groups.setdefault(declared[name].by, []).append(name)
        several = [
            tuple(_places(by, {name: declared[name] for name in own})) for by, own in groups.items()
        ]
        return tuple(Case(where) for where in product(*several))


def put_in(value: Any, values: Mapping[str, Decimal]) -> Any:
    """The table, list or text with every text that is a parameter's name made its value."""
    if isinstance(value, str):
        return values.get(value, value)
    if isinstance(value, dict):
        return {k: one if k in _TOLD else put_in(one, values) for k, one in value.items()}
    return [put_in(one, values) for one in value] if isinstance(value, list) else value


_WORD: Final = re.compile(r"[a-z_]\w*", re.ASCII)
_TOLD: Final = frozenset({"title", "note", "reading", "clause", "remedy"})


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from () if key in _TOLD else _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)


def _places(by: str, own: "Mapping[str, Parameter]") -> Iterator[Where]:
    """Where parameters that hang on one thing have the same values."""
    if all(isinstance(one.values, dict) for one in own.values()):
        yield from _options(by, {name: one.values for name, one in own.items()})
        return
    edges = sorted(
        {s.edge for one in own.values() if isinstance(one.values, tuple) for s in one.values}
    )
    ends: list[Edge | None] = [None, *edges, None]
    for first, last in pairwise(ends):
        yield Where(by, {name: _from(one, first) for name, one in own.items()}, (), first, last)


def _options(by: str, own: Mapping[str, Any]) -> Iterator[Where]:
    """Options with the same values are one place."""
    shared = [
        option for option in next(iter(own.values())) if all(option in one for one in own.values())
    ]
    places: dict[tuple[Least, ...], list[str]] = {}
    for option in shared:
        places.setdefault(tuple(one[option] for one in own.values()), []).append(option)
    for values, options in places.items():
        yield Where(by, dict(zip(own, values, strict=True)), tuple(options))


def _from(one: "Parameter", first: Edge | None) -> Least:
    """Its value from an edge on."""
    steps = one.values if isinstance(one.values, tuple) else ()
    below = [step.value for step in steps if first is not None and step.edge <= first]
    return below[-1] if below else (one.otherwise or Least(Decimal(0), is_share=False))


# --- mechanisms ----------------------------------------------------------------------------------


class Varied(Mechanism):
    """A mechanism, once for each case."""

    written: Any  # as it stands in the text
    cases: tuple[Case, ...]
    ways: tuple[Mechanism, ...]

    def plan(self, draft: Draft) -> Formula:
        formulas = tuple(
            way.plan(draft.in_case(case.values))
            for case, way in zip(self.cases, self.ways, strict=True)
        )
        from civscore.standard.cases import Cases
        from civscore.standard.casewise import ByCase

        return ByCase(Cases(tuple(draft.case(case) for case in self.cases)), formulas)

    def check_records(self, records: Mapping[str, Record], entry: Entry) -> None:
        for way in self.ways:
            way.check_records(records, entry)


def read_varied(
    varying: Varying, value: Any, entry: Entry, read: Callable[[Any], Mechanism | None]
) -> Varied | None:
    """The mechanism a value declares, read once for each case; None if it is faulty."""
    cases = sound_cases(varying, varying.names_in(value), entry)
    ways = [read(put_in(value, case.values)) for case in cases]
    sound = tuple(one for one in ways if one is not None)
    return (
        Varied(written=value, cases=cases, ways=sound)
        if cases and len(sound) == len(cases)
        else None
    )


def sound_cases(varying: Varying, names: tuple[str, ...], entry: Entry) -> tuple[Case, ...]:
    """The cases of some parameters; none where they are too many, which is noted."""
    cases = varying.cases(names)
    if len(cases) > MOST:
        entry.report_key(TOO_MANY, names=names, found=len(cases), most=MOST)
        return ()
    return cases
