"""The nouns of a standard, top to bottom. Read this first.

A standard holds facts (what is recorded), sections of criteria (what is judged), vetoes and tiers.
A criterion has exactly one mechanism, found by its key among `civscore.standard.mechanisms`; its
role says how it enters the judgement. Everything here is a value: reading checks it, planning
turns it into integers.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Any, Final, Literal, TypeAlias

from civscore.standard.clauses import Certificate, Clause, Only, Requirement
from civscore.standard.effects import Effect
from civscore.standard.facts import Fact
from civscore.standard.numbers import (
    Day,
    Fewest,
    Full,
    Key,
    Length,
    RefusedError,
    Size,
    Worth,
    YesNo,
)
from civscore.standard.reckoning import NotApplicable, Scoring
from civscore.standard.sources import Document
from civscore.standard.texts import Edition, Slug, Title
from civscore.values import Declared

Role: TypeAlias = Literal["scored", "bonus", "control", "veto", "advice"]

ROLE_NAMES: Final[Mapping[Role, tuple[str, str]]] = {
    "scored": ("评分项", "scored"),
    "bonus": ("加分项", "bonus"),
    "control": ("控制项", "control"),
    "veto": ("一票否决项", "veto"),
    "advice": ("倡导项", "advice"),
}


class Effective(Declared):
    """When an edition is in force."""

    start: Annotated[Day, Key("from")]
    """起始日 | First day."""

    until: Day | None = None
    """截止日；仍然有效的不写 | Last day; none while it is in force."""


class Head(Declared):
    """What a standard is: the `[standard]` table."""

    id: Slug
    """所在文件夹的名字，用小写字母、数字和连字符 |
    Name of its folder; lower case, digits and hyphens."""

    edition: Edition
    """版本名，也是文件名 | Name of this dated version; the file's name."""

    title: Title
    """标准的名称 | The standard's title."""

    issuer: str
    """条文由谁发布 | Who issued the text."""

    effective: Effective
    """何时有效 | When it is in force."""

    text: Literal["official", "extract", "model"]
    """条文在多大程度上是发布机关的原文：official 原文、extract 节录、model 示范 |
    How far the text is the issuer's own."""

    source: str
    """结构和数字取自哪里 | Where structure and numbers come from."""

    full: Worth
    """全部评分项的满分之和，会核对 | Points of all scored criteria together."""

    printed: Worth | None = None
    """原文印的总分，与各条之和不符时才写 | The total as printed, where that does not add up."""

    note: str = ""
    """读者应当知道的事 | Anything a reader has to know."""


class Criterion(Clause):
    """The clause that is judged 测评内容."""

    role: Role = "scored"
    """怎样进入评定：scored 评分、bonus 加分、control 控制、veto 一票否决、advice 倡导 |
    How it enters the judgement."""

    full: Full | None = None
    """满分；只有评分项和加分项有 | Full points; only scored and bonus criteria have them."""

    printed: Worth | None = None
    """原文印的满分，与所计的不同时才写 | The full points as printed, where they differ."""

    evidence: tuple[Requirement, ...] = ()
    """要出示什么佐证 | What must be shown."""

    methods: Literal["all", "any"] | None = None
    """写了几种查法的：all 都要、any 任一 | Of several methods: all are needed, or any is enough."""

    applies_if: str | None = None
    """条件成立才参评 | The condition under which it is judged at all."""

    tags: tuple[Title, ...] = ()
    """标签，等级可按标签提要求，如 ["关键项"] | Tags by which a tier can ask for it."""

    exempt_if: str | None = None
    """条件成立即免检、得满分 | The condition under which it has full marks uninspected."""

    guard: str | None = None
    """条件不成立即不得分 | The condition without which it earns nothing."""

    scored_by: str = ""
    """以谁的一栏计分，写 [assessors] 的名字 | Whose column counts, by name in [assessors]."""

    not_applicable: NotApplicable | None = None
    """不参评怎么算，与整个标准的办法不同时才写 |
    What becomes of it where it does not apply, if not what the standard says."""

    way: Any = None
    """Its mechanism, already read; in the text its key is the mechanism's name."""

    way_name: str = ""
    """The name of its mechanism."""


