"""Counts that give nobody away: small ones merged, all rounded, none to be had by subtracting one from another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median

FEWEST = 10
STEP = 5
FOR_MEDIAN = 30
OTHERS = "others"


def rounded(count: int) -> int:
    """Return a count rounded to the nearest 5.

    >>> [rounded(n) for n in (10, 12, 13, 27)]
    [10, 10, 15, 25]
    """
    return (count + STEP // 2) // STEP * STEP


def counted(count: int) -> int | None:
    """Return a count as it may be told: from 10, rounded to 5; None below.

    >>> counted(9), counted(11)
    (None, 10)
    """
    return rounded(count) if count >= FEWEST else None


def one_way(counts: Mapping[str, int]) -> dict[str, int]:
    """Return a table of counts by name: cells under 10 merged into «others», each rounded to 5, by name.

    Where «others» would itself be under 10, the smallest cells join it, so what was merged cannot be told from what is
    left out. A table that would hold fewer than 10 in all is empty. There is no total.

    >>> one_way({"a": 40, "b": 12, "c": 3})
    {'a': 40, 'others': 15}
    >>> one_way({"a": 4, "b": 3})
    {}
    """
    big = {name: count for name, count in counts.items() if count >= FEWEST}
    others = sum(counts.values()) - sum(big.values())
    while 0 < others < FEWEST and big:
        smallest = min(big, key=lambda name: (big[name], name))
        others += big.pop(smallest)
    table = {name: rounded(big[name]) for name in sorted(big)}
    return table | ({OTHERS: rounded(others)} if others >= FEWEST else {})


def middle(days: Sequence[int]) -> int | None:
    """Return the median of whole days, None of fewer than 30 cases.

    >>> middle([5] * 29), middle([5] * 15 + [9] * 15)
    (None, 7)
    """
    return round(median(days)) if len(days) >= FOR_MEDIAN else None
