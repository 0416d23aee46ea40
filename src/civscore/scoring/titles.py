"""The title over time: what a community holds now, what is due next, when it may apply again."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final, Literal, TypeAlias

from civscore.scoring.procedure import printed
from civscore.sentences import Sentence, joined, plain, say
from civscore.standard.chapters.title import PlannedTitle
from civscore.standard.conditions import Condition
from civscore.standard.days import LAST
from civscore.standard.holdings import Holding, last_loss, tenure
from civscore.standard.numbers import Span
from civscore.standard.rows import Row
from civscore.values import Value, replaced

TitleStatus: TypeAlias = Literal[
    "unknown", "none", "held", "renewable", "due", "to_revoke", "to_cancel",
    "lapsed", "revoked", "barred", "cancelled", "delisted",
]  # fmt: skip
"""What has become of the title. `due` is held and to be reviewed, `barred` revoked and still not
free to apply; `to_revoke` and `to_cancel` are held, though a ground to end it is there."""

Answer: TypeAlias = Literal["yes", "no", "unknown"]

STATUSES: Final[Mapping[TitleStatus, tuple[str, str]]] = {
    "unknown": ("命名情况未知", "not known"),
    "none": ("从未获得", "never named"),
    "held": ("持有{l}", "holds {l}"),
    "renewable": ("持有{l}，可以申请延期", "holds {l}, may renew it"),
    "due": ("持有{l}，已到复评时间", "holds {l}, due for review"),
    "to_revoke": ("持有{l}，应予撤销", "holds {l}, to be revoked"),
    "to_cancel": ("持有{l}，应予注销", "holds {l}, to be cancelled"),
    "lapsed": ("已届满", "lapsed"),
    "revoked": ("已撤销", "revoked"),
    "barred": ("已撤销，停评期未满", "revoked, barred for now"),
    "cancelled": ("已注销", "cancelled"),
    "delisted": ("已摘牌", "delisted"),
}
_LOST: Final = frozenset({"lapsed", "revoked", "barred", "cancelled", "delisted"})


class TitleResult(Value):
    """How a community stands with the standard's own title on the day judged from."""

    planned: PlannedTitle
    status: TitleStatus | None = None  # None where the standard names no history
    level: str = ""
    since: date | None = None
    until: date | None = None
    days_left: int | None = None
    renewal: date | None = None  # the day from which it can be renewed
    next_check: date | None = None
    earliest: date | None = None  # the earliest day to apply
    withheld: Answer | None = None
    said: tuple[Sentence, ...] = ()

    @property
    def name(self) -> str:
        """What the title is called."""
        return self.planned.title.name

    @property
    def lines(self) -> Iterator[Sentence]:
        """All of it in words, the present standing first."""
        if self.status is not None:
            yield joined(tuple(self._facts()), "，", ", ")
        else:
            yield plain(self.name)
        dated = (
            (self.renewal, "延期窗口自 {d} 起", "renewable from {d}"),
            (self.next_check, "下一次复核 {d}", "next check on {d}"),
            (self.earliest, "最早 {d} 可再申报", "may apply again from {d}"),
        )
        yield from (say(zh, en, d=day) for day, zh, en in dated if day is not None)
        yield from self.said

    def _facts(self) -> Iterator[Sentence]:
        """What is held, since when, until when."""
        zh, en = STATUSES[self.status or "unknown"]
        level = {"l": self.level or say("", "it")}
        state = say("{z}", "{e}", z=Sentence(zh, zh, level), e=Sentence(en, en, level))
        yield say("{n}：{s}", "{n}: {s}", n=self.name, s=state)
        if self.since is not None:
            yield say("{d} 命名", "named on {d}", d=self.since)
        if self.until is not None:
            yield say(*self._until, d=self.until)
        if self.days_left is not None:
            yield say("还剩 {n} 天", "{n} days left", n=self.days_left)

    @property
    def _until(self) -> tuple[str, str]:
        if self.status in _LOST:
            return "持有到 {d}", "held until {d}"
        if self.planned.title.ends == "review":
            return "{d} 以前复评", "to be reviewed by {d}"
        return "有效期至 {d}", "valid until {d}"


def judge_title(planned: PlannedTitle, row: Row, as_of: date) -> TitleResult:
    """Where a community stands; what is only printed is said in any case."""
    return _Judge(planned, row, as_of).result()


