"""CSV: what every spreadsheet opens, without live formulas."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from civscore.cohorts.pieces import Piece
from civscore.exact import text_of
from civscore.reports.results import Write
from civscore.reports.tables import MARK, as_lines, inert
from civscore.reports.writing import product


@contextmanager
def writing(names: Sequence[str], output: str | None) -> Iterator[Write]:
    """Lines in UTF-8, with a mark by which Excel knows it.

    Raises:
        Faulty: if the file cannot be written.
    """
    with product(output) as put:
        put(MARK + as_lines([names]))

        def write(piece: Piece) -> None:
            columns = [piece.cells(name, text_of, inert) for name in names]
            put(as_lines(zip(*columns, strict=True)))

        yield write
