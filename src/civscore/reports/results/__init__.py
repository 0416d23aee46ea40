"""Kinds of files that results of many communities are written to – one file each, by its ending.

A kind has `write(lines, names, output)`: lines of cells under the names of their columns.
"""

from typing import Final

from civscore.cohorts.results import PARTS

ROOM: Final = __name__
COUNTS: Final = ("rank", "rank_last", "line", "column")


def is_number(name: str) -> bool:
    """Whether a column holds numbers."""
    return name.rpartition(".")[2] in PARTS or name in {*COUNTS, "possible"}
