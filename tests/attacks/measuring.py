"""How well an attacker does: advantage, empirical ε, and how surely a figure is what it seems."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil, inf, log

import numpy as np
import numpy.typing as npt
from scipy.stats import beta, binom, norm

FALSE_ALARM = 1e-6
Draws = npt.NDArray[np.float64]


def advantage(inside: Draws, outside: Draws, threshold: float) -> float:
    """Return how much oftener the attacker says «it was there» when it was than when it was not."""
    return float((inside > threshold).mean() - (outside > threshold).mean())


def gaussian_advantage(distance: float) -> float:
    """Return the best advantage against normal noise when the two worlds lie so many standard deviations apart."""
    return float(2 * norm.cdf(distance / 2) - 1)


def alarm_chance(bound: float, theory: float, draws: int) -> float:
    """Return how often a sound mechanism of advantage `theory` is measured above `bound`, exactly.

    With the threshold in the middle, a right guess has the same chance (1 + theory) / 2 in either world: all right
    guesses together are one binomial number.
    """
    return float(binom.sf(ceil(draws * (1 + bound)) - 1, 2 * draws, (1 + theory) / 2))


def missed_chance(bound: float, theory: float, draws: int) -> float:
    """Return how often a weakened mechanism of advantage `theory` is measured at or below `bound`, exactly."""
    return 1 - alarm_chance(bound, theory, draws)


def lower_epsilon(inside: Draws, outside: Draws, thresholds: Iterable[float], delta: float, alarm: float) -> float:
    """Return an ε that the mechanism surely has at least: wrong with a chance of at most `alarm`.

    Clopper–Pearson bounds of «above the threshold» and «not above», in both directions, `alarm` shared among all of
    them. The thresholds are fixed beforehand, never chosen by looking.
    """
    grid = list(thresholds)
    each = alarm / (8 * len(grid))
    found = 0.0
    for threshold in grid:
        for one, other in ((inside, outside), (outside, inside)):
            above = int((one > threshold).sum()), int((other > threshold).sum())
            for mine, theirs in (above, (len(one) - above[0], len(other) - above[1])):
                found = max(found, _ratio(mine, len(one), theirs, len(other), delta, each))
    return found


def _ratio(mine: int, draws: int, theirs: int, others: int, delta: float, each: float) -> float:
    low = float(beta.ppf(each, mine, draws - mine + 1)) if mine else 0.0
    high = float(beta.ppf(1 - each, theirs + 1, others - theirs)) if theirs < others else 1.0
    if low <= delta:
        return 0.0
    return log((low - delta) / high) if high > 0 else inf
