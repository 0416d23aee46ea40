"""What the documents show works: examples load, commands run, nothing goes unmentioned.

How a document writes its examples:

- A block whose first line is `# file: NAME` is a whole file. It is written to the document's own
  folder, so that a later block of the same name mends an earlier one; at the end every standard
  and bundle there is checked.
- Lines of a ```sh block that start with `civscore` are run in that folder, in order. A line that
  ends in `# 退出状态 1` exits with 1, every other with 0.
- A ```text excerpt shows part of what the block of commands before it printed. Only totals, points
  of criteria and codes of diagnostics are compared: sentences are still being reworded.
- A ```toml snippet is part of a standard, or the keys of one criterion. What it declares is known
  to the snippets after it, so a document reads from the top; the full points are summed for it,
  or 100 where sections have weights or are for some only.
- A ```toml snippet bundle is part of a bundle; keys outside a table are recorded facts. It is
  recorded for the standard that `[bundle]` names, else for the one declared above it.
- `refused CODE …` or `warned CODE …` after either names every diagnostic it gives.
"""

import re
import shlex
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias, get_args

import pytest
import tomli

import civscore
from civscore.cli import main
from civscore.evidence.model import BundleText
from civscore.evidence.reading import read_bundle
from civscore.reports import explaining
from civscore.standard import amendments, chapters, clauses, demands, facts, mechanisms, model
from civscore.standard.document import Document
from civscore.standard.kinds import find, names_in
from civscore.standard.models import nouns_in
from civscore.standard.nouns import keys_of
from civscore.standard.shelf import plan_document
from civscore.trials import model as trials

Table: TypeAlias = dict[str, Any]
Outcome: TypeAlias = tuple[str, set[str]]

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
DECISIONS = DOCS / "decisions"
PAGES = sorted(DOCS.glob("*.md"))
BLOCK = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"# file: (\S+)\n")
STATUS = re.compile(r"# 退出状态 (\d)$")
STABLE = re.compile(
    r"\[[a-z]+(?:-[a-z0-9]+)+\]"  # the code of a diagnostic
    r"|\b\d+(?:\.\d+)?/\d+(?:\.\d+)?\b"  # points of a criterion
    r"|^ +\+\d\S* +\d\S*",  # a step: what it gains, and where
    re.MULTILINE,
)
NUMBER = re.compile(r"\d+(?:\.\d+)?")
CODE = re.compile(r"`([^`]+)`")
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")
HARMLESS = {"unused-fact", "unused-source", "parameter-unused"}  # a snippet is no whole
READER_ONLY = {"way", "way_name", "demands", "chapters", "root"}

TABLES = {*keys_of(model.Standard), *names_in(chapters.ROOM)}
"""What stands at the top of a standard."""


def parsed(text: str) -> Table:
    """A TOML text with exact numbers."""
    return tomli.loads(text, parse_float=Decimal)


FRAME = parsed("""
tier = [{ id = "例", total = 0 }]
[standard]
id = "example"
edition = "2026"
title = "例"
issuer = "例"
effective = { from = 2026-01-01 }
text = "official"
source = "例"
full = 1
[scoring]
decimals = 2
mode = "half_up"
at = "criterion"
compare = "exact"
not_applicable = "rescale"
bonus = { cap = 20, counts = true }
[facts.always]
kind = "flag"
title = "例"
[[section]]
id = "例"
title = "例"
criterion = [{ id = "例一", title = "例一", full = 1, all_of = ["always"], basis = "ours" }]
""")
"""The least standard; snippets are put into it."""

STOCK = parsed("""
scales.ab = { levels = { A = "1", B = "2" }, worth = { A = "100%", B = "0%" } }
[facts]
has_plan = { kind = "flag", title = "有年度计划" }
has_team = { kind = "flag", title = "有巡逻队" }
meetings = { kind = "count", title = "会议" }
lectures = { kind = "count", title = "讲座" }
lead_meetings = { kind = "count", title = "领导小组会议" }
other_meetings = { kind = "count", title = "其他会议" }
attendance = { kind = "count", title = "到会" }
complaints = { kind = "count", title = "投诉" }
households = { kind = "count", title = "户数" }
guards = { kind = "count", title = "保安" }
reemployment = { kind = "rate", title = "再就业率", of = "失业人员", if_none = "full" }
rectified = { kind = "rate", title = "整改率", of = "问题", if_none = "full" }
hygiene = { kind = "grade", title = "卫生", levels = { A = "1", B = "2", C = "3", D = "4" } }
service = { kind = "grade", title = "服务", scale = "ab", facets = { exists = "1", effect = "2" } }
kind = { kind = "choice", title = "类型", options = { park = "1", campus = "2", urban = "3" } }
facilities = { kind = "checklist", title = "1", items = { a = "", b = "", c = "", d = "", e = "" }}
cases = { kind = "events", title = "案件", classes = { vicious = "1", order = "2", fire = "3" } }
entries = { kind = "events", title = "台账", classes = { praise = "1", late = "2", breach = "3" } }
honours = { kind = "events", title = "荣誉", classes = { province = "1", city = "2" } }
roads = { kind = "sample", title = "道路", draw = 5, checks = { even = "平整" }, fewer = "all" }
schools = { kind = "sample", title = "校园", draw = 4, checks = { safe = "安全" }, fewer = "all" }
meeting_hall = { kind = "judged", title = "议事", range = [0, 4] }
[[section]]
id = "3"
title = "例"
criterion = [{ id = "3.2", title = "例", full = 50, all_of = ["has_plan"], tags = ["关键项"] }]
[[section]]
id = "5"
title = "例"
criterion = [{ id = "5.1", title = "例", full = 50, all_of = ["has_plan"] }]
""")
"""What the examples in docstrings of mechanisms, demands and conditions speak of."""


