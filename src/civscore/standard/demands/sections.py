"""sections 指定项目最低：点名的测评项目不低于这个比例或分数。

    [[tier]]
    id = "标兵"
    total = 95
    sections = { "3" = "80%", "5" = 16 }

写百分数是其满分的比例，写数字是分数。

- *编号写错？* 报错并给出最接近的编号。
- *分数高于该项目满分？* 报错：谁也达不到。

English: named sections have at least this share, or these points.
"""

from collections.abc import Iterator
from decimal import Decimal

from civscore.diagnostics import nearest
from civscore.exact import Truths
from civscore.standard.demands import (
    TIER_UNREACHABLE,
    UNKNOWN_SECTION,
    Extent,
    Judgement,
    Standing,
    TierDraft,
)
from civscore.standard.demands.total import comes_to, judge_extent
from civscore.standard.numbers import ShareOrPoints
from civscore.values import Declared, Value, replaced


class Sections(Declared):
    """The least of each named section."""

    root: dict[str, ShareOrPoints]

    def plan(self, draft: TierDraft) -> "PlannedSections":
        needs: dict[str, tuple[int, int]] = {}
        for section, least in self.root.items():
            if section not in draft.sections:
                near = nearest(section, draft.sections)
                draft.report(UNKNOWN_SECTION, section, name=section, near=near)
                continue
            full = draft.sections[section]
            if least.is_share:
                numerator, denominator = least.number.as_integer_ratio()
            else:
                numerator, denominator = draft.units(least.number), full
            if numerator > denominator:
                most = Decimal(1) if least.is_share else Decimal(full) / draft.units(Decimal(1))
                values = {"tier": draft.tier, "need": least.number, "most": most}
                draft.report(TIER_UNREACHABLE, section, **values)
            needs[section] = numerator, denominator
        return PlannedSections(needs, "section")


class PlannedSections(Value):
    """The least share by section, as a ratio."""

    shares: dict[str, tuple[int, int]]
    kind: str

    def judge(self, standing: Standing) -> Iterator[Judgement]:
        for section, extent, need, of in self._asked(standing):
            (low, first), (high, second) = extent.low, extent.high
            times = replaced(extent, low=(low * of, first), high=(high * of, second))
            yield judge_extent(self.kind, section, times, need, standing.scale * of)

    def truths(self, standing: Standing) -> Iterator[Truths]:
        for _, extent, need, of in self._asked(standing):
            yield comes_to(extent, need, of)

    def _asked(self, standing: Standing) -> Iterator[tuple[str, Extent, int, int]]:
        """Each section with what it needs, as numerator and denominator of units."""
        for section, (numerator, denominator) in self.shares.items():
            extent = standing.sections[section]
            yield section, extent, extent.full * numerator, denominator
