"""Values of a standard in words: numbers with their units, names as titles, tables as phrases.

Words follow from what a field is declared as, so a mechanism or kind of fact that is not known
here is spoken of, too.
"""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any, Final, Literal, get_args, get_origin

from civscore.comparing.asking import NO, YES, requirement
from civscore.comparing.labels import keys_in, label, option
from civscore.exact import share_text, text_of
from civscore.sentences import Sentence, joined, plain, say
from civscore.standard import facts
from civscore.standard.clauses import Only, Requirement
from civscore.standard.grammar import read_condition, read_value
from civscore.standard.numbers import Full, Least, Points, Span, Worth
from civscore.standard.plan import Plan
from civscore.standard.quantities import Quantity
from civscore.standard.sources import Basis
from civscore.standard.tokens import ExpressionError
from civscore.standard.varying import Varied
from civscore.standard.windows import Window
from civscore.values import Declared

NONE: Final = say("无", "none")
_POINTS: Final = {get_args(kind)[1].rule for kind in (Points, Worth, Full)}
_PHRASES: Final[Mapping[str, tuple[str, str]]] = {
    "Band.from": ("{v}{s}起", "from {v}"),
    "Band.above": ("高于 {v}", "above {v}"),
    "Band.upto": ("至 {v}", "up to {v}"),
    "Band.below": ("低于 {v}", "below {v}"),
    "Band.points": ("得 {v}", "{v}"),
    "LossBand.from": ("{v}{s}起", "from {v}"),
    "LossBand.above": ("高于 {v}", "above {v}"),
    "LossBand.upto": ("至 {v}", "up to {v}"),
    "LossBand.below": ("低于 {v}", "below {v}"),
    "LossBand.points": ("扣 {v}", "costs {v}"),
    "Part.when": ("{v}", "{v}"),
    "Part.points": ("得 {v}", "{v}"),
    "Found.when": ("{v}", "{v}"),
    "Found.points": ("扣 {v}", "costs {v}"),
    "Entry.when": ("{v}", "{v}"),
    "Stepped.below": ("低于 {v}时扣分", "below {v}"),
    "Stepped.above": ("高于 {v}时扣分", "above {v}"),
    "Judgement.from": ("{v}{s}起", "from {v}"),
    "Judgement.to": ("至 {v}", "to {v}"),
    "Effect.drop": ("降 {v} 档", "lowers the tier by {v}"),
    "Effect.cap": ("等级不高于{v}", "no tier above {v}"),
    "Effect.tier": ("直接定为{v}", "sets {v}"),
}
_LITERALS: Final = {
    "met": ("满足", "met"),
    "above_zero": ("不为零分", "above zero"),
    "inspected": ("满足（不计免检）", "met, not by exemption"),
    "ours": ("本标准拟定", "ours"),
}
"""Options no text stands under."""

_FREE: Final = {
    "title", "clause", "remedy", "note", "unit", "issuer", "source", "year", "known", "url"
}  # fmt: skip


def parameters_of(plan: Plan) -> Mapping[str, Any]:
    """The parameters of a standard by name."""
    chapter = plan.standard.chapters.get("parameters")
    return chapter.root if chapter is not None else {}


def quoted(text: str) -> Sentence:
    """A text of the standard's own."""
    return say("“{t}”", "“{t}”", t=text) if text else NONE


def points(number: Decimal) -> Sentence:
    """Points, as they are said."""
    return say("{n} 分", "{n} points", n=number)


def spaced(said: Sentence, *, after: bool = False) -> Sentence:
    """With a space where Chinese before it, or after it too, would touch a figure or a letter."""
    text = said.text()
    before, behind = (" " if _is_latin(one) else "" for one in (text[:1], text[-1:]))
    return say(f"{before}{{it}}{behind if after else ''}", "{it}", it=said)


def _is_latin(character: str) -> bool:
    return character.isascii() and (character.isalnum() or character == "%")


