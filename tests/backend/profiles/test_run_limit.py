"""From one address only so many runs begin in an hour, and no address is kept for it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlmodel import func, select

from backend.accounts.models import Business
from backend.db.engine import open_session
from backend.profiles.run_limit import MOST_RUNS, RunCounts
from backend.web.models import RateCount

CAFE = {"activity": "кафе", "trade": "56.10"}
HERE, ELSEWHERE = "testclient", "192.0.2.7"


@pytest.fixture
def spent(app, clock):
    """Half past, and only two more runs may begin in this hour from either address."""
    clock.moment = clock.now().replace(minute=30, second=0, microsecond=0)
    counts = app.app.state.run_counts = RunCounts()
    for address in (HERE, ELSEWHERE):
        for _ in range(MOST_RUNS - 2):
            counts.count(address, clock.now())


def begin(person):
    return person.browser().post_form("/start/trades", CAFE)


def begun(engine):
    with open_session(engine) as session:
        return session.exec(select(func.count()).select_from(Business)).one()


def test_one_more_than_the_limit_is_refused_with_a_time_and_writes_nothing(person, engine, spent):
    assert [begin(person).status_code for _ in range(3)] == [303, 303, 429]
    refused = begin(person)
    assert refused.headers["Retry-After"] == "1800"
    assert "Слишком много запросов." in refused.text
    assert "Продолжите через 30\u00a0мин." in refused.text
    assert begun(engine) == 2


def test_a_run_that_has_begun_goes_on(person, spent):
    mine = person.browser()
    mine.post_form("/start/trades", CAFE)
    begin(person)
    assert begin(person).status_code == 429
    assert mine.post_form("/start/trades", {"activity": "пекарня", "trade": "10.71"}).status_code == 303


def test_the_next_hour_begins_anew(person, spent, clock):
    assert [begin(person).status_code for _ in range(3)] == [303, 303, 429]
    clock.forward(minutes=30)
    assert begin(person).status_code == 303


def test_addresses_are_counted_apart_and_none_is_kept(app, person, engine, settings, spent):
    app.app.state.settings = replace(settings, trusted_proxies=(HERE,))
    for number, expected in enumerate((303, 303, 429)):
        browser = person.browser()
        browser.headers["X-Forwarded-For"] = ELSEWHERE
        assert browser.post_form("/start/trades", CAFE).status_code == expected, number
    assert begin(person).status_code == 303
    counts: RunCounts = app.app.state.run_counts
    assert ELSEWHERE not in str(counts)
    with open_session(engine) as session:
        assert session.exec(select(RateCount)).all() == []


def test_people_of_the_demo_sit_at_one_machine_and_are_not_counted(app, person, settings, spent):
    app.app.state.settings = replace(settings, demo=True)
    assert [begin(person).status_code for _ in range(4)] == [303] * 4


def test_a_class_behind_one_address_gets_through():
    assert MOST_RUNS >= 60
