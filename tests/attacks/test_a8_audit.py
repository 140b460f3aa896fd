"""A8: every statistic of a release is audited: the ε it surely has must not exceed the ε that is claimed for it.

The lower bound is Clopper–Pearson's, wrong with a chance of one in a million over all thresholds of a statistic (the
99 % one is printed beside it). 20,000 runs a world.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from calculators.release.drawing import histogram
from calculators.release.policy import epsilon, noise_sd
from tests.attacks.measuring import FALSE_ALARM, Draws, lower_epsilon
from tests.attacks.test_a7_threshold import OWN_RHO, flags
from tests.attacks.worlds import POLICY, rows_seen

DELTA = float(POLICY.delta)
RUNS = 20_000
SCORES = np.arange(1, 6)
# In standard deviations from the middle, fixed beforehand.
GRID = np.arange(-3, 3.5, 0.5)


def audited(name: str, inside: Draws, outside: Draws, rho: float) -> tuple[float, float]:
    """Return the sure lower bound and the claim of a statistic, and print both."""
    middle, sd = (inside.mean() + outside.mean()) / 2, outside.std()
    grid = [0.5] if set(np.unique(outside)) <= {0.0, 1.0} else list(middle + GRID * sd)
    sure, usual = (lower_epsilon(inside, outside, grid, DELTA, alarm) for alarm in (FALSE_ALARM, 0.01))
    claim = epsilon(rho, DELTA)
    print(f"{name}: ε ≥ {sure:.3f} (99 %: {usual:.3f}), claimed {claim:.3f}; {len(inside)} runs")
    return sure, claim


def mean_of(bins: Draws) -> Draws:
    """Return the means of noisy histograms."""
    found: Draws = bins @ SCORES / bins.sum(axis=1)
    return found


def test_each_statistic_of_a_row_keeps_its_claim(edge):
    statistics: Mapping[str, tuple[Draws, Draws]] = {
        "a cell's bin": (edge.inside[:, 4], edge.outside[:, 4]),
        "a cell's number": (edge.inside.sum(axis=1), edge.outside.sum(axis=1)),
        "a requirement's bin": (edge.inside_requirement[:, 4], edge.outside_requirement[:, 4]),
        "a mean": (mean_of(edge.inside), mean_of(edge.outside)),
        "a flag": (flags(edge.inside), flags(edge.outside)),
    }
    for name, (inside, outside) in statistics.items():
        sure, claim = audited(name, inside, outside, OWN_RHO)
        assert sure <= claim


def test_a_topic_group_that_holds_every_answer_of_a_business_keeps_its_claim():
    # Ten requirements, the target in the same bin of each: ten times the movement, √10 of the noise.
    worlds = [
        rows_seen([40 + there], RUNS * POLICY.cap, segments=1).requirement.reshape(RUNS, POLICY.cap).sum(axis=1)
        for there in (1, 0)
    ]
    sure, claim = audited("a topic group's bin", worlds[0], worlds[1], OWN_RHO * POLICY.cap)
    assert sure <= claim


def test_a_whole_release_keeps_the_claim_of_the_quarter(quarters):
    sure, claim = audited("everything of a release", quarters.inside, quarters.outside, float(POLICY.rho))
    assert claim == pytest.approx(3.0, abs=0.01)
    assert 0.5 < sure <= claim


def test_a_forgotten_cap_is_caught():
    # One owner's forty accounts vote alike in one bin, unmerged and unsampled: 40 where the noise hides 1.
    inside, outside = (np.array(histogram([100 + votes] * 5_000, noise_sd(POLICY)), float) for votes in (40, 0))
    sure, _ = audited("forty votes of one owner", inside, outside, OWN_RHO)
    assert sure > epsilon(POLICY.rho, POLICY.delta)


def test_noise_drawn_for_another_cap_is_caught():
    # A tenth of the noise: the claim stays, the release does not keep it.
    inside, outside = (np.array(histogram([count] * 5_000, noise_sd(POLICY) / 10), float) for count in (101, 100))
    sure, claim = audited("a tenth of the noise", inside, outside, OWN_RHO)
    assert sure > claim
