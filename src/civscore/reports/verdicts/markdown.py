"""Markdown: how firm a verdict is, to paste into a document."""

from collections.abc import Iterator

from civscore.assessment import Assessment
from civscore.comparing.robustness import Robustness
from civscore.personal import masked
from civscore.reports import firmness
from civscore.reports.formats.markdown import escaped
from civscore.reports.words import word
from civscore.sentences import Language


def render(assessment: Assessment, found: Robustness, language: Language = "zh") -> str:
    """The paragraph, then everything that would change it."""
    return masked("\n".join(_lines(assessment, found, language)) + "\n")


def _lines(one: Assessment, found: Robustness, language: Language) -> Iterator[str]:
    yield f"# {escaped(one.community.name)} · {escaped(one.plan.title)}"
    yield ""
    yield f"{one.plan.standard.name} · {word('as_of', language)} {one.as_of.isoformat()}"
    for said in (*one.premises, firmness.paragraph(found)):
        yield from ("", escaped(said.text(language)))
    for title, entries in firmness.lists(found):
        yield from ("", f"## {escaped(title.text(language))}", "")
        yield from (f"- {escaped(entry.text(language))}" for entry in entries)
