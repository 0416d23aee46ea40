"""What is recorded: intervals, reasons, files that stay in the folder, order, and better facts."""

from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pytest
from hypothesis import HealthCheck, settings
from strategies import toml_table
from texts import (
    BUNDLE,
    bundle_in,
    changed,
    found_in_bundle,
    spoken,
    standard_in,
    write,
)

import civscore

FAST: Final = settings(
    max_examples=60,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)

ONE: Final = """
[standard]
id = "one"
edition = "1"
title = "一条"
issuer = "示例"
effective = { from = 2026-01-01 }
text = "official"
source = "示例"
full = 10

[scoring]
decimals = 2
mode = "half_up"
at = "criterion"
compare = "exact"

[facts.it]
title = "数"
FACT

[[section]]
id = "1"
title = "一"

[[section.criterion]]
id = "1.1"
title = "一"
full = 10
MECHANISM

[[tier]]
id = "达标"
total = 10
"""


def one_criterion(fact: str, mechanism: str) -> civscore.Plan:
    """A standard of one criterion over one fact."""
    with TemporaryDirectory() as folder:
        text = ONE.replace("FACT", fact.replace("; ", "\n")).replace("MECHANISM", mechanism)
        return standard_in(Path(folder), text)


def points(plan: civscore.Plan, recorded: str) -> tuple[Decimal, Decimal, Decimal]:
    """Earned, unproven and lost for a recorded value (nothing recorded for "")."""
    with TemporaryDirectory() as folder:
        facts = f"[facts]\nit = {recorded}" if recorded else ""
        head = '[bundle]\nas_of = 2026-06-30\n[community]\nid = "x"\nname = "示例"\n'
        total = civscore.assess(plan, bundle_in(Path(folder), plan, head + facts)).total
    return total.earned, total.unproven, total.lost


# --- intervals ------------------------------------------------------------------------------------

COUNT: Final = 'kind = "count"; range = [0, 20]'
RATE: Final = 'kind = "rate"; of = "人"; if_none = "unproven"'
JUDGED: Final = 'kind = "judged"; range = [0, 10]'
GIVEN: Final = 'judged = { value = "it" }'
FOUR: Final = 'all_of = ["it >= 4"]'
BANDS: Final = (
    'banded = { value = "it", bands = [{ from = 4, points = 6 }, { from = 8, points = 10 }] }'
)
LINE: Final = 'proportional = { value = "it", to = 10 }'
SHARE: Final = 'all_of = ["it >= 98%"]'
DROP: Final = (
    'stepped = { value = "it", above = 2, step = 1, each = 2, started = "full", floor = 0 }'
)

INTERVALS: Final = [
    (COUNT, FOUR, "4", (10, 0, 0)),
    (COUNT, FOUR, "3", (0, 0, 10)),
    (COUNT, FOUR, "", (0, 10, 0)),
    (COUNT, FOUR, "{ at_least = 4 }", (10, 0, 0)),
    (COUNT, FOUR, "{ at_least = 3 }", (0, 10, 0)),
    (COUNT, FOUR, "{ at_most = 4 }", (0, 10, 0)),
    (COUNT, FOUR, "{ at_most = 3 }", (0, 0, 10)),
    (COUNT, FOUR, "{ at_least = 4, at_most = 4 }", (10, 0, 0)),
    (COUNT, BANDS, "{ at_least = 4 }", (6, 4, 0)),
    (COUNT, BANDS, "{ at_least = 4, at_most = 7 }", (6, 0, 4)),
    (COUNT, BANDS, "{ at_most = 7 }", (0, 6, 4)),
    (COUNT, BANDS, "{ at_least = 3, at_most = 8 }", (0, 10, 0)),
    (COUNT, LINE, "{ at_least = 2, at_most = 5 }", (2, 3, 5)),
    (COUNT, LINE, "{ at_least = 12 }", (10, 0, 0)),
    (COUNT, DROP, "{ at_most = 4 }", (6, 4, 0)),
    (COUNT, DROP, "{ at_least = 4 }", (0, 6, 4)),
    (RATE, SHARE, "{ count = 98, of = 100 }", (10, 0, 0)),
    (RATE, SHARE, "{ count = 979, of = 1000 }", (0, 0, 10)),
    (RATE, SHARE, "{ count = 0, of = 0 }", (0, 10, 0)),
    (RATE, SHARE, '{ stated = "98%" }', (0, 10, 0)),
    (RATE, SHARE, '{ stated = "98.5%" }', (10, 0, 0)),
    (RATE, SHARE, '{ stated = "97%" }', (0, 10, 0)),
    (RATE, SHARE, '{ stated = "97.0%" }', (0, 0, 10)),
    (RATE, SHARE, '{ at_least = "98%" }', (10, 0, 0)),
    (RATE, SHARE, '{ at_least = "97%" }', (0, 10, 0)),
    (RATE, SHARE, '{ at_most = "97%" }', (0, 0, 10)),
    (JUDGED, GIVEN, "", (0, 10, 0)),
    (JUDGED, GIVEN, "{ at_least = 6 }", (6, 4, 0)),
]  # fmt: skip


