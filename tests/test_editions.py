"""Editions: the one in force, the one that tailors another, and what changed between two."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, settings
from strategies import standard_toml, standards
from test_engine import SLOWLY, plan_of
from texts import (
    EDITS,
    HERE,
    ROOT,
    STANDARD,
    STANDARDS,
    Case,
    Edit,
    Found,
    Run,
    changed,
    edited,
    read_cases,
    standard_for,
    write,
)

import civscore
from civscore.comparing.effects import compare_assessments
from civscore.comparing.fitting import read_for_both
from civscore.comparing.model import Difference, Effect, Shift
from civscore.evidence.readers import open_bundle
from civscore.reports.differing import subject
from civscore.sentences import LANGUAGES, Language
from civscore.standard import shelf
from civscore.values import replaced

CASES: Final = read_cases("editions.toml")
LEVELS: Final = HERE / "extends"
PROVINCE: Final = (LEVELS / "province.toml").read_text("utf-8")
BUNDLE: Final = (LEVELS / "bundle.toml").read_text("utf-8")
SOURCE: Final = "虚构"


def cases(name: str) -> pytest.MarkDecorator:
    """The cases of one kind, by their titles."""
    return pytest.mark.parametrize("case", CASES[name], ids=lambda case: case["title"])


def said(load: Callable[[], civscore.Plan]) -> Found:
    """Everything said of a standard."""
    try:
        return load().warnings
    except civscore.Faulty as faulty:
        return faulty.diagnostics


def places(found: Found) -> list[str]:
    """`code file:line:column` of each."""
    return [
        f"{one.code} {Path(one.location.file).name}:{one.location.line}:{one.location.column}"
        for one in found
    ]


@pytest.fixture
def levels(tmp_path: Path) -> Path:
    """The three levels in a folder of their own."""
    for file in LEVELS.glob("*.toml"):
        write(tmp_path, file.name, file.read_bytes())
    return tmp_path


# --- tailoring ------------------------------------------------------------------------------------


@cases("tailored")
def test_tailored(case: Case, levels: Path) -> None:
    text = changed(CASES["head"], *case.get("replace", ())) + case["text"]
    base = "province.toml"
    for number in range(1, case.get("levels", 0) + 1):
        write(levels, f"level{number}.toml", changed(CASES["head"], "province.toml", base))
        base = f"level{number}.toml"
    text = text.replace("province.toml", base)
    file = write(levels, "tailored.toml", text)
    found = said(lambda: civscore.load_standard(file))
    assert places(found) == case.get("found", [])
    assert all(one.text(language) for one in found for language in LANGUAGES)
    if "now" in case:
        plan = civscore.load_standard(file)
        now = {
            "criteria": [one.id for one in plan.criteria],
            "tiers": [one.tier.id for one in plan.tiers],
            "gates": {one.gate.id: list(one.gate.needs) for one in plan.gates},
            "ways": [one.criterion.way_name for one in plan.criteria],
            "decimals": plan.standard.scoring.decimals,
        }
        assert {key: now[key] for key in case["now"]} == case["now"]


def test_gates_are_inherited(levels: Path) -> None:
    gate = '[[gate]]\nid = "G1"\ntitle = "申报条件"\nneeds = ["has_plan"]\nbasis = "ours"\n'
    province = levels / "province.toml"
    province.write_text(f"{province.read_text('utf-8')}\n{gate}", encoding="utf-8")
    plan = civscore.load_standard(write(levels, "tailored.toml", CASES["head"]))
    assert [one.gate.id for one in plan.gates] == ["G1"]


def test_three_levels(levels: Path) -> None:
    district = civscore.load_standard(levels / "district.toml")
    assert district.bases == ("example-city@2026", "example-province@2026")
    assert [one.id for one in district.criteria] == ["1.1", "2.1", "2.2", "3.1", "3.2"]
    assert [one.tier.id for one in district.tiers] == ["达标", "先进", "标兵"]
    criteria = {one.id: one.criterion for one in district.criteria}
    assert criteria["2.1"].full == 8  # the city's change
    assert criteria["2.1"].guard is None
    assert criteria["3.2"].way_name == "stepped"  # the district's change of the city's addition
    head = district.standard.standard
    assert (head.id, head.text, head.source) == ("example-district", "official", SOURCE)


def test_points_are_counted_as_finely_as_the_merged_text_needs(levels: Path) -> None:
    """The city's 20.25 points of a tier need two decimals; the district takes them out again."""
    scales = [civscore.load_standard(levels / f"{name}.toml").scale for name in _NAMES]
    assert scales == [10, 100, 10]


