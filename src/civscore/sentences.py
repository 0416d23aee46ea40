"""A sentence that is still a value: both languages and what they speak of.

Only a report makes a string of it. Until then reasons, steps and faults are data that can be
compared, stored and rendered in either language; a reason nobody reads costs no formatting.

Numbers are shown exactly, dates as ISO dates, other sentences in the same language, and a tuple
as a list joined by 、 or a comma.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final, Literal, TypeAlias

from civscore.exact import text_of
from civscore.values import Value

Language: TypeAlias = Literal["zh", "en"]

LANGUAGES: Final[tuple[Language, ...]] = ("zh", "en")
_JOINERS: Final[dict[Language, str]] = {"zh": "、", "en": ", "}
_NO_VALUES: Final[Mapping[str, object]] = {}


class Sentence(Value):
    """Two templates and the values both draw on."""

    zh: str
    en: str
    values: Mapping[str, object] = {}

    def __init__(self, zh: str, en: str, values: Mapping[str, object] = _NO_VALUES) -> None:
        own = self.__dict__  # directly: a result has hundreds of them
        own["zh"], own["en"], own["values"] = zh, en, values

    def text(self, language: Language = "zh") -> str:
        """The sentence in that language."""
        return self.with_words(in_words(self.values, language), language)

    def with_words(self, words: Mapping[str, str], language: Language) -> str:
        """The sentence with these words for what it speaks of."""
        return (self.zh if language == "zh" else self.en).format_map(words)

    def __str__(self) -> str:
        return self.text()


def in_words(values: Mapping[str, object], language: Language) -> dict[str, str]:
    """Each value as it is said inside a sentence."""
    return {name: spoken(value, language) for name, value in values.items()}


def spoken(value: object, language: Language) -> str:
    """One value as it is said inside a sentence."""
    if type(value) is str:
        return value
    match value:
        case Sentence():
            return value.text(language)
        case Decimal():
            return text_of(value)
        case date():
            return value.isoformat()
        case tuple():
            return _JOINERS[language].join(spoken(one, language) for one in value)
        case _:
            return str(value)


class Space(Value):
    """A space where Chinese and Latin text or digits meet, else nothing."""

    before: Sentence | str
    after: Sentence | str

    def __str__(self) -> str:
        last, first = spoken(self.before, "zh")[-1:], spoken(self.after, "zh")[:1]
        is_meeting = last.isascii() != first.isascii() and (last.isalpha() or first.isalpha())
        return " " if is_meeting else ""


def say(zh: str, en: str, /, **values: object) -> Sentence:
    """A sentence in both languages; `{name}` stands for the value of that name."""
    return Sentence(zh, en, values)


def verbatim(zh: str, en: str) -> Sentence:
    """A sentence without values, whose braces are only braces."""
    return Sentence("{zh}", "{en}", {"zh": zh, "en": en})


def plain(text: str) -> Sentence:
    """A text of the standard's or the bundle's own, the same in either language."""
    return Sentence("{text}", "{text}", {"text": text})


def joined(sentences: tuple[Sentence, ...], zh: str = "；", en: str = "; ") -> Sentence:
    """Several sentences one after the other."""
    names = [f"part{number}" for number in range(len(sentences))]
    fields = [f"{{{name}}}" for name in names]
    return Sentence(zh.join(fields), en.join(fields), dict(zip(names, sentences, strict=True)))
