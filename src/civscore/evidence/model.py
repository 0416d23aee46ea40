"""The nouns of a bundle: one community's recorded facts and pieces of evidence."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, TypeAlias

from civscore.diagnostics import Diagnostic
from civscore.standard.facts import Times
from civscore.standard.model import EvidenceKind
from civscore.standard.numbers import Day, Digest, Fewest, Key, Title
from civscore.standard.rows import Record
from civscore.values import Declared, Value

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

    file: str = ""
    """文件，相对于佐证包文件夹的路径 | Its file, relative to the bundle's folder."""

    sha256: Digest = ""
    """文件的摘要；对不上的不采信 | The file's digest; a file that differs is refused."""

    note: str = ""


class BundleHead(Declared):
    """The `[bundle]` table."""

    standard: str = ""
    """为哪个标准填报：id 或 id@版本 | The standard it is recorded for: id or id@edition."""

    as_of: Day | None = None
    """评定基准日 | The day it is judged from."""

    source: str = ""
    """没有单独写来源的数据项的来源 | Where facts come from that name no source of their own."""

    assessor: str = ""
    """由谁填报 | Who recorded them."""

    note: str = ""


class Community(Declared):
    """The `[community]` table."""

    id: Title
    name: Title
    division: str = ""
    """所在地 | Where it lies."""

    note: str = ""


class BundleText(Declared):
    """A `bundle.toml`; recorded facts are read apart, each by its kind."""

    bundle: BundleHead = BundleHead()
    community: Community
    period: Stretch | None = None
    facts: Mapping[str, Any] = {}
    evidence: tuple[Piece, ...] = ()


class Shown(Value):
    """A piece and what was found of its file when the bundle was read."""

    piece: Piece
    state: FileState


class Bundle(Value):
    """One community's facts and evidence, read for one standard."""

    community: Community
    head: BundleHead
    period: tuple[date, date] | None
    records: Mapping[str, Record]
    pieces: tuple[Shown, ...]
    folder: Path
    warnings: tuple[Diagnostic, ...] = ()

    def times(self, as_of: date | None = None) -> Times:
        """The days it is judged from.

        Raises:
            ValueError: if neither the call nor the bundle gives a day.
        """
        day = as_of or self.head.as_of
        if day is None:
            message = "as_of is given neither in the call nor in the bundle"
            raise ValueError(message)
        return Times(day, self.period)