# --- snippets -------------------------------------------------------------------------------------


def grown(known: Table, part: Table) -> Table:
    """A standard with a snippet put in; facts and sources join those there are."""
    if not part.keys() <= TABLES:
        part = around(part)
    merged = {**known, **part}
    for name in ("facts", "sources", *({"scales"} & part.keys())):
        merged[name] = {**known.get(name, {}), **part.get(name, {})}
    if "section" in part:
        merged["tier"] = part.get("tier", FRAME["tier"])
    full = sum((points(section) for section in merged["section"]), Decimal(0))
    if any({"weight", "only"} & section.keys() for section in merged["section"]):
        full = Decimal(100)
    merged["standard"] = {**merged["standard"], "full": full}
    return merged


def around(criterion: Table) -> Table:
    """A section with this criterion, beside one that always applies."""
    (section,) = FRAME["section"]
    whole = {"id": "例二", "title": "例二", "basis": "ours", **criterion}
    return {"section": [{**section, "criterion": [*section["criterion"], whole]}], "veto": []}


def points(section: Table) -> Decimal:
    """Points of the scored criteria of a section."""
    scored = (one for one in section.get("criterion", ()) if one.get("role") in {None, "scored"})
    fulls = (one.get("full", 0) for one in scored)
    own = sum((Decimal(full) for full in fulls if not isinstance(full, str)), Decimal(0))
    return own + sum((points(inner) for inner in section.get("section", ())), Decimal(0))


def plan_of(data: Table, text: str = "") -> civscore.Plan:
    """The plan of parsed data."""
    return plan_document(Document("snippet.toml", text, data))


def outcome(load: Callable[[], civscore.Plan | civscore.Bundle]) -> Outcome:
    """Whether a text is refused or only warned of, and the codes."""
    try:
        return "warned", {one.code for one in load().warnings} - HARMLESS
    except civscore.Faulty as faulty:
        return "refused", {one.code for one in faulty.diagnostics if one.is_error}


def wanted(words: Iterable[str]) -> Outcome:
    """What the words after `snippet` say of it."""
    rest = [word for word in words if word != "bundle"]
    return (rest[0], set(rest[1:])) if rest else ("warned", set())


# --- pages ----------------------------------------------------------------------------------------


class Block(NamedTuple):
    """A fenced block and the line it begins at."""

    line: int
    info: tuple[str, ...]
    body: str


def blocks(page: Path) -> Iterator[Block]:
    """The fenced blocks of a document, in order."""
    text = page.read_text("utf-8")
    for match in BLOCK.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        yield Block(line, tuple(match["info"].split()), match["body"])


