"""Text: two results held against each other, for a terminal."""

from collections.abc import Iterator

from civscore.comparing.rechecks import Recheck
from civscore.reports import rechecking as said
from civscore.reports.layout import WIDTH, cell_len, page, wrapped
from civscore.reports.words import word
from civscore.sentences import Language


def render(found: Recheck, language: Language = "zh") -> str:
    """The whole comparison."""
    return page(_lines(found, language))


def _lines(found: Recheck, language: Language) -> Iterator[str]:
    yield "═" * WIDTH
    yield wrapped(f"{found.community[1]}  {found.standard}")
    yield from (wrapped(one.text(language)) for one in said.head(found))
    yield "═" * WIDTH
    for line in said.total_lines(found, language):
        yield wrapped(line, indent="  ", first="")
    yield wrapped(said.summary(found).text(language), indent="  ", first="")
    yield ""
    yield _rule(word("tiers", language))
    for tier in found.tiers:
        yield wrapped(said.tier_line(tier, language), indent="    ", first="  ")
        for one in said.condition_lines(tier):
            yield wrapped(one.text(language), indent="      ", first="    - ")
    for verdict, findings in said.groups(found):
        yield ""
        yield _rule(said.title(found, verdict).text(language))
        for finding in findings:
            yield wrapped(said.subject(finding, language), indent="    ", first="  ")
            for line in said.step_lines(finding, language):
                yield wrapped(line, indent="      ", first="    - ")


def _rule(title: str) -> str:
    return f"── {title} " + "─" * max(0, WIDTH - cell_len(title) - 4)
