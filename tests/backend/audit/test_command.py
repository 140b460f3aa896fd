"""`yasno audit` names the first broken row, and finds a cut tail against a checkpoint."""

from __future__ import annotations

import json
import random
from dataclasses import replace

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from backend.audit import checkpoints
from backend.audit.chain import Break, Head
from backend.audit.queries import verify
from backend.audit.service import record
from backend.audit.signing import own_keys, own_public_key, signed
from backend.commands.audit import audit
from backend.jobs.work import Hands, plan_periodic, run_due


def checkpoint_of(run):
    """A checkpoint as it was before the signatures."""
    return {name: value for name, value in run("checkpoint")[1].items() if name in {"seq", "hash", "at"}}


def edit(session, seq, chance):
    column = chance.choice(["actor", "action", "object_type", "object_id", "values_hash", "prev_hash", "hash"])
    session.execute(text(f"UPDATE audit_log SET {column} = :new WHERE seq = :seq"), {"new": "x", "seq": seq})
    return seq


def delete(session, seq, chance):
    session.execute(text("DELETE FROM audit_log WHERE seq = :seq"), {"seq": seq})
    return seq


def swap(session, seq, chance):
    for old, new in ((seq, 100), (seq + 1, seq), (100, seq + 1)):
        session.execute(text("UPDATE audit_log SET seq = :new WHERE seq = :old"), {"new": new, "old": old})
    return seq


def cut(session, seq, chance):
    session.execute(text("DELETE FROM audit_log WHERE seq >= :seq"), {"seq": seq})
    return seq


TAMPERINGS = (edit, delete, swap, cut)


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
    assert run("checkpoint", "--out", tmp_path / "kept")[0] == 0
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
    kept = (settings.checkpoints).read_text().splitlines()
    # On Monday the log gets its one row of the week: what the editor sorted, whatever that was.
    assert [json.loads(line)["seq"] for line in kept] == [5, 5, 6]
    code, answer = run("verify", "--checkpoint", settings.checkpoints)
    assert (code, answer["signed"]) == (0, True)


def test_the_checkpoints_of_the_nights_may_lie_on_another_disk(log, settings, engine, clock, tmp_path):
    apart = replace(settings, checkpoint_folder=tmp_path / "apart")
    hands = Hands(apart, engine, clock)
    plan_periodic(hands)
    clock.forward(days=1)
    run_due(hands)
    assert json.loads((tmp_path / "apart/checkpoints.jsonl").read_text())["seq"] == 5
    assert not settings.checkpoints.exists()


def test_a_checkpoint_is_printed_unless_a_file_is_named(log, run):
    code, printed = run("checkpoint")
    assert (code, printed["seq"], len(printed["signature"])) == (0, 5, 128)
    assert printed["key"] == run("key")[1]["key"]


@pytest.mark.parametrize("changed", [{"hash": "f" * 64}, {"seq": 4}, {"at": "2026-01-01"}, {"signature": "00"}])
def test_a_checkpoint_changed_after_it_was_signed_is_refused(log, run, tmp_path, changed):
    kept = tmp_path / "kept"
    run("checkpoint", "--out", kept)
    kept.write_text(json.dumps(json.loads(kept.read_text()) | changed))
    code, answer = run("verify", "--checkpoint", kept)
    assert (code, answer["error"]["code"], answer["error"]["line"]) == (2, "signature_wrong", 1)


def test_a_checkpoint_signed_by_somebody_else_is_refused_unless_their_key_is_named(log, run, settings, tmp_path):
    kept, theirs = tmp_path / "kept", replace(settings, data=tmp_path)
    kept.write_text(json.dumps(signed(checkpoint_of(run), theirs)))
    assert run("verify", "--checkpoint", kept)[1]["error"]["code"] == "signature_wrong"
    (tmp_path / "known").write_text(own_public_key(theirs))
    assert run("verify", "--checkpoint", kept, "--key", tmp_path / "known")[0] == 0


def test_checkpoints_of_before_the_signatures_count_but_none_may_follow_a_signed_one(log, run, tmp_path):
    kept, plain = tmp_path / "kept", checkpoint_of(run)
    checkpoints.append(kept, plain)
    code, answer = run("verify", "--checkpoint", kept)
    assert (code, answer["rows"], answer["head"], answer["signed"]) == (0, 5, plain["hash"], False)
    run("checkpoint", "--out", kept)
    assert run("verify", "--checkpoint", kept)[0] == 0
    checkpoints.append(kept, plain)
    code, answer = run("verify", "--checkpoint", kept)
    assert (code, answer["error"]["line"]) == (2, 3)


def test_of_two_checkpoints_of_one_row_the_older_is_held_to(log, run, tmp_path, settings):
    kept, plain = tmp_path / "kept", checkpoint_of(run)
    for forged in ({"hash": "f" * 64}, {}):
        checkpoints.append(kept, signed(plain | forged, settings))
    code, answer = run("verify", "--checkpoint", kept)
    assert (code, answer["code"], answer["seq"]) == (1, "rewritten", 5)


def test_old_checkpoints_stay_good_when_the_key_is_made_anew(log, run, settings, tmp_path):
    run("checkpoint", "--out", tmp_path / "kept")
    settings.audit_key.unlink()
    run("checkpoint", "--out", tmp_path / "kept")
    keys = {json.loads(line)["key"] for line in (tmp_path / "kept").read_text().splitlines()}
    assert (len(keys), run("verify", "--checkpoint", tmp_path / "kept")[0]) == (2, 0)


def test_the_key_is_for_its_owner_only_and_another_kind_is_refused(log, run, settings):
    run("key")
    assert settings.audit_key.stat().st_mode & 0o777 == 0o600
    settings.audit_key.write_text("nonsense")
    code, answer = run("checkpoint")
    assert (code, answer["error"]["code"]) == (2, "no_key")


def test_a_thousand_tamperings_of_a_real_log_are_found_at_their_row(log, run, session, settings, intruder, tmp_path):
    """Edits, deletions, swaps, cut tails in the database itself, past its triggers, against one signed checkpoint."""
    run("checkpoint", "--out", tmp_path / "kept")
    known = checkpoints.read(tmp_path / "kept", own_keys(settings)).hashes
    intruder("SELECT 1")
    chance = random.Random(28)
    for number in range(1000):
        with session.begin_nested() as point:
            first = TAMPERINGS[number % len(TAMPERINGS)](session, chance.randint(1, 4), chance)
            found = verify(session, known)
            point.rollback()
        assert isinstance(found, Break)
        assert found.seq == first
    assert isinstance(verify(session, known), Head)
