"""The JSON Schema says what the readers say, and an editor of TOML completes and checks by it."""

import json
import os
import re
import shutil
import sysconfig
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from subprocess import PIPE, Popen, run
from tempfile import TemporaryDirectory
from time import sleep
from typing import Any, Final, Self

import pytest
import strategies
import test_docs as docs
import tomli
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker
from texts import (
    BUNDLE,
    BUNDLES,
    EDITS,
    FAULTS_FILE,
    ROOT,
    STANDARD,
    STANDARDS,
    Case,
    Edit,
    Run,
    base_of,
    bundle_in,
    changed,
    edited,
    standard_in,
    write,
)

import civscore
from civscore.reports import schemas
from civscore.standard.document import parse_document
from civscore.standard.model import Standard
from civscore.standard.nouns import keys_of

FAST: Final = settings(
    deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
FILES: Final = {name: ROOT / "standards" / f"{name}.schema.json" for name in schemas.TEXTS}
FORM: Final = {
    "bad-name",
    "missing-key",
    "no-mechanism",
    "not-an-option",
    "too-short",
    "two-mechanisms",
    "unknown-key",
    "unknown-kind",
    "wrong-type",
}
"""What is wrong whatever the rest of the text says."""

CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")


class Day(str):
    """A date of TOML, for which JSON has no word; a quoted one is an ordinary text."""

    __slots__ = ()


FORMATS: Final = FormatChecker(())
FORMATS.checks("date")(lambda value: isinstance(value, Day))


def plain(value: Any) -> Any:
    """What TOML holds, as a validator of JSON takes it."""
    match value:
        case dict():
            return {key: plain(one) for key, one in value.items()}
        case list() | tuple():
            return [plain(one) for one in value]
        case Decimal():
            return float(value)
        case date() if not isinstance(value, datetime):
            return Day(value.isoformat())
        case _:
            return value


VALIDATORS: Final = {
    name: Draft202012Validator(json.loads(schemas.render(name)), format_checker=FORMATS)
    for name in schemas.TEXTS
}


def refusals(name: str, data: Any) -> list[str]:
    """Why the schema refuses a parsed text."""
    return [
        f"{one.json_path}: {one.message[:200]}" for one in VALIDATORS[name].iter_errors(plain(data))
    ]


def parsed(text: str) -> dict[str, Any]:
    """A TOML text, parsed as the reader does."""
    return parse_document(text.encode(), "text.toml").data


# --- what is checked in ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", schemas.TEXTS)
def test_the_schema_checked_in_is_what_the_nouns_say(name: str, run: Run) -> None:
    if os.environ.get("CIVSCORE_GOLDEN") == "write":
        FILES[name].write_text(schemas.render(name), "utf-8")
    assert FILES[name].read_text("utf-8") == schemas.render(name)
    assert run("schema", name) == (0, schemas.render(name), "")
    Draft202012Validator.check_schema(json.loads(schemas.render(name)))


def test_the_command_writes_a_file(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "s.json"
    assert run("schema", "bundle", "--output", target).status == 0
    assert target.read_text("utf-8") == schemas.render("bundle")


@pytest.mark.parametrize("file", [*STANDARDS, *BUNDLES], ids=lambda file: file.parent.name)
def test_every_file_names_its_schema_and_keeps_to_it(file: Path) -> None:
    text = file.read_text("utf-8")
    name = "standard" if file in STANDARDS else "bundle"
    path = text.partition("\n")[0].removeprefix("#:schema ")
    assert (file.parent / path).resolve() == FILES[name]
    assert refusals(name, parsed(text)) == []


def keys_in(shape: Any) -> Iterator[tuple[str, Any]]:
    """Every key of every table, and what is said of it; a condition says nothing."""
    if isinstance(shape, dict):
        yield from shape.get("properties", {}).items()
        shape = [one for key, one in shape.items() if key != "if"]
    if isinstance(shape, list):
        for one in shape:
            yield from keys_in(one)


@pytest.mark.parametrize("name", schemas.TEXTS)
def test_every_key_is_described(name: str) -> None:
    whole = json.loads(schemas.render(name))
    for key, value in keys_in(whole):
        told = whole["$defs"][value["$ref"].removeprefix("#/$defs/")] if len(value) == 1 else value
        chinese, _, english = told["description"].rpartition("\n\n")
        assert CHINESE.search(chinese), key
        assert english, key
        assert not CHINESE.search(english), key


# --- whatever the reader takes, the schema takes --------------------------------------------------


@settings(FAST, max_examples=90)
@given(EDITS)
def test_a_standard_that_is_read_keeps_to_the_schema(edits: list[Edit]) -> None:
    text = edited(STANDARD, edits)
    with TemporaryDirectory() as folder:
        try:
            standard_in(Path(folder), text)
        except civscore.Faulty:
            return
    assert refusals("standard", parsed(text)) == []


@settings(FAST, max_examples=90)
@given(EDITS)
def test_a_bundle_that_is_read_keeps_to_the_schema(edits: list[Edit]) -> None:
    text = edited(BUNDLE, edits)
    with TemporaryDirectory() as folder:
        try:
            bundle_in(Path(folder), standard_in(Path(folder)), text)
        except civscore.Faulty:
            return
    assert refusals("bundle", parsed(text)) == []


@settings(FAST, max_examples=60)
@given(st.data())
def test_generated_texts_keep_to_the_schema(data: st.DataObject) -> None:
    standard = data.draw(strategies.standards())
    assert refusals("standard", standard) == []
    facts = data.draw(strategies.recorded(standard))
    pieces = data.draw(strategies.proofs(standard)).pieces
    bundle = tomli.loads(strategies.bundle_toml(standard, facts, pieces))
    assert refusals("bundle", bundle) == []


@pytest.mark.parametrize("page", docs.PAGES, ids=lambda page: page.stem)
def test_the_examples_of_a_document_keep_to_the_schema(page: Path) -> None:
    """Those a reader takes; of those it refuses, the faults of form are refused here as well."""
    known = docs.FRAME
    for block in docs.blocks(page):
        if block.info[:1] != ("toml",) or "bundle" in block.info:
            continue
        part = docs.parsed(block.body)
        is_file, (outcome, codes) = "snippet" not in block.info, docs.wanted(block.info[2:])
        if is_file and "standard" not in part:
            assert refusals("tests" if "test" in part else "bundle", part) == [], block.line
            continue
        data = part if is_file else docs.grown(known, part)
        name = "supplement" if "extends" in data else "tests" if "test" in part else "standard"
        assert bool(refusals(name, data)) == bool(codes & FORM), (block.line, outcome)
        if not is_file and part.keys() <= set(keys_of(Standard)):
            known = data


@pytest.mark.parametrize(("room", "name"), docs.KINDS, ids=lambda part: part.rpartition(".")[2])
def test_the_example_of_every_kind_keeps_to_the_schema(room: str, name: str) -> None:
    example = docs.parsed(docs.example_in(docs.docstring(f"{room}.{name}")))
    data = docs.grown(docs.grown(docs.FRAME, docs.STOCK), example)
    assert refusals("standard", data) == []


@pytest.mark.parametrize(
    ("number", "accepted"),
    [
        ('"95%"', True),
        ('" .5 ‰"', True),
        ('"1_000.5"', True),
        ('"九成"', False),
        ('"95%%"', False),
        ("0.95", True),
        ("true", False),
    ],
)
def test_a_share_is_a_number_or_a_text_that_reads_as_one(number: str, *, accepted: bool) -> None:
    text = changed(STANDARD, 'below = "100%"', f"below = {number}")
    assert (refusals("standard", parsed(text)) == []) == accepted


# --- what the schema refuses ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=f"{case['code']}-{number}")
        for number, case in enumerate(FAULTS_FILE["case"])
        if case["code"] in FORM
    ],
)
def test_faults_of_form_are_refused(case: Case) -> None:
    name = case.get("of", "standard")
    base = base_of(case)[name]
    data = parsed(changed(base, *case["replace"]))
    if name == "bundle" and data["facts"] != parsed(base)["facts"]:
        pytest.skip("what a recorded value looks like is the standard's affair")
    assert refusals(name, data)


