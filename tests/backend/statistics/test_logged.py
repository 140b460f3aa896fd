"""What the audit log knows is spent and shown, even where store and journal are both gone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from backend.audit.service import record
from backend.errors import Conflict
from backend.law import current_law
from backend.maintenance.checks import House, examine
from backend.requirements.editions import load_edition_into
from backend.statistics.calendar import closes_at, plan_days, published_at, window_of
from backend.statistics.clockwork import freeze_closed, publish_due, take_note
from backend.statistics.feed import feed_of
from backend.statistics.journal import Journal
from backend.statistics.ledger import charges, enter_lost_charges
from backend.statistics.logged import CHOSEN, NOTHING, journal_logged, logged, logged_here
from backend.statistics.policy_file import make_policy
from backend.statistics.refused import refusals
from backend.statistics.signing import make_key
from backend.statistics.state import state_of
from backend.statistics.store import open_store

WINDOW = window_of("2026Q3")
MINUTE = published_at(WINDOW)


@pytest.fixture
def running(settings, session):
    """An installation with the law in force, a signed policy and told days."""
    load_edition_into(session, current_law().edition, datetime(2026, 1, 1, tzinfo=UTC))
    session.commit()
    make_policy(settings, make_key(settings.release_key), {})
    plan_days(open_store(settings.release_url, "real"), closes_at(WINDOW) - timedelta(days=30))
    return settings


@pytest.fixture
def forgetful(running, engine, session):
    """The same after a release, where store and journal are gone and the main database is of today."""
    freeze_closed(engine, running, closes_at(WINDOW))
    assert publish_due(running, MINUTE, engine) == [WINDOW.code]
    take_note(session, running, MINUTE)
    session.commit()
    (running.data / "releases.sqlite3").unlink()
    running.release_journal.unlink()
    plan_days(open_store(running.release_url, "real"), closes_at(WINDOW) - timedelta(days=30))
    return running


def test_a_window_that_the_log_knows_is_neither_frozen_nor_drawn_again(forgetful, engine):
    assert freeze_closed(engine, forgetful, MINUTE) == []
    assert "older copy" in refusals(forgetful.handover)[WINDOW.code].en
    assert not list(forgetful.handover.glob("*.parquet"))
    with pytest.raises(Conflict, match=WINDOW.code):
        publish_due(forgetful, MINUTE, engine)
    assert feed_of(forgetful).releases() == []


def test_another_user_who_publishes_finds_nothing_to_draw(forgetful, engine):
    freeze_closed(engine, replace(forgetful, release_jobs=False), MINUTE)
    assert publish_due(forgetful, MINUTE) == []
    assert charges(open_store(forgetful.release_url, "real")) == {}


def test_what_the_log_alone_knows_stays_spent_and_others_go_on(forgetful, engine):
    store, journal = open_store(forgetful.release_url, "real"), Journal(forgetful.release_journal)
    journal_logged(forgetful, store, journal, MINUTE)
    assert enter_lost_charges(store, journal, MINUTE) == [WINDOW.code]
    assert [one.rho_micro for one in charges(store).values()] == [185_000]
    later = published_at(window_of("2026Q4"))
    assert "2026Q4" in freeze_closed(engine, forgetful, later)
    assert "2026Q4" in publish_due(forgetful, later, engine)
    assert WINDOW.code not in {head.id for head in feed_of(forgetful).releases()}


def test_a_year_that_the_log_knows_as_a_pilot_is_released_privately_by_no_older_store(running, engine, session):
    record(session, None, CHOSEN, "release", "pilot-2026", {"number": "1"}, MINUTE)
    session.commit()
    found = examine(House(running, engine, MINUTE), ("releases",))["releases"]
    assert not found.ok
    assert "pilot-2026" in found.message.ru
    assert freeze_closed(engine, running, MINUTE) == []
    with pytest.raises(Conflict, match="pilot-2026"):
        publish_due(running, MINUTE, engine)
    store, journal = open_store(running.release_url, "real"), Journal(running.release_journal)
    journal_logged(running, store, journal, MINUTE)
    assert {"2026", "2026Q3", "pilot-2026"} <= set(enter_lost_charges(store, journal, MINUTE))
    freeze_closed(engine, running, MINUTE)
    assert publish_due(running, MINUTE, engine) == []
    assert state_of(running, logged(engine)).ok
    assert examine(House(running, engine, MINUTE), ("releases",))["releases"].ok


def test_a_publisher_of_its_own_has_no_log(settings, tmp_path):
    apart = replace(settings, database_url=f"sqlite:///{tmp_path / 'none.sqlite3'}")
    assert logged_here(apart) == NOTHING
    assert not (tmp_path / "none.sqlite3").exists()
    assert logged_here(settings) == NOTHING  # an empty one tells of nothing
