"""Tables too long for memory: read, judged and written part by part, as if row by row."""

import csv
import subprocess
import sys
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from io import StringIO
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import AS_OF, standard_toml
from test_batch import shown
from test_cohorts import RANKED, standard_in
from test_columns import CRITERIA, FACTS, plan_of, shaken, tables
from texts import Run, write

import civscore
from civscore.cohorts import groups, ids, overlap, parts, streams
from civscore.cohorts.arrows import Strings, texts_of
from civscore.cohorts.files import read_table
from civscore.cohorts.journal import Outcome
from civscore.cohorts.judging import judge_table
from civscore.cohorts.outcomes import Settings, outcome_of
from civscore.cohorts.pieces import Piece, pieces_of
from civscore.cohorts.results import names_of
from civscore.cohorts.rows import Table, plain
from civscore.cohorts.tables import table_pieces
from civscore.diagnostics import Faulty
from civscore.evidence.lines import read_lines
from civscore.personal import FEWEST, FEWEST_PLAIN, masked, rough_pattern
from civscore.reports.results.csv import writing

QUICK = settings(deadline=None, database=None, suppress_health_check=list(HealthCheck))


def written(pieces: Iterator[Piece], plan: civscore.Plan, file: Path) -> tuple[bytes, list[Any]]:
    """The bytes of a result, and what is set aside."""
    aside: list[Outcome] = []
    with writing(("id", "name", *names_of(plan, criteria=True)), str(file)) as put:
        for piece in pieces:
            put(piece)
            aside += piece.aside
    return file.read_bytes(), [(one.id, one.aside) for one in aside]


