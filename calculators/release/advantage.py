"""How much better than chance somebody can tell whether a business took part, who knows everything but that."""

from __future__ import annotations

from decimal import Decimal
from math import erf, sqrt


def advantage(rho: Decimal | float) -> float:
    """Return the worst-case advantage of such an attacker, from 0 (nothing) to 1 (certainty), of a Gaussian release.

    Two Gaussians at a distance of √(2ρ) standard deviations differ by erf(√ρ / 2) in total variation; ρ adds up over
    releases. The discrete Gaussian is as good as the continuous one at the scales used here.
    Source: Dong, Roth, Su 2022, Gaussian differential privacy; ρ-zCDP by Bun and Steinke 2016.

    Raises:
        ValueError: a negative ρ.

    >>> round(advantage(Decimal("0.185")), 2), round(advantage(4 * 0.185), 2)
    (0.24, 0.46)
    """
    if rho < 0:
        raise ValueError("rho cannot be negative")
    return erf(sqrt(float(rho)) / 2)
