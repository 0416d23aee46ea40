"""What changed under the keys of a table, each change one sentence."""

from collections.abc import Iterator, Mapping
from typing import Any

from civscore.comparing.asking import requirement
from civscore.comparing.labels import keys_in, kind_name, label
from civscore.comparing.phrases import NONE, Speaker, spaced
from civscore.sentences import Sentence, joined, say
from civscore.standard import mechanisms
from civscore.standard.clauses import Requirement
from civscore.standard.facts import Fact
from civscore.standard.model import Criterion
from civscore.standard.varying import Varied
from civscore.values import Declared


class Pair:
    """The words of two editions."""

    def __init__(self, old: Speaker, new: Speaker) -> None:
        self.old, self.new = old, new

    def table(self, old: Declared, new: Declared, *, skip: tuple[str, ...]) -> Iterator[Sentence]:
        """What changed under each key that both tables can have."""
        known = keys_in(old)
        for key, (name, _) in keys_in(new).items():
            if key not in skip and key in known:
                yield from self._key(old, new, key, getattr(old, name), getattr(new, name))

    def _key(
        self, old: Declared, new: Declared, key: str, was: Any, now: Any
    ) -> Iterator[Sentence]:
        if _is_same(was, now):
            return
        called = label(type(new), key)
        if isinstance(was, Declared) and type(was) is type(now) and type(was).__name__ in _OPEN:
            yield from self.table(was, now, skip=())
        elif key == "only" and isinstance(was, Mapping):  # said as a whole: for whom
            yield became(called, self.old.value(old, key, was), self.new.value(new, key, now))
        elif isinstance(was, Mapping) and isinstance(now, Mapping):
            yield from self._entries(old, new, key, was, now)
        elif _are_texts(was) and _are_texts(now):
            yield from self._list(old, new, key, was, now)
        elif was in _EMPTY:
            said = self.new.value(new, key, now)
            yield say("增加{label}：{new}", "{label} added: {new}", label=called, new=said)
        elif now in _EMPTY:
            said = self.old.value(old, key, was)
            yield say(
                "删去{label}（原为{old}）", "{label} removed: {old}", label=called, old=spaced(said)
            )
        else:
            yield became(called, self.old.value(old, key, was), self.new.value(new, key, now))

    def _entries(
        self, old: Declared, new: Declared, key: str, was: Mapping[str, Any], now: Mapping[str, Any]
    ) -> Iterator[Sentence]:
        """Entries that are new, gone or other than they were; else they are in another order."""
        called = label(type(new), key)
        if list(was.items()) != list(now.items()) and was == now:
            said = tuple(self.new.name(new, name, key) for name in now)
            yield say(
                "{l}的次序改为 {n}", "{l}: order now {n}", l=called, n=joined(said, "、", ", ")
            )
        for name in [*was, *(name for name in now if name not in was)]:
            if name in was and name in now and was[name] == now[name]:
                continue
            before = self.old.entry(old, key, was[name]) if name in was else None
            after = self.new.entry(new, key, now[name]) if name in now else None
            speaker, owner = (self.new, new) if name in now else (self.old, old)
            values = {"l": called, "name": speaker.name(owner, name, key)}
            if before is not None and after is not None:
                yield became(say("{l}中{name}", "{l}, {name}", **values), before, after)
            elif isinstance(owner, Fact):  # its entries are titles
                zh, en = ("增加", "added") if after is not None else ("删去", "removed")
                yield say(
                    "{l}{zh}{it}", "{l}: {it} {en}", l=called, zh=zh, en=en, it=after or before
                )
            elif after is not None:
                yield say("{l}增加{name}：{new}", "{l}: {name} added, {new}", new=after, **values)
            elif before is not None:
                values["old"] = spaced(before)
                yield say("{l}删去{name}（原为{old}）", "{l}: {name} removed ({old})", **values)

    def _list(
        self, old: Declared, new: Declared, key: str, was: tuple[str, ...], now: tuple[str, ...]
    ) -> Iterator[Sentence]:
        """Entries of a list of conditions or names that are new or gone."""
        called = label(type(new), key)
        added = tuple(self.new.entry(new, key, one) for one in now if one not in was)
        removed = tuple(self.old.entry(old, key, one) for one in was if one not in now)
        if added:
            yield say("{l}增加{new}", "{l}: {new} added", l=called, new=joined(added, "、", ", "))
        if removed:
            yield say(
                "{l}删去{old}", "{l}: {old} removed", l=called, old=joined(removed, "、", ", ")
            )
        if not added and not removed:
            yield became(called, self.old.value(old, key, was), self.new.value(new, key, now))

    def mechanism(self, old: Criterion, new: Criterion) -> Iterator[Sentence]:
        """How the points are found."""
        if old.way == new.way or _reads_the_same(old.way, new.way):
            return
        if old.way_name == new.way_name:
            yield from self._tables(old.way, new.way)
            return
        yield say(
            "计分方式由{old}改为{new}：{how}",
            "scored by {new} instead of {old}: {how}",
            old=kind_name(mechanisms.ROOM, old.way_name),
            new=kind_name(mechanisms.ROOM, new.way_name),
            how=self.new.way(new.way),
        )

    def _tables(self, old: Any, new: Any) -> Iterator[Sentence]:
        """What changed in a mechanism; all of it, before and after, where it has parameters."""
        if type(old) is type(new) and not isinstance(new, Varied):
            inner = Pair(self.old.measuring(old), self.new.measuring(new))
            yield from inner.table(old, new, skip=())
        else:
            yield became(say("计分", "scored"), self.old.way(old), self.new.way(new))


