"""`yasno audit` names the first broken row, and finds a cut tail against a checkpoint."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from backend.audit.jobs import CHECKPOINTS
from backend.audit.service import record
from backend.commands.audit import audit
from backend.jobs.work import Hands, plan_periodic, run_due


@pytest.fixture
def run(settings, monkeypatch):
    monkeypatch.setenv("YASNO_DATA", str(settings.data))
    monkeypatch.setenv("YASNO_DATABASE_URL", settings.database_url)

    def run(*arguments):
        answer = CliRunner().invoke(audit, [*map(str, arguments), "--json"])
        return answer.exit_code, json.loads(answer.stdout)

    return run


@pytest.fixture
def log(session, clock):
    for number in range(5):
        record(session, None, "edition.load", "edition", str(number), None, clock.now())
    session.commit()
    session.close()


def test_a_whole_log_is_answered_with_its_head(log, run):
    code, answer = run("verify")
    assert (code, answer["ok"], answer["rows"]) == (0, True, 5)


def test_the_first_broken_row_is_named(log, run, intruder):
    intruder("UPDATE audit_log SET actor = 'somebody' WHERE seq >= 3")
    code, answer = run("verify")
    assert (code, answer["ok"], answer["seq"], answer["code"]) == (1, False, 3, "changed")


def test_a_cut_tail_is_found_against_a_checkpoint_only(log, run, intruder, tmp_path):
    assert run("checkpoint", tmp_path / "kept")[0] == 0
    intruder("DELETE FROM audit_log WHERE seq > 3")
    assert run("verify")[0] == 0
    code, answer = run("verify", "--checkpoint", tmp_path / "kept")
    assert (code, answer["code"], answer["seq"]) == (1, "cut", 4)


@pytest.mark.parametrize(
    "content", ["{}", "[1]", '{"seq": "1", "hash": "x"}', '{"seq": true, "hash": "x"}', "nonsense"]
)
def test_a_file_of_something_else_is_refused_by_its_line(log, run, tmp_path, content):
    (tmp_path / "wrong").write_text(content)
    code, answer = run("verify", "--checkpoint", tmp_path / "wrong")
    assert (code, answer["error"]["code"], answer["error"]["line"]) == (2, "no_checkpoint", 1)


def test_an_absent_file_is_refused(run, tmp_path):
    code, answer = run("verify", "--checkpoint", tmp_path / "absent")
    assert (code, answer["error"]["code"]) == (2, "unreadable")


def test_a_database_without_tables_is_a_silent_service(run, settings, monkeypatch):
    monkeypatch.setenv("YASNO_DATABASE_URL", f"sqlite:///{settings.data / 'empty.sqlite3'}")
    code, answer = run("verify")
    assert (code, answer["error"]["code"]) == (3, "service_silent")


def test_every_night_a_checkpoint_is_kept(log, run, settings, engine, clock):
    hands = Hands(settings, engine, clock)
    plan_periodic(hands)
    for _ in range(3):
        clock.forward(days=1)
        run_due(hands)
    kept = (settings.data / CHECKPOINTS).read_text().splitlines()
    assert [json.loads(line)["seq"] for line in kept] == [5, 5, 5]
    assert run("verify", "--checkpoint", settings.data / CHECKPOINTS)[0] == 0
