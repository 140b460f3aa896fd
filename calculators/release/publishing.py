"""The rule of showing: a row is shown when its own noise leaves something to see, and by nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import ceil, sqrt

from calculators.release.shapes import Row

HALF_WIDTH_95 = 1.96
PARTS = 100  # of a point: two decimals are published, and a rounded mean may be off by half of the last one


def with_figures(row: Row, bins: Sequence[float], sd: float, factor: int, scores: Sequence[int]) -> Row:
    """Return `row` with what its noisy bins say, or unchanged when it is withheld.

    `sd` is the standard deviation of one of its bins; it is shown from `factor` × `sd` noisy answers on. No exact count
    is looked at. `margin95` is the noise's, 1.96 · sd · √Σ(score − mean)² / n, rounded up. The mean is taken before
    bins below 0 are shown as 0, so that it leans to no side.
    Source: trust.md §0.3, §1.2 B.

    >>> from calculators.release.shapes import Level
    >>> empty = Row(Level.DOMAIN, None, None, "fire", None, "clarity", published=False)
    >>> with_figures(empty, [0, 10, -3, 2, 0], 10.0, 25, [1, 2, 3, 4, 5]) == empty
    True
    >>> row = with_figures(empty, [100, 0, 200, 0, 100], 10.0, 25, [1, 2, 3, 4, 5])
    >>> row.value, row.n_noisy, row.margin95, row.shares
    (3.0, 400, 0.16, (0.25, 0.0, 0.5, 0.0, 0.25))
    """
    n = sum(bins)
    if n < factor * sd:
        return row
    mean = sum(score * one for score, one in zip(scores, bins, strict=True)) / n
    spread = sqrt(sum((score - mean) ** 2 for score in scores))
    return replace(
        row,
        published=True,
        value=min(max(mean, float(scores[0])), float(scores[-1])),
        margin95=margin_of(HALF_WIDTH_95 * sd * spread / n),
        n_noisy=round(n),
        sd=sd,
        shares=shares_of(bins),
    )


def margin_of(half_width: float) -> float:
    """Return a half-width as it is published: in two decimals, up, with what rounding may take from the mean.

    Rounded to the nearest a narrow interval would be 0.00 and cover nothing.

    >>> margin_of(0.0002), margin_of(0.15), margin_of(0.1549)
    (0.01, 0.16, 0.16)
    """
    return ceil(PARTS * half_width + 0.5) / PARTS


def shares_of(bins: Sequence[float]) -> tuple[float, ...]:
    """Return the distribution over the bins; what noise took below 0 is shown as 0.

    >>> shares_of([3, -1, 1])
    (0.75, 0.0, 0.25)
    """
    shown = [max(one, 0.0) for one in bins]
    total = sum(shown)
    return tuple(one / total for one in shown) if total else tuple(0.0 for _ in shown)
