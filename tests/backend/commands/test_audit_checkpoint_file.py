"""A file of checkpoints that holds none proves nothing; one may come on stdin."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from backend.audit.service import record
from backend.cli import main


@pytest.fixture
def run(settings, session, clock, monkeypatch):
    monkeypatch.setenv("YASNO_DATA", str(settings.data))
    monkeypatch.setenv("YASNO_DATABASE_URL", settings.database_url)
    for number in range(3):
        record(session, None, "edition.load", "edition", str(number), None, clock.now())
    session.commit()
    session.close()

    def run(*words: str, stdin: str = "") -> tuple[int, dict]:
        done = CliRunner().invoke(main, ["audit", *words, "--json"], input=stdin)
        return done.exit_code, json.loads(done.stdout)

    return run


@pytest.mark.parametrize("command", [("verify", "--checkpoint"), ("growth",)])
@pytest.mark.parametrize("content", ["", "\n\n"])
def test_an_emptied_file_is_refused_and_not_taken_for_a_whole_log(run, tmp_path, command, content):
    (tmp_path / "kept").write_text(content)
    code, answer = run(*command, str(tmp_path / "kept"))
    assert (code, answer["error"]["code"], answer["error"]["file"]) == (2, "no_checkpoint", str(tmp_path / "kept"))


def test_a_checkpoint_may_come_on_stdin(run):
    kept = run("checkpoint")[1]
    assert run("verify", "--checkpoint", "-", stdin=json.dumps(kept))[1] == run("verify")[1] | {"signed": True}
    later = {**kept, "seq": kept["seq"] + 1}
    assert run("verify", "--checkpoint", "-", stdin=json.dumps(later))[1]["error"]["code"] == "signature_wrong"
