"""A bundle as a folder: a `bundle.toml`, or a filled ledger, and the evidence beside it.

A sealed one is a folder with such a folder in it.
"""

from pathlib import Path
from typing import ClassVar

from civscore.evidence.readers import (
    TEXT,
    Limits,
    Reader,
    ending,
    payload_of,
    reader_of,
    text_among,
)
from civscore.standard.document import Document, is_file


class Folder(Reader):
    """Reads a folder."""

    is_text: ClassVar[bool] = False

    def open(self, path: Path, limits: Limits) -> Document:
        path = payload_of(path)
        if is_file(path / TEXT):
            return reader_of("toml").open(path / TEXT, limits)
        name = text_among((one.name for one in path.iterdir()), str(path)) or TEXT
        return reader_of(ending(name)).open(path / name, limits)