_NAMES: Final = ("province", "city", "district")


def test_the_digest_is_of_every_text(levels: Path) -> None:
    def digests() -> list[str]:
        return [civscore.load_standard(levels / f"{name}.toml").sha256 for name in _NAMES]

    before = digests()
    write(levels, "city.toml", (levels / "city.toml").read_text("utf-8") + "# 注\n")
    after = digests()
    assert [old == new for old, new in zip(before, after, strict=True)] == [True, False, False]


def test_a_fault_of_the_base_stands_in_the_base(levels: Path) -> None:
    write(levels, "province.toml", changed(PROVINCE, "full      = 30", "full      = 31"))
    found = said(lambda: civscore.load_standard(levels / "district.toml"))
    assert places(found) == ["points-not-adding-up province.toml:11:13"]


def test_a_circle_of_several(levels: Path) -> None:
    province = changed(PROVINCE, "[scoring]", '[extends]\nstandard = "district.toml"\n\n[scoring]')
    write(levels, "province.toml", province)
    found = said(lambda: civscore.load_standard(levels / "city.toml"))
    assert places(found) == ["extends-cycle district.toml:12:12"]


def test_a_bundled_edition_can_be_extended(tmp_path: Path) -> None:
    name = f"{STANDARDS[0].parent.name}@{STANDARDS[0].stem}"
    file = write(tmp_path, "own.toml", changed(CASES["head"], "province.toml", name))
    assert civscore.load_standard(file).bases == (name,)


@pytest.mark.parametrize("base", [*STANDARDS, LEVELS / "city.toml"], ids=lambda file: file.stem)
def test_what_changes_nothing_is_the_base_apart_from_its_head(base: Path, tmp_path: Path) -> None:
    parent = civscore.load_standard(base)
    own = civscore.load_standard(
        write(tmp_path, "own.toml", changed(CASES["head"], "province.toml", str(base)))
    )
    assert own.standard == replaced(parent.standard, standard=own.standard.standard)
    assert (own.scale, own.columns, own.full) == (parent.scale, parent.columns, parent.full)
    assert own.warnings == parent.warnings
    assert {one.part for one in civscore.compare_standards(parent, own).changes} == {"head"}


@settings(SLOWLY, max_examples=120)
@given(EDITS)
def test_no_careless_edit_of_a_tailoring_crashes(
    tmp_path_factory: pytest.TempPathFactory, edits: list[Edit]
) -> None:
    folder = tmp_path_factory.mktemp("careless")
    write(folder, "province.toml", PROVINCE)
    city = (LEVELS / "city.toml").read_text("utf-8")
    file = write(folder, "city.toml", edited(city, edits))
    for one in said(lambda: civscore.load_standard(file)):
        assert one.text("zh")
        assert one.text("en")


def test_gates_are_compared() -> None:
    """The star tiers had four; what is dropped without a word would still be believed in force."""
    old, new = (civscore.load_standard(f"civilized-community@{one}") for one in (2016, 2026))
    for was, now, kind in ((old, new, "removed"), (new, old, "added")):
        found = [one for one in civscore.compare_standards(was, now).changes if one.part == "gate"]
        assert [(one.kind, one.id) for one in found] == [(kind, f"G{n}") for n in (1, 2, 3, 4)]
    assert "条件：“没有重大责任事故和严重案件”" in str(found[1].sentences[-2])


