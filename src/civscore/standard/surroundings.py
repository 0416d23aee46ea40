"""What the sections around a criterion declare for it.

That is what it is given where it does not apply, and how far a loss may go beyond it.
"""

from decimal import Decimal

from civscore.exact import INTEGERS, ROUNDINGS, Ratio, scaled
from civscore.standard.model import Criterion, Section
from civscore.standard.reckoning import NotApplicable, Scoring
from civscore.values import Value, replaced

_NOTHING: Ratio = (0, 1)


class Surroundings(Value):
    """What holds at a place of the points tree, declared there or further out."""

    scoring: Scoring
    scale: int
    not_applicable: NotApplicable | None
    spill: int | None = None  # least units of a criterion worth nothing; None where none may spill

    def within(self, section: Section) -> "Surroundings":
        """What holds inside a section.

        A criterion that spills over is held where its section is down to its floor even with full
        marks for everything else in it.
        """
        spill = self.spill if section.weight is None else None
        if section.floor is not None:
            spill = scaled(section.floor, self.scale) - _full_of(section, self.scale)
        own = section.not_applicable
        treatment = self.not_applicable if own is None else own
        return replaced(self, not_applicable=treatment, spill=spill)

    def treatment(self, criterion: Criterion) -> NotApplicable | None:
        """What becomes of a criterion that does not apply; a bonus is not given."""
        own = criterion.not_applicable
        if criterion.role == "bonus":
            return "zero" if own in {None, "rescale"} else own
        return self.not_applicable if own is None else own

    def instead(self, treatment: NotApplicable | None, full: int) -> tuple[Ratio, Ratio] | None:
        """Fewest and most points of a criterion that does not apply; None if nobody says."""
        if treatment in {None, "rescale"}:
            return None
        if treatment == "mean":  # of others, which nobody knows while this one is judged alone
            return _NOTHING, self._on_grid((full, 1))
        shares = {"full": Decimal(1), "zero": Decimal(0)}
        share = treatment if isinstance(treatment, Decimal) else shares[str(treatment)]
        part, of = share.as_integer_ratio()
        given = self._on_grid((full * part, of))
        return given, given

    def _on_grid(self, points: Ratio) -> Ratio:
        if self.scoring.at != "criterion":
            return points
        grid = self.scale // 10**self.scoring.decimals
        rounding = ROUNDINGS[self.scoring.mode]
        return rounding(points[0], points[1] * grid, INTEGERS) * grid, 1


def _full_of(section: Section, scale: int) -> int:
    """Full units of a section."""
    if any(one.weight is not None for one in section.section):
        return scaled(section.full or Decimal(0), scale)
    own = [one.full for one in section.criterion if one.role == "scored" and one.full is not None]
    return sum(scaled(one, scale) for one in own) + sum(
        _full_of(one, scale) for one in section.section
    )
