"""How the cells of a table become columns at once, where a kind of fact can say so.

A kind that says nothing is read cell by cell, each different one once, by the very reader that
reads it in a bundle.
"""

from collections.abc import Callable, Mapping

from civscore.exact import Integers, Truth
from civscore.values import Value


class Numbers(Value):
    """Parts of a fact ("" for the fact itself) that are plain numbers, recorded together.

    A number inside the range of its column, or of a count where it has none, is sound as it stands
    and needs nothing beside it.
    """

    scales: Mapping[str, int]
    """Of each part, how many units of its column one is: a power of ten."""

    agree: Callable[[Mapping[str, Integers]], Truth] | None = None
    """Whether the columns, by part, can go together; None where all can."""

    adds: Mapping[str, Mapping[str, int]] | None = None
    """Of each column, how many units a part that is recorded counts in it; none where every part
    is a column of its own. Parts that are added up are counts."""
