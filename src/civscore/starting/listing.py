"""The page of a ledger on which evidence is listed, with what every clause asks for."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from civscore.comparing.asking import requirement
from civscore.evidence.admitting import requirements
from civscore.evidence.cells import labelled
from civscore.sentences import Sentence, plain, say
from civscore.standard.blanks import Blank, BlankKind
from civscore.standard.clauses import EVIDENCE_KINDS, Requirement
from civscore.standard.plan import Plan
from civscore.starting.pages import NONE, Column, Line, Page, hint


def evidence_page(plan: Plan) -> Page:
    """A row for each piece that is asked for, and room for more."""
    titles = {one.id: one.criterion.title for one in plan.criteria}
    titles |= {one.id: one.title for one, _ in plan.others}
    kinds = {key: zh for key, (zh, _) in EVIDENCE_KINDS.items()}
    asked = [need for needs in requirements(plan).values() for need in needs]
    columns = (
        Column(say("要求", "What is asked for"), 40),
        *(
            Column(title, width, blank=blank, how=_how(blank))
            for blank, title, width in _columns(titles, kinds, asked)
        ),
    )
    lines: list[Line] = []
    for clause, needs in requirements(plan).items():
        for need in needs:
            said = say(
                "{c} {t}：{w}", "{c} {t}: {w}", c=clause, t=titles[clause], w=requirement(need)
            )
            title = need.title or titles[clause]
            kind = plain(labelled(need.kind, kinds))
            number = plain(f"E{len(lines) + 1:03}")
            lines.append(Line((said, number, plain(clause), kind, plain(title))))
    mark = {"sheet": "rows", "path": ["evidence"], "given": [["id"], ["for"], ["kind"], ["title"]]}
    told = (
        say("填了日期、文件或出具单位的才算登记；不够的往下加，编号不重复",
            "A row counts once its file, date or issuer is filled in"),
    )  # fmt: skip
    return Page(say("佐证目录", "Evidence"), told, columns, lines, mark, is_table=True)


def _how(blank: Blank) -> Sentence:
    """How it is filled in, where that is not seen at once."""
    if blank.path == ("fields",):
        return say("几栏用顿号隔开", "with commas between")
    return hint(blank) if blank.kind in {"clauses", "date", "flag"} else NONE


def _columns(
    titles: Mapping[str, str], kinds: Mapping[str, str], needs: Sequence[Requirement]
) -> Iterator[tuple[Blank, Sentence, int]]:
    """What may be said of a piece; of units and of what it states where that is asked for."""
    options = {"for": titles, "kind": kinds}
    asked = {"unit": any(one.each_of for one in needs), "fields": any(one.columns for one in needs)}
    for path, kind, title, width in _PIECE:
        if asked.get(str(path[0]), True):
            yield Blank(path, kind, options=options.get(str(path[0]), {})), title, width


_PIECE: Final[tuple[tuple[tuple[str | int, ...], BlankKind, Sentence, int], ...]] = (
    (("id",), "text", say("编号", "Id"), 8),
    (("for",), "clauses", say("用于哪几条", "For"), 14),
    (("kind",), "options", say("种类", "Kind"), 10),
    (("title",), "text", say("是什么", "What it is"), 28),
    (("file",), "text", say("文件", "File"), 30),
    (("date",), "date", say("日期", "Date"), 12),
    (("issuer",), "text", say("出具单位", "Issued by"), 18),
    (("covers", "from"), "date", say("覆盖自", "Covers from"), 12),
    (("covers", "until"), "date", say("覆盖至", "until"), 12),
    (("present", 0), "number", say("实到人数", "Present"), 9),
    (("present", 1), "number", say("应到人数", "Called"), 9),
    (("announced",), "flag", say("事先通知", "Announced"), 9),
    (("unit",), "text", say("名册里哪一件", "Unit"), 12),
    (("fields",), "clauses", say("写明了哪几栏", "What it states"), 14),
    (("form",), "text", say("形式", "Form"), 10),
    (("state",), "text", say("查实虚假的写 false", "“false” if found so"), 12),
    (("sha256",), "text", say("文件摘要", "SHA-256"), 14),
    (("note",), "text", say("说明", "Note"), 20),
)  # fmt: skip