class Section(Declared):
    """A node of the points tree 测评项目."""

    id: Title
    """编号，不能重复 | Its number, used once."""

    title: Title
    """名称 | Its title."""

    full: Worth | None = None
    """所含评分项的满分之和，写了就核对；所含项目按权重计的必须写 |
    Points of its scored criteria, checked if given; required where its sections have weights."""

    printed: Worth | None = None
    """原文印的满分，与所含条款之和不符时才写 | Its points as printed, where they do not add up."""

    weight: Size | None = None
    """权重，如 "40%"；同级项目都写，合计 100% | Its weight; all siblings have one."""

    floor: Worth | None = None
    """最少剩几分，所含条款合计再低也按它算 | The least points left, whatever is lost in it."""

    cap: Worth | None = None
    """所含加分项合计最多计几分 | The most that the bonus in it counts."""

    not_applicable: NotApplicable | None = None
    """所含条款不参评怎么算，与整个标准的办法不同时才写 |
    What becomes of criteria in it that do not apply, if not what the standard says."""

    note: str = ""
    """读者应当知道的事 | Anything a reader has to know."""

    only: Only = {}  # noqa: RUF012 - never changed
    """只对所列选项的对象才有这个项目，如 { kind = "school" } | There only where a choice is so."""

    section: "tuple[Section, ...]" = ()
    """下一级测评项目 | Sections inside it."""

    criterion: tuple[Criterion, ...] = ()
    """所含条款 | Criteria in it."""

    def criteria(self) -> Iterator[Criterion]:
        """All criteria below it, in order."""
        yield from self.criterion
        for section in self.section:
            yield from section.criteria()


class Veto(Clause):
    """What rules every tier out 一票否决."""

    when: str
    """触发的条件 | The condition that triggers it."""

    effect: Literal["no_tier", "zero"] | Effect = "no_tier"
    """触发的后果：no_tier 任何等级都达不到、zero 总分清零，或一张表 |
    What it does: rule every tier out, bring the total to nothing, or what the table says."""

    area: YesNo = False
    """是上级区域的事，本社区不能消除 | About the area around; the community cannot clear it."""

    certificate: Certificate | None = None
    """没有这份证明，未触发的只能算“未能认定” | Without it it is unknown, never clear."""


class Tier(Declared):
    """A named level of the title 等级."""

    id: Title
    """等级的名称 | The tier's name."""

    reading: str = ""
    """条文两可，本标准怎样理解 | How a text that does not decide is read here."""

    standing: Literal["title", "conditional", "negative"] = "title"
    """title 称号、conditional 有条件（限期整改，不是称号）、negative 负面名单 |
    A title, a condition to be met in time, or a list nobody wants to be on."""

    within: Length | None = None
    """有条件的：限期多久整改 | Of a conditional one: the time given to mend."""

    exit: str = ""
    """负面名单：怎样移出 | Of a list: how to get off it."""

    named_by: str = ""
    """由谁命名、认定 | Who names it."""

    note: str = ""
    """读者应当知道的事 | Anything a reader has to know."""

    demands: Mapping[str, Any] = {}
    """What it demands, by the demand's key, already read."""

    def check(self) -> None:
        """Keys that go with one standing only.

        Raises:
            RefusedError: if one goes with another.
        """
        if self.within is not None and self.standing != "conditional":
            raise RefusedError("tier_keys")
        if (self.exit and self.standing != "negative") or (
            self.standing == "negative" and self.named_by
        ):
            raise RefusedError("tier_keys")


class Standard(Declared):
    """A rule set, dated."""

    standard: Head
    """标准本身的说明 | What the standard is."""

    scoring: Scoring
    """取舍、比较和加分的办法 | How it is rounded, compared and topped up."""

    sources: dict[str, Document] = {}  # noqa: RUF012 - never changed
    """所引的文件：键 → 文件 | Documents that are cited, by key."""

    facts: Mapping[str, Fact] = {}
    """数据项，即要如实记录的事：名字 → 声明 | What is recorded, by name."""

    section: Annotated[tuple[Section, ...], Fewest(1)]
    """测评项目 | The sections."""

    veto: tuple[Veto, ...] = ()
    """一票否决 | What rules every tier out."""

    tier: Annotated[tuple[Tier, ...], Fewest(1)]
    """等级，由低到高 | The tiers, rising."""

    chapters: Mapping[str, Any] = {}
    """Its other chapters by key, already read."""

    @property
    def name(self) -> str:
        """`id@edition`."""
        return f"{self.standard.id}@{self.standard.edition}"

    def criteria(self) -> Iterator[Criterion]:
        """All criteria, in order."""
        for section in self.section:
            yield from section.criteria()


FULL_OF_CONTROL: Final = Decimal(1)
"""The nominal scale of a criterion without points."""

POINTLESS: Final[frozenset[Role]] = frozenset({"control", "veto", "advice"})
"""Roles that carry no points."""
