"""When two released means are called different: only when the interval of their difference excludes 0."""

from __future__ import annotations

from math import sqrt

from calculators.release.shapes import Level, Row
from rules.segments import dimensions


def differ(a: Row, b: Row, apart: bool = False) -> tuple[float, float] | None:
    """Return the 95 % interval of the mean of `a` less that of `b`, in score points; None when one is withheld.

    `apart` says the rows come from two releases, whose noise is independent. Within one release the interval is made
    wide enough for whatever least squares tied together: see `_tie`.

    >>> row = Row(Level.DOMAIN, None, None, "fire", None, "clarity", True, value=3.0, margin95=0.3)
    >>> low, high = differ(row, row, apart=True)
    >>> round(low, 2), round(high, 2)
    (-0.42, 0.42)
    """
    if a.value is None or b.value is None or a.margin95 is None or b.margin95 is None:
        return None
    tie = 0.0 if apart else _tie(a, b)
    width = sqrt(a.margin95**2 + b.margin95**2 + 2 * tie * a.margin95 * b.margin95)
    middle = a.value - b.value
    return middle - width, middle + width


def different(a: Row, b: Row, apart: bool = False) -> bool:
    """Return whether two released means may be called different.

    >>> row = Row(Level.DOMAIN, None, None, "fire", None, "clarity", True, value=3.0, margin95=0.3)
    >>> different(row, row)
    False
    """
    interval = differ(a, b, apart)
    return interval is not None and not interval[0] <= 0 <= interval[1]


def lower_end(row: Row) -> float | None:
    """Return the lower end of a mean's 95 % interval, not below the scale; None for a withheld row.

    >>> lower_end(Row(Level.DOMAIN, None, None, "fire", None, "clarity", True, value=1.2, margin95=0.3))
    1.0
    """
    if row.value is None or row.margin95 is None:
        return None
    return max(row.value - row.margin95, float(min(dimensions().scores)))


def _tie(a: Row, b: Row) -> float:
    """Return how strongly the noise of two means of one release can be tied, at most.

    Two cells of a requirement: 1/12 (least squares). A row and one that contains it: anything up to 1.
    Other measures and other requirements have noise of their own.
    """
    if a.measure != b.measure:
        return 0.0
    if a.level != b.level:
        return 1.0
    if (a.requirement, a.version, a.domain) != (b.requirement, b.version, b.domain):
        return 0.0
    return 1 / len(dimensions().segments) if a.level is Level.CELL else 1.0
