"""A backup holds the store of releases; a restore never makes a spent budget unspent."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from backend.audit.models import AuditRow
from backend.config import Settings
from backend.db.engine import open_session
from backend.errors import Conflict
from backend.maintenance.backup import make_backup
from backend.maintenance.checks import House, examine
from backend.maintenance.restore import restore
from backend.statistics.clockwork import take_note
from backend.statistics.feed import feed_of
from backend.statistics.handover import path_of
from backend.statistics.ledger import charges, missing_charges
from backend.statistics.pilot import Decision, choose
from backend.statistics.policy_file import write_policy
from backend.statistics.press import Press, open_press, publish_window
from backend.statistics.publishing import announce_due
from backend.statistics.store import open_store
from backend.statistics.store_tables import burned
from tests.press import NOW, WINDOW, freeze_answers, press_in

pytestmark = pytest.mark.sqlite


@pytest.fixture
def press(settings: Settings) -> Press:
    """The means of publishing of the installation, with a frozen quarter."""
    made = press_in(settings.data)
    write_policy(settings.release_policy, made.policy)
    own = open_press(settings)
    freeze_answers(own)
    return own


@pytest.fixture
def early(settings: Settings, press: Press, engine: Engine, tmp_path: Path) -> Path:
    """A backup from before the release."""
    return make_backup(settings, engine, tmp_path / "early.yasno.tar.gz", NOW)


@pytest.fixture
def published(press: Press, early: Path, engine: Engine, settings: Settings) -> Press:
    """The same installation after its release, which the audit log knows."""
    publish_window(press, WINDOW, NOW)
    announce_due(press.store, press.journal, NOW)
    with open_session(engine, write=True) as session:
        take_note(session, settings, NOW)
        session.commit()
    engine.dispose()
    return press


def names(path: Path) -> set[str]:
    """Return the files in a backup."""
    with tarfile.open(path) as archive:
        return set(archive.getnames())


def test_a_backup_holds_the_store_and_no_key_and_no_frozen_answers(early: Path, settings: Settings) -> None:
    found = names(early)
    assert "releases.sqlite3" in found
    assert path_of(settings.handover, WINDOW).exists()
    assert not {name for name in found if "handover" in name or name.endswith((".key", ".parquet"))}


def test_a_restore_of_an_older_backup_leaves_the_release_and_its_charge(
    published: Press, early: Path, settings: Settings
) -> None:
    before = feed_of(settings).head(WINDOW)
    done = restore(settings, early, NOW)
    assert done.stopped == ()
    assert feed_of(settings).head(WINDOW) == before
    assert publish_window(published, WINDOW, NOW).drawn is False
    assert list(charges(published.store)) == list(published.journal.read()) == [WINDOW]


def test_where_the_newer_store_is_gone_a_restore_stops_releases(
    published: Press, early: Path, settings: Settings, engine: Engine
) -> None:
    (settings.data / "releases.sqlite3").unlink()
    done = restore(settings, early, NOW)
    assert done.stopped == (WINDOW,)
    assert missing_charges(published.store, published.journal) == [WINDOW]
    with pytest.raises(Conflict, match=WINDOW):
        publish_window(published, WINDOW, NOW)
    found = examine(House(settings, engine, NOW), ("releases",))["releases"]
    assert not found.ok
    assert WINDOW in found.message.en


def test_the_audit_log_tells_of_a_charge_that_store_and_journal_have_lost(
    published: Press, settings: Settings, engine: Engine
) -> None:
    for name in ("releases.sqlite3", "release_charges.jsonl"):
        (settings.data / name).unlink()
    press_in(settings.data)
    found = examine(House(settings, engine, NOW), ("releases",))["releases"]
    assert not found.ok
    assert WINDOW in found.message.ru


def test_each_charge_and_each_announcement_stand_once_in_the_audit_log(
    published: Press, settings: Settings, session: Session
) -> None:
    take_note(session, settings, NOW)
    rows = session.exec(select(AuditRow.action, AuditRow.object_id).where(col(AuditRow.object_type) == "release")).all()
    assert sorted(rows) == [("release.announce", WINDOW), ("release.charge", WINDOW)]


@pytest.fixture
def chosen(settings: Settings, press: Press, engine: Engine, tmp_path: Path) -> Path:
    """A backup from after the choice of a pilot; the store it was made of is gone."""
    choose(press.store, press.journal, 2026, Decision("7-р", NOW.date(), "Голосов за год мало."), NOW)
    made = make_backup(settings, engine, tmp_path / "chosen.yasno.tar.gz", NOW)
    (settings.data / "releases.sqlite3").unlink()
    engine.dispose()
    return made


def burned_windows(settings: Settings) -> set[str]:
    """Return the burned windows of the store that stands."""
    with open_store(settings.release_url, settings.dataset).reading() as connection:
        return set(connection.execute(select(burned.c.window)).scalars())


def test_an_empty_store_does_not_win_over_a_backup_with_burned_windows(chosen: Path, settings: Settings) -> None:
    press_in(settings.data)
    assert burned_windows(settings) == set()
    assert restore(settings, chosen, NOW).stopped == ()
    assert burned_windows(settings) >= {"2026", "2026Q3"}


def test_a_store_that_nobody_can_read_is_put_aside(chosen: Path, settings: Settings) -> None:
    (settings.data / "releases.sqlite3").write_bytes(b"garbage" * 999)
    restore(settings, chosen, NOW)
    assert burned_windows(settings) >= {"2026", "2026Q3"}
    (aside,) = settings.data.glob("before-restore/*/releases.sqlite3")
    assert aside.read_bytes().startswith(b"garbage")


def test_a_backup_that_does_not_know_burned_windows_stops_releases(
    early: Path, chosen: Path, settings: Settings, engine: Engine
) -> None:
    assert set(restore(settings, early, NOW).stopped) == {"2026", "2026Q1", "2026Q2", "2026Q3", "2026Q4"}
    assert burned_windows(settings) == set()
    found = examine(House(settings, engine, NOW), ("releases",))["releases"]
    assert not found.ok
    assert "2026Q1" in found.message.en
