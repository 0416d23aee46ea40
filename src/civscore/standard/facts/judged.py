"""judged 评议分：考评员在上下限之间、或在限定的几个分值中评出的分。

    [facts.meeting_hall]
    kind = "judged"
    title = "居民议事质量评议"
    range = [0, 4]
    decimals = 1              # 可省，缺省只评整数分

    [facts.inspection]
    kind = "judged"
    title = "现场评议"
    only = [5, 3, 2]          # 只许这几个分值

佐证包中满分可只记 `meeting_hall = 4`；不满分必须说明理由：
`meeting_hall = { value = 3, reason = "两次会议缺签到" }`。

- *没有理由的扣分？* 报错。丢分的人有权知道为什么。
- *分值不在限定之列？* 报错，不会归到最近的一档。

English: points an assessor gives within bounds or from a closed list; a reason is required below
the maximum.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from civscore.diagnostics import fault, found_text
from civscore.exact import decimals_of, scaled, text_of
from civscore.standard.document import Entry
from civscore.standard.facts import Fact, read_interval
from civscore.standard.numbers import Places, Points, RefusedError
from civscore.standard.parsing import Term
from civscore.standard.quantities import Amount
from civscore.standard.rows import Column, GapKind, Interval

if TYPE_CHECKING:
    from civscore.standard.blanks import Layout

NOT_LISTED: Final = fault(
    "score-not-listed",
    ("{found} 不在限定的分值之列", "{found} is not among the scores allowed"),
    ("只能是 {only}", "only {only}"),
)

REASON_MISSING: Final = fault(
    "reason-missing",
    ("“{title}”评了 {found}，不是满分，没有写理由", "“{title}” is judged {found} without a reason"),
    ("请写 {form}", "write {form}"),
    why=(
        "丢分的人有权知道为什么",
        "whoever loses points may know why",
    ),
)


class Judged(Fact):
    """Points given by a person."""

    range: tuple[Points, Points] | None = None
    """最低分和最高分 | Least and most that may be given."""

    only: tuple[Points, ...] | None = None
    """限定的分值，代替范围 | The closed list of scores, instead of a range."""

    decimals: Places = 0
    """评分的小数位 | Decimals a score may have."""

    scored_by: str = ""
    """由谁评，写 [assessors] 里的名字 | Who judges, by name in [assessors]."""

    def check(self) -> None:
        """Raise `RefusedError` where keys do not go together."""
        if (self.range is None) == (not self.only):
            raise RefusedError("range_or_only")
        if self.only is not None and len(set(self.only)) < len(self.only):
            raise RefusedError("only_twice")
        if self.range is not None and self.range[0] >= self.range[1]:
            raise RefusedError("range_or_only")

    @property
    def bounds(self) -> tuple[Decimal, Decimal]:
        """Least and most points."""
        if self.range is not None:
            return self.range
        listed = self.only or (Decimal(0),)
        return min(listed), max(listed)

    @property
    def scale(self) -> int:
        places = [
            self.decimals,
            *(decimals_of(score) for score in (*self.bounds, *(self.only or ()))),
        ]
        return int(10 ** max(places))

    @property
    def limits(self) -> Interval:
        """The bounds as counts of the last decimal."""
        low, high = self.bounds
        return scaled(low, self.scale), scaled(high, self.scale)

    @property
    def gap(self) -> GapKind:
        return "judgement"

    def columns(self, name: str) -> Iterator[Column]:
        yield Column(name, *self.limits)

    def terms(self, name: str, index: Mapping[str, int]) -> Iterator[tuple[str, Term]]:
        yield (
            name,
            Term(
                Amount(
                    name, self.sentence, self.unit or "分", index[name], self.scale, *self.limits
                )
            ),
        )

    @property
    def example(self) -> str:
        return text_of(self.bounds[1])

    @property
    def layout(self) -> "Layout":
        from civscore.standard.blanks import one_number

        return one_number(*self.bounds, self.decimals, self.unit)

    def read(self, value: Any, entry: Entry) -> Interval | None:
        ends = read_interval(value, self.scale, self.limits, entry)
        if ends is None or self.only is None:
            return ends
        allowed = {scaled(score, self.scale) for score in self.only}
        if set(ends) <= allowed:
            return ends
        only = tuple(text_of(score) for score in self.only)
        entry.report(NOT_LISTED, found=found_text(value), only=only)
        return None

    def settled(self, part: str, number: int) -> Mapping[str, int] | None:
        """Only scores that may be given."""
        is_given = self.only is None or number in {scaled(one, self.scale) for one in self.only}
        return {part: number} if is_given else None

    def check_beside(
        self, read: Interval, value: Any, beside: Mapping[str, Any], entry: Entry
    ) -> None:
        """Below the most there has to be a reason."""
        if read[1] < self.limits[1] and not str(beside.get("reason", "")).strip():
            found = found_text(value)
            form = f'{{ value = {found}, reason = "…" }}'
            entry.report(REASON_MISSING, title=self.title, found=found, form=form)
