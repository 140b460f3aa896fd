"""Release days: told a year ahead, the same minute for everyone, never moved."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise

import pytest
import sqlalchemy as sa

from backend.statistics.calendar import closes_at, enter_day, plan_days, published_at, window_of, windows
from backend.statistics.feed import Feed
from backend.statistics.press import Press
from backend.statistics.store_tables import calendar
from rules.faults import InputError
from tests.press import NOW


@pytest.mark.parametrize(
    ("code", "last", "closes", "published"),
    [
        ("2026Q1", "2026-03-31", "2026-04-07T00:00", "2026-04-14T07:00"),
        ("2026Q4", "2026-12-31", "2027-01-07T00:00", "2027-01-14T07:00"),
        ("2028Q1", "2028-03-31", "2028-04-07T00:00", "2028-04-14T07:00"),
        ("2026", "2026-12-31", "2027-01-07T00:00", "2027-01-14T07:00"),
    ],
)
def test_a_window_closes_a_week_and_is_published_two_after_its_end(code, last, closes, published):
    window = window_of(code)
    assert window.last.isoformat() == last
    assert closes_at(window) == datetime.fromisoformat(closes).replace(tzinfo=UTC)
    assert published_at(window) == datetime.fromisoformat(published).replace(tzinfo=UTC)


@pytest.mark.parametrize("code", ["2026Q5", "26Q1", "2026q1", "", "2026Q", "1999Q1", "２０２６Q1"])
def test_what_is_no_window_is_refused(code):
    with pytest.raises(InputError, match="no window"):
        window_of(code)


def test_quarters_of_a_year_follow_each_other_without_a_gap():
    quarters = windows(2026)[:4]
    assert [(one.last - quarters[0].first).days for one in quarters] == [89, 180, 272, 364]
    assert all((after.first - before.last).days == 1 for before, after in pairwise(quarters))


def test_days_are_told_a_year_ahead_and_once(press: Press, store_url: str):
    assert plan_days(press.store, NOW) == ["2026Q4", "2026", "2027Q1", "2027Q2", "2027Q3"]
    assert plan_days(press.store, NOW) == []
    days = Feed(store_url, "real").calendar()
    assert {day.state for day in days} == {"planned"}
    assert {(day.published_at.hour, day.published_at.minute) for day in days} == {(7, 0)}


def test_a_day_that_was_told_does_not_move(press: Press):
    enter_day(press.store, window_of("2026Q4"), "quarter")
    with pytest.raises(sa.exc.DBAPIError, match="stay as they are"), press.store.writing() as connection:
        connection.execute(sa.update(calendar).values(published_at=NOW))
