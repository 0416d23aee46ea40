"""Nobody's number leaves the house, and the public view says nothing of anybody."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
from archives import PLACED
from hypothesis import given, settings
from hypothesis import strategies as st
from texts import BUNDLES, STANDARD, Run, changed, read_cases, standard_for, write

import civscore
from civscore.personal import masked, numbers_in
from civscore.reports.contents import contents
from civscore.reports.files import html
from civscore.reports.formats import json as as_json
from civscore.reports.formats import markdown, text
from civscore.reports.views import publish

CASES: Final = read_cases("personal.toml")["case"]
NUMBER: Final = "13812345678"
COVERED: Final = "138******78"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:20])
def test_what_is_told_of_a_person(case: dict[str, Any]) -> None:
    assert [one.kind for one in numbers_in(case["text"])] == case["kinds"]
    assert masked(case["text"]) == case.get("masked", case["text"])
    assert masked(f"“{case['text']}”") == f"“{case.get('masked', case['text'])}”"


PIECES: Final = [NUMBER, "44052419800101001", "3", "6222021234567890128", "0731-82345678", "-", " ",
                 "，", "电话", "+86", "（", "）", "号", "x", "X", "２"]  # fmt: skip


@settings(max_examples=300, deadline=None, database=None, derandomize=True)
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=12))
def test_covering_once_is_enough(parts: list[str]) -> None:
    whole = "".join(parts)
    covered = masked(whole)
    assert len(covered) == len(whole)
    assert masked(covered) == covered
    assert all(a == b or (b == "*" and a.isalnum()) for a, b in zip(whole, covered, strict=True))


# --- what check says ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "place",
    [
        ('id = "E1"\n', f'id = "E1"\nnote = "找 {NUMBER}"\n'),
        ("[facts]\n", f'[facts]\nplan = {{ value = true, source = "网格员 {NUMBER}" }}\n'),
        ("[community]\n", f'[community]\nnote = "{NUMBER}"\n'),
    ],
    ids=["piece", "fact", "note"],
)
def test_check_names_the_place(place: tuple[str, str], run: Run, tmp_path: Path) -> None:
    standard = write(tmp_path, "standard.toml", STANDARD)
    base = changed(PLACED, "plan = true\n", "") if "plan" in place[1] else PLACED
    text_ = base.replace(*place, 1)
    (tmp_path / "佐证").mkdir()
    write(tmp_path, "佐证/照片.txt", "照片")
    ran = run("check", write(tmp_path, "bundle.toml", text_), "--standard", standard)
    lines = text_.splitlines()
    line = next(number for number, one in enumerate(lines) if NUMBER in one)
    column = lines[line].index(NUMBER)
    said = [one for one in ran.err.splitlines() if "[sample-short]" not in one]
    assert (ran.status, len(said)) == (0, 1)
    where = f"{tmp_path}/bundle.toml:{line + 1}:{column + 1}: 提醒[personal-number]"
    assert said[0].startswith(where)
    assert COVERED in ran.err
    assert NUMBER not in ran.err


def test_fixtures_name_nobody() -> None:
    for file in BUNDLES:
        assert numbers_in(file.read_text("utf-8")) == ()


# --- what is printed ------------------------------------------------------------------------------


def test_no_output_holds_a_number(run: Run, tmp_path: Path) -> None:
    """Wherever it was written: names, notes, titles, reasons, file names."""
    pytest.importorskip("jinja2")
    standard = write(tmp_path, "standard.toml", STANDARD)
    (tmp_path / "b" / "佐证").mkdir(parents=True)
    name = f"佐证/{NUMBER}.txt"
    write(tmp_path / "b", name, "照片")
    head = f'note = "{NUMBER}"\n'
    texts = changed(PLACED, "佐证/照片.txt", name).replace("[community]\n", f"[community]\n{head}")
    texts = texts.replace('id = "E1"\n', f'id = "E1"\nissuer = "{NUMBER}"\n')
    texts = re.sub(r'name = "[^"]*"', f'name = "社区 {NUMBER}"', texts, count=1)
    bundle = write(tmp_path / "b", "bundle.toml", texts).parent
    for view in ("public", "inspector"):
        for form in ("text", "markdown", "json"):
            for command in ("score", "gaps"):
                ran = run(command, standard, bundle, "--format", form, "--view", view)
                assert ran.status == 0
                assert NUMBER not in ran.out + ran.err
                assert COVERED in ran.out
        page = tmp_path / "r.html"
        assert run("report", standard, bundle, "-o", page, "--view", view).status == 0
        assert NUMBER not in page.read_text("utf-8")
    ran = run("batch", standard, tmp_path, "--as-of", "2026-06-30")
    assert COVERED in ran.out
    assert NUMBER not in ran.out
    write(bundle, "bundle.toml", texts.replace("lectures = 4", f'lectures = "{NUMBER}"'))
    ran = run("score", standard, bundle)
    assert ran.status == 1
    assert NUMBER not in ran.err
    assert COVERED in ran.err


# --- the public view ------------------------------------------------------------------------------


def said_in(assessment: civscore.Assessment) -> dict[str, str]:
    """Every report of it, by its kind."""
    tiers = [one.id for one in assessment.tiers]
    return {
        "text": text.render(assessment) + text.render_gaps(assessment, tiers),
        "markdown": markdown.render(assessment),
        "json": as_json.render(assessment) + as_json.render_gaps(assessment, tiers),
        "html": html.render(assessment).decode(),
        "papers": str(contents(assessment)),
    }


def words_of(bundle: civscore.Bundle) -> set[str]:
    """What only those who judge may read."""
    found = {bundle.community.note, bundle.head.note}
    found |= {one.reason for one in bundle.records.values()}
    for one in bundle.pieces:
        found |= {one.piece.file, one.piece.note}
    for given_ in bundle.scores.values():
        found |= {one.reason for one in given_.values()}
    return {one for one in found if len(one) > 3}


@pytest.mark.parametrize("file", BUNDLES[::5], ids=lambda file: file.parent.name)
def test_the_public_view(file: Path) -> None:
    """The same points and conclusions, and nothing of notes, reasons, remarks and files."""
    plan = standard_for(file.parent)
    bundle = civscore.load_bundle(file, plan)
    whole = civscore.assess(plan, bundle, as_of=bundle.head.as_of or date(2026, 6, 30))
    public = publish(whole)
    assert [one.split for one in public.criteria] == [one.split for one in whole.criteria]
    assert (public.total, public.bonus) == (whole.total, whole.bonus)
    assert [one.status for one in public.tiers] == [one.status for one in whole.tiers]
    assert [one.status for one in public.vetoes] == [one.status for one in whole.vetoes]
    assert [one.status for one in public.gates] == [one.status for one in whole.gates]
    assert publish(public).total == whole.total
    own = "".join((plan.title, *(one.criterion.clause for one in plan.criteria)))
    for kind, said in said_in(public).items():
        assert {one for one in words_of(bundle) if one in said and one not in own} == set(), kind
        assert "公示版" in said


def test_what_is_left_out(run: Run, tmp_path: Path) -> None:
    """Reasons of marks, words on samples, titles of events; thumbnails are of evidence, too."""
    standard = write(tmp_path, "standard.toml", STANDARD)
    write(tmp_path, "bundle.toml", PLACED)
    public = run("score", standard, tmp_path, "--format", "json", "--view", "public")
    data = json.loads(public.out)
    assert data["view"] == "public"
    assert data["bundle"]["files"] == []
    whole = json.loads(run("score", standard, tmp_path, "--format", "json").out)
    assert whole["view"] == "inspector"
    assert data["bundle"]["sha256"] == whole["bundle"]["sha256"]
    assert data["criteria"] != whole["criteria"]


def test_a_public_result_is_verified(run: Run, tmp_path: Path) -> None:
    standard = write(tmp_path, "standard.toml", STANDARD)
    (tmp_path / "b" / "佐证").mkdir(parents=True)
    write(tmp_path / "b", "佐证/照片.txt", "照片")
    write(tmp_path / "b", "bundle.toml", PLACED)
    result = tmp_path / "r.json"
    score = ("score", standard, tmp_path / "b", "--format", "json", "--view", "public")
    assert run(*score, "-o", result).status == 0
    assert run("verify", result, "--standard", standard).status == 0
    write(tmp_path / "b", "佐证/照片.txt", "别的")
    ran = run("verify", result, "--standard", standard)
    assert ran.status == 1
    assert "result-bundle" in ran.err