# --- tombi ----------------------------------------------------------------------------------------


@pytest.fixture
def tombi(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The command, offline and with nothing of this machine's."""
    for name in ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    monkeypatch.setenv("TOMBI_OFFLINE", "true")
    command = shutil.which("tombi", path=sysconfig.get_path("scripts"))
    assert command, "tombi is not installed"
    return command


def lint(tombi: str, *files: Path | str) -> tuple[int, str]:
    """The exit status, and what was found."""
    done = run(
        [tombi, "lint", "--error-on-warnings", *files],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, re.sub(r"\x1b\[[\d;]*m", "", done.stdout + done.stderr)


def test_tombi_finds_nothing_in_what_is_checked_in(tombi: str) -> None:
    status, told = lint(tombi, *STANDARDS, *BUNDLES)
    assert (status, told.split()[:2]) == (0, [f"{len(STANDARDS) + len(BUNDLES)}", "files"]), told


@pytest.mark.parametrize(
    ("name", "old", "new", "found"),
    [
        ("standard", "within =", "with_in =", '"with_in" is not allowed'),
        ("standard", "draw = 3", "draw = true", "but found Boolean"),
        ("standard", 'started = "free", ', "", '"started" is required'),
        ("standard", 'kind = "measure"', 'kind = "measur"', "the value must be one of"),
        ("standard", 'mode = "half_up"', 'mode = "half"', "the value must be one of"),
        ("standard", "from = 2026-01-01", 'from = "2026-01-01"', "LocalDate, but found String"),
        ("bundle", 'reason = "标牌不全"', 'reasons = ""', '"reasons" is not allowed'),
        ("bundle", "as_of = 2026-06-30", "as_of = true", "LocalDate, but found Boolean"),
    ],
)
def test_tombi_finds_a_fault(
    name: str, old: str, new: str, found: str, tombi: str, tmp_path: Path
) -> None:
    base = STANDARD if name == "standard" else BUNDLE
    shutil.copy(FILES[name], tmp_path)
    sound = f"#:schema {FILES[name].name}\n{base}"
    assert lint(tombi, write(tmp_path, "sound.toml", sound))[0] == 0
    status, told = lint(tombi, write(tmp_path, "broken.toml", changed(sound, old, new)))
    assert status == 1
    assert found in told


class Editor:
    """What an editor says to a language server, and is told."""

    def __init__(self, command: str) -> None:
        self.server = Popen([command, "lsp"], stdin=PIPE, stdout=PIPE)
        self.asked = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.server.kill()
        self.server.communicate()

    def tell(self, message: dict[str, Any]) -> None:
        """Send a message."""
        assert self.server.stdin
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.server.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self.server.stdin.flush()

    def ask(self, method: str, **params: Any) -> Any:
        """The server's answer to a request; what it asks meanwhile is answered with nothing."""
        self.asked += 1
        self.tell({"id": self.asked, "method": method, "params": params})
        while True:
            message = self._heard()
            if "method" not in message and message["id"] == self.asked:
                return message["result"]
            if "id" in message:
                self.tell({"id": message["id"], "result": None})

    def _heard(self) -> Any:
        assert self.server.stdout
        size = 0
        while line := self.server.stdout.readline().strip():
            key, _, value = line.partition(b": ")
            size = int(value) if key == b"Content-Length" else size
        return json.loads(self.server.stdout.read(size))

    def offered(self, file: Path) -> set[str]:
        """What is offered at the end of a file."""
        text = file.read_text("utf-8")
        document = {"uri": file.as_uri()}
        self.ask("initialize", processId=None, rootUri=file.parent.as_uri(), capabilities={})
        self.tell({"method": "initialized", "params": {}})
        opened = {**document, "languageId": "toml", "version": 1, "text": text}
        self.tell({"method": "textDocument/didOpen", "params": {"textDocument": opened}})
        last = {"line": text.count("\n"), "character": len(text.rpartition("\n")[2])}
        for _ in range(300):  # until the server has read the document and its schema
            found = self.ask("textDocument/completion", textDocument=document, position=last)
            if found:
                return {one["label"] for one in found}
            sleep(0.01)
        return set()


@pytest.mark.parametrize(
    ("name", "text", "offered"),
    [
        ("standard", "", {"standard", "scoring", "facts", "section", "veto", "tier"}),
        ("standard", "[scoring]\nmode = ", {'"half_up"', '"half_even"', '"down"', '"up"'}),
        ("standard", "[facts.x]\nkind = ", {'"count"', '"rate"', '"events"'}),
        ("standard", '[facts.x]\nkind = "rate"\n', {"title", "of", "if_none", "beyond"}),
        ("standard", "[[section]]\n[[section.criterion]]\n", {"full", "banded", "remedy"}),
        ("standard", "[[tier]]\n", {"total", "each_section", "criteria"}),
        ("bundle", "[[evidence]]\n", {"kind", "for", "covers", "sha256"}),
        ("bundle", "[facts.x]\nvalue = 1\n", {"source", "assessor", "reason", "date"}),
    ],
)
def test_tombi_offers_the_keys(
    name: str, text: str, offered: set[str], tombi: str, tmp_path: Path
) -> None:
    shutil.copy(FILES[name], tmp_path)
    file = write(tmp_path, "new.toml", f"#:schema {FILES[name].name}\n\n{text}")
    with Editor(tombi) as editor:
        found = editor.offered(file)
    assert offered <= found
    if "rate" in text:
        assert not found & {"options", "levels", "draw"}
