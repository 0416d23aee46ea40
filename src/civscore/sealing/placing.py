"""A folder made beside its place, and put there in one step when it is whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from civscore.diagnostics import Diagnostic, Faulty, Location
from civscore.reports.writing import umask
from civscore.standard.document import CANNOT_WRITE


@contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """A folder to be filled, which then stands at `target`, in the place of what stood there.

    Raises:
        Faulty: if it cannot be written; what stood there still does.
    """
    temporary = None
    try:
        temporary = Path(mkdtemp(dir=target.parent, prefix=f".{target.name}."))
        made = temporary / "new"
        made.mkdir(mode=0o777 & ~umask())
        yield made
        if target.exists():
            target.rename(temporary / "old")
        made.rename(target)
    except OSError as error:
        because = error.strerror or str(error)
        raise Faulty(
            [Diagnostic(CANNOT_WRITE, Location(str(target)), {"because": because})]
        ) from None
    finally:
        if temporary is not None:
            _remove(temporary, target)


def _remove(temporary: Path, target: Path) -> None:
    """What is left over goes; the old folder goes back if the new one did not take its place."""
    old = temporary / "old"
    if old.exists() and not target.exists():
        old.rename(target)
    rmtree(temporary, ignore_errors=True)
