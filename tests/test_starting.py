"""A first standard and an empty bundle: sound as written, whatever was answered."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import tomli
from click.testing import CliRunner
from texts import FAULTS_FILE, STANDARD, STANDARDS, Run, write

import civscore
from civscore.cli import build
from civscore.commands import new as asking
from civscore.evidence.model import BundleHead
from civscore.evidence.reading import read_record
from civscore.standard import facts
from civscore.standard.document import Document, parse_document
from civscore.standard.kinds import names_in
from civscore.standard.shelf import plan_document

FLAGS: Sequence[Sequence[Sequence[str]]] = (
    ([], ["--title", '青山"街道"标准', "--issuer", "青山街道"]),
    ([], ["--full", "33.5"]),
    ([], ["--sections", "1"], ["--sections", "12"], ["--sections", "环境，和睦、平安,服务"]),
    ([], ["--tier", "合格=10", "--tier", "示范=20.5"]),
    ([], ["--decimals", "1"]),
    ([], ["--bonus", "0.1"]),
)
"""Ways of writing each flag, left out first."""

ASKED = [[flag for flags in chosen for flag in flags] for chosen in product(*FLAGS)]


@pytest.mark.parametrize("flags", ASKED, ids=lambda flags: " ".join(flags) or "none")
def test_whatever_is_answered_the_standard_is_sound(
    flags: list[str], tmp_path: Path, run: Run
) -> None:
    """No fault, no warning; an empty bundle for it is sound, and nothing is earned with it."""
    standard, folder = tmp_path / "s.toml", tmp_path / "空"
    assert run("new", "first", "-o", standard, *flags).status == 0
    plan = civscore.load_standard(standard)
    assert plan.warnings == ()
    assert run("template", standard, "-o", folder).status == 0
    ran = run("score", standard, folder, "--as-of", "2026-06-30")
    assert (ran.status, ran.err) == (0, "")
    bundle = civscore.load_bundle(folder, plan)
    assert bundle.records == {}
    assessment = civscore.assess(plan, bundle, as_of=plan.standard.standard.effective.start)
    assert assessment.total.unproven == plan.standard.standard.full
    assert assessment.tier is None


def test_flags_are_taken(tmp_path: Path, run: Run) -> None:
    file = tmp_path / "s.toml"
    flags = ("--title", "题", "--issuer", "谁", "--full", "50", "--sections", "甲,乙,丙")
    run("new", "first", "-o", file, *flags, "--decimals", "1", "--bonus", "5", "--tier", "好=40")
    data = tomli.loads(file.read_text("utf-8"))
    head = data["standard"]
    assert (head["id"], head["title"], head["issuer"], head["full"]) == ("first", "题", "谁", 50)
    assert [one["title"] for one in data["section"]] == ["甲", "乙", "丙", "加分项目"]
    assert [one.get("full") for one in data["section"]] == [16.6, 16.6, 16.8, None]
    assert data["tier"] == [{"id": "好", "total": 40}]
    assert data["scoring"]["bonus"] == {"cap": 5, "counts": True}


def test_eight_sections_show_eight_mechanisms(tmp_path: Path, run: Run) -> None:
    file = tmp_path / "s.toml"
    run("new", "first", "-o", file, "--sections", "8")
    ways = {one.criterion.way_name for one in civscore.load_standard(file).criteria}
    assert len(ways) == 8


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["小区"], "只用小写英文字母"),
        (["First"], "只用小写英文字母"),
        (["x", "--full", "0"], "大于零"),
        (["x", "--full", "90%"], "大于零"),
        (["x", "--full", "多"], "大于零"),
        (["x", "--full", "1.555"], "小数位"),
        (["x", "--bonus", "1.555"], "小数位"),
        (["x", "--sections", "0"], "1 至"),
        (["x", "--sections", "甲,,乙"], "没有名称"),
        (["x", "--sections", "40", "--full", "0.1"], "满分不够"),
        (["x", "--tier", "达标"], "达标=80"),
        (["x", "--tier", "=80"], "达标=80"),
        (["x", "--tier", "达标=101"], "最多只有 100"),
        (["x", "--tier", "先进=90", "--tier", "达标=80"], "由低到高"),
        (["x", "--tier", "甲=80", "--tier", "甲=90"], "由低到高"),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, list) else "",
)
def test_wrong_answers_are_told(arguments: list[str], told: str, tmp_path: Path, run: Run) -> None:
    file = tmp_path / "s.toml"
    ran = run("new", *arguments, "-o", file)
    assert (ran.status, ran.out) == (2, "")
    assert told in ran.err
    assert not file.exists()


def test_nothing_is_overwritten_unasked(tmp_path: Path, run: Run) -> None:
    file = write(tmp_path, "s.toml", STANDARD)
    assert run("new", "first", "-o", file).status == 2
    assert file.read_text("utf-8") == STANDARD
    assert run("new", "first", "-o", file, "--force").status == 0
    assert run("template", file, "-o", tmp_path / "b").status == 0
    (tmp_path / "b" / "bundle.toml").write_text("mine", "utf-8")
    assert run("template", file, "-o", tmp_path / "b").status == 2
    assert (tmp_path / "b" / "bundle.toml").read_text("utf-8") == "mine"


def test_on_a_terminal_without_flags_it_asks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Enter takes what is in brackets; full-width commas part as well as others."""
    monkeypatch.setattr(asking, "is_terminal", lambda: True)
    file = tmp_path / "s.toml"
    answers = "平安小区标准\n\n20\n环境，平安\n合格=12、示范=18\n"
    ran = CliRunner().invoke(build("zh"), ["new", "first", "-o", str(file)], input=answers)
    assert ran.exception is None or ran.exit_code == 0
    assert "满分多少 [100]" in ran.output
    plan = civscore.load_standard(file)
    assert (plan.title, plan.standard.standard.issuer) == ("平安小区标准", "（发布机关）")
    assert [one.section.title for one in plan.sections] == ["环境", "平安"]
    assert [one.tier.id for one in plan.tiers] == ["合格", "示范"]


