"""What a policy may say, and that OpenDP counts no more than it claims."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.release.noise import filter_takes
from calculators.release.policy import (
    LEAST_SHOWN,
    charge,
    check_policy,
    epsilon,
    filter_allows,
    noise_sd,
    own_sd,
    policy_bytes,
    policy_numbers,
)
from calculators.release.shapes import Policy
from calculators.release.yearly import yearly_sd
from rules.faults import InputError

QUARTER, YEAR = Decimal("0.185"), Decimal("0.925")


def test_the_default_is_what_the_privacy_page_promises():
    check_policy(Policy())
    assert round(epsilon(QUARTER, Policy().delta), 1) == 3.0
    assert round(epsilon(YEAR, Policy().delta), 1) == 7.4
    assert noise_sd(Policy()) == pytest.approx(sqrt(20 / 0.185))
    assert own_sd(Policy()) == pytest.approx(9.99, abs=0.005)
    assert Policy().factor * own_sd(Policy()) == pytest.approx(250, abs=1)


@given(st.integers(1, 20), st.integers(1, 300))
def test_opendp_never_counts_more_than_the_policy_claims(cap, thousandths):
    rho = Decimal(thousandths) / 1000
    assert charge(Policy(rho=rho, cap=cap)) <= float(rho)


def test_noise_too_small_for_the_claim_is_refused():
    with pytest.raises(ValueError, match=r"the policy claims 0\.185"):
        charge(Policy(), 10.3)


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"rho": Decimal("0.301")}, ["rho", "yearly_rho"]),
        ({"rho": Decimal("0.186")}, ["yearly_rho"]),
        ({"rho": Decimal("0.186"), "yearly_rho": Decimal("0.93")}, []),
        ({"rho": Decimal(0)}, ["rho"]),
        ({"rho": Decimal("NaN")}, ["rho"]),
        ({"cap": 21}, ["cap"]),
        ({"cap": 0}, ["cap"]),
        ({"factor": 0}, ["factor"]),
        ({"factor": 3}, ["factor"]),
        ({"cap": 20, "factor": 3}, ["factor"]),  # a quarter's row would do, a year's is shown from fewer
        ({"factor": 4}, []),
        ({"delta": Decimal("0.001")}, ["delta"]),
        ({"delta": Decimal(0)}, ["delta"]),
        ({"yearly_rho": Decimal("0.94")}, ["yearly_rho"]),
        ({"yearly_rho": Decimal("0.1")}, ["yearly_rho"]),
        ({"rho": Decimal(2), "cap": 100, "factor": -1}, ["rho", "cap", "factor", "yearly_rho"]),
    ],
)
def test_bounds_are_told_all_at_once(change, fields):
    found: list[str | None] = []
    try:
        check_policy(replace(Policy(), **change))
    except InputError as error:
        found = [fault.field for fault in error.faults]
    assert found == fields


@given(st.integers(1, 20), st.integers(1, 186), st.integers(1, 40))
def test_no_policy_that_is_let_pass_shows_a_row_below_thirty(cap, thousandths, factor):
    policy = Policy(rho=Decimal(thousandths) / 1000, yearly_rho=Decimal("0.93"), cap=cap, factor=factor)
    try:
        check_policy(policy)
    except InputError:
        return
    assert factor * own_sd(policy) >= LEAST_SHOWN
    assert factor * yearly_sd(policy) >= LEAST_SHOWN


def test_a_year_that_would_stop_midway_is_refused_in_words():
    with pytest.raises(InputError, match="four quarters and the year"):
        check_policy(Policy(yearly_rho=Decimal("0.37")))


def test_a_policy_has_one_spelling():
    assert policy_bytes(Policy()) == policy_bytes(Policy(rho=Decimal("0.1850"), delta=Decimal("1e-6")))
    assert policy_bytes(Policy()) != policy_bytes(Policy(cap=9))


@pytest.mark.parametrize(
    ("already", "coming", "allowed"),
    [
        ([], QUARTER, True),
        ([QUARTER] * 4, QUARTER, True),
        ([QUARTER] * 5, QUARTER, False),
        ([QUARTER] * 5, Decimal("0.000001"), False),
        ([QUARTER] * 4, Decimal("0.185001"), False),
        ([], Decimal(0), False),
        ([], Decimal(-1), False),
        ([Decimal(-1)], QUARTER, False),
        ([], Decimal(1), False),
    ],
)
def test_the_yearly_cap_holds_to_the_last_digit(already, coming, allowed):
    assert filter_allows(already, coming, YEAR) is allowed


def test_opendps_own_filter_refuses_what_goes_past_the_cap():
    assert filter_takes([0.185] * 5, 0.925) is True
    assert filter_takes([0.185] * 5 + [0.00001], 0.925) is False
    assert filter_takes([0.93], 0.925) is False


def test_a_header_tells_the_numbers_of_the_policy():
    numbers = policy_numbers(Policy())
    assert numbers["noise_sd"] == {"cell": 9.99, "requirement": 9.99}
    assert (numbers["rho"], numbers["cap"], numbers["factor"], numbers["delta"]) == (0.185, 10, 25, 1e-6)
