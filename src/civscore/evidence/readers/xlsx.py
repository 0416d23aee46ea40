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
from civscore.evidence.answers import answer
from civscore.evidence.cells import RefusedCellError
from civscore.evidence.packages import BROKEN, Oddities, Place, unpack
from civscore.evidence.readers import Limits, Reader
from civscore.evidence.sheets import Ledger, Sheet
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
        unsound: set[Path] = set()
        for kind, read in (("rows", _read_rows), ("list", _read_list)):
            for sheet in sheets:
                if kinds[sheet.name] == kind:
                    read(ledger, sheet, unsound)
        _finish(ledger, unsound)
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


def _read_list(ledger: Ledger, sheet: Sheet, unsound: set[Path]) -> None:
    """Answers one under the other: what stands in a row is said at its beginning."""
    roles = {
        str(mark["role"]): column
        for column in range(len(sheet.rows[0]))
        if (mark := sheet.mark(0, column)) and "role" in mark
    }
    if "value" not in roles:
        return
    for row in range(1, len(sheet.rows)):
        mark = sheet.mark(row, 0)
        if mark is None:
            _check_row(ledger, sheet, row, roles["value"])
        if mark is None or not isinstance(mark.get("path"), list):
            continue
        path: Path = tuple(mark["path"])
        for depth in range(1, len(path) + 1):
            ledger.places.setdefault(path[:depth], (sheet.name, (row, roles["value"])))
        found = _answer(ledger, sheet, mark, (row, roles["value"]), unsound, path)
        if found is not None and not ledger.put(path, found, sheet.name, (row, roles["value"])):
            place = ledger.cell(sheet.name, (row, roles["value"]))
            ledger.diagnostics.append(Diagnostic(FILLED_TWICE, place))
        for key in _BESIDE:
            if key in roles:
                kind = {"kind": "date" if key == "date" else "text"}
                beside = _answer(ledger, sheet, kind, (row, roles[key]), unsound, path)
                if beside is not None and path[:1] == ("facts",):
                    ledger.put(("beside", path[1], key), beside, sheet.name, (row, roles[key]))


def _check_row(ledger: Ledger, sheet: Sheet, row: int, column: int) -> None:
    """A row of nobody's: said, if something was filled in."""
    if sheet.at((row, column)) != "":
        place = ledger.cell(sheet.name, (row, column))
        ledger.diagnostics.append(Diagnostic(ROW_UNREAD, place))


def _answer(
    ledger: Ledger,
    sheet: Sheet,
    mark: Mapping[str, Any],
    place: Place,
    unsound: set[Path],
    path: Path,
) -> Any:
    """What a cell says; what it says wrongly is noted, and what it is of is left out."""
    try:
        return answer(mark, sheet.typed(place))
    except RefusedCellError as refused:
        where = ledger.cell(sheet.name, place)
        ledger.diagnostics.append(Diagnostic(refused.fault, where, refused.values))
        unsound.add(path[:2])
    return None


# --- tables ---------------------------------------------------------------------------------------


def _read_rows(ledger: Ledger, sheet: Sheet, unsound: set[Path]) -> None:
    """One thing a row, a column for each answer; a row of which nothing is filled in is none."""
    head = sheet.mark(0, 0) or {}
    marks = {
        column: mark
        for column in range(1, len(sheet.rows[0]))
        if (mark := sheet.mark(0, column)) and isinstance(mark.get("path"), list)
    }
    given = {tuple(path) for path in head.get("given", ())}
    path: Path = tuple(head.get("path", ()))
    number = 0
    for row in range(_first(sheet), len(sheet.rows)):
        filled = [
            column
            for column, mark in marks.items()
            if _value(sheet, (row, column)) != "" and tuple(mark["path"]) not in given
        ]
        if not filled:
            continue
        at: Path = (*path, number)
        ledger.put(path, {}, sheet.name, (row, filled[0]))
        ledger.places[at] = sheet.name, (row, filled[0])
        ledger.put(at, {}, sheet.name, (row, filled[0]))
        for column, mark in marks.items():
            place = sheet.merged.get((row, column), (row, column))
            found = _answer(ledger, sheet, mark, place, unsound, at)
            if found is not None:
                ledger.put((*at, *mark["path"]), found, sheet.name, place)
        number += 1
    given_once = head.get("with")
    if number and isinstance(given_once, dict):
        for key, value in given_once.items():
            ledger.put((*path[:-1], key), value, sheet.name, (0, 0))


def _first(sheet: Sheet) -> int:
    """The row after the headers."""
    marked = [row for row in range(len(sheet.rows)) if (sheet.mark(row, 0) or {}).get("header")]
    return marked[-1] + 1 if marked else 1


def _value(sheet: Sheet, place: Place) -> Any:
    found = sheet.at(sheet.merged.get(place, place))
    return found.strip() if isinstance(found, str) else found


# --- what comes of it -----------------------------------------------------------------------------


def _finish(ledger: Ledger, unsound: set[Path]) -> None:
    """Tables with numbers for keys are lists; what is said beside a fact goes with its value."""
    data = {key: _listed(value) for key, value in ledger.data.items()}
    facts = data.get("facts", {})
    for name, beside in data.pop("beside", {}).items():
        if name not in facts and ("facts", name) not in unsound:
            remark = ledger.value_at(("beside", name))
            ledger.diagnostics.append(Diagnostic(ANSWER_MISSING, remark))
        if name in facts:
            facts[name] = {"value": facts[name], **beside}
            for path, place in list(ledger.places.items()):
                if path[:2] == ("facts", name):
                    ledger.places["facts", name, "value", *path[2:]] = place
                if path[:2] == ("beside", name):
                    ledger.places["facts", *path[1:]] = place
    for path in unsound:
        if path[0] == "facts":
            facts.pop(path[1], None)
    ledger.data = data


def _listed(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    inner = {key: _listed(one) for key, one in value.items()}
    if inner and all(isinstance(key, int) for key in inner):
        return [inner[key] for key in sorted(inner)]
    return inner
