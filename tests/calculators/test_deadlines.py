"""Due dates: golden vectors counted by hand, and what must hold of every term."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.calendar import WorkCalendar, calendar_version, version_of, work_calendar, zone_of
from calculators.deadlines import Pause, add_months, due_date, term_for, term_on
from rules.control import control_type
from rules.faults import InputError
from rules.reading import load_edition
from rules.reading_terms import read_calendars, read_deadlines, read_region_zones
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


def moment(text: str, zone: str = "Europe/Moscow") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def test_a_notice_of_exactly_24_hours_is_in_time_and_a_second_later_is_not():
    notice = due_date(moment("2026-05-12T10:00:00"), term_for("event.notice_onsite", date(2026, 5, 12)), RUSSIA)
    assert notice.last_moment == moment("2026-05-11T10:00:00")
    assert notice.in_time(moment("2026-05-11T10:00:00"))
    assert notice.in_time(moment("2026-05-10T23:00:00"))
    assert not notice.in_time(moment("2026-05-11T10:00:00.000001"))
    assert not notice.in_time(moment("2026-05-11T11:00:00"))


def test_an_answer_after_exactly_24_hours_is_in_time_and_a_second_later_is_not():
    answer = due_date(moment("2026-05-08T18:30:00"), term_for("event.doc_extension_answer", date(2026, 5, 8)), RUSSIA)
    assert answer.in_time(moment("2026-05-09T18:30:00"))
    assert not answer.in_time(moment("2026-05-09T18:30:01"))


def test_24_hours_are_the_same_moment_seen_from_another_zone():
    start = moment("2026-05-12T10:00:00", "Asia/Kamchatka")
    notice = due_date(start, term_for("event.notice_onsite", date(2026, 5, 12)), RUSSIA, ZoneInfo("Asia/Kamchatka"))
    assert notice.last_moment.isoformat() == "2026-05-11T10:00:00+12:00"
    assert notice.in_time(moment("2026-05-11T01:00:00"))
    assert not notice.in_time(moment("2026-05-11T01:00:01"))


def test_a_term_of_days_lasts_to_the_very_end_of_its_last_day():
    found = due_date(date(2026, 4, 24), term(10, "working_days"), RUSSIA)
    assert found.in_time(moment("2026-05-12T23:59:59.999999"))
    assert not found.in_time(moment("2026-05-13T00:00:00"))


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


def test_months_and_years_keep_the_last_day_of_a_shorter_month():
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert add_months(date(2026, 3, 31), -1) == date(2026, 2, 28)
    deferral = term_for("prescription.deferral_max", date(2024, 2, 29))
    assert due_date(date(2024, 2, 29), deferral, RUSSIA).due == date(2025, 2, 28)


def test_a_span_that_ends_on_no_day_of_action_stays_on_a_day_off():
    life = term_for("act.max_life", date(2022, 1, 1))
    found = due_date(date(2022, 1, 1), life, RUSSIA)
    assert (found.due, found.rolled_over_from) == (date(2028, 1, 1), None)
    reminder = term_for("prescription.remind_3", date(2026, 5, 12))
    assert due_date(date(2026, 5, 12), reminder, RUSSIA).due == date(2026, 5, 9)


def test_an_event_of_one_working_day_ends_on_the_day_it_starts():
    one = term_for("event.max_visit", date(2026, 5, 12))
    found = due_date(date(2026, 5, 12), one, RUSSIA)
    assert (found.due, found.counted) == (date(2026, 5, 12), (date(2026, 5, 12),))
    assert due_date(date(2026, 1, 1), one, RUSSIA).calendar == {2026: "official"}


def test_a_plan_has_its_days_in_the_year_before():
    named = {key: term_for(f"plan.{key}", date(2026, 1, 1)) for key in ("draft", "remarks", "approval")}
    found = [due_date(date(2026, 1, 1), one, RUSSIA).due for one in named.values()]
    assert found == [date(2026, 10, 1), date(2026, 11, 15), date(2026, 12, 15)]


def test_the_clock_of_a_documentary_inspection_stands_while_papers_are_awaited():
    ten = term_for("event.max_documentary", date(2026, 6, 1))
    pause = Pause(date(2026, 6, 4), date(2026, 6, 18))
    assert due_date(date(2026, 6, 1), ten, RUSSIA, pauses=[pause]).due == date(2026, 6, 30)


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
    for unit in ("working_days", "calendar_days", "months"):
        assert due(event, min(amount, 30), unit, pause) >= due(event, min(amount, 30), unit)


@given(
    st.dates(date(2022, 1, 1), date(2030, 12, 31)),
    st.integers(-20, 30).filter(bool),
    st.sampled_from(["calendar_days", "months", "working_days"]),
)
def test_only_a_term_that_does_not_roll_ends_on_a_day_off(event, amount, unit):
    rolling = Term(amount, DayKind(unit), "x")
    found = due_date(event, rolling, RUSSIA)
    assert RUSSIA.is_working(found.due)
    still = due_date(event, replace(rolling, rolls=False), RUSSIA)
    assert still.due == (found.rolled_over_from or found.due)
    assert still.rolled_over_from is None


@given(days, amounts, st.integers(0, 40), st.integers(0, 40))
def test_a_capped_pause_moves_the_end_by_no_more_working_days_than_its_cap(event, amount, after, length):
    first = event + timedelta(days=after)
    capped = due_date(
        event,
        term(amount, "working_days", PauseCap(5, DayKind.WORKING_DAYS)),
        RUSSIA,
        pauses=[Pause(first, first + timedelta(days=length))],
    )
    assert due(event, amount, "working_days") <= capped.due <= due(event, amount + 5, "working_days")


@given(days, st.integers(-200, 200).filter(bool), st.integers(0, 23))
def test_hours_there_and_back_come_to_the_same_moment(event, hours, hour):
    start = datetime(event.year, event.month, event.day, hour, tzinfo=ZoneInfo("Asia/Omsk"))
    there = due_date(start, term(hours, "hours"), RUSSIA, ZoneInfo("Asia/Omsk")).last_moment
    assert due_date(there, term(-hours, "hours"), RUSSIA, ZoneInfo("Asia/Omsk")).last_moment == start


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


def test_the_act_on_a_control_type_goes_before_the_statute():
    education = control_type("education")
    assert term_for("warning.objection", date(2026, 4, 24), education).amount == 10
    assert term_for("appeal.decide", date(2026, 4, 24), education) == term_for("appeal.decide", date(2026, 4, 24))


def test_a_term_nobody_has_read_for_a_type_is_unknown_and_not_taken_from_another_type():
    with pytest.raises(InputError, match="check its act"):
        term_for("warning.objection", date(2026, 4, 24), control_type("fire"))


def test_where_another_law_governs_no_clock_of_248_runs_but_those_of_the_platform_do():
    tax = control_type("tax")
    with pytest.raises(InputError, match="Another law"):
        term_for("appeal.file", date(2026, 4, 24), tax)
    assert term_for("ombudsman.triage", date(2026, 4, 24), tax).amount == 5


def test_an_unknown_key_is_refused_naming_the_nearest():
    with pytest.raises(InputError) as refused:
        term_for("appeal.fil", date(2026, 4, 24))
    assert "appeal.file" in refused.value.faults[0].remedy.en


def test_a_term_that_has_ended_is_refused():
    assert term_on(read_deadlines()["paper.on_request"], date(2025, 12, 31)).amount == 10
    with pytest.raises(InputError, match="not in force"):
        term_on(read_deadlines()["paper.on_request"], date(2026, 1, 1))


def test_a_requirement_begins_on_march_or_september_first_after_ninety_days():
    ninety = read_deadlines()["act.effective"].editions[0].term
    assert due_date(date(2026, 6, 1), ninety, RUSSIA).due == date(2026, 9, 1)
    assert due_date(date(2026, 6, 10), ninety, RUSSIA).due == date(2027, 3, 1)


def test_every_region_has_one_of_eleven_zones_none_of_which_changes_its_clocks():
    offsets = set()
    for row in read_region_zones().values():
        zone = ZoneInfo(row.zone)
        summer, winter = (datetime(2026, month, 1, tzinfo=zone).utcoffset() for month in (7, 1))
        assert summer == winter
        assert row.source
        offsets.add(summer)
    assert offsets == {timedelta(hours=hours) for hours in range(2, 13)}


# Hours ahead of UTC by region, written down from the tz database (file europe, regions by zone) apart from zones.yaml.
OFFSETS = {
    2: "39",
    3: "01 05 06 07 08 09 10 11 12 13 15 16 20 21 23 26 29 31 32 33 34 35 36 37 40 43 44 46 47 48 50 51 52 53 57 58 60 "
    "61 62 67 68 69 71 76 77 78 83 90 91 92 93 94 95",
    4: "18 30 63 64 73",
    5: "02 45 56 59 66 72 74 86 89",
    6: "55",
    7: "04 17 19 22 24 42 54 70",
    8: "03 38",
    9: "14 28 75",
    10: "25 27 79",
    11: "49 65",
    12: "41 87",
}


def test_every_region_of_the_89_has_the_hours_of_the_tz_database():
    expected = {region: timedelta(hours=hours) for hours, regions in OFFSETS.items() for region in regions.split()}
    moment = datetime(2026, 11, 28, 12, tzinfo=ZoneInfo("UTC"))
    found = {code: moment.astimezone(ZoneInfo(row.zone)).utcoffset() for code, row in read_region_zones().items()}
    assert len(found) == 89
    assert found == expected


def test_every_region_of_the_vocabulary_has_its_zone():
    regions = load_edition().vocabulary.facts["region"].values
    assert set(regions) == set(read_region_zones())


@pytest.mark.parametrize(
    ("region", "offset"), [("39", 2), ("77", 3), ("63", 4), ("66", 5), ("55", 6), ("54", 7), ("38", 8), ("14", 9)]
)
def test_a_day_ends_with_the_day_of_the_region(region, offset):
    found = due_date(date(2026, 4, 24), term(10, "working_days"), RUSSIA, zone_of(region))
    assert found.last_moment.utcoffset() == timedelta(hours=offset)


def test_the_version_of_a_calendar_is_that_of_its_days():
    assert calendar_version() == calendar_version("77") == version_of(WorkCalendar(read_calendars()))
    assert len({calendar_version(region) for region in (None, "02", "16", "21")}) == 4


def test_a_calendar_with_another_day_or_status_has_another_version():
    years = dict(read_calendars())
    moved = replace(years[2028], days_off=years[2028].days_off - {date(2028, 11, 6)})
    confirmed = replace(years[2028], status="official")
    versions = {version_of(WorkCalendar(years | {2028: year})) for year in (years[2028], moved, confirmed)}
    assert len(versions) == 3
