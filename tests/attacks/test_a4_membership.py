"""A4: whoever knows all other answers asks whether one business at its cap is in a release, or in a year of them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from calculators.release.policy import epsilon, noise_sd
from tests.attacks.conftest import QUARTERS
from tests.attacks.measuring import FALSE_ALARM, Draws, advantage, alarm_chance, gaussian_advantage, missed_chance
from tests.attacks.worlds import POLICY, Seen, answers_of_target, crowd, moved, seen

YEAR = 4  # releases of quarters; the yearly one holds other attributes and has a share of its own


def by_years(draws: Draws) -> Draws:
    """Return the statistic of whole years: independent quarters, one after another."""
    return draws.reshape(-1, YEAR).sum(axis=1)


@pytest.mark.parametrize(("releases", "bound"), [(1, 0.30), (YEAR, 0.50)])
def test_membership_stays_a_guess(quarters, releases, bound):
    found = quarters if releases == 1 else Seen(by_years(quarters.inside), by_years(quarters.outside))
    draws = QUARTERS // releases
    rho = POLICY.rho * releases
    theory = gaussian_advantage(float(2 * rho) ** 0.5)
    measured = advantage(found.inside, found.outside, 0.0)
    chance = alarm_chance(bound, theory, draws)
    print(
        f"{releases} release(s): advantage {measured:.3f}, theory {theory:.3f}; "
        f"ε {epsilon(rho, POLICY.delta):.2f} at δ {POLICY.delta}; {draws} draws, false alarm {chance:.1e}"
    )
    assert chance <= FALSE_ALARM
    assert measured <= bound


def test_a_whole_year_with_the_yearly_release_is_told_openly():
    theory = gaussian_advantage(float(2 * POLICY.yearly_rho) ** 0.5)
    print(
        f"four quarters and the yearly release: {theory:.3f} in theory, ε {epsilon(Decimal('0.925'), POLICY.delta):.2f}"
    )
    assert theory < 0.51


def test_the_worlds_of_the_attack_are_as_far_apart_as_the_policy_allows():
    others = crowd()
    bins = moved(others, [*others, *answers_of_target(POLICY.cap)])
    assert bins.length**2 == pytest.approx(2 * 2 * POLICY.cap)
    assert bins.length**2 / (2 * noise_sd(POLICY) ** 2) == pytest.approx(float(POLICY.rho), rel=1e-6)


@pytest.mark.parametrize(
    ("weakness", "answers", "made_for"),
    [("noise made for a single answer", POLICY.cap, 1), ("a forgotten cap", 4 * POLICY.cap, POLICY.cap)],
)
def test_a_weakened_release_is_caught(weakness, answers, made_for):
    draws, bound = 1_000, 0.30
    others = crowd()
    bins = moved(others, [*others, *answers_of_target(answers)], cap=answers)
    scale = noise_sd(replace(POLICY, cap=made_for))
    theory = gaussian_advantage(bins.length / scale)
    found = seen(bins, draws, scale)
    measured = advantage(found.inside, found.outside, 0.0)
    print(f"{weakness}: advantage {measured:.3f}, theory {theory:.3f}; {draws} draws")
    assert missed_chance(bound, theory, draws) <= FALSE_ALARM
    assert measured > bound
