"""Filled forms of samples 抽样表: what `civscore sample` wrote, filled in on the spot.

    [bundle]
    forms = ["抽样/抽样表.csv"]

What a form says of a fact is recorded as if it stood under `[facts]`; its faults are in its own
cells. A form is a workbook, read as a ledger is, or a CSV with a line for each unit.

- *A fact that is recorded in the bundle, too?* Refused: one of the two is wrong.
- *Units nobody has been to yet?* Their cells are empty; they stay unknown.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from civscore.diagnostics import Diagnostic, Faulty, fault
from civscore.evidence.answers import answer
from civscore.evidence.attachments import Attachments, content_of
from civscore.evidence.cells import RefusedCellError, Typed
from civscore.evidence.lines import Lines, named, open_lines
from civscore.evidence.readers import USUAL, reader_of
from civscore.standard.document import Document, Entry
from civscore.standard.facts import Fact
from civscore.standard.facts.sample import Sample
from civscore.standard.plan import Plan

NOT_A_FORM: Final = fault(
    "not-a-form",
    ("“{file}”不是 civscore sample 写出的抽样表", "“{file}” is no form that civscore sample wrote"),
    (
        "请用 .xlsx 或 .csv 的抽样表，表头不要改",
        "use an .xlsx or .csv it wrote, its head unchanged",
    ),
)
RECORDED_TWICE: Final = fault(
    "recorded-twice",
    ("“{name}”在 {form} 里也填了", "“{name}” is filled in in {form}, too"),
    ("请只留一处", "keep one of them"),
)

HEADERS: Final[Mapping[str, tuple[str, str]]] = {
    "fact": ("数据项", "fact"),
    "title": ("抽查什么", "title"),
    "order": ("次序", "order"),
    "role": ("抽中或候补", "role"),
    "id": ("编号", "id"),
    "name": ("名称", "name"),
    "stratum": ("层", "stratum"),
    "words": ("不合格的情形", "words"),
    "number": ("份数", "number"),
    "digest": ("摘要", "sha256"),
}
"""Columns of a form that is a CSV, in both languages; checks are headed `stairs.clean 干净`."""

TOTALS: Final = ("汇总", "total")
"""The role of a line that is no unit, but a number of the whole."""


def read_forms(
    names: tuple[str, ...], entry: Entry, plan: Plan, files: Attachments
) -> Iterator[Document]:
    """What the forms say, each a document with `facts`; what is faulty is noted."""
    known = entry.document.data.get("facts", {})
    seen = dict.fromkeys(known if isinstance(known, dict) else (), "bundle")
    for number, name in enumerate(names):
        place = entry.at(number)
        content, shown = content_of(name, place, files)
        if content is None:
            continue
        try:
            form = _open(content, name, shown, place, plan)
        except Faulty as faulty:
            place.document.diagnostics += faulty.diagnostics
            continue
        if form is not None:
            for fact in [one for one in form.data["facts"] if one in seen]:
                form.entry("facts").report(RECORDED_TWICE, fact, name=fact, form=seen[fact])
                del form.data["facts"][fact]
            seen |= dict.fromkeys(form.data["facts"], name)
            yield form


def _open(content: bytes, name: str, shown: str, place: Entry, plan: Plan) -> Document | None:
    """A form; None if it is something else, which is noted."""
    ending = name.lower().rpartition(".")[2]
    if ending == "xlsx":
        form = reader_of("xlsx").read(content, shown, USUAL)
        form.data = {"facts": form.data.get("facts", {})}
        return form
    lines = open_lines(content, shown) if ending == "csv" else None
    if lines is None or not set(HEADERS["fact"]) & set(lines.names):
        place.report(NOT_A_FORM, file=name)
        return None
    _read_lines(lines, plan)
    return lines


def _read_lines(lines: Lines, plan: Plan) -> None:
    """What a CSV says of each fact: units of a sample, numbers of the whole."""
    facts: dict[str, Any] = {}
    unsound: set[str] = set()
    for number, line in lines.each():
        name = named(line, *HEADERS["fact"])
        fact = plan.standard.facts.get(name)
        before = len(lines.diagnostics)
        if named(line, *HEADERS["role"]) in TOTALS:
            _read_total(lines, number, (name, named(line, *HEADERS["id"])), fact, facts)
        elif isinstance(fact, Sample):
            _read_unit(lines, number, line, name, fact, facts)
        if len(lines.diagnostics) > before:
            unsound.add(name)
    for name, said in list(facts.items()):
        if name in unsound or set(said) == {"available"}:  # which we wrote: nobody filled it in
            del facts[name]
    lines.data = {"facts": facts}


def _read_total(
    lines: Lines, row: int, at: tuple[str, str], fact: Fact | None, facts: dict[str, Any]
) -> None:
    """A number of the whole, at its path within a fact."""
    blanks = {".".join(map(str, one.path)): one.mark for one in fact.layout.blanks} if fact else {}
    said = _said(lines, row, _column(lines, "number"), blanks.get(at[1], {"kind": "number"}))
    if said is None:
        return
    path = [at[0], *(at[1].split(".") if at[1] in blanks else [at[1]])]
    outer, last = path[:-1], path[-1]
    table = facts
    for key in outer:
        table = table.setdefault(key, {})
    table[last] = said
    lines.place(("facts", *outer, last), row, _column(lines, "number"))


def _read_unit(
    lines: Lines, row: int, line: Mapping[str, str], name: str, fact: Sample, facts: dict[str, Any]
) -> None:
    """A unit of which anything was found."""
    unit = dict(_of_unit(lines, row, name, fact))
    if not unit:
        return
    listed = facts.setdefault(name, {}).setdefault("units", [])
    if not isinstance(listed, list):
        return  # a total of that name, which will be refused
    path = "facts", name, "units", len(listed)
    lines.place(path, row)
    for key, (_, column) in unit.items():
        lines.place((*path, key), row, column)
    label = f"{named(line, *HEADERS['id'])} {named(line, *HEADERS['name'])}".strip()
    listed.append({"unit": label} | {key: said for key, (said, _) in unit.items()})


def _column(lines: Lines, key: str) -> str:
    return next((name for name in HEADERS[key] if name in lines.names), "")


def _of_unit(
    lines: Lines, row: int, name: str, fact: Sample
) -> Iterator[tuple[str, tuple[Any, str]]]:
    """What was found of a unit, and in which column."""
    for column in lines.names:
        owner, _, key = column.split(" ")[0].partition(".")
        if owner == name and key in fact.checks:
            said = _said(lines, row, column, {"kind": "flag"})
            if said is not None:
                yield key, (said, column)
    words = _said(lines, row, _column(lines, "words"), {"kind": "text"})
    if words:
        yield "words", (words, _column(lines, "words"))


def _said(lines: Lines, row: int, column: str, mark: Mapping[str, Any]) -> Any:
    """What a cell says; what it says wrongly is noted."""
    text = lines.rows[row][lines.names.index(column)] if column else ""
    try:
        return answer(mark, Typed(text)) if text.strip() not in {"／", "/"} else None
    except RefusedCellError as refused:
        place = lines.cell(row, column)
        lines.diagnostics.append(Diagnostic(refused.fault, place, refused.values))
        return None
