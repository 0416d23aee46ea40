"""Two editions → everything that changed, clause by clause, in words."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from civscore.comparing.asking import requirement
from civscore.comparing.changes import Pair, became, evidence, given, renamed
from civscore.comparing.labels import kind_name, label
from civscore.comparing.matching import gates, match, pairs, sections
from civscore.comparing.model import Change, Difference, Part
from civscore.comparing.phrases import Speaker, parameters_of, points, spaced
from civscore.sentences import Sentence, joined, say
from civscore.standard import chapters, facts, mechanisms
from civscore.standard.chapters.parameters import Parameter
from civscore.standard.model import ROLE_NAMES, Criterion, Section, Standard, Tier
from civscore.standard.plan import Plan


def compare_standards(old: Plan, new: Plan) -> Difference:
    """What changed from one edition, or standard, to another.

    Id and edition are no change: they say which two are compared. Changes come in the order of
    the new edition, then what was removed in the order of the old.
    """
    comparison = _Comparison(old, new)
    comparison.compare()
    found, unchanged = tuple(comparison.changes), comparison.unchanged
    return Difference(old, new, found, unchanged, comparison.match)


class _Comparison:
    def __init__(self, old: Plan, new: Plan) -> None:
        self.plans = old, new
        self.old, self.new = old.standard, new.standard
        self.said = Pair(Speaker(old), Speaker(new))
        self.match = match(self.old, self.new)
        self.around = (_around(self.old), _around(self.new))
        self.changes: list[Change] = []
        self.unchanged: dict[str, int] = {}

    def compare(self) -> None:
        """Every part, in the order of a standard's text."""
        old, new, said = self.old, self.new, self.said
        head = said.table(old.standard, new.standard, skip=("id", "edition"))
        self._note("head", "changed", "", new.standard.title, head)
        self._note("scoring", "changed", "", "", said.table(old.scoring, new.scoring, skip=()))
        sources = pairs(
            {name: one.title for name, one in old.sources.items()},
            {name: one.title for name, one in new.sources.items()},
        )
        self._compare("source", old.sources, new.sources, sources, self._plain)
        self._compare("fact", old.facts, new.facts, self.match.facts, self._fact)
        parameters = parameters_of(self.plans[0]), parameters_of(self.plans[1])
        same = pairs(*({name: one.title for name, one in some.items()} for some in parameters))
        self._compare("parameter", *parameters, same, self._parameter)
        before, after = _by_id(sections(old)), _by_id(sections(new))
        self._compare("section", before, after, self.match.sections, self._section)
        before, after = _by_id(old.criteria()), _by_id(new.criteria())
        self._compare("criterion", before, after, self.match.criteria, self._criterion)
        before, after = _by_id(gates(old)), _by_id(gates(new))
        self._compare("gate", before, after, self.match.gates, self._plain)
        self._compare("veto", _by_id(old.veto), _by_id(new.veto), self.match.vetoes, self._plain)
        self._compare("tier", _by_id(old.tier), _by_id(new.tier), self.match.tiers, self._tier)
        order = tuple(one.id for one in old.tier if one.id in self.match.tiers)
        now = tuple(one.id for one in new.tier if one.id in self.match.tiers)
        if order != now:
            moved = say("等级次序由 {o} 改为 {n}", "order of tiers: {o} → {n}", o=order, n=now)
            self._note("tier", "changed", "", "", iter((moved,)))
        self._chapters()

    def _chapters(self) -> None:
        """Chapters that are no lists of clauses, each as one table."""
        old, new = self.old.chapters, self.new.chapters
        for key in [*new, *(key for key in old if key not in new)]:
            if key in _LISTED:
                continue
            title = kind_name(chapters.ROOM, key).text()
            if key in old and key in new:
                said = self.said.table(old[key], new[key], skip=())
                self._note("chapter", "changed", key, title, said)
            elif key in new:
                self._note("chapter", "added", key, title, self._added("chapter", new[key]))
            else:
                self._note("chapter", "removed", key, title, self._removed(old[key]))

    def _compare(
        self,
        part: Part,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        match: Mapping[str, str],
        change: Callable[[Any, Any], Iterator[Sentence]],
    ) -> None:
        """What is changed or added, then what is removed."""
        back = {now: was for was, now in match.items()}
        for name, one in new.items():
            title = getattr(one, "title", "")
            if name in back:
                sentences = (*renamed(back[name], name), *change(old[back[name]], one))
                self._note(part, "changed", name, title, iter(sentences))
            else:
                self._note(part, "added", name, title, self._added(part, one))
        for name, one in old.items():
            if name not in match:
                gone = self._removed(one)
                self._note(part, "removed", name, getattr(one, "title", ""), gone)

    def _note(
        self, part: Part, kind: Any, name: str, title: str, sentences: Iterator[Sentence]
    ) -> None:
        said = tuple(sentences)
        if said:
            self.changes.append(Change(part, kind, name, title, said))
        else:
            self.unchanged[part] = self.unchanged.get(part, 0) + 1

    def _plain(self, old: Any, new: Any) -> Iterator[Sentence]:
        yield from self.said.table(old, new, skip=("id",))

    def _fact(self, old: facts.Fact, new: facts.Fact) -> Iterator[Sentence]:
        if old.kind != new.kind:
            was, now = (kind_name(facts.ROOM, one.kind) for one in (old, new))
            yield say("种类由{o}改为{n}", "a {n} instead of a {o}", o=was, n=now)
        yield from self.said.table(old, new, skip=("kind",))

    def _parameter(self, old: Any, new: Any) -> Iterator[Sentence]:
        yield from self.said.table(old, new, skip=("values", "otherwise"))
        if (old.values, old.otherwise) != (new.values, new.otherwise):
            yield became(say("取值", "values"), old.told(), new.told())

    def _section(self, old: Section, new: Section) -> Iterator[Sentence]:
        yield from self._moved(old.id, new.id, "section")
        yield from self.said.table(old, new, skip=("id", "section", "criterion"))

    def _criterion(self, old: Criterion, new: Criterion) -> Iterator[Sentence]:
        yield from self._moved(old.id, new.id, "criterion")
        if old.role != new.role:
            was, now = (say(*ROLE_NAMES[one.role]) for one in (old, new))
            yield say("由{o}改为{n}", "{n} instead of {o}", o=was, n=now)
        yield from self.said.table(old, new, skip=_APART)
        yield from self.said.mechanism(old, new)
        yield from evidence(old.evidence, new.evidence)

    def _moved(self, old: str, new: str, part: str) -> Iterator[Sentence]:
        """To another section, unless that is the same under another number."""
        was, now = (
            one.get((part, name), "") for one, name in zip(self.around, (old, new), strict=True)
        )
        if self.match.sections.get(was, "") != now:
            top = say("顶层", "the top level")
            from_, to = (
                speaker.section(name) if name else top
                for speaker, name in ((self.said.old, was), (self.said.new, now))
            )
            yield say("由{o}移到{n}", "moved from {o} to {n}", o=from_, n=to)

    def _tier(self, old: Tier, new: Tier) -> Iterator[Sentence]:
        for key in [*old.demands, *(key for key in new.demands if key not in old.demands)]:
            was, now = old.demands.get(key), new.demands.get(key)
            if was is not None and now is not None:
                yield from self.said.table(was, now, skip=())
            elif was is not None:
                values = {"l": _called(was), "v": spaced(self.said.old.whole(was))}
                yield say("删去{l}（原为{v}）", "{l} removed ({v})", **values)
            elif now is not None:
                values = {"l": _called(now), "v": self.said.new.whole(now)}
                yield say("增加{l}：{v}", "{l} added: {v}", **values)
        yield from self.said.table(old, new, skip=("id", "demands"))

    def _added(self, part: Part, one: Any) -> Iterator[Sentence]:
        speaker, how = self.said.new, [say("新增", "new")]
        match one:
            case Criterion():
                around = speaker.section(self.around[1]["criterion", one.id])
                how += [say("属{s}", "in {s}", s=around), say(*ROLE_NAMES[one.role])]
                if one.full is not None:
                    how.append(say("满分 {p}", "{p}", p=points(one.full)))
            case facts.Fact():
                how.append(kind_name(facts.ROOM, one.kind))
            case Parameter():
                how.append(one.told())
            case _:
                pass
        yield joined(tuple(how), "，", ", ")
        if part == "parameter":
            return
        skip = (*_APART, "full") if part == "criterion" else ("id", "title", "kind", "demands")
        yield from given(speaker, one, skip=(*skip, "title", "section", "criterion"))
        if isinstance(one, Criterion):
            yield say(
                "计分方式：{m}，{how}",
                "scored by {m}: {how}",
                m=kind_name(mechanisms.ROOM, one.way_name),
                how=speaker.way(one.way),
            )
            yield from (
                say("佐证要求：{r}", "evidence: {r}", r=requirement(need)) for need in one.evidence
            )
        if isinstance(one, Tier):
            for demand in one.demands.values():
                said = speaker.whole(demand)
                yield say("{l}：{v}", "{l}: {v}", l=_called(demand), v=said)

    def _removed(self, one: Any) -> Iterator[Sentence]:
        full = getattr(one, "full", None)
        if full is None:
            yield say("删去", "removed")
        else:
            yield say("删去（原满分 {p}）", "removed ({p})", p=points(full))


_LISTED: Final = {"gate", "parameters"}
"""Chapters that are compared entry by entry."""

_APART: Final = ("id", "role", "way", "way_name", "evidence")
"""Keys of a criterion that are spoken of in their own way."""


def _called(demand: Any) -> Sentence:
    return label(type(demand), "root")


def _by_id(parts: Any) -> Mapping[str, Any]:
    return {one.id: one for one in parts}


def _around(standard: Standard) -> Mapping[tuple[str, str], str]:
    """The section each section and criterion stands in."""
    found: dict[tuple[str, str], str] = {}
    for section in sections(standard):
        found |= {("section", one.id): section.id for one in section.section}
        found |= {("criterion", one.id): section.id for one in section.criterion}
    return found
