"""A bundle as a workbook: the ledger that `civscore template` writes, filled in.

Every sheet says in a hidden row and column what stands where, so it is read without the standard,
wherever rows have been moved to; what it says is then checked like any `bundle.toml`. The file is
only read, never written.

- *A sheet somebody added?* Not read, which is said.
- *Merged cells in a table?* What is in the first holds for all of them.
- *A workbook that is not our template?* Refused, with how to make one.
"""

from collections.abc import Mapping
from typing import Any, Final

from civscore.diagnostics import Diagnostic, Faulty, Location, fault
from civscore.evidence.packages import BROKEN, unpack
from civscore.evidence.readers import Limits, Reader
from civscore.evidence.scanning import Oddities
from civscore.evidence.sheets import HEADS, Ledger, Sheet, is_named
from civscore.evidence.tables import read_rows
from civscore.extras import wanted
from civscore.standard.contents import Path
from civscore.standard.document import Document

NOT_A_LEDGER: Final = fault(
    "not-a-ledger",
    ("这不是 civscore 的台账", "this is no ledger of civscore"),
    (
        "请用 civscore template 标准 -o 台账.xlsx 写出空白台账，把内容填进去",
        "make one with civscore template STANDARD -o ledger.xlsx and fill that in",
    ),
)
SHEET_UNREAD: Final = fault(
    "sheet-unread",
    ("表“{name}”不是模板里的，没有读", "the sheet “{name}” is not of the template, and not read"),
    ("佐证另存成文件；数据填到模板的表里", "put facts into the sheets of the template"),
    severity="warning",
)
ROW_UNREAD: Final = fault(
    "row-unread",
    ("这一行不是模板里的，没有读", "this row is not of the template, and not read"),
    ("请填到模板原有的行里", "fill in the rows of the template"),
    severity="warning",
)
ANSWER_MISSING: Final = fault(
    "answer-missing",
    ("写了出处或说明，没有填报", "there is a source or remark, and no answer"),
    ("请填上，或删去说明；没有填的仍算未填报", "fill it in, or remove the remark"),
    severity="warning",
)
PICTURES_UNREAD: Final = fault(
    "pictures-unread",
    ("台账里插了 {n} 张图片，没有读", "{n} pictures in the ledger are not read"),
    ("请另存为文件，放在“佐证”里登记", "save them as files and list the files"),
    severity="warning",
)
FILLED_TWICE: Final = fault(
    "filled-twice",
    (
        "既逐件登记，又填了这一格，只能留一样",
        "things are listed one by one, and this cell is filled in as well",
    ),
    ("请删去一处", "remove one"),
)
_BESIDE: Final = ("source", "assessor", "reason", "date")


class Xlsx(Reader):
    """Reads a workbook."""

    def read(self, content: bytes, file: str, limits: Limits) -> Document:  # noqa: ARG002
        package = unpack(content, file)
        calamine = wanted("python_calamine", "excel")
        ledger = Ledger(file, content)
        try:
            book = calamine.CalamineWorkbook.from_filelike(package.content)
            sheets = [
                Sheet(book.get_sheet_by_name(name), package.sheets.get(name, Oddities()), package)
                for name in book.sheet_names
            ]
        except (calamine.CalamineError, OSError, ValueError) as error:
            raise Faulty([Diagnostic(BROKEN, Location(file), {"because": str(error)})]) from None
        kinds = {sheet.name: (sheet.mark(0, 0) or {}).get("sheet") for sheet in sheets}
        if not any(kinds.values()):
            raise Faulty([Diagnostic(NOT_A_LEDGER, Location(file))])
        for kind, read in (("rows", read_rows), ("list", _read_list)):
            for sheet in sheets:
                if kinds[sheet.name] == kind:
                    read(ledger, sheet)
        _finish(ledger)
        for sheet in sheets:
            if kinds[sheet.name] is None and any(cell != "" for row in sheet.rows for cell in row):
                place = ledger.cell(sheet.name, (0, 0))
                values: dict[str, object] = {"name": sheet.name}
                ledger.diagnostics.append(Diagnostic(SHEET_UNREAD, place, values))
        if package.pictures:
            told: dict[str, object] = {"n": package.pictures}
            ledger.diagnostics.append(Diagnostic(PICTURES_UNREAD, Location(file), told))
        return ledger


# --- sheets that list one thing a row -------------------------------------------------------------


