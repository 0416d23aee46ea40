"""What files cost that are made to do harm: the slowest of each kind, and the most memory.

    python benchmarks/hostile.py

prints each result as it comes and writes the table into docs/performance.md. The files are those
of `tests/bombs.py`; each is read in turns with a text of a megabyte by tomli, and what is measured
is the work of the processor.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import Final, NamedTuple

import tomli

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from bombs import BOMBS, MEGABYTES, Made, Worker  # noqa: E402
from faulty_text import OF_FORM, faulty_text  # noqa: E402
from measuring import Result, Times, write_table  # noqa: E402

SECONDS: Final = 2
TURNS: Final = 5
TEXT: Final = faulty_text((OF_FORM,), 10**6)[0]
KINDS: Final = {
    "bundle": "佐证包（TOML）",
    "standard": "标准（TOML）",
    "ledger": "台账（XLSX）",
    "zip": "压缩包",
    "table": "表格（CSV）",
    "columns": "表格（Parquet）",
    "picture": "照片",
    "manifest": "封存包的清单",
    "bagit": "封存包的说明",
    "result": "结果（JSON）",
    "costs": "工作量（TOML）",
    "form": "抽样表（CSV）",
    "frame": "抽样框（CSV）",
}


class Cost(NamedTuple):
    """What one file cost, and what the peer did in the same turns."""

    name: str
    work: Times
    peer: Times
    megabytes: float


def main() -> None:
    """Measure everything, print it, and write it down."""
    with TemporaryDirectory() as folder, Worker(Path(folder)) as worker:
        write_table("hostile", (measure(worker),))


def measure(worker: Worker) -> Iterator[Result]:
    """The slowest file of each kind, beside tomli."""
    peers = Times()
    for reader in dict.fromkeys(one for one, _, _ in BOMBS):
        cases = [(name, make) for one, name, make in BOMBS if one == reader]
        costs = [cost_of(worker, reader, name, make) for name, make in cases]
        peers.seconds += [one for cost in costs for one in cost.peer.seconds]
        slowest = max(costs, key=lambda one: one.work.median)
        spent, most = slowest.work.median, max(one.megabytes for one in costs)
        yield Result(
            f"{KINDS[reader]}，{len(costs)} 个，最慢的是 `{slowest.name}`",
            f"{spent:.2f} s，至多 {most:.0f} MB",
            "tomli 解析",
            slowest.work.ratio(slowest.peer),
            f"{SECONDS} s，{MEGABYTES} MB",
            spent <= SECONDS and most <= MEGABYTES,
        )
    yield Result("tomli 解析 1 MB 文本", f"{peers.median:.3f} s")


def cost_of(worker: Worker, reader: str, name: str, make: Made) -> Cost:
    """The work of reading one file, in turns with tomli."""
    content, cost = make(), Cost(name, Times(), Times(), 0)
    for _ in range(TURNS):
        start = process_time()
        tomli.loads(TEXT)
        cost.peer.seconds.append(process_time() - start)
        found = worker.read(reader, content)
        cost.work.seconds.append(found["seconds"])
        cost = cost._replace(megabytes=max(cost.megabytes, found["megabytes"]))
    return cost


if __name__ == "__main__":
    main()
