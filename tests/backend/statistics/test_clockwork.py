"""On the hour: a window freezes, is drawn, is announced in its minute, and the audit log and receivers hear of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from backend.audit.models import AuditRow
from backend.config import Settings
from backend.law import current_law
from backend.requirements.editions import load_edition_into
from backend.statistics.calendar import closes_at, published_at, window_of
from backend.statistics.clockwork import freeze_closed, publish_due, take_note
from backend.statistics.feed import feed_of
from backend.statistics.jobs import just_after_the_hour
from backend.statistics.policy_file import make_policy
from backend.statistics.signing import make_key
from calculators.release.document import row_document

WINDOW = window_of("2026Q3")


@pytest.fixture
def running(settings: Settings, session) -> Settings:
    """An installation with the law in force and a signed policy."""
    load_edition_into(session, current_law().edition, datetime(2026, 1, 1, tzinfo=UTC))
    session.commit()
    make_policy(settings, make_key(settings.release_key), {})
    return settings


def actions(session) -> list[tuple[str, str]]:
    """Return what the audit log tells of releases."""
    rows = session.exec(select(AuditRow.action, AuditRow.object_id).where(AuditRow.object_type == "release"))
    return sorted(rows.all())


def test_a_quarter_goes_its_whole_way_by_itself(running: Settings, engine, session):
    freeze_closed(engine, running, closes_at(WINDOW) - timedelta(days=30))  # its day is told ahead
    assert freeze_closed(engine, running, closes_at(WINDOW)) == [WINDOW.code]
    assert publish_due(running, closes_at(WINDOW) + timedelta(hours=1)) == []
    assert feed_of(running).releases() == []
    take_note(session, running, closes_at(WINDOW) + timedelta(hours=1))
    assert actions(session) == [("release.charge", WINDOW.code)]  # spent at the draw, announced later
    assert publish_due(running, published_at(WINDOW)) == [WINDOW.code]
    take_note(session, running, published_at(WINDOW))
    assert actions(session) == [("release.announce", WINDOW.code), ("release.charge", WINDOW.code)]
    session.commit()


def test_a_release_of_nobody_says_that_voices_are_being_collected(running: Settings, engine):
    freeze_closed(engine, running, closes_at(WINDOW) - timedelta(days=30))
    freeze_closed(engine, running, closes_at(WINDOW))
    publish_due(running, published_at(WINDOW))
    head = feed_of(running).head(WINDOW.code)
    rows = [row for _, row in feed_of(running).rows(WINDOW.code)]
    assert head.header["collecting"] is True
    assert not any(row.published for row in rows)
    assert {str(row_document(row)["value"]) for row in rows} == {"None"}


def test_another_process_may_publish(running: Settings, engine):
    apart = replace(running, release_jobs=False)
    freeze_closed(engine, apart, closes_at(WINDOW) - timedelta(days=30))
    assert freeze_closed(engine, apart, closes_at(WINDOW)) == [WINDOW.code]
    assert publish_due(apart, published_at(WINDOW)) == []
    assert publish_due(running, published_at(WINDOW)) == [WINDOW.code]


def test_notes_are_taken_a_minute_after_the_hour():
    assert just_after_the_hour(datetime(2026, 10, 14, 7, 0, 30, tzinfo=UTC)).minute == 1
    assert just_after_the_hour(datetime(2026, 10, 14, 7, 1, tzinfo=UTC)) == datetime(2026, 10, 14, 8, 1, tzinfo=UTC)
