"""What a cohort costs: whole columns of communities, beside the same rules in other tools.

    python benchmarks/cohort/measure.py [--rows N] [--file-rows N] [--most N]

makes the data, runs all peers in turns in the same run, on one thread, and writes the tables in
docs/performance.md. With `--most 10000000` memory is measured at ten million communities, for which
a few GB of disk and some minutes are needed. `pip install -r benchmarks/requirements.txt` first.
"""

import argparse
import sys
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "benchmarks"), str(Path(__file__).parent)]

import one_thread  # noqa: E402, F401
from curves import by_criteria, by_rows  # noqa: E402
from in_memory import alone, community, partly, recorded  # noqa: E402
from making import plan_of  # noqa: E402
from measuring import write_table  # noqa: E402
from on_disk import file_to_file, memory  # noqa: E402


def main() -> None:
    """Measure everything, print it, and write it down."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--rows", type=int, default=100_000, help="communities in memory")
    asked.add_argument("--file-rows", type=int, default=600_000, help="communities in a file")
    asked.add_argument("--most", type=int, default=2_400_000, help="communities in a large file")
    given = asked.parse_args()
    with TemporaryDirectory() as name:
        folder = Path(name)
        plan = partial(plan_of, folder=folder)
        in_turn = (recorded, partly, alone, community, by_rows, by_criteria)
        in_memory = (one(plan, given.rows) for one in in_turn)
        on_disk = file_to_file(folder, given.file_rows), memory(folder, given.file_rows, given.most)
        write_table("cohort", in_memory)
        write_table("cohort files", on_disk)


if __name__ == "__main__":
    main()
