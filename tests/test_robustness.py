"""How firm a verdict is: what is said to change it does, and nothing else of what was tried."""

import json
import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle import is_beyond_single_numbers, score
from strategies import AS_OF, PERIOD, proofs, recorded, standards
from test_engine import SLOWLY, assessed, plan_of
from texts import ROOT, Run, standard_for, write

import civscore
from civscore.assessment import judge_row
from civscore.comparing.reweighing import Share, extremes, reroundings, reweighed, shares_of
from civscore.comparing.robustness import robustness_of
from civscore.reports.firmness import lists, paragraph
from civscore.values import replaced

FEW: Final = settings(SLOWLY, max_examples=25)
MOST_SECTIONS: Final = 5
"""Sections of which every corner of the band is tried."""

STANDARD: Final = """
facts.lamps = { kind = "rate", title = "亮灯率", of = "路灯", if_none = "zero" }
facts.team = { kind = "flag", title = "巡逻队" }
facts.plan = { kind = "flag", title = "年度计划" }
section = [
  { id = "1", title = "治安", criterion = [
    { id = "1.1", title = "照明", full = 60, basis = "ours", \
proportional = { value = "lamps", to = "100%" } },
  ] },
  { id = "2", title = "组织", criterion = [
    { id = "2.1", title = "巡逻", full = 20, all_of = ["team"], basis = "ours", \
evidence = [{ kind = "record", title = "值班记录" }] },
    { id = "2.2", title = "计划", full = 20, all_of = ["plan"], basis = "ours", \
evidence = [{ kind = "plan", title = "计划" }] },
  ] },
]
tier = [{ id = "达标", total = 60 }, { id = "先进", total = 80 }]
[standard]
id = "firm"
edition = "2026"
title = "例"
issuer = "例"
effective = { from = 2026-01-01 }
text = "model"
source = "例"
full = 100
[scoring]
decimals = 1
mode = "half_up"
at = "criterion"
compare = "exact"
"""
BUNDLE: Final = """
facts = { lamps = { count = 2, of = 3 }, team = true, plan = true }
[bundle]
standard = "firm@2026"
as_of = 2026-06-30
source = "台账"
[community]
id = "a"
name = "甲社区"
[[evidence]]
id = "E1"
for = ["2.1"]
kind = "record"
title = "值班记录"
date = 2026-06-01
file = "s.toml"
"""


def loaded(folder: Path, standard: str = STANDARD, bundle: str = BUNDLE) -> civscore.Assessment:
    """The community judged."""
    plan = civscore.load_standard(write(folder, "s.toml", standard))
    return civscore.assess(plan, civscore.load_bundle(write(folder, "b.toml", bundle), plan))


# --- a case worked by hand ------------------------------------------------------------------------


def test_by_hand(tmp_path: Path) -> None:
    """40 of 60 lamps' points, 20 of 40: the total is 60, just enough for the lower tier."""
    found = robustness_of(loaded(tmp_path))
    assert found.tier == "达标"
    assert found.rounded == 4 * 2 - 1 + 2 + 1
    assert found.roundings == ()  # 60 whichever way
    assert found.weights is not None
    # lamps 2/3, the other 1/2: 100 x (0.9 x 40 + 1.1 x 20) / (0.9 x 60 + 1.1 x 40) = 59.18…
    assert found.weights.totals == (Decimal("59.2"), Decimal("60.8"))
    assert found.weights.tiers == (None, "达标")
    assert found.weights.least == 1
    alone = [(one.what.text(), one.tier) for one in found.weights.alone]
    assert alone == [("“1 治安”减轻 10%", None), ("“2 组织”加重 10%", None)]
    assert [(one.what.text(), one.tier) for one in found.without] == [("E1“值班记录”", None)]
    assert [(one.what.text(), one.tier) for one in found.brought] == [
        ("2.2 缺计划 1 份", "先进")
    ]  # fmt: skip
    assert (found.pieces, found.lacking) == (1, 1)


def test_rounding_by_hand(tmp_path: Path) -> None:
    """41 of 61: 40.327… is 40.3, 40 or 41; with 20 it takes 60.3, so that only the last is too."""
    text = STANDARD.replace("total = 60", "total = 60.4")
    bundle = BUNDLE.replace("count = 2, of = 3", "count = 41, of = 61")
    found = robustness_of(loaded(tmp_path, text, bundle))
    said = {one.what.text(): one.tier for one in found.roundings}
    assert said == {"进一到 0 位小数": "达标", "进一到 1 位小数": "达标"}


