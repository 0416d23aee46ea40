"""Text: how firm a verdict is, for a terminal."""

from collections.abc import Iterator

from civscore.assessment import Assessment
from civscore.comparing.robustness import Robustness
from civscore.reports import firmness
from civscore.reports.layout import WIDTH, cell_len, page, wrapped
from civscore.reports.words import word
from civscore.sentences import Language


def render(assessment: Assessment, found: Robustness, language: Language = "zh") -> str:
    """The paragraph, then everything that would change it."""
    return page(_lines(assessment, found, language))


def _lines(one: Assessment, found: Robustness, language: Language) -> Iterator[str]:
    yield "═" * WIDTH
    yield wrapped(f"{one.community.name}  {one.plan.title}")
    yield f"{one.plan.standard.name}   {word('as_of', language)} {one.as_of.isoformat()}"
    yield from (wrapped(said.text(language)) for said in one.premises)
    yield "═" * WIDTH
    yield wrapped(firmness.paragraph(found).text(language))
    for title, entries in firmness.lists(found):
        said = title.text(language)
        yield ""
        yield f"── {said} " + "─" * max(0, WIDTH - cell_len(said) - 4)
        for entry in entries:
            yield wrapped(entry.text(language), indent="    ", first="  ")
