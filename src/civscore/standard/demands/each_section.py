"""each_section 分项最低：每个测评项目都不低于其满分的这个比例。

    [[tier]]
    id = "先进"
    total = 90
    each_section = "60%"

- *加分项目算吗？* 不算，只看有满分的测评项目。
- *13.39 分的项目要 60%？* 恰好 8.034 分即达到，不取舍。

English: every section has at least this share of its full points.
"""

from civscore.standard.demands import TIER_UNREACHABLE, TierDraft
from civscore.standard.demands.sections import PlannedSections
from civscore.standard.numbers import Extent
from civscore.values import Declared


class EachSection(Declared):
    """The least share of every section."""

    root: Extent

    def plan(self, draft: TierDraft) -> PlannedSections:
        if self.root > 1:
            draft.report(TIER_UNREACHABLE, tier=draft.tier, need=self.root, most=1)
        ratio = self.root.as_integer_ratio()
        return PlannedSections(dict.fromkeys(draft.sections, ratio), "each_section")
