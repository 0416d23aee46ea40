"""Whatever is named as a standard or a bundle, and every page of the manual."""

import ast
from collections.abc import Callable
from functools import cache
from inspect import getsource
from pathlib import Path
from typing import Final

import pytest
from texts import BUNDLE, STANDARD, Run, changed, write

from civscore.reports import explaining
from civscore.sentences import LANGUAGES, Language

# --- files that are no standard and no bundle -----------------------------------------------------

GARBAGE: Final = bytes(range(256))
BROKEN: Final[dict[str, tuple[Callable[[str], bytes], str, str]]] = {
    "empty": (lambda _: b"", "missing-key", ":1:1: "),
    "garbage": (lambda _: GARBAGE, "not-utf8", ":2:118: "),
    "zeros": (lambda _: b"\0" * 100, "broken-toml", ":1:1: "),
    "GBK": (lambda text: text.encode("gbk"), "not-utf8", ":"),
    "UTF-16": (lambda text: text.encode("utf-16"), "not-utf8", ":1:1: "),
    "cut off": (lambda text: text[:40].encode(), "broken-toml", ":"),
    "BOM and broken": (lambda text: text.encode("utf-8-sig") + b"= 1\n", "broken-toml", ":"),
    "JSON": (lambda _: b'{"standard": 1}\n', "broken-toml", ":1:1: "),
    "old Mac": (lambda text: text.encode().replace(b"\n", b"\r"), "broken-toml", ":1:"),
    "nested deep": (lambda _: b"a = " + b"[" * 5000, "broken-toml", ":1:1: "),
}


@pytest.mark.parametrize("kind", BROKEN)
@pytest.mark.parametrize("place", ["STANDARD", "BUNDLE"])
def test_broken_file(
    run: Run, kind: str, place: str, tmp_path: Path, standard: Path, bundle: Path
) -> None:
    content, code, where = BROKEN[kind]
    broken = write(tmp_path, "broken.toml", content(STANDARD if place == "STANDARD" else BUNDLE))
    named = {"STANDARD": standard, "BUNDLE": bundle} | {place: broken}
    for command in ("score", "gaps"):
        ran = run(command, named["STANDARD"], named["BUNDLE"])
        check_refusal(ran.status, ran.out, ran.err, f"{broken}{where}", code)


def check_refusal(status: int, out: str, err: str, start: str, code: str) -> None:
    """Status 1, nothing printed, every line of standard error located, one of them this code."""
    assert (status, out) == (1, "")
    assert "Traceback" not in err
    lines = err.splitlines()
    assert any(line.startswith(start) and f"[{code}]" in line for line in lines), err
    assert all(line.startswith(start.partition(":")[0]) for line in lines)


@pytest.mark.parametrize("place", ["STANDARD", "BUNDLE"])
def test_folder_without_a_bundle_and_missing_file(
    run: Run, place: str, tmp_path: Path, standard: Path, bundle: Path
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    expected = {"STANDARD": "is-folder", "BUNDLE": "not-found"}[place]
    for broken, code in ((folder, expected), (tmp_path / "none.toml", "not-found")):
        named = {"STANDARD": standard, "BUNDLE": bundle} | {place: broken}
        ran = run("score", named["STANDARD"], named["BUNDLE"])
        check_refusal(ran.status, ran.out, ran.err, str(broken), code)


@pytest.mark.parametrize("place", ["STANDARD", "BUNDLE"])
def test_byte_order_mark_is_only_pointed_out(
    run: Run, place: str, tmp_path: Path, standard: Path, bundle: Path
) -> None:
    sound = run("score", standard, bundle).out
    marked = {"STANDARD": STANDARD, "BUNDLE": BUNDLE}[place].encode("utf-8-sig")
    named = {"STANDARD": standard, "BUNDLE": bundle} | {place: write(tmp_path, "m.toml", marked)}
    ran = run("score", named["STANDARD"], named["BUNDLE"])
    assert ran.status == 0
    assert ran.err.startswith(f"{tmp_path / 'm.toml'}:1:1: ")
    assert "[has-bom]" in ran.err
    assert (ran.out == sound) is (place == "STANDARD" or "bundle.toml" in BUNDLE)


@pytest.mark.parametrize("ends", ["\r\n", "\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_mark_move_no_place(run: Run, ends: str, mark: str, tmp_path: Path) -> None:
    text = changed(STANDARD, "full = 55", "full = 56").replace("\n", ends)
    faulty = write(tmp_path, "faulty.toml", mark + text)
    ran = run("check", faulty)
    assert ran.err.splitlines()[-1].startswith(f"{faulty}:9:8: ")


@pytest.mark.parametrize("name", ["standard@1900", "标准", "..", "", "a/b/c", "-"])
def test_unknown_standard(run: Run, name: str, bundle: Path) -> None:
    ran = run("score", "--", name, bundle)
    assert (ran.status, ran.out) == (1, "")
    assert "[unknown-standard]" in ran.err or "[is-folder]" in ran.err


def test_bundle_for_a_standard_nobody_has(run: Run, tmp_path: Path) -> None:
    """The fault is where the bundle names it; a name given as an option is nobody's text."""
    file = write(tmp_path, "bundle.toml", changed(BUNDLE, "smallest@2026", "courtyard@2026"))
    ran = run("check", tmp_path)
    assert ran.status == 1
    assert ran.err.startswith(f"{file}:2:12: 错误[unknown-standard] ")
    assert run("check", tmp_path, "--standard", "yard").err.startswith(
        "yard: 错误[unknown-standard] "
    )


LONG: Final = "长" * 200


@pytest.mark.parametrize("place", ["STANDARD", "BUNDLE", "PATH"])
def test_name_too_long_for_a_file(run: Run, place: str, standard: Path, bundle: Path) -> None:
    command = {
        "STANDARD": ("score", LONG, bundle),
        "BUNDLE": ("score", standard, LONG),
        "PATH": ("check", LONG),
    }[place]
    assert run(*command).status == 1


def test_same_bundle_by_folder_and_by_file(run: Run, standard: Path, bundle: Path) -> None:
    assert run("score", standard, bundle).out == run("score", standard, bundle.parent).out


# --- the manual -----------------------------------------------------------------------------------


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The manual parses the source anew for every page; once is enough here."""
    monkeypatch.setattr(explaining, "getsource", cache(getsource))
    monkeypatch.setattr(ast, "parse", cache(ast.parse))


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["计分方式", "数据项种类", "等级条件", "诊断", "键"])
def test_every_topic_has_a_page(kind: str, language: Language) -> None:
    for topic in explaining.topics()[kind]:
        page = explaining.explain(topic, language)
        assert page, topic
        assert len(page.strip().splitlines()) > 1, topic


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("topic", ["banded", "count", "each_section", "band-overlap", "full"])
def test_explain(run: Run, topic: str, language: Language) -> None:
    ran = run("explain", topic, "--lang", language)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == explaining.explain(topic, language)
    assert topic in ran.out


@pytest.mark.parametrize("topic", ["band", "", "__init__", "..", "Banded", "一" * 300])
def test_explain_of_nothing(run: Run, topic: str) -> None:
    ran = run("explain", topic)
    assert (ran.status, ran.out) == (1, "")
    assert "[unknown-topic]" in ran.err