def test_one_paragraph(tmp_path: Path) -> None:
    said = paragraph(robustness_of(loaded(tmp_path)))
    assert said.text() == (
        "现在的结论是达到“达标”。取舍另试了 10 种写法，结论都不变。"
        "2 个项目的权重各在 ±10% 以内任意变动，总分在 59.2 至 60.8 分之间，"
        "结论可能变成尚未达到任何等级，变动到 ±1% 起可能改变；"
        "单变一个项目就会的：“1 治安”减轻 10%、“2 组织”加重 10% → 尚未达到任何等级。"
        "采信的 1 件佐证，1 件少了就会改变：E1“值班记录” → 尚未达到任何等级。"
        "所缺的 1 项佐证，1 项补上一项就会改变：2.2 缺计划 1 份 → “先进”。"
    )
    assert not re.search(r"[\u4e00-\u9fff]{8,}", said.text("en"))


def test_pieces_are_listed_by_what_becomes_of_it_and_by_clause() -> None:
    """Some sixty pieces in three entries, each named once; those of one clause stand together."""
    folder = ROOT / "fixtures" / "civilized-community" / "example-biaobing"
    plan = standard_for(folder)
    found = robustness_of(civscore.assess(plan, civscore.load_bundle(folder, plan)))
    (title, entries), *others = lists(found)
    said = [one.text() for one in entries]
    assert title.text() == f"少了就会改变结论的佐证（{len(found.without)}）"
    assert not others
    assert [one.partition("，")[0] for one in said] == [
        "→ “先进”",
        "→ 尚未达到任何等级",
        "→ “达标”",
    ]
    assert "、2.1（E013、E014、E015）、" in said[0]
    listed = re.findall(r"E\d+", "".join(said))
    assert sorted(listed) == sorted(one.id for one in found.without)


# --- against the oracle and by brute force --------------------------------------------------------


@FEW
@given(st.data())
def test_other_roundings_come_to_what_the_oracle_says(data: st.DataObject) -> None:
    standard = data.draw(standards())
    facts = data.draw(recorded(standard, complete=True))
    proof = data.draw(proofs(standard))
    if is_beyond_single_numbers(standard, facts, AS_OF, PERIOD):
        return
    plan = plan_of(standard)
    found = assessed(plan, standard, facts, proof, AS_OF)
    tried = list(reroundings(plan))
    for scoring, other in data.draw(st.lists(st.sampled_from(tried), min_size=1, max_size=3)):
        now = judge_row(other, found.whole, found.bundle, AS_OF, found.row, found.admissions)
        told = {key: getattr(scoring, key) for key in ("decimals", "mode", "at", "compare")}
        asked = {**standard, "scoring": {**standard["scoring"], **told}}
        expected = score(asked, facts, proof.admission, AS_OF, PERIOD)
        assert now.tier == expected.tier, told
        assert Fraction(now.total.earned) == Fraction(expected.total.low), told


@FEW
@given(st.data())
def test_the_ends_of_a_band_are_the_ends(data: st.DataObject) -> None:
    """Every corner of the band lies between them, and the plan comes to the same quotient."""
    standard = data.draw(standards())
    plan = plan_of(standard)
    facts, proof = data.draw(recorded(standard)), data.draw(proofs(standard))
    found = assessed(plan, standard, facts, proof)
    shares = shares_of(plan, found.scores)
    if not 1 < len(shares) <= MOST_SECTIONS or plan.adjustments:
        return
    band = data.draw(st.sampled_from([Decimal("0.1"), Decimal("0.5"), Decimal("0.99")]))
    ends = [quotient(shares, one) for one in extremes(shares, band)]
    sides = (1 - Fraction(band), Fraction(1), 1 + Fraction(band))
    every = [quotient(shares, list(one)) for one in product(sides, repeat=len(shares))]
    assert (min(every), max(every)) == tuple(ends)
    multiples = data.draw(
        st.lists(st.sampled_from(sides), min_size=len(shares), max_size=len(shares))
    )
    one = judge_row(
        reweighed(plan, shares, multiples), found.whole, found.bundle, found.as_of, found.row,
        found.admissions,
    )  # fmt: skip
    if plan.whole.least is None and plan.whole.most is None and not _is_emptied(found):
        full = sum(share.full for share in shares)
        assert Fraction(*one.scores.base.exact[0]) == full * quotient(shares, multiples)
    assert one.total.full == found.total.full


