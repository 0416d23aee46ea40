"""Bundled standards, found by id, and standards loaded from anywhere.

The standards ship inside the package; in a source checkout they lie at the top of the tree.
"""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Final

from civscore.diagnostics import Diagnostic, Faulty, Location, fault, in_order, nearest
from civscore.standard.document import Document, is_file, is_folder, read_document
from civscore.standard.linting import lint
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


def shelf() -> Path:
    """The folder that holds `<id>/<edition>.toml`."""
    package = Path(__file__).parents[1]
    installed = package / "standards"
    return installed if installed.is_dir() else package.parents[1] / "standards"


def bundled_standards() -> Iterator[tuple[str, str, Path]]:
    """Id, edition and file of every bundled standard, in order."""
    for file in sorted(shelf().glob("*/*.toml")):
        if not file.name.endswith(TESTS):
            yield file.parent.name, file.stem, file


def find_standard(name: str | Path) -> Path:
    """The file of a path, of a bundled `id` (its latest edition) or of `id@edition`.

    Raises:
        Faulty: if there is none.
    """
    if (
        isinstance(name, Path)
        or name.endswith(".toml")
        or is_file(Path(name))
        or is_folder(Path(name))
    ):
        return Path(name)
    wanted, _, edition = name.partition("@")
    editions = [
        file
        for standard, dated, file in bundled_standards()
        if standard == wanted and edition in {"", dated}
    ]
    if editions:
        return editions[-1]
    known = [f"{standard}@{dated}" for standard, dated, _ in bundled_standards()]
    known += [standard for standard, _, _ in bundled_standards()]
    values = {"name": name, "near": nearest(name, dict.fromkeys(known))}
    raise Faulty([Diagnostic(UNKNOWN_STANDARD, Location(str(name)), values)])


def load_standard(name: str | Path) -> Plan:
    """A standard by path, bundled id or `id@edition`, checked and planned.

    Raises:
        Faulty: with every fault of the text at once.
    """
    return plan_document(read_document(find_standard(name)))


def plan_document(document: Document) -> Plan:
    """The plan of a parsed text; warnings stay with it.

    Raises:
        Faulty: with every fault of the text at once.
    """
    standard = read_standard(document)
    if standard is None:
        raise Faulty(document.diagnostics)
    digest = sha256(document.text.encode()).hexdigest()
    plan = plan_standard(standard, document.entry(), digest)
    lint(plan, document.entry())
    document.raise_errors()
    return _with_warnings(plan, document)


def _with_warnings(plan: Plan, document: Document) -> Plan:
    if not document.diagnostics:
        return plan
    return replaced(plan, warnings=in_order(document.diagnostics))
