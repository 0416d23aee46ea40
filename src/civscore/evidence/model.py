"""The nouns of a bundle: one community's recorded facts and pieces of evidence."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

from civscore.diagnostics import Diagnostic
from civscore.sentences import Sentence
from civscore.standard.clauses import EvidenceKind
from civscore.standard.facts import Times
from civscore.standard.numbers import Count, Day, Fewest, Key, Points, YesNo
from civscore.standard.rows import Record
from civscore.standard.texts import Digest, Title
from civscore.values import Declared, Value

if TYPE_CHECKING:
    from civscore.evidence.frames import Frame
View: TypeAlias = Literal["inspector", "public"]
"""Who reads what comes of it: those who judge, or everybody."""

FileState: TypeAlias = Literal["present", "missing", "changed", "unattached"]


class Stretch(Declared):
    """From a day until a day, both included."""

    start: Annotated[Day, Key("from")]
    """第一天 | First day."""

    until: Day
    """最后一天 | Last day."""


class Piece(Declared):
    """One piece of evidence: an `[[evidence]]` table."""

    id: Title
    """编号，不能重复 | Its number, used once."""

    kind: EvidenceKind
    """佐证的种类 | What sort of piece."""

    title: Title
    """是什么的佐证 | What it is of."""

    serves: Annotated[tuple[str, ...], Key("for"), Fewest(1)]
    """为哪些条款、否决项出示，写编号 | Ids of the criteria and vetoes it is shown for."""

    date: Day | None = None
    """哪一天的 | The day it is from."""

    issuer: str = ""
    """由谁出具 | Who issued it."""

    covers: Stretch | None = None
    """说的是哪一段时间 | The time it speaks of."""

    form: str = ""
    """什么形式的，如专栏、横幅 | Its form: a notice board, a banner."""

    announced: YesNo | None = None
    """检查是否事先通知 | Whether a check was announced beforehand."""

    present: tuple[Count, Count] | None = None
    """会议实到和应到人数 | How many were present, of how many."""

    unit: str = ""
    """说的是名册里的哪一件，写编号 | The unit of a register it is about."""

    columns: Annotated[tuple[str, ...], Key("fields")] = ()
    """写明了哪几栏 | What it states."""

    state: Literal["true", "false"] = "true"
    """考评员查实为虚假的写 false，所证条款不得分 | False if an assessor found it to be false."""

    file: str = ""
    """文件，相对于佐证包文件夹的路径 | Its file, relative to the bundle's folder."""

    sha256: Digest = ""
    """文件的摘要；对不上的不采信 | The file's digest; a file that differs is refused."""

    note: str = ""
    """读者应当知道的事 | Anything a reader has to know."""


class BundleHead(Declared):
    """The `[bundle]` table."""

    standard: str = ""
    """为哪个标准填报：id 或 id@版本 | The standard it is recorded for: id or id@edition."""

    as_of: Day | None = None
    """评定基准日 | The day it is judged from."""

    applied: str = ""
    """申报哪一个等级，写等级的名称 | The tier that is applied for, by its name."""

    source: str = ""
    """没有单独写来源的数据项的来源 | Where facts come from that name no source of their own."""

    assessor: str = ""
    """由谁填报 | Who recorded them."""

    forms: tuple[str, ...] = ()
    """填好的抽样表，相对于佐证包文件夹的路径 | Filled forms of samples, by their paths."""

    note: str = ""
    """读者应当知道的事 | Anything a reader has to know."""


class Community(Declared):
    """The `[community]` table."""

    id: Title
    """代号 | A short name for machines."""

    name: Title
    """社区的名称 | The community's name."""

    division: str = ""
    """所在地 | Where it lies."""

    parent: str = ""
    """直接上级的代号，如街道；成批评定时用 | Id of the unit above; for whole cohorts."""

    note: str = ""
    """读者应当知道的事 | Anything a reader has to know."""


class RecordText(Declared):
    """A recorded fact with what is said beside it: `{ value = 3, reason = "…" }`."""

    value: Any
    """所记的值，写法由数据项的种类决定 | What is recorded, in the way of its kind of fact."""

    source: str = ""
    """取自哪里 | Where it comes from."""

    assessor: str = ""
    """由谁填报 | Who recorded it."""

    reason: str = ""
    """为什么不是满分 | Why it is not the full score."""

    date: Day | None = None
    """哪一天的 | The day it is from."""


class Score(Declared):
    """What an assessor gave for one criterion, and why."""

    points: Points
    """几分 | The points."""

    reason: str = ""
    """为什么不是满分 | Why it is not the full score."""


class FrameUnit(Declared):
    """One unit of a frame: a building, a stairwell, a household."""

    id: Title
    """编号，不能重复 | Its id, used once."""

    name: str = ""
    """是哪一个，如门牌；不写姓名 | What it is, such as its address; no names of persons."""

    stratum: str = ""
    """属于哪一层 | The stratum it belongs to."""


class BundleText(Declared):
    """A `bundle.toml`; recorded facts are read apart, each by its kind."""

    bundle: BundleHead = BundleHead()
    """为哪个标准填报，评定基准日是哪一天 | Which standard it is for, and as of which day."""

    community: Community
    """哪个社区 | Which community."""

    period: Stretch | None = None
    """考评期 | The assessment period."""

    facts: Mapping[str, Any] = {}
    """所记的数据项：名字 → 值；名字在标准的 [facts] 里 | Recorded facts, by name."""

    scores: dict[str, dict[str, Points | Score]] = {}  # noqa: RUF012 - never changed
    """各评审主体的评分：主体 → 条款编号 → 分；主体在标准的 [assessors] 里 |
    What assessors gave: assessor → id of the criterion → points."""

    frames: dict[str, str | tuple[str | FrameUnit, ...]] = {}  # noqa: RUF012
    """抽样框：名字 → 全部单元，或列着它们的 CSV 文件 |
    Frames: name → every unit there is, or a CSV file that lists them."""

    evidence: tuple[Piece, ...] = ()
    """佐证，一件一张表 | Pieces of evidence, a table each."""


class Shown(Value):
    """A piece and what was found of its file when the bundle was read.

    `sha256` is the digest of the file as it was then; "" if it was not worked out.
    """

    piece: Piece
    state: FileState
    sha256: str = ""


class Bundle(Value):
    """One community's facts and evidence, read for one standard."""

    community: Community
    head: BundleHead
    period: tuple[date, date] | None
    records: Mapping[str, Record]
    pieces: tuple[Shown, ...]
    folder: Path
    warnings: tuple[Diagnostic, ...] = ()
    scores: Mapping[str, Mapping[str, Score]] = {}
    frames: "Mapping[str, Frame]" = {}  # noqa: RUF012
    supposed: tuple[Sentence, ...] = ()  # what is taken to be so, whatever is recorded
    settings: tuple[tuple[str, str], ...] = ()  # the same, as it was written: fact, value
    text: tuple[str, str] = ("", "")  # its text: the name of the file, SHA-256
    view: View = "inspector"
    sha256: str = ""  # of the whole, where a view leaves out what it is made of

    def times(self, as_of: date | None = None) -> Times:
        """The days it is judged from.

        Raises:
            ValueError: if neither the call nor the bundle gives a day.
        """
        day = as_of or self.head.as_of
        if day is None:
            message = "as_of is given neither in the call nor in the bundle"
            raise ValueError(message)
        return Times(day, self.period, applied=self.head.applied)
