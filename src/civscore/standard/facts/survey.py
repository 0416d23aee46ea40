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

English: answers counted by kind; the share is the favourable among the valid.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from civscore.diagnostics import fault
from civscore.sentences import say
from civscore.standard.document import Entry
from civscore.standard.facts import (
    MOST,
    Fact,
    Times,
    check_keys,
    check_parts,
    read_scaled,
    refuse,
)
from civscore.standard.numbers import Count, Fewest, RefusedError
from civscore.standard.parsing import Term
from civscore.standard.quantities import Amount
from civscore.standard.rows import Column, Interval
from civscore.standard.shares import Share
from civscore.values import Value

if TYPE_CHECKING:
    from civscore.standard.blanks import Layout

MORE_THAN_ISSUED: Final = fault(
    "more-than-issued",
    ("有效问卷 {valid} 份，多于发放的 {issued} 份", "{valid} valid forms of {issued} issued"),
    ("请核对份数", "check the numbers"),
)
ANSWERS_MISSING: Final = fault(
    "answers-missing",
    ("没有写“{answer}”的份数", "the number of “{answer}” is missing"),
    ("一份也没有请写 0", "write 0 if there were none"),
)


class Recorded(Value):
    """Valid forms, and the favourable among them."""

    favourable: int
    valid: int


class Survey(Fact):
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
    """不足最低份数时：unproven 待证、accept 照常采用 | What holds below the minimum."""

    unit: str = "份"

    def check(self) -> None:
        """Raise `RefusedError` where keys do not go together."""
        check_keys(self.answers, "issued", "valid", "value")
        for answer in self.favourable:
            if answer not in self.answers:
                raise RefusedError("unknown_answer", name=answer)

    def columns(self, name: str) -> Iterator[Column]:
        yield Column(f"{name}.favourable", 0, MOST)
        yield Column(f"{name}.valid", 0, MOST)

    def terms(self, name: str, index: Mapping[str, int]) -> Iterator[tuple[str, Term]]:
        favourable, valid = index[f"{name}.favourable"], index[f"{name}.valid"]
        share = Share(
            name, self.sentence, self.unit, (favourable, valid), "unproven", is_bounded=True,
            is_opinion=True,
            base_title=say("有效问卷", "valid forms"),
            least_base=max(self.minimum, 1) if self.if_short == "unproven" else 1,
        )  # fmt: skip
        yield name, Term(share)
        title = say("{t}（有效问卷）", "{t} (valid forms)", t=self.title)
        yield f"{name}.valid", Term(Amount(name, title, self.unit, valid, 1, 0, MOST))

    @property
    def example(self) -> str:
        counted = "".join(f", {key} = 20" for key in self.answers)
        return f"{{ issued = {20 * len(self.answers)}{counted} }}"

    @property
    def layout(self) -> "Layout":
        from civscore.standard.blanks import Layout, number

        asked = {"issued": "发放份数", **self.answers}
        return Layout(tuple(number(key, title, self.unit) for key, title in asked.items()))

    def read(self, value: Any, entry: Entry) -> Recorded | None:
        if not isinstance(value, dict):
            keys = " = …, ".join(self.answers)
            refuse(self, value, (f"{{ issued = …, {keys} = … }}", "numbers by answer"), entry)
            return None
        check_parts(value, ("issued", *self.answers), entry)
        for answer in self.answers:
            if answer not in value:
                entry.report(ANSWERS_MISSING, answer=answer)
                return None
        counts = {
            key: read_scaled(value[key], 1, (0, MOST), entry.at(key))
            for key in ("issued", *self.answers)
            if key in value
        }
        known = {key: count for key, count in counts.items() if count is not None}
        if len(known) < len(counts):
            return None
        valid = sum(known[answer] for answer in self.answers)
        if valid > known.get("issued", valid):
            entry.report(MORE_THAN_ISSUED, valid=valid, issued=known["issued"])
            return None
        return Recorded(sum(known[answer] for answer in self.favourable), valid)

    def reduce(self, value: Recorded, times: Times) -> Mapping[str, Interval]:  # noqa: ARG002
        return {
            "favourable": (value.favourable, value.favourable),
            "valid": (value.valid, value.valid),
        }
