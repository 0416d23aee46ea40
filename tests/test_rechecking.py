"""Two results of a community held against each other: what was foretold, and what came of it."""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, TypeAlias

import pytest
from texts import ROOT, Run, write

from civscore.comparing.rechecks import Finding, Recheck, compare_results

Data: TypeAlias = dict[str, Any]

CODES: Final = (
    *("results-of-two", "results-by-two", "results-languages", "results-turned-round"),
    "results-text-changed",
)

STANDARD: Final = """
facts.lamps = { kind = "count", title = "完好的路灯", unit = "盏", range = [0, 20] }
facts.team = { kind = "flag", title = "巡逻队" }
facts.plan = { kind = "flag", title = "年度计划" }
facts.room = { kind = "flag", title = "活动室" }
facts.clean = { kind = "flag", title = "无乱堆" }
facts.grave = { kind = "flag", title = "大案" }
section = [{ id = "1", title = "治安", criterion = [
  { id = "1.1", title = "照明", full = 5, basis = "ours", \
banded = { value = "lamps", bands = [{ from = 8, points = 2 }, { from = 15, points = 5 }] } },
  { id = "1.2", title = "巡逻", full = 3, all_of = ["team"], basis = "ours", \
evidence = [{ kind = "record", title = "值班记录" }] },
  { id = "1.3", title = "计划", full = 2, all_of = ["plan"], basis = "ours" },
  { id = "1.4", title = "活动室", full = 4, all_of = ["room"], basis = "ours" },
  { id = "1.5", title = "整洁", full = 6, all_of = ["clean"], basis = "ours" },
] }]
veto = [{ id = "V1", title = "大案", when = "grave", basis = "ours" }]
tier = [{ id = "达标", total = 8 }, { id = "先进", total = 15, criteria = { "1.3" = "met" } }]
[standard]
id = "recheck"
edition = "2026"
title = "例"
issuer = "例"
effective = { from = 2026-01-01 }
text = "model"
source = "例"
full = 20
[scoring]
decimals = 1
mode = "half_up"
at = "criterion"
compare = "exact"
"""
BUNDLE: Final = """
[bundle]
standard = "recheck@2026"
as_of = {day}
source = "台账"
[community]
id = "a"
name = "{name}"
[facts]
"""
BEFORE: Final = {
    "lamps": 6, "team": "true", "plan": "false", "room": "true", "clean": "true",
    "grave": "false",
}  # fmt: skip
AFTER: Final = BEFORE | {"lamps": 9, "plan": "true", "clean": "false", "grave": "true"}
PROOF: Final = """
[[evidence]]
id = "E1"
for = ["1.2"]
kind = "record"
title = "值班记录"
date = 2026-06-01
file = "s.toml"
"""


def bundle(facts: dict[str, Any], day: str = "2026-06-30", name: str = "甲社区") -> str:
    """A bundle of these facts."""
    head = BUNDLE.replace("{day}", day).replace("{name}", name)
    return head + "\n".join(f"{key} = {value}" for key, value in facts.items()) + "\n"


class Results:
    """Results written into a folder."""

    def __init__(self, folder: Path, run: Run) -> None:
        self.folder, self.run = folder, run
        self.standard = write(folder, "s.toml", STANDARD)

    def write(self, name: str, text: str, *options: str) -> Path:
        """The result of a bundle."""
        target = self.folder / f"{name}.json"
        source = write(self.folder, "b.toml", text)
        options = ("--format", "json", "-o", str(target), *options)
        assert self.run("score", self.standard, source, *options).status == 0
        return target

    def compared(self) -> tuple[Path, Path]:
        """The two of which most tests speak."""
        before = self.write("before", bundle(BEFORE))
        return before, self.write("after", bundle(AFTER, "2026-09-30") + PROOF)


@pytest.fixture
def results(tmp_path: Path, run: Run) -> Results:
    """A folder for results."""
    return Results(tmp_path, run)


def read(before: Path, after: Path) -> Recheck:
    """Two results held against each other."""
    one, other = (json.loads(file.read_text("utf-8")) for file in (before, after))
    return compare_results(one, other)


def named(found: Recheck) -> dict[str, str]:
    """What became of each."""
    return {one.id: one.verdict for one in found.findings}


# --- what became of each --------------------------------------------------------------------------


def test_what_was_closed_what_slipped_what_is_new(results: Results) -> None:
    found = read(*results.compared())
    assert named(found) == {
        "1.1": "improved",
        "1.2": "closed",
        "1.3": "closed",
        "1.5": "new",
        "V1": "new",
    }
    gains = {one.id: (one.predicted, one.realised) for one in found.findings}
    assert gains == {
        "1.1": (5, 2),  # 9 lamps, and 15 were to be
        "1.2": (3, 3),
        "1.3": (2, 2),
        "1.5": (0, -6),
        "V1": (None, None),
    }
    assert [found.predicted, found.realised] == [10, 7]
    assert [one.total.earned for one in (found.before, found.after)] == [10, 11]
    back = read(*reversed(results.compared()))
    assert named(back) == {
        "1.1": "slipped", "1.2": "new", "1.3": "new", "1.5": "closed", "V1": "closed",
    }  # fmt: skip


