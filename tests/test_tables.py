"""Tables in files of every kind, in and out; folders judged by several processes and resumed."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from test_cohorts import BELOW, DAY, RANKED, standard_in, written
from texts import Run

import civscore
from civscore.cohorts import folders
from civscore.cohorts.folders import judge_folder
from civscore.cohorts.journal import Journal, Outcome
from civscore.cohorts.judging import bundles_in, judge_bundles
from civscore.cohorts.outcomes import Settings, outcome_of
from civscore.cohorts.standing import asks_of
from civscore.cohorts.together import stands_of
from civscore.values import replaced

Made = dict[str, Any]
FACTS: Made = {
    "a": {"kind": "count", "title": "甲", "range": [0, 10]},
    "b": {"kind": "measure", "title": "乙", "decimals": 1, "range": [0, 10]},
    "plan": {"kind": "flag", "title": "有制度"},
    "day": {"kind": "date", "title": "日期"},
}
PLAIN: Made = {
    "row": "", "name": "表", "facts": FACTS,
    "criterion": [
        {"full": 10, "proportional": {"value": "a", "to": 10}},
        {"full": 10, "proportional": {"value": "b", "to": 10}},
        {"full": 1, "all_of": ["plan", "day >= 2026-01-01"]},
    ],
    "tier": [{"id": "达标", "total": 12}],
}  # fmt: skip
ROWS: list[Made] = [
    {
        "id": "x",
        "name": "甲社区",
        "a": 7,
        "b": Decimal("2.5"),
        "plan": True,
        "day": date(2026, 3, 1),
    },
    {"id": "y", "name": "乙社区", "a": None, "b": Decimal("9.9"), "plan": False, "day": None},
    {"id": "z", "name": None, "a": 3, "b": None, "plan": True, "day": date(2025, 3, 1)},
]


def table_in(folder: Path, kind: str, rows: list[Made], group: int = 2) -> Path:
    """The same rows in a file of a kind."""
    names, file = list(rows[0]), folder / f"表.{kind}"
    if kind == "parquet":
        table = pa.table({name: [row[name] for row in rows] for name in names})
        pq.write_table(table, file, row_group_size=group)
    elif kind == "xlsx":
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        for line in [names, *([row[name] for name in names] for row in rows)]:
            sheet.append(line)
        book.save(file)
    else:
        with file.open("w", encoding="gbk", newline="") as written_to:
            writer = csv.DictWriter(written_to, names)
            writer.writeheader()
            writer.writerows(rows)
    return file


def lines_in(file: Path) -> list[dict[str, Any]]:
    """What a result says, as numbers and texts."""
    if file.suffix == ".parquet":
        found: list[dict[str, Any]] = pq.read_table(file).to_pylist()
        return found
    if file.suffix == ".xlsx":
        sheet = openpyxl.load_workbook(file).active
        assert sheet is not None
        names, *rows = sheet.iter_rows(values_only=True)
        return [dict(zip(map(str, names), row, strict=True)) for row in rows]
    text = file.read_text("utf-8").removeprefix("\ufeff")
    return list(csv.DictReader(StringIO(text)))


@pytest.mark.parametrize("out", ["csv", "parquet", "xlsx"])
@pytest.mark.parametrize("kind", ["csv", "parquet", "xlsx"])
def test_every_kind_of_file_says_the_same(kind: str, out: str, run: Run, tmp_path: Path) -> None:
    standard, result = standard_in(tmp_path, PLAIN), tmp_path / f"结果.{out}"
    table = table_in(tmp_path, kind, ROWS)
    ran = run("batch", standard, table, "--as-of", DAY, "-o", result)
    assert (ran.status, ran.err) == (0, "评定 3 个\n")
    found = [
        (one["id"], one["name"], Decimal(str(one["earned"])), Decimal(str(one["unproven"])))
        for one in lines_in(result)
    ]
    expected: list[Any] = [
        ("x", "甲社区", Decimal("10.5"), 0),
        ("y", "乙社区", Decimal("9.9"), 10),
        ("z", "z", 3, 10),
    ]
    assert found == expected


@pytest.mark.parametrize("kind", ["csv", "parquet", "xlsx"])
def test_faulty_rows_are_set_aside_with_row_column_and_reason(
    kind: str, run: Run, tmp_path: Path
) -> None:
    rows = [dict(one) for one in ROWS]
    rows[2]["a"] = 11
    standard, result = standard_in(tmp_path, PLAIN), tmp_path / "结果.csv"
    ran = run("batch", standard, table_in(tmp_path, kind, rows), "--as-of", DAY, "-o", result)
    assert ran.status == 1
    (line,) = lines_in(Path(f"{result}.faults.csv"))
    assert (line["id"], line["line"], line["column"], line["code"]) == (
        "z", "4", "3", "out-of-range",
    )  # fmt: skip
    assert [one["id"] for one in lines_in(result)] == ["x", "y"]


def test_types_and_ids_are_looked_at_before_the_first_row(run: Run, tmp_path: Path) -> None:
    standard, file = standard_in(tmp_path, PLAIN), tmp_path / "表.parquet"
    pq.write_table(pa.table({"id": ["x"], "a": [[1, 2]]}), file)
    ran = run("batch", standard, file, "--as-of", DAY)
    assert (ran.status, ran.out) == (1, "")
    assert "表.parquet:1:2: 错误[column-type]" in ran.err
    pq.write_table(pa.table({"id": ["x", "y", "x"], "c": [1, 2, 3]}), file, row_group_size=1)
    ran = run("batch", standard, file, "--as-of", DAY)
    assert (ran.status, ran.out) == (1, "")
    assert "[community-twice]" in ran.err
    assert "[unknown-column]" in ran.err


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("t.parquet", b"PAR1", "parquet-broken"),
        ("t.xlsx", b"PK", "ledger-broken"),
        ("t.ods", b"", "table-kind"),
    ],
)
def test_files_that_are_no_tables(
    name: str, content: bytes, code: str, run: Run, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    ran = run("batch", standard_in(tmp_path, PLAIN), tmp_path / name, "--as-of", DAY)
    assert (ran.status, ran.out) == (1, "")
    assert f"[{code}]" in ran.err
    ran = run("batch", "civilized-community", tmp_path / "none.parquet", "--as-of", DAY)
    assert "[not-found]" in ran.err


def test_a_result_of_no_known_kind_is_refused_before_anything_is_judged(
    run: Run, tmp_path: Path
) -> None:
    table = table_in(tmp_path, "csv", ROWS)
    ran = run("batch", standard_in(tmp_path, PLAIN), table, "-o", tmp_path / "out.docx")
    assert ran.status == 1
    assert "[table-kind]" in ran.err


def test_a_league_table_ranks_by_what_is_certain(run: Run, tmp_path: Path) -> None:
    """X has 10.5 and no more; y 9.9 and may come to 19.9; z 3, may come to 13."""
    standard, league = standard_in(tmp_path, PLAIN), tmp_path / "名次.csv"
    table = table_in(tmp_path, "csv", ROWS)
    run("batch", standard, table, "--as-of", DAY, "-o", tmp_path / "o.csv", "--league", league)
    found = [
        (one["rank"], one["rank_last"], one["id"], one["earned"], one["possible"])
        for one in lines_in(league)
    ]
    assert found == [
        ("1", "3", "x", "10.5", "10.5"),
        ("1", "3", "y", "9.9", "19.9"),
        ("1", "3", "z", "3", "13"),
    ]


def test_leagues_are_ranked_apart(run: Run, tmp_path: Path) -> None:
    made = {**PLAIN, "cohort": {"leagues": {"甲组": "plan", "乙组": "not plan"}}}
    standard, league = standard_in(tmp_path, made), tmp_path / "名次.parquet"
    table = table_in(tmp_path, "parquet", ROWS)
    run("batch", standard, table, "--as-of", DAY, "-o", tmp_path / "o.csv", "--league", league)
    found = [(one["league"], int(one["rank"]), one["id"]) for one in lines_in(league)]
    assert found == [("乙组", 1, "y"), ("甲组", 1, "x"), ("甲组", 1, "z")]


# --- folders --------------------------------------------------------------------------------------


def folder_of(folder: Path, count: int) -> Path:
    """So many bundles, the third of which is faulty."""
    for number in range(count):
        one = folder / "包" / f"{number:03}"
        one.mkdir(parents=True)
        a = "'多'" if number == 2 else number % 11
        text = f'[community]\nid = "c{number:03}"\nname = "社区"\n[facts]\na = {a}\n'
        written(one, "bundle.toml", text)
    return folder / "包"


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    made = {**RANKED, "tier": [{"id": "达标", "total": 5}]}
    return standard_in(tmp_path, made)


def test_several_processes_say_what_one_says(plain: Path, run: Run, tmp_path: Path) -> None:
    folder = folder_of(tmp_path, 45)
    flags = ("--as-of", DAY, "-o")
    assert run("batch", plain, folder, *flags, tmp_path / "1.csv", "--jobs", "1").status == 1
    assert run("batch", plain, folder, *flags, tmp_path / "2.csv", "--jobs", "2").status == 1
    for end in ("", ".faults.csv"):
        one, two = (Path(f"{tmp_path}/{n}.csv{end}").read_text("utf-8") for n in (1, 2))
        assert one == two
    assert not list(tmp_path.glob("*.journal"))


def entries(journal: Path) -> Iterator[Made]:
    for line in journal.read_text("utf-8").split("\n")[:-1]:
        yield json.loads(line)


def test_after_a_crash_judging_goes_on_where_it_stopped(
    plain: Path, run: Run, tmp_path: Path
) -> None:
    """The process and its helpers are killed outright while they are judging."""
    folder, out = folder_of(tmp_path, 400), tmp_path / "结果.csv"
    journal = tmp_path / "结果.csv.journal"
    said = ["batch", str(plain), str(folder), "--as-of", str(DAY), "-o", str(out), "--jobs", "2"]
    command = [sys.executable, "-c", f"from civscore.cli import main; main({said!r})"]
    process = subprocess.Popen(command, start_new_session=True)
    for _ in range(3000):
        if journal.exists() and journal.read_bytes().count(b"\n") >= 20:
            break
        assert process.poll() is None
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    assert not out.exists()
    kept = journal.read_bytes()
    done = kept.count(b"\n")
    assert done >= 20
    journal.write_bytes(kept[:-30])  # as if the last line had been cut short, too
    changed = folder / "000" / "bundle.toml"
    changed.write_text(changed.read_text("utf-8").replace("a = 0", "a = 9"), "utf-8")
    known = {one["key"]: one for one in entries(journal) if one["id"] == "c001"}
    for one in known.values():  # what the journal knows is not judged again
        one["cells"]["name"] = "从断处接着评"
    with journal.open("a", encoding="utf-8") as file:
        file.writelines("\n" + json.dumps(one) + "\n" for one in known.values())
    assert run(*said).status == 1
    found = {line["id"]: line for line in lines_in(out)}
    assert len(found) == 399
    assert found["c000"]["earned"] == "9"
    assert found["c001"]["name"] == ("从断处接着评" if known else "社区")
    assert {line["earned"] for name, line in found.items() if int(name[1:]) % 11 == 5} == {"5"}
    assert not journal.exists()
    assert [one["id"] for one in lines_in(Path(f"{out}.faults.csv"))] == ["002"]


def test_a_process_ended_from_outside_is_a_diagnostic(
    plain: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "judge_some", ended)
    folder, out = folder_of(tmp_path, 45), tmp_path / "结果.csv"
    ran = run("batch", plain, folder, "--as-of", DAY, "-o", out, "--jobs", "2")
    assert ran.status == 1
    assert "[judging-interrupted]" in ran.err
    assert not out.exists()
    assert (tmp_path / "结果.csv.journal").exists()


def ended(*_: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


COMPARED: Made = {
    "row": "", "name": "比较",
    "facts": {
        "a": {"kind": "count", "title": "甲", "range": [0, 10]},
        "b": {"kind": "measure", "title": "乙", "decimals": 1, "range": [0, 10]},
        "town": {"kind": "flag", "title": "城区"},
        "b_mean": {
            "kind": "external", "title": "乙的平均", "decimals": 2, "range": [0, 10],
            "peers": {"mean": "b", "among": "parent", "self": True},
        },
    },
    "criterion": [
        {"full": 7, "proportional": {"value": "a", "to": 9}},
        {"full": 6, "ranked": {
            "value": "b", "order": "high", "points": [6, 3], "rest": 1, "ties": "mean",
            "within": "league",
        }},
        {
            "full": 6, "proportional": {"value": "b", "to": 9}, "applies_if": "town",
            "not_applicable": "mean",
        },
    ],
    "tier": [
        {"id": "达标", "total": 5, "all_of": ["b >= b_mean"]},
        {"id": "先进", "total": 6, "quota": {
            "share": "30%", "of": "达标", "round": "down", "by": "total", "ties": "none",
        }},
    ],
    "cohort": {"parent": "街道", "leagues": {"城": "town", "乡": "not town"}},
    "scoring": {"stacked": False, "at": "total"},
}  # fmt: skip


Folder = tuple[Path, Path]
"""A standard, and bundles for it."""


@pytest.fixture
def compared(tmp_path: Path) -> Folder:
    """A standard whose answers hang on one another, and a folder of it."""
    for number in range(45):
        one = tmp_path / "包" / f"{number:03}"
        one.mkdir(parents=True)
        facts = [f"a = {number % 11}", f"b = {number * 7 % 100 / 10}", f"town = {number % 3 > 0}"]
        facts = facts[: 3 - number // 43] if number != 2 else ["a = '多'"]
        head = f'[community]\nid = "c{number:03}"\nname = "社区"\nparent = "p{number % 4}"\n'
        written(one, "bundle.toml", head + "[facts]\n" + "\n".join(facts).lower())
    return standard_in(tmp_path, COMPARED), tmp_path / "包"


def test_a_folder_that_is_compared_is_judged_as_its_bundles_are_one_by_one(
    compared: Folder, tmp_path: Path
) -> None:
    settings = Settings(civscore.load_standard(compared[0]), DAY, criteria=True, language="zh")
    bundles, journal = bundles_in(compared[1]), tmp_path / "j"
    lines = list(judge_bundles(bundles, settings.plan, DAY, []))
    assert {one.assessment and one.assessment.tier for one in lines} == {None, "达标", "先进"}
    found = judge_folder(bundles, settings, 2, Journal(journal))
    bare = [replaced(one, stand=None) for one in found]
    assert bare == [outcome_of(one, settings) for one in lines]
    assert [one.stand for one in found] == list(stands_of(asks_of(settings.plan), lines))
    known = list(Journal(journal).known.values())
    assert all(one in known for one in found)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_folder_that_is_compared_goes_on_where_it_stopped(
    compared: Folder, jobs: int, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the first round, between rounds, in a later one; nobody is judged again with the same."""
    add, added, stops = Journal.add, list[str](), iter([7, 45, 60])

    def counted(journal: Journal, key: str, outcome: Outcome) -> None:
        add(journal, key, outcome)
        added.append(key)
        if len(added) == stop:
            raise KeyboardInterrupt

    flags = ("batch", *compared, "--as-of", DAY, "--jobs", jobs, "-o")
    assert run(*flags, tmp_path / "1.csv").status == 1
    monkeypatch.setattr(Journal, "add", counted)
    for stop in stops:
        assert run(*flags, tmp_path / "2.csv").status == 130
        assert len(added) == stop
    assert run(*flags, tmp_path / "2.csv").status == 1
    assert 2 * 45 < len(added) == len(set(added))
    for end in ("", ".faults.csv"):
        one, two = (Path(f"{tmp_path}/{n}.csv{end}").read_bytes() for n in (1, 2))
        assert one == two
    assert not list(tmp_path.glob("*.journal"))


def test_folders_below_are_judged_and_kept_as_well(
    compared: Folder, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    above, out = standard_in(tmp_path, BELOW, "above.toml"), tmp_path / "1.csv"
    streets = written(tmp_path, "街道.csv", "id,plan\np0,是\np1,是\np2,是\np3,是\n")
    flags = ("batch", above, streets, "--as-of", DAY, "--below", *compared, "-o", out)
    monkeypatch.setattr(Journal, "remove", lambda _: None)
    assert run(*flags).status == 1
    kept = out.read_bytes()
    monkeypatch.setattr(folders, "judge_some", pytest.fail)  # nobody is judged again
    assert run(*flags).status == 1
    assert out.read_bytes() == kept
    assert [one["id"] for one in lines_in(Path(f"{out}.faults.csv"))] == ["002"]
