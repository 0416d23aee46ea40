"""What is declared once for every criterion: rounding, comparing, what does not apply, bonus."""

from typing import Literal, TypeAlias

from civscore.standard.numbers import Extent, Places, Worth, YesNo
from civscore.values import Declared

NotApplicable: TypeAlias = Literal["rescale", "full", "zero", "mean"] | Extent
"""What becomes of a criterion that does not apply; a number is a share of its full points."""


class Bonus(Declared):
    """How bonus criteria enter the judgement."""

    cap: Worth
    """全部加分合计的上限 | The most all bonus together counts."""

    counts: YesNo
    """加分是否计入等级的总分 | Whether it counts towards a tier's total."""


class Scoring(Declared):
    """What is declared once for every criterion: the `[scoring]` table."""

    decimals: Places
    """取舍后保留几位小数 | Decimals after rounding."""

    mode: Literal["half_up", "half_even", "down", "up"]
    """取舍方式：half_up 四舍五入、half_even 五成双、down 截尾、up 进一 | How it is rounded."""

    at: Literal["criterion", "section", "total"]
    """在哪里取舍，只取舍一次：criterion 每条、section 每个项目、total 总分 |
    Where it is rounded, once."""

    compare: Literal["exact", "rounded"]
    """等级比较精确总分（exact）还是取舍后的总分（rounded） |
    Whether tiers compare the exact or the rounded total."""

    not_applicable: NotApplicable | None = None
    """不参评的条款怎么算：rescale 退出并折算、full 满分、zero 零分、mean 同类平均分，或满分的几成 |
    What becomes of a criterion that does not apply."""

    floor: Worth | None = None
    """总分（不含加分）最少剩几分 | The least the total comes to, bonus apart."""

    stacked: YesNo | None = None
    """上一级是否也要满足下级写明的条件；下级有上级没有的条件时必须写 |
    Whether a tier has the demands of the tiers below it, too; needed where a lower one has more."""

    bonus: Bonus | None = None
    """加分的上限和是否计入等级 | How bonus counts."""
