"""Draws: the same for everybody, fair, and written as a form that loads back."""

import re
import subprocess
from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from texts import STANDARD, Run, changed, spoken, standard_in, write

import civscore
from civscore.evidence.frames import Frame, drawn_facts
from civscore.evidence.model import FrameUnit
from civscore.starting.draws import Lot, _stratum, allotted, draw

QUICKLY: Final = settings(max_examples=200, deadline=None, database=None, derandomize=True)

HEAD: Final = """
[bundle]
standard = "smallest@2026"
as_of = 2026-06-30
[community]
id = "x"
name = "示例社区"
[period]
from = 2025-07-01
until = 2026-06-30
"""
ROADS: Final = changed(
    STANDARD, 'fewer = "all"', 'fewer = "all"\nstrata = ["老", "新"]\nspares = 1'
)


def frame_of(*units: tuple[str, str]) -> Frame:
    """A frame of units, each with its stratum."""
    return Frame(tuple(FrameUnit(id=one, stratum=stratum) for one, stratum in units))


def fact_of(folder: Path, text: str = STANDARD, name: str = "roads") -> Any:
    """What a standard says of a draw."""
    return drawn_facts(standard_in(folder, text))[name]


# --- the rule, worked out again -------------------------------------------------------------------


def lots_by_hand(seed: str, name: str, ids: list[str]) -> list[str]:
    """Ids in the order of their lots, as the form tells people to work it out."""
    digest = sha256("".join(f"{one}\n" for one in ids).encode()).hexdigest()
    lots = {one: sha256(f"{seed}|{name}|{digest}|{one}".encode()).hexdigest() for one in ids}
    return sorted(ids, key=lots.__getitem__)


