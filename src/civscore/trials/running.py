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
    assessment = settle(plan, case.bundle, case.bundle.times(), lambda one: _admissions(one, case))
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
    test, titles = case.test, _titles(assessment.whole)
    results = {one.id: one for one in assessment.criteria}
    sections = {one.section.id: one for one in assessment.sections}
    for key, wanted, found in (
        ("points", test.points, results),
        ("sections", test.sections, sections),
    ):
        for name, want in wanted.items():
            path, what, one = (key, name), _clause(name, titles[key, name]), found.get(name)
            if one is None:
                pair = (want.earned, want.unproven) if isinstance(want, Parted) else (want, _ZERO)
                yield Mismatch(path, what, _said(*pair), _UNLISTED, None)
                continue
            parts, because = (one.split.earned, one.split.unproven), getattr(one, "because", None)
            yield from _of_points(path, what, want, parts, because)
    for key, sum_wanted, split, zh in (
        ("total", test.total, assessment.total, "总分"),
        ("bonus", test.bonus, assessment.bonus, "加分"),
    ):
        if sum_wanted is not None:
            ends = split.earned, split.unproven
            yield from _of_points((key,), say(zh, key), sum_wanted, ends, _parts(assessment, key))
    yield from _of_words(case, assessment, titles)


def _of_words(
    case: Case, assessment: Assessment, titles: Mapping[tuple[str, str], str]
) -> Iterator[Mismatch]:
    """Outcomes and statuses; what is there for others only is absent."""
    test = case.test
    outcomes = {one.id: (one.outcome, one.because) for one in assessment.criteria}
    gates = {one.id: (one.status, one.because) for one in assessment.gates}
    vetoes = {one.id: (one.status, one.because) for one in assessment.vetoes}
    is_sure = assessment.plan.divided is None
    nothing = "absent" if is_sure else "unlisted", _UNLISTED
    for key, wanted, found in (
        ("outcomes", test.outcomes, outcomes),
        ("gates", test.gates, gates),
        ("vetoes", test.vetoes, vetoes),
    ):
        for name, want in wanted.items():
            word, because = found.get(name, nothing)
            yield from _of_word((key, name), _clause(name, titles[key, name]), want, word, because)
    tiers = {one.id: one for one in assessment.tiers}
    for name, status in test.tiers.items():
        because = joined(tuple(o.because for o in tiers[name].blocking or tiers[name].conditions))
        what = say("等级“{n}”", "tier “{n}”", n=name)
        yield from _of_word(("tiers", name), what, status, tiers[name].status, because)


_ZERO: Final = Decimal(0)
_UNLISTED: Final = say("没有列入", "not listed")


def _titles(plan: Plan) -> Mapping[tuple[str, str], str]:
    """What is stated of a standard by key and id → its title."""
    found = {("sections", one.section.id): one.section.title for one in plan.sections}
    for one in plan.criteria:
        keys = "points", "outcomes", "vetoes"
        found |= {(key, one.id): one.criterion.title for key in keys}
    found |= {("vetoes", one.veto.id): one.veto.title for one in plan.vetoes}
    return found | {("gates", one.gate.id): one.gate.title for one in plan.gates}


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
