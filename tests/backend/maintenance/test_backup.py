"""A backup holds everything, a restore brings it back, and who was erased stays erased."""

from __future__ import annotations

import json
import tarfile
import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlmodel import select

from backend.accounts.models import Business, Person
from backend.audit.erasures import note_erasure, read_journal
from backend.audit.models import AuditRow
from backend.audit.service import record
from backend.commands.maintenance import backup as backup_command
from backend.commands.maintenance import restore as restore_command
from backend.db.engine import make_engine, open_session
from backend.jobs.work import Hands, run_due
from backend.maintenance.backup import SUFFIX, make_backup
from backend.maintenance.restore import choose, restore
from backend.schema import upgrade
from rules.faults import InputError


@pytest.fixture
def lived_in(settings, engine, clock):
    """An installation with two businesses, a log and an evidence file."""
    with open_session(engine, write=True) as session:
        for name in ("cafe", "bakery"):
            session.add(Business(id=name, name=name, created_at=clock.now()))
            record(session, None, "business.create", "business", name, None, clock.now())
        session.commit()
    evidence = settings.data / "evidence" / "ab"
    evidence.mkdir(parents=True)
    (evidence / "abcd").write_bytes(b"a photo")
    return settings


def businesses(settings):
    engine = make_engine(settings.database_url)
    with open_session(engine) as session:
        found = sorted(session.exec(select(Business.id)))
    engine.dispose()
    return found


def test_what_was_lost_after_a_backup_comes_back(lived_in, engine, clock, tmp_path):
    copy = make_backup(lived_in, engine, tmp_path / f"one{SUFFIX}", clock.now())
    with open_session(engine, write=True) as session:
        session.delete(session.get_one(Business, "cafe"))
        session.commit()
    (lived_in.data / "evidence" / "ab" / "abcd").unlink()
    engine.dispose()
    done = restore(lived_in, copy, clock.now())
    assert (done.rows, done.erased) == (2, 0)
    assert businesses(lived_in) == ["bakery", "cafe"]
    assert (lived_in.data / "evidence" / "ab" / "abcd").read_bytes() == b"a photo"


@pytest.mark.sqlite
def test_the_state_before_a_restore_is_put_aside(lived_in, engine, clock, tmp_path):
    copy = make_backup(lived_in, engine, tmp_path / f"one{SUFFIX}", clock.now())
    engine.dispose()
    restore(lived_in, copy, clock.now())
    (aside,) = (lived_in.data / "before-restore").iterdir()
    assert {path.name for path in aside.iterdir()} >= {"yasno.sqlite3", "evidence"}


@pytest.mark.sqlite
def test_a_backup_holds_neither_the_key_nor_letters(lived_in, engine, clock, tmp_path):
    (lived_in.data / "secret").write_text("the key")
    (lived_in.data / "mail").mkdir()
    (lived_in.data / "mail" / "1.eml").write_text("a link")
    with tarfile.open(make_backup(lived_in, engine, tmp_path, clock.now())) as archive:
        names = archive.getnames()
    assert "database.sqlite3" in names
    assert "files/evidence/ab/abcd" in names
    assert not [name for name in names if "secret" in name or "mail" in name]


def test_who_was_erased_after_the_backup_stays_erased(lived_in, engine, clock, tmp_path):
    copy = make_backup(lived_in, engine, tmp_path / f"one{SUFFIX}", clock.now())
    with open_session(engine, write=True) as session:
        session.delete(session.get_one(Business, "cafe"))
        note_erasure(session, "business", "cafe", clock.now())
        session.commit()
    run_due(Hands(lived_in, engine, clock))
    engine.dispose()
    assert restore(lived_in, copy, clock.now()).erased == 1
    assert businesses(lived_in) == ["bakery"]


def test_an_erasure_that_was_rolled_back_is_not_in_the_journal(lived_in, engine, clock):
    with open_session(engine, write=True) as session:
        note_erasure(session, "business", "cafe", clock.now())
        session.rollback()
    run_due(Hands(lived_in, engine, clock))
    assert list(read_journal(lived_in.data)) == []


def test_a_journal_cut_by_a_crash_is_read_to_its_last_whole_line(settings):
    (settings.data / "erased.jsonl").write_text('{"table": "business", "id": "cafe"}\n{"table": "busi')
    assert list(read_journal(settings.data)) == [("business", "cafe")]


def test_an_erasure_from_a_table_that_does_not_exist_is_refused(session, clock):
    with pytest.raises(ValueError, match="no table «bisness»"):
        note_erasure(session, "bisness", "cafe", clock.now())


def test_a_backup_under_writes_is_whole(lived_in, engine, clock, tmp_path):
    stop = threading.Event()

    def write():
        number = 0
        while not stop.is_set():
            with open_session(engine, write=True) as session:
                session.add(Business(id=f"b{number}", created_at=clock.now()))
                record(session, None, "business.create", "business", f"b{number}", None, clock.now())
                session.commit()
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        copies = [make_backup(lived_in, engine, tmp_path / f"{n}{SUFFIX}", clock.now()) for n in range(5)]
    finally:
        stop.set()
        writer.join()
    engine.dispose()
    done = restore(lived_in, copies[-1], clock.now())
    assert done.rows == len(businesses(lived_in))


