"""The clock of one term: what it needs to run, what standing still does to it, when it is over."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from calculators.calendar import work_calendar
from calculators.deadlines import MOSCOW
from calculators.procedure_clocks import (
    Standing,
    Standstill,
    count,
    days_before,
    percent_moment,
    term_version,
    with_cap,
)
from rules.terms import DayKind, Term

TEN = Term(10, DayKind.WORKING_DAYS, "248-ФЗ, ст. 73 ч. 7")
NAMED = Term(0, DayKind.CALENDAR_DAYS, "248-ФЗ, ст. 90.1 ч. 2")
HOURS = Term(24, DayKind.HOURS, "248-ФЗ, ст. 80 ч. 4")
MONDAY = date(2026, 11, 30)


def counted(anchor, term, *stood):
    return count(anchor, term, work_calendar(), MOSCOW, stood)


@pytest.mark.parametrize(
    ("anchor", "term", "standing"),
    [
        (None, TEN, Standing.DATE_MISSING),
        (MONDAY, None, Standing.TERM_UNKNOWN),
        (MONDAY, HOURS, Standing.DATE_MISSING),
        (date(2040, 1, 1), TEN, Standing.CALENDAR_UNKNOWN),
        (MONDAY, TEN, Standing.RUNS),
    ],
)
def test_a_clock_runs_only_from_a_known_date_by_a_known_term_in_a_known_year(anchor, term, standing):
    found = counted(anchor, term)
    assert found.standing is standing
    assert (found.due is not None) == (standing is Standing.RUNS)


def test_a_clock_that_stands_without_a_cap_leads_to_no_date():
    assert counted(MONDAY, TEN, Standstill(date(2026, 12, 2))).due is None


def test_the_day_from_which_it_runs_again_is_counted():
    found = counted(MONDAY, TEN, Standstill(date(2026, 12, 2), date(2026, 12, 9)))
    assert (found.due.date(), found.paused_days) == (date(2026, 12, 21), 7)
    assert counted(MONDAY, TEN, Standstill(date(2026, 12, 2), date(2026, 12, 2))).due == counted(MONDAY, TEN).due


def test_with_a_cap_the_end_is_known_while_it_stands():
    found = counted(MONDAY, with_cap(TEN, 5), Standstill(date(2026, 12, 1)))
    assert (found.standing, found.due.date(), found.paused_days) == (Standing.PAUSED, date(2026, 12, 21), 5)


def test_a_named_date_moves_by_the_days_it_stood_and_off_a_day_off():
    assert counted(date(2026, 12, 10), NAMED).due.date() == date(2026, 12, 10)
    assert counted(date(2026, 12, 12), NAMED).due.date() == date(2026, 12, 14)
    assert counted(date(2026, 12, 10), NAMED, Standstill(date(2026, 12, 1), date(2026, 12, 8))).due.date() == date(
        2026, 12, 17
    )


def test_a_year_without_the_governments_transfers_is_provisional():
    assert counted(date(2026, 11, 30), TEN).calendar == "official"
    assert counted(date(2028, 11, 30), TEN).calendar == "provisional"


def test_the_last_moment_is_in_time_and_a_term_in_hours_runs_through_the_night():
    begun = datetime(2026, 12, 4, 15, 30, tzinfo=UTC)
    due = counted(begun, HOURS).due
    assert due == begun + timedelta(hours=24)
    assert percent_moment(begun, due, 50) == begun + timedelta(hours=12)
    assert percent_moment(begun, due, 100) == due + timedelta(seconds=1)


def test_reminders_of_days_come_in_the_morning_of_the_place():
    due = counted(MONDAY, TEN).due
    assert days_before(due, 3, MOSCOW) == datetime(2026, 12, 11, 9, tzinfo=MOSCOW)


def test_the_version_of_a_term_changes_with_what_is_counted_and_not_with_who_checked_it():
    assert term_version(TEN) != term_version(with_cap(TEN, 5))
    assert term_version(TEN) == term_version(Term(10, DayKind.WORKING_DAYS, TEN.source, verified=True))
