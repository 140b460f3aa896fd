"""Due dates: golden vectors counted by hand, and what must hold of every term."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.calendar import work_calendar
from calculators.deadlines import Pause, add_months, due_date, term_on
from rules.faults import InputError
from rules.reading_terms import read_deadlines
from rules.terms import DayKind, PauseCap, Term

RUSSIA = work_calendar()
GOLDEN = [
    (10, "working_days", "2026-04-24", "2026-05-12"),
    (15, "working_days", "2026-04-24", "2026-05-19"),
    (30, "calendar_days", "2026-04-09", "2026-05-12"),
    (2, "working_days", "2025-10-31", "2025-11-05"),
    (10, "working_days", "2025-12-24", "2026-01-19"),
    (30, "calendar_days", "2025-12-05", "2026-01-12"),
    (5, "working_days", "2026-03-05", "2026-03-13"),
    (1, "working_days", "2026-05-08", "2026-05-12"),
    (1, "months", "2026-01-31", "2026-03-02"),
    (3, "months", "2026-02-09", "2026-05-12"),
    (6, "months", "2025-07-04", "2026-01-12"),
]
days = st.dates(date(2021, 1, 1), date(2030, 12, 31))
amounts = st.integers(1, 60)


def term(amount: int, unit: str, cap: PauseCap | None = None) -> Term:
    return Term(amount, DayKind(unit), "x", pause_cap=cap)


def due(event: date, amount: int, unit: str, *pauses: Pause) -> date:
    return due_date(event, term(amount, unit), RUSSIA, pauses=pauses).due


@pytest.mark.parametrize(("amount", "unit", "event", "expected"), GOLDEN)
def test_a_term_ends_on_the_day_counted_by_hand(amount, unit, event, expected):
    assert due(date.fromisoformat(event), amount, unit) == date.fromisoformat(expected)


def test_a_term_that_ends_on_a_holiday_says_from_which_day_it_moved():
    found = due_date(date(2026, 4, 9), term(30, "calendar_days"), RUSSIA)
    assert found.rolled_over_from == date(2026, 5, 9)


def test_the_last_moment_is_the_end_of_the_day_in_the_authoritys_zone():
    found = due_date(date(2026, 4, 24), term(10, "working_days"), RUSSIA, ZoneInfo("Asia/Vladivostok"))
    assert found.last_moment.isoformat() == "2026-05-12T23:59:59+10:00"


def test_hours_run_over_days_off_without_a_break():
    found = due_date(datetime(2026, 5, 8, 18, 30, tzinfo=ZoneInfo("Europe/Moscow")), term(24, "hours"), RUSSIA)
    assert found.last_moment.isoformat() == "2026-05-09T18:30:00+03:00"
    assert found.counted is None


def test_hours_before_an_event_lead_back():
    found = due_date(datetime(2026, 5, 12, 10, 0, tzinfo=UTC), term(-24, "hours"), RUSSIA)
    assert found.last_moment.isoformat() == "2026-05-11T13:00:00+03:00"


def test_hours_without_a_time_are_refused():
    with pytest.raises(InputError, match="a time"):
        due_date(date(2026, 5, 12), term(24, "hours"), RUSSIA)


def test_a_term_before_an_event_counts_working_days_back():
    assert due(date(2026, 5, 12), -5, "working_days") == date(2026, 5, 4)


def test_a_term_back_in_calendar_days_ends_on_the_working_day_before():
    assert due(date(2026, 5, 20), -10, "calendar_days") == date(2026, 5, 8)


def test_a_year_whose_calendar_is_not_known_is_refused():
    with pytest.raises(InputError, match="2034 is not known"):
        due(date(2033, 12, 25), 15, "working_days")


def test_a_provisional_year_is_named_as_such():
    found = due_date(date(2027, 12, 28), term(10, "working_days"), RUSSIA)
    assert found.calendar == {2027: "official", 2028: "provisional"}


def test_a_regional_holiday_moves_the_term_only_there():
    event = date(2027, 8, 27)
    assert due_date(event, term(1, "working_days"), work_calendar("16")).due == date(2027, 8, 31)
    assert due_date(event, term(1, "working_days"), RUSSIA).due == date(2027, 8, 30)


def test_a_pause_moves_the_end_by_its_working_days():
    pause = Pause(date(2026, 4, 28), date(2026, 4, 30))
    assert due(date(2026, 4, 24), 10, "working_days", pause) == date(2026, 5, 15)


def test_a_pause_is_cut_at_the_cap_of_the_term():
    capped = term(15, "working_days", PauseCap(5, DayKind.WORKING_DAYS))
    long = due_date(date(2026, 4, 24), capped, RUSSIA, pauses=[Pause(date(2026, 4, 28), date(2026, 6, 30))])
    assert long.due == date(2026, 5, 26)


def test_pauses_that_overlap_count_a_day_once():
    once = due(date(2026, 6, 1), 10, "working_days", Pause(date(2026, 6, 3), date(2026, 6, 5)))
    twice = due(
        date(2026, 6, 1),
        10,
        "working_days",
        Pause(date(2026, 6, 3), date(2026, 6, 4)),
        Pause(date(2026, 6, 4), date(2026, 6, 5)),
    )
    assert once == twice


def test_many_pauses_over_the_same_days_are_counted_as_one():
    long = Pause(date(2026, 3, 3), date(2033, 12, 30))
    ten = Term(10, DayKind.CALENDAR_DAYS, "")
    once = due_date(date(2025, 3, 2), ten, work_calendar(), pauses=[long])
    assert due_date(date(2025, 3, 2), ten, work_calendar(), pauses=[long] * 3000) == once


def test_pauses_longer_together_than_any_term_are_refused():
    stops = [Pause(date(year, 1, 1), date(year + 70, 12, 31)) for year in range(2026, 9000, 72)]
    with pytest.raises(InputError, match="beyond the years known"):
        due_date(date(2026, 3, 2), Term(10, DayKind.WORKING_DAYS, ""), work_calendar(), pauses=stops)


def test_a_pause_that_ends_before_it_begins_is_refused():
    with pytest.raises(InputError, match="before it begins"):
        due(date(2026, 6, 1), 10, "working_days", Pause(date(2026, 6, 5), date(2026, 6, 3)))


@given(days, amounts)
def test_working_days_counted_are_worked_and_as_many_as_the_term(event, amount):
    found = due_date(event, term(amount, "working_days"), RUSSIA)
    assert len(found.counted) == amount
    assert all(RUSSIA.is_working(day) and day > event for day in found.counted)
    assert found.due == found.counted[-1]


@given(days, amounts, st.sampled_from(["calendar_days", "months", "working_days"]))
def test_a_term_ends_on_a_working_day_and_a_longer_one_never_earlier(event, amount, unit):
    assert RUSSIA.is_working(due(event, min(amount, 30), unit))
    assert due(event, min(amount, 30), unit) <= due(event, min(amount, 30) + 1, unit)


@given(days, amounts)
def test_counting_there_and_back_comes_no_later_than_the_start(event, amount):
    start = RUSSIA.nearest_working(event)
    assert due(due(start, amount, "working_days"), -amount, "working_days") == start


@given(days, amounts, st.integers(0, 20), st.integers(0, 20))
def test_a_pause_never_shortens_a_term(event, amount, after, length):
    first = event + timedelta(days=after)
    pause = Pause(first, first + timedelta(days=length))
    for unit in ("working_days", "calendar_days"):
        assert due(event, amount, unit, pause) >= due(event, amount, unit)


@given(days, st.integers(-36, 36))
def test_months_keep_the_day_or_take_the_last_of_the_month(start, months):
    found = add_months(start, months)
    assert found.day == start.day or (found.day < start.day and (found + timedelta(days=1)).day == 1)


@pytest.mark.parametrize("key", read_deadlines())
def test_every_term_of_the_statutes_can_be_counted(key):
    row = read_deadlines()[key]
    moment = datetime(2025, 6, 2, 9, 0, tzinfo=UTC)
    for edition in (*row.editions, *(one for rows in row.by_control_type.values() for one in rows)):
        assert due_date(moment, edition.term, RUSSIA).due


def test_a_term_the_statute_leaves_to_the_control_type_is_refused_without_it():
    row = read_deadlines()["warning.objection"]
    with pytest.raises(InputError) as refused:
        term_on(row, date(2026, 4, 24))
    assert "education" in refused.value.faults[0].remedy.ru
    assert term_on(row, date(2026, 4, 24), "education").amount == 10


def test_a_term_that_has_ended_is_refused():
    assert term_on(read_deadlines()["paper.on_request"], date(2025, 12, 31)).amount == 10
    with pytest.raises(InputError, match="not in force"):
        term_on(read_deadlines()["paper.on_request"], date(2026, 1, 1))


def test_a_requirement_begins_on_march_or_september_first_after_ninety_days():
    ninety = read_deadlines()["act.effective"].editions[0].term
    assert due_date(date(2026, 6, 1), ninety, RUSSIA).due == date(2026, 9, 1)
    assert due_date(date(2026, 6, 10), ninety, RUSSIA).due == date(2027, 3, 1)