def test_a_changed_backup_is_refused_and_nothing_changes(lived_in, engine, clock, tmp_path):
    copy = make_backup(lived_in, engine, tmp_path / f"one{SUFFIX}", clock.now())
    room = tmp_path / "room"
    with tarfile.open(copy) as archive:
        archive.extractall(room, filter="data")
    (room / "files" / "evidence" / "ab" / "abcd").write_bytes(b"another photo")
    with tarfile.open(copy, "w:gz") as archive:
        for path in sorted(room.iterdir()):
            archive.add(path, arcname=path.name)
    engine.dispose()
    with pytest.raises(InputError, match="not those of its list"):
        restore(lived_in, copy, clock.now())
    assert businesses(lived_in) == ["bakery", "cafe"]


def test_a_database_in_use_is_not_replaced(lived_in, engine, clock, tmp_path):
    copy = make_backup(lived_in, engine, tmp_path / f"one{SUFFIX}", clock.now())
    with open_session(engine) as session:
        session.exec(select(Business)).first()
        with pytest.raises(InputError, match="the server runs"):
            restore(lived_in, copy, clock.now())


def test_of_a_folder_the_newest_backup_before_the_moment_is_taken(lived_in, engine, clock, tmp_path):
    first = make_backup(lived_in, engine, tmp_path, clock.now())
    noon = clock.now()
    clock.forward(hours=2)
    second = make_backup(lived_in, engine, tmp_path, clock.now())
    assert choose(tmp_path, None) == second
    assert choose(tmp_path, noon + timedelta(hours=1)) == first
    with pytest.raises(InputError, match="No backup"):
        choose(tmp_path, noon - timedelta(hours=1))


def test_a_moment_inside_one_file_is_refused_with_a_way_out(tmp_path):
    answer = CliRunner().invoke(restore_command, [str(tmp_path / "one"), "--at", "2026-11-28T10:00", "--json"])
    assert answer.exit_code == 2
    error = json.loads(answer.stdout)["error"]
    assert (error["code"], error["remedy"]["ru"][:22]) == ("one_moment", "Укажите папку с копиям")


def test_a_file_that_is_no_backup_is_refused(settings, clock, tmp_path):
    wrong = tmp_path / "photo.jpg"
    wrong.write_bytes(b"\xff\xd8")
    with pytest.raises(InputError, match="is no backup"):
        restore(settings, wrong, clock.now())


def test_an_existing_file_is_not_overwritten(lived_in, engine, clock, tmp_path):
    target = tmp_path / "mine"
    target.write_text("mine")
    with pytest.raises(InputError, match="exists already"):
        make_backup(lived_in, engine, target, clock.now())
    assert target.read_text() == "mine"


@pytest.mark.services
def test_postgresql_is_backed_up_and_restored_too(settings, clock, tmp_path, postgresql_url):
    there = replace(settings, database_url=postgresql_url)
    engine = make_engine(postgresql_url)
    upgrade(engine)
    with open_session(engine, write=True) as session:
        session.add(Person(id="anna", email="anna@example.org", name="Анна", created_at=clock.now()))
        record(session, None, "person.create", "person", "anna", None, clock.now())
        session.commit()
    copy = make_backup(there, engine, tmp_path, clock.now())
    with open_session(engine, write=True) as session:
        session.delete(session.get_one(Person, "anna"))
        session.commit()
        with pytest.raises(InputError, match="the server runs"):
            restore(there, copy, clock.now())
    engine.dispose()
    assert restore(there, copy, clock.now()).rows == 1
    with open_session(engine) as session:
        assert session.get_one(Person, "anna").name == "Анна"
        # The second row is the restore's own.
        assert session.exec(select(AuditRow.object_id).order_by(AuditRow.seq)).all() == ["anna", "none"]
    engine.dispose()


def test_a_target_that_cannot_be_written_is_named_and_nothing_is_left(lived_in, tmp_path, monkeypatch):
    monkeypatch.setenv("YASNO_DATA", str(lived_in.data))
    monkeypatch.setenv("YASNO_DATABASE_URL", lived_in.database_url)
    (tmp_path / "file").write_text("no folder")
    target = tmp_path / "file" / "copy.tar.gz"
    done = CliRunner().invoke(backup_command, [str(target), "--json"])
    assert (done.exit_code, json.loads(done.stdout)["error"]["code"]) == (2, "unwritable")
    assert list(lived_in.data.glob(".backup-*")) == []


def test_a_folder_that_is_not_there_yet_is_made(lived_in, engine, clock, tmp_path):
    copy = make_backup(lived_in, engine, tmp_path / "nights" / "2026", clock.now())
    assert copy.parent == tmp_path / "nights" / "2026"
    assert copy.name.endswith(SUFFIX)
    assert choose(tmp_path / "nights" / "2026", None) == copy


def test_a_name_of_an_archive_is_a_file(lived_in, engine, clock, tmp_path):
    assert make_backup(lived_in, engine, tmp_path / "night.tgz", clock.now()).is_file()
