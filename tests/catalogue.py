"""The catalogue of mechanisms, and the page that tells how each is written.

`cases/catalogue.toml` says what to write for a mechanism; where it is used is found by looking.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Final, NamedTuple

import references
import test_docs as docs
from references import Text, anchor
from texts import read_cases

from civscore.standard import demands, mechanisms
from civscore.standard.kinds import names_in

PAGE: Final = docs.DOCS / "mechanisms.md"
SIZES: Final = (64, 30, 22, 40, 26, 23, 22, 17, 11, 26, 31, 15)
"""Mechanisms in each chapter of the catalogue, 327 in all."""

STATUSES: Final[Mapping[str, str]] = {
    "written": "可写",
    "cohort": "成批",
    "report": "报告",
    "file": "标准之外",
}
PLANNED: Final = "尚不能写"
FEW: Final = 3


class Entry(NamedTuple):
    """One mechanism: its number, name, how it is written, and the references that it needs."""

    number: str
    name: str
    how: str
    keys: tuple[str, ...]
    status: str = "written"
    planned: bool = False

    @property
    def missing(self) -> tuple[str, ...]:
        """References that lead nowhere."""
        return tuple(key for key in self.keys if key not in references.known())


@cache
def chapters() -> Mapping[str, tuple[Entry, ...]]:
    """The mechanisms by the title of their chapter."""
    return {
        one["title"]: tuple(
            Entry(number, **{**entry, "keys": tuple(entry["keys"])})
            for number, entry in one["mechanisms"].items()
        )
        for one in read_cases("catalogue.toml")["chapter"]
    }


def entries() -> Iterator[Entry]:
    """All mechanisms."""
    for some in chapters().values():
        yield from some


# --- where it is used -----------------------------------------------------------------------------

IN_STANDARDS: Final = ("mechanism", "fact", "demand", "chapter", "key", "part", "word")


def exhibits(entry: Entry) -> list[str]:
    """Links to where it can be seen: bundled standards and named cases, else an example."""
    wanted = _wanted(entry)
    bundled = list(_using(references.standards(), wanted)) if wanted else []
    found = bundled[:FEW]
    if len(bundled) > FEW:
        found.append(f"等 {len(bundled)} 个")
    found += [link for link in _named(entry, wanted) if link]
    if wanted and not found:
        examples = (*references.worked(), *references.shown(), *references.recorded())
        found = list(_using(examples, wanted))[:1]
    return found or [link for key in entry.keys if (link := _outside(key))][:1]


def _named(entry: Entry, wanted: frozenset[str]) -> Iterator[str]:
    """A link to each case it names; none to one that holds criteria but not what is needed."""
    for key in entry.keys:
        if key.startswith("case:"):
            file, _, name = key.removeprefix("case:").partition("#")
            texts = [one for one in references.worked() if one.name == name]
            is_shown = not texts or any(_using(texts, wanted))
            yield f"[{name}](../tests/cases/{file})" if is_shown else ""


def cases_beside_the_point(entry: Entry) -> list[str]:
    """Cases an entry names that do not make use of what it needs."""
    named = [key for key in entry.keys if key.startswith("case:")]
    links = _named(entry, _wanted(entry))
    return [key for key, link in zip(named, links, strict=True) if not link]


def _wanted(entry: Entry) -> frozenset[str]:
    """The references of an entry that a standard can make use of."""
    return frozenset(key for key in entry.keys if key.partition(":")[0] in IN_STANDARDS)


def _using(texts: Iterable[Text], wanted: frozenset[str]) -> Iterator[str]:
    """A link to each text that makes use of all references; to the clause, if it is one clause."""
    apart = _apart(wanted)
    for one in texts:
        within = next((place.within for place in one.places if wanted <= place.uses), None)
        if within is not None:
            yield f"[{one.name}{f' {within}' if within else ''}]({one.link})"
        elif len(apart) > 1 and wanted <= one.uses and all(one.has(some) for some in apart):
            yield f"[{one.name}]({one.link})"


DEMANDS: Final = set(names_in(demands.ROOM)) - set(names_in(mechanisms.ROOM))
"""Demands whose name is no mechanism's."""


def _apart(wanted: frozenset[str]) -> list[frozenset[str]]:
    """References that cannot stand in one clause, each with those it stands with."""
    groups: dict[str, set[str]] = {}
    ways: set[str] = set()
    beside: set[str] = set()
    for key in wanted:
        sort, _, name = key.partition(":")
        owner = name.partition(".")[0].partition("=")[0]
        if sort == "demand" or owner in {"tier", *DEMANDS}:
            groups.setdefault("tier", set()).add(key)
        elif owner in {"veto", "gate", "title"} or name.startswith("criterion.role="):
            groups.setdefault(name if owner == "criterion" else owner, set()).add(key)
        elif sort in {"mechanism", "key"} and owner in names_in(mechanisms.ROOM):
            groups.setdefault(owner, set()).add(key)
            ways.add(owner)
        elif owner == "criterion":
            beside.add(key)
    if beside:
        groups.setdefault(ways.pop() if len(ways) == 1 else "criterion", set()).update(beside)
    return [frozenset(some) for some in groups.values()]


def _outside(key: str) -> str:
    """Where a reference can be seen that no standard makes use of."""
    sort, _, name = key.partition(":")
    match sort:
        case "diagnostic":
            return f"[{name}](../tests/cases/faults.toml)"
        case "report" | "gap":
            return "[报告样例](../tests/golden/)"
        case "command":
            return "[命令](../README.md#命令)"
    return ""


# --- the page -------------------------------------------------------------------------------------


