"""Ids that are there twice, among ten million, in little memory.

Each id is kept as a digest of 64 bits. Equal digests stand beside each other once they are sorted;
the ids behind them are then read again, and looked at as they are. Where each id is larger than the
one before it, as `are_rising` sees, none is there twice.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

from civscore.cohorts.columnar.columns import Array
from civscore.cohorts.parts import Texts
from civscore.standard.document import MOST_FAULTS

BLANK = 0
"""The digest of an empty text."""


def suspects(batches: Callable[[], Iterable[Texts]]) -> Iterator[tuple[int, str]]:
    """Rows whose id is empty, or may be that of another row: their numbers and ids, in order.

    Where very many are suspect, some of the ids come after the others.
    """
    twice = twice_in(_digests(texts) for texts in batches())
    for start in range(0, len(twice), MOST_FAULTS):
        some, number = twice[start : start + MOST_FAULTS], 0
        for texts in batches():
            for place in np.flatnonzero(np.isin(_digests(texts), some)).tolist():
                yield number + place, texts[place]
            number += len(texts)


def are_rising(batches: Iterable[Texts]) -> bool:
    """Whether each id is seen to be larger than the one before it, as in a table put in order."""
    last = ""
    for texts in filter(len, batches):
        is_rising = getattr(texts, "is_rising", None)
        if is_rising is None or texts[0] <= last or not is_rising():
            return False
        last = texts[-1]
    return True


def twice_in(parts: Iterable[Array]) -> Array:
    """Digests that are there more than once, and that of the empty text if it is there at all."""
    every = array("Q")
    for digests in parts:
        every.frombytes(digests.tobytes())
    whole = np.frombuffer(every, np.uint64) if every else np.empty(0, np.uint64)
    whole.sort()
    is_same = whole[1:] == whole[:-1]
    found = np.concatenate([whole[:1][whole[:1] == BLANK], whole[1:][is_same]])
    is_new = np.ones(len(found), dtype=bool)
    is_new[1:] = found[1:] != found[:-1]
    return found[is_new]


def _digests(texts: Any) -> Array:
    """Digests of texts: those they have themselves, else Python's."""
    own = getattr(texts, "digests", None)
    if own is not None:
        return own()
    return np.fromiter(map(hash, texts), np.int64, len(texts)).view(np.uint64)
