"""The report as one page: opens offline anywhere, fits a phone, prints on A4.

Everything is inside the file: styles, charts (SVG), thumbnails. No script, no request. The
template escapes every value; what somebody wrote stays text.
"""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from civscore.assessment import Assessment
from civscore.evidence.admitting import Shortfall
from civscore.evidence.describing import described
from civscore.exact import text_of
from civscore.extras import wanted
from civscore.gaps.gap import Gap
from civscore.gaps.steps import Step
from civscore.personal import masked
from civscore.reports import thumbnails
from civscore.reports.contents import basis_of, counted, next_gap
from civscore.reports.words import gate_word, said_of, status_word, word
from civscore.scoring.findings import CriterionResult, Split
from civscore.sentences import Language, Sentence, say
from civscore.values import Value

TEMPLATE: Final = "report.html.jinja"

WIDE: Final = 1000
"""Units across a drawn bar."""


def render(
    assessment: Assessment, language: Language = "zh", firm: Sentence | None = None
) -> bytes:
    """The page, in UTF-8; `firm` says how firm the verdict is.

    Raises:
        Faulty: if jinja2 is not installed.
    """
    jinja2 = wanted("jinja2", "report")
    rooms = jinja2.FileSystemLoader(Path(__file__).parent)
    made = jinja2.Environment(
        loader=rooms, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    made.filters |= {"n": _number, "w": lambda name: word(name, language)}
    made.finalize = lambda value: _shown(value, language)
    page = _Page(assessment, language)
    drawn: str = made.get_template(TEMPLATE).render(
        page=page, one=assessment, lang=language, firm=firm
    )
    return masked(drawn).encode()


def _number(value: Decimal) -> str:
    return text_of(value)


def _shown(value: Any, language: Language) -> Any:
    """Sentences in the page's language, numbers in full."""
    if isinstance(value, Sentence):
        return value.text(language)
    return text_of(value) if isinstance(value, Decimal) else value


class Segment(Value):
    """A stretch of a drawn bar."""

    kind: str
    start: int
    width: int


class Mark(Value):
    """A tier's place on the bar of the total."""

    tier: str
    need: str
    place: int
    status: str


class _Page:
    """What the template asks for that is not said by the assessment itself."""

    def __init__(self, assessment: Assessment, language: Language) -> None:
        self.one = assessment
        self.language: Language = language
        self.pictures = thumbnails.of(assessment.bundle)
        self._titles = {one.piece.id: one.piece.title for one in assessment.bundle.pieces}

    def segments(self, split: Split) -> tuple[Segment, ...]:
        """The three parts of a bar, in whole units that add up to its width."""
        if split.full <= 0:
            return ()
        earned = _cells(split.earned, split.full)
        open_end = max(earned, _cells(split.possible, split.full))
        ends = (("earned", 0, earned), ("unproven", earned, open_end), ("lost", open_end, WIDE))
        return tuple(Segment(kind, low, high - low) for kind, low, high in ends if high > low)

    @property
    def counted(self) -> Split:
        """The points that count for a tier."""
        return counted(self.one)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Where the tiers lie on the bar of the points that count."""
        full = self.counted.full
        return tuple(
            Mark(tier.id, str(one.need), _cells(Decimal(str(one.need)), full), tier.status)
            for tier in self.one.tiers
            for one in tier.conditions
            if one.kind == "total"
        )

    @property
    def next_gap(self) -> Gap | None:
        """The gap to the lowest title that is not reached."""
        return next_gap(self.one)

    def criteria_of(self, section: str) -> Iterator[CriterionResult]:
        """The criteria under a top-level section."""
        for result in self.one.criteria:
            top = self.one.plan.sections[result.planned.section]
            if top.section.id == section:
                yield result

    def sections(self) -> Iterator[tuple[str, str]]:
        """Id and title of every top-level section with criteria, scored or not."""
        listed = {one.planned.section for one in self.one.criteria}
        for number, planned in enumerate(self.one.plan.sections):
            if number in listed:
                yield planned.section.id, planned.section.title

    def steps_of(self, name: str) -> tuple[Step, ...]:
        """What can be done about a clause."""
        return self.one.steps.get(name, ())

    def basis(self, result: CriterionResult) -> str:
        """Where the numbers of a clause come from; "" where the whole text is the issuer's."""
        return basis_of(result, self.one.standard, self.language)

    def asked(self, outcome: Shortfall) -> Sentence:
        """What had to be shown, and how many pieces were admitted for it."""
        return say(
            "{what}：采信 {n} 份", "{what}: {n} admitted",
            what=described(outcome.requirement), n=len(outcome.admitted),
        )  # fmt: skip

    def piece(self, name: str) -> str:
        """A piece of evidence by its title."""
        return self._titles.get(name) or name

    def status(self, tier: Any) -> str:
        """How the community stands with a tier, in a word."""
        return status_word(tier, self.language)

    def beside(self, tier: Any) -> tuple[str, ...]:
        """What the standard says of a tier beside its demands."""
        return said_of(tier, self.language)

    def gate(self, gate: Any) -> str:
        """Whether a gate is open, in a word."""
        return gate_word(gate, self.language)


def _cells(points: Decimal, full: Decimal) -> int:
    return max(0, min(WIDE, int(points * WIDE / full))) if full > 0 else 0
