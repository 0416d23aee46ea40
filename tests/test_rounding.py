"""Exactness: text in, text out, and the one declared rounding."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracle import rounded

from civscore.exact import (
    INTEGERS,
    MOST_DECIMALS,
    ROUNDINGS,
    InexactError,
    Ratio,
    add_ratios,
    check_size,
    decimals_of,
    in_units,
    quotient_text,
    read_number,
    scaled,
    share_text,
    shown_units,
    text_of,
)

READ = [
    ("12", "12"),
    ("0.50", "0.5"),
    ("-0.5", "-0.5"),
    ("1_000", "1000"),
    ("95%", "0.95"),
    ("2‰", "0.002"),
    ("35.5 %", "0.355"),
    ("95\N{FULLWIDTH PERCENT SIGN}", "0.95"),
    (".25", "0.25"),
    (" +7 ", "7"),
    ("1_000_000", "1000000"),
    ("999_999_999_999", "999999999999"),
    ("0.123456", "0.123456"),
    ("0.0001%", "0.000001"),
    ("999999999999.999999", "999999999999.999999"),
    ("0000000000000000000000.5", "0.5"),  # as long as a number may be
]
REFUSED = [
    ("inf", "not_finite"),
    ("nan", "not_finite"),
    ("-Infinity", "not_finite"),
    ("1e400", "not_a_number"),
    ("0.1234567", "too_many_decimals"),
    ("1000000000000", "too_large"),
    ("十二", "not_a_number"),
    ("", "not_a_number"),
    ("1.2.3", "not_a_number"),
    ("+inf", "not_finite"),
    ("+NaN", "not_finite"),
    ("Xinf", "not_a_number"),
    ("1__000", "not_a_number"),
    ("12_", "not_a_number"),
    ("%", "not_a_number"),
    ("95%%", "not_a_number"),
    ("0.00001%", "too_many_decimals"),
    ("0.0001‰", "too_many_decimals"),
    ("00000000000000000000000.5", "too_many_decimals"),
    ("0000000000000000000000001", "too_large"),
    ("9999999999999", "too_large"),
]


@pytest.mark.parametrize(("text", "plain"), READ)
def test_numbers_are_read_as_written(text: str, plain: str) -> None:
    assert text_of(read_number(text)) == plain


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_what_is_no_exact_number_is_refused(text: str, reason: str) -> None:
    with pytest.raises(InexactError) as raised:
        read_number(text)
    assert raised.value.reason == reason
    assert str(raised.value) == reason


SIZES = [
    ("999999999999", None),
    ("-999999999999.999999", None),
    ("0", None),
    ("0E+30", None),
    ("0.000001", None),
    ("0.00000100", None),
    ("1000000000000", "too_large"),
    ("-1000000000000", "too_large"),
    ("0.0000001", "too_many_decimals"),
    ("NaN", "not_finite"),
    ("-Infinity", "not_finite"),
]


@pytest.mark.parametrize(("text", "reason"), SIZES)
def test_a_number_keeps_to_the_size_that_stays_exact(text: str, reason: str | None) -> None:
    number = Decimal(text)
    if reason is None:
        assert check_size(number) is number
        return
    with pytest.raises(InexactError) as raised:
        check_size(number)
    assert raised.value.reason == reason


DECIMALS = [
    ("1.50", 1),
    ("1.05", 2),
    ("1.0", 0),
    ("0.00", 0),
    ("100", 0),
    ("1E+2", 0),
    ("-0.120", 2),
    ("NaN", 0),
]


@pytest.mark.parametrize(("text", "decimals"), DECIMALS)
def test_decimals_that_carry_something(text: str, decimals: int) -> None:
    assert decimals_of(Decimal(text)) == decimals


def test_points_are_counted_in_units() -> None:
    assert scaled(Decimal("2.5"), 10) == 25
    assert scaled(Decimal("-0.25"), 100) == -25
    assert scaled(Decimal(10**17 + 1), 1) == 10**17 + 1
    with pytest.raises(InexactError, match=r"^too_many_decimals$"):
        scaled(Decimal("0.25"), 10)


TEXTS = [
    ("100", "100"),
    ("1E+2", "100"),
    ("78.330", "78.33"),
    ("-0.50", "-0.5"),
    ("-0.0", "0"),
    ("0", "0"),
    ("10.0", "10"),
]


@pytest.mark.parametrize(("number", "text"), TEXTS)
def test_numbers_are_written_without_idle_zeros(number: str, text: str) -> None:
    assert text_of(Decimal(number)) == text
    assert text_of(12) == "12"


UNITS = [
    ((7, 2), 10, "0.35"),
    ((7833, 1), 100, "78.33"),
    ((1000, 1), 10, "100"),
    ((0, 3), 10, "0"),
    ((-5, 1), 10, "-0.5"),
    ((1, 3), 1, "0.333333"),
    ((2, 3), 1, "0.666667"),
    ((-2, 3), 1, "-0.666667"),
    ((10**17 + 1, 1), 1, "100000000000000001"),
]


@pytest.mark.parametrize(("units", "scale", "points"), UNITS)
def test_units_are_points_again(units: Ratio, scale: int, points: str) -> None:
    found = in_units(units, scale)
    assert found == Decimal(points)
    assert not found.is_signed() or found < 0


def test_whole_units_keep_their_decimals() -> None:
    assert str(shown_units(785, 10)) == "78.5"
    assert str(shown_units(70, 100)) == "0.70"
    assert str(shown_units(7, 1)) == "7"


SUMS = [
    (((1, 1), (2, 1)), (3, 1)),
    (((1, 4), (2, 4)), (3, 4)),
    (((1, 2), (1, 3)), (5, 6)),
    (((-1, 10**12), (3, int("1000000000000"))), (2, 10**12)),  # equal, but another object
]


@pytest.mark.parametrize(("ratios", "total"), SUMS)
def test_ratios_over_one_denominator_keep_it(ratios: tuple[Ratio, Ratio], total: Ratio) -> None:
    assert add_ratios(*ratios) == total


def test_branches_of_integers() -> None:
    assert [INTEGERS.minimum(*pair) for pair in ((1, 2), (2, 1))] == [1, 1]
    assert [INTEGERS.maximum(*pair) for pair in ((1, 2), (2, 1))] == [2, 2]
    assert [INTEGERS.where(condition, 1, 2) for condition in (True, False)] == [1, 2]
    assert INTEGERS.take([5, 6], 1) == 6


@given(st.integers(-(10**12), 10**12), st.integers(0, MOST_DECIMALS))
def test_text_and_number_are_one(units: int, places: int) -> None:
    number = Decimal(units).scaleb(-places)
    if abs(number) < 10**12:
        assert read_number(text_of(number)) == number


@given(
    st.integers(-(10**9), 10**9),
    st.integers(1, 10**6),
    st.sampled_from(sorted(ROUNDINGS)),
)
def test_rounding_is_the_oracles(numerator: int, denominator: int, mode: str) -> None:
    from fractions import Fraction

    found = ROUNDINGS[mode](numerator, denominator, INTEGERS)
    assert found == rounded(Fraction(numerator, denominator), 0, mode)


def test_ties() -> None:
    """1/48 × 3 at three decimals is 0.0625, half up 0.063 and to even 0.062."""
    assert ROUNDINGS["half_up"](3 * 1000, 48, INTEGERS) == 63
    assert ROUNDINGS["half_even"](3 * 1000, 48, INTEGERS) == 62
    assert ROUNDINGS["half_up"](-1, 2, INTEGERS) == -1
    halves = (-5, -3, -1, 1, 3, 5, 7)
    assert [ROUNDINGS["half_even"](n, 2, INTEGERS) for n in halves] == [-2, -2, 0, 0, 2, 2, 4]
    assert [ROUNDINGS["half_up"](n, 2, INTEGERS) for n in halves] == [-3, -2, -1, 1, 2, 3, 4]
    assert [ROUNDINGS["down"](n, 2, INTEGERS) for n in halves] == [-2, -1, 0, 0, 1, 2, 3]
    assert [ROUNDINGS["up"](n, 2, INTEGERS) for n in halves] == [-3, -2, -1, 1, 2, 3, 4]


def test_a_share_shown_never_crosses_its_threshold() -> None:
    """94.999…% is cut and marked, not rounded up to 95 %."""
    assert quotient_text((9499999 * 100, 10000000)) == "94.99…"
    assert quotient_text((-19, 2)) == "-9.5"
    assert quotient_text((1, 3), 3) == "0.333…"
    assert quotient_text((0, 7)) == "0"
    assert share_text(Decimal("0.95")) == "95%"