class Reading:
    """One reading of a document from the top: what it has declared, written and printed."""

    def __init__(self, folder: Path, printed: Callable[[], str]) -> None:
        self.folder, self.printed = folder, printed
        self.standard, self.head = FRAME, Table()
        self.output = ""
        self.files: dict[str, Path] = {}

    def problem(self, block: Block) -> str | None:
        """What is wrong with a block, if anything."""
        match block.info:
            case _ if name := FILE.match(block.body):
                self._write(name[1], block.body, is_toml=block.info == ("toml",))
            case ("toml", "snippet", "bundle", *words):
                return self._differs(wanted(words), outcome(lambda: self._bundle(block.body)))
            case ("toml", "snippet", *words):
                return self._differs(wanted(words), outcome(lambda: self._plan(block.body)))
            case ("toml", *_):
                return "neither a file nor a snippet"
            case ("sh",):
                return self._run(block.body)
            case ("text", "excerpt"):
                missing = [mark for mark in stable(block.body) if mark not in stable(self.output)]
                return f"not printed: {missing}" if missing or not stable(block.body) else None
        return None

    def _differs(self, expected: Outcome, found: Outcome) -> str | None:
        return None if expected == found else f"expected {expected}, found {found}"

    def _write(self, name: str, text: str, *, is_toml: bool) -> None:
        """Beside the others; only TOML may keep the comment with its name."""
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text if is_toml else text.partition("\n")[2], "utf-8")
        if is_toml:
            self.files[name] = file

    def _plan(self, text: str) -> civscore.Plan:
        part = parsed(text)
        data = grown(self.standard, part)
        plan = plan_of(data, text)
        if part.keys() <= TABLES:
            self.standard = data
        return plan

    def _bundle(self, text: str) -> civscore.Bundle:
        part = parsed(text)
        self.head = part.get("bundle", self.head)
        bare = {key: value for key, value in part.items() if key not in keys_of(BundleText)}
        data = {"community": {"id": "例", "name": "例"}, "bundle": self.head, **part}
        data = {key: value for key, value in data.items() if key not in bare}
        data["facts"] = {**part.get("facts", {}), **bare}
        named = self.head.get("standard")
        plan = civscore.load_standard(named) if named else plan_of(self.standard)
        return read_bundle(Document(str(self.folder / "bundle.toml"), text, data), plan)

    def _run(self, commands: str) -> str | None:
        self.output = ""
        for line in commands.splitlines():
            if line.startswith("civscore"):
                status = re.search(STATUS, line)
                if (found := run(line)) != (int(status[1]) if status else 0):
                    return f"{line}: exit status {found}\n{self.printed()}"
                self.output += self.printed()
        return None

    def unsound(self) -> Iterator[str]:
        """Standards and bundles among its files that are not sound at the end."""
        standards = [str(file) for file in self.files.values() if "standard" in parsed_file(file)]
        others = [str(file) for file in self.files.values() if str(file) not in standards]
        option = f"--standard {standards[0]} " if standards else ""
        for file in (*standards, *others):
            if run(f"civscore check {option}{file}"):
                yield f"{file}: {self.printed()}"


def parsed_file(file: Path) -> Table:
    """A TOML file, parsed."""
    return parsed(file.read_text("utf-8"))


def run(line: str) -> int:
    """The exit status of a command line."""
    with pytest.raises(SystemExit) as stopped:
        main(shlex.split(line, comments=True)[1:])
    return int(str(stopped.value.code))