def test_with_a_flag_nothing_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "is_terminal", lambda: True)
    arguments = ["new", "first", "-o", str(tmp_path / "s.toml"), "--full", "50"]
    assert CliRunner().invoke(build("zh"), arguments).output.count("\n") == 1


# --- the empty bundle -----------------------------------------------------------------------------


@pytest.mark.parametrize("file", STANDARDS, ids=lambda file: file.parent.name)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_empty_bundle_names_every_fact_and_clause(
    file: Path, language: str, tmp_path: Path, run: Run
) -> None:
    folder = tmp_path / "b"
    assert run("--lang", language, "template", file, "-o", f"{folder}/").status == 0
    text = (folder / "bundle.toml").read_text("utf-8")
    plan = civscore.load_standard(file)
    for name, fact in plan.standard.facts.items():
        assert (f"\n# {name} =\n" in text) is not bool(fact.formula)
    for one in plan.criteria:
        assert not one.criterion.evidence or f"\n# {one.id} {one.criterion.title}" in text
    assert (folder / "佐证").is_dir()
    assert run("check", folder).status == 0


@pytest.mark.parametrize("file", STANDARDS, ids=lambda file: file.parent.name)
def test_every_fact_can_be_recorded_as_it_says(file: Path, tmp_path: Path, run: Run) -> None:
    """The form shown above each fact, put where it belongs, is sound."""
    folder = tmp_path / "b"
    run("template", file, "-o", folder)
    bundle = folder / "bundle.toml"
    lines, form = [], ""
    for line in bundle.read_text("utf-8").splitlines():
        form = line.removeprefix("# 记法：") if line.startswith("# 记法：") else form
        is_fact = line.startswith("# ") and line.endswith(" =")
        lines.append(f"{line[2:]} {form}" if is_fact else line)
    text = "\n".join(lines).replace("# [period]", "[period]").replace("# from", "from")
    bundle.write_text(text.replace("# until", "until"), "utf-8")
    said = run("check", bundle.parent).err.splitlines()
    assert [one for one in said if "[sample-short]" not in one] == []  # it shows but one unit
    plan = civscore.load_standard(file)
    asked = {name for name, fact in plan.standard.facts.items() if not fact.formula}
    assert set(civscore.load_bundle(folder, plan).records) == asked


def test_every_kind_of_fact_says_how_it_is_recorded() -> None:
    """The bundled standards and the smallest ones together have every kind that is recorded."""
    texts = [STANDARD, *(base["standard"] for base in FAULTS_FILE["further"].values())]
    smallest = [plan_document(parse_document(text.encode(), "standard.toml")) for text in texts]
    plans = [*smallest, *(civscore.load_standard(file) for file in STANDARDS)]
    stated: list[Any] = [one for plan in plans for one in plan.standard.facts.values()]
    declared = [one for one in stated if not one.formula]
    assert {one.kind for one in declared} == set(names_in(facts.ROOM)) - {"derived"}
    for one in declared:
        document = Document("x.toml", "", {})
        data = tomli.loads(f"x = {one.example}", parse_float=Decimal)
        assert read_record(one, data["x"], document.entry("x"), BundleHead()) is not None
        assert document.diagnostics == []


@pytest.mark.parametrize("name", ["b.xls", "b.toml"])
def test_an_empty_bundle_is_a_folder_or_a_ledger(name: str, tmp_path: Path, run: Run) -> None:
    ran = run("template", "civilized-community", "-o", tmp_path / name)
    assert ran.status == 2
    assert "文件夹" in ran.err
    assert "台账.xlsx" in ran.err
