"""survey 问卷：发放、回收、各种回答的份数。

    [facts.satisfaction]
    kind = "survey"
    title = "居民满意度"
    of = "受访居民"
    answers = { satisfied = "满意", basic = "基本满意", not = "不满意" }
    favourable = ["satisfied", "basic"]     # 哪几种回答算“满意”
    minimum = 50                            # 有效问卷的最低份数
    if_short = "unproven"                   # 不足最低份数：待证；或 "accept" 照常采用

佐证包中记 `satisfaction = { issued = 60, satisfied = 40, basic = 12, not = 5 }`。
满意度 = 算作满意的回答 ÷ 全部有效回答。条件中写 `satisfaction >= 90%`、`satisfaction.valid >= 50`。

- *废卷？* 不记；有效份数就是各种回答之和。
- *有效份数多于发放份数？* 报错。
- *发给谁？* 写 `draw = 60`（不写按最低份数），由 `civscore sample` 从佐证包的 `[frames]` 抽户。
- *抽样误差？* 报告写明 95% 置信区间；它不管没有交回问卷的人怎么想。
- *每份打分、取平均？* 写 `worth = { satisfied = 5, basic = 3, not = 1 }`，
  平均分是 `satisfaction.mean`。
- *几类人都要问到？* 写 `groups = { resident = "居民", shop = "商户" }` 和
  `quotas = { resident = 30, shop = 10 }`，佐证包逐类记
  `{ issued = 60, resident = { satisfied = 30, … }, shop = { … } }`；
  `satisfaction.shop` 是商户的满意度。
- *只认第三方调查，还要够回收率？* 写 `by = ["第三方入户"]`、`returned = "80%"`，佐证包记
  `by` 和 `returned`。不合要求的与份数不足一样，照 if_short。

English: answers counted by kind; the share is the favourable among the valid.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal

from civscore.exact import decimals_of, scaled
from civscore.sentences import Sentence, say
from civscore.standard.document import Entry
from civscore.standard.drawing import Draw, DrawnFact
from civscore.standard.facts import MOST, Times, check_keys
from civscore.standard.numbers import Count, Fewest, Number, RefusedError
from civscore.standard.parsing import Term
from civscore.standard.quantities import Amount, Quantity
from civscore.standard.rows import Column, Interval
from civscore.standard.shares import Share
from civscore.standard.surveys import Recorded, read_forms
from civscore.values import replaced

if TYPE_CHECKING:
    from civscore.standard.blanks import Blank, Layout
    from civscore.standard.plainly import Numbers
    from civscore.standard.qualified import Need

_TAKEN = "issued", "returned", "by", "valid", "value"
"""What is recorded or read beside the answers."""


class Survey(DrawnFact):
    """A questionnaire."""

    of: str
    """受访者是谁 | Who answers."""

    answers: Annotated[dict[str, str], Fewest(2)]
    """键 → 名称，按问卷顺序 | Key → title, in the order of the form."""

    favourable: Annotated[tuple[str, ...], Fewest(1)]
    """哪几种回答算满意 | Answers that count as favourable."""

    minimum: Count
    """有效问卷至少几份 | Fewest valid forms that prove anything."""

    if_short: Literal["unproven", "accept"]
    """不足最低份数、或者不合其他要求时：unproven 待证、accept 照常采用 |
    What holds below the minimum, or where it was not held as asked for."""

    worth: dict[str, Number] = {}  # noqa: RUF012 - never changed
    """回答 → 每份值几分；写了才有平均分 | Answer → what a form is worth, for the mean."""

    groups: dict[str, str] = {}  # noqa: RUF012
    """受访者分几类，逐类记：键 → 名称 | Groups of those who answer: key → title."""

    quotas: dict[str, Count] = {}  # noqa: RUF012
    """每一类至少几份有效问卷 | Fewest valid forms of each group."""

    returned: Number | None = None
    """回收率至少多少 | The least share of the forms that has to come back."""

    by: tuple[str, ...] = ()
    """采信哪些调查方式 | Ways of asking that are accepted."""

    draw: Draw | None = None
    """抽多少户发放，不写与 minimum 相同 | How many are drawn to be asked; else the minimum."""

    unit: str = "份"

    @property
    def due(self) -> int:
        return self.draw or self.minimum

    def check(self) -> None:
        """Raise `RefusedError` where keys do not go together."""
        check_keys(self.answers, *_TAKEN)
        check_keys(self.groups, *_TAKEN, "mean", "favourable", "score", "sound")
        for answer in self.favourable:
            if answer not in self.answers:
                raise RefusedError("unknown_answer", name=answer)
        if self.worth and self.worth.keys() != self.answers.keys():
            raise RefusedError("worth_of_answers")
        for group in (one for one in self.quotas if one not in self.groups):
            raise RefusedError("unknown_group", name=group)
        if self.returned is not None and not 0 < self.returned <= 1:
            raise RefusedError("returned_beyond")
        if self.if_short == "accept" and (self.quotas or self.returned or self.by):
            raise RefusedError("accepts_anything")

    @property
    def wholes(self) -> Mapping[str, Sentence]:
        """The survey and each of its groups: what goes before a part, and how it is called."""
        apart = {
            f"{key}.": say("{t}（{g}）", "{t} ({g})", t=self.title, g=group)
            for key, group in self.groups.items()
        }
        return {"": self.sentence, **apart}

    @property
    def asks_how(self) -> bool:
        """Whether it has to be held in some way."""
        return bool(self.by) or self.returned is not None

    @property
    def scale(self) -> int:
        """Units in a point that an answer is worth."""
        return int(10 ** max((decimals_of(one) for one in self.worth.values()), default=0))

    @property
    def ends(self) -> Interval:
        """What the worst and the best answer are worth, in units."""
        worth = [scaled(one, self.scale) for one in self.worth.values()] or [0]
        return min(worth), max(worth)

    @property
    def limits(self) -> Mapping[str, Interval]:
        """The range of every column, by part."""
        least, most = self.ends
        found: dict[str, Interval] = {}
        for whole in self.wholes:
            found |= {f"{whole}favourable": (0, MOST), f"{whole}valid": (0, MOST)}
            if self.worth:
                found[f"{whole}score"] = min(least, 0) * MOST, max(most, 0) * MOST
        if self.returned is not None:
            found |= {"issued": (0, MOST), "returned": (0, MOST)}
        return {**found, "sound": (0, 1)} if self.asks_how else found

    def columns(self, name: str) -> Iterator[Column]:
        for part, (low, high) in self.limits.items():
            yield Column(f"{name}.{part}", low, high)

    def terms(self, name: str, index: Mapping[str, int]) -> Iterator[tuple[str, Term]]:
        needs = self._needs(name, index) if self.asks_how or self.quotas else ()
        for whole in self.wholes:
            yield from self._of_whole(name, whole, index, needs)
        if self.returned is not None:
            columns = index[f"{name}.returned"], index[f"{name}.issued"]
            title = say("{t}（回收率）", "{t} (returned)", t=self.title)
            base = say("发放的问卷", "forms issued")
            share = Share(name, title, self.unit, columns, "unproven", True, base)  # noqa: FBT003
            yield f"{name}.returned", Term(share)

    def _of_whole(
        self, name: str, whole: str, index: Mapping[str, int], needs: "tuple[Need, ...]"
    ) -> Iterator[tuple[str, Term]]:
        """What can be read of the survey, or of one of its groups."""
        part, title = f"{name}.{whole}".rstrip("."), self.wholes[whole]
        favourable, valid = index[f"{name}.{whole}favourable"], index[f"{name}.{whole}valid"]
        least = self.quotas.get(whole.rstrip("."), 0) if whole else self.minimum
        asked = tuple(one for one in needs if not whole or one.is_of_all)
        common: dict[str, Any] = {
            "fact": name,
            "title": title,
            "unit": self.unit,
            "if_none": "unproven",
            "is_opinion": True,
            "base_title": say("有效问卷", "valid forms"),
            "least_base": max(least, 1) if self.if_short == "unproven" else 1,
        }
        share = Share(columns=(favourable, valid), is_bounded=True, **common)
        if asked or self.worth:
            from civscore.standard.qualified import Mean, Qualified

            common["needs"] = asked
            share = Qualified(columns=(favourable, valid), is_bounded=True, **common)
            if self.worth:
                common["title"] = say("{t}平均分", "mean of {t}", t=title)
                columns, more = (index[f"{name}.{whole}score"], valid), (self.scale, self.ends)
                mean = Mean(
                    columns=columns, is_bounded=False, scale=more[0], ends=more[1], **common
                )
                yield f"{part}.mean", Term(mean)
        yield part, Term(share)
        said = say("{t}（有效问卷）", "{t} (valid forms)", t=title)
        yield f"{part}.valid", Term(Amount(name, said, self.unit, valid, 1, 0, MOST))

    def _needs(self, name: str, index: Mapping[str, int]) -> "tuple[Need, ...]":
        """What it takes besides enough forms in all."""
        from civscore.standard.qualified import Enough, Held, Need

        found = []
        if self.asks_how:
            title = say("{t}（怎样调查）", "{t} (how it was held)", t=self.title)
            found.append(Need(Held(name, title, index[f"{name}.sound"]), 1, title))
        for group, least in self.quotas.items():
            label = say("{g}有效问卷", "valid forms of {g}", g=self.groups[group])
            title = say("{t}（{what}）", "{t} ({what})", t=self.title, what=label)
            column = index[f"{name}.{group}.valid"]
            found.append(Need(Enough(name, title, self.unit, column, 1, 0, MOST), least, label))
        return tuple(found)

    @property
    def numbers(self) -> "Numbers | None":
        """How its cells in a table become columns, where nothing but answers is asked for."""
        from civscore.standard.plainly import Numbers

        if self.groups or self.asks_how:
            return None
        adds = {
            "favourable": dict.fromkeys(self.favourable, 1),
            "valid": dict.fromkeys(self.answers, 1),
        }
        if self.worth:
            adds["score"] = {key: scaled(one, self.scale) for key, one in self.worth.items()}
        return Numbers(dict.fromkeys(self.answers, 1), adds=adds)

    @property
    def example(self) -> str:
        counted = ", ".join(f"{key} = 20" for key in self.answers)
        issued = 20 * len(self.answers) * max(len(self.groups), 1)
        told = [f"issued = {issued}"]
        told += [f"returned = {issued}"] if self.returned is not None else []
        told += [f'by = "{one}"' for one in self.by[:1]]
        told += [f"{group} = {{ {counted} }}" for group in self.groups] or [counted]
        return f"{{ {', '.join(told)} }}"

    @property
    def layout(self) -> "Layout":
        from civscore.standard.blanks import Blank, Layout, number

        blanks = [number("issued", "发放份数", self.unit)]
        if self.returned is not None:
            blanks.append(number("returned", "收回份数", self.unit))
        if self.by:
            title = say("调查方式（采信：{w}）", "Way of asking (accepted: {w})", w=self.by)
            blanks.append(Blank(("by",), "text", title))
        if not self.groups:
            return Layout((*blanks, *self._counts("")))
        return Layout((*blanks, *(one for group in self.groups for one in self._counts(group))))

    def _counts(self, group: str) -> "Iterator[Blank]":
        """How many gave each answer; of one group, where there are groups."""
        from civscore.standard.blanks import number

        for key, title in self.answers.items():
            if not group:
                yield number(key, title, self.unit)
                continue
            blank = number(key, f"{self.groups[group]}：{title}", self.unit)
            yield replaced(blank, path=(group, key))

    def asked(self, quantity: Quantity) -> Sentence:  # noqa: ARG002
        return self.sentence  # it is held, and recorded, as a whole

    def read(self, value: Any, entry: Entry) -> Recorded | None:
        return read_forms(self, value, entry)

    def tested(self, value: Recorded) -> tuple[int, int, int, int | None] | None:
        (favourable, hits), (valid, size) = value.columns["favourable"], value.columns["valid"]
        is_known = favourable == hits and valid == size
        return (hits, size, self.minimum, None) if is_known else None

    def reduce(self, value: Recorded, times: Times) -> Mapping[str, Interval]:  # noqa: ARG002
        return value.columns
