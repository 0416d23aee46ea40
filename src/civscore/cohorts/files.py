"""Tables in files: CSV as spreadsheets write it, in UTF-8 or GBK."""

from pathlib import Path

from civscore.cohorts.rows import Table
from civscore.evidence.lines import read_lines
from civscore.standard.document import read_bytes


def read_csv(path: Path) -> Table:
    """The table in a CSV file.

    Raises:
        Faulty: if it is missing, too big, in neither encoding, broken or empty.
    """
    names, rows = read_lines(read_bytes(path), str(path))
    return Table(str(path), names, tuple(rows))
