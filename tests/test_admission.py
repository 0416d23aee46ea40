"""Evidence, piece by piece and period by period: what counts, and what it does to points."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pytest
from strategies import toml_value
from texts import Case, bundle_in, mark, read_cases, standard_in, write

import civscore

AS_OF: Final = date(2026, 6, 30)

STANDARD: Final = """
[standard]
id = "shown"
edition = "1"
title = "佐证"
issuer = "示例"
effective = { from = 2026-01-01 }
text = "official"
source = "示例"
full = 20

[scoring]
not_applicable = "zero"
decimals = 2
mode = "half_up"
at = "criterion"
compare = "exact"

[facts.plan]
kind = "flag"
title = "有计划"

[facts.homes]
kind = "register"
title = "困难家庭"
unit = "户"
fields = { visited = { kind = "date", title = "走访日期" } }

[[section]]
id = "1"
title = "佐证"

[[section.criterion]]
id = "1.1"
title = "要看佐证"
full = 10
all_of = ["plan"]
evidence = EVIDENCE

[[section.criterion]]
id = "1.2"
title = "不看佐证"
full = 10
all_of = ["plan"]

[[veto]]
id = "V1"
title = "没有计划"
when = "not plan"
CERTIFICATE

[[tier]]
id = "达标"
total = 20
"""


def bundle_text(
    pieces: list[Any], *, period: Any = None, plan: str = "true", homes: Any = None
) -> str:
    """A bundle with these pieces."""
    lines = ["[community]", 'id = "x"', 'name = "示例社区"', f"[facts]\nplan = {plan}"]
    lines += [] if homes is None else [f"homes = {toml_value(homes)}"]
    if period is not None:
        lines += ["[period]", *(f"{key} = {toml_value(day)}" for key, day in period.items())]
    for piece in pieces:
        whole = {"title": "一份", "for": ["1.1"], "file": "a.txt", **piece}
        lines += ["[[evidence]]", *(f"{key} = {toml_value(one)}" for key, one in whole.items())]
    return "\n".join(lines)


def assessed(folder: Path, evidence: str, text: str, day: date = AS_OF) -> civscore.Assessment:
    """The judgement where evidence (or a whole certificate line) is asked for."""
    is_certificate = evidence.startswith("certificate")
    asked = STANDARD.replace("EVIDENCE", "[]" if is_certificate else evidence)
    asked = asked.replace("CERTIFICATE", evidence if is_certificate else "")
    write(folder, "a.txt", "abc")
    write(folder, "b.txt", "b")
    plan = standard_in(folder, asked)
    return civscore.assess(plan, bundle_in(folder, plan, text), as_of=day)


CASES: Final = [
    pytest.param(case, id=case["name"], marks=mark(case))
    for case in read_cases("admission.toml")["case"]
]
SOUND: Final = [parameter for parameter in CASES if not parameter.marks]


def asked(case: Case) -> str:
    """The requirements, and whether several methods are all needed."""
    methods = f'\nmethods = "{case["methods"]}"' if "methods" in case else ""
    return f"{toml_value(case['evidence'])}{methods}"


def by_requirement(case: Case, key: str) -> list[Any]:
    """A list for each requirement; with one requirement it is written flat."""
    written = case[key]
    return [written] if len(case["evidence"]) == 1 else written


@pytest.mark.parametrize("case", CASES)
def test_case(case: Case, tmp_path: Path) -> None:
    text = bundle_text(case["pieces"], period=case.get("period"), homes=case.get("homes"))
    day = case.get("as_of", AS_OF)
    found = assessed(tmp_path, asked(case), text, day).criteria[0]
    outcomes = found.admission.outcomes
    assert [list(one.admitted) for one in outcomes] == by_requirement(case, "admitted")
    assert [[piece for piece, _ in one.refused] for one in outcomes] == by_requirement(
        case, "refused"
    )
    assert [one.is_met for one in outcomes] == by_requirement(case, "met")
    if "lacking" in case:
        assert [str(one.lacking) for one in found.admission.lacking] == [case["lacking"]]
    assert found.admission.state == case["state"]
    if case["state"] == "not_applicable":
        assert found.outcome == "not_applicable"
        return
    part = {"admitted": "earned", "unproven": "unproven", "zero": "lost"}[case["state"]]
    assert getattr(found.split, part) == found.split.full == Decimal(10)


@pytest.mark.parametrize("case", SOUND)
def test_what_is_lacking_is_said_in_both_languages(case: Case, tmp_path: Path) -> None:
    text = bundle_text(case["pieces"], period=case.get("period"), homes=case.get("homes"))
    day = case.get("as_of", AS_OF)
    found = assessed(tmp_path, asked(case), text, day).criteria[0]
    for outcome in found.admission.lacking:
        assert outcome.lacking is not None
        for sentence in (outcome.lacking, *(because for _, because in outcome.refused)):
            assert sentence.text("zh") in found.because.text("zh")
            assert sentence.text("en") in found.because.text("en")


@pytest.mark.parametrize(
    ("missing", "named"),
    [
        ({2025: [7, 8]}, ("2025年7月", "2025年8月")),
        ({2025: [12], 2026: [1]}, ("2025年12月", "2026年1月")),
        ({2026: [3]}, ("2026年3月",)),
    ],
)
def test_missing_months_are_named(
    missing: dict[int, list[int]], named: tuple[str, ...], tmp_path: Path
) -> None:
    months = [(2025, month) for month in range(7, 13)] + [(2026, month) for month in range(1, 7)]
    pieces = [
        {"id": f"E{year}{month}", "kind": "photo", "date": date(year, month, 15)}
        for year, month in months
        if month not in missing.get(year, ())
    ]
    period = {"from": date(2025, 7, 1), "until": AS_OF}
    found = assessed(
        tmp_path, '[{ kind = "photo", per = "month" }]', bundle_text(pieces, period=period)
    )
    (outcome,) = found.criteria[0].admission.outcomes
    said = outcome.lacking.text("zh").replace(" ", "") if outcome.lacking else ""
    assert all(name in said for name in named)


# --- vetoes and what is earned already ------------------------------------------------------------

CERTIFICATE: Final = 'certificate = { issuer = "派出所", within = "6m" }'


@pytest.mark.parametrize(
    ("plan", "pieces", "status"),
    [
        ("true", [{}], "clear"),
        ("true", [], "unknown"),
        ("true", [{"issuer": "居委会"}], "unknown"),
        ("true", [{"date": date(2025, 12, 29)}], "unknown"),
        ("true", [{"for": ["1.1"]}], "unknown"),
        ("false", [{}], "triggered"),
        ("false", [], "triggered"),
    ],
)
def test_certificate_of_a_veto(
    plan: str, pieces: list[dict[str, Any]], status: str, tmp_path: Path
) -> None:
    whole = {"kind": "certificate", "issuer": "派出所", "date": AS_OF, "for": ["V1"]}
    shown = [{"id": f"E{n}", **whole, **piece} for n, piece in enumerate(pieces)]
    (veto,) = assessed(tmp_path, CERTIFICATE, bundle_text(shown, plan=plan)).vetoes
    assert veto.status == status


@pytest.mark.parametrize("absent", ["zero", "unproven", "warn"])
def test_evidence_gives_no_points_to_what_is_not_there(absent: str, tmp_path: Path) -> None:
    asked = f'[{{ kind = "photo", absent = "{absent}" }}]'
    shown = [{"id": "E1", "kind": "photo"}]
    for pieces in (shown, []):
        found = assessed(tmp_path, asked, bundle_text(pieces, plan="false")).criteria[0]
        assert found.split.lost == found.split.full
        assert found.outcome == "not_met"
