"""Ready means migrated, room on the disk, and work being done; the doctor says what is wrong and what to do."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner
from litestar.testing import TestClient

from backend.app import create_app
from backend.commands.maintenance import doctor
from backend.db.engine import open_session
from backend.jobs.service import enqueue
from backend.maintenance.checks import CHECKS, House, examine


@pytest.fixture
def house(settings, engine, clock):
    return House(settings, engine, clock.now())


def failed(house):
    return [name for name, finding in examine(house).items() if not finding.ok]


def test_a_fresh_installation_is_healthy(house):
    assert failed(house) == []


def test_a_migrated_server_is_ready(visitor):
    answer = visitor.get("/health/ready")
    assert answer.status_code == 200
    checks = {"migrations": True, "disk": True, "outbox": True, "wal": True}
    assert answer.json() == {"status": "ready", "checks": checks}


def test_a_server_without_tables_lives_but_is_not_ready(settings, clock, tmp_path):
    empty = replace(settings, database_url=f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    with TestClient(create_app(empty, clock=clock), base_url=empty.public_url) as client:
        assert client.get("/health/live").status_code == 200
        answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()["checks"]["migrations"]) == (503, False)


def test_work_that_waits_over_five_minutes_makes_the_server_not_ready(visitor, engine, clock):
    with open_session(engine, write=True) as session:
        enqueue(session, "test.nobody_does_it", {}, due_at=clock.now())
        session.commit()
    clock.forward(minutes=4)
    assert visitor.get("/health/ready").status_code == 200
    clock.forward(minutes=2)
    assert visitor.get("/health/ready").status_code == 503


def test_a_log_of_writes_that_nobody_empties_makes_the_server_not_ready(visitor, settings, house, tmp_path):
    overgrown = replace(settings, database_url=f"sqlite:///{tmp_path / 'house.sqlite3'}")
    log = tmp_path / "house.sqlite3-wal"
    for size, ok in ((256 * 2**20, True), (256 * 2**20 + 2**17, False)):
        with log.open("wb") as file:
            file.truncate(size)
        found = examine(replace(house, settings=overgrown), ("wal",))["wal"]
        assert found.ok == ok
    assert found.message.ru == "Журнал записи SQLite: 256,1\u00a0МБ, нужно не больше 256."
    assert visitor.get("/health/ready").json()["checks"]["wal"]


def test_a_dead_broker_and_a_dead_mail_server_are_found(house):
    dead = replace(house.settings, broker_url="redis://127.0.0.1:1", smtp_url="smtp://127.0.0.1:1")
    assert failed(replace(house, settings=dead)) == ["mail", "broker"]


def test_a_broken_log_is_found(house, intruder):
    intruder("INSERT INTO audit_log VALUES (1, '2026-11-28 09:00:00Z', 'x', 'x', 'x', 'x', '', 'wrong', 'wrong')")
    assert failed(house) == ["audit"]


def test_the_doctor_answers_in_json_and_by_its_exit_code(settings, monkeypatch):
    monkeypatch.setenv("YASNO_DATA", str(settings.data))
    monkeypatch.setenv("YASNO_DATABASE_URL", settings.database_url)
    healthy = CliRunner().invoke(doctor, ["--json"])
    assert (healthy.exit_code, json.loads(healthy.stdout)["ok"]) == (0, True)
    assert [check["name"] for check in json.loads(healthy.stdout)["checks"]] == list(CHECKS)
    monkeypatch.setenv("YASNO_DATABASE_URL", f"sqlite:///{settings.data / 'nothing.sqlite3'}")
    ill = CliRunner().invoke(doctor, ["--json"])
    assert ill.exit_code == 1
    assert "yasno migrate" in ill.stdout
