"""A standard tried whole: its tests run, its boundary cases made, its coverage taken."""

from pathlib import Path
from typing import Final

from civscore.diagnostics import Diagnostic, Location, fault, in_order
from civscore.standard.document import Document, is_file, read_document
from civscore.standard.plan import Plan
from civscore.standard.shelf import load_standard
from civscore.trials.coverage import Coverage, coverage_of
from civscore.trials.edges import Edges, find_edges
from civscore.trials.reading import read_tests, tests_beside
from civscore.trials.running import Ran, examples_in, run_tests
from civscore.values import Value

NO_TESTS: Final = fault(
    "no-tests",
    ("旁边没有测试文件“{name}”", "there is no file of tests “{name}” beside it"),
    ("请新建一个，写 as_of 和 [[test]]", "add one with as_of and [[test]]"),
    severity="warning",
)


class Trial(Value):
    """What came of trying a standard."""

    plan: Plan
    ran: tuple[Ran, ...]
    edges: Edges
    coverage: Coverage
    diagnostics: tuple[Diagnostic, ...]

    @property
    def failed(self) -> int:
        """Number of tests that do not hold."""
        return sum(one.has_failed for one in self.ran)


def try_standard(file: Path) -> Trial:
    """Try a standard with the tests beside it, if there are any.

    Raises:
        Faulty: if the standard or the file of tests is faulty; a test that fails is none.
    """
    plan = load_standard(file)
    beside = tests_beside(file)
    if is_file(beside):
        document = read_document(beside)
        ran = run_document(document, plan)
        diagnostics = in_order(document.diagnostics)
    else:
        ran = ()
        diagnostics = (Diagnostic(NO_TESTS, Location(str(file)), {"name": beside.name}),)
    edges = find_edges(plan, examples_in(ran))
    return Trial(plan, ran, edges, coverage_of(plan, ran, edges), diagnostics)


def run_document(document: Document, plan: Plan) -> tuple[Ran, ...]:
    """The tests of a parsed text; those that fail are noted in it.

    Raises:
        Faulty: with every fault of form at once.
    """
    return run_tests(plan, read_tests(document, plan), document)
