"""How far a sample can be off 抽样误差: the interval a share lies in, at 95 %.

Where it is known how many there are in all – a frame, or fewer than were to be drawn – the interval
is exact for drawing without putting back: every number of passing units that makes what was seen no
rarer than one in forty on either side (Buonaccorsi 1987, The American Statistician 41:215–218).
Else it is that of Clopper and Pearson (1934, Biometrika 26:404–413), as if there were no end of
them, which is never too narrow. Both hold for small samples, where the usual ± does not.

Everything is worked out in integers; ends are shown in tenths of a percent, rounded outwards.

- *Everything was inspected?* There is no sampling error, and no interval.
- *Who did not answer?* No interval says anything of those; see how many forms came back.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from math import comb
from typing import Final

from civscore.evidence.model import Bundle
from civscore.exact import text_of
from civscore.sentences import Sentence, joined, say
from civscore.standard.plan import Plan
from civscore.standard.rows import Record
from civscore.values import Value

MOST: Final = 5_000
"""Units seen from which on there is no telling of an error: it is within two percent."""

MANY: Final = 100_000
"""Units in all that are as good as no end of them."""

_PARTS: Final = 1000
_SIDES: Final = 40
"""What is rarer than one in forty, on either side, is ruled out: 95 % is left."""

_BITS: Final = 192


class Estimate(Value):
    """What a sample says of all there are."""

    name: str
    title: str
    unit: str
    hits: int
    size: int
    least: int
    population: int | None
    columns: tuple[int, ...] = ()
    """Columns of the share it is of."""
    is_accepted: bool = False
    """Whether the standard takes fewer than it asks for, so that nothing else says so."""

    @property
    def is_short(self) -> bool:
        """Whether there are fewer than the standard asks for."""
        return self.size < self.least

    @property
    def method(self) -> str:
        """How the interval is found: `census`, `hypergeometric` or `clopper_pearson`."""
        if self.population is None:
            return "clopper_pearson"
        return "census" if self.population == self.size else "hypergeometric"

    @cached_property
    def interval(self) -> tuple[Decimal, Decimal] | None:
        """Its ends in percent; None where there is no error, or next to none."""
        if self.method == "census" or self.size > MOST:
            return None
        if self.population is None:
            ends = clopper_pearson(self.hits, self.size)
        else:
            ends = of_finite(self.hits, self.size, self.population)
        return Decimal(ends[0]) / 10, Decimal(ends[1]) / 10

    @property
    def said(self) -> Sentence:
        """How sure it is, and whether it is enough."""
        said = [_Lazily(self).sentence] if self.size <= MOST else []
        if self.is_short and self.is_accepted:
            zh = "只有 {n}，少于规定的 {k}"
            said.append(say(zh, "only {n}, fewer than {k}", n=self.size, k=self.least))
        return joined(tuple(said), "，", ", ")


class _Lazily(Value):
    """An interval that is worked out when it is read."""

    of: Estimate

    @property
    def sentence(self) -> Sentence:
        one = self.of
        values = {"t": one.title, "x": self, "n": one.population}
        if one.method == "census":
            return say("{t}：{n} 个全部查过，没有抽样误差", "{t}: all {n} seen, no error", **values)
        if one.method == "hypergeometric":
            zh = "{t}：95% 置信区间 {x}（共 {n} 个，超几何精确法）"
            return say(zh, "{t}: 95% interval {x} (of {n}, exact)", **values)
        zh, en = (
            "{t}：95% 置信区间 {x}（Clopper–Pearson 法）",
            "{t}: 95% interval {x} (Clopper–Pearson)",
        )
        return say(zh, en, **values)

    def __str__(self) -> str:
        ends = self.of.interval or ()
        return "–".join(f"{text_of(end)}%" for end in ends)


def estimates_of(
    plan: Plan, bundle: Bundle, records: Mapping[str, Record]
) -> Mapping[str, Estimate]:
    """What each sample that has begun says, by its name; `records` are those that count."""
    return {one.name: one for one in _estimates(plan, bundle, records)}


def _estimates(plan: Plan, bundle: Bundle, records: Mapping[str, Record]) -> Iterator[Estimate]:
    for name, fact in plan.standard.facts.items():
        tested = fact.tested(records[name].value) if name in records else None
        if tested is None or not tested[1]:
            continue
        hits, size, least, known = tested
        frame = bundle.frames.get(getattr(fact, "frame", "") or name)
        population = known if known is not None or frame is None else len(frame.units)
        if population is not None and not size <= population <= MANY:
            population = None  # the frame is another one, or there is next to no end of it
        parts = ("passing", "drawn") if f"{name}.passing" in plan.index else _ANSWERS
        columns = tuple(plan.index[f"{name}.{part}"] for part in parts)
        accepts = getattr(fact, "if_short", "") == "accept"
        found = name, fact.title, fact.unit, hits, size, least, population
        yield Estimate(*found, columns, accepts)


_ANSWERS: Final = ("favourable", "valid")


# --- the two intervals ----------------------------------------------------------------------------


def clopper_pearson(hits: int, size: int) -> tuple[int, int]:
    """The ends of the interval in thousandths, rounded outwards."""

    def above(part: int) -> bool:
        """Whether so many hits or more are not too rare where `part` thousandths pass."""
        return _is_common(_binomial(size, part), hits, size * part, _PARTS, up=True)

    def below(part: int) -> bool:
        return _is_common(_binomial(size, part), hits, size * part, _PARTS, up=False)

    low = 0 if hits == 0 else _first(above, 1, _PARTS) - 1
    high = _PARTS if hits == size else _first(lambda part: not below(part), 0, _PARTS)
    return low, high


def of_finite(hits: int, size: int, population: int) -> tuple[int, int]:
    """The ends of the interval of a sample of so many, in thousandths, rounded outwards."""

    def above(passing: int) -> bool:
        term = _hypergeometric(size, population, passing)
        return _is_common(term, hits, size * passing, population, up=True)

    def below(passing: int) -> bool:
        term = _hypergeometric(size, population, passing)
        return _is_common(term, hits, size * passing, population, up=False)

    most = population - (size - hits)
    low = _first(above, hits, most)
    high = most
    if hits < size:
        high = _first(lambda passing: not below(passing), hits, most + 1) - 1
    return low * _PARTS // population, -(-high * _PARTS // population)


def _first(holds: Callable[[int], bool], low: int, high: int) -> int:
    """The first number from `low` on that holds; `high` where none before it does."""
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle + 1, high)
    return low


Term = tuple[Callable[[int], int], int, Callable[[int], tuple[int, int]]]
"""How often a number of hits comes, of how often in all; and by what it grows to the next."""


def _binomial(size: int, part: int) -> Term:
    rest = _PARTS - part
    return (
        lambda hits: comb(size, hits) * part**hits * rest ** (size - hits),
        _PARTS**size,
        lambda hits: ((size - hits) * part, (hits + 1) * rest),
    )


def _hypergeometric(size: int, population: int, passing: int) -> Term:
    failing = population - passing
    return (
        lambda hits: comb(passing, hits) * comb(failing, size - hits),
        comb(population, size),
        lambda hits: ((passing - hits) * (size - hits), (hits + 1) * (failing - size + hits + 1)),
    )


def _is_common(term: Term, hits: int, mean: int, of: int, *, up: bool) -> bool:
    """Whether so many hits or more (`up`), or so many or fewer, come more than once in forty.

    Only the side on which terms dwindle is added up, in units of 2**-192, until nothing is left.
    """
    is_above_mean = hits * of > mean
    if up == is_above_mean:
        return _tail(term, hits, up=up) * _SIDES > 1 << _BITS
    other = _tail(term, hits + (-1 if up else 1), up=not up)
    return ((1 << _BITS) - other) * _SIDES > 1 << _BITS


def _tail(term: Term, hits: int, *, up: bool) -> int:
    often, whole, growth = term
    if hits < 0:
        return 0
    one = (often(hits) << _BITS) // whole
    found = 0
    while one:
        found += one
        over, under = growth(hits if up else hits - 1)
        if over <= 0 or under <= 0:
            break
        one = one * over // under if up else one * under // over
        hits += 1 if up else -1
    return found