# --- the edition in force -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "edition"),
    [
        ("2016-02-01", "2016"),
        ("2025-12-31", "2016"),
        ("2026-01-01", "2026"),
        ("2031-01-01", "2026"),
    ],
)
def test_a_community_is_scored_by_the_edition_of_the_day(
    day: str, edition: str, tmp_path: Path, run: Run
) -> None:
    head = '[bundle]\nstandard = "civilized-community"\n[community]\nid = "x"\nname = "示例"\n'
    write(tmp_path, "bundle.toml", head)
    ran = run("score", "civilized-community", tmp_path, "--as-of", day)
    assert ran.status == 0
    assert f"civilized-community@{edition}   评定基准日 {day}" in ran.out


def test_before_the_first_edition_there_is_none(tmp_path: Path, run: Run) -> None:
    write(tmp_path, "bundle.toml", '[bundle]\n[community]\nid = "x"\nname = "示例"\n')
    ran = run("score", "civilized-community", tmp_path, "--as-of", "2016-01-31")
    assert ran.status == 1
    assert "[no-edition-in-force]" in ran.err


def put_on_shelf(folder: Path, editions: list[Mapping[str, Any]]) -> None:
    """Editions of the province's standard as a shelf."""
    place = folder / "example-province"
    place.mkdir()
    for one in editions:
        until = f", until = {one['until']}" if "until" in one else ""
        text = changed(
            PROVINCE.partition("\n\n")[2],
            'edition   = "2026"', f'edition   = "{one["edition"]}"',
            "from = 2026-01-01", f"from = {one['from']}{until}",
        )  # fmt: skip
        write(place, f"{one['edition']}.toml", text)