class _Judge:
    def __init__(self, planned: PlannedTitle, row: Row, as_of: date) -> None:
        self.planned, self.title, self.row, self.as_of = planned, planned.title, row, as_of
        record = row.recorded.get(planned.title.history)
        self.held: tuple[Holding, ...] | None = None if record is None else record.value

    def result(self) -> TitleResult:
        found = self._standing() if self.planned.fact is not None else TitleResult(self.planned)
        said = (*self._said_of_grounds(found), *printed(self.planned, self.row, self.as_of))
        withheld = self._answer(self.planned.withheld_if)
        return replaced(found, withheld=withheld, said=said)

    def _answer(self, condition: Condition | None) -> Answer | None:
        if condition is None:
            return None
        if condition.holds(self.row.worst):
            return "yes"
        return "unknown" if condition.holds(self.row.best) else "no"

    # --- what is held ----------------------------------------------------------------------------

    def _standing(self) -> TitleResult:
        day, fact = self.as_of.toordinal(), self.planned.fact
        if self.held is None or fact is None:
            return TitleResult(self.planned, "unknown")
        short, long = (tenure(self.held, 1, day, is_long=one) for one in (False, True))
        if not long.times:
            return self._lost(self.held)
        if not short.times:
            return TitleResult(self.planned, "unknown")
        names = tuple(fact.levels.values())
        codes = [
            n for n in range(1, len(names) + 1) if tenure(self.held, n, day, is_long=False).times
        ]
        return self._kept(names[codes[-1] - 1] if codes else "", self.held)

    def _kept(self, level: str, held: tuple[Holding, ...]) -> TitleResult:
        """Of what is held, the last naming decides what is due next."""
        day = self.as_of.toordinal()
        now = [one for one in held if one.began[1] <= day < one.over[0]]
        last = max(now, key=lambda one: one.began)
        began = date.fromordinal(last.began[0]) if last.began[0] == last.began[1] else None
        over = max(one.over[1] for one in now)
        is_known = all(one.over[0] == one.over[1] for one in now)
        until = date.fromordinal(over - 1) if over < LAST else self._review(began)
        until = until if is_known else None
        renew = self.title.renew
        lapses = self.title.ends == "lapse"
        renewal = renew.before(until) if renew and until and lapses else None
        return TitleResult(
            self.planned,
            self._status(until, renewal),
            level,
            began,
            until,
            (until - self.as_of).days if until is not None and until >= self.as_of else None,
            renewal,
            self._next_check(began, until),
            self._free_from(until, renewal),
        )

    def _review(self, began: date | None) -> date | None:
        """The last day before a title that does not lapse by itself is to be reviewed."""
        valid = self.title.valid
        if valid is None or began is None:
            return None
        return date.fromordinal(valid.over(began).toordinal() - 1)

    def _status(self, until: date | None, renewal: date | None) -> TitleStatus:
        if self._answer(self.planned.cancelled_if) == "yes":
            return "to_cancel"
        if any(self._answer(one) == "yes" for one in self.planned.revoke_if):
            return "to_revoke"
        if until is not None and until < self.as_of:
            return "due"
        return "renewable" if renewal is not None and renewal <= self.as_of else "held"

    def _next_check(self, began: date | None, until: date | None) -> date | None:
        """The next regular or single check, while the title lasts."""
        if began is None:
            return None
        days = [one.over(began) for one in self.title.checks]
        every = self.title.recheck
        if every is not None:
            counted = (Span(every.amount * n, every.unit).over(began) for n in range(1, _MANY))
            days += [next(day for day in counted if day > self.as_of or day == date.max)]
        ahead = [one for one in days if one > self.as_of and (until is None or one <= until)]
        return min(ahead, default=None)

    def _free_from(self, until: date | None, renewal: date | None) -> date | None:
        """From when a holder may apply, where holders are excluded."""
        if self.title.holders != "excluded" or until is None or self.title.ends == "review":
            return None
        return renewal or date.fromordinal(until.toordinal() + 1)

    def _lost(self, held: tuple[Holding, ...]) -> TitleResult:
        """What has become of the last one, and until when a bar runs."""
        day = self.as_of.toordinal()
        past = [one for one in held if one.over[1] <= day]
        if not past:
            return TitleResult(self.planned, "none")
        last = max(past, key=lambda one: one.over)
        first, loss = last_loss(held, day)
        bar, earliest = self.title.bar, None
        if bar is not None and loss and first == loss:
            earliest = bar.over(date.fromordinal(loss))
        status: TitleStatus = "lapsed"
        if self.planned.barred is not None and not self.planned.barred.holds(self.row.worst):
            status = "barred" if not self.planned.barred.holds(self.row.best) else "unknown"
        elif last.how == "revoked":
            status = "revoked"
        elif last.how in {"cancelled", "delisted"}:
            status = "cancelled" if last.how == "cancelled" else "delisted"
        until = date.fromordinal(last.over[1] - 1)
        return TitleResult(self.planned, status, until=until, earliest=earliest)

    def _said_of_grounds(self, found: TitleResult) -> Iterator[Sentence]:
        """Grounds that are there, or may be; to end it only where it is held."""
        grounds: list[tuple[Condition | None, str, str]] = []
        if found.status not in {"none", "unknown", *_LOST}:
            grounds = [(one, "撤销", "revoked") for one in self.planned.revoke_if]
            cancelled = self.planned.cancelled_if
            grounds.append((cancelled, "注销（不算处分）", "cancelled, without blame"))
        withheld = self.planned.withheld_if
        grounds.append((withheld, "缓授（评定照旧，暂不授牌）", "rated, not given yet"))
        for condition, zh, en in grounds:
            answer = self._answer(condition)
            if condition is not None and answer != "no":
                state = _GROUNDS[answer == "yes"]
                values = {"c": condition.title, "zh": zh, "en": en}
                yield say(f"{state[0]}{{zh}}：{{c}}", f"{{en}}{state[1]}: {{c}}", **values)


_GROUNDS: Final = (("查实即予", " if proven"), ("应予", ""))
_MANY: Final = 10_000
