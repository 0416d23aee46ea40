"""How points add up, section by section: as they are, by weight, down to a floor, up to a cap.

A section that merely groups criteria has no sum of its own: its criteria add up in the section
around it. One that has a weight, a floor or a cap, or holds sections with weights, has.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cached_property

from civscore.exact import Ratio
from civscore.values import Value, replaced

_ONCE: Ratio = (1, 1)


class PlannedSum(Value):
    """What adds up, and what is done with it; numbers are units."""

    own: tuple[int, ...]  # criteria, by number
    inner: "tuple[tuple[Ratio, PlannedSum], ...]"  # further sums, each times a factor
    full: int
    base: int  # full units of its own criteria
    leaving: tuple[int, ...] = ()  # criteria of its own that may leave it
    least: int | None = None
    most: int | None = None

    @cached_property
    def staying(self) -> tuple[int, ...]:
        """Criteria of its own that always count."""
        return tuple(number for number in self.own if number not in self.leaving)

    @cached_property
    def is_fixed(self) -> bool:
        """Whether it is plain, and the same criteria for all."""
        return self.is_plain and not self.leaving

    @property
    def is_plain(self) -> bool:
        """Whether it is a sum of criteria and nothing else."""
        return not self.inner and self.least is None and self.most is None

    @property
    def is_weighted(self) -> bool:
        """Whether something in it counts more or less than its own points."""
        return any(factor != _ONCE for factor, _ in self.inner)


def added(
    own: tuple[int, ...], base: int, sums: Iterable[PlannedSum], leaving: tuple[int, ...] = ()
) -> PlannedSum:
    """The sum of criteria and of sections in it, those that have no sum of their own dissolved."""
    inner: list[tuple[Ratio, PlannedSum]] = []
    full = base
    for one in sums:
        full += one.full
        if one.least is None and one.most is None and not one.is_weighted:
            own, base, leaving = own + one.own, base + one.base, leaving + one.leaving
            inner += one.inner
        else:
            inner.append((_ONCE, one))
    return PlannedSum(own, tuple(inner), full, base, leaving)


def weighed(weights: Sequence[Decimal], sums: Sequence[PlannedSum], full: int) -> PlannedSum:
    """Full × Σ weight × points ÷ full points of each."""
    factors = []
    for weight, one in zip(weights, sums, strict=True):
        part, of = weight.as_integer_ratio()
        factors.append((full * part, max(one.full, 1) * of))
    return PlannedSum((), tuple(zip(factors, sums, strict=True)), full, 0)


def bounded(one: PlannedSum, least: int | None, most: int | None) -> PlannedSum:
    """The sum, not below a floor, not above a cap."""
    return one if least is None and most is None else replaced(one, least=least, most=most)
