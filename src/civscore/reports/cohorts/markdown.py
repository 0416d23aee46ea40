"""Markdown: a cohort in short, for a document."""

from collections.abc import Iterator

from civscore.cohorts.summary import Summary
from civscore.reports.cohorts import head_of, parts_of
from civscore.reports.layout import page
from civscore.sentences import Language


def render(summary: Summary, language: Language = "zh") -> str:
    """Every part of which there is something to say."""
    return page(_lines(summary, language))


def _lines(summary: Summary, language: Language) -> Iterator[str]:
    yield f"# {head_of(summary).text(language)}"
    for title, lines in parts_of(summary):
        if lines:
            yield f"\n## {title.text(language)}\n"
            yield from (f"- {one.text(language)}" for one in lines)
