"""Frames judged in partitions, by processes that are killed: the same, digit for digit."""

import os
import pickle
import re
import signal
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import dask
import dask.dataframe as dd
import distributed
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import standard_of, standard_toml
from test_batch import cells_in
from test_cohorts import BELOW, RANKED, cohorts, plan_of, standard_in, written
from test_cohorts import standards as compared
from test_columns import shaken
from texts import ROOT, STANDARDS, Run, folders_of

import civscore
from civscore.cohorts.columnar.chunks import Engine
from civscore.cohorts.ids import twice_in
from civscore.cohorts.partitions import digests, few_in
from civscore.standard.document import parse_document
from civscore.standard.shelf import plan_document

DAY = date(2026, 6, 30)


@pytest.mark.parametrize("file", STANDARDS, ids=lambda one: f"{one.parent.name}@{one.stem}")
def test_a_plan_is_sent_as_it_was_read_and_no_larger_than_its_text_asks(file: Path) -> None:
    """What scoring has worked out and kept stays at home."""
    plan = civscore.load_standard(file)
    sent = pickle.dumps(plan)
    for folder in folders_of(plan):
        civscore.assess(plan, civscore.load_bundle(folder, plan))
    assert Engine(plan).proof.is_fit
    assert len(pickle.dumps(plan)) == len(sent) < 4 * file.stat().st_size
    assert pickle.loads(sent) == plan  # noqa: S301


# ---------------------------------------------------------------- the same in partitions


TIERS = [
    {"id": "达标", "total": 15},
    {
        "id": "先进", "total": 20,
        "quota": {"share": "50%", "of": "达标", "round": "up", "within": "parent",
                  "by": "total", "ties": "all"},
    },
    {"id": "标兵", "total": 25, "top": {"n": 5, "ties": "none", "within": "league"}},
]  # fmt: skip
COMPARING = plan_of(
    {
        "tier": TIERS,
        "ranked": {"order": "high", "points": [6, 5, 4, 3], "ties": "best", "within": "all"},
        "peers": {"among": "league", "self": True},
    }
)
"""Ranks, a quota of a share of the tier below, the first of each league, means."""


def cohort(size: int) -> Any:
    """Communities with unknown facts, in three streets and two leagues."""
    random = Random(5)
    facts = {"a": (0, 1, 2, 3, None), "b": (0, 1, 2, 3, None), "town": (True, True, False, None)}
    rows = [
        {
            "id": f"c{number}", "parent": f"s{random.randint(0, 2)}",
            **{name: random.choice(cells) for name, cells in facts.items()},
        }
        for number in range(size)
    ]  # fmt: skip
    return pd.DataFrame(rows, dtype=object).set_index(pd.Index(range(100, 100 + size)))


def same(one: Any, other: Any) -> None:
    """The same cells, of the same types, with as many digits; the same index."""
    assert list(one.columns) == list(other.columns)
    rows = [[tuple(map(repr, row)) for row in frame.itertuples()] for frame in (one, other)]
    assert rows[0] == rows[1]


def both(plan: civscore.Plan, frame: Any, parts: int) -> tuple[Any, Any]:
    """A frame judged in one, and in partitions: what it came to, what is said of it."""
    judged, said = [], []
    for one in (frame, dd.from_pandas(frame, npartitions=parts)):
        faults: list[civscore.Diagnostic] = []
        scored = civscore.score_frame(plan, one, as_of=DAY, criteria=True, faults=faults)
        judged.append(scored if one is frame else scored.compute())
        said.append(faults)
    same(*judged)
    assert said[0] == said[1]
    return judged[1], said[1]


@pytest.fixture(autouse=True)
def _here(request: pytest.FixtureRequest) -> Iterator[None]:
    """Where no cluster is asked for, tasks are done here, one after the other."""
    with dask.config.set({} if "client" in request.fixturenames else {"scheduler": "sync"}):
        yield


@pytest.mark.parametrize("standard", ["civilized-community", "science-community"])
def test_partitions_give_the_same_as_one_frame(standard: str) -> None:
    """Recorded, unknown and faulty cells, by a standard that compares communities, too."""
    plan = civscore.load_standard(standard)
    rows = [cells_in(one) for one in folders_of(plan)]
    frame = pd.DataFrame(list(shaken(rows, Random(3), 20)), dtype=object)
    frame.loc[8, next(name for name in frame if isinstance(frame[name][8], int))] = "许多"
    scored, said = both(plan, frame, 3)
    assert 8 not in scored.index
    assert 10 in {one.location.line for one in said}


