"""What strikes in a cohort: bundles that say the same, full marks all round."""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Final

from civscore.assessment import Assessment
from civscore.standard.chapters.assessors import SELF
from civscore.values import Value

FEWEST: Final = 3
"""Facts or scores below which to be the same is chance."""


class Traits(Value):
    """What is looked at of one community."""

    id: str
    digest: str  # of all it has recorded; "" where that is next to nothing
    has_full_marks: bool
    praises_itself: bool


class Twins(Value):
    """Communities that have recorded exactly the same."""

    ids: tuple[str, ...]


def traits_of(found: Assessment) -> Traits:
    """What is looked at of one community."""
    records = found.bundle.records
    said = sorted((name, repr(one.value)) for name, one in records.items())
    digest = sha256(repr(said).encode()).hexdigest() if len(said) >= FEWEST else ""
    own = found.bundle.scores.get(SELF, {})
    full = {one.id: one.criterion.full for one in found.plan.criteria}
    praises = len(own) >= FEWEST and all(one.points == full.get(name) for name, one in own.items())
    has_full = found.total.earned == found.total.full
    return Traits(found.community.id, digest, has_full, praises)


def twins_among(traits: Iterable[Traits]) -> Iterator[Twins]:
    """Those that have recorded exactly the same, in the order they come."""
    alike: dict[str, list[str]] = {}
    for one in traits:
        if one.digest:
            alike.setdefault(one.digest, []).append(one.id)
    for ids in alike.values():
        if len(ids) > 1:
            yield Twins(tuple(ids))
