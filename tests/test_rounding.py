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
    quotient_text,
    read_number,
    share_text,
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
]


@pytest.mark.parametrize(("text", "plain"), READ)
def test_numbers_are_read_as_written(text: str, plain: str) -> None:
    assert text_of(read_number(text)) == plain


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_what_is_no_exact_number_is_refused(text: str, reason: str) -> None:
    with pytest.raises(InexactError) as raised:
        read_number(text)
    assert raised.value.reason == reason


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


def test_a_share_shown_never_crosses_its_threshold() -> None:
    """94.999…% is cut and marked, not rounded up to 95 %."""
    assert quotient_text((9499999 * 100, 10000000)) == "94.99…"
    assert share_text(Decimal("0.95")) == "95%"
