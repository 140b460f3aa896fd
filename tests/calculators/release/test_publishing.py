"""A row is shown by its own noise and nothing else; what is shown stays on the scale."""

from __future__ import annotations

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.release.document import row_document
from calculators.release.publishing import shares_of, with_figures
from calculators.release.shapes import Level, Row

EMPTY = Row(Level.DOMAIN, None, None, "fire", None, "clarity", published=False)
BINS = st.lists(st.integers(-100, 2_000), min_size=5, max_size=5)
SCORES = (1, 2, 3, 4, 5)


@given(BINS, st.integers(1, 40), st.integers(1, 60))
def test_a_row_is_shown_exactly_from_its_own_threshold_on(bins, sd, factor):
    row = with_figures(EMPTY, bins, float(sd), factor, SCORES)
    assert row.published is (sum(bins) >= factor * sd)
    if not row.published:
        assert row_document(row) == row_document(EMPTY)


@given(BINS.filter(lambda bins: sum(bins) >= 250))
def test_what_is_shown_stays_on_the_scale(bins):
    row = with_figures(EMPTY, bins, 10.0, 25, SCORES)
    assert row.shares is not None
    assert sum(row.shares) == pytest.approx(1)
    assert all(share >= 0 for share in row.shares)
    assert 1 <= (row.value or 0) <= 5
    assert (row.margin95 or 0) > 0


def test_shares_of_nothing_are_zeros():
    assert shares_of([-1, -2, 0]) == (0.0, 0.0, 0.0)


@given(st.integers(250, 10**8))
def test_more_voices_never_widen_the_interval_and_it_is_never_nothing(n):
    few, many = (with_figures(EMPTY, [one / 5] * 5, 10.0, 25, SCORES).margin95 or 0 for one in (n, 2 * n))
    assert 0.01 <= many <= few


@given(BINS.filter(lambda bins: sum(bins) >= 250))
def test_a_rounded_interval_covers_what_the_exact_one_does(bins):
    row = with_figures(EMPTY, bins, 10.0, 25, SCORES)
    n = sum(bins)
    mean = sum(score * one for score, one in zip(SCORES, bins, strict=True)) / n
    half = 1.96 * 10.0 * sqrt(sum((score - mean) ** 2 for score in SCORES)) / n
    published = row_document(row)
    if 1 <= mean <= 5:
        assert published["value"] - published["margin95"] <= mean - half + 1e-9
        assert published["value"] + published["margin95"] >= mean + half - 1e-9
