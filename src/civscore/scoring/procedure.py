"""What a standard says around a title: terms, checks, rewards, steps. Printed, never counted.

Working days stay working days: no calendar of holidays is kept. A step that is due by a day of the
year is shown with the next such day.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

from civscore.sentences import Sentence, joined, say
from civscore.standard.chapters.title import PlannedTitle, Stage
from civscore.standard.conditions import Condition
from civscore.standard.rows import Row


def printed(planned: PlannedTitle, row: Row, as_of: date) -> Iterator[Sentence]:
    """Terms, checks, rewards and steps, as the standard has them."""
    title = planned.title
    if title.valid is not None:
        ends = _ENDS[title.ends]
        yield say(
            "有效期 {zh}，{ends}",
            "valid for {en}, {end}",
            zh=title.valid.zh,
            en=title.valid.en,
            ends=ends[0],
            end=ends[1],
        )
    if title.renew is not None:
        span = {"zh": title.renew.zh, "en": title.renew.en}
        yield say("届满前 {zh}起可以申请延期", "may be renewed from {en} before", **span)
    if title.recheck is not None:
        yield say("每 {zh}复核一次", "checked every {en}", zh=title.recheck.zh, en=title.recheck.en)
    if title.checks:
        zh, en = tuple(one.zh for one in title.checks), tuple(one.en for one in title.checks)
        each = "各" if len(zh) > 1 else ""
        yield say(f"命名后满 {{zh}}{each}抽查一次", "checked {en} after naming", zh=zh, en=en)
    if title.bar is not None:
        yield say(
            "撤销后满 {zh}方可再申报",
            "no new application for {en} once revoked",
            zh=title.bar.zh,
            en=title.bar.en,
        )
    if title.outcomes:
        yield say("复核的结果：{o}", "outcomes of a check: {o}", o=tuple(title.outcomes.values()))
    if title.notice:
        yield say("公示：{n}", "public notice: {n}", n=title.notice)
    if title.outside:
        yield say("不计分的奖惩：{o}", "outside the score: {o}", o=title.outside)
    for number, (stage, done) in enumerate(zip(title.steps, planned.done, strict=True), 1):
        yield _stage(number, stage, done, row, as_of)


_ENDS: Final = {
    "lapse": ("届满自动失效", "then it lapses by itself"),
    "review": ("届满复评", "then it is reviewed"),
}


def _stage(number: int, stage: Stage, done: Condition | None, row: Row, as_of: date) -> Sentence:
    """A step, by whom, by when, and whether it is done."""
    by = say("（{b}）", " ({b})", b=stage.by) if stage.by else ""
    said = [say("{n}. {t}{by}", "{n}. {t}{by}", n=number, t=stage.title, by=by)]
    if stage.days is not None:
        said.append(say("{n} 天内", "within {n} days", n=stage.days))
    if stage.workdays is not None:
        said.append(say("{n} 个工作日内", "within {n} working days", n=stage.workdays))
    if stage.due is not None:
        said.append(say("{d} 以前", "by {d}", d=next_day(stage.due, as_of)))
    if done is not None:
        state = 0 if done.holds(row.worst) else 1 if done.holds(row.best) else 2
        said.append(say(*_DONE[state]))
    return joined(tuple(said), "，", ", ")


_DONE: Final = (("已办", "done"), ("办没办未填报", "not known"), ("未办", "not done"))


def next_day(month_day: str, as_of: date) -> date:
    """The next day of that month and number, the day itself included."""
    month, day = (int(part) for part in month_day.split("-"))
    for year in range(as_of.year, as_of.year + 9):
        try:
            found = date(year, month, day)
        except ValueError:  # 29 February
            continue
        if found >= as_of:
            return found
    return as_of
