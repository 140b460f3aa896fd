"""A measure of good faith counts while it runs and while its end lies in the window; the unknown stays unknown."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.integrity import counts

TODAY = date(2026, 11, 28)
DAYS = st.dates(date(2015, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("since", "until", "window", "expected"),
    [
        (date(2020, 1, 1), None, None, True),
        (date(2026, 11, 28), date(2026, 11, 28), None, True),
        (date(2026, 11, 29), None, 3, False),
        (date(2020, 1, 1), date(2025, 11, 28), None, True),
        (date(2020, 1, 1), date(2025, 11, 27), None, None),
        (date(2020, 1, 1), date(2023, 11, 28), None, None),
        (date(2020, 1, 1), date(2023, 11, 27), None, False),
        (date(2020, 1, 1), date(2023, 11, 28), 3, True),
        (date(2020, 1, 1), date(2024, 11, 27), 2, False),
    ],
)
def test_the_window_is_that_of_the_act_or_from_one_to_three_years(since, until, window, expected):
    assert counts(since, until, TODAY, window) is expected


def test_an_end_before_the_beginning_is_refused():
    with pytest.raises(ValueError, match="before it begins"):
        counts(date(2026, 5, 2), date(2026, 5, 1), TODAY, 3)


def test_a_window_shorter_than_a_year_is_refused():
    with pytest.raises(ValueError, match="window of 0"):
        counts(date(2026, 5, 1), None, TODAY, 0)


@given(DAYS, st.integers(0, 3000), DAYS, st.integers(1, 3))
def test_knowing_the_window_turns_no_settled_answer(since, length, on, window):
    until = since + timedelta(days=length)
    unknown = counts(since, until, on, None)
    assert unknown is None or counts(since, until, on, window) is unknown