def test_steps_gone_still_there_and_new(results: Results) -> None:
    found = {one.id: one for one in read(*results.compared()).findings}
    one = found["1.1"]
    assert [step.change for step in one.gone] == [
        "完好的路灯：由 6 盏增加到 15 盏", "完好的路灯：由 6 盏增加到 8 盏",
    ]  # fmt: skip
    assert [step.change for step in one.fresh] == ["完好的路灯：由 9 盏增加到 15 盏"]
    assert one.still == ()
    same = read(results.folder / "before.json", results.folder / "before.json").findings
    assert all(not (one.gone or one.fresh) and one.still for one in same)


def test_tiers_before_and_after(results: Results) -> None:
    first, last = read(*results.compared()).tiers
    assert (first.before, first.after) == ("reached", "out_of_reach")  # the veto
    assert (last.before, last.after) == ("out_of_reach", "out_of_reach")
    assert (first.met, last.met) == ((), ("1.3 计划：已满足",))
    assert first.unmet == last.unmet == ("一票否决 V1 大案：已触发",)


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        # earned, unproven, lost and the outcome, of five points
        ((0, 0, 5, "not_met"), (5, 0, 0, "met"), "closed"),
        ((0, 0, 5, "not_met"), (0, 0, 5, "exempt"), "closed"),
        ((0, 0, 5, "not_met"), (0, 5, 0, "unproven"), "improved"),
        ((0, 5, 0, "unproven"), (0, 0, 5, "not_met"), "slipped"),
        ((0, 5, 0, "unproven"), (2, 0, 3, "partly_met"), "improved"),
        ((3, 0, 2, "partly_met"), (2, 3, 0, "partly_met"), "slipped"),
        ((3, 0, 2, "partly_met"), (3, 0, 2, "partly_met"), "same"),
        ((5, 0, 0, "met"), (3, 0, 2, "partly_met"), "new"),
        ((0, 0, 5, "not_applicable"), (3, 0, 2, "partly_met"), "new"),
        ((5, 0, 0, "met"), None, None),
        ((3, 0, 2, "partly_met"), None, "closed"),
        (None, (3, 0, 2, "partly_met"), "new"),
        (None, (5, 0, 0, "met"), None),
    ],
)
def test_what_becomes_of_a_criterion(before: Any, after: Any, verdict: str | None) -> None:
    found = compare_results(*(result(one) for one in (before, after)))
    assert [one.verdict for one in found.findings] == ([verdict] if verdict else [])


def result(points: tuple[int, int, int, str] | None) -> Data:
    """The least a result has, with one criterion or none."""
    names = ("earned", "unproven", "lost", "outcome")
    full = {"id": "1", "title": "甲", "because": "", "next": []}
    nothing = dict.fromkeys(names[:3], "0")
    criteria = []
    if points is not None:
        told = zip(names, points, strict=True)
        criteria = [full | {name: str(value) for name, value in told}]
    return {
        "standard": {"id": "s", "edition": "1"}, "community": {"id": "a", "name": "甲社区"},
        "as_of": "2026-06-30", "tier": None, "possible_tier": None, "supposed": [],
        "total": nothing, "bonus": nothing, "criteria": criteria, "adjustments": [],
        "gates": [], "vetoes": [], "tiers": [],
    }  # fmt: skip


def pairs(run: Run, folder: Path) -> Iterator[Recheck]:
    """A bundled example, and the same with some facts otherwise."""
    example = ROOT / "fixtures" / "civilized-community" / "example-dabiao"
    files = []
    for number, setting in enumerate(
        ("misparked=2", "misparked=0", "lectures=0", "lectures=12", "ordinary_cases=0")
    ):
        file = folder / f"{number}.json"
        options = ("--format", "json", "-o", file, "--set", setting)
        assert run("score", "civilized-community", example, *options).status == 0
        files.append(file)
    for one in files:
        yield from (read(one, other) for other in files)


def test_what_findings_gain_is_what_the_total_gains(run: Run, tmp_path: Path) -> None:
    """Where a standard only adds up, nothing else moves it."""
    for found in pairs(run, tmp_path):
        gained = sum((one.realised or Decimal(0) for one in found.findings), Decimal(0))
        ends = ((one.total.earned + one.bonus.earned) for one in (found.after, found.before))
        assert gained == next(ends) - next(ends)
        assert all(fits(one) for one in found.findings)


def fits(one: Finding) -> bool:
    """Whether its verdict says what its points do."""
    gained = one.realised or Decimal(0)
    return {"improved": gained >= 0, "same": gained == 0, "slipped": gained <= 0}.get(
        one.verdict, True
    )


# --- what users see -------------------------------------------------------------------------------

