"""Text: a cohort in short, for a terminal."""

from collections.abc import Iterator

from civscore.cohorts.summary import Summary
from civscore.reports.cohorts import head_of, parts_of
from civscore.reports.layout import WIDTH, cell_len, page, wrapped
from civscore.sentences import Language


def render(summary: Summary, language: Language = "zh") -> str:
    """Every part of which there is something to say."""
    return page(_lines(summary, language))


def _lines(summary: Summary, language: Language) -> Iterator[str]:
    yield wrapped(head_of(summary).text(language))
    for title, lines in parts_of(summary):
        if lines:
            said = title.text(language)
            yield ""
            yield f"── {said} " + "─" * max(0, WIDTH - cell_len(said) - 4)
            yield from (wrapped(one.text(language), indent="    ", first="") for one in lines)
