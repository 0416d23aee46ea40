"""A bundle as a folder: a `bundle.toml` and the evidence beside it."""

from pathlib import Path

from civscore.evidence.readers import TEXT, Limits, Reader, reader_of
from civscore.standard.document import Document


class Folder(Reader):
    """Reads a folder."""

    def open(self, path: Path, limits: Limits) -> Document:
        return reader_of("toml").open(path / TEXT, limits)
