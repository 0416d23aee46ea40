"""Draws → the form to fill in on the spot, as the pages of a workbook or the lines of a CSV.

What is filled in loads back: the sheets are those of a ledger, and a bundle names the form under
`forms`. Every unit of every frame is listed with its lot, so that the draw can be checked.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import islice
from shlex import quote
from typing import Final, TypeAlias

from civscore.evidence.forms import HEADERS, TOTALS
from civscore.sentences import Language, Sentence, plain, say
from civscore.standard.blanks import Blank, flags
from civscore.standard.facts.sample import Sample
from civscore.standard.plan import Plan
from civscore.starting.draws import Draw, Lot
from civscore.starting.ledgers import placed
from civscore.starting.pages import NONE, Column, Line, Page, hint

DRAWN: Final = say("抽中", "drawn")
SPARE: Final = say("候补", "spare")
_NOT_HERE: Final = "／"

Cells: TypeAlias = Mapping[str, Decimal | str | int | None]


class _Role:
    """Whether a unit was drawn, and as which."""

    def __init__(self, draw: Draw) -> None:
        self.by_id: dict[str, tuple[int, Sentence]] = {}
        number = 0
        for role in ("drawn", "spares"):
            for stratum in draw.strata:
                for place, lot in enumerate(getattr(stratum, role), 1):
                    number += role == "drawn"
                    said = (number, DRAWN) if role == "drawn" else (place, SPARE)
                    self.by_id[lot.unit.id] = said

    def of(self, lot: Lot) -> tuple[int, Sentence]:
        """Its number, and what it is."""
        return self.by_id.get(lot.unit.id, (0, NONE))


def chosen(draw: Draw) -> Iterator[tuple[int, Sentence, Lot]]:
    """The units drawn, in order, then the replacements of each stratum."""
    role = _Role(draw)
    for key in ("drawn", "spares"):
        for stratum in draw.strata:
            for lot in getattr(stratum, key):
                yield (*role.of(lot), lot)


def labelled(lot: Lot) -> str:
    """What a unit is recorded as."""
    return f"{lot.unit.id} {lot.unit.name}".strip()


def said_of(draw: Draw) -> Iterator[Sentence]:
    """How many of how many, by which strata, in which way."""
    zh, en = "抽样框共 {n} 个单元，摘要 {d}", "a frame of {n}, digest {d}"
    yield say(zh, en, n=draw.size, d=draw.frame.digest)
    number = sum(len(one.drawn) for one in draw.strata)
    if draw.is_short:
        zh = "应抽 {k}，抽样框只有 {n}，全部查；不足的按标准办理"
        yield say(zh, "{k} are due, there are only {n}: all of them", k=draw.fact.due, n=draw.size)
    else:
        yield say("应抽 {k}，抽中 {n}", "{k} due, {n} drawn", k=draw.fact.due, n=number)
    if draw.fact.strata:
        parts = tuple(
            say("{s} {n} 中抽 {k}", "{k} of {n} in {s}", s=one.name, n=one.size, k=len(one.drawn))
            for one in draw.strata
        )
        yield say("分层，按个数的比例：{p}", "by strata: {p}", p=parts)
    if draw.fact.spread:
        yield say("等距抽取，按抽样框的次序", "at even distances, in the order of the frame")


def how_to_check(draws: Sequence[Draw], seed: str) -> Iterator[Sentence]:
    """What anybody can do to see that the draw is what it should be."""
    yield say("种子：{s}", "seed: {s}", s=seed)
    yield say(
        "1. 抽样框摘要：把编号依次一行一个存成文本（有层的，编号后面加一个制表符和层；UTF-8，"
        "每行末尾换行），sha256sum 这个文件，应得上面的摘要。",
        "1. Frame: its ids, one a line (a tab and the stratum after it, if any); sha256sum.",
    )
    yield say(
        "2. 每个单元的签是“种子|数据项|抽样框摘要|编号”的 SHA-256，例如：",
        "2. A unit's lot is the SHA-256 of seed|fact|digest of the frame|id, such as:",
    )
    for draw in draws:
        for _, _, lot in islice(chosen(draw), 1):
            yield say(
                "   printf '%s' {t} | sha256sum",
                "   printf '%s' {t} | sha256sum",
                t=quote(lot.text),
            )
            yield say("   应得 {d}", "   gives {d}", d=lot.digest)
    yield say(
        "3. 各层里签最小的若干个抽中，签接着小的依次是候补。等距抽取的，从签最小的一个起，"
        "按抽样框的次序每隔 总数÷抽数 个取一个，到末尾接着从头数。",
        "3. The smallest lots of a stratum are drawn, the next are replacements; at even "
        "distances: from the smallest lot on, every N/n-th.",
    )
    yield say(
        "4. 抽中的无法查的，用同一层的候补依次顶替，写明原因。种子应在公布抽样框摘要之后产生。",
        "4. What cannot be inspected is replaced in order, with the reason. The seed comes last.",
    )


# --- as a workbook --------------------------------------------------------------------------------


def form_pages(plan: Plan, draws: Sequence[Draw], seed: str, community: str) -> Iterator[Page]:
    """The pages of the form: how it was drawn, a sheet for each draw, and every lot."""
    told = [
        say("{c}  {t}  抽样表", "{c}  {t}  sample", c=community, t=plan.title),
        say('填好放进佐证包，在 [bundle] 写 forms = ["抽样/抽样表.xlsx"]；浅黄色的格可以填',
            "Put it into the bundle, named under forms in [bundle]; fill in the yellow cells"),
    ]  # fmt: skip
    for draw in draws:
        told += [
            NONE,
            say("{t}（{n}）", "{t} ({n})", t=draw.fact.title, n=draw.name),
            *said_of(draw),
        ]
    told += [NONE, say("怎样核对", "How to check"), *how_to_check(draws, seed)]
    yield Page(say("说明", "Read me"), told, (), (), {"sheet": "note"})
    for number, draw in enumerate(draws, 1):
        name = "".join(one for one in draw.fact.title if one not in "[]:*?/\\'")[:_NAME]
        yield _units(draw, f"{number} {name}")
        if not isinstance(draw.fact, Sample):
            yield _totals(draw, f"{number} 汇总")
    yield _lots(draws)


_NAME: Final = 24

_LISTED: Final = (
    Column(say(*HEADERS["order"]), 6), Column(say(*HEADERS["role"]), 10),
    Column(say("抽中的单元", "Unit"), 34), Column(say(*HEADERS["stratum"]), 14),
)  # fmt: skip


def _units(draw: Draw, title: str) -> Page:
    """A line for each unit drawn, to be filled in."""
    fact = draw.fact
    blanks: tuple[Blank, ...] = ()
    mark: dict[str, object] = {"sheet": "note"}
    columns: tuple[Column, ...] = _LISTED
    if isinstance(fact, Sample):
        words = Blank(("words",), "text", say("不合格的情形", "What is wrong"))
        blanks = (*flags(fact.checks), words)
        unit = Column(_LISTED[2].title, 34, blank=Blank(("unit",), "text"), is_fixed=True)
        columns = (*_LISTED[:2], unit, _LISTED[3])
        mark = {"sheet": "rows", "path": ["facts", draw.name, "units"], "given": [["unit"]]}
        if draw.is_short:
            mark["with"] = {"available": draw.size}
    columns += tuple(Column(one.title, 14, blank=one) for one in blanks)
    lines = [
        Line((plain(str(number)), role, plain(labelled(lot)), plain(lot.stratum)))
        for number, role, lot in chosen(draw)
    ]
    told = (
        say("{t}", "{t}", t=fact.title),
        say(
            "查一个填一行；候补只在顶替时填，写明原因",
            "A row each; spares only where one is replaced",
        ),
    )
    return Page(plain(title), told, columns, lines, mark)


def _totals(draw: Draw, title: str) -> Page:
    """What the answers come to: nobody's answer stands beside a household."""
    columns = (
        Column(say("填什么", "What"), 30), Column(say("份数", "How many"), 14, "value"),
        Column(say("怎样填", "How"), 40),
    )  # fmt: skip
    lines = [
        Line((one.title, NONE, hint(one, draw.fact)), placed(draw.name, one))
        for one in draw.fact.layout.blanks
    ]
    told = (say("{t}：收回以后填合计", "{t}: what it comes to", t=draw.fact.title),)
    return Page(plain(title), told, columns, lines, {"sheet": "list"})


