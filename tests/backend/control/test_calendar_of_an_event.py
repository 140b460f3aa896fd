"""Days of an event in calendars: titles and days, nothing of whose it is; moved things move, others are cancelled."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from sqlmodel import select

from backend.accounts.models import Membership
from backend.clock import MOSCOW
from backend.control.calendar_entries import entries_of
from backend.control.models import ControlEvent
from backend.db.engine import open_session
from backend.permissions import Scope
from backend.procedures.models import DeadlineRow
from backend.procedures.queries import due_dates
from backend.procedures.recomputing import dates_changed
from backend.requirements.dispute_views import late_words
from tests.backend.control.own_events import enter


@pytest.fixture
def room(owner):
    return enter(owner, stage="record_notice", act_delivered_on="", start_at="2026-12-02T09:00", planned_end="")


def events_in(text):
    return list(Calendar.from_ical(text).walk("VEVENT"))


def test_the_file_holds_the_start_in_the_authority_s_time_and_names_nobody(owner, room):
    answer = owner.get(f"{room}/event.ics")
    assert answer.headers["content-type"].startswith("text/calendar")
    start = next(one for one in events_in(answer.content) if "Начало" in one["SUMMARY"])
    assert start["SUMMARY"] == "Начало: выездная проверка"
    assert start["DTSTART"].dt.isoformat() == "2026-12-02T09:00:00+03:00"
    assert "Лён" not in answer.text
    assert "МЧС" not in answer.text
    assert "DESCRIPTION" not in answer.text


def test_an_event_that_moves_keeps_its_uid_and_one_that_is_off_is_cancelled(owner, room, engine):
    with open_session(engine) as session:
        event = session.exec(select(ControlEvent)).one()
        before = next(iter(entries_of(session, event)))
        event.start_at, event.version = event.start_at + timedelta(days=3), event.version + 1
        moved = next(iter(entries_of(session, event)))
        assert (moved.uid, moved.sequence) == (before.uid, before.sequence + 1)
        assert moved.start == before.start + timedelta(days=3)
        assert not moved.cancelled
        event.state = "CANCELLED"
        assert next(iter(entries_of(session, event))).cancelled


def test_a_term_counted_anew_and_a_term_that_is_over_rise_in_sequence(owner, engine):
    enter(owner)
    with open_session(engine) as session:
        event = session.exec(select(ControlEvent)).one()
        row = session.exec(select(DeadlineRow).where(DeadlineRow.key == "appeal.file")).one()

        def term():
            return next(one for one in entries_of(session, event) if "жалоб" in one.title.ru.lower())

        first = term()
        row.revision += 1
        again = term()
        row.closed_at = event.created_at
        over = term()
    assert first.uid == again.uid == over.uid
    assert first.sequence < again.sequence < over.sequence
    assert (first.cancelled, over.cancelled) == (False, True)


def test_a_device_that_follows_the_calendar_gets_the_event_too(owner, room, person):
    address = owner.post_form("/feeds", {"device": "телефон"}).text
    token = address.split("/feeds/")[1].split(".ics")[0]
    followed = person.browser().get(f"/feeds/{token}.ics")
    assert "Начало: выездная проверка" in [str(one["SUMMARY"]) for one in events_in(followed.content)]
    assert "Начало: выездная проверка" in [str(one["SUMMARY"]) for one in events_in(owner.get("/calendar.ics").content)]


def test_whoever_does_not_handle_events_follows_a_calendar_without_them(owner, room, person, accountant, engine):
    assert "Начало" not in accountant.get("/calendar.ics").text
    address = owner.post_form("/feeds", {"device": "телефон"}).text
    token = address.split("/feeds/")[1].split(".ics")[0]
    with open_session(engine, write=True) as session:
        part = session.exec(select(Membership).where(Membership.person_id == owner.person.id)).one()
        part.scopes = [one for one in part.scopes if one != Scope.CONTROL.value]
        session.commit()
    assert "Начало" not in person.browser().get(f"/feeds/{token}.ics").text


def test_the_authority_s_preparations_are_in_no_calendar(owner, room, engine):
    with open_session(engine) as session:
        event = session.exec(select(ControlEvent)).one()
        event.state = "ON_APPROVAL"
        assert list(entries_of(session, event)) == []


def test_west_of_moscow_a_term_ends_on_its_own_last_day_in_calendars_rooms_and_lists(owner, engine, clock):
    room = enter(owner)
    with open_session(engine, write=True) as session:
        event = session.exec(select(ControlEvent)).one()
        row = session.exec(select(DeadlineRow).where(DeadlineRow.key == "appeal.file")).one()
        last = row.due_at.astimezone(MOSCOW).date()
        event.region = "39"
        dates_changed(session, "control_event", event, clock.now())
        assert row.due_at.astimezone(MOSCOW).date() == last + timedelta(days=1)
        days = {one.start for one in entries_of(session, event) if "жалоб" in one.title.ru.lower()}
        assert days == {last}
        assert due_dates(session, "control_event", [event.id])[event.id].date() == last
        said = late_words(last, clock.today()).ru
        session.commit()
    assert said in owner.get(room).text
    assert said in owner.get("/control-events").text


def test_a_room_says_moments_in_the_time_of_the_authority(owner, room, engine):
    with open_session(engine, write=True) as session:
        event = session.exec(select(ControlEvent)).one()
        event.region, event.start_at = "25", datetime(2026, 12, 2, 9, tzinfo=ZoneInfo("Asia/Vladivostok"))
        session.commit()
    assert "2\u00a0декабря\u00a02026, 09:00" in owner.get(room).text
