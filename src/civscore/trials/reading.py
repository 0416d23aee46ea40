"""A file of tests → cases, or every fault in it at once."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Final

from civscore.diagnostics import Fault, fault, nearest
from civscore.evidence.admitting import requirements
from civscore.evidence.model import Bundle, BundleHead, Community, Stretch
from civscore.evidence.reading import UNKNOWN_CLAUSE, check_applied, read_records
from civscore.standard.demands import UNKNOWN_CRITERION, UNKNOWN_SECTION, UNKNOWN_TIER
from civscore.standard.document import Document, Entry
from civscore.standard.facts.events import NO_PERIOD
from civscore.standard.linting import DATES_FALL, DUPLICATE_ID
from civscore.standard.plan import Plan
from civscore.standard.rows import Record
from civscore.standard.shelf import TESTS
from civscore.standard.tables import read_table
from civscore.standard.tokens import UNKNOWN_FACT
from civscore.trials.model import Case, Test, TestsText

UNKNOWN_TEST: Final = fault(
    "unknown-test",
    ("前面没有题为“{name}”的测试", "there is no earlier test “{name}”"),
    ("{near}", "{near}"),
)
EXPECTS_NOTHING: Final = fault(
    "test-expects-nothing",
    ("测试“{name}”没有写应当得出什么", "the test “{name}” does not say what should come out"),
    ('请写 points = {{ "1.1" = 2 }} 之类，或让别的测试以它为底', "add points, outcomes or tiers"),
    why=(
        "什么都不核对的测试永远通过，只会使人放心得没有道理",
        "a test that checks nothing always passes",
    ),
)
NOTHING_TO_LACK: Final = fault(
    "no-evidence-asked",
    ("“{name}”没有佐证要求，谈不上缺佐证", "“{name}” asks for no evidence that could be lacking"),
    ("请从 lacking 中删去", "remove it from lacking"),
)


def tests_beside(standard: str | Path) -> Path:
    """The file of tests that belongs to a standard's file."""
    return Path(standard).with_suffix(TESTS)


def standard_beside(tests: str | Path) -> Path:
    """The standard's file that a file of tests belongs to."""
    return Path(str(tests).removesuffix(TESTS) + ".toml")


def read_tests(document: Document, plan: Plan) -> tuple[Case, ...]:
    """The cases a parsed text declares, in order.

    Raises:
        Faulty: with every fault of the text at once.
    """
    text = read_table(TestsText, document.data, document.entry())
    if text is None:
        document.raise_errors()
    assert text is not None  # noqa: S101 - its absence is an error already raised
    reader = _Reader(text, document, plan)
    for number, test in enumerate(text.test):
        reader.read(number, test)
    reader.check_purpose()
    document.raise_errors()
    return tuple(reader.cases.values())


