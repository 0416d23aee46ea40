"""Cases → assessments, and every expectation that does not hold, at its own line."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from civscore.assessment import Assessment, settle
from civscore.diagnostics import fault
from civscore.evidence.admitting import UNASKED, Admission, admit, requirements
from civscore.sentences import Sentence, joined, say
from civscore.standard.document import Document
from civscore.standard.plan import Plan
from civscore.standard.rows import Row
from civscore.trials.model import Case, Expected, Parted
from civscore.values import Value

TEST_FAILS: Final = fault(
    "test-fails",
    (
        "测试“{test}”不成立：{what} 应为 {expected}，算出的是 {found}{because}",
        "“{test}” fails: {what} should be {expected}, but is {found}{because}",
    ),
    (
        "请对照条文，改测试或改标准",
        "mend the test or the standard, whichever the clause contradicts",
    ),
)


class Ran(Value):
    """A case and what came out."""

    case: Case
    assessment: Assessment
    has_failed: bool


class Mismatch(Value):
    """An expectation that does not hold."""

    path: tuple[str, ...]
    what: Sentence
    expected: Sentence
    found: Sentence
    because: Sentence | None


def run_tests(plan: Plan, cases: tuple[Case, ...], document: Document) -> tuple[Ran, ...]:
    """Every case judged; what does not hold is noted in the document."""
    return tuple(_run(plan, case, document) for case in cases)


def _run(plan: Plan, case: Case, document: Document) -> Ran:
    assessment = settle(plan, case.bundle, case.bundle.times(), _admissions(plan, case))
    wrong = list(mismatches(case, assessment))
    entry = document.entry("test", case.number)
    for one in wrong:
        values = {name: getattr(one, name) for name in ("what", "expected", "found")}
        values["because"] = say("（{b}）", " ({b})", b=one.because) if one.because else ""
        entry.report(TEST_FAILS, *one.path, test=case.test.title, **values)
    return Ran(case, assessment, bool(wrong))


def _admissions(plan: Plan, case: Case) -> Mapping[str, Admission]:
    """All admitted, but for what is lacking."""
    times = case.bundle.times()
    return {
        name: admit(needs, (), times) if name in case.lacking else UNASKED
        for name, needs in requirements(plan).items()
    }


def examples_in(ran: tuple[Ran, ...]) -> Mapping[str, Row]:
    """By clause, the row of the first test that states it and on which it is met."""
    examples: dict[str, Row] = {}
    for one in ran:
        stated = {*one.case.test.points, *one.case.test.outcomes}
        for result in one.assessment.criteria:
            if result.id in stated and result.outcome == "met":
                examples.setdefault(result.id, one.assessment.row)
    return examples


def mismatches(case: Case, assessment: Assessment) -> Iterator[Mismatch]:
    """What was expected and did not come out."""
    test = case.test
    results = {one.id: one for one in assessment.criteria}
    sections = {one.section.id: one for one in assessment.sections}
    for name, want in test.points.items():
        split, what = results[name].split, _clause(name, results[name].criterion.title)
        found = split.earned, split.unproven
        yield from _of_points(("points", name), what, want, found, results[name].because)
    for name, outcome in test.outcomes.items():
        what, result = _clause(name, results[name].criterion.title), results[name]
        yield from _of_word(("outcomes", name), what, outcome, result.outcome, result.because)
    for name, want in test.sections.items():
        split, what = sections[name].split, _clause(name, sections[name].section.title)
        yield from _of_points(("sections", name), what, want, (split.earned, split.unproven))
    for key, sum_wanted, split, zh in (
        ("total", test.total, assessment.total, "总分"),
        ("bonus", test.bonus, assessment.bonus, "加分"),
    ):
        if sum_wanted is not None:
            found = split.earned, split.unproven
            yield from _of_points((key,), say(zh, key), sum_wanted, found, _parts(assessment, key))
    yield from _of_verdicts(case, assessment)


def _of_verdicts(case: Case, assessment: Assessment) -> Iterator[Mismatch]:
    vetoes = {one.id: one for one in assessment.vetoes}
    tiers = {one.id: one for one in assessment.tiers}
    gates = {one.id: one for one in assessment.gates}
    for name, expected in case.test.gates.items():
        what, gate = _clause(name, gates[name].clause.title), gates[name]
        yield from _of_word(("gates", name), what, expected, gate.status, gate.because)
    for name, want in case.test.vetoes.items():
        what, veto = _clause(name, vetoes[name].clause.title), vetoes[name]
        yield from _of_word(("vetoes", name), what, want, veto.status, veto.because)
    for name, status in case.test.tiers.items():
        because = tuple(one.because for one in tiers[name].blocking or tiers[name].conditions)
        what = say("等级“{n}”", "tier “{n}”", n=name)
        found = tiers[name].status
        yield from _of_word(("tiers", name), what, status, found, joined(because))


def _parts(assessment: Assessment, key: str) -> Sentence:
    """What a sum is made of."""
    if key == "total":
        parts = [(one.section.id, one.split.earned) for one in assessment.sections]
    else:
        results = assessment.criteria
        parts = [(one.id, one.split.earned) for one in results if one.planned.role == "bonus"]
    return joined(
        tuple(say("{i} 得 {n}", "{i}: {n}", i=name, n=n) for name, n in parts), "，", ", "
    )


def _clause(name: str, title: str) -> Sentence:
    return say("{n} {t}", "{n} {t}", n=name, t=title)


def _of_points(
    path: tuple[str, ...],
    what: Sentence,
    want: Expected,
    found: tuple[Decimal, Decimal],
    because: Sentence | None = None,
) -> Iterator[Mismatch]:
    pair = (want.earned, want.unproven) if isinstance(want, Parted) else (want, Decimal(0))
    if pair != found:
        yield Mismatch(path, what, _said(*pair), _said(*found), because)


def _said(earned: Decimal, unproven: Decimal) -> Sentence:
    if unproven == 0:
        return say("{e} 分", "{e}", e=earned)
    return say("已得 {e} 分、待证 {u} 分", "{e} earned and {u} unproven", e=earned, u=unproven)


def _of_word(
    path: tuple[str, ...], what: Sentence, want: str, found: str, because: Sentence
) -> Iterator[Mismatch]:
    if want != found:
        expected, came_out = (say("{w}", "{w}", w=word) for word in (want, found))
        yield Mismatch(path, what, expected, came_out, because)
