"""What may be read of a series, by part: its periods, and the present one compared with others."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import accumulate

from civscore.sentences import Sentence, plain, say
from civscore.standard import expressions as ex
from civscore.standard.calculated import Calculated
from civscore.standard.parsing import Term
from civscore.standard.periods import MOST_BACK, WORDS, Per, lag_said, period_said
from civscore.standard.quantities import Amount, IfNone, Quantity
from civscore.standard.rows import Interval
from civscore.standard.trends import Falling, IsFirst, Periodic, PeriodicShare, Place
from civscore.values import Value


class Parts(Value):
    """The terms of one series."""

    name: str
    title: str
    unit: str
    per: Per
    of: str | None  # what the whole is, where each period has a share
    scale: int
    limits: Interval
    mean_of: int
    base: int | None
    if_none: IfNone
    index: Mapping[str, int]

    def terms(self) -> Iterator[tuple[str, Term]]:
        """Each part, by the name an expression uses."""
        past = [self._period(lag) for lag in range(1, MOST_BACK + 1)]
        base = self._period(None)
        mean = self._mean(past[: self.mean_of])
        beside: list[tuple[Sentence, Quantity]] = [(lag_said(1, self.per), past[0])]
        if self.mean_of > 1:
            beside.append((self._mean_said, mean))
        if self.base is not None:
            beside.append((period_said(self.base, self.per), base))
        now = self._period(0, tuple(beside))
        for part in (self.name, f"{self.name}.now"):
            yield part, Term(now)
        for lag, one in enumerate(past, start=1):
            yield f"{self.name}.{f'ago{lag}' if lag > 1 else 'last'}", Term(one)
        yield f"{self.name}.base", Term(base)
        yield f"{self.name}.mean", Term(mean)
        yield from self._compared(now, {"last": past[0], "mean": mean, "base": base})
        yield from self._of_history((now, *past))

    def _of_history(
        self, periods: tuple[Periodic | PeriodicShare, ...]
    ) -> Iterator[tuple[str, Term]]:
        """Whether the present period is the first, and for how many it has fallen."""
        name, title = self.name, self.title
        said = say("“{t}”的第一期", "first period of “{t}”", t=title)
        yield f"{name}.first", Term(IsFirst(name, said, self.index[f"{name}.first"]), is_flag=True)
        said = say("“{t}”本期之前有数的期数", "earlier periods of “{t}”", t=title)
        past = Amount(name, said, "", self.index[f"{name}.past"], 1, 0, MOST_BACK)
        said = say("{t}连续下降", "successive falls of {t}", t=title)
        unit = WORDS[self.per].counted[0]
        yield f"{name}.falling", Term(Falling(name, said, unit, periods, past))

    def _period(
        self,
        lag: int | None,
        beside: tuple[tuple[Sentence, Quantity], ...] = (),
    ) -> Periodic | PeriodicShare:
        """The number of one period."""
        place = Place(self.title, self.per, lag, self.base, beside)
        key = f"{self.name}.{'base' if lag is None else lag}"
        title = say("{w}{t}", "{t} ({w})", w=place.when, t=self.title)
        if self.of is None:
            return Periodic(
                self.name, title, self.unit, self.index[key], self.scale, *self.limits, place=place
            )
        return PeriodicShare(
            self.name, title, self.unit, (self.index[f"{key}.count"], self.index[f"{key}.of"]),
            self.if_none, is_bounded=True, base_title=plain(self.of), place=place,
        )  # fmt: skip

    def _mean(self, periods: list[Periodic | PeriodicShare]) -> Calculated:
        """The mean of several periods."""
        terms: list[ex.Expression] = [ex.Reference(one) for one in periods]
        *_, total = accumulate(terms, lambda one, other: _combined(ex.add, one, other))
        number = Decimal(len(periods))
        mean = _combined(ex.divide, total, ex.Number(number, number.as_integer_ratio()))
        title = say("{t}{m}", "{t}, {m}", t=self.title, m=self._mean_said)
        unit = self.unit if self.of is None else "%"
        return Calculated(self.name, title, unit, mean, is_share=False)

    def _compared(
        self, now: Quantity, others: Mapping[str, Quantity]
    ) -> Iterator[tuple[str, Term]]:
        """The present period with others: in its unit, and per cent."""
        this, last = ex.Reference(now), ex.Reference(others["last"])
        word = lag_said(1, self.per)
        title = say("{t}比{w}增减", "change of {t} on {w}", t=self.title, w=word)
        unit = self.unit if self.of is None else "个百分点"
        difference = _combined(ex.subtract, this, last)
        change = Calculated(self.name, title, unit, difference, is_share=False)
        yield f"{self.name}.change", Term(change)
        words = {
            "growth": ("last", word),
            "over_mean": ("mean", self._mean_said),
            "over_base": ("base", period_said(self.base or 0, self.per)),
        }
        for part, (key, word) in words.items():
            other = ex.Reference(others[key])
            quotient = _combined(ex.divide, this, other)
            growth = _combined(ex.subtract, quotient, ex.Number(Decimal(1), (1, 1)))
            title = say("{t}比{w}增幅", "growth of {t} on {w}", t=self.title, w=word)
            values = (self.name, title, "%", growth, False, other, self.if_none)
            yield f"{self.name}.{part}", Term(Calculated(*values))

    @property
    def _mean_said(self) -> Sentence:
        """The mean in words."""
        zh, en = WORDS[self.per].counted
        return say(f"前 {{n}} {zh}均值", f"the mean of {{n}} {en}", n=self.mean_of)


def _combined(combine: ex.Combining, *parts: ex.Expression) -> ex.Combination:
    """Parts put together; the title is that of the quantity made of it."""
    return ex.Combination(combine, parts, plain(""))