def stable(text: str) -> list[str]:
    """Totals, points of criteria and codes in what a command printed."""
    totals = [line for line in text.splitlines() if line.startswith(("总分 ", "加分项 "))]
    return [*(" ".join(NUMBER.findall(line)) for line in totals), *STABLE.findall(text)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_example_of_a_document_works(
    page: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """All blocks from the top, then every file as it stands at the end."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANGUAGE", "")

    def printed() -> str:
        shown = capsys.readouterr()
        return shown.out + shown.err

    reading = Reading(tmp_path, printed)
    told = ((block, reading.problem(block)) for block in blocks(page))
    problems = [f"{page.name}:{block.line}: {problem}" for block, problem in told if problem]
    problems += reading.unsound()
    assert not problems, "\n".join(problems)


# --- docstrings -----------------------------------------------------------------------------------

ROOMS = (facts.ROOM, mechanisms.ROOM, demands.ROOM)
KINDS = [(room, name) for room in ROOMS for name in names_in(room)]


def docstring(module: str) -> str:
    """A module's docstring."""
    return str(import_module(module).__doc__)


def example_in(page: str) -> str:
    """The indented lines of a docstring."""
    lines = [line[4:] for line in page.splitlines() if line.startswith("    ")]
    return "\n".join(lines)


def inline_tables(page: str) -> Iterator[Table]:
    """Inline code that is TOML and leaves nothing out."""
    for code in CODE.findall(page):
        try:
            yield parsed(" ".join(code.split()))
        except tomli.TOMLDecodeError:
            continue


@pytest.mark.parametrize(("room", "name"), KINDS, ids=lambda part: part.rpartition(".")[2])
def test_every_example_in_a_docstring_loads(room: str, name: str) -> None:
    """The indented example, and every other way of writing it in the text."""
    page = docstring(f"{room}.{name}")
    example = parsed(example_in(page))
    known = grown(FRAME, STOCK)
    assert outcome(lambda: plan_of(grown(known, example))) == ("warned", set())
    for one in inline_tables(page):
        if name in one:
            capped = {"full": one[name]["cap"]} if "cap" in one[name] else {}
            assert plan_of(grown(known, example | capped | one)).criteria


@pytest.mark.parametrize("name", names_in(facts.ROOM))
def test_every_record_in_the_docstring_of_a_fact_is_taken(name: str, tmp_path: Path) -> None:
    """What a docstring says is recorded in a bundle can be."""
    page = docstring(f"{facts.ROOM}.{name}")
    plan = plan_of(grown(FRAME, parsed(example_in(page))))
    records = [one for one in inline_tables(page) if one.keys() <= plan.standard.facts.keys()]
    for record in records:
        data = {"community": {"id": "例", "name": "例"}, "facts": record}
        document = Document(str(tmp_path / "bundle.toml"), "", data)
        assert outcome(lambda one=document: read_bundle(one, plan)) == ("warned", set())  # type: ignore[misc]
    assert records or name == "sample", "no record is shown"


def test_every_condition_in_the_docstring_of_the_grammar_is_read() -> None:
    """The examples of the expression language are of it."""
    conditions = example_in(docstring("civscore.standard.grammar")).splitlines()
    criterion = {"full": 1, "all_of": [line for line in conditions if line]}
    assert plan_of(grown(grown(FRAME, STOCK), criterion)).criteria


# --- nothing goes unmentioned ---------------------------------------------------------------------


def mentioned(*pages: str) -> set[str]:
    """Every word that stands in inline code."""
    text = "\n".join((DOCS / page).read_text("utf-8") for page in pages)
    prose = BLOCK.sub("", text)
    return {word for code in CODE.findall(prose) for word in re.findall(r"[\w-]+", code)}


def keys_below(noun: Any, seen: set[Any]) -> Iterator[str]:
    """Every key of a noun and of the nouns in it."""
    seen.add(noun)
    for key, (_, annotation) in keys_of(noun).items():
        yield key
        for inner in set(nouns_in(annotation)) - seen:
            yield from keys_below(inner, seen)


def test_the_reference_mentions_everything_that_can_be_written() -> None:
    """Every kind and every key of a standard."""
    texts = (model.Standard, amendments.Amendments, amendments.Placing)
    nouns = [*texts, *(find(room, name) for room, name in KINDS)]
    keys = {key for noun in nouns for key in keys_below(noun, set())} - READER_ONLY
    names = {name for _, name in KINDS} | {*get_args(model.Role), *get_args(clauses.EvidenceKind)}
    assert sorted((keys | names) - mentioned("language.md")) == []


def test_the_guide_to_bundles_mentions_every_key() -> None:
    """Every key of a bundle."""
    assert sorted(set(keys_below(BundleText, set())) - mentioned("bundle.md")) == []


def test_the_guide_to_tests_mentions_every_key() -> None:
    """Every key of a file of tests."""
    assert sorted(set(keys_below(trials.TestsText, set())) - mentioned("tests.md")) == []


def test_every_diagnostic_is_mentioned() -> None:
    """A code somebody sees can be looked up."""
    codes = set(explaining.topics()["诊断"])
    names = (
        "language", "bundle", "ledger", "draws", "tests", "batch", "sealing", "plan", "reports",
    )  # fmt: skip
    pages = [f"{name}.md" for name in names]
    assert sorted(codes - mentioned(*pages)) == []


def test_every_decision_is_listed_and_says_what_was_objected() -> None:
    """The index links each decision, and each has its four parts."""
    files = {file.name for file in DECISIONS.glob("[0-9]*.md")}
    assert files == set(LINK.findall((DECISIONS / "README.md").read_text("utf-8")))
    for name in files:
        heads = re.findall(r"^## (.+)$", (DECISIONS / name).read_text("utf-8"), re.MULTILINE)
        assert heads == ["Context", "Decision", "Objections", "Consequences"], name


def test_every_declared_library_is_accounted_for() -> None:
    """Each dependency stands in a table row with its lower bound."""
    text = parsed((ROOT / "pyproject.toml").read_text("utf-8"))
    project = text["project"]
    groups = [*project["optional-dependencies"].values(), *text["dependency-groups"].values()]
    named = [*project["dependencies"], *(one for group in groups for one in group)]
    declared = [one for one in named if not one.startswith("civscore[")]
    rows = (DOCS / "libraries.md").read_text("utf-8").splitlines()
    for one in declared:
        name, least = re.split(r"(?=>=)", one, maxsplit=1)
        assert any(row.startswith(f"| {name} | `{least}` |") for row in rows), one


@pytest.mark.parametrize("page", sorted(DOCS.rglob("*.md")), ids=lambda page: page.stem)
def test_every_link_leads_somewhere(page: Path) -> None:
    """Relative links name files that exist."""
    targets = LINK.findall(BLOCK.sub("", page.read_text("utf-8")))
    assert not [target for target in targets if not (page.parent / target).exists()]
