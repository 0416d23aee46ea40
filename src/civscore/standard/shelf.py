"""Bundled standards, found by id, and standards loaded from anywhere.

The standards ship inside the package; in a source checkout they lie at the top of the tree.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

from civscore.diagnostics import Diagnostic, Faulty, Location, fault, found_text, in_order, nearest
from civscore.sentences import verbatim
from civscore.standard.document import Document, is_file, is_folder, read_document
from civscore.standard.editions import choose, edition_in, edition_of
from civscore.standard.linting import lint
from civscore.standard.nouns import WRONG_TYPE
from civscore.standard.plan import Plan
from civscore.standard.planning import plan_standard
from civscore.standard.reading import read_standard
from civscore.values import replaced

TESTS: Final = ".tests.toml"
"""How the name of the tests that lie beside a standard ends."""

UNKNOWN_STANDARD: Final = fault(
    "unknown-standard",
    ("没有名为“{name}”的内置标准，也没有这个文件", "no bundled standard and no file “{name}”"),
    ("{near}", "{near}"),
)
UNDATED_BASE: Final = fault(
    "undated-base",
    ("所依据的“{name}”没有写版本", "“{name}” is extended without saying which edition"),
    ('请写 "{name}@版本"，或文件的相对路径', 'write "{name}@edition", or the path of a file'),
    why=(
        "补充规定是针对某一版写的，换一版就不一定对得上",
        "changes are made to one edition; they may not fit another",
    ),
)
EXTENDS_CYCLE: Final = fault(
    "extends-cycle",
    ("“{name}”又依据本文件，成了循环", "“{name}” extends this file in turn"),
    ("请核对各文件的 [extends]", "check [extends] in each file"),
)
EXTENDS_TOO_DEEP: Final = fault(
    "extends-too-deep",
    ("一层层依据超过 {most} 层", "standards extend one another more than {most} deep"),
    ("请直接依据更上一级的标准", "extend a standard further up"),
)
DEEPEST: Final = 6
"""Standards above one another: nation, province, city, district, street, and one to spare."""


def shelf() -> Path:
    """The folder that holds `<id>/<edition>.toml`."""
    package = Path(__file__).parents[1]
    installed = package / "standards"
    return installed if installed.is_dir() else package.parents[1] / "standards"


def bundled_standards(only: str | None = None) -> Iterator[tuple[str, str, Path]]:
    """Id, edition and file of every bundled standard, or of those of one id, in order."""
    for folder in sorted(shelf().iterdir()):
        if only in {None, folder.name}:
            for file in sorted(folder.glob("*.toml")):
                if not file.name.endswith(TESTS):
                    yield folder.name, file.stem, file


def find_standard(name: str | Path, *, as_of: date | None = None) -> Path:
    """The file of a path, of a bundled `id@edition`, or of an `id`: the edition in force.

    Where no day is given, the edition that came into force last.

    Raises:
        Faulty: if there is none, or none is in force on the day.
    """
    if is_path(name):
        return Path(name)
    wanted, _, edition = str(name).partition("@")
    files = [file for _, dated, file in bundled_standards(wanted) if edition in {"", dated}]
    if not files:
        raise Faulty([Diagnostic(UNKNOWN_STANDARD, Location(str(name)), unknown(str(name)))])
    if len(files) == 1:  # whether it is in force is seen once it has been read
        return files[0]
    editions = {one: file for file in files if (one := edition_of(file)) is not None}
    return editions[choose(wanted, tuple(editions), as_of)] if editions else files[-1]


def is_path(name: str | Path) -> bool:
    """Whether a standard is named by its file."""
    is_written_so = isinstance(name, Path) or name.endswith(".toml")
    return is_written_so or is_file(Path(name)) or is_folder(Path(name))


def unknown(name: str) -> dict[str, object]:
    """What is said of a name no bundled standard has."""
    known = [f"{standard}@{dated}" for standard, dated, _ in bundled_standards()]
    known += [standard for standard, _, _ in bundled_standards()]
    return {"name": name, "near": nearest(name, dict.fromkeys(known))}


def load_standard(name: str | Path, *, as_of: date | None = None) -> Plan:
    """A standard by path, bundled id or `id@edition`, checked and planned.

    Of an id alone it is the edition in force on `as_of`, or the last to come into force.

    Raises:
        Faulty: with every fault of the text at once, or if no edition is in force on the day.
    """
    document = read_document(find_standard(name, as_of=as_of))
    if as_of is not None and not is_path(name) and "@" not in str(name):
        edition = edition_in(document.data)
        if edition is not None:
            choose(str(name), [edition], as_of)
    return plan_document(document)


def plan_document(document: Document) -> Plan:
    """The plan of a parsed text, with what it extends; warnings stay with it.

    Raises:
        Faulty: with every fault of the text at once.
    """
    return _plan(whole(document))


def _plan(document: Document) -> Plan:
    standard = read_standard(document)
    plan = plan_standard(standard, document.entry(), document.digest)
    lint(plan, document.entry())
    document.raise_errors()
    if not document.diagnostics and not document.bases:
        return plan
    return replaced(plan, warnings=in_order(document.diagnostics), bases=document.bases)


def whole(document: Document) -> Document:
    """The text itself, or, where it extends another, the two merged.

    Raises:
        Faulty: if the other is not there or not sound, or the text changes what is not there.
    """
    return _whole(document, ())


def _whole(document: Document, chain: tuple[Path, ...]) -> Document:
    if "extends" not in document.data:
        return document
    from civscore.standard.tailoring import tailor

    here = (*chain, Path(document.file).resolve())
    base = _whole(read_document(_base_file(document, here)), here)
    _plan(base)  # what is tailored has to be sound by itself
    return tailor(document, base)


def _base_file(document: Document, chain: tuple[Path, ...]) -> Path:
    """The file of the standard that is extended.

    Raises:
        Faulty: if it is not named soundly, is not there, or the chain is a circle or too long.
    """
    extends = document.data["extends"]
    name = extends.get("standard") if isinstance(extends, dict) else None
    place = document.entry("extends", "standard")
    if not isinstance(name, str):
        table = verbatim(
            '[extends] 和 standard = "id@版本"', '[extends] and standard = "id@edition"'
        )
        place.report(WRONG_TYPE, found=found_text(name or extends), expected=table)
    elif not name.endswith(".toml") and "@" not in name:
        place.report(UNDATED_BASE, name=name)
    elif (file := _beside(document, name)) is None:
        place.report(UNKNOWN_STANDARD, **unknown(name))
    elif file.resolve() in chain:
        place.report(EXTENDS_CYCLE, name=name)
    elif len(chain) > DEEPEST:
        place.report(EXTENDS_TOO_DEEP, most=DEEPEST)
    else:
        return file
    raise Faulty(document.diagnostics)


def _beside(document: Document, name: str) -> Path | None:
    """The file of a path relative to the document, or of a bundled `id@edition`."""
    if name.endswith(".toml"):
        file = Path(document.file).parent / name
        return file if is_file(file) else None
    wanted = name.partition("@")[::2]
    return next((file for *named, file in bundled_standards() if tuple(named) == wanted), None)
