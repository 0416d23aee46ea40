"""Reports on every fixture: golden, so that a change of wording or of a number is seen."""

import json
import subprocess
import sys
from collections import Counter
from decimal import Decimal
from importlib.resources import files
from pathlib import Path

import pytest
import tomli
from jsonschema import Draft202012Validator
from texts import check_golden, standard_for

import civscore
from civscore.reports.formats import json as as_json
from civscore.reports.formats import markdown, text
from civscore.reports.layout import WIDTH
from civscore.sentences import LANGUAGES, Language

ROOT = Path(__file__).parents[1]
BUNDLES = sorted(file.parent for file in ROOT.glob("fixtures/*/*/bundle.toml"))
SCHEMA = Draft202012Validator(
    json.loads((files("civscore.reports") / "assessment.schema.json").read_text("utf-8"))
)

EXPECTED = {
    "civilized-community/example-dabiao": "达标",
    "civilized-community/example-xianjin": "先进",
    "civilized-community/example-biaobing": "标兵",
    "civilized-community/example-veto": None,
    "civilized-community/example-sanxing": "三星级",
    "civilized-community/example-sixing": "四星级",
    "civilized-community/example-wuxing": "五星级",
    "civilized-community/example-shengji": "可申报省级",
    "civilized-community/wenmiaoping": None,
    "civilized-community/wenmiaoping-xingji": None,
    "civilized-community/huangniling": None,
    "civilized-community/fuwuli": None,
    "civilized-community/tongtaimen": None,
    "civilized-community/caiyuan": None,
    "civilized-community/changsha-moban": None,
    "civilized-estate/example-wenming": "文明小区",
    "civilized-estate/fuwuli": None,
    "disaster-reduction-community/example-shifan": "综合减灾示范社区",
    "disaster-reduction-community/wenmiaoping": None,
    "drug-free-community/example-hege": "合格",
    "drug-free-community/example-jibenhege": "基本合格",
    "drug-free-community/example-xianjin": "先进",
    "drug-free-community/wudu-shidian": None,
    "peace-community/example-pingan": "平安社区",
    "peace-community/wenmiaoping": None,
    "rule-of-law-community/example-shifan": "民主法治示范社区",
    "rule-of-law-community/fazhi-moban": None,
    "rule-of-law-community/xuanju": None,
    "safe-community/example-anquan": "安全社区",
    "safe-community/example-zhenggai": None,
    "safe-community/example-lingfen": None,
    "safe-community/fengming": None,
    "safe-community/yuechi-jia": None,
    "safe-community/yuechi-yi": None,
    "safe-civilized-estate/example-dabiao": "达标",
    "safe-civilized-estate/example-xianjin": "先进",
    "safe-civilized-estate/example-biaobing": "标兵",
    "safe-civilized-estate/example-veto": None,
    "safe-civilized-estate/huangniling": None,
    "quality-community/example-jingpin": "精品社区",
    "quality-community/example-queshao": None,
    "quality-community/huangniling": None,
    "national-civilized-city/example-keshenbao": "可以申报",
    "national-civilized-city/example-bugou": None,
    "national-civilized-city/huhehaote": None,
    "star-household/example-shixing": "十星",
    "star-household/example-wuxing": "五星",
    "star-household/fuwuli": None,
    "science-community/example-tuijian": "可以推荐",
    "science-community/example-queshao": None,
    "science-community/wutabeijie": None,
    "science-community/wenmiaoping": None,
    "full-employment-community/example-shengji": "省级充分就业星级社区",
    "full-employment-community/example-guojia": "国家级充分就业社区",
    "full-employment-community/wenmiaoping": None,
    "full-employment-village/example-quanbu": "已知各条全部做到",
    "full-employment-village/example-qianque": None,
}


def name_of(folder: Path) -> str:
    """Standard and community."""
    return f"{folder.parent.name}/{folder.name}"


def assessed(folder: Path) -> civscore.Assessment:
    """The judgement on a fixture."""
    plan = standard_for(folder)
    return civscore.assess(plan, civscore.load_bundle(folder, plan))


@pytest.mark.parametrize("folder", BUNDLES, ids=name_of)
def test_golden_reports(folder: Path) -> None:
    found = assessed(folder)
    check_golden(f"{name_of(folder)}.txt", text.render(found))
    check_golden(f"{name_of(folder)}.json", as_json.render(found))


