"""Discounting and annuities: what later money is worth now, and a sum spread evenly over years."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Context, Decimal
from fractions import Fraction

ONE = Fraction(1)
# Powers of halves of a year are irrational; forty digits are kept.
ROOTS = Context(prec=50)


def discount_factor(rate: Fraction, year: int, timing: str) -> Fraction:
    """Return the worth in year 0 of a ruble of year `year` (1 = first), by timing of the payment.

    start_of_period: (1+r)^−(t−1); end_of_period: (1+r)^−t; mid_period: (1+r)^−(t−½); none: 1.

    >>> discount_factor(Fraction("0.1"), 2, "end_of_period")
    Fraction(100, 121)
    """
    if timing == "none":
        return ONE
    whole = (1 + rate) ** -(year - 1 if timing == "start_of_period" else year)
    return whole * half_year(rate) if timing == "mid_period" else whole


def half_year(rate: Fraction) -> Fraction:
    """Return the growth of half a year, the square root of 1 + rate, to forty digits."""
    base = 1 + rate
    decimal = ROOTS.divide(Decimal(base.numerator), Decimal(base.denominator))
    return Fraction(ROOTS.sqrt(decimal))


def present_value(flows: Sequence[Fraction], rate: Fraction, timing: str) -> Fraction:
    """Return the present value of the flows of years 1, 2, …

    >>> present_value([Fraction(110)], Fraction("0.1"), "end_of_period")
    Fraction(100, 1)
    """
    factors = (discount_factor(rate, year, timing) for year in range(1, len(flows) + 1))
    return sum((flow * factor for flow, factor in zip(flows, factors, strict=True)), Fraction(0))


def recovery_factor(rate: Fraction, years: int) -> Fraction:
    """Return the capital recovery factor r / (1 − (1+r)^−T), which is 1/T at rate 0.

    >>> recovery_factor(Fraction(0), 4)
    Fraction(1, 4)
    """
    return Fraction(1, years) if rate == 0 else rate / (1 - (1 + rate) ** -years)


def equivalent_annual(value: Fraction, rate: Fraction, years: int, timing: str) -> Fraction:
    """Return the even yearly stream of the same timing with this present value.

    >>> equivalent_annual(Fraction(40), Fraction(0), 4, "end_of_period")
    Fraction(10, 1)
    """
    if timing == "none":
        return value / years
    end = value * recovery_factor(rate, years)
    if timing == "start_of_period":
        return end / (1 + rate)
    return end / half_year(rate) if timing == "mid_period" else end


def purchase_per_year(cost: Fraction, residual: Fraction, rate: Fraction, life: int) -> Fraction:
    """Return the equivalent annual cost of a purchase worth `residual` at the end of its life: (C − S·v^L) × CRF.

    >>> purchase_per_year(Fraction(100), Fraction(20), Fraction(0), 4)
    Fraction(20, 1)
    """
    return (cost - residual * (1 + rate) ** -life) * recovery_factor(rate, life)
