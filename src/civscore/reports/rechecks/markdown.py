"""Markdown: two results held against each other, to paste into a document."""

from collections.abc import Iterator

from civscore.comparing.rechecks import Recheck
from civscore.personal import masked
from civscore.reports import rechecking as said
from civscore.reports.formats.markdown import escaped
from civscore.reports.words import word
from civscore.sentences import Language


def render(found: Recheck, language: Language = "zh") -> str:
    """The whole comparison."""
    return masked("\n".join(_lines(found, language)) + "\n")


def _lines(found: Recheck, language: Language) -> Iterator[str]:
    yield f"# {escaped(found.community[1])} · {found.standard}"
    yield ""
    yield from (f"- {escaped(one.text(language))}" for one in said.head(found))
    yield from (f"- {escaped(line)}" for line in said.total_lines(found, language))
    yield f"- {escaped(said.summary(found).text(language))}"
    yield from ("", f"## {word('tiers', language)}", "")
    for tier in found.tiers:
        yield f"- {escaped(said.tier_line(tier, language))}"
        yield from (f"  - {escaped(o.text(language))}" for o in said.condition_lines(tier))
    for verdict, findings in said.groups(found):
        yield from ("", f"## {escaped(said.title(found, verdict).text(language))}", "")
        for finding in findings:
            yield f"- **{escaped(said.subject(finding, language))}**"
            yield from (f"  - {escaped(line)}" for line in said.step_lines(finding, language))
