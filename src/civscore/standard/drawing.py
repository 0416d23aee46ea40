"""Facts whose units are drawn from a frame 抽样框: what a standard says of the draw.

    stairs = { kind = "sample", title = "楼道抽查", draw = 5, checks = { clean = "干净" },
               fewer = "all", strata = ["老旧小区", "商品房小区"], spread = true, spares = 2 }

The frame itself is the community's, and stands in its bundle under `[frames]`.
"""

from typing import Annotated, Final, Literal, TypeAlias

from civscore.standard.facts import Fact
from civscore.standard.numbers import Check, Count, RefusedError, YesNo

MOST_DRAWN: Final = 1000


def number_drawn(value: object) -> int:
    """A number of units that can be drawn.

    Raises:
        RefusedError: if it is none.
    """
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MOST_DRAWN:
        raise RefusedError("not_a_draw", most=MOST_DRAWN)
    return value


Draw: TypeAlias = Annotated[
    int, Check(number_drawn, "integer", (("minimum", 1), ("maximum", MOST_DRAWN)))
]
"""How many units are drawn."""


class DrawnFact(Fact):
    """A fact that is found out from units drawn."""

    frame: str = ""
    """从哪个抽样框抽，几项合用一个时写；不写即与数据项同名 |
    The frame it is drawn from, where several share one; else that of its own name."""

    strata: tuple[str, ...] | Literal["listed"] = ()
    """分哪几层，各层按个数的比例抽；listed 按抽样框所写的层 |
    Strata, each drawn from by its size; listed: whatever strata the frame has."""

    spread: YesNo = False
    """是否等距抽取：按抽样框的次序隔几个取一个 | Whether units are taken at even distances."""

    spares: Count | None = None
    """每层备几个候补，不写与抽中的一样多 | Replacements of each stratum; else as many as drawn."""

    @property
    def due(self) -> int:
        """How many units are to be drawn; 0 where that hangs on other facts."""
        raise NotImplementedError
