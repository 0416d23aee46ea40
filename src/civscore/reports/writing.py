"""Putting a product where it belongs: standard output, or a file replaced in one step."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from civscore.diagnostics import Diagnostic, Faulty, Location
from civscore.standard.document import CANNOT_WRITE


def write_product(text: str, output: str | None) -> None:
    """Print the text, or write it to a file that is replaced whole or not at all.

    Raises:
        Faulty: if the file cannot be written.
    """
    with product(output) as put:
        put(text)


@contextmanager
def product(output: str | None) -> Iterator[Callable[[str], object]]:
    """The same of a text that is put one piece after another.

    Raises:
        Faulty: if the file cannot be written.
    """
    if output is None:
        yield sys.stdout.write
        sys.stdout.flush()
    else:
        with replacing(output) as file:
            yield lambda text: file.write(text.encode())


def write_file(content: bytes, output: str) -> None:
    """Write a file that is replaced whole or not at all.

    Raises:
        Faulty: if it cannot be written.
    """
    with replacing(output) as file:
        file.write(content)


@contextmanager
def replacing(output: str) -> Iterator[IO[bytes]]:
    """A file to be written, which takes the place of the old one when it is whole.

    Raises:
        Faulty: if it cannot be written.
    """
    target = Path(output)
    try:
        if target.exists() and not target.is_file() and not target.is_dir():
            with target.open("wb") as file:  # a pipe or device is written to
                yield file
        else:
            with _beside(Path(os.path.realpath(target))) as file:  # a link stays a link
                yield file
    except OSError as error:
        because = error.strerror or str(error)
        place = Location(output)
        raise Faulty([Diagnostic(CANNOT_WRITE, place, {"because": because})]) from None


@contextmanager
def _beside(target: Path) -> Iterator[IO[bytes]]:
    from tempfile import mkstemp

    if target.is_dir():
        raise IsADirectoryError(21, "是文件夹 is a folder")
    handle, temporary = mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "w+b") as file:
            yield file
            file.flush()
            os.fsync(handle)
        mode = target.stat().st_mode if target.exists() else 0o666 & ~umask()
        os.chmod(temporary, mode & 0o777)  # noqa: PTH101
        os.replace(temporary, target)  # noqa: PTH105
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def umask() -> int:
    """The rights a new file does not have."""
    current = os.umask(0)
    os.umask(current)
    return current