def check(plan: civscore.Plan, file: Path, rows: Sequence[Sequence[Any]]) -> int:
    """A file part by part, beside its rows one by one; gives how many were judged."""
    how = Settings(plan, AS_OF, criteria=True, language="zh")
    read = read_table(file)
    found = written(iter(table_pieces(read, how, AS_OF)), plan, file.with_suffix(".1"))
    alone = Table(str(file), read.names, tuple(rows))
    lines = judge_table(alone, plan, AS_OF)
    expected = written(
        pieces_of(outcome_of(one, how) for one in lines), plan, file.with_suffix(".2")
    )
    assert found == expected
    return found[0].count(b"\r\n") - 1


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few rows at once, so that a short table is many parts."""
    monkeypatch.setattr(streams, "LISTED", 40)
    monkeypatch.setattr(parts, "LISTED", 40)
    monkeypatch.setattr(groups, "ROOM", 200)


@settings(QUICK, max_examples=20)
@given(made=tables(), seed=st.integers(0, 10**6), encoding=st.sampled_from(["utf-8", "gb18030"]))
def test_a_file_of_any_standard_gives_the_bytes_of_its_rows(
    made: tuple[Mapping[str, Any], list[dict[str, Any]]],
    seed: int,
    encoding: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    standard, rows = made
    folder = tmp_path_factory.mktemp("s")
    (folder / "s.toml").write_text(standard_toml(standard), "utf-8")
    plan = civscore.load_standard(folder / "s.toml")
    rows = [*rows, *shaken(rows, Random(seed), 12)]
    names = list(dict.fromkeys(name for row in rows for name in row))
    cells = [["" if row.get(name) is None else str(row[name]) for name in names] for row in rows]
    with (folder / "表.csv").open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([names, *cells])
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(streams, "LISTED", 8 * len(names))
        check(plan, folder / "表.csv", cells)
        columns = {name: [row[at] or None for row in cells] for at, name in enumerate(names)}
        arrays = {name: pa.array(column, pa.string()) for name, column in columns.items()}
        pq.write_table(pa.table(arrays), folder / "表.parquet", row_group_size=5)
        check(plan, folder / "表.parquet", [[cell or None for cell in row] for row in cells])


decimal, decimal128 = Decimal, pa.decimal128
NARROW = pa.dictionary(pa.uint8(), pa.string())
COLUMNS: list[tuple[str, Any]] = [
    ("homes", pa.array([1, None, 20001, 50], pa.int64())),
    ("homes", pa.array([1, 50, 20000, None], pa.int32())),
    ("homes", pa.array([2**63, 7, None, 50], pa.uint64())),
    ("homes", pa.array([1.0, None, 50.5, float("inf")])),
    ("homes", pa.array([float("nan"), 1e300, -1.0, 7.0])),
    ("homes", pa.array([decimal("1.00"), None, decimal("50.5"), decimal(20001)], decimal128(9, 2))),
    ("homes", pa.array([decimal(1), decimal(10**30), None, decimal(-1)], decimal128(38, 0))),
    ("homes", pa.array(["1", " 50 ", "五十", None])),
    ("homes", pa.nulls(4)),
    ("green", pa.array([0.1, 0.3, 1e-05, 99.9])),
    ("green", pa.array([0.1, 0.5, None, 35.0], pa.float32())),
    ("green", pa.array([decimal("34.9"), None, decimal(0), decimal("100.1")], decimal128(5, 1))),
    ("green", pa.array([decimal("34.90"), None, decimal("0.05"), decimal(7)], decimal128(20, 2))),
    ("green", pa.array([35, 0, 100, 101], pa.int16())),
    ("plan", pa.array([True, None, False, True])),
    ("type", pa.array(["urban", None, "rural", " urban "]).dictionary_encode()),
    ("type", pa.array(["urban", "", "hamlet", None], pa.large_string())),
    ("type", pa.array([1.0, 2.5, None, 1.0])),
    ("type", pa.array(["rural", None, "x", "urban"]).dictionary_encode().cast(NARROW)),
    ("homes", pa.array([-128, 127, None, 50], pa.int8())),
    ("homes", pa.array([-128, 127, 51, 50], pa.int8())),
    ("green", pa.array([2**31 - 1, -(2**31), None, 7], pa.int32())),
]  # fmt: skip

OF_OTHER_TYPES: list[tuple[str, Any]] = [
    ("homes", pa.array([True, False, None, True])),
    ("homes", pa.array([date(2026, 1, 1), None, None, None])),
    ("plan", pa.array([1, 0, None, 1])),
    ("plan", pa.array([1.0, 0.0, None, 1.0])),
    ("plan", pa.array([decimal(1), decimal(0), None, decimal(1)], decimal128(3, 0))),
]


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize(
    ("name", "column"), COLUMNS, ids=lambda one: str(getattr(one, "type", one))
)
@pytest.mark.parametrize("size", [1, 3, 100])
def test_a_column_of_any_type_says_what_its_cells_say(
    name: str, column: Any, size: int, tmp_path: Path
) -> None:
    plan = plan_of(FACTS, CRITERIA, tmp_path)
    cells = {"id": pa.array([1, 2, 3, 4]), "name": pa.array(["甲", None, " ", "丁 "]), name: column}
    table, file = pa.table(cells), tmp_path / "t.parquet"
    pq.write_table(table, file, row_group_size=size)
    columns = [[plain(cell) for cell in one.to_pylist()] for one in table.columns]
    check(plan, file, list(zip(*columns, strict=True)))


@pytest.mark.parametrize(
    ("name", "column"), OF_OTHER_TYPES, ids=lambda one: str(getattr(one, "type", one))
)
def test_a_column_of_a_type_that_its_fact_never_takes_is_said_before_any_row(
    name: str, column: Any, tmp_path: Path
) -> None:
    """As every row of it would be set aside; where nothing is in it, nothing is wrong."""
    plan, file = plan_of(FACTS, CRITERIA, tmp_path), tmp_path / "t.parquet"
    rows = [(number, plain(cell)) for number, cell in enumerate(column.to_pylist())]
    lines = judge_table(Table("t", ("id", name), rows), plan, AS_OF)
    assert [one.assessment is None for one in lines] == [cell is not None for _, cell in rows]
    how = Settings(plan, AS_OF, criteria=True, language="zh")
    ids = pa.array(range(len(column)))
    pq.write_table(pa.table({"id": ids, name: column}), file)
    with pytest.raises(Faulty, match=rf"t.parquet:1:2: 错误\[column-type\] “{name}”"):
        table_pieces(read_table(file), how, AS_OF)
    pq.write_table(pa.table({"id": ids, name: pa.nulls(len(column), column.type)}), file)
    assert next(table_pieces(read_table(file), how, AS_OF)).size == len(column)


@pytest.mark.parametrize("where", ["id", "type", "name of a column"])
def test_texts_that_are_no_utf_8_are_told(where: str, run: Run, tmp_path: Path) -> None:
    plan_of(FACTS, CRITERIA, tmp_path)
    made = {"id": ["a", "b"], "homes": [1, 2], "type": ["urban", "urban"]}
    if where in made:
        buffers = pa.array(["\0", "b"]).buffers()
        broken = [*buffers[:2], pa.py_buffer(b"\xffb")]
        made[where] = pa.Array.from_buffers(pa.string(), 2, broken)
    pq.write_table(pa.table(made), tmp_path / "t.parquet", store_schema=False)
    if where not in made:
        content = (tmp_path / "t.parquet").read_bytes()
        (tmp_path / "t.parquet").write_bytes(content.replace(b"homes", b"h\xffmes"))
    ran = run("batch", tmp_path / "s.toml", tmp_path / "t.parquet", "--as-of", AS_OF)
    assert ran.status == 1
    assert "[parquet-broken]" in ran.err


@pytest.mark.parametrize("size", [3, 100])
def test_decimals_that_are_stored_as_bytes_are_the_numbers_they_are(
    size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of every width that goes into 64 bits; the others are read as ever."""
    monkeypatch.setattr(groups, "MOST_ROWS", 5)
    random, made = Random(size), {"id": pa.array(range(20)), "名": pa.array(["甲"] * 20)}
    for digits in range(1, 20):
        most, kind = 10**digits - 1, decimal128(digits, digits // 2)
        units = [
            most,
            -most,
            0,
            None,
            1,
            -1,
            None,
            *(random.randint(-most, most) for _ in range(13)),
        ]
        cells = [None if one is None else decimal(one).scaleb(-kind.scale) for one in units]
        made[f"数{digits}"] = pa.array(cells, kind)
    table = pa.table(made)
    pq.write_table(table, tmp_path / "t.parquet", row_group_size=size)
    rows = groups.Groups(tmp_path / "t.parquet")
    found: dict[int, list[Any]] = {at: [] for at in range(2, 20)}
    for part in rows.parts():
        for at, cells in found.items():
            own: Any = part.cells(at)
            missing = [False] * len(own.units) if own.missing is None else own.missing.tolist()
            pairs = zip(own.units.tolist(), missing, strict=True)
            cells += [None if is_missing else own.shown(one) for one, is_missing in pairs]
            assert own.units.itemsize == (1, 2, 4, 8)[bisect_left([2, 4, 9], at - 1)]
        for number in range(part.start, len(part)):
            assert list(map(str, part[number])) == [str(one[number]) for one in table.columns]
    assert [cells == table.column(at).to_pylist() for at, cells in found.items()] == [True] * 18


@pytest.mark.usefixtures("few")
def test_a_long_table_is_many_parts(tmp_path: Path) -> None:
    plan = plan_of(FACTS, CRITERIA, tmp_path)
    rows = [
        [f"c{n}", str(n * 37 % 300), ["", "urban", "x"][n % 3 if n % 7 else 0]] for n in range(99)
    ]
    text = "\n".join([",".join(row) for row in [["id", "homes", "type"], *rows]])
    file = write(tmp_path, "t.csv", text + "\n,,\n\n")
    assert check(plan, file, rows) == 71
    assert len(list(parts.parts_of(read_table(file)))) == 8


def test_results_of_a_parquet_file_are_those_of_a_csv_file(run: Run, tmp_path: Path) -> None:
    plan_of(FACTS, CRITERIA, tmp_path)
    text = "id,name,homes\na,13812345678,4\n18,居委会 0571-87654321,\nc,,many\n"
    rows = list(csv.DictReader(StringIO(text)))
    columns = {name: [row[name] or None for row in rows] for name in rows[0]}
    pq.write_table(pa.table(columns), tmp_path / "t.parquet")
    out = {kind: tmp_path / f"r.{kind}" for kind in ("csv", "parquet")}
    given_as = ("batch", tmp_path / "s.toml", "--as-of", AS_OF)
    for table in (write(tmp_path, "t.csv", text), tmp_path / "t.parquet"):
        for one in out.values():
            ran = run(*given_as, table, "-o", one)
            assert (ran.status, "评定 2 个，搁置 1 个" in ran.err) == (1, True)
        lines = list(csv.DictReader(StringIO(out["csv"].read_text("utf-8-sig"))))
        assert [line["name"] for line in lines] == ["138******78", "居委会 057*-******21"]
        found = pq.read_table(out["parquet"]).to_pylist()
        assert [{name: shown(cell) for name, cell in row.items()} for row in found] == lines
    pq.write_table(pa.table({"id": pa.array([], pa.string())}), tmp_path / "t.parquet")
    assert run(*given_as, tmp_path / "t.parquet", "-o", out["parquet"]).status == 0
    assert pq.read_table(out["parquet"]).num_rows == 0


def test_from_parquet_to_parquet_goes_without_pandas(tmp_path: Path) -> None:
    """It takes as long to import as a hundred thousand communities to judge."""
    plan_of(FACTS, CRITERIA, tmp_path)
    cells = [
        {"id": "a", "name": None, "homes": 60, "green": Decimal("34.5"), "plan": True},
        {"id": " b", "name": "13812345678", "homes": None, "green": None, "plan": None},
    ]
    pq.write_table(pa.Table.from_pylist(cells), tmp_path / "t.parquet")
    command = ["batch", "s.toml", "t.parquet", "--as-of", f"{AS_OF}", "-o", "r.parquet"]
    done = run_python(
        f"import sys\nfrom civscore.cli import main\nsys.argv[1:] = {command}\n"
        "try:\n    main()\nfinally:\n    print('pandas' in sys.modules)",
        tmp_path,
    )
    assert done == "False\n"
    found = pq.read_table(tmp_path / "r.parquet").to_pylist()
    assert [(one["id"], one["name"]) for one in found] == [("a", "a"), ("b", "138******78")]


def run_python(text: str, folder: Path) -> str:
    """What a program of its own prints."""
    command = [sys.executable, "-c", text]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout


@pytest.mark.parametrize("processors", [1, 2])
def test_what_is_done_meanwhile_is_done_in_order(
    processors: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overlap, "has_another", lambda: processors > 1)
    done: list[int] = []

    def divide(number: int) -> None:
        done.append(12 // number)

    def all_done(numbers: Iterator[int]) -> None:
        with overlap.behind() as later:
            for number in overlap.ahead(numbers):
                later(partial(divide, number))

    all_done(iter([1, 2, 3]))
    assert done == [12, 6, 4]
    with pytest.raises(ZeroDivisionError):
        all_done(iter([4, 0]))
    with pytest.raises(ZeroDivisionError):
        all_done(12 // (2 - number) for number in range(5))
    assert done == [12, 6, 4, 3, 2, 1]


# ---------------------------------------------------------------- ids


@settings(QUICK, max_examples=40)
@given(
    texts=st.lists(st.text("ab甲 \t\u3000", max_size=3) | st.sampled_from(["a" * 70, "a" * 71]))
    | st.lists(st.text("ab甲", min_size=2, max_size=2)).map(sorted),
    size=st.integers(1, 5),
    most=st.integers(1, 3),
)
def test_ids_that_are_there_twice_or_empty_are_suspect(
    texts: list[str], size: int, most: int
) -> None:
    bare = [one.strip() for one in texts]
    wrong = [(at, one) for at, one in enumerate(bare) if not one or bare.count(one) > 1]
    arrays = [pa.array(texts[at : at + size], pa.string()) for at in range(0, len(texts), size)]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(ids, "MOST_FAULTS", most)
        for batches in (
            [texts_of(one) for one in arrays],
            [bare[at : at + size] for at in range(0, len(bare), size)],
        ):
            assert sorted(ids.suspects(batches.copy)) == wrong
            assert not (ids.are_rising(batches) and wrong)
    if len({len(one.encode()) for one in bare} | {0}) <= 2 and bare == sorted({*bare} - {""}):
        assert ids.are_rising([texts_of(one) for one in arrays])


@pytest.mark.parametrize("room", [0, 100, 1 << 24])
@pytest.mark.parametrize("columns", [("id",), ("a.b", "id", "a"), ("id", "a")])
def test_ids_that_are_kept_stand_in_their_rows(
    room: int, columns: Sequence[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(groups, "IDS", room)
    monkeypatch.setattr(groups, "MOST_ROWS", 5)
    made = {name: [f"{name}{at % 17}" for at in range(20)] for name in columns}
    pq.write_table(pa.table(made), tmp_path / "t.parquet", row_group_size=7)
    rows = groups.Groups(tmp_path / "t.parquet")
    twice = sorted(rows.suspects(columns.index("id")))
    assert twice == [(at, made["id"][at]) for at in (0, 1, 2, 17, 18, 19)]
    found: dict[str, list[str]] = {name: [] for name in columns}
    for part in rows.parts():
        for at, name in enumerate(columns):
            found[name] += part.texts(at)
    assert found == made


@settings(QUICK, max_examples=100)
@given(
    texts=st.lists(st.text("\0a甲", min_size=1, max_size=2), min_size=1, unique=True).map(sorted)
)
def test_ids_in_order_are_known_to_be_so(texts: list[str]) -> None:
    """Where all have the same number of letters; each one before itself is not in order."""
    sizes = {len(one.encode()) for one in texts}
    found = Strings(pa.array(["", *texts])[1:])
    assert found.is_rising() == (len(sizes) == 1)
    assert not Strings(pa.array([*texts, texts[-1]])).is_rising()


def test_digests_tell_apart_what_differs() -> None:
    texts = [f"{one}{number}" for one in ("", "3301", "c") for number in range(20_000)]
    long = "330102198801014321"
    for places in ((7, 11, 15, 3), (0, 7, 8, 15), (17, 16, 15, 14)):  # ten digits at each of four
        for number in range(10_000):
            changed = dict(zip(places, f"{number:04}", strict=True))
            texts.append("".join(changed.get(at, one) for at, one in enumerate(long)))
    assert len(set(Strings(pa.array(texts)).digests().tolist())) == len(set(texts))


# ---------------------------------------------------------------- lines of a CSV


def all_at_once(text: str) -> tuple[Any, Any]:
    """The names and rows of a text, or the places and codes of what is wrong with it."""
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    try:
        names = next(reader, [])
        if not any(names):
            return "table-empty", []
        rows = list(reader)
    except csv.Error:
        return "table-broken", []
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    longer = [at + 2 for at, row in enumerate(rows) if len(row) > len(names)]
    rows = [row if any(cell.strip() for cell in row) else [] for row in rows]
    padded = [[*row, *[""] * (len(names) - len(row))] for row in rows]
    return ("row-too-long", longer) if longer else ([name.strip() for name in names], padded)


@settings(QUICK, max_examples=300)
@given(st.text('ab,,,"\n\n\r ', max_size=40))
def test_lines_are_read_one_by_one_as_they_are_all_at_once(text: str) -> None:
    try:
        names, rows = read_lines(text.encode(), "t.csv")
        found: Any = (list(names), rows)
    except Faulty as faulty:
        found = (
            faulty.diagnostics[0].code,
            [one.location.line for one in faulty.diagnostics if one.code == "row-too-long"],
        )
    assert found == all_at_once(text)


# ---------------------------------------------------------------- numbers of persons


@settings(QUICK, max_examples=100)
@given(
    st.lists(
        st.sampled_from(
            [
                *[
                    "13812345678",
                    "8613812345678",
                    "0571",
                    "87654321",
                    "11010519491231002",
                    "X",
                    "电话",
                ],
                *("6222021001116245702", "１３８", "٣", *"0 -（)+.：a1元"),
            ]
        ),
        max_size=6,
    ).map("".join)
)
def test_where_nothing_is_found_roughly_there_is_nothing(text: str) -> None:
    digits = Strings(pa.array(["7", text, "甲"]).slice(1)).digits()[0]
    is_there = digits >= (FEWEST_PLAIN if text.isascii() else FEWEST)
    is_there &= pc.match_substring_regex(pa.array([text]), rough_pattern())[0].as_py()
    if not is_there:
        assert masked(text) == text


def test_digits_of_any_script_are_counted() -> None:
    every = [chr(one) for one in range(0x11000) if chr(one).isdecimal()]
    assert len(every) > 300
    assert Strings(pa.array(every)).digits().tolist() == [1] * len(every)
    assert Strings(pa.array(["文庙坪3社区", "", "a²b"])).digits().tolist() == [1, 0, 1]


BY_LEAGUE = {
    **RANKED,
    "tier": [{"id": "达标", "total": 5}],
    "cohort": {"leagues": {"大": "a > 5", "小": "a <= 5"}},
}


def test_a_table_that_is_kept_is_no_larger_than_can_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(tmp_path, "t.csv", "id,a\nx,1\ny,2\n")
    assert list(read_table(file).rows) == [["x", "1"], ["y", "2"]]
    monkeypatch.setattr(streams, "LARGEST", 9)
    rows = read_table(file).rows
    assert len(rows) == 2
    assert list(rows) == list(rows) == [rows[0], rows[1]] == [["x", "1"], ["y", "2"]]
    assert [rows[0], rows[0], rows[1], rows[1]] == [rows[0]] * 2 + [rows[1]] * 2
    for number in (-1, 1, slice(2)):
        rows = read_table(file).rows
        with pytest.raises(Faulty, match="too-big"):
            rows[number]


@pytest.mark.parametrize("made", [RANKED, BY_LEAGUE], ids=["ranks", "leagues"])
def test_a_table_that_is_compared_is_read_anew_and_not_kept(
    made: Any, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    standard = standard_in(tmp_path, made)
    rows = [f"c{number},{number * 7 % 11}" for number in range(30)]
    table = write(tmp_path, "t.csv", "\n".join(["id,a", *rows, "x,", "y,许多"]))
    found = []
    for most in (10**6, 9):
        monkeypatch.setattr(streams, "LARGEST", most)
        ran = run("batch", standard, table, "--as-of", AS_OF, "--league", tmp_path / "l.csv")
        found.append((ran.status, ran.out, (tmp_path / "l.csv").read_text("utf-8")))
    assert found[0] == found[1]
    assert found[0][1].count("\n") == 32
