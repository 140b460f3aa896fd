"""A checkpoint of before a restore still fits, or says exactly which rows are gone."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from sqlmodel import select

from backend.audit import checkpoints
from backend.audit.chain import Break, Head
from backend.audit.keys import own_keys
from backend.audit.models import AuditRow
from backend.audit.queries import verify
from backend.audit.receipt_checks import verify_leaf
from backend.audit.receipts import leaf_receipt
from backend.audit.service import record
from backend.audit.signing import rotate
from backend.commands.audit import audit
from backend.db.engine import make_engine, open_session
from backend.jobs.work import Hands, plan_periodic, run_due
from backend.maintenance.backup import SUFFIX, make_backup
from backend.maintenance.restore import restore


class House:
    """An installation through nights, a backup and a restore."""

    def __init__(self, settings, clock, folder):
        self.settings, self.clock, self.folder = settings, clock, folder
        self.engine = make_engine(settings.database_url)

    def write(self, count):
        with open_session(self.engine, write=True) as session:
            for _ in range(count):
                record(session, None, "edition.load", "edition", "7", None, self.clock.now())
            session.commit()

    def night(self):
        hands = Hands(self.settings, self.engine, self.clock)
        plan_periodic(hands)
        self.clock.forward(days=1)
        run_due(hands)

    def put_back(self, backup):
        self.engine.dispose()
        done = restore(self.settings, backup, self.clock.now())
        self.engine = make_engine(self.settings.database_url)
        return done

    def kept(self):
        """What somebody outside has kept so far: their own copy of the file."""
        copy = self.folder / f"kept-{self.clock.now():%d%H}.jsonl"
        copy.write_bytes(self.settings.checkpoints.read_bytes())
        return copy

    def look(self, path):
        with open_session(self.engine) as session:
            return verify(session, checkpoints.read(path, own_keys(self.settings)).hashes)


@pytest.fixture
def house(settings, clock, tmp_path):
    made = House(settings, clock, tmp_path)
    yield made
    made.engine.dispose()


def test_a_checkpoint_of_before_the_backup_fits_after_the_restore(house):
    house.write(5)
    house.night()
    early = house.kept()
    backup = make_backup(house.settings, house.engine, house.folder / f"one{SUFFIX}", house.clock.now())
    house.write(4)
    house.put_back(backup)
    assert house.look(early).seq == 6


def test_rows_lost_by_a_restore_are_named_to_who_kept_a_later_checkpoint(house, clock):
    house.write(5)
    house.night()
    backup = make_backup(house.settings, house.engine, house.folder / f"one{SUFFIX}", clock.now())
    rotate(house.settings, clock.now())
    house.write(4)
    house.night()
    late = house.kept()
    with open_session(house.engine) as session:
        held = [leaf_receipt(session, seq, clock.now()).document for seq in (3, 8)]
    house.put_back(backup)
    for rows in (0, 2, 9):  # while the log is shorter than the checkpoint, and when it is longer again
        house.write(rows)
        found = house.look(late)
        assert isinstance(found, Break)
        assert (found.code, found.since, found.until) == ("restored", 6, 9)
    # Whoever holds a receipt shows it as before, also of a row that is gone.
    assert [verify_leaf(one, own_keys(house.settings)).valid for one in held] == [True, True]


def test_the_nights_after_a_restore_are_quiet_and_the_file_tells_what_is_gone(house, clock, monkeypatch):
    house.write(5)
    backup = make_backup(house.settings, house.engine, house.folder / f"one{SUFFIX}", clock.now())
    house.write(4)
    house.night()
    house.put_back(backup)
    house.write(1)
    house.night()
    kept = checkpoints.read(house.settings.checkpoints, own_keys(house.settings))
    assert (kept.gone, [line["seq"] for line in kept.lines]) == ([(6, 9)], [7])
    assert isinstance(house.look(house.settings.checkpoints), Head)
    monkeypatch.setenv("YASNO_DATA", str(house.settings.data))
    monkeypatch.setenv("YASNO_DATABASE_URL", house.settings.database_url)
    done = CliRunner().invoke(audit, ["verify", "--checkpoint", str(house.settings.checkpoints), "--json"])
    assert (done.exit_code, json.loads(done.stdout)["gone"]) == (0, [{"from": 6, "to": 9}])


def test_the_row_of_a_restore_alone_excuses_nothing_before_it(house, clock, settings):
    """An intruder who cuts the tail and writes «restored» is told to who kept a checkpoint, with the same rows."""
    house.write(9)
    house.night()
    late = house.kept()
    with open_session(house.engine, write=True) as session:
        for guard in ("no_update", "no_delete"):
            if session.get_bind().dialect.name == "sqlite":
                session.connection().exec_driver_sql(f"DROP TRIGGER IF EXISTS audit_log_{guard}")
        if session.get_bind().dialect.name == "postgresql":
            session.connection().exec_driver_sql("ALTER TABLE audit_log DISABLE TRIGGER USER")
        for table in ("audit_log", "audit_salt"):
            session.connection().exec_driver_sql(f"DELETE FROM {table} WHERE seq > 6")
        record(session, None, "log.restore", "log", "7-9", None, clock.now())
        record(session, None, "log.restore", "log", "2-9", None, clock.now())
        session.commit()
    found = house.look(late)
    assert (found.code, found.since, found.until) == ("restored", 7, 9)
    house.night()  # nobody with the key wrote the restore into the file: the night finds it broken
    assert len(settings.checkpoints.read_text().splitlines()) == 1


def test_a_restore_that_loses_nothing_says_so(house, clock):
    house.write(5)
    backup = make_backup(house.settings, house.engine, house.folder / f"one{SUFFIX}", clock.now())
    house.put_back(backup)
    with open_session(house.engine) as session:
        row = session.exec(select(AuditRow).where(AuditRow.action == "log.restore")).one()
    assert row.object_id == "none"