@cases("shelf")
def test_edition_in_force(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_on_shelf(tmp_path, case["editions"])
    monkeypatch.setattr(shelf, "shelf", lambda: tmp_path)
    for day, wanted in case["on"].items():
        try:
            plan = civscore.load_standard("example-province", as_of=date.fromisoformat(day))
            found = plan.edition
        except civscore.Faulty as faulty:
            (one,) = faulty.diagnostics
            assert all(str(edition["from"]) in one.text() for edition in case["editions"])
            found = one.code
        assert found == wanted, day
    assert civscore.load_standard("example-province").edition == case["latest"]
    named = civscore.load_standard(f"example-province@{case['editions'][0]['edition']}")
    assert named.edition == case["editions"][0]["edition"]


@cases("shelf")
def test_check_of_a_shelf(case: Case, tmp_path: Path, run: Run) -> None:
    put_on_shelf(tmp_path, case["editions"])
    for place in (tmp_path, tmp_path / "example-province"):
        ran = run("check", place)
        assert ran.status == 0
        assert len(ran.err.splitlines()) == len(case.get("found", ()))
        for one in case.get("found", ()):
            code, _, where = one.partition(" ")
            assert f"{where}: 提醒[{code}]" in ran.err


def test_check_of_a_shelf_goes_on_after_a_faulty_standard(tmp_path: Path, run: Run) -> None:
    put_on_shelf(tmp_path, CASES["shelf"][0]["editions"])
    write(tmp_path / "example-province", "bad.toml", "a = ")
    write(tmp_path / "example-province", "worse.toml", "[standard]\n")
    ran = run("check", tmp_path)
    assert (ran.status, ran.out) == (1, "")
    assert "bad.toml:1:" in ran.err
    assert "worse.toml:1:" in ran.err


def test_a_head_that_cannot_be_cut_out_is_found_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A note with a line that looks like a header, and dates in a table of their own."""
    put_on_shelf(tmp_path, CASES["shelf"][0]["editions"])
    file = tmp_path / "example-province" / "2020.toml"
    text = file.read_text("utf-8")
    line = "effective = { from = 2020-01-01 }\n"
    assert line in text
    tables = {
        "note": text.replace(line, f"note = '''\n[注]\n'''\n{line}"),
        "table": text.replace(line, "").replace(
            "[sources.P]", "[standard.effective]\nfrom = 2020-01-01\n\n[sources.P]"
        ),
    }
    monkeypatch.setattr(shelf, "shelf", lambda: tmp_path)
    for changed_text in tables.values():
        write(file.parent, file.name, changed_text)
        for day, wanted in (("2019-12-31", "试行"), ("2020-01-01", "2020")):
            plan = civscore.load_standard("example-province", as_of=date.fromisoformat(day))
            assert plan.edition == wanted


def test_of_one_edition_no_head_is_read_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(file: Path) -> None:
        raise AssertionError(file)

    monkeypatch.setattr(shelf, "edition_of", refuse)
    assert civscore.load_standard("quality-community", as_of=date(2026, 6, 30)).id


def scored_edition(run: Run, *arguments: object) -> str:
    """The edition a score is by."""
    ran = run("score", *arguments, "--format", "json")
    assert ran.status == 0, ran.err
    return str(json.loads(ran.out)["standard"]["edition"])


def test_the_command_then_the_bundle_then_the_day_say_which_edition(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_on_shelf(tmp_path, CASES["shelf"][0]["editions"])
    monkeypatch.setattr(shelf, "shelf", lambda: tmp_path)
    text = changed(BUNDLE, "example-city@2026", "example-province", "dogs       = 2\n", "")
    text = changed(text, 'for   = ["3.2"]', 'for   = ["3.1"]')
    undated = write(tmp_path, "bundle.toml", text)
    name = "example-province"
    assert scored_edition(run, name, undated) == "2020"
    assert scored_edition(run, name, undated, "--as-of", "2019-06-30") == "试行"
    assert scored_edition(run, f"{name}@试行", undated) == "试行"
    assert run("gaps", name, undated, "--as-of", "2015-06-30").status == 1
    assert run("check", undated).status == 0
    dated = write(
        tmp_path, "dated.toml", changed(text, '"example-province"', '"example-province@试行"')
    )
    assert scored_edition(run, name, dated) == "试行"
    assert scored_edition(run, f"{name}@2020", dated) == "2020"
    day = changed(text, "as_of    = 2026-06-30\n", "")
    assert scored_edition(run, name, write(tmp_path, "today.toml", day)) == "2020"
    ran = run("explain", name)
    assert "试行（2016-02-01 至 2019-12-31）、2020（2020-01-01 起）" in ran.out


# --- what a standard extends ----------------------------------------------------------------------


def test_explain_and_list_say_what_is_extended(
    levels: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = run("explain", levels / "district.toml")
    assert ran.status == 0
    assert "example-city@2026、example-province@2026" in ran.out
    (levels / "s").mkdir()
    for file in levels.glob("*.toml"):
        if file.name != "bundle.toml":
            file.rename(levels / "s" / file.name)
    monkeypatch.setattr(shelf, "shelf", lambda: levels)
    assert "依据 example-province@2026" in run("list").out
    assert run("explain", "s@nothing").status == 1


# --- differences ----------------------------------------------------------------------------------


def told(difference: Difference, language: Language) -> list[str]:
    """Each change as a line."""
    colon, stop = ("：", "；") if language == "zh" else (": ", "; ")
    lines = []
    for one in difference.changes:
        sentences = stop.join(sentence.text(language) for sentence in one.sentences)
        about = subject(one)
        lines.append(f"{about}{colon}{sentences}" if about else sentences)
    return lines


@cases("changed")
def test_changed(case: Case, tmp_path: Path) -> None:
    old = civscore.load_standard(write(tmp_path, "old.toml", PROVINCE))
    text = changed(PROVINCE, *case["replace"])
    new = civscore.load_standard(write(tmp_path, "new.toml", text))
    difference = civscore.compare_standards(old, new)
    assert told(difference, "zh") == case["zh"]
    assert told(difference, "en") == case.get("en", told(difference, "en"))
    back = civscore.compare_standards(new, old)
    assert bool(back.changes) == bool(difference.changes)


@pytest.mark.parametrize("file", [*STANDARDS, *LEVELS.glob("[!b]*.toml")], ids=lambda f: f.stem)
def test_nothing_differs_from_itself(file: Path) -> None:
    plan = civscore.load_standard(file)
    difference = civscore.compare_standards(plan, plan)
    assert difference.changes == ()
    assert difference.unchanged["criterion"] == len(plan.criteria)


@settings(SLOWLY, max_examples=60)
@given(standards(), standards())
def test_any_two_standards_can_be_compared(one: dict[str, Any], two: dict[str, Any]) -> None:
    old, new = plan_of(one), plan_of(two)
    assert civscore.compare_standards(old, old).changes == ()
    difference = civscore.compare_standards(old, new)
    for language in LANGUAGES:
        assert all(line.strip() for line in told(difference, language))
    counted = sum(difference.unchanged.values()) + len(difference.changes)
    assert counted > 0
    if standard_toml(one) != standard_toml(two) and old.standard != new.standard:
        assert difference.changes


def loaded(file: Path) -> civscore.Plan | None:
    """The standard, if it is sound."""
    try:
        return civscore.load_standard(file)
    except civscore.Faulty:
        return None


@settings(SLOWLY, max_examples=400)
@given(EDITS)
def test_whatever_an_edit_changes_is_told(
    tmp_path_factory: pytest.TempPathFactory, edits: list[Edit]
) -> None:
    folder = tmp_path_factory.mktemp("edited")
    old = civscore.load_standard(write(folder, "old.toml", STANDARD))
    new = loaded(write(folder, "new.toml", edited(STANDARD, edits)))
    if new is not None:
        head = replaced(new.standard.standard, id=old.id, edition=old.edition)
        is_same = replaced(new.standard, standard=head) == old.standard
        assert is_same == (not civscore.compare_standards(old, new).changes)


# --- what changes for a community -----------------------------------------------------------------


def effect_of(old: civscore.Plan, new: civscore.Plan, bundle: Path) -> Effect:
    """What two editions make of a bundle."""
    difference = civscore.compare_standards(old, new)
    read = read_for_both(open_bundle(bundle), difference)
    return compare_assessments(difference, read, date(2026, 6, 30))


def shift(effect: Effect, part: str, name: str = "") -> Shift:
    """What came out differently."""
    return next(one for one in effect.shifts if (one.part, one.id) == (part, name))


def test_a_community_judged_by_both(levels: Path) -> None:
    old, new = (civscore.load_standard(levels / f"{name}.toml") for name in ("province", "city"))
    effect = effect_of(old, new, levels / "bundle.toml")
    alone = civscore.assess(new, civscore.load_bundle(levels / "bundle.toml", new))
    assert shift(effect, "total").new == alone.total
    assert shift(effect, "criterion", "3.2").old is None
    assert {one.id for one in effect.shifts if one.part == "criterion"} == {"2.1", "3.2"}
    assert effect.tiers == ("达标", "达标")
    turned = effect_of(new, old, levels / "bundle.toml")
    assert {(one.part, one.id, one.new, one.old) for one in turned.shifts} == {
        (one.part, one.id, one.old, one.new) for one in effect.shifts
    }


def test_nothing_changes_for_anyone_between_a_standard_and_itself() -> None:
    for folder in (ROOT / "fixtures").glob("*/example-*"):
        plan = standard_for(folder)
        assert effect_of(plan, plan, folder).shifts == ()


def test_evidence_and_records_follow_what_was_renumbered(levels: Path) -> None:
    """A clause put in first, a fact under another name: nothing is lost by either."""
    old = civscore.load_standard(levels / "province.toml")
    case = next(one for one in CASES["changed"] if one["title"].startswith("前面加了一条"))
    text = changed(PROVINCE, *case["replace"], 'id        = "2.1"', 'id        = "2.9"')
    text = changed(
        text, "[facts.sorting]", "[facts.sorted]", 'value = "sorting"', 'value = "sorted"'
    )
    new = civscore.load_standard(write(levels, "new.toml", text))
    recorded = changed(BUNDLE, "dogs       = 2\n", "", 'for   = ["3.2"]', 'for   = ["1.1"]')
    effect = effect_of(old, new, write(levels, "b.toml", recorded))
    assert [(one.part, one.id) for one in effect.shifts] == [("criterion", "1.1")]


def test_what_the_other_edition_cannot_take_is_named(levels: Path) -> None:
    old = civscore.load_standard(levels / "province.toml")
    text = changed(PROVINCE, ', gate = "门禁"', "", "points = [0, 2, 4, 6]", "points = [0, 3, 6]")
    new = civscore.load_standard(write(levels, "new.toml", text))
    recorded = changed(BUNDLE, "dogs       = 2\n", "", 'for   = ["3.2"]', 'for   = ["1.1"]')
    effect = effect_of(old, new, write(levels, "b.toml", recorded))
    assert effect.unread == ("防范设施",)
    assert shift(effect, "criterion", "2.1")


def test_faults_of_a_bundle_stand_where_they_were_written(levels: Path, run: Run) -> None:
    """Though for the province a piece is left out before the one that is faulty."""
    text = BUNDLE + '\n[[evidence]]\nid = "E3"\nkind = "photo"\ntitle = "甲"\nfor = ["9.9"]\n'
    text = changed(text, 'for   = ["2.1"]', 'for   = ["3.2"]')
    ran = run(
        "diff", levels / "province.toml", levels / "city.toml",
        "--bundle", write(levels, "b.toml", text),
    )  # fmt: skip
    line = text.count("\n")
    assert ran.status == 1
    assert f"b.toml:{line}:8: 错误[unknown-clause]" in ran.err


@settings(SLOWLY, max_examples=150)
@given(EDITS)
def test_no_careless_edit_of_a_bundle_crashes_a_comparison(
    tmp_path_factory: pytest.TempPathFactory, edits: list[Edit]
) -> None:
    bundle = write(tmp_path_factory.mktemp("bundle"), "bundle.toml", edited(BUNDLE, edits))
    old, new = (civscore.load_standard(LEVELS / f"{name}.toml") for name in ("province", "city"))
    found: Found = ()
    try:
        effect_of(old, new, bundle)
    except civscore.Faulty as faulty:
        found = faulty.diagnostics
    assert all(one.location.line for one in found)


# --- the command ----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_diff_in_every_format(run: Run, form: str, language: str, levels: Path) -> None:
    files = levels / "city.toml", levels / "district.toml"
    options = ("--format", form, "--lang", language)
    ran = run("diff", *files, *options)
    assert (ran.status, ran.err) == (0, "")
    assert "文明养犬" in ran.out
    whole = run("diff", *files, "--bundle", levels / "bundle.toml", *options)
    assert (whole.status, whole.err) == (0, "")
    assert "示例社区" in whole.out
    output = levels / "diff.out"
    assert run("diff", *files, *options, "--output", output).status == 0
    assert output.read_text("utf-8") == ran.out
    if form == "json":
        table = json.loads(whole.out)
        assert table["effect"]["tier"] == {"old": "达标", "new": None}
        assert table["unchanged"]["criterion"] == 4
        assert json.loads(ran.out)["effect"] is None


def test_diff_of_a_standard_with_itself_says_so(run: Run) -> None:
    ran = run("diff", "civilized-community", "civilized-community@2026")
    assert ran.status == 0
    assert ran.out.splitlines()[-1] == "两版内容相同"


def test_diff_of_what_is_not_there(run: Run, levels: Path) -> None:
    assert run("diff", "civilized-community").status == 2
    assert run("diff", levels / "city.toml", levels / "town.toml").status == 1
    assert run("diff", levels / "city.toml", levels / "city.toml", "--format", "pdf").status == 2
