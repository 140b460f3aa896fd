"""A window that cannot be released stops no other one, and its operator gives it up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from backend.errors import Conflict, Invalid
from backend.statistics.abandoning import abandon, check_why
from backend.statistics.calendar import closes_at, published_at, window_of
from backend.statistics.clockwork import publish_due, waiting
from backend.statistics.feed import feed_of
from backend.statistics.policy_file import make_policy
from backend.statistics.press import open_press, publish_window
from backend.statistics.refused import refusals
from backend.statistics.signing import make_key
from backend.statistics.state import state_of
from backend.statistics.store_tables import burned
from tests.press import NOW, WINDOW, freeze_answers

LATER = datetime(2027, 6, 1, tzinfo=UTC)


@pytest.fixture
def press(settings):
    """The installation's means of publishing, its policy signed."""
    make_policy(settings, make_key(settings.release_key), {})
    return open_press(settings)


def announced(settings) -> set[str]:
    """Return the releases that everybody reads."""
    return {head.id for head in feed_of(settings).releases()}


def test_one_refused_window_stops_neither_earlier_nor_later_ones(settings, press):
    for code in ("2026Q1", "2026Q2", "2026Q3", "2026Q4", "2027Q1"):
        freeze_answers(press, code)
    press.file_of("2026Q3").unlink()
    publish_due(settings, LATER)
    assert announced(settings) == {"2026Q1", "2026Q2", "2026Q4", "2027Q1"}
    assert waiting(press.store) == ["2026Q3"]
    assert "absent" in refusals(settings.handover)["2026Q3"].en
    assert not state_of(settings).ok
    assert "2026Q3" in state_of(settings).message.ru


def test_a_window_on_which_the_database_fails_stops_no_later_one(settings, press):
    for code in ("2026Q1", "2026Q2", "2026Q3"):
        freeze_answers(press, code)
    refuse = "SELECT RAISE(ABORT, 'secret words of the database'); END"
    with press.store.writing() as connection:
        connection.execute(
            sa.text(f"CREATE TRIGGER broken BEFORE INSERT ON cell WHEN NEW.release = '2026Q2' BEGIN {refuse}")
        )
    publish_due(settings, LATER)
    assert announced(settings) == {"2026Q1", "2026Q3"}
    told = refusals(settings.handover)["2026Q2"]
    assert "database or the disk failed" in told.en
    assert "secret words" not in told.ru + told.en + state_of(settings).message.en
    with press.store.writing() as connection:
        connection.execute(sa.text("DROP TRIGGER broken"))
    assert publish_due(settings, LATER) == ["2026Q2"]
    assert refusals(settings.handover) == {}


def test_a_lost_file_of_one_window_stops_no_announcement_of_another(settings, press):
    freeze_answers(press, WINDOW)
    publish_due(settings, closes_at(window_of(WINDOW)))
    freeze_answers(press, "2026Q2").unlink()
    assert publish_due(settings, published_at(window_of(WINDOW))) == [WINDOW]
    assert set(refusals(settings.handover)) == {"2026Q2"}


def test_a_cause_that_is_gone_is_told_no_more(settings, press):
    path = freeze_answers(press)
    aside = path.rename(path.with_suffix(".aside"))
    publish_due(settings, NOW)
    assert set(refusals(settings.handover)) == {WINDOW}
    aside.rename(path)
    assert publish_due(settings, NOW) == [WINDOW]
    assert refusals(settings.handover) == {}
    assert state_of(settings).ok


def test_a_window_that_is_given_up_is_burned_for_good_and_in_the_journal(settings, press):
    path = freeze_answers(press)
    abandon(press.store, press.journal, press.handover, WINDOW, NOW)
    assert not path.exists()
    assert ("burned", WINDOW) in press.journal.burns()
    assert press.journal.read() == {}  # no release, no charge
    with pytest.raises(Conflict, match="burned"):
        publish_window(press, WINDOW, NOW)
    with pytest.raises(Conflict, match="burned"):
        abandon(press.store, press.journal, press.handover, WINDOW, NOW)
    assert publish_due(settings, NOW) == []
    assert state_of(settings).ok


def test_only_a_closed_window_without_a_release_is_given_up(press):
    freeze_answers(press)
    early = closes_at(window_of(WINDOW)) - timedelta(hours=1)
    for window, now, words in ((WINDOW, early, "closed"), ("2031Q1", NOW, "closed")):
        with pytest.raises(Conflict, match=words):
            abandon(press.store, press.journal, press.handover, window, now)
    publish_window(press, WINDOW, NOW)
    with pytest.raises(Conflict, match="released"):
        abandon(press.store, press.journal, press.handover, WINDOW, NOW)
    with press.store.reading() as connection:
        assert connection.execute(burned.select()).first() is None


def test_a_reason_is_one():
    assert check_why("  the disk with its file is gone ") == "the disk with its file is gone"
    with pytest.raises(Invalid):
        check_why("no")