@given(st.data())
@settings(max_examples=8, deadline=None, database=None, suppress_health_check=list(HealthCheck))
def test_any_cohort_is_compared_over_all_partitions(data: st.DataObject) -> None:
    plan, rows = plan_of(data.draw(compared())), data.draw(cohorts(gaps=4))
    names = ["id", "parent", "a", "b", "town"]
    both(plan, pd.DataFrame(rows, columns=names, dtype=object), len(rows))


def test_the_field_is_all_partitions_together() -> None:
    """Each of them alone would have a first of its own."""
    plan = plan_document(parse_document(standard_toml(standard_of(RANKED)).encode(), "s.toml"))
    frame = pd.DataFrame({"id": list("abcdef"), "a": [6, 6, 7, 7, 9, 8]})
    parts = dd.from_pandas(frame, npartitions=3)
    assert list(civscore.score_frame(plan, frame.iloc[:2], as_of=DAY)["tier"]) == ["先进"] * 2
    assert list(civscore.score_frame(plan, parts, as_of=DAY).compute()["tier"]) == [
        "达标", "达标", "达标", "达标", "先进", "达标",
    ]  # fmt: skip


def test_an_empty_partition_is_no_harm_and_divisions_stay() -> None:
    frame = cohort(12)
    parts = dd.from_pandas(frame, npartitions=4)
    some = parts[parts["id"].isin(["c0", "c11"])]
    scored = civscore.score_frame(COMPARING, some, as_of=DAY)
    assert scored.divisions == parts.divisions
    same(scored.compute(), civscore.score_frame(COMPARING, frame.iloc[[0, 11]], as_of=DAY))
    none = parts[parts["id"] == "nobody"]
    assert civscore.score_frame(COMPARING, none, as_of=DAY).compute().empty


def gone(number: int) -> Any:
    raise AssertionError(number)


def test_wrong_columns_are_said_before_anything_is_computed() -> None:
    for names, code in ((["id", "c"], "unknown-column"), (["a"], "table-without-id")):
        frame = dd.from_map(gone, [0, 1], meta=pd.DataFrame(columns=names, dtype=object))
        with pytest.raises(civscore.Faulty, match=code):
            civscore.score_frame(COMPARING, frame, as_of=DAY)


@pytest.mark.parametrize("change", [{"id": "c1"}, {"id": None}, {"parent": None}])
def test_ids_and_parents_are_looked_at_over_all_partitions(change: dict[str, Any]) -> None:
    """Before any community is judged, with the rows counted over all of them."""
    frame = cohort(12).assign(a="许多")
    frame.loc[108, [*change]] = [*change.values()]
    found = []
    for one in (frame, dd.from_pandas(frame, npartitions=4)):
        with pytest.raises(civscore.Faulty) as raised:
            civscore.score_frame(COMPARING, one, as_of=DAY)
        found.append(raised.value.diagnostics)
    assert found[0] == found[1]
    assert [one.location.line for one in found[1]] == [10]


def test_only_ids_that_may_be_wrong_are_brought_together() -> None:
    """Of all others a number of 64 bits, the same in every process."""
    parts = [pd.DataFrame({"id": ids}) for ids in (["a", None, "b"], [], ["c", "a ", 5], ["5"])]
    found = [few_in(one, twice_in(map(digests, parts)))["id"].tolist() for one in parts]
    assert found == [["a", "", None], [], [None, "a", "5"], ["5"]]
    assert digests(parts[0])[2] == 0xB0150AF736D11EDF


def test_wrong_rows_are_said_when_they_are_judged() -> None:
    frame = cohort(12)
    frame.loc[110, "a"] = "许多"
    scored = civscore.score_frame(COMPARING, dd.from_pandas(frame, npartitions=4), as_of=DAY)
    with pytest.raises(civscore.Faulty, match="frame:12:3"):
        scored.compute()