SEEN: Final = """\
已达到等级：达标 → 尚未达到任何等级
总分：已得 10 → 11 (+1)，待证 3 → 0 (-3)，已失 7 → 9 (+2)
已销号 2 条、有进步未做完 1 条、新出现 2 条；前一次列出的各条，逐条合计最多可
  得 10 分，实得 +7 分
"""


def test_text(results: Results, run: Run) -> None:
    ran = run("compare", *results.compared())
    assert (ran.status, ran.err) == (0, "")
    assert SEEN in ran.out
    assert "  1.1 照明：0 分 → 2 分，预计最多 +5，实得 +2\n" in ran.out
    assert "    - 现在 [整改] +3 完好的路灯：由 9 盏增加到 15 盏\n" in ran.out
    assert "  V1 大案：未触发 → 已触发\n" in ran.out


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_forms_and_languages(form: str, language: str, results: Results, run: Run) -> None:
    texts = bundle(BEFORE), bundle(AFTER, "2026-09-30") + PROOF
    files = [results.write(str(n), text, "--lang", language) for n, text in enumerate(texts)]
    ran = run("compare", *files, "--format", form, "--lang", language)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == run("compare", *files, "--format", form, "--lang", language).out
    if language == "en" and form != "json":
        own = {
            "甲社区",
            "达标",
            "先进",
            "照明",
            "完好的路灯",
            "盏",
            "巡逻",
            "计划",
            "活动室",
            "整洁",
        }
        own |= {"大案", "值班记录", "年度计划", "无乱堆"}
        chinese = set(re.findall(r"[\u4e00-\u9fff]+", ran.out))
        assert chinese <= own
    if form == "json":
        data = json.loads(ran.out)
        assert data["schema"] == "civscore.recheck/1"
        assert {one["id"]: one["verdict"] for one in data["findings"]}["1.1"] == "improved"
        assert (data["predicted"], data["realised"]) == ("10", "7")


def test_what_is_supposed_is_said(results: Results, run: Run) -> None:
    before = results.write("before", bundle(BEFORE))
    after = results.write("after", bundle(BEFORE), "--set", "lamps=15")
    assert "这一次含假设：lamps = 15\n" in run("compare", before, after).out


def test_nothing_to_do(results: Results, run: Run) -> None:
    done = bundle(AFTER | {"lamps": 15, "clean": "true", "grave": "false"}) + PROOF
    file = results.write("done", done)
    assert "前后两次都没有要做的事\n" in run("compare", file, file).out


# --- what cannot be compared ----------------------------------------------------------------------


def codes(run: Run, *files: Path) -> tuple[int, list[str]]:
    """Status and codes."""
    ran = run("compare", *files)
    assert (ran.out == "") == bool(ran.status)
    return ran.status, re.findall(r"\[([a-z-]+)\] ", ran.err)


def test_results_that_do_not_belong_together(results: Results, run: Run) -> None:
    before, after = results.compared()
    assert codes(run, after, before) == (1, ["results-turned-round"])
    other = results.write("other", bundle(AFTER, "2026-09-30").replace('"a"', '"b"'))
    assert codes(run, before, other) == (1, ["results-of-two"])
    english = results.write("english", bundle(AFTER, "2026-09-30"), "--lang", "en")
    assert codes(run, before, english) == (1, ["results-languages"])
    write(results.folder, "s.toml", STANDARD.replace('"活动室", full', '"活动用房", full'))
    changed = results.write("changed", bundle(AFTER, "2026-09-30"))
    assert codes(run, before, changed) == (0, ["results-text-changed"])
    write(results.folder, "s.toml", STANDARD.replace('edition = "2026"', 'edition = "2027"'))
    text = bundle(AFTER, "2026-09-30").replace("recheck@2026", "recheck@2027")
    edition = results.write("edition", text)
    assert codes(run, before, edition) == (1, ["results-by-two"])


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("criteria", 0, "earned"), "许多"),
        (("criteria", 0, "earned"), 5),
        (("criteria", 0, "earned"), "NaN"),
        (("criteria", 0, "outcome"), "fine"),
        (("criteria", 0, "next"), 3),
        (("criteria", 0, "next", 0, "kind"), "hope"),
        (("criteria", 0, "id"), []),
        (("criteria",), None),
        (("tiers", 0, "status"), "almost"),
        (("tiers", 0, "conditions"), [1]),
        (("total",), []),
        (("community",), {"id": "a"}),
        (("supposed",), [{"fact": "lamps"}]),
    ],
)
def test_a_damaged_result(path: tuple[Any, ...], value: object, results: Results, run: Run) -> None:
    before, after = results.compared()
    data = json.loads(after.read_text("utf-8"))
    *way, last = path
    place = data
    for key in way:
        place = place[key]
    place[last] = value
    after.write_text(json.dumps(data), "utf-8")
    assert codes(run, before, after) == (1, ["not-a-result"])
    assert codes(run, before, results.standard) == (1, ["not-a-result"])
    assert codes(run, before, results.folder / "none.json") == (1, ["not-found"])
