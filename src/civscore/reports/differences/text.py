"""Text: the comparison for a terminal."""

from collections.abc import Iterator

from civscore.comparing.model import Difference, Effect
from civscore.personal import masked
from civscore.reports import differing
from civscore.reports.layout import WIDTH, cell_len, wrapped
from civscore.sentences import Language


def render(difference: Difference, effect: Effect | None, language: Language = "zh") -> str:
    """The whole comparison."""
    lines = [*_changes(difference, language)]
    if effect is not None:
        lines += _effect(effect, language)
    return masked("\n".join(lines) + "\n")


def _changes(difference: Difference, language: Language) -> Iterator[str]:
    old, new = differing.named(difference.old), differing.named(difference.new)
    yield wrapped(f"{old} → {new}", indent="  ", first="")
    yield wrapped(differing.summary(difference).text(language), indent="  ", first="")
    for part, title in differing.PARTS.items():
        found = difference.of(part)
        if found:
            yield from ("", _rule(title.text(language)))
        for change in found:
            sentences = (one.text(language) for one in change.sentences)
            yield _entry(differing.subject(change), sentences, language)


def _effect(effect: Effect, language: Language) -> Iterator[str]:
    yield from ("", _rule(differing.effect_head(effect).text(language)))
    yield differing.tier_line(effect, language)
    for shift in effect.shifts:
        lines = differing.shift_lines(shift, language)
        yield _entry(differing.shift_subject(shift, language), lines, language, is_sentence=False)
    if effect.unread:
        yield wrapped(differing.unread_line(effect).text(language), indent="  ", first="")


def _entry(
    subject: str, said: Iterator[str], language: Language, *, is_sentence: bool = True
) -> str:
    colon, stop, end = ("：", "；", "。") if language == "zh" else (": ", "; ", ".")
    text = stop.join(said) + (end if is_sentence else "")
    return wrapped(f"{subject}{colon}{text}" if subject else text, indent="  ", first="")


def _rule(title: str) -> str:
    return f"── {title} " + "─" * max(0, WIDTH - cell_len(title) - 4)
