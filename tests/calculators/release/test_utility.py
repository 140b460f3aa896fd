"""What releases are good for, on the fixed set: the goals of trust.md §7.3, with fewer draws than the bench has.

Chances of a false alarm, from the exact tables. An error above 0.25 has 1.8 % among shown cells of 5,000 businesses,
and about 1,200 of them are looked at: 22 expected, 60 allowed, below 1e-10. A mean coverage of 24 releases has a
standard deviation of 0.0012 and lies 0.05 (cells) and 0.03 (requirements) from its bound. The least requirement of
50,000 businesses has 740 answers, 22 standard deviations above the threshold. Intervals hold about 95 % of the means,
and 90 % of the 960 rows or more of a line lie 6 standard deviations off; topic groups have too few rows for that.
"""

from __future__ import annotations

import pytest

from calculators.release.shapes import Level
from calculators.synthetic import fixed_items
from tests.bench.release_utility import Utility, counts_of, utility


@pytest.mark.parametrize(
    ("businesses", "releases", "cells", "requirements"), [(5_000, 24, 0.30, 0.70), (50_000, 4, 0.75, 1.0)]
)
def test_published_means_are_near_and_cover_what_was_promised(businesses, releases, cells, requirements):
    items = fixed_items()
    found = utility(counts_of(businesses, items), items, releases)
    for level, least in ((Level.CELL, cells), (Level.REQUIREMENT, requirements), (Level.DOMAIN, 0.99)):
        here = found[level]
        print(f"{businesses} {level}: p95 {here.p95:.3f}, {here.coverage:.1%}, in the interval {here.in_interval:.1%}")
        assert here.p95 <= 0.25
        assert here.coverage >= least
        assert here.in_interval >= 0.90 or level is Level.DOMAIN


def test_a_level_that_shows_nothing_says_so():
    empty = Utility(covered=[0.0])
    assert (empty.p95, empty.worst_p95, empty.coverage, empty.in_interval) == (0.0, 0.0, 0.0, 1.0)