def _reads_the_same(old: Any, new: Any) -> bool:
    """Whether only parameters changed, which is said of them."""
    is_varied = isinstance(old, Varied) and isinstance(new, Varied)
    return is_varied and bool(old.written == new.written)


def evidence(old: tuple[Requirement, ...], new: tuple[Requirement, ...]) -> Iterator[Sentence]:
    """Requirements that are new, gone or other; one is the same by what it is of."""
    left = [one for one in old if one not in new]
    for one in new:
        if one in old:
            continue
        was = next((two for two in left if (two.kind, two.title) == (one.kind, one.title)), None)
        if was is None:
            yield say("佐证要求增加：{new}", "evidence added: {new}", new=requirement(one))
        else:
            left.remove(was)
            yield became(say("佐证要求", "evidence"), requirement(was), requirement(one))
    for one in left:
        yield say("佐证要求删去：{old}", "evidence removed: {old}", old=requirement(one))


def became(called: Sentence, old: Sentence, new: Sentence) -> Sentence:
    """One thing that is other than it was, or only written otherwise."""
    values = {"label": called, "old": spaced(old, after=True), "new": spaced(new)}
    if old.text() == new.text():
        return say("{label}的写法有变：{new}", "{label}: written otherwise: {new}", **values)
    return say("{label}由{old}改为{new}", "{label}: {old} → {new}", **values)


def given(speaker: Speaker, noun: Declared, *, skip: tuple[str, ...]) -> Iterator[Sentence]:
    """What a new table says under each key it has."""
    for key, (name, _) in keys_in(noun).items():
        value = getattr(noun, name)
        if key not in skip and value != noun.defaults.get(name, NONE) and value not in _EMPTY:
            called = label(type(noun), key)
            yield say("{l}：{v}", "{l}: {v}", l=called, v=speaker.value(noun, key, value))


def renamed(old: str, new: str) -> Iterator[Sentence]:
    """The other number of what is else the same."""
    if old != new:
        yield say("改编号为 {new}（原为 {old}）", "now {new} (was {old})", new=new, old=old)


_OPEN = {"Effective", "Bonus"}
_EMPTY: tuple[Any, ...] = (None, "", ())


def _is_same(was: Any, now: Any) -> bool:
    is_table = isinstance(was, Mapping) and isinstance(now, Mapping)
    return was == now and (not is_table or list(was) == list(now))


def _are_texts(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and all(isinstance(o, str) for o in value)
