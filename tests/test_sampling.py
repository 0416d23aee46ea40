"""How far a sample can be off: against scipy, and against counting every case in fractions."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from math import ceil, comb, floor
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from texts import BUNDLE, STANDARD, Run, changed, standard_in, write

import civscore
from civscore.scoring.sampling import MOST, Estimate, clopper_pearson, of_finite

QUICKLY: Final = settings(max_examples=300, deadline=None, database=None, derandomize=True)


def sizes(most: int) -> st.SearchStrategy[tuple[int, int]]:
    """How many pass, of how many."""
    return st.integers(1, most).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@QUICKLY
@given(sizes(300))
def test_clopper_pearson_is_that_of_scipy(sample: tuple[int, int]) -> None:
    """Rounded outwards to a tenth of a percent; scipy's last digits are not exact."""
    from scipy.stats import binomtest  # which takes long to import: one worker does

    low, high = clopper_pearson(*sample)
    found = binomtest(*sample).proportion_ci(confidence_level=0.95, method="exact")
    assert floor(found.low * 1000 - 1e-9) <= low <= floor(found.low * 1000 + 1e-9)
    assert ceil(found.high * 1000 - 1e-9) <= high <= ceil(found.high * 1000 + 1e-9)


def by_counting(hits: int, size: int, population: int) -> Iterator[int]:
    """Numbers of passing units that what was seen does not rule out."""
    for passing in range(population + 1):
        often = [
            Fraction(
                comb(passing, k) * comb(population - passing, size - k), comb(population, size)
            )
            for k in range(size + 1)
        ]
        if min(sum(often[hits:]), sum(often[: hits + 1])) > Fraction(1, 40):
            yield passing


@QUICKLY
@given(sizes(12), st.integers(0, 20))
def test_of_a_finite_number_by_counting(sample: tuple[int, int], more: int) -> None:
    population = sample[1] + more
    possible = list(by_counting(*sample, population))
    low, high = of_finite(*sample, population)
    assert low == floor(Fraction(1000 * possible[0], population))
    assert high == ceil(Fraction(1000 * possible[-1], population))


@QUICKLY
@given(sizes(60), st.integers(0, 3000))
def test_it_is_never_wider_than_as_if_there_were_no_end(sample: tuple[int, int], more: int) -> None:
    """Up to the one unit more or less that a finite number of them allows."""
    population = sample[1] + more
    finite, endless = of_finite(*sample, population), clopper_pearson(*sample)
    step = ceil(1000 / population) + 1
    assert endless[0] - step <= finite[0] <= 1000 * sample[0] / sample[1]
    assert 1000 * sample[0] / sample[1] <= finite[1] <= endless[1] + step


PUBLISHED: Final = [
    # Clopper and Pearson 1934, the chart for n = 10 and x = 4: .12 to .74
    (4, 10, (121, 738)),
    # rule of three, exactly: 1 - 0.025 ** (1 / 30)
    (0, 30, (0, 116)),
]


@pytest.mark.parametrize(("hits", "size", "expected"), PUBLISHED)
def test_published(hits: int, size: int, expected: tuple[int, int]) -> None:
    assert clopper_pearson(hits, size) == expected


@pytest.mark.parametrize(
    ("estimate", "method", "interval"),
    [
        (Estimate("a", "甲", "个", 4, 5, 5, None), "clopper_pearson", ("28.3", "99.5")),
        (Estimate("a", "甲", "个", 4, 5, 5, 36), "hypergeometric", ("33.3", "97.3")),
        (Estimate("a", "甲", "个", 3, 4, 5, 4), "census", None),
        (Estimate("a", "甲", "个", 9, MOST + 1, 5, None), "clopper_pearson", None),
    ],
)
def test_which_interval(estimate: Estimate, method: str, interval: tuple[str, str] | None) -> None:
    assert estimate.method == method
    assert estimate.interval == (interval and tuple(map(Decimal, interval)))


def test_a_large_one_does_not_take_long() -> None:
    """The largest there is an interval of."""
    assert clopper_pearson(MOST * 2 // 5, MOST) == (386, 414)
    assert of_finite(MOST * 2 // 5, MOST, 100_000) == (386, 414)


# --- in what users see ----------------------------------------------------------------------------

FRAME: Final = "frames.roads = [" + ", ".join(f'"{n}"' for n in range(12)) + "]\n"


def sampled(folder: Path, bundle: str, standard: str = STANDARD) -> civscore.Assessment:
    """The assessment of a changed bundle."""
    plan = standard_in(folder, standard)
    return civscore.assess(plan, civscore.load_bundle(write(folder, "bundle.toml", bundle), plan))


def test_the_report_says_how_sure_it_is(tmp_path: Path) -> None:
    found = {one.name: one for one in sampled(tmp_path, BUNDLE).estimates.values()}
    assert (found["roads"].population, found["poll"].population) == (None, None)
    framed = sampled(tmp_path, FRAME + BUNDLE)
    assert framed.estimates["roads"].population == 12
    said = " ".join(one.because.text() for one in framed.criteria)
    assert "95% 置信区间" in said
    assert "（共 12 个，超几何精确法）" in said


def test_fewer_answers_than_asked_for_are_said(tmp_path: Path, run: Run) -> None:
    """Where the standard accepts them, too."""
    standard = changed(STANDARD, 'if_short = "unproven"', 'if_short = "accept"')
    short = changed(BUNDLE, "yes = 50", "yes = 20")
    found = sampled(tmp_path, short, standard)
    assert found.estimates["poll"].is_short
    assert any("少于规定的 50" in one.because.text() for one in found.criteria)
    assert any("fewer than 50" in one.because.text("en") for one in found.criteria)
    ran = run("check", tmp_path / "bundle.toml", "--standard", write(tmp_path, "s.toml", standard))
    assert (ran.status, "[sample-short]" in ran.err) == (0, True)