def _lots(draws: Sequence[Draw]) -> Page:
    """Every unit of every frame with its lot."""
    columns = (
        Column(say(*HEADERS["fact"]), 14), Column(say(*HEADERS["id"]), 12),
        Column(say(*HEADERS["name"]), 24), Column(say(*HEADERS["stratum"]), 14),
        Column(say("签（SHA-256）", "Lot (SHA-256)"), 70), Column(say("结果", "Result"), 10),
    )  # fmt: skip
    lines = []
    for draw in draws:
        role = _Role(draw)
        for lot in draw.lots:
            number, what = role.of(lot)
            result = say("{w} {n}", "{w} {n}", w=what, n=number) if number else NONE
            said = (draw.name, lot.unit.id, lot.unit.name, lot.unit.stratum, lot.digest)
            lines.append(Line((*map(plain, said), result)))
    told = (say("抽样框和每个单元的签", "Frames, and every lot"),)
    return Page(say("抽样过程", "Lots"), told, columns, lines, {"sheet": "note"})


# --- as a CSV -------------------------------------------------------------------------------------


def form_lines(draws: Sequence[Draw], language: Language) -> tuple[list[Cells], list[str]]:
    """The lines of the form, and the names of its columns in order."""
    place = 0 if language == "zh" else 1
    header = {key: names[place] for key, names in HEADERS.items()}
    checks = {
        f"{draw.name}.{key} {title}": draw.name
        for draw in draws
        if isinstance(draw.fact, Sample)
        for key, title in draw.fact.checks.items()
    }
    lines: list[Cells] = []
    for draw in draws:
        begun = {header["fact"]: draw.name, header["title"]: draw.fact.title}
        for number, role, lot in chosen(draw):
            line: dict[str, Decimal | str | int | None] = {
                header["order"]: number,
                header["role"]: role.text(language),
            }
            line |= {header[key]: getattr(lot.unit, key) for key in ("id", "name", "stratum")}
            others = {name: _NOT_HERE for name, owner in checks.items() if owner != draw.name}
            lines.append({**begun, **line, **others, header["digest"]: lot.digest})
        for key, title, known in _numbers(draw):
            total = {header["role"]: TOTALS[place], header["id"]: key, header["name"]: title}
            others = dict.fromkeys(checks, _NOT_HERE)
            lines.append({**begun, **total, **others, header["number"]: known})
    names = list(header.values())
    return lines, [*names[:7], *checks, *names[7:]]


def _numbers(draw: Draw) -> Iterator[tuple[str, str, int | None]]:
    """Numbers of the whole: key, title, and what is known already."""
    if not isinstance(draw.fact, Sample):
        for one in draw.fact.layout.blanks:
            yield ".".join(map(str, one.path)), one.title.text(), None
    elif draw.is_short:
        yield "available", "总共有几个", draw.size
