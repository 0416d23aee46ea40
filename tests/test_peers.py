"""What the benchmarks compare with says the same, rule by rule written once more by hand."""

import sys
from pathlib import Path

import numpy as np
import pytest

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
sys.path += [str(BENCHMARKS / "cohort")]

import bundled  # noqa: E402
from engine import by_civscore, check_ranges, gaps, right, wrong_of, zeroed  # noqa: E402
from making import columns, plan_of  # noqa: E402
from peers.by_hand import by_hand  # noqa: E402
from peers.by_intervals import by_intervals  # noqa: E402
from peers.by_numpy import by_numpy  # noqa: E402

CRITERIA, ROWS = 30, 2000


def test_the_bundled_standard_written_by_hand_comes_to_the_same() -> None:
    """As far as a table can tell: what is inspected on the spot is not in it."""
    plan = bundled.standard()
    made = bundled.columns(plan, ROWS, unknown=0)
    judged = right(by_civscore(plan, made)(None))
    assert wrong_of(judged, map(by_hand, zeroed(made))) == (0, 0, ROWS)
    assert len(np.unique(judged.total)) > ROWS // 10
    assert set(judged.tier.tolist()) > {-1}


@pytest.mark.parametrize("unknown", [0, 0.1])
def test_a_made_standard_written_by_hand_comes_to_the_same(unknown: float, tmp_path: Path) -> None:
    made = columns(CRITERIA, ROWS, unknown=unknown)
    judged = by_civscore(plan_of(CRITERIA, tmp_path), made)(None)
    ranged = by_intervals(CRITERIA)
    check_ranges(judged, [ranged(one) for one in zip(zeroed(made), gaps(made), strict=True)])
    totals, _, _ = wrong_of(right(judged), map(by_numpy(CRITERIA), zeroed(made)))
    assert bool(totals) is bool(unknown)  # an empty cell is not zero
