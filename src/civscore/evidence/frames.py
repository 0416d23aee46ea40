"""Frames 抽样框: the list of everything a sample is drawn from, as a bundle records it.

    [frames]
    stairs = "抽样/楼道.csv"
    roads  = ["中心路", { id = "东门支路", stratum = "支路" }]

A CSV has the columns 编号, 名称, 层 (or id, name, stratum); only the first is needed. Of a frame
its ids and strata are hashed in the order in which they are listed: it is the same frame wherever
it is written.

- *Which standard asks for it?* A frame has the name of the fact that is drawn from it, or the name
  the fact gives as `frame`.
- *A stratum the standard does not know, or none where one is needed?* A fault, at that unit.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from hashlib import sha256
from typing import Final, TypeAlias

from civscore.diagnostics import Faulty, fault, nearest
from civscore.evidence.attachments import Attachments, content_of
from civscore.evidence.lines import Lines, named, open_lines
from civscore.evidence.model import FrameUnit
from civscore.standard.document import Entry
from civscore.standard.drawing import DrawnFact
from civscore.standard.facts.sample import REPEATED
from civscore.standard.plan import Plan
from civscore.values import Value

UNKNOWN_FRAME: Final = fault(
    "unknown-frame",
    ("标准里没有要从“{name}”抽取的数据项", "the standard draws nothing from “{name}”"),
    ("{near}", "{near}"),
)
NO_UNIT_ID: Final = fault(
    "frame-without-id",
    ("抽样框里这一个没有编号", "this unit of the frame has no id"),
    ("请写编号；CSV 要有“编号”一列", "give it an id; a CSV needs a column id"),
)
UNKNOWN_STRATUM: Final = fault(
    "unknown-stratum",
    ("标准没有“{name}”这一层", "the standard has no stratum “{name}”"),
    ("{near}", "{near}"),
    why=(
        "层名写错的单元会漏在各层之外，永远抽不到",
        "a unit of a misspelt stratum would never be drawn",
    ),
)
NO_STRATUM: Final = fault(
    "stratum-missing",
    ("“{unit}”没有写属于哪一层", "“{unit}” does not say which stratum it belongs to"),
    ("标准要求分层抽取，请写明", "the standard draws by strata; say which"),
)

Listed: TypeAlias = "str | tuple[str | FrameUnit, ...]"


class Frame(Value):
    """Everything a sample is drawn from, in the order in which it is listed."""

    units: tuple[FrameUnit, ...]

    @cached_property
    def text(self) -> str:
        """What is hashed: a line for each unit, its id, and after a tab its stratum, if any."""
        return "".join(
            f"{one.id}\t{one.stratum}\n" if one.stratum else f"{one.id}\n" for one in self.units
        )

    @cached_property
    def digest(self) -> str:
        """SHA-256 of that, in hexadecimal."""
        return sha256(self.text.encode()).hexdigest()


def drawn_facts(plan: Plan) -> Mapping[str, DrawnFact]:
    """Facts that are found out from units drawn, by name; those that draw none left out."""
    facts = plan.standard.facts.items()
    return {name: one for name, one in facts if isinstance(one, DrawnFact) and one.due}


def read_frames(
    listed: Mapping[str, Listed], entry: Entry, plan: Plan, files: Attachments
) -> Mapping[str, Frame]:
    """Frames by name; what is faulty is noted in the entry and left out."""
    drawn = drawn_facts(plan)
    asking: dict[str, list[DrawnFact]] = {}
    for name, fact in drawn.items():
        asking.setdefault(fact.frame or name, []).append(fact)
    frames = {}
    for name, units in listed.items():
        place = entry.at(name)
        if name not in asking:
            entry.report_key(UNKNOWN_FRAME, name, name=name, near=nearest(name, asking))
            continue
        known = list(
            _from_file(units, place, files) if isinstance(units, str) else _own(units, place)
        )
        frames[name] = Frame(tuple(_sound(known, asking[name])))
    return frames


Placed: TypeAlias = tuple[FrameUnit, Entry]


def _own(units: Iterable[str | FrameUnit], place: Entry) -> Iterator[Placed]:
    for number, one in enumerate(units):
        if isinstance(one, str):
            yield _unit(one), place.at(number)
        else:
            yield _unit(one.id, one.name, one.stratum), place.at(number, "stratum")


def _from_file(name: str, place: Entry, files: Attachments) -> Iterator[Placed]:
    content, shown = content_of(name, place, files)
    if content is None:
        return
    try:
        lines = open_lines(content, shown)
    except Faulty as faulty:
        place.document.diagnostics += faulty.diagnostics
        return
    lines.diagnostics = place.document.diagnostics
    yield from _in_lines(lines)


def _in_lines(lines: Lines) -> Iterator[Placed]:
    for number, line in lines.each():
        lines.place((number,), number)
        parts = named(line, "编号", "id"), named(line, "名称", "name"), named(line, "层", "stratum")
        yield _unit(*parts), lines.entry(number)


def _unit(*parts: str) -> FrameUnit:
    """Without the spaces around and between, and without line breaks."""
    plain = (" ".join(one.split()) for one in parts)
    return FrameUnit(**dict(zip(FrameUnit.fields, plain, strict=False)))


def _sound(units: Iterable[Placed], facts: Iterable[DrawnFact]) -> Iterator[FrameUnit]:
    """The units that can be drawn; what keeps one from it is noted at its place."""
    strata = [fact.strata for fact in facts if fact.strata]
    seen: set[str] = set()
    for unit, place in units:
        if not unit.id:
            place.report(NO_UNIT_ID)
        elif unit.id in seen:
            place.report(REPEATED, unit=unit.id)
        elif strata and not unit.stratum:
            place.report(NO_STRATUM, unit=unit.id)
        elif wrong := [one for one in strata if one != "listed" and unit.stratum not in one]:
            near = nearest(unit.stratum, wrong[0])
            place.report(UNKNOWN_STRATUM, name=unit.stratum, near=near)
        else:
            yield unit
        seen.add(unit.id)
