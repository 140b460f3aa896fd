"""Keys follow each other: each names its successor, signs in its own time only, and stays good for what it signed."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest
from click.testing import CliRunner
from sqlmodel import select

from backend.audit import checkpoints
from backend.audit.checkpoints import Kept
from backend.audit.keys import own_keys, read_keys
from backend.audit.models import AuditRow
from backend.audit.service import record
from backend.audit.signing import is_signed_by, own_public_key, rotate, signed
from backend.commands.audit import audit
from rules.faults import InputError
from tests.backend.audit.test_receipts import schema


@pytest.fixture
def run(settings, monkeypatch):
    monkeypatch.setenv("YASNO_DATA", str(settings.data))
    monkeypatch.setenv("YASNO_DATABASE_URL", settings.database_url)

    def run(*arguments):
        answer = CliRunner().invoke(audit, [*map(str, arguments), "--json"])
        return answer.exit_code, json.loads(answer.stdout)

    return run


@pytest.fixture
def three_nights(session, settings, clock, tmp_path):
    """A file of three checkpoints, the key changed before the third."""
    kept, path = Kept(), tmp_path / "kept.jsonl"
    for number in range(3):
        record(session, None, "edition.load", "edition", str(number), None, clock.now())
        if number == 2:
            rotate(settings, clock.now())
        clock.forward(days=1)
        made = checkpoints.make(session, settings, kept, clock.now())
        kept.add(made)
        checkpoints.append(path, made)
    session.commit()
    session.close()
    return path


def test_a_new_key_signs_from_its_moment_on_and_the_former_one_never_after(settings, clock):
    old = signed({"seq": 0, "hash": "0" * 64, "root": "0" * 64, "at": clock.now().isoformat()}, settings)
    before = settings.audit_key.read_bytes()
    clock.forward(hours=1)
    made = rotate(settings, clock.now())
    assert settings.audit_key.read_bytes() != before
    assert settings.audit_key.stat().st_mode & 0o777 == 0o600
    keys = own_keys(settings)
    assert [one.key for one in keys.values()] == [old["key"], made.key]
    assert (keys[old["key"]].until, made.since, made.after) == (clock.now(), clock.now(), old["key"])
    assert is_signed_by(old, keys)
    late = {"seq": 0, "hash": "0" * 64, "root": "0" * 64, "at": (clock.now() + timedelta(hours=1)).isoformat()}
    settings.audit_key.write_bytes(before)  # somebody kept the former key
    assert not is_signed_by(signed(late, settings), keys)


def test_the_command_changes_the_key_and_says_so_in_the_log(session, settings, run):
    first = own_public_key(settings)
    code, answer = run("rotate-key")
    assert (code, answer["after"], answer["key"]) == (0, first, own_public_key(settings))
    row = session.exec(select(AuditRow)).one()
    assert (row.action, row.object_id) == ("audit.rotate_key", answer["key"])
    listed = run("keys")[1]
    schema("checkpoint-keys").validate(listed)
    assert [one["key"] for one in listed["keys"]] == [first, answer["key"]]
    assert run("key")[1] == {"key": answer["key"]}


def test_checkpoints_over_a_change_of_keys_are_checked_with_the_list(three_nights, settings, run, tmp_path):
    assert run("verify", "--checkpoint", three_nights)[0] == 0
    code, answer = run("growth", three_nights)
    assert (code, answer["checkpoints"], answer["not_joined"]) == (0, 3, [])
    (tmp_path / "keys").write_text(json.dumps(run("keys")[1]))
    assert run("growth", three_nights, "--keys", tmp_path / "keys")[0] == 0
    (tmp_path / "keys").write_text(run("key")[1]["key"])
    assert run("growth", three_nights, "--keys", tmp_path / "keys")[1]["error"]["code"] == "signature_wrong"


def test_a_checkpoint_that_is_left_out_is_told(three_nights, run):
    first, _, third = three_nights.read_text().splitlines()
    three_nights.write_text(f"{first}\n{third}\n")
    code, answer = run("growth", three_nights)
    assert (code, answer["not_joined"]) == (0, [3])


def test_a_forgotten_past_shows_among_the_checkpoints_alone(three_nights, settings, session, clock, run):
    """Somebody with database and key writes the log anew: whoever holds the checkpoints needs no database to see it."""
    record(session, None, "edition.load", "edition", "3", None, clock.now())
    made = checkpoints.make(session, settings, Kept(), clock.now())
    forged = signed({name: made[name] for name in ("seq", "hash", "root", "at")} | {"root": "0" * 64}, settings)
    before = json.loads(three_nights.read_text().splitlines()[-1])
    for line in (
        {**forged, "previous": None, "seq": 3},
        {**forged, "previous": {"seq": 3, "root": before["root"], "proof": []}},
        {**forged, "previous": {"seq": 2, "root": "1" * 64, "proof": []}, "seq": 2, "root": "1" * 64},
    ):
        text = three_nights.read_text()
        checkpoints.append(three_nights, signed(line, settings))
        code, answer = run("growth", three_nights)
        assert (code, answer["ok"], answer["seq"]) == (1, False, line["seq"])
        three_nights.write_text(text)


@pytest.mark.parametrize(
    "content",
    [
        "nonsense",
        '{"keys": [{"key": "00"}]}',
        '{"keys": [5]}',
        '{"key": 5}',
        "[1]",
        '{"key": "' + "ab" * 32 + '", "from": "noon"}',
    ],
)
def test_a_file_of_something_else_is_no_list_of_keys(tmp_path, content):
    (tmp_path / "keys").write_text(content)
    with pytest.raises(InputError):
        read_keys(tmp_path / "keys")


def test_a_key_that_nobody_named_cannot_say_so(settings, clock, tmp_path):
    own_public_key(settings)
    made = rotate(settings, clock.now()).as_dict()
    (tmp_path / "keys").write_text(json.dumps({"keys": [made]}))
    assert read_keys(tmp_path / "keys")[made["key"]].since == datetime.fromisoformat(made["from"])
    (tmp_path / "keys").write_text(json.dumps({"keys": [{**made, "after": made["key"]}]}))
    with pytest.raises(InputError):
        read_keys(tmp_path / "keys")