@pytest.mark.parametrize(("fact", "mechanism", "recorded", "expected"), INTERVALS)
def test_interval(fact: str, mechanism: str, recorded: str, expected: tuple[int, int, int]) -> None:
    assert points(one_criterion(fact, mechanism), recorded) == tuple(map(Decimal, expected))


# --- what is beside a value -----------------------------------------------------------------------


def test_unknown_fact_is_refused_with_its_key(tmp_path: Path) -> None:
    found = found_in_bundle(tmp_path, changed(BUNDLE, "lectures = 4", "lecture = 4"))
    assert spoken(found) == ("unknown-fact 16:1",)


@pytest.mark.parametrize(
    ("recorded", "codes"),
    [
        ("hall = 4", []),
        ("hall = 3", ["reason-missing"]),
        ("hall = { value = 4 }", []),
        ("hall = { value = 3 }", ["reason-missing"]),
        ('hall = { value = 3, reason = "缺签到" }', []),
        ('hall = { value = 3, reason = "" }', ["reason-missing"]),
        ('hall = { value = { at_least = 3 }, reason = "" }', []),
        ('hall = { value = { at_most = 3 }, reason = "未评完" }', []),
        ("hall = { value = 3, reason = 3 }", ["wrong-type"]),
        ('hall = { value = 3, reason = " " }', ["reason-missing"]),
    ],
)  # fmt: skip
def test_reason_below_the_maximum(recorded: str, codes: list[str], tmp_path: Path) -> None:
    found = found_in_bundle(tmp_path, changed(BUNDLE, "hall = 4", recorded))
    assert [one.code for one in found] == codes


def test_source_and_assessor_are_the_bundles_unless_said(tmp_path: Path) -> None:
    plan = standard_in(tmp_path)
    text = changed(BUNDLE, "plan = true", 'plan = { value = true, source = "文件", reason = "注" }')
    records = bundle_in(tmp_path, plan, text).records
    assert (records["plan"].source, records["plan"].reason) == ("文件", "注")
    assert (records["area"].source, records["area"].assessor) == ("台账", "")


# --- files stay in the folder ---------------------------------------------------------------------

OUTSIDE: Final = [
    "../x.txt", "a/../../x.txt", "a/../x.txt", "/etc/passwd", "//server/x", "\\\\server\\share\\x",
    "\\x.txt", "..\\x.txt", "a\\..\\..\\x.txt", "C:\\x.txt", "C:x.txt", "a:b", "c:/x.txt",
    "a\u0000b", "//?/C:/x.txt",
]  # fmt: skip


def with_file(name: str) -> str:
    """The bundle with another file for its first piece."""
    first, found, rest = BUNDLE.partition('file = "bundle.toml"')
    assert found
    quoted = toml_table("", {"file": name}).strip()
    return first + quoted + rest


@pytest.mark.parametrize("name", OUTSIDE)
def test_file_outside_the_folder(name: str, tmp_path: Path) -> None:
    write(tmp_path, "x.txt", "x")
    folder = tmp_path / "a"
    folder.mkdir()
    found = found_in_bundle(folder, with_file(name), standard_in(tmp_path))
    assert spoken(found) == ("path-outside 39:8",)


def admitted(folder: Path, name: str) -> list[str]:
    """Pieces that count for the first criterion."""
    plan = standard_in(folder)
    found = civscore.assess(plan, bundle_in(folder, plan, with_file(name)))
    return list(found.criteria[0].admission.outcomes[0].admitted)


@pytest.mark.parametrize("name", ["a b.txt", "佐证/照片.txt", "./x.txt", "..x", "a..b/c", "-"])
def test_file_inside_the_folder(name: str, tmp_path: Path) -> None:
    place = tmp_path / name
    place.parent.mkdir(exist_ok=True)
    place.write_text("x")
    assert admitted(tmp_path, name) == ["E1"]


def link(place: Path, to: Path) -> None:
    """A symbolic link, where the system has them."""
    try:
        place.symlink_to(to)
    except OSError:
        pytest.skip("no symbolic links here")


@pytest.mark.parametrize("target", ["x.txt", ".", ".."])
def test_symbolic_link_out_of_the_folder(target: str, tmp_path: Path) -> None:
    write(tmp_path, "x.txt", "x")
    folder = tmp_path / "a"
    folder.mkdir()
    link(folder / "out", tmp_path / target)
    name = "out" if target == "x.txt" else "out/x.txt"
    found = found_in_bundle(folder, with_file(name), standard_in(tmp_path))
    assert spoken(found) == ("path-outside 39:8",)


def test_symbolic_links_that_stay(tmp_path: Path) -> None:
    write(tmp_path, "x.txt", "x")
    link(tmp_path / "y.txt", Path("x.txt"))
    assert admitted(tmp_path, "y.txt") == ["E1"]
    link(tmp_path / "circle", Path("circle"))
    codes = {one.code for one in found_in_bundle(tmp_path, with_file("circle"))}
    assert codes <= {"path-outside"}


def test_folder_that_is_itself_a_link(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    folder.mkdir()
    link(tmp_path / "b", folder)
    assert admitted(tmp_path / "b", "bundle.toml") == ["E1"]
