"""What is written of each community that was judged by itself: its cells, or why there are none."""

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from typing import Any

from civscore.cohorts.journal import Outcome
from civscore.cohorts.pictures import Picture
from civscore.cohorts.results import cells_of
from civscore.cohorts.standing import Stand
from civscore.cohorts.together import Line
from civscore.sentences import Language
from civscore.standard.plan import Plan
from civscore.values import Value


class Settings(Value):
    """How communities are judged, wherever that is done."""

    plan: Plan
    as_of: date | None
    criteria: bool
    language: Language
    stands: bool = False  # where each stands is wanted, too

    @property
    def digest(self) -> str:
        """It tells apart what would be judged otherwise."""
        said = repr((self.plan.standard, self.as_of, self.criteria, self.language, self.stands))
        return sha256(said.encode()).hexdigest()


def outcome_of(
    line: Line, settings: Settings, shown: Sequence[Picture] = (), stand: Stand | None = None
) -> Outcome:
    """What is written of a community that was judged by itself."""
    found = line.assessment
    if found is None:
        aside = tuple(
            (place.file, place.line, place.column, one.code, one.text(settings.language))
            for one in line.faults
            if one.is_error
            for place in (one.location,)
        )
        return Outcome(line.name, None, aside, tuple(shown), stand=stand)
    cohort: Any = found.whole.chapters.get("cohort")
    league = "" if cohort is None else cohort.league(found.row) or ""
    cells = cells_of(found, criteria=settings.criteria)
    return Outcome(line.name, cells, (), tuple(shown), league, stand)