def page() -> str:
    """The page in Markdown."""
    every = list(entries())
    counts = Counter(PLANNED if one.planned else STATUSES[one.status] for one in every)
    told = "，".join(f"{word} {counts[word]} 种" for word in (*STATUSES.values(), PLANNED))
    lines = [_HEAD, f"共 {len(every)} 种：{told}。", ""]
    for title, some in chapters().items():
        lines += [f"## {title}", "", _COLUMNS, *(_row(entry) for entry in some), ""]
    return "\n".join(lines)


_HEAD: Final = """\
# 三百二十七种计分机制怎样写

<!-- 由 tests/test_catalogue.py 写成；要改，改 tests/cases/catalogue.toml -->

社区类测评标准里见过的计分机制，一种一行：怎样写，用哪些键，哪里用到这些键。写法的全文见[《标准怎么写》](language.md)，
每个键都可以问：`civscore explain banded`。最后一列是用到这些键的内置标准和其中第一个条款；
没有标准用到的，是测试用例或说明中的例子。

| 状态 | 意思 |
|---|---|
| 可写 | 没有另注的，现在就能写进标准 |
| 成批 | 要看别的社区：单独评一个社区时是未知，`civscore batch` 成批评定时有结果 |
| 报告 | 不用写，报告自己会说 |
| 标准之外 | 说的是许多社区或办事程序，不进一个社区的得分 |
| 尚不能写 | 还没有这种写法；列出所缺的键 |
"""
_COLUMNS: Final = "| 编号 | 机制 | 怎样写 | 键 | 用到的地方 |\n|---|---|---|---|---|"


def _row(entry: Entry) -> str:
    if entry.planned:
        lacking = "、".join(_name(key) for key in entry.missing)
        cells = (entry.number, entry.name, f"**{PLANNED}**，缺 {lacking}", "", "")
    else:
        note = "" if entry.status == "written" else f"（{STATUSES[entry.status]}）"
        keys = " ".join(_link(key) for key in _telling(entry.keys))
        cells = (entry.number, entry.name, entry.how + note, keys, "、".join(exhibits(entry)))
    return "".join(f"| {cell} " if cell else "| " for cell in cells) + "|"


def _telling(keys: tuple[str, ...]) -> Iterator[str]:
    """References to print: no cases, and no kind of which a key is printed."""
    owners = {key.removeprefix("key:").partition(".")[0] for key in keys if key.startswith("key:")}
    for key in keys:
        sort, _, name = key.partition(":")
        if sort != "case" and not (sort in references.ROOMS and name in owners):
            yield key


def _name(key: str) -> str:
    """A reference as an author writes it, in code."""
    sort, _, name = key.partition(":")
    match sort:
        case "part":
            return f"`.{name.partition('.')[2]}`"
        case "key":
            path, equals, value = name.partition("=")
            short = path.removeprefix("criterion.")
            return f'`{short} = "{value}"`' if equals else f"`{short}`"
        case "demand":
            return f"等级的 `{name}`"
        case "command":
            return f"`civscore {name}`"
        case "case":
            return f"用例“{name.partition('#')[2]}”"
        case "gap":
            return f'`gap = "{name}"`'
    return f"`{name}`"


def _link(key: str) -> str:
    """The name of a reference, linked to what the manual says of it."""
    where = _anchor(key)
    return f"[{_name(key)}](language.md{where})" if where else _name(key)


CHAPTERS: Final[Mapping[str, str]] = {
    "mechanism": "计分方式",
    "fact": "数据项",
    "part": "数据项",
    "demand": "等级",
    "word": "条件",
    "diagnostic": "检查时报什么",
    "standard": "标准本身",
    "scoring": "计分规则",
    "section": "测评项目和条款",
    "criterion": "测评项目和条款",
    "criterion.evidence": "佐证要求",
    "veto": "一票否决",
    "tier": "等级",
    "title": "等级",
    "supplement": "版本和补充规定",
}
"""Chapter of the manual that tells of a sort of reference, or of the keys of a table."""


def _anchor(key: str) -> str:
    """Where the manual tells of it: under a heading or in a table that has its name in code."""
    sort, _, name = key.partition(":")
    if sort in {"report", "gap", "command"}:
        return ""
    path, _, value = name.partition("=")
    steps = path.split(".")
    chapter = CHAPTERS.get(".".join(steps[:2])) or CHAPTERS.get(steps[0]) or CHAPTERS.get(sort, "")
    is_table = sort == "key" and steps[0] in references.TABLES
    wanted = [value or steps[-1], *reversed(steps[1:]), ""] if is_table else steps[:1]
    titles = _told()
    found = (titles.get((chapter, one), "") for one in wanted if one or chapter)
    return next(filter(None, found), "" if is_table else titles.get(("", steps[0]), ""))


@cache
def _told() -> Mapping[tuple[str, str], str]:
    """Chapter and name in code → anchor: of a heading, or of the one over a row of a table.

    No name is the chapter itself; no chapter is the first that has the name.
    """
    headings: dict[tuple[str, str], str] = {}
    rows: dict[tuple[str, str], str] = {}
    chapter = here = ""
    for line in (docs.DOCS / "language.md").read_text("utf-8").splitlines():
        if match := re.match(r"(#{2,3}) (.+)", line):
            here = anchor(match[2])
            if match[1] == "##":
                chapter = match[2].partition("、")[2]
                headings[chapter, ""] = here
            found, names = headings, docs.CODE.findall(match[2])
        elif line.startswith("| `"):
            found, names = rows, docs.CODE.findall(line.split("|")[1])
        else:
            continue
        for name in names:
            for place in ((chapter, name.strip("[]")), ("", name.strip("[]"))):
                found.setdefault(place, here)
    return {**rows, **headings}
