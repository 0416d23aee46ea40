"""Where numbers come from: every clause names its source, every source is named by a clause."""

from collections.abc import Iterator
from typing import Final

from civscore.diagnostics import fault, nearest
from civscore.standard.clauses import Clause
from civscore.standard.document import Entry
from civscore.standard.plan import Plan
from civscore.standard.sources import Basis

BASIS_MISSING: Final = fault(
    "basis-missing",
    ("“{name}”没有写明数字的出处", "“{name}” does not say where its numbers come from"),
    (
        '写 basis = "ours",或 basis = {{ of = "来源", clause = "条目" }}',
        'write basis = "ours", or {{ of = …, clause = … }}',
    ),
    why=(
        "条文不是发布机关原文时，每一条都要说明数字是原文的还是拟定的",
        "where the text is not the issuer's own, each clause says whose its numbers are",
    ),
)
UNKNOWN_SOURCE: Final = fault(
    "unknown-source",
    ("[sources] 里没有“{name}”", "there is no “{name}” under [sources]"),
    ("{near}", "{near}"),
)
UNUSED_SOURCE: Final = fault(
    "unused-source",
    ("来源“{name}”没有条款引用", "no clause cites the source “{name}”"),
    ("请删去，或补上引用", "remove it, or cite it"),
    severity="warning",
)


def check_basis(plan: Plan, entry: Entry) -> None:
    """Note clauses without a source, and sources that nobody declared."""
    sources = plan.standard.sources
    for clause, path in _clauses(plan):
        if clause.basis is None and plan.standard.standard.text != "official":
            entry.report(BASIS_MISSING, *path, name=clause.id)
        for number, basis in enumerate(bases(clause)):
            if basis.of not in sources and not entry.document.may_declare(basis.of):
                inner = (number, "of") if isinstance(clause.basis, tuple) else ("of",)
                near = nearest(basis.of, sources)
                entry.report(UNKNOWN_SOURCE, *path, "basis", *inner, name=basis.of, near=near)


def _clauses(plan: Plan) -> Iterator[tuple[Clause, tuple[str | int, ...]]]:
    """Every clause with its path."""
    yield from ((one.criterion, one.path) for one in plan.criteria)
    yield from plan.others


def check_sources(plan: Plan, entry: Entry) -> None:
    """Note sources that no clause names."""
    cited = {basis.of for clause, _ in _clauses(plan) for basis in bases(clause)}
    for name in plan.standard.sources:
        if name not in cited:
            entry.report_key(UNUSED_SOURCE, "sources", name, name=name)


def bases(clause: Clause) -> tuple[Basis, ...]:
    """The documents a clause cites."""
    if isinstance(clause.basis, Basis):
        return (clause.basis,)
    return clause.basis if isinstance(clause.basis, tuple) else ()
