"""Exact money: one rounding, and parts that add up."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from calculators.money import allocate, exact_text, kopecks, money_text, share_text

amounts = st.fractions(min_value=-(10**30), max_value=10**30)


def test_a_half_goes_up():
    assert kopecks(Fraction("0.005")) == Decimal("0.01")
    assert kopecks(Fraction("0.0049999999999999999999999999999999999999")) == Decimal("0.00")


def test_thirty_four_digits_keep_every_one():
    assert money_text(Fraction("98765432109876543210987654321098.76")) == "98765432109876543210987654321098.76"


def test_what_is_unknown_is_not_zero():
    assert money_text(None) is None


@given(st.lists(amounts, min_size=1, max_size=30))
def test_shown_parts_add_up_to_the_shown_total(parts):
    shown = sum((Fraction(part) for part in allocate(parts)), Fraction(0))
    assert shown == Fraction(kopecks(sum(parts, Fraction(0))))


@given(st.lists(amounts, min_size=1, max_size=30))
def test_no_part_moves_by_more_than_a_kopeck(parts):
    assert all(
        abs(Fraction(shown) - part) < Fraction("0.01") for shown, part in zip(allocate(parts), parts, strict=True)
    )


@given(amounts)
def test_exact_text_loses_nothing(number):
    assert Fraction(exact_text(number)) == number


@given(st.fractions(min_value=0, max_value=10**6))
def test_a_share_has_at_most_ten_significant_digits(share):
    digits = share_text(share).replace(".", "").strip("0")
    assert len(digits) <= 10
