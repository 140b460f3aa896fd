"""A7: is a row shown or not? A business that would lift it over the threshold must not be seen in the answer."""

from __future__ import annotations

from math import exp, sqrt

import numpy as np

from calculators.release.policy import epsilon, noise_sd, own_sd
from calculators.release.publishing import with_figures
from calculators.release.shapes import Level, Measure, Row
from tests.attacks.measuring import FALSE_ALARM, Draws, lower_epsilon
from tests.attacks.worlds import HERE, POLICY

ROW = Row(Level.CELL, "fixed.one", "1", "fixed", HERE, Measure.CLARITY, published=False)
# One answer moves one bin of one measure in each of the two tables by one.
OWN_RHO = 2 / (2 * noise_sd(POLICY) ** 2)


def flags(bins: Draws) -> Draws:
    """Return of every release whether the row is shown, by the rule of releases itself."""
    sd = own_sd(POLICY)
    return np.array(
        [with_figures(ROW, one, sd, POLICY.factor, (1, 2, 3, 4, 5)).published for one in bins.tolist()], float
    )


def ratios(inside: Draws, outside: Draws) -> tuple[float, float]:
    """Return how many times likelier «shown», and «withheld», is in one world than in the other."""
    shown, other = inside.mean(), outside.mean()
    return max(shown / other, other / shown), max((1 - shown) / (1 - other), (1 - other) / (1 - shown))


def test_a_row_at_the_threshold_does_not_tell_who_lifted_it(edge):
    inside, outside = flags(edge.inside), flags(edge.outside)
    draws = len(inside)
    claim = epsilon(OWN_RHO, POLICY.delta)
    found = ratios(inside, outside)
    # Both shares are about a half: the ratio's logarithm has a standard deviation of √(2/draws), 0.01.
    sigmas = (claim - 0.05) / sqrt(2 / draws)
    print(f"shown {inside.mean():.3f} and {outside.mean():.3f}, ratios {found[0]:.3f}, {found[1]:.3f} ≤ e^{claim:.2f}")
    print(f"{draws} runs a world; a false alarm lies {sigmas:.0f} standard deviations off")
    assert 0.2 < inside.mean() < 0.8
    assert max(found) <= exp(claim) <= exp(epsilon(POLICY.rho, POLICY.delta))
    assert sigmas > 6
    assert lower_epsilon(inside, outside, [0.5], float(POLICY.delta), FALSE_ALARM) <= claim


def test_an_exact_threshold_is_caught(edge):
    # The weakened rule asks the exact number: shown with the business, withheld without it, every time.
    inside, outside = np.ones(len(edge.inside)), np.zeros(len(edge.outside))
    found = lower_epsilon(inside, outside, [0.5], float(POLICY.delta), FALSE_ALARM)
    print(f"an exact threshold: ε at least {found:.1f}")
    assert found > epsilon(POLICY.rho, POLICY.delta)