def _is_emptied(found: civscore.Assessment) -> bool:
    return any(veto.effect.kind == "zero" for veto in found.vetoes)


def quotient(shares: Sequence[Share], multiples: Sequence[Fraction]) -> Fraction:
    """The share of the full points that are earned."""
    earned = sum(times * one.earned for times, one in zip(multiples, shares, strict=True))
    return Fraction(earned) / sum(
        times * one.full for times, one in zip(multiples, shares, strict=True)
    )


@pytest.mark.parametrize(
    "name", ["rule-of-law-community/example-shifan", "safe-community/example-anquan"]
)
def test_evidence_taken_away_for_real(name: str) -> None:
    folder = ROOT / "fixtures" / name
    plan = standard_for(folder)
    bundle = civscore.load_bundle(folder, plan)
    found = robustness_of(civscore.assess(plan, bundle))
    expected = {}
    for shown in bundle.pieces:
        rest = tuple(one for one in bundle.pieces if one is not shown)
        after = civscore.assess(plan, replaced(bundle, pieces=rest))
        if after.tier != found.tier:
            expected[shown.piece.id] = after.tier
    assert {one.what.text().partition("“")[0]: one.tier for one in found.without} == expected


# --- what users see -------------------------------------------------------------------------------


@pytest.fixture
def texts(tmp_path: Path) -> tuple[Path, Path]:
    """The standard and the bundle as files."""
    return write(tmp_path, "s.toml", STANDARD), write(tmp_path, "b.toml", BUNDLE)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_forms(form: str, language: str, texts: tuple[Path, Path], run: Run) -> None:
    ran = run("robustness", *texts, "--format", form, "--lang", language)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == run("robustness", *texts, "--format", form, "--lang", language).out
    if form == "json":
        data = json.loads(ran.out)
        assert data["schema"] == "civscore.robustness/1"
        assert data["weights"]["least_percent"] == 1
        assert data["brought"]["changing"][0]["tier"] == "先进"
    else:
        assert "E1" in ran.out


def test_a_wider_band_and_a_supposed_fact(texts: tuple[Path, Path], run: Run) -> None:
    data = json.loads(run("robustness", *texts, "--format", "json", "--band", "25%").out)
    assert (data["band"], data["weights"]["tier"]) == ("0.25", [None, "达标"])
    ran = run("robustness", *texts, "--set", "plan=false")
    assert "假设：plan = false" in ran.out


def test_the_page_says_it_where_it_is_asked_to(
    texts: tuple[Path, Path], run: Run, tmp_path: Path
) -> None:
    page = tmp_path / "r.html"
    assert run("report", *texts, "-o", page).status == 0
    assert "结论稳不稳" not in page.read_text("utf-8")
    assert run("report", *texts, "-o", page, "--band", "10%").status == 0
    said = paragraph(robustness_of(loaded(tmp_path))).text()
    assert f"<h3>结论稳不稳</h3>\n<p>{said}</p>" in page.read_text("utf-8")
    ran = run("report", *texts, "-o", tmp_path / "r.xlsx", "--band", "10%")
    assert (ran.status, (tmp_path / "r.xlsx").exists()) == (2, False)


@pytest.mark.parametrize("band", ["0", "0%", "100%", "1", "-5%", "许多", "NaN"])
def test_a_band_is_a_share(band: str, texts: tuple[Path, Path], run: Run) -> None:
    ran = run("robustness", *texts, "--band", band)
    assert (ran.status, ran.out) == (2, "")


def test_weights_do_not_come_up(tmp_path: Path) -> None:
    """A tier without a total hangs on no weight; neither does a standard of one section."""
    text = STANDARD.replace(
        'total = 60 }, { id = "先进", total = 80', 'criteria = { "2.1" = "met" }'
    )
    found = robustness_of(loaded(tmp_path, text))
    assert (found.tier, found.weights) == ("达标", None)
    assert "权重" not in paragraph(found).text()
