"""scales 等级尺度：好几个数据项共用的档次，以及每一档值几成。

    [scales.abcd]
    levels = { A = "好", B = "较好", C = "较差", D = "空白" }
    worth  = { A = "100%", B = "66%", C = "33%", D = "0%" }

`grade` 数据项写 `scale = "abcd"` 代替 `levels`，`graded` 就不必再写 `worth`。

- *只有一个数据项用？* 不必写尺度，`levels`、`worth` 直接写在数据项里。
- *某一条折算不同？* 在那一条的 `graded` 里照写 `worth`，以那一条为准。

English: levels that several grades share, and what each is worth.
"""

from typing import Annotated

from civscore.diagnostics import fault, nearest
from civscore.standard.chapters import Chapter, ChapterDraft, PlannedChapter
from civscore.standard.document import Entry
from civscore.standard.facts import UNKNOWN_PART
from civscore.standard.mechanisms import NOT_LISTED
from civscore.standard.numbers import Fewest, Number
from civscore.standard.plan import Plan
from civscore.values import Declared

UNUSED_SCALE = fault(
    "unused-scale",
    ("等级尺度“{name}”没有数据项用到", "no fact uses the scale “{name}”"),
    ("请删去，或在数据项里写 scale", "remove it, or use it"),
    severity="warning",
)


class Scale(Declared):
    """Levels and what they are worth."""

    levels: Annotated[dict[str, str], Fewest(2)]
    """档次 → 名称，最好的在最前 | Letter → title, best first."""

    worth: dict[str, Number] = {}  # noqa: RUF012 - never changed
    """档次 → 满分的几成 | Letter → share of the full points."""


class Scales(Chapter):
    """Scales by name."""

    root: dict[str, Scale]

    def plan(self, draft: ChapterDraft) -> PlannedChapter:
        for name, scale in self.root.items():
            for level in (one for one in scale.levels if scale.worth and one not in scale.worth):
                draft.report(NOT_LISTED, name, "worth", missing=level)
            for level in scale.worth.keys() - scale.levels.keys():
                near = nearest(level, scale.levels)
                draft.report(UNKNOWN_PART, name, "worth", level, name=level, near=near)
        return PlannedScales(tuple(self.root))


class PlannedScales(PlannedChapter):
    """Scales, of which nothing is left but their names."""

    names: tuple[str, ...]

    def check(self, plan: Plan, entry: Entry) -> None:
        used = {getattr(fact, "scale", None) for fact in plan.standard.facts.values()}
        for name in self.names:
            if name not in used:
                entry.report_key(UNUSED_SCALE, name, name=name)
