"""Markdown: the comparison to paste into a document."""

from collections.abc import Iterable, Iterator

from civscore.comparing.model import Difference, Effect
from civscore.personal import masked
from civscore.reports import differing as said
from civscore.reports.formats.markdown import escaped
from civscore.sentences import Language


def render(difference: Difference, effect: Effect | None, language: Language = "zh") -> str:
    """The whole comparison."""
    lines = [*_changes(difference, language)]
    if effect is not None:
        lines += _effect(effect, language)
    return masked("\n".join(lines) + "\n")


def _changes(difference: Difference, language: Language) -> Iterator[str]:
    yield f"# {escaped(said.named(difference.old))} → {escaped(said.named(difference.new))}"
    yield from ("", escaped(said.summary(difference).text(language)))
    for part, title in said.PARTS.items():
        found = difference.of(part)
        if found:
            yield from ("", f"## {title.text(language)}", "")
        for change in found:
            yield from _entry(said.subject(change), (o.text(language) for o in change.sentences))


def _effect(effect: Effect, language: Language) -> Iterator[str]:
    yield from ("", f"## {escaped(said.effect_head(effect).text(language))}", "")
    yield f"- {escaped(said.tier_line(effect, language))}"
    for shift in effect.shifts:
        lines = said.shift_lines(shift, language)
        yield from _entry(said.shift_subject(shift, language), lines)
    if effect.unread:
        yield from ("", escaped(said.unread_line(effect).text(language)))


def _entry(subject: str, sentences: Iterable[str]) -> Iterator[str]:
    if subject:
        yield f"- **{escaped(subject)}**"
    yield from (f"{'  ' if subject else ''}- {escaped(one)}" for one in sentences)
