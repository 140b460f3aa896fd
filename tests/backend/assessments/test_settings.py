"""Settings of the assessment are kept, said beside every total, and decide on reminders."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlmodel import select

from backend.accounts.models import Business
from backend.assessments.reminders import remind_business, remind_of_duties
from backend.db.engine import open_session
from backend.jobs.models import OutboxRow
from backend.jobs.work import Hands, run_due
from backend.notifications.models import Notice
from backend.notifications.wording import say
from backend.profiles.choices import choices_of

ALL = "все"


def shown_values(browser, name):
    page = browser.get("/check/settings").text
    return [part.split('"')[0] for part in page.split(f'name="{name}" value="')[1:]]


def kept(session, browser):
    session.rollback()
    return session.get_one(Business, browser.business.id)


def save(browser, **changes):
    fields = {
        "depth": "all",
        "domains": shown_values(browser, "domains"),
        "authorities": shown_values(browser, "authorities"),
        "often": "off",
        "channel": "site",
    }
    return browser.post_form("/check/settings", fields | changes)


def test_everything_is_kept_unless_something_is_taken_out(cafe, session):
    assert save(cafe).status_code == 303
    assert choices_of(kept(session, cafe)).everything


def test_what_is_taken_out_is_said_beside_the_totals(cafe, session):
    domains = [code for code in shown_values(cafe, "domains") if code != "tax"]
    save(cafe, domains=domains, depth="main")
    assert choices_of(kept(session, cafe)).domains_out == {"tax"}
    for path in ("/check/done", "/list"):
        assert "Считаем не всё: только главное; без тем: Налоги и касса" in cafe.get(path).text


@pytest.mark.parametrize(
    "changes",
    [
        {"depth": "some"},
        {"domains": []},
        {"domains": ["tax", "astrology"]},
        {"authorities": ["nobody"]},
        {"often": "hourly"},
        {"channel": "fax"},
        {"surprise": "1"},
    ],
)
def test_settings_that_make_no_sense_are_refused_and_nothing_changes(cafe, session, changes):
    assert save(cafe, **changes).status_code == 422
    assert kept(session, cafe).settings == {}


def test_without_an_account_reminders_are_not_kept(guest, session):
    save(guest, often="weekly")
    assert "reminders" not in kept(session, guest).settings
    assert "некуда их слать" in guest.get("/check/settings").text


def remind(engine, business, moment):
    with open_session(engine, write=True) as session:
        remind_business(session, business.id, moment.date(), moment)
        session.commit()


def test_a_weekly_reminder_names_the_nearest_day_once_a_week(cafe, session, engine, settings, clock):
    save(cafe, often="weekly")
    hands = Hands(settings, engine, clock)
    counts = []
    for day in (30, 30):
        clock.moment = datetime(2026, 11, day, 6, 0, tzinfo=UTC)
        with open_session(engine, write=True) as working:
            remind_of_duties(working, clock.today(), clock.now())
            working.commit()
        run_due(hands)
        session.rollback()
        counts.append(len(session.exec(select(Notice)).all()))
    assert counts == [1, 1]
    notice = session.exec(select(Notice)).one()
    assert notice.kind in ("assessments.due", "assessments.open")
    assert notice.person_id == cafe.person.id
    said = say(notice.kind, notice.params, "ru")
    assert "{" not in said.title + said.body
    assert said.title.startswith("До 30\u00a0ноября")
    assert said.body.startswith("Всего дел в календаре: ")


def test_letters_go_only_where_letters_were_chosen(cafe, session, engine, clock):
    save(cafe, often="monthly")
    remind(engine, cafe.business, clock.now())
    session.rollback()
    assert [row.kind for row in session.exec(select(OutboxRow)) if row.kind.startswith("notifications")] == []
    save(cafe, often="monthly", channel="mail")
    remind(engine, cafe.business, clock.now())
    session.rollback()
    assert [row.kind for row in session.exec(select(OutboxRow)) if row.kind.startswith("notifications")] != []


def test_nobody_is_reminded_who_did_not_ask(cafe, session, engine, clock):
    with open_session(engine, write=True) as working:
        remind_of_duties(working, clock.today(), clock.now())
        remind_business(working, cafe.business.id, clock.today(), clock.now())
        working.commit()
    assert session.exec(select(Notice)).all() == []