def _read_list(ledger: Ledger, sheet: Sheet) -> None:
    """Answers one under the other: what stands in a row is said at its beginning."""
    roles = {
        str(mark["role"]): column
        for column in range(len(sheet.rows[0]))
        if (mark := sheet.mark(0, column)) and "role" in mark
    }
    if "value" not in roles:
        return
    for row in range(1, len(sheet.rows)):
        mark = sheet.mark(row, 0) or {}
        if not mark:
            _check_row(ledger, sheet, row, roles["value"])
        if "criterion" in mark:
            _read_scores(ledger, sheet, row, str(mark["criterion"]))
        if is_named(tuple(mark.get("path", ())), HEADS):
            _read_answer(ledger, sheet, row, roles)


def _read_answer(ledger: Ledger, sheet: Sheet, row: int, roles: Mapping[str, int]) -> None:
    """What is filled in in a row, and what is said beside it."""
    mark = sheet.mark(row, 0) or {}
    path: Path = tuple(mark["path"])
    for depth in range(1, len(path) + 1):
        ledger.places.setdefault(path[:depth], (sheet.name, (row, roles["value"])))
    found = ledger.answer(sheet, mark, (row, roles["value"]), path)
    if found is not None and not ledger.put(path, found, sheet.name, (row, roles["value"])):
        place = ledger.cell(sheet.name, (row, roles["value"]))
        ledger.diagnostics.append(Diagnostic(FILLED_TWICE, place))
    for key in _BESIDE:
        if key in roles:
            kind = {"kind": "date" if key == "date" else "text"}
            beside = ledger.answer(sheet, kind, (row, roles[key]), path)
            if beside is not None and path[:1] == ("facts",):
                ledger.put(("beside", path[1], key), beside, sheet.name, (row, roles[key]))


def _read_scores(ledger: Ledger, sheet: Sheet, row: int, criterion: str) -> None:
    """What assessors gave for a criterion: points, and why they are not full."""
    for column in range(len(sheet.rows[0])):
        match (sheet.mark(0, column) or {}).get("score"):
            case [str(assessor), "points" | "reason" as part]:
                path: Path = ("scores", assessor, criterion, part)
                kind = {"kind": "points" if part == "points" else "text"}
                found = ledger.answer(sheet, kind, (row, column), path)
                if found is not None:
                    ledger.put(path, found, sheet.name, (row, column))


def _check_row(ledger: Ledger, sheet: Sheet, row: int, column: int) -> None:
    """A row of nobody's: said, if something was filled in."""
    if sheet.at((row, column)) != "":
        place = ledger.cell(sheet.name, (row, column))
        ledger.diagnostics.append(Diagnostic(ROW_UNREAD, place))


# --- what comes of it -----------------------------------------------------------------------------


def _finish(ledger: Ledger) -> None:
    """Tables with numbers for keys are lists; what is said beside a fact goes with its value."""
    data = {key: _listed(value) for key, value in ledger.data.items()}
    facts = data.get("facts", {})
    remarked = set()
    for name, beside in data.pop("beside", {}).items():
        if name not in facts and ("facts", name) not in ledger.unsound:
            remark = ledger.value_at(("beside", name))
            ledger.diagnostics.append(Diagnostic(ANSWER_MISSING, remark))
        if name in facts:
            facts[name] = {"value": facts[name], **beside}
            remarked.add(name)
    for path, place in list(ledger.places.items()):
        if len(path) > 1 and path[1] in remarked:
            if path[0] == "facts":
                ledger.places["facts", path[1], "value", *path[2:]] = place
            if path[0] == "beside":
                ledger.places["facts", *path[1:]] = place
    for path in ledger.unsound:
        if path[0] == "facts":
            facts.pop(path[1], None)
    _finish_scores(ledger, data.get("scores", {}))
    ledger.data = data


def _finish_scores(ledger: Ledger, scores: Mapping[str, Any]) -> None:
    """What has no points is no score; a reason alone is said."""
    for assessor, given in scores.items():
        for criterion in [name for name, one in given.items() if "points" not in one]:
            path: Path = ("scores", assessor, criterion)
            if path not in ledger.unsound:
                ledger.diagnostics.append(Diagnostic(ANSWER_MISSING, ledger.value_at(path)))
            del given[criterion]


def _listed(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    inner = {key: _listed(one) for key, one in value.items()}
    if inner and all(isinstance(key, int) for key in inner):
        return [inner[key] for key in sorted(inner)]
    return inner
