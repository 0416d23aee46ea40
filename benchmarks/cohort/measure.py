"""What a cohort costs: whole columns of communities, beside the same rules in other tools.

    python benchmarks/cohort/measure.py [--rows N]

makes the data, runs all peers in turns in the same run and writes the table in docs/performance.md.
The peers are installed by `pip install -r benchmarks/requirements.txt`.
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


def main() -> None:
    """Measure everything, print it, and write it down."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--rows", type=int, default=100_000, help="communities in memory")
    given = asked.parse_args()
    with TemporaryDirectory() as folder:
        plan = partial(plan_of, folder=Path(folder))
        in_turn = (recorded, partly, alone, community, by_rows, by_criteria)
        write_table("cohort", (one(plan, given.rows) for one in in_turn))


if __name__ == "__main__":
    main()
