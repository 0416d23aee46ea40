"""What `only` says, place by place: the options for which a section or a clause is there.

What stands inside a section is there only where the section is.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import product
from typing import Final, TypeAlias

from civscore.diagnostics import fault, nearest
from civscore.sentences import Sentence, joined
from civscore.standard.cases import PlannedCase, Reason
from civscore.standard.clauses import Clause, Only, Requirement
from civscore.standard.conditions import Condition, Junction, OneOf
from civscore.standard.contents import Path
from civscore.standard.document import Entry
from civscore.standard.facts import UNKNOWN_PART
from civscore.standard.model import Criterion, Section
from civscore.standard.naming import AbandonedError, Naming
from civscore.standard.parsing import Term
from civscore.standard.tokens import UNKNOWN_FACT

NOT_A_CHOICE: Final = fault(
    "only-by-number",
    ("only 不能按“{name}”写，它没有选项", "only cannot go by “{name}”, which has no options"),
    (
        "请写选项、等级类数据项或 applied；按数的写 applies_if",
        "name a choice, a grade or applied; of a number write applies_if",
    ),
)
NEVER: Final = fault(
    "only-never",
    ("这里的 only 与外层的没有共同的选项，永远没有这一条", "no option is left: it is never there"),
    ("请核对两处的选项", "check the options here and of the section around"),
)
TOO_MANY: Final = fault(
    "only-too-many",
    ("only 所写的选项合起来有 {found} 种情形，超过 {most} 种", "{found} cases, more than {most}"),
    ("请减少数据项，或每一类各写一个标准", "name fewer choices, or write a standard for each"),
)
MOST: Final = 256

Limit: TypeAlias = Mapping[str, frozenset[str]]
"""By the name of a choice, the options that something is there for."""

Combination: TypeAlias = Mapping[str, tuple[str, ...]]
"""By the name of a choice, options that nothing tells apart."""


class Limits:
    """The limits of every place, and the choices they speak of."""

    def __init__(self, naming: Naming, entry: Entry) -> None:
        self.of: dict[Path, Limit] = {}
        self.terms: dict[str, Term] = {}
        self.is_sound = True
        self._naming, self._entry = naming, entry

    def read(self, sections: Iterable[Section], others: Iterable[tuple[Clause, Path]]) -> None:
        """Note every limit, and what is wrong with one."""
        for number, section in enumerate(sections):
            self._section(section, ("section", number), {})
        for clause, path in others:
            certificate = getattr(clause, "certificate", None)
            needs = () if certificate is None else (certificate,)
            self._clause(clause, path, {}, {(*path, "certificate"): one for one in needs})

    def _section(self, section: Section, path: Path, around: Limit) -> None:
        own = self._limit(section.only, path, around)
        for number, one in enumerate(section.criterion):
            self._criterion(one, (*path, "criterion", number), own)
        for number, inner in enumerate(section.section):
            self._section(inner, (*path, "section", number), own)

    def _criterion(self, one: Criterion, path: Path, around: Limit) -> None:
        needs = {(*path, "evidence", number): need for number, need in enumerate(one.evidence)}
        self._clause(one, path, around, needs)

    def _clause(
        self, clause: Clause, path: Path, around: Limit, needs: Mapping[Path, Requirement]
    ) -> None:
        own = self._limit(clause.only, path, around)
        for place, need in needs.items():
            self._limit(need.only, place, own)

    def _limit(self, only: Only, path: Path, around: Limit) -> Limit:
        found = dict(around)
        for name, options in only.items():
            asked = (options,) if isinstance(options, str) else options
            if self._is_known(name, asked, (*path, "only", name)):
                found[name] = found.get(name, frozenset(asked)) & frozenset(asked)
                if not found[name]:
                    self._note(NEVER, (*path, "only", name))
        self.of[path] = found
        return found

    def _is_known(self, name: str, options: Collection[str], path: Path) -> bool:
        try:
            term = self._naming.scope.get(name)
        except AbandonedError:  # a fact that was left out
            self.is_sound = False
            return False
        if not isinstance(term, Term):
            near = nearest(name, self._naming.scope)
            self._note(UNKNOWN_FACT, path, name=name, near=near)
            return False
        if not term.codes:
            self._note(NOT_A_CHOICE, path, name=name)
            return False
        for option in options:
            if option not in term.codes:
                self._note(UNKNOWN_PART, path, name=option, near=nearest(option, term.codes))
        self.terms[name] = term
        return True

    def _note(self, kind: object, path: Path, **values: object) -> None:
        self._entry.report(kind, *path, **values)  # type: ignore[arg-type]
        self.is_sound = False

    def combinations(self) -> tuple[Combination, ...]:
        """Every kind of community that the limits tell apart; none where they are too many."""
        several = [list(self._alike(name)) for name in self.terms]
        found = 1
        for one in several:
            found *= len(one)
        if found > MOST:
            self._entry.report(TOO_MANY, "section", 0, found=found, most=MOST)
            return ()
        return tuple(dict(zip(self.terms, one, strict=True)) for one in product(*several))

    def _alike(self, name: str) -> Iterator[tuple[str, ...]]:
        """Options of a choice, those together for which the same is there."""
        limits = list(dict.fromkeys(one[name] for one in self.of.values() if name in one))
        alike: dict[tuple[bool, ...], list[str]] = {}
        for option in _in_order(self.terms[name]):
            alike.setdefault(tuple(option in one for one in limits), []).append(option)
        yield from (tuple(one) for one in alike.values())

    def stands(self, path: Path, combination: Combination) -> bool:
        """Whether a place is there in a combination."""
        return all(set(combination[name]) <= options for name, options in self.of[path].items())

    def case(self, combination: Combination) -> PlannedCase:
        """When a combination is at hand."""
        return PlannedCase(tuple(self._reason(*one) for one in combination.items()))

    def condition(self, path: Path) -> Condition | bool:
        """When a place is there; True if always."""
        found = [self._reason(*one).condition for one in self.of[path].items()]
        if not found:
            return True
        return found[0] if len(found) == 1 else Junction(tuple(found), every=True)

    def said(self, path: Path) -> Sentence:
        """For what a place is there."""
        return joined(tuple(self._reason(*one).label(None) for one in self.of[path].items()))

    def _reason(self, name: str, options: Collection[str]) -> Reason:
        term = self.terms[name]
        by_code = sorted(term.codes.values(), key=lambda pair: pair[0])
        names = tuple(title for _, title in by_code)
        codes = tuple(sorted(term.codes[option][0] for option in options))
        quantity = term.quantity
        condition = OneOf(quantity, quantity.columns[0], codes, names, term.is_ordered)
        return Reason(condition, (quantity,), tuple(names[code] for code in codes), ())


def _in_order(term: Term) -> list[str]:
    return sorted(term.codes, key=lambda option: term.codes[option][0])