def test_the_example_in_the_documents_runs(capsys: pytest.CaptureFixture[str]) -> None:
    page = (ROOT / "docs" / "batch.md").read_text("utf-8")
    (example,) = re.findall(r"^```python\n([^`]*dask[^`]*)^```$", page, re.MULTILINE)
    exec(example, {})  # noqa: S102 - our own lines
    assert "标兵" in capsys.readouterr().out


# ---------------------------------------------------------------- a cluster


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    """Two worker processes, who are on their own."""
    two = {"n_workers": 2, "threads_per_worker": 1, "memory_limit": 0}
    with (
        suppress(TimeoutError),  # a busy machine may take long to end them
        distributed.LocalCluster(dashboard_address="127.0.0.1:0", **two) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client


class Deadly(distributed.WorkerPlugin):  # type: ignore[misc]
    """Kills one process as soon as that holds a piece of work of a kind."""

    name = "deadly"

    def __init__(self, kind: str, grave: Path) -> None:
        self.kind, self.grave = kind, grave

    def setup(self, worker: Any) -> None:
        self.worker = worker

    def transition(self, key: Any, _: str, finish: str, **__: Any) -> None:
        if finish == "memory" and str(key).startswith(self.kind) and not self.grave.exists():
            held = [str(one) for one in self.worker.data]
            self.grave.write_text("\n".join([str(os.getpid()), *held]), "utf-8")
            os.kill(os.getpid(), signal.SIGKILL)


def test_a_worker_is_killed_and_nothing_is_lost(client: Any, tmp_path: Path) -> None:
    """It has judged some communities, of which nobody knows yet."""
    frame, grave = cohort(60), tmp_path / "killed"
    expected = civscore.score_frame(COMPARING, frame, as_of=DAY, criteria=True)
    workers = set(client.run(os.getpid).values())
    client.register_plugin(Deadly("judge_part", grave))
    parts = dd.from_pandas(frame, npartitions=6)
    scored = civscore.score_frame(COMPARING, parts, as_of=DAY, criteria=True, faults=[]).compute()
    client.wait_for_workers(2, timeout=60)  # another takes its place
    killed, *held = grave.read_text("utf-8").split("\n")
    assert int(killed) in workers - set(client.run(os.getpid).values())
    assert any(key.startswith("judge_part") for key in held)
    assert len(scored) == len(frame)
    same(scored, expected)


def test_the_command_has_a_table_judged_by_the_workers(
    client: Any, run: Run, tmp_path: Path
) -> None:
    """On columns; and compared, with units below; faulty rows are set aside as ever."""
    below = standard_in(tmp_path, RANKED, "below.toml")
    above = standard_in(tmp_path, BELOW, "above.toml")
    rows = [f"c{n},s{n % 2},{n % 11 or '许多'}" for n in range(60)]
    table = written(tmp_path, "t.csv", "id,parent,a\n" + "\n".join(rows) + "\n")
    streets = written(tmp_path, "s.csv", "id,plan\ns0,是\ns1,也许\n,否\n")
    league = tmp_path / "league.csv"
    statuses = []
    for said in (
        ("batch", below, table),
        ("batch", above, streets, "--below", below, table),
        ("batch", above, written(tmp_path, "u.csv", "id,plan\ns0,是\ns1,也许\n")),
        ("batch", "civilized-community", written(tmp_path, "v.csv", "id\nx\ny\n")),
    ):
        league.unlink(missing_ok=True)
        ran, files = [], []
        for where in ((), ("--dask", client.scheduler.address)):
            ran.append(run(*said, "--as-of", DAY, "--league", league, *where))
            aside = Path(f"{said[2]}.faults.csv")
            files.append([one.read_bytes() for one in (league, aside) if one.exists()])
        assert ran[0] == ran[1]
        assert files[0] == files[1]
        statuses.append(ran[1].status)
    assert statuses == [1, 1, 1, 0]


def test_what_keeps_a_cluster_from_judging_is_said(run: Run, tmp_path: Path) -> None:
    table = written(tmp_path, "t.csv", "id\nx\n")
    for address in ("tcp://127.0.0.1:1", "somewhere"):
        ran = run("batch", "civilized-community", table, "--as-of", DAY, "--dask", address)
        assert (ran.status, ran.out) == (1, "")
        assert f"{address}: 错误[cluster-failed]" in ran.err
    assert run("batch", "civilized-community", tmp_path, "--dask", "x:1").status == 2