class _Reader:
    """Cases read so far, by title."""

    def __init__(self, text: TestsText, document: Document, plan: Plan) -> None:
        self.text, self.document, self.plan = text, document, plan
        self.cases: dict[str, Case] = {}
        self.bases: set[str] = set()
        self.asked = requirements(plan)
        self.criteria = [one.id for one in plan.criteria]
        self.vetoes = [one.veto.id for one in plan.vetoes]
        self.vetoes += [one.id for one in plan.criteria if one.role == "veto"]
        _check_period(text.period, document.entry("period"))

    def read(self, number: int, test: Test) -> None:
        entry = self.document.entry("test", number)
        if test.title in self.cases:
            entry.report(DUPLICATE_ID, "title", name=test.title)
        base = self._base(test, entry)
        self._check_names(test, entry)
        _check_period(test.period, entry.at("period"))
        day = test.as_of or (base.bundle.head.as_of if base else self.text.as_of)
        period = self._period(test, base)
        own = self._own(test, entry.at("facts"), has_period=period is not None)
        records = {**self._taken_over(test, base, entry), **own}
        community = Community(id=str(number), name=test.title)
        head = BundleHead(as_of=day, applied=self._applied(test, base, entry))
        bundle = Bundle(community, head, period, records, (), Path())
        lacking = frozenset(test.lacking) | (base.lacking if base else frozenset())
        self.cases.setdefault(test.title, Case(number, test, bundle, lacking))

    def _period(self, test: Test, base: Case | None) -> tuple[date, date] | None:
        if test.period is None and base is not None:
            return base.bundle.period
        period = test.period or self.text.period
        return (period.start, period.until) if period else None

    def _applied(self, test: Test, base: Case | None, entry: Entry) -> str:
        if test.applied is None:
            return base.bundle.head.applied if base else ""
        check_applied(test.applied, self.plan, entry.at("applied"))
        return test.applied

    def _base(self, test: Test, entry: Entry) -> Case | None:
        if not test.based_on:
            return None
        base = self.cases.get(test.based_on)
        if base is None:
            near = nearest(test.based_on, self.cases)
            entry.report(UNKNOWN_TEST, "based_on", name=test.based_on, near=near)
        self.bases.add(test.based_on)
        return base

    def _own(self, test: Test, entry: Entry, *, has_period: bool) -> Mapping[str, Record]:
        """What the test itself records."""
        own = read_records(test.facts, entry, self.plan, BundleHead())
        for planned in self.plan.criteria:
            planned.criterion.way.check_records(own, entry)
        for name in () if has_period else own:
            fact = self.plan.standard.facts[name]
            if fact.needs_period:
                entry.report(NO_PERIOD, name, title=fact.title)
        return own

    def _taken_over(self, test: Test, base: Case | None, entry: Entry) -> Mapping[str, Record]:
        """What the base records, without what counts as not recorded here."""
        for number, name in enumerate(test.unrecorded):
            if name not in self.plan.standard.facts:
                near = nearest(name, self.plan.standard.facts)
                entry.report(UNKNOWN_FACT, "unrecorded", number, name=name, near=near)
        records = base.bundle.records if base else {}
        return {name: one for name, one in records.items() if name not in test.unrecorded}

    def _check_names(self, test: Test, entry: Entry) -> None:
        clauses = sorted({*self.criteria, *self.vetoes})
        sections = [one.section.id for one in self.plan.sections if one.scored]
        tiers = [one.tier.id for one in self.plan.tiers]
        known: tuple[tuple[str, Iterable[str], list[str], Fault], ...] = (
            ("points", test.points, self.criteria, UNKNOWN_CRITERION),
            ("outcomes", test.outcomes, self.criteria, UNKNOWN_CRITERION),
            ("sections", test.sections, sections, UNKNOWN_SECTION),
            ("gates", test.gates, [one.gate.id for one in self.plan.gates], UNKNOWN_CLAUSE),
            ("vetoes", test.vetoes, self.vetoes, UNKNOWN_CLAUSE),
            ("tiers", test.tiers, tiers, UNKNOWN_TIER),
        )
        for key, given, names, kind in known:
            for name in given:
                if name not in names:
                    entry.report_key(kind, key, name, name=name, near=nearest(name, names))
        for number, name in enumerate(test.lacking):
            if name not in self.asked:
                near = nearest(name, clauses)
                entry.report(UNKNOWN_CLAUSE, "lacking", number, name=name, near=near)
            elif not self.asked[name]:
                entry.report(NOTHING_TO_LACK, "lacking", number, name=name)

    def check_purpose(self) -> None:
        """A test says what should come out, unless others are based on it."""
        for title, case in self.cases.items():
            if not case.test.expects and title not in self.bases:
                self.document.entry("test", case.number).report(EXPECTS_NOTHING, name=title)


def _check_period(period: Stretch | None, entry: Entry) -> None:
    if period is not None and period.until < period.start:
        entry.report(DATES_FALL, start=period.start, until=period.until)
