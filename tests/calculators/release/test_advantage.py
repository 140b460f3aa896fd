"""What releases leave to an attacker who knows everything but one business."""

from __future__ import annotations

from statistics import NormalDist

import pytest

from calculators.release.advantage import advantage


@pytest.mark.parametrize("rho", [0.01, 0.185, 0.3, 0.74, 0.925])
def test_it_is_the_distance_of_two_gaussians(rho: float) -> None:
    one, other = NormalDist(0, 1), NormalDist((2 * rho) ** 0.5, 1)
    middle = (2 * rho) ** 0.5 / 2
    assert advantage(rho) == pytest.approx(one.cdf(middle) - other.cdf(middle))


def test_nothing_spent_tells_nothing() -> None:
    assert advantage(0) == 0
    with pytest.raises(ValueError, match="negative"):
        advantage(-1)
