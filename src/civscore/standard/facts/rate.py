"""rate 比率：分子和分母都要记，从不只记商。

    [facts.reemployment]
    kind = "rate"
    title = "失业人员再就业率"
    of = "登记失业人员"
    if_none = "full"          # 必填：一个登记失业人员也没有时怎么算

佐证包中记为 `reemployment = { count = 98, of = 100 }`。原始材料只印了百分数时记
`{ stated = "98%" }`：印出来的数可能是四舍五入，也可能是截尾，所以按 97.5% 至 99% 的区间算；
材料写“97%以上”的记 `{ at_least = "97%" }`。两个数和印出的百分数都有的一并记
`{ count = 4615, of = 5629, stated = "79%" }`：照两个数计分，对不上的提醒。

if_none 四选一：`full` 得满分、`zero` 得零分、`not_applicable` 不参评、`unproven` 待证。

- *29/100 达到 29% 吗？* 达到。比较时交叉相乘，不做除法。
- *分子大于分母？* 报错；确实可以超过 100% 的（实际÷计划）写 `beyond = true`。

English: numerator and denominator are recorded, never a quotient; a printed percentage is kept as
the interval of values it may have been rounded or cut from.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from civscore.diagnostics import fault, found_text
from civscore.exact import InexactError, Integers, Truth, quotient_text, read_number, share_text
from civscore.sentences import Sentence, joined, plain, say
from civscore.standard.document import Entry
from civscore.standard.facts import (
    CROSSED,
    MOST,
    Fact,
    Times,
    check_parts,
    read_scaled,
    refuse,
)
from civscore.standard.numbers import YesNo
from civscore.standard.parsing import Term
from civscore.standard.quantities import IfNone
from civscore.standard.rows import Column, Interval
from civscore.standard.shares import Share
from civscore.values import Value

if TYPE_CHECKING:
    from civscore.standard.blanks import Layout
    from civscore.standard.plainly import Numbers

PART_EXCEEDS: Final = fault(
    "part-exceeds-whole",
    ("分子 {count} 大于分母 {of}", "the part {count} exceeds the whole {of}"),
    ("请核对两个数；确可超过 100% 的，由标准声明 beyond = true", "check both numbers"),
)
STATED_DIFFERS: Final = fault(
    "stated-differs",
    (
        "{count}/{of} 是 {share}%，材料印的是 {stated}",
        "{count}/{of} is {share}%, but {stated} is printed",
    ),
    ("以两个数为准计分；请核对原始材料", "both numbers count; check the source"),
    severity="warning",
)
STATED_BASE: Final = 10**9


class Recorded(Value):
    """A rate as recorded: both numbers, or what a printed share may stand for."""

    count: Interval
    base: Interval
    printed: Sentence | None = None


class Rate(Fact):
    """A part of a whole."""

    of: str
    """分母是什么 | What the whole is."""

    if_none: IfNone
    """分母为零时怎么算：full 满分、zero 零分、not_applicable 不参评、unproven 待证 |
    What it means when the whole is empty."""

    beyond: YesNo = False
    """分子是否可以大于分母，如实际 ÷ 计划 |
    Whether the part may exceed the whole, as with actual ÷ planned."""

    def columns(self, name: str) -> Iterator[Column]:
        yield Column(f"{name}.count", 0, MOST)
        yield Column(f"{name}.of", 0, MOST)

    def terms(self, name: str, index: Mapping[str, int]) -> Iterator[tuple[str, Term]]:
        count, base = index[f"{name}.count"], index[f"{name}.of"]
        share = Share(
            name, self.sentence, self.unit, (count, base), self.if_none,
            is_bounded=not self.beyond, base_title=plain(self.of),
        )  # fmt: skip
        yield name, Term(share)

    @property
    def numbers(self) -> "Numbers":
        """How its cells in a table become a column."""
        from civscore.standard.plainly import Numbers

        return Numbers({"count": 1, "of": 1}, self._agree)

    def _agree(self, parts: Mapping[str, Integers]) -> Truth:
        """Whether the part is within the whole, where it has to be."""
        return True if self.beyond else parts["count"] <= parts["of"]

    @property
    def example(self) -> str:
        return "{ count = 98, of = 100 }"

    @property
    def layout(self) -> "Layout":
        from civscore.standard.blanks import Layout, one_share

        return Layout(one_share(self.of))

    def read(self, value: Any, entry: Entry) -> Recorded | None:
        given = value if isinstance(value, dict) else {}
        recorded = {"count", "of"} & set(given)
        if given and not recorded:
            return self._read_printed(value, entry)
        if recorded and not check_parts(value, ("count", "of", "stated"), entry):
            return None
        if recorded < {"count", "of"}:
            expected = "{ count = …, of = … }", "{ count = …, of = … }"
            refuse(self, value, expected, entry)
            return None
        count, base = (
            read_scaled(value[key], 1, (0, MOST), entry.at(key)) for key in ("count", "of")
        )
        if count is None or base is None:
            return None
        if not self._agree({"count": count, "of": base}):
            entry.report(PART_EXCEEDS, "count", count=count, of=base)
            return None
        if "stated" in value:
            self._compare(count, base, value["stated"], entry.at("stated"))
        return Recorded((count, count), (base, base))

    def _compare(self, count: int, base: int, text: object, entry: Entry) -> None:
        """Note a printed share that the two numbers cannot have been rounded or cut to."""
        share = self._read_share(text, entry)
        if share is None or base == 0:
            return
        low, high = stated_interval(share, str(text))
        if not low * base <= count * STATED_BASE < high * base:
            quotient = quotient_text((count * 100, base))
            entry.report(STATED_DIFFERS, count=count, of=base, share=quotient, stated=str(text))

    def _read_printed(self, value: dict[str, Any], entry: Entry) -> Recorded | None:
        """A share of which only the print is known, or an end of it."""
        if not check_parts(value, ("stated", "at_least", "at_most"), entry):
            return None
        shares = {key: self._read_share(text, entry.at(key)) for key, text in value.items()}
        if None in shares.values():
            return None
        known = {key: share for key, share in shares.items() if share is not None}
        if not check_parts(value, ("stated",) if "stated" in value else tuple(value), entry):
            return None
        if known.get("at_least", Decimal(0)) > known.get("at_most", Decimal(10**9)):
            low, high = (found_text(value[key]) for key in ("at_least", "at_most"))
            entry.report(CROSSED, low=low, high=high)
            return None
        if "stated" in known:
            ends = stated_interval(known["stated"], str(value["stated"]))
            shown = say(
                "{s}（原文只载比率）", "{s} (printed share only)", s=share_text(known["stated"])
            )
        else:
            least, most = known.get("at_least", Decimal(0)), known.get("at_most", Decimal(1))
            ends = int(least * STATED_BASE), int(most * STATED_BASE)
            shown = _spoken_ends(known)
        if not self.beyond:
            ends = ends[0], min(ends[1], STATED_BASE)
        return Recorded(ends, (STATED_BASE, STATED_BASE), shown)

    def _read_share(self, text: object, entry: Entry) -> Decimal | None:
        try:
            share = read_number(text) if isinstance(text, str) else None
        except InexactError:
            share = None
        if share is None or share < 0 or (share > 1 and not self.beyond):
            refuse(self, text, ('"98%" 这样的百分数', 'a percentage such as "98%"'), entry)
            return None
        return share

    def reduce(self, value: Recorded, times: Times) -> Mapping[str, Interval]:  # noqa: ARG002
        return {"count": value.count, "of": value.base}


def _spoken_ends(known: Mapping[str, Decimal]) -> Sentence:
    said = []
    if "at_least" in known:
        said.append(say("不低于 {s}", "at least {s}", s=share_text(known["at_least"])))
    if "at_most" in known:
        said.append(say("不高于 {s}", "at most {s}", s=share_text(known["at_most"])))
    return joined(tuple(said), "、", ", ")


def stated_interval(share: Decimal, text: str) -> Interval:
    """What a printed share may stand for: half a unit below (rounded) to one above (cut).

    The unit is that of the last digit printed: 97.0 % is finer than 97 %.
    """
    printed_places = len(re.sub(r"[^0-9]", "", text.partition(".")[2]))
    places = printed_places + (3 if "‰" in text else 2)
    unit = STATED_BASE // 10**places
    printed = int(share * STATED_BASE)
    return max(0, printed - unit // 2), printed + unit
