"""civscore schema: the JSON Schema of a text."""

from typing import Final

from civscore.commands import DONE
from civscore.reports import schemas
from civscore.reports.writing import write_product
from civscore.sentences import Language

PARAMETERS: Final = ("KIND", "output")


def run(*, kind: str, output: str | None, language: Language) -> int:  # noqa: ARG001
    """The JSON Schema of a text; it speaks both languages."""
    write_product(schemas.render(kind), output)
    return DONE
