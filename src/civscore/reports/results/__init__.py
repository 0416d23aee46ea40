"""Kinds of files that results of many communities are written to – one file each, by its ending.

A kind has `writing(names, output)`: a context with a function that writes one piece after another
under these names of columns. The file takes the place of the old one when the context ends.
"""

from collections.abc import Callable
from typing import Final, TypeAlias

from civscore.cohorts.pieces import Piece

ROOM: Final = __name__

Write: TypeAlias = Callable[[Piece], None]
