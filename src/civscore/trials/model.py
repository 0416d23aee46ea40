"""The nouns of a file of tests: facts in, points, outcomes and tiers out.

    as_of = 2026-06-30

    [[test]]
    title  = "讲座八期，进入第二档"
    facts  = { lectures = 8 }
    points = { "5.1" = 2 }

The file lies beside the standard, `2026.tests.toml` beside `2026.toml`.

- *Only one fact is given?* The others are not recorded. Only what is stated is checked.
- *And the evidence?* All of it is taken to be admitted, except for the clauses under `lacking`.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeAlias

from civscore.evidence.model import Bundle, Stretch
from civscore.scoring.findings import Outcome
from civscore.scoring.gates import GateStatus
from civscore.scoring.vetoes import VetoStatus
from civscore.standard.demands import Status
from civscore.standard.numbers import Day, Fewest, Points
from civscore.values import Declared, Value


class Parted(Declared):
    """Points of which a part is not proven."""

    earned: Points
    """已得几分 | Points earned."""

    unproven: Points = Decimal(0)
    """待证几分 | Points not proven."""


Absent: TypeAlias = Literal["absent"]
"""What is there for other communities only."""

Expected: TypeAlias = Points | Parted
"""Points earned; a bare number says that nothing is unproven."""


class Test(Declared):
    """What is recorded, and what comes of it: a `[[test]]` table."""

    title: str
    """测的是什么，不能重复 | What is tested; each title once."""

    based_on: str = ""
    """前面一个测试的 title：取它的数据项和佐证，再按本测试改 |
    The title of an earlier test whose facts and evidence are taken and then changed."""

    as_of: Day | None = None
    """评定基准日，缺省用文件开头的 | The day judged from, else the file's own."""

    period: Stretch | None = None
    """考评期，缺省用文件开头的 | The assessment period, else the file's own."""

    applied: str | None = None
    """申报哪一个等级 | The tier that is applied for."""

    facts: Mapping[str, Any] = {}
    """数据项，记法与佐证包相同 | Recorded facts, as in a bundle."""

    unrecorded: tuple[str, ...] = ()
    """based_on 带来的数据项中，哪些视为没有填报 | Facts of `based_on` taken as not recorded."""

    lacking: tuple[str, ...] = ()
    """哪些条款、否决项没有佐证；其余都视为已采信 |
    Clauses and vetoes without evidence; for all others it is taken to be admitted."""

    points: dict[str, Expected] = {}  # noqa: RUF012 - never changed
    """条款编号 → 应得几分 | Points by criterion."""

    outcomes: dict[str, Outcome | Absent] = {}  # noqa: RUF012
    """条款编号 → 评定：met、partly_met、not_met、unproven、not_applicable、exempt，
    没有这一条的写 absent | Outcome by criterion; `absent` where it is there for others only."""

    sections: dict[str, Expected] = {}  # noqa: RUF012
    """测评项目编号 → 应得几分 | Points by section."""

    total: Expected | None = None
    """总分，不含加分 | Points of all sections; bonus stands outside."""

    bonus: Expected | None = None
    """加分合计 | Points of all bonus."""

    gates: dict[str, GateStatus | Absent] = {}  # noqa: RUF012
    """门槛编号 → open、shut 或 unknown，没有的写 absent | Status by gate."""

    vetoes: dict[str, VetoStatus | Absent] = {}  # noqa: RUF012
    """否决项编号 → clear、triggered 或 unknown，没有的写 absent | Status by veto."""

    tiers: dict[str, Status] = {}  # noqa: RUF012
    """等级 → reached、possible 或 out_of_reach | Status by tier."""

    @property
    def expects(self) -> bool:
        """Whether it says what is to come out."""
        is_summed = self.total is not None or self.bonus is not None
        tables = (self.points, self.outcomes, self.sections, self.gates, self.vetoes, self.tiers)
        return is_summed or any(tables)


class TestsText(Declared):
    """A file of tests."""

    as_of: Day
    """各个测试的评定基准日 | The day every test is judged from."""

    period: Stretch | None = None
    """各个测试的考评期 | The assessment period of every test."""

    test: Annotated[tuple[Test, ...], Fewest(1)]
    """各个测试 | The tests."""


class Case(Value):
    """A test ready to be judged."""

    number: int  # its place in the file
    test: Test
    bundle: Bundle
    lacking: frozenset[str]