@QUICKLY
@given(
    ids=st.lists(st.text("甲乙丙ab1-", min_size=1, max_size=4), unique=True, max_size=12),
    seed=st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8),
)
def test_the_smallest_lots_are_drawn(
    ids: list[str], seed: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    fact = fact_of(tmp_path_factory.mktemp("f"))
    drawn = draw("roads", fact, frame_of(*((one, "") for one in ids)), seed)
    order = lots_by_hand(seed, "roads", ids)
    found = [[lot.unit.id for lot in getattr(one, key)] for one in drawn.strata for key in KEYS]
    assert found == ([order[:3], order[3:6]] if ids else [])
    assert drawn.is_short == (len(ids) < 3)


KEYS: Final = ("drawn", "spares")


def test_a_draw_worked_out_in_a_shell(tmp_path: Path) -> None:
    """With nothing but sha256sum and sort, once: whoever draws again gets the same."""
    frame = frame_of(*((f"{one}-{two}", "") for one in range(1, 5) for two in (1, 2)))
    found = draw("roads", fact_of(tmp_path), frame, "七星彩 2026072")
    assert frame.digest == "c7f27e4a36a1e74c60d60016ce1d0f2fe0919ff6fdc08d89f0136436292be58d"
    shown = [lot.unit.id for key in KEYS for lot in getattr(found.strata[0], key)]
    assert shown == ["1-2", "4-2", "4-1", "3-2", "2-1", "2-2"]


@QUICKLY
@given(sizes=st.lists(st.integers(1, 50), min_size=1, max_size=6), number=st.integers(0, 60))
def test_shares_by_largest_remainder(sizes: list[int], number: int) -> None:
    given_out = allotted(number, sizes)
    number = min(number, sum(sizes))
    due = [Fraction(number * size, sum(sizes)) for size in sizes]
    assert sum(given_out) == number
    assert all(int(one) <= got <= int(one) + 1 for one, got in zip(due, given_out, strict=True))
    assert all(got <= size for got, size in zip(given_out, sizes, strict=True))
    more = [one % 1 for one, got in zip(due, given_out, strict=True) if got > int(one)]
    less = [one % 1 for one, got in zip(due, given_out, strict=True) if got == int(one)]
    assert not more or not less or min(more) >= max(less)


@QUICKLY
@given(size=st.integers(1, 40), number=st.integers(1, 40))
def test_at_even_distances_each_is_as_likely(size: int, number: int) -> None:
    """Over all the units that may have the smallest lot, each is drawn equally often."""
    number = min(size, number)
    fact: Any = Spread()
    often: Counter[str] = Counter()
    for first in range(size):
        lots = [lot_of(one, "0" if one == first else f"{one + 1:03}") for one in range(size)]
        drawn = [int(lot.unit.id) for lot in _stratum("", lots, number, fact).drawn]
        assert drawn[0] == first
        assert len(set(drawn)) == number
        steps = {(b - a) % size for a, b in zip(drawn, [*drawn[1:], drawn[0]], strict=True)}
        assert number == 1 or steps <= {size // number, -(-size // number)}
        often.update(map(str, drawn))
    assert set(often.values()) == {number}


class Spread:
    """As much of a fact as a stratum looks at."""

    spread, spares = True, 0


def lot_of(number: int, digest: str) -> Lot:
    return Lot(FrameUnit(id=str(number)), "", digest, "")


def test_strata_and_replacements(tmp_path: Path) -> None:
    """Four old and eight new ones, three drawn: one and two, with a replacement for each."""
    frame = frame_of(*((str(n), "老" if n % 3 == 0 else "新") for n in range(12)))
    found = draw("roads", fact_of(tmp_path, ROADS), frame, "s")
    assert {one.name: (one.size, len(one.drawn), len(one.spares)) for one in found.strata} == {
        "老": (4, 1, 1),
        "新": (8, 2, 1),
    }
    assert all(lot.unit.stratum == one.name for one in found.strata for lot in one.drawn)


# --- frames ---------------------------------------------------------------------------------------

IDS: Final = [f"{one}-{two}" for one in range(1, 6) for two in (1, 2)]
LISTED: Final = "[frames]\nroads = [" + ", ".join(f'"{one}"' for one in IDS) + "]\n"
TABLED: Final = "编号,名称\n" + "".join(f"{one},{one} 号\n" for one in IDS)


def bundle_of(folder: Path, frames: str, **files: bytes | str) -> Path:
    """A bundle with frames, and files in its folder “抽样”."""
    (folder / "抽样").mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        write(folder / "抽样", name.replace("_", "."), content)
    return write(folder, "bundle.toml", HEAD + frames)


def test_a_frame_is_the_same_wherever_it_is_written(tmp_path: Path) -> None:
    plan = standard_in(tmp_path)
    filed = '[frames]\nroads = "抽样/a.csv"\n'
    texts = (LISTED, filed, filed)
    contents: tuple[bytes | str, ...] = (
        "",
        TABLED.encode("gbk"),
        "\ufeff" + TABLED.replace("\n", "\r\n") + ",\r\n",
    )
    digests = {
        civscore.load_bundle(bundle_of(tmp_path / str(n), text, a_csv=content), plan)
        .frames["roads"]
        .digest
        for n, (text, content) in enumerate(zip(texts, contents, strict=True))
    }
    assert digests == {sha256("".join(f"{one}\n" for one in IDS).encode()).hexdigest()}


FAULTY: Final[Mapping[str, tuple[str, str, list[str]]]] = {
    "unknown-frame": ('[frames]\nroad = ["a"]', "", ["unknown-frame 12:1"]),
    "unit-repeated": ('[frames]\nroads = ["a", "b", "a"]', "", ["unit-repeated 12:20"]),
    "in the file": ('[frames]\nroads = "抽样/a.csv"', "id\na\nb\n\na\n", ["unit-repeated 5:1"]),
    "frame-without-id": ('[frames]\nroads = "抽样/a.csv"', "号\na\n", ["frame-without-id 2:1"]),
    "stratum-missing": ('[frames]\nroads = ["a"]', "", ["stratum-missing 12:10"]),
    "unknown-stratum": (
        '[frames]\nroads = [{ id = "a", stratum = "旧" }]', "", ["unknown-stratum 12:32"],
    ),
    "not-found": ('[frames]\nroads = "抽样/b.csv"', "", ["not-found 12:9"]),
    "path-outside": ('[frames]\nroads = "../b.csv"', "", ["path-outside 12:9"]),
    "table-broken": ('[frames]\nroads = "抽样/a.csv"', '"', ["table-broken 0:0"]),
    "table-too-long": (
        '[frames]\nroads = "抽样/a.csv"', "1\n" * 100_002, ["table-too-long 100002:1"],
    ),
    "of another type": ("[frames]\nroads = 5", "", ["wrong-type 12:9"]),
    "without an id": ('[frames]\nroads = [{ name = "a" }]', "", ["missing-key 12:10"]),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTY)
def test_faults_of_frames(name: str, tmp_path: Path) -> None:
    frames, content, expected = FAULTY[name]
    text = ROADS if "stratum" in name else STANDARD
    bundle = bundle_of(tmp_path / "b", frames, a_csv=content)
    with pytest.raises(civscore.Faulty) as faulty:
        civscore.load_bundle(bundle, standard_in(tmp_path, text))
    assert list(spoken(faulty.value.diagnostics)) == expected


# --- the command ----------------------------------------------------------------------------------


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A bundle with a frame for roads, and one for a survey."""
    frames = LISTED + "poll = [" + ", ".join(f'"{n:03}"' for n in range(80)) + "]\n"
    bundle_of(tmp_path / "b", frames)
    return tmp_path / "b"


def test_frames_first_then_the_seed(place: Path, standard: Path, run: Run) -> None:
    shown = run("sample", standard, place)
    assert (shown.status, shown.err) == (0, "")
    assert len(re.findall(r"\b[0-9a-f]{64}\b", shown.out)) == 2
    drawn = run("sample", standard, place, "--seed", "a b")
    assert drawn.out == run("sample", standard, place, "--seed", "a b").out
    assert drawn.out != run("sample", standard, place, "--seed", "a c").out


def test_what_it_says_to_check_it_with_is_true(place: Path, standard: Path, run: Run) -> None:
    """The very commands that are shown, run in a shell."""
    out = run("sample", standard, place, "--seed", "it's 五 $HOME").out
    lines = out.splitlines()
    tried = 0
    for command, result in pairwise(lines):
        if command.strip().startswith("printf"):
            ran = subprocess.run(["/bin/sh", "-c", command], capture_output=True, check=True)
            assert ran.stdout.decode().split()[0] == result.split()[-1]
            tried += 1
    assert tried == 2


WRONG: Final = {
    "a form without a seed": ["-o", "a.csv"],
    "no seed to see": ["--seed", " "],
    "a seed of two lines": ["--seed", "a\nb"],
    "another ending": ["--seed", "a", "-o", "a.docx"],
}


@pytest.mark.parametrize("options", WRONG.values(), ids=WRONG)
def test_wrong_usage(options: list[str], place: Path, standard: Path, run: Run) -> None:
    ran = run("sample", standard, place, *options)
    assert (ran.status, ran.out) == (2, "")


def test_without_frames(tmp_path: Path, standard: Path, run: Run) -> None:
    bundle = bundle_of(tmp_path / "b", "")
    ran = run("sample", standard, bundle, "--seed", "a")
    assert ran.status == 1
    assert "[no-frames]" in ran.err


def test_a_standard_that_draws_nothing(tmp_path: Path, run: Run) -> None:
    bundle = write(tmp_path, "b.toml", HEAD.replace("smallest@2026", "quality-community"))
    ran = run("sample", "quality-community", bundle)
    assert "[nothing-drawn]" in ran.err


def test_a_frame_that_is_too_small(tmp_path: Path, standard: Path, run: Run) -> None:
    """All are drawn, which is said; the form then says how many there are."""
    place = bundle_of(tmp_path / "b", '[frames]\nroads = ["东路", "西路"]\n').parent
    form = place / "抽样" / "form.csv"
    ran = run("sample", standard, place, "--seed", "a", "-o", form)
    assert "抽样框只有 2" in ran.out
    text = form.read_text("utf-8-sig")
    head, *lines = text.splitlines()
    columns = head.split(",")
    filled = [line.split(",") for line in lines]
    for line in filled[:2]:
        for number, name in enumerate(columns):
            if name.startswith("roads."):
                line[number] = "是"
    write(place / "抽样", "form.csv", "\n".join(",".join(one) for one in [columns, *filled]))
    value = with_forms(place, "form.csv").records["roads"].value
    assert (value.due, value.passing, value.failing) == (2, 2, 0)


def with_forms(place: Path, *names: str) -> civscore.Bundle:
    """The bundle once it names these forms."""
    listed = ", ".join(f'"抽样/{name}"' for name in names)
    text = (place / "bundle.toml").read_text("utf-8")
    text = text.replace("as_of", f"forms = [{listed}]\nas_of", 1)
    return civscore.load_bundle(write(place, "bundle.toml", text), standard_in(place.parent))


# --- forms that load back -------------------------------------------------------------------------

FACTS: Final = """
[facts]
roads = [
  { unit = "%s", even = true, tidy = true },
  { unit = "%s", even = true, tidy = false, words = "有堆物" },
]
poll = { issued = 60, yes = 50, no = 4 }
"""


def drawn_ids(standard: Path, place: Path) -> list[str]:
    """The roads that the seed draws."""
    plan = civscore.load_standard(standard)
    frame = civscore.load_bundle(place, plan).frames["roads"]
    found = draw("roads", drawn_facts(plan)["roads"], frame, "a")
    return [lot.unit.id for lot in found.strata[0].drawn]


def fill_workbook(form: Path) -> None:
    """As two units were looked at, and the answers counted."""
    book = openpyxl.load_workbook(form)
    roads, totals = book.worksheets[1], book.worksheets[3]
    for row, ticks in ((5, ("√", "是", None)), (6, ("对", "×", "有堆物"))):
        for column, tick in enumerate(ticks, 6):
            roads.cell(row, column).value = tick
    for row, number in ((5, 60), (6, "五十"), (7, "４")):
        totals.cell(row, 3).value = number
    book.save(form)


def fill_csv(form: Path) -> None:
    head, *lines = [line.split(",") for line in form.read_text("utf-8-sig").splitlines()]
    at = {name.split(" ")[0]: number for number, name in enumerate(head)}
    for line, ticks in zip(lines, (("√", "是", ""), ("对", "×", "有堆物")), strict=False):
        line[at["roads.even"]], line[at["roads.tidy"]], line[at["不合格的情形"]] = ticks
    for line in lines:
        counted = {"issued": "60", "yes": " 50 份", "no": "４"}.get(line[at["编号"]])
        line[at["份数"]] = counted or line[at["份数"]]
    form.write_text("\n".join(",".join(one) for one in [head, *lines]), "gbk")


@pytest.mark.parametrize(("name", "fill"), [("f.xlsx", fill_workbook), ("f.csv", fill_csv)])
def test_a_filled_form_is_the_fact(
    name: str, fill: Any, place: Path, standard: Path, run: Run
) -> None:
    form = place / "抽样" / name
    assert run("sample", standard, place, "--seed", "a", "-o", form).status == 0
    fill(form)
    before = form.read_bytes()
    first, second, _ = drawn_ids(standard, place)
    expected = bundle_of(place.parent / "c", FACTS % (first, second))
    plan = standard_in(place.parent)
    assert with_forms(place, name).records == civscore.load_bundle(expected, plan).records
    assert form.read_bytes() == before


@pytest.mark.parametrize("name", ["f.xlsx", "f.csv"])
def test_an_empty_form_says_nothing(name: str, place: Path, standard: Path, run: Run) -> None:
    for language in ("zh", "en"):
        form = place / "抽样" / name
        assert run("sample", standard, place, "--seed", "a", "-o", form, "--lang", language)
    assert with_forms(place, name).records == {}


NUMBERS: Final = "数据项,编号,抽中或候补,份数\n"

FORMS: Final = {
    "not-a-form": ("f.csv", "甲,乙\n1,2\n", ["not-a-form 4:10"]),
    "no such ending": ("f.txt", "x", ["not-a-form 4:10"]),
    "no such file": ("", "", ["not-found 4:10"]),
    "no workbook": ("f.xlsx", "x", ["ledger-broken 0:0"]),
    "recorded-twice": (
        "f.csv",
        f"{NUMBERS}poll,issued,汇总,60\npoll,yes,汇总,50\npoll,no,汇总,4\n",
        ["recorded-twice 2:4"],
    ),
    "wrong-cell": (
        "f.csv", "数据项,编号,roads.even 平整\nroads,a,还行\n", ["wrong-cell 2:3"],
    ),
    "too many": (
        "f.csv", "数据项,编号,roads.even 平整\n" + "".join(f"roads,{n},是\n" for n in range(4)),
        ["sample-too-large 2:1"],
    ),
    "unknown-fact": ("f.csv", f"{NUMBERS}polls,yes,汇总,1\n", ["unknown-fact 2:4"]),
}  # fmt: skip


@pytest.mark.parametrize("case", FORMS)
def test_faults_of_forms(case: str, tmp_path: Path) -> None:
    name, content, expected = FORMS[case]
    facts = (
        "[facts]\npoll = { issued = 60, yes = 50, no = 4 }\n" if case == "recorded-twice" else ""
    )
    bundle_of(tmp_path / "b", facts, **({name.replace(".", "_"): content} if name else {}))
    with pytest.raises(civscore.Faulty) as faulty:
        with_forms(tmp_path / "b", name or "none.csv")
    assert list(spoken(faulty.value.diagnostics)) == expected


def test_a_form_carries_no_formula(tmp_path: Path, standard: Path, run: Run) -> None:
    """Whatever a unit, a stratum or a seed is called."""
    frames = '[frames]\nroads = [{ id = "=1+1", name = "@x", stratum = "+2" }, "-3", "\'=4"]\n'
    place = bundle_of(tmp_path / "b", frames).parent
    for name in ("f.xlsx", "f.csv"):
        assert run("sample", standard, place, "--seed", "=5", "-o", place / name).status == 0
    book = openpyxl.load_workbook(place / "f.xlsx")
    assert not any(c.data_type == "f" for sheet in book for row in sheet.iter_rows() for c in row)
    cells = re.findall(r"(?:^|,)([^,\n]*)", (place / "f.csv").read_text("utf-8-sig"))
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)


CODES: Final = frozenset(
    one.partition(" ")[0]
    for expected in (*(case[2] for case in FAULTY.values()), *(case[2] for case in FORMS.values()))
    for one in expected
) | {"no-frames", "nothing-drawn"}
"""Codes whose cases are here."""
