"""titles 称号：得过哪些称号，哪天命名、到哪天为止，是否被撤销。

    [facts.city_title]
    kind = "titles"
    title = "市级文明社区"
    levels = { three = "三星级", four = "四星级", five = "五星级" }   # 由低到高；不分级的不写
    issuers = ["市文明委"]      # 可省：只认这些单位命名的
    term = "3y"                 # 可省：一届多长，记录没有写 until 的按此届满

佐证包中一届记一条：
`city_title = [{ level = "four", issuer = "市文明委", from = 2023-05-01 }]`；一个也没有得过记 `[]`。
`until` 是有效的最后一天。提前终止的写 `ended`（从哪天起不再持有）和 `how`：`"revoked"` 撤销、
`"cancelled"` 注销、`"lapsed"` 届满、`"delisted"` 摘牌。只知道月份或年份的，`from = "2002"`。

条件中写 `city_title >= 'four'`（没有是 'none'）、`city_title.four`（现持有四星级或以上）、
`city_title.held`（现持有，不论哪级）。后面还可以加：`.from` 哪天起持有、`.until` 到哪天、
`.left` 还剩几天、`.years` `.months` `.days` 不间断持有了多久、`.streak` 连续几届
（写了 `unit = "年"` 的说几年），例如 `city_title.four.years >= 2`。
`city_title.revoked.years >= 2` 是最近一次被撤销满两年，从未被撤销的也成立。

- *怎样算不间断？* 前一届的次日或以前命名下一届。隔了一天就重新算起。
- *届满和撤销一样吗？* 不一样：只有 `revoked` 计入 `.revoked`。
- *空列表和不写不一样吗？* 不一样：`[]` 是“一个也没有”，不写是“不知道”。

English: titles held, for how long, how many terms running, and when one was last revoked.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from civscore.diagnostics import fault, nearest
from civscore.sentences import Sentence, plain, say
from civscore.standard.days import LAST, SINCE
from civscore.standard.document import Entry
from civscore.standard.facts import UNKNOWN_PART, Fact, Times, check_keys, check_parts, refuse
from civscore.standard.facts.date import Date
from civscore.standard.held import NOT_HELD, HeldLevel, Naming
from civscore.standard.holdings import (
    FAR,
    Holding,
    columns_of,
    numbers_of,
    numbers_of_loss,
    tenure,
)
from civscore.standard.nouns import MISSING_KEY
from civscore.standard.numbers import Length
from civscore.standard.parsing import Term
from civscore.standard.quantities import Quantity
from civscore.standard.rows import Column, Interval
from civscore.values import replaced

ENDED_HALF: Final = fault(
    "title-ended-half",
    (
        "提前终止的称号，日期和原因要一并写明",
        "a title that ended early needs the day and the reason",
    ),
    ('请写 ended = 日期，how = "revoked"', 'write ended = a day, how = "revoked"'),
)
TERM_TWICE: Final = fault(
    "title-term-twice",
    ("“{title}”的有效期 [title] 里已经写了", "[title] says already how long “{title}” is valid"),
    ("请删去这里的 term", "remove term here"),
)
NEVER_HELD: Final = fault(
    "title-days-crossed",
    ("称号从 {first} 起持有，到 {last} 却已不再持有", "held from {first}, yet no longer on {last}"),
    ("请核对 from、until 与 ended", "check from, until and ended"),
)

HOW: Final[Mapping[str, tuple[str, str]]] = {
    "revoked": ("撤销", "revoked"),
    "cancelled": ("注销", "cancelled"),
    "lapsed": ("届满", "lapsed"),
    "delisted": ("摘牌", "delisted"),
}
_OWN: Final = ("none", "held", "from", "until", "left", "streak", "revoked", *SINCE)
_KEYS: Final = ("level", "issuer", "from", "until", "ended", "how", "note")
_ONE: Final = ("[{ from = 2023-05-01 }]；没有得过则写 []", "[{ from = 2023-05-01 }], [] if none")
_DAY: Final = ('2023-05-01、"2023-05" 或 "2023"', '2023-05-01, "2023-05" or "2023"')


class Titles(Fact):
    """Titles held, now and before."""

    levels: dict[str, str] = {}  # noqa: RUF012 - never changed
    """级别 → 名称，由低到高；不分级的不写 | Level → title, rising; none where there are none."""

    issuers: tuple[str, ...] = ()
    """只认这些单位命名的 | Who names it; a title named by others is another title."""

    term: Length | None = None
    """一届多长；没有写 until 的按此届满 | How long a term is, where no end is recorded."""

    def check(self) -> None:
        """Raise `RefusedError` where a level could not be named."""
        check_keys(self.levels, *_OWN)

    def completed(self, chapters: Mapping[str, Any], entry: Entry) -> "Titles":
        """With the term of the standard's own title, if this is its history."""
        own = chapters.get("title")
        if own is None or own.history != entry.path[-1] or own.valid is None:
            return self
        if self.term is not None:
            entry.report(TERM_TWICE, "term", title=self.title)
        return replaced(self, term=own.valid if own.ends == "lapse" else None)

    def _grades(self, name: str) -> Iterator[tuple[str, str, int, str, Sentence]]:
        """Any level, then each: whether it is held, what its parts begin with, code, name."""
        yield f"{name}.held", name, 1, self.title, self._named("")
        for code, (key, level) in enumerate(self.levels.items(), 1):
            at = f"{name}.{key}"
            yield at, at, code, f"{self.title}（{level}）", self._named(level)

    def columns(self, name: str) -> Iterator[Column]:
        yield Column(name, 0, len(self.levels) or 1)
        for flag, stem, *_ in self._grades(name):
            yield Column(flag, 0, 1)
            yield from columns_of(stem)
        yield Column(f"{name}.revoked", 0, LAST)
        for part in SINCE:
            yield Column(f"{name}.revoked.{part}", 0, FAR)

    def terms(self, name: str, index: Mapping[str, int]) -> Iterator[tuple[str, Term]]:
        naming = Naming(name, self.term, self.unit or "届", index)
        if self.levels:
            titles = (NOT_HELD, *(plain(level) for level in self.levels.values()))
            keys = ("none", *self.levels)
            codes = {key: (code, titles[code]) for code, key in enumerate(keys)}
            named = tuple(self._named(level) for level in self.levels.values())
            level = HeldLevel(name, self.sentence, index[name], titles, named=named)
            yield name, Term(level, codes=codes, is_ordered=True)
        else:
            yield name, naming.held(name, name, self.title, self._named(""))
        for flag, stem, _, title, asked in self._grades(name):
            yield flag, naming.held(flag, stem, title, asked)
            yield from naming.parts(stem, title, asked)
        yield from naming.since_loss(f"{name}.revoked", self.title)

    def _named(self, level: str) -> Sentence:
        """A level as it is asked for, with who names it."""
        by = say("（{b}命名）", " (named by {b})", b=self.issuers) if self.issuers else ""
        title = (
            say("“{t}”{l}", "“{t}” {l}", t=self.title, l=level)
            if level
            else say("“{t}”", "“{t}”", t=self.title)
        )
        return say("{t}{by}", "{t}{by}", t=title, by=by)

    @property
    def example(self) -> str:
        level = f'level = "{next(iter(self.levels))}", ' if self.levels else ""
        issuer = f'issuer = "{self.issuers[0]}", ' if self.issuers else ""
        return f"[{{ {level}{issuer}from = 2023-05-01 }}]"

    def asked(self, quantity: Quantity) -> Sentence:  # noqa: ARG002
        return self.sentence

    @property
    def layout(self) -> Any:
        from civscore.standard.blanks import holdings

        return holdings(self.levels, {key: zh for key, (zh, _) in HOW.items()})

    def read(self, value: Any, entry: Entry) -> tuple[Holding, ...] | None:
        if not isinstance(value, list):
            refuse(self, value, _ONE, entry)
            return None
        read = [self._read_one(one, entry.at(number)) for number, one in enumerate(value)]
        return tuple(one for one in read if one is not None)

    def _read_one(self, value: Any, entry: Entry) -> Holding | None:
        if not isinstance(value, dict):
            refuse(self, value, _ONE, entry)
            return None
        check_parts(value, _KEYS, entry)
        level = self._read_listed(value, "level", tuple(self.levels), entry)
        issuer = self._read_listed(value, "issuer", self.issuers, entry)
        if "from" not in value:
            entry.report(MISSING_KEY, name="from")
        if ("ended" in value) != ("how" in value):
            entry.report(ENDED_HALF)
        how = self._read_listed(value, "how", tuple(HOW), entry) if "how" in value else ""
        keys = ("from", "until", "ended")
        days = {key: self._read_day(value[key], entry.at(key)) for key in keys if key in value}
        if None in (level, issuer, how, *days.values()) or "from" not in days:
            return None
        code = 1 + list(self.levels).index(level) if level else 1
        return self._held(code, str(how), {key: ends for key, ends in days.items() if ends}, entry)

    def _held(
        self, level: int, how: str, days: Mapping[str, Interval], entry: Entry
    ) -> Holding | None:
        began = days["from"]
        over = LAST, LAST
        if "ended" in days:
            over = days["ended"]
        elif "until" in days:
            over = days["until"][0] + 1, days["until"][1] + 1
        elif self.term is not None:
            first, last = (self.term.over(date.fromordinal(one)) for one in began)
            over = first.toordinal(), last.toordinal()
        if over[1] <= began[0]:
            first, last = (date.fromordinal(one) for one in (began[0], over[1]))
            entry.report(NEVER_HELD, first=first, last=last)
            return None
        return Holding(level, began, over, how)

    def _read_listed(
        self, value: Mapping[str, Any], key: str, known: tuple[str, ...], entry: Entry
    ) -> str | None:
        """One of the values known; "" where none are declared, None if it is none of them."""
        found = value.get(key)
        if found is None:
            if known:
                entry.report(MISSING_KEY, name=key)
                return None
            return ""
        if known and found not in known:
            entry.report(UNKNOWN_PART, key, name=str(found), near=nearest(str(found), known))
            return None
        return str(found) if known else ""

    def _read_day(self, value: Any, entry: Entry) -> Interval | None:
        if value == "never" or not isinstance(value, date | str | dict):
            refuse(self, value, _DAY, entry)
            return None
        return Date(kind="date", title=self.title).read(value, entry)

    def given_days(self) -> tuple[str, ...]:
        return ("from",)

    def days(self, value: tuple[Holding, ...], times: Times) -> Mapping[str, tuple[date, date]]:
        day = times.as_of.toordinal()
        ends = [tenure(value, 1, day, is_long=one).began for one in (True, False)]
        return {"from": (date.fromordinal(ends[0]), date.fromordinal(ends[1]))}

    def reduce(self, value: tuple[Holding, ...], times: Times) -> Mapping[str, Interval]:
        found: dict[str, Interval] = {}
        low = high = 0
        for flag, stem, code, *_ in self._grades(""):
            held, parts = numbers_of(value, code, times.as_of)
            low, high = (
                code if one else before for one, before in zip(held, (low, high), strict=True)
            )
            found[flag[1:]] = held
            found |= {f"{stem}.{part}"[1:]: ends for part, ends in parts.items()}
        found[""] = low, high
        lost = numbers_of_loss(value, times.as_of)
        return found | {f"revoked.{part}".rstrip("."): ends for part, ends in lost.items()}
