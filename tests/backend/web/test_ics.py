"""Calendars for other programs, read back by the library that reads them: what moves, what is called off, whose."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from backend.web.ics import CalendarEntry, calendar_of, download, uid_of
from rules.text import Text

NOW = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
KAMCHATKA = ZoneInfo("Asia/Kamchatka")
VISIT = Text("Инспекционный визит", "Inspection visit")
UID = uid_of("event-1", "start")


def read(*entries: CalendarEntry, language: str = "ru"):
    return Calendar.from_ical(calendar_of(entries, language, NOW))


def only(*entries: CalendarEntry):
    (event,) = read(*entries).walk("VEVENT")
    return event


def test_a_day_is_a_date_and_blocks_no_time():
    event = only(CalendarEntry(UID, VISIT, date(2026, 12, 14)))
    assert event.decoded("dtstart") == date(2026, 12, 14)
    assert event.decoded("dtend") == date(2026, 12, 15)
    assert event["transp"] == "TRANSPARENT"
    assert "status" not in event


def test_days_end_the_day_after_the_last_one():
    event = only(CalendarEntry(UID, VISIT, date(2026, 12, 14), date(2026, 12, 25)))
    assert event.decoded("dtend") == date(2026, 12, 26)


def test_a_moment_stands_in_its_zone_which_the_document_describes():
    start = datetime(2026, 12, 14, 10, 0, tzinfo=KAMCHATKA)
    document = read(CalendarEntry(UID, VISIT, start, start + timedelta(hours=2), busy=True))
    (event,) = document.walk("VEVENT")
    assert event.decoded("dtstart") == start
    assert event.decoded("dtstart").utcoffset() == timedelta(hours=12)
    assert event["dtstart"].params["TZID"] == "Asia/Kamchatka"
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(hours=2)
    assert event["transp"] == "OPAQUE"
    assert [str(one["tzid"]) for one in document.walk("VTIMEZONE")] == ["Asia/Kamchatka"]


def test_a_mere_moment_has_no_end():
    event = only(CalendarEntry(UID, VISIT, datetime(2026, 12, 14, 10, 0, tzinfo=UTC)))
    assert "dtend" not in event
    assert event.decoded("dtstart") == datetime(2026, 12, 14, 10, 0, tzinfo=UTC)


def test_what_moves_keeps_its_name_and_counts_up():
    before = only(CalendarEntry(UID, VISIT, date(2026, 12, 14)))
    after = only(CalendarEntry(UID, VISIT, date(2026, 12, 21), sequence=1))
    assert str(before["uid"]) == str(after["uid"])
    assert (int(before["sequence"]), int(after["sequence"])) == (0, 1)


def test_what_is_called_off_stays_as_cancelled_and_frees_the_time():
    start = datetime(2026, 12, 14, 10, 0, tzinfo=KAMCHATKA)
    event = only(CalendarEntry(UID, VISIT, start, sequence=2, cancelled=True, busy=True))
    assert (event["status"], event["transp"], int(event["sequence"])) == ("CANCELLED", "TRANSPARENT", 2)


def test_no_entry_rings():
    assert list(read(CalendarEntry(UID, VISIT, date(2026, 12, 14))).walk("VALARM")) == []


def test_words_are_in_the_language_of_the_reader():
    entry = CalendarEntry(UID, VISIT, date(2026, 12, 14), note=Text("перенесено", "moved"))
    assert str(read(entry, language="en").walk("VEVENT")[0]["summary"]) == "Inspection visit"
    assert str(read(entry).walk("VEVENT")[0]["description"]) == "перенесено"


def test_a_name_tells_nothing_of_what_it_is_made_of():
    assert "7707083893" not in uid_of("7707083893", "plan")
    assert uid_of("7707083893", "plan") != uid_of("7707083893", "paper")


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (datetime(2026, 12, 14, 10, 0), None),  # noqa: DTZ001
        (date(2026, 12, 14), date(2026, 12, 13)),
        (date(2026, 12, 14), datetime(2026, 12, 14, 10, 0, tzinfo=UTC)),
    ],
)
def test_what_no_calendar_can_show_is_refused(start, end):
    with pytest.raises(ValueError, match=r"zone|before|moments"):
        calendar_of([CalendarEntry(UID, VISIT, start, end)], "ru", NOW)


def test_a_file_to_keep_is_kept_by_nobody_else():
    headers = download(b"", "event.ics").headers
    assert headers["Cache-Control"] == "private, no-store"
    assert 'filename="event.ics"' in headers["Content-Disposition"]
