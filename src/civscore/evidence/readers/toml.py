"""A bundle as a TOML text: a `bundle.toml`, its evidence beside it."""

from civscore.evidence.readers import Limits, Reader
from civscore.standard.document import Document, parse_document


class Toml(Reader):
    """Reads a TOML text."""

    def read(self, content: bytes, file: str, limits: Limits) -> Document:  # noqa: ARG002
        return parse_document(content, file)