@pytest.mark.parametrize("folder", BUNDLES, ids=name_of)
def test_tiers_are_as_each_example_means(folder: Path) -> None:
    assert assessed(folder).tier == EXPECTED[name_of(folder)]


def test_every_fixture_is_expected() -> None:
    assert {name_of(folder) for folder in BUNDLES} == set(EXPECTED)


def test_the_schema_of_results_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA.schema)


@pytest.mark.parametrize("folder", BUNDLES, ids=name_of)
@pytest.mark.parametrize("language", LANGUAGES)
def test_json_keeps_its_schema(folder: Path, language: Language) -> None:
    SCHEMA.validate(json.loads(as_json.render(assessed(folder), language)))


@pytest.mark.parametrize("folder", BUNDLES, ids=name_of)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_format_says_something_in_both_languages(folder: Path, language: Language) -> None:
    found = assessed(folder)
    tiers = [tier.id for tier in found.tiers]
    for form in (text, markdown, as_json):
        assert form.render(found, language).strip()
        assert form.render_gaps(found, tiers, language).strip()


@pytest.mark.parametrize("folder", BUNDLES, ids=name_of)
def test_text_fits_a_terminal(folder: Path) -> None:
    from rich.cells import cell_len

    wide = [line for line in text.render(assessed(folder)).splitlines() if cell_len(line) > WIDTH]
    assert not [line for line in wide if cell_len(line) > WIDTH + 2]


def test_a_community_without_proof_has_earned_nothing_and_lost_nothing_unsaid() -> None:
    """Facts from a work summary alone are all unproven: neither points nor losses."""
    found = assessed(ROOT / "fixtures" / "civilized-community" / "wenmiaoping")
    assert found.total.earned == 0
    assert found.total.unproven == 100
    assert {veto.status for veto in found.vetoes} == {"unknown"}
    assert all(result.split.earned == 0 for result in found.criteria)


def test_bonus_that_does_not_count_is_no_step_towards_a_tier() -> None:
    """Where it counts it is one: 示例甲社区 is shown what it could still earn."""
    without = assessed(ROOT / "fixtures" / "drug-free-community" / "example-hege").gaps("先进")
    counting = assessed(ROOT / "fixtures" / "civilized-community" / "example-dabiao").gaps("先进")
    assert without.steps
    assert "bonus" not in {step.role for step in without.steps}
    assert "bonus" in {step.role for step in counting.steps}


COHORT = ROOT / "fixtures" / "safe-civilized-estate" / "donghu"


def test_forty_estates_of_one_street() -> None:
    """Each has the points that were subtracted by hand, and the street its 11, 11 and 18."""
    plan = civscore.load_standard("safe-civilized-estate@2026")
    expected = tomli.loads((COHORT / "expected.toml").read_text("utf-8"), parse_float=Decimal)
    found = {
        name: civscore.assess(plan, civscore.load_bundle(COHORT / name, plan)) for name in expected
    }
    assert {name: {"total": one.total.earned, "tier": one.tier} for name, one in found.items()} == (
        expected
    )
    tally = Counter(one.tier for one in found.values())
    assert tally == {"标兵": 11, "先进": 11, "达标": 18}
    assert not [one for each in found.values() for one in each.criteria if one.split.unproven]


def made_by(script: str, target: Path) -> dict[Path, bytes]:
    """What a script of the fixtures writes under a folder."""
    file = ROOT / "fixtures" / script
    subprocess.run([sys.executable, str(file), str(target)], check=True, capture_output=True)
    return {one.relative_to(target): one.read_bytes() for one in target.rglob("*.*")}


def kept(pattern: str) -> dict[Path, bytes]:
    """What is on file."""
    fixtures = ROOT / "fixtures"
    return {one.relative_to(fixtures): one.read_bytes() for one in fixtures.glob(pattern)}


def test_examples_are_what_their_script_makes(tmp_path: Path) -> None:
    """The bundles on file are byte for byte what fixtures/make_examples.py writes."""
    assert made_by("make_examples.py", tmp_path) == kept("*/example-*/**/*.*")


def test_estates_are_what_their_script_makes(tmp_path: Path) -> None:
    assert made_by("cohort_donghu.py", tmp_path) == kept("*/donghu/**/*.*")