class Speaker:
    """The words of one edition: its facts by their titles, its sections and criteria by theirs."""

    def __init__(self, plan: Plan, measured: str | None = None) -> None:
        self.plan = plan
        self.measured = measured  # the fact that the tables of a mechanism compare with
        self.terms = plan.terms
        self.titles = {one.section.id: one.section.title for one in plan.nodes}
        self.titles |= {one.id: one.criterion.title for one in plan.criteria}
        self._parameters = parameters_of(plan)

    def measuring(self, way: Declared) -> "Speaker":
        """The same, for the tables within a mechanism."""
        measured = getattr(way, "value", None) or getattr(way, "of", None)
        return Speaker(self.plan, measured if isinstance(measured, str) else None)

    def way(self, way: Declared) -> Sentence:
        """How points are found; where parameters change it, as an example in the first case."""
        if not isinstance(way, Varied):
            return self.measuring(way).whole(way)
        values = {name: v for one in way.cases[0].where for name, v in one.values.items()}
        declared = [(self._parameters[name], value) for name, value in values.items()]
        told = tuple(say("“{t}”{v}", "“{t}” {v}", t=p.title, v=p.shown(v)) for p, v in declared)
        how = joined(told, "、", ", ")
        return say("{w}（按{h}）", "{w} (for {h})", w=self.way(way.ways[0]), h=how)

    def section(self, name: str) -> Sentence:
        """A section by its id and title."""
        return say("“{id} {t}”", "“{id} {t}”", id=name, t=self.titles[name])

    def value(self, owner: Declared, key: str, value: Any) -> Sentence:
        """The value under a key of a noun."""
        annotation = keys_in(owner)[key][1]
        if annotation == Only:
            return self._for_whom(value) if value else say("所有对象", "all")
        return self._said(value, annotation, owner, key)

    def whole(self, owner: Declared) -> Sentence:
        """A whole table: what is declared in it, in order."""
        if isinstance(owner, Requirement):
            return requirement(owner)
        if isinstance(owner, Basis):
            return self._basis(owner)
        if "root" in owner.fields:
            return self.value(owner, "root", getattr(owner, "root"))  # noqa: B009
        keys = sorted(keys_in(owner).items(), key=lambda one: one[0] == "points")  # last
        said = [
            self._phrase(owner, key, value)
            for key, (name, _) in keys
            if (value := getattr(owner, name)) != owner.defaults.get(name, _UNSET)
            and key != "way_name"
        ]
        return joined(tuple(said), "，", ", ")

    def _phrase(self, owner: Declared, key: str, value: Any) -> Sentence:
        if key == "way":
            return self.way(value)
        said = self.value(owner, key, value)
        template = _PHRASES.get(f"{type(owner).__name__}.{key}")
        if template is not None:
            return say(*template, v=said, s=" " if _is_latin(said.text()[-1:]) else "")
        is_long = isinstance(value, Mapping | tuple)
        zh = "{label}：{v}" if is_long else "{label}{v}"
        return say(zh, "{label} {v}", label=label(type(owner), key), v=spaced(said))

    def _said(self, value: Any, annotation: Any, owner: Declared, key: str) -> Sentence:
        match value:
            case None:
                return NONE
            case bool():
                return YES if value else NO
            case str():
                return self._text(value, annotation, owner, key)
            case Decimal():
                return self._number(value, annotation, owner)
            case (low, high) if key == "range":
                ends = (self._said(one, annotation, owner, key) for one in (low, high))
                return say("{a} 至 {b}", "{a} to {b}", **dict(zip("ab", ends, strict=True)))
            case tuple():
                parts = tuple(self._said(one, annotation, owner, key) for one in value)
                is_long = any(isinstance(one, Declared) for one in value)
                return joined(parts, "；" if is_long else "、", "; " if is_long else ", ")
            case Mapping():
                entries = tuple(self._entry(owner, key, k, v) for k, v in value.items())
                return joined(entries, "；", "; ")
            case _:
                return self._noun(value)

    def _entry(self, owner: Declared, key: str, name: str, value: Any) -> Sentence:
        """One entry of a table; a title needs no more than itself."""
        if isinstance(owner, facts.Fact):
            return quoted(str(value))
        said = self.entry(owner, key, value)
        return say("{k} {v}", "{k} {v}", k=self.name(owner, name, key), v=said)

    def _for_whom(self, only: Only) -> Sentence:
        """The options for which alone something is there, by their titles."""
        told = []
        for name, options in only.items():
            codes = self.terms[name].codes
            asked = (options,) if isinstance(options, str) else options
            told.append(joined(tuple(quoted(codes[one][1].text()) for one in asked), "、", ", "))
        return joined(tuple(told))

    def entry(self, owner: Declared, key: str, value: Any) -> Sentence:
        """The value of an entry of the table under a key."""
        return self._said(value, keys_in(owner)[key][1], owner, key)

    def _noun(self, value: Any) -> Sentence:
        match value:
            case Declared():
                return self.whole(value)
            case Least():
                return plain(share_text(value.number)) if value.is_share else points(value.number)
            case Span():
                return say("{zh}", "{en}", zh=value.zh, en=value.en)
            case Window():
                return value.sentence
            case date():
                return plain(value.isoformat())
            case _:
                return plain(str(value))

    def _text(self, value: str, annotation: Any, owner: Declared, key: str) -> Sentence:
        literals = _literals(annotation)
        if value in literals and value in _LITERALS:
            return say(*_LITERALS[value])
        if value in literals:
            return option(type(owner), key, value)
        if key in _FREE or isinstance(owner, facts.Fact):
            return quoted(value)
        term = self.terms.get(value)
        if term is not None:
            return say("“{t}”", "“{t}”", t=term.quantity.title)
        if value in self.plan.standard.facts:
            return quoted(self.plan.standard.facts[value].title)
        for read in (read_condition, read_value):
            with suppress(ExpressionError):
                return say("“{t}”", "“{t}”", t=read(value, self.terms).title)
        return quoted(value)

    def _number(self, value: Decimal, annotation: Any, owner: Declared) -> Sentence:
        if isinstance(owner, facts.Fact):
            return plain(text_of(value))
        if _rules(annotation) & _POINTS:
            return points(value)
        quantity = self._quantity()
        is_share = type(owner).__name__ in {"EachSection", "Graded", "Quota", "Children"}
        if quantity is not None and not is_share:
            return quantity.threshold(value)
        return plain(share_text(value)) if is_share else plain(text_of(value))

    def _quantity(self) -> Quantity | None:
        term = self.terms.get(self.measured or "")
        return term.quantity if term is not None else None

    def name(self, owner: Declared, key: str, of: str) -> Sentence:
        """What a key of a table stands for: a class, level, fact, section or criterion."""
        fact = self.plan.standard.facts.get(getattr(owner, "of", None) or self.measured or "")
        for field in fact.fields if fact is not None else ():
            table = getattr(fact, field)
            if isinstance(table, Mapping) and key in table:
                return quoted(str(table[key]))
        if of == "root" and key in self.titles:
            return say("“{id} {t}”", "“{id} {t}”", id=key, t=self.titles[key])
        term = self.terms.get(key)
        return say("“{t}”", "“{t}”", t=term.quantity.title) if term else quoted(key)

    def _basis(self, basis: Basis) -> Sentence:
        source = self.plan.standard.sources.get(basis.of)
        title = source.title if source is not None else basis.of
        note = say("（{n}）", " ({n})", n=basis.note) if basis.note else plain("")
        return say("《{t}》{c}{n}", "{t} {c}{n}", t=title, c=basis.clause, n=note)


_UNSET: Final = object()


def _literals(annotation: Any) -> frozenset[str]:
    """The fixed options anywhere in an annotation."""
    if get_origin(annotation) is Literal:
        return frozenset(get_args(annotation))
    return frozenset(one for inner in get_args(annotation) for one in _literals(inner))


def _rules(annotation: Any) -> set[Any]:
    """The rules of the types anywhere in an annotation."""
    if hasattr(annotation, "rule"):
        return {annotation.rule}
    return {rule for inner in get_args(annotation) for rule in _rules(inner)}
